"""What an author writes beside the figures of a release: a draft, and what was published of it."""

import uuid
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from orgs.access.floor import Floor
from orgs.models.units import OrgUnit
from reporting.models.releases import Release


@pghistory.track()
class CommentaryDraft(models.Model):
    """Comments on one release that nobody reads yet but those who manage its reports.

    ``texts`` is by section key, ``""`` for the whole. ``version`` guards against two authors at once.
    """

    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="draft")
    texts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()

    floor = Floor(read=("reports",), write=("reports",), keyed=("release",))


class Commentary(models.Model):
    """One published version of the comments on a release. It never changes; a newer one may follow.

    ``role`` is the author's role when she published it: readers see that, and not her name.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="commentary")
    number = models.PositiveIntegerField()
    texts = models.JSONField()
    role = models.CharField(max_length=40)
    published_on = models.DateField()
    published_by = models.ForeignKey("orgs.User", on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField()

    floor = Floor(read=("aggregate",), insert=("reports",), keyed=("release",))

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["release", "number"], name="commentary_number_once_a_release"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="commentary_from_one"),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(name="as_published", operation=pgtrigger.Update | pgtrigger.Delete)
        ]
