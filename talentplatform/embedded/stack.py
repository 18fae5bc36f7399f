"""The servers of one state folder: started by whoever comes first, used by all."""

import contextlib
import fcntl
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import migrated, paths, postgres, servers, valkey
from .console import Refusal
from .servers import Servers
from .supervisor import Supervisor

_TEMPORARY = f"{paths.NAME}-throwaway-"
_SECONDS_TO_LOCK = 60


@dataclass
class Stack:
    """Servers that answer, a folder for state, and a supervisor for what is started beside them."""

    servers: Servers
    supervisor: Supervisor
    state: Path
    #: The database that the running site uses, when these servers are another command's.
    database: str | None = None

    def announce(self, database: str, port: int | None = None) -> None:
        """Tell later commands in this state folder which database the site runs on."""
        note = {"pid": os.getpid(), "database": database, "port": port}
        _note(self.state).write_text(json.dumps(note))


def _note(state: Path) -> Path:
    return state / "running.json"


@contextlib.contextmanager
def _locked(state: Path) -> Iterator[bool]:
    """Hold the state folder's lock; yields False when another process holds it."""
    with (state / "lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def _make_state(state: Path) -> None:
    """Make the state folder unless it is there; one that is found keeps its mode."""
    try:
        state.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(FileExistsError):
            state.mkdir()
            state.chmod(_state_mode())
        (state / "lock").touch()
    except OSError as error:
        raise Refusal(
            f"{state} cannot be written ({error.strerror}): set RUN_STATE to a folder of your own."
        ) from error
    account = paths.server_account()
    if account and not paths.reachable_by(state, account.pw_uid):
        raise Refusal(f"{state} is closed to the user {paths.SERVER_USER}: chmod o+x it.")


def _state_mode() -> int:
    """Ours alone; under root Postgres runs as another user and must walk down to its data."""
    return 0o711 if paths.server_account() else 0o700


def _start(supervisor: Supervisor, state: Path, *, throwaway: bool) -> Servers:
    broker = valkey.start(supervisor, state, throwaway=throwaway)
    sockets = postgres.start(supervisor, state, throwaway=throwaway)
    return servers.embedded(sockets, broker)


@contextlib.contextmanager
def opened(*, may_join: bool = False) -> Iterator[Stack]:
    """Yield a stack: the servers that the environment names, or the embedded ones, started.

    With ``may_join`` those that another command of the same state folder has up are used.
    """
    external = servers.given()
    state = paths.state_directory()
    _make_state(state)
    if external:
        supervisor = Supervisor(state / "log")
        try:
            yield Stack(external, supervisor, state)
        finally:
            supervisor.stop()
        return
    with _locked(state) as ours:
        if not ours:
            if not may_join:
                raise Refusal(
                    f"Another ./run{_who(state)} has its servers up in {state}: stop it first, or "
                    "set RUN_STATE to another folder."
                )
            joined = _join(state)
            try:
                yield joined
            finally:
                joined.supervisor.stop()
            return
        _note(state).unlink(missing_ok=True)
        supervisor = Supervisor(state / "log")
        try:
            yield Stack(_start(supervisor, state, throwaway=False), supervisor, state)
        finally:
            _note(state).unlink(missing_ok=True)
            supervisor.stop()


def _who(state: Path) -> str:
    with contextlib.suppress(OSError, ValueError):
        return f" (process {json.loads(_note(state).read_text())['pid']})"
    return ""


def _join(state: Path) -> Stack:
    """The stack of another command that holds the lock."""
    try:
        note = json.loads(_note(state).read_text())
    except (OSError, ValueError) as error:
        raise Refusal("Another ./run is still starting or stopping: try again.") from error
    running = servers.embedded(
        paths.socket_directory(state, "postgres"), paths.socket_directory(state, "valkey") / "s"
    )
    # Its own log folder: the supervisor of the other command keeps the names of its processes.
    supervisor = Supervisor(state / "log" / f"beside-{os.getpid()}")
    return Stack(running, supervisor, state, database=note["database"])


def _temporary_parent() -> Path | None:
    """Where throwaway servers live: RUN_STATE if set, else the first folder they can reach."""
    if os.environ.get("RUN_STATE"):
        state = paths.state_directory()
        _make_state(state)
        return state
    account = paths.server_account()
    usual = Path(tempfile.gettempdir())
    if account is None or paths.reachable_by(usual, account.pw_uid):
        return usual
    return Path("/var/tmp")  # noqa: S108  mkdtemp makes a private folder in it


def _sweep(parent: Path) -> None:
    """Remove throwaway folders whose process was killed before it could: nobody holds their lock.

    A folder is made a moment before it is locked, so those of the last minute are let be.
    """
    for left in parent.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            status = left.stat()
            old = time.time() - status.st_ctime > _SECONDS_TO_LOCK
            if old and status.st_uid == os.geteuid():
                with _locked(left) as dead:
                    if dead:
                        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def throwaway(*, template: str = "") -> Iterator[Stack]:
    """Yield a stack of servers for tests: fresh, fast, alone, and gone afterwards.

    Each has a folder of its own, so any number may run side by side. With the name of a file that
    says in the folder that a template was migrated, the cluster is kept for the next run.
    """
    if external := servers.given():
        folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY))
        try:
            yield Stack(external, Supervisor(folder / "log"), folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    parent = _temporary_parent()
    if parent is not None:
        _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=_TEMPORARY, dir=parent))
    with _locked(folder):
        supervisor = Supervisor(folder / "log")
        try:
            folder.chmod(_state_mode())
            taken = bool(template) and migrated.take(folder / "postgres")
            yield Stack(_start(supervisor, folder, throwaway=True), supervisor, folder)
            supervisor.stop()
            if template and not taken and (folder / template).exists():
                migrated.keep(folder / "postgres")
        finally:
            supervisor.stop()
            for server in ("postgres", "valkey"):
                shutil.rmtree(paths.socket_directory(folder, server), ignore_errors=True)
            shutil.rmtree(folder, ignore_errors=True)
