"""Telling those affected by a planned change what it means for them, and hearing what they say."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from orgs import audit, clock
from orgs.access.actions import ADAPT_DEFINITIONS, MANAGE_ACCESS, MANAGE_TREE
from orgs.access.viewer import Viewer
from orgs.enums import NoticeState
from orgs.models.restructure import RestructureComment, RestructureNotice, RestructurePlan
from orgs.restructure.errors import RestructureError
from orgs.restructure.operations import Tried
from orgs.restructure.plans import lock_plan, require_plan_authority
from orgs.restructure.reach import closings
from orgs.restructure.selectors import WAITING

#: Who at an affected organisation reads a notice and answers it.
READERS = (ADAPT_DEFINITIONS, MANAGE_ACCESS)


def concerned(tried: Tried) -> dict[str, dict[str, object]]:
    """Code of each employer that a change concerns, and what it means for it, in names.

    It concerns an employer that has other organisations above or directly below it, that closes, or
    that takes the place of one that closes.
    """
    before, after, ending = tried.before, tried.after, closings(tried)
    heirs = {heir for each in ending.values() for heir in each}
    found: dict[str, dict[str, object]] = {}
    for code in sorted(before.employers & set(before.nodes)):
        now = [before[up].name for up in before.above(code)]
        then = [after[up].name for up in after.above(code)] if code in after else []
        below = [child.name for child in before.children(code)]
        below_then = [child.name for child in after.children(code)] if code in after else []
        renamed = code in after and after[code].name != before[code].name
        if now != then or below != below_then or code in heirs or renamed:
            found[code] = {
                "name": after[code].name if code in after else before[code].name,
                "renamed": renamed,
                "above_now": now,
                "above_then": then,
                "below_now": below,
                "below_then": below_then,
                "into": [after[heir].name for heir in ending.get(code, ())],
                "takes_over": [
                    before[c].name for c, each in ending.items() if code in each and c in before
                ],
            }
    return found


@transaction.atomic
def send_notices(*, viewer: Viewer, plan: RestructurePlan, version: int) -> int:
    """Tell each employer concerned what a plan means for it, or tell it anew; how many were told.

    Raises:
        OutdatedError: the plan is not rehearsed, or somebody else changed it.
        PermissionDenied: a unit concerned is not the viewer's to move.
    """
    plan = lock_plan(plan, *WAITING, version=version)
    tried = require_plan_authority(viewer, plan)
    told = concerned(tried)
    for code, summary in told.items():
        RestructureNotice.objects.update_or_create(
            plan=plan,
            unit_id=tried.before[code].id,
            defaults={
                "title": plan.title,
                "effective_on": plan.effective_on,
                "summary": summary,
                "state": NoticeState.PLANNED,
                "sent_at": clock.now(),
            },
        )
    audit.record(viewer, "restructure.sent", unit_id=plan.unit_id, about=plan, told=len(told))
    return len(told)


def mark_notices(plan: RestructurePlan, state: NoticeState) -> None:
    """Say in each notice of a plan what became of it. Runs in a scope that administers the units."""
    RestructureNotice.objects.filter(plan=plan).update(state=state)


def notices_here(viewer: Viewer) -> list[RestructureNotice]:
    """What the unit in the URL has been told of changes, the latest first."""
    return list(
        RestructureNotice.objects.filter(unit_id=viewer.here.id).order_by("-sent_at", "-id")
    )


def unanswered_notices(viewer: Viewer) -> list[RestructureNotice]:
    """Planned changes that the unit in the URL was told of and has not commented on."""
    planned = RestructureNotice.objects.filter(
        unit_id=viewer.here.id, state=NoticeState.PLANNED, comments=None
    )
    return list(planned.order_by("effective_on", "id"))


def notice_here(viewer: Viewer, public_id: UUID) -> RestructureNotice:
    """One notice to the unit in the URL; 404 when there is none."""
    found = RestructureNotice.objects.filter(unit_id=viewer.here.id, public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def said_of(plan: RestructurePlan) -> list[RestructureComment]:
    """What affected organisations said of a plan, the oldest first, as far as the viewer administers them."""
    found = RestructureComment.objects.filter(notice__plan=plan)
    return list(found.select_related("unit", "answered_by", "notice").order_by("said_at", "id"))


def said_here(notice: RestructureNotice) -> list[RestructureComment]:
    """What was said of a notice and answered, the oldest first."""
    found = notice.comments.select_related("said_by", "answered_by")
    return list(found.order_by("said_at", "id"))


@transaction.atomic
def comment(*, viewer: Viewer, notice: RestructureNotice, text: str) -> RestructureComment:
    """Say something about a planned change, for the unit in the URL.

    Raises:
        PermissionDenied: the notice is another unit's, or the viewer has no say here.
        RestructureError: the change is made or cancelled; nothing is stored.
    """
    if notice.unit_id != viewer.here.id or not viewer.may_any(*READERS):
        raise PermissionDenied
    if notice.state != NoticeState.PLANNED:
        raise RestructureError("This change is no longer being planned.")
    made = RestructureComment.objects.create(
        notice=notice,
        unit_id=notice.unit_id,
        text=text,
        said_by_id=viewer.user_id,
        said_at=clock.now(),
    )
    audit.record(viewer, "restructure.commented", unit_id=made.unit_id, about=made)
    return made


@transaction.atomic
def answer_comment(
    *, viewer: Viewer, plan: RestructurePlan, comment_id: UUID, text: str
) -> RestructureComment:
    """Answer what an affected organisation said; an answer can be given once.

    Raises:
        PermissionDenied: the viewer administers no tree here.
        RestructureError: it is answered already, or there is no such comment.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    found = (
        RestructureComment.objects.select_for_update()
        .filter(notice__plan=plan, public_id=comment_id)
        .first()
    )
    if found is None or found.answered_by_id is not None:
        raise RestructureError("This is answered already.")
    found.answer, found.answered_by_id, found.answered_at = text, viewer.user_id, clock.now()
    found.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record(viewer, "restructure.answered", unit_id=found.unit_id, about=found)
    return found


def unanswered(plan: RestructurePlan) -> int:
    """How many comments on a plan wait for an answer."""
    return RestructureComment.objects.filter(notice__plan=plan, answered_by=None).count()
