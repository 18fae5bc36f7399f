"""The two administrators of a change of organisations."""

import pytest

from orgs.models.access import User
from orgs.models.units import OrgUnit
from tests import factories


@pytest.fixture
def first(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RA"], login="first")


@pytest.fixture
def second(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["NAT"], login="second")
