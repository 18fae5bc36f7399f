"""Career conversations: the person's own, and those whose other side somebody is."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from learning import conversations, conversing, grids
from learning.access import MANAGE_LEARNING
from learning.conversation_page import STEPS, conversation_page, lines
from learning.conversation_states import Move, Side
from learning.forms import AskForm, MeetForm, PreparationForm, ProposalForm
from learning.models import Conversation
from orgs import audit
from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.held import own_record
from orgs.web.found import found, whole_number

PURPOSE = "career conversation"
OK = 200
CHANGED = "The other side has changed the proposal. Read it again before you answer."


@access(OWN_RECORD, MANAGE_LEARNING)
@require_safe
def overview(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """My own conversations, and those that somebody asked me for."""
    viewer = request.viewer
    titles = {key: grid.title for key, grid in grids.grids(viewer.here.id, viewer.day).items()}
    record = own_record(viewer.person_id, viewer.here.id) if viewer.may(OWN_RECORD) else None
    mine = conversations.own(record.pk) if record else []
    may_hold = viewer.may(MANAGE_LEARNING)
    beside = conversations.beside(viewer.here.id, viewer.user_id) if may_hold else []
    names = conversations.partner_names(viewer.here.id) if mine else {}
    context = {
        "nav": "development" if record else "learning",
        "record": record,
        "mine": lines(mine, Side.PERSON, titles, names),
        "beside": lines(beside, Side.OTHER, titles, {}),
        "may_hold": may_hold,
    }
    shown = {c.staff_id for c in (*mine, *beside)}
    audit.record_read(viewer, "learning.conversations", shown, purpose=PURPOSE)
    return render(request, "learning/conversations.html", context)


@access(OWN_RECORD)
def ask(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Ask somebody for a conversation."""
    viewer = request.viewer
    record = found(own_record(viewer.person_id, viewer.here.id))
    partners = conversations.partners(viewer.here.id)
    offered = grids.offered(viewer.here.id, viewer.day)
    form = AskForm(request.POST or None, partners=partners, grids=offered)
    if request.method == "POST" and form.is_valid():
        try:
            made = conversing.ask_for_conversation(
                viewer=viewer,
                staff=record,
                partner=form.chosen_partner(),
                grid=form.cleaned_data["grid"],
            )
        except conversing.ConversationError as error:
            form.add_error("partner", str(error))
        else:
            messages.success(request, "Your conversation is asked for. You can prepare it now.")
            return redirect("learning:conversation", unit_code, made.public_id)
    status = 422 if request.method == "POST" else 200
    context = {"nav": "development", "form": form, "nobody": not partners, "none": not offered}
    return render(request, "learning/conversation_ask.html", context, status=status)


def _get(request: ViewerRequest, public_id: UUID) -> tuple[Conversation, Side]:
    return found(conversations.conversation(request.viewer, public_id))


def _page(
    request: ViewerRequest,
    of: Conversation,
    side: Side,
    *,
    status: int = OK,
    problem: str = "",
    **bound: Any,
) -> HttpResponse:
    """The conversation as one side sees it, with the forms that are open to her; `bound` hold errors."""
    viewer = request.viewer
    if status != OK:
        of, side = _get(request, of.public_id)  # as it is now, whatever was tried
    grid = found(grids.grids(viewer.here.id, viewer.day).get(of.grid))
    page = conversation_page(
        of, side, grid, conversations.preparations(of), conversations.partner_names(of.unit_id)
    )
    errors = [form for form in bound.values() if form.errors]
    context = {
        "nav": "development" if side is Side.PERSON else "learning",
        "page": page,
        "steps": STEPS,
        "errors": errors or ([("", problem)] if problem else []),
        "prepare_form": PreparationForm(
            questions=grid.questions(side),
            kept=page.mine,
            shared=page.mine_shared,
            other=page.other_name,
        ),
        "meet_form": MeetForm(initial={"met_on": of.met_on or viewer.day}),
        "proposal_form": ProposalForm(grid=grid, now=of),
        **bound,
    }
    audit.record_read(viewer, "learning.conversation", [of.staff_id], purpose=PURPOSE)
    return render(request, "learning/conversation.html", context, status=status)


@access(OWN_RECORD, MANAGE_LEARNING)
@require_safe
def detail(request: ViewerRequest, unit_code: str, conversation: UUID) -> HttpResponse:
    """One conversation, for its two sides."""
    return _page(request, *_get(request, conversation))


def _done(request: ViewerRequest, of: Conversation, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("learning:conversation", request.viewer.here.code, of.public_id)


@access(OWN_RECORD, MANAGE_LEARNING)
@require_POST
def prepare(request: ViewerRequest, unit_code: str, conversation: UUID) -> HttpResponse:
    """Keep what my side prepared, for me alone or shared with the other side."""
    viewer = request.viewer
    of, side = _get(request, conversation)
    grid = found(grids.grids(viewer.here.id, viewer.day).get(of.grid))
    form = PreparationForm(request.POST, questions=grid.questions(side))
    if not form.is_valid():
        return _page(request, of, side, status=422, prepare_form=form)
    try:
        conversing.save_preparation(
            viewer=viewer, of=of, answers=form.answers(), shared=form.cleaned_data["shared"]
        )
    except conversing.ConversationError as error:
        return _page(request, of, side, status=422, problem=str(error))
    shared = form.cleaned_data["shared"]
    return _done(request, of, "Saved and shared" if shared else "Saved. Nobody else can read it.")


@access(OWN_RECORD, MANAGE_LEARNING)
@require_POST
def meet(request: ViewerRequest, unit_code: str, conversation: UUID) -> HttpResponse:
    """Record the day on which we met."""
    of, side = _get(request, conversation)
    form = MeetForm(request.POST)
    if form.is_valid():
        try:
            conversing.record_meeting(viewer=request.viewer, of=of, on=form.cleaned_data["met_on"])
        except conversing.ConversationError as error:
            form.add_error("met_on", str(error))
        else:
            return _done(request, of, "The day is saved")
    return _page(request, of, side, status=422, meet_form=form)


@access(OWN_RECORD, MANAGE_LEARNING)
@require_POST
def propose(request: ViewerRequest, unit_code: str, conversation: UUID) -> HttpResponse:
    """Propose what we agreed on."""
    viewer = request.viewer
    of, side = _get(request, conversation)
    grid = found(grids.grids(viewer.here.id, viewer.day).get(of.grid))
    form = ProposalForm(request.POST, grid=grid)
    if form.is_valid():
        try:
            conversing.propose_outcome(viewer=viewer, of=of, **form.cleaned_data)
        except conversing.ChangedError:
            return _page(request, of, side, status=409, problem=CHANGED)
        except conversing.ConversationError as error:
            form.add_error("outcome", str(error))
        else:
            return _done(request, of, "Your proposal waits for the other side's yes")
    return _page(request, of, side, status=422, proposal_form=form)


@access(OWN_RECORD, MANAGE_LEARNING)
@require_POST
def answer(request: ViewerRequest, unit_code: str, conversation: UUID) -> HttpResponse:
    """Agree, decline, take back or end: which of them the button says."""
    of, side = _get(request, conversation)
    try:
        words = _answer(request, of)
    except conversing.ChangedError:
        return _page(request, of, side, status=409, problem=CHANGED)
    except conversing.ConversationError as error:
        return _page(request, of, side, status=422, problem=str(error))
    return _done(request, of, words)


def _answer(request: ViewerRequest, of: Conversation) -> str:
    viewer, move = request.viewer, request.POST.get("move")
    version = whole_number(request.POST.get("version"))
    if move == Move.AGREE:
        conversing.agree_outcome(viewer=viewer, of=of, version=version)
        return "Both of you agree. Your succession lead can see the outcome and its day."
    if move == Move.DECLINE:
        conversing.decline_outcome(viewer=viewer, of=of, version=version)
        return "Nothing is agreed. You can propose something else, or meet again."
    if move == Move.REOPEN:
        conversing.reopen_conversation(viewer=viewer, of=of)
        return "The outcome is taken back. It counts nowhere any more."
    if move == Move.CLOSE:
        conversing.close_conversation(viewer=viewer, of=of)
        return "The conversation has ended without an outcome"
    raise conversing.ConversationError("Select what you would like to do")
