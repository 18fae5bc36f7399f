"""Talent pools of an employer."""

from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists
from succession.selectors import staff_called, staff_member
from talentpools import forms, presenters, selectors, services
from talentpools.access import MANAGE_POOLS, VIEW_POOLS
from talentpools.models import Pool

PURPOSE = "running talent pools"
Found = TypeVar("Found")


def _found(thing: Found | None) -> Found:
    if thing is None:
        raise Http404
    return thing


def _pool(request: ViewerRequest, public_id: UUID) -> Pool:
    return _found(selectors.pool(request.viewer.here.id, public_id, request.viewer.day))


@access(VIEW_POOLS)
@require_safe
def pools(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The pools with how many are in each; no names."""
    viewer = request.viewer
    roles = code_lists("board_role")["board_role"]
    found = selectors.pools(viewer.here.id, viewer.day)
    context = {
        "nav": "pools",
        "pools": [presenters.pool_card(p, roles) for p in found],
        "may_manage": viewer.may(MANAGE_POOLS),
    }
    return render(request, "talentpools/pools.html", context)


@access(MANAGE_POOLS)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Start a pool."""
    form = forms.PoolForm(request.POST or None, roles=code_lists("board_role")["board_role"])
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data["target_roles"] = [data.pop("target_role")]
        try:
            made = services.add_pool(viewer=request.viewer, **data)
        except services.PoolError as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, f"The pool “{made.title}” is started")
            return redirect("talentpools:pool", unit_code, made.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"nav": "pools", "form": form}
    return render(request, "talentpools/add.html", context, status=status)


def _detail(
    request: ViewerRequest, of: Pool, *, problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    codes = code_lists("engagement", "board_role")
    members = selectors.members(of, viewer.day)
    shown = presenters.columns(members, codes["engagement"], viewer.day)
    context = {
        "nav": "pools",
        "pool": presenters.pool_card(of, codes["board_role"]),
        "columns": shown,
        "tiles": presenters.tiles(of, shown, viewer.day),
        "may_manage": viewer.may(MANAGE_POOLS),
        "errors": [("", problem)] if problem else [],
    }
    audit.record_read(viewer, "talentpools.pool", [m.staff_id for m in members], purpose=PURPOSE)
    return render(request, "talentpools/pool.html", context, status=status)


@access(VIEW_POOLS)
@require_safe
def detail(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Members by status, with a way to move each."""
    return _detail(request, _pool(request, pool))


@access(MANAGE_POOLS)
@require_POST
def move(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Move a member to another status."""
    viewer = request.viewer
    of = _found(selectors.membership(viewer.here.id, membership))
    form = forms.MoveForm(request.POST)
    problem = "Select where the member moves to"
    if form.is_valid():
        try:
            services.change_membership(
                viewer=viewer, membership=of, status=form.cleaned_data["status"]
            )
        except services.PoolError as error:
            problem = str(error)
        else:
            messages.success(request, f"{of.staff.name} is moved")
            return redirect("talentpools:pool", unit_code, of.pool.public_id)
    return _detail(request, _pool(request, of.pool.public_id), problem=problem, status=422)


@access(MANAGE_POOLS)
def add_member(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Find a person of the employer and put them into the pool."""
    viewer, of = request.viewer, _pool(request, pool)
    problem, words = "", request.GET.get("q", "").strip()
    if request.method == "POST":
        try:
            person = staff_member(viewer.here.id, UUID(request.POST.get("staff", "")), viewer.day)
        except ValueError:
            person = None
        if person is None:
            problem = "Select a person"
        else:
            try:
                services.add_member(viewer=viewer, pool=of, staff=person)
            except services.PoolError as error:
                problem = str(error)
            else:
                messages.success(request, f"{person.name} is in the pool")
                return redirect("talentpools:pool", unit_code, pool)
    people = staff_called(viewer.here.id, words, viewer.day)
    audit.record_read(viewer, "talentpools.find", [p.pk for p in people], purpose=PURPOSE)
    context = {
        "nav": "pools",
        "pool": of,
        "q": words,
        "people": people,
        "errors": [("q", problem)] if problem else [],
    }
    name = "talentpools/add_member.html" + ("#results" if request.htmx else "")
    response = render(request, name, context, status=422 if problem else 200)
    patch_vary_headers(response, ["HX-Request"])
    return response
