"""Judgements on posts that are counted: who could step in, and how likely a post falls vacant.

Plain grouped SQL, run as the aggregation worker, who cannot read a name. How many
posts of a role family an organisation has is a fact that everybody may know (the measure ``posts``).
"""

import datetime as dt
from typing import Any

from reporting.measures import AtomRow, fixed
from succession import readiness
from succession.judged import HIGH_RISK, STEPS_IN

READY, EMERGENCY_ONLY, NEITHER = "READY", "EMERGENCY", "NEITHER"

COVERS = fixed(
    (READY, "Somebody is ready now"),
    (EMERGENCY_ONLY, "Emergency cover only"),
    (NEITHER, "Neither"),
)
#: Two bands, since with more a region could be told little of its role families.
RISKS = fixed(
    ("HIGH", "High, or a day of leaving is known"),
    ("OTHER", "Medium or lower, or not assessed"),
)
FAMILY = "coalesce(r.attributes->>'family', 'Other')"
#: The national role of a post called ``p``, by whose family it is counted.
MAIN_ROLE = (
    "LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL "
    "AND r.code = p.role_codes[1]"
)


def filled(sql: str) -> str:
    """The parts of SQL that several measures share, in their places."""
    parts = {"{family}": FAMILY, "{main_role}": MAIN_ROLE, "{counted}": readiness.COUNTED_SQL}
    for name, part in parts.items():
        sql = sql.replace(name, part)
    return sql


_COVER = filled("""
WITH named AS (
  SELECT n.post_id, n.valid_from, n.cover, {counted} AS readiness
  FROM succession_nomination n
  LEFT JOIN succession_readinessjudgement j ON j.nomination_id = n.id
    AND j.valid_from <= %(day)s AND (j.valid_to IS NULL OR j.valid_to > %(day)s)
  WHERE n.status IN ('proposed', 'agreed')
    AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
), cover AS (
  SELECT post_id, bool_or(readiness = %(ready)s) AS ready,
    bool_or(cover = ANY(%(emergency)s)) AS emergency, min(valid_from) AS oldest
  FROM named WHERE readiness <> %(not_aiming)s GROUP BY 1
)
SELECT p.unit_id, {family},
  CASE WHEN cover.ready THEN 'READY' WHEN cover.emergency THEN 'EMERGENCY' ELSE 'NEITHER' END,
  count(*), min(coalesce(cover.oldest, p.valid_from))
FROM succession_post p
{main_role}
LEFT JOIN cover ON cover.post_id = p.id
WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
GROUP BY 1, 2, 3
""")

_RISK = filled("""
SELECT p.unit_id, {family},
  CASE WHEN k.vacancy_risk = ANY(%(high)s) THEN 'HIGH' ELSE 'OTHER' END,
  count(*), min(coalesce(k.assessed_on, p.valid_from))
FROM succession_post p
{main_role}
LEFT JOIN succession_riskassessment k ON k.post_id = p.id
  AND k.valid_from <= %(day)s AND (k.valid_to IS NULL OR k.valid_to > %(day)s)
WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
  AND EXISTS (
    SELECT 1 FROM succession_incumbency i
    WHERE i.post_id = p.id AND i.starts_on <= %(day)s AND (i.ends_on IS NULL OR i.ends_on > %(day)s)
  )
GROUP BY 1, 2, 3
""")


def count_cover(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts by the family of their main role and whether somebody named for them is ready, or could at least step in."""
    parameters = readiness.PARAMETERS | {"day": as_at, "ready": readiness.READY_NOW}
    cursor.execute(_COVER, parameters | {"emergency": list(STEPS_IN)})
    return list(cursor.fetchall())


def count_risk(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts that somebody holds, by the family of their main role and how likely they fall vacant."""
    cursor.execute(_RISK, {"day": as_at, "high": list(HIGH_RISK)})
    return list(cursor.fetchall())
