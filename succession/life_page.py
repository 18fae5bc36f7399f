"""Where a plan stands, in words: its state, its signatures, its versions, and what changed since."""

from dataclasses import dataclass
from typing import Any

from orgs.access.viewer import Viewer
from orgs.codes import code_lists
from orgs.words import words_of_day
from succession import accounts, copies, packs, plan_head, selectors, signing, template
from succession.board import Board, board
from succession.board_roles import ROLES, missing
from succession.enums import PlanState, SignatureState
from succession.models import BoardPack, PlanCopy, Signature, SuccessionPlan
from succession.planning import cycle_begins, cycle_of
from succession.template import PlanRules
from succession.words import LISTS, Codes, label

STEPS = ("Draft", "In review", "Signed off")
_STEP = {PlanState.DRAFT: 1, PlanState.IN_REVIEW: 2, PlanState.SIGNED_OFF: 4}
SIGNATURE_COLOURS = {
    SignatureState.WAITING: "yellow",
    SignatureState.SIGNED: "green",
    SignatureState.RECORDED: "blue",
    SignatureState.SENT_BACK: "orange",
    SignatureState.DROPPED: "grey",
}


@dataclass(frozen=True)
class SignatureRow:
    """One signature: whose, and what became of it. ``minutes`` = it can be recorded from the minutes."""

    signature: Signature
    role: str
    name: str
    state: str
    words: str
    colour: str
    said: str
    minutes: bool


@dataclass(frozen=True)
class Version:
    """One frozen version, with the packs that were made of it."""

    copy: PlanCopy
    packs: tuple[BoardPack, ...]


@dataclass(frozen=True)
class LifePage:
    """Everything that the sign-off page shows."""

    plan: SuccessionPlan | None
    cycle_now: str
    step: int
    state: str
    said: str
    sent_back: tuple[str, str]
    signatures: list[SignatureRow]
    versions: list[Version]
    since: list[str]
    newest: PlanCopy | None
    missing: list[str]
    asked: list[str]
    closed: list[str]
    staff_ids: set[int]

    @property
    def steps(self) -> tuple[str, ...]:
        return STEPS

    @property
    def over(self) -> bool:
        """Whether the cycle of the plan has ended: the next one is to be started."""
        return self.plan is not None and self.plan.cycle != self.cycle_now

    @property
    def submit_label(self) -> str:
        return "Submit for signature" if self.newest is None else "Submit a new version"


def role_words(viewer: Viewer, role: str) -> str:
    """What a role of the template is called here."""
    return label(code_lists(ROLES, owner=viewer.here.id), ROLES, role)


def signature_rows(viewer: Viewer, of: PlanCopy) -> list[SignatureRow]:
    """The signatures of a version in words."""
    codes = code_lists(ROLES, owner=viewer.here.id)
    rows = signing.signatures(of)
    waiting = any(row.state == SignatureState.WAITING for row in rows)
    way_in = {a.person_id for a in accounts.readers(of.unit_id) if a.own} if waiting else set()
    return [
        SignatureRow(
            row,
            label(codes, ROLES, row.role),
            row.staff.name if row.staff else "Nobody holds the post",
            row.state,
            str(SignatureState(row.state).label),
            SIGNATURE_COLOURS[SignatureState(row.state)],
            _said(row, has_account=row.staff is not None and row.staff.person_id in way_in),
            row.state == SignatureState.WAITING
            and (row.staff is None or row.staff.person_id not in way_in),
        )
        for row in rows
    ]


def _said(row: Signature, *, has_account: bool) -> str:
    if row.state == SignatureState.SIGNED:
        return f"Signed on {words_of_day(row.answered_on)}"
    if row.state == SignatureState.RECORDED:
        minute = f", minute {row.minute}" if row.minute else ""
        return (
            f"Recorded by the succession lead from the minutes of {row.committee}, "
            f"{words_of_day(row.minuted_on)}{minute}"
        )
    if row.state == SignatureState.SENT_BACK:
        return f"Sent back on {words_of_day(row.answered_on)}"
    if row.state == SignatureState.WAITING:
        return "Can sign here" if has_account else "Has no account here"
    return ""


def packs_of(of: PlanCopy) -> list[BoardPack]:
    """The packs of one version, the newest first."""
    return packs.packs_of([of]).get(of.pk, [])


def life_page(viewer: Viewer) -> LifePage:
    """The sign-off page of the unit in the URL."""
    unit_id, day = viewer.here.id, viewer.day
    plan = selectors.plan(unit_id, day)
    rules = template.rules(unit_id, day)
    codes = code_lists(*LISTS, owner=unit_id)
    present = [codes_ for (codes_,) in selectors.posts(unit_id, day).values_list("role_codes")]
    versions = signing.copies_of(plan) if plan else []
    made = packs.packs_of(versions)
    newest = versions[0] if versions else None
    rows = signature_rows(viewer, newest) if newest else []
    since: list[str] = []
    people = {row.signature.staff_id for row in rows if row.signature.staff_id}
    if plan and newest:
        stand = board(unit_id, day)
        before: dict[str, Any] = PlanCopy.objects.values_list("content", flat=True).get(
            pk=newest.pk
        )
        now = signing.frozen(viewer, stand, plan.cycle, codes=codes, rules=rules)
        since = plan_head.changed(copies.changes(before, now))
        people |= {*stand.staff_ids, *newest.staff_ids}
    return LifePage(
        plan=plan,
        cycle_now=cycle_of(day),
        step=_STEP.get(PlanState(plan.state), 1) if plan else 1,
        state=str(PlanState(plan.state).label) if plan else "",
        said=_stands(plan, rows),
        sent_back=next(
            (
                (row.name, row.signature.note)
                for row in rows
                if row.state == SignatureState.SENT_BACK
            ),
            ("", ""),
        )
        if plan and plan.state == PlanState.DRAFT
        else ("", ""),
        signatures=rows,
        versions=[Version(each, tuple(made.get(each.pk, ()))) for each in versions],
        since=since,
        newest=newest,
        missing=[label(codes, ROLES, code) for code in missing(rules.roles, present)],
        asked=[label(codes, ROLES, code) for code in rules.sign_off],
        closed=_closed(viewer),
        staff_ids=people,
    )


def _closed(viewer: Viewer) -> list[str]:
    """The posts that were closed in this cycle, why, and how many nominations ended with each."""
    said = []
    for post in selectors.closed_posts(viewer.here.id, cycle_begins(viewer.day), viewer.day):
        number: int = post.ended  # type: ignore[attr-defined]  # annotated by the selector
        ended = f". {number} nomination{'s' if number != 1 else ''} ended with it" if number else ""
        said.append(f"{post.title}, on {words_of_day(post.valid_to)}: {post.closing_reason}{ended}")
    return said


def _stands(plan: SuccessionPlan | None, rows: list[SignatureRow]) -> str:
    if plan is None:
        return "No plan has been started for this cycle."
    if plan.state == PlanState.SIGNED_OFF:
        return f"Signed off on {words_of_day(plan.signed_off_on)}."
    if plan.state == PlanState.IN_REVIEW:
        done = sum(row.state in signing.SIGNED for row in rows)
        return f"Submitted on {words_of_day(plan.submitted_on)}. {done} of {len(rows)} signatures are in."
    due = f" It is due on {words_of_day(plan.due_on)}." if plan.due_on else ""
    return f"The plan is a draft.{due}"


def stands(
    viewer: Viewer, plan: SuccessionPlan, stand: Board, *, codes: Codes, rules: PlanRules
) -> list[str]:
    """Sentences for the plan's own page on a plan that was submitted: 1 query."""
    copy = signing.newest(plan)
    if copy is None or stand.day < viewer.day:
        return []
    now = signing.frozen(viewer, stand, plan.cycle, codes=codes, rules=rules)
    return plan_head.stands(plan, copy, copies.changes(copy.content, now))
