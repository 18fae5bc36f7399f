"""What no Python package brings: Pango for the PDFs, and a browser for the journeys."""

import ctypes
import os
import shutil
import subprocess
from pathlib import Path

from .console import Refusal, say
from .paths import REPO

#: Each library that is loaded by name, and Debian's package of it. libatomic is for the Node
#: inside Playwright.
_LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
    "libatomic.so.1": "libatomic1",
}
_PRIVATE = REPO / ".run-libs"
_FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{root}/usr/share/fonts</dir><dir>/usr/share/fonts</dir>
<cachedir>{root}/../font-cache</cachedir></fontconfig>
"""


def _missing() -> list[str]:
    missing = []
    for library, package in _LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append(package)
    return missing


def _run(command: list[str | Path], **options: object) -> str:
    try:
        done = subprocess.run(command, check=True, capture_output=True, text=True, **options)  # type: ignore[call-overload]
    except subprocess.CalledProcessError as error:
        last = (error.stderr or error.stdout or "").strip().splitlines()[-1:]
        raise Refusal(f"{command[0]} failed: {' '.join(last)}") from error
    return str(done.stdout)


def install_as_root(packages: list[str]) -> None:
    """Install Debian packages, without what they merely recommend."""
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    _run(["apt-get", "update", "-qq"], env=environment)
    command: list[str | Path] = ["apt-get", "install", "-y", "-qq", "--no-install-recommends"]
    _run([*command, *packages], env=environment)


def _unpack_privately(packages: list[str]) -> None:
    """Download Debian packages with what they need and unpack them here, without root.

    A download that was interrupted is begun again; the package lists (160 MB) are removed.
    """
    work = _PRIVATE.with_name(f"{_PRIVATE.name}.new")
    shutil.rmtree(work, ignore_errors=True)
    for folder in ("state/lists/partial", "cache/archives/partial", "debs", "root"):
        (work / folder).mkdir(parents=True)
    apt: list[str | Path] = ["apt-get"]
    for option in (
        f"Dir::State={work}/state",
        "Dir::State::status=/var/lib/dpkg/status",
        f"Dir::Cache={work}/cache",
        "Debug::NoLocking=1",
    ):
        apt += ["-o", option]
    _run([*apt, "update", "-qq"])
    plan = _run([*apt, "install", "-s", "--no-install-recommends", *packages])
    names = [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]
    _run([*apt, "download", "-qq", *names], cwd=work / "debs")
    for archive in (work / "debs").glob("*.deb"):
        _run(["dpkg-deb", "-x", archive, work / "root"])
    for folder in ("state", "cache", "debs"):
        shutil.rmtree(work / folder)
    shutil.rmtree(_PRIVATE, ignore_errors=True)
    work.rename(_PRIVATE)
    # WeasyPrint crashes without a fonts.conf, and the packages' own is made by their scripts.
    (_PRIVATE / "fonts.conf").write_text(_FONTS.format(root=_PRIVATE / "root"))


def use_private_libraries() -> None:
    """Let the processes we start find the libraries that were unpacked here, if any were."""
    library_folder = next((_PRIVATE / "root/usr/lib").glob("*-linux-gnu*"), None)
    if library_folder is None or not (_PRIVATE / "fonts.conf").exists():
        return
    before = os.environ.get("LD_LIBRARY_PATH")
    if str(library_folder) not in (before or ""):
        os.environ["LD_LIBRARY_PATH"] = ":".join(filter(None, [str(library_folder), before]))
    os.environ["FONTCONFIG_FILE"] = str(_PRIVATE / "fonts.conf")


def ensure_pango() -> None:
    """Use the system's Pango; else install it as root; else unpack it into the repository."""
    missing = _missing()
    if not missing:
        return
    if not (_PRIVATE / "fonts.conf").exists():
        if not shutil.which("apt-get"):
            raise Refusal(
                "PDFs need Pango 1.50 or newer and HarfBuzz's subset library: install them with "
                "your package manager (docs/runbook.md)."
            )
        say(f"getting {', '.join(missing)} from Debian's packages")
        if os.geteuid() == 0:
            install_as_root(missing)
        else:
            _unpack_privately(missing)
    use_private_libraries()


def chromium() -> Path | None:
    """The Chromium of this machine: ``CHROMIUM`` if set, else the first on the path."""
    if chosen := os.environ.get("CHROMIUM"):
        return Path(chosen)
    for name in ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"):
        if found := shutil.which(name):
            return Path(found)
    return None


def ensure_chromium() -> None:
    """Install Chromium if it is missing and we are root; else say what will be skipped."""
    if chromium() is not None:
        return
    if os.geteuid() == 0 and shutil.which("apt-get"):
        say("installing Chromium from Debian's packages (about a minute)")
        try:
            install_as_root(["chromium"])
        except Refusal as refusal:
            say(f"no Chromium ({refusal}): browser tests will be skipped")
        return
    say(
        "no Chromium, and only root can install it: browser tests will be SKIPPED "
        "(install chromium, or set CHROMIUM to its path)"
    )
