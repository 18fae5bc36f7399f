"""Databases on the servers in use: made, cloned, stamped and dropped, as the owner login.

A database's comment is its stamp: what it was made from. It is set last, so a database that was
interrupted on its way has none, and it goes with the database wherever that lives.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from .console import Refusal
from .servers import Servers

ROLES = Path(__file__).resolve().parents[1] / "database" / "roles.sql"
_ROLE_NAMES = ["app_web", "app_edi", "app_builder", "app_seal", "tp_web", "tp_builder"]


@contextmanager
def _connection(servers: Servers, name: str | None = None) -> Iterator[psycopg.Connection]:
    """A connection as the owner, to the database ``name`` or to the one for administration."""
    url = servers.url("owner", name or servers.administration_database)
    try:
        connection = psycopg.connect(url, autocommit=True, connect_timeout=10)
    except psycopg.OperationalError as error:
        raise Refusal(f"The database server does not answer as its owner: {error}") from error
    with connection:
        yield connection


def _has(connection: psycopg.Connection, name: str) -> bool:
    found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
    return found.fetchone() is not None


def exists(servers: Servers, name: str) -> bool:
    """Whether there is a database ``name``."""
    with _connection(servers) as connection:
        return _has(connection, name)


def prepare_roles(servers: Servers, name: str) -> None:
    """Run roles.sql in the database ``name``; on servers that were given, only look.

    There it is the work of whoever keeps them, and our owner login need not be able to.
    """
    with _connection(servers, name) as connection:
        if servers.embedded:
            connection.execute(ROLES.read_bytes())
            return
        found = connection.execute(
            "SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)", [_ROLE_NAMES]
        ).fetchone()
        if found is None or found[0] != len(_ROLE_NAMES):
            raise Refusal(
                "The database server lacks the application's roles: run "
                "talentplatform/database/roles.sql there as a superuser first."
            )


def require_right_to_create(servers: Servers) -> None:
    """Refuse when the owner login may not create databases, which the demo's fresh copies need."""
    with _connection(servers) as connection:
        may = connection.execute(
            "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        if may is None or not may[0]:
            raise Refusal(
                "The login of DATABASE_OWNER_URL may not create databases, which this needs for "
                "its fresh copies: give it that right (ALTER ROLE … CREATEDB), or unset the "
                "URLs to use the embedded servers."
            )


def create(servers: Servers, name: str) -> bool:
    """Create the empty database ``name`` with the roles, unless it is there. True when created."""
    with _connection(servers) as connection:
        created = not _has(connection, name)
        if created:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    prepare_roles(servers, name)
    return created


def drop(servers: Servers, name: str) -> None:
    """Drop the database ``name`` if it is there, and whoever is connected to it."""
    with _connection(servers) as connection:
        if _has(connection, name):
            identifier = sql.Identifier(name)
            connection.execute(sql.SQL("ALTER DATABASE {} IS_TEMPLATE false").format(identifier))
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(identifier))


def stamp(servers: Servers, name: str) -> str | None:
    """What the database ``name`` was made from, or None."""
    with _connection(servers) as connection:
        found = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [name],
        ).fetchone()
        return found[0] if found else None


def seal_template(servers: Servers, name: str, stamp: str) -> None:
    """Make ``name`` a template that nobody connects to, so that it can be cloned at any time.

    It is vacuumed first: every clone starts with statistics and visibility maps.
    """
    with _connection(servers, name) as connection:
        connection.execute("VACUUM (ANALYZE)")
    with _connection(servers) as connection:
        identifier = sql.Identifier(name)
        connection.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false IS_TEMPLATE true").format(identifier)
        )
        connection.execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(identifier, sql.Literal(stamp))
        )


def clone(servers: Servers, template: str, name: str) -> None:
    """Replace the database ``name`` by a fresh copy of ``template``."""
    drop(servers, name)
    with _connection(servers) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(template)
            )
        )


def empty_broker(servers: Servers, queues: tuple[str, ...]) -> None:
    """Remove every waiting task, so that a fresh copy of the data meets no task of an old one."""
    if servers.broker_socket is not None:
        from . import valkey

        valkey.empty(servers.broker_socket)
        return
    from kombu.connection import Connection

    with Connection(servers.broker_url) as connection:  # type: ignore[no-untyped-call]
        for queue in queues:
            connection.default_channel.queue_purge(queue)
