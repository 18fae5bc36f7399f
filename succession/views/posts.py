"""Posts: adding one, judging its risk, naming a successor for it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.web.found import found
from succession import (
    forms,
    looks,
    oneself,
    outsiders,
    post_forms,
    selectors,
    services,
    suggestions,
    template,
)
from succession import posts as post_services
from succession.access import MANAGE_SUCCESSION
from succession.board import NO_RISK
from succession.board_roles import ROLES, local_of, national_codes
from succession.conflicts import ConflictError, SuccessionError
from succession.models import Post
from succession.row_words import Editing
from succession.views.common import all_codes, get_post, page, row_fragment
from succession.views.offer import offer_context
from succession.words import conflict, label

_RISK_ROWS = (
    ("vacancy_risk", "vacancy_risk", "Vacancy risk"),
    ("impact", "impact", "Impact of a vacancy"),
    ("reasons", "risk_reason", "Reasons"),
    ("stated_by_person", "", "As the person has stated it"),
    ("stated_on", "", "Stated on"),
    ("leaving_on", "", "Leaves on"),
)


@access(MANAGE_SUCCESSION)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Add a role to the plan."""
    viewer = request.viewer
    codes = all_codes(viewer)
    form = post_forms.PostForm(request.POST or None, codes=codes)
    if request.method == "POST" and form.is_valid():
        data, chosen = form.cleaned_data, form.roles()
        try:
            made = post_services.add_post(
                viewer=viewer,
                title=data["title"] or label(codes, ROLES, chosen[0]),
                role_codes=national_codes(codes[ROLES], chosen),
                local_role=local_of(codes[ROLES], chosen),
                criticality=data["criticality"],
                voting=data["voting"],
                statutory=data["statutory"],
                term_ends_on=data["term_ends_on"],
            )
        except SuccessionError as error:
            form.add_error("title", str(error))
        else:
            messages.success(request, f"{made.title} is on the plan")
            return redirect("succession:plan", unit_code)
    status = 422 if request.method == "POST" else 200
    return page(request, "succession/add_post.html", {"form": form}, status=status)


@access(MANAGE_SUCCESSION)
def risk(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Judge the vacancy risk of a post, in its row or on a page of its own."""
    viewer = request.viewer
    codes = all_codes(viewer)
    of = get_post(viewer, post)
    now = selectors.risk(of, viewer.day) or NO_RISK
    initial = {name: getattr(now, name) for name in ("version", *services.RISK_FIELDS)}
    typed = request.POST if request.method == "POST" else None
    common: dict[str, Any] = {"codes": codes, "day": viewer.day, "auto_id": f"id_{of.pk}_%s"}
    form = forms.RiskForm(typed, initial=initial, focus=True, **common)
    editing = Editing("risk", form=form)
    status = 422 if typed is not None else 200
    if typed is not None and form.is_valid():
        try:
            services.assess_risk(viewer=viewer, post=of, **form.cleaned_data)
        except SuccessionError as error:
            form.add_error("vacancy_risk", str(error))
        except ConflictError as error:
            editing.conflict = conflict(error, _RISK_ROWS, form.cleaned_data, codes)
            status = 409
            again = typed.copy()
            again["version"] = str(error.version)
            editing.form = forms.RiskForm(again, **common)
        else:
            words = f"Vacancy risk of {of.title} saved"
            if request.htmx:
                saved = Editing("risk", focus="risk")
                return row_fragment(request, viewer, post, codes, editing=saved, announce=words)
            messages.success(request, words)
            return redirect("succession:plan", unit_code)
    editing.prompts = _prompts(viewer, of)
    if request.htmx:
        return row_fragment(request, viewer, post, codes, editing=editing, status=status)
    context = {"post": of, **vars(editing)}
    return page(request, "succession/risk.html", context, status=status)


def _prompts(viewer: Viewer, of: Post) -> list[str]:
    """What to think of before the risk is judged: who of the holders takes part less than before."""
    holders = selectors.holders(of, viewer.day)
    quiet = suggestions.quiet(of.unit_id, [h.pk for h in holders], viewer.day)
    return [
        f"{h.name} takes part less than before ({', '.join(quiet[h.pk])}). "
        "This is no reason for a risk: have a conversation."
        for h in holders
        if h.pk in quiet
    ]


@access(MANAGE_SUCCESSION)
@require_safe
def find(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Find the person to name: among the employer's own people, and those who let it name them."""
    viewer = request.viewer
    words = request.GET.get("q", "").strip()
    people = selectors.staff_called(viewer.here.id, words, viewer.day)
    context: dict[str, Any] = {
        "post": get_post(viewer, post),
        "q": words,
        "people": people,
        "most": selectors.MOST_FOUND,
    }
    audit.record_read(viewer, "succession.find", [p.pk for p in people], purpose=looks.PURPOSE)
    if not request.htmx:
        live = outsiders.can_be_named(viewer.here.id, viewer.day)
        context["elsewhere"] = [(p, outsiders.name_in(p), outsiders.job_in(p)) for p in live]
        audit.record_profiles(
            viewer, "succession.find", [p.public_id for p in live], purpose=looks.PURPOSE
        )
    name = "succession/find.html#results" if request.htmx else "succession/find.html"
    return page(request, name, context)


@access(MANAGE_SUCCESSION)
def name_person(request: ViewerRequest, unit_code: str, post: UUID, staff: UUID) -> HttpResponse:
    """Name a person; the same answer shows the gap, the pathway and the pools."""
    viewer = request.viewer
    codes = all_codes(viewer)
    of = get_post(viewer, post)
    person = found(selectors.staff_member(viewer.here.id, staff, viewer.day))
    approvers = oneself.approvers(viewer, person)
    form = forms.NameForm(
        request.POST or None,
        codes=codes,
        day=viewer.day,
        approvers=approvers,
        initial={"review_by": template.review_by(viewer.here.id, viewer.day)},
    )
    status = 422 if request.method == "POST" else 200
    herself = oneself.refusal(viewer, person, oneself.NAME)
    context = {
        "post": of,
        "person": person,
        "form": form,
        "alone": not approvers,
        "herself": herself,
    }
    if request.method == "POST" and form.is_valid():
        try:
            named = services.name_successor(
                viewer=viewer, post=of, staff=person, said=services.Said(**form.cleaned_data)
            )
        except SuccessionError as error:
            form.add_error(None, str(error))
        else:
            status = 200
            rest = selectors.without_successor(viewer.here.id, viewer.day)
            context |= {"named": named, "rest": rest, **offer_context(named, unit_code)}
    audit.record_read(viewer, "succession.name", [person.pk], purpose=looks.PURPOSE)
    name = "succession/name.html#body" if request.htmx else "succession/name.html"
    return page(request, name, context, status=status)
