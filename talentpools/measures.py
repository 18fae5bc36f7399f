"""What talent pools count. Plain grouped SQL, run as the aggregation worker, who cannot read a name."""

import datetime as dt
from typing import Any

from reporting.enums import Counts, MeasureClass
from reporting.measures import AtomRow, Category, Measure, code_list, measure
from reporting.reports import Bars, Table, extend
from talentpools.engagement import ACTIVE_DAYS, ENGAGEMENT_SQL, PARAMETERS, QUIET_DAYS

_MEMBERS = """
WITH member AS (
  SELECT DISTINCT ON (m.unit_id, m.staff_id) m.unit_id, m.joined_on, {engagement} AS engagement
  FROM talentpools_poolmembership m
  WHERE m.status IN ('active', 'paused') AND m.opened_on <= %(day)s
    AND (m.joined_on IS NULL OR m.joined_on <= %(day)s) AND (m.left_on IS NULL OR m.left_on > %(day)s)
  ORDER BY m.unit_id, m.staff_id, (m.status = 'paused'),
    coalesce(m.last_activity_on, m.joined_on) DESC NULLS LAST, m.id
)
SELECT unit_id, engagement, count(*), min(joined_on) FROM member GROUP BY 1, 2
""".replace("{engagement}", ENGAGEMENT_SQL)


def count_members(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Members of pools, each once, by the activity of the pool in which they are most active."""
    cursor.execute(_MEMBERS, {"day": as_at, **PARAMETERS})
    return list(cursor.fetchall())


def register() -> None:
    """Tell reporting what pools count, and show it in the leadership report."""
    measure(
        Measure(
            code="pool_members",
            label="Members of talent pools",
            definition="People who are in a talent pool of their organisation on the day of the "
            "figures, each once, by how long ago they were last active, where joining counts as the "
            f"first activity: up to {ACTIVE_DAYS} days active, up to {QUIET_DAYS} quiet, then no "
            "activity.",
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=(
                Category("engagement", "Engagement", code_list("engagement"), answer=True),
            ),
            atoms=count_members,
        )
    )
    extend(
        "leadership",
        tables=[Table("pool_members", "pool_members", (("engagement",), ()))],
        sections=[
            Bars("engagement", "Members of talent pools by activity", "pool_members", "engagement")
        ],
    )
