"""What the workers do. A message carries ids only and may come twice, late, or never."""

import datetime as dt
import logging

from celery import shared_task

from reporting import building, change_papers, previewing, runs, selectors
from reporting.doorbell import BUILD, PAPER, PREVIEW, RENDER
from reporting.rendering import pdf_of

logger = logging.getLogger(__name__)


@shared_task(name=BUILD)  # type: ignore[untyped-decorator]  # celery has no types
def build_release(unit_code: str, report: str, as_at: str) -> str | None:
    """Build a release now and return its id. What the calendar asks for comes by tick.

    Rung by ``doorbell.ring``, which puts it into the queue ``build``: only worker-builder may run it.
    """
    release = building.build_release(unit_code, report, dt.date.fromisoformat(as_at))
    return None if release is None else str(release.id)


@shared_task(name=PREVIEW)  # type: ignore[untyped-decorator]  # celery has no types
def preview_change(public_id: str) -> str | None:
    """Look at the published figures for a planned change of organisations; return the new state."""
    return previewing.run(public_id)


@shared_task(name=PAPER)  # type: ignore[untyped-decorator]  # celery has no types
def make_change_paper(public_id: str, **_: object) -> str | None:
    """Make one paper of a change of organisations; return its new state."""
    try:
        return change_papers.MADE.make(public_id)
    except Exception:
        logger.exception("paper %s failed", public_id)
        raise


@shared_task(name=RENDER)  # type: ignore[untyped-decorator]  # celery has no types
def render_run(public_id: str) -> str | None:
    """Make one PDF, for those of its readers who may see it now; return the run's new state.

    None = there was nothing to do: done already, or another worker has it.
    """
    held = runs.lease(public_id)
    if held is None:
        return None
    try:
        with runs.kept_alive(held):
            return _make(held)
    except Exception:
        logger.exception("run %s failed at attempt %s", public_id, held.attempt)
        runs.release_lease(held)
        raise


def _make(held: runs.Lease) -> str:
    refused = [u for u in held.readers if not selectors.may_receive(u, held.unit_code)]
    if len(refused) == len(held.readers):
        runs.cancel(held)
        return "cancelled"
    if held.release is None:
        runs.fail(held, runs.NO_FIGURES)
        return "failed"
    document = pdf_of(held.release, held.printed)
    # Who reads what is sent to her, and no report page, gets another link.
    sent_alone = [
        u for u in held.readers if u not in refused and not selectors.may_read(u, held.unit_code)
    ]
    return "done" if runs.finish(held, document, refused, sent_alone) else "taken over"
