"""What waits on a home page: answers to give, applications to assess, boards to sit on."""

from typing import Any

from django.db.models import Count
from django.urls import reverse

from orgs.access.actions import MANAGE_SHARED_POOLS
from orgs.access.viewer import Viewer
from orgs.enums import UnitKind
from orgs.panels import Waiting
from orgs.words import words_of_day
from talentpools.models import SharedMember
from talentpools.shared import selectors
from talentpools.shared.pools import nudged
from talentpools.shared_states import Ask, MemberStatus


def _many(number: int, one: str, more: str) -> str:
    return f"1 {one}" if number == 1 else f"{number} {more}"


def release_to_answer(viewer: Viewer) -> list[Waiting]:
    """Requests for release time; those whose day has passed are said apart."""
    days = selectors.unanswered(viewer.here.id)
    if not days:
        return []
    words = _many(len(days), "request for release time waits", "requests for release time wait")
    late = sum(day < viewer.day for day in days)
    overdue = f", {late} overdue" if late else f", the first by {words_of_day(days[0])}"
    return [Waiting(words + overdue, "Answer", reverse("shared:across", args=[viewer.here.code]))]


def of_overlay(viewer: Viewer) -> dict[str, Any] | None:
    """The shared pools of the overlay in the URL, without anybody in them; nothing at any other unit."""
    here = viewer.here
    if here.kind != UnitKind.OVERLAY:
        return None
    runs = viewer.may(MANAGE_SHARED_POOLS)
    return {"pools": selectors.titles(here.id, viewer.day), "code": here.code, "runs": runs}


def applications(viewer: Viewer) -> list[Waiting]:
    """Applications to the pools of the unit that nobody has assessed."""
    rows = SharedMember.objects.filter(
        unit_id=viewer.here.id,
        status=MemberStatus.APPLIED,
        profile__expires_on__gt=viewer.day,
        pool__valid_to=None,
    )
    found = rows.values_list("pool__title", "pool__public_id").annotate(number=Count("pk"))
    return [
        Waiting(
            f"{title}: {_many(number, 'application waits', 'applications wait')} to be assessed",
            "Assess",
            reverse("shared:pool", args=[viewer.here.code, pool]),
        )
        for title, pool, number in found.order_by("pool__title")
    ]


def boards(viewer: Viewer) -> list[Waiting]:
    """Talent boards that the viewer is on and that are open."""
    return [
        Waiting(
            f"{review.title}, {review.unit.name}: you are on the talent board",
            "Look at it",
            reverse("shared:board", args=[viewer.here.code, review.public_id]),
        )
        for review in selectors.my_reviews(viewer)
    ]


def questions(viewer: Viewer) -> list[Waiting]:
    """Vacancies that the person is asked about, places that she is offered, pools that remind her."""
    code = viewer.here.code
    asked = [
        Waiting(
            f"{ask.unit.name} asks whether you are interested: {ask.vacancy.title}",
            "Answer",
            reverse("shared:ask", args=[code, ask.public_id]),
        )
        for ask in selectors.my_asks(viewer)
        if ask.state == Ask.ASKED and (ask.call.closes_on or viewer.day) > viewer.day
    ]
    mine = selectors.my_memberships(viewer)
    offered = [
        Waiting(
            f"You are offered a place: {member.profile.call.title}",
            "Answer",
            reverse("shared:my_pool", args=[code, member.profile.about]),
        )
        for member in mine
        if member.status == MemberStatus.OFFERED
    ]
    reminded = [
        Waiting(
            f"{member.profile.call.title}: you are asked how you are getting on",
            "Look at it",
            reverse("shared:my_pool", args=[code, member.profile.about]),
        )
        for member in mine
        if member.status == MemberStatus.ACTIVE and nudged(member, viewer.day)
    ]
    return [*asked, *offered, *reminded]
