"""The few questions around posts, plans and nominations. The board on one page is in ``board``.

Everything takes a day: rows count from ``valid_from`` until the day before ``valid_to``.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)
from django.db.models.functions import Coalesce

from orgs.models.access import User
from orgs.models.codes import Code
from orgs.models.people import Assignment, StaffRecord
from orgs.periods import in_force, not_ended
from succession.enums import KNOWN_TO_PERSON, NominationStatus
from succession.models import (
    CriticalityAssessment,
    Incumbency,
    Nomination,
    Post,
    ReadinessJudgement,
    RiskAssessment,
    SuccessionPlan,
)
from succession.readiness import NOT_ASSESSED, counted

#: Fewer letters would list half the employer.
SHORTEST_SEARCH = 2
#: As many people as a search shows.
MOST_FOUND = 20


def posts(unit_id: int, day: dt.date) -> QuerySet[Post]:
    """Posts of an employer on a day, in the order of the plan."""
    return Post.objects.filter(in_force(day), unit_id=unit_id).order_by("position", "pk")


def first_holder_said() -> Exists:
    """Over posts: whether somebody has held the post, holds it, or will from a day to come."""
    return Exists(Incumbency.objects.filter(post=OuterRef("pk")))


def last_position(unit_id: int, day: dt.date) -> int:
    """The place of the last post on the plan; 0 when there is none."""
    return posts(unit_id, day).aggregate(last=Max("position"))["last"] or 0


def post(unit_id: int, public_id: UUID, day: dt.date) -> Post | None:
    """One post in force."""
    return posts(unit_id, day).filter(public_id=public_id).first()


def closed_posts(unit_id: int, since: dt.date, day: dt.date) -> QuerySet[Post]:
    """Posts that were closed from `since` to `day`, the newest first.

    In ``ended``: how many nominations were withdrawn on that day.
    """
    withdrawn = Q(
        nominations__status=NominationStatus.WITHDRAWN, nominations__valid_to__gte=F("valid_to")
    )
    rows = Post.objects.filter(unit_id=unit_id, valid_to__gte=since, valid_to__lte=day)
    rows = rows.exclude(closing_reason="").annotate(ended=Count("nominations", filter=withdrawn))
    return rows.order_by("-valid_to", "position", "pk")


def plan(unit_id: int, day: dt.date) -> SuccessionPlan | None:
    """The newest plan that existed on a day, with ``changed_by_name`` ("" if unknown): 1 query."""
    return (
        SuccessionPlan.objects.filter(in_force(day), unit_id=unit_id)
        .annotate(changed_by_name=user_name("changed_by_id"))
        .order_by("-valid_from", "-pk")
        .first()
    )


def user_name(user_column: str) -> Subquery:
    """The name, at the row's employer, of the user in a column of the row.

    Person has no grant: joined by its key.
    """
    person = User.objects.filter(pk=OuterRef(OuterRef(user_column))).values("person_id")[:1]
    names = StaffRecord.objects.filter(
        unit_id=OuterRef("unit_id"), person_id=Subquery(person)
    ).values("name")
    return Subquery(names[:1], output_field=CharField())


def name_of(user_id: int | None, unit_id: int) -> str:
    """The name of a user at an employer; "" when the employer has no record of them."""
    if user_id is None:
        return ""
    person = User.objects.filter(pk=user_id).values("person_id")[:1]
    names = StaffRecord.objects.filter(unit_id=unit_id, person_id=Subquery(person))
    return names.values_list("name", flat=True).first() or ""


def colleague(user_id: int | None, unit_id: int) -> str:
    """The name of a user for "… changed it": "A colleague" when it is not known."""
    return name_of(user_id, unit_id) or "A colleague"


def nomination(unit_id: int, public_id: UUID) -> Nomination | None:
    """One nomination of an employer, ended ones included, with post, person and who changed it."""
    return (
        Nomination.objects.filter(unit_id=unit_id, public_id=public_id)
        .select_related("post", "staff", "profile")
        .annotate(
            changed_by_name=user_name("changed_by_id"),
            approver_name=user_name("withhold_approver_id"),
        )
        .first()
    )


#: Who somebody named is, as one number over the posts of a plan: the staff record, or else what somebody of
#: another employer shares, or else (her consent has ended) the nomination alone, a person of its own. The
#: last two are below nought, so that they are no staff record, and even and odd, so that they never meet.
#: In SQL over the nominations called ``n``, and as an expression of the ORM.
PERSON_SQL = "coalesce(n.staff_id, -2 * n.profile_id, -2 * n.id - 1)"


def person_key() -> Coalesce:
    """:data:`PERSON_SQL` as an expression over nominations."""
    return Coalesce("staff_id", -2 * F("profile_id"), -2 * F("pk") - 1)


@dataclass(frozen=True)
class Ranked:
    """Somebody named for a post (``person`` as :func:`person_key`), with the readiness that counts on the day."""

    id: int
    post_id: int
    person: int
    readiness: str


def ranked(day: dt.date, **of: object) -> list[Ranked]:
    """The nominations in force `of` a unit or a post, in rank order as on the plan: 1 query."""
    rows = (
        Nomination.objects.filter(in_force(day), **of)
        .annotate(judged=FilteredRelation("judgements", condition=in_force(day, "judgements__")))
        .order_by("rank", "staff__sort_name", "pk")
        .annotate(person=person_key())
        .values_list("pk", "post_id", "person", "judged__readiness", "judged__review_by")
    )
    return [
        Ranked(pk, post_id, person, counted(code, review_by, day)[0])
        for pk, post_id, person, code, review_by in rows
    ]


def judgements(of: Nomination) -> list[ReadinessJudgement]:
    """All judgements of a nomination, newest first, with ``assessor_name``."""
    return list(
        ReadinessJudgement.objects.filter(nomination=of)
        .annotate(assessor_name=user_name("assessor_id"))
        .order_by("-judged_on", "-pk")
    )


def judgement(of: Nomination, day: dt.date) -> ReadinessJudgement | None:
    """The judgement in force, out of date or not."""
    return ReadinessJudgement.objects.filter(in_force(day), nomination=of).first()


def readiness(of: Nomination, day: dt.date) -> str:
    """The readiness of a named person that counts on a day."""
    judged = judgement(of, day)
    return counted(judged.readiness, judged.review_by, day)[0] if judged else NOT_ASSESSED


def risk(of: Post, day: dt.date) -> RiskAssessment | None:
    """The risk assessment in force, with ``assessor_name``."""
    rows = RiskAssessment.objects.filter(in_force(day), post=of)
    return rows.annotate(assessor_name=user_name("assessor_id")).first()


def criticality(of: Post, day: dt.date) -> CriticalityAssessment | None:
    """The critical role assessment in force."""
    return CriticalityAssessment.objects.filter(in_force(day), post=of).first()


def criticalities(of: Post) -> list[CriticalityAssessment]:
    """All critical role assessments of a post, newest first, with ``assessor_name``."""
    return list(
        CriticalityAssessment.objects.filter(post=of)
        .annotate(assessor_name=user_name("assessor_id"))
        .order_by("-assessed_on", "-pk")
    )


def job_on(staff_column: str, day: dt.date) -> Subquery:
    """The title of the newest assignment on a day of the person in a column."""
    jobs = (
        Assignment.objects.filter(staff_id=OuterRef(staff_column), starts_on__lte=day)
        .filter(not_ended("ends_on", day))
        .order_by("-starts_on", "-pk")
    )
    return Subquery(jobs.values("title")[:1], output_field=CharField())


def people(unit_id: int, day: dt.date) -> QuerySet[StaffRecord]:
    """Who works at the employer on a day, with ``job``."""
    return StaffRecord.objects.filter(in_force(day), unit_id=unit_id).annotate(
        job=job_on("pk", day)
    )


def staff_called(unit_id: int, words: str, day: dt.date) -> list[StaffRecord]:
    """People of the employer whose name holds every word typed; none for fewer than 2 letters."""
    if len(words.strip()) < SHORTEST_SEARCH:
        return []
    rows = people(unit_id, day)
    for part in words.split():
        rows = rows.filter(name__icontains=part)
    return list(rows.order_by("sort_name", "pk")[:MOST_FOUND])


def without_successor(unit_id: int, day: dt.date) -> Post | None:
    """The first post of the plan for which nobody is named."""
    named = Nomination.objects.filter(in_force(day), unit_id=unit_id).values("post_id")
    return posts(unit_id, day).exclude(pk__in=named).first()


def staff_member(unit_id: int, public_id: UUID, day: dt.date) -> StaffRecord | None:
    """One person of the employer."""
    return people(unit_id, day).filter(public_id=public_id).first()


def public_ids(staff_ids: Iterable[int]) -> dict[int, UUID]:
    """The ids of staff records as addresses have them."""
    return dict(StaffRecord.objects.filter(pk__in=staff_ids).values_list("pk", "public_id"))


@dataclass(frozen=True)
class Told:
    """What a person may know of a nomination of her own: the role, when, and readiness as told."""

    public_id: UUID
    title: str
    told_on: dt.date
    readiness: str
    review_by: dt.date | None
    disclosure: str
    answered_on: dt.date | None
    organisation: str = ""
    #: At an employer that is not hers: the title names it.
    elsewhere: bool = False


def told(unit_id: int, staff_id: int) -> list[Told]:
    """A person's own nominations that she has been told of. Never rank, rivals, risk or a later judgement."""
    rows = Nomination.objects.filter(
        unit_id=unit_id, staff_id=staff_id, disclosure__in=KNOWN_TO_PERSON, valid_to__isnull=True
    )
    return _told(rows)


def told_elsewhere(person_id: int | None) -> list[Told]:
    """The same of nominations at other employers, which a person has let name her."""
    if person_id is None:
        return []
    rows = Nomination.objects.filter(
        profile__person_id=person_id, disclosure__in=KNOWN_TO_PERSON, valid_to__isnull=True
    )
    return [_elsewhere(each) for each in _told(rows)]


def _elsewhere(told: Told) -> Told:
    return replace(told, title=f"{told.title}, {told.organisation}", elsewhere=True)


def told_one(of: Nomination) -> Told:
    """One nomination as its person may know it."""
    said = _told(Nomination.objects.filter(pk=of.pk))[0]
    return _elsewhere(said) if of.profile_id is not None else said


def _told(rows: QuerySet[Nomination]) -> list[Told]:
    words = Code.objects.filter(list="readiness", owner=None, code=OuterRef("told_readiness"))
    rows = rows.annotate(told_label=Subquery(words.values("label")[:1])).order_by("-told_on", "pk")
    return [
        Told(*row)
        for row in rows.values_list(
            "public_id",
            "post__title",
            "told_on",
            Coalesce("told_label", "told_readiness"),
            "told_review_by",
            "disclosure",
            "agreed_on",
            "unit__name",
        )
    ]


def own_nomination(unit_id: int, person_id: int | None, public_id: UUID) -> Nomination | None:
    """A nomination that the person herself has been told of, here or where she let herself be named.

    Only what she may know is loaded.
    """
    if person_id is None:
        return None
    mine = Q(unit_id=unit_id, staff__person_id=person_id) | Q(profile__person_id=person_id)
    return (
        Nomination.objects.filter(
            mine,
            public_id=public_id,
            disclosure__in=KNOWN_TO_PERSON,
            valid_to__isnull=True,
        )
        .only("id", "public_id", "unit_id", "profile_id", "disclosure")
        .first()
    )


def holds(of: Post, staff_id: int, day: dt.date) -> bool:
    """Whether a person holds the post on a day."""
    ends = not_ended("ends_on", day)
    return of.incumbencies.filter(ends, assignment__staff_id=staff_id, starts_on__lte=day).exists()


def holders(of: Post, day: dt.date) -> list[StaffRecord]:
    """Who holds a post on a day, by name."""
    ends = not_ended("ends_on", day)
    held = of.incumbencies.filter(ends, starts_on__lte=day).values("assignment__staff_id")
    return list(StaffRecord.objects.filter(pk__in=held).order_by("sort_name", "pk"))
