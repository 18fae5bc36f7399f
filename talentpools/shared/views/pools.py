"""Shared pools for their manager, who sees what people shared with the pool and nothing else."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning.pathways import pathways
from orgs import audit
from orgs.access.actions import MANAGE_SHARED_POOLS
from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists
from orgs.sharing import SharingError
from orgs.web.found import found
from talentpools.criteria import criteria_here
from talentpools.models import SharedMember, SharedPool
from talentpools.shared import forms, pools, presenters, selectors
from talentpools.shared.views.common import board_roles
from talentpools.shared.words import criteria_text, name_in

PURPOSE = "running a pool that the person joined"


def _pool(request: ViewerRequest, public_id: UUID) -> SharedPool:
    return found(selectors.pool(request.viewer.here.id, public_id, request.viewer.day))


def _member(request: ViewerRequest, public_id: UUID) -> SharedMember:
    return found(selectors.member(request.viewer.here.id, public_id, request.viewer.day))


@access(MANAGE_SHARED_POOLS)
@require_safe
def index(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The pools with how many wait and are in each; no names."""
    viewer, roles = request.viewer, board_roles()
    rows = selectors.pools(viewer.here.id, viewer.day).select_related("unit")
    context = {
        "nav": "shared",
        "rows": [presenters.managed_row(p, roles, viewer.day) for p in rows],
    }
    return render(request, "shared/pools.html", context)


@access(MANAGE_SHARED_POOLS)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Start a pool."""
    here, day = request.viewer.here, request.viewer.day
    form = forms.SharedPoolForm(
        request.POST or None,
        roles=board_roles(),
        programmes=[(p.key, p.title) for p in pathways(here.id, day).given],
        criteria={
            key: (f"{each.title} ({each.owner})", criteria_text(each))
            for key, each in criteria_here(here.id, day).items()
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = pools.start_pool(viewer=request.viewer, **form.values)
        except SharingError as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, f"The pool “{made.title}” is open for applications")
            return redirect("shared:pool", unit_code, made.public_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "shared/add.html", {"nav": "shared", "form": form}, status=status)


def _detail(
    request: ViewerRequest, of: SharedPool, *, problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    codes = code_lists("engagement", "board_role")
    members = selectors.members(of)
    context = {
        "nav": "shared",
        "pool": presenters.pool_row(of, codes["board_role"], viewer.day),
        "columns": presenters.columns(members, codes["engagement"], viewer.day),
        "tiles": presenters.tiles(of, members, request.viewer.day),
        "reviews": [presenters.review_row(r, viewer.day) for r in selectors.reviews(of)],
        "errors": [("", problem)] if problem else [],
    }
    shown = [m.profile.public_id for m in members]
    audit.record_profiles(viewer, "shared.pool", shown, purpose=PURPOSE)
    return render(request, "shared/pool.html", context, status=status)


@access(MANAGE_SHARED_POOLS)
@require_safe
def detail(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Applications and members by state, with what each shared."""
    return _detail(request, _pool(request, pool))


@access(MANAGE_SHARED_POOLS)
def close(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """End a pool, on a page of its own: it removes what people shared."""
    of, problem = _pool(request, pool), ""
    if request.method == "POST":
        if request.POST.get("sure"):
            removed = pools.close_pool(viewer=request.viewer, pool=of)
            people = "1 profile is" if removed == 1 else f"{removed} profiles are"
            messages.success(request, f"The pool “{of.title}” has ended; {people} removed")
            return redirect("shared:pools", unit_code)
        problem = "Select that you want to end the pool"
    context = {"nav": "shared", "pool": of, "errors": [("sure", problem)] if problem else []}
    return render(request, "shared/close.html", context, status=422 if problem else 200)


@access(MANAGE_SHARED_POOLS)
@require_POST
def move(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """Move a member on, or end the membership."""
    viewer, of = request.viewer, _member(request, member)
    name, status = name_in(of.profile.fields), request.POST.get("status", "")
    try:
        if status == presenters.ENDING:
            pools.end_membership(viewer=viewer, member=of)
            messages.success(request, "The membership has ended, and the profile is removed")
        else:
            pools.move_member(viewer=viewer, member=of, status=status)
            messages.success(request, f"{name} is moved")
    except SharingError as error:
        return _detail(request, _pool(request, of.pool.public_id), problem=str(error), status=422)
    return redirect("shared:pool", unit_code, of.pool.public_id)


@access(MANAGE_SHARED_POOLS)
@require_POST
def nudge(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """Remind a member who has gone quiet."""
    of = _member(request, member)
    try:
        pools.nudge(viewer=request.viewer, member=of)
    except SharingError as error:
        return _detail(request, _pool(request, of.pool.public_id), problem=str(error), status=422)
    messages.success(request, f"{name_in(of.profile.fields)} is reminded")
    return redirect("shared:person", unit_code, member)


@access(MANAGE_SHARED_POOLS)
def person(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """One member: what she shared, what was recommended, and a form to assess."""
    viewer, of = request.viewer, _member(request, member)
    form = forms.NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        pools.assess(viewer=viewer, member=of, **form.cleaned_data)
        messages.success(request, "The assessment is saved")
        return redirect("shared:person", unit_code, member)
    codes = code_lists("engagement")["engagement"]
    context = {
        "nav": "shared",
        "pool": of.pool,
        "card": presenters.member_card(of, codes, viewer.day),
        "notes": presenters.note_lines(selectors.notes(of)),
        "form": form,
    }
    audit.record_profiles(viewer, "shared.person", [of.profile.public_id], purpose=PURPOSE)
    status = 422 if form.errors or request.method == "POST" else 200
    return render(request, "shared/person.html", context, status=status)
