"""Server time and queries of the pages that people use most, and of one edit: 100 requests each.

One process, one request at a time, the site's own database login, after a warm-up. The time is from
the call of the WSGI application to the last byte of the body; that of the site's own processor stands
beside it, since other work on the machine does not change it (Postgres is not in it). The help page, which
asks for nothing but who is looking, is measured with the others: how many times as long a page takes says
more of the page than of the machine.
"""

import io
import itertools
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

from orgs.clock import today
from orgs.models.access import User
from reporting.models import Release
from reporting.reports import OVERVIEW, reports
from talentplatform.bench.board import (
    EDIT_MILLISECONDS,
    EDIT_QUERIES,
    PAGE_MILLISECONDS,
    PAGE_QUERIES,
    FullBoard,
    full_board,
)
from talentplatform.bench.logins import signed_in_as
from talentplatform.demo import nation, places, releases

REQUESTS, WARM_UP = 100, 10
#: What a page may cost (issue 2): milliseconds at the 95th of 100, and queries.
MILLISECONDS, QUERIES = 100.0, 12
#: Enough for the site's own check of forms: the cookie and the field hold the same secret.
SECRET = "b" * 32


@dataclass(frozen=True)
class Subject:
    """What is measured on this database: the demo's, or the nation's.

    ``pages`` are name, who asks, and address; ``cpo`` leads succession at ``trust``.
    """

    region: str
    report: str
    trust: str
    cpo: str
    pages: list[tuple[str, str, str]]


def subject() -> Subject:
    """What is measured here."""
    report = releases.REPORT
    if User.objects.filter(login="bench.cpo").exists():
        trust, region = nation.MEASURED
        people = ("bench.cpo", "bench.lead", "bench.staff")
    else:
        trust, region = places.KESTREL_VALLEY, places.REGION[0]
        people = ("priya", "marcus", "gareth")
    cpo, lead, staff = people
    dashboard = f"/o/{region}/reports/{report}/"
    pages = [
        ("bench strength", cpo, f"/o/{trust}/succession/bench/"),
        ("posts falling vacant", cpo, f"/o/{trust}/succession/demand/"),
        ("regional dashboard", lead, dashboard),
        *(
            (f"… {theme.title.lower()}", lead, f"{dashboard}{theme.key}/")
            for theme in reports.get(report).themes
            if theme.key != OVERVIEW
        ),
        ("my development", staff, f"/o/{trust}/my/development/"),
    ]
    return Subject(region, report, trust, cpo, pages)


@dataclass
class Measured:
    """One page: milliseconds of each request, by the clock and of the site's processor, queries, what came.

    ``elements`` are those of the answer, and ``size`` its bytes.
    """

    name: str
    status: int = 0
    times: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0
    elements: int = 0
    milliseconds: float = MILLISECONDS
    most_queries: int = QUERIES

    def at(self, share: float) -> float:
        """Milliseconds that `share` of the requests did not exceed."""
        return _at(share, self.times)

    @property
    def holds(self) -> bool:
        fast = self.at(0.95) < self.milliseconds
        return self.status == 200 and fast and self.queries <= self.most_queries  # noqa: PLR2004

    def __str__(self) -> str:
        return (
            f"{self.name:20} {self.status}  p50 {self.at(0.5):6.1f} ms  p95 {self.at(0.95):6.1f} ms  "
            f"processor p50 {_at(0.5, self.processor):5.1f} ms  p95 {_at(0.95, self.processor):5.1f} ms  "
            f"{self.queries:2} queries  {self.elements:4} elements  {self.size / 1024:6.1f} KiB  "
            f"(bar {self.milliseconds:.0f} ms, {self.most_queries} queries)"
        )


def _at(share: float, values: list[float]) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run(say: Callable[[str], None]) -> bool:
    """Measure every page and one edit; True when each holds its budget."""
    of = subject()
    ensure_release(of.region, of.report, say)
    say(f"pages: {REQUESTS} requests each after {WARM_UP}, one at a time")
    keys = {login: _session(login) for login in {of.cpo, *(login for _, login, _ in of.pages)}}
    with full_board(of.trust) as board:
        say(f"board: {board.posts} posts, {board.nominations} nominations")
        with signed_in_as("web"):
            # The site's own entry point, which also says what the garbage collector leaves alone.
            from talentplatform.wsgi import application

            found = [
                _measure(Measured("help"), _gets(application, "/help/", keys[of.cpo])),
                *_of_the_board(application, board, keys[of.cpo]),
                *(
                    _measure(Measured(name), _gets(application, path, keys[login]))
                    for name, login, path in of.pages
                ),
            ]
    simplest = found[0].at(0.5)
    for each in found:
        times = f"{each.at(0.5) / simplest:.0f} times the help page"
        say(f"  {'✓' if each.holds else '✗'} {each}, {times}")
    return all(each.holds for each in found)


def _of_the_board(application: Any, board: FullBoard, session: str) -> Iterator[Measured]:
    """The plan page, and readiness changed in its row: each time another value, and the next version."""
    page = Measured("board plan", milliseconds=PAGE_MILLISECONDS, most_queries=PAGE_QUERIES)
    yield _measure(page, _gets(application, board.plan, session))
    versions = itertools.count(1)

    def edit() -> tuple[int, bytes]:
        version = next(versions)
        typed = {
            "csrfmiddlewaretoken": SECRET,
            "version": version,
            "readiness": ("RN", "R12")[version % 2],
            "evidence": "Measured",
        }
        return _ask(application, board.readiness, session, typed=typed)

    row = Measured("… one row edit", milliseconds=EDIT_MILLISECONDS, most_queries=EDIT_QUERIES)
    yield _measure(row, edit)


_BUILD = (
    "import datetime, sys, django; django.setup(); "
    "from reporting.building import build_release; "
    "build_release(sys.argv[1], sys.argv[2], datetime.date.fromisoformat(sys.argv[3]))"
)


def ensure_release(region: str, report: str, say: Callable[[str], None]) -> None:
    """The dashboard shows a release: make today's if there is none, in a process of its own.

    As worker-builder does: what the solver leaves in memory would slow the pages measured here.
    """
    if Release.objects.filter(unit__code=region, report=report, as_at=today()).exists():
        return
    begun = time.perf_counter()
    command = [sys.executable, "-c", _BUILD, region, report, today().isoformat()]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603  our own
    say(f"release of {region}: {time.perf_counter() - begun:.1f} s, with the start of Python")


def _session(login: str) -> str:
    user = User.objects.get(login=login)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    assert session.session_key is not None
    return str(session.session_key)


Ask = Callable[[], tuple[int, bytes]]


def _gets(application: Any, path: str, session: str) -> Ask:
    return lambda: _ask(application, path, session)


def _measure(made: Measured, ask: Ask) -> Measured:
    """Fill `made` with what the requests cost; `ask` makes one and returns its status and body."""
    for _ in range(WARM_UP):
        made.status, body = ask()
    made.size, made.elements = len(body), len(re.findall(rb"<[a-z]", body))
    counted: list[str] = []

    def count(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's
        if "SAVEPOINT" not in sql[:20]:
            counted.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(count):
        ask()
    made.queries = len(counted)
    for _ in range(REQUESTS):
        begun, worked = time.perf_counter(), time.process_time()
        ask()
        made.processor.append((time.process_time() - worked) * 1000)
        made.times.append((time.perf_counter() - begun) * 1000)
    return made


def _ask(
    application: Any, path: str, session: str, *, typed: dict[str, Any] | None = None
) -> tuple[int, bytes]:
    """One request, with `typed` a form sent by htmx; returns the status and the body."""
    cookie = SimpleCookie(
        {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: SECRET}
    )
    environment: dict[str, Any] = {
        "PATH_INFO": path.partition("?")[0],
        "QUERY_STRING": path.partition("?")[2],
        "HTTP_HOST": "127.0.0.1",
        "HTTP_COOKIE": cookie.output(header="", sep="; ").strip(),
    }
    if typed is not None:
        sent = urlencode(typed).encode()
        environment |= {
            "REQUEST_METHOD": "POST",
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(sent)),
            "HTTP_HX_REQUEST": "true",
            "wsgi.input": io.BytesIO(sent),
        }
    setup_testing_defaults(environment)
    answered: list[str] = []
    response = application(environment, lambda status, *_: answered.append(status))
    try:
        body = b"".join(response)
    finally:
        response.close()
    return int(answered[0].split()[0]), body
