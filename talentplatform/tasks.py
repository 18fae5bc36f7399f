"""What beat calls. Each registered tick is a task of its own: one that fails stops no other."""

import logging

from celery import shared_task

from orgs.ticks import Period, due, ticks

logger = logging.getLogger(__name__)


def ring(period: Period) -> list[str]:
    """Queue every tick of a period; return their keys."""
    for each in due(period):
        run_tick.apply_async([each.key], queue=each.queue)
    return [each.key for each in due(period)]


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def minute() -> None:
    """Beat, each minute."""
    ring("minute")


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def night() -> None:
    """Beat, each hour: the ticks themselves know what is due once a day."""
    ring("night")


@shared_task  # type: ignore[untyped-decorator]  # Celery ships no types
def run_tick(key: str) -> None:
    """Run one tick in the name of its principal. What fails is logged and tried at the next bell."""
    each = ticks.get(key)
    try:
        each.run(each.principal)
    except Exception:
        logger.exception("tick %s (%s) failed", key, each.principal.code)
        raise
