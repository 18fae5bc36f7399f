"""One Postgres cluster on a unix socket: made, started, and waited for."""

import contextlib
import shutil
import signal
import subprocess
import time
from pathlib import Path

from . import binaries, paths
from .console import Refusal
from .supervisor import Supervisor

#: The cluster's superuser, which is also the owner login of the application's databases.
OWNER = "tp_owner"
_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
#: A test's data may be lost: not flushing saves more than half of a suite's time.
_THROWAWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")
_SETTINGS = (
    "listen_addresses=",  # no TCP port: nothing on the network, nothing to clash with
    "unix_socket_permissions=0700",
    "max_connections=60",
    "shared_buffers=128MB",
)
_LINE_OF_STATUS = 7  # of postmaster.pid, counted from 0
_START_SECONDS = 60
_ZOMBIE_SECONDS = 15


def _make_cluster(programs: Path, data: Path) -> None:
    """Run initdb beside ``data`` and rename it: one that was killed leaves no half-made cluster.

    The builtin C.UTF-8 locale is the same on every machine; no package has ICU. ``--no-sync``
    leaves out the flush of the empty cluster only.
    """
    account = paths.server_account()
    fresh = data.with_name("postgres.new")
    shutil.rmtree(fresh, ignore_errors=True)
    paths.make_private(fresh, account)
    as_user: dict[str, object] = {}
    if account:
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    made = subprocess.run(  # type: ignore[call-overload]
        [
            *(programs / "initdb", "-D", fresh, "-U", OWNER, "-A", "trust", "-E", "UTF8"),
            *("--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--no-instructions", "--no-sync"),
        ],
        env=_ENVIRONMENT,
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        **as_user,
    )
    if made.returncode:
        raise Refusal(f"Postgres could not make its data folder:\n{made.stdout}{made.stderr}")
    fresh.rename(data)


def _wait_for_predecessor(data: Path) -> None:
    """After a kill -9 of the postmaster, wait until it is gone: Postgres refuses beside a zombie."""
    with contextlib.suppress(OSError, ValueError):
        predecessor = int((data / "postmaster.pid").read_text().split("\n")[0])
        end = time.monotonic() + _ZOMBIE_SECONDS
        while Path(f"/proc/{predecessor}").exists() and time.monotonic() < end:
            time.sleep(0.1)


def start(supervisor: Supervisor, state: Path, *, throwaway: bool) -> Path:
    """Start the cluster of ``state``, making it first if there is none. Returns its socket folder.

    It is our direct child, not pg_ctl's, and gets SIGINT (a fast shutdown) when we end.
    """
    account = paths.server_account()
    programs = binaries.reachable_postgres(state)
    major = binaries.major_version(programs)
    data = state / "postgres"
    if not (data / "PG_VERSION").exists():
        _make_cluster(programs, data)
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != str(major):
        raise Refusal(
            f"{data} was made by Postgres {made_by} and this is {major}: dump it with the old one, "
            "or remove the folder if its data may go."
        )
    _wait_for_predecessor(data)
    sockets = paths.socket_directory(state, "postgres")
    paths.make_private(sockets, account)
    settings = _SETTINGS + (_THROWAWAY if throwaway else ())
    process = supervisor.spawn(
        "postgres",
        [
            programs / "postgres",
            "-D",
            data,
            "-k",
            sockets,
            *(w for s in settings for w in ("-c", s)),
        ],
        environment=_ENVIRONMENT,
        folder=Path("/"),
        stop_signal=signal.SIGINT,
        patience=60,
        is_server=True,
        account=(account.pw_uid, account.pw_gid) if account else None,
    )
    end = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(OSError, IndexError):
            lines = (data / "postmaster.pid").read_text().split("\n")
            if lines[0] == str(process.pid) and lines[_LINE_OF_STATUS].strip() == "ready":
                return sockets
        if process.poll() is not None or time.monotonic() > end:
            raise Refusal(
                f"Postgres did not start; {supervisor.log('postgres')} ends:\n"
                f"{supervisor.last_words('postgres')}"
            )
        time.sleep(0.02)
