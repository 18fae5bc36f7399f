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
        signed_in: needs a user, and no unit (home, the list of one's organisations).
        public: anybody; listed with its reason in tests/access/matrix.py.
        methods: further HTTP methods need one of these instead.
    """

    actions: tuple[Action, ...] = ()
    signed_in: bool = False
    public: bool = False
    post: tuple[Action, ...] = ()

    def needed(self, method: str) -> tuple[Action, ...]:
        """The actions of which one is needed for `method`."""
        if self.post and method not in ("GET", "HEAD", "OPTIONS"):
            return self.post
        return self.actions


def _declare(view: View, rule: Rule) -> View:
    @wraps(view)
    def inner(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    inner.access = rule  # type: ignore[attr-defined]  # read by the middleware
    return inner


def access(*actions: Action, post: tuple[Action, ...] | Action = ()) -> Callable[[View], View]:
    """Require any of `actions` at the unit in the URL; for changes, any of `post` if given."""
    if not actions:
        raise ValueError("@access needs an action; see also @signed_in and @public")
    needed = post if isinstance(post, tuple) else (post,)
    return lambda view: _declare(view, Rule(actions=actions, post=needed))


def signed_in(view: View) -> View:
    """Require a user and nothing more: pages without a unit, which show only the user's own."""
    return _declare(view, Rule(signed_in=True))


def public(view: View) -> View:
    """Open to anybody. Every use has its reason in the access matrix."""
    return _declare(view, Rule(public=True))
