"""pytest's side of the embedded servers, and the rule that no browser test may be skipped unseen.

Loaded by ``addopts = "-p talentplatform.embedded.pytest_plugin"``, since the environment must be
set before pytest-django reads the settings. The first process of a run starts throwaway servers; its
xdist workers share them, each with a broker database of its own, so that a real Celery worker of
one never takes the tasks of another. The first process to need tables migrates a template, once;
the database of each is a copy of it.
"""

import contextlib
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path
from types import FrameType

import pytest

from . import servers, valkey
from .console import Refusal
from .paths import REPO
from .servers import Servers
from .stack import throwaway
from .system import use_private_libraries

_DATABASE = "talent"
_TEMPLATE = "talent_tests_template"
_MADE = "template-made"
_STATE = "TALENT_TESTS_STATE"
_EMBEDDED = "TALENT_TESTS_EMBEDDED"
_MAY_NOT_SKIP = {
    "browser": "a browser test",
    "reference_data": "a test on the reference data beside the repository",
}
_open = contextlib.ExitStack()


def _in_first_process() -> bool:
    return "PYTEST_XDIST_WORKER" not in os.environ


def _set_environment(running: Servers, state: Path, number: int) -> None:
    """Point the settings at ``running``, with the broker database ``number``."""
    os.environ |= running.environment(_DATABASE, "owner", "web", "builder")
    if running.embedded:
        before = running.broker_url.partition("?")[0]
        os.environ[servers.BROKER] = f"{before}?virtual_host={number}"
    os.environ["DJANGO_SETTINGS_MODULE"] = "talentplatform.settings.test"
    os.environ["TEST_TEMPLATE"] = _TEMPLATE
    os.environ[_STATE] = str(state)
    os.environ[_EMBEDDED] = "1" if running.embedded else "0"
    # Playwright's synchronous interface keeps an event loop in the thread of the test.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_load_initial_conftests(args: list[str]) -> Generator[None]:
    """Before pytest-django reads the settings: start the servers, or find the first process's."""
    if _in_first_process():
        use_private_libraries()
        if not {"--help", "-h", "--version", "-V"}.intersection(args):
            _interrupt_on_signals()
            try:
                stack = _open.enter_context(throwaway(template=_MADE))
            except Refusal as refusal:
                raise pytest.UsageError(str(refusal)) from refusal
            _set_environment(stack.servers, stack.state, 0)
    else:
        worker = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        if worker + 1 >= valkey.DATABASES:
            raise pytest.UsageError(f"At most {valkey.DATABASES - 1} processes: use -n with fewer.")
        _use_broker_database(worker + 1)
    return (yield)


def _use_broker_database(number: int) -> None:
    """Take the broker database ``number``. A broker that was given is numbered by its URL's path."""
    before, embedded, _ = os.environ[servers.BROKER].partition("?virtual_host=")
    if embedded:
        os.environ[servers.BROKER] = f"{before}?virtual_host={number}"
    else:
        os.environ[servers.BROKER] = f"{before.rstrip('0123456789').rstrip('/')}/{number}"


def _interrupt_on_signals() -> None:
    """Let SIGTERM and SIGHUP end the run as Ctrl-C does, so that the servers are stopped."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupt)


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop the servers and remove what they left."""
    _open.close()


def ensure_template() -> None:
    """Migrate the template, once in a run; when that fails, every test that needs tables says why."""
    from . import databases

    given = servers.given()
    assert given is not None, "pytest_load_initial_conftests has set the environment"
    state, embedded = Path(os.environ[_STATE]), os.environ[_EMBEDDED] == "1"
    running = replace(given, embedded=embedded, administration_database="postgres")
    with (state / "template-lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        if (state / _MADE).exists():
            return
        failed = state / "template-failed"
        if failed.exists():
            pytest.fail(failed.read_text(), pytrace=False)
        if not embedded:
            databases.require_right_to_create(running)
            databases.drop(running, _TEMPLATE)
        databases.create(running, _TEMPLATE)
        made = subprocess.run(
            [sys.executable, REPO / "manage.py", "migrate", "-v", "0"],
            env=running.command_environment(_TEMPLATE),
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            failed.write_text(f"The migrations failed:\n{made.stdout}{made.stderr}")
            pytest.fail(failed.read_text(), pytrace=False)
        (state / _MADE).touch()


# --- skips -----------------------------------------------------------------------------------------


def pytest_addoption(parser: pytest.Parser) -> None:
    """``--expect-skips N``, for CI."""
    parser.addoption(
        "--expect-skips",
        type=int,
        metavar="N",
        help="fail unless exactly N tests are skipped",
    )


@pytest.hookimpl(trylast=True)
def pytest_configure(config: pytest.Config) -> None:
    """Declare the markers of tests that may not be skipped in CI, and take our place in line."""
    from . import pytest_fixtures, pytest_order

    config.pluginmanager.register(pytest_fixtures)
    config.pluginmanager.register(pytest_order)
    for name, what in _MAY_NOT_SKIP.items():
        config.addinivalue_line("markers", f"{name}: {what}; under CI it may not be skipped")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Under CI, a skip of a test that may not be skipped is a failure."""
    report = yield
    expected_failure = hasattr(report, "wasxfail")
    if report.skipped and not expected_failure and os.environ.get("CI"):
        for name, what in _MAY_NOT_SKIP.items():
            if item.get_closest_marker(name):
                report.outcome = "failed"
                report.longrepr = f"{what} may not be skipped under CI: {report.longreprtext}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Under CI, a module of browser journeys may not skip itself whole either."""
    report = yield
    if report.skipped and os.environ.get("CI") and "journeys" in collector.path.parts:
        report.outcome = "failed"
        report.longrepr = f"a browser test may not be skipped under CI: {report.longreprtext}"
    return report


def _skipped(config: pytest.Config) -> int:
    reporter = config.pluginmanager.getplugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run whose skips are not as many as was said."""
    expected = session.config.getoption("--expect-skips")
    if expected is None or not _in_first_process():
        return
    if _skipped(session.config) != expected and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say how many tests were skipped, and whether as many as was said."""
    skipped = _skipped(config)
    expected = config.getoption("--expect-skips")
    if expected is not None and skipped != expected:
        terminalreporter.write_line(
            f"SKIPPED {skipped} tests, but {expected} were expected", red=True
        )
    elif skipped:
        terminalreporter.write_line(f"skipped {skipped} tests")
