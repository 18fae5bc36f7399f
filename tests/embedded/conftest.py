"""Servers of these tests' own: they change roles, which every database of a server shares."""

import pytest

from talentplatform.embedded import databases, stack
from talentplatform.embedded.servers import BROKER, LOGINS


@pytest.fixture(scope="session")
def own_servers():
    """A fresh embedded Postgres, with the roles, that no other test uses."""
    with pytest.MonkeyPatch.context() as environment:
        for name in (*LOGINS.values(), BROKER):
            environment.delenv(name, raising=False)
        opened = stack.throwaway()
        running = opened.__enter__()
    try:
        databases.prepare_roles(running.servers, "postgres")
        yield running.servers
    finally:
        opened.__exit__(None, None, None)
