"""Who is looking, at which unit, in which roles: what ``app.enter`` answered, for the code above."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.urls import reverse

from orgs import menu
from orgs.access.actions import Action
from orgs.access.roles import Role, roles
from orgs.enums import SupportKind


@dataclass(frozen=True)
class UnitInView:
    """The unit named in the URL."""

    id: int
    code: str
    name: str
    kind: str
    kind_label: str
    is_employer: bool
    employer_id: int | None
    open: bool
    closed_on: str | None = None
    #: The change that is in consultation and affects the employer; until the day before the second.
    consultation: str = ""
    consultation_ends_on: str | None = None

    @property
    def consultation_last(self) -> dt.date | None:
        """The last day of the consultation that affects the employer."""
        if self.consultation_ends_on is None:
            return None
        return dt.date.fromisoformat(self.consultation_ends_on) - dt.timedelta(days=1)

    @property
    def behind_a_wall(self) -> bool:
        """Whether the pages about its people belong to one employer."""
        return self.is_employer or self.kind == "inside"


@dataclass(frozen=True)
class Reaching:
    """One action that one grant allows at the unit: the raw material of every answer."""

    unit: int
    action: str
    family: str
    reach: str
    role: str


@dataclass(frozen=True)
class SupportInUse:
    """Support access (break-glass) by which somebody is here: until when, and the desk she came from."""

    public_id: str
    kind: str
    until: dt.datetime
    desk: str

    @property
    def reads_only(self) -> bool:
        """Whether the database writes nothing in this request."""
        return self.kind == SupportKind.LOOK


@dataclass
class Viewer:
    """A signed-in user inside an open scope.

    It answers "may I do this here?" from the grants that reach the unit in the URL; the database
    holds the same sets, so a forgotten check shows nothing foreign.
    """

    user_id: int
    login: str
    day: dt.date
    unit: UnitInView | None = None
    reaching: tuple[Reaching, ...] = ()
    above: tuple[tuple[str, str], ...] = ()
    #: Codes of the units above whose pages the viewer's roles open too.
    opened_above: frozenset[str] = frozenset()
    person_id: int | None = None
    name: str = ""
    support: SupportInUse | None = None
    #: Of a request under support access: each page and the staff records that it showed.
    looked: list[tuple[str, list[int]]] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    #: Whether the page records who looked: its foot then says who can see it, and why.
    shows_people: bool = False

    @property
    def here(self) -> UnitInView:
        """The unit in the URL; ``LookupError`` on a page without one."""
        if self.unit is None:
            raise LookupError("this page has no unit")
        return self.unit

    def may(self, action: Action) -> bool:
        """Whether a grant that reaches the unit allows `action`."""
        return any(r.action == action.code for r in self.reaching)

    def may_any(self, *actions: Action) -> bool:
        return any(self.may(action) for action in actions)

    @property
    def inside(self) -> bool:
        """Whether a grant about people reaches the unit: the viewer is inside its wall."""
        return any(r.reach == "employer" for r in self.reaching)

    @property
    def role_codes(self) -> list[str]:
        """Codes of the roles in use here, in the order of the list of roles."""
        held = {r.role for r in self.reaching}
        return [role.code for role in roles if role.code in held]

    @property
    def roles(self) -> list[Role]:
        return [roles.get(code) for code in self.role_codes]

    @property
    def role_labels(self) -> list[str]:
        return [role.label for role in self.roles]

    @property
    def totals_only(self) -> bool:
        """Whether every role in use here sees figures and never a person; that of support sees neither."""
        held = self.roles
        figures = "support" not in self.role_codes
        return bool(held) and figures and all(role.totals_only for role in held)

    @property
    def display_name(self) -> str:
        return self.name or self.login

    # --- for the frame of the page ------------------------------------------------------------------

    @property
    def menu(self) -> list[menu.MenuLink]:
        return menu.links(self)

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        """Name and address of the units above, the highest first; "" where the viewer may not go."""
        return [
            (name, reverse("orgs:unit", args=[code]) if code in self.opened_above else "")
            for name, code in self.above
        ]

    def units(self) -> list[tuple[str, str, str, str]]:
        """(code, name, kind, role) of the units on which the user holds a role: one query."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.my_units()")
            rows = cursor.fetchall()
        return [(code, name, kind, roles.get(role).label) for code, name, kind, role in rows]
