"""Where the servers are: the embedded ones, or those that the environment names."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

from .console import Refusal

#: The environment variable that holds each login's URL.
LOGINS = {
    "web": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "builder": "DATABASE_BUILDER_URL",
}
BROKER = "CELERY_BROKER_URL"
_NAMES = (*LOGINS.values(), BROKER)


@dataclass(frozen=True)
class Servers:
    """One Postgres, reached by three logins, and one broker."""

    #: URL of each login; the database in it is replaced by the one asked for.
    login_urls: Mapping[str, str]
    broker_url: str
    embedded: bool
    administration_database: str
    broker_socket: Path | None = None

    def url(self, login: str, database: str) -> str:
        """The URL of ``database`` for ``login``: web, owner or builder."""
        parts = urlsplit(self.login_urls[login])
        return urlunsplit((parts.scheme, parts.netloc, f"/{quote(database)}", parts.query, ""))

    def environment(self, database: str, login: str, *others: str) -> dict[str, str]:
        """Our environment, with the URLs of ``login`` and ``others`` and of no other login."""
        environment = {k: v for k, v in os.environ.items() if k not in _NAMES}
        environment[BROKER] = self.broker_url
        environment["DATABASE_LOGIN"] = login
        for name in (login, *others):
            environment[LOGINS[name]] = self.url(name, database)
        return environment

    def command_environment(self, database: str) -> dict[str, str]:
        """What a management command gets: the owner's login, and the others' to start them."""
        return self.environment(database, "owner", "web", "builder")


def embedded(postgres_sockets: Path, valkey_socket: Path, broker_number: int = 0) -> Servers:
    """The servers behind these sockets."""
    host = quote(str(postgres_sockets), safe="")
    return Servers(
        login_urls={n: f"postgresql://tp_{n}@/postgres?host={host}" for n in LOGINS},
        broker_url=f"redis+socket://{quote(str(valkey_socket))}?virtual_host={broker_number}",
        embedded=True,
        administration_database="postgres",
        broker_socket=valkey_socket,
    )


def given() -> Servers | None:
    """The servers that the environment names, or None when it names none. Refuses a half of them."""
    missing = [name for name in _NAMES if not os.environ.get(name)]
    if len(missing) == len(_NAMES):
        return None
    if missing:
        raise Refusal(
            f"Some servers are named but {', '.join(missing)} is not set: set all of "
            f"{', '.join(_NAMES)}, or none to use the embedded servers."
        )
    return Servers(
        login_urls={login: os.environ[name] for login, name in LOGINS.items()},
        broker_url=os.environ[BROKER],
        embedded=False,
        administration_database=given_database(),
    )


def given_database() -> str:
    """The database that DATABASE_OWNER_URL names."""
    return urlsplit(os.environ[LOGINS["owner"]]).path.lstrip("/") or "postgres"
