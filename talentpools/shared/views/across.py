"""An employer's side: what staff ask it, and the vacancies that it puts to a bench."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from orgs import audit
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.consultation import locks
from orgs.sharing import SharingError
from orgs.web.found import found
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from talentpools.shared import bench, forms, own_words, release, selectors
from talentpools.shared.views.common import board_roles

PURPOSE = "filling a vacancy"
RELEASE_PURPOSE = "answering requests for release time"


def _employer(viewer: Viewer) -> int:
    """The id of the employer in the URL; 404 at a part of one, which employs nobody."""
    if not viewer.here.is_employer:
        raise Http404
    return viewer.here.id


@access(VIEW_SUCCESSION)
@require_safe
def across(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Requests for release time, and vacancies with who said yes."""
    viewer, roles = request.viewer, board_roles()
    unit_id = _employer(viewer)
    requests = selectors.release_requests(unit_id)
    vacancies = selectors.vacancies(unit_id)
    profiles = selectors.answered(unit_id, [v.public_id for v in vacancies])
    context = {
        "nav": "across",
        "requests": [own_words.release_row(r, viewer.day, name=r.staff.name) for r in requests],
        "vacancies": [
            own_words.vacancy_card(v, profiles.get(v.public_id, []), roles, viewer.day)
            for v in vacancies
        ],
        "may_manage": viewer.may(MANAGE_SUCCESSION),
    }
    audit.record_read(
        viewer, "shared.release", [r.staff_id for r in requests], purpose=RELEASE_PURPOSE
    )
    shown = [p.public_id for each in profiles.values() for p in each]
    audit.record_profiles(viewer, "shared.vacancies", shown, purpose=PURPOSE)
    return render(request, "shared/across.html", context)


@access(MANAGE_SUCCESSION)
def answer(request: ViewerRequest, unit_code: str, asked: UUID) -> HttpResponse:
    """Answer a request for release time."""
    viewer = request.viewer
    of = found(selectors.release_request(_employer(viewer), asked))
    form = forms.ReleaseAnswerForm(request.POST or None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        try:
            release.answer_request(viewer=viewer, request=of, **form.cleaned_data)
        except SharingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"{of.staff.name} can read your answer")
            return redirect("shared:across", unit_code)
    row = own_words.release_row(of, viewer.day, name=of.staff.name)
    audit.record_read(viewer, "shared.answer", [of.staff_id], purpose=RELEASE_PURPOSE)
    context = {"nav": "across", "row": row, "form": form}
    return render(request, "shared/answer.html", context, status=status)


@access(MANAGE_SUCCESSION)
@locks("vacancy")
def post_vacancy(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Put a vacancy or interim need to a bench."""
    viewer = request.viewer
    _employer(viewer)
    benches = selectors.benches(viewer)
    form = forms.VacancyForm(request.POST or None, benches=benches, roles=board_roles())
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        code, data["role_code"] = data.pop("bench"), data.pop("role")
        data["bench_id"] = next(b.pk for b in benches if b.code == code)
        try:
            made = bench.post_vacancy(viewer=viewer, **data)
        except SharingError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, own_words.asked_words(made))
            return redirect("shared:across", unit_code)
    status = 422 if request.method == "POST" else 200
    return render(request, "shared/vacancy.html", {"nav": "across", "form": form}, status=status)


@access(MANAGE_SUCCESSION)
@require_POST
def close_vacancy(request: ViewerRequest, unit_code: str, vacancy: UUID) -> HttpResponse:
    """Close a vacancy."""
    of = found(selectors.vacancy(_employer(request.viewer), vacancy))
    try:
        bench.close_vacancy(viewer=request.viewer, vacancy=of)
    except SharingError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"Closed: {of.title}")
    return redirect("shared:across", unit_code)


@access(MANAGE_SUCCESSION)
@require_POST
def dismiss(request: ViewerRequest, unit_code: str, profile: UUID) -> HttpResponse:
    """Remove what somebody shared for a vacancy."""
    of = found(selectors.vacancy_profile(_employer(request.viewer), profile))
    bench.dismiss(viewer=request.viewer, profile=of)
    messages.success(request, "The profile is removed")
    return redirect("shared:across", unit_code)
