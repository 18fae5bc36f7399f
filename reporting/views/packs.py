"""Preparing a pack: its sections as readers will see them, with comments, a draft PDF and publishing."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from orgs.access.middleware import wall
from orgs.access.rules import ViewerRequest, access
from reporting import commentary, packs, selectors
from reporting.access import MANAGING
from reporting.forms import CommentaryForm
from reporting.models.releases import Release
from reporting.presenters import packs as presenters
from reporting.presenters import releases
from reporting.views.common import report_or_404

CONFLICT, INVALID = 409, 422


@access(*MANAGING)
@require_http_methods(["GET", "POST"])
def prepare(request: ViewerRequest, unit_code: str, release: uuid.UUID) -> HttpResponse:
    viewer = request.viewer
    found = selectors.release(viewer.here.id, release)
    if found is None:
        if not selectors.is_audience(viewer):
            return wall(request, viewer)
        raise Http404
    report, draft = report_or_404(found.report), commentary.draft_of(found)
    printed = packs.printed(found, viewer.day)
    told = selectors.earlier(found, report.trend_tables())
    page = releases.page(found, report, packs.Printed(printed.pack), told)
    drawn = {part.key for part in page.parts}
    labels = presenters.labels(s for s in report.sections if s.key in drawn)
    texts = draft.texts if draft else {}
    form = CommentaryForm(
        request.POST or None,
        labels=labels,
        texts=texts,
        initial={"version": draft.version if draft else 0},
    )
    conflict, status = None, INVALID if form.is_bound else 200
    if request.method == "POST" and form.is_valid():
        # What was written on a section that the pack leaves out stays in the draft.
        typed = texts | form.texts()
        try:
            return _do(request, found, typed, form.cleaned_data["version"])
        except commentary.CommentaryError as error:
            form.add_error(None, str(error))
        except commentary.DraftConflictError as error:
            conflict, status = presenters.conflict(error.saved, typed, labels), CONFLICT
            form.data = request.POST.copy()
            form.data["version"] = str(error.saved.version)
    context = {
        "nav": "reports",
        "unit_code": unit_code,
        "release": found,
        "page": page,
        "boxes": [(part, form.box(part.key)) for part in page.parts],
        "whole": form.box(packs.WHOLE),
        "form": form,
        "conflict": conflict,
        "state": presenters.state(draft, printed.comments),
        "waiting": presenters.waiting(getattr(found, "waiting", 0)),
        "left_out": presenters.left_out(printed, report),
        "has_pack": printed.pack.sections is not None,
    }
    return render(request, "reporting/pack.html", context, status=status)


def _do(
    request: ViewerRequest, release: Release, texts: dict[str, str], version: int
) -> HttpResponse:
    """What a button of the page asks for: keep, look at the PDF, or publish."""
    code = request.viewer.here.code
    given: dict[str, Any] = {
        "viewer": request.viewer,
        "release": release,
        "texts": texts,
        "version": version,
    }
    asked = request.POST.get("do", "save")
    if asked == "preview":
        run = commentary.preview(**given)
        return redirect("reporting:run", code, run.public_id)
    if asked == "publish":
        commentary.publish(**given)
        messages.success(request, "Your comments are published.")
        return redirect("reporting:report", code, release.report)
    commentary.save_draft(**given)
    messages.success(request, "Your draft is saved. Nobody else reads it yet.")
    return redirect("reporting:prepare", code, release.id)
