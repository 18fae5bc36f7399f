"""What a person wrote herself goes with her when an employer closes: aspirations and conversations."""

import datetime as dt

from django.db.models import QuerySet

from learning.enums import ConversationState
from learning.models import AgreedOutcome, Aspiration, Conversation, Preparation
from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.restructure.handover import staff_there
from orgs.restructure.transfers import Heirs, Transfer, transfers


def _aspirations(unit_id: int) -> QuerySet[Aspiration]:
    return Aspiration.objects.filter(unit_id=unit_id, valid_to=None)


def count_aspirations(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _aspirations(unit_id).count()


def move_aspirations(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """An open one ends and continues, unless the person has one at the successor already.

    It arrives unshared: whom she let read it was her closing employer, and who reads at the next one
    is hers to say.
    """
    staff = staff_there(heirs)
    open_there = Aspiration.objects.filter(unit_id__in=heirs.everyone, valid_to=None)
    there = set(open_there.values_list("staff_id", flat=True))
    old = list(_aspirations(heirs.closing).order_by("id"))
    fresh = [
        Aspiration(
            unit_id=staff[row.staff_id][0],
            staff_id=staff[row.staff_id][1],
            roles=row.roles,
            growth=row.growth,
            horizon=row.horizon,
            areas=row.areas,
            places=row.places,
            pattern=row.pattern,
            notice_weeks=row.notice_weeks,
            words=row.words,
            valid_from=max(day, row.valid_from),
            continues=row,
        )
        for row in old
        if row.staff_id in staff and staff[row.staff_id][1] not in there
    ]
    for row in old:
        row.valid_to = max(day, row.valid_from)
    Aspiration.objects.bulk_update(old, ["valid_to"], batch_size=500)
    Aspiration.objects.bulk_create(fresh)
    return len(old), len(fresh)


def _conversations(unit_id: int) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(unit_id=unit_id, continued_by=None)
    return rows.exclude(state=ConversationState.CLOSED)


def count_conversations(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _conversations(unit_id).count()


def move_conversations(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Conversations continue with what was prepared and agreed; an outcome that is open ends here."""
    staff = staff_there(heirs)
    taken = set(
        Conversation.objects.filter(unit_id__in=heirs.everyone, continued_by=None)
        .exclude(state__in=(ConversationState.AGREED, ConversationState.CLOSED))
        .values_list("staff_id", "with_user_id")
    )
    fresh = [
        Conversation(
            public_id=continued_id(row.public_id, staff[row.staff_id][0]),
            unit_id=staff[row.staff_id][0],
            staff_id=staff[row.staff_id][1],
            with_user_id=row.with_user_id,
            grid=row.grid,
            state=row.state,
            started_on=row.started_on,
            met_on=row.met_on,
            outcome=row.outcome,
            plan=row.plan,
            person_yes_on=row.person_yes_on,
            other_yes_on=row.other_yes_on,
            version=row.version,
            continues=row,
        )
        for row in _conversations(heirs.closing).order_by("id")
        if row.staff_id in staff
        and (
            row.state == ConversationState.AGREED
            or (staff[row.staff_id][1], row.with_user_id) not in taken
        )
    ]
    Conversation.objects.bulk_create(fresh)
    there = {row.continues_id: row for row in fresh}
    preparations = [
        Preparation(
            unit_id=there[old.conversation_id].unit_id,
            conversation=there[old.conversation_id],
            side=old.side,
            answers=old.answers,
            shared_on=old.shared_on,
        )
        for old in Preparation.objects.filter(conversation__in=there).order_by("id")
    ]
    Preparation.objects.bulk_create(preparations)
    ended, begun = _move_outcomes(there, heirs.closing, day)
    return ended, len(fresh) + len(preparations) + begun


def _move_outcomes(
    there: dict[int | None, Conversation], closing: int, day: dt.date
) -> tuple[int, int]:
    old = list(AgreedOutcome.objects.filter(unit_id=closing, valid_to=None).order_by("id"))
    fresh = [
        AgreedOutcome(
            unit_id=there[row.conversation_id].unit_id,
            staff_id=there[row.conversation_id].staff_id,
            conversation=there[row.conversation_id],
            grid=row.grid,
            outcome=row.outcome,
            agreed_on=row.agreed_on,
            review_on=row.review_on,
            continues=row,
        )
        for row in old
        if row.conversation_id in there
    ]
    for row in old:
        row.valid_to = max(day, row.agreed_on)
    AgreedOutcome.objects.bulk_update(old, ["valid_to"], batch_size=500)
    AgreedOutcome.objects.bulk_create(fresh)
    return len(old), len(fresh)


def register() -> None:
    """Offer the transfers; staff records come before them."""
    for each in (
        Transfer(
            "aspirations",
            "Aspirations",
            32,
            people=True,
            count=count_aspirations,
            move=move_aspirations,
            tables=("learning.Aspiration",),
        ),
        Transfer(
            "conversations",
            "Career conversations and what was agreed",
            33,
            people=True,
            count=count_conversations,
            move=move_conversations,
            tables=("learning.Conversation", "learning.Preparation", "learning.AgreedOutcome"),
        ),
    ):
        transfers.add(each.key, each)
