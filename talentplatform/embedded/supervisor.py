"""Child processes that never outlive us, however we end."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

_PR_SET_PDEATHSIG = 1
_SECONDS_BETWEEN_LOOKS = 0.5
_libc = ctypes.CDLL(None)


def _die_with_parent(stop_signal: int) -> Callable[[], None]:
    """Make a ``preexec_fn``: the kernel sends ``stop_signal`` when the thread that spawned ends.

    So spawn from the main thread only. It survives a change of user, which CPython makes before it
    calls this. The parent may be gone before the request is made, hence the second look.
    """
    parent = os.getpid()

    def request() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, stop_signal)
        if os.getppid() != parent:
            os._exit(1)

    return request


@dataclass(frozen=True)
class Child:
    """A process that we started, and how it is asked to stop."""

    name: str
    process: subprocess.Popen[bytes]
    stop_signal: int
    patience: float
    is_server: bool


class Supervisor:
    """Starts processes with a log file each, notices when one ends, and stops them all."""

    def __init__(self, log_folder: Path) -> None:
        self.log_folder = log_folder
        self._children: list[Child] = []

    def spawn(
        self,
        name: str,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str],
        folder: Path,
        stop_signal: int = signal.SIGTERM,
        patience: float = 10,
        is_server: bool = False,
        pass_fds: Sequence[int] = (),
        account: tuple[int, int] | None = None,
    ) -> subprocess.Popen[bytes]:
        """Start ``command``, as ``account`` (uid, gid) if given. Its output goes to its log file."""
        as_user: dict[str, object] = {}
        if account is not None:
            as_user = {"user": account[0], "group": account[1], "extra_groups": []}
        self.log_folder.mkdir(parents=True, exist_ok=True)
        with self.log(name).open("wb") as log:
            process = subprocess.Popen(  # type: ignore[call-overload]
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=dict(environment),
                cwd=folder,
                preexec_fn=_die_with_parent(stop_signal),  # noqa: PLW1509  we have no threads
                start_new_session=True,
                pass_fds=pass_fds,
                **as_user,
            )
        self._children.append(Child(name, process, stop_signal, patience, is_server))
        return process  # type: ignore[no-any-return]

    def log(self, name: str) -> Path:
        """The log file of the process ``name``."""
        return self.log_folder / f"{name}.log"

    def last_words(self, name: str, lines: int = 5) -> str:
        """The end of a log, for an error message."""
        with contextlib.suppress(OSError):
            return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-lines:])
        return ""

    def first_ended(self) -> Child | None:
        """The first child that is no longer running, if any."""
        return next((c for c in self._children if c.process.poll() is not None), None)

    def stop(self) -> None:
        """Stop everything: first the site's processes, all at once, then the servers they use."""
        with uninterrupted():
            for servers in (False, True):
                group = [c for c in self._children if c.is_server is servers]
                for child in group:
                    if child.process.poll() is None:
                        child.process.send_signal(child.stop_signal)
                asked = time.monotonic()
                for child in group:
                    try:
                        left = asked + child.patience - time.monotonic()
                        child.process.wait(max(left, 0.1))
                    except subprocess.TimeoutExpired:
                        with contextlib.suppress(ProcessLookupError):
                            os.killpg(child.process.pid, signal.SIGKILL)
                        child.process.wait()
            self._children.clear()


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold off Ctrl-C and its like: a second one while stopping must not leave half of it up."""
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, signal.SIG_IGN) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def exit_on_signals() -> None:
    """Let SIGTERM and SIGHUP unwind the stack as Ctrl-C does, so that ``with`` cleans up.

    Ctrl-C too: a shell starts what it puts in the background with that ignored.
    """

    def leave(number: int, _frame: FrameType | None) -> None:
        sys.exit(128 + number)

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def run_to_end(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    *,
    meanwhile: Callable[[], None] | None = None,
) -> int:
    """Run ``command`` on our terminal and return its exit code, calling ``meanwhile`` as it runs.

    Ctrl-C reaches the child by itself, since it is in our process group, and the child decides
    what it means (a Django shell does not leave); so we look away. What ``meanwhile`` raises ends
    the child.
    """
    process = subprocess.Popen(
        [str(part) for part in command],
        env=dict(environment),
        preexec_fn=_die_with_parent(signal.SIGTERM),  # noqa: PLW1509  we have no threads
    )
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        while True:
            try:
                return process.wait(_SECONDS_BETWEEN_LOOKS)
            except subprocess.TimeoutExpired:
                if meanwhile:
                    meanwhile()
    finally:
        signal.signal(signal.SIGINT, before)
        if process.poll() is None:
            process.terminate()
            process.wait()
