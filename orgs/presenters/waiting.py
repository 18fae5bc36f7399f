"""What waits on a unit's home page for those who run its access, organisations and settings."""

from django.urls import reverse

from orgs import corrections
from orgs.access import actions as a
from orgs.access import grants, listing, reviews, support
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import PlanState
from orgs.inheritance import rights
from orgs.inheritance import selectors as inheritance
from orgs.models.restructure import RestructurePlan
from orgs.panels import Waiting, waits
from orgs.presenters.definitions import counts
from orgs.presenters.proposals import comes_to
from orgs.proposals import selectors as proposals
from orgs.restructure import asking, duplicates, lists
from orgs.restructure import selectors as restructure
from orgs.words import words_of_day


def register() -> None:
    """Register what may wait. Called from ``OrgsConfig.ready``."""
    granting = (a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS)
    waits("changes", a.MANAGE_TREE, order=10, load=changes)
    waits("ods", a.MANAGE_TREE, order=11, load=from_ods)
    waits("handover", a.DECIDE_HANDOVER, order=14, load=handover)
    waits("after_change", a.DECIDE_HANDOVER, order=13, load=met)
    waits("roles", *granting, order=20, load=roles_to_look_at)
    waits("reviews", *granting, order=21, load=review_to_do)
    waits("support", a.ASK_SUPPORT, order=22, load=support_to_do)
    waits("corrections", a.ANSWER_CORRECTIONS, order=25, load=corrections_asked)
    waits("notices", *asking.READERS, order=15, load=notices)
    waits("settings", a.ADAPT_DEFINITIONS, order=30, load=settings)


def changes(viewer: Viewer) -> list[Waiting]:
    """Changes of organisations, drawn up here, that are neither applied nor cancelled."""
    return [
        Waiting(*said, reverse("orgs:change", args=[viewer.here.code, plan.public_id]))
        for plan in restructure.plans(viewer)
        if (said := _next_of(plan, viewer))
    ]


def notices(viewer: Viewer) -> list[Waiting]:
    """Planned changes that concern this organisation, until somebody here has commented."""
    return [
        Waiting(
            f"A change of organisations is planned that concerns us: {each.title}",
            "Read it and comment",
            reverse("orgs:notice", args=[viewer.here.code, each.public_id]),
        )
        for each in asking.unanswered_notices(viewer)
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
    if plan.state == PlanState.DRAFT:
        return f"{plan.title}: is being drawn up", "Go on"
    if plan.first_approver_id is None:
        return f"{plan.title}: waits for a first approval", "Go on"
    if plan.first_approver_id == viewer.user_id:
        return f"{plan.title}: you approved it, another administrator must too", "See it"
    return f"{plan.title}: needs your approval, as the second of two people", "Approve it"


def from_ods(viewer: Viewer) -> list[Waiting]:
    """At the nation: what the Organisation Data Service says that the tree does not."""
    if not proposals.at_the_top(viewer):
        return []
    page, waits_for = reverse("orgs:proposals", args=[viewer.here.code]), []
    if (new := proposals.waiting(viewer.here.id)) is not None:
        said = f"The Organisation Data Service differs from the tree: {comes_to(new.plan)}"
        link = reverse("orgs:proposal", args=[viewer.here.code, new.public_id])
        waits_for.append(Waiting(said, "Look at it", link))
    check = proposals.last_check(viewer.here.id)
    if check is not None and check.faults:
        said = "The files of the Organisation Data Service could not be compared last night"
        waits_for.append(Waiting(said, "See why", page))
    return waits_for


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
    if listing.too_few_administrators(viewer):
        invite = reverse("orgs:invite", args=[viewer.here.code])
        words = "This organisation has fewer than 2 access administrators"
        label = "Appoint one" if viewer.may(a.FOUND_ACCESS) else "Invite a second"
        found.append(Waiting(words, label, invite))
    return found


def review_to_do(viewer: Viewer) -> list[Waiting]:
    """Roles of the quarter's access review that wait for the viewer, or that nobody looked at in time."""
    done = reviews.progress(viewer)
    if done is None or not done.open:
        return []
    page = reverse("orgs:access_review", args=[viewer.here.code])
    late = done.overdue(viewer.day)
    due = (
        f"was due on {words_of_day(done.review.due_on)}"
        if late
        else f"is due on {words_of_day(done.review.due_on)}"
    )
    if done.mine:
        what = "1 role waits" if done.mine == 1 else f"{done.mine} roles wait"
        return [Waiting(f"{what} for you in the access review, which {due}", "Review", page)]
    if not late:
        return []
    what = "1 role was" if done.open == 1 else f"{done.open} roles were"
    return [Waiting(f"{what} not looked at in the access review, which {due}", "See which", page)]


def support_to_do(viewer: Viewer) -> list[Waiting]:
    """Support access that waits for a second person, and employers that nobody administers."""
    page = reverse("orgs:support", args=[viewer.here.code])
    moment = now()
    asked = [row for row in support.at_desk(viewer)[:50] if support.waits(row, moment)]
    others = sum(row.requested_by_id != viewer.user_id for row in asked)
    found = []
    if others:
        what = "1 request waits" if others == 1 else f"{others} requests wait"
        found.append(Waiting(f"{what} for a second person of support", "See it", page))
    if number := len(support.orphans(viewer)):
        who = "1 employer has" if number == 1 else f"{number} employers have"
        found.append(Waiting(f"{who} nobody who administers access", "See which", page))
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
    kinds = {kind.code for kind in rights.kinds_here(viewer)}
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
