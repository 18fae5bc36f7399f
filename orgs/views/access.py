"""Who holds which role here: giving, confirming and ending roles, and why anybody sees anything."""

import datetime as dt
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth import login
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import audit
from orgs.access import actions as a
from orgs.access import explain, grants, invitations, listing, moves, readers, reviews
from orgs.access.asked import KNOW_NAMES, page_asked
from orgs.access.middleware import WallError, check, wall
from orgs.access.opened import offered
from orgs.access.preview import preview
from orgs.access.readers import pickable
from orgs.access.roles import roles
from orgs.access.rules import Rule, View, ViewerRequest, access, any_role, public
from orgs.access.viewer import Viewer
from orgs.forms.access import EndForm, ExtendForm, InviteForm, PasswordForm, RolesFilter
from orgs.models.access import Grant
from orgs.presenters.access import (
    above_rows,
    grant_rows,
    grant_rows_then,
    invited_words,
    move_rows,
    preview_words,
    who_groups,
    why_groups,
)
from orgs.presenters.access_reviews import review_words
from orgs.presenters.explain import wanted_actions, who_page, who_unseen, why_page
from orgs.web import as_at
from orgs.words import words_of_last_day

_ANY = (a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS)
_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_PAGE = 25


def _looking_after(view: View) -> View:
    """A steward from above has nothing to give at a Trust: there the wall answers, whatever is asked.

    What may be given here is kept for the view in ``viewer.extra["given"]``.
    """

    @wraps(view)
    def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        viewer = request.viewer
        given = viewer.extra["given"] = grants.grantable(viewer)
        if viewer.here.behind_a_wall and not viewer.inside and not given:
            return wall(request, viewer)
        return view(request, *args, **kwargs)

    return inner


@access(*_ANY)
@_looking_after
@require_safe
def roles_here(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The access page: who holds which role, as far as the viewer's own role lets her see."""
    viewer = request.viewer
    given = viewer.extra["given"]
    asked = as_at.asked(request)
    if asked.wrong:
        return as_at.refused(request, asked, title="Who has a role here", nav="access")
    ended = "ended" in request.GET and not asked.other
    form = RolesFilter(request.GET, roles_here=listing.roles_held(viewer))
    form.is_valid()
    chosen = form.cleaned_data
    if asked.other:
        held = listing.at_unit_on(viewer, asked.day)
    else:
        listed = listing.ended_lately(viewer) if ended else listing.at_unit(viewer)
        held = listing.narrowed(listed, viewer.day, **chosen)
    page = Paginator(held, _PAGE).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)  # grants with what at_unit() annotates
    staff = [grant.staff_id for grant in shown if grant.staff_id]
    audit.record_read(viewer, "access", staff, purpose="administration of access")
    if asked.other:
        rows = grant_rows_then(shown, listing.unconfirmed_on(viewer, asked.day))
    else:
        rows = grant_rows(viewer, shown, given)
    context = {
        "nav": "access",
        "as_at": asked,
        "notes": [
            "Names are those of today, and whether somebody had signed in yet is not recorded."
        ],
        "page": page,
        "rows": rows,
        "form": form,
        "narrowed": any(chosen.values()),
        "ended": ended,
        "may_invite": bool(offered(given)) and not asked.other,
        "may_see_who": viewer.may_any(a.MANAGE_ACCESS, a.VIEW_AUDIT),
        **({} if ended or asked.other or any(chosen.values()) else _beside(viewer)),
    }
    return render(request, "orgs/access.html", context)


def _beside(viewer: Viewer) -> dict[str, Any]:
    """What stands beside the list: from above, at the parts, who came and went, the review."""
    found = moves.moves(viewer)
    names = [move.staff_id for move in found if move.staff_id]
    audit.record_read(viewer, "access.moves", names, purpose="administration of access")
    return {
        "above": above_rows(explain.who_may(viewer.here.id)),
        "parts": listing.at_parts(viewer),
        "moves": move_rows(found),
        "review": review_words(reviews.progress(viewer), viewer.day),
        "few": listing.too_few_administrators(viewer),
    }


@access(*_ANY)
@_looking_after
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Give a colleague a role; who has no account yet gets a one-time link by e-mail."""
    viewer = request.viewer
    given = offered(viewer.extra["given"])
    form = InviteForm(request.POST or None, given=given, day=viewer.day)
    if "preview" in request.POST:
        return _previewed(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            grant = grants.invite_colleague(
                viewer=viewer,
                login=form.cleaned_data["login"],
                role_code=form.cleaned_data["role"],
                valid_from=form.cleaned_data["valid_from"],
                valid_to=form.valid_to,
                reason=form.cleaned_data["reason"],
                link_for=_link_for(request),
            )
        except grants.GrantError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, invited_words(grant, viewer.day))
            return redirect("orgs:access", unit_code=unit_code)
    status = 422 if form.is_bound else 200
    return render(
        request, "orgs/access_invite.html", {"nav": "access", "form": form}, status=status
    )


def _previewed(request: ViewerRequest, form: InviteForm) -> HttpResponse:
    """The form with what the role would open; nothing is given. For htmx the preview alone."""
    form.is_valid()  # what is missing is said when the role is given
    code = form.cleaned_data.get("role")
    found = (
        preview(request.viewer, form.cleaned_data.get("login", ""), roles.get(code))
        if code
        else None
    )
    form.errors.clear()
    context = {
        "nav": "access",
        "form": form,
        "preview": preview_words(found) if found else None,
        "asked": True,
    }
    template = "orgs/access_invite.html" + ("#preview" if request.htmx else "")
    response = render(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _link_for(request: HttpRequest) -> grants.LinkFor:
    def link(token: str | None) -> str:
        path = reverse("home") if token is None else reverse("orgs:accept", args=[token])
        return request.build_absolute_uri(path)

    return link


def _grant_here(viewer: Viewer, public_id: UUID) -> Grant:
    """A grant of this unit that the viewer may see; 404 otherwise."""
    return get_object_or_404(listing.at_unit(viewer), public_id=public_id)


@access(*_ANY)
@_looking_after
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ViewerRequest, unit_code: str, grant: UUID) -> HttpResponse:
    """End a role, on a page of its own."""
    viewer = request.viewer
    found = _grant_here(viewer, grant)
    row = grant_rows(viewer, [found], viewer.extra["given"])[0]
    form = EndForm(request.POST or None, day=viewer.day)
    if request.method == "POST" and form.is_valid():
        try:
            grants.end_role(viewer=viewer, grant=found, on=form.cleaned_data["on"])
        except grants.GrantError as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, f"The role of {row.name or row.login} ends.")
            return redirect("orgs:access", unit_code=unit_code)
    status = 422 if form.is_bound else 200
    context = {"nav": "access", "form": form, "row": row}
    return render(request, "orgs/access_end.html", context, status=status)


@access(*_ANY)
@_looking_after
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: ViewerRequest, unit_code: str, grant: UUID) -> HttpResponse:
    """Put off the end of a role that is still to come, with a reason."""
    viewer = request.viewer
    found = _grant_here(viewer, grant)
    row = grant_rows(viewer, [found], viewer.extra["given"])[0]
    latest = grants.horizon(viewer.day) - dt.timedelta(days=1)
    form = ExtendForm(request.POST if request.method == "POST" else None, latest=latest)
    if request.method == "POST" and form.is_valid():
        try:
            done = grants.extend_role(
                viewer=viewer, grant=found, until=form.until, reason=form.cleaned_data["reason"]
            )
        except grants.GrantError as error:
            form.add_error("last_day", str(error))
        else:
            words = f"The role of {row.name or row.login} goes on until {words_of_last_day(done.valid_to)}."
            messages.success(request, words)
            return redirect("orgs:access", unit_code=unit_code)
    status = 422 if form.is_bound else 200
    context = {"nav": "access", "form": form, "row": row, "able": grants.can_extend(viewer, found)}
    return render(request, "orgs/access_extend.html", context, status=status)


@access(*_ANY)
@_looking_after
@require_POST
def confirm(request: ViewerRequest, unit_code: str, grant: UUID) -> HttpResponse:
    """Confirm, as a second administrator, a role that needs two."""
    found = _grant_here(request.viewer, grant)
    return _change(request, lambda: grants.confirm_role(viewer=request.viewer, grant=found))


@access(*_ANY)
@_looking_after
@require_POST
def resend(request: ViewerRequest, unit_code: str, grant: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    found = _grant_here(request.viewer, grant)
    link_for = _link_for(request)
    return _change(
        request,
        lambda: grants.resend_invitation(viewer=request.viewer, grant=found, link_for=link_for),
    )


def _change(request: ViewerRequest, change: Any) -> HttpResponse:
    """Do a change of one row and go back to the list; a refusal is 422 with its sentence."""
    try:
        done = change()
    except grants.GrantError as error:
        context = {"nav": "access", "errors": [("", str(error))]}
        return render(request, "orgs/access_refused.html", context, status=422)
    messages.success(request, f"Done for {done.user.login}.")
    return redirect("orgs:access", unit_code=request.viewer.here.code)


def _as_the_page(view: View) -> View:
    """Who asks about a page that she may not open gets the answer that the page gives."""

    @wraps(view)
    def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except WallError:
            return wall(request, request.viewer)

    return inner


@any_role
@_as_the_page
@require_safe
def why(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Why can I see this: the chain of each action that opens a page, or of all that the viewer has here."""
    viewer, of = request.viewer, request.GET.get("of", "")
    asked = page_asked(viewer, of) if of else None
    wanted = wanted_actions(viewer, asked) if asked else a.actions
    context = {
        "nav": "",
        "groups": why_groups(explain.chains(viewer, wanted)),
        "page": why_page(viewer, asked) if asked else None,
    }
    return render(request, "orgs/why.html", context)


def _or_knows_names(view: View) -> View:
    """Without a page, the whole answer: for who looks after access here, or checks it."""

    @wraps(view)
    def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.GET.get("of"):
            check(request.viewer, Rule(actions=KNOW_NAMES))
        return view(request, *args, **kwargs)

    return inner


@any_role
@_as_the_page
@_or_knows_names
@require_safe
def who(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Who can see this: a page or its record for its circle; for administrators and auditors, everything."""
    viewer, of = request.viewer, request.GET.get("of", "")
    if of:
        shown = who_page(viewer, page_asked(viewer, of))
        return render(request, "orgs/who_page.html", {"nav": "", "who": shown})
    context = {
        "nav": "access",
        "groups": who_groups(explain.who_may(viewer.here.id)),
        "kinds": pickable() if viewer.may(a.VIEW_AUDIT) else [],
    }
    return render(request, "orgs/access_who.html", context)


@access(a.VIEW_AUDIT)
@require_safe
def who_record(request: ViewerRequest, unit_code: str, kind: str) -> HttpResponse:
    """Who can see a record that is picked at random: by whom it can be read, never what it says."""
    viewer = request.viewer
    of = next((each for each in pickable() if each.code == kind), None)
    if of is None:
        raise Http404
    context = {"nav": "access", "kind": of, "who": None}
    if found := readers.pick(viewer, of):
        record, answer = found
        audit.record(viewer, "access.checked", unit_id=viewer.here.id, about=record)
        context["who"] = who_unseen(viewer, of.label, answer)
    return render(request, "orgs/who_page.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """The page of an invitation's link: it sets the first password and signs in."""
    invitation = invitations.read(token)
    if invitation is None:
        return render(request, "orgs/invitation_expired.html", status=404)
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept_invitation(
                token=token, password=form.cleaned_data["password"]
            )
        except ValidationError as error:
            form.add_error("password", error)
        else:
            if user is None:
                return render(request, "orgs/invitation_expired.html", status=404)
            login(request, user, backend=_BACKEND)
            return redirect("home")
    status = 422 if form.is_bound else 200
    context = {"form": form, "invitation": invitation, "days": invitations.LIFETIME_DAYS}
    return render(request, "orgs/invitation.html", context, status=status)
