"""The list of pools, and starting, changing and closing one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.words import words_of_moment
from succession.conflicts import ConflictError
from talentpools import forms, positive, selectors
from talentpools.access import MANAGE_POOLS, VIEW_POOLS
from talentpools.criteria import criteria_here
from talentpools.models import Pool
from talentpools.presenters import pools as words
from talentpools.presenters.criteria import option_labels
from talentpools.rules import engagement_rule
from talentpools.services import pools as services
from talentpools.services.common import PoolError
from talentpools.views.common import get_pool, page, refused, sees_readiness


def rows(viewer: Viewer) -> list[words.PoolRow]:
    """Every pool of the employer with how it stands; no name but those of owners."""
    unit_id, day = viewer.here.id, viewer.day
    rule = engagement_rule(unit_id, day)
    standings = selectors.standings(unit_id, rule, day)
    found = list(selectors.pools(unit_id, day))
    common: dict[str, Any] = {
        "roles": code_lists("board_role")["board_role"],
        "rule": rule,
        "due": selectors.posts_due(unit_id, day),
        "ready": selectors.ready_members(unit_id, day) if sees_readiness(viewer) else None,
        "owners": selectors.called(unit_id, {p.owner_id for p in found if p.owner_id}),
        "day": day,
    }
    empty = selectors.Standing()
    return [words.pool_row(p, standing=standings.get(p.pk, empty), **common) for p in found]


@access(VIEW_POOLS)
@require_safe
def pools(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The pools, sorted and searched, with how they stand."""
    viewer = request.viewer
    asked = request.GET.get("q", "").strip()
    sort = request.GET.get("sort", "title")
    everything = rows(viewer)
    shown = [
        each
        for each in everything
        if all(
            w in f"{each.title} {each.roles} {each.purpose}".casefold()
            for w in asked.casefold().split()
        )
    ]
    context = {
        "pools": words.sorted_rows(shown, sort),
        "total": len(everything),
        "q": asked,
        "sort": sort if sort in words.SORTS else "title",
        "sorts": words.SORTS,
        "may_manage": viewer.may(MANAGE_POOLS),
        "sees_readiness": sees_readiness(viewer),
        "sponsors": positive.sponsors_anybody(viewer.here.id, viewer.user_id),
    }
    return page(request, "pools.html" + ("#results" if request.htmx else ""), context)


def _form(viewer: Viewer, data: Any = None, pool: Pool | None = None) -> forms.PoolForm:
    owners = selectors.pool_people(viewer.here.id, viewer.day)
    sets = criteria_here(viewer.here.id, viewer.day)
    initial: dict[str, Any] = {"owner": viewer.user_id}
    if pool is not None:
        names = [n for n in forms.PoolForm.base_fields if n not in ("owner", "version")]
        initial = {name: getattr(pool, name) for name in names}
        initial |= {"owner": pool.owner_id, "version": pool.version}
        if pool.owner_id and pool.owner_id not in owners:
            owners |= selectors.called(pool.unit_id, [pool.owner_id])
    form = forms.PoolForm(
        data,
        roles=code_lists("board_role")["board_role"],
        owners=owners,
        criteria=option_labels(sets),
        initial=initial,
    )
    if pool is not None:
        form.about(pool.kind)
    return form


@access(MANAGE_POOLS)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Start a pool."""
    form = _form(request.viewer, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_pool(viewer=request.viewer, content=form.content())
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"The pool “{made.title}” is started")
            return redirect("talentpools:pool", unit_code, made.public_id)
    status = 422 if request.method == "POST" else 200
    return page(request, "add.html", {"form": form}, status=status)


@access(MANAGE_POOLS)
def edit(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Change what is said of a pool; 409 when somebody else saved it meanwhile."""
    viewer = request.viewer
    of = get_pool(viewer, pool)
    typed = request.POST if request.method == "POST" else None
    form, conflict, status = _form(viewer, typed, of), None, 422 if typed is not None else 200
    if typed is not None and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.edit_pool(viewer=viewer, pool=of, content=form.content(), version=version)
        except PoolError as error:
            refused(form, error)
        except ConflictError as error:
            status, conflict = 409, _conflict(error, form)
            again = typed.copy()
            again["version"] = str(error.version)
            form = _form(viewer, again, of)
        else:
            messages.success(request, "The pool is saved")
            return redirect("talentpools:pool", unit_code, pool)
    context = {"form": form, "pool": of, "conflict": conflict}
    return page(request, "edit.html", context, status=status)


def _conflict(error: ConflictError, form: forms.PoolForm) -> dict[str, Any]:
    """What ``components/conflict.html`` shows: the fields in which the two differ."""
    rows = []
    for name, saved in error.saved.items():
        yours = str(form.cleaned_data[name] or "")
        if yours != saved:
            rows.append((form.fields[name].label, saved or "Nothing", yours or "Nothing"))
    return {"who": error.who, "when": words_of_moment(error.when), "rows": rows}


@access(MANAGE_POOLS)
def close(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Close a pool, on a page of its own."""
    viewer = request.viewer
    of = get_pool(viewer, pool)
    typed = request.POST if request.method == "POST" else None
    form = forms.CloseForm(typed, initial={"on": viewer.day, "completed": "yes"})
    if typed is not None and form.is_valid():
        data = form.cleaned_data
        try:
            services.close_pool(
                viewer=viewer,
                pool=of,
                on=data["on"],
                reason=data["reason"],
                completed=data["completed"] == "yes",
            )
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"The pool “{of.title}” is closed")
            return redirect("talentpools:pools", unit_code)
    context = {"form": form, "pool": of}
    return page(request, "close.html", context, status=422 if typed is not None else 200)
