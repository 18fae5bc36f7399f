"""Named successors that are counted: how ready they are, whether they develop, and what they lack.

Plain grouped SQL, run as the aggregation worker, who cannot read a name. All measures here count the
same people: each once at an organisation, by the nomination in which she is readiest. Somebody judged as
not aiming for the role is no successor.
"""

import datetime as dt
from typing import Any

from reporting.measures import AtomRow, Codes, fixed
from succession import readiness

#: Days without a step done, after which a pathway that is under way has stalled.
STALLED_DAYS = 180
#: Upper ends, in days, of the bands of the clock: from the day of being named to the first step done.
BANDS = (90, 180)

PROGRESS = fixed(
    ("NONE", "Nothing yet"),
    ("ENROLLED", "Enrolled"),
    ("MOVING", "Moving"),
    ("DONE", "Done"),
    ("STALLED", "Stalled"),
)
CLOCK = fixed(
    ("D90", "Within 90 days"),
    ("D180", "91 to 180 days"),
    ("LATER", "After more than 180 days"),
    ("NOT", "No step yet"),
)
NO_GAP, NOT_ASSESSED = "NONE", "NA"

_SUCCESSOR = """
WITH named AS (
  SELECT n.id, n.unit_id, n.staff_id, n.valid_from, r.sort, p.role_codes, {counted} AS readiness
  FROM succession_nomination n
  JOIN succession_post p ON p.id = n.post_id
  LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = p.role_codes[1]
  LEFT JOIN succession_readinessjudgement j ON j.nomination_id = n.id
    AND j.valid_from <= %(day)s AND (j.valid_to IS NULL OR j.valid_to > %(day)s)
  WHERE n.status IN ('proposed', 'agreed') AND n.staff_id IS NOT NULL
    AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
), successor AS (
  SELECT DISTINCT ON (unit_id, staff_id) id, unit_id, staff_id, role_codes, readiness, valid_from,
    min(valid_from) OVER (PARTITION BY unit_id, staff_id) AS named_on
  FROM named
  WHERE readiness <> %(not_aiming)s
  ORDER BY unit_id, staff_id, array_position(%(readiest_first)s, readiness), sort, id
)""".replace("{counted}", readiness.COUNTED_SQL)

_READINESS = """{successor}
SELECT unit_id, readiness, count(*), min(valid_from) FROM successor GROUP BY 1, 2
""".replace("{successor}", _SUCCESSOR)

_BY_FAMILY = """{successor}
SELECT s.unit_id, coalesce(r.attributes->>'family', 'Other'), s.readiness, count(*), min(s.valid_from)
FROM successor s
LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = s.role_codes[1]
GROUP BY 1, 2, 3
""".replace("{successor}", _SUCCESSOR)

#: Of several pathways the one on which something happened last.
_PROGRESS = """{successor}, far AS (
  SELECT a.id, a.unit_id, a.staff_id, a.state, a.started_on,
    jsonb_array_length(a.steps) AS steps,
    count(g.id) AS done, greatest(a.started_on, max(g.done_on)) AS last_on
  FROM learning_pathwayassignment a
  LEFT JOIN learning_stepprogress g ON g.assignment_id = a.id AND g.state = 'done' AND g.done_on <= %(day)s
  WHERE a.state IN ('active', 'completed') AND a.started_on <= %(day)s
  GROUP BY a.id
), latest AS (
  SELECT DISTINCT ON (unit_id, staff_id) unit_id, staff_id, last_on,
    CASE
      WHEN state = 'completed' OR (steps > 0 AND done >= steps) THEN 'DONE'
      WHEN %(day)s::date - last_on > %(stalled)s THEN 'STALLED'
      WHEN done = 0 THEN 'ENROLLED'
      ELSE 'MOVING'
    END AS progress
  FROM far ORDER BY unit_id, staff_id, last_on DESC, id DESC
)
SELECT s.unit_id, coalesce(l.progress, 'NONE'), count(*), min(coalesce(l.last_on, s.valid_from))
FROM successor s LEFT JOIN latest l USING (unit_id, staff_id)
GROUP BY 1, 2
""".replace("{successor}", _SUCCESSOR)

#: The profile of the first of the post's roles that has one, as on the plan; the newest assessment counts.
#: One empty row more for each successor stands last in order: joined to the end instead, it made the
#: planner compare everybody with everybody (docs/measurements.md).
_GAPS = """{successor}, profile AS (
  SELECT DISTINCT ON (s.id) s.id, s.unit_id, s.staff_id, q.id AS profile_id
  FROM successor s
  CROSS JOIN LATERAL unnest(s.role_codes) WITH ORDINALITY AS wanted(code, place)
  JOIN learning_roleprofile q ON q.role_code = wanted.code
  ORDER BY s.id, wanted.place
), shown AS (
  SELECT DISTINCT ON (unit_id, staff_id, competency_id) unit_id, staff_id, competency_id, level, assessed_on
  FROM learning_competencyassessment
  WHERE assessed_on <= %(day)s
  ORDER BY unit_id, staff_id, competency_id, assessed_on DESC, id DESC
), item AS (
  SELECT p.id, p.unit_id, c.code, c.sort, i.level AS wanted, i.level - h.level AS short, h.assessed_on AS since
  FROM profile p
  JOIN learning_roleprofileitem i ON i.profile_id = p.profile_id
  JOIN learning_competency c ON c.id = i.competency_id
  JOIN shown h ON h.unit_id = p.unit_id AND h.staff_id = p.staff_id AND h.competency_id = i.competency_id
  UNION ALL
  SELECT id, unit_id, NULL, NULL, NULL, NULL, valid_from FROM successor
), widest AS (
  SELECT DISTINCT ON (id) unit_id, since,
    CASE WHEN short > 0 THEN code WHEN short <= 0 THEN %(no_gap)s ELSE %(unknown)s END AS gap
  FROM item ORDER BY id, short DESC NULLS LAST, wanted DESC, sort, code
)
SELECT unit_id, gap, count(*), min(since) FROM widest GROUP BY 1, 2
""".replace("{successor}", _SUCCESSOR)

_CLOCK = """{successor}, first AS (
  SELECT s.unit_id, s.named_on, s.valid_from, (
    SELECT min(g.done_on)
    FROM learning_pathwayassignment a JOIN learning_stepprogress g ON g.assignment_id = a.id
    WHERE a.unit_id = s.unit_id AND a.staff_id = s.staff_id AND a.state <> 'prepared'
      AND g.state = 'done' AND g.done_on BETWEEN s.named_on AND %(day)s
  ) AS step_on
  FROM successor s
)
SELECT unit_id,
  CASE
    WHEN step_on IS NULL THEN 'NOT'
    WHEN step_on - named_on <= %(first)s THEN 'D90'
    WHEN step_on - named_on <= %(second)s THEN 'D180'
    ELSE 'LATER'
  END,
  count(*), min(coalesce(step_on, valid_from))
FROM first GROUP BY 1, 2
""".replace("{successor}", _SUCCESSOR)


def _rows(sql: str, cursor: Any, as_at: dt.date, **more: object) -> list[AtomRow]:
    cursor.execute(sql, readiness.PARAMETERS | {"day": as_at, **more})
    return list(cursor.fetchall())


def count_successors(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People named, each once, by how ready they are where they are readiest."""
    return _rows(_READINESS, cursor, as_at)


def count_nominations(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """The same people by the family of the role for which they are readiest, and how ready."""
    return _rows(_BY_FAMILY, cursor, as_at)


def count_developing(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People named, each once, by how far the pathway is on which something happened last."""
    return _rows(_PROGRESS, cursor, as_at, stalled=STALLED_DAYS)


def count_gaps(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People named, each once, by the competency in which they fall shortest of the role's profile."""
    return _rows(_GAPS, cursor, as_at, no_gap=NO_GAP, unknown=NOT_ASSESSED)


def count_clock(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People named, each once, by the days from being named to the first step done."""
    first, second = BANDS
    return _rows(_CLOCK, cursor, as_at, first=first, second=second)


def gap_codes() -> Codes:
    """The competencies of the national framework, and two more: no gap, and not assessed."""
    from learning.models import Competency

    found = Competency.objects.order_by("framework__code", "sort", "code")
    return (
        *found.values_list("code", "title"),
        (NO_GAP, "No gap"),
        (NOT_ASSESSED, "Not assessed"),
    )
