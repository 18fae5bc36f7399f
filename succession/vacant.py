"""Posts whose first holder has not been said, and who that is by the staff list: for the page of all of them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from orgs.models.people import Assignment
from orgs.periods import not_ended
from succession import selectors
from succession.board_roles import ROLES
from succession.models import Incumbency, Post
from succession.words import Codes

#: Whom a board is made of, beside those whose job title is that of a post.
_PAID_AS_BOARD, _NON_EXECUTIVE = "VSM", "ned"
#: More than a board and its deputies; who is not among them is found by name.
MOST_OFFERED = 200


@dataclass(frozen=True)
class VacantPost:
    """A post that nobody has held yet. `by_title` is the job of whoever holds it by the staff list, if that is clear."""

    post: Post
    by_title: Assignment | None


def vacant_posts(
    unit_id: int, codes: Codes, day: dt.date
) -> tuple[list[VacantPost], list[Assignment]]:
    """Every post without a first holder in the order of the plan, and whom to offer, by name: 3 queries.

    A post that has fallen vacant is not among them: on its own page is said how it was filled.
    A job title decides where as many people have it as posts are vacant for it: five non-executive
    members for five posts. Where there are more, somebody must choose.
    """
    vacant = list(selectors.posts(unit_id, day).exclude(selectors.first_holder_said()))
    held = Incumbency.objects.filter(unit_id=unit_id)
    busy = set(
        held.filter(not_ended("ends_on", day)).values_list("assignment__staff_id", flat=True)
    )
    titles = {post.pk: _titles(post, codes) for post in vacant}
    jobs = _jobs(unit_id, {title for each in titles.values() for title in each}, day)
    free = [job for job in jobs if job.staff_id not in busy]
    return [VacantPost(post, _decided(post, vacant, titles, free)) for post in vacant], jobs


def _titles(post: Post, codes: Codes) -> frozenset[str]:
    """What the job of its holder can be called: the post's title, or its main role here or nationally."""
    role = codes[ROLES].get(post.local_role or post.role_codes[0])
    return frozenset({post.title.casefold(), *([role.label.casefold()] if role else [])})


def _jobs(unit_id: int, titles: set[str], day: dt.date) -> list[Assignment]:
    """The newest job of everybody who can be on a board, by name."""
    rows = (
        Assignment.objects.filter(not_ended("ends_on", day), unit_id=unit_id)
        .filter(starts_on__lte=day, staff__valid_to=None)
        .filter(Q(band=_PAID_AS_BOARD) | Q(kind=_NON_EXECUTIVE) | _called(titles))
        .select_related("staff")
        .order_by("staff__sort_name", "staff_id", "-starts_on", "-pk")
    )
    newest: dict[int, Assignment] = {}
    for job in rows:
        newest.setdefault(job.staff_id, job)
    return list(newest.values())[:MOST_OFFERED]


def _called(titles: set[str]) -> Q:
    found = Q(pk=None)
    for title in sorted(titles):
        found |= Q(title__iexact=title)
    return found


def _decided(
    post: Post, vacant: list[Post], titles: Mapping[int, frozenset[str]], free: list[Assignment]
) -> Assignment | None:
    """The job of whoever holds a post by title: the n-th of them for the n-th post of the same title."""
    here = titles[post.pk]
    alike = [other.pk for other in vacant if titles[other.pk] & here]
    fitting = [job for job in free if job.title.casefold() in here]
    at = alike.index(post.pk)
    return fitting[at] if at < len(fitting) <= len(alike) else None
