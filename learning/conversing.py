"""Acts on career conversations. Both sides act; only what both agreed on leaves the conversation."""

import datetime as dt
from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from learning import grids
from learning.access import OWN_RECORD
from learning.conversation_states import Move, MoveError, Side, Standing, State, after
from learning.conversations import Partner, side_of, standing
from learning.models import AgreedOutcome, Conversation, Preparation
from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import months_on
from orgs.models.people import StaffRecord


class ConversationError(ValueError):
    """Something that cannot be done with a conversation, said in a sentence."""


class ChangedError(Exception):
    """The other side has changed the proposal since the page was shown: read it again (409)."""


@transaction.atomic
def ask_for_conversation(
    *, viewer: Viewer, staff: StaffRecord, partner: Partner, grid: str
) -> Conversation:
    """Ask somebody for a career conversation.

    Raises:
        PermissionDenied: the record is not the viewer's own.
        ConversationError: the grid is not offered here, or one with this partner is under way.
    """
    if not viewer.may(OWN_RECORD) or staff.person_id != viewer.person_id:
        raise PermissionDenied
    if grid not in grids.offered(staff.unit_id, viewer.day):
        raise ConversationError("This kind of conversation is not offered here")
    try:
        with transaction.atomic():
            made = Conversation.objects.create(
                unit_id=staff.unit_id,
                staff=staff,
                with_user_id=partner.user_id,
                grid=grid,
                started_on=viewer.day,
            )
    except IntegrityError as error:
        raise ConversationError(
            f"A conversation with {partner.name} is under way already"
        ) from error
    audit.record(viewer, "conversation.asked", unit_id=staff.unit_id, about=made, grid=grid)
    return made


@transaction.atomic
def save_preparation(
    *, viewer: Viewer, of: Conversation, answers: Mapping[str, str], shared: bool
) -> Preparation:
    """Keep what the viewer's side prepared, for herself or shared with the other side.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ConversationError: it has ended.
    """
    row, side = _locked(viewer, of)
    if standing(row).state in (State.AGREED, State.CLOSED):
        raise ConversationError("This conversation has ended")
    kept = {key: text for key, text in answers.items() if text}
    made, _ = Preparation.objects.update_or_create(
        conversation=row,
        side=side.value,
        defaults={
            "unit_id": row.unit_id,
            "answers": kept,
            "shared_on": viewer.day if shared else None,
        },
    )
    audit.record(
        viewer,
        "conversation.prepared",
        unit_id=row.unit_id,
        about=row,
        side=side.value,
        shared=shared,
    )
    return made


@transaction.atomic
def record_meeting(*, viewer: Viewer, of: Conversation, on: dt.date) -> Conversation:
    """Record the day on which both met; it may be said again until something is proposed.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ConversationError: a day in the future or before it was asked for, or not open to change.
    """
    row, side = _locked(viewer, of)
    if not row.started_on <= on <= viewer.day:
        raise ConversationError("The day must lie between the day you asked and today")
    _move(row, Move.MEET, side, viewer.day)
    row.met_on = on
    row.save()
    audit.record(viewer, "conversation.held", unit_id=row.unit_id, about=row, side=side.value)
    return row


@transaction.atomic
def propose_outcome(
    *, viewer: Viewer, of: Conversation, outcome: str, plan: str, version: int
) -> Conversation:
    """Propose what was agreed on; by that the viewer's side says yes, and the other side has not yet.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ChangedError: the other side has written since.
        ConversationError: not open to proposals now, or no outcome of the grid.
    """
    row, side = _locked(viewer, of)
    _same(row, version)
    grid = grids.grids(row.unit_id, viewer.day).get(row.grid)
    if grid is None or outcome not in dict(grid.outcomes):
        raise ConversationError("Select an outcome")
    _move(row, Move.PROPOSE, side, viewer.day)
    row.outcome, row.plan = outcome, plan
    row.save()
    audit.record(viewer, "conversation.proposed", unit_id=row.unit_id, about=row, side=side.value)
    return row


@transaction.atomic
def agree_outcome(*, viewer: Viewer, of: Conversation, version: int) -> AgreedOutcome:
    """Say yes to the other side's proposal: from now on the outcome counts, and nothing else does.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ChangedError: the proposal is another one by now.
        ConversationError: there is no proposal of the other side.
    """
    row, side = _locked(viewer, of)
    _same(row, version)
    _move(row, Move.AGREE, side, viewer.day)
    row.save()
    grid = grids.grids(row.unit_id, viewer.day).get(row.grid)
    made = AgreedOutcome.objects.create(
        unit_id=row.unit_id,
        staff_id=row.staff_id,
        conversation=row,
        grid=row.grid,
        outcome=row.outcome,
        agreed_on=viewer.day,
        review_on=months_on(viewer.day, grid.review_months) if grid else None,
    )
    audit.record(viewer, "conversation.agreed", unit_id=row.unit_id, about=row, side=side.value)
    return made


@transaction.atomic
def decline_outcome(*, viewer: Viewer, of: Conversation, version: int) -> Conversation:
    """Say no to a proposal, or take one's own back: nothing is proposed any more.

    Raises: as :func:`agree_outcome`.
    """
    row, side = _locked(viewer, of)
    _same(row, version)
    _move(row, Move.DECLINE, side, viewer.day)
    row.save()
    audit.record(viewer, "conversation.declined", unit_id=row.unit_id, about=row, side=side.value)
    return row


@transaction.atomic
def reopen_conversation(*, viewer: Viewer, of: Conversation) -> Conversation:
    """The person takes back what was agreed: it counts nowhere from this moment, and they talk again.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ConversationError: the viewer is not the person, or nothing is agreed.
    """
    row, side = _locked(viewer, of)
    _checked(standing(row), Move.REOPEN, side)
    # The outcome first: it may only be written while the conversation is agreed.
    for outcome in AgreedOutcome.objects.filter(conversation=row, valid_to=None):
        outcome.valid_to = max(outcome.agreed_on, viewer.day)
        outcome.save(update_fields=["valid_to"])
    _move(row, Move.REOPEN, side, viewer.day)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise ConversationError(
            "Another conversation with the same person is under way: end that one first"
        ) from error
    audit.record(viewer, "conversation.reopened", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def close_conversation(*, viewer: Viewer, of: Conversation) -> Conversation:
    """End a conversation without an outcome; either side may.

    Raises:
        PermissionDenied: the viewer is no side of it.
        ConversationError: it is agreed or has ended.
    """
    row, side = _locked(viewer, of)
    _move(row, Move.CLOSE, side, viewer.day)
    row.closed_on = viewer.day
    row.save()
    audit.record(viewer, "conversation.closed", unit_id=row.unit_id, about=row, side=side.value)
    return row


def _locked(viewer: Viewer, of: Conversation) -> tuple[Conversation, Side]:
    row = Conversation.objects.select_related("staff").select_for_update(of=("self",)).get(pk=of.pk)
    side = side_of(viewer, row)
    if side is None:
        raise PermissionDenied
    return row, side


def _same(row: Conversation, version: int) -> None:
    if row.version != version:
        raise ChangedError


def _checked(now: Standing, move: Move, side: Side) -> Standing:
    try:
        return after(now, move, side)
    except MoveError as error:
        raise ConversationError(str(error)) from error


def _move(row: Conversation, move: Move, side: Side, day: dt.date) -> None:
    """Bring the row's columns to the standing after a move; what nobody says yes to is forgotten."""
    then = _checked(standing(row), move, side)
    row.state = then.state.value
    row.person_yes_on = (row.person_yes_on or day) if Side.PERSON in then.yes else None
    row.other_yes_on = (row.other_yes_on or day) if Side.OTHER in then.yes else None
    if not then.yes:
        row.outcome, row.plan = "", ""
    row.version += 1
