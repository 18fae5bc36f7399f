"""What the views of the plan share."""

import json
from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from orgs.access.rules import ViewerRequest
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.web import as_at
from orgs.web.as_at import AsAt
from orgs.web.found import found
from succession import exposure_rules, selectors
from succession.addresses import Addresses
from succession.ended import ended_lately
from succession.exposure_words import exposure_words
from succession.models import Nomination, Post
from succession.one_post import one_post
from succession.past import Past
from succession.row_words import Editing, columns, plan_row
from succession.words import LISTS, Codes


def get_post(viewer: Viewer, public_id: UUID) -> Post:
    return found(selectors.post(viewer.here.id, public_id, viewer.day))


def get_nomination(viewer: Viewer, public_id: UUID) -> Nomination:
    return found(selectors.nomination(viewer.here.id, public_id))


def all_codes(viewer: Viewer) -> Codes:
    """Every list that the plan's words come from, with the labels and roles of the employer: 1 query."""
    return code_lists(*LISTS, owner=viewer.here.id)


def asked_of_plan(request: ViewerRequest, name: str = "plan") -> AsAt:
    """The day on which to look at a page of the plan, and by when it had to be known."""
    path = reverse(f"succession:{name}", args=[request.viewer.here.code])
    return as_at.asked(request, knowing=True, path=path)


def past_of(request: ViewerRequest, asked: AsAt) -> Past | None:
    """What the plan's rows said on an earlier day; None for today: 1 query."""
    if not asked.other:
        return None
    return Past.read(request.viewer.here.id, asked.day, asked.known_on)


def page(
    request: HttpRequest, template: str, context: Mapping[str, object], *, status: int = 200
) -> HttpResponse:
    """A page or its fragment under one address."""
    response = render(request, template, {"nav": "succession", **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def row_fragment(
    request: HttpRequest,
    viewer: Viewer,
    post_id: UUID,
    codes: Codes,
    *,
    editing: Editing | None = None,
    status: int = 200,
    announce: str = "",
) -> HttpResponse:
    """One row of the matrix, as it is or with a form in it."""
    rules = exposure_rules.rules(viewer.here.id, viewer.day)
    one = found(one_post(viewer.here.id, post_id, viewer.day, rules))
    row = plan_row(
        one.row,
        columns(codes, fourth=one.beyond_horizons),
        codes,
        Addresses(viewer.here.code),
        viewer.day,
        exposure=exposure_words(one.covered, one.row.criticality, one.names, rules, codes),
        editing=editing,
        ended=ended_lately(viewer.here.id, viewer.day).get(one.row.id, ()),
    )
    response = page(request, "succession/row.html", {"row": row, "viewer": viewer}, status=status)
    return announced(response, announce)


def announced(response: HttpResponse, words: str) -> HttpResponse:
    """The response, with `words` for whoever hears the page."""
    if words:
        response["HX-Trigger"] = json.dumps({"announce": words})
    return response
