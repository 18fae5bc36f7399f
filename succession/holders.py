"""Acts on who holds a post: setting a holder, with how the vacancy was filled, and ending one."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from orgs import audit, consultation
from orgs.access.viewer import Viewer
from orgs.models.people import Assignment, StaffRecord
from orgs.periods import not_ended
from succession.access import must_manage
from succession.conflicts import SuccessionError
from succession.enums import NominationStatus, SignatureState
from succession.models import Incumbency, Nomination, Post, Signature
from succession.outcome_measures import STANDING_IN
from succession.posts import locked
from succession.services import touch_plan, withdraw_development
from succession.signing import ask_holders

#: Code of the list ``filled_by``: somebody who was named for the post.
FROM_PLAN = "PLAN"
#: How far ahead an appointment may begin.
AHEAD = dt.timedelta(days=366)


def holders(post: Post, day: dt.date) -> list[Incumbency]:
    """Everybody who holds, held or will hold a post, the newest first, with the person's name."""
    rows = Incumbency.objects.filter(post=post).select_related("assignment__staff")
    return sorted(
        rows, key=lambda i: (i.ends_on is None or i.ends_on > day, i.starts_on), reverse=True
    )


def holder(unit_id: int, post: Post, public_id: UUID) -> Incumbency | None:
    """One incumbency of a post that has not ended."""
    rows = Incumbency.objects.filter(unit_id=unit_id, post=post, public_id=public_id, ends_on=None)
    return rows.select_related("assignment__staff").first()


def named_for(post: Post, staff: StaffRecord) -> Nomination | None:
    """The open nomination of somebody for a post."""
    return Nomination.objects.filter(post=post, staff=staff, valid_to=None).first()


def assignment_on(staff: StaffRecord, day: dt.date) -> Assignment | None:
    """The newest assignment in force of somebody at the employer."""
    rows = Assignment.objects.filter(not_ended("ends_on", day), staff=staff)
    return rows.order_by("-starts_on", "-pk").first()


@transaction.atomic
def set_holder(
    *,
    viewer: Viewer,
    post: Post,
    staff: StaffRecord,
    kind: str,
    starts_on: dt.date,
    filled_by: str = "",
    together: bool = False,
    term_ends_on: dt.date | None = None,
) -> Incumbency:
    """Record that `staff` holds `post` from a day, and how the vacancy was filled.

    Unless `together` (a job share, a joint post), whoever held it before ends on that day. A named
    successor who is appointed for good is placed: the nomination ends today and the plan says so; one
    who stands in stays named. `filled_by` empty = there was no vacancy to fill.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: holds it already, has no assignment, "from the plan" without being named, or
            a first day before the post's holder or more than a year ahead.
    """
    must_manage(viewer)
    row = locked(post)
    if starts_on > viewer.day + AHEAD:
        raise SuccessionError("The first day must be within the next 12 months")
    assignment = assignment_on(staff, viewer.day)
    if assignment is None:
        raise SuccessionError(f"{staff.name} has no assignment here today")
    open_rows = list(
        row.incumbencies.select_for_update(of=("self",))
        .filter(not_ended("ends_on", starts_on))
        .select_related("assignment")
    )
    if any(each.assignment.staff_id == staff.pk for each in open_rows):
        raise SuccessionError(f"{staff.name} holds this post already")
    if not together:
        for before in open_rows:
            if before.starts_on > starts_on:
                raise SuccessionError("Somebody holds this post from a later day")
            before.ends_on = starts_on
            before.save(update_fields=["ends_on"])
    nomination = named_for(row, staff)
    if filled_by == FROM_PLAN:
        _may_come_from_plan(viewer, staff, nomination)
    made = Incumbency.objects.create(
        unit_id=row.unit_id,
        post=row,
        assignment=assignment,
        kind=kind,
        starts_on=starts_on,
        filled_by=filled_by,
        nomination=nomination if filled_by == FROM_PLAN else None,
    )
    if nomination is not None and kind not in STANDING_IN:
        _place(viewer, nomination)
    if not together:
        row.term_starts_on = starts_on if term_ends_on else None
        row.term_ends_on = term_ends_on
        row.terms = 1 if term_ends_on else None
        row.version += 1
        row.changed_by_id = viewer.user_id
        row.save()
    ask_holders(row.unit_id, viewer.day)
    touch_plan(viewer, row.unit_id)
    audit.record(
        viewer, "plan.holder_set", unit_id=row.unit_id, about=row, kind=kind, filled_by=filled_by
    )
    return made


@transaction.atomic
def set_holders(*, viewer: Viewer, chosen: Sequence[tuple[Post, StaffRecord]]) -> list[Incumbency]:
    """Record at once who has held posts since before the plan: there was no vacancy to fill.

    Each is in post since the first day of the job that the staff list has, and holds it as that job is
    held.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: nobody is chosen, a post has or had a holder, or somebody has no job here today.
    """
    must_manage(viewer)
    if not chosen:
        raise SuccessionError("Select who holds at least one post")
    made = []
    for post, staff in chosen:
        row = locked(post)
        if row.incumbencies.exists():
            raise SuccessionError(f"{row.title} has a holder by now: look at its own page")
        job = assignment_on(staff, viewer.day)
        if job is None:
            raise SuccessionError(f"{staff.name} has no assignment here today")
        made.append(
            set_holder(viewer=viewer, post=row, staff=staff, kind=job.kind, starts_on=job.starts_on)
        )
    return made


def _may_come_from_plan(viewer: Viewer, staff: StaffRecord, nomination: Nomination | None) -> None:
    if nomination is None:
        raise SuccessionError(f"{staff.name} is not named for this post")
    if consultation.locked(viewer):
        raise SuccessionError(
            "A change of organisations is in consultation: nobody is appointed from the plan meanwhile"
        )


def _place(viewer: Viewer, nomination: Nomination) -> None:
    """End a nomination because the person has the post; what was only prepared is taken back."""
    nomination.status = NominationStatus.PLACED
    nomination.valid_to = viewer.day
    nomination.version += 1
    nomination.changed_by_id = viewer.user_id
    nomination.save()
    withdraw_development(viewer, nomination, viewer.day)
    audit.record(viewer, "successor.placed", unit_id=nomination.unit_id, about=nomination)


@transaction.atomic
def end_holder(*, viewer: Viewer, incumbency: Incumbency, on: dt.date) -> None:
    """End somebody's time in a post: `on` is the first day without them.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: ended already, or a day before it began or more than a year ahead.
    """
    must_manage(viewer)
    post = locked(incumbency.post)
    row = Incumbency.objects.select_for_update().get(pk=incumbency.pk)
    if row.ends_on is not None:
        raise SuccessionError("This has ended already")
    if not row.starts_on <= on <= viewer.day + AHEAD:
        raise SuccessionError("The last day must lie after the first, and within 12 months")
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    left = post.incumbencies.filter(not_ended("ends_on", viewer.day)).exists()
    if not left and post.term_ends_on is not None:
        post.term_starts_on = post.term_ends_on = post.terms = None
        post.version += 1
        post.changed_by_id = viewer.user_id
        post.save()
    ask_holders(row.unit_id, viewer.day)
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "plan.holder_ended", unit_id=row.unit_id, about=post, on=str(on))


def ended_by(incumbency: Incumbency) -> list[Incumbency]:
    """Whose time ended on the day on which this one's began, while somebody replaced her."""
    rows = Incumbency.objects.filter(post=incumbency.post, ends_on=incumbency.starts_on)
    rows = rows.exclude(pk=incumbency.pk).filter(starts_on__lt=incumbency.starts_on)
    return list(rows.select_related("assignment__staff").order_by("pk"))


def rests_on(incumbency: Incumbency) -> str:
    """What rests on it that somebody holds a post, in a sentence; "" when nothing does."""
    post, staff = incumbency.post, incumbency.assignment.staff
    placed = Nomination.objects.filter(post=post, staff=staff, status=NominationStatus.PLACED)
    if incumbency.nomination_id is not None or placed.exists():
        return f"{staff.name} was named and placed by this. End their time instead"
    said = Signature.objects.filter(post=post, staff=staff).exclude(
        state__in=[SignatureState.WAITING, SignatureState.DROPPED]
    )
    if said.exists():
        return f"{staff.name} has answered for the plan in this post. End their time instead"
    if incumbency.continues_id is not None:
        return "It continues what another organisation recorded. End their time instead"
    return ""


@transaction.atomic
def remove_mistaken(*, viewer: Viewer, incumbency: Incumbency) -> None:
    """Take back that somebody holds a post; whoever's time it ended holds it again.

    The event table keeps that it was recorded.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: ended already, or something rests on it.
    """
    must_manage(viewer)
    post = locked(incumbency.post)
    row = (
        Incumbency.objects.select_for_update(of=("self",))
        .select_related("post", "assignment__staff")
        .filter(pk=incumbency.pk, ends_on=None)
        .first()
    )
    if row is None:
        raise SuccessionError("This has ended already")
    if problem := rests_on(row):
        raise SuccessionError(problem)
    for before in ended_by(row):
        gone = before.assignment.ends_on
        before.ends_on = gone if gone is not None and gone <= viewer.day else None
        before.save(update_fields=["ends_on"])
    row.delete()
    ask_holders(post.unit_id, viewer.day)
    touch_plan(viewer, post.unit_id)
    audit.record(viewer, "plan.holder_mistaken", unit_id=post.unit_id, about=post)


def named(post: Post) -> list[StaffRecord]:
    """The colleagues who are named for a post, in rank order: whom to think of when it falls vacant.

    Somebody named from elsewhere holds it once she is on the staff list.
    """
    rows = Nomination.objects.filter(post=post, valid_to=None).select_related("staff")
    return [row.staff for row in rows.order_by("rank", "pk") if row.staff is not None]
