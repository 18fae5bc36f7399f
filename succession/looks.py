"""Who looked at whom on the pages of the plan: colleagues by their records, others by what they share."""

from collections.abc import Iterable
from uuid import UUID

from orgs import audit
from orgs.access.viewer import Viewer
from succession.board import Board
from succession.ended import Ended
from succession.models import Nomination
from succession.successor_row import Successor

PURPOSE = "succession planning"


def at_people(
    viewer: Viewer,
    page: str,
    people: Iterable[Successor | Ended],
    *,
    also: Iterable[int] = (),
) -> None:
    """Record that a page showed successors, present or ended, and colleagues by the ids in `also`."""
    shown = list(people)
    staff = {s.staff_id for s in shown if s.staff_id is not None} | set(also)
    _record(viewer, page, staff, {s.profile for s in shown if s.profile is not None})


def at_board(viewer: Viewer, page: str, board: Board, ended: Iterable[Ended] = ()) -> None:
    """Record that a page showed everybody on a board, and those of `ended`."""
    at_people(viewer, page, [*board.successors, *ended], also=board.staff_ids)


def at_nominations(viewer: Viewer, page: str, rows: Iterable[Nomination]) -> None:
    """Record that a page showed nominations, each loaded with its profile."""
    shown = list(rows)
    staff = {n.staff_id for n in shown if n.staff_id is not None}
    _record(viewer, page, staff, {n.profile.public_id for n in shown if n.profile is not None})


def _record(viewer: Viewer, page: str, staff: Iterable[int], profiles: Iterable[UUID]) -> None:
    audit.record_read(viewer, page, staff, purpose=PURPOSE)
    audit.record_profiles(viewer, page, profiles, purpose=PURPOSE)
