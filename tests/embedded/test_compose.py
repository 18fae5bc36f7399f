"""docker-compose.yml is valid, holds to our rules, and its database script works."""

import copy
import os
import subprocess

import psycopg
import pytest
import yaml

from talentplatform.embedded import binaries, compose

DOCUMENT = yaml.safe_load(compose.FILE.read_text())


@pytest.fixture
def document():
    return copy.deepcopy(DOCUMENT)


def test_it_is_valid_by_the_compose_specification(document):
    assert compose.schema_errors(document) == []


def test_it_holds_to_our_rules(document):
    assert compose.rule_errors(document) == []


def test_the_schema_refuses_a_word_that_compose_does_not_know(document):
    document["services"]["web"]["comand"] = ["sh"]
    assert len(compose.schema_errors(document)) == 1


@pytest.mark.parametrize(
    ("service", "variable"),
    [
        ("web", "DATABASE_BUILDER_URL"),
        ("worker", "DATABASE_OWNER_URL"),
        ("beat", "DATABASE_OWNER_URL"),
    ],
)
def test_a_url_that_a_process_may_not_hold_is_refused(document, service, variable):
    document["services"][service]["environment"][variable] = "postgresql://x"
    assert [error.split(" holds ")[0] for error in compose.rule_errors(document)] == [service]


def test_each_process_gets_every_setting_that_production_needs(document):
    for name, logins in compose.HOLDERS.items():
        environment = document["services"][name]["environment"]
        assert environment["DJANGO_SETTINGS_MODULE"] == "talentplatform.settings.production"
        assert {"SECRET_KEY", "ALLOWED_HOSTS", "CELERY_BROKER_URL", "DATABASE_LOGIN"} <= set(
            environment
        )
        assert {environment["DATABASE_LOGIN"]} == logins


def test_the_script_that_sets_passwords_sets_them(document, own_servers):
    script = document["configs"]["passwords"]["content"].replace("$$", "$")
    url = own_servers.url("owner", "postgres")
    awkward = 'it\'s a "word" \\ $x'
    subprocess.run(
        [binaries.postgres_programs() / "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", url],
        input=script,
        text=True,
        check=True,
        env=dict(os.environ, WEB_PASSWORD=awkward, BUILDER_PASSWORD="b" * 20),
    )
    with psycopg.connect(url, autocommit=True) as connection:
        hashed = connection.execute(
            "SELECT count(*) FROM pg_authid"
            " WHERE rolname IN ('tp_web', 'tp_builder') AND rolpassword LIKE 'SCRAM-SHA-256$%'"
        ).fetchone()
    assert hashed == (2,)
