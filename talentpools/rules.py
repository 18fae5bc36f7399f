"""The engagement rule as it is in effect at an employer: defined above, adapted here."""

import datetime as dt

from orgs.inheritance import selectors
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from talentpools.engagement import EVENTS, NATIONAL, Rule

POOL_ENGAGEMENT = DefinitionKind(
    code="pool_engagement",
    label="Pool engagement rule",
    plural="Pool engagement rules",
    single=True,
    note=(
        "Pages of an organisation's own pools follow this rule. Figures above an organisation "
        f"always use {NATIONAL.active_days} days, so that organisations can be compared. "
        "Somebody who has paused is exempt. Signing in does not count as activity."
    ),
    fields=(
        FieldSpec(
            "active_days",
            "Days after an activity on which a member is active",
            "number",
            default=NATIONAL.active_days,
            minimum=14,
            maximum=180,
        ),
        FieldSpec(
            "quiet_days",
            "Days after an activity on which a member is quiet",
            "number",
            default=NATIONAL.quiet_days,
            minimum=28,
            maximum=365,
            hint="After that there is no activity.",
        ),
        FieldSpec(
            "alert_days",
            "Days without an active member after which the owner is told",
            "number",
            default=NATIONAL.alert_days,
            minimum=1,
            maximum=365,
        ),
        FieldSpec(
            "counts",
            "What counts as activity",
            "list",
            default=[{"key": code} for code, _ in EVENTS],
            choices=EVENTS,
        ),
    ),
)


def engagement_rule(unit_id: int, day: dt.date) -> Rule:
    """The rule in effect: one query. Quiet never ends before active does."""
    found = selectors.effective(POOL_ENGAGEMENT.code, unit_id, day)
    active = int(found.value("active_days") or NATIONAL.active_days)
    return Rule(
        active_days=active,
        quiet_days=max(active, int(found.value("quiet_days") or NATIONAL.quiet_days)),
        alert_days=int(found.value("alert_days") or NATIONAL.alert_days),
        counts=tuple(str(item["key"]) for item in found.value("counts")),
    )
