"""Files that somebody uploads to be looked at and applied: kept until that is done, and no longer."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from orgs.enums import UploadState

#: The content of a file is kept exactly while the file is open.
KEPT_WHILE_OPEN = Q(state=UploadState.OPEN, content__isnull=False) | (
    ~Q(state=UploadState.OPEN) & Q(content__isnull=True)
)


class Upload(models.Model):
    """One uploaded file, and what was said of its columns.

    ``columns`` maps fields of ours to columns of the file, counted from 0. ``counts`` says what
    applying it did.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    content = models.BinaryField(null=True)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(
        max_length=10, choices=UploadState.choices, default=UploadState.OPEN, db_collation="C"
    )
    columns = models.JSONField(default=dict)
    counts = models.JSONField(default=dict)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
