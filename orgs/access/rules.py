"""``@access``: what a view needs. A view that declares nothing does not run."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from orgs.access.actions import Action
from orgs.access.viewer import Viewer

View = Callable[..., HttpResponse]


class ViewerRequest(HttpRequest):
    """A request inside a scope (typing only)."""

    viewer: Viewer
    htmx: HtmxDetails


@dataclass(frozen=True)
class Rule:
    """What the viewer needs.

    Attributes:
        actions: any one of them, at the unit in the URL.
        any_role: a role that reaches the unit in the URL, whatever it may do there.
        signed_in: needs a user, and no unit (home, the list of one's organisations).
        public: anybody; listed with its reason in tests/access/matrix.py.
    """

    actions: tuple[Action, ...] = ()
    any_role: bool = False
    signed_in: bool = False
    public: bool = False


def _declare(view: View, rule: Rule) -> View:
    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    inner.access = rule  # type: ignore[attr-defined]  # read by the middleware
    return inner


def access(*actions: Action) -> Callable[[View], View]:
    """Require any of `actions` at the unit in the URL."""
    if not actions:
        raise ValueError("@access needs an action; see also @any_role, @signed_in and @public")
    return lambda view: _declare(view, Rule(actions=actions))


def any_role(view: View) -> View:
    """Require a role that reaches the unit in the URL, whichever it is."""
    return _declare(view, Rule(any_role=True))


def signed_in(view: View) -> View:
    """Require a user and nothing more: pages without a unit, which show only the user's own."""
    return _declare(view, Rule(signed_in=True))


def public(view: View) -> View:
    """Open to anybody. Every use has its reason in the access matrix."""
    return _declare(view, Rule(public=True))
