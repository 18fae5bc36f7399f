"""The board on one page: posts with holders, risk and successors as they stood on a day."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, FilteredRelation, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce

from learning.gaps import Distances, distances
from learning.selectors import percent_done
from orgs.periods import in_force, not_ended
from succession import past_rows, suggestions
from succession.enums import NAME_GONE
from succession.judged import HIGH_RISK, RISK_NOT_ASSESSED
from succession.models import CriticalityAssessment, Incumbency, Nomination, Post
from succession.past import Past
from succession.readiness import READY_NOW, counted
from succession.selectors import first_holder_said, job_on, person_key, posts, user_name
from succession.successor_row import Successor, Withheld, known_on


@dataclass(frozen=True)
class Holder:
    """Who holds a post on the day. ``until`` = the first day without her, when one is recorded."""

    staff_id: int
    name: str
    kind: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class Risk:
    """The risk assessment in force, and who judged it when ("" and None where there is none)."""

    vacancy_risk: str
    impact: str
    reasons: tuple[str, ...]
    leaving_on: dt.date | None
    version: int
    stated_by_person: bool = False
    stated_on: dt.date | None = None
    assessed_on: dt.date | None = None
    assessor: str = ""


@dataclass(frozen=True)
class PostRow:
    """A post with its holders, its risk and its successors, best readiness and rank first.

    ``vacant_since`` is the first day without a holder, None for a post that nobody has held yet;
    ``holder_said`` is True once somebody has held it or is to hold it.
    """

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
    vacant_since: dt.date | None = None
    holder_said: bool = True
    terms: int | None = None
    designations: tuple[str, ...] = ()
    shared_with: str = ""

    @property
    def in_line(self) -> list[Successor]:
        """The successors, without those who are not aiming for the role."""
        return [s for s in self.successors if s.in_line]

    @property
    def ready_now(self) -> bool:
        return any(s.readiness == READY_NOW for s in self.successors)

    @property
    def emergency_cover(self) -> bool:
        return any(s.steps_in for s in self.successors)

    @property
    def at_high_risk(self) -> bool:
        return self.risk.vacancy_risk in HIGH_RISK


NO_RISK = Risk(RISK_NOT_ASSESSED, "IM0", (), None, 0)


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
        """Everybody of the employer whom the page shows."""
        return {h.staff_id for r in self.rows for h in r.holders} | {
            s.staff_id for s in self.successors if s.staff_id is not None
        }


def board(
    unit_id: int, day: dt.date, *, only: UUID | None = None, past: Past | None = None
) -> Board:
    """The plan of an employer as it stood on `day`: 4 queries for any number of posts.

    `only` = one post of it. With the `past` of a day that has gone by, what carries no day of its own
    (rank, cover, title, order) is as it was then: 1 query more for the jobs by which posts were held.
    """
    wanted = posts(unit_id, day) if past is None else Post.objects.filter(pk__in=past.posts)
    if only is not None:
        wanted = wanted.filter(public_id=only)
    rows: Sequence[Mapping[str, Any]] = list(_post_rows(wanted, day, past))
    if past is not None:
        rows = past_rows.posts(rows, past)
    roles = {row["id"]: tuple(row["role_codes"]) for row in rows}
    named = _successors(unit_id, day, roles, every=only is None, past=past)
    found: dict[int, PostRow] = {}
    holders: dict[int, list[Holder]] = {}
    if past is not None:
        holders = {
            post: [Holder(*each) for each in held] for post, held in past_rows.held(past).items()
        }
    for row in rows:
        if row["id"] not in found:
            found[row["id"]] = _post_row(row, named.get(row["id"], ()))
        if row["holder"] is not None:
            holders.setdefault(row["id"], []).append(
                Holder(
                    row["holder"],
                    row["holder_name"],
                    row["holder_kind"],
                    row["since"],
                    min(filter(None, (row["held_until"], row["assigned_until"])), default=None),
                )
            )
    return Board(
        day,
        [
            PostRow(**{**vars(row), "holders": tuple(holders.get(row.id, ()))})
            for row in found.values()
        ],
    )


def _post_rows(
    wanted: QuerySet[Post], day: dt.date, past: Past | None
) -> Iterable[Mapping[str, Any]]:
    """Posts joined with the open risk and the holders: a post with two holders comes twice.

    Of the past the holders come from the `past` itself, and ``rated`` is None where no assessment says.
    """
    if past is None:
        risks, weighed = in_force(day, "risks__"), in_force(day, "criticalities__")
        held = Q(incumbencies__starts_on__lte=day) & not_ended("incumbencies__ends_on", day)
    else:
        risks = past.among("risks", past.risks)
        weighed = past.among("criticalities", past.criticalities)
        held = past.among("incumbencies", [])
    last: tuple[str, ...] = ("criticality",) if past is None else ()
    return (
        wanted.annotate(
            open_risk=FilteredRelation("risks", condition=risks),
            held=FilteredRelation("incumbencies", condition=held),
            weighed=FilteredRelation("criticalities", condition=weighed),
            rated=Coalesce("weighed__criticality", _rated_before(day), *last),
            vacant_since=_last_end(day),
            holder_said=first_holder_said(),
            risk_assessor=user_name("open_risk__assessor_id"),
        )
        .order_by("position", "pk", "held__starts_on")
        .values(
            "id",
            "public_id",
            "title",
            "role_codes",
            "statutory",
            "voting",
            "rated",
            "position",
            "term_ends_on",
            "terms",
            "designations",
            "shared_with",
            "vacant_since",
            "holder_said",
            "risk_assessor",
            risk=F("open_risk__vacancy_risk"),
            impact=F("open_risk__impact"),
            reasons=F("open_risk__reasons"),
            leaving_on=F("open_risk__leaving_on"),
            stated_by_person=F("open_risk__stated_by_person"),
            stated_on=F("open_risk__stated_on"),
            assessed_on=F("open_risk__assessed_on"),
            risk_version=F("open_risk__version"),
            since=F("held__starts_on"),
            held_until=F("held__ends_on"),
            assigned_until=F("held__assignment__ends_on"),
            holder_kind=F("held__kind"),
            holder=F("held__assignment__staff_id"),
            holder_name=F("held__assignment__staff__name"),
        )
    )


def _rated_before(day: dt.date) -> Subquery:
    """What the first assessment after a day replaced: the criticality of a post on that day."""
    later = CriticalityAssessment.objects.filter(post_id=OuterRef("pk"), valid_from__gt=day)
    first = later.order_by("valid_from", "pk").values("replaced")[:1]
    return Subquery(first, output_field=CharField())


def _last_end(day: dt.date) -> Subquery:
    """The first day without the last of those who have held a post."""
    ended = Incumbency.objects.filter(post=OuterRef("pk"), ends_on__lte=day).order_by("-ends_on")
    return Subquery(ended.values("ends_on")[:1])


def _post_row(row: Mapping[str, Any], successors: Sequence[Successor]) -> PostRow:
    risk = NO_RISK
    if row["risk"] is not None:
        risk = Risk(
            row["risk"],
            row["impact"],
            tuple(row["reasons"]),
            row["leaving_on"],
            row["risk_version"],
            row["stated_by_person"],
            row["stated_on"],
            row["assessed_on"],
            row["risk_assessor"] or "",
        )
    return PostRow(
        id=row["id"],
        public_id=row["public_id"],
        title=row["title"],
        role_codes=tuple(row["role_codes"]),
        statutory=row["statutory"],
        voting=row["voting"],
        criticality=row["rated"],
        term_ends_on=row["term_ends_on"],
        holders=(),
        risk=risk,
        successors=tuple(successors),
        vacant_since=row["vacant_since"],
        holder_said=row["holder_said"],
        terms=row["terms"],
        designations=tuple(row["designations"]),
        shared_with=row["shared_with"],
    )


def _successors(
    unit_id: int,
    day: dt.date,
    roles: Mapping[int, Sequence[str]],
    *,
    every: bool,
    past: Past | None,
) -> dict[int, list[Successor]]:
    """Nominations in force by post, in rank order, with judgement, job, pathway, pools and gap: 3 queries.

    `roles` are the role codes of the posts, by id; `every` = they are all that the employer has.
    """
    among = in_force(day) if past is None else Q(pk__in=past.named)
    judged = in_force(day, "judgements__")
    if past is not None:
        judged = past.among("judgements", past.judgements)
    rows = Nomination.objects.filter(among, unit_id=unit_id)
    if not every:
        rows = rows.filter(post__in=list(roles))
    values: Sequence[Mapping[str, Any]] = list(
        rows.annotate(
            judged=FilteredRelation("judgements", condition=judged),
            person=person_key(),
            job=job_on("staff_id", day),
            percent=percent_done("staff_id"),
            assessor=user_name("judged__assessor_id"),
        )
        .order_by("rank", "staff__sort_name", "pk")
        .values(
            "id",
            "post_id",
            "public_id",
            "staff_id",
            "person",
            "withhold_reason",
            "withhold_by_id",
            "withhold_approver_id",
            "withhold_approved_on",
            "rank",
            "status",
            "disclosure",
            "withhold_review_on",
            "cover",
            "version",
            "job",
            "percent",
            "assessor",
            name=Coalesce(
                "staff__name", _shared("name"), Value(NAME_GONE), output_field=CharField()
            ),
            outside_job=_shared("job"),
            outside_employer=_shared("employer"),
            profile_key=F("profile__public_id"),
            refused=F("withhold_refused_on"),
            code=F("judged__readiness"),
            review_by=F("judged__review_by"),
            evidence=F("judged__evidence"),
            judged_on=F("judged__judged_on"),
            named=F("valid_from"),
            told=F("told_on"),
            agreed=F("agreed_on"),
            ended=F("valid_to"),
            sort_name=F("staff__sort_name"),
        )
    )
    if past is not None:
        values = past_rows.nominations(values, past)
    people = {v["staff_id"] for v in values if v["staff_id"]}
    pools = suggestions.titles(unit_id, people) if values else {}
    far = distances({code for codes in roles.values() for code in codes}, people, day)
    found: dict[int, list[Successor]] = {}
    for v in values:
        of_post = roles.get(v["post_id"], ())
        found.setdefault(v["post_id"], []).append(_successor(v, day, pools, far, of_post))
    return found


def _successor(
    v: Mapping[str, Any],
    day: dt.date,
    pools: Mapping[int, list[str]],
    far: Distances,
    roles: Sequence[str],
) -> Successor:
    readiness, stale = counted(v["code"], v["review_by"], day)
    return Successor(
        public_id=v["public_id"],
        staff_id=v["staff_id"],
        name=v["name"],
        job=v["job"] or ", ".join(filter(None, (v["outside_job"], v["outside_employer"]))),
        rank=v["rank"],
        readiness=readiness,
        stale=stale,
        review_by=v["review_by"],
        status=v["status"],
        disclosure=known_on(
            v["disclosure"], day, told_on=v["told"], agreed_on=v["agreed"], ended_on=v["ended"]
        ),
        withheld_until=v["withhold_review_on"],
        withheld=_withheld(v),
        refused_on=v["refused"],
        person=v["person"],
        profile=v["profile_key"],
        cover=v["cover"],
        version=v["version"],
        has_pathway=v["percent"] is not None,
        percent=v["percent"],
        named_on=v["named"],
        told_on=v["told"] if v["told"] is not None and v["told"] <= day else None,
        pools=tuple(pools.get(v["staff_id"], ())),
        evidence=v["evidence"] or "",
        judged_on=v["judged_on"],
        assessor=v["assessor"] or "",
        distance=far.between(v["staff_id"], roles) if v["staff_id"] else None,
    )


def _shared(key: str) -> KeyTextTransform:
    """The words of a field that somebody of another employer shares."""
    return KeyTextTransform("text", KeyTransform(key, "profile__fields"))


def _withheld(v: Mapping[str, Any]) -> Withheld | None:
    if not v["withhold_reason"]:
        return None
    return Withheld(v["withhold_by_id"], v["withhold_approver_id"], v["withhold_approved_on"])
