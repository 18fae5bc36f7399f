"""One invented board for the tests of the loop."""

import pytest

from orgs.models.units import OrgUnit
from tests.succession.factories import World, world


@pytest.fixture
def trust(units: dict[str, OrgUnit]) -> World:
    return world(units["TA1"])
