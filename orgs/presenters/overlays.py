"""Words for overlays: periods, what is kept, and what an organisation belongs to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.urls import reverse

from orgs.access import actions as a
from orgs.access.viewer import Viewer
from orgs.inheritance.published import published_here
from orgs.models.overlays import Overlay
from orgs.models.units import OverlayMembership
from orgs.overlays import selectors
from orgs.panels import Waiting, panel, waits
from orgs.words import words_of_day

_DAY = dt.timedelta(days=1)
#: Fewer members than this, and much stays hidden: figures need several organisations behind them.
FEW = 10
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def register() -> None:
    """Panels and what waits. Called from ``OrgsConfig.ready``."""
    panel(
        "overlay",
        *(a.VIEW_TREE, a.MANAGE_TREE, a.MANAGE_STEWARDS, a.PUBLISH_DEFINITIONS),
        *(a.MANAGE_SHARED_POOLS, a.VIEW_AUDIT),
        order=1,
        template="orgs/overlay_panel.html",
        load=of_overlay,
    )
    panel(
        "memberships",
        *(a.VIEW_PEOPLE, a.MANAGE_ACCESS, a.FOUND_ACCESS, a.VIEW_AUDIT, a.READ_PACKS),
        order=95,
        template="orgs/memberships_panel.html",
        load=of_employer,
    )
    waits("overlays", a.MANAGE_TREE, order=12, load=asked)


def period(first: dt.date | None, until: dt.date | None) -> str:
    """The days of a membership: "From 1 April 2026", "1 April 2026 to 31 March 2027"."""
    since = words_of_day(first) if first else "the beginning"
    return f"{since} to {words_of_day(until - _DAY)}" if until else f"From {since}"


@dataclass(frozen=True)
class MembershipRow:
    """What an organisation belongs to, and for how long."""

    public_id: UUID
    overlay: str
    kind: str
    unit: str
    unit_code: str
    period: str
    to_come: bool


def membership_row(of: OverlayMembership, day: dt.date) -> MembershipRow:
    """One membership in words."""
    return MembershipRow(
        of.public_id,
        of.overlay.name,
        of.overlay.type.label,
        of.unit.name,
        of.unit.code,
        period(of.valid.lower, of.valid.upper),
        of.valid.lower is not None and of.valid.lower > day,
    )


@dataclass(frozen=True)
class KeptRow:
    """An overlay that is kept here, with the number of its members on the day."""

    overlay: Overlay
    members: int
    becomes: str


def kept_rows(kept: Sequence[Overlay], day: dt.date) -> list[KeptRow]:
    """What is kept here: one query for the numbers."""
    rows = OverlayMembership.objects.filter(
        overlay_id__in=[each.unit_id for each in kept], valid__contains=day
    )
    numbers = dict(rows.order_by().values_list("overlay_id").annotate(number=Count("id")))
    return [KeptRow(each, numbers.get(each.unit_id, 0), becomes(each)) for each in kept]


def becomes(overlay: Overlay) -> str:
    """What a cluster is planned to become; "" when nothing is planned."""
    if not overlay.successor_code or overlay.successor_on is None:
        return ""
    name = overlay.successor_name or overlay.successor_code
    return f"{name} ({overlay.successor_code}) from {words_of_day(overlay.successor_on)}"


def hidden_words(members: int) -> str:
    """How much is to be seen with so few members; "" for many."""
    if members >= FEW:
        return ""
    many = _NUMBERS[members]
    organisations = "organisation" if members == 1 else "organisations"
    return (
        f"With {many} {organisations} many figures stay hidden. "
        "That is the rule that protects people: a figure is shown when enough people and enough "
        "organisations are in it, and when nobody could work out a hidden one from others."
    )


# --- panels ---------------------------------------------------------------------------------------------


def of_overlay(viewer: Viewer) -> dict[str, Any] | None:
    """The overlay in the URL: who belongs to it, who keeps it, what may be seen, and where to go."""
    here = viewer.here
    if here.kind != "overlay":
        return None
    inside = selectors.members(here.id, viewer.day)
    overlay = selectors.of_unit(here.id)
    return {
        "code": here.code,
        "open": here.open,
        "members": inside,
        "offers": published_here(here.id, viewer.day),
        "gives_roles": viewer.may(a.MANAGE_STEWARDS),
        "publishes": viewer.may(a.PUBLISH_DEFINITIONS),
        "overlay": overlay,
        "becomes": becomes(overlay) if overlay else "",
        "hidden": hidden_words(len(inside)),
        "sees_figures": any(r.family == "aggregate" for r in viewer.reaching),
        "keeps": viewer.may(a.MANAGE_TREE),
    }


def of_employer(viewer: Viewer) -> dict[str, Any] | None:
    """What the employer in the URL belongs to; None where that is nothing."""
    if not viewer.here.is_employer:
        return None
    found = selectors.memberships_of(viewer.here.id, viewer.day)
    rows = [membership_row(each, viewer.day) for each in found]
    return {"rows": rows, "code": viewer.here.code} if rows else None


def asked(viewer: Viewer) -> list[Waiting]:
    """Organisations of the viewer's branch that are asked to join something of another."""
    return [
        Waiting(
            f"{each.unit.name} is asked to join {each.overlay.name}",
            "Answer",
            reverse("orgs:answer_invite", args=[viewer.here.code, each.public_id]),
        )
        for each in selectors.asked(viewer)
    ]
