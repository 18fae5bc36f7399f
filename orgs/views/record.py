"""My data: what is held about me here, who looked, what I agreed to; and corrections."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from orgs import audit, corrections, held
from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.forms.record import AnswerForm, CorrectionForm
from orgs.models.people import StaffRecord
from orgs.presenters.record import about_words, correction_lines, look_lines

_LOOKS = 25
_CORRECTING = "correcting records"


def _own(request: ViewerRequest) -> StaffRecord | None:
    viewer = request.viewer
    return held.own_record(viewer.person_id, viewer.here.id)


@access(a.OWN_RECORD)
@require_safe
def mine(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Everything that this employer holds about me, as far as I have been told of it."""
    viewer, record = request.viewer, _own(request)
    context: dict[str, object] = {"nav": "record", "record": record}
    if record is not None:
        looks = Paginator(held.looks_of(viewer), _LOOKS).get_page(request.GET.get("page"))
        context |= {
            "parts": held.parts_of(viewer, record.pk),
            "agreements": held.agreements_of(viewer, record.pk),
            "page": looks,
            "looks": look_lines(looks.object_list),
            "requests": correction_lines(corrections.own_requests(record.pk)),
        }
        audit.record_read(viewer, "orgs.record", [record.pk], purpose=held.OWN)
    return render(request, "orgs/record.html", context)


@access(a.OWN_RECORD)
def ask(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Ask for a correction."""
    record = _own(request)
    if record is None:
        raise Http404
    about = request.GET.get("about", "")
    form = CorrectionForm(request.POST or None, initial={"about": about})
    if request.method == "POST" and form.is_valid():
        corrections.ask_correction(viewer=request.viewer, staff=record, **form.cleaned_data)
        messages.success(request, "Your request is sent. The answer will stand here.")
        return redirect("orgs:record", unit_code)
    status = 422 if request.method == "POST" else 200
    return render(request, "orgs/record_ask.html", {"nav": "record", "form": form}, status=status)


@access(a.ANSWER_CORRECTIONS)
@require_safe
def asked(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Who waits for an answer."""
    viewer = request.viewer
    found = corrections.open_requests(viewer.here.id)
    context = {"nav": "home", "requests": [(each, about_words(each.about)) for each in found]}
    ids = [each.staff_id for each in found]
    audit.record_read(viewer, "orgs.corrections", ids, purpose=_CORRECTING)
    return render(request, "orgs/corrections.html", context)


@access(a.ANSWER_CORRECTIONS)
def answer(request: ViewerRequest, unit_code: str, correction: UUID) -> HttpResponse:
    """One request, and the sentence that answers it."""
    viewer = request.viewer
    found = corrections.request_of(viewer.here.id, correction)
    if found is None:
        raise Http404
    form = AnswerForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            corrections.answer_correction(viewer=viewer, request=found, **form.cleaned_data)
        except corrections.CorrectionError as error:
            form.add_error(None, str(error))
            status = 409
        else:
            messages.success(request, f"{found.staff.name} can read your answer")
            return redirect("orgs:corrections", unit_code)
    audit.record_read(viewer, "orgs.correction", [found.staff_id], purpose=_CORRECTING)
    context = {"nav": "home", "asked": found, "about": about_words(found.about), "form": form}
    return render(request, "orgs/correction.html", context, status=status)
