"""PDFs that are asked for as a row: a worker makes each once, and none is forgotten.

The row is the truth and the message a doorbell: what nobody made within seconds is rung for again, and
given up after five attempts.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F

from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import now
from reporting.doorbell import ring
from reporting.render.pdf import PdfDocument

MAXIMUM_ATTEMPTS = 5
UNHEARD = dt.timedelta(seconds=15)
#: The states of such a row.
QUEUED, DONE, FAILED = "queued", "done", "failed"


@dataclass(frozen=True)
class Papers:
    """How the rows of one table are made.

    Attributes:
        model: has public_id, unit, state, attempt, asked_at, made_at, pdf, pdf_sha256 and pages.
        principal: the part of the system that makes them.
        task: the worker's task, which is rung for.
        draw: the PDF of a row.
        made, failed: record in the audit, as `principal`, what became of a row.
        along: what is fetched with a row to draw it.
        heavy: columns that the sweep does not fetch.
    """

    model: type[models.Model]
    principal: Principal
    task: str
    draw: Callable[[Any], PdfDocument]
    made: Callable[[Any], None]
    failed: Callable[[Any], None]
    along: tuple[str, ...]
    heavy: tuple[str, ...] = ("pdf",)

    def _queued(self, **values: object) -> models.QuerySet[Any]:
        return models.QuerySet(self.model).filter(state=QUEUED, **values)

    def make(self, public_id: str) -> str | None:
        """Make one; return its new state, or None when there was nothing to do.

        The row is locked while WeasyPrint works (about a second), so a second worker passes it by, and
        a worker that is killed leaves it as it was but for the attempt.
        """
        with system_scope(self.principal):
            waiting = self._queued(public_id=public_id, attempt__lt=MAXIMUM_ATTEMPTS)
            begun = waiting.update(attempt=F("attempt") + 1)
        if not begun:
            return None
        with system_scope(self.principal):
            rows = self._queued(public_id=public_id).select_related(*self.along)
            paper = rows.select_for_update(skip_locked=True, of=("self",)).first()
            if paper is None:
                return None
            document = self.draw(paper)
            paper.pdf, paper.pdf_sha256 = document.content, document.sha256
            paper.pages, paper.made_at, paper.state = document.pages, now(), DONE
            paper.save(update_fields=["pdf", "pdf_sha256", "pages", "made_at", "state"])
            self.made(paper)
        return DONE

    def sweep(self, principal: Principal) -> int:
        """Each minute: ring again for those that nobody made, and give up on what was tried often enough."""
        with system_scope(principal):
            waiting = self._queued(asked_at__lt=now() - UNHEARD).defer(*self.heavy)
            given_up = waiting.filter(attempt__gte=MAXIMUM_ATTEMPTS)
            for paper in given_up.select_for_update(skip_locked=True):
                paper.state = FAILED
                paper.save(update_fields=["state"])
                self.failed(paper)
            late = list(waiting.values_list("public_id", flat=True))
            for public_id in late:
                ring(self.task, str(public_id))
        return len(late)
