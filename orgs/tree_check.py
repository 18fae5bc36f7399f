"""Whether the tree is sound: the projection against the placements, and the placements by the rules."""

import datetime as dt

from django.db import connection

from orgs.words import words_of_day


def check(day: dt.date) -> list[str]:
    """What is wrong with the tree, in sentences; empty when it is sound.

    Compares the projection of `day` with the placements, and the placements with the rules on
    every day on which one of them changes: no cycle, a parent that is open, a permitted type.
    """
    return [*_placement_faults(day), *_projection_faults(day)]


def _projection_faults(day: dt.date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT u.code FROM orgs_orgunit u "
            "LEFT JOIN orgs_orgplacement p ON p.unit_id = u.id AND p.valid @> %s "
            "WHERE u.open IS DISTINCT FROM (p.id IS NOT NULL) OR (p.id IS NOT NULL AND "
            "(u.name, u.parent_id, u.type_id) IS DISTINCT FROM (p.name, p.parent_id, p.type_id)) "
            "ORDER BY 1",
            [day],
        )
        stale = [
            f"{code} is not shown as it is placed on {words_of_day(day)}"
            for (code,) in cursor.fetchall()
        ]
        cursor.execute(
            "SELECT a.code, u.code, f.fault FROM app.tree_faults() f "
            "JOIN orgs_orgunit a ON a.id = f.ancestor_id JOIN orgs_orgunit u ON u.id = f.unit_id "
            "ORDER BY 2, 1"
        )
        return stale + [
            f"{unit}: {ancestor} is a {fault} ancestor in the projection"
            for ancestor, unit, fault in cursor.fetchall()
        ]


_PLACEMENT_RULES = """
WITH days AS (
  SELECT DISTINCT lower(valid) AS day FROM orgs_orgplacement WHERE lower(valid) IS NOT NULL
  UNION SELECT DISTINCT upper(valid) FROM orgs_orgplacement WHERE upper(valid) IS NOT NULL
  UNION SELECT %s::date
), placed AS (
  SELECT d.day, p.unit_id, p.parent_id, u.code, t.code AS type, t.label, t.under, t.kind
  FROM days d JOIN orgs_orgplacement p ON p.valid @> d.day
  JOIN orgs_orgunit u ON u.id = p.unit_id JOIN orgs_orgunittype t ON t.id = p.type_id
)
SELECT c.code, min(c.day), CASE
    WHEN c.parent_id IS NULL THEN 'has no parent'
    WHEN a.unit_id IS NULL THEN 'sits under ' || pu.code || ', which is not open then'
    ELSE 'is a ' || c.label || ' and may not sit under ' || a.code || ', a ' || a.label END
FROM placed c
LEFT JOIN placed a ON a.day = c.day AND a.unit_id = c.parent_id
LEFT JOIN orgs_orgunit pu ON pu.id = c.parent_id
WHERE c.kind = 'tree' AND jsonb_array_length(c.under) > 0
  AND (c.parent_id IS NULL OR a.unit_id IS NULL OR NOT c.under ? a.type)
GROUP BY 1, 3 ORDER BY 1, 2
"""

_CYCLES = """
WITH RECURSIVE days AS (
  SELECT DISTINCT lower(valid) AS day FROM orgs_orgplacement WHERE lower(valid) IS NOT NULL
  UNION SELECT %s::date
), up(day, start, at, depth) AS (
  SELECT d.day, p.unit_id, p.parent_id, 1 FROM days d JOIN orgs_orgplacement p ON p.valid @> d.day WHERE p.parent_id IS NOT NULL
  UNION ALL
  SELECT up.day, up.start, p.parent_id, up.depth + 1 FROM up JOIN orgs_orgplacement p ON p.unit_id = up.at AND p.valid @> up.day
  WHERE p.parent_id IS NOT NULL AND up.at <> up.start AND up.depth < 32
)
SELECT u.code, min(up.day) FROM up JOIN orgs_orgunit u ON u.id = up.start WHERE up.at = up.start GROUP BY 1 ORDER BY 1
"""


def _placement_faults(day: dt.date) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_PLACEMENT_RULES, [day])
        faults = [
            f"{code} {fault} (from {words_of_day(first)})"
            for code, first, fault in cursor.fetchall()
        ]
        cursor.execute(_CYCLES, [day])
        faults += [
            f"{code} is its own ancestor (from {words_of_day(first)})" for code, first in cursor
        ]
        cursor.execute(
            "SELECT count(*) FROM orgs_orgplacement p JOIN orgs_orgunittype t ON t.id = p.type_id "
            "WHERE t.kind = 'tree' AND p.parent_id IS NULL AND p.valid @> %s",
            [day],
        )
        (roots,) = cursor.fetchone()
    if roots > 1:
        faults.append(f"the tree has {roots} roots; it may have one")
    return faults
