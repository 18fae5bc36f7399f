"""A small world with something to leak at every employer: for the access matrix and the canary.

Each employer of the small tree has a board post, a holder, a successor named and not told, another
told and agreed, a risk, a pool with members, an active and a prepared pathway. Every name in it is
a token that appears nowhere else, so that finding it in a response is proof.
"""

import datetime as dt
from dataclasses import dataclass, field

from learning.models import (
    AgreedOutcome,
    Aspiration,
    Competency,
    CompetencyAssessment,
    Conversation,
    PathwayAssignment,
    Preparation,
    StepProgress,
)
from learning.pathways import shipped
from orgs.access import reviews
from orgs.access.principals import ODS, REVIEWER
from orgs.access.scope import user_scope
from orgs.clock import now, today
from orgs.codes import code_lists
from orgs.inheritance.services import publish_definition
from orgs.models.access import Grant, User
from orgs.models.codes import Code
from orgs.models.corrections import CorrectionRequest
from orgs.models.definitions import Adaptation, Definition
from orgs.models.handover import CarriedOver, DuplicateChoice, HandoverChoice, HandoverList
from orgs.models.keeping import KeepingHold, KeepingHorizon
from orgs.models.movers import RecordLink
from orgs.models.overlays import OverlayInvite
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.models.proposals import OdsProposal
from orgs.models.restructure import RestructureComment, RestructureNotice, RestructurePlan
from orgs.models.staff_lists import StaffList
from orgs.models.support import SupportAccess
from orgs.models.units import OrgUnit
from orgs.proposals.services import keep_proposal
from orgs.restructure.asking import comment, send_notices
from orgs.restructure.services import draft_merge
from reporting import change_papers
from reporting import services as reporting
from reporting.building import build_release
from reporting.exports import make_export
from reporting.models import ChangePaper, Delivery, Export, Release, ReportRun, Schedule
from reporting.rendering import pdf_of
from succession import copies
from succession.board import board
from succession.models import (
    BoardPack,
    BoardPaper,
    BulkChange,
    BulkLine,
    CriticalityAssessment,
    Incumbency,
    Nomination,
    PackReader,
    PlanCopy,
    PlanSheet,
    Post,
    ReadinessJudgement,
    RiskAssessment,
    Signature,
    SkillMark,
    SuccessionPlan,
    SuccessionReturn,
)
from succession.planning import cycle_of
from succession.template import rules
from succession.words import LISTS
from talentpools.models import (
    Pool,
    PoolActivity,
    PoolAssessment,
    PoolMembership,
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)
from tests import factories
from tests.access.sharing import Crossing, cross

EMPLOYERS = ["QA1", "QA2", "QB1", "TA1", "TA2", "TA3", "TA4", "TB1"]
SINCE = factories.LONG_AGO
#: Part of the name of whoever is in a positive-action pool: nobody at all may read it but she and the keeper.
CHOSEN = "chosen"

#: What a comparison with ODS may propose: the opening of an organisation.
PROPOSED = {
    "title": "Changes found in etr.csv", "made_by": "ods_diff", "sources": ["etr.csv"], "decisions": [], "notes": [],
    "operations": [
        {"do": "create", "on": "2099-04-01", "code": "TX1", "name": "Teal Brook NHS Trust", "type": "trust", "parent": "QA1"}
    ],
}  # fmt: skip


@dataclass
class Content:
    """What one employer holds. `secrets` are texts that nobody outside may ever read."""

    unit: OrgUnit
    post: Post
    holder: StaffRecord
    quiet: Nomination
    told: Nomination
    pool: Pool
    membership: PoolMembership
    private: Pool
    chosen: PositiveActionMembership
    link: Sponsorship
    mine: PoolMembership
    active: PathwayAssignment
    step: StepProgress
    held: Incumbency
    copy: PlanCopy
    signature: Signature
    pack: BoardPack
    role: Code
    staff_list: StaffList
    plan_sheet: PlanSheet
    bulk: BulkChange
    hold: KeepingHold
    secrets: list[str] = field(default_factory=list)
    conversation: Conversation | None = None
    correction: CorrectionRequest | None = None
    handover: HandoverList | None = None


@dataclass
class World:
    units: dict[str, OrgUnit]
    at: dict[str, Content]
    personas: dict[str, User]
    grants: dict[str, Grant]
    definition: Definition
    asked: Definition
    change: RestructurePlan
    proposal: OdsProposal
    comment: RestructureComment
    paper: ChangePaper
    run: ReportRun
    sent: ReportRun
    schedule: Schedule
    export: Export
    readers: dict[str, PackReader]
    crossing: Crossing
    #: By the overlay that asks: OVA asks QB1, and OVB of the other region asks TA4.
    invites: dict[str, OverlayInvite]
    support: SupportAccess


def token_of(code: str) -> str:
    """What every name at an employer begins with: too long to stand in a form's random token by chance."""
    return f"Zqcanary{code.title()}"


def content(unit: OrgUnit) -> Content:
    """Fill one employer. Tokens look like names, so that pages print them as they print names."""
    token = token_of(unit.code)
    holder = factories.staff(unit, f"{token}holder Incumbent", title=f"{token} chief")
    quiet = factories.staff(unit, f"{token}quiet Nominee")
    told = factories.staff(unit, f"{token}told Nominee")
    member = factories.staff(unit, f"{token}member Poolson")
    post = Post.objects.create(
        unit=unit,
        title=f"{token} chief nurse",
        role_codes=["CNO"],
        statutory=True,
        valid_from=SINCE,
    )
    plan = SuccessionPlan.objects.create(
        unit=unit, cycle=cycle_of(today()), state="in_review", submitted_on=SINCE, valid_from=SINCE
    )
    held = Incumbency.objects.create(
        unit=unit,
        post=post,
        assignment=Assignment.objects.get(staff=holder),
        starts_on=SINCE,
    )
    RiskAssessment.objects.create(
        unit=unit, post=post, vacancy_risk="FR3", impact="IM3", assessed_on=SINCE, valid_from=SINCE
    )
    CriticalityAssessment.objects.create(
        unit=unit, post=post, scores=[], percent=80, suggested="C2", criticality="C1",
        reason=f"{token} reason", assessed_on=SINCE, valid_from=SINCE,
    )  # fmt: skip
    pool = Pool.objects.create(
        unit=unit, title=f"{token} pool", target_roles=["CNO"], valid_from=SINCE
    )
    membership = PoolMembership.objects.create(
        unit=unit, pool=pool, staff=member, status="active", opened_on=SINCE, joined_on=SINCE
    )
    PoolActivity.objects.create(unit=unit, membership=membership, kind="session", happened_on=SINCE)
    PoolAssessment.objects.create(
        unit=unit, membership=membership, assessed_on=SINCE, note=f"{token} note"
    )
    private, chosen, link = _private(unit, token)
    mine = PoolMembership.objects.create(
        unit=unit, pool=pool, staff=told, status="invited", opened_on=SINCE
    )
    quiet_nomination, told_nomination = _named(post, quiet, 1), _named(post, told, 2, told=True)
    _developing(quiet_nomination, active=False)
    active = _developing(told_nomination, active=True)
    step = active.progress.get()
    copy, signature, pack = _signing(plan, post, holder, token)
    SkillMark.objects.create(unit=unit, staff=holder, skill="finance", level=2, valid_from=SINCE)
    role = Code.objects.create(
        list="board_role", code=f"L-{token.lower()}", label=f"{token} role", owner=unit,
        attributes={"national": "COO"}, valid_from=SINCE,
    )  # fmt: skip
    staff_list = _uploaded(unit, token)
    RecordLink.objects.create(
        unit=unit, staff=member, before=Person.objects.create(), linked_at=now()
    )
    made = Content(
        unit=unit, post=post, holder=holder, quiet=quiet_nomination, told=told_nomination, pool=pool,
        membership=membership, private=private, chosen=chosen, link=link, mine=mine, active=active,
        step=step, held=held, copy=copy, signature=signature, pack=pack, role=role,
        staff_list=staff_list, plan_sheet=_brought(unit, token), bulk=_previewed(quiet_nomination), hold=_stopped(unit, token),
    )  # fmt: skip
    made.secrets = [
        token,
        str(made.quiet.public_id),
        str(made.told.public_id),
        str(made.bulk.public_id),
    ]
    return made


def _previewed(nomination: Nomination) -> BulkChange:
    """A change of several rows that was looked at and not saved."""
    made = BulkChange.objects.create(
        unit=nomination.unit, act="cover", values={"cover": "ACT"}, made_at=now()
    )
    BulkLine.objects.create(
        unit=nomination.unit,
        bulk=made,
        post=nomination.post,
        nomination=nomination,
        version=1,
        before={"cover": "NONE"},
        after={"cover": "ACT"},
    )
    return made


def _private(unit: OrgUnit, token: str) -> tuple[Pool, PositiveActionMembership, Sponsorship]:
    """A positive-action pool, somebody who joined it, and who sponsors her. Nobody of the tests keeps it."""
    keeper = factories.user(f"keeper.{unit.code}".lower())
    pool = Pool.objects.create(
        unit=unit,
        title=f"{token} network",
        kind="POSITIVE_ACTION",
        joining="self",
        target_roles=["CNO"],
        valid_from=SINCE,
    )
    PositiveActionTerms.objects.create(
        unit=unit,
        pool=pool,
        basis="needs",
        evidence=f"{token} evidence",
        review_on=today() + dt.timedelta(days=90),
        keeper=keeper,
        recorded_on=SINCE,
    )
    staff = factories.staff(unit, f"{token}{CHOSEN} Poolson")
    chosen = PositiveActionMembership.objects.create(
        unit=unit, pool=pool, staff=staff, joined_on=SINCE
    )
    link = Sponsorship.objects.create(
        unit=unit,
        membership=chosen,
        staff=staff,
        sponsor=keeper,
        sponsor_name=f"{token} sponsor",
        shown_as=staff.name,
        named_on=SINCE,
        agreed_on=SINCE,
    )
    SponsorAction.objects.create(
        unit=unit, sponsorship=link, happened_on=SINCE, what=f"{token} talk", recorded_by=keeper
    )
    return pool, chosen, link


def _signing(
    plan: SuccessionPlan, post: Post, holder: StaffRecord, token: str
) -> tuple[PlanCopy, Signature, BoardPack]:
    """A version of the plan that waits for its signature, with its paper and its pack.

    The bytes of the pack are no PDF: whoever is shown them is shown the token.
    """
    unit = plan.unit
    content = copies.freeze(
        board(unit.pk, today()),
        codes=code_lists(*LISTS),
        rules=rules(unit.pk, today()),
        organisation=(unit.code, unit.name),
        cycle=plan.cycle,
    )
    common = {"unit": unit, "staff_ids": [holder.pk]}
    copy = PlanCopy.objects.create(
        plan=plan, number=1, content=content, sha256=copies.checksum(content), made_on=SINCE,
        made_at=now(), **common,
    )  # fmt: skip
    paper = copies.paper(content)
    BoardPaper.objects.create(copy=copy, content=paper, sha256=copies.checksum(paper), **common)
    signature = Signature.objects.create(unit=unit, copy=copy, role="CNO", post=post, staff=holder)
    pack = BoardPack.objects.create(
        copy=copy, title=f"{plan.cycle}, version 1", stamp=[], state="done", pages=2,
        pdf=f"{token} pack".encode(), asked_at=now(), made_at=now(), **common,
    )  # fmt: skip
    return copy, signature, pack


def _uploaded(unit: OrgUnit, token: str) -> StaffList:
    """A staff list that waits: one joiner, and one row that cannot be read."""
    rows = (
        f"Name,Job title,Start date\n{token}new Joiner,Nurse,1/4/2026\n{token}odd Joiner,Nurse,?\n"
    )
    return StaffList.objects.create(
        unit=unit,
        name=f"{token} staff.csv",
        content=rows.encode(),
        sha256="0" * 64,
        columns={"name": 0, "title": 1, "starts": 2},
        uploaded_by=factories.user(f"uploader.{unit.code}".lower()),
        uploaded_at=now(),
        expires_at=now() + dt.timedelta(days=7),
    )


def _brought(unit: OrgUnit, token: str) -> PlanSheet:
    """A spreadsheet that waits: a risk, somebody to name, and a row that cannot be read."""
    rows = (
        f"Post,Vacancy risk,Successor,Readiness\n{token} chief nurse,Low,{token}member Poolson,RN\n"
        f"{token} chief nurse,,{token}unknown Nominee,RN\n"
    )
    return PlanSheet.objects.create(
        unit=unit,
        layout="plan",
        name=f"{token} plan.csv",
        content=rows.encode(),
        sha256="0" * 64,
        columns={"post": 0, "vacancy_risk": 1, "successor": 2, "readiness": 3},
        uploaded_by=factories.user(f"bringer.{unit.code}".lower()),
        uploaded_at=now(),
        expires_at=now() + dt.timedelta(hours=24),
    )


def _stopped(unit: OrgUnit, token: str) -> KeepingHold:
    """Nothing is removed here for a time; earlier records went."""
    KeepingHorizon.objects.create(unit=unit, klass="judgement", horizon=SINCE, removed=3)
    return KeepingHold.objects.create(
        unit=unit,
        reason="complaint",
        reference=f"{token} case",
        valid_from=today(),
        valid_to=today() + dt.timedelta(days=30),
        set_at=now(),
    )


def _developing(nomination: Nomination, *, active: bool) -> PathwayAssignment:
    unit, staff = nomination.unit, nomination.staff
    pathway = shipped("ASP-CNO")
    assigned = PathwayAssignment.objects.create(
        unit=unit,
        staff=staff,
        **pathway.copy,
        state="active" if active else "prepared",
        source="nomination",
        source_id=nomination.public_id,
        prepared_on=SINCE,
        started_on=SINCE if active else None,
    )
    StepProgress.objects.create(unit=unit, assignment=assigned, step_key=pathway.steps[0].key)
    CompetencyAssessment.objects.create(
        unit=unit,
        staff=staff,
        competency=Competency.objects.get(code="LCF1"),
        level=2,
        assessed_on=SINCE,
    )
    return assigned


def _named(post: Post, staff: StaffRecord, rank: int, *, told: bool = False) -> Nomination:
    nomination = Nomination.objects.create(
        unit=post.unit,
        post=post,
        staff=staff,
        rank=rank,
        disclosure="agreed" if told else "not_told",
        told_on=SINCE if told else None,
        told_readiness="R12" if told else "",
        agreed_on=SINCE if told else None,
        valid_from=SINCE,
    )
    ReadinessJudgement.objects.create(
        unit=post.unit,
        nomination=nomination,
        readiness="R12",
        evidence=f"{staff.name.split()[0]} evidence",
        judged_on=SINCE,
        review_by=today() + dt.timedelta(days=90),
        valid_from=SINCE,
    )
    return nomination


def own_words(at: Content, other: User) -> None:
    """What the successor who was told wrote herself: wishes, two conversations, a correction."""
    unit, staff = at.unit, at.told.staff
    token = staff.name.split()[0]
    Aspiration.objects.create(
        unit=unit, staff=staff, roles=["CNO"], words=f"{token} wish", shared=True, valid_from=SINCE
    )
    at.correction = CorrectionRequest.objects.create(
        unit=unit, staff=staff, about="work", words=f"{token} correction", asked_on=SINCE
    )
    agreed = Conversation.objects.create(
        unit=unit, staff=staff, with_user=other, grid="scope-for-growth", state="agreed",
        outcome="STRETCH", plan=f"{token} plan", started_on=SINCE, met_on=SINCE,
        person_yes_on=SINCE, other_yes_on=SINCE,
    )  # fmt: skip
    AgreedOutcome.objects.create(
        unit=unit, staff=staff, conversation=agreed, grid=agreed.grid, outcome="STRETCH",
        agreed_on=SINCE,
    )  # fmt: skip
    at.conversation = Conversation.objects.create(
        unit=unit, staff=staff, with_user=other, grid="scope-for-growth", state="met",
        started_on=SINCE, met_on=SINCE,
    )  # fmt: skip
    for side in ("person", "other"):
        Preparation.objects.create(
            unit=unit, conversation=at.conversation, side=side, shared_on=SINCE,
            answers={"enjoy": f"{token} {side} answer"},
        )  # fmt: skip


def build() -> World:
    """The whole world: tree, content of every employer, and one account for each persona."""
    units = factories.small_tree()
    factories.overlay(units)
    factories.overlay(
        units, code="OVB", name="Birkmoor Place", kind="place", kept_by="RB", members=()
    )
    at = {code: content(units[code]) for code in EMPLOYERS}
    told = at["TA1"].told.staff.person
    personas = {
        "cpo": factories.holder("cpo", units["TA1"]),
        "learning_lead": factories.holder("learning_lead", units["TA1"]),
        "access_admin": factories.holder("access_admin", units["TA1"]),
        "founder": factories.holder("founder", units["TA1"]),
        "ig_auditor": factories.holder("ig_auditor", units["TA1"]),
        "committee_reader": factories.holder("committee_reader", units["TA1"]),
        "successor": factories.holder("staff", units["TA1"], login="successor.ta1", person=told),
        "signer": factories.holder(
            "staff", units["TA1"], login="signer.ta1", person=at["TA1"].holder.person
        ),
        "other_cpo": factories.holder("cpo", units["TA2"]),
        "icb_cpo": factories.holder("cpo", units["QA1"]),
        "icb_reader": factories.holder("committee_reader", units["QA1"]),
        "icb_lead": factories.holder("talent_lead", units["QA1"]),
        "regional_lead": factories.holder("talent_lead", units["RA"]),
        "steward": factories.holder("steward", units["RA"]),
        "national_lead": factories.holder("national_lead", units["NAT"]),
        "other_region_lead": factories.holder("talent_lead", units["RB"]),
        "pool_manager": factories.holder("pool_manager", units["RA"]),
        "overlay_lead": factories.holder("talent_lead", units["OVA"]),
        "overlay_manager": factories.holder("pool_manager", units["OVA"]),
        "overlay_auditor": factories.holder("ig_auditor", units["OVA"]),
        "support": factories.holder("support", units["NAT"]),
        "nobody": factories.user("no.grants"),
    }
    grants = {
        "other_admin": factories.give(factories.user("second.admin"), "access_admin", units["TA1"])
    }
    with user_scope(personas["steward"].pk, unit_code="RA") as viewer:
        definition = publish_definition(
            viewer=viewer,
            kind_code="plan_template",
            title="Board plan",
            fields={
                "review_months": {"value": "6", "mode": "default"},
                "roles": {"items": [{"key": "CEO"}, {"key": "CNO"}], "mode": "default"},
            },
            valid_from=today(),
        )
        asked = publish_definition(
            viewer=viewer,
            kind_code="succession_return",
            title="Board return",
            fields={"due_on": {"value": today(), "mode": "default"}},
            valid_from=today(),
        )
        change = draft_merge(
            viewer=viewer,
            codes=["QA1", "QA2"],
            into_code="QA9",
            into_name="Ashdown ICB",
            on=today(),
        )
        send_notices(viewer=viewer, plan=change, version=change.version)
    proposal = keep_proposal(actor=ODS, unit_id=units["NAT"].id, plan=PROPOSED)
    commented = _commented(change, personas["cpo"], units["TA1"])
    with user_scope(personas["steward"].pk, login="steward.ra", unit_code="RA") as viewer:
        paper = change_papers.ask(viewer=viewer, plan=change, version=change.version)
    for each in at.values():
        Adaptation.objects.create(
            unit=each.unit,
            definition=definition,
            base_version=definition.versions.get(),
            differences=[{"field": "successors_wanted", "item": "", "value": 3, "base": 2}],
            valid_from=today(),
        )
        _parting(each, change, personas["cpo"])
        SuccessionReturn.objects.create(
            unit=each.unit, definition=asked, number=1, content=_returned(each), sha256="0" * 64,
            complete=False, signed_on=today(),
        )  # fmt: skip
    for code, content_there in at.items():
        lead = personas["learning_lead"] if code == "TA1" else factories.user(f"partner.{code}")
        own_words(content_there, lead)
    release = build_release("RA", "leadership", today())
    assert release is not None
    lead = personas["regional_lead"]
    with user_scope(lead.pk, login=lead.get_username(), unit_code="RA") as viewer:
        run = reporting.request_run(viewer=viewer, release=release)
        schedule = reporting.create_schedule(
            viewer=viewer, report="leadership", day_of_month=5, logins=["talent_lead.ra"]
        )
        export = make_export(
            viewer=viewer, release=release, purpose="board", note="", format_="csv"
        )
    readers = {
        code: PackReader.objects.create(
            unit=units[code],
            pack=at[code].pack,
            user=personas[persona],
            via="packs",
            expires_on=today() + dt.timedelta(days=30),
            named_at=now(),
        )
        for code, persona in (("TA1", "committee_reader"), ("QA1", "icb_reader"))
    }
    sent = _sent_to(personas["icb_reader"], units["QA1"])
    crossing = cross(units, personas)
    reviews.open_due(REVIEWER)
    return World(
        units,
        at,
        personas,
        grants,
        definition,
        asked,
        change,
        proposal,
        commented,
        paper,
        run,
        sent,
        schedule,
        export,
        readers,
        crossing,
        {
            overlay: OverlayInvite.objects.create(
                overlay=units[overlay], unit=units[asked], valid_from=today(), invited_at=now()
            )
            for overlay, asked in (("OVA", "QB1"), ("OVB", "TA4"))
        },
        _asked_for(units),
    )


def _commented(change: RestructurePlan, cpo: User, unit: OrgUnit) -> RestructureComment:
    """What an employer says of the change that concerns it."""
    notice = RestructureNotice.objects.get(plan=change, unit=unit)
    with user_scope(cpo.pk, login=cpo.get_username(), unit_code=unit.code) as viewer:
        return comment(viewer=viewer, notice=notice, text="We share a chair with a neighbour.")


def _asked_for(units: dict[str, OrgUnit]) -> SupportAccess:
    """Support access to one employer that waits for its second person; another one had it and it ended."""
    asker = factories.holder("support", units["NAT"], login="support.asker")
    waiting, _ = (
        SupportAccess.objects.create(
            unit=units[code], desk=units["NAT"], kind="look", ticket=f"T-{code}", minutes=30,
            reason="A page is empty", requested_by=asker, requested_at=now(), ended_at=ended,
        )
        for code, ended in (("TA1", None), ("TA2", now()))
    )  # fmt: skip
    return waiting


def _parting(of: Content, change: RestructurePlan, lead: User) -> None:
    """What an employer decided when it was to be split, and what came to it by another change."""
    token = of.secrets[0]
    of.handover = HandoverList.objects.create(
        unit=of.unit, plan=change, title=f"{token} split", on=today() + dt.timedelta(days=9),
        successors=["QA2", "QA9"], names=["Aspen ICB", "Ashdown ICB"],
    )  # fmt: skip
    HandoverChoice.objects.create(
        unit=of.unit, list=of.handover, subject="staff", row=of.holder.public_id, successor="QA9",
        decided_by=lead, decided_at=now(),
    )  # fmt: skip
    DuplicateChoice.objects.create(
        unit=of.unit, kind="posts", first=of.post.public_id, second=of.pool.public_id, answer="both",
        decided_by=lead, decided_at=now(),
    )  # fmt: skip
    CarriedOver.objects.create(
        unit=of.unit, subject="posts", row=of.post.public_id, origin=of.unit, on=SINCE
    )


def _returned(of: Content) -> dict[str, object]:
    """A return that says who its employer is, so that reading it elsewhere would be proof."""
    line = [of.secrets[0], 1]
    items = [{"code": "posts", "label": "Posts", "lines": [line], "missing": []}]
    return {"return": "Board return", "asked_by": "RA", "version": 1, "items": items}


def _sent_to(reader: User, unit: OrgUnit) -> ReportRun:
    """The PDF of an ICB's figures, made and sent to a reader of its committee."""
    release = Release.objects.get(unit=unit)
    document = pdf_of(release)
    run = ReportRun.objects.create(
        unit=unit,
        report=release.report,
        slot=today(),
        scope=unit.code,
        release=release,
        state="done",
        pdf=document.content,
        pdf_sha256=document.sha256,
        pages=document.pages,
        created_at=now(),
        finished_at=now(),
    )
    Delivery.objects.create(run=run, unit=unit, user=reader, state="sent", created_at=now())
    return run
