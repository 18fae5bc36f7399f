"""What every page of reports does first."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from orgs.access.middleware import wall
from reporting import selectors, withdrawals
from reporting.models.releases import Release
from reporting.models.runs import ReportRun, Schedule
from reporting.reports import Report, reports

View = Callable[..., HttpResponse]


def for_audience(view: View) -> View:
    """Only units that have reports.

    One employer alone has none: whoever looks down at it from above stands before its wall.
    """

    @wraps(view)
    def inner(request: HttpRequest, unit_code: str, **kwargs: Any) -> HttpResponse:
        viewer = request.viewer  # type: ignore[attr-defined]  # set by the middleware
        if not selectors.is_audience(viewer):
            return wall(request, viewer)
        return view(request, unit_code, **kwargs)

    return inner


def report_or_404(code: str) -> Report:
    if code not in reports:
        raise Http404
    return reports.get(code)


def release_or_404(unit_id: int, code: str) -> Release:
    report_or_404(code)
    release = selectors.latest(unit_id, code)
    if release is None:
        raise Http404
    return release


def any_release_or_404(unit_id: int, release_id: uuid.UUID) -> Release:
    """A release of the unit by its id, withdrawn or not."""
    release = withdrawals.release(unit_id, release_id)
    if release is None:
        raise Http404
    return release


def run_or_404(unit_id: int, public_id: uuid.UUID) -> ReportRun:
    run = selectors.run(unit_id, public_id)
    if run is None:
        raise Http404
    return run


def schedule_or_404(unit_id: int, public_id: uuid.UUID) -> Schedule:
    schedule = selectors.schedule(unit_id, public_id)
    if schedule is None:
        raise Http404
    return schedule
