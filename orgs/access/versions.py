"""The history of the boundary register: a version for each deployment that changed a boundary."""

from django.conf import settings
from django.db import connection, transaction

from orgs.access import register
from orgs.clock import now
from orgs.locks import BOUNDARIES
from orgs.models.boundaries import BoundaryVersion


def latest() -> BoundaryVersion | None:
    """The version that was recorded last."""
    return BoundaryVersion.objects.order_by("-number").first()


def record_version() -> BoundaryVersion | None:
    """Record the register of the code that runs, if it differs from the last version; return it then.

    For the owner: after each migrate, and by ``manage.py boundaries --record``. Nobody else may write it.
    """
    content = register.content()
    sha256 = register.digest(content)
    with transaction.atomic(), connection.cursor() as cursor:
        BOUNDARIES.take(cursor)
        last = latest()
        if last is not None and last.sha256 == sha256:
            return None
        return BoundaryVersion.objects.create(
            number=last.number + 1 if last else 1,
            sha256=sha256,
            content=content,
            changes=register.changes(last.content, content) if last else [],
            release=settings.RELEASE[:40],
            made_at=now(),
        )


def newest(count: int) -> list[BoundaryVersion]:
    """The last versions, the newest first."""
    return list(BoundaryVersion.objects.order_by("-number")[:count])


def numbered(number: int) -> BoundaryVersion | None:
    return BoundaryVersion.objects.filter(number=number).first()
