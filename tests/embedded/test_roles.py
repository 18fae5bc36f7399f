"""roles.sql gives each login what it needs and nothing else, however often it is run."""

import psycopg
import pytest

from talentplatform.embedded import databases
from talentplatform.embedded.databases import ROLES
from talentplatform.embedded.servers import LOGINS

MEMBERSHIPS = """
SELECT role.rolname, m.inherit_option, m.set_option, m.admin_option
FROM pg_auth_members m
JOIN pg_roles role ON role.oid = m.roleid
JOIN pg_roles member ON member.oid = m.member
WHERE member.rolname = %s ORDER BY 1
"""
TABLES_OF_ROLES = """
CREATE TABLE edi_secret (n int);
GRANT SELECT ON edi_secret TO app_edi;
CREATE TABLE page (n int);
GRANT SELECT ON page TO app_web;
CREATE TABLE atom (n int);
GRANT SELECT ON atom TO app_builder;
"""


@pytest.fixture
def owner(own_servers):
    """A fresh database with the roles: a connection as its owner, and the URL of each login."""
    name = "roles"
    databases.drop(own_servers, name)
    databases.create(own_servers, name)
    urls = {login: own_servers.url(login, name) for login in LOGINS}
    with psycopg.connect(urls["owner"], autocommit=True) as connection:
        connection.execute(TABLES_OF_ROLES)
        yield connection, urls


@pytest.mark.parametrize(
    ("login", "memberships"),
    [
        ("tp_web", [("app_edi", False, True, False), ("app_web", True, True, False)]),
        ("tp_builder", [("app_builder", False, True, False), ("app_seal", False, True, False)]),
        ("app_web", []),
        ("app_builder", []),
    ],
)
def test_each_login_is_a_member_of_its_own_roles_only(owner, login, memberships):
    connection, _ = owner
    assert connection.execute(MEMBERSHIPS, [login]).fetchall() == memberships


def test_a_membership_given_by_hand_is_taken_away_again(owner):
    connection, _ = owner
    connection.execute("GRANT app_builder TO tp_web")
    assert len(connection.execute(MEMBERSHIPS, ["tp_web"]).fetchall()) == 3
    connection.execute(ROLES.read_bytes())
    assert [row[0] for row in connection.execute(MEMBERSHIPS, ["tp_web"])] == ["app_edi", "app_web"]


def test_no_role_but_the_owner_can_step_around_a_policy(owner):
    connection, _ = owner
    found = connection.execute(
        "SELECT rolname, rolcanlogin FROM pg_roles"
        " WHERE (rolname LIKE 'app\\_%' OR rolname LIKE 'tp\\_%') AND rolname <> 'tp_owner'"
        " AND NOT (rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication)"
        " ORDER BY 1"
    ).fetchall()
    assert found == [
        ("app_builder", False),
        ("app_edi", False),
        ("app_seal", False),
        ("app_web", False),
        ("tp_builder", True),
        ("tp_web", True),
    ]


def test_the_web_login_reads_pages_at_once_and_equality_records_when_it_asks(owner):
    _, urls = owner
    with psycopg.connect(urls["web"], autocommit=True) as web:
        assert web.execute("SELECT count(*) FROM page").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            web.execute("SELECT count(*) FROM edi_secret")
        web.execute("SET ROLE app_edi")
        assert web.execute("SELECT count(*) FROM edi_secret").fetchone() == (0,)
        web.execute("RESET ROLE")
        for role in ("app_builder", "app_seal", "tp_owner", "tp_builder"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                web.execute(f"SET ROLE {role}")


def test_the_builder_has_nothing_until_it_asks(owner):
    _, urls = owner
    with psycopg.connect(urls["builder"], autocommit=True) as builder:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            builder.execute("SELECT count(*) FROM atom")
        builder.execute("SET ROLE app_builder")
        assert builder.execute("SELECT count(*) FROM atom").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            builder.execute("SET ROLE app_web")


def test_nobody_but_the_owner_makes_tables(owner):
    _, urls = owner
    for login in ("web", "builder"):
        with (
            psycopg.connect(urls[login], autocommit=True) as connection,
            pytest.raises(psycopg.errors.InsufficientPrivilege),
        ):
            connection.execute("CREATE TABLE mine (n int)")


def test_the_logins_settings(owner):
    _, urls = owner
    with psycopg.connect(urls["web"]) as web:
        assert web.execute("SHOW max_parallel_workers_per_gather").fetchone() == ("0",)
        assert web.execute("SHOW search_path").fetchone() == ("public",)
    with psycopg.connect(urls["builder"]) as builder:
        assert builder.execute("SHOW search_path").fetchone() == ("public",)
