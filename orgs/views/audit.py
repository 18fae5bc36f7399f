"""The audit log of a unit: what was done, and who looked."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs import audit
from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.presenters.audit import done_lines, read_lines

_PAGE = 25


class _Counted:
    """What a Paginator needs of a list whose rows a definer function gives page by page."""

    def __init__(self, total: int, read: Any) -> None:
        self.total, self.read = total, read

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: slice) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.read(part.start, part.stop - part.start)
        return rows


@access(a.VIEW_AUDIT)
@require_safe
def events(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Newest first, in two tabs. It says that and by whom, not what."""
    here = request.viewer.here.id
    looked = request.GET.get("tab") == "looked"
    done_count, looked_count = audit.counts(here)
    source: Any = _Counted(
        looked_count if looked else done_count,
        lambda start, limit: (audit.reads if looked else audit.events)(
            here, limit=limit, offset=start
        ),
    )
    page: Page[Any] = Paginator(source, _PAGE).get_page(request.GET.get("page"))
    lines = (read_lines if looked else done_lines)(page.object_list)
    context = {
        "nav": "audit",
        "page": page,
        "lines": lines,
        "looked": looked,
        "may_hold": request.viewer.may(a.HOLD_RECORDS),
    }
    return render(request, "orgs/audit.html", context)
