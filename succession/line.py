"""The line of successors of a post and the order of the posts: emergency cover, and who stands where."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from succession import selectors
from succession.access import must_manage
from succession.conflicts import OrderConflictError, SuccessionError
from succession.models import Nomination, Post
from succession.ordering import moved, stamp
from succession.readiness import NOT_AIMING
from succession.services import locked, save, stale, touch_plan

Placed = TypeVar("Placed", Nomination, Post)


@transaction.atomic
def change_cover(*, viewer: Viewer, nomination: Nomination, version: int, cover: str) -> Nomination:
    """Record whether a named person could act up at once; `cover` is a code of the list ``cover``.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: the nomination has ended.
    """
    must_manage(viewer)
    row = locked(nomination)
    if row.version != version:
        raise stale(row, {"cover": row.cover})
    row.cover = cover
    save(viewer, row, "cover")
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "successor.cover", unit_id=row.unit_id, about=row, cover=cover)
    return row


@transaction.atomic
def move_successor(
    *, viewer: Viewer, nomination: Nomination, to: str, seen: str
) -> list[Nomination]:
    """Move a named person within the line of the post; returns the line as it stands now.

    `to` is "up", "down" or a place from 1; `seen` the stamp of the order that the viewer saw. Who is
    not aiming for the role stands behind the line and is not moved.

    Raises:
        PermissionDenied: without the right to manage succession here.
        OrderConflictError: the order is another one by now; nothing is written.
        SuccessionError: the nomination has ended, is not in the line, or there is no such place.
    """
    must_manage(viewer)
    post = Post.objects.select_for_update().get(pk=nomination.post_id)
    found = {
        each.pk: each
        for each in Nomination.objects.select_for_update(of=("self",))
        .filter(post=post, valid_to__isnull=True)
        .select_related("staff", "profile")
        .order_by("pk")
    }
    ranked = [each for each in selectors.ranked(viewer.day, post=post) if each.id in found]
    line = [found[each.id] for each in ranked if each.readiness != NOT_AIMING]
    behind = [found[each.id] for each in ranked if each.readiness == NOT_AIMING]
    if nomination not in line:
        raise SuccessionError("This person is no longer in the line of successors")
    wanted = _moved(line, nomination, to)
    if stamp(each.public_id for each in line) != seen:
        last = post.nominations.order_by("-changed_at").first() or nomination
        raise OrderConflictError(
            who=selectors.colleague(last.changed_by_id, post.unit_id),
            when=last.changed_at,
            saved=[each.name for each in line],
            yours=[each.name for each in wanted],
            stamp=stamp(each.public_id for each in line),
        )
    for rank, each in enumerate([*wanted, *behind], start=1):
        if each.rank != rank:
            each.rank = rank
            save(viewer, each, "rank")
    place = wanted.index(nomination) + 1
    touch_plan(viewer, post.unit_id)
    audit.record(viewer, "successor.moved", unit_id=post.unit_id, about=nomination, place=place)
    return wanted


@transaction.atomic
def move_post(*, viewer: Viewer, post: Post, to: str, seen: str) -> list[Post]:
    """Move a post on the plan; returns the posts as they stand now. `to`, `seen` as above.

    Raises:
        PermissionDenied: without the right to manage succession here.
        OrderConflictError: the order is another one by now; nothing is written.
        SuccessionError: the post has been closed, or there is no such place.
    """
    must_manage(viewer)
    present = selectors.posts(post.unit_id, viewer.day)
    list(present.select_for_update().order_by("pk"))
    order = list(present)
    if post not in order:
        raise SuccessionError("This post is no longer on the plan")
    wanted = _moved(order, post, to)
    if stamp(each.public_id for each in order) != seen:
        last = max(order, key=lambda each: each.changed_at)
        raise OrderConflictError(
            who=selectors.colleague(last.changed_by_id, post.unit_id),
            when=last.changed_at,
            saved=[each.title for each in order],
            yours=[each.title for each in wanted],
            stamp=stamp(each.public_id for each in order),
        )
    for position, each in enumerate(wanted, start=1):
        if each.position != position:
            each.position = position
            each.version += 1
            each.changed_by_id = viewer.user_id
            each.save(update_fields=["position", "version", "changed_by", "changed_at"])
    touch_plan(viewer, post.unit_id)
    audit.record(
        viewer, "plan.post_moved", unit_id=post.unit_id, about=post, place=wanted.index(post) + 1
    )
    return wanted


def _moved(order: Sequence[Placed], item: Placed, to: str) -> list[Placed]:
    try:
        return moved(order, item, to)
    except ValueError as error:
        raise SuccessionError("Select a place in the order") from error
