"""Who meets a pool's criteria among an employer's own people, and who newly does: one query.

Each test is a fixed piece of SQL; what is asked for goes in as a parameter and never as text. The
same pieces are asked twice, for today and for an earlier day with the criteria of that day, so that
"newly" covers both a change of the person and a change of the criteria.

Row-level security decides which rows are there. Beyond that, what a nomination holds counts only
once the person has agreed to it, and a pathway only once it is open: an invitation must not tell
pool people of what the person has not been told.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from talentpools.criteria import Asked, Criteria
from talentpools.enums import SHOWN

#: Name of a test to (whether it is met, what the person shows). ``{p}`` is the side's prefix.
_TESTS: dict[str, tuple[str, str]] = {
    "bands": ("job.band = ANY(%({p}bands)s)", "job.band"),
    "staff_groups": ("job.staff_group = ANY(%({p}staff_groups)s)", "job.staff_group"),
    "tenure": (
        "s.valid_from <= (%({p}day)s::date - make_interval(months => %({p}tenure_n)s))::date",
        "s.valid_from::text",
    ),
    "towards": (
        """EXISTS (SELECT 1 FROM learning_pathwayassignment a
          WHERE a.staff_id = s.id AND a.role_code = ANY(%({p}towards)s) AND a.started_on <= %({p}day)s
            AND (a.ended_on IS NULL OR a.ended_on > %({p}day)s OR a.state = 'completed'))""",
        """(SELECT string_agg(DISTINCT a.title, ', ') FROM learning_pathwayassignment a
          WHERE a.staff_id = s.id AND a.role_code = ANY(%({p}towards)s) AND a.started_on <= %({p}day)s
            AND (a.ended_on IS NULL OR a.ended_on > %({p}day)s OR a.state = 'completed'))""",
    ),
    "pathways": (
        """EXISTS (SELECT 1 FROM learning_pathwayassignment a
          WHERE a.staff_id = s.id AND a.key = ANY(%({p}pathways)s)
            AND a.state = 'completed' AND a.started_on IS NOT NULL AND a.ended_on <= %({p}day)s)""",
        """(SELECT string_agg(DISTINCT a.title, ', ') FROM learning_pathwayassignment a
          WHERE a.staff_id = s.id AND a.key = ANY(%({p}pathways)s)
            AND a.state = 'completed' AND a.started_on IS NOT NULL AND a.ended_on <= %({p}day)s)""",
    ),
    "competencies": (
        "shown.number = cardinality(%({p}competencies)s::text[])",
        "shown.number::text",
    ),
    "readiness": ("ready.place IS NOT NULL", "(%({p}readiness)s::text[])[ready.place]"),
}
#: What some tests need beside the person: the newest assessment of each competency, and the best
#: readiness of a nomination that the person has agreed to.
_BESIDE = {
    "competencies": """LEFT JOIN LATERAL (
      SELECT count(*) AS number FROM unnest(%({p}competencies)s::text[]) AS wanted(code)
      WHERE (SELECT c.level FROM learning_competencyassessment c JOIN learning_competency y ON y.id = c.competency_id
             WHERE c.staff_id = s.id AND y.code = wanted.code AND c.assessed_on <= %({p}day)s
             ORDER BY c.assessed_on DESC, c.id DESC LIMIT 1) >= %({p}competencies_n)s
    ) shown ON true""",
    "readiness": """LEFT JOIN LATERAL (
      SELECT min(array_position(%({p}readiness)s::text[], j.readiness::text)) AS place
      FROM succession_nomination n JOIN succession_readinessjudgement j ON j.nomination_id = n.id
      WHERE n.staff_id = s.id AND n.agreed_on <= %({p}day)s AND n.disclosure = 'agreed'
        AND n.valid_from <= %({p}day)s AND (n.valid_to IS NULL OR n.valid_to > %({p}day)s)
        AND j.valid_from <= %({p}day)s AND (j.valid_to IS NULL OR j.valid_to > %({p}day)s)
        AND (j.review_by IS NULL OR j.review_by >= %({p}day)s)
    ) ready ON true""",
}
_PEOPLE = """
  SELECT s.id, s.public_id, s.name, s.sort_name, job.title AS job,
    ARRAY[{met}]::bool[] AS met, ARRAY[{facts}]::text[] AS facts
  FROM orgs_staffrecord s
  LEFT JOIN LATERAL (
    SELECT a.title, a.band, a.staff_group FROM orgs_assignment a
    WHERE a.staff_id = s.id AND a.starts_on <= %({p}day)s AND (a.ends_on IS NULL OR a.ends_on > %({p}day)s)
    ORDER BY a.starts_on DESC, a.id DESC LIMIT 1
  ) job ON true
  {beside}
  WHERE s.unit_id = %(unit)s AND s.valid_from <= %({p}day)s AND (s.valid_to IS NULL OR s.valid_to > %({p}day)s)
    AND (%(only)s::bigint[] IS NULL OR s.id = ANY(%(only)s))
"""
_QUERY = """
WITH now AS ({now}), earlier AS ({earlier}), both_days AS (
  SELECT n.*, coalesce(true = {any_now} (n.met), false) AS meets,
    coalesce(true = {any_earlier} (e.met), false) AS met_before, e.met AS earlier_met
  FROM now n LEFT JOIN earlier e ON e.id = n.id
), found AS (
  SELECT * FROM both_days WHERE meets OR %(everybody)s
)
SELECT f.id, f.public_id, f.name, f.job, f.met, f.facts, f.earlier_met, f.meets,
  f.meets AND NOT f.met_before AS newly, m.status,
  count(*) OVER () AS total, count(*) FILTER (WHERE f.meets AND NOT f.met_before) OVER () AS new_total
FROM found f
LEFT JOIN talentpools_poolmembership m
  ON m.staff_id = f.id AND m.pool_id = %(pool)s AND m.status = ANY(%(shown)s) AND m.opened_on IS NOT NULL
WHERE NOT %(only_new)s OR NOT f.met_before
ORDER BY f.sort_name, f.id LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Shown:
    """One test and what the person shows for it: a code, a day, a number or titles; "" = nothing.

    ``newly`` = not met on the earlier day, or not asked then.
    """

    asked: Asked
    met: bool
    newly: bool
    fact: str


@dataclass(frozen=True)
class Found:
    """Somebody who meets the criteria, with each test, and her state in the pool if she is in it."""

    staff_id: int
    public_id: UUID
    name: str
    job: str
    newly: bool
    status: str
    shown: tuple[Shown, ...]

    @property
    def met(self) -> int:
        return sum(each.met for each in self.shown)


@dataclass(frozen=True)
class Preview:
    """A page of those who meet the criteria; `total` and `newly` count all of them."""

    people: tuple[Found, ...]
    total: int
    newly: int


def preview(
    criteria: Criteria,
    earlier: Criteria | None,
    *,
    unit_id: int,
    pool_id: int,
    day: dt.date,
    since: dt.date,
    only_new: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> Preview:
    """Who meets `criteria` on `day`; newly = did not meet what was asked on `since` (`earlier`).

    Where nothing was asked then, everybody is new; where nothing is asked now, nobody is found.
    """
    if not criteria.tests:
        return Preview((), 0, 0)
    rows = _rows(
        criteria,
        earlier,
        unit=unit_id,
        pool=pool_id,
        day=day,
        earlier_day=since,
        only=None,
        everybody=False,
        only_new=only_new,
        limit=limit,
        offset=offset,
    )
    if not rows:
        return Preview((), 0, 0)
    return Preview(tuple(_found(row, criteria, earlier) for row in rows), rows[0][10], rows[0][11])


def checked(
    criteria: Criteria, *, unit_id: int, pool_id: int, day: dt.date, staff_ids: Sequence[int]
) -> dict[int, Found]:
    """Each test of the criteria for some people of an employer, whether they meet them or not."""
    if not criteria.tests:
        return {}
    rows = _rows(
        criteria,
        None,
        unit=unit_id,
        pool=pool_id,
        day=day,
        earlier_day=day,
        only=list(staff_ids),
        everybody=True,
        only_new=False,
        limit=len(staff_ids),
        offset=0,
    )
    return {row[0]: _found(row, criteria, None) for row in rows}


def _rows(
    criteria: Criteria, earlier: Criteria | None, *, day: dt.date, earlier_day: dt.date, **more: Any
) -> list[Any]:
    then = earlier.tests if earlier is not None else ()
    sql = (
        _QUERY.replace("{now}", _people(criteria.tests, "n_"))
        .replace("{earlier}", _people(then, "e_"))
        .replace("{any_now}", "ANY" if criteria.any_of else "ALL")
        # ALL of nothing would be everybody; ANY of nothing is nobody, as it should be.
        .replace("{any_earlier}", "ALL" if then and earlier and not earlier.any_of else "ANY")
    )
    parameters = {
        **_parameters(criteria.tests, "n_", day),
        **_parameters(then, "e_", earlier_day),
        "shown": [each.value for each in SHOWN],
        **more,
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())


def _people(tests: Sequence[Asked], prefix: str) -> str:
    met = ", ".join(f"coalesce({_TESTS[each.name][0]}, false)" for each in tests)
    facts = ", ".join(_TESTS[each.name][1] for each in tests)
    beside = "\n".join(_BESIDE[each.name] for each in tests if each.name in _BESIDE)
    whole = _PEOPLE.replace("{met}", met).replace("{facts}", facts).replace("{beside}", beside)
    return whole.replace("{p}", prefix)


def _parameters(tests: Sequence[Asked], prefix: str, day: dt.date) -> dict[str, object]:
    values: dict[str, object] = {f"{prefix}day": day}
    for each in tests:
        values[f"{prefix}{each.name}"] = list(each.values)
        values[f"{prefix}{each.name}_n"] = each.number
    return values


def _found(row: Sequence[Any], criteria: Criteria, earlier: Criteria | None) -> Found:
    staff_id, public_id, name, job, met, facts, earlier_met, _, newly, status = row[:10]
    then = dict(
        zip((t.name for t in earlier.tests) if earlier else (), earlier_met or (), strict=False)
    )
    return Found(
        staff_id=staff_id,
        public_id=public_id,
        name=name,
        job=job or "",
        newly=newly,
        status=status or "",
        shown=tuple(
            Shown(test, ok, ok and not then.get(test.name, False), fact or "")
            for test, ok, fact in zip(criteria.tests, met, facts, strict=True)
        ),
    )
