"""One Valkey on a unix socket, the broker of the queue."""

import contextlib
import os
import socket
import time
from pathlib import Path

from . import binaries, paths
from .console import Refusal
from .supervisor import Supervisor

#: Numbered databases: each xdist worker of a test run has its own.
DATABASES = 64
_START_SECONDS = 30


def _ask(path: Path, command: str) -> bytes:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(10)
        connection.connect(str(path))
        connection.sendall(f"{command}\r\n".encode())
        return connection.recv(64)


def empty(path: Path) -> None:
    """Remove everything in every database of the server at ``path``."""
    if not _ask(path, "FLUSHALL").startswith(b"+OK"):
        raise Refusal(f"Valkey at {path} would not empty itself.")


def start(supervisor: Supervisor, state: Path, *, throwaway: bool) -> Path:
    """Start Valkey with its data in ``state``. Returns the path of its socket.

    It runs as ourselves. Its log of writes is flushed each second: after a crash the last second
    may be lost, which the queue stands, since the truth about every job is in Postgres.
    """
    data = state / "valkey"
    data.mkdir(parents=True, exist_ok=True)
    path = paths.socket_directory(state, "valkey") / "s"
    paths.make_private(path.parent)
    path.unlink(missing_ok=True)
    keep = "no" if throwaway else "yes"
    process = supervisor.spawn(
        "valkey",
        [
            *(binaries.valkey_program(), "--port", "0", "--unixsocket", path),
            *("--unixsocketperm", "700", "--dir", data, "--databases", str(DATABASES)),
            *("--appendonly", keep, "--appendfsync", "everysec", "--save", ""),
            *("--maxmemory-policy", "noeviction"),
        ],
        environment={"PATH": os.environ.get("PATH", "/usr/bin:/bin")},
        folder=data,
        is_server=True,
    )
    end = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(OSError):
            if _ask(path, "PING").startswith(b"+PONG"):
                return path
        if process.poll() is not None or time.monotonic() > end:
            raise Refusal(
                f"Valkey did not start; {supervisor.log('valkey')} ends:\n"
                f"{supervisor.last_words('valkey')}"
            )
        time.sleep(0.02)
