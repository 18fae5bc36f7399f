"""Questions about shared pools, boards, release time and the bench, each for one kind of reader.

The scope of the request decides whose rows there are. Nothing here leads from a row of a unit to
the records of the person's employer: what a reader sees of her is the profile.
"""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from orgs.access.viewer import Viewer
from orgs.enums import Purpose
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.periods import in_force
from orgs.sharing import own_record
from talentpools.models import (
    BenchProfile,
    BoardReview,
    PanelNote,
    ReleaseRequest,
    ReviewEntry,
    Reviewer,
    SharedMember,
    SharedPool,
    Vacancy,
    VacancyAsk,
)
from talentpools.shared_states import Ask, MemberStatus, ReleaseState

# --- for the pool's manager ----------------------------------------------------------------------


def pools(unit_id: int, day: dt.date) -> QuerySet[SharedPool]:
    """Pools of a unit by title, with ``waiting`` (applied or assessed) and ``present``: one query."""
    waiting = [MemberStatus.APPLIED, MemberStatus.ASSESSED_IN, MemberStatus.NOT_YET]
    # Who has run out is gone before the night: the profile's own policy says so.
    live = Q(members__profile__expires_on__gt=day)
    return (
        SharedPool.objects.filter(in_force(day), unit_id=unit_id)
        .annotate(
            waiting=Count("members", filter=live & Q(members__status__in=waiting)),
            offered=Count("members", filter=live & Q(members__status=MemberStatus.OFFERED)),
            present=Count(
                "members",
                filter=live & Q(members__status__in=[MemberStatus.ACTIVE, MemberStatus.PAUSED]),
            ),
        )
        .order_by("title", "pk")
    )


def titles(unit_id: int, day: dt.date) -> list[SharedPool]:
    """Pools of a unit by title, and nobody in them: for everybody with a role there."""
    return list(SharedPool.objects.filter(in_force(day), unit_id=unit_id).order_by("title", "pk"))


def pool(unit_id: int, public_id: UUID, day: dt.date) -> SharedPool | None:
    return pools(unit_id, day).filter(public_id=public_id).first()


def members(of: SharedPool) -> list[SharedMember]:
    """Who shares a profile with a pool, the longest waiting first: one query."""
    return list(of.members.select_related("profile").order_by("changed_on", "pk"))


def member(unit_id: int, public_id: UUID, day: dt.date) -> SharedMember | None:
    """One member of a pool that is in force."""
    rows = SharedMember.objects.filter(in_force(day, "pool__"), unit_id=unit_id)
    return rows.filter(public_id=public_id).select_related("pool", "profile").first()


def notes(of: SharedMember) -> list[PanelNote]:
    """What was recommended about a member, newest first."""
    return list(of.notes.select_related("author", "review").order_by("-made_on", "-pk"))


def reviews(of: SharedPool) -> list[BoardReview]:
    """Boards that were called for a pool, newest first."""
    return list(of.reviews.order_by("-opens_on", "-pk"))


def review(unit_id: int, public_id: UUID) -> BoardReview | None:
    rows = BoardReview.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("pool").first()


def entries(of: BoardReview) -> list[ReviewEntry]:
    """Whom a board looks at, in the order in which they were chosen."""
    return list(of.entries.order_by("pk"))


def panel(of: BoardReview) -> list[str]:
    """Sign-in names of a board's members."""
    return list(of.reviewers.order_by("login").values_list("login", flat=True))


def board_notes(of: BoardReview) -> dict[int, list[PanelNote]]:
    """What a board recommends, by member, as far as the viewer may read it."""
    found: dict[int, list[PanelNote]] = {}
    for note in of.notes.select_related("author").order_by("author__login"):
        found.setdefault(note.member_id, []).append(note)
    return found


# --- for a member of a board ---------------------------------------------------------------------


def my_reviews(viewer: Viewer) -> list[BoardReview]:
    """Open boards that the viewer's account is on, wherever they are."""
    mine = Reviewer.objects.filter(login=viewer.login).values("review_id")
    rows = BoardReview.objects.filter(
        pk__in=mine, opens_on__lte=viewer.day, closes_on__gt=viewer.day
    )
    return list(rows.select_related("unit").order_by("closes_on", "pk"))


def my_review(viewer: Viewer, public_id: UUID) -> BoardReview | None:
    """One open board that the viewer's account is on."""
    return next((r for r in my_reviews(viewer) if r.public_id == public_id), None)


# --- for the person ------------------------------------------------------------------------------


def open_pools(viewer: Viewer) -> list[SharedPool]:
    """Pools above the unit in the URL to which anybody below may apply on the day, by title."""
    above = _above(viewer)
    rows = SharedPool.objects.filter(in_force(viewer.day), unit_id__in=above)
    rows = rows.filter(Q(closes_on=None) | Q(closes_on__gt=viewer.day))
    return list(rows.select_related("unit").order_by("title", "pk"))


def pool_above(viewer: Viewer, public_id: UUID) -> SharedPool | None:
    """One pool of a unit above the unit in the URL, open or closed for applications."""
    rows = SharedPool.objects.filter(in_force(viewer.day), unit_id__in=_above(viewer))
    return rows.filter(public_id=public_id).select_related("unit").first()


def _above(viewer: Viewer) -> list[int]:
    """Ids of the units above the unit in the URL, and of their overlays: what "upward" is for her."""
    codes = [code for _, code in viewer.above]
    tree = list(OrgUnit.objects.filter(code__in=codes).values_list("id", flat=True))
    over = OverlayMembership.objects.filter(
        unit_id__in=[*tree, viewer.here.id], valid__contains=viewer.day
    )
    return [*tree, *over.values_list("overlay_id", flat=True)]


def my_memberships(viewer: Viewer) -> list[SharedMember]:
    """Where the viewer has applied or is a member, newest first."""
    if viewer.person_id is None:
        return []
    rows = SharedMember.objects.filter(
        profile__person_id=viewer.person_id, profile__expires_on__gt=viewer.day
    )
    return list(
        rows.select_related("profile__call", "profile__unit").order_by("-applied_on", "-pk")
    )


def my_membership(viewer: Viewer, pool_id: UUID) -> SharedMember | None:
    """The viewer's own membership of a pool."""
    return next((m for m in my_memberships(viewer) if m.profile.about == pool_id), None)


def my_release_request(viewer: Viewer, profile: SharedProfile) -> ReleaseRequest | None:
    """What the viewer asked her employer of the page about a pool."""
    record = own_record(viewer)
    if record is None:
        return None
    return ReleaseRequest.objects.filter(staff=record, profile=profile).first()


def benches(viewer: Viewer) -> list[OrgUnit]:
    """Units above the unit in the URL that can keep a bench, the nearest first."""
    units = {u.pk: u for u in OrgUnit.objects.filter(pk__in=_above(viewer), open=True)}
    return [units[pk] for pk in reversed(_above(viewer)) if pk in units]


def areas(bench_ids: Sequence[int]) -> list[OrgUnit]:
    """The units right below the benches: where somebody could work."""
    rows = OrgUnit.objects.filter(parent_id__in=bench_ids, open=True)
    return list(rows.order_by("name"))


def my_bench_profiles(viewer: Viewer) -> list[BenchProfile]:
    """The benches on which the viewer is."""
    if viewer.person_id is None:
        return []
    rows = BenchProfile.objects.filter(person_id=viewer.person_id, expires_on__gt=viewer.day)
    return list(rows.select_related("unit").order_by("pk"))


def my_asks(viewer: Viewer) -> list[VacancyAsk]:
    """What the viewer was asked through a bench, what waits for her answer first."""
    if viewer.person_id is None:
        return []
    rows = VacancyAsk.objects.filter(person_id=viewer.person_id)
    found = list(rows.select_related("vacancy", "unit", "call").order_by("-asked_on", "-pk"))
    return sorted(found, key=lambda a: a.state != Ask.ASKED)


def my_ask(viewer: Viewer, public_id: UUID) -> VacancyAsk | None:
    return next((a for a in my_asks(viewer) if a.public_id == public_id), None)


# --- for the employer ----------------------------------------------------------------------------


def release_requests(unit_id: int) -> list[ReleaseRequest]:
    """What staff asked the employer, unanswered first, then by the day by which an answer serves."""
    rows = ReleaseRequest.objects.filter(unit_id=unit_id).select_related("staff", "organisation")
    found = list(rows.order_by("answer_by", "pk"))
    return sorted(found, key=lambda r: r.state != ReleaseState.ASKED)


def release_request(unit_id: int, public_id: UUID) -> ReleaseRequest | None:
    rows = ReleaseRequest.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("staff", "organisation").first()


def unanswered(unit_id: int) -> list[dt.date]:
    """The days by which the unanswered requests want their answer."""
    rows = ReleaseRequest.objects.filter(unit_id=unit_id, state=ReleaseState.ASKED)
    return list(rows.order_by("answer_by").values_list("answer_by", flat=True))


def vacancies(unit_id: int) -> list[Vacancy]:
    """Vacancies that a unit put to a bench, open before closed, newest first."""
    rows = Vacancy.objects.filter(unit_id=unit_id).select_related("bench")
    return list(rows.order_by("-state", "-posted_on", "-pk"))


def vacancy(unit_id: int, public_id: UUID) -> Vacancy | None:
    rows = Vacancy.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("bench").first()


def answered(unit_id: int, vacancy_ids: Sequence[UUID]) -> dict[UUID, list[SharedProfile]]:
    """Who said yes to which vacancy and has not taken it back: all that the employer can see."""
    found: dict[UUID, list[SharedProfile]] = {}
    rows = SharedProfile.objects.filter(
        unit_id=unit_id, purpose=Purpose.VACANCY, about__in=vacancy_ids
    )
    for profile in rows.order_by("agreed_on", "pk"):
        found.setdefault(profile.about, []).append(profile)
    return found


def vacancy_profile(unit_id: int, public_id: UUID) -> SharedProfile | None:
    rows = SharedProfile.objects.filter(unit_id=unit_id, purpose=Purpose.VACANCY)
    return rows.filter(public_id=public_id).first()
