"""How present a member of a pool is: one rule, for the page in Python and for figures in SQL."""

import datetime as dt

from talentpools.enums import MembershipStatus

#: Days since the last qualifying event up to which a member is active, and then quiet.
ACTIVE_DAYS = 60
QUIET_DAYS = 120

#: Codes of the list ``engagement``.
ACTIVE, QUIET, INACTIVE, EXEMPT = "ACTIVE", "QUIET", "INACTIVE", "EXEMPT"


def engagement(
    *, status: str, last_activity_on: dt.date | None, joined_on: dt.date | None, day: dt.date
) -> str:
    """The engagement code of a membership on a day; joining counts as the first event."""
    if status == MembershipStatus.PAUSED:
        return EXEMPT
    last = last_activity_on or joined_on
    if last is None:
        return INACTIVE
    days = (day - last).days
    if days <= ACTIVE_DAYS:
        return ACTIVE
    return QUIET if days <= QUIET_DAYS else INACTIVE


#: The same rule over a membership called ``m``; takes `PARAMETERS` and ``day``.
ENGAGEMENT_SQL = """
CASE
  WHEN m.status = %(paused)s THEN %(exempt)s
  WHEN %(day)s::date - coalesce(m.last_activity_on, m.joined_on) <= %(active_days)s THEN %(active)s
  WHEN %(day)s::date - coalesce(m.last_activity_on, m.joined_on) <= %(quiet_days)s THEN %(quiet)s
  ELSE %(inactive)s
END
"""
PARAMETERS = {
    "paused": MembershipStatus.PAUSED.value,
    "active_days": ACTIVE_DAYS,
    "quiet_days": QUIET_DAYS,
    "active": ACTIVE,
    "quiet": QUIET,
    "inactive": INACTIVE,
    "exempt": EXEMPT,
}
