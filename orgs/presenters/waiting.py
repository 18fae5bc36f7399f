"""What waits on a unit's home page for those who run its access, organisations and settings."""

from django.urls import reverse

from orgs import corrections
from orgs.access import actions as a
from orgs.access import grants
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.inheritance import selectors as inheritance
from orgs.inheritance import services
from orgs.models.restructure import RestructurePlan
from orgs.panels import Waiting, waits
from orgs.presenters.definitions import counts
from orgs.restructure import duplicates, lists
from orgs.restructure import selectors as restructure
from orgs.templatetags.ui import day as words_of_day

#: So many access administrators an employer needs: one to give what asks for two, one to confirm it.
ENOUGH_ADMINISTRATORS = 2


def register() -> None:
    """Register what may wait. Called from ``OrgsConfig.ready``."""
    granting = (a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS)
    waits("changes", a.MANAGE_TREE, order=10, load=changes)
    waits("handover", a.DECIDE_HANDOVER, order=12, load=handover)
    waits("after_change", a.DECIDE_HANDOVER, order=13, load=met)
    waits("roles", *granting, order=20, load=roles_to_look_at)
    waits("corrections", a.ANSWER_CORRECTIONS, order=25, load=corrections_asked)
    waits("settings", a.ADAPT_DEFINITIONS, order=30, load=settings)


def changes(viewer: Viewer) -> list[Waiting]:
    """Changes of organisations, drawn up here, that are neither applied nor cancelled."""
    return [
        Waiting(*said, reverse("orgs:change", args=[viewer.here.code, plan.public_id]))
        for plan in restructure.plans(viewer)
        if (said := _next_of(plan, viewer))
    ]


def handover(viewer: Viewer) -> list[Waiting]:
    """Changes that split this employer, until their day: where its people and posts go."""
    return [
        Waiting(
            f"{each.title} on {words_of_day(each.on)}: you have confirmed where people and posts go"
            if each.confirmed_at
            else f"{each.title} on {words_of_day(each.on)}: say where people and posts go",
            "See the list" if each.confirmed_at else "Choose",
            reverse("orgs:handover", args=[viewer.here.code, each.public_id]),
        )
        for each in lists.lists_here(viewer)
    ]


def met(viewer: Viewer) -> list[Waiting]:
    """How many pairs met here when organisations changed, and are not settled."""
    number = len(duplicates.open_pairs(viewer))
    if not number:
        return []
    what = "1 pair" if number == 1 else f"{number} pairs"
    page = reverse("orgs:after_change", args=[viewer.here.code])
    return [Waiting(f"{what} of a kind met when organisations changed", "Settle", page)]


def _next_of(plan: RestructurePlan, viewer: Viewer) -> tuple[str, str] | None:
    if plan.state in (PlanState.APPLIED, PlanState.CANCELLED):
        return None
    if plan.state == PlanState.APPROVED:
        return f"{plan.title}: approved by two people, not applied yet", "Apply it"
    if plan.first_approver_id is None:
        return f"{plan.title}: waits for decisions and a first approval", "Go on"
    if plan.first_approver_id == viewer.user_id:
        return f"{plan.title}: you approved it, another administrator must too", "See it"
    return f"{plan.title}: needs your approval, as the second of two people", "Approve it"


def roles_to_look_at(viewer: Viewer) -> list[Waiting]:
    """Roles to confirm, invitations that were not accepted, and administrators not appointed."""
    page = reverse("orgs:access", args=[viewer.here.code])
    found = []
    if number := grants.to_confirm(viewer):
        what = "1 role waits" if number == 1 else f"{number} roles wait"
        found.append(Waiting(f"{what} for a second administrator to confirm it", "Confirm", page))
    if number := grants.not_accepted(viewer):
        what = "1 invitation is" if number == 1 else f"{number} invitations are"
        found.append(Waiting(f"{what} not accepted yet", "See which", page))
    if viewer.may(a.FOUND_ACCESS):
        held = grants.in_force(viewer.here.id, viewer.day).filter(role="access_admin").count()
        if held < ENOUGH_ADMINISTRATORS:
            invite = reverse("orgs:invite", args=[viewer.here.code])
            words = "This organisation has fewer than 2 access administrators"
            found.append(Waiting(words, "Appoint one", invite))
    return found


def corrections_asked(viewer: Viewer) -> list[Waiting]:
    """How many people ask for a correction; their page names them."""
    number = len(corrections.open_requests(viewer.here.id))
    if not number:
        return []
    who = "1 person asks" if number == 1 else f"{number} people ask"
    page = reverse("orgs:corrections", args=[viewer.here.code])
    return [Waiting(f"{who} for a correction of their record", "Answer", page)]


def settings(viewer: Viewer) -> list[Waiting]:
    """Settings whose definition changed above after they were adapted here."""
    kinds = {kind.code for kind in services.kinds_here(viewer)}
    standings = inheritance.standings(None, viewer.here.id, viewer.day)
    return [
        Waiting(
            f"{each.title} changed above: choose what holds here",
            "Choose",
            reverse("orgs:setting", args=[viewer.here.code, each.public_id]),
        )
        for each in (standing.effective for standing in standings)
        if each.kind.code in kinds and counts(each).get("conflict")
    ]
