"""Which servers are used, and which process is told which URL."""

from pathlib import Path

import pytest

from talentplatform.embedded import servers
from talentplatform.embedded.console import Refusal

GIVEN = {
    "DATABASE_URL": "postgresql://tp_web:a@db/talent?sslmode=require",
    "DATABASE_OWNER_URL": "postgresql://tp_owner:b@db/talent",
    "DATABASE_BUILDER_URL": "postgresql://tp_builder:c@db/talent",
    "CELERY_BROKER_URL": "redis://broker:6379/3",
}


@pytest.fixture
def environment(monkeypatch):
    for name in GIVEN:
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_without_urls_the_embedded_servers_are_used(environment):
    assert servers.given() is None


def test_with_all_urls_those_servers_are_used(environment):
    for name, value in GIVEN.items():
        environment.setenv(name, value)
    given = servers.given()
    assert given is not None
    assert given.embedded is False
    assert given.administration_database == "talent"
    assert given.url("web", "talent_demo") == "postgresql://tp_web:a@db/talent_demo?sslmode=require"
    assert given.broker_url == "redis://broker:6379/3"


@pytest.mark.parametrize("missing", list(GIVEN))
def test_a_half_of_the_urls_is_refused_by_name(environment, missing):
    for name, value in GIVEN.items():
        if name != missing:
            environment.setenv(name, value)
    with pytest.raises(Refusal, match=f"but {missing} is not set"):
        servers.given()


def test_a_process_is_told_the_url_of_its_own_login_only(environment):
    running = servers.embedded(Path("/x/postgres"), Path("/x/valkey/s"))
    environment.setenv("DATABASE_OWNER_URL", "postgresql://leaked@db/talent")
    told = running.environment("talent_demo", "builder")
    assert {k: v for k, v in told.items() if k.startswith(("DATABASE", "CELERY"))} == {
        "DATABASE_LOGIN": "builder",
        "DATABASE_BUILDER_URL": "postgresql://tp_builder@/talent_demo?host=%2Fx%2Fpostgres",
        "CELERY_BROKER_URL": "redis+socket:///x/valkey/s?virtual_host=0",
    }
