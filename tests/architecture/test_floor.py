"""The database floor, read from Postgres's own catalogue: no table is open by accident."""

import pytest
from django.apps import apps
from django.db import connection, models

from orgs.access.floor import Floor, floors

#: Tables without row-level security that the site may touch, each with its reason. None holds a name.
SIGN_IN = {
    "django_session": "read before anybody is known",
    "talentplatform_cache": "counts of failed sign-ins, keyed by a digest",
    "orgs_user": "sign-in: an opaque subject, a login name and a password hash",
    "account_emailaddress": "allauth asks; we store no address there",
    "django_content_type": "names of our models",
    "auth_permission": "names of actions",
}
ROLES = ("app_web", "app_edi", "app_builder", "app_seal")


def rows(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params or None)
        return cursor.fetchall()


def granted_tables(role: str) -> set[str]:
    return {
        table
        for (table,) in rows(
            "SELECT DISTINCT table_name FROM information_schema.column_privileges "
            "WHERE table_schema = 'public' AND grantee = %s",
            role,
        )
    }


def unprotected() -> set[str]:
    """Tables that the site may read or write and on which no policy stands."""
    protected = {
        table
        for (table,) in rows(
            "SELECT c.relname FROM pg_class c JOIN pg_policy p ON p.polrelid = c.oid "
            "WHERE c.relrowsecurity"
        )
    }
    return set().union(*(granted_tables(role) for role in ROLES)) - protected


@pytest.mark.django_db
def test_every_table_that_the_site_touches_has_a_policy() -> None:
    assert unprotected() == set(SIGN_IN)


@pytest.mark.django_db
def test_the_catalogue_check_sees_a_table_that_is_opened() -> None:
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE slip (unit_id int)")
        cursor.execute("GRANT SELECT ON slip TO app_web")
    assert unprotected() == {*SIGN_IN, "slip"}


@pytest.mark.django_db
def test_sign_in_columns_are_the_narrow_ones() -> None:
    updatable = {
        column
        for (column,) in rows(
            "SELECT column_name FROM information_schema.column_privileges WHERE table_schema = 'public' "
            "AND table_name = 'orgs_user' AND grantee = 'app_web' AND privilege_type = 'UPDATE'"
        )
    }
    assert updatable == {"password", "last_login"}


@pytest.mark.django_db
def test_history_is_closed_to_every_role_of_the_site() -> None:
    history = {m._meta.db_table for m in apps.get_models() if hasattr(m, "pgh_tracked_model")}
    assert len(history) >= 3
    for role in ROLES:
        assert granted_tables(role) & history == set()


@pytest.mark.django_db
def test_no_view_or_materialised_view_stands_in_the_schema() -> None:
    assert (
        rows(
            "SELECT relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
            "WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm')"
        )
        == []
    )


@pytest.mark.django_db
def test_definer_functions_pin_their_path_and_are_not_public() -> None:
    loose = rows(
        "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace "
        "WHERE p.prosecdef AND n.nspname IN ('app', 'public') AND ("
        "NOT EXISTS (SELECT 1 FROM unnest(p.proconfig) c WHERE c LIKE 'search_path=%%') "
        "OR has_function_privilege('public', p.oid, 'EXECUTE')) AND %s",
        True,
    )
    assert loose == []


@pytest.mark.django_db
def test_the_sites_roles_cannot_step_around_a_policy() -> None:
    assert (
        rows(
            "SELECT rolname FROM pg_roles WHERE (rolname LIKE 'app\\_%' OR rolname IN ('tp_web', 'tp_builder')) "
            "AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb)"
        )
        == []
    )


def tenant_models() -> dict[type[models.Model], Floor]:
    return {
        m: f
        for m, f in floors()
        if not f.reference and any(field.name == "unit" for field in m._meta.fields)
    }


def test_keys_between_tenant_rows_are_composite_or_a_decision() -> None:
    tenants = tenant_models()
    loose = [
        f"{m._meta.label}.{field.name}"
        for m, f in tenants.items()
        for field in m._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.related_model in tenants
        and field.name not in {*f.keyed, *f.crosses}
    ]
    assert loose == []


def test_the_builder_reads_no_name() -> None:
    telling = {"name", "sort_name", "work_email", "email", "login", "evidence", "notes"}
    read = {
        f"{m._meta.label}.{column}"
        for m, f in floors()
        if not f.reference
        for column in (
            [field.column for field in m._meta.fields] if f.builder == ("*",) else f.builder
        )
        if column in telling
    }
    assert read == set()
