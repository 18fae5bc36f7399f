"""A release as a tagged PDF, by the same sections as the page."""

from reporting.models.releases import Release
from reporting.presenters import releases as presenters
from reporting.render.pdf import PdfDocument, render_pdf
from reporting.reports import reports


def pdf_of(release: Release) -> PdfDocument:
    """The PDF of a release. The same release always gives the same bytes."""
    page = presenters.page(release, reports.get(release.report))
    return render_pdf(
        template="reporting/report_pdf.html",
        context={
            "page": page,
            "caption": page.caption,
            "meta": page.meta,
            "as_at": release.as_at,
            "threshold": page.threshold,
            "figures_hash": release.hash,
        },
        title=page.title,
        document_id=f"{release.report}-{release.id}",
    )
