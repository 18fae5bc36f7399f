"""The site's processes: web, worker, worker-builder and beat, each with its own login and no other."""

import contextlib
import os
import secrets
import socket
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from .console import Refusal
from .paths import REPO
from .servers import Servers
from .supervisor import Supervisor

QUEUES = ("celery", "build")
_CELERY = (sys.executable, "-m", "celery", "-A", "talentplatform")
_QUIET_WORKER = ("--without-gossip", "--without-mingle", "--loglevel", "INFO")


def listening_socket() -> socket.socket:
    """A socket that listens on ``PORT``, or on a free port, before the site is up.

    So the port is known at once and cannot be taken, and a page asked for early waits for the site
    and is not refused.
    """
    wanted = os.environ.get("PORT", "0")
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(("127.0.0.1", int(wanted)))
    except (OSError, ValueError, OverflowError) as error:
        listener.close()
        raise Refusal(f"PORT={wanted} cannot be used ({error}): choose another.") from error
    listener.listen(64)
    return listener


def site_environment(state: Path) -> dict[str, str]:
    """What every process of the site is told beside its servers."""
    files = state / "files"
    files.mkdir(parents=True, exist_ok=True)
    files.chmod(0o700)
    return {
        "STATE_DIR": os.environ.get("STATE_DIR") or str(files),
        "STATIC_ROOT": os.environ.get("STATIC_ROOT") or str(state / "static"),
        "SECRET_KEY": os.environ.get("SECRET_KEY") or _secret_key(state / "secret-key"),
        "ALLOWED_HOSTS": os.environ.get("ALLOWED_HOSTS") or "127.0.0.1,localhost",
        "PYTHONUNBUFFERED": "1",
    }


def _secret_key(file: Path) -> str:
    """This state folder's own key, so that people stay signed in over a restart."""
    with contextlib.suppress(FileExistsError):
        descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w") as new:
            new.write(secrets.token_urlsafe(64))
    return file.read_text()


def start_web(supervisor: Supervisor, environment: dict[str, str], listener: socket.socket) -> None:
    """Start gunicorn on ``listener``: one process of four threads."""
    supervisor.spawn(
        "web",
        [
            *(sys.executable, "-m", "gunicorn", "talentplatform.wsgi"),
            *("--bind", f"fd://{listener.fileno()}", "--workers", "1", "--threads", "4"),
            *("--graceful-timeout", "5", "--no-control-socket"),
        ],
        environment=environment,
        folder=REPO,
        pass_fds=[listener.fileno()],
    )


def start_worker(
    supervisor: Supervisor, environment: dict[str, str], name: str, queue: str
) -> None:
    """Start one Celery worker with one child on ``queue``."""
    supervisor.spawn(
        name,
        [*_CELERY, "worker", "-Q", queue, "-n", f"{name}@%h", "-c", "1", *_QUIET_WORKER],
        environment=environment,
        folder=REPO,
    )


def start_beat(supervisor: Supervisor, environment: dict[str, str], state: Path) -> None:
    """Start Celery's clock. It keeps nothing: its schedule is static and its file starts afresh."""
    for left in state.glob("beat-schedule*"):
        left.unlink()
    supervisor.spawn(
        "beat",
        [
            *_CELERY,
            "beat",
            "--schedule",
            state / "beat-schedule",
            "--pidfile=",
            "--loglevel",
            "INFO",
        ],
        environment=environment,
        folder=REPO,
    )


def start_all(
    supervisor: Supervisor,
    servers: Servers,
    database: str,
    state: Path,
    listener: socket.socket,
) -> None:
    """Start the four processes of the site at once; each comes up in its own time."""
    site = site_environment(state)
    web = servers.environment(database, "web") | site
    builder = servers.environment(database, "builder") | site
    start_web(supervisor, web, listener)
    start_worker(supervisor, web, "worker", "celery")
    start_worker(supervisor, builder, "worker-builder", "build")
    start_beat(supervisor, web, state)


def refuse_ended(supervisor: Supervisor) -> None:
    """Refuse to go on when a process has ended by itself."""
    if ended := supervisor.first_ended():
        raise Refusal(
            f"{ended.name} stopped by itself (exit code {ended.process.returncode}); "
            f"{supervisor.log(ended.name)} ends:\n{supervisor.last_words(ended.name)}"
        )


def wait_for_web(supervisor: Supervisor, address: str, seconds: float = 60) -> None:
    """Wait until the site answers at ``address``, whatever it answers."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        refuse_ended(supervisor)
        try:
            with urllib.request.urlopen(f"{address}/", timeout=2):  # noqa: S310  our own address
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise Refusal(f"The site did not answer within {seconds:.0f} s: see {supervisor.log('web')}.")
