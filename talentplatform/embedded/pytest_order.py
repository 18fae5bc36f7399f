"""Which process of a run takes which tests: all journeys together, every other module as a whole.

Journeys share one site, and the tests of a module its fixtures: spread over two processes, each would be
made twice. The journeys take longest and begin first, so that both processes end together.

xdist's own groups (``xdist_group``) hang a suffix on the ids of tests. pytest 9.2 no longer lets a plugin
change those, so that marked tests were spread like all others.
"""

from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

_JOURNEYS = "tests/journeys/"


class ByModule(LoadScopeScheduling):  # type: ignore[misc]  # xdist publishes no types
    """A unit of work is a module; the journeys are one."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return _JOURNEYS if path.startswith(_JOURNEYS) else path


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The journeys first; the others as they were found."""
    items.sort(key=lambda item: not item.nodeid.startswith(_JOURNEYS))


@pytest.hookimpl
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> ByModule:
    """The first process's, of any run in several processes."""
    config.option.loadscopereorder = False
    return ByModule(config, log)
