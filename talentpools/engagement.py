"""How present a member of a pool is: one rule, for pages in Python and for figures in SQL.

What counts is something that was done: a step of a pathway, an assessment, a session, a meeting with
a mentor, a project update; joining counts as the first. Signing in is none of them.

**Pages** follow the rule in effect at the employer (the setting ``pool_engagement``). **Figures**
follow `NATIONAL` on every day and everywhere, so that organisations are compared by one measure and
nobody moves a figure by a setting.
"""

import datetime as dt
from dataclasses import dataclass

from talentpools.enums import ActivityKind, MembershipStatus

#: Codes of the list ``engagement``.
ACTIVE, QUIET, INACTIVE, EXEMPT = "ACTIVE", "QUIET", "INACTIVE", "EXEMPT"

JOINED = "joined"
STEP, ASSESSMENT = "step", "assessment"
#: Kinds of event that can count, with what each is called: completes "last activity 12 days ago: …".
EVENTS = (
    (STEP, "Step of a pathway done"),
    (ASSESSMENT, "Assessment"),
    *((each.value, str(each.label)) for each in ActivityKind),
)
_CALLED = {code: label[0].lower() + label[1:] for code, label in EVENTS} | {
    JOINED: "joined the pool"
}


@dataclass(frozen=True)
class Rule:
    """From how many days without an event on a member is quiet, and then inactive.

    Attributes:
        active_days: the last day, counted from the event, on which a member is still active.
        quiet_days: the last day on which a member is quiet; never fewer than `active_days`.
        alert_days: days without any active member after which the pool's owner is told.
        counts: the kinds of event that count.
    """

    active_days: int = 60
    quiet_days: int = 120
    alert_days: int = 30
    counts: tuple[str, ...] = tuple(code for code, _ in EVENTS)


NATIONAL = Rule()
ACTIVE_DAYS, QUIET_DAYS = NATIONAL.active_days, NATIONAL.quiet_days


@dataclass(frozen=True)
class Event:
    """The last thing that a member did that counts."""

    kind: str
    on: dt.date


def engagement(*, rule: Rule, status: str, last: Event | None, day: dt.date) -> str:
    """The engagement code of a membership on a day. Who has paused is exempt."""
    if status == MembershipStatus.PAUSED:
        return EXEMPT
    if last is None:
        return INACTIVE
    days = (day - last.on).days
    if days <= rule.active_days:
        return ACTIVE
    return QUIET if days <= rule.quiet_days else INACTIVE


def explained(*, last: Event | None, day: dt.date) -> str:
    """Why somebody is active or not: "last activity 12 days ago: step of a pathway done"."""
    if last is None:
        return "no activity yet"
    days = (day - last.on).days
    when = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return f"last activity {when}: {_CALLED.get(last.kind, last.kind)}"


#: The last event of a membership called ``m``, as ``last(happened_on, kind)``, for a LEFT JOIN
#: LATERAL; takes ``day`` and ``counts``. A pathway that is only prepared has no step that is done.
LAST_SQL = """(
  SELECT e.happened_on, e.kind FROM (
    SELECT m.joined_on, 'joined'::text
    UNION ALL
    SELECT g.done_on, 'step' FROM learning_pathwayassignment a
    JOIN learning_stepprogress g ON g.assignment_id = a.id
    WHERE a.staff_id = m.staff_id AND a.started_on IS NOT NULL AND g.state = 'done'
    UNION ALL
    SELECT c.assessed_on, 'assessment' FROM learning_competencyassessment c WHERE c.staff_id = m.staff_id
    UNION ALL
    SELECT p.assessed_on, 'assessment' FROM talentpools_poolassessment p WHERE p.membership_id = m.id
    UNION ALL
    SELECT v.happened_on, v.kind FROM talentpools_poolactivity v WHERE v.membership_id = m.id
  ) AS e(happened_on, kind)
  WHERE e.happened_on <= %(day)s AND (e.kind = 'joined' OR e.kind = ANY(%(counts)s))
  ORDER BY e.happened_on DESC, (e.kind = 'joined'), e.kind LIMIT 1
) last"""

#: The engagement of a membership called ``m`` whose last event is ``last``; takes `PARAMETERS`, ``day``.
ENGAGEMENT_SQL = """
CASE
  WHEN m.status = %(paused)s THEN %(exempt)s
  WHEN %(day)s::date - last.happened_on <= %(active_days)s THEN %(active)s
  WHEN %(day)s::date - last.happened_on <= %(quiet_days)s THEN %(quiet)s
  ELSE %(inactive)s
END
"""


def parameters(rule: Rule) -> dict[str, object]:
    """What both pieces of SQL take, but for ``day``."""
    return {
        "paused": MembershipStatus.PAUSED.value,
        "active_days": rule.active_days,
        "quiet_days": rule.quiet_days,
        "counts": list(rule.counts),
        "active": ACTIVE,
        "quiet": QUIET,
        "inactive": INACTIVE,
        "exempt": EXEMPT,
    }
