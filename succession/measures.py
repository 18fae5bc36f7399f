"""What succession counts. Plain grouped SQL, run as the aggregation worker, who cannot read a name."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from reporting.enums import Counts, MeasureClass
from reporting.measures import AtomRow, Category, Codes, Measure, code_list, fixed, measure
from succession import readiness
from succession.cover_measures import COVERS, RISKS, count_cover, count_risk, filled
from succession.exposure_measures import count_exposure
from succession.outcome_measures import count_outcomes
from succession.return_measures import STATES as RETURN_STATES
from succession.return_measures import count_returns
from succession.successor_measures import (
    CLOCK,
    PROGRESS,
    STALLED_DAYS,
    count_clock,
    count_developing,
    count_gaps,
    count_nominations,
    count_successors,
    gap_codes,
)

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

#: What comes due, by role family: the same states, without the posts that are filled.
_DUE = filled("""
SELECT unit_id, family, state, count(*), min(valid_from) FROM (
  SELECT p.unit_id, p.valid_from, {family} AS family,
    CASE
      WHEN NOT EXISTS (
        SELECT 1 FROM succession_incumbency i
        WHERE i.post_id = p.id AND i.starts_on <= %(day)s AND (i.ends_on IS NULL OR i.ends_on > %(day)s)
      ) THEN 'VACANT'
      WHEN p.term_ends_on < %(day)s + interval '12 months' THEN 'TERM'
    END AS state
  FROM succession_post p
  {main_role}
  WHERE p.valid_from <= %(day)s AND (p.valid_to IS NULL OR p.valid_to > %(day)s)
) post WHERE state IS NOT NULL GROUP BY 1, 2, 3
""")


def _rows(sql: str, cursor: Any, as_at: dt.date, **more: object) -> list[AtomRow]:
    cursor.execute(sql, {"day": as_at, **more})
    return list(cursor.fetchall())


def count_posts(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts by their main role and whether they are filled."""
    return _rows(_POSTS, cursor, as_at)


def count_plans(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Employers by the state of their newest plan."""
    return _rows(_PLANS, cursor, as_at)


def count_due(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Posts that are vacant or whose term ends within 12 months, by role family."""
    return _rows(_DUE, cursor, as_at)


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
_FAMILY = Category("family", "Role family", role_families)
_ONCE = (
    "Somebody named for several posts counts once at an organisation, where they are readiest. "
    "Somebody judged as not aiming for a role is no cover for it and is not counted as its successor. "
    "People of another employer, who are named with their consent, count as cover and not here."
)


def _successors(
    code: str,
    label: str,
    definition: str,
    dimensions: tuple[Category, ...],
    atoms: Callable[[Any, dt.date], Sequence[AtomRow]],
) -> None:
    """A measure that counts the people who are named, by one answer: all of them count the same people."""
    measure(
        Measure(
            code=code,
            label=label,
            definition=definition,
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=dimensions,
            atoms=atoms,
            family="succession",
            # Said once: all measures of the family count the same people.
            nobody_without="posts" if code == "successors" else "",
        )
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
            code="returns",
            label="Succession returns",
            definition="Organisations by the succession returns that were asked of them and are not due "
            "for longer than a year. Where several were asked, the one that stands worst counts: late, "
            "then not due yet, then returned with something missing, then complete.",
            klass=MeasureClass.ORGANISATION_FACT,
            counts=Counts.ORGANISATIONS,
            dimensions=(Category("state", "State of the returns", RETURN_STATES),),
            atoms=count_returns,
        )
    )
    measure(
        Measure(
            code="posts_due",
            label="Posts that come due",
            definition="Posts that are vacant on the day of the figures, or whose recorded term ends "
            "within 12 months.",
            klass=MeasureClass.ORGANISATION_FACT,
            counts=Counts.POSTS,
            dimensions=(_FAMILY, Category("state", "State", due_states)),
            atoms=count_due,
        )
    )
    _register_cover()
    _register_exposure()
    _register_outcomes()
    _register_successors()


def due_states() -> Codes:
    """The states of a post that comes due."""
    return tuple(pair for pair in POST_STATES() if pair[0] != "FILLED")


def _register_cover() -> None:
    measure(
        Measure(
            code="cover",
            label="Cover of posts",
            definition="Board and critical posts by who could step in. Ready now: at least one person "
            "named for the post is judged ready now, and the judgement is not out of date. Emergency "
            "cover only: nobody is, but somebody named could act up at once or as an interim. Neither: "
            "nobody named could do either, or nobody is named.",
            klass=MeasureClass.JUDGEMENT,
            counts=Counts.POSTS,
            dimensions=(_FAMILY, Category("cover", "Cover", COVERS, answer=True)),
            atoms=count_cover,
            known_base=True,
        )
    )
    measure(
        Measure(
            code="risk",
            label="Vacancy risk",
            definition="Posts that somebody holds, by how likely the organisation judges that they "
            "fall vacant: high, or the day on which the holder leaves is known; or medium or lower, a "
            "post that is not assessed included. Posts that are vacant already are not counted.",
            klass=MeasureClass.JUDGEMENT,
            counts=Counts.POSTS,
            dimensions=(_FAMILY, Category("risk", "Vacancy risk", RISKS, answer=True)),
            atoms=count_risk,
            known_base=True,
        )
    )


def _register_exposure() -> None:
    measure(
        Measure(
            code="exposure",
            label="Exposure of posts",
            definition="Board and critical posts by how exposed they are: the weight of criticality, "
            "times the higher of vacancy risk and impact, times what is not covered. Weights and bands "
            "are those in effect at the organisation on the day. Not assessed: its criticality, or both "
            "vacancy risk and impact, are not.",
            klass=MeasureClass.JUDGEMENT,
            counts=Counts.POSTS,
            dimensions=(
                _FAMILY,
                Category("exposure", "Exposure", code_list("exposure"), answer=True),
            ),
            atoms=count_exposure,
            known_base=True,
            unreleased="exposure is worked out from cover and vacancy risk, which are shown by role "
            "family already, and bounds what they hide",
        )
    )


def _register_outcomes() -> None:
    # Whether a named successor followed is an outcome of judgements on people, and often one known
    # person: it is a judgement, though a post is counted.
    measure(
        Measure(
            code="outcomes",
            label="How vacancies were filled",
            definition="Posts that somebody began to hold for good in the 12 months before the day of "
            "the figures, after a vacancy, by how it was filled: from the plan, by somebody who was "
            "named for the post; from a talent pool; by somebody else of the organisation; or from "
            "outside. Who acts or stands in does not fill a vacancy.",
            klass=MeasureClass.JUDGEMENT,
            counts=Counts.POSTS,
            dimensions=(
                _FAMILY,
                Category("filled", "How it was filled", code_list("filled_by"), answer=True),
            ),
            atoms=count_outcomes,
        )
    )


def _register_successors() -> None:
    measure(
        Measure(
            code="nominations",
            label="Named successors by role family",
            definition="Named successors by the role family of the post for which they are readiest, "
            "and by how ready they are judged for it. " + _ONCE,
            klass=MeasureClass.PEOPLE,
            counts=Counts.PEOPLE,
            dimensions=(
                _FAMILY,
                Category(
                    "readiness",
                    "Readiness",
                    code_list("readiness", *readiness.RELEASED),
                    answer=True,
                ),
            ),
            atoms=count_nominations,
            unreleased="it is a finer count of the people of the family “succession”, whose measures "
            "have one answer each",
        )
    )
    _successors(
        "successors",
        "Named successors",
        "People named as a possible successor for a post, on the day of the figures, by how ready "
        "they are judged. A judgement whose review is overdue counts as not assessed. " + _ONCE,
        (
            Category(
                "readiness", "Readiness", code_list("readiness", *readiness.RELEASED), answer=True
            ),
        ),
        count_successors,
    )
    _successors(
        "developing",
        "Successors in development",
        "Named successors by the development pathway on which something happened last. Nothing yet: "
        "no pathway is open to them. Enrolled: it is open and no step is done. Moving: a step was done "
        f"in the last {STALLED_DAYS} days and there is more to do. Stalled: more than {STALLED_DAYS} "
        "days without a step. Done: every step is done. " + _ONCE,
        (Category("progress", "Progress", PROGRESS, answer=True),),
        count_developing,
    )
    _successors(
        "gaps",
        "Widest capability gaps",
        "Named successors by the one competency in which their newest assessment falls shortest of "
        "what the role asks for; where several fall equally short, the one of which the role asks "
        "most, then the first of the framework. No gap: they reach every level that is asked for. Not "
        "assessed: no assessment, or no profile of the role. " + _ONCE,
        (Category("gap", "Competency", gap_codes, answer=True),),
        count_gaps,
    )
    _successors(
        "clock",
        "From being named to the first step",
        "Named successors by the days from the day on which they were first named to the first step "
        "that they have done of a pathway since then. " + _ONCE,
        (Category("days", "Days to the first step", CLOCK, answer=True),),
        count_clock,
    )
