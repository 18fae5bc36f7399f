"""What was sent to somebody who reads for a board or committee: her list, and opening one."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from orgs.access.actions import READ_PACKS
from orgs.access.rules import ViewerRequest, access
from orgs.web.download import attachment
from reporting import selectors, services
from reporting.presenters import runs as presenters


@access(READ_PACKS)
@require_GET
def index(request: ViewerRequest, unit_code: str) -> HttpResponse:
    rows = presenters.sent_rows(selectors.sent(request.viewer), unit_code)
    context = {"nav": "sent", "sent": rows, "newest": selectors.SENT}
    response = render(request, "reporting/sent.html", context)
    response["Cache-Control"] = "no-store"
    return response


@access(READ_PACKS)
@require_GET
def download(request: ViewerRequest, unit_code: str, run: uuid.UUID) -> HttpResponse:
    found = selectors.sent_run(request.viewer, run)
    if found is None:
        raise Http404
    withdrawal = selectors.withdrawal_of(found)
    if withdrawal is not None:
        context = {
            "nav": "sent",
            "unit_code": unit_code,
            "report": presenters.sent_gone(found, withdrawal),
        }
        return render(request, "reporting/sent_gone.html", context, status=410)
    content = services.open_run(viewer=request.viewer, run=found)
    name = f"{found.report}-{unit_code}-{found.slot.isoformat()}.pdf"
    return attachment(content, name=name, content_type="application/pdf")
