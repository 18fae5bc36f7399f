"""A migrated cluster, kept from one run of the tests to the next: only new migrations run again.

It is used as long as every migration that made it is as it was. What the code declares (functions,
policies) is laid by each ``migrate`` anyway. It lies in the state folder and may be removed at any
time.
"""

import contextlib
import fcntl
import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from . import fingerprint, paths
from .paths import REPO

_NOTE = "made-by.json"


def _files() -> dict[str, str]:
    """What makes the tables: our migrations, and the packages that bring theirs."""
    found = [REPO / "requirements" / "run.txt"]
    for folder in fingerprint.APPLICATION_FOLDERS:
        found += (REPO / folder / "migrations").glob("*.py")
    return {
        str(file.relative_to(REPO)): hashlib.sha256(file.read_bytes()).hexdigest() for file in found
    }


@contextlib.contextmanager
def _locked() -> Iterator[Path]:
    """The folder of the kept cluster, which two runs may want at once."""
    folder = paths.state_directory() / "migrated"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_name("migrated-lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def take(data: Path) -> bool:
    """Copy the kept cluster to `data`; False when there is none that fits."""
    with _locked() as folder:
        try:
            made_by = json.loads((folder / _NOTE).read_text())
        except (OSError, ValueError):
            return False
        if not made_by.items() <= _files().items():
            return False
        _copy(folder / "postgres", data)
        return True


def keep(data: Path) -> None:
    """Keep a copy of the stopped cluster `data`, whose template has every migration."""
    with _locked() as folder:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o711)
        _copy(data, folder / "postgres")
        # Last: a copy that was interrupted has no note.
        (folder / _NOTE).write_text(json.dumps(_files()))


def _copy(source: Path, target: Path) -> None:
    """Copy a folder with its owners: Postgres may run as another user than we do."""
    shutil.copytree(source, target, copy_function=shutil.copy2)
    account = paths.server_account()
    if account is not None:
        for path in [target, *target.rglob("*")]:
            shutil.chown(path, account.pw_uid, account.pw_gid)
