"""The five questions about access, answered from the same grants that the database reads.

May I; where may I; any of these; who may here; and why. The pages "Why can I see this" and "Who can
see this" print the last two.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from orgs.access.actions import Action, Reach
from orgs.access.roles import Role, roles
from orgs.access.viewer import Reaching, Viewer
from orgs.enums import UnitKind
from orgs.models.access import Grant
from orgs.models.units import OrgUnit
from orgs.periods import not_ended
from orgs.words import words_of_day


def may(viewer: Viewer, action: Action, unit_id: int | None = None) -> bool:
    """Whether `viewer` may do `action` at a unit; at the unit in the URL when none is given."""
    if unit_id is None or (viewer.unit is not None and unit_id == viewer.unit.id):
        return viewer.may(action)
    return unit_id in units_for(viewer, action)


def units_for(viewer: Viewer, action: Action) -> frozenset[int]:
    """Ids of the units where the grants that reach the unit in the URL allow `action`."""
    roots = {r.unit for r in viewer.reaching if r.action == action.code}
    if not roots or action.reach == Reach.HERE:
        return frozenset(roots)
    if action.reach == Reach.EMPLOYER:
        inside = Q(id__in=roots) | Q(employer_id__in=roots, type__kind="inside")
        return frozenset(OrgUnit.objects.filter(inside).values_list("id", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT descendant_id FROM app.closure(%s) WHERE ancestor_id = ANY(%s)",
            [viewer.day, sorted(roots)],
        )
        return frozenset(unit_id for (unit_id,) in cursor.fetchall()) | roots


def any_of(viewer: Viewer, *wanted: Action) -> bool:
    """Whether `viewer` may do at least one of `wanted` at the unit in the URL."""
    return viewer.may_any(*wanted)


@dataclass(frozen=True)
class Holder:
    """Somebody who may do an action at a unit, and by which grant.

    ``called`` and ``granted_by`` are names where the employer's own records know the person, and
    sign-in names where not.
    """

    action: str
    family: str
    user_id: int
    called: str
    role: Role
    unit_code: str
    unit_name: str
    from_above: bool
    valid_from: Any
    valid_to: Any
    granted_by: str


def who_may(unit_id: int, action: Action | None = None) -> list[Holder]:
    """Who may do `action` (or anything) at a unit, by family, action and name.

    Empty unless the viewer administers or audits access there: the database decides.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM app.who_may(%s, %s)", [unit_id, action.code if action else None]
        )
        rows = cursor.fetchall()
    return [
        Holder(act, family, user, called, roles.get(role), code, name, above, first, until, giver)
        for act, family, user, called, role, code, name, above, first, until, giver in rows
    ]


@dataclass(frozen=True)
class Chain:
    """Why one grant allows one action here: grant, node, cascade, role, action."""

    action: Action
    role: Role
    grant: Grant
    node: OrgUnit
    path: tuple[str, ...]
    giver_name: str = ""
    #: The unit in the URL is an overlay that is kept at or below the node.
    kept: bool = False

    @property
    def sentences(self) -> tuple[str, ...]:
        """The chain in words, in the order in which the database follows it."""
        return (self._grant_words(), self._cascade_words(), self._role_words())

    def _grant_words(self) -> str:
        giver = self.grant.granted_by
        by = (
            f"given by {self.giver_name or giver.login}"
            if giver
            else "given when the organisation was set up"
        )
        since = words_of_day(self.grant.valid_from)
        return f"You are {self.role.label} of {self.node.name} since {since}, {by}."

    def _cascade_words(self) -> str:
        if len(self.path) == 1:
            return f"The role was given at {self.path[0]} itself."
        steps = ", then ".join(self.path)
        if self.kept:
            return (
                f"{self.path[-1]} is kept by {self.path[0]} or a unit below it: whoever administers "
                "that administers its members, roles and templates, and sees no figure for it."
            )
        if self.action.reach == Reach.EMPLOYER:
            return f"The role reaches the divisions and sites inside the employer: {steps}."
        if self.action.reach == Reach.HERE:
            return f"What this role may do reaches {self.path[0]} alone."
        return f"What this role may do reaches every organisation below: {steps}."

    def _role_words(self) -> str:
        limit = "It never includes people's records."
        if self.action.reach == Reach.EMPLOYER:
            limit = "It stops at the wall of this employer."
            if not self.node.is_employer and self.node.employer_id is None:
                limit = "It reaches no organisation below, and nobody who shares nothing here."
        return f"{self.role.label} may {self.action.label}. {limit}"


def why(viewer: Viewer, action: Action) -> list[Chain]:
    """Every chain by which `viewer` may do `action` at the unit in the URL; empty when none does."""
    return [chain for chain in chains(viewer, [action]) if chain.action == action]


def chains(viewer: Viewer, wanted: Iterable[Action]) -> list[Chain]:
    """Every chain for the wanted actions, in their order: three queries, however many."""
    here = viewer.here
    nodes = _nodes({r.unit for r in viewer.reaching} | {here.id})
    held = _own_grants(viewer, nodes)
    found: list[Chain] = []
    for action in wanted:
        for reaching in sorted(_reaching(viewer, action), key=lambda r: (r.unit, r.role)):
            for grant in held.get((reaching.unit, reaching.role), ()):
                node = nodes[reaching.unit]
                found.append(
                    Chain(
                        action,
                        roles.get(reaching.role),
                        grant,
                        node,
                        _path(viewer, node),
                        grant.giver_name or "",
                        kept=viewer.here.kind == UnitKind.OVERLAY and node.id != viewer.here.id,
                    )
                )
    return found


def _reaching(viewer: Viewer, action: Action) -> list[Reaching]:
    return [r for r in viewer.reaching if r.action == action.code]


def _nodes(ids: Iterable[int]) -> dict[int, OrgUnit]:
    return {unit.id: unit for unit in OrgUnit.objects.filter(id__in=list(ids))}


def _own_grants(viewer: Viewer, nodes: dict[int, OrgUnit]) -> dict[tuple[int, str], list[Any]]:
    """Grants by unit and role, with ``giver_name`` (``GrantQuerySet.with_names``)."""
    found: dict[tuple[int, str], list[Any]] = {}
    mine = Grant.objects.filter(
        not_ended("valid_to", viewer.day),
        user_id=viewer.user_id,
        unit_id__in=list(nodes),
        valid_from__lte=viewer.day,
    )
    for grant in mine.with_names().select_related("granted_by").order_by("valid_from", "id"):
        found.setdefault((grant.unit_id, grant.role), []).append(grant)
    return found


def _path(viewer: Viewer, node: OrgUnit) -> tuple[str, ...]:
    """Names of the units from the grant's node down to the unit in the URL."""
    if node.id == viewer.here.id:
        return (node.name,)
    codes = [code for _, code in viewer.above]
    between = viewer.above[codes.index(node.code) + 1 :] if node.code in codes else ()
    return (node.name, *(name for name, _ in between), viewer.here.name)
