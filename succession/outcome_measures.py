"""How vacancies were filled, as counted. Plain grouped SQL, run as the aggregation worker."""

import datetime as dt
from typing import Any

from reporting.measures import AtomRow
from succession.cover_measures import filled

#: A vacancy counts as filled in the months before the day of the figures.
MONTHS = 12
#: Kinds with which somebody only stands in: the vacancy is not filled by them.
STANDING_IN = ("acting", "interim")

_OUTCOMES = filled("""
SELECT p.unit_id, {family}, i.filled_by, count(*), min(i.starts_on)
FROM succession_incumbency i
JOIN succession_post p ON p.id = i.post_id
{main_role}
WHERE i.filled_by <> '' AND i.kind <> ALL(%(standing_in)s)
  AND (i.ends_on IS NULL OR i.ends_on > i.starts_on)
  AND i.starts_on <= %(day)s AND i.starts_on > %(day)s - make_interval(months => %(months)s)
GROUP BY 1, 2, 3
""")


def count_outcomes(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Vacancies filled in the last 12 months by role family and how."""
    cursor.execute(_OUTCOMES, {"day": as_at, "months": MONTHS, "standing_in": list(STANDING_IN)})
    return list(cursor.fetchall())
