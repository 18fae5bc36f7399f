"""While a change of organisations is in consultation, judgements on those affected are locked.

They serve succession planning, and are neither exported nor used to select anybody. What would write
something is held by the database too (orgs/sql/90_consultation.sql).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from orgs import audit
from orgs.access.viewer import Viewer

FORBIDDEN = 403


def locked(viewer: Viewer) -> bool:
    """Whether a change that affects the employer in the URL is in consultation."""
    return viewer.unit is not None and bool(viewer.unit.consultation)


def locks(what: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Refuse a view while a change is in consultation, say so, and record that it was asked.

    Stands below ``@access``. `what` is a code for the record: ``pack``, ``spreadsheet`` ….
    """

    def around(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer: Viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
            if not locked(viewer):
                return view(request, *args, **kwargs)
            audit.record(viewer, "consultation.refused", unit_id=viewer.here.id, what=what)
            return render(request, "errors/locked.html", status=FORBIDDEN)

        return inner

    return around
