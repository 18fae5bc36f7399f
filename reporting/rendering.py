"""A release as a tagged PDF, by the same sections as the page."""

from orgs.access.scope import system_scope
from reporting import selectors
from reporting.access import REPORTS
from reporting.models.releases import Release
from reporting.packs import Printed
from reporting.presenters import releases as presenters
from reporting.render.pdf import PdfDocument, render_pdf
from reporting.reports import reports


def pdf_of(release: Release, printed: Printed | None = None) -> PdfDocument:
    """The PDF of a release. The same release, pack and comments always give the same bytes."""
    printed = printed or Printed()
    report = reports.get(release.report)
    # A worker has no scope of its own while it draws, and the policies show nothing without one.
    with system_scope(REPORTS):
        told = selectors.earlier(release, report.trend_tables())
    page = presenters.page(release, report, printed, told)
    number = "-".join(each for each in (release.report, str(release.id), printed.mark) if each)
    return render_pdf(
        template="reporting/report_pdf.html",
        context={
            "page": page,
            "caption": page.caption,
            "meta": page.meta,
            "as_at": release.as_at,
            "hidden": page.hidden,
            "figures_hash": release.hash,
        },
        title=page.title,
        # It stands at the top of every page.
        document_id=f"Draft {number}" if printed.draft else number,
    )
