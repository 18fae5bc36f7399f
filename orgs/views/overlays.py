"""Overlays: kept and opened by a unit of the tree, answered by the other side, ended by either."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs.access.actions import MANAGE_TREE
from orgs.access.rules import ViewerRequest, access, any_role
from orgs.forms.overlays import AddMemberForm, EndForm, OpenForm, SuccessorForm
from orgs.models.overlays import Overlay, OverlayInvite
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.overlays import selectors, services
from orgs.presenters import overlays as words
from orgs.restructure.errors import RestructureError
from orgs.restructure.selectors import administered_codes
from orgs.web import as_at

_GET_POST = ["GET", "HEAD", "POST"]
CONFLICT, INVALID = 409, 422


def _here(request: ViewerRequest) -> OrgUnit:
    """The overlay in the URL; 404 at any other unit."""
    if request.viewer.here.kind != "overlay":
        raise Http404
    return selectors.itself(request.viewer.here.id)


def _stale(request: ViewerRequest, back: str) -> HttpResponse:
    """409: somebody else was faster."""
    context = {"nav": "overlays", "back": back}
    return render(request, "orgs/overlay_stale.html", context, status=CONFLICT)


# --- at a unit of the tree --------------------------------------------------------------------------------


@access(MANAGE_TREE)
@require_safe
def overlays(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What is kept here, who is asked, and what organisations below belong to elsewhere."""
    viewer = request.viewer
    kept = selectors.kept(viewer)
    mine = {each.unit_id for each in kept}
    elsewhere = [m for m in selectors.memberships_below(viewer) if m.overlay_id not in mine]
    context = {
        "nav": "overlays",
        "kept": words.kept_rows(kept, viewer.day),
        "asked": selectors.asked(viewer),
        "elsewhere": [words.membership_row(each, viewer.day) for each in elsewhere],
        "may_open": services.may_keep(viewer),
    }
    return render(request, "orgs/overlays.html", context)


@access(MANAGE_TREE)
@require_http_methods(_GET_POST)
def open_overlay(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Open a collaborative, a place or a cluster that this unit keeps."""
    viewer = request.viewer
    if not services.may_keep(viewer):
        raise Http404
    form = OpenForm(
        request.POST if request.method == "POST" else None,
        types=selectors.types(),
        initial={"on": viewer.day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.open_overlay(
                viewer=viewer,
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                type_code=form.cleaned_data["type"],
                purpose=form.cleaned_data["purpose"],
                on=form.cleaned_data["on"],
            )
        except services.OverlayError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"{made.unit.name} is opened. Say who belongs to it.")
            return redirect("orgs:members", made.unit.code)
    context = {"nav": "overlays", "form": form}
    return render(request, "orgs/overlay_open.html", context, status=_status(form))


def _status(form: Any) -> int:
    return INVALID if form.is_bound else 200


def _invite(request: ViewerRequest, public_id: UUID) -> OverlayInvite:
    found = selectors.invite(request.viewer, public_id)
    if found is None:
        raise Http404
    return found


@access(MANAGE_TREE)
@require_http_methods(_GET_POST)
def answer(request: ViewerRequest, unit_code: str, invite: UUID) -> HttpResponse:
    """Agree that an organisation joins an overlay of another branch, or decline."""
    viewer, found = request.viewer, _invite(request, invite)
    if found.public_id not in {each.public_id for each in selectors.asked(viewer)}:
        return _stale(request, "orgs:overlays")
    problems: list[str] = []
    if request.method == "POST":
        agree = request.POST.get("answer") == "agree"
        if not agree and request.POST.get("answer") != "decline":
            problems = ["Choose whether it joins"]
        else:
            try:
                services.answer_invite(viewer=viewer, invite=found, agree=agree)
            except services.StaleError:
                return _stale(request, "orgs:overlays")
            except services.OverlayError as error:
                problems = [str(error)]
            else:
                said = "joins" if agree else "does not join"
                messages.success(request, f"{found.unit.name} {said} {found.overlay.name}")
                return redirect("orgs:overlays", unit_code)
    context = {
        "nav": "overlays",
        "invite": found,
        "members": selectors.members(found.overlay_id, found.valid_from),
        "period": words.period(found.valid_from, found.valid_to),
        "errors": [("", each) for each in problems],
    }
    status = INVALID if problems else 200
    return render(request, "orgs/overlay_answer.html", context, status=status)


@access(MANAGE_TREE)
@require_http_methods(_GET_POST)
def end(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """End a membership: from the overlay's page, or from the organisation's own branch."""
    viewer = request.viewer
    found = _membership(request, membership)
    back = "orgs:members" if viewer.here.kind == "overlay" else "orgs:overlays"
    form = EndForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            services.end_membership(viewer=viewer, membership=found, on=form.first_day_without)
        except services.OverlayError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"The membership of {found.unit.name} ends")
            return redirect(back, unit_code)
    row = words.membership_row(found, viewer.day)
    context = {"nav": "members", "form": form, "row": row, "back": back}
    return render(request, "orgs/overlay_end.html", context, status=_status(form))


def _membership(request: ViewerRequest, public_id: UUID) -> OverlayMembership:
    viewer = request.viewer
    if viewer.here.kind == "overlay":
        found = selectors.membership(viewer.here.id, public_id)
    else:
        found = selectors.memberships_below(viewer, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@access(MANAGE_TREE)
@require_POST
def merger(request: ViewerRequest, unit_code: str, overlay: str) -> HttpResponse:
    """From a cluster to a rehearsed merger, in one step."""
    found = selectors.kept_one(request.viewer, overlay)
    if found is None:
        raise Http404
    try:
        plan = services.draw_up_merger(viewer=request.viewer, overlay=found)
    except (services.OverlayError, RestructureError) as refused:
        sentences = refused.sentences if isinstance(refused, RestructureError) else [str(refused)]
        context = {
            "nav": "overlays",
            "overlay": found,
            "errors": [("", sentence) for sentence in sentences],
        }
        return render(request, "orgs/overlay_refused.html", context, status=INVALID)
    messages.success(request, "The merger is drawn up, and was checked")
    return redirect("orgs:change", unit_code, plan.public_id)


@any_role
@require_safe
def memberships(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What this organisation belongs to, since when, and what that opens to others."""
    viewer = request.viewer
    if viewer.here.kind == "overlay":
        raise Http404
    found = selectors.memberships_of(viewer.here.id, viewer.day)
    rows = [words.membership_row(each, viewer.day) for each in found]
    return render(request, "orgs/memberships.html", {"nav": "", "rows": rows})


# --- at the overlay ---------------------------------------------------------------------------------------


@any_role
@require_safe
def members(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Who belongs to the overlay on a day, who did and will, and who is asked."""
    viewer, here = request.viewer, _here(request)
    asked = as_at.asked(request, ahead=True)
    if asked.wrong:
        return as_at.refused(request, asked, title="Members", nav="members")
    day = asked.day
    past, to_come = selectors.history(here.pk, day)
    keeps = viewer.may(MANAGE_TREE)
    overlay = selectors.of_unit(here.pk)
    context = {
        "nav": "members",
        "as_at": asked,
        "day": day,
        "today": not asked.other,
        "members": selectors.members(here.pk, day),
        "past": past,
        "to_come": to_come,
        "overlay": overlay,
        "invites": selectors.invites(here.pk) if keeps else [],
        "keeps": keeps,
        "is_cluster": here.type.code == selectors.CLUSTER,
        **_drawn_up(request, overlay),
    }
    return render(request, "orgs/overlay_members.html", context)


def _drawn_up(request: ViewerRequest, overlay: Overlay | None) -> dict[str, str]:
    """Where a cluster's merger is drawn up: ``draws_up_at``, its code, if the viewer administers it from
    here, else its name as ``drawn_up_in`` for who keeps the cluster.
    """
    viewer = request.viewer
    if overlay is None or not viewer.may(MANAGE_TREE):
        return {}
    code, name = selectors.drawn_up_at(overlay, viewer.day)
    mine = bool(code) and code in administered_codes(viewer)
    return {"draws_up_at": code if mine else "", "drawn_up_in": "" if mine else name}


@access(MANAGE_TREE)
@require_http_methods(_GET_POST)
def add_member(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Let an organisation join, or ask one of another branch."""
    viewer, here = request.viewer, _here(request)
    could = selectors.could_join(here.pk, viewer.day)
    form = AddMemberForm(
        request.POST if request.method == "POST" else None,
        units=could,
        initial={"first": viewer.day},
    )
    if request.method == "POST" and form.is_valid():
        unit = next(each for each in could if each.code == form.cleaned_data["unit"])
        try:
            made = services.bring_in(
                viewer=viewer,
                overlay=here,
                unit=unit,
                first=form.cleaned_data["first"],
                until=form.until,
            )
        except services.OverlayError as error:
            form.add_error(error.field or None, str(error))
        else:
            if isinstance(made, OverlayInvite):
                said = f"{unit.name} is asked. It joins when its own administrator agrees."
            else:
                said = f"{unit.name} joins {here.name}"
            messages.success(request, said)
            return redirect("orgs:members", unit_code)
    context = {"nav": "members", "form": form}
    return render(request, "orgs/overlay_add.html", context, status=_status(form))


@access(MANAGE_TREE)
@require_POST
def take_back(request: ViewerRequest, unit_code: str, invite: UUID) -> HttpResponse:
    """Take back an invitation that nobody has answered."""
    found = _invite(request, invite)
    if found.overlay_id != request.viewer.here.id:
        raise Http404
    try:
        services.take_back_invite(viewer=request.viewer, invite=found)
    except services.StaleError:
        return _stale(request, "orgs:members")
    messages.success(request, f"{found.unit.name} is not asked any more")
    return redirect("orgs:members", unit_code)


@access(MANAGE_TREE)
@require_http_methods(_GET_POST)
def becomes(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Which board a cluster becomes, and when."""
    viewer, here = request.viewer, _here(request)
    overlay = selectors.of_unit(here.pk)
    if overlay is None or here.type.code != selectors.CLUSTER:
        raise Http404
    form = SuccessorForm(
        request.POST if request.method == "POST" else None,
        initial={
            "code": overlay.successor_code,
            "name": overlay.successor_name,
            "on": overlay.successor_on,
            "version": overlay.version,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.plan_successor(
                viewer=viewer,
                overlay=overlay,
                code=form.cleaned_data["code"],
                name=form.cleaned_data["name"],
                on=form.cleaned_data["on"],
                expected=form.cleaned_data["version"],
            )
        except services.StaleError:
            return _stale(request, "orgs:members")
        except services.OverlayError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, "What the cluster becomes is written down")
            return redirect("orgs:members", unit_code)
    context = {"nav": "members", "form": form}
    return render(request, "orgs/overlay_becomes.html", context, status=_status(form))
