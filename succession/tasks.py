"""What the workers do. A message carries an id only and may come twice, late, or never."""

import logging

from celery import shared_task

from succession import packs

logger = logging.getLogger(__name__)


@shared_task(name=packs.MAKE)  # type: ignore[untyped-decorator]  # celery has no types
def make_pack(public_id: str, **_: object) -> str | None:
    """Make one board pack; return its new state, None when there was nothing to do."""
    try:
        return packs.MADE.make(public_id)
    except Exception:
        logger.exception("pack %s failed", public_id)
        raise
