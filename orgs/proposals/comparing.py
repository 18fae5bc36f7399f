"""Each night: the tree is compared with the files of a folder, and what differs is proposed.

It proposes only what it did not propose last, whatever became of that, and changes nothing.
"""

import logging
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from orgs import tree
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import now, today
from orgs.enums import ProposalState
from orgs.imports.ods_difference import LargeChangeError, difference
from orgs.imports.ods_plan import Plan, digest, is_empty
from orgs.imports.ods_read import OdsFiles, read_files
from orgs.imports.ods_tree import placed_units
from orgs.imports.refusal import ImportRefusedError
from orgs.models.proposals import OdsCheck, OdsProposal
from orgs.models.units import OrgUnit
from orgs.proposals.services import keep_proposal, overtake

log = logging.getLogger(__name__)


def compare_tree(principal: Principal) -> bool:
    """Compare once a day; says whether something new is proposed. It may be called twice, or late."""
    if not settings.ODS_REPORTS:
        return False
    with system_scope(principal):
        if _due() is None:
            return False
    # The files may be large: they are read before the lock is taken.
    read, faults = _read(Path(settings.ODS_REPORTS))
    with tree.locked(), system_scope(principal):
        if (unit_id := _due()) is None:
            return False
        plan: Plan | None = None
        if not faults:
            try:
                plan = difference(placed_units(), read, as_at=today())
            except LargeChangeError as large:
                faults = [
                    str(large).replace("say so with --large", "use manage.py ods_diff --large")
                ]
        for fault in faults:
            log.error("ODS comparison: %s", fault)
        OdsCheck.objects.update_or_create(
            unit_id=unit_id,
            defaults={
                "checked_at": now(),
                "checked_on": today(),
                "sources": read.names,
                "faults": faults,
            },
        )
        return plan is not None and _propose(principal, unit_id, plan)


def _due() -> int | None:
    """The nation, when it has not been compared today."""
    root = OrgUnit.objects.filter(type__code="national", open=True).values_list("id", flat=True)
    unit_id = root.first()
    done = OdsCheck.objects.filter(unit_id=unit_id, checked_on__gte=today()).exists()
    return None if done else unit_id


def _propose(principal: Principal, unit_id: int, plan: Plan) -> bool:
    ours = OdsProposal.objects.filter(unit_id=unit_id, made_by__isnull=True)
    last = ours.order_by("-made_at", "-id").first()
    if is_empty(plan):
        # What was proposed has been done, or the files have changed back. What a steward uploaded stays.
        if last is not None and last.state == ProposalState.NEW:
            overtake(unit_id)
        return False
    if last is not None and last.digest == digest(plan):
        return False
    keep_proposal(actor=principal, unit_id=unit_id, plan=plan)
    return True


def _read(folder: Path) -> tuple[OdsFiles, list[str]]:
    """What the files of the folder say, or why they say nothing."""
    try:
        with ExitStack() as stack:
            files: list[tuple[str, BinaryIO]] = [
                (path.name, stack.enter_context(path.open("rb")))
                for path in sorted(folder.iterdir())
                if path.is_file() and not path.name.startswith(".")
            ]
            if not files:
                return OdsFiles(), ["There is no file in the folder."]
            return read_files(files), []
    except ImportRefusedError as refused:
        return OdsFiles(), refused.sentences(10)
    except OSError as error:
        # The path is the server's affair: people are told that it cannot be read, the log says which.
        log.exception("the folder of ODS files cannot be read")
        return OdsFiles(), [f"The folder cannot be read: {error.strerror or 'unknown error'}."]
