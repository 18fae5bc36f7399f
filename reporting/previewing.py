"""Looking at published figures before a change of organisations: asked for, made by a worker, shown.

The slow check of a rehearsal (orgs/restructure/checks.py). The row is the truth; the queue is a
doorbell. Each part is one transaction of the aggregation worker, and moves the progress on.
"""

import datetime as dt
import logging
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from orgs import tree
from orgs.access.principals import RESTRUCTURE, Principal
from orgs.access.scope import builder_scope, system_scope
from orgs.access.viewer import Viewer
from orgs.clock import now, today
from orgs.locks import FORESEEN
from orgs.models.restructure import RestructurePlan
from orgs.restructure.checks import Progress, SlowCheck, slow_checks
from orgs.restructure.errors import RestructureError
from orgs.restructure.selectors import administered
from reporting import foreseen
from reporting.doorbell import PREVIEW, ring
from reporting.enums import PreviewState
from reporting.models.previews import ChangePreview
from reporting.models.releases import Release

logger = logging.getLogger(__name__)

#: There are so many looks in a month: whoever could try out every tree there is could compare what would be
#: hidden in each, until a number that nobody is shown lies between two of them. They are counted for who
#: asks, wherever she asked, and for everything that she administers, whoever asked there: the address at
#: which a change is drawn up gives nobody looks of its own.
MOST, MONTH = 20, dt.timedelta(days=30)
TOO_MANY = (
    f"Published figures are looked at for at most {MOST} changes in 30 days, counted over all "
    "organisations that you administer, so that nobody works out a hidden figure by trying. Ask again "
    "later."
)
#: What is told of audiences outside the unit of a change and what is below it: sums, and no name.
ELSEWHERE = "Figures of other organisations"
#: For the same reason numbers of figures are kept as the next ten above.
_STEP = 10
_SUMMED = ("told", "lost")

KEY = "disclosure"
#: One part of the largest system takes minutes.
LEASE = dt.timedelta(minutes=15)
MAXIMUM_ATTEMPTS = 3
FAILED = "It was tried three times and did not succeed. The support team can see why."
_UNFINISHED = (PreviewState.QUEUED, PreviewState.RUNNING)


def _fingerprint(plan: RestructurePlan) -> str:
    return str(plan.report.get("rehearsal", {}).get("fingerprint", ""))


@transaction.atomic
def start(plan: RestructurePlan, viewer: Viewer) -> ChangePreview:
    """Ask for a look at the plan as it was last rehearsed. Asked for twice, it is made once.

    ``RestructureError`` when there have been too many.
    """
    fingerprint = _fingerprint(plan)
    asked = ChangePreview.objects.filter(plan=plan, fingerprint=fingerprint)
    there = asked.exclude(state=PreviewState.FAILED).first()
    if there is not None:
        return there
    with connection.cursor() as cursor:
        FORESEEN.take(cursor)
    if _lately(viewer) >= MOST:
        raise RestructureError(TOO_MANY)
    preview = ChangePreview.objects.create(
        unit_id=plan.unit_id,
        plan=plan,
        fingerprint=fingerprint,
        operations=plan.operations,
        asked_by_id=viewer.user_id,
        asked_at=now(),
    )
    ring(PREVIEW, str(preview.public_id))
    return preview


def _lately(viewer: Viewer) -> int:
    """How many looks the viewer asked for in the last month, or anybody at what she administers."""
    theirs = Q(asked_by_id=viewer.user_id) | Q(unit_id__in=administered(viewer))
    # What she asked for under another role of hers is not readable here, and counts too.
    with system_scope(RESTRUCTURE):
        return ChangePreview.objects.filter(theirs, asked_at__gt=now() - MONTH).count()


def progress(plan: RestructurePlan) -> Progress:
    """How far it is, as the viewer of the plan's page sees it."""
    if not Release.objects.exists():
        return Progress(
            "done", lines=("Nothing has been published yet, so nothing can be compared.",)
        )
    found = ChangePreview.objects.filter(plan=plan).order_by("-asked_at", "-id").first()
    if found is None:
        return Progress("none", missing="Check the published figures first.")
    current = found.fingerprint == _fingerprint(plan)
    if found.state in _UNFINISHED:
        percent = 100 * found.done // found.of if found.of else 0
        missing = "Wait until the published figures have been checked."
        return Progress("running", percent, current, missing=missing)
    missing = "" if current else "Check the published figures again: the change is not what it was."
    if found.state == PreviewState.FAILED:
        # No figure is released without protection, so approving does not wait for ever.
        return Progress("failed", None, current, (found.error,), missing=missing)
    return Progress("done", 100, current, _lines(found), _rows(found), missing)


def _lines(found: ChangePreview) -> tuple[str, ...]:
    if not found.result:
        return ("The change touches no figures that have been published.",)
    told, lost = (sum(row[name] for row in found.result) for name in _SUMMED)
    compared = (
        f"{_count(told)} would tell small numbers to whoever compares them with what was published "
        "before. They will be hidden."
        if told
        else "No figure would tell a small number to whoever compares it with what was published before."
    )
    return (
        compared,
        f"{_count(lost)} shown now would not be shown after the change."
        if lost
        else "All figures of organisations that stay are shown as before.",
    )


def _count(number: int) -> str:
    return f"Up to {number:,} figures"


def _rows(found: ChangePreview) -> tuple[tuple[str, ...], ...]:
    return tuple(_row(row) for row in found.result)


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    told = f"Up to {row['told']:,}" if row["told"] else "None"
    if "unit" not in row:
        lost = f"Up to {row['lost']:,} no longer shown" if row["lost"] else "Shown as before"
        return ELSEWHERE, "Not listed here", lost, told
    return (
        f"{row['measure']}: {row['report']} for {row['unit']}",
        _shown(row["now"]),
        _shown(row["then"]) if sum(row["then"]) else "Not shown",
        told,
    )


def _shown(counts: list[int]) -> str:
    shown, hidden = counts
    return f"Up to {shown:,} shown, {f'up to {hidden:,}' if hidden else 'none'} hidden"


# --- in the worker -----------------------------------------------------------------------------------


def run(public_id: str) -> str | None:
    """Make one look; return its new state. None = there was nothing to do."""
    held = _lease(public_id)
    if held is None:
        return None
    try:
        with builder_scope():
            tried = foreseen.try_out(held.operations)
            tasks = [] if tried.faults else foreseen.tasks(tried)
            # An overlay is below nobody: who keeps one sees no figure of it.
            branch = set(tree.descendants(held.unit_id, today()))
        here: list[dict[str, Any]] = []
        elsewhere: list[dict[str, Any]] = []
        for n, task in enumerate(tasks):
            if not _renew(held, done=n, of=len(tasks)):
                return None
            with builder_scope():
                found = foreseen.compare(tried, task)
            (here if task.release.unit_id in branch else elsewhere).extend(found)
        result = [*map(_coarse, here), *_summed(elsewhere)]
        return _finish(held, PreviewState.DONE, result=result, done=len(tasks), of=len(tasks))
    except Exception:
        logger.exception("preview %s failed at attempt %s", public_id, held.attempt)
        if held.attempt >= MAXIMUM_ATTEMPTS:
            return _finish(held, PreviewState.FAILED, error=FAILED)
        _finish(held, PreviewState.QUEUED)
        raise


def _coarse(row: dict[str, Any]) -> dict[str, Any]:
    """What was found, without an exact number of figures."""
    counted = {name: _up(row[name]) for name in _SUMMED}
    return row | counted | {name: [_up(each) for each in row[name]] for name in ("now", "then")}


def _summed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was found for audiences outside the change's own unit: one row, without whose they are."""
    return [{name: _up(sum(row[name] for row in rows)) for name in _SUMMED}] if rows else []


def _up(number: int) -> int:
    return -(-number // _STEP) * _STEP


def _lease(public_id: str) -> ChangePreview | None:
    with builder_scope():
        free = Q(state=PreviewState.QUEUED) | Q(state=PreviewState.RUNNING, leased_until__lt=now())
        found = ChangePreview.objects.select_for_update(skip_locked=True)
        held = found.filter(free, public_id=public_id).first()
        if held is None:
            return None
        held.state, held.attempt = PreviewState.RUNNING, held.attempt + 1
        held.leased_until = now() + LEASE
        held.save(update_fields=["state", "attempt", "leased_until"])
        return held


def _renew(held: ChangePreview, **values: int) -> bool:
    with builder_scope():
        return bool(_mine(held).update(leased_until=now() + LEASE, **values))


def _finish(held: ChangePreview, state: PreviewState, **values: object) -> str:
    with builder_scope():
        done = {} if state == PreviewState.QUEUED else {"finished_at": now()}
        _mine(held).update(state=state, leased_until=None, **done, **values)
    return str(state)


def _mine(held: ChangePreview) -> QuerySet[ChangePreview]:
    return ChangePreview.objects.filter(
        pk=held.pk, attempt=held.attempt, state=PreviewState.RUNNING
    )


def run_due(_principal: Principal) -> int:
    """Make what nobody works on: a tick of worker-builder. What fails is tried at the next tick."""
    with builder_scope():
        waiting = ChangePreview.objects.filter(
            Q(state=PreviewState.QUEUED) | Q(state=PreviewState.RUNNING, leased_until__lt=now())
        )
        found = [
            str(each) for each in waiting.order_by("asked_at").values_list("public_id", flat=True)
        ]
    for public_id in found:
        try:
            run(public_id)
        except Exception:  # noqa: BLE001  it is logged, and keeps no other from its turn
            logger.info("preview %s: tried again at the next tick", public_id)
    return len(found)


def register() -> None:
    """Called from ``ReportingConfig.ready``."""
    slow_checks.add(
        KEY,
        SlowCheck(
            KEY,
            "Published figures",
            10,
            "Check the published figures",
            "Whoever keeps a report from before the change can compare it with one from after. This "
            "works out which figures that would give away, and so will be hidden. It takes some "
            "minutes, and you can leave this page.",
            (
                "What is published",
                "Now",
                "After the change",
                "Hidden because of what was published",
            ),
            start,
            progress,
        ),
    )
