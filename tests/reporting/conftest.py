"""Fixtures of reports: the tiny region, and its release as at 31 October 2026."""

import pytest

from orgs.models.units import OrgUnit
from reporting.building import build_release
from reporting.models import Release
from tests.reporting import region


@pytest.fixture
def filled(units: dict[str, OrgUnit]) -> dict[str, OrgUnit]:
    region.fill(units)
    return units


@pytest.fixture
def released(filled: dict[str, OrgUnit]) -> Release:
    """The region's release; its ICBs' are cut from it."""
    release = build_release("RA", "leadership", region.AS_AT)
    assert release is not None
    return release
