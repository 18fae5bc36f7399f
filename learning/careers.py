"""The career map: what roles there are, what each asks for, how people come to it, and what helps.

It is about roles and never about posts: nothing here says who holds one or whether one is vacant.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.frameworks import Words, words
from learning.models import (
    CompetencyAssessment,
    RoleProfile,
    RoleProfileItem,
    RoleRoute,
)
from learning.pathways import Pathway, pathways
from orgs.codes import code_lists
from orgs.models.codes import Code

OTHER_FAMILY = "Other"


@dataclass(frozen=True)
class RoleLink:
    """A role by code and label."""

    code: str
    label: str


@dataclass(frozen=True)
class RoleOnMap:
    """A role on the map: what people come from, where it leads, and how much is already shown.

    ``shown`` of ``wanted`` competencies are at the level that the role asks for; ``known`` is False
    when the person has not been assessed at all.
    """

    code: str
    label: str
    before: tuple[str, ...]
    after: tuple[RoleLink, ...]
    wanted: int
    shown: int
    known: bool


@dataclass(frozen=True)
class Need:
    """One competency of a role beside what the person has shown. ``steps`` = levels still to go.

    ``helps`` are titles of steps of pathways that build it; ``levels`` what each level is called here.
    """

    title: str
    wanted: int
    shown: int | None
    on: dt.date | None
    helps: tuple[str, ...]
    levels: Mapping[int, str]

    @property
    def steps(self) -> int | None:
        return None if self.shown is None else max(0, self.wanted - self.shown)

    @property
    def to_go(self) -> str:
        return "1 level to go" if self.steps == 1 else f"{self.steps} levels to go"

    @property
    def wanted_words(self) -> str:
        return f"{self.wanted}, {self.levels[self.wanted].lower()}"

    @property
    def shown_words(self) -> str:
        return "" if self.shown is None else f"{self.shown}, {self.levels[self.shown].lower()}"


@dataclass(frozen=True)
class Way:
    """A pathway towards the role."""

    title: str
    purpose: str
    steps: int
    weeks: int


@dataclass(frozen=True)
class RolePage:
    """One role as everybody may read it."""

    role: RoleLink
    family: str
    source: str
    needs: tuple[Need, ...]
    before_roles: tuple[RoleLink, ...]
    before_jobs: tuple[str, ...]
    after: tuple[RoleLink, ...]
    pathways: tuple[Way, ...]
    programmes: tuple[Code, ...]


def families(staff_id: int | None) -> list[tuple[str, list[RoleOnMap]]]:
    """Every role of the national catalogue, by family in the order of the list: 4 queries."""
    roles = code_lists("board_role")["board_role"]
    before, after = _routes(roles)
    wanted: dict[str, dict[int, int]] = {}
    for code, competency, level in RoleProfileItem.objects.values_list(
        "profile__role_code", "competency_id", "level"
    ):
        wanted.setdefault(code, {})[competency] = level
    shown = {key: level for key, (level, _) in _shown(staff_id).items()}
    found: dict[str, list[RoleOnMap]] = {}
    for code, role in roles.items():
        asks = wanted.get(code, {})
        found.setdefault(_family(role), []).append(
            RoleOnMap(
                code=code,
                label=role.label,
                before=tuple(link.label for link in before.get(code, ())),
                after=tuple(after.get(code, ())),
                wanted=len(asks),
                shown=sum(shown.get(key, 0) >= level for key, level in asks.items()),
                known=bool(shown),
            )
        )
    return list(found.items())


def role_page(code: str, staff_id: int | None, unit_id: int, day: dt.date) -> RolePage | None:
    """One role, in the words of the framework here, or None if the catalogue has none of this code:
    8 queries.
    """
    lists = code_lists("board_role", "programme")
    role = lists["board_role"].get(code)
    if role is None:
        return None
    before, after = _routes(lists["board_role"])
    profile = RoleProfile.objects.filter(role_code=code).first()
    ways, helps = _ways(code, unit_id, day)
    links = before.get(code, ())
    return RolePage(
        role=RoleLink(code, role.label),
        family=_family(role),
        source=profile.source if profile else "",
        needs=_needs(profile, _shown(staff_id), helps, words(unit_id, day)),
        before_roles=tuple(link for link in links if link.code),
        before_jobs=tuple(link.label for link in links if not link.code),
        after=tuple(after.get(code, ())),
        pathways=ways,
        programmes=tuple(
            each for each in lists["programme"].values() if code in each.attributes.get("roles", ())
        ),
    )


def _family(role: Code) -> str:
    return str(role.attributes.get("family", OTHER_FAMILY))


def _routes(
    roles: Mapping[str, Code],
) -> tuple[dict[str, list[RoleLink]], dict[str, list[RoleLink]]]:
    """What comes before each role (jobs without a code), and the roles that come after it."""
    before: dict[str, list[RoleLink]] = {}
    after: dict[str, list[RoleLink]] = {}
    for route in RoleRoute.objects.order_by("role_code", "order", "pk"):
        if route.role_code not in roles:
            continue
        if not route.from_role:
            before.setdefault(route.role_code, []).append(RoleLink("", route.from_job))
        elif route.from_role in roles:
            comes_from = RoleLink(route.from_role, roles[route.from_role].label)
            before.setdefault(route.role_code, []).append(comes_from)
            leads_to = RoleLink(route.role_code, roles[route.role_code].label)
            after.setdefault(route.from_role, []).append(leads_to)
    return before, after


def _shown(staff_id: int | None) -> dict[int, tuple[int, dt.date]]:
    """The newest level of each competency that the person was assessed at, with its day."""
    if staff_id is None:
        return {}
    rows = CompetencyAssessment.objects.filter(staff_id=staff_id).order_by("assessed_on", "pk")
    return {row.competency_id: (row.level, row.assessed_on) for row in rows}


def _ways(code: str, unit_id: int, day: dt.date) -> tuple[tuple[Way, ...], dict[str, list[str]]]:
    """Pathways towards a role, and the steps that build each competency, by its code."""
    helps: dict[str, list[str]] = {}
    found = [each for each in pathways(unit_id, day).given if each.role_code == code]
    for each in found:
        for step in each.steps:
            helps.setdefault(step.competency, []).append(step.title)
    return tuple(_way(each) for each in found), helps


def _way(pathway: Pathway) -> Way:
    steps = pathway.steps
    return Way(pathway.title, pathway.purpose, len(steps), sum(step.weeks for step in steps))


def _needs(
    profile: RoleProfile | None,
    shown: Mapping[int, tuple[int, dt.date]],
    helps: Mapping[str, Sequence[str]],
    called: Words,
) -> tuple[Need, ...]:
    if profile is None:
        return ()
    items = profile.items.select_related("competency").order_by("competency__sort")
    return tuple(
        Need(
            title=called.domains.get(item.competency.code, item.competency.title),
            levels=called.levels,
            wanted=item.level,
            shown=shown[item.competency_id][0] if item.competency_id in shown else None,
            on=shown[item.competency_id][1] if item.competency_id in shown else None,
            helps=tuple(helps.get(item.competency.code, ())),
        )
        for item in items
    )
