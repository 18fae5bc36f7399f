"""Posts and plans that met at a successor: two of one role, two plans of the board."""

import datetime as dt
from itertools import combinations
from uuid import UUID

from orgs.access.viewer import Viewer
from orgs.periods import not_ended
from orgs.restructure.duplicates import BOTH, Meeting, Pair, Side, meetings
from orgs.restructure.errors import RestructureError
from orgs.restructure.provenance import origins
from succession.conflicts import SuccessionError
from succession.models import Post, SuccessionPlan
from succession.posts import close_post
from succession.transfers import PLANS, POSTS

_REASON = "Two posts of one role met when organisations changed"


def _side(public_id: UUID, words: str, origin: str) -> Side:
    return Side(public_id, words, f"from {origin}" if origin else "here before")


def find_posts(unit_id: int, day: dt.date) -> list[Pair]:
    """Two open posts of one main role that come from different organisations."""
    carried = origins(unit_id, POSTS)
    of_role: dict[str, list[Post]] = {}
    for post in Post.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id"):
        of_role.setdefault(post.role_codes[0], []).append(post)
    return [
        Pair.of(*(_side(p.public_id, p.title, carried.get(p.public_id, "")) for p in two))
        for posts in of_role.values()
        for two in combinations(posts, 2)
        if len({carried.get(post.public_id, "") for post in two}) > 1
    ]


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
