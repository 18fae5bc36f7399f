"""What the views of the plan share."""

import json
from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from succession import board as boards
from succession import selectors
from succession.models import Nomination, Post
from succession.presenters import Editing, columns, plan_row
from succession.words import LISTS, Codes

Found = TypeVar("Found")


def found(thing: Found | None) -> Found:
    """`thing`, or 404: the same answer whether it never was or belongs to somebody else."""
    if thing is None:
        raise Http404
    return thing


def get_post(viewer: Viewer, public_id: UUID) -> Post:
    return found(selectors.post(viewer.here.id, public_id, viewer.day))


def get_nomination(viewer: Viewer, public_id: UUID) -> Nomination:
    return found(selectors.nomination(viewer.here.id, public_id))


def all_codes() -> Codes:
    return code_lists(*LISTS)


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
    unit_id = viewer.here.id
    board = boards.board(unit_id, viewer.day, only=post_id)
    post = found(next(iter(board.rows), None))
    # The columns belong to the page: the fourth is there when anybody of the plan needs it.
    shown = columns(board, codes, fourth=selectors.horizon_open(unit_id, viewer.day))
    row = plan_row(post, shown, codes, viewer.here.code, viewer.day, editing=editing)
    response = page(request, "succession/row.html", {"row": row, "viewer": viewer}, status=status)
    return announced(response, announce)


def announced(response: HttpResponse, words: str) -> HttpResponse:
    """The response, with `words` for whoever hears the page."""
    if words:
        response["HX-Trigger"] = json.dumps({"announce": words})
    return response
