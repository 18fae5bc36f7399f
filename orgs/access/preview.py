"""What a role would let somebody do, read from the same roles, actions and tree that decide it."""

from dataclasses import dataclass

from django.db import connection

from orgs.access import listing
from orgs.access.actions import Action, Reach
from orgs.access.roles import Role, roles
from orgs.access.viewer import Viewer
from orgs.enums import UnitKind
from orgs.models.units import OrgUnit, OverlayMembership

#: Families that a colleague asks about first; what the role has none of is said too.
TELLING = ("people", "succession", "learning", "pools", "equality", "access", "audit")


@dataclass(frozen=True)
class Preview:
    """What somebody would gain by a role at the unit in the URL.

    Attributes:
        inside: what it allows about people, at `parts`: names of the unit and of its divisions.
        alone: what it allows at the unit in the URL and nowhere else.
        below: what it allows at every unit below, of which there are `units`; a figure or a
            structure, never a person.
        without: families of :data:`TELLING` that the role opens nothing of.
        held: labels of what the account holds here already.
    """

    role: Role
    here: str
    inside: tuple[Action, ...]
    alone: tuple[Action, ...]
    below: tuple[Action, ...]
    parts: tuple[str, ...]
    units: int
    without: tuple[str, ...]
    held: tuple[str, ...]

    @property
    def again(self) -> bool:
        """Whether the account holds this very role here."""
        return self.role.label in self.held


def preview(viewer: Viewer, login: str, role: Role) -> Preview:
    """What the account called `login` would gain; it need not exist, and nothing is written."""
    inside = tuple(a for a in role.actions if a.reach == Reach.EMPLOYER)
    alone = tuple(a for a in role.actions if a.reach == Reach.HERE)
    below = tuple(a for a in role.actions if a.reach == Reach.BELOW)
    opened = {a.family for a in role.actions}
    held = listing.at_unit(viewer).filter(user__login=login.strip().lower()) if login else ()
    return Preview(
        role=role,
        here=viewer.here.name,
        inside=inside,
        alone=alone,
        below=below,
        parts=_parts(viewer) if inside else (),
        units=_units_below(viewer) if below else 0,
        without=tuple(f for f in TELLING if f not in opened),
        held=tuple(roles.get(g.role).label for g in held),
    )


def _parts(viewer: Viewer) -> tuple[str, ...]:
    """Names of the parts of an employer that a role given at it reaches as well."""
    if not viewer.here.is_employer:
        return ()
    inside = OrgUnit.objects.filter(
        employer_id=viewer.here.id, type__kind=UnitKind.INSIDE, open=True
    )
    return tuple(inside.order_by("name").values_list("name", flat=True))


def _units_below(viewer: Viewer) -> int:
    """How many organisations stand below on the day; of an overlay, its members."""
    if viewer.here.kind == UnitKind.OVERLAY:
        members = OverlayMembership.objects.filter(
            overlay_id=viewer.here.id, valid__contains=viewer.day
        )
        return members.count()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM app.closure(%s) WHERE ancestor_id = %s AND depth > 0",
            [viewer.day, viewer.here.id],
        )
        (number,) = cursor.fetchone()
    return int(number)
