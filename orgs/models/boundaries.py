"""What the boundary register said, deployment by deployment."""

from typing import ClassVar

import pgtrigger
from django.db import models

from orgs.access.floor import Floor
from orgs.keep import Stays


class BoundaryVersion(models.Model):
    """One version of the register: written by the owner after a migrate, when it differs from the last.

    ``content`` is the whole register (``orgs.access.register.content``) and ``changes`` what is
    different from the version before. It is no organisation's: everybody who signs in may read it.
    """

    number = models.PositiveIntegerField(unique=True)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField()
    changes = models.JSONField(default=list)
    release = models.CharField(max_length=40)
    made_at = models.DateTimeField()

    floor = Floor(reference=True)
    keep = Stays("Who could see what, and since when, must have an answer.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="boundary_from_one"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="as_recorded", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"boundaries {self.number}"
