"""Changing several rows of the plan at once: choose, preview, save, undo. Full pages, without script too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from orgs.access.rules import ViewerRequest, access
from orgs.clock import now
from orgs.web.found import found
from succession import board as boards
from succession import bulk as bulks
from succession import looks, template
from succession.access import MANAGE_SUCCESSION
from succession.bulk_acts import ACTS
from succession.bulk_forms import ActForm, BulkForm
from succession.bulk_page import bulk_page, offered
from succession.conflicts import SuccessionError
from succession.enums import BulkAct
from succession.models import BulkChange
from succession.views.board import filters_of
from succession.views.common import all_codes, page


@access(MANAGE_SUCCESSION)
def choose(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Which act, and then which of the rows that the filters leave. A POST makes the preview."""
    viewer, posting = request.viewer, request.method == "POST"
    asked = request.POST if posting else request.GET
    filters = filters_of(asked)
    if asked.get("act", "") not in ACTS:
        form = ActForm(asked if posting or "act" in asked else None)
        context: dict[str, Any] = {"form": form, "filters": filters}
        status = 422 if form.is_bound else 200
        return page(request, "succession/bulk_act.html", context, status=status)
    act, codes = BulkAct(asked["act"]), all_codes(viewer)
    rows = [r for r in boards.board(viewer.here.id, viewer.day).rows if filters.keep(r)]
    form_of_rows = BulkForm(
        request.POST if posting else None,
        act=act,
        rows=offered(act, rows, codes),
        codes=codes,
        day=viewer.day,
        initial={
            "review_by": template.review_by(viewer.here.id, viewer.day),
            "told_on": viewer.day,
        },
    )
    if posting and form_of_rows.is_valid():
        made = bulks.preview_bulk(
            viewer=viewer,
            act=act,
            values=form_of_rows.values,
            chosen=[UUID(each) for each in form_of_rows.ids],
        )
        return redirect("succession:bulk_change", unit_code, made.public_id)
    if ACTS[act].over_people:
        looks.at_people(viewer, "succession.bulk", (s for row in rows for s in row.successors))
    context = {"form": form_of_rows, "act": act, "filters": filters, "rows": rows}
    return page(request, "succession/bulk_rows.html", context, status=422 if posting else 200)


@access(MANAGE_SUCCESSION)
def change(request: ViewerRequest, unit_code: str, bulk: UUID) -> HttpResponse:
    """What was previewed; ``do`` = "apply" saves it, "undo" takes it back, "again" previews it anew."""
    viewer, of = request.viewer, found(bulks.find(request.viewer.here.id, bulk))
    if request.method != "POST":
        return _page(request, of)
    doing = request.POST.get("do", "")
    try:
        if doing == "again":
            made = _again(request, of)
            return redirect("succession:bulk_change", unit_code, made.public_id)
        if doing == "undo":
            bulks.undo_bulk(viewer=viewer, bulk=of)
            said = "Undone: everything stands as it did before"
        elif doing == "apply":
            link = request.build_absolute_uri(reverse("learning:development", args=[unit_code]))
            bulks.apply_bulk(viewer=viewer, bulk=of, link=link)
            said = "Saved"
        else:
            return _page(request, of, problem="Select what you want to do", status=422)
    except SuccessionError as error:
        return _page(request, of, problem=str(error), status=422)
    except bulks.BulkMovedError as error:
        return _page(request, of, moved=error.rows, status=409)
    messages.success(request, said)
    return redirect("succession:bulk_change", unit_code, bulk)


def _again(request: ViewerRequest, of: BulkChange) -> BulkChange:
    """A new preview of the same act over the same rows, as far as they are still there."""
    chosen = [
        line.nomination.public_id if line.nomination is not None else line.post.public_id
        for line in bulks.lines(of)
    ]
    return bulks.preview_bulk(viewer=request.viewer, act=of.act, values=of.values, chosen=chosen)


def _page(
    request: ViewerRequest, of: BulkChange, *, status: int = 200, problem: str = "", moved: Any = ()
) -> HttpResponse:
    viewer, lines = request.viewer, bulks.lines(of)
    people = (line.nomination for line in lines if line.nomination is not None)
    looks.at_nominations(viewer, "succession.bulk", people)
    shown = bulk_page(of, lines, all_codes(viewer), viewer.day, now=now(), moved=moved)
    context = {"bulk": of, "shown": shown, "errors": [("", problem)] if problem else []}
    return page(request, "succession/bulk_change.html", context, status=status)
