"""Home pages: what of the board needs the succession lead first, and the answer a person owes."""

import datetime as dt
from typing import Any

from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.held import own_record
from orgs.panels import Waiting
from orgs.words import words_of_day
from succession import looks, packs, returns, selectors, signing
from succession.board import Board
from succession.board import board as read_board
from succession.ended import Ended, ended_lately
from succession.enums import Disclosure, PlanState, SignatureState
from succession.worklist import findings

#: So many of each kind the home page names; the worklist has them all.
NAMED_AT_A_GLANCE = 5
#: Days before a return is due from which the home page says so.
RETURN_SOON = 30


def board_at_a_glance(viewer: Viewer) -> dict[str, Any] | None:
    """How many things of each kind the worklist holds, and the names of the first of them."""
    if not viewer.here.is_employer:
        return None
    board = _board(viewer)
    found = findings(board, _lately(viewer), viewer.user_id)
    first = {each.key: each.items[:NAMED_AT_A_GLANCE] for each in found}
    looks.at_people(
        viewer,
        "succession.glance",
        (i.successor for items in first.values() for i in items if i.successor),
    )
    return {
        "empty": not board.rows,
        "rows": [(each, first[each.key], len(each.items) - len(first[each.key])) for each in found],
    }


def _board(viewer: Viewer) -> Board:
    """The board of today, read once for a page."""
    if "board" not in viewer.extra:
        viewer.extra["board"] = read_board(viewer.here.id, viewer.day)
    read: Board = viewer.extra["board"]
    return read


def _lately(viewer: Viewer) -> dict[int, list[Ended]]:
    """The nominations that ended lately, read once for a page."""
    if "lately" not in viewer.extra:
        viewer.extra["lately"] = ended_lately(viewer.here.id, viewer.day)
    read: dict[int, list[Ended]] = viewer.extra["lately"]
    return read


def on_the_worklist(viewer: Viewer) -> list[Waiting]:
    """That the worklist of the plan is not empty."""
    if not viewer.here.is_employer:
        return []
    found = findings(_board(viewer), _lately(viewer), viewer.user_id)
    number = sum(len(each.items) for each in found)
    if not number:
        return []
    said = (
        "1 thing on the board plan is" if number == 1 else f"{number} things on the board plan are"
    )
    page = reverse("succession:worklist", args=[viewer.here.code])
    return [Waiting(f"{said} overdue or contradictory", "Open the worklist", page)]


def returns_due(viewer: Viewer) -> list[Waiting]:
    """Returns that are late, or due within a month and not signed."""
    if not viewer.here.is_employer:
        return []
    soon = viewer.day + dt.timedelta(days=RETURN_SOON)
    found = [
        each
        for each in returns.asked(viewer.here.id, viewer.day)
        if each.signed is None and each.due_on is not None and each.due_on <= soon
    ]
    return [
        Waiting(
            f"{each.definition.title} {'was' if each.state == 'LATE' else 'is'} due on {words_of_day(each.due_on)}",
            "Read and sign",
            reverse("succession:return", args=[viewer.here.code, each.public_id]),
        )
        for each in found
    ]


def my_answer(viewer: Viewer) -> list[Waiting]:
    """The roles that the person was told of and has not answered yet."""
    record = own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return []
    page = reverse("learning:development", args=[viewer.here.code])
    return [
        Waiting(
            f"You were told on {words_of_day(told.told_on)} that you are named for {told.title}",
            "Answer",
            page,
        )
        for told in (
            *selectors.told(viewer.here.id, record.pk),
            *selectors.told_elsewhere(viewer.person_id),
        )
        if told.disclosure == Disclosure.TOLD
    ]


def my_signatures(viewer: Viewer) -> list[Waiting]:
    """The plans that wait for the viewer's own signature."""
    return [
        Waiting(
            "The board succession plan waits for your signature",
            "Read and sign it",
            reverse("succession:sign_paper", args=[viewer.here.code, each.public_id]),
        )
        for each in signing.asked_of(viewer.here.id, viewer.person_id)
        if each.state == SignatureState.WAITING
    ]


def my_packs(viewer: Viewer) -> list[Waiting]:
    """The board packs that were sent to the viewer and that she has not opened."""
    page = reverse("succession:packs_sent", args=[viewer.here.code])
    return [
        Waiting(f"The board pack of {row.pack.title} was sent to you", "Open it", page)
        for row in packs.sent_to(viewer)
        if row.opened_at is None
    ]


def sent_back(viewer: Viewer) -> list[Waiting]:
    """The plan that a signer sent back."""
    plan = selectors.plan(viewer.here.id, viewer.day)
    if plan is None or plan.state != PlanState.DRAFT or plan.submitted_on is None:
        return []
    page = reverse("succession:sign_off", args=[viewer.here.code])
    return [Waiting("The succession plan was sent back to you with a note", "Read the note", page)]
