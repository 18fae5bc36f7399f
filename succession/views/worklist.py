"""The worklist: what is overdue or contradicts itself on the plan, each with its fix beside it."""

from dataclasses import dataclass

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from orgs.access.rules import ViewerRequest, access
from succession import board as boards
from succession import looks
from succession.access import MANAGE_SUCCESSION
from succession.ended import ended_lately
from succession.views.common import all_codes, announced, page
from succession.views.fixes import FIXES
from succession.worklist import Finding, Item, findings


@dataclass
class Entry:
    """An item with the form that fixes it; without one, its page is the fix."""

    item: Item
    form: Form | None = None

    @property
    def of(self) -> str:
        """What the form is about: a nomination, or else a post."""
        return _id(self.item)


@dataclass
class Section:
    """One finding, and its items with their forms."""

    finding: Finding
    entries: list[Entry]


@access(MANAGE_SUCCESSION)
def worklist(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The whole list, with the form of the one item that ``fix`` and ``of`` name.

    A POST makes that fix and answers with what is left.
    """
    viewer, codes = request.viewer, all_codes(request.viewer)
    asked = request.POST if request.method == "POST" else request.GET
    key, of = asked.get("fix", ""), asked.get("of", "")
    if (key or request.method == "POST") and key not in FIXES:
        raise Http404
    form, said = None, ""
    if request.method == "POST":
        form, said = FIXES[key].act(request, codes, of)
        if said and not request.htmx:
            messages.success(request, said)
            return redirect("succession:worklist", unit_code)
    elif key:
        form = FIXES[key].form(request, codes, of, None)
    board = boards.board(viewer.here.id, viewer.day)
    lately = ended_lately(viewer.here.id, viewer.day)
    found = findings(board, lately, viewer.user_id)
    sections = [
        Section(each, [Entry(item, _form_of(each.key, item, key, of, form)) for item in each.items])
        for each in found
    ]
    looks.at_people(
        viewer,
        "succession.worklist",
        (s for each in found for s in each.people),
        also={staff for each in found for staff in each.staff_ids},
    )
    failed = request.method == "POST" and form is not None
    context = {
        "sections": sections,
        "left": sum(len(section.entries) for section in sections),
        "errors": [form] if failed else [],
        "empty": not board.rows,
        "done": bool(said),
    }
    name = "succession/worklist.html#results" if request.htmx else "succession/worklist.html"
    return announced(page(request, name, context, status=422 if failed else 200), said)


def _form_of(finding: str, item: Item, key: str, of: str, form: Form | None) -> Form | None:
    """`form`, if it is the one of this item."""
    return form if (finding, _id(item)) == (key, of) else None


def _id(item: Item) -> str:
    return str(item.successor.public_id if item.successor else item.post.public_id)
