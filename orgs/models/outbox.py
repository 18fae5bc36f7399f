"""E-mail that waits to be sent. A message carries a link, never a figure or somebody else's name."""

import uuid

from django.db import models

from orgs.access.floor import Floor
from orgs.enums import OutboxState
from orgs.keep import Keep
from orgs.models.units import OrgUnit


class Outbox(models.Model):
    """One message to one address; sent once, by the tick, with its id as Message-ID."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    to = models.EmailField()
    template = models.CharField(max_length=60)
    context = models.JSONField(default=dict, help_text="link and organisation name only")
    state = models.CharField(
        max_length=10, choices=OutboxState.choices, default=OutboxState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)

    floor = Floor(
        insert=("*",), read=("outbox",), extra_write=("(SELECT app.units('outbox')) <> '{}'",)
    )
    keep = Keep("working", ends="sent_at")

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
