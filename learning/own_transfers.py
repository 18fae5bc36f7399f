"""What a person wrote herself goes with her when an employer closes: aspirations and conversations."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db.models import F, QuerySet

from learning.enums import ConversationState
from learning.models import AgreedOutcome, Aspiration, Conversation, Preparation
from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.restructure.continuing import begin, end_or_empty, from_day
from orgs.restructure.handover import staff_there
from orgs.restructure.transfers import Handover, Transfer, transfers


def _aspirations(units: Sequence[int]) -> QuerySet[Aspiration]:
    return Aspiration.objects.filter(unit_id__in=units, valid_to=None)


def count_aspirations(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _aspirations(units).count()


def move_aspirations(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """An open one ends and continues, unless the person has one at the successor already.

    It arrives unshared: whom she let read it was her closing employer, and who reads at the next one
    is hers to say.
    """
    rows, staff = _aspirations(handover.closing), staff_there(handover)
    has_one = set(_aspirations(handover.everyone).values_list("staff_id", flat=True))
    going = []
    for pk, staff_id in rows.order_by("pk").values_list("pk", "staff_id"):
        place = staff.get(staff_id)
        if place and place[1] not in has_one:
            has_one.add(place[1])
            going.append(pk)
    begun = begin(
        rows.filter(pk__in=going),
        along=staff,
        shared=False,
        valid_from=from_day("valid_from", day),
        continues=F("pk"),
    )
    return end_or_empty(rows, "valid_from", "valid_to", day), begun


def _conversations(units: Sequence[int]) -> QuerySet[Conversation]:
    rows = Conversation.objects.filter(unit_id__in=units, continued_by=None)
    return rows.exclude(state=ConversationState.CLOSED)


def count_conversations(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _conversations(units).count()


def move_conversations(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Conversations continue with what was prepared and agreed; an outcome that is open ends here."""
    staff = staff_there(handover)
    taken = set(
        Conversation.objects.filter(unit_id__in=handover.everyone, continued_by=None)
        .exclude(state__in=(ConversationState.AGREED, ConversationState.CLOSED))
        .values_list("staff_id", "with_user_id")
    )
    fresh = []
    for row in _conversations(handover.closing).order_by("id"):
        if row.staff_id not in staff:
            continue
        unit_id, staff_id = staff[row.staff_id]
        if row.state != ConversationState.AGREED:
            if (staff_id, row.with_user_id) in taken:
                continue
            taken.add((staff_id, row.with_user_id))
        fresh.append(
            Conversation(
                public_id=continued_id(row.public_id, unit_id),
                unit_id=unit_id,
                staff_id=staff_id,
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
        )
    Conversation.objects.bulk_create(fresh)
    of = [row.continues_id for row in fresh]
    there: dict[str, Any] = {
        "unit": F("conversation__continued_by__unit"),
        "conversation": F("conversation__continued_by"),
    }
    prepared = begin(Preparation.objects.filter(conversation__in=of).order_by("pk"), **there)
    outcomes = AgreedOutcome.objects.filter(unit_id__in=handover.closing, valid_to=None)
    begun = begin(
        outcomes.filter(conversation__in=of).order_by("pk"),
        staff=F("conversation__continued_by__staff"),
        continues=F("pk"),
        **there,
    )
    ended = end_or_empty(outcomes, "agreed_on", "valid_to", day)
    return ended, len(fresh) + prepared + begun


def register() -> None:
    """Offer the transfers; staff records come before them."""
    for each in (
        Transfer(
            "aspirations",
            "Aspirations",
            32,
            count=count_aspirations,
            move=move_aspirations,
            tables=("learning.Aspiration",),
        ),
        Transfer(
            "conversations",
            "Career conversations and what was agreed",
            33,
            count=count_conversations,
            move=move_conversations,
            tables=("learning.Conversation", "learning.Preparation", "learning.AgreedOutcome"),
        ),
    ):
        transfers.add(each.key, each)
