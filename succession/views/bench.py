"""The bench of a board, and the posts that fall vacant."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from orgs.access.rules import ViewerRequest, access
from orgs.web import as_at
from orgs.web.found import whole_number
from succession import board as boards
from succession import exposure_rules, looks
from succession.access import VIEW_SUCCESSION
from succession.bench_page import DEEPEST, DEPTH, bench_page
from succession.demand_page import demand_page
from succession.looking_back import no_longer_kept
from succession.views.common import asked_of_plan, page, past_of


def _depth(text: str) -> int:
    """How many moves are followed: what was asked for, as far as it can be."""
    return min(max(whole_number(text, DEPTH), 1), DEEPEST)


@access(VIEW_SUCCESSION)
@require_safe
def bench(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Both counts, who is counted where, the departures that hurt most and one cascade, on a day."""
    viewer, asked = request.viewer, request.GET
    at = asked_of_plan(request, "bench")
    if at.wrong:
        return as_at.refused(request, at, title="Bench strength", nav="succession")
    day = at.day
    board = boards.board(viewer.here.id, day, past=past_of(request, at))
    shown = bench_page(
        board,
        exposure_rules.rules(viewer.here.id, day),
        chosen=asked.get("post", ""),
        depth=_depth(asked.get("depth", "")),
        today=viewer.day,
    )
    looks.at_board(viewer, "succession.bench", board)
    name = "succession/bench.html#cascade" if request.htmx else "succession/bench.html"
    gone = no_longer_kept(viewer.here.id, day, viewer.day)
    return page(request, name, {"page": shown, "gone": gone, "as_at": at})


@access(VIEW_SUCCESSION)
@require_safe
def demand(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Posts that are known to fall vacant in the next quarters."""
    viewer = request.viewer
    board = boards.board(viewer.here.id, viewer.day)
    looks.at_board(viewer, "succession.demand", board)
    return page(request, "succession/demand.html", {"page": demand_page(board)})
