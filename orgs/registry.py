"""Typed registries: how an app above tells an app below what it offers, without being imported.

Each seam is one :class:`Registry`, owned by the lower app and filled in the upper app's
``AppConfig.ready``. The table in docs/architecture.md lists who fills what, and
``tests/architecture/test_registries.py`` holds it to that.
"""

from collections.abc import Iterator
from typing import Generic, TypeVar

Item = TypeVar("Item")


class Registry(Generic[Item]):
    """Named items in the order in which they were added. A name is taken once."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._items: dict[str, Item] = {}

    def add(self, key: str, item: Item) -> Item:
        """Add `item` under `key`; raise ``ValueError`` when the key is taken."""
        if key in self._items:
            raise ValueError(f"{self.subject}: {key!r} is registered twice")
        self._items[key] = item
        return item

    def get(self, key: str) -> Item:
        """Return the item called `key`; raise ``LookupError`` when there is none."""
        try:
            return self._items[key]
        except KeyError:
            raise LookupError(f"{self.subject}: nothing is registered as {key!r}") from None

    def keys(self) -> list[str]:
        return list(self._items)

    def __iter__(self) -> Iterator[Item]:
        return iter(self._items.values())

    def __contains__(self, key: object) -> bool:
        return key in self._items

    def __len__(self) -> int:
        return len(self._items)
