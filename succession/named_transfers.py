"""What succession hands over of two sides, a post and a person: holders and nominations, while both go together."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import F, QuerySet

from learning.enums import PathwayState
from learning.models import PathwayAssignment
from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.periods import not_ended
from orgs.restructure.continuing import Place, begin, end_or_empty, from_day
from orgs.restructure.handover import STAFF, staff_there
from orgs.restructure.transfers import Handover, Heirs, Parted, Transfer, transfers
from succession.enums import Lapse, NominationStatus
from succession.models import Incumbency, Nomination, ReadinessJudgement
from succession.transfers import POSTS, continue_rows, copied, posts_there


def _nominations(units: Sequence[int], day: dt.date) -> QuerySet[Nomination]:
    return Nomination.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by("id")


def move_nominations(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Nominations continue with what the person was told, and with the judgement in force.

    Where the post and the person go to different organisations, the nomination lapses: it would name
    somebody from outside, and that needs her word. What was prepared for it and never opened is taken
    back; what she has already is hers.
    """
    old = list(_nominations(handover.closing, day))
    posts, staff = posts_there(handover), staff_there(handover)
    fresh, parted = [], []
    for row in old:
        post, place = posts.get(row.post_id), staff.get(row.staff_id or 0)
        if post is None or place is None:
            continue
        if post[0] != place[0]:
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
    ended, begun = continue_rows(old, fresh, day)
    lapsed = [row for row, _ in parted]
    Nomination.objects.filter(pk__in=[row.pk for row in lapsed]).update(
        status=NominationStatus.LAPSED, lapsed_by=Lapse.PARTED
    )
    judged = ReadinessJudgement.objects.filter(
        not_ended("valid_to", day), nomination__in=[row.pk for row in old]
    )
    judged_begun = begin(
        judged.filter(nomination__continued_by__unit__in=handover.everyone).order_by("pk"),
        unit=F("nomination__continued_by__unit"),
        nomination=F("nomination__continued_by"),
        valid_from=from_day("valid_from", day),
        continues=F("pk"),
    )
    judged_ended = end_or_empty(judged, "valid_from", "valid_to", day)
    taken_back = _take_back_prepared(parted, day)
    return ended + len(lapsed) + judged_ended + taken_back, begun + judged_begun


def _take_back_prepared(parted: list[tuple[Nomination, Place]], day: dt.date) -> int:
    """Pathways that were prepared for nominations that lapse, where the person goes; how many."""
    sources = [continued_id(row.public_id, unit_id) for row, (unit_id, _) in parted]
    prepared = PathwayAssignment.objects.filter(
        unit_id__in={unit_id for _, (unit_id, _) in parted},
        source_id__in=sources,
        state=PathwayState.PREPARED,
    )
    return prepared.update(state=PathwayState.WITHDRAWN, ended_on=day)


def parted_nominations(heirs: Heirs, day: dt.date) -> list[Parted]:
    """Who is named for a post that goes to another organisation than she does."""
    rows = _nominations([heirs.closing], day).exclude(staff=None).select_related("post", "staff")
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


def _holders(units: Sequence[int], day: dt.date) -> QuerySet[Incumbency]:
    return Incumbency.objects.filter(not_ended("ends_on", day), unit_id__in=units).order_by("id")


def move_holders(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A holder continues by the assignment that continues; one whose assignment ends, ends.

    So does one who goes to another organisation than the post, which is vacant where it goes.
    """
    rows = _holders(handover.closing, day)
    going = rows.filter(
        post__continued_by__unit__in=handover.everyone,
        assignment__continued_by__unit=F("post__continued_by__unit"),
    )
    begun = begin(
        going.order_by("pk"),
        unit=F("post__continued_by__unit"),
        post=F("post__continued_by"),
        assignment=F("assignment__continued_by"),
        starts_on=from_day("starts_on", day),
        # Nobody filled a vacancy by the change of organisations.
        filled_by="",
        nomination=None,
        continues=F("pk"),
    )
    return end_or_empty(rows, "starts_on", "ends_on", day), begun


def parted_holders(heirs: Heirs, day: dt.date) -> list[Parted]:
    """Who holds a post that goes to another organisation than she does."""
    rows = _holders([heirs.closing], day).select_related("post", "assignment__staff")
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
            "holders", "Post-holders", 42, count=lambda u, d: _holders(u, d).count(),
            move=move_holders, tables=("succession.Incumbency",), parting=parted_holders,
        ),
        Transfer(
            "nominations", "Nominations and readiness", 45,
            count=lambda u, d: _nominations(u, d).count(), move=move_nominations,
            tables=("succession.Nomination", "succession.ReadinessJudgement"),
            parting=parted_nominations,
        ),
    ):  # fmt: skip
        transfers.add(each.key, each)
