"""Positive-action pools as pool people see them: the terms for all, the members for the keeper alone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.web.found import found
from talentpools import forms, positive, selectors
from talentpools.access import MANAGE_POOLS
from talentpools.enums import PoolKind
from talentpools.models import Pool, PositiveActionMembership
from talentpools.presenters import pools as pool_words
from talentpools.services import positive as services
from talentpools.services.common import PoolError
from talentpools.views.common import PURPOSE, get_pool, page, refused


def detail(
    request: ViewerRequest, of: Pool, *, refusals: dict[Any, Any] | None = None
) -> HttpResponse:
    """The page of the pool. `refusals`: bound forms with errors, by public id of the member."""
    viewer = request.viewer
    terms = positive.terms(of)
    keeps = terms is not None and terms.keeper_id == viewer.user_id
    members = positive.members(of) if keeps else []
    people = selectors.sponsors(of.unit_id, viewer.day) if keeps else {}
    roles = code_lists("board_role")["board_role"]
    names = selectors.called(
        of.unit_id, {pk for pk in (of.owner_id, terms.keeper_id if terms else None) if pk}
    )
    refusals = refusals or {}
    context = {
        "pool": of,
        "roles": pool_words.role_names(of, roles),
        "owner": names.get(of.owner_id or 0, ""),
        "terms": terms,
        "keeper": names.get(terms.keeper_id, "") if terms else "",
        "keeps": keeps,
        "overdue": terms is not None and terms.review_on < viewer.day,
        "members": [(m, refusals.get(m.public_id) or _sponsor_form(m, people)) for m in members],
        "may_manage": viewer.may(MANAGE_POOLS),
        "may_record": viewer.may(MANAGE_POOLS) and (terms is None or keeps),
        "errors": list(refusals.values()),
    }
    # The same page code as any pool's, so that the record of who looked does not tell them apart.
    audit.record_read(viewer, "talentpools.pool", [m.staff_id for m in members], purpose=PURPOSE)
    return page(request, "positive.html", context, status=422 if refusals else 200)


def _sponsor_form(
    member: PositiveActionMembership, people: dict[int, str], data: Any = None
) -> forms.SponsorForm:
    own = {pk: name for pk, name in people.items() if name != member.staff.name}
    return forms.SponsorForm(data, people=own, auto_id=f"id_{member.pk}_%s")


@access(MANAGE_POOLS)
def terms(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Record the lawful basis, its review date and the keeper; this opens the pool."""
    viewer = request.viewer
    of = get_pool(viewer, pool)
    found(of if of.kind == PoolKind.POSITIVE_ACTION else None)
    now = positive.terms(of)
    people = selectors.pool_people(viewer.here.id, viewer.day)
    typed = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {"keeper": viewer.user_id}
    if now is not None:
        initial = {n: getattr(now, n) for n in ("basis", "evidence", "review_on")}
        initial["keeper"] = now.keeper_id
    form = forms.TermsForm(typed, people=people, initial=initial)
    if typed is not None and form.is_valid():
        data = dict(form.cleaned_data)
        keeper = int(data.pop("keeper"))
        try:
            services.record_terms(viewer=viewer, pool=of, keeper_id=keeper, **data)
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"The lawful basis of “{of.title}” is recorded")
            return redirect("talentpools:pool", unit_code, pool)
    context = {"form": form, "pool": of}
    return page(request, "terms.html", context, status=422 if typed is not None else 200)


def _kept(viewer: Viewer, public_id: UUID) -> PositiveActionMembership:
    """A member of a pool that the viewer keeps; 404 for everybody else, whoever she is."""
    return found(positive.kept_member(viewer.here.id, viewer.user_id, public_id))


@access(MANAGE_POOLS)
@require_POST
def sponsor(request: ViewerRequest, unit_code: str, member: UUID) -> HttpResponse:
    """Name a sponsor for a member."""
    viewer = request.viewer
    of = _kept(viewer, member)
    people = selectors.sponsors(of.unit_id, viewer.day)
    form = _sponsor_form(of, people, request.POST)
    if form.is_valid():
        chosen = int(form.cleaned_data["sponsor"])
        try:
            services.name_sponsor(
                viewer=viewer, membership=of, sponsor_id=chosen, sponsor_name=people[chosen]
            )
        except PoolError as error:
            refused(form, error)
        else:
            messages.success(request, f"{people[chosen]} is named; {of.staff.name} is asked first")
            return redirect("talentpools:pool", unit_code, of.pool.public_id)
    whole = get_pool(viewer, of.pool.public_id)
    return detail(request, whole, refusals={of.public_id: form})
