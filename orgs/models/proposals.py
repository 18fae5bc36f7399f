"""What a comparison with ODS proposes, and when the tree was compared last."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.enums import ProposalState
from orgs.keep import Stays
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit


@pghistory.track()
class OdsProposal(models.Model):
    """Differences between the tree and files of ODS, with the decisions that a person takes.

    ``unit`` is the nation, whose tree was compared. ``plan`` is as ``orgs/imports/ods_plan.py`` has it;
    ``digest`` says what it proposes, so that the same is not proposed twice. ``made_by`` is blank for the
    night's comparison. At a unit one is new at a time: the next overtakes it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64, db_collation="C")
    plan = models.JSONField()
    answers = models.JSONField(default=dict)
    state = models.CharField(
        max_length=10, choices=ProposalState.choices, default=ProposalState.NEW, db_collation="C"
    )
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    change = models.ForeignKey(
        RestructurePlan, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    floor = Floor(read=("tree",), write=("tree",), keyed=("change",))
    keep = Stays("What ODS said, and what was made of it, must have an answer. It names nobody.")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit"], condition=Q(state="new"), name="proposal_one_new_at_a_unit"
            ),
            models.CheckConstraint(
                condition=Q(state="new", ended_at__isnull=True)
                | (~Q(state="new") & Q(ended_at__isnull=False)),
                name="proposal_ends_when_it_is_not_new",
            ),
            models.CheckConstraint(
                condition=Q(state="drawn_up", change__isnull=False)
                | (~Q(state="drawn_up") & Q(change__isnull=True)),
                name="proposal_drawn_up_has_its_change",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "-made_at"])]

    def __str__(self) -> str:
        return f"proposal {self.public_id} ({self.state})"


class OdsCheck(models.Model):
    """When the tree of a nation was compared with ODS last, by the system, and why it could not be."""

    unit = models.OneToOneField(OrgUnit, on_delete=models.PROTECT, related_name="+")
    checked_at = models.DateTimeField()
    checked_on = models.DateField()
    sources = models.JSONField(default=list)
    faults = models.JSONField(default=list)

    floor = Floor(read=("tree",), write=("tree",))
    keep = Stays("One row for each nation: a day, names of files, and what was wrong with them.")

    def __str__(self) -> str:
        return f"compared on {self.checked_on}"
