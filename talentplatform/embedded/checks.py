"""The steps of ``./run check``: each is timed, all are run, and one failure fails the whole."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import stack as stacks
from .console import Refusal, say
from .paths import REPO
from .servers import BROKER, LOGINS

_MANAGE = (sys.executable, "manage.py")
#: The shape of production's environment. Nothing is connected to.
_PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "talentplatform.settings.production",
    "DATABASE_LOGIN": "web",
    "SECRET_KEY": "a-key-of-the-right-length-for-this-check-alone-0123456789-0123456789",
    "ALLOWED_HOSTS": "talent.example.nhs.uk",
    BROKER: "redis://broker.example.nhs.uk:6379/0",
    LOGINS["web"]: "postgresql://tp_web@database.example.nhs.uk/talent",
}


@dataclass(frozen=True)
class Step:
    """One check: a command in the repository, and the environment it runs in."""

    name: str
    command: tuple[str, ...]
    environment: Callable[[], dict[str, str]] = lambda: dict(os.environ)


def _production() -> dict[str, str]:
    without = {k: v for k, v in os.environ.items() if k not in {*LOGINS.values(), "DEMO"}}
    return without | _PRODUCTION


def _module(name: str, *arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-m", name, *arguments)


STEPS = (
    Step("lint", _module("ruff", "check", ".", "run")),
    Step("format", _module("ruff", "format", "--check", ".", "run")),
    Step("types", _module("mypy")),
    Step("imports", (str(Path(sys.executable).with_name("lint-imports")),)),
    Step("templates", _module("djlint", "templates", "--lint", "--quiet")),
    Step("compose", _module("talentplatform.embedded.compose")),
    Step("deployment", (*_MANAGE, "check", "--deploy", "--fail-level", "WARNING"), _production),
)
_MIGRATIONS = Step("migrations", (*_MANAGE, "makemigrations", "--check", "--dry-run"))


def _run(step: Step, environment: dict[str, str]) -> bool:
    began = time.monotonic()
    try:
        done = subprocess.run(step.command, cwd=REPO, env=environment, check=False)
        passed = done.returncode == 0
    except OSError as error:
        print(error)
        passed = False
    say(f"{step.name}: {'ok' if passed else 'FAILED'} ({time.monotonic() - began:.1f} s)")
    return passed


def _run_migrations() -> bool:
    """``makemigrations --check`` also compares with a database, so it gets an empty one."""
    with stacks.throwaway() as stack:
        name = stack.servers.administration_database
        environment = stack.servers.command_environment(name)
        environment["DJANGO_SETTINGS_MODULE"] = "talentplatform.settings.test"
        return _run(_MIGRATIONS, environment)


def run_all(names: list[str]) -> int:
    """Run the steps of these names, or all. Returns the exit code."""
    known = [step.name for step in STEPS] + [_MIGRATIONS.name]
    if unknown := set(names) - set(known):
        raise Refusal(f"no check named {', '.join(sorted(unknown))}; there are {', '.join(known)}.")
    wanted = names or known
    failed = [s.name for s in STEPS if s.name in wanted and not _run(s, s.environment())]
    if _MIGRATIONS.name in wanted and not _run_migrations():
        failed.append(_MIGRATIONS.name)
    say(f"checks failed: {', '.join(failed)}" if failed else "all checks passed")
    return 1 if failed else 0
