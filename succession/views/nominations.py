"""One nomination: readiness, telling, answer, development, withdrawal."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from learning import aspirations, conversations
from learning import selectors as learning
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.keeping.rules import kept_since
from orgs.words import lowered
from succession import (
    forms,
    looks,
    oneself,
    selectors,
    services,
    telling,
    template,
    withholding,
)
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.conflicts import ConflictError, SuccessionError
from succession.models import Nomination
from succession.nomination_page import asked_words, held_back, nomination_page
from succession.row_words import Editing
from succession.views.common import all_codes, get_nomination, page, row_fragment
from succession.views.offer import offer_context, prepare_form
from succession.words import conflict

_READINESS_ROWS = (("readiness", "readiness", "Readiness"), ("evidence", "", "What shows it"))


def _detail(
    request: ViewerRequest,
    nomination: Nomination,
    *,
    status: int = 200,
    bound: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page of a nomination, with the forms that fit its state; `bound` ones hold errors."""
    viewer, staff_id = request.viewer, nomination.staff_id
    codes = all_codes(viewer)
    person = nomination.staff or nomination.profile
    approvers, herself = (
        oneself.approvers(viewer, person),
        oneself.refusal(viewer, person, oneself.SAY),
    )
    named = services.offer(nomination, selectors.readiness(nomination, viewer.day), viewer.day)
    pathway = learning.pathway_in_view_for(nomination.public_id)
    context: dict[str, Any] = {
        "page": nomination_page(nomination, selectors.judgements(nomination), codes, viewer.day),
        "outside": staff_id is None,
        "held": held_back(
            nomination, codes, None if herself else viewer.user_id, managers=dict(approvers)
        ),
        "herself": herself,
        "alone": not approvers,
        "pathway": pathway,
        "kept_since": kept_since(nomination.unit_id, "judgement"),
        **_hers(viewer, staff_id),
        "may_manage": viewer.may(MANAGE_SUCCESSION) and nomination.valid_to is None,
        "tell_form": forms.TellForm(initial={"told_on": viewer.day}),
        "withhold_form": forms.WithholdForm(codes=codes, approvers=approvers),
        "decide_form": forms.DecideForm(
            asked=asked_words(nomination, codes), initial={"version": nomination.version}
        ),
        "answer_form": forms.AnswerForm(initial={"answered_on": viewer.day}),
        **offer_context(named, viewer.here.code),
        **(bound or {}),
    }
    context["errors"] = list((bound or {}).values())
    looks.at_nominations(viewer, "succession.nomination", [nomination])
    return page(request, "succession/nomination.html", context, status=status)


def _hers(viewer: Viewer, staff_id: int | None) -> dict[str, Any]:
    """What a colleague wants, and what was agreed with her; nothing of somebody from elsewhere."""
    if staff_id is None:
        return {}
    return {
        "wants": aspirations.shared_by(viewer.here.id, staff_id, viewer.day),
        "agreed": conversations.agreed(viewer.here.id, staff_id, viewer.day),
    }


@access(VIEW_SUCCESSION)
@require_safe
def detail(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """The nomination with its history and what comes next."""
    return _detail(request, get_nomination(request.viewer, nomination))


@access(MANAGE_SUCCESSION)
def readiness(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Judge readiness anew, in the row or on a page of its own."""
    viewer = request.viewer
    codes = all_codes(viewer)
    of = get_nomination(viewer, nomination)
    typed = request.POST if request.method == "POST" else None
    common: dict[str, Any] = {
        "codes": codes,
        "name": of.name,
        "auto_id": f"id_{of.pk}_%s",
    }
    now = None
    if typed is None:
        now = {"version": of.version, "readiness": selectors.readiness(of, viewer.day)}
    form = forms.ReadinessForm(typed, initial=now, focus=True, **common)
    editing = Editing("readiness", of.public_id, form=form)
    status = 422 if typed is not None else 200
    if typed is not None and form.is_valid():
        try:
            services.change_readiness(
                viewer=viewer,
                nomination=of,
                review_by=template.review_by(viewer.here.id, viewer.day),
                **form.cleaned_data,
            )
        except SuccessionError as error:
            form.add_error("readiness", str(error))
        except ConflictError as error:
            editing.conflict = conflict(error, _READINESS_ROWS, form.cleaned_data, codes)
            status = 409
            again = typed.copy()
            again["version"] = str(error.version)
            editing.form = forms.ReadinessForm(again, **common)
        else:
            label = codes["readiness"][form.cleaned_data["readiness"]].label
            words = f"{of.name} moved to {lowered(label)}"
            if request.htmx:
                saved = Editing("readiness", of.public_id, focus="name")
                return row_fragment(
                    request, viewer, of.post.public_id, codes, editing=saved, announce=words
                )
            messages.success(request, words)
            return redirect("succession:plan", unit_code)
    if request.htmx:
        return row_fragment(
            request, viewer, of.post.public_id, codes, editing=editing, status=status
        )
    context = {"nomination": of, "form": editing.form, "conflict": editing.conflict}
    return page(request, "succession/readiness.html", context, status=status)


def _done(request: ViewerRequest, nomination: Nomination, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("succession:nomination", request.viewer.here.code, nomination.public_id)


@access(MANAGE_SUCCESSION)
@require_POST
def prepare(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Prepare a pathway and pools in one click."""
    viewer = request.viewer
    of = get_nomination(viewer, nomination)
    named = services.offer(of, selectors.readiness(of, viewer.day), viewer.day)
    form = prepare_form(named, request.POST)
    if form.is_valid():
        try:
            services.prepare_development(
                viewer=viewer,
                nomination=of,
                pathway=learning.pathway(
                    form.cleaned_data.get("pathway"), viewer.here.id, viewer.day
                ),
                pools=[UUID(p) for p in form.cleaned_data.get("pools", [])],
            )
        except SuccessionError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, of, f"Development is prepared for {of.name}")
    return _detail(request, of, status=422, bound={"prepare_form": form})


@access(MANAGE_SUCCESSION)
@require_POST
def tell(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Record that the person has been told; she gets a message with a link and nothing else."""
    of = get_nomination(request.viewer, nomination)
    form = forms.TellForm(request.POST)
    if form.is_valid():
        link = request.build_absolute_uri(reverse("learning:development", args=[unit_code]))
        try:
            telling.tell_person(
                viewer=request.viewer,
                nomination=of,
                on=form.cleaned_data["told_on"],
                link=link,
            )
        except SuccessionError as error:
            form.add_error("told_on", str(error))
        else:
            return _done(request, of, f"{of.name} has been told")
    return _detail(request, of, status=422, bound={"tell_form": form})


@access(MANAGE_SUCCESSION)
@require_POST
def withhold(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Ask to hold back telling, with a reason, a day to look again and who approves it."""
    viewer = request.viewer
    of = get_nomination(viewer, nomination)
    approvers = oneself.approvers(viewer, of.staff or of.profile)
    form = forms.WithholdForm(request.POST, codes=all_codes(viewer), approvers=approvers)
    if form.is_valid():
        try:
            withholding.withhold_telling(viewer=viewer, nomination=of, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("review_on", str(error))
        else:
            who = dict(approvers)[form.cleaned_data["approver"]]
            return _done(request, of, f"{who} is asked to approve it")
    return _detail(request, of, status=422, bound={"withhold_form": form})


@access(MANAGE_SUCCESSION)
@require_POST
def decide(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Approve or refuse that the person is held back from being told."""
    viewer = request.viewer
    of = get_nomination(viewer, nomination)
    form = forms.DecideForm(request.POST, asked=asked_words(of, all_codes(viewer)))
    if form.is_valid():
        approve = form.cleaned_data["decision"] == "yes"
        try:
            withholding.decide_withholding(
                viewer=viewer,
                nomination=of,
                version=form.cleaned_data["version"],
                approve=approve,
            )
        except SuccessionError as error:
            form.add_error("decision", str(error))
        except ConflictError as error:
            form.add_error("decision", f"{error.who} changed this meanwhile. Open the page again")
            return _detail(request, of, status=409, bound={"decide_form": form})
        else:
            return _done(request, of, "Approved" if approve else "Refused. Telling is due")
    return _detail(request, of, status=422, bound={"decide_form": form})


@access(MANAGE_SUCCESSION)
@require_POST
def answer(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Record what the person answered."""
    of = get_nomination(request.viewer, nomination)
    form = forms.AnswerForm(request.POST)
    if form.is_valid():
        agreed, on = form.cleaned_data["agreed"] == "yes", form.cleaned_data["answered_on"]
        try:
            telling.record_agreement(viewer=request.viewer, nomination=of, agreed=agreed, on=on)
        except SuccessionError as error:
            form.add_error("answered_on", str(error))
        else:
            words = "agrees: what was prepared is theirs" if agreed else "declined"
            return _done(request, of, f"{of.name} {words}")
    return _detail(request, of, status=422, bound={"answer_form": form})


@access(MANAGE_SUCCESSION)
def withdraw(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Ask before a nomination ends; ending is a page of its own."""
    of = get_nomination(request.viewer, nomination)
    errors: list[tuple[str, str]] = []
    if request.method == "POST":
        try:
            services.withdraw_nomination(viewer=request.viewer, nomination=of)
        except SuccessionError as error:
            errors = [("", str(error))]
        else:
            messages.success(request, f"{of.name} is no longer named for {of.post.title}")
            return redirect("succession:plan", unit_code)
    context = {"nomination": of, "errors": errors}
    return page(request, "succession/withdraw.html", context, status=422 if errors else 200)
