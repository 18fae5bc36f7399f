"""Talent boards: for the pool's manager, who calls them, and for the colleagues on them.

A colleague reads the board at her own organisation, where her account belongs; the rows are the
pool's, and the database opens them to her sign-in name while the board is open.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.actions import MANAGE_SHARED_POOLS, OWN_RECORD, VIEW_PEOPLE
from orgs.access.rules import ViewerRequest, access
from orgs.sharing import SharingError
from orgs.web.found import found
from talentpools.models import BoardReview, PanelNote
from talentpools.shared import boards, forms, presenters, selectors
from talentpools.shared.words import name_in

PURPOSE = "reviewing a pool on its talent board"
ON_THE_BOARD = "member of the talent board"


@access(MANAGE_SHARED_POOLS)
def call(request: ViewerRequest, unit_code: str, pool: UUID) -> HttpResponse:
    """Call a board for a pool: days, colleagues, people."""
    viewer = request.viewer
    of = found(selectors.pool(viewer.here.id, pool, viewer.day))
    members = selectors.members(of)
    people = [(str(m.public_id), name_in(m.profile.fields)) for m in members]
    form = forms.ReviewForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = boards.call_review(
                viewer=viewer,
                pool=of,
                title=data["title"],
                opens_on=data["opens_on"],
                last_day=data["last_day"],
                logins=data["logins"].split(),
                members=[m for m in members if str(m.public_id) in data["people"]],
                link=request.build_absolute_uri("/"),
            )
        except SharingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "The board is called and its members are invited")
            return redirect("shared:review", unit_code, made.public_id)
    context = {"nav": "shared", "pool": of, "form": form}
    shown = [m.profile.public_id for m in members]
    audit.record_profiles(viewer, "shared.call", shown, purpose=PURPOSE)
    status = 422 if request.method == "POST" else 200
    return render(request, "shared/call.html", context, status=status)


def _review(request: ViewerRequest, public_id: UUID) -> BoardReview:
    return found(selectors.review(request.viewer.here.id, public_id))


@access(MANAGE_SHARED_POOLS)
@require_safe
def review(request: ViewerRequest, unit_code: str, review: UUID) -> HttpResponse:
    """What a board recommends, person by person, for the pool's manager."""
    viewer, of = request.viewer, _review(request, review)
    entries, notes = selectors.entries(of), selectors.board_notes(of)
    context = {
        "nav": "shared",
        "pool": of.pool,
        "review": presenters.review_row(of, viewer.day),
        "panel": selectors.panel(of),
        "cards": [presenters.entry_card(e, notes.get(e.member_id, [])) for e in entries],
        "over": of.closes_on <= viewer.day,
    }
    shown = [e.profile_public_id for e in entries]
    audit.record_profiles(viewer, "shared.review", shown, purpose=PURPOSE)
    return render(request, "shared/review.html", context)


@access(MANAGE_SHARED_POOLS)
@require_POST
def end(request: ViewerRequest, unit_code: str, review: UUID) -> HttpResponse:
    """Close a board early."""
    of = _review(request, review)
    try:
        boards.end_review(viewer=request.viewer, review=of)
    except SharingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, "The board is closed: its members no longer see the profiles")
    return redirect("shared:review", unit_code, review)


@access(VIEW_PEOPLE, OWN_RECORD)
@require_safe
def mine(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The open boards that the viewer's account is on."""
    viewer = request.viewer
    rows = [presenters.review_row(r, viewer.day, r.unit.name) for r in selectors.my_reviews(viewer)]
    return render(request, "shared/my_boards.html", {"nav": "home", "rows": rows})


def _board(
    request: ViewerRequest, of: BoardReview, *, problem: forms.NoteForm | None = None, at: str = ""
) -> HttpResponse:
    viewer = request.viewer
    entries, notes = selectors.entries(of), selectors.board_notes(of)
    cards = [presenters.entry_card(e, [], _first(notes.get(e.member_id, []))) for e in entries]
    asked = [(card, _form(card, problem, at)) for card in cards]
    context = {
        "nav": "home",
        "review": presenters.review_row(of, viewer.day, of.unit.name),
        "asked": asked,
        "errors": problem,
    }
    shown = [e.profile_public_id for e in entries]
    audit.record_profiles(
        viewer, "shared.board", shown, purpose=PURPOSE, unit_id=of.unit_id, role=ON_THE_BOARD
    )
    return render(request, "shared/board.html", context, status=422 if problem else 200)


def _first(notes: list[PanelNote]) -> PanelNote | None:
    return notes[0] if notes else None


def _form(card: presenters.EntryCard, problem: forms.NoteForm | None, at: str) -> forms.NoteForm:
    if problem is not None and str(card.public_id) == at:
        return problem
    said = {"outcome": card.mine.outcome, "note": card.mine.note} if card.mine else None
    return forms.NoteForm(initial=said, prefix=f"n{card.public_id.hex[:8]}")


@access(VIEW_PEOPLE, OWN_RECORD)
@require_safe
def board(request: ViewerRequest, unit_code: str, review: UUID) -> HttpResponse:
    """An open board: what people shared, and the viewer's own recommendation about each."""
    return _board(request, found(selectors.my_review(request.viewer, review)))


@access(VIEW_PEOPLE, OWN_RECORD)
@require_POST
def recommend(request: ViewerRequest, unit_code: str, review: UUID, entry: UUID) -> HttpResponse:
    """Recommend about one person; a second time replaces the first."""
    of = found(selectors.my_review(request.viewer, review))
    one = found(next((e for e in selectors.entries(of) if e.public_id == entry), None))
    form = forms.NoteForm(request.POST, prefix=f"n{entry.hex[:8]}")
    if not form.is_valid():
        return _board(request, of, problem=form, at=str(entry))
    boards.write_note(viewer=request.viewer, entry=one, **form.cleaned_data)
    messages.success(request, f"Saved: {name_in(one.fields)}")
    return redirect("shared:board", unit_code, review)
