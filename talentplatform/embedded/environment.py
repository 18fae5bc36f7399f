"""The Python environment, from hash-locked files."""

import configparser
import fcntl
import hashlib
import os
import selectors
import shutil
import subprocess
import sys
import time
from pathlib import Path

from .console import Refusal, say
from .paths import REPO

VENV = REPO / ".venv"
PYTHON = VENV / "bin" / "python"
LOCKS = {"run": REPO / "requirements" / "run.txt", "dev": REPO / "requirements" / "dev.txt"}
_SECONDS_BETWEEN_PROGRESS = 3


def ensure(kind: str) -> None:
    """Make ``.venv`` hold exactly-hashed packages of ``kind`` (run or dev), unless it does."""
    with LOCKS["run"].open() as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)  # two commands at once: one installs, one waits
        if not _works():
            _make()
        wanted = {name: _stamp_of(lock) for name, lock in LOCKS.items()}
        held = VENV / ".installed"
        have = held.read_text().split() if held.exists() else []
        if wanted[kind] in have:
            return
        held.unlink(missing_ok=True)
        _install(LOCKS[kind])
        # The development packages contain the others.
        held.write_text("\n".join(wanted.values() if kind == "dev" else [wanted["run"]]))


def _works() -> bool:
    """Whether ``.venv`` is there, whole, and made by a Python that still is."""
    return PYTHON.exists() and (VENV / "pyvenv.cfg").exists() and (VENV / "bin" / "pip").exists()


def _stamp_of(lock: Path) -> str:
    settings = configparser.ConfigParser()
    settings.read_string("[venv]\n" + (VENV / "pyvenv.cfg").read_text())
    version = settings["venv"].get("version", "")
    return hashlib.sha256(lock.read_bytes() + version.encode()).hexdigest()


def _refuse_if_not_ours() -> None:
    if not os.access(VENV if VENV.exists() else REPO, os.W_OK):
        raise Refusal(f"{REPO} cannot be written: copy the repository to a folder of your own.")


def _make() -> None:
    _refuse_if_not_ours()
    say(f"making an environment with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", VENV], capture_output=True, text=True, check=False
    )
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        if "ensurepip" in made.stdout + made.stderr:
            raise Refusal("Python's venv module is missing: apt install python3-venv")
        raise Refusal(f"{VENV} could not be made: {(made.stderr or made.stdout).strip()}")


def _install(lock: Path) -> None:
    """Install the packages of ``lock``, with uv if it is there and works, else with pip."""
    _refuse_if_not_ours()
    uv = shutil.which("uv")
    if uv and subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0:
        command = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode"]
    else:
        uv = None
        command = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check"]
        command += ["--progress-bar", "off", "--no-input"]
    packages = sum("==" in line for line in lock.read_text().splitlines())
    say(f"installing up to {packages} packages with {'uv' if uv else 'pip'}")
    environment = dict(os.environ, UV_PYTHON_DOWNLOADS="never")
    process = subprocess.Popen(
        [*map(str, command), "--require-hashes", "-r", str(lock)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=environment,
    )
    output = _follow(process)
    if process.returncode:
        print("\n".join(output[-15:]))
        raise Refusal("The packages could not be installed; what the installer said is above.")
    say("packages installed")


def _follow(process: subprocess.Popen[bytes]) -> list[str]:
    """Collect a process's output, and say every few seconds how far an installer has come."""
    assert process.stdout is not None
    received, spoken, doing = b"", time.monotonic(), "starting"
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while True:
            if ready.select(timeout=_SECONDS_BETWEEN_PROGRESS):
                chunk = os.read(process.stdout.fileno(), 65536)
                if not chunk:
                    break
                received += chunk
            if time.monotonic() - spoken >= _SECONDS_BETWEEN_PROGRESS:
                fetched = received.count(b"\nCollecting ") + received.startswith(b"Collecting ")
                doing = f"{fetched} fetched" if fetched else "working"
                if b"Installing collected" in received:
                    doing = "unpacking and compiling"
                say(f"  {doing}")
                spoken = time.monotonic()
    process.wait()
    return received.decode(errors="replace").splitlines()


def enter(command: list[str]) -> None:
    """Go on as ``command`` inside the environment, unless we are in it: the process stays the same."""
    if Path(sys.prefix) != VENV:
        os.execv(PYTHON, [str(PYTHON), *command])  # noqa: S606  our own command
