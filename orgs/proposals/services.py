"""Proposals from ODS: kept when they are made, dismissed, or drawn up as a change of organisations.

Nothing here changes the tree. What is drawn up is a plan like any other: rehearsed, and approved by two
people before it is applied.
"""

from collections.abc import Mapping, Sequence
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.db import transaction

from orgs import audit, tree
from orgs.access.actions import MANAGE_TREE
from orgs.access.principals import Principal
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import ProposalState
from orgs.imports.ods_difference import LargeChangeError, difference
from orgs.imports.ods_plan import OdsPlanError, Operation, Plan, chosen, digest, is_empty
from orgs.imports.ods_read import read_files
from orgs.imports.ods_tree import placed_units
from orgs.imports.refusal import ImportRefusedError
from orgs.models.proposals import OdsProposal
from orgs.models.restructure import RestructurePlan
from orgs.restructure import operations as ops
from orgs.restructure.errors import RestructureError
from orgs.restructure.services import draft_plan

#: What an uploaded file may unfold to: some 8 seconds of reading. The full file of TRUD (660 MB) is for
#: ``manage.py ods_diff`` or the night.
MOST_UPLOADED = 60 * 1024 * 1024


class ProposalError(ValueError):
    """What was asked for may not be: `sentences` says why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


class ProposalEndedError(ProposalError):
    """Somebody has dealt with it, or a later comparison has overtaken it."""


@transaction.atomic
def upload_files(*, viewer: Viewer, files: Sequence[tuple[str, BinaryIO]]) -> OdsProposal | None:
    """Compare the tree with uploaded files and keep what follows; None when they say what it says.

    Raises:
        ProposalError: a file cannot be read, or would change implausibly much.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    try:
        read = read_files(files, most_xml=MOST_UPLOADED)
        plan = difference(placed_units(), read, as_at=viewer.day)
    except ImportRefusedError as refused:
        raise ProposalError(*refused.sentences(10)) from refused
    except LargeChangeError as large:
        said = str(large).replace(
            "say so with --large", "draw it up with manage.py ods_diff --large"
        )
        raise ProposalError(said) from large
    if is_empty(plan):
        return None
    return keep_proposal(actor=viewer, unit_id=viewer.here.id, plan=plan)


@transaction.atomic
def keep_proposal(*, actor: Viewer | Principal, unit_id: int, plan: Plan) -> OdsProposal:
    """Keep what a comparison proposes; it overtakes one that nobody has dealt with."""
    overtake(unit_id)
    made = OdsProposal.objects.create(
        unit_id=unit_id,
        digest=digest(plan),
        plan=plan,
        made_at=now(),
        made_by_id=actor.user_id if isinstance(actor, Viewer) else None,
    )
    audit.record(actor, "proposal.made", unit_id=unit_id, about=made)
    return made


def overtake(unit_id: int) -> None:
    """End the proposal that waits, because a later comparison says something else."""
    with tree.locked():  # two comparisons at once would both find none
        OdsProposal.objects.filter(unit_id=unit_id, state=ProposalState.NEW).update(
            state=ProposalState.OVERTAKEN, ended_at=now()
        )


@transaction.atomic
def dismiss_proposal(*, viewer: Viewer, proposal: OdsProposal) -> OdsProposal:
    """Leave everything as it is. The same differences are not proposed again.

    Raises:
        ProposalEndedError: it is dealt with already.
    """
    row = _waiting(viewer, proposal)
    _end(row, viewer, ProposalState.DISMISSED)
    audit.record(viewer, "proposal.dismissed", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def draw_up(
    *, viewer: Viewer, proposal: OdsProposal, answers: Mapping[str, str]
) -> RestructurePlan:
    """Draw up the change that the answers come to.

    Raises:
        ProposalError: a decision is not taken, nothing is to be done, or the tree does not allow it.
        ProposalEndedError: it is dealt with already.
    """
    row = _waiting(viewer, proposal)
    try:
        operations = chosen(row.plan, answers)
    except OdsPlanError as missing:
        raise ProposalError(*missing.sentences) from missing
    if not operations:
        raise ProposalError("With these answers nothing changes. Dismiss the proposal instead.")
    change = _draft(viewer, str(row.plan["title"]), operations)
    row.answers = dict(answers)
    row.change = change
    _end(row, viewer, ProposalState.DRAWN_UP, "answers", "change")
    audit.record(viewer, "proposal.drawn_up", unit_id=row.unit_id, about=row)
    return change


def _draft(viewer: Viewer, title: str, operations: Sequence[Operation]) -> RestructurePlan:
    """The change, each operation with its own day; days that have passed are recorded late."""
    try:
        dated = ops.read(operations)
        late = min(each.on for each in dated) < viewer.day
        return draft_plan(viewer=viewer, title=title, operations=dated, recorded_late=late)
    except RestructureError as refused:
        raise ProposalError(*refused.sentences) from refused


def _waiting(viewer: Viewer, proposal: OdsProposal) -> OdsProposal:
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    row = OdsProposal.objects.select_for_update().get(pk=proposal.pk)
    if row.state != ProposalState.NEW:
        said = ProposalState(row.state).label.lower()
        raise ProposalEndedError(f"This proposal has been dealt with: {said}.")
    return row


def _end(row: OdsProposal, viewer: Viewer, state: ProposalState, *more: str) -> None:
    row.state, row.ended_at, row.ended_by_id = state, now(), viewer.user_id
    row.save(update_fields=["state", "ended_at", "ended_by", *more])
