"""Overlays: who keeps one, who is invited into it, and which of its definitions a member chose."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import Floor
from orgs.enums import InviteAnswer
from orgs.keep import Stays
from orgs.models.definitions import Definition
from orgs.models.units import OrgUnit

_KEEPER = "kept_by_id = ANY((SELECT app.units('tree'))::int[])"
_OVERLAY = "overlay_id = ANY((SELECT app.units('tree'))::int[])"
_MEMBER = "unit_id = ANY((SELECT app.units('tree'))::int[])"


class Overlay(models.Model):
    """What is known of an overlay beside its name: who keeps it, what for, and what it will become.

    It hangs below nobody, so authority over it is written down: whoever administers ``kept_by``
    administers its members, its roles and its definitions, and sees no figure for that. It is made by
    ``app.open_overlay`` alone. A cluster of boards has a planned successor: code, name and day.
    """

    unit = models.OneToOneField(OrgUnit, on_delete=models.PROTECT, related_name="overlay")
    kept_by = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="keeps")
    purpose = models.CharField(max_length=300, blank=True)
    successor_code = models.CharField(max_length=10, blank=True, db_collation="C")
    successor_name = models.CharField(max_length=200, blank=True)
    successor_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(reference=True, builder=("*",), extra_update=(_KEEPER,))
    keep = Stays("It holds nobody.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=(Q(successor_code="") & Q(successor_on__isnull=True))
                | (~Q(successor_code="") & Q(successor_on__isnull=False)),
                name="overlay_successor_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"overlay {self.unit_id} kept by {self.kept_by_id}"


@pghistory.track()
class OverlayInvite(models.Model):
    """An organisation of another branch is asked to join an overlay; its own administrator answers.

    Both sides are in it: the keeper makes the row, the other side answers it, and nothing else of it
    changes. A yes makes the membership.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    overlay = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="invites")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="invited_to")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    invited_at = models.DateTimeField()
    answer = models.CharField(
        max_length=10, choices=InviteAnswer.choices, default=InviteAnswer.OPEN, db_collation="C"
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    floor = Floor(
        read=("tree",),
        extra_read=(_OVERLAY,),
        extra_write=(_OVERLAY,),
        extra_update=(_MEMBER,),
    )
    keep = Stays("Which organisations belonged together, and who agreed, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["overlay", "unit"], condition=Q(answer="open"), name="invite_open_once"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gt=F("valid_from")),
                name="invite_ends_after_it_begins",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.ReadOnly(name="as_asked", exclude=["answer", "answered_by", "answered_at"])
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} asked into {self.overlay_id}"


@pghistory.track()
class OverlayChoice(models.Model):
    """An organisation uses what an overlay of its offers, instead of what comes down the tree.

    In effect while the membership lasts during which it was chosen; after that the row stays and the
    tree's is in effect again. ``valid_to`` is the first day without it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, related_name="chosen")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(auto_now_add=True)

    floor = Floor(
        read=("settings", "definitions", "defined"),
        write=("settings",),
        upward=True,
        builder=("id", "definition_id", "unit_id", "valid_from", "valid_to"),
        # The definition stands at the overlay: that is what is chosen.
        crosses=("definition",),
    )
    keep = Stays("Which rules held on a day must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "definition"],
                condition=Q(valid_to__isnull=True),
                name="overlay_choice_open_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="overlay_choice_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} uses {self.definition_id}"
