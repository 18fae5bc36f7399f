"""The preview of a pool's criteria on the employer's own people, and inviting whoever is ticked."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.web.found import found, whole_number
from talentpools import forms, population, selectors
from talentpools.access import MANAGE_POOLS
from talentpools.criteria import Criteria, criteria_here, seen_by
from talentpools.criteria_words import labels
from talentpools.models import Pool
from talentpools.presenters import criteria as words
from talentpools.services import members as services
from talentpools.services.common import PoolError
from talentpools.views.board import criteria_of_pool
from talentpools.views.common import PURPOSE, get_pool, own_pools_link, page, sees_readiness

A_PAGE = 25


@access(MANAGE_POOLS)
def preview(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Who meets the criteria, who newly does and why; POST invites those who are ticked."""
    viewer, of = request.viewer, get_pool(request.viewer, pool)
    criteria = found(criteria_of_pool(viewer, of))
    problem = ""
    if request.method == "POST":
        try:
            sent = services.invite_people(
                viewer=viewer, pool=of, people=_ticked(request), link=own_pools_link(request)
            )
        except PoolError as error:
            problem = str(error)
        else:
            people = "1 person is" if sent == 1 else f"{sent} people are"
            messages.success(request, f"{people} invited to “{of.title}”")
            return redirect("talentpools:pool", unit_code, pool)
    form, since = _since(request.GET, criteria, viewer.day)
    shown = whole_number(request.GET.get("page"), 1)
    only_new = request.GET.get("show") == "new"
    result = _found(viewer, of, criteria, since, only_new=only_new, number=shown)
    known = labels(criteria)
    context: dict[str, Any] = {
        "pool": of,
        "sheet": words.sheet(criteria, known),
        "candidates": words.candidates(result, known),
        "total": result.total,
        "newly": result.newly,
        "only_new": only_new,
        "since": since,
        "form": form,
        "page": Paginator(range(result.total), A_PAGE).get_page(shown),
        "errors": [("staff", problem)] if problem else form,
    }
    audit.record_read(
        viewer, "talentpools.preview", [p.staff_id for p in result.people], purpose=PURPOSE
    )
    bad = bool(problem) or (form.is_bound and not form.is_valid())
    return page(request, "criteria.html", context, status=422 if bad else 200)


def _ticked(request: ViewerRequest) -> list[Any]:
    """The people who are ticked, as far as they are the employer's own."""
    try:
        ids = [UUID(each) for each in request.POST.getlist("staff")]
    except ValueError:
        return []
    return selectors.people_here(request.viewer.here.id, ids, request.viewer.day)


def _since(data: QueryDict, criteria: Criteria, day: dt.date) -> tuple[forms.SinceForm, dt.date]:
    """The day to compare with: as typed, or the day before the criteria became what they are."""
    usual = words.compared_since(criteria, day)
    if not any(name.startswith("since") for name in data):
        return forms.SinceForm(initial={"since": usual}), usual
    form = forms.SinceForm(data)
    typed = form.cleaned_data["since"] if form.is_valid() else None
    if typed is not None and typed >= day:
        form.add_error("since", "The day to compare with must be before today")
        typed = None
    return form, typed or usual


def _found(
    viewer: Viewer, of: Pool, criteria: Criteria, since: dt.date, *, only_new: bool, number: int
) -> population.Preview:
    earlier = criteria_here(of.unit_id, since).get(of.criteria_key)
    if earlier is not None:
        earlier = seen_by(earlier, succession=sees_readiness(viewer))
    return population.preview(
        criteria,
        earlier,
        unit_id=of.unit_id,
        pool_id=of.pk,
        day=viewer.day,
        since=since,
        only_new=only_new,
        limit=A_PAGE,
        offset=A_PAGE * (max(number, 1) - 1),
    )
