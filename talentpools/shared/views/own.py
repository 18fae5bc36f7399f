"""The person's own pages: pools above her, her applications, release time, the bench, her answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs import sharing
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.forms.sharing import step
from orgs.presenters.sharing import lines
from orgs.sharing import SharingError
from orgs.web.found import found
from talentpools.models import SharedMember, VacancyAsk
from talentpools.shared import bench, forms, own_words, pools, presenters, release, selectors
from talentpools.shared.views.common import board_roles

CONSENT = sharing.CONSENT[sharing.CONSENT_VERSION]


@access(OWN_RECORD)
@require_safe
def opportunities(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What is open to me beyond my organisation: questions that wait, pools, the bench."""
    viewer, roles = request.viewer, board_roles()
    memberships = selectors.my_memberships(viewer)
    taken = {m.profile.about for m in memberships}
    units = {u.code: u.name for u in selectors.areas([b.pk for b in selectors.benches(viewer)])}
    context = {
        "nav": "opportunities",
        "asks": [own_words.ask_card(a, roles, viewer.day) for a in selectors.my_asks(viewer)],
        "standings": [own_words.standing(m, viewer.day) for m in memberships],
        "pools": [
            presenters.pool_row(p, roles, viewer.day)
            for p in selectors.open_pools(viewer)
            if p.public_id not in taken
        ],
        "benches": [
            own_words.bench_card(b, roles, units) for b in selectors.my_bench_profiles(viewer)
        ],
    }
    return render(request, "shared/opportunities.html", context)


@access(OWN_RECORD)
def pool(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """A pool above me: what it is for; apply by sharing, or see where I stand."""
    viewer = request.viewer
    of, member = selectors.pool_above(viewer, pool), selectors.my_membership(viewer, pool)
    if member is not None:
        again = "You have applied already" if request.method == "POST" else ""
        return _standing(request, member, problem=again)
    of = found(of)
    offer = sharing.offer(viewer, pools.call_of(of))
    at = step(found(offer), request.POST if request.method == "POST" else None)
    if at.content is not None:
        try:
            pools.apply(viewer=viewer, pool=of, content=at.content)
        except SharingError as error:
            at.form.add_error(None, str(error))
        else:
            messages.success(request, f"You have applied to “{of.title}”")
            return redirect("shared:my_pool", unit_code, pool)
    context = {
        "nav": "opportunities",
        "pool": presenters.pool_row(of, board_roles(), viewer.day),
        "at": at,
        "organisation": of.unit,
        "errors": at.form.errors,
        "consent": CONSENT,
        "agree": "Agree and apply",
    }
    return render(request, "shared/apply.html", context, status=at.status)


def _standing(request: ViewerRequest, member: SharedMember, problem: str = "") -> HttpResponse:
    viewer = request.viewer
    asked = selectors.my_release_request(viewer, member.profile)
    context = {
        "nav": "opportunities",
        "standing": own_words.standing(member, request.viewer.day),
        "profile": member.profile,
        "lines": lines(member.profile.fields),
        "release": own_words.release_row(asked, viewer.day) if asked else None,
        "errors": [("", problem)] if problem else [],
    }
    return render(request, "shared/standing.html", context, status=409 if problem else 200)


@access(OWN_RECORD)
@require_POST
def take_place(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Take the place that is offered."""
    member = found(selectors.my_membership(request.viewer, pool))
    try:
        pools.take_place(viewer=request.viewer, member=member)
    except SharingError as error:
        return _standing(request, member, problem=str(error))
    messages.success(request, "You have taken the place")
    return redirect("shared:my_pool", unit_code, pool)


@access(OWN_RECORD)
def ask_employer(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Ask my employer for time: the first that it hears of this."""
    viewer = request.viewer
    member = found(selectors.my_membership(viewer, pool))
    form = forms.ReleaseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            release.ask_employer(viewer=viewer, profile=member.profile, **form.cleaned_data)
        except SharingError as error:
            form.add_error("answer_by", str(error))
        else:
            messages.success(request, f"{viewer.here.name} is asked")
            return redirect("shared:my_pool", unit_code, pool)
    context = {
        "nav": "opportunities",
        "standing": own_words.standing(member, request.viewer.day),
        "form": form,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "shared/ask_employer.html", context, status=status)


@access(OWN_RECORD)
@require_POST
def take_back(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Take the request back."""
    viewer = request.viewer
    member = found(selectors.my_membership(viewer, pool))
    asked = found(selectors.my_release_request(viewer, member.profile))
    release.take_back(viewer=viewer, request=asked)
    messages.success(request, "Your request is taken back")
    return redirect("shared:my_pool", unit_code, pool)


@access(OWN_RECORD)
def my_bench(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Join a bench, or change what I could be asked about."""
    viewer = request.viewer
    benches = selectors.benches(viewer)
    mine = next(iter(selectors.my_bench_profiles(viewer)), None)
    initial = {
        "bench": mine.unit.code,
        "roles": mine.role_codes,
        "kinds": mine.kinds,
        "patterns": mine.patterns,
        "areas": mine.areas,
        "notice_weeks": mine.notice_weeks,
    } if mine else None  # fmt: skip
    form = forms.BenchForm(
        request.POST or None,
        initial=initial,
        benches=benches,
        areas=selectors.areas([b.pk for b in benches]),
        roles=board_roles(),
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        code, data["role_codes"] = data.pop("bench"), data.pop("roles")
        unit = next(b for b in benches if b.code == code)
        bench.join_bench(viewer=viewer, unit_id=unit.pk, **data)
        messages.success(request, f"You are on the bench of {unit.name}. Nobody sees your name")
        return redirect("shared:opportunities", unit_code)
    status = 422 if request.method == "POST" else 200
    context = {"nav": "opportunities", "form": form, "benches": benches}
    return render(request, "shared/bench.html", context, status=status)


@access(OWN_RECORD)
@require_POST
def leave_bench(request: ViewerRequest, unit_code: str, profile: UUID) -> HttpResponse:
    """Leave a bench, and take back every name given through it."""
    mine = selectors.my_bench_profiles(request.viewer)
    of = found(next((b for b in mine if b.public_id == profile), None))
    bench.leave_bench(viewer=request.viewer, profile=of)
    messages.success(request, f"You have left the bench of {of.unit.name}")
    return redirect("shared:opportunities", unit_code)


@access(OWN_RECORD)
def ask(request: ViewerRequest, unit_code: str, ask: UUID) -> HttpResponse:
    """A vacancy that I am asked about: say yes by sharing, or no. Until yes, nobody sees my name."""
    viewer = request.viewer
    of: VacancyAsk = found(selectors.my_ask(viewer, ask))
    card = own_words.ask_card(of, board_roles(), viewer.day)
    if not card.can_answer:
        context = {"nav": "opportunities", "ask": card}
        status = 409 if request.method == "POST" else 200
        return render(request, "shared/asked.html", context, status=status)
    at = step(
        found(sharing.offer(viewer, of.call)), request.POST if request.method == "POST" else None
    )
    if at.content is not None:
        try:
            bench.say_yes(viewer=viewer, ask=of, content=at.content)
        except SharingError as error:
            at.form.add_error(None, str(error))
        else:
            messages.success(request, f"{of.unit.name} sees what you chose to share")
            return redirect("shared:opportunities", unit_code)
    context = {
        "nav": "opportunities",
        "ask": card,
        "at": at,
        "organisation": of.unit,
        "errors": at.form.errors,
        "consent": CONSENT,
        "agree": "Say yes and share",
    }
    return render(request, "shared/ask.html", context, status=at.status)


@access(OWN_RECORD)
@require_POST
def say_no(request: ViewerRequest, unit_code: str, ask: UUID) -> HttpResponse:
    """Say no; nobody is told."""
    of = found(selectors.my_ask(request.viewer, ask))
    try:
        bench.say_no(viewer=request.viewer, ask=of)
    except SharingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "You said no. Nobody is told")
    return redirect("shared:opportunities", unit_code)
