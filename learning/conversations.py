"""Questions about career conversations: one's own, those one is the other side of, and what was agreed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q

from learning import grids
from learning.access import MANAGE_LEARNING, OWN_RECORD
from learning.conversation_states import Side, Standing, State
from learning.enums import ConversationState
from learning.models import AgreedOutcome, Conversation, Preparation
from orgs.access.roles import roles
from orgs.access.viewer import Viewer
from orgs.periods import not_ended

#: States in which something can still be done.
UNDER_WAY = (ConversationState.PREPARING, ConversationState.MET, ConversationState.PROPOSED)


@dataclass(frozen=True)
class Partner:
    """Somebody whom a person can ask for a conversation; ``public_id`` is that of the role's grant."""

    public_id: UUID
    user_id: int
    name: str
    role: str


@dataclass(frozen=True)
class Agreed:
    """What both sides agreed on: the words of the grid on that day, and the days."""

    staff_id: int
    grid: str
    words: str
    agreed_on: dt.date
    review_on: dt.date | None


def partners(unit_id: int) -> list[Partner]:
    """With whom the viewer can have a conversation here, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.conversation_partners(%s)", [unit_id])
        rows = cursor.fetchall()
    found = [Partner(key, user, name, roles.get(role).label) for key, user, name, role in rows]
    return sorted(found, key=lambda p: (p.name, p.user_id))


def partner_names(unit_id: int) -> dict[int, str]:
    """What the other sides of the viewer's own conversations are called, by user."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.my_partners(%s)", [unit_id])
        return dict(cursor.fetchall())


def own(staff_id: int) -> list[Conversation]:
    """A person's own conversations, the newest first."""
    rows = Conversation.objects.filter(staff_id=staff_id, continued_by=None)
    return list(rows.order_by("-started_on", "-pk"))


def beside(unit_id: int, user_id: int) -> list[Conversation]:
    """Conversations at an employer whose other side a user is, those under way first."""
    rows = Conversation.objects.filter(unit_id=unit_id, with_user_id=user_id, continued_by=None)
    found = rows.select_related("staff").order_by("-started_on", "-pk")
    return sorted(found, key=lambda c: c.state not in UNDER_WAY)


def conversation(viewer: Viewer, public_id: UUID) -> tuple[Conversation, Side] | None:
    """A conversation in which the viewer is a side, and which; None for everybody else."""
    found = (
        Conversation.objects.filter(unit_id=viewer.here.id, public_id=public_id)
        .select_related("staff")
        .first()
    )
    side = side_of(viewer, found) if found else None
    return (found, side) if found and side else None


def side_of(viewer: Viewer, of: Conversation) -> Side | None:
    """Which side of a conversation a viewer is, None if neither."""
    if viewer.may(OWN_RECORD) and viewer.person_id and of.staff.person_id == viewer.person_id:
        return Side.PERSON
    if viewer.may(MANAGE_LEARNING) and of.with_user_id == viewer.user_id:
        return Side.OTHER
    return None


def standing(of: Conversation) -> Standing:
    """Where a conversation stands, as its rules see it."""
    yes = {Side.PERSON: of.person_yes_on, Side.OTHER: of.other_yes_on}
    return Standing(State(of.state), frozenset(side for side, on in yes.items() if on))


def preparations(of: Conversation) -> dict[str, Preparation]:
    """What each side prepared, as far as the viewer may read it."""
    return {row.side: row for row in Preparation.objects.filter(conversation=of)}


def waiting_for(viewer: Viewer, side: Side) -> int:
    """How many conversations wait for the viewer's yes, or (the other side) for a first word."""
    rows = Conversation.objects.filter(unit_id=viewer.here.id)
    if side is Side.PERSON:
        mine = rows.filter(staff__person_id=viewer.person_id or 0)
        return mine.filter(state=ConversationState.PROPOSED, person_yes_on=None).count()
    asked = Q(state=ConversationState.PREPARING)
    proposed = Q(state=ConversationState.PROPOSED, other_yes_on=None)
    return rows.filter(asked | proposed, with_user_id=viewer.user_id).count()


def agreed(unit_id: int, staff_id: int, day: dt.date) -> Agreed | None:
    """The newest outcome that a person and her other side agreed on, in force on a day: 2 queries.

    The only thing of a conversation that anybody outside it may read.
    """
    return next(iter(_agreed(unit_id, day, [staff_id])), None)


def _agreed(unit_id: int, day: dt.date, staff_ids: Iterable[int]) -> list[Agreed]:
    rows = (
        AgreedOutcome.objects.filter(unit_id=unit_id, staff_id__in=staff_ids, agreed_on__lte=day)
        .filter(not_ended("valid_to", day))
        .order_by("staff_id", "-agreed_on", "-pk")
    )
    newest: dict[int, AgreedOutcome] = {}
    for row in rows:
        newest.setdefault(row.staff_id, row)
    return [in_words(row) for row in newest.values()]


def in_words(row: AgreedOutcome) -> Agreed:
    """An outcome in the words that the grid had on the day of agreement."""
    grid = grids.grids(row.unit_id, row.agreed_on).get(row.grid)
    return Agreed(
        row.staff_id,
        grid.title if grid else row.grid,
        grid.outcome(row.outcome) if grid else row.outcome,
        row.agreed_on,
        row.review_on,
    )
