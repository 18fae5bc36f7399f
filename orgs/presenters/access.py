"""Words of the access pages."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.access.actions import Action, actions
from orgs.access.explain import Chain, Holder
from orgs.access.grants import can_extend
from orgs.access.moves import Move
from orgs.access.preview import Preview
from orgs.access.roles import Role, roles
from orgs.access.usage import is_unused, own_only
from orgs.access.viewer import Viewer
from orgs.models.access import Grant
from orgs.words import words_of_day, words_of_last_day

#: Headings of the families of action. An app above that adds a family adds its words here by
#: registering an action: a family without words is shown by its name.
FAMILIES = {
    "people": "People of the employer",
    "staffing": "The list of staff",
    "keeping": "How long records are kept",
    "lifting": "Stops of the removal of records",
    "succession": "Succession plans and who is named",
    "learning": "Learning and development",
    "pools": "Talent pools",
    "sharing": "Profiles that people from elsewhere share",
    "equality": "Equality records",
    "aggregate": "Published figures, which identify nobody",
    "reports": "Reports",
    "packs": "Reports sent to board and committee readers",
    "structure": "Which organisations there are",
    "tree": "Changes to organisations",
    "definitions": "Templates for the organisations below",
    "settings": "Settings of the organisation",
    "access": "Access",
    "founding": "Founding access",
    "stewardship": "Roles above the employer",
    "support": "Support access to employers",
    "audit": "Audit log",
    "own": "One's own record",
    "corrections": "Corrections that people ask for",
}


def family_label(family: str) -> str:
    """The heading of a family of action."""
    return FAMILIES.get(family, family.replace("_", " ").capitalize())


#: A role that opened nothing on the day, as nobody had confirmed it yet.
WAITED = "Waited for a second administrator"


@dataclass(frozen=True)
class GrantRow:
    """One role of one colleague, as the access page shows it."""

    public_id: UUID
    name: str
    login: str
    role: str
    period: str
    given_by: str
    reason: str
    state: str
    colour: str
    may_change: bool
    may_confirm: bool
    may_resend: bool
    may_extend: bool = False
    confirmed_by: str = ""
    extended: str = ""
    used: str = ""
    unused: bool = False


def grant_rows(viewer: Viewer, grants: Iterable[Any], given: Iterable[Role]) -> list[GrantRow]:
    """Rows for the page, from ``listing.at_unit``; `given` are the roles that the viewer may change."""
    codes = {role.code for role in given}
    return [_grant_row(viewer, grant, codes) for grant in grants]


def grant_rows_then(grants: Iterable[Any], waited: Collection[int]) -> list[GrantRow]:
    """Rows for the page of an earlier day, from ``listing.at_unit_on``: nothing can be done there.

    `waited` are those that nobody had confirmed yet.
    """
    return [
        GrantRow(
            public_id=grant.public_id,
            name=grant.staff_name or "",
            login=grant.user.login,
            role=roles.get(grant.role).label,
            period=period(grant.valid_from, grant.valid_to),
            given_by=_giver(grant),
            reason=grant.reason,
            state=WAITED if grant.pk in waited else "",
            colour="yellow" if grant.pk in waited else "",
            may_change=False,
            may_confirm=False,
            may_resend=False,
        )
        for grant in grants
    ]


def _grant_row(viewer: Viewer, grant: Any, given: set[str]) -> GrantRow:
    role = roles.get(grant.role)
    others = grant.user_id != viewer.user_id and role.code in given
    waiting = role.second_needed and grant.confirmed_by_id is None
    state, colour = _state(viewer, grant, waiting=waiting)
    return GrantRow(
        public_id=grant.public_id,
        name=grant.staff_name or "",
        login=grant.user.login,
        role=role.label,
        period=period(grant.valid_from, grant.valid_to),
        given_by=_giver(grant),
        reason=grant.reason,
        state=state,
        colour=colour,
        may_change=others,
        may_confirm=others and waiting and grant.granted_by_id != viewer.user_id,
        may_resend=others and not grant.user.has_usable_password(),
        may_extend=others and can_extend(viewer, grant),
        confirmed_by=grant.confirmed_by.login if grant.confirmed_by else "",
        extended=(
            f"Extended by {grant.extended_by.login}: {grant.extension}" if grant.extended_by else ""
        ),
        used=used_words(grant),
        unused=is_unused(grant, viewer.day),
    )


def used_words(grant: Any) -> str:
    """When a role was last used; "" where that is not noted, as of one's own record."""
    use = getattr(grant, "use", None)
    if use is None or grant.role in own_only():
        return ""
    if use.last_on is None:
        return f"Not since {words_of_day(use.noted_since)}"
    return words_of_day(use.last_on)


@dataclass(frozen=True)
class AboveRow:
    """A role given at a unit above that reaches here."""

    called: str
    role: str
    where: str
    period: str
    given_by: str


def above_rows(holders: Iterable[Holder]) -> list[AboveRow]:
    """Each role from above once, whatever it allows here."""
    rows = {
        (h.user_id, h.role.code, h.unit_code, h.valid_from): AboveRow(
            h.called,
            h.role.label,
            h.unit_name,
            period(h.valid_from, h.valid_to),
            h.granted_by or "Set up by the platform",
        )
        for h in holders
        if h.from_above
    }
    return sorted(rows.values(), key=lambda row: (row.where, row.called))


#: Beginning of the sentence about each kind of move; it goes on with the day.
_MOVES = {
    "joined": "Joined",
    "moved": "Has no job there since",
    "left": "Left, and the role ended,",
    "leaves": "Leaves, and the role ends,",
}


@dataclass(frozen=True)
class MoveRow:
    """One line of "Joiners, movers and leavers"."""

    name: str
    role: str
    what: str
    colour: str
    kind: str


def move_rows(found: Iterable[Move]) -> list[MoveRow]:
    """What changed, in words; who moved asks for a look, the others need none."""
    rows = []
    for move in found:
        joiner = "" if move.kind in ("joined", "moved") else "on "
        what = f"{_MOVES[move.kind]} {joiner}{words_of_day(move.on)}"
        if move.kind == "moved" and move.now_at:
            what += f"; the job is at {move.now_at} now"
        role = f"{move.role} at {move.where}" if move.where else move.role
        kind = {"joined": "Joiner", "moved": "Mover"}.get(move.kind, "Leaver")
        colour = {"Joiner": "blue", "Mover": "yellow"}.get(kind, "grey")
        rows.append(MoveRow(move.name, role, what, colour, kind))
    return rows


@dataclass(frozen=True)
class PreviewWords:
    """What somebody would gain by a role, in plain words."""

    title: str
    may: tuple[str, ...]
    reach: tuple[str, ...]
    never: tuple[str, ...]
    held: str
    again: bool


def preview_words(found: Preview) -> PreviewWords:
    """The preview of the invitation form."""
    may = tuple(
        f"{a.label[:1].upper()}{a.label[1:]}" for a in (*found.inside, *found.alone, *found.below)
    )
    reach = []
    if found.inside:
        parts = f", and its parts: {', '.join(found.parts)}" if found.parts else ""
        reach.append(f"{found.here}{parts}. It stops there")
    if found.alone:
        reach.append(f"{found.here} alone: its own figures, not those of organisations below")
    if found.below:
        number = "1 organisation" if found.units == 1 else f"{found.units} organisations"
        reach.append(f"{found.here} and {number} below: figures and structure, never a person")
    never = [family_label(f) for f in found.without]
    if not found.below:
        never.append("Anything at another organisation")
    held = (
        f"Holds here already: {', '.join(found.held)}" if found.held else "Holds no role here yet"
    )
    return PreviewWords(
        f"What {found.role.label} would open", may, tuple(reach), tuple(never), held, found.again
    )


def _giver(grant: Any) -> str:
    if grant.granted_by is None:
        return "Set up by the platform"
    return str(grant.giver_name or grant.granted_by.login)


def _state(viewer: Viewer, grant: Grant, *, waiting: bool) -> tuple[str, str]:
    if waiting:
        return "Waits for a second administrator", "yellow"
    if not grant.user.has_usable_password():
        return "Invited", "blue"
    if grant.valid_from > viewer.day:
        return "Not started", "grey"
    return "", ""


def invited_words(grant: Grant, today: dt.date) -> str:
    """What became of a role that was just given, by the same states as the list of roles."""
    login, role = grant.user.login, roles.get(grant.role)
    if role.second_needed:
        return f"A second administrator must confirm the role of {login}. They have been told by email."
    if not grant.user.has_usable_password():
        return f"{login} is invited by email. The role is theirs when they accept."
    begins = f" from {words_of_day(grant.valid_from)}" if grant.valid_from > today else ""
    return f"{login} has the role{begins}, and has been told by email."


def period(first: dt.date, until: dt.date | None) -> str:
    """From 1 April 2026 to 31 March 2027: both days with the role."""
    begins = f"From {words_of_day(first)}"
    if until is None:
        return begins
    if until <= first:
        return f"Ended before {words_of_day(first)}"
    return f"{begins} to {words_of_last_day(until)}"


@dataclass(frozen=True)
class WhyGroup:
    """One action of the viewer and every chain that gives it."""

    action: Action
    heading: str
    chains: tuple[Chain, ...]


def why_groups(chains: Iterable[Chain]) -> list[tuple[str, list[WhyGroup]]]:
    """Family heading and its actions with their chains, in the order of the chains."""
    by_action: dict[str, list[Chain]] = {}
    for chain in chains:
        by_action.setdefault(chain.action.code, []).append(chain)
    grouped: dict[str, list[WhyGroup]] = {}
    for code, found in by_action.items():
        action = actions.get(code)
        heading = f"You may {action.label}"
        grouped.setdefault(family_label(action.family), []).append(
            WhyGroup(action, heading, tuple(found))
        )
    return list(grouped.items())


@dataclass(frozen=True)
class HolderRow:
    """Somebody who may do an action here, and the chain in one line."""

    called: str
    role: str
    chain: str
    above: bool


def who_groups(holders: Iterable[Holder]) -> list[dict[str, Any]]:
    """Families, each with its actions and, for each action, who may do it and why."""
    families: dict[str, dict[str, list[HolderRow]]] = {}
    for holder in holders:
        label = actions.get(holder.action).label
        rows = families.setdefault(holder.family, {}).setdefault(label, [])
        rows.append(
            HolderRow(holder.called, holder.role.label, holder_chain(holder), holder.from_above)
        )
    order = [*FAMILIES, *families]
    return [
        {
            "family": family,
            "heading": family_label(family),
            "actions": [
                {"label": label[:1].upper() + label[1:], "rows": rows}
                for label, rows in found.items()
            ],
        }
        for family, found in sorted(families.items(), key=lambda pair: order.index(pair[0]))
    ]


def holder_chain(holder: Holder) -> str:
    """How somebody came to a role here, in one line."""
    reach = ", which reaches every organisation below" if holder.from_above else ""
    by = f"given by {holder.granted_by}" if holder.granted_by else "given when it was set up"
    when = period(holder.valid_from, holder.valid_to)
    return f"{when}, {by}. Role given at {holder.unit_name}{reach}."
