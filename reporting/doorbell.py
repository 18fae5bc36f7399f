"""Ringing the workers' bell. What is to be done is a row in Postgres; the message only says "look"."""

import logging
from functools import partial

from celery import current_app
from django.db import transaction

logger = logging.getLogger(__name__)

RENDER = "reporting.tasks.render_run"
BUILD = "reporting.tasks.build_release"
PAPER = "reporting.tasks.make_change_paper"
PREVIEW = "reporting.tasks.preview_change"
#: Everything else is for the workers of the site.
_QUEUES = {BUILD: "build", PREVIEW: "build"}


def ring(task: str, *args: str) -> None:
    """Send a task, by its name, when the transaction has been committed.

    A broker that is away costs nothing but time: the next tick finds the row.
    """
    transaction.on_commit(partial(_send, task, args), robust=True)


def _send(task: str, args: tuple[str, ...]) -> None:
    from kombu.exceptions import OperationalError

    try:
        current_app.send_task(task, args, queue=_QUEUES.get(task, "celery"))
    except OperationalError:
        logger.warning("the queue is away: %s %s waits for the next tick", task, args)
