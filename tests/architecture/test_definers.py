"""The functions that stand above the policies: the threat model lists those the site's login can run."""

import re

import pytest
from django.db import connection

from tests.architecture.test_shape import REPO

TEXT = (REPO / "docs" / "threat-model.md").read_text()


def listed(text: str) -> set[str]:
    """Names in the second column of the table under "What the site's login can call"."""
    _, _, rest = text.partition("## What the site's login can call in schema `app`")
    rows = [line for line in rest.partition("\n## ")[0].splitlines() if line.startswith("|")]
    return {name for row in rows[2:] for name in re.findall(r"`(\w+)`", row.split("|")[2])}


def runnable(role: str) -> set[str]:
    """Definer functions in schema app that a role of the database may run, triggers left out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
            "WHERE n.nspname = 'app' AND p.prosecdef AND p.prorettype <> 'trigger'::regtype "
            "AND has_function_privilege(%s, p.oid, 'EXECUTE')",
            [role],
        )
        return {name for (name,) in cursor.fetchall()}


@pytest.mark.django_db
def test_the_threat_model_lists_what_the_site_can_run() -> None:
    assert listed(TEXT) == runnable("app_web")


@pytest.mark.django_db
def test_what_the_workers_can_run() -> None:
    assert runnable("app_builder") == {"path", "closure", "leave", "known_together"}
    assert runnable("app_seal") == {"seal_audit", "audit_faults", "verify_audit", "leave"}


@pytest.mark.django_db
def test_a_function_that_is_not_listed_is_seen() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION app.slip() RETURNS int LANGUAGE sql SECURITY DEFINER "
            "SET search_path = public, pg_temp AS $$ SELECT 1 $$"
        )
        cursor.execute("GRANT EXECUTE ON FUNCTION app.slip() TO app_web")
    assert runnable("app_web") - listed(TEXT) == {"slip"}
