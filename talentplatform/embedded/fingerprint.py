"""Fingerprints of files: what must be made anew, and what may be kept."""

import datetime
import hashlib
import zoneinfo
from collections.abc import Iterable
from pathlib import Path

from .paths import REPO

#: Folders whose code and shipped data decide what the loaded demo looks like.
APPLICATION_FOLDERS = (
    "orgs",
    "reporting",
    "learning",
    "succession",
    "talentpools",
    "edi",
    "talentplatform",
)
_DEMO_SUFFIXES = frozenset({".py", ".sql", ".json", ".csv"})
_PASSED_OVER = frozenset({"__pycache__", "embedded", "tests"})


def of_files(files: Iterable[Path]) -> str:
    """A hash of the files' paths and contents."""
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def today() -> datetime.date:
    """The day in London, which is the day of every date in the demo."""
    return datetime.datetime.now(zoneinfo.ZoneInfo("Europe/London")).date()


def of_schema() -> str:
    """A hash of everything that can change the tables or the data that commands load."""
    return of_files(
        file
        for folder in APPLICATION_FOLDERS
        for file in (REPO / folder).rglob("*")
        if file.suffix in _DEMO_SUFFIXES and not _PASSED_OVER.intersection(file.parts)
    )


def of_demo() -> str:
    """The stamp of the loaded demo. Its dates are offsets from today, so the day is part of it."""
    return f"{today().isoformat()} {of_schema()} {of_files([REPO / 'requirements' / 'run.txt'])}"


def of_static_files() -> str:
    """The stamp of the collected static files: ours, and those that packages bring."""
    ours = [file for file in (REPO / "static").rglob("*") if file.is_file()]
    by_apps = [
        file
        for folder in APPLICATION_FOLDERS
        for file in (REPO / folder / "static").rglob("*")
        if file.is_file()
    ]
    return of_files([*ours, *by_apps, REPO / "requirements" / "run.txt"])
