"""The line of successors and the order of the posts: emergency cover in its card, and moving up or down."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from orgs.access.rules import ViewerRequest, access
from orgs.words import lowered
from succession import board as boards
from succession import forms, line, looks
from succession.access import MANAGE_SUCCESSION
from succession.conflicts import ConflictError, OrderConflictError, SuccessionError
from succession.models import Nomination, Post
from succession.ordering import stamp
from succession.row_words import Editing
from succession.views.board import filters_of, plan_context
from succession.views.common import (
    all_codes,
    announced,
    asked_of_plan,
    get_nomination,
    get_post,
    page,
    row_fragment,
)
from succession.words import conflict, order_conflict

_COVER_ROWS = (("cover", "cover", "Emergency cover"),)


@access(MANAGE_SUCCESSION)
def cover(request: ViewerRequest, unit_code: str, nomination: UUID) -> HttpResponse:
    """Say whether a named person could act up at once, in the card or on a page of its own."""
    viewer = request.viewer
    codes = all_codes(viewer)
    of = get_nomination(viewer, nomination)
    typed = request.POST if request.method == "POST" else None
    common: dict[str, Any] = {"codes": codes, "name": of.name, "auto_id": f"id_{of.pk}_%s"}
    now = {"version": of.version, "cover": of.cover}
    form = forms.ActUpForm(typed, initial=now, focus=True, **common)
    editing = Editing("cover", of.public_id, form=form)
    status = 422 if typed is not None else 200
    if typed is not None and form.is_valid():
        try:
            line.change_cover(viewer=viewer, nomination=of, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("cover", str(error))
        except ConflictError as error:
            editing.conflict = conflict(error, _COVER_ROWS, form.cleaned_data, codes)
            status = 409
            again = typed.copy()
            again["version"] = str(error.version)
            editing.form = forms.ActUpForm(again, **common)
        else:
            label = codes["cover"][form.cleaned_data["cover"]].label
            words = f"{of.name}: {lowered(label)}"
            if request.htmx:
                saved = Editing("cover", of.public_id, focus="name")
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
    return page(request, "succession/cover.html", context, status=status)


@access(MANAGE_SUCCESSION)
def order(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """The order and the cover of the successors of a post. A POST moves one: ``move`` = who/where/stamp.

    Where it is asked from a row of the board, the row is the answer.
    """
    of = get_post(request.viewer, post)
    if request.method != "POST":
        return (
            _row(request, of, Editing("order", focus="order"))
            if request.htmx
            else _order_page(request, of)
        )
    who, to, seen = _asked(request.POST.get("move", ""))
    if who is None:
        return _order_page(request, of, error="Select a place in the order", status=422)
    found = get_nomination(request.viewer, who)
    if found.post_id != of.pk:
        raise Http404
    try:
        stands = line.move_successor(viewer=request.viewer, nomination=found, to=to, seen=seen)
    except SuccessionError as error:
        return _order_page(request, of, error=str(error), status=422)
    except OrderConflictError as error:
        return _order_moved_on(request, found, error, f"{who}/{to}/{error.stamp}")
    words = f"{found.name} is now {stands.index(found) + 1} of {len(stands)}"
    if request.htmx:
        editing = Editing("order", found.public_id, focus=to)
        return _row(request, of, editing, announce=words)
    messages.success(request, words)
    return redirect("succession:order", unit_code, post)


def _row(request: ViewerRequest, of: Post, editing: Editing, **answer: Any) -> HttpResponse:
    return row_fragment(
        request, request.viewer, of.public_id, all_codes(request.viewer), editing=editing, **answer
    )


def _order_moved_on(
    request: ViewerRequest, found: Nomination, error: OrderConflictError, again: str
) -> HttpResponse:
    """409: both orders, and a way to make the move on the saved one."""
    shown = order_conflict(error)
    if not request.htmx:
        return _order_page(request, found.post, conflict=shown, again=again, status=409)
    editing = Editing("order", found.public_id, conflict=shown, again=again)
    return _row(request, found.post, editing, status=409)


def _asked(text: str) -> tuple[UUID | None, str, str]:
    """Who is to be moved, where to, and the stamp of the order that was seen."""
    who, _, rest = text.partition("/")
    to, _, seen = rest.partition("/")
    try:
        return UUID(who), to, seen
    except ValueError:
        return None, to, seen


def _order_page(
    request: ViewerRequest,
    of: Post,
    *,
    conflict: dict[str, Any] | None = None,
    again: str = "",
    error: str = "",
    status: int = 200,
) -> HttpResponse:
    """All who are in line, each with the places to which they can be moved."""
    rows = boards.board(of.unit_id, request.viewer.day, only=of.public_id).rows
    people = rows[0].in_line if rows else []
    looks.at_people(request.viewer, "succession.order", people)
    context = {
        "post": of,
        "people": people,
        "seen": stamp(p.public_id for p in people),
        "places": range(1, len(people) + 1),
        "conflict": conflict,
        "again": again,
        "errors": [("places", error)] if error else [],
    }
    return page(request, "succession/order.html", context, status=status)


@access(MANAGE_SUCCESSION)
@require_POST
def move_post(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Move a post on the plan. The answer to htmx is the plan's rows, under the filters sent along."""
    viewer, of = request.viewer, get_post(request.viewer, post)
    to, seen = request.POST.get("to", ""), request.POST.get("seen", "")
    try:
        stands = line.move_post(viewer=viewer, post=of, to=to, seen=seen)
    except SuccessionError as error:
        return _plan_again(request, status=422, problem=str(error))
    except OrderConflictError as error:
        url = reverse("succession:move_post", args=[unit_code, post])
        again = {"url": url, "to": to, "seen": error.stamp}
        return _plan_again(request, status=409, conflict=order_conflict(error), again=again)
    words = f"{of.title} is now {stands.index(of) + 1} of {len(stands)}"
    if request.htmx:
        return announced(_plan_again(request, moved=(of.public_id, to)), words)
    messages.success(request, words)
    return redirect(f"{reverse('succession:plan', args=[unit_code])}#row-{post}")


def _plan_again(
    request: ViewerRequest,
    *,
    status: int = 200,
    moved: tuple[UUID, str] | None = None,
    **shown: Any,
) -> HttpResponse:
    """The plan, or its rows for htmx, with what `shown` sets on the page."""
    filters = filters_of(request.POST)
    context = plan_context(request, asked_of_plan(request), filters, moved=moved)
    for name, value in shown.items():
        setattr(context["page"], name, value)
    name = "succession/plan.html#results" if request.htmx else "succession/plan.html"
    return page(request, name, context, status=status)
