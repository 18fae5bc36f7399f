"""Changes of organisations: the list, the merger of boards in four steps, approval, application."""

import logging
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from orgs import panels
from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.forms.restructure import (
    CHECKED,
    BoardsForm,
    ConfirmForm,
    DecisionsForm,
    NameForm,
)
from orgs.models.restructure import RestructurePlan
from orgs.presenters import handover as lists
from orgs.presenters import restructure as words
from orgs.presenters import restructure_checks
from orgs.presenters.drawing import listed
from orgs.restructure import asking, selectors, services, undoing
from orgs.restructure.errors import OutdatedError, RestructureError, VerificationError
from orgs.web.csv import csv_text
from orgs.web.download import attachment
from orgs.web.found import whole_number

log = logging.getLogger(__name__)
NAV = {"nav": "organisations"}
CONFLICT, INVALID = 409, 422


def crumbs(viewer: Viewer) -> list[tuple[str, str]]:
    """The way to the changes of the unit in the URL."""
    code = viewer.here.code
    return [
        *viewer.crumbs,
        ("Organisations", reverse("orgs:tree", args=[code])),
        ("Changes", reverse("orgs:changes", args=[code])),
    ]


@access(MANAGE_TREE)
@require_GET
def changes(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Changes drawn up at this unit."""
    plans = words.listed(selectors.plans(request.viewer), request.viewer.day)
    context = {**NAV, "plans": plans, "crumbs": crumbs(request.viewer)[:-1]}
    return render(request, "orgs/restructure_list.html", context)


@access(MANAGE_TREE)
def merge(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Step 1: which boards. Writes nothing; the choice goes on in the address."""
    boards = selectors.mergeable(request.viewer)
    form = BoardsForm(request.POST or None, boards=boards)
    if request.method == "POST" and form.is_valid():
        query = QueryDict(mutable=True)
        query.setlist("boards", form.cleaned_data["boards"])
        return redirect(f"{reverse('orgs:merge_name', args=[unit_code])}?{query.urlencode()}")
    context = {**NAV, "form": form, "steps": words.STEPS, "step": 1, "enough": len(boards) > 1}
    context["crumbs"] = crumbs(request.viewer)
    return render(request, "orgs/restructure_boards.html", context, status=_status(form))


@access(MANAGE_TREE)
def merge_name(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Step 2: what they become and when. Draws up the plan and rehearses it."""
    wanted = set(request.GET.getlist("boards"))
    chosen = [b for b in selectors.mergeable(request.viewer) if b.code in wanted]
    if len(chosen) < 2:  # noqa: PLR2004  two make a merger
        return redirect("orgs:merge", unit_code)
    form = NameForm(request.POST or None, boards=chosen, today=request.viewer.day)
    if request.method == "POST" and form.is_valid():
        try:
            plan = services.draft_merge(
                viewer=request.viewer,
                codes=[b.code for b in chosen],
                into_code=form.into_code,
                into_name=form.cleaned_data["name"],
                on=form.cleaned_data["on"],
            )
        except RestructureError as refused:
            form.add_error(None, refused.sentences)
        else:
            return redirect("orgs:change", unit_code, plan.public_id)
    context = {**NAV, "form": form, "steps": words.STEPS, "step": 2, "chosen": chosen}
    context["crumbs"] = crumbs(request.viewer)
    return render(request, "orgs/restructure_name.html", context, status=_status(form))


@access(MANAGE_TREE)
@require_GET
def change(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Steps 3 and 4: what will change, what is to be decided, who has approved."""
    found = selectors.plan(request.viewer, plan)
    if "rehearsal" not in found.report:
        return redirect("orgs:change_draw", unit_code, found.public_id)
    return _page(request, found)


@access(MANAGE_TREE)
@require_POST
def decide(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Store the decisions; with ``action=schedule`` approve too, as the first of two people."""
    found = selectors.plan(request.viewer, plan)
    scheduling = request.POST.get("action") == "schedule"
    form = _decisions(found, request.POST, scheduling=scheduling)
    if not form.is_valid():
        return _page(request, found, form=form, status=INVALID)

    def act(version: int) -> str:
        done = services.decide(
            viewer=request.viewer, plan=found, decisions=form.decisions, version=version
        )
        if scheduling:
            services.approve(viewer=request.viewer, plan=done)
        return (
            "Your approval is kept. A second person must approve it too." if scheduling else "Saved"
        )

    return _act(request, unit_code, found, act)


@access(MANAGE_TREE)
@require_POST
def approve(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Approve, as the second of two people."""
    found = selectors.plan(request.viewer, plan)
    form = _confirm(request.POST)
    if not form.is_valid():
        return _page(request, found, confirm=form, status=INVALID)

    def act(version: int) -> str:
        services.approve(viewer=request.viewer, plan=found, version=version)
        return "Approved"

    return _act(request, unit_code, found, act)


@access(MANAGE_TREE)
@require_POST
def rehearse(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Check again what would change, after something has."""
    found = selectors.plan(request.viewer, plan)

    def act(version: int) -> str:
        services.rehearse(viewer=request.viewer, plan=found)
        return "Checked again"

    return _act(request, unit_code, found, act)


@access(MANAGE_TREE)
@require_POST
def apply(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Apply an approved change."""
    found = selectors.plan(request.viewer, plan)

    def act(version: int) -> str:
        services.apply_plan(viewer=request.viewer, plan=found, version=version)
        return "The change is made, and was verified"

    return _act(request, unit_code, found, act)


@access(MANAGE_TREE)
@require_POST
def cancel(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Cancel a change that has not been applied."""
    found = selectors.plan(request.viewer, plan)

    def act(version: int) -> str:
        services.cancel(viewer=request.viewer, plan=found, version=version)
        return "Cancelled"

    return _act(request, unit_code, found, act)


@access(MANAGE_TREE)
@require_GET
def access_list(request: ViewerRequest, unit_code: str, plan: UUID) -> HttpResponse:
    """Who gains and loses access, as CSV."""
    found = selectors.plan(request.viewer, plan)
    head = ["person", "role", "now", f"from {found.effective_on}", "change"]
    rows = [
        [row["login"], row["role"], row["now"], row["then"], row["word"]]
        for row in words.access_rows(found)
    ]
    services.record_export(viewer=request.viewer, plan=found)
    return attachment(
        csv_text([head, *rows]),
        name=f"access-{found.public_id}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _act(
    request: ViewerRequest, unit_code: str, plan: RestructurePlan, act: Callable[[int], str]
) -> HttpResponse:
    """Do it and go back to the page; say what stands against it with 409 or 422."""
    try:
        with transaction.atomic():  # what stands against the last step takes back the first
            said = act(version_of(request.POST))
    except RestructureError as refused:
        fresh = selectors.plan(request.viewer, plan.public_id)
        status = status_of(refused)
        if isinstance(refused, VerificationError):
            log.exception("Restructure %s was taken back", plan.public_id)
        return _page(request, fresh, problems=refused.sentences, status=status)
    messages.success(request, said)
    return redirect("orgs:change", unit_code, plan.public_id)


def conflict(
    request: ViewerRequest, plan: RestructurePlan, refused: RestructureError
) -> HttpResponse:
    """The page of a change, saying what stands against what was asked for: 409."""
    fresh = selectors.plan(request.viewer, plan.public_id)
    return _page(request, fresh, problems=refused.sentences, status=CONFLICT)


def status_of(refused: RestructureError) -> int:
    """409 where something has changed in the meantime, 422 where it may not be."""
    return CONFLICT if isinstance(refused, OutdatedError | VerificationError) else INVALID


def version_of(data: QueryDict) -> int:
    """The version of the plan that the page showed; 0, which none has, when it is no number."""
    return whole_number(data.get("version"))


def _decisions(
    plan: RestructurePlan, data: Any = None, *, scheduling: bool = True
) -> DecisionsForm:
    report = plan.report.get("rehearsal", {})
    return DecisionsForm(data, report=report, scheduling=scheduling, initial=plan.decisions)


def _confirm(data: Any = None) -> ConfirmForm:
    return ConfirmForm(data, done=CHECKED)


def _status(form: Any) -> int:
    return INVALID if form.errors else 200


def _page(
    request: ViewerRequest,
    plan: RestructurePlan,
    *,
    form: DecisionsForm | None = None,
    confirm: ConfirmForm | None = None,
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    if "rehearsal" not in plan.report:
        raise BadRequest  # no page offers a button of this one before the first check
    said, colour = words.status(plan, request.viewer.day)
    form = form or _decisions(plan)
    deciding = plan.state == PlanState.REHEARSED and plan.first_approver_id is None
    context = {
        **NAV,
        "crumbs": crumbs(request.viewer),
        "plan": plan,
        "report": plan.report["rehearsal"],
        **words.steps(plan),
        "status": said,
        "operations": listed(plan),
        "ahead": plan.effective_on > request.viewer.day,
        "colour": colour,
        "tiles": words.tiles(plan),
        "access": words.access_rows(plan),
        "handed": words.handed_over(plan),
        "lists": lists.for_plan(plan),
        "proof": words.proof(plan),
        "approvals": words.approvals(plan),
        "schedule": words.schedule_label(plan),
        "form": form,
        "checks": restructure_checks.sections(plan, form.beside if deciding else {}),
        "nothing": restructure_checks.nothing_found(plan),
        "slow": restructure_checks.slow(plan),
        "parts": panels.of_change(request.viewer, plan),
        "confirm": confirm or _confirm(),
        "said": asking.said_of(plan),
        "told": getattr(plan, "told", 0),
        "outdated": getattr(plan, "outdated", False),
        "undoable": bool(undoing.undoable(plan)) and plan.effective_on <= request.viewer.day,
        "mine": plan.first_approver_id == request.viewer.user_id,
        "problems": [("", sentence) for sentence in problems or []],
        "errors": bool(problems) or form.is_bound or (confirm is not None),
    }
    return render(request, "orgs/restructure_change.html", context, status=status)
