"""The succession lead's home page: what of the board needs her first."""

from collections.abc import Callable
from typing import Any

from orgs import audit
from orgs.access.viewer import Viewer
from succession.board import Board, Successor
from succession.board import board as read_board
from succession.enums import Disclosure


def board_at_a_glance(viewer: Viewer) -> dict[str, Any] | None:
    """Posts without cover, judgements out of date, named without a pathway, not told; with the names."""
    if not viewer.here.is_employer:
        return None
    board = read_board(viewer.here.id, viewer.day)
    if not board.rows:
        return {"empty": True, "rows": []}
    items = [
        _posts("No emergency cover", [r.title for r in board.rows if not r.emergency_cover]),
        _posts("No successor named", [r.title for r in board.rows if not r.in_line]),
        _people("Readiness out of date", board, lambda s: bool(s.stale)),
        _people("Named, and no pathway yet", board, lambda s: s.in_line and not s.has_pathway),
        _people("Not told yet", board, lambda s: s.disclosure == Disclosure.NOT_TOLD),
    ]
    audit.record_read(
        viewer,
        "succession.glance",
        {s.staff_id for item in items for s in item["people"]},
        purpose="succession planning",
    )
    return {"empty": False, "rows": items}


def _posts(label: str, titles: list[str]) -> dict[str, Any]:
    return {"label": label, "count": len(titles), "posts": titles, "people": []}


def _people(label: str, board: Board, keep: Callable[[Successor], bool]) -> dict[str, Any]:
    found: dict[int, Successor] = {}
    for successor in board.successors:
        if keep(successor):
            found.setdefault(successor.staff_id, successor)
    return {"label": label, "count": len(found), "posts": [], "people": list(found.values())}
