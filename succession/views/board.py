"""The board plan on one page."""

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.inheritance.selectors import effective_each
from succession import board as boards
from succession import exposure_rules, life_page, selectors, template
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.exposure_words import exposure_by_post
from succession.presenters import GAPS, Editing, Filters, plan_page
from succession.views.common import all_codes, as_at, page, row_fragment


@access(VIEW_SUCCESSION)
@require_safe
def plan(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Roles by readiness, as they stand or stood on a day."""
    viewer, unit_id, asked = request.viewer, request.viewer.here.id, request.GET
    day = as_at(asked.get("as_at", ""), viewer.day)
    filters = Filters(
        asked.get("q", "").strip(), asked.get("risk", "").strip(), asked.get("gap", "").strip()
    )
    board = boards.board(unit_id, day)
    of = selectors.plan(unit_id, day)
    codes = all_codes(viewer)
    settings = effective_each(
        unit_id, day, template.PLAN_TEMPLATE.code, exposure_rules.EXPOSURE_RULES.code
    )
    weights = exposure_rules.rules_of(settings[exposure_rules.EXPOSURE_RULES.code])
    shown = plan_page(
        board,
        plan=of,
        rules=template.rules_of(settings[template.PLAN_TEMPLATE.code]),
        exposures=exposure_by_post(board, weights, codes),
        codes=codes,
        filters=filters,
        unit_code=unit_code,
        today=viewer.day,
        may_manage=viewer.may(MANAGE_SUCCESSION),
        stands=life_page.stands(viewer, of, board) if of and of.submitted_on else (),
    )
    audit.record_read(viewer, "succession.plan", board.staff_ids, purpose="succession planning")
    name = "succession/plan.html#results" if request.htmx else "succession/plan.html"
    risks = codes["vacancy_risk"].values()
    context = {"page": shown, "filters": filters, "risks": risks, "gaps": GAPS}
    return page(request, name, context)


@access(VIEW_SUCCESSION)
@require_safe
def row(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """One row without a form: what "Cancel" and "Keep the saved one" bring back.

    ``focus`` says where the form was: the public id of a nomination, or "risk".
    """
    asked = request.GET.get("focus", "")
    editing = Editing(asked, risk=asked == "risk", focus=True)
    return row_fragment(request, request.viewer, post, all_codes(request.viewer), editing=editing)
