"""Fixtures of ours that take the place of pytest-django's: registered after it, by pytest_plugin."""

import pytest

from .pytest_plugin import ensure_template


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:  # noqa: ARG001  it names this process's database
    """Have the template migrated before this process's database is made from it."""
    ensure_template()
