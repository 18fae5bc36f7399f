"""A board of 18 posts and 60 nominations, and one edit of a row of it: what the plan page is held to.

The employer's own board is filled up to that size for the while and put back afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from orgs.clock import today
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from orgs.periods import in_force
from succession.models import Nomination, Post, ReadinessJudgement
from succession.readiness import HORIZONS

POSTS, NOMINATIONS = 18, 60
#: What the page and the edit may cost (issue 4): milliseconds at the 95th of 100, and queries of the page.
PAGE_MILLISECONDS, PAGE_QUERIES, EDIT_MILLISECONDS = 150.0, 15, 60.0
#: An edit writes a judgement, the row, the plan and the record, and reads its row again. No issue sets
#: a number: this one keeps it from growing unseen (tests/succession/test_row_cost.py has every edit).
EDIT_QUERIES = 20


@dataclass(frozen=True)
class FullBoard:
    """The address of the plan, and of the readiness of one who is named only while we measure."""

    plan: str
    readiness: str
    posts: int
    nominations: int


@contextmanager
def full_board(trust: str) -> Iterator[FullBoard]:
    """Fill the board of an employer up, as the owner; what was made goes when the block ends."""
    unit, day = OrgUnit.objects.get(code=trust), today()
    posts = list(Post.objects.filter(in_force(day), unit=unit).order_by("position", "pk"))
    made_posts = [
        Post.objects.create(
            unit=unit,
            title=f"Further director {number}",
            role_codes=["COO"],
            position=number,
            valid_from=day,
        )
        for number in range(len(posts) + 1, POSTS + 1)
    ]
    posts += made_posts
    there = Nomination.objects.filter(in_force(day), unit=unit).count()
    made = list(_named(unit, posts, max(1, NOMINATIONS - there)))
    try:
        yield FullBoard(
            plan=f"/o/{trust}/succession/",
            readiness=f"/o/{trust}/succession/nominations/{made[0].public_id}/readiness/",
            posts=len(posts),
            nominations=there + len(made),
        )
    finally:
        ReadinessJudgement.objects.filter(nomination__in=made).delete()
        Nomination.objects.filter(pk__in=[each.pk for each in made]).delete()
        Post.objects.filter(pk__in=[each.pk for each in made_posts]).delete()


def _named(unit: OrgUnit, posts: list[Post], wanted: int) -> Iterator[Nomination]:
    """Name `wanted` people for whom nothing is recorded yet, in turn for each post."""
    day = today()
    people = StaffRecord.objects.filter(in_force(day), unit=unit, nominations=None).order_by("pk")
    for number, person in enumerate(people[:wanted]):
        named = Nomination.objects.create(
            unit=unit,
            post=posts[number % len(posts)],
            staff=person,
            rank=10 + number,
            valid_from=day,
        )
        ReadinessJudgement.objects.create(
            unit=unit,
            nomination=named,
            readiness=HORIZONS[number % len(HORIZONS)],
            evidence="Named while the page is measured.",
            judged_on=day,
            review_by=day.replace(year=day.year + 1, day=1),
            valid_from=day,
        )
        yield named
