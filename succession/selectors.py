"""The board on one page, and the few questions around a nomination.

Everything takes a day: rows count from ``valid_from`` until the day before ``valid_to``.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from learning.selectors import has_pathway, percent_done
from orgs.models.access import User
from orgs.models.codes import Code
from orgs.models.people import Assignment, StaffRecord
from succession import suggestions
from succession.enums import KNOWN_TO_PERSON, Disclosure
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment, SuccessionPlan

OUT_OF_DATE = "RNA"
READY_NOW = "RN"
#: Fewer letters would list half the employer.
SHORTEST_SEARCH = 2


@dataclass(frozen=True)
class Holder:
    """Who holds a post on the day."""

    staff_id: int
    name: str
    kind: str
    since: dt.date


@dataclass(frozen=True)
class Successor:
    """A nomination in force, with the judgement that counts on the day.

    ``readiness`` is ``RNA`` when there is none or its review date has passed; then ``stale`` says
    what it was. ``percent`` is the share of the pathway done, None without a pathway.
    """

    public_id: UUID
    staff_id: int
    staff_public_id: UUID
    name: str
    job: str
    rank: int
    readiness: str
    stale: str
    review_by: dt.date | None
    status: str
    disclosure: str
    withheld_until: dt.date | None
    cover: str
    version: int
    has_pathway: bool
    percent: int | None
    pools: tuple[str, ...] = ()


@dataclass(frozen=True)
class Risk:
    """The risk assessment in force."""

    vacancy_risk: str
    impact: str
    reasons: tuple[str, ...]
    leaving_on: dt.date | None
    version: int


@dataclass(frozen=True)
class PostRow:
    """A post with its holders, its risk and its successors, best readiness and rank first."""

    id: int
    public_id: UUID
    title: str
    role_codes: tuple[str, ...]
    statutory: bool
    voting: bool
    criticality: str
    term_ends_on: dt.date | None
    holders: tuple[Holder, ...]
    risk: Risk
    successors: tuple[Successor, ...]

    @property
    def ready_now(self) -> bool:
        return any(s.readiness == READY_NOW for s in self.successors)

    @property
    def emergency_cover(self) -> bool:
        return any(s.cover in ("ACT", "INT") for s in self.successors)

    @property
    def at_high_risk(self) -> bool:
        return self.risk.vacancy_risk in ("FR3", "FR9")


NO_RISK = Risk("FR0", "IM0", (), None, 0)


@dataclass
class Board:
    """All posts of an employer on a day."""

    day: dt.date
    rows: list[PostRow] = field(default_factory=list)

    @property
    def successors(self) -> list[Successor]:
        return [s for row in self.rows for s in row.successors]

    @property
    def staff_ids(self) -> set[int]:
        """Everybody whom the page shows."""
        return {h.staff_id for r in self.rows for h in r.holders} | {
            s.staff_id for s in self.successors
        }


def in_force(day: dt.date, prefix: str = "") -> Q:
    """The condition "in force on `day`" over ``valid_from`` and ``valid_to``."""
    end = Q(**{f"{prefix}valid_to__isnull": True}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & end


def posts(unit_id: int, day: dt.date) -> QuerySet[Post]:
    """Posts of an employer on a day, in the order of the plan."""
    return Post.objects.filter(in_force(day), unit_id=unit_id).order_by("position", "pk")


def post(unit_id: int, public_id: UUID, day: dt.date) -> Post | None:
    """One post in force."""
    return posts(unit_id, day).filter(public_id=public_id).first()


def board(unit_id: int, day: dt.date, *, only: UUID | None = None) -> Board:
    """The plan of an employer as it stood on `day`: 3 queries for any number of posts.

    `only` = one post of it.
    """
    wanted = posts(unit_id, day)
    if only is not None:
        wanted = wanted.filter(public_id=only)
    named = _successors(unit_id, day, wanted if only is not None else None)
    found: dict[int, PostRow] = {}
    holders: dict[int, list[Holder]] = {}
    for row in _post_rows(wanted, day):
        if row["id"] not in found:
            found[row["id"]] = _post_row(row, named.get(row["id"], ()))
        if row["holder"] is not None:
            holders.setdefault(row["id"], []).append(
                Holder(row["holder"], row["holder_name"], row["holder_kind"], row["since"])
            )
    return Board(
        day,
        [
            PostRow(**{**vars(row), "holders": tuple(holders.get(row.id, ()))})
            for row in found.values()
        ],
    )


def _post_rows(wanted: QuerySet[Post], day: dt.date) -> Iterable[Mapping[str, Any]]:
    """Posts joined with the open risk and the holders: a post with two holders comes twice."""
    ends = Q(incumbencies__ends_on__isnull=True) | Q(incumbencies__ends_on__gt=day)
    return (
        wanted.annotate(
            open_risk=FilteredRelation("risks", condition=in_force(day, "risks__")),
            held=FilteredRelation(
                "incumbencies", condition=Q(incumbencies__starts_on__lte=day) & ends
            ),
        )
        .order_by("position", "pk", "held__starts_on")
        .values(
            "id",
            "public_id",
            "title",
            "role_codes",
            "statutory",
            "voting",
            "criticality",
            "term_ends_on",
            risk=F("open_risk__vacancy_risk"),
            impact=F("open_risk__impact"),
            reasons=F("open_risk__reasons"),
            leaving_on=F("open_risk__leaving_on"),
            risk_version=F("open_risk__version"),
            since=F("held__starts_on"),
            holder_kind=F("held__kind"),
            holder=F("held__assignment__staff_id"),
            holder_name=F("held__assignment__staff__name"),
        )
    )


def _post_row(row: Mapping[str, Any], successors: Sequence[Successor]) -> PostRow:
    risk = NO_RISK
    if row["risk"] is not None:
        risk = Risk(
            row["risk"],
            row["impact"],
            tuple(row["reasons"]),
            row["leaving_on"],
            row["risk_version"],
        )
    return PostRow(
        id=row["id"],
        public_id=row["public_id"],
        title=row["title"],
        role_codes=tuple(row["role_codes"]),
        statutory=row["statutory"],
        voting=row["voting"],
        criticality=row["criticality"],
        term_ends_on=row["term_ends_on"],
        holders=(),
        risk=risk,
        successors=tuple(successors),
    )


def _successors(
    unit_id: int, day: dt.date, of: QuerySet[Post] | None
) -> dict[int, list[Successor]]:
    """Nominations in force by post, in rank order, with judgement, job, pathway and pools: 2 queries."""
    rows = Nomination.objects.filter(in_force(day), unit_id=unit_id)
    if of is not None:
        rows = rows.filter(post__in=of)
    values = list(
        rows.annotate(
            judged=FilteredRelation("judgements", condition=in_force(day, "judgements__")),
            job=_job("staff_id", day),
            percent=percent_done("staff_id"),
            pathway=has_pathway("staff_id"),
        )
        .order_by("rank", "staff__sort_name", "pk")
        .values(
            "post_id",
            "public_id",
            "staff_id",
            "rank",
            "status",
            "disclosure",
            "withhold_review_on",
            "cover",
            "version",
            "job",
            "percent",
            "pathway",
            staff_public_id=F("staff__public_id"),
            name=F("staff__name"),
            code=F("judged__readiness"),
            review_by=F("judged__review_by"),
            told=F("told_on"),
        )
    )
    pools = suggestions.titles(unit_id, {v["staff_id"] for v in values}) if values else {}
    found: dict[int, list[Successor]] = {}
    for v in values:
        found.setdefault(v["post_id"], []).append(_successor(v, day, pools))
    return found


def _successor(v: Mapping[str, Any], day: dt.date, pools: Mapping[int, list[str]]) -> Successor:
    readiness, stale = counted(v["code"], v["review_by"], day)
    return Successor(
        public_id=v["public_id"],
        staff_id=v["staff_id"],
        staff_public_id=v["staff_public_id"],
        name=v["name"],
        job=v["job"] or "",
        rank=v["rank"],
        readiness=readiness,
        stale=stale,
        review_by=v["review_by"],
        status=v["status"],
        disclosure=known_on(v["disclosure"], v["told"], day),
        withheld_until=v["withhold_review_on"],
        cover=v["cover"],
        version=v["version"],
        has_pathway=v["pathway"],
        percent=v["percent"],
        pools=tuple(pools.get(v["staff_id"], ())),
    )


def counted(code: str | None, review_by: dt.date | None, day: dt.date) -> tuple[str, str]:
    """The readiness that counts on a day, and what it was if it is out of date ("" if it is not)."""
    if code is None:
        return OUT_OF_DATE, ""
    if review_by is not None and review_by < day:
        return OUT_OF_DATE, code
    return code, ""


def known_on(disclosure: str, told_on: dt.date | None, day: dt.date) -> str:
    """What the person had been told on a day: before the day of telling, nothing."""
    return Disclosure.NOT_TOLD if told_on is None or told_on > day else disclosure


def horizon_open(unit_id: int, day: dt.date) -> bool:
    """Whether anybody named on the plan has no judgement in force that sets a horizon."""
    judged = Exists(
        ReadinessJudgement.objects.filter(
            in_force(day),
            nomination_id=OuterRef("pk"),
            readiness__in=["RN", "R12", "R35"],
        ).exclude(review_by__lt=day)
    )
    open_rows = Nomination.objects.filter(in_force(day), in_force(day, "post__"), unit_id=unit_id)
    return open_rows.filter(~judged).exists()


def plan(unit_id: int, day: dt.date) -> SuccessionPlan | None:
    """The newest plan that existed on a day, with ``changed_by_name`` ("" if unknown): 1 query."""
    return (
        SuccessionPlan.objects.filter(in_force(day), unit_id=unit_id)
        .annotate(changed_by_name=_name_of("changed_by_id"))
        .order_by("-valid_from", "-pk")
        .first()
    )


def _name_of(user_column: str) -> Subquery:
    """The name, at the row's employer, of the user in a column. Person has no grant: joined by its key."""
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


def nomination(unit_id: int, public_id: UUID) -> Nomination | None:
    """One nomination of an employer, ended ones included, with post, person and who changed it."""
    return (
        Nomination.objects.filter(unit_id=unit_id, public_id=public_id)
        .select_related("post", "staff")
        .annotate(changed_by_name=_name_of("changed_by_id"))
        .first()
    )


def judgements(of: Nomination) -> list[ReadinessJudgement]:
    """All judgements of a nomination, newest first, with ``assessor_name``."""
    return list(
        ReadinessJudgement.objects.filter(nomination=of)
        .annotate(assessor_name=_name_of("assessor_id"))
        .order_by("-judged_on", "-pk")
    )


def judgement(of: Nomination, day: dt.date) -> ReadinessJudgement | None:
    """The judgement in force, out of date or not."""
    return ReadinessJudgement.objects.filter(in_force(day), nomination=of).first()


def risk(of: Post, day: dt.date) -> RiskAssessment | None:
    """The risk assessment in force, with ``assessor_name``."""
    rows = RiskAssessment.objects.filter(in_force(day), post=of)
    return rows.annotate(assessor_name=_name_of("assessor_id")).first()


def _job(staff_column: str, day: dt.date) -> Subquery:
    """The title of the newest assignment on a day of the person in a column."""
    jobs = (
        Assignment.objects.filter(staff_id=OuterRef(staff_column), starts_on__lte=day)
        .filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day))
        .order_by("-starts_on", "-pk")
    )
    return Subquery(jobs.values("title")[:1], output_field=CharField())


def people(unit_id: int, day: dt.date) -> QuerySet[StaffRecord]:
    """Who works at the employer on a day, with ``job``."""
    return StaffRecord.objects.filter(in_force(day), unit_id=unit_id).annotate(job=_job("pk", day))


def staff_called(unit_id: int, words: str, day: dt.date, *, limit: int = 20) -> list[StaffRecord]:
    """People of the employer whose name holds every word typed; none for fewer than 2 letters."""
    if len(words.strip()) < SHORTEST_SEARCH:
        return []
    rows = people(unit_id, day)
    for part in words.split():
        rows = rows.filter(name__icontains=part)
    return list(rows.order_by("sort_name", "pk")[:limit])


def staff_member(unit_id: int, public_id: UUID, day: dt.date) -> StaffRecord | None:
    """One person of the employer."""
    return people(unit_id, day).filter(public_id=public_id).first()


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


def told(unit_id: int, staff_id: int) -> list[Told]:
    """A person's own nominations that she has been told of. Never rank, rivals, risk or a later judgement."""
    rows = Nomination.objects.filter(
        unit_id=unit_id, staff_id=staff_id, disclosure__in=KNOWN_TO_PERSON, valid_to__isnull=True
    )
    return _told(rows)


def told_one(of: Nomination) -> Told:
    """One nomination as its person may know it."""
    return _told(Nomination.objects.filter(pk=of.pk))[0]


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
        )
    ]


def own_nomination(unit_id: int, person_id: int | None, public_id: UUID) -> Nomination | None:
    """A nomination that the person herself has been told of; only what she may know is loaded."""
    if person_id is None:
        return None
    return (
        Nomination.objects.filter(
            unit_id=unit_id,
            public_id=public_id,
            staff__person_id=person_id,
            disclosure__in=KNOWN_TO_PERSON,
            valid_to__isnull=True,
        )
        .only("id", "public_id", "unit_id", "disclosure")
        .first()
    )


def holds(of: Post, staff_id: int, day: dt.date) -> bool:
    """Whether a person holds the post on a day."""
    ends = Q(ends_on__isnull=True) | Q(ends_on__gt=day)
    return of.incumbencies.filter(ends, assignment__staff_id=staff_id, starts_on__lte=day).exists()
