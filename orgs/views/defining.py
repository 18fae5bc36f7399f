"""What the pages of templates and settings share: their walls, their 409, and which setting an address means."""

import datetime as dt
from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from orgs.access.middleware import wall
from orgs.access.rules import View, ViewerRequest
from orgs.access.viewer import Viewer
from orgs.inheritance import rights, selectors
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import Slot


def _stands_outside(viewer: Viewer) -> bool:
    """Behind an employer's wall its templates and settings are for those inside, and for a steward
    of that very unit; a steward from above publishes above.
    """
    return (
        viewer.here.behind_a_wall
        and not viewer.inside
        and all(reaching.unit != viewer.here.id for reaching in viewer.reaching)
    )


def _walled(outside: Callable[[Viewer], bool]) -> Callable[[View], View]:
    """The wall's 404 before anything else is said: also before a method is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer = request.viewer
            return wall(request, viewer) if outside(viewer) else view(request, *args, **kwargs)

        return inner

    return decorate


publishing = _walled(_stands_outside)
adapting = _walled(lambda viewer: not rights.may_adapt(viewer))


def stale(request: ViewerRequest, nav: str, url_name: str, *args: Any) -> HttpResponse:
    """409: somebody else changed it since the page was shown."""
    return stale_at(request, nav, reverse(url_name, args=args))


def stale_at(request: ViewerRequest, nav: str, back: str) -> HttpResponse:
    """The same, with the address to look at."""
    context = {"nav": nav, "back": back}
    return render(request, "orgs/definition_stale.html", context, status=409)


def in_effect(viewer: Viewer, public_id: UUID, day: dt.date | None = None) -> Effective:
    """A setting by its definition; 404 unless it is in effect at the unit in the URL, today or on a day."""
    for standing in selectors.standings(None, viewer.here.id, day or viewer.day):
        found = standing.effective
        if found.public_id == public_id and rights.concerns(viewer, found.kind):
            return found
    raise Http404


def spec_of(found: Effective, slot: Slot) -> FieldSpec:
    """The field that a slot of an address is of; 404 for one that the kind does not have, or no list."""
    try:
        spec = found.kind.field(slot.field)
    except LookupError:
        raise Http404 from None
    if slot.item and spec.type != "list":
        raise Http404
    return spec
