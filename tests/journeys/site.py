"""The whole site for browsers: a loaded demo in a database of its own, and gunicorn with the web login."""

import contextlib
import datetime as dt
import email.policy
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import EmailMessage
from pathlib import Path

import psycopg

from orgs.clock import today
from talentplatform.embedded import databases, pytest_plugin, services
from talentplatform.embedded import servers as found_servers
from talentplatform.embedded.paths import REPO
from talentplatform.embedded.servers import Servers
from talentplatform.embedded.supervisor import Supervisor


@dataclass
class Site:
    """What runs, and the two ways around the browser: a management command and a statement."""

    address: str
    servers: Servers
    database: str
    settings: dict[str, str]
    supervisor: Supervisor
    #: The day on which the demo was loaded and its figures were released: yesterday, once the tests
    #: have run past midnight.
    day: dt.date

    def environment(self, login: str) -> dict[str, str]:
        """What a process of the site is told."""
        return self.servers.environment(self.database, login) | self.settings

    def sql(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Run one statement as the owner; its rows, if it gives any."""
        with psycopg.connect(self.servers.url("owner", self.database), autocommit=True) as link:
            done = link.execute(statement, values)
            return done.fetchall() if done.description else []

    def command(self, *arguments: str, login: str = "owner", says: str = "") -> str:
        """Run a management command as a login of the database, with a line on its standard input.

        Returns what it said.
        """
        environment = (
            self.servers.command_environment(self.database) | self.settings
            if login == "owner"
            else self.environment(login)
        )
        return _finish(_command([*arguments], environment), says)

    def letters(self, to: str) -> list[EmailMessage]:
        """The messages that the site has sent to an address, the oldest first."""
        files = sorted((Path(self.settings["STATE_DIR"]) / "mail").glob("*.log"))
        sent = [each for f in files for each in f.read_bytes().split(b"-" * 79) if each.strip()]
        found = [
            email.message_from_bytes(each.lstrip(), policy=email.policy.default) for each in sent
        ]
        return [each for each in found if each["To"] == to]

    @contextlib.contextmanager
    def worker(self, *, clock: bool = False, builder: bool = False) -> Iterator[None]:
        """A Celery worker of the site while the block runs, for what only a worker does.

        With the `clock` it also does what is due: runs of schedules, and messages. A `builder` is the
        worker that counts and protects figures.
        """
        beside = Supervisor(self.supervisor.log_folder)
        if builder:
            services.start_worker(beside, self.environment("builder"), "worker-builder", "build")
        else:
            services.start_worker(beside, self.environment("web"), "worker", "celery")
        if clock:
            services.start_beat(beside, self.environment("web"), self.supervisor.log_folder)
        try:
            yield
        finally:
            beside.stop()


def _servers() -> Servers:
    """The servers that the tests use."""
    given = found_servers.given()
    assert given is not None, "pytest_plugin has set the environment"
    embedded = os.environ["TALENT_TESTS_EMBEDDED"] == "1"
    return replace(given, embedded=embedded, administration_database="postgres")


def _command(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, REPO / "manage.py", *arguments],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _finish(command: subprocess.Popen[str], says: str = "") -> str:
    said, _ = command.communicate(says)
    assert command.returncode == 0, said
    return said


@contextlib.contextmanager
def running(folder: Path, release: tuple[str, str]) -> Iterator[Site]:
    """The site with the demo loaded and one report released."""
    pytest_plugin.ensure_template()
    servers = _servers()
    database = f"talent_journeys_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
    databases.clone(servers, os.environ["TEST_TEMPLATE"], database)
    settings = {
        "DJANGO_SETTINGS_MODULE": "talentplatform.settings.local",
        "DEMO": "1",
        "STATE_DIR": str(folder / "state"),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "journeys-only-0123456789-0123456789-0123456789-abcdef",
    }
    owner = servers.command_environment(database) | settings
    supervisor = Supervisor(folder / "log")
    with services.listening_socket() as listener:
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings["SITE_URL"] = address
        site = Site(address, servers, database, settings, supervisor, today())
        try:
            static = _command(["collectstatic", "--noinput", "-v", "0"], owner)
            _finish(_command(["load_demo"], owner))
            _finish(static)
            services.start_web(supervisor, site.environment("web"), listener)
            _finish(_command(["build_release", *release], site.environment("builder")))
            services.wait_for_web(supervisor, address)
            yield site
        finally:
            supervisor.stop()
            databases.drop(servers, database)
