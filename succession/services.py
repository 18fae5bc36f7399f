"""Acts on posts, risk and nominations. Each is one transaction with one audit record of its own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from learning import selectors as learning
from learning import services as pathways
from learning.pathways import Pathway
from orgs import audit
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.models.people import StaffRecord
from orgs.models.sharing import SharedProfile
from succession import oneself, risk_reasons, selectors, suggestions
from succession.access import must_manage
from succession.conflicts import ConflictError, SuccessionError
from succession.enums import NominationStatus, PlanState
from succession.models import Nomination, Post, ReadinessJudgement, RiskAssessment, SuccessionPlan
from succession.readiness import NOT_ASSESSED
from succession.suggestions import About, Suggestion

#: What somebody judges of a risk, in the order of the form.
RISK_FIELDS = ("vacancy_risk", "impact", "reasons", "stated_by_person", "stated_on", "leaving_on")


@dataclass(frozen=True)
class Named:
    """What naming somebody shows at once: the gap, the pathway with its reasons, the pools."""

    nomination: Nomination
    gap: learning.Gap
    pathways: tuple[learning.SuggestedPathway, ...]
    pools: tuple[Suggestion, ...]


def about(nomination: Nomination, readiness: str) -> About | None:
    """The nomination as the suggesters see it; None for somebody whose development is not ours."""
    if nomination.staff_id is None:
        return None
    return About(
        nomination.unit_id,
        nomination.staff_id,
        tuple(nomination.post.role_codes),
        readiness,
        nomination.public_id,
    )


def offer(nomination: Nomination, readiness: str, day: dt.date) -> Named:
    """The gap and the suggestions for a nomination as they stand on a day. Reads only."""
    roles, of = nomination.post.role_codes, about(nomination, readiness)
    if of is None:
        return Named(nomination, learning.Gap("", ()), (), ())
    gap = learning.gap(staff_id=of.staff_id, role_codes=roles)
    fitting = learning.suggested_pathways(
        gap, role_codes=roles, unit_id=nomination.unit_id, day=day
    )
    pools = suggestions.suggest(of, day)
    return Named(nomination, gap, tuple(fitting), tuple(pools))


@dataclass(frozen=True)
class Said:
    """What is said of somebody when she is named. `held_back_by`: the account that approves it."""

    readiness: str
    evidence: str = ""
    review_by: dt.date | None = None
    cover: str = "NONE"
    withhold_reason: str = ""
    withhold_review_on: dt.date | None = None
    withhold_approver: int | None = None


@transaction.atomic
def name_successor(*, viewer: Viewer, post: Post, staff: StaffRecord, said: Said) -> Named:
    """Name `staff` as a successor for `post`: nomination, judgement and audit in one transaction.

    The person has not been told yet: only the succession circle sees it. Telling is the default
    path; holding it back needs a reason, a day to look at it again, and somebody who approves.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: named already, holds the post, is the viewer herself, or held back without
            what that needs.
    """
    must_manage(viewer)
    if selectors.holds(post, staff.pk, viewer.day):
        raise SuccessionError(f"{staff.name} holds this post")
    nomination = enter(viewer, post, said, staff.name, staff=staff)
    return offer(nomination, said.readiness, viewer.day)


def enter(
    viewer: Viewer,
    post: Post,
    said: Said,
    name: str,
    *,
    staff: StaffRecord | None = None,
    profile: SharedProfile | None = None,
) -> Nomination:
    """Write the nomination of somebody called `name`, by one of both keys, last in the line."""
    person = staff or profile
    oneself.must_be_another(viewer, person, oneself.NAME)
    check_withholding(
        viewer, person, said.withhold_reason, said.withhold_review_on, said.withhold_approver
    )
    last = post.nominations.filter(valid_to__isnull=True).aggregate(last=Max("rank"))["last"]
    try:
        with transaction.atomic():
            nomination = Nomination.objects.create(
                unit_id=post.unit_id,
                post=post,
                staff=staff,
                profile=profile,
                rank=(last or 0) + 1,
                status=NominationStatus.PROPOSED,
                cover=said.cover,
                withhold_reason=said.withhold_reason,
                withhold_review_on=said.withhold_review_on,
                withhold_by_id=viewer.user_id if said.withhold_reason else None,
                withhold_approver_id=said.withhold_approver if said.withhold_reason else None,
                valid_from=viewer.day,
                named_by_id=viewer.user_id,
                changed_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise SuccessionError(f"{name} is named for this post already") from error
    _judge(viewer, nomination, said.readiness, said.evidence, said.review_by)
    touch_plan(viewer, post.unit_id)
    audit.record(
        viewer,
        "successor.named",
        unit_id=post.unit_id,
        about=nomination,
        readiness=said.readiness,
        role=post.role_codes[0],
        elsewhere=profile is not None,
    )
    if said.withhold_reason:
        audit.record(
            viewer,
            "disclosure_state.withheld",
            unit_id=post.unit_id,
            about=nomination,
            reason=said.withhold_reason,
        )
    return nomination


def _judge(
    viewer: Viewer, nomination: Nomination, readiness: str, evidence: str, review_by: dt.date | None
) -> ReadinessJudgement:
    """End the open judgement and write the new one."""
    open_rows = ReadinessJudgement.objects.filter(nomination=nomination, valid_to__isnull=True)
    open_rows.update(valid_to=viewer.day)
    return ReadinessJudgement.objects.create(
        unit_id=nomination.unit_id,
        nomination=nomination,
        readiness=readiness,
        evidence=evidence,
        assessor_id=viewer.user_id,
        judged_on=viewer.day,
        review_by=review_by,
        valid_from=viewer.day,
    )


def locked(nomination: Nomination) -> Nomination:
    """The row as it is saved now, locked until the transaction ends; it must still be in force."""
    row = (
        Nomination.objects.select_for_update(of=("self",))
        .select_related("post", "staff", "profile")
        .get(pk=nomination.pk)
    )
    if row.valid_to is not None:
        raise SuccessionError("This nomination has ended")
    return row


def stale(row: Nomination | Post, saved: dict[str, str]) -> ConflictError:
    """That somebody changed a row since the page was loaded: who, when, and what is `saved` now."""
    return ConflictError(
        who=selectors.colleague(row.changed_by_id, row.unit_id),
        when=row.changed_at,
        saved=saved,
        version=row.version,
    )


def save(viewer: Viewer, nomination: Nomination, *fields: str) -> None:
    """Write `fields` of a locked row with its next version and who changed it."""
    nomination.version += 1
    nomination.changed_by_id = viewer.user_id
    nomination.save(update_fields=[*fields, "version", "changed_by", "changed_at"])


@transaction.atomic
def change_readiness(
    *,
    viewer: Viewer,
    nomination: Nomination,
    version: int,
    readiness: str,
    evidence: str = "",
    review_by: dt.date | None = None,
) -> ReadinessJudgement:
    """Judge a named person's readiness anew.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: the nomination has ended, or is the viewer's own.
    """
    must_manage(viewer)
    row = locked(nomination)
    oneself.must_be_another(viewer, row.staff or row.profile, oneself.JUDGE)
    if row.version != version:
        saved = selectors.judgement(row, viewer.day)
        raise stale(
            row,
            {
                "readiness": saved.readiness if saved else NOT_ASSESSED,
                "evidence": saved.evidence if saved else "",
            },
        )
    made = _judge(viewer, row, readiness, evidence, review_by)
    save(viewer, row)
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "readiness.judged", unit_id=row.unit_id, about=row, readiness=readiness)
    return made


@transaction.atomic
def assess_risk(
    *,
    viewer: Viewer,
    post: Post,
    version: int,
    vacancy_risk: str,
    impact: str,
    reasons: Sequence[str] = (),
    stated_by_person: bool = False,
    stated_on: dt.date | None = None,
    leaving_on: dt.date | None = None,
) -> RiskAssessment:
    """Judge how likely and how grave a vacancy of `post` is. `version` 0 = there was none.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: a reason that touches age or wellbeing and was not stated by the person.
    """
    must_manage(viewer)
    Post.objects.select_for_update().get(pk=post.pk)
    last = selectors.risk(post, viewer.day)
    if (last.version if last else 0) != version:
        if last is None:
            raise SuccessionError("This vacancy risk was not judged before. Open the page again.")
        raise ConflictError(
            who=selectors.colleague(last.assessor_id, post.unit_id),
            when=last.recorded_at,
            saved={name: getattr(last, name) for name in RISK_FIELDS},
            version=last.version,
        )
    wrong = risk_reasons.objection(
        reasons, stated_by_person=stated_by_person, stated_on=stated_on, day=viewer.day
    )
    if wrong is not None:
        raise SuccessionError(wrong[1])
    RiskAssessment.objects.filter(post=post, valid_to__isnull=True).update(valid_to=viewer.day)
    made = RiskAssessment.objects.create(
        unit_id=post.unit_id,
        post=post,
        vacancy_risk=vacancy_risk,
        impact=impact,
        reasons=list(reasons),
        stated_by_person=stated_by_person,
        stated_on=stated_on,
        leaving_on=leaving_on,
        assessed_on=viewer.day,
        assessor_id=viewer.user_id,
        version=version + 1,
        valid_from=viewer.day,
    )
    touch_plan(viewer, post.unit_id)
    audit.record(
        viewer, "risk.assessed", unit_id=post.unit_id, about=post, risk=vacancy_risk, impact=impact
    )
    return made


@transaction.atomic
def prepare_development(
    *,
    viewer: Viewer,
    nomination: Nomination,
    pathway: Pathway | None,
    pools: Sequence[UUID] = (),
) -> int:
    """Prepare a pathway and pools for somebody who is named: the succession lead's one click.

    What is prepared stays closed to learning people, pool people and the person; when the person
    has been told and has agreed already, it opens at once. Returns how many things were prepared.
    """
    must_manage(viewer)
    row = locked(nomination)
    found = about(row, selectors.readiness(row, viewer.day))
    if found is None:
        raise SuccessionError("The development of somebody from elsewhere is not ours to prepare")
    count = 0
    if pathway is not None:
        pathways.prepare_pathway(
            actor=viewer,
            unit_id=row.unit_id,
            staff_id=found.staff_id,
            pathway=pathway,
            source_id=row.public_id,
            day=viewer.day,
        )
        count += 1
    for suggester in suggestions.suggesters:
        count += suggester.prepare(viewer, found, pools, viewer.day)
    audit.record(viewer, "successor.prepared", unit_id=row.unit_id, about=row, prepared=count)
    if row.agreed_on is not None and row.status == NominationStatus.AGREED:
        open_development(viewer, row, viewer.day)
    return count


def open_development(actor: audit.Actor, nomination: Nomination, day: dt.date) -> None:
    """Open whatever was prepared for a nomination: the pathway and the pools become the person's."""
    source, unit_id = nomination.public_id, nomination.unit_id
    pathways.open_prepared(actor=actor, unit_id=unit_id, source_id=source, day=day)
    for suggester in suggestions.suggesters:
        suggester.open(actor, unit_id, source, day)


def withdraw_development(actor: audit.Actor, nomination: Nomination, day: dt.date) -> None:
    """Take back what was prepared and never opened; what the person already has stays theirs."""
    source, unit_id = nomination.public_id, nomination.unit_id
    pathways.withdraw_prepared(actor=actor, unit_id=unit_id, source_id=source, day=day)
    for suggester in suggestions.suggesters:
        suggester.withdraw(actor, unit_id, source, day)


@transaction.atomic
def withdraw_nomination(*, viewer: Viewer, nomination: Nomination) -> Nomination:
    """End a nomination: it counts nowhere from today, and history keeps it."""
    must_manage(viewer)
    row = locked(nomination)
    row.status = NominationStatus.WITHDRAWN
    row.valid_to = viewer.day
    save(viewer, row, "status", "valid_to")
    withdraw_development(viewer, row, viewer.day)
    touch_plan(viewer, row.unit_id)
    audit.record(viewer, "successor.withdrawn", unit_id=row.unit_id, about=row)
    return row


def check_withholding(
    viewer: Viewer,
    person: oneself.Person,
    reason: str,
    review_on: dt.date | None,
    approver: int | None,
) -> None:
    """Raise SuccessionError unless a withholding is whole: reason, day ahead, another who approves.

    The person who is not told can neither ask for it nor approve it.
    """
    if not reason and review_on is None:
        return
    oneself.must_be_another(viewer, person, oneself.HOLD_BACK)
    if not reason or review_on is None:
        raise SuccessionError("Holding back needs a reason and a day to look at it again")
    if review_on <= viewer.day:
        raise SuccessionError("The day to look at it again must be in the future")
    if approver not in dict(oneself.approvers(viewer, person)):
        raise SuccessionError("Select somebody else of the succession circle who approves it")


def touch_plan(viewer: Viewer, unit_id: int) -> None:
    """The open plan of the unit was changed just now, by the viewer."""
    SuccessionPlan.objects.filter(
        unit_id=unit_id,
        valid_to__isnull=True,
        state__in=[PlanState.DRAFT, PlanState.IN_REVIEW],
    ).update(changed_by_id=viewer.user_id, changed_at=now(), version=F("version") + 1)
