"""Where an employer's people and posts go when it is split: chosen and confirmed inside its wall."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import audit
from orgs.access.actions import DECIDE_HANDOVER
from orgs.access.rules import ViewerRequest, access
from orgs.forms.handover import ChooseForm
from orgs.models.handover import HandoverList
from orgs.presenters import handover as words
from orgs.restructure import lists
from orgs.restructure.errors import RestructureError
from orgs.restructure.transfers import subjects
from orgs.views.restructure import CONFLICT, INVALID, status_of, version_of

_NAV = {"nav": "people"}
_PAGE = 50


def _found(request: ViewerRequest, public_id: UUID) -> HandoverList:
    found = lists.list_here(request.viewer, public_id)
    if found is None:
        raise Http404
    return found


@access(DECIDE_HANDOVER)
@require_safe
def handover(request: ViewerRequest, unit_code: str, handover: UUID) -> HttpResponse:
    """The list: of one subject at a time, and of one division if asked."""
    return _page(request, _found(request, handover), request.GET)


@access(DECIDE_HANDOVER)
@require_POST
def choose(request: ViewerRequest, unit_code: str, handover: UUID) -> HttpResponse:
    """Say where the ticked lines go, or with ``all`` every line of what is shown."""
    found = _found(request, handover)
    form = _form(found, request.POST)
    if not form.is_valid():
        return _page(request, found, request.POST, form=form, status=INVALID)
    subject = words.subject_called(request.POST.get("what", ""))
    group = request.POST.get("group", "")
    rows = form.rows(request.POST)
    if "all" in request.POST:
        shown = words.of_group(lists.placed(found, subject), group)
        rows = [each.row.public_id for each in shown]
    try:
        lists.choose_successor(
            viewer=request.viewer,
            handover=found,
            subject=subject.key,
            rows=rows,
            successor=form.cleaned_data["to"],
            version=version_of(request.POST),
        )
    except RestructureError as refused:
        return _refused(request, found, refused, form)
    messages.success(request, "Saved")
    query = urlencode({"what": subject.key, **({"group": group} if group else {})})
    return redirect(f"{reverse('orgs:handover', args=[unit_code, handover])}?{query}")


@access(DECIDE_HANDOVER)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: ViewerRequest, unit_code: str, handover: UUID) -> HttpResponse:
    """The second of two steps: what goes where, in numbers, and the signature."""
    found = _found(request, handover)
    problems: list[str] = []
    status = 200
    if request.method == "POST":
        try:
            lists.confirm_list(
                viewer=request.viewer, handover=found, version=version_of(request.POST)
            )
        except RestructureError as refused:
            problems, status = refused.sentences, CONFLICT
            found = _found(request, handover)
        else:
            messages.success(request, "The list is confirmed")
            return redirect("orgs:handover", unit_code, handover)
    parted = lists.parted(found)
    seen = {staff for each in parted for staff in each.staff_ids}
    audit.record_read(request.viewer, "orgs.handover", seen, purpose="change of organisations")
    context = {
        **_NAV,
        "found": found,
        "rows": words.summed(found),
        "parted": parted,
        "problems": [("", sentence) for sentence in problems],
        "errors": bool(problems),
    }
    return render(request, "orgs/handover_confirm.html", context, status=status)


def _form(found: HandoverList, data: Any = None) -> ChooseForm:
    named = list(zip(found.successors, found.names, strict=True))
    return ChooseForm(data, successors=named)


def _refused(
    request: ViewerRequest, found: HandoverList, refused: RestructureError, form: ChooseForm
) -> HttpResponse:
    form.add_error(None, refused.sentences)
    fresh = _found(request, found.public_id)
    return _page(request, fresh, request.POST, form=form, status=status_of(refused))


def _page(
    request: ViewerRequest,
    found: HandoverList,
    asked: Any,
    *,
    form: ChooseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    subject = words.subject_called(asked.get("what", ""))
    rows = lists.placed(found, subject)
    group = asked.get("group", "")
    shown = words.of_group(rows, group)
    page = Paginator(shown, _PAGE).get_page(request.GET.get("page"))
    seen = [each.row.staff_id for each in page if each.row.staff_id is not None]
    audit.record_read(request.viewer, "orgs.handover", seen, purpose="change of organisations")
    said, colour = words.standing(found)
    context = {
        **_NAV,
        "found": found,
        "status": said,
        "colour": colour,
        "subject": subject,
        "subjects": subjects(),
        "groups": words.groups(rows),
        "group": group if group in words.groups(rows) else "",
        "page": page,
        "rows": [(each.row, words.goes_to(each)) for each in page],
        "form": form or _form(found),
    }
    return render(request, "orgs/handover.html", context, status=status)
