"""Career conversations: what each side prepared, and what both agreed on.

Three tables, because a policy hides rows and not columns: the conversation is for its two sides, a
preparation for who wrote it until it is shared, and the agreed outcome for the succession circle too.
"""

import uuid
from typing import ClassVar

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from learning.enums import ConversationSide, ConversationState
from learning.models.owning import LEARNING_UNIT, MY_UNIT
from orgs.access.floor import OWN_STAFF, Floor
from orgs.keep import Keep
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit

_WITH_ME = f"{LEARNING_UNIT} AND with_user_id = (SELECT app.uid())"
#: Both of these ask the conversation's own policy too: a third person finds none.
_OF_ME = (
    "EXISTS (SELECT 1 FROM learning_conversation c "
    "JOIN orgs_staffrecord s ON s.id = c.staff_id "
    "WHERE c.id = conversation_id AND s.person_id = (SELECT app.person_id()))"
)
_BESIDE_ME = (
    "EXISTS (SELECT 1 FROM learning_conversation c "
    "WHERE c.id = conversation_id AND c.with_user_id = (SELECT app.uid()))"
)
_IS_AGREED = (
    "EXISTS (SELECT 1 FROM learning_conversation c "
    "WHERE c.id = conversation_id AND c.state = 'agreed')"
)

#: The newest agreed outcome of a person counts: an earlier one ends on its day, with its conversation.
_AGREED_AGAIN = (
    "SELECT min(n.agreed_on) FROM learning_agreedoutcome n WHERE n.staff_id = {t}.staff_id "
    "AND (n.agreed_on, n.id) > ({t}.agreed_on, {t}.id)"
)
_FOLLOWED = (
    "SELECT min(n.agreed_on) FROM learning_agreedoutcome n WHERE {t}.state = 'agreed' "
    "AND n.staff_id = {t}.staff_id AND n.agreed_on > greatest({t}.person_yes_on, {t}.other_yes_on)"
)


@pghistory.track()
class Conversation(models.Model):
    """A conversation that a person asked somebody for, and how far it is.

    ``grid`` is the key of the grid (``learning.grids``) whose questions and outcomes it uses.
    ``outcome`` and ``plan`` are what is proposed or agreed; a side that said yes has its day.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="conversations")
    with_user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    grid = models.CharField(max_length=60, db_collation="C")
    state = models.CharField(
        max_length=10,
        choices=ConversationState.choices,
        default=ConversationState.PREPARING,
        db_collation="C",
    )
    started_on = models.DateField()
    met_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=60, blank=True, db_collation="C")
    plan = models.CharField(max_length=1000, blank=True)
    person_yes_on = models.DateField(null=True, blank=True)
    other_yes_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("handover",),
        write=("handover",),
        own=OWN_STAFF,
        extra_read=(_WITH_ME,),
        extra_write=(f"{MY_UNIT} AND {OWN_STAFF}", _WITH_ME),
        keyed=("staff",),
        crosses=("continues",),
    )
    keep = Keep("conversation", ends="closed_on", ends_when=_FOLLOWED, private=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["staff", "with_user"],
                condition=~Q(state__in=[ConversationState.AGREED, ConversationState.CLOSED]),
                name="conversation_one_under_way",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ConversationState.AGREED)
                    & Q(person_yes_on__isnull=False, other_yes_on__isnull=False)
                )
                | (
                    Q(state=ConversationState.PROPOSED)
                    & (
                        Q(person_yes_on__isnull=False, other_yes_on__isnull=True)
                        | Q(person_yes_on__isnull=True, other_yes_on__isnull=False)
                    )
                )
                | (
                    ~Q(state__in=[ConversationState.AGREED, ConversationState.PROPOSED])
                    & Q(person_yes_on__isnull=True, other_yes_on__isnull=True, outcome="")
                ),
                name="conversation_agreed_by_both",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ConversationState.AGREED, ConversationState.PROPOSED])
                | (~Q(outcome="") & Q(met_on__isnull=False)),
                name="conversation_met_before_it_is_agreed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "with_user"]),
            models.Index(fields=["staff"]),
        ]

    def __str__(self) -> str:
        return f"conversation {self.public_id}"


@pghistory.track()
class Preparation(models.Model):
    """What one side wrote before the conversation: answers by the key of the question.

    Nobody but who wrote it reads it until ``shared_on``; from then on the other side does, and nobody
    else ever.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="preparations"
    )
    side = models.CharField(max_length=6, choices=ConversationSide.choices, db_collation="C")
    answers = models.JSONField(default=dict)
    shared_on = models.DateField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    floor = Floor(
        read=("handover",),
        write=("handover",),
        extra_read=(
            f"(side = 'person' OR shared_on IS NOT NULL) AND {MY_UNIT} AND {_OF_ME}",
            f"(side = 'other' OR shared_on IS NOT NULL) AND {LEARNING_UNIT} AND {_BESIDE_ME}",
        ),
        extra_write=(
            f"side = 'person' AND {MY_UNIT} AND {_OF_ME}",
            f"side = 'other' AND {LEARNING_UNIT} AND {_BESIDE_ME}",
        ),
        keyed=("conversation",),
    )
    keep = Keep("conversation", ends="", private=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["conversation", "side"], name="preparation_one_a_side")
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "conversation"])]

    def __str__(self) -> str:
        return f"preparation {self.pk}"


@pghistory.track()
class AgreedOutcome(models.Model):
    """What both agreed on: the category and the day, and nothing that was written or said.

    ``review_on`` is when it should be looked at again. ``valid_to`` is the first day without: the
    person took it back, and from that moment only the two sides read that it was there.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    staff = models.ForeignKey(StaffRecord, on_delete=models.PROTECT, related_name="outcomes")
    conversation = models.ForeignKey(
        Conversation, on_delete=models.PROTECT, related_name="outcomes"
    )
    grid = models.CharField(max_length=60, db_collation="C")
    outcome = models.CharField(max_length=60, db_collation="C")
    agreed_on = models.DateField()
    review_on = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    continues = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="continued_by"
    )

    floor = Floor(
        read=("handover",),
        write=("handover",),
        own=OWN_STAFF,
        extra_read=(
            "valid_to IS NULL AND unit_id = ANY((SELECT app.units('succession'))::int[])",
            f"{LEARNING_UNIT} AND {_BESIDE_ME}",
        ),
        extra_write=(
            f"{MY_UNIT} AND {_OF_ME} AND {_IS_AGREED}",
            f"{LEARNING_UNIT} AND {_BESIDE_ME} AND {_IS_AGREED}",
        ),
        keyed=("staff", "conversation"),
        crosses=("continues",),
    )
    keep = Keep("conversation", ends_when=_AGREED_AGAIN)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["conversation"],
                condition=Q(valid_to=None),
                name="outcome_one_open_a_conversation",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("agreed_on")),
                name="outcome_ends_after_it_begins",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "staff"])]

    def __str__(self) -> str:
        return f"outcome {self.public_id}"
