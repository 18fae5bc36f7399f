"""Taking one's own record along to another employer, and entering it there."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from orgs.access.actions import OWN_RECORD
from orgs.access.rules import ViewerRequest, access
from orgs.forms.people import BringForm
from orgs.people import movers
from orgs.presenters.people import link_words


def _page(
    request: ViewerRequest, *, form: BringForm | None = None, code: str = "", status: int = 200
) -> HttpResponse:
    viewer = request.viewer
    record = movers.own_record(viewer)
    context = {
        "nav": "development",
        "record": record,
        "code": code,
        "days": movers.LASTS.days,
        "form": form or BringForm(),
        "link": link_words(movers.link_of(record)) if record else "",
        "errors": form if form is not None else None,
    }
    return render(request, "orgs/move.html", context, status=status)


@access(OWN_RECORD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What goes along when I move. A POST makes the code, which this answer alone shows."""
    if request.method != "POST":
        return _page(request)
    if movers.own_record(request.viewer) is None:
        return _page(request, status=422)
    return _page(request, code=movers.make_code(viewer=request.viewer))


@access(OWN_RECORD)
@require_POST
def enter(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Enter, at the new employer, the code that I made at the one before."""
    viewer, form = request.viewer, BringForm(request.POST)
    if form.is_valid():
        try:
            movers.bring_record(
                viewer=viewer, record=movers.own_record(viewer), code=form.cleaned_data["code"]
            )
        except movers.MoveError as error:
            form.add_error("code", str(error))
        else:
            messages.success(request, "Your record has come along")
            return redirect("orgs:move", unit_code)
    return _page(request, form=form, status=422)


@access(OWN_RECORD)
@require_POST
def undo(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Take it back: the record here stands for itself again."""
    record = movers.own_record(request.viewer)
    if record is None or movers.link_of(record) is None:
        return _page(request, status=422)
    movers.undo_link(viewer=request.viewer, record=record)
    messages.success(request, "Your record here stands for itself again")
    return redirect("orgs:move", unit_code)
