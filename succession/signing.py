"""The plan's life: submitted and frozen, signed by those whom the template names, or sent back.

draft → in review → signed off; sent back → draft. Submitting again makes a new version, whose
signatures are asked for anew. Every act locks the plan's row first, so that two signatures that come
together both count and the plan is signed off once.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Max, Q

from orgs import audit
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.codes import code_lists
from orgs.periods import not_ended
from succession import accounts, copies, selectors, template
from succession.access import OWN_RECORD, SIGNING, must_manage
from succession.board import Board, board
from succession.board_roles import ROLES, holds_role, missing
from succession.conflicts import SuccessionError
from succession.enums import PlanState, SignatureState
from succession.models import BoardPaper, Incumbency, PlanCopy, Post, Signature, SuccessionPlan
from succession.template import PlanRules
from succession.words import LISTS, Codes, label

#: Answers that count towards the signing off.
SIGNED = (SignatureState.SIGNED, SignatureState.RECORDED)


@dataclass(frozen=True)
class Signer:
    """Who is asked to sign for a role: the holder of its post. Both are None where there is nobody."""

    role: str
    post_id: int | None
    staff_id: int | None
    person_id: int | None


def signers(unit_id: int, roles: Sequence[str], day: dt.date) -> list[Signer]:
    """The holders on a day of the posts of some roles of the template: 2 queries.

    Of several holders of a role the one who has held it longest is asked.
    """
    posts = list(selectors.posts(unit_id, day).only("id", "role_codes"))
    held: dict[int, Incumbency] = {}
    rows = Incumbency.objects.filter(
        not_ended("ends_on", day), unit_id=unit_id, starts_on__lte=day
    ).select_related("assignment__staff")
    for row in rows.order_by("starts_on", "pk"):
        held.setdefault(row.post_id, row)
    return [_signer(role, posts, held) for role in roles]


def _signer(role: str, posts: Sequence[Post], held: dict[int, Incumbency]) -> Signer:
    fitting = [post.pk for post in posts if holds_role(post.role_codes, role)]
    for post_id in fitting:
        if post_id in held:
            staff = held[post_id].assignment.staff
            return Signer(role, post_id, staff.pk, staff.person_id)
    return Signer(role, fitting[0] if fitting else None, None, None)


def frozen(
    viewer: Viewer, stand: Board, cycle: str, *, codes: Codes, rules: PlanRules
) -> copies.Content:
    """What a copy of the plan of the unit in the URL holds, as `stand` stands; `codes` = all its lists."""
    return copies.freeze(
        stand,
        codes=codes,
        rules=rules,
        organisation=(viewer.here.code, viewer.here.name),
        cycle=cycle,
    )


@transaction.atomic
def submit_plan(*, viewer: Viewer) -> PlanCopy:
    """Submit the open plan: it is frozen as a new version and waits for its signatures.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: no plan, no posts, or a role without a post that the template requires.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    plan = _locked(unit_id)
    rules = template.rules(unit_id, viewer.day)
    codes = code_lists(*LISTS, owner=unit_id)
    stand = board(unit_id, viewer.day)
    if not stand.rows:
        raise SuccessionError("The plan has no roles yet")
    gone = missing(rules.roles, [row.role_codes for row in stand.rows])
    if gone:
        words = ", ".join(label(codes, ROLES, code) for code in gone)
        raise SuccessionError(f"The plan template asks for roles that are not here yet: {words}")
    content = frozen(viewer, stand, plan.cycle, codes=codes, rules=rules)
    _drop_waiting(plan)
    last = plan.copies.aggregate(last=Max("number"))["last"] or 0
    made = PlanCopy.objects.create(
        unit_id=unit_id,
        plan=plan,
        number=last + 1,
        content=content,
        sha256=copies.checksum(content),
        staff_ids=copies.people(stand),
        made_on=viewer.day,
        made_at=now(),
        made_by_id=viewer.user_id,
    )
    paper = copies.paper(content)
    BoardPaper.objects.create(
        unit_id=unit_id,
        copy=made,
        content=paper,
        sha256=copies.checksum(paper),
        staff_ids=copies.people(stand, told_only=True),
    )
    Signature.objects.bulk_create(
        Signature(
            unit_id=unit_id,
            copy=made,
            role=asked.role,
            post_id=asked.post_id,
            staff_id=asked.staff_id,
        )
        for asked in signers(unit_id, rules.sign_off, viewer.day)
    )
    plan.state = PlanState.IN_REVIEW
    plan.submitted_on, plan.submitted_by_id = viewer.day, viewer.user_id
    _save(plan, viewer.user_id)
    if not rules.sign_off:
        _sign_off(plan, made, viewer.day)
    audit.record(
        viewer,
        "plan.submitted",
        unit_id=unit_id,
        about=plan,
        version=made.number,
        sha256=made.sha256,
    )
    return made


def _locked(unit_id: int) -> SuccessionPlan:
    plan = (
        SuccessionPlan.objects.select_for_update()
        .filter(unit_id=unit_id, valid_to=None)
        .order_by("-valid_from", "-pk")
        .first()
    )
    if plan is None:
        raise SuccessionError("Start the plan of this cycle first")
    return plan


def _save(plan: SuccessionPlan, user_id: int | None) -> None:
    plan.version += 1
    plan.changed_by_id = user_id
    plan.save()


def _drop_waiting(plan: SuccessionPlan) -> None:
    """Signatures of earlier versions are asked for no longer."""
    Signature.objects.filter(copy__plan=plan, state=SignatureState.WAITING).update(
        state=SignatureState.DROPPED
    )


def _sign_off(plan: SuccessionPlan, copy: PlanCopy, day: dt.date) -> bool:
    """Sign the plan off when all signatures of the version are in; say whether it was."""
    if copy.signatures.exclude(state__in=SIGNED).exists():
        return False
    plan.state, plan.signed_off_on = PlanState.SIGNED_OFF, day
    _save(plan, plan.changed_by_id)
    return True


def ask_holders(unit_id: int, day: dt.date) -> None:
    """Ask whoever holds the posts now for the signatures that still wait."""
    waiting = list(Signature.objects.filter(unit_id=unit_id, state=SignatureState.WAITING))
    asked = {s.role: s for s in signers(unit_id, [w.role for w in waiting], day)} if waiting else {}
    for signature in waiting:
        signer = asked[signature.role]
        if (signature.post_id, signature.staff_id) != (signer.post_id, signer.staff_id):
            signature.post_id, signature.staff_id = signer.post_id, signer.staff_id
            signature.save(update_fields=["post", "staff"])


def _waiting(signature: Signature) -> tuple[SuccessionPlan, Signature]:
    """Plan and signature, locked in this order; the signature must still be asked for."""
    plan = SuccessionPlan.objects.select_for_update(of=("self",)).get(copies=signature.copy_id)
    row = (
        Signature.objects.select_for_update(of=("self",))
        .select_related("copy")
        .get(pk=signature.pk)
    )
    if row.state != SignatureState.WAITING or plan.state != PlanState.IN_REVIEW:
        raise SuccessionError("This signature is no longer asked for")
    return plan, row


def _answer(viewer: Viewer, signature: Signature, *, state: SignatureState, note: str = "") -> None:
    """Write the answer of the person who holds the post, in the name of the system: she may not see
    posts, holders or the plan. The act is recorded as hers by the caller.
    """
    if not viewer.may(OWN_RECORD):
        raise PermissionDenied
    with system_scope(SIGNING, units=[signature.unit_id], day=viewer.day):
        plan, row = _waiting(signature)
        asked = signers(row.unit_id, [row.role], viewer.day)[0]
        if viewer.person_id is None or asked.person_id != viewer.person_id:
            raise PermissionDenied
        row.post_id, row.staff_id = asked.post_id, asked.staff_id
        row.state, row.note = state, note
        row.answered_on, row.answered_by_id = viewer.day, viewer.user_id
        row.save()
        if state == SignatureState.SENT_BACK:
            _drop_waiting(plan)
            plan.state = PlanState.DRAFT
            _save(plan, plan.changed_by_id)
        else:
            _sign_off(plan, row.copy, viewer.day)


@transaction.atomic
def sign_plan(*, viewer: Viewer, signature: Signature) -> None:
    """Sign the version of the plan, as the person who holds the role's post.

    Raises:
        PermissionDenied: she does not hold the post today.
        SuccessionError: the signature is no longer asked for.
    """
    _answer(viewer, signature, state=SignatureState.SIGNED)
    audit.record(
        viewer, "plan.signed", unit_id=signature.unit_id, about=signature, role=signature.role
    )


@transaction.atomic
def send_back(*, viewer: Viewer, signature: Signature, note: str) -> None:
    """Send the plan back to the succession lead with a note: it is a draft again.

    Raises as :func:`sign_plan`, and SuccessionError without a note.
    """
    if not note.strip():
        raise SuccessionError("Enter what should be looked at again")
    _answer(viewer, signature, state=SignatureState.SENT_BACK, note=note.strip())
    audit.record(
        viewer, "plan.sent_back", unit_id=signature.unit_id, about=signature, role=signature.role
    )


@transaction.atomic
def record_minutes(
    *, viewer: Viewer, signature: Signature, committee: str, minuted_on: dt.date, minute: str
) -> None:
    """Record a signature from the minutes of a committee, for somebody who cannot sign here herself.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: the holder has an account and signs herself, no longer asked for, or a
            meeting before the version or after today.
    """
    must_manage(viewer)
    plan, row = _waiting(signature)
    asked = signers(row.unit_id, [row.role], viewer.day)[0]
    if asked.person_id is not None and accounts.has_way_in(row.unit_id, asked.person_id):
        raise SuccessionError("The holder of this post can sign here, and signs in person")
    if not row.copy.made_on <= minuted_on <= viewer.day:
        raise SuccessionError("The meeting lies between the day of this version and today")
    if not committee.strip():
        raise SuccessionError("Enter the committee")
    row.state = SignatureState.RECORDED
    row.committee, row.minuted_on, row.minute = committee.strip(), minuted_on, minute.strip()
    row.answered_on, row.answered_by_id = viewer.day, viewer.user_id
    row.save()
    signed_off = _sign_off(plan, row.copy, viewer.day)
    audit.record(
        viewer, "plan.signature_recorded", unit_id=row.unit_id, about=row, role=row.role,
        signed_off=signed_off,
    )  # fmt: skip


# --- reading -----------------------------------------------------------------------------------------


def copies_of(plan: SuccessionPlan) -> list[PlanCopy]:
    """The versions of a plan, the newest first, without their content."""
    return list(plan.copies.defer("content").order_by("-number"))


def copy(unit_id: int, public_id: UUID) -> PlanCopy | None:
    """One version, with its plan and its paper."""
    rows = PlanCopy.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("plan", "paper").first()


def newest(plan: SuccessionPlan) -> PlanCopy | None:
    """The newest version of a plan, with ``asked`` and ``signed``: how many are asked, and have signed."""
    return (
        plan.copies.annotate(
            asked=Count("signatures"),
            signed=Count("signatures", filter=Q(signatures__state__in=SIGNED)),
        )
        .order_by("-number")
        .first()
    )


def signatures(of: PlanCopy) -> list[Signature]:
    """The signatures of a version, in the order of the template, with the person asked."""
    return list(of.signatures.select_related("staff", "post").order_by("pk"))


def signature(unit_id: int, public_id: UUID) -> Signature | None:
    """One signature of the unit, with its version."""
    rows = Signature.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("copy__plan", "staff", "post").first()


def asked_of(unit_id: int, person_id: int | None) -> list[Signature]:
    """The signatures that are, or were, asked of a person herself: what she may open on her page."""
    if person_id is None:
        return []
    rows = Signature.objects.filter(
        unit_id=unit_id,
        staff__person_id=person_id,
        state__in=[SignatureState.WAITING, SignatureState.SIGNED],
    )
    return list(rows.order_by("-pk"))


def paper_of(signature: Signature) -> BoardPaper | None:
    """The paper that a signature is about. The one who is asked reads it, and not the copy."""
    return BoardPaper.objects.filter(unit_id=signature.unit_id, copy_id=signature.copy_id).first()
