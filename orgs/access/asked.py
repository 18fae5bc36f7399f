"""Which page somebody asks about: "why can I see this" and "who can see this" carry its address."""

from dataclasses import dataclass

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.urls import Resolver404, resolve

from orgs.access import actions as a
from orgs.access import readers
from orgs.access.middleware import WallError, check
from orgs.access.rules import Rule
from orgs.access.shown import Shown, shown
from orgs.access.viewer import Viewer

#: Who may know by name who sees what, at this unit.
KNOW_NAMES = (a.MANAGE_ACCESS, a.VIEW_AUDIT)


@dataclass(frozen=True)
class Asked:
    """A page of this unit: the rule that the middleware applies to it, and what it shows.

    ``shows`` is None for a page that shows nobody; ``record`` the one that its address names.
    """

    path: str
    rule: Rule
    shows: Shown | None
    record: models.Model | None


def page_asked(viewer: Viewer, path: str) -> Asked:
    """The page at `path`, for who may open it or may know who does.

    Raises ``Http404`` when there is no such page of this unit, and what the page itself would raise
    (``WallError``, ``PermissionDenied``) when she may neither open it nor know who can.
    """
    try:
        match = resolve(path) if path.startswith(f"/o/{viewer.here.code}/") else None
    except Resolver404:
        match = None
    rule = getattr(match.func, "access", None) if match else None
    if match is None or rule is None:
        raise Http404
    opens = _opens(viewer, rule)
    shows = shown.get(match.view_name) if match.view_name in shown else None
    record = None
    if shows is not None and shows.row is not None and opens:
        part, label = shows.row
        record = readers.find(apps.get_model(label), match.kwargs[part])
        if record is None:
            raise Http404
    return Asked(path, rule, shows, record)


def _opens(viewer: Viewer, rule: Rule) -> bool:
    try:
        check(viewer, rule)
    except (PermissionDenied, WallError):
        if viewer.may_any(*KNOW_NAMES):
            return False
        raise
    return True
