"""The board plan on one page."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from orgs.access.rules import ViewerRequest, access
from orgs.inheritance.selectors import effective_each
from orgs.web import as_at
from orgs.web.as_at import AsAt
from succession import board as boards
from succession import exposure_rules, life_page, looking_back, looks, selectors, template
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.ended import ended_lately
from succession.exposure_words import exposure_by_post
from succession.presenters import GAPS, Filters, plan_page
from succession.row_words import ENDED_SHOWN, Editing
from succession.views.common import all_codes, asked_of_plan, page, past_of, row_fragment


def filters_of(asked: QueryDict) -> Filters:
    """The filters that a request names."""
    return Filters(*(asked.get(name, "").strip() for name in ("q", "risk", "gap")))


def plan_context(
    request: ViewerRequest,
    asked: AsAt,
    filters: Filters,
    *,
    moved: tuple[UUID, str] | None = None,
) -> dict[str, Any]:
    """What ``succession/plan.html`` shows of a day; that it was shown is recorded."""
    viewer, unit_id, day = request.viewer, request.viewer.here.id, asked.day
    past = past_of(request, asked)
    board = boards.board(unit_id, day, past=past)
    of = selectors.plan(unit_id, day)
    signed = of.signed_off_on if of else None
    if past is not None and of is not None:
        of = looking_back.plan_then(of, past)
    codes = all_codes(viewer)
    settings = effective_each(
        unit_id, day, template.PLAN_TEMPLATE.code, exposure_rules.EXPOSURE_RULES.code
    )
    rules = template.rules_of(settings[template.PLAN_TEMPLATE.code])
    ended = ended_lately(unit_id, day, past)
    weights = exposure_rules.rules_of(settings[exposure_rules.EXPOSURE_RULES.code])
    shown = plan_page(
        board,
        plan=of,
        rules=rules,
        exposures=exposure_by_post(board, weights, codes),
        codes=codes,
        filters=filters,
        unit_code=viewer.here.code,
        today=viewer.day,
        may_manage=viewer.may(MANAGE_SUCCESSION),
        stands=life_page.stands(viewer, of, board, codes=codes, rules=rules)
        if past is None and of and of.submitted_on
        else (),
        moved=moved,
        ended=ended,
    )
    if gone := looking_back.no_longer_kept(unit_id, day, viewer.day):
        looking_back.silenced(shown, gone)
    named = [each for row in board.rows for each in ended.get(row.id, ())[:ENDED_SHOWN]]
    looks.at_board(viewer, "succession.plan", board, named)
    risks = codes["vacancy_risk"].values()
    return {
        "as_at": asked.and_days(("When the plan was signed off", signed)),
        "notes": looking_back.notes(asked.known_on, board, past) if past is not None else (),
        "page": shown,
        "filters": filters,
        "risks": risks,
        "gaps": GAPS,
    }


@access(VIEW_SUCCESSION)
@require_safe
def plan(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Roles by readiness, as they stand or stood on a day."""
    asked = asked_of_plan(request)
    if asked.wrong:
        return as_at.refused(request, asked, title="Board succession plan", nav="succession")
    context = plan_context(request, asked, filters_of(request.GET))
    name = "succession/plan.html#results" if request.htmx else "succession/plan.html"
    return page(request, name, context)


@access(VIEW_SUCCESSION)
@require_safe
def row(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """One row without a form: what "Cancel" and "Keep the saved one" bring back.

    ``focus`` says where the form was: the public id of a nomination, "risk" or "order"; anything
    else is the post itself.
    """
    asked = request.GET.get("focus", "")
    if asked in ("risk", "order"):
        left = Editing("", focus=asked)
    else:
        who = _uuid(asked)
        left = Editing("", who, focus="name" if who else "post")
    return row_fragment(request, request.viewer, post, all_codes(request.viewer), editing=left)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
