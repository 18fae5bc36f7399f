"""What talent pools count. Plain grouped SQL, run as the aggregation worker, who cannot read a name."""

import datetime as dt
from typing import Any

from reporting.enums import Counts, MeasureClass
from reporting.measures import AtomRow, Category, Codes, Measure, fixed, measure
from reporting.reports import UPPER, Bars, Form, Lines, Section, Table, Tile, extend
from succession.measures import role_families
from talentpools.engagement import (
    ACTIVE,
    ACTIVE_DAYS,
    ENGAGEMENT_SQL,
    LAST_SQL,
    NATIONAL,
    parameters,
)

#: Two bands, since the finer ones are so small that hardly any figure could be shown.
NOT_ACTIVE = "OTHER"
ENGAGEMENT = fixed(
    (ACTIVE, f"Active in the last {ACTIVE_DAYS} days"),
    (NOT_ACTIVE, f"Not active in the last {ACTIVE_DAYS} days"),
)
#: A pool's kind: the family of the first role that it leads to. Titles are each employer's own words.
_FAMILY = "coalesce(r.attributes->>'family', 'Other')"

_MEMBERS = """
WITH member AS (
  SELECT DISTINCT ON (m.unit_id, m.staff_id) m.unit_id, m.joined_on, {family} AS family,
    {engagement} AS engagement
  FROM talentpools_poolmembership m
  JOIN talentpools_pool p ON p.id = m.pool_id
  LEFT JOIN LATERAL {last} ON true
  LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = p.target_roles[1]
  WHERE m.status IN ('active', 'paused') AND m.opened_on <= %(day)s
    AND (m.joined_on IS NULL OR m.joined_on <= %(day)s) AND (m.left_on IS NULL OR m.left_on > %(day)s)
  ORDER BY m.unit_id, m.staff_id, (m.status = 'paused'),
    last.happened_on DESC NULLS LAST, m.id
)
SELECT unit_id, family, CASE WHEN engagement = %(active)s THEN %(active)s ELSE %(other)s END,
  count(*), min(joined_on)
FROM member GROUP BY 1, 2, 3
"""
_MEMBERS = (
    _MEMBERS.replace("{engagement}", ENGAGEMENT_SQL)
    .replace("{last}", LAST_SQL)
    .replace("{family}", _FAMILY)
)

#: An organisation's pools of one kind count once: what is asked is who has one. Positive-action pools
#: are in no figure, and neither is anybody in them.
_POOLS = """
SELECT p.unit_id, {family}, 1, min(p.valid_from)
FROM talentpools_pool p
LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = p.target_roles[1]
WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
  AND p.kind <> 'POSITIVE_ACTION'
GROUP BY 1, 2
""".replace("{family}", _FAMILY)


def count_members(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Members of pools, each once, by the activity of the pool in which they are most active."""
    cursor.execute(_MEMBERS, {"day": as_at, "other": NOT_ACTIVE, **parameters(NATIONAL)})
    return list(cursor.fetchall())


def count_pools(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Organisations by the kinds of pools that they have."""
    cursor.execute(_POOLS, {"day": as_at})
    return list(cursor.fetchall())


def pool_kinds() -> Codes:
    """The role families that a pool can lead to."""
    return tuple(
        (code, f"Towards {label.lower()} roles" if code != "Other" else "Towards other roles")
        for code, label in role_families()
    )


_KIND = Category("family", "Kind of pool", pool_kinds)


def register() -> None:
    """Tell reporting what pools count, and show it in the leadership report."""
    measure(
        Measure(
            code="pool_activity",
            label="Members of talent pools",
            definition="People who are in a talent pool of their organisation on the day of the "
            "figures, each once, in the pool in which they were last active, by how long ago that "
            f"was: active within {ACTIVE_DAYS} days, or not, somebody whose membership is paused "
            "included. Joining, a step of a pathway, an assessment, a session, a mentor meeting and "
            "news of a project count as activity. These figures use one national rule, whatever an "
            "organisation has set for its own pages. A pool's kind is the family of the first "
            "role that it leads to, whatever an organisation calls the pool. Positive-action pools "
            "are not counted.",
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=(
                _KIND,
                Category("engagement", "Engagement", ENGAGEMENT, answer=True),
            ),
            atoms=count_members,
            nobody_without="pools",
        )
    )
    measure(
        Measure(
            code="pools",
            label="Organisations with a talent pool",
            definition="Organisations that have at least one talent pool of a kind on the day of the "
            "figures. One that has pools of two kinds counts at both, and twice in the total of "
            "all kinds.",
            klass=MeasureClass.ORGANISATION_FACT,
            counts=Counts.ORGANISATIONS,
            dimensions=(_KIND,),
            atoms=count_pools,
        )
    )
    extend("leadership", tables=TABLES, sections=SECTIONS)


TABLES = [
    # Kinds of pools for regions only, since most ICBs have few members of a kind; activity everywhere.
    Table(
        "pool_members",
        "pool_activity",
        (Form(("family", "engagement"), UPPER), Form(("engagement",), UPPER), Form((), UPPER)),
    ),
    Table("pool_engagement", "pool_activity", (("engagement",), ("engagement",), ())),
    Table("pools", "pools", (("family",),)),
]
SECTIONS: list[Section] = [
    Lines(
        "pools",
        "Talent pools",
        "Members and those active in the last 60 days, the organisations that have such a pool, and "
        "the posts that come due: vacant, or a term ends within 12 months",
        "family",
        (
            Tile("Members", "pool_members"),
            Tile("Active", "pool_members", {"engagement": (ACTIVE,)}, share=True),
            Tile("Organisations with a pool", "pools"),
            Tile("Posts that come due", "posts_due"),
        ),
        "Kind of pool",
        theme="pools",
    ),
    Bars(
        "engagement",
        "Members of talent pools by activity",
        "pool_engagement",
        "engagement",
        theme="pools",
    ),
]
