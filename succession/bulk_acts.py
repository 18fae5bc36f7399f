"""What can be done to several rows of the plan at once: five acts, each over posts or over named people.

An act looks at a row (what stands there, what would stand there, or why it stays), changes it through
the same service as a single edit, and puts back what stood there. Looking reads the sheet, which is
loaded once for all rows, so it costs no query.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from learning import selectors as learning
from learning import services as pathways
from learning.pathways import Pathway
from learning.pathways import pathways as given_at
from orgs.access.viewer import Viewer
from orgs.periods import in_force
from orgs.words import words_of_day
from succession import line, oneself, selectors, services, telling
from succession.conflicts import SuccessionError
from succession.enums import BulkAct, Disclosure
from succession.judged import LEAVING, RISK_NOT_ASSESSED
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment
from succession.readiness import NOT_AIMING
from succession.risk_reasons import touches_the_person
from succession.withholding import waits

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Subject:
    """One row: a post, and one who is named for it where the act is about people."""

    post: Post
    nomination: Nomination | None = None

    @property
    def person(self) -> Nomination:
        assert self.nomination is not None, "an act over people looks at people only"
        return self.nomination


@dataclass(frozen=True)
class Sheet:
    """What stands on the rows on a day: judgements and risks in force, and who has a pathway.

    `viewer`: whoever would make the change, and is perhaps named herself.
    """

    viewer: Viewer
    day: dt.date
    judged: Mapping[int, ReadinessJudgement]
    risks: Mapping[int, RiskAssessment]
    on_pathway: frozenset[int]
    pathways: Sequence[Pathway]

    def pathway_to(self, post: Post) -> Pathway | None:
        """The pathway that is suggested first: the one to the main role, or else to the next."""
        for role in post.role_codes:
            for pathway in self.pathways:
                if pathway.role_code == role:
                    return pathway
        return None


def sheet(viewer: Viewer, unit_id: int, subjects: Sequence[Subject]) -> Sheet:
    """Load what stands on the rows: 6 queries for any number of them."""
    day = viewer.day
    people = [s.nomination for s in subjects if s.nomination is not None]
    judged = ReadinessJudgement.objects.filter(in_force(day), nomination__in=people)
    risks = RiskAssessment.objects.filter(in_force(day), post__in={s.post.pk for s in subjects})
    return Sheet(
        viewer,
        day,
        {each.nomination_id: each for each in judged},
        {each.post_id: each for each in risks},
        frozenset(
            Nomination.objects.filter(
                learning.has_pathway("staff_id"), pk__in=[n.pk for n in people]
            ).values_list("staff_id", flat=True)
        ),
        given_at(unit_id, day).given,
    )


@dataclass(frozen=True)
class Looked:
    """One row before and after an act; with `why` it stays. `lasting` = it cannot be taken back."""

    version: int
    before: dict[str, Any]
    after: dict[str, Any]
    why: str = ""
    lasting: bool = False


class Act(Protocol):
    """One kind of change. `over_people` = its rows are nominations, or else posts."""

    over_people: bool

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:
        """What stands there now and what would."""
        ...

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:
        """Make the change, through the service of a single edit. `link` = the person's own page."""
        ...

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:
        """Put back what stood there, as a new dated change."""
        ...


class Review:
    """Readiness looked at again, unchanged: the same judgement, dated today, until another day."""

    over_people = True

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:
        judged = on.judged.get(subject.person.pk)
        version = subject.person.version
        if judged is None:
            return Looked(version, {}, {}, "Not assessed yet: judge the readiness first")
        before = {
            "judgement": judged.pk,
            "readiness": judged.readiness,
            "review_by": judged.review_by and judged.review_by.isoformat(),
        }
        after = {"readiness": judged.readiness, "review_by": values["review_by"]}
        return Looked(version, before, after, _of_oneself(subject, on, oneself.JUDGE))

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:  # noqa: ARG002
        was = ReadinessJudgement.objects.get(pk=looked.before["judgement"])
        services.change_readiness(
            viewer=viewer,
            nomination=subject.person,
            version=looked.version,
            readiness=was.readiness,
            evidence=was.evidence,
            review_by=dt.date.fromisoformat(looked.after["review_by"]),
        )

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:
        row = services.locked(subject.person)
        oneself.must_be_another(viewer, row.staff or row.profile, oneself.JUDGE)
        was = ReadinessJudgement.objects.get(pk=before["judgement"])
        now = ReadinessJudgement.objects.filter(nomination=row, valid_to__isnull=True)
        now.update(valid_to=viewer.day)
        _again(was, viewer.day)
        services.save(viewer, row)


class Cover:
    """Emergency cover of named people."""

    over_people = True

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:  # noqa: ARG002  the interface's
        now = subject.person.cover
        why = "It says so already" if now == values["cover"] else ""
        return Looked(subject.person.version, {"cover": now}, {"cover": values["cover"]}, why)

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:  # noqa: ARG002
        line.change_cover(
            viewer=viewer,
            nomination=subject.person,
            version=looked.version,
            cover=looked.after["cover"],
        )

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:
        row = services.locked(subject.person)
        row.cover = before["cover"]
        services.save(viewer, row, "cover")


class Risk:
    """Vacancy risk of posts. Impact, reasons and what the person stated stay as they are."""

    over_people = False

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:
        now = on.risks.get(subject.post.pk)
        version = now.version if now else 0
        risk = now.vacancy_risk if now else RISK_NOT_ASSESSED
        before = {"assessment": now.pk if now else None, "vacancy_risk": risk}
        why = ""
        if risk == LEAVING:
            why = "Leaving is known, with its day: change it in the row of the role"
        elif now is not None and risk == values["vacancy_risk"]:
            why = "It says so already"
        elif now is not None and (touches_the_person(now.reasons) and not now.stated_by_person):
            why = (
                "A reason is not recorded as stated by the person: change it in the row of the role"
            )
        return Looked(version, before, {"vacancy_risk": values["vacancy_risk"]}, why)

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:  # noqa: ARG002
        now = selectors.risk(subject.post, viewer.day)
        kept = {name: getattr(now, name) for name in services.RISK_FIELDS} if now else {}
        services.assess_risk(
            viewer=viewer,
            post=subject.post,
            version=looked.version,
            **{"impact": "IM0", **kept, "vacancy_risk": looked.after["vacancy_risk"]},
        )

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:
        now = RiskAssessment.objects.filter(post=subject.post, valid_to__isnull=True)
        version = max(now.values_list("version", flat=True), default=0)
        now.update(valid_to=viewer.day)
        if before["assessment"] is not None:
            was = RiskAssessment.objects.get(pk=before["assessment"])
            _again(was, viewer.day, version=version + 1)


class Prepare:
    """The suggested pathway for who has none. What has opened stays the person's."""

    over_people = True

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:  # noqa: ARG002  the interface's
        person, pathway = subject.person, on.pathway_to(subject.post)
        why = ""
        if person.staff_id is None:
            why = "Works for another employer, which plans their development"
        elif person.staff_id in on.on_pathway:
            why = "Has a pathway already"
        elif _not_aiming(subject, on):
            why = "Not aiming for this role"
        elif pathway is None:
            why = "No pathway leads to this role yet"
        after = {"pathway": pathway.ref, "title": pathway.title} if pathway else {}
        return Looked(
            person.version, {"pathway": None}, after, why, lasting=person.agreed_on is not None
        )

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:  # noqa: ARG002
        found = learning.pathway(looked.after["pathway"], subject.post.unit_id, viewer.day)
        services.prepare_development(viewer=viewer, nomination=subject.person, pathway=found)

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:  # noqa: ARG002
        pathways.withdraw_prepared(
            actor=viewer,
            unit_id=subject.post.unit_id,
            source_id=subject.person.public_id,
            day=viewer.day,
        )


class Tell:
    """Record that people were told on a day: they are written to, so there is no way back."""

    over_people = True

    def look(self, subject: Subject, on: Sheet, values: Values) -> Looked:
        person, told_on = subject.person, values["told_on"]
        why = ""
        if person.disclosure != Disclosure.NOT_TOLD:
            why = "Has been told already"
        elif _not_aiming(subject, on):
            why = "Not aiming for this role"
        elif waits(person):
            why = "Holding back waits for approval: decide on their own page"
        elif person.withhold_review_on is not None and person.withhold_review_on > on.day:
            why = f"Held back until {words_of_day(person.withhold_review_on)}: decide on their own page"
        elif person.valid_from > dt.date.fromisoformat(told_on):
            why = "Was named after that day"
        else:
            why = _of_oneself(subject, on, oneself.TELL)
        before = {"told_on": person.told_on and person.told_on.isoformat()}
        return Looked(person.version, before, {"told_on": told_on}, why, lasting=True)

    def apply(self, viewer: Viewer, subject: Subject, looked: Looked, link: str) -> None:
        telling.tell_person(
            viewer=viewer,
            nomination=subject.person,
            on=dt.date.fromisoformat(looked.after["told_on"]),
            link=link,
        )

    def restore(self, viewer: Viewer, subject: Subject, before: Values) -> None:  # noqa: ARG002
        raise SuccessionError("Telling somebody cannot be undone")


ACTS: dict[str, Act] = {
    BulkAct.REVIEW: Review(),
    BulkAct.COVER: Cover(),
    BulkAct.RISK: Risk(),
    BulkAct.PATHWAY: Prepare(),
    BulkAct.TOLD: Tell(),
}


def one_each(looked: Sequence[tuple[Subject, Looked]]) -> list[tuple[Subject, Looked]]:
    """Who is named for several posts gets one pathway: towards the first of them."""
    found, given = [], set()
    for subject, each in looked:
        again = subject.person.staff_id in given and not each.why
        if not each.why:
            given.add(subject.person.staff_id)
        found.append(
            (subject, replace(each, why="Gets one for another role here") if again else each)
        )
    return found


def _of_oneself(subject: Subject, on: Sheet, act: str) -> str:
    return oneself.refusal(on.viewer, subject.person.staff or subject.person.profile, act)


def _not_aiming(subject: Subject, on: Sheet) -> bool:
    judged = on.judged.get(subject.person.pk)
    return judged is not None and judged.readiness == NOT_AIMING


def _again(row: ReadinessJudgement | RiskAssessment, day: dt.date, **changes: Any) -> None:
    """Write the content of a former row once more, in force from `day`: who judged when stays true."""
    own = {"id", "public_id", "valid_from", "valid_to", "continues", "recorded_at"}
    kept = {
        f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name not in own
    }
    type(row)._default_manager.create(**{**kept, "valid_from": day, **changes})  # noqa: SLF001  Django's public meta API
