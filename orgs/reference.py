"""Reference rows that the platform ships: each app registers a loader, run after every migrate.

A loader is idempotent, writes only what changed, and leaves local rows alone.
"""

from collections.abc import Callable

from orgs.registry import Registry

Loader = Callable[[], None]
loaders: Registry[Loader] = Registry("reference loaders")


def load_all() -> None:
    """Run the loaders in the order in which they were registered: lower apps first."""
    for load in loaders:
        load()
