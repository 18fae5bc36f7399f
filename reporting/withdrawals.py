"""Withdrawn releases: which, why, and asking the aggregation worker to issue one again.

Withdrawing itself is ``services.withdraw_release``. What was seen stays in the ledger: the next
revision counts anew as at the same day and is checked together with the withdrawn one.
"""

import uuid

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import now
from reporting.access import MANAGING
from reporting.models.exports import Export, Reissue
from reporting.models.releases import LAST_REVISION, Release, ReleaseWithdrawal


class NotAgainError(Exception):
    """A release that cannot be issued again, and why, in a sentence."""


@transaction.atomic
def ask_again(*, viewer: Viewer, release: Release) -> Reissue:
    """Ask for a withdrawn release to be issued again. Asked for twice, it is issued once.

    Raises:
        NotAgainError: it was not withdrawn, has a newer revision, or was cut from one above.
    """
    if not viewer.may_any(*MANAGING):
        raise PermissionDenied
    if of(release) is None:
        raise NotAgainError("These figures were not withdrawn.")
    if release.source_id is not None:
        raise NotAgainError("These figures come with those of a unit above.")
    if _newer(release):
        raise NotAgainError("These figures were issued again already.")
    if release.revision >= LAST_REVISION:
        raise NotAgainError(
            "The figures of one day are issued again once. New ones come on the next release day."
        )
    asked, new = Reissue.objects.get_or_create(
        release=release,
        defaults={"unit_id": release.unit_id, "asked_by_id": viewer.user_id, "asked_at": now()},
    )
    if new:
        audit.record(viewer, "report.reissue_asked", unit_id=release.unit_id, about=release)
    return asked


def _newer(release: Release) -> bool:
    return Release.objects.filter(
        unit_id=release.unit_id,
        report=release.report,
        as_at=release.as_at,
        revision__gt=release.revision,
    ).exists()


# --- reading ---------------------------------------------------------------------------------------


def release(unit_id: int, release_id: uuid.UUID) -> Release | None:
    """A release of the unit by its id, withdrawn or not."""
    return Release.objects.filter(unit_id=unit_id, id=release_id).select_related("unit").first()


def of(release: Release) -> ReleaseWithdrawal | None:
    """The withdrawal of a release, with the request to issue it again beside it."""
    found = ReleaseWithdrawal.objects.filter(release=release)
    return found.select_related("release__reissue").first()


def last(unit_id: int, report: str) -> ReleaseWithdrawal | None:
    """The withdrawal of the newest release of a report; None when the newest one stands."""
    found = Release.objects.filter(unit_id=unit_id, report=report).defer("content")
    found = found.select_related("withdrawal", "reissue").order_by("-as_at", "-revision")
    first = found.first()
    return getattr(first, "withdrawal", None) if first is not None else None


def files(release: Release) -> int:
    """How many files of a release were taken away, as far as the viewer may know."""
    return Export.objects.filter(release=release).count()
