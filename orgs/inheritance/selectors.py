"""``effective(kind, unit, as at)``: what is in effect at a unit, and why. One query."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Final

from django.db import connection

from orgs.inheritance.effective import Effective, Row, Standing, platform_defaults, standings_of
from orgs.inheritance.kinds import kinds
from orgs.inheritance.offered import CHOSEN
from orgs.models.units import OrgPlacement

# What was adapted is materialised: asked anew for each organisation of a nation, as the planner would
# when it knows few adaptations, it takes minutes.
# An employer's adaptation is for itself and its divisions: a board's own template is not its
# Trusts'. That of a unit that employs nobody is for everybody below it.
WHAT_STANDS = """
WITH path AS (
  SELECT asked.at, p.unit_id, p.depth, u.code, u.name, u.is_employer
  FROM unnest(%(units)s::int[]) AS asked(at)
  CROSS JOIN LATERAL unnest(app.path(asked.at, %(day)s)) WITH ORDINALITY AS p(unit_id, depth)
  JOIN orgs_orgunit u ON u.id = p.unit_id
), own AS (
  SELECT p.at, p.unit_id FROM path p WHERE p.depth = 1
  UNION ALL
  SELECT u.id, u.employer_id FROM orgs_orgunit u JOIN orgs_orgunittype t ON t.id = u.type_id
  WHERE u.id = ANY(%(units)s::int[]) AND t.kind = 'inside'
) /* chosen */, adapted AS MATERIALIZED (
  SELECT owner.at, d.id AS definition_id, jsonb_agg(jsonb_build_object(
      'code', a_path.code, 'name', a_path.name, 'own', a_path.depth = 1, 'version', a.version,
      'valid_from', a.valid_from, 'differences', a.differences) ORDER BY a_path.depth DESC) AS chosen
  FROM offering owner
  JOIN orgs_definition d ON d.unit_id = owner.unit_id AND (owner.definition_id IS NULL OR owner.definition_id = d.id)
  CROSS JOIN LATERAL unnest(d.carried || d.id) AS since(id)
  JOIN orgs_adaptation a ON a.definition_id = since.id
  JOIN path a_path ON a_path.at = owner.at AND a_path.unit_id = a.unit_id
  LEFT JOIN own ON own.at = a_path.at AND own.unit_id = a_path.unit_id
  WHERE a_path.depth < owner.depth AND (NOT a_path.is_employer OR own.at IS NOT NULL)
    AND a.valid_from <= %(day)s AND (a.valid_to IS NULL OR a.valid_to > %(day)s)
    AND (%(kinds)s::text[] IS NULL OR d.kind = ANY(%(kinds)s))
    AND (cardinality(d.carried) = 0 OR NOT EXISTS (
      SELECT FROM orgs_adaptation later WHERE later.unit_id = a.unit_id AND later.definition_id = ANY(d.carried || d.id)
        AND later.valid_from <= %(day)s AND later.definition_id > a.definition_id))
  GROUP BY owner.at, d.id
)
SELECT p.at, d.kind, d.public_id, d.key, d.title, p.code, p.name, v.id, v.number, v.valid_from, v.fields,
  coalesce(adapted.chosen, '[]')
FROM orgs_definition d
JOIN offering p ON p.unit_id = d.unit_id AND (p.definition_id IS NULL OR p.definition_id = d.id)
JOIN LATERAL (
  SELECT v.id, v.number, v.valid_from, v.fields FROM orgs_definitionversion v
  WHERE v.definition_id = d.id AND v.valid_from <= %(day)s ORDER BY v.number DESC LIMIT 1
) v ON true
LEFT JOIN adapted ON adapted.at = p.at AND adapted.definition_id = d.id
WHERE %(kinds)s::text[] IS NULL OR d.kind = ANY(%(kinds)s)
ORDER BY p.at, d.kind, p.depth, d.key
""".replace("/* chosen */", CHOSEN)
#: The same for the aggregation worker, who reads no words that people typed as a title.
_SQL_WITHOUT_TITLES = WHAT_STANDS.replace("d.title", "d.key")


def effective(kind_code: str, unit_id: int, as_at: dt.date, *, key: str | None = None) -> Effective:
    """The definition of a kind in effect at a unit on a day, field by field.

    With several on the path, the nearest owner's; `key` picks one by its key. Where nobody above
    defined the kind, the kind's own defaults. Rows come through the viewer's row-level policies.
    """
    found = effective_all(kind_code, unit_id, as_at)
    wanted = [e for e in found if key is None or e.key == key]
    return wanted[0] if wanted else platform_defaults(kinds.get(kind_code), as_at)


def effective_each(unit_id: int, as_at: dt.date, *kind_codes: str) -> dict[str, Effective]:
    """As :func:`effective`, for each of some kinds, by kind: one query for all of them."""
    found: dict[str, Effective] = {}
    for standing in _read(WHAT_STANDS, kind_codes, [unit_id], as_at).get(unit_id, []):
        found.setdefault(standing.effective.kind.code, standing.effective)
    return {
        code: found.get(code) or platform_defaults(kinds.get(code), as_at) for code in kind_codes
    }


def effective_all(kind_code: str, unit_id: int, as_at: dt.date) -> list[Effective]:
    """Every definition of a kind in effect at a unit, the nearest owner first; one for each key."""
    return [standing.effective for standing in standings(kind_code, unit_id, as_at)]


def standings(
    kind_code: str | None, unit_id: int, as_at: dt.date, *, without: str | None = None
) -> list[Standing]:
    """As :func:`effective_all`, with what stands above the unit and its own differences.

    Without a kind, those of every kind: still one query. What the unit with the code `without` owns
    is left out.
    """
    codes = None if kind_code is None else [kind_code]
    return _read(WHAT_STANDS, codes, [unit_id], as_at, without).get(unit_id, [])


def holds_others(unit_id: int, day: dt.date) -> bool:
    """Whether other organisations stand below a unit on a day."""
    return OrgPlacement.objects.filter(parent_id=unit_id, valid__contains=day).exists()


def effective_at_each(
    kind_code: str, unit_ids: Sequence[int], as_at: dt.date
) -> dict[int, Effective]:
    """The nearest definition of a kind in effect at each of some units, without its title: one query.

    A unit above which nobody has defined it is left out. For the aggregation worker.
    """
    found = every_at_each(kind_code, unit_ids, as_at)
    return {unit_id: each[0] for unit_id, each in found.items()}


def every_at_each(
    kind_code: str, unit_ids: Sequence[int], as_at: dt.date
) -> dict[int, list[Effective]]:
    """As :func:`effective_at_each`, with all definitions of the kind, the nearest owner's first."""
    found = _read(_SQL_WITHOUT_TITLES, [kind_code], unit_ids, as_at)
    return {
        unit_id: [standing.effective for standing in each]
        for unit_id, each in found.items()
        if each
    }


#: What the rows of the query would be, if something were otherwise.
Change = Callable[[list[Row]], list[Row]]
AS_IT_IS: Final[Change] = list


def standings_at_each(
    unit_ids: Sequence[int],
    as_at: dt.date,
    *,
    kind_codes: Sequence[str] | None = None,
    change: Change = AS_IT_IS,
) -> dict[int, list[Standing]]:
    """As :func:`standings`, at each of some units: one query for all of them and for every kind.

    With `change`, what would stand there if the rows were otherwise: a version not yet published, say.
    """
    return _read(WHAT_STANDS, kind_codes, unit_ids, as_at, change=change)


def _read(
    sql: str,
    kind_codes: Sequence[str] | None,
    unit_ids: Sequence[int],
    as_at: dt.date,
    without: str | None = None,
    *,
    change: Change = AS_IT_IS,
) -> dict[int, list[Standing]]:
    with connection.cursor() as cursor:
        wanted = None if kind_codes is None else list(kind_codes)
        cursor.execute(sql, {"units": list(unit_ids), "day": as_at, "kinds": wanted})
        rows = [row for row in cursor.fetchall() if row[1] in kinds and row[5] != without]
    return standings_of(change(rows), as_at)
