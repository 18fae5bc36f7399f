"""What succession counts. Plain grouped SQL, run as the aggregation worker, who cannot read a name."""

import datetime as dt
from typing import Any

from reporting.enums import Counts, MeasureClass
from reporting.measures import AtomRow, Category, Codes, Measure, code_list, fixed, measure
from succession import readiness

OTHER = ("OTHER", "Another role")

_POSTS = """
SELECT p.unit_id, coalesce(r.code, 'OTHER'),
  CASE
    WHEN NOT EXISTS (
      SELECT 1 FROM succession_incumbency i
      WHERE i.post_id = p.id AND i.starts_on <= %(day)s AND (i.ends_on IS NULL OR i.ends_on > %(day)s)
    ) THEN 'VACANT'
    WHEN p.term_ends_on < %(day)s + interval '12 months' THEN 'TERM'
    ELSE 'FILLED'
  END,
  count(*), min(p.valid_from)
FROM succession_post p
LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = p.role_codes[1]
WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
GROUP BY 1, 2, 3
"""

_PLANS = """
WITH plan AS (
  SELECT DISTINCT ON (unit_id) unit_id, state, due_on, signed_off_on, changed_at
  FROM succession_successionplan
  WHERE state <> 'superseded' AND valid_from <= %(day)s AND (valid_to IS NULL OR valid_to > %(day)s)
  ORDER BY unit_id, valid_from DESC, id DESC
)
SELECT u.id,
  CASE
    WHEN plan.unit_id IS NULL THEN 'NONE'
    WHEN plan.state = 'signed_off' AND coalesce(plan.signed_off_on, %(day)s) <= %(day)s THEN 'SIGNED'
    WHEN plan.due_on < %(day)s THEN 'LATE'
    WHEN plan.state = 'in_review' THEN 'REVIEW'
    ELSE 'DRAFT'
  END,
  count(*), least(min(plan.changed_at)::date, %(day)s)
FROM orgs_orgunit u
JOIN orgs_orgplacement p ON p.unit_id = u.id AND p.valid @> %(day)s
LEFT JOIN plan ON plan.unit_id = u.id
WHERE u.is_employer
GROUP BY 1, 2
"""

#: Everybody who is named, with the readiness that counts; who is not aiming for the role is no successor.
_SUCCESSORS = """
WITH named AS (
  SELECT n.id, n.unit_id, n.staff_id, n.valid_from, r.sort,
    coalesce(r.attributes->>'family', 'Other') AS family, {counted} AS readiness
  FROM succession_nomination n
  JOIN succession_post p ON p.id = n.post_id
  LEFT JOIN orgs_code r ON r.list = 'board_role' AND r.owner_id IS NULL AND r.code = p.role_codes[1]
  LEFT JOIN succession_readinessjudgement j ON j.nomination_id = n.id
    AND j.valid_from <= %(day)s AND (j.valid_to IS NULL OR j.valid_to > %(day)s)
  WHERE n.status IN ('proposed', 'agreed')
    AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
), successor AS (
  SELECT DISTINCT ON (unit_id, staff_id) unit_id, family, readiness, valid_from
  FROM named
  WHERE readiness <> %(not_aiming)s
  ORDER BY unit_id, staff_id, array_position(%(readiest_first)s, readiness), sort, id
)
SELECT unit_id, family, readiness, count(*), min(valid_from) FROM successor GROUP BY 1, 2, 3
""".replace("{counted}", readiness.COUNTED_SQL)


def _rows(sql: str, cursor: Any, as_at: dt.date, **more: object) -> list[AtomRow]:
    cursor.execute(sql, {"day": as_at, **more})
    return list(cursor.fetchall())


def count_posts(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts by their main role and whether they are filled."""
    return _rows(_POSTS, cursor, as_at)


def count_plans(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Employers by the state of their newest plan."""
    return _rows(_PLANS, cursor, as_at)


def count_successors(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """People named, each once, in the role family for which they are readiest."""
    return _rows(_SUCCESSORS, cursor, as_at, **readiness.PARAMETERS)


def role_codes() -> Codes:
    """The national board roles, and one more for a role of an employer's own."""
    return (*code_list("board_role")(), OTHER)


def role_families() -> Codes:
    """The families of the national board roles, in the order of the list."""
    from orgs.models.codes import Code

    found = Code.objects.filter(list="board_role", owner=None).order_by("sort", "code")
    families = dict.fromkeys(each.attributes.get("family", "Other") for each in found)
    return tuple((family, family) for family in dict.fromkeys([*families, "Other"]))


PLAN_STATES = fixed(
    ("SIGNED", "Signed off"),
    ("REVIEW", "In review"),
    ("DRAFT", "Draft"),
    ("LATE", "Late"),
    ("NONE", "No plan"),
)
POST_STATES = fixed(
    ("FILLED", "Filled"), ("TERM", "Term ends within 12 months"), ("VACANT", "Vacant")
)


def register() -> None:
    """Tell reporting what succession counts; called from ``AppConfig.ready``."""
    measure(
        Measure(
            code="posts",
            label="Board and critical posts",
            definition="Posts that an organisation plans succession for, on the day of the figures. "
            "A post is vacant when nobody holds it, acting holders included; its term ends within "
            "12 months when the day recorded for it does.",
            klass=MeasureClass.ORGANISATION_FACT,
            counts=Counts.POSTS,
            dimensions=(
                Category("role", "Role", role_codes),
                Category("state", "State", POST_STATES),
            ),
            atoms=count_posts,
        )
    )
    measure(
        Measure(
            code="plans",
            label="Succession plans",
            definition="Organisations by the state of their newest succession plan. A plan is late "
            "when the day it was due has passed and it is not signed off.",
            klass=MeasureClass.ORGANISATION_FACT,
            counts=Counts.ORGANISATIONS,
            dimensions=(Category("state", "State of the plan", PLAN_STATES),),
            atoms=count_plans,
        )
    )
    measure(
        Measure(
            code="successors",
            label="Named successors",
            definition="People named as a possible successor for a post, on the day of the figures, "
            "by how ready they are judged. Somebody named for several posts counts once at an "
            "organisation, where they are readiest; a judgement whose review is overdue counts as "
            "not assessed. Somebody judged as not aiming for a role is no cover for it and is not "
            "counted as its successor.",
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=(
                Category("family", "Role family", role_families),
                Category(
                    "readiness",
                    "Readiness",
                    code_list("readiness", *readiness.RELEASED),
                    answer=True,
                ),
            ),
            atoms=count_successors,
            family="succession",
        )
    )
