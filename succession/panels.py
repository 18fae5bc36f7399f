"""Home pages: what of the board needs the succession lead first, and the answer a person owes."""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from learning.selectors import own_record
from orgs import audit
from orgs.access.viewer import Viewer
from orgs.panels import Waiting
from orgs.templatetags.ui import day
from succession import selectors
from succession.board import Board, Successor
from succession.board import board as read_board
from succession.enums import Disclosure


def board_at_a_glance(viewer: Viewer) -> dict[str, Any] | None:
    """People to judge again, to tell, to hear from, to prepare for; posts without successor or cover."""
    if not viewer.here.is_employer:
        return None
    board = read_board(viewer.here.id, viewer.day)
    if not board.rows:
        return {"empty": True, "rows": []}
    items = [
        _people(
            "Held back, and due to be looked at again",
            board,
            lambda s: s.withheld_until is not None and s.withheld_until <= viewer.day,
        ),
        _people("Readiness out of date", board, lambda s: bool(s.stale)),
        _people("Told, no answer yet", board, lambda s: s.disclosure == Disclosure.TOLD),
        _people("Not told yet", board, lambda s: s.disclosure == Disclosure.NOT_TOLD),
        _people("Named, and no pathway yet", board, lambda s: s.in_line and not s.has_pathway),
        _posts("No successor named", [r.title for r in board.rows if not r.in_line]),
        _posts("No emergency cover", [r.title for r in board.rows if not r.emergency_cover]),
    ]
    audit.record_read(
        viewer,
        "succession.glance",
        {s.staff_id for item in items for s in item["people"]},
        purpose="succession planning",
    )
    return {"empty": False, "rows": [item for item in items if item["count"]]}


def _posts(label: str, titles: list[str]) -> dict[str, Any]:
    return {"label": label, "count": len(titles), "posts": titles, "people": []}


def _people(label: str, board: Board, keep: Callable[[Successor], bool]) -> dict[str, Any]:
    found: dict[int, Successor] = {}
    for successor in board.successors:
        if keep(successor):
            found.setdefault(successor.staff_id, successor)
    return {"label": label, "count": len(found), "posts": [], "people": list(found.values())}


def my_answer(viewer: Viewer) -> list[Waiting]:
    """The roles that the person was told of and has not answered yet."""
    record = own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return []
    page = reverse("learning:development", args=[viewer.here.code])
    return [
        Waiting(
            f"You were told on {day(told.told_on)} that you are named for {told.title}",
            "Answer",
            page,
        )
        for told in selectors.told(viewer.here.id, record.pk)
        if told.disclosure == Disclosure.TOLD
    ]
