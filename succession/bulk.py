"""Changing several rows at once: preview, save all or nothing, and 15 minutes to undo."""

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.periods import in_force
from succession import selectors
from succession.access import must_manage
from succession.bulk_acts import ACTS, Act, Looked, Subject, one_each, sheet
from succession.conflicts import SuccessionError
from succession.enums import BulkAct, BulkState
from succession.models import BulkChange, BulkLine, Nomination, Post, RiskAssessment
from succession.services import touch_plan

#: How long a change can be undone, how long a preview can be saved, and how long either is kept.
UNDO_FOR = dt.timedelta(minutes=15)
SAVE_FOR = dt.timedelta(hours=1)
KEPT_FOR = dt.timedelta(days=1)


@dataclass(frozen=True)
class MovedRow:
    """A row that is no longer as it was: who changed it when, and what stands there now.

    ``now`` is empty for a row that has gone; ``why`` says why it would stay as it is by now.
    """

    line: BulkLine
    who: str
    when: dt.datetime
    now: Mapping[str, Any]
    why: str = ""


@dataclass
class BulkMovedError(Exception):
    """Rows were changed meanwhile, or have gone. Nothing was written."""

    rows: Sequence[MovedRow]

    def __str__(self) -> str:
        return f"{len(self.rows)} rows changed meanwhile"


def find(unit_id: int, public_id: UUID) -> BulkChange | None:
    """One change of an employer."""
    return BulkChange.objects.filter(unit_id=unit_id, public_id=public_id).first()


def lines(of: BulkChange) -> list[BulkLine]:
    """Its rows in the order of the plan, with post and person: 1 query."""
    return list(
        BulkLine.objects.filter(bulk=of)
        .select_related("post", "nomination__staff", "nomination__profile")
        .order_by("post__position", "post_id", "nomination__rank", "pk")
    )


def subjects(
    unit_id: int, day: dt.date, *, over_people: bool, chosen: Collection[UUID]
) -> list[Subject]:
    """The chosen rows that are in force on the day, in the order of the plan."""
    if not over_people:
        return [
            Subject(post) for post in selectors.posts(unit_id, day).filter(public_id__in=chosen)
        ]
    rows = (
        Nomination.objects.filter(in_force(day), unit_id=unit_id, public_id__in=chosen)
        .filter(in_force(day, "post__"))
        .select_related("post", "staff", "profile")
        .order_by("post__position", "post_id", "rank", "pk")
    )
    return [Subject(row.post, row) for row in rows]


@transaction.atomic
def preview_bulk(
    *, viewer: Viewer, act: str, values: Mapping[str, Any], chosen: Collection[UUID]
) -> BulkChange:
    """Write down exactly what an act would do to the chosen rows, and which it cannot change and why.

    `act` is a code of ``BulkAct``; `values` what was chosen for it (``review_by`` and ``told_on`` as
    ISO days, ``cover`` and ``vacancy_risk`` as codes). Papers of the employer older than a day go.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: none of the chosen rows is on the plan.
    """
    must_manage(viewer)
    unit_id, doing = viewer.here.id, ACTS[act]
    old = BulkChange.objects.filter(unit_id=unit_id, made_at__lt=now() - KEPT_FOR)
    BulkLine.objects.filter(bulk__in=old).delete()
    old.delete()
    found = subjects(unit_id, viewer.day, over_people=doing.over_people, chosen=chosen)
    if not found:
        raise SuccessionError("Select at least one row")
    stands = sheet(viewer, unit_id, found)
    made = BulkChange.objects.create(
        unit_id=unit_id, act=act, values=dict(values), made_by_id=viewer.user_id, made_at=now()
    )
    looked = [(subject, doing.look(subject, stands, values)) for subject in found]
    if act == BulkAct.PATHWAY:
        looked = one_each(looked)
    BulkLine.objects.bulk_create(
        BulkLine(
            unit_id=unit_id,
            bulk=made,
            post=subject.post,
            nomination=subject.nomination,
            version=each.version,
            before=each.before,
            after=each.after,
            why=each.why,
            lasting=each.lasting,
        )
        for subject, each in looked
    )
    audit.record(viewer, "bulk.previewed", unit_id=unit_id, about=made, act=act, rows=len(found))
    return made


@transaction.atomic
def apply_bulk(*, viewer: Viewer, bulk: BulkChange, link: str) -> BulkChange:
    """Save what was previewed: every row, or none. `link`: what people who are told are sent.

    Raises:
        PermissionDenied: without the right to manage succession here.
        BulkMovedError: rows changed since the preview; nothing is written.
        SuccessionError: saved already, an hour old, or there is nothing to change.
    """
    must_manage(viewer)
    row = BulkChange.objects.select_for_update().get(pk=bulk.pk)
    if row.state != BulkState.PREVIEWED:
        raise SuccessionError("This was saved already")
    if now() - row.made_at > SAVE_FOR:
        raise SuccessionError("This preview is more than an hour old. Choose again")
    doing = ACTS[row.act]
    changing = [line for line in lines(row) if not line.why]
    if not changing:
        raise SuccessionError("None of these rows can be changed")
    stands = _locked(viewer, row, doing, changing)
    _refuse_moved(
        row,
        changing,
        stands,
        lambda line, each: (
            each.version == line.version and each.before == line.before and not each.why
        ),
    )
    for line in changing:
        doing.apply(viewer, *stands[line.pk], link)
    for line_id, (_, each) in _stands(viewer, row, doing, changing).items():
        BulkLine.objects.filter(pk=line_id).update(version_after=each.version)
    row.state, row.applied_at = BulkState.APPLIED, now()
    row.save(update_fields=["state", "applied_at"])
    touch_plan(viewer, row.unit_id)
    audit.record(
        viewer, "bulk.applied", unit_id=row.unit_id, about=row, act=row.act, rows=len(changing)
    )
    return row


@transaction.atomic
def undo_bulk(*, viewer: Viewer, bulk: BulkChange) -> BulkChange:
    """Put back what stood there before, as a new dated change; what cannot be taken back stays.

    Raises:
        PermissionDenied: without the right to manage succession here.
        BulkMovedError: one of the rows was changed again; nothing is written.
        SuccessionError: not saved, undone already, too late, or nothing of it can be taken back.
    """
    must_manage(viewer)
    row = BulkChange.objects.select_for_update().get(pk=bulk.pk)
    if row.state != BulkState.APPLIED or row.applied_at is None:
        raise SuccessionError("There is nothing to undo")
    if now() - row.applied_at > UNDO_FOR:
        raise SuccessionError("The 15 minutes in which this could be undone are over")
    doing = ACTS[row.act]
    back = [line for line in lines(row) if not line.why and not line.lasting]
    if not back:
        raise SuccessionError("This cannot be undone")
    stands = _locked(viewer, row, doing, back)
    _refuse_moved(row, back, stands, lambda line, each: each.version == line.version_after)
    for line in back:
        doing.restore(viewer, stands[line.pk][0], line.before)
    row.state, row.undone_at = BulkState.UNDONE, now()
    row.save(update_fields=["state", "undone_at"])
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "bulk.undone", unit_id=row.unit_id, about=row, act=row.act, rows=len(back))
    return row


#: A row as it stands now, by the id of its line; a row that has gone is not in it.
Stands = dict[int, tuple[Subject, Looked]]


def _locked(viewer: Viewer, of: BulkChange, doing: Act, rows: Sequence[BulkLine]) -> Stands:
    """Lock the rows, posts first, each kind in one order; and how they stand then."""
    posts = Post.objects.filter(pk__in=[line.post_id for line in rows])
    list(posts.select_for_update().order_by("pk").values_list("pk"))
    people = Nomination.objects.filter(pk__in=[line.nomination_id for line in rows])
    list(people.select_for_update().order_by("pk").values_list("pk"))
    return _stands(viewer, of, doing, rows)


def _stands(viewer: Viewer, of: BulkChange, doing: Act, rows: Sequence[BulkLine]) -> Stands:
    chosen = [
        line.nomination.public_id if line.nomination is not None else line.post.public_id
        for line in rows
    ]
    found = subjects(of.unit_id, viewer.day, over_people=doing.over_people, chosen=chosen)
    on = sheet(viewer, of.unit_id, found)
    by_id = {(s.post.pk, s.nomination.pk if s.nomination else None): s for s in found}
    return {
        line.pk: (subject, doing.look(subject, on, of.values))
        for line in rows
        if (subject := by_id.get((line.post_id, line.nomination_id))) is not None
    }


def _refuse_moved(
    of: BulkChange,
    rows: Sequence[BulkLine],
    stands: Stands,
    same: Callable[[BulkLine, Looked], bool],
) -> None:
    """Raise BulkMovedError with the rows that have gone or are not the same any more."""
    moved = [
        _moved_row(of, line, stands.get(line.pk))
        for line in rows
        if line.pk not in stands or not same(line, stands[line.pk][1])
    ]
    if moved:
        raise BulkMovedError(moved)


def _moved_row(of: BulkChange, line: BulkLine, stands: tuple[Subject, Looked] | None) -> MovedRow:
    """Who changed a row last, and what it says now; {} = it has gone."""
    subject = stands[0] if stands else Subject(line.post, line.nomination)
    if subject.nomination is not None:
        user, when = subject.nomination.changed_by_id, subject.nomination.changed_at
    else:
        user, when = subject.post.changed_by_id, subject.post.changed_at
        last = RiskAssessment.objects.filter(post=subject.post).order_by("-recorded_at").first()
        if last is not None:
            user, when = last.assessor_id, last.recorded_at
    who = selectors.colleague(user, of.unit_id)
    if stands is None:
        return MovedRow(line, who, when, {}, "It is no longer on the plan")
    return MovedRow(line, who, when, stands[1].before, stands[1].why)
