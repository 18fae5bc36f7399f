"""Posts and plans that met at a successor: two of one role, two plans of the board."""

import datetime as dt
from itertools import combinations
from uuid import UUID

from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord
from orgs.periods import not_ended
from orgs.restructure.duplicates import BOTH, Meeting, Pair, Side, meetings
from orgs.restructure.errors import RestructureError
from orgs.restructure.provenance import origins
from succession.conflicts import SuccessionError
from succession.models import Incumbency, Post, SuccessionPlan
from succession.posts import close_post
from succession.transfers import PLANS, POSTS

_REASON = "Two posts of one role met when organisations changed"


def _side(public_id: UUID, words: str, origin: str, staff_ids: tuple[int, ...] = ()) -> Side:
    return Side(public_id, words, f"from {origin}" if origin else "here before", staff_ids)


def find_posts(unit_id: int, day: dt.date) -> list[Pair]:
    """Two open posts of one main role that come from different organisations, with who holds them.

    Of a role that has many posts (non-executive members) each is beside one of another organisation,
    and not beside every one: whoever closes one is asked about the next.
    """
    carried = origins(unit_id, POSTS)
    by_role: dict[str, dict[str, list[Post]]] = {}
    for post in Post.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id"):
        of_role = by_role.setdefault(post.role_codes[0], {})
        of_role.setdefault(carried.get(post.public_id, ""), []).append(post)
    met = [
        two
        for of_role in by_role.values()
        for one, other in combinations(of_role.values(), 2)
        for two in zip(one, other, strict=False)
    ]
    held = _held(unit_id, [post for two in met for post in two], day)
    return [
        Pair.of(
            *(_post(each, carried.get(each.public_id, ""), held.get(each.pk, [])) for each in two)
        )
        for two in met
    ]


def _held(unit_id: int, posts: list[Post], day: dt.date) -> dict[int, list[StaffRecord]]:
    """Who holds each of the posts today."""
    found: dict[int, list[StaffRecord]] = {}
    rows = Incumbency.objects.filter(
        not_ended("ends_on", day), unit_id=unit_id, post__in=posts, starts_on__lte=day
    )
    for row in rows.select_related("assignment__staff").order_by("assignment__staff__sort_name"):
        found.setdefault(row.post_id, []).append(row.assignment.staff)
    return found


def _post(post: Post, origin: str, held: list[StaffRecord]) -> Side:
    by = f"held by {' and '.join(each.name for each in held)}" if held else "vacant"
    return _side(post.public_id, f"{post.title}, {by}", origin, tuple(each.pk for each in held))


def settle_posts(viewer: Viewer, pair: Pair, answer: str) -> None:
    """Close one of two posts today, with who was named for it."""
    side = pair.first if answer == "close_first" else pair.second
    post = Post.objects.get(unit_id=viewer.here.id, public_id=side.public_id)
    try:
        close_post(viewer=viewer, post=post, on=viewer.day, reason=_REASON)
    except SuccessionError as error:
        raise RestructureError(str(error)) from error


def find_plans(unit_id: int, day: dt.date) -> list[Pair]:
    """Two open plans of the board, of cycles that are called differently."""
    carried = origins(unit_id, PLANS)
    rows = SuccessionPlan.objects.filter(not_ended("valid_to", day), unit_id=unit_id)
    return [
        Pair.of(*(_side(p.public_id, p.cycle, carried.get(p.public_id, "")) for p in two))
        for two in combinations(rows.order_by("id"), 2)
        if len({carried.get(plan.public_id, "") for plan in two}) > 1
    ]


def settle_plans(viewer: Viewer, pair: Pair, answer: str) -> None:
    """End one of two plans today; the posts of both are on the other."""
    side = pair.first if answer == "close_first" else pair.second
    plan = SuccessionPlan.objects.select_for_update().get(
        unit_id=viewer.here.id, public_id=side.public_id
    )
    plan.valid_to = max(viewer.day, plan.valid_from)
    plan.version += 1
    plan.changed_by_id = viewer.user_id
    plan.save(update_fields=["valid_to", "version", "changed_by", "changed_at"])


def register() -> None:
    """Called from ``SuccessionConfig.ready``."""
    for each in (
        Meeting(
            "posts", "Two posts of one role", 10, find_posts,
            (
                (BOTH, "Keep both"),
                ("close_first", "Close {first}, with who is named for it"),
                ("close_second", "Close {second}, with who is named for it"),
            ),
            settle_posts,
        ),
        Meeting(
            "plans", "Two plans for the board", 11, find_plans,
            (
                (BOTH, "Keep both"),
                ("close_first", "End the plan {first}"),
                ("close_second", "End the plan {second}"),
            ),
            settle_plans,
        ),
    ):  # fmt: skip
        meetings.add(each.key, each)
