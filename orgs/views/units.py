"""Pages about organisations: mine, one's home page, the tree below."""

import datetime as dt

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs import panels
from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access, any_role, signed_in
from orgs.restructure.picture import counted, nested
from orgs.restructure.shape import Shape
from orgs.web.forms import DayField, UiForm


class DayForm(UiForm):
    """The day on which to look at the tree."""

    label_size = "s"
    as_at = DayField(label="Day", required=False, help_text="For example, 31 3 2026")


@signed_in
@require_safe
def mine(request: ViewerRequest) -> HttpResponse:
    """The organisations the user holds a role on, narrowed by what she types.

    ``?switch=1`` is the list alone, for the search in the bar of every page.
    """
    typed = request.GET.get("q", "").strip()
    roles: dict[tuple[str, str, str], list[str]] = {}
    for code, name, kind, role in request.viewer.units():
        if typed.lower() in f"{name} {code}".lower():
            roles.setdefault((code, name, kind), []).append(role)
    units = [(*unit, ", ".join(held)) for unit, held in roles.items()]
    template = "components/unit_list.html" if "switch" in request.GET else "orgs/units.html"
    return render(request, template, {"units": units, "q": typed})


@any_role
@require_safe
def home(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The home page of a unit: what waits for the viewer, and what each app shows her first."""
    viewer = request.viewer
    context = {
        "nav": "home",
        "waiting": panels.waiting(viewer),
        "panels": panels.loaded(viewer),
    }
    return render(request, "orgs/home.html", context)


@access(a.VIEW_TREE)
@require_safe
def tree_page(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The organisations below, as the tree stands on a day (``as_at``)."""
    viewer = request.viewer
    form = DayForm(day_parts(request.GET)) if "as_at" in "".join(request.GET) else DayForm()
    day = (form.cleaned_data["as_at"] if form.is_bound and form.is_valid() else None) or viewer.day
    shape = Shape.of_day(day)
    context = {
        "nav": "organisations",
        "form": form,
        "day": day,
        "today": day == viewer.day,
        "nodes": [nested(shape, unit_code)] if unit_code in shape else [],
        "counts": _counts(shape, unit_code),
        "may_change": viewer.may(a.MANAGE_TREE),
    }
    return render(request, "orgs/tree.html", context, status=422 if form.errors else 200)


def day_parts(query: QueryDict) -> dict[str, str]:
    """``as_at=2026-03-31``, as a link has it, becomes the three boxes of the form."""
    if "as_at" not in query:
        return {name: query.get(name, "") for name in ("as_at_day", "as_at_month", "as_at_year")}
    given = query.get("as_at", "")
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        return {"as_at_day": given, "as_at_month": "0", "as_at_year": "0"}
    return {"as_at_day": str(day.day), "as_at_month": str(day.month), "as_at_year": str(day.year)}


def _counts(shape: Shape, code: str) -> list[str]:
    """How many of each kind are below, in the order of the levels."""
    below = [shape[each].type for each in (shape.below(code) if code in shape else ())]
    return [
        counted(kind.label, below.count(name))
        for name, kind in shape.kinds.items()
        if name in below
    ]
