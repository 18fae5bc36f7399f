"""Comments on a release: written as a draft, looked at as a PDF, and published."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from orgs import audit
from orgs.access.roles import roles
from orgs.access.viewer import Viewer
from orgs.clock import now
from reporting import packs
from reporting.access import MANAGING
from reporting.doorbell import RENDER, ring
from reporting.enums import RunState
from reporting.models.commentary import Commentary, CommentaryDraft
from reporting.models.releases import Release
from reporting.models.runs import ReportRun
from reporting.packs import WHOLE, Comments, Printed
from reporting.reports import reports

MAXIMUM_LENGTH = 1000

Texts = Mapping[str, str]


class CommentaryError(ValueError):
    """What cannot be done, in a sentence for the author."""


class DraftConflictError(Exception):
    """Somebody else changed the draft since the page was opened; `saved` is what stands now."""

    def __init__(self, saved: CommentaryDraft) -> None:
        super().__init__("changed by somebody else")
        self.saved = saved


def _require(viewer: Viewer, release: Release) -> None:
    if not viewer.may_any(*MANAGING) or release.unit_id != viewer.here.id:
        raise PermissionDenied


def draft_of(release: Release) -> CommentaryDraft | None:
    """The draft of a release, for who manages its reports."""
    return getattr(release, "draft", None)


@transaction.atomic
def save_draft(*, viewer: Viewer, release: Release, texts: Texts, version: int) -> CommentaryDraft:
    """Keep what was written, by section key. Nobody reads it yet. `version` 0 = there was no draft.

    Raises:
        PermissionDenied: the viewer does not manage reports of the release's unit.
        DraftConflictError: it was changed since `version` was read; nothing is saved.
        CommentaryError: a comment on no section of the report, or one that is too long.
    """
    _require(viewer, release)
    kept = _kept(release, texts)
    saved = CommentaryDraft.objects.select_for_update().filter(release=release).first()
    if (saved.version if saved else 0) != version:
        if saved is None:
            raise CommentaryError("There is no draft any more. Open the page again.")
        raise DraftConflictError(saved)
    if saved is None:
        return _first_draft(viewer, release, kept)
    if saved.texts != kept:
        saved.texts, saved.version = kept, saved.version + 1
        saved.changed_by_id, saved.changed_at = viewer.user_id, now()
        saved.save(update_fields=["texts", "version", "changed_by", "changed_at"])
        _record(viewer, release, "commentary.saved", version=saved.version)
    return saved


def _first_draft(viewer: Viewer, release: Release, texts: Texts) -> CommentaryDraft:
    draft = CommentaryDraft(
        unit_id=release.unit_id,
        release=release,
        texts=texts,
        changed_by_id=viewer.user_id,
        changed_at=now(),
    )
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError as error:  # two began at once
        raise DraftConflictError(CommentaryDraft.objects.get(release=release)) from error
    _record(viewer, release, "commentary.saved", version=1)
    return draft


def _kept(release: Release, texts: Texts) -> dict[str, str]:
    """What was written, without what is empty."""
    keys = {WHOLE, *(section.key for section in reports.get(release.report).sections)}
    kept = {key: text.strip() for key, text in texts.items() if text.strip()}
    if not set(kept) <= keys:
        raise CommentaryError("A section you commented on is not part of the report any more.")
    if any(len(text) > MAXIMUM_LENGTH for text in kept.values()):
        raise CommentaryError(f"A comment must be {MAXIMUM_LENGTH:,} characters or fewer")
    return kept


@transaction.atomic
def publish(*, viewer: Viewer, release: Release, texts: Texts, version: int) -> Commentary:
    """Publish what was written: it stands on the page and in every PDF made from now on, unchanged.

    A newer version may follow; what was made before keeps what it had. A run that waits for it goes
    out at the next sweep. Raises as :func:`save_draft`, and CommentaryError when nothing was written
    or nothing changed since the last version.
    """
    draft = save_draft(viewer=viewer, release=release, texts=texts, version=version)
    if not draft.texts:
        raise CommentaryError("Write a comment before you publish")
    last = packs.published(release)
    if last is not None and last.texts == draft.texts:
        raise CommentaryError(
            "This is published already. Change something before you publish again"
        )
    made = Commentary(
        unit_id=release.unit_id,
        release=release,
        number=last.number + 1 if last else 1,
        texts=draft.texts,
        role=author_role(viewer),
        published_on=viewer.day,
        published_by_id=viewer.user_id,
        published_at=now(),
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as error:  # two published at once
        raise DraftConflictError(draft) from error
    _record(viewer, release, "commentary.published", number=made.number)
    return made


@transaction.atomic
def preview(*, viewer: Viewer, release: Release, texts: Texts, version: int) -> ReportRun:
    """Save the draft and have its PDF made, marked as a draft, for the author alone.

    Asked for twice without a change, it is made once. Raises as :func:`save_draft`.
    """
    draft = save_draft(viewer=viewer, release=release, texts=texts, version=version)
    pack = packs.in_effect(reports.get(release.report), release.unit_id, viewer.day)
    comments = Comments(0, packs.role_label(author_role(viewer)), viewer.day, draft.texts)
    wanted = Printed(pack, comments if draft.texts else None, draft=True).as_json()
    mine = ReportRun.objects.filter(
        unit_id=release.unit_id, release=release, draft=True, asked_by_id=viewer.user_id
    ).defer("pdf")
    there = (
        mine.filter(printed=wanted).exclude(state__in=[RunState.FAILED, RunState.CANCELLED]).first()
    )
    if there is not None:
        return there
    run = ReportRun.objects.create(
        unit_id=release.unit_id,
        report=release.report,
        slot=viewer.day,
        scope=viewer.here.code,
        release=release,
        asked_by_id=viewer.user_id,
        printed=wanted,
        draft=True,
        created_at=now(),
    )
    _record(viewer, release, "commentary.previewed")
    ring(RENDER, str(run.public_id))
    return run


def author_role(viewer: Viewer) -> str:
    """The code of the role in which the viewer manages reports here."""
    held = [r.role for r in viewer.reaching if r.action in {a.code for a in MANAGING}]
    return next((role.code for role in roles if role.code in held), "")


def _record(viewer: Viewer, release: Release, verb: str, **detail: int) -> None:
    audit.record(
        viewer, verb, unit_id=release.unit_id, about=release, report=release.report, **detail
    )
