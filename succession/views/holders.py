"""One post: what it is, who holds and held it, changing and closing it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.restructure.provenance import carried_over
from orgs.web.found import found
from succession import holders as services
from succession import looks, post_forms, posts, selectors
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.board_roles import NON_EXECUTIVE, ROLES, local_of, national_codes
from succession.conflicts import ConflictError, SuccessionError
from succession.ended import LATELY, ended_since
from succession.looks import PURPOSE
from succession.models import Post
from succession.planning import cycle_begins
from succession.post_page import post_page
from succession.transfers import POSTS
from succession.vacant import vacant_posts
from succession.views.common import all_codes, get_post, page
from succession.words import conflict

#: What is compared when two people changed a post.
_COMPARED = (
    ("title", "", "Title here"),
    ("roles", "", "Roles"),
    ("voting", "", "Votes on the board"),
    ("statutory", "", "Statutory"),
    ("term_ends_on", "", "Term ends on"),
    ("shared_with", "", "Shared with"),
)


@access(VIEW_SUCCESSION)
@require_safe
def post(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """A post with its facts, whoever holds and held it, and how each vacancy was filled."""
    viewer = request.viewer
    of = get_post(viewer, post)
    rows = services.holders(of, viewer.day)
    since = min(cycle_begins(viewer.day), viewer.day - LATELY)
    ended = ended_since(of.unit_id, since, viewer.day).get(of.pk, [])
    looks.at_people(viewer, "succession.post", ended, also=[r.assignment.staff_id for r in rows])
    context = {
        "page": post_page(of, rows, all_codes(viewer), viewer.day, ended),
        "carried": carried_over(of.unit_id, POSTS, of.public_id),
        "may_manage": viewer.may(MANAGE_SUCCESSION),
    }
    return page(request, "succession/post.html", context)


def _initial(of: Post) -> dict[str, Any]:
    names = ("main_role", "role_2", "role_3", "role_4")
    chosen = [of.local_role or of.role_codes[0], *of.role_codes[1:]]
    return {
        **dict(zip(names, chosen, strict=False)),
        **{
            name: getattr(of, name)
            for name in (
                "version", "title", "statutory", "voting", "shared_with", "term_starts_on",
                "term_ends_on", "terms", "designations",
            )
        },
    }  # fmt: skip


@access(MANAGE_SUCCESSION)
def edit(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Change what a post is."""
    viewer = request.viewer
    of, codes = get_post(viewer, post), all_codes(viewer)
    form = post_forms.EditPostForm(request.POST or None, codes=codes, initial=_initial(of))
    status, shown = (422 if request.method == "POST" else 200), None
    if request.method == "POST" and form.is_valid():
        data, chosen = form.cleaned_data, form.roles()
        try:
            posts.edit_post(
                viewer=viewer,
                post=of,
                role_codes=national_codes(codes[ROLES], chosen),
                local_role=local_of(codes[ROLES], chosen),
                **{k: v for k, v in data.items() if not k.startswith(("main_role", "role_"))},
            )
        except SuccessionError as error:
            form.add_error("title", str(error))
        except ConflictError as error:
            typed = posts.said(data | {"role_codes": national_codes(codes[ROLES], chosen)})
            status, shown = 409, conflict(error, _COMPARED, typed, codes)
            again = request.POST.copy()
            again["version"] = str(error.version)
            form = post_forms.EditPostForm(again, codes=codes)
        else:
            messages.success(request, f"{form.cleaned_data['title']} is saved")
            return redirect("succession:post", unit_code, of.public_id)
    context = {"post": of, "form": form, "conflict": shown}
    return page(request, "succession/edit_post.html", context, status=status)


@access(MANAGE_SUCCESSION)
def close(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Close a post, with who is withdrawn by it said before."""
    viewer = request.viewer
    of = get_post(viewer, post)
    form = post_forms.ClosePostForm(request.POST or None, initial={"on": viewer.day})
    if request.method == "POST" and form.is_valid():
        try:
            ended = posts.close_post(viewer=viewer, post=of, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("on", str(error))
        else:
            words = (
                f". {ended} nomination{'s' if ended != 1 else ''} ended with it" if ended else ""
            )
            messages.success(request, f"{of.title} is closed{words}")
            return redirect("succession:plan", unit_code)
    named = len(services.named(of))
    status = 422 if request.method == "POST" else 200
    context = {"post": of, "form": form, "named": named}
    return page(request, "succession/close_post.html", context, status=status)


@access(MANAGE_SUCCESSION)
@require_safe
def find(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Find who holds the post, among the employer's own people; whoever is named for it stands first."""
    viewer = request.viewer
    of = get_post(viewer, post)
    words = request.GET.get("q", "").strip()
    people = selectors.staff_called(viewer.here.id, words, viewer.day)
    named = [] if request.htmx else services.named(of)
    audit.record_read(
        viewer, "succession.find_holder", [p.pk for p in (*people, *named)], purpose=PURPOSE
    )
    name = "succession/find_holder.html#results" if request.htmx else "succession/find_holder.html"
    return page(
        request,
        name,
        {"post": of, "q": words, "people": people, "named": named, "most": selectors.MOST_FOUND},
    )


@access(MANAGE_SUCCESSION)
def hold(request: ViewerRequest, unit_code: str, post: UUID, staff: UUID) -> HttpResponse:
    """Set who holds the post, and say how it was filled."""
    viewer = request.viewer
    of = get_post(viewer, post)
    person = found(selectors.staff_member(viewer.here.id, staff, viewer.day))
    present = [h for h in services.holders(of, viewer.day) if h.ends_on is None]
    form = post_forms.HolderForm(
        request.POST or None,
        codes=all_codes(viewer),
        named=services.named_for(of, person) is not None,
        held=bool(present),
        outside=not NON_EXECUTIVE.isdisjoint(of.role_codes),
        initial={"starts_on": viewer.day},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.set_holder(viewer=viewer, post=of, staff=person, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("starts_on", str(error))
        else:
            messages.success(request, f"{person.name} holds {of.title}")
            return redirect("succession:post", unit_code, of.public_id)
    people = [person.pk, *(h.assignment.staff_id for h in present)]
    audit.record_read(viewer, "succession.hold", people, purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    context = {"post": of, "person": person, "present": present, "form": form}
    return page(request, "succession/hold.html", context, status=status)


@access(MANAGE_SUCCESSION)
def all_vacant(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Say who holds each vacant post, all on one page: whom the staff list knows by title is chosen."""
    viewer = request.viewer
    vacant, offered = vacant_posts(viewer.here.id, all_codes(viewer), viewer.day)
    form = post_forms.HoldersForm(request.POST or None, vacant=vacant, offered=offered)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.set_holders(viewer=viewer, chosen=form.chosen(vacant, offered))
        except SuccessionError as error:
            form.add_error(None, str(error))
        else:
            words = "1 post is" if len(made) == 1 else f"{len(made)} posts are"
            messages.success(request, f"{words} held. Now name successors for them")
            return redirect("succession:plan", unit_code)
    audit.record_read(
        viewer, "succession.find_holder", [job.staff_id for job in offered], purpose=PURPOSE
    )
    context = {"form": form, "vacant": vacant}
    return page(request, "succession/holders.html", context, status=status)


@access(MANAGE_SUCCESSION)
def end(request: ViewerRequest, unit_code: str, post: UUID, incumbency: UUID) -> HttpResponse:
    """End somebody's time in a post: it is vacant from that day if nobody else holds it."""
    viewer = request.viewer
    of = get_post(viewer, post)
    row = found(services.holder(viewer.here.id, of, incumbency))
    staff = row.assignment.staff
    form = post_forms.EndHolderForm(request.POST or None, initial={"on": viewer.day})
    if request.method == "POST" and form.is_valid():
        try:
            services.end_holder(viewer=viewer, incumbency=row, on=form.cleaned_data["on"])
        except SuccessionError as error:
            form.add_error("on", str(error))
        else:
            messages.success(request, f"The time of {staff.name} in {of.title} is ended")
            return redirect("succession:post", unit_code, of.public_id)
    audit.record_read(viewer, "succession.hold", [staff.pk], purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    context = {"post": of, "person": staff, "incumbency": row, "form": form}
    return page(request, "succession/end_holder.html", context, status=status)


@access(MANAGE_SUCCESSION)
def mistake(request: ViewerRequest, unit_code: str, post: UUID, incumbency: UUID) -> HttpResponse:
    """Take somebody off a post who was recorded by mistake, after asking; nothing else may rest on it."""
    viewer = request.viewer
    of = get_post(viewer, post)
    row = found(services.holder(viewer.here.id, of, incumbency))
    staff = row.assignment.staff
    problem = services.rests_on(row)
    if request.method == "POST" and not problem:
        services.remove_mistaken(viewer=viewer, incumbency=row)
        messages.success(request, f"{staff.name} is taken off {of.title}")
        return redirect("succession:post", unit_code, of.public_id)
    audit.record_read(viewer, "succession.hold", [staff.pk], purpose=PURPOSE)
    context = {
        "post": of,
        "person": staff,
        "incumbency": row,
        "before": [h.assignment.staff.name for h in services.ended_by(row)],
        "errors": [("", problem)] if problem else [],
        "problem": problem,
    }
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/holder_mistake.html", context, status=status)
