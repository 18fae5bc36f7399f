"""What a person does about pools, from her own pages; and whom she sponsors."""

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
from orgs.held import OWN, own_record
from orgs.models.people import StaffRecord
from orgs.web.found import found, whole_number
from talentpools import forms, positive, selectors
from talentpools.access import OWN_RECORD, VIEW_POOLS
from talentpools.enums import PoolKind
from talentpools.presenters import own as words
from talentpools.rules import engagement_rule
from talentpools.services import own as services
from talentpools.services import positive as sponsoring_services
from talentpools.services.common import PoolError
from talentpools.views.common import page, refused


def _her(viewer: Viewer) -> StaffRecord:
    """The record of the person who looks; 404 for an account without one here."""
    return found(own_record(viewer.person_id, viewer.here.id))


def _pools(
    request: ViewerRequest, *, problem: str = "", bound: dict[UUID, Any] | None = None
) -> HttpResponse:
    """Her pools, those she can come to, and her sponsor. `bound`: forms with errors, by public id."""
    viewer = request.viewer
    record = _her(viewer)
    unit_id, day = viewer.here.id, viewer.day
    bound = bound or {}
    rule = engagement_rule(unit_id, day)
    mine = selectors.own_memberships(unit_id, record.pk)
    kept = positive.own(unit_id, record.pk)
    inside = {m.pool_id for m in mine} | {m.pool_id for m in kept}
    to_come = [p for p in selectors.open_pools(unit_id, day) if p.pk not in inside]
    private = [p.pk for p in to_come if p.kind == PoolKind.POSITIVE_ACTION]
    keepers = positive.keepers(unit_id, [*private, *(m.pool_id for m in kept)], day)
    roles = code_lists("board_role")["board_role"]
    codes = code_lists("engagement")["engagement"]
    context = {
        "memberships": [
            words.own_membership(
                each,
                selectors.one_member(each, rule, day),
                codes,
                rule,
                day,
                bound.get(each.public_id),
            )
            for each in mine
        ],
        "kept": [
            words.kept_membership(each, keepers.get(each.pool_id), day, bound) for each in kept
        ],
        "open": [words.open_pool(p, roles, keepers.get(p.pk)) for p in to_come],
        "sponsors": positive.sponsors_anybody(unit_id, viewer.user_id),
        "errors": [*([("", problem)] if problem else []), *bound.values()],
    }
    audit.record_read(viewer, "talentpools.own", [record.pk], purpose=OWN)
    status = 422 if problem or bound else 200
    return page(request, "own_pools.html", context, status=status, nav="development")


@access(OWN_RECORD)
@require_safe
def pools(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """My pools, and those that I can come to."""
    return _pools(request)


@access(OWN_RECORD)
@require_POST
def come_forward(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Apply, put myself forward, or join, as the pool is open to it."""
    viewer = request.viewer
    _her(viewer)
    of = found(selectors.open_pool(viewer.here.id, pool, viewer.day))
    try:
        services.come_forward(viewer=viewer, pool=of)
    except PoolError as error:
        return _pools(request, problem=str(error))
    messages.success(request, f"Saved: {of.title}")
    return redirect("talentpools:own_pools", unit_code)


@access(OWN_RECORD)
@require_POST
def choose(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Accept, decline, withdraw, pause, come back or leave."""
    viewer = request.viewer
    of = found(selectors.own_membership(viewer.here.id, viewer.person_id, membership))
    form = forms.ChoiceForm(request.POST)
    problem = "Select what you want to do"
    if form.is_valid():
        try:
            services.choose(viewer=viewer, membership=of, to=form.cleaned_data["to"])
        except PoolError as error:
            problem = str(error)
        else:
            messages.success(request, f"Saved: {of.pool.title}")
            return redirect("talentpools:own_pools", unit_code)
    return _pools(request, problem=problem)


@access(OWN_RECORD)
@require_POST
def record(request: ViewerRequest, unit_code: str, membership: UUID) -> HttpResponse:
    """Record that I did something."""
    viewer = request.viewer
    of = found(selectors.own_membership(viewer.here.id, viewer.person_id, membership))
    form = forms.ActivityForm(request.POST, auto_id=f"id_{of.pk}_%s")
    if form.is_valid():
        try:
            services.record_own_activity(viewer=viewer, membership=of, **form.cleaned_data)
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"Recorded: {of.pool.title}")
            return redirect("talentpools:own_pools", unit_code)
    return _pools(request, bound={of.public_id: form})


@access(OWN_RECORD)
@require_POST
def leave(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """Leave a positive-action pool."""
    viewer = request.viewer
    of = found(positive.own_one(viewer.here.id, viewer.person_id, member))
    services.leave_positive(viewer=viewer, membership=of)
    messages.success(request, "You have left the pool")
    return redirect("talentpools:own_pools", unit_code)


@access(OWN_RECORD)
@require_POST
def be_known(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """Let the keeper who is named on the page see that she is in the pool."""
    viewer = request.viewer
    of = found(positive.own_one(viewer.here.id, viewer.person_id, member))
    try:
        services.be_known_to(
            viewer=viewer, membership=of, keeper_id=whole_number(request.POST.get("keeper"))
        )
    except PoolError as error:
        return _pools(request, problem=str(error))
    messages.success(request, "The keeper can see that you are in the pool")
    return redirect("talentpools:own_pools", unit_code)


@access(OWN_RECORD)
@require_POST
def answer_sponsor(request: ViewerRequest, unit_code: str, sponsorship: UUID) -> HttpResponse:
    """Agree to a sponsor, or say no, also later."""
    viewer = request.viewer
    of = found(positive.own_sponsor(viewer.here.id, viewer.person_id, sponsorship))
    answer = request.POST.get("answer")
    if answer not in ("yes", "no"):
        return _pools(request, problem="Select whether you agree to the sponsor")
    services.answer_sponsor(viewer=viewer, sponsorship=of, agreed=answer == "yes")
    messages.success(request, "Your answer is saved")
    return redirect("talentpools:own_pools", unit_code)


# --- sponsors -------------------------------------------------------------------------------------------


def _sponsoring(request: ViewerRequest, *, bound: dict[UUID, Any] | None = None) -> HttpResponse:
    viewer = request.viewer
    links = positive.sponsored_by(viewer.here.id, viewer.user_id)
    context = {
        "links": [words.sponsored(each, viewer.day, bound or {}) for each in links],
        "errors": list((bound or {}).values()),
    }
    audit.record_read(
        viewer, "talentpools.sponsoring", [each.staff_id for each in links], purpose="sponsoring"
    )
    status = 422 if bound else 200
    return page(request, "sponsoring.html", context, status=status, nav="development")


@access(OWN_RECORD, VIEW_POOLS)
@require_safe
def sponsoring(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Whom I sponsor: nobody else sees this page."""
    return _sponsoring(request)


@access(OWN_RECORD, VIEW_POOLS)
@require_POST
def act(request: ViewerRequest, unit_code: str, sponsorship: UUID) -> HttpResponse:
    """Record what sponsor or member did."""
    viewer = request.viewer
    of = found(positive.link(viewer.here.id, viewer.user_id, viewer.person_id, sponsorship))
    sponsors = of.sponsor_id == viewer.user_id
    form = forms.SponsorActionForm(request.POST, auto_id=f"id_{of.pk}_%s")
    if form.is_valid():
        try:
            sponsoring_services.record_sponsor_action(
                viewer=viewer, sponsorship=of, **form.cleaned_data
            )
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, "Recorded")
            name = "talentpools:sponsoring" if sponsors else "talentpools:own_pools"
            return redirect(name, unit_code)
    bound = {of.public_id: form}
    return _sponsoring(request, bound=bound) if sponsors else _pools(request, bound=bound)
