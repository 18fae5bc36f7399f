"""Papers of changes of organisations: asking for one, what is drawn, and opening it."""

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from orgs import audit, panels
from orgs.access.actions import MANAGE_TREE
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.restructure.errors import OutdatedError
from orgs.restructure.plans import lock_plan
from orgs.restructure.selectors import is_outdated
from reporting.access import PAPERS
from reporting.doorbell import PAPER, ring
from reporting.enums import PaperState
from reporting.models.change_papers import ChangePaper
from reporting.papers import Papers
from reporting.presenters import change_papers as words
from reporting.render.pdf import PdfDocument, render_pdf

#: So many of a change stand on its page.
NEWEST = 5


@transaction.atomic
def ask(*, viewer: Viewer, plan: RestructurePlan, version: int) -> ChangePaper:
    """Ask for a change as a paper, as its page shows it to the viewer; what she has already is given again.

    Raises:
        PermissionDenied: without the right to administer organisations here.
        OutdatedError: somebody changed it since `version`, nothing of it has been rehearsed, or
            organisations have changed since.
    """
    if not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    plan = lock_plan(plan, *PlanState, version=version)
    if "rehearsal" not in plan.report:
        raise OutdatedError("Check first what will change. Then you can keep it as a PDF.")
    if is_outdated(viewer, plan):
        raise OutdatedError(
            "Organisations have changed since this was checked. Check it again, then keep it as a PDF."
        )
    content = words.content(viewer, plan)
    digest = words.digest(content)
    there = hers(viewer, plan).filter(content_sha256=digest).exclude(state=PaperState.FAILED)
    if (found := there.first()) is not None:
        return found
    paper = ChangePaper.objects.create(
        unit_id=plan.unit_id,
        plan=plan,
        fingerprint=plan.report["rehearsal"]["fingerprint"],
        standing=words.standing(plan),
        content=content,
        content_sha256=digest,
        asked_by_id=viewer.user_id,
        asked_at=now(),
    )
    audit.record(
        viewer, "restructure.paper_asked", unit_id=paper.unit_id, about=paper,
        plan=str(plan.public_id), content=digest,
    )  # fmt: skip
    ring(PAPER, str(paper.public_id))
    return paper


@transaction.atomic
def open_paper(*, viewer: Viewer, paper: ChangePaper) -> bytes:
    """The PDF, for whom it was made; the opening is recorded. It must be ready.

    Raises PermissionDenied for the paper of somebody else.
    """
    if paper.asked_by_id != viewer.user_id or not viewer.may(MANAGE_TREE):
        raise PermissionDenied
    audit.record(viewer, "restructure.paper_opened", unit_id=paper.unit_id, about=paper)
    return bytes(paper.pdf or b"")


# --- in the worker -----------------------------------------------------------------------------------


def drawn(paper: ChangePaper) -> PdfDocument:
    """The PDF of a paper: the same row always gives the same bytes."""
    return render_pdf(
        template="reporting/change_paper_pdf.html",
        context=words.printed(paper),
        title=paper.content["title"],
        document_id=words.document_id(paper),
    )


def _made(paper: ChangePaper) -> None:
    audit.record(PAPERS, "restructure.paper_made", unit_id=paper.unit_id, about=paper)


def _failed(paper: ChangePaper) -> None:
    audit.record(PAPERS, "restructure.paper_failed", unit_id=paper.unit_id, about=paper)


MADE = Papers(
    model=ChangePaper,
    principal=PAPERS,
    task=PAPER,
    draw=drawn,
    made=_made,
    failed=_failed,
    along=("asked_by",),
    heavy=("pdf", "content"),
)


# --- reading -----------------------------------------------------------------------------------------


def hers(viewer: Viewer, plan: RestructurePlan) -> QuerySet[ChangePaper]:
    """The viewer's own papers of a change at the unit in the URL, without content and bytes."""
    rows = ChangePaper.objects.filter(plan=plan, unit_id=viewer.here.id, asked_by_id=viewer.user_id)
    return rows.select_related("asked_by").defer("content", "pdf")


def paper_of(viewer: Viewer, plan: UUID, public_id: UUID) -> ChangePaper | None:
    """One of them, whatever state it is in."""
    rows = ChangePaper.objects.filter(
        plan__public_id=plan, unit_id=viewer.here.id, asked_by_id=viewer.user_id
    )
    return rows.filter(public_id=public_id).select_related("plan").defer("content").first()


def _part(viewer: Viewer, plan: RestructurePlan) -> dict[str, Any]:
    newest = list(hers(viewer, plan).order_by("-asked_at", "-pk")[:NEWEST])
    return words.part(plan, newest, viewer.here.code)


def register() -> None:
    """Called from ``ReportingConfig.ready``."""
    panels.change_parts.add("paper", panels.ChangePart("reporting/change_paper_part.html", _part))
