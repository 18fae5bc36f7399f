"""The menu: each app registers its items; a viewer sees those that work for her roles here."""

from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse

from orgs.access.actions import Action
from orgs.registry import Registry


@dataclass(frozen=True)
class MenuItem:
    """One entry. `url_name` takes the unit's code; `actions` = any of these opens it.

    `employers`: it is there at employers alone, and not at their parts. `kinds`: at units of these
    kinds alone (:class:`orgs.enums.UnitKind`); an overlay has no tree below it, say.
    """

    key: str
    label: str
    url_name: str
    order: int
    actions: tuple[Action, ...] = ()
    employers: bool = False
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class MenuLink:
    key: str
    label: str
    url: str


class _Unit(Protocol):
    @property
    def code(self) -> str: ...

    @property
    def is_employer(self) -> bool: ...

    @property
    def kind(self) -> str: ...


class _Asking(Protocol):
    """What the menu must know of a viewer: where she is, and what she may do there."""

    @property
    def unit(self) -> _Unit | None: ...

    def may_any(self, *actions: Action) -> bool: ...


menu: Registry[MenuItem] = Registry("menu")


def item(
    key: str,
    label: str,
    url_name: str,
    *actions: Action,
    order: int,
    employers: bool = False,
    kinds: tuple[str, ...] = (),
) -> None:
    """Register a menu entry."""
    menu.add(key, MenuItem(key, label, url_name, order, actions, employers, kinds))


def links(viewer: _Asking) -> list[MenuLink]:
    """The entries for `viewer` at the unit in the URL, in order; none on a page without a unit."""
    if viewer.unit is None:
        return []
    shown = [
        i
        for i in menu
        if (not i.actions or viewer.may_any(*i.actions))
        and (viewer.unit.is_employer or not i.employers)
        and (not i.kinds or viewer.unit.kind in i.kinds)
    ]
    return [
        MenuLink(i.key, i.label, reverse(i.url_name, args=[viewer.unit.code]))
        for i in sorted(shown, key=lambda i: i.order)
    ]
