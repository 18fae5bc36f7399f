"""How definitions are taken up below: which version, what is adapted, what waits and for how long."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.inheritance import below, drifting, values
from orgs.inheritance.below import Drift, UnitBelow
from orgs.presenters import drift as says
from orgs.views.defining import publishing
from orgs.web.csv import csv_text
from orgs.web.download import attachment

_PAGE = 25


@access(a.VIEW_TREE)
@publishing
@require_safe
def everything(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Every definition in effect here, with how many organisations below made what of it."""
    viewer = request.viewer
    units = [u for u in below.units_below(viewer.here.id, viewer.day) if u.employer]
    found = below.drift(viewer, units)
    tallies = below.tallies(found, viewer.day)
    first = {each.public_id: each for each in reversed(found)}
    rows = [
        (each, tallies[public_id], says.tally_words(tallies[public_id], each.version))
        for public_id, each in first.items()
    ]
    rows.sort(key=lambda row: (row[0].kind.label, row[0].title))
    context = {"nav": "templates", "rows": rows, "organisations": len(units)}
    return render(request, "orgs/drift.html", context | _publisher(viewer))


@access(a.VIEW_TREE)
@publishing
@require_safe
def of_one(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """One definition at every organisation below, with a line for each region or board."""
    viewer = request.viewer
    units, found = _of(viewer, definition)
    show, group, sort = (request.GET.get(name, "") for name in ("show", "group", "sort"))
    rows = says.in_order(says.narrowed(_rows(viewer, units, found), show, group), sort)
    figures = below.tally((each for each in found if each.unit.employer), viewer.day)
    context = {
        "nav": "templates",
        "of": found[0],
        "figures": figures,
        "tiles": says.tiles(figures, found[0].version),
        "groups": says.by_group(found, units, viewer.day),
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "matching": len(rows),
        "all": len(found),
        "show": show,
        "group": group,
        "sort": sort or "name",
        "shows": says.SHOWN.items(),
        "sorts": says.SORTED.items(),
        "long": below.LONG_DAYS,
    }
    return render(request, "orgs/drift_of.html", context | _publisher(viewer))


@access(a.VIEW_TREE)
@publishing
@require_safe
def at_one(request: ViewerRequest, unit_code: str, code: str) -> HttpResponse:
    """Every definition at one organisation below."""
    viewer = request.viewer
    units = below.units_below(viewer.here.id, viewer.day)
    unit = next((each for each in units if each.code == code), None)
    if unit is None:
        raise Http404
    rows = _rows(viewer, units, below.drift(viewer, [unit]))
    context = {"nav": "templates", "of": unit, "rows": rows}
    return render(request, "orgs/drift_at.html", context | _publisher(viewer))


@access(a.VIEW_TREE)
@publishing
@require_safe
def as_file(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """The list of one definition as CSV, as it is narrowed on the page; who took it is recorded."""
    viewer = request.viewer
    units, found = _of(viewer, definition)
    show, group = (request.GET.get(name, "") for name in ("show", "group"))
    rows = says.in_order(says.narrowed(_rows(viewer, units, found), show, group), "group")
    drifting.record_export(viewer=viewer, of=found[0], rows=len(rows))
    return attachment(
        csv_text(says.table(rows, viewer.day)),
        name=f"adoption-{found[0].kind.code}-{viewer.day.isoformat()}.csv",
        content_type="text/csv; charset=utf-8",
    )


def _of(viewer: Viewer, definition: UUID) -> tuple[list[UnitBelow], list[Drift]]:
    """The units below, and a definition at each; 404 unless it is in effect here and reaches some."""
    units = below.units_below(viewer.here.id, viewer.day)
    kind = drifting.kind_of(definition)
    found = below.drift(viewer, units, kind_codes=[kind]) if kind else []
    found = [each for each in found if each.public_id == definition]
    if not found:
        raise Http404
    return units, found


def _rows(viewer: Viewer, units: list[UnitBelow], found: list[Drift]) -> list[says.Row]:
    kinds = {each.kind.code: each.kind for each in found}
    choices = {code: values.choices_of(kind) for code, kind in kinds.items()}
    return says.rows(found, units, viewer.day, choices)


def _publisher(viewer: Viewer) -> dict[str, Any]:
    return {"may_publish": viewer.may(a.PUBLISH_DEFINITIONS)}
