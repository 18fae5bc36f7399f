"""What overlays offer beside the tree, and choosing it.

An overlay publishes definitions like any unit. They reach its members, and those below them, as an
offer: what comes down the tree (the platform's own default counts as that) is in effect until the
unit chooses the overlay's. The choice lasts while the membership does; then the tree's is in effect
again, and joining anew does not bring the choice back.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection

from orgs.access.viewer import Viewer
from orgs.inheritance.kinds import kinds

#: Of the query of ``effective``: after ``path`` and ``own``, what was chosen, half a step above the unit that
#: chose it: further than its own definitions and choices, nearer than everything above. A choice is of
#: the unit itself and its divisions, and counts while a membership lasts that it began in.
CHOSEN: Final = """
, chosen AS (
  SELECT p.at, d.unit_id, p.depth + 0.5 AS depth, o.code, o.name, c.definition_id
  FROM path p
  JOIN own ON own.at = p.at AND own.unit_id = p.unit_id
  JOIN orgs_overlaychoice c ON c.unit_id = p.unit_id
    AND c.valid_from <= %(day)s AND (c.valid_to IS NULL OR c.valid_to > %(day)s)
  JOIN orgs_definition d ON d.id = c.definition_id
  JOIN orgs_orgunit o ON o.id = d.unit_id
  WHERE EXISTS (
    SELECT 1 FROM orgs_overlaymembership m JOIN path x ON x.at = p.at AND x.unit_id = m.unit_id AND x.depth >= p.depth
    WHERE m.overlay_id = d.unit_id AND m.valid @> %(day)s
      AND (lower(m.valid) IS NULL OR lower(m.valid) <= c.valid_from))
), offering AS (
  SELECT at, unit_id, depth, code, name, NULL::bigint AS definition_id FROM path
  UNION ALL SELECT at, unit_id, depth, code, name, definition_id FROM chosen
)
"""

_OFFERED = """
WITH over AS (
  SELECT DISTINCT m.overlay_id FROM unnest(app.path(%(unit)s, %(day)s)) AS p(id)
  JOIN orgs_overlaymembership m ON m.unit_id = p.id AND m.valid @> %(day)s
)
SELECT d.public_id, d.kind, d.key, d.title, o.name, EXISTS (
    SELECT 1 FROM orgs_overlaychoice c
    JOIN orgs_overlaymembership m ON m.overlay_id = d.unit_id AND m.valid @> %(day)s
      AND m.unit_id = ANY(app.path(%(unit)s, %(day)s))
      AND (lower(m.valid) IS NULL OR lower(m.valid) <= c.valid_from)
    WHERE c.definition_id = d.id AND c.unit_id = %(unit)s AND c.valid_from <= %(day)s
      AND (c.valid_to IS NULL OR c.valid_to > %(day)s))
FROM orgs_definition d JOIN over ON over.overlay_id = d.unit_id JOIN orgs_orgunit o ON o.id = d.unit_id
WHERE EXISTS (SELECT 1 FROM orgs_definitionversion v WHERE v.definition_id = d.id AND v.valid_from <= %(day)s)
ORDER BY d.kind, o.name, d.title, d.key
"""


@dataclass(frozen=True)
class Offer:
    """A definition that an overlay of the unit offers, and whether the unit chose it."""

    definition: UUID
    kind_code: str
    key: str
    title: str
    overlay_name: str
    chosen: bool

    @property
    def kind_label(self) -> str:
        return kinds.get(self.kind_code).label


def offers(viewer: Viewer) -> list[Offer]:
    """What overlays offer the unit in the URL on the day: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_OFFERED, {"unit": viewer.here.id, "day": viewer.day})
        rows = cursor.fetchall()
    return [Offer(*row) for row in rows if row[1] in kinds]
