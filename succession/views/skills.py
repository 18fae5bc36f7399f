"""The board: terms of its non-executive members, and the skills of everybody who holds a post."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.web.found import found
from succession import board as boards
from succession import post_forms, selectors, skills
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.looks import PURPOSE
from succession.models.skills import LEVELS
from succession.skills_page import skills_page
from succession.views.common import all_codes, page


@access(VIEW_SUCCESSION)
@require_safe
def board(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Terms, designations and the skills matrix."""
    viewer = request.viewer
    stand = boards.board(viewer.here.id, viewer.day)
    listed = skills.skills(viewer.here.id, viewer.day)
    of = skills.members(stand, skills.marks(viewer.here.id, viewer.day))
    ids = selectors.public_ids(m.staff_id for m in of)
    shown = skills_page(stand, of, listed, ids, all_codes(viewer), viewer.day)
    audit.record_read(viewer, "succession.board", [m.staff_id for m in of], purpose=PURPOSE)
    context = {"page": shown, "may_manage": viewer.may(MANAGE_SUCCESSION), "tab": "board"}
    return page(request, "succession/board.html", context)


@access(MANAGE_SUCCESSION)
def member(request: ViewerRequest, unit_code: str, staff: UUID) -> HttpResponse:
    """Mark what one member brings."""
    viewer = request.viewer
    person = found(selectors.staff_member(viewer.here.id, staff, viewer.day))
    marks = skills.marks(viewer.here.id, viewer.day).get(person.pk, {})
    stand = boards.board(viewer.here.id, viewer.day)
    of = next((m for m in skills.members(stand, {}) if m.staff_id == person.pk), None)
    if of is None:
        raise Http404
    listed = skills.skills(viewer.here.id, viewer.day)
    form = post_forms.SkillsForm(
        request.POST or None,
        skills=listed,
        levels=LEVELS,
        initial={f"skill-{key}": level for key, level in marks.items()},
    )
    if request.method == "POST" and form.is_valid():
        skills.mark_skills(viewer=viewer, staff=person, levels=form.levels())
        messages.success(request, f"What {person.name} brings is saved")
        return redirect("succession:board", unit_code)
    audit.record_read(viewer, "succession.board", [person.pk], purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    context = {"person": person, "member": of, "form": form}
    return page(request, "succession/member.html", context, status=status)
