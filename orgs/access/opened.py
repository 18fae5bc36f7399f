"""Which roles open something, read from the rules of the views: no list is kept by hand.

A role whose pages are not built yet can be held, and shown as held, but is not offered to anybody.
"""

from collections.abc import Iterable, Iterator
from functools import cache

from django.urls import URLPattern, URLResolver, get_resolver

from orgs.access.roles import Role
from orgs.access.rules import Rule


def offered(given: Iterable[Role]) -> list[Role]:
    """Those of the roles that may be `given` which open a page beyond the home page, in their order."""
    return [role for role in given if opens_a_page(role)]


def opens_a_page(role: Role) -> bool:
    """Whether some view asks for an action of the role. Pages for any role at all do not count."""
    return any(action.code in _asked_for() for action in role.actions)


@cache
def _asked_for() -> frozenset[str]:
    """Codes of the actions that some view asks for by name."""
    return frozenset(action.code for rule in _rules(get_resolver()) for action in rule.actions)


def _rules(resolver: URLResolver) -> Iterator[Rule]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _rules(entry)
        elif isinstance(entry, URLPattern):
            rule = getattr(entry.callback, "access", None)
            if isinstance(rule, Rule):
                yield rule
