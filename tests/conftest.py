"""Fixtures that every part uses. Requests run under the site's database role, as in production."""

from collections.abc import Callable

import pytest
from django.test import Client

from orgs.models.access import User
from orgs.models.units import OrgUnit
from tests import factories


@pytest.fixture
def units(db: None) -> dict[str, OrgUnit]:
    """The small invented tree, by code."""
    return factories.small_tree()


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """``sign_in(user)`` gives a client signed in as that user."""

    def signed(user: User) -> Client:
        client.force_login(user)
        return client

    return signed
