"""A pool and its members: the board, one member, inviting, moving, assessing, recording."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.restructure.provenance import carried_over
from succession.selectors import staff_called, staff_member
from talentpools import forms, selectors
from talentpools.access import MANAGE_POOLS, VIEW_POOLS
from talentpools.criteria import Criteria, criteria_here, seen_by
from talentpools.criteria_words import named_tests
from talentpools.enums import WAITING, PoolKind
from talentpools.models import Pool, PoolMembership
from talentpools.presenters import board as words
from talentpools.presenters import pools as pool_words
from talentpools.presenters.criteria import sheet
from talentpools.rules import engagement_rule
from talentpools.services import members as services
from talentpools.services.common import PoolError
from talentpools.transfers import POOLS
from talentpools.views import positive
from talentpools.views.common import (
    PURPOSE,
    get_membership,
    get_pool,
    own_pools_link,
    page,
    refused,
    sees_readiness,
)


def criteria_of_pool(viewer: Viewer, pool: Pool) -> Criteria | None:
    """The criteria of a pool as they are in effect today and as far as the viewer may ask them."""
    if not pool.criteria_key:
        return None
    found = criteria_here(pool.unit_id, viewer.day).get(pool.criteria_key)
    return seen_by(found, succession=sees_readiness(viewer)) if found else None


def _detail(
    request: ViewerRequest, of: Pool, *, problem: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    if of.kind == PoolKind.POSITIVE_ACTION:
        return positive.detail(request, of)
    unit_id, day = viewer.here.id, viewer.day
    codes = code_lists("engagement", "board_role")
    rule = engagement_rule(unit_id, day)
    members = selectors.members(of, rule, day)
    standing = selectors.standings(unit_id, rule, day).get(of.pk, selectors.Standing())
    ready = selectors.ready_members(unit_id, day) if sees_readiness(viewer) else None
    needs = pool_words.demand(of, selectors.posts_due(unit_id, day), standing, ready)
    findings = pool_words.findings(of, standing, rule, day)
    criteria = criteria_of_pool(viewer, of)
    context = {
        "pool": of,
        "carried": carried_over(unit_id, POOLS, of.public_id),
        "roles": pool_words.role_names(of, codes["board_role"]),
        "owner": selectors.called(unit_id, [of.owner_id]).get(of.owner_id or 0, "")
        if of.owner_id
        else "",
        "columns": words.columns(members, codes["engagement"], rule, day),
        "tiles": words.tiles(of, standing, needs, findings, rule, day),
        "criteria": sheet(criteria) if criteria else None,
        "findings": findings,
        "rule": rule,
        "may_manage": viewer.may(MANAGE_POOLS),
        "errors": [("", problem)] if problem else [],
    }
    audit.record_read(viewer, "talentpools.pool", [m.staff_id for m in members], purpose=PURPOSE)
    return page(request, "pool.html", context, status=status)


@access(VIEW_POOLS)
@require_safe
def detail(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Members by state, with a way to move each."""
    return _detail(request, get_pool(request.viewer, pool))


@access(MANAGE_POOLS)
@require_POST
def move(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Move a member to another state."""
    viewer = request.viewer
    of = get_membership(viewer, membership)
    form = forms.MoveForm(request.POST)
    problem = "Select where the member moves to"
    if form.is_valid():
        try:
            services.move_member(viewer=viewer, membership=of, to=form.cleaned_data["to"])
        except PoolError as error:
            problem = str(error)
        else:
            messages.success(request, f"{of.staff.name} is moved")
            return redirect("talentpools:pool", unit_code, of.pool.public_id)
    return _detail(request, get_pool(viewer, of.pool.public_id), problem=problem, status=422)


@access(MANAGE_POOLS)
def invite(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Find a person of the employer and invite her."""
    viewer, of = request.viewer, get_pool(request.viewer, pool)
    problem, asked = "", request.GET.get("q", "").strip()
    if request.method == "POST":
        try:
            person = staff_member(viewer.here.id, UUID(request.POST.get("staff", "")), viewer.day)
        except ValueError:
            person = None
        if person is None:
            problem = "Select a person"
        else:
            try:
                sent = services.invite_people(
                    viewer=viewer, pool=of, people=[person], link=own_pools_link(request)
                )
            except PoolError as error:
                problem = str(error)
            else:
                if sent:
                    messages.success(request, f"{person.name} is invited")
                    return redirect("talentpools:pool", unit_code, pool)
                problem = f"{person.name} is in this pool or waits already"
    people = staff_called(viewer.here.id, asked, viewer.day)
    audit.record_read(viewer, "talentpools.find", [p.pk for p in people], purpose=PURPOSE)
    context = {
        "pool": of,
        "q": asked,
        "people": people,
        "errors": [("q", problem)] if problem else [],
    }
    name = "invite.html" + ("#results" if request.htmx else "")
    return page(request, name, context, status=422 if problem else 200)


# --- one member -----------------------------------------------------------------------------------------


def _member(
    request: ViewerRequest,
    of: PoolMembership,
    *,
    assess: forms.AssessForm | None = None,
    activity: forms.ActivityForm | None = None,
) -> HttpResponse:
    """The page of a member with its forms; a bound one holds errors."""
    viewer = request.viewer
    rule = engagement_rule(of.unit_id, viewer.day)
    member = selectors.one_member(of, rule, viewer.day)
    assert member is not None, "it has just been read"
    codes = code_lists("engagement")["engagement"]
    kept = selectors.assessments(of)
    context = {
        "pool": of.pool,
        "membership": of,
        "card": words.card(member, codes, rule, viewer.day),
        "assessments": kept,
        "assessors": selectors.called(of.unit_id, {a.assessor_id for a in kept if a.assessor_id}),
        "may_manage": viewer.may(MANAGE_POOLS),
        "assess": assess or _assess_form(viewer, of),
        "activity": activity or forms.ActivityForm(initial={"on": viewer.day}),
        "can_assess": of.left_on is None and of.status != "invited",
        "can_record": of.left_on is None and of.joined_on is not None,
        "errors": [form for form in (assess, activity) if form is not None],
    }
    audit.record_read(viewer, "talentpools.member", [of.staff_id], purpose=PURPOSE)
    bound = assess is not None or activity is not None
    return page(request, "member.html", context, status=422 if bound else 200)


def _assess_form(viewer: Viewer, of: PoolMembership, data: Any = None) -> forms.AssessForm:
    criteria = criteria_of_pool(viewer, of.pool)
    asked = services.wordings(criteria, named_tests(criteria) if criteria else {})
    form = forms.AssessForm(data, asked=asked)
    if of.status not in WAITING:
        del form.fields["outcome"]
    return form


@access(VIEW_POOLS)
@require_safe
def member(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """One member: where she stands and why, what the panel made of it, what she did."""
    return _member(request, get_membership(request.viewer, membership))


@access(MANAGE_POOLS)
@require_POST
def assess(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Record an assessment, with its outcome if it is decided."""
    viewer = request.viewer
    of = get_membership(viewer, membership)
    form = _assess_form(viewer, of, request.POST)
    if form.is_valid():
        try:
            services.assess_member(
                viewer=viewer,
                membership=of,
                criteria=criteria_of_pool(viewer, of.pool),
                scored=form.scored(),
                note=form.cleaned_data["note"],
                outcome=form.cleaned_data.get("outcome", ""),
            )
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"The assessment of {of.staff.name} is saved")
            return redirect("talentpools:member", unit_code, membership)
    return _member(request, of, assess=form)


@access(MANAGE_POOLS)
@require_POST
def record(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Record that a member did something."""
    viewer = request.viewer
    of = get_membership(viewer, membership)
    form = forms.ActivityForm(request.POST)
    if form.is_valid():
        try:
            services.record_activity(viewer=viewer, membership=of, **form.cleaned_data)
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"Recorded for {of.staff.name}")
            return redirect("talentpools:member", unit_code, membership)
    return _member(request, of, activity=form)
