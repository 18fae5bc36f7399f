"""What succession hands over of two sides, a post and a person: holders and nominations, while both go together."""

import datetime as dt

from django.db.models import QuerySet

from learning.enums import PathwayState
from learning.models import PathwayAssignment
from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.models.people import Assignment
from orgs.periods import not_ended
from orgs.restructure.handover import STAFF, Place, staff_there
from orgs.restructure.transfers import Heirs, Parted, Transfer, transfers
from succession.enums import Lapse, NominationStatus
from succession.models import Incumbency, Nomination, ReadinessJudgement
from succession.transfers import POSTS, continue_rows, copied, posts_there


def _nominations(unit_id: int, day: dt.date) -> QuerySet[Nomination]:
    return Nomination.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def move_nominations(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Nominations continue with what the person was told, and with the judgement in force.

    Where the post and the person go to different organisations, the nomination lapses: it would name
    somebody from outside, and that needs her word. What was prepared for it and never opened is taken
    back; what she has already is hers.
    """
    old = list(_nominations(heirs.closing, day))
    posts, staff = posts_there(heirs), staff_there(heirs)
    fresh, parted = [], []
    for row in old:
        post, place = posts.get(row.post_id), staff.get(row.staff_id or 0)
        if post is None or place is None:
            continue
        if post[0] != place[0]:
            row.status, row.lapsed_by = NominationStatus.LAPSED, Lapse.PARTED
            parted.append((row, place))
            continue
        fresh.append(
            copied(
                row,
                unit_id=post[0],
                public_id=continued_id(row.public_id, post[0]),
                post_id=post[1],
                staff_id=place[1],
                valid_to=row.valid_to,
            )
        )
    judged = list(
        ReadinessJudgement.objects.filter(not_ended("valid_to", day), nomination__in=old).order_by(
            "id"
        )
    )
    ended, begun = continue_rows(old, fresh, day)
    lapsed = [row for row, _ in parted]
    Nomination.objects.bulk_update(lapsed, ["status", "lapsed_by"], batch_size=500)
    there = {row.continues_id: row for row in fresh}
    copies = [
        copied(
            row,
            unit_id=there[row.nomination_id].unit_id,
            nomination_id=there[row.nomination_id].pk,
            valid_to=row.valid_to,
        )
        for row in judged
        if row.nomination_id in there
    ]
    judged_ended, judged_begun = continue_rows(judged, copies, day)
    taken_back = _take_back_prepared(parted, day)
    return ended + len(lapsed) + judged_ended + taken_back, begun + judged_begun


def _take_back_prepared(parted: list[tuple[Nomination, Place]], day: dt.date) -> int:
    """Pathways that were prepared for nominations that lapse, where the person goes; how many."""
    taken_back = 0
    for row, (unit_id, staff_id) in parted:
        taken_back += PathwayAssignment.objects.filter(
            unit_id=unit_id,
            staff_id=staff_id,
            source_id=continued_id(row.public_id, unit_id),
            state=PathwayState.PREPARED,
        ).update(state=PathwayState.WITHDRAWN, ended_on=day)
    return taken_back


def parted_nominations(heirs: Heirs, day: dt.date) -> list[Parted]:
    """Who is named for a post that goes to another organisation than she does."""
    rows = _nominations(heirs.closing, day).exclude(staff=None).select_related("post", "staff")
    return [
        Parted(
            f"{row.staff.name} is no longer named for {row.post.title}: they go to different "
            "organisations",
            (row.staff.pk,),
        )
        for row in rows
        if row.staff is not None
        and heirs.of(POSTS, row.post.public_id) != heirs.of(STAFF, row.staff.public_id)
    ]


def _holders(unit_id: int, day: dt.date) -> QuerySet[Incumbency]:
    return Incumbency.objects.filter(not_ended("ends_on", day), unit_id=unit_id).order_by("id")


def move_holders(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A holder continues by the assignment that continues; one whose assignment ends, ends.

    So does one who goes to another organisation than the post, which is vacant where it goes.
    """
    old = list(_holders(heirs.closing, day))
    posts = posts_there(heirs)
    continued = Assignment.objects.filter(
        unit_id__in=heirs.everyone, continues__unit_id=heirs.closing
    )
    assignments = {
        before: (unit, pk)
        for before, unit, pk in continued.values_list("continues_id", "unit_id", "id")
    }
    fresh = [
        copied(
            row,
            unit_id=posts[row.post_id][0],
            post_id=posts[row.post_id][1],
            assignment_id=assignments[row.assignment_id][1],
            ends_on=row.ends_on,
            # Nobody filled a vacancy by the change of organisations.
            filled_by="",
            nomination_id=None,
        )
        for row in old
        if row.post_id in posts
        and row.assignment_id in assignments
        and posts[row.post_id][0] == assignments[row.assignment_id][0]
    ]
    return continue_rows(old, fresh, day, begins="starts_on", ends="ends_on")


def parted_holders(heirs: Heirs, day: dt.date) -> list[Parted]:
    """Who holds a post that goes to another organisation than she does."""
    rows = _holders(heirs.closing, day).select_related("post", "assignment__staff")
    return [
        Parted(
            f"{row.assignment.staff.name} no longer holds the post {row.post.title}: "
            "it goes to another organisation, where it is vacant",
            (row.assignment.staff_id,),
        )
        for row in rows
        if heirs.of(POSTS, row.post.public_id) != heirs.of(STAFF, row.assignment.staff.public_id)
    ]


def register() -> None:
    """Called from ``SuccessionConfig.ready``."""
    for each in (
        Transfer(
            "holders", "Post-holders", 42, people=True, count=lambda u, d: _holders(u, d).count(),
            move=move_holders, tables=("succession.Incumbency",), parting=parted_holders,
        ),
        Transfer(
            "nominations", "Nominations and readiness", 45, people=True,
            count=lambda u, d: _nominations(u, d).count(), move=move_nominations,
            tables=("succession.Nomination", "succession.ReadinessJudgement"),
            parting=parted_nominations,
        ),
    ):  # fmt: skip
        transfers.add(each.key, each)
