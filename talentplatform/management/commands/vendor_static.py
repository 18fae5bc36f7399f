"""Re-create the vendored browser files. Maintainers only: needs npm, users never do.

The result is committed, so a fresh machine needs pip alone. Every patch below answers a real failure:
the stock stylesheet fetches Frutiger from a remote host (a font we hold no licence for), points at
`/assets/images/`, and names source maps that the manifest storage would then look for in vain.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


@dataclass(frozen=True)
class Package:
    """One npm package: where its files go (source path to target path) and under which licence."""

    name: str
    version: str
    licence: str
    files: dict[str, str]


NHSUK = "dist/nhsuk/"
STATIC = (
    Package(
        "nhsuk-frontend",
        "10.6.1",
        "MIT",
        {
            NHSUK + "nhsuk-frontend.min.css": "vendor/nhsuk/nhsuk-frontend.min.css",
            NHSUK + "nhsuk-frontend.min.js": "vendor/nhsuk/nhsuk-frontend.min.js",
        }
        | {
            f"{NHSUK}assets/images/nhsuk-icon-{icon}.svg": f"vendor/nhsuk/images/nhsuk-icon-{icon}.svg"
            for icon in ("arrow-down", "arrow-up-down", "arrow-up", "cross")
        },
    ),
    Package(
        "htmx.org",
        "4.0.1",
        "0BSD",
        {"dist/htmx.min.js": "vendor/htmx/htmx.min.js", "LICENSE": "vendor/htmx/LICENCE.txt"},
    ),
    Package(
        "pdfjs-dist",
        "5.6.205",
        "OFL-1.1",
        {
            "standard_fonts/LiberationSans-Regular.ttf": "fonts/LiberationSans-Regular.ttf",
            "standard_fonts/LiberationSans-Bold.ttf": "fonts/LiberationSans-Bold.ttf",
            "standard_fonts/LICENSE_LIBERATION": "fonts/LICENCE.txt",
        },
    ),
)
# The npm copy of nhsuk-frontend carries no licence text; ours was taken from its repository and is kept.
KEPT = {"vendor/nhsuk/LICENCE.txt": STATIC[0]}

TESTS = (
    Package(
        "axe-core",
        "4.14.1",
        "MPL-2.0",
        {"axe.min.js": "axe.min.js", "LICENSE": "LICENCE-axe.txt"},
    ),
)
# Upstream's own rendered examples, by component, that our field templates are compared with.
FIXTURES = {
    "input": ("with error message and hint, without heading", "without heading"),
    "textarea": ("with error message and hint, without heading",),
    "select": ("with error message and hint, without heading",),
    "radios": ("with error message and hint, without heading",),
    "checkboxes": ("with error message and hint, without heading",),
    "date-input": ("with error message and hint, without heading",),
    "file-upload": ("with error message and hint, without heading",),
    "password-input": ("default",),
    "error-summary": ("with multiple errors",),
    "breadcrumb": ("default",),
    "pagination": ("numbered",),
}


class Command(BaseCommand):
    help = "Fetch, patch and hash the vendored browser files (needs npm)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="Only compare the files with the manifests."
        )

    def handle(self, *_args: Any, check: bool = False, **_options: Any) -> None:
        base = Path(__file__).resolve().parents[3]
        static, tests = base / "static", base / "tests" / "vendor"
        if not check:
            npm = shutil.which("npm")
            if npm is None:
                raise CommandError("npm is needed to fetch the packages.")
            with tempfile.TemporaryDirectory() as scratch:
                for package in STATIC:
                    _copy(package, _download(npm, package, Path(scratch)), static)
                for package in TESTS:
                    _copy(package, _download(npm, package, Path(scratch)), tests)
                _write_fixtures(_archive(STATIC[0], Path(scratch)), tests / "nhsuk-fixtures.json")
            _write_manifest(static, static / "vendor" / "MANIFEST.json", STATIC, KEPT)
            _write_manifest(
                tests, tests / "MANIFEST.json", TESTS, {"nhsuk-fixtures.json": STATIC[0]}
            )
        wrong = [
            *differences(static, static / "vendor" / "MANIFEST.json"),
            *differences(tests, tests / "MANIFEST.json"),
        ]
        if wrong:
            raise CommandError("Not as in the manifest: " + ", ".join(wrong))
        self.stdout.write("Vendored files are as in the manifests.")


def differences(root: Path, manifest: Path) -> list[str]:
    """Names of the files under `root` that are missing or whose SHA-256 is not the manifest's."""
    files = json.loads(manifest.read_text())["files"]
    return [
        name
        for name, entry in files.items()
        if not (root / name).is_file() or _sha256(root / name) != entry["sha256"]
    ]


def patch(name: str, text: str) -> str:
    """The text of a vendored file as we ship it.

    Raises CommandError when a remote address is left, so that an upgrade cannot bring one in unseen.
    """
    text = re.sub(r"/[/*]# sourceMappingURL=\S+(?: \*/)?", "", text)
    if name.endswith(".css"):
        text = re.sub(r"@font-face\s*\{[^}]*\}", "", text)
        text = re.sub(r"url\((['\"]?)/assets/images/", r"url(\1images/", text)
    left = re.findall(r"https?://[^\s\"')]+", text.replace("http://www.w3.org/2000/svg", ""))
    if left and name.endswith((".css", ".js", ".svg")):
        raise CommandError(f"{name} still names {left[0]}")
    return text


def _archive(package: Package, scratch: Path) -> Path:
    return scratch / f"{package.name}-{package.version}.tgz"


def _download(npm: str, package: Package, scratch: Path) -> Path:
    command = [npm, "pack", "--silent", f"{package.name}@{package.version}"]
    subprocess.run(command, cwd=scratch, check=True, capture_output=True)  # noqa: S603 - names pinned above
    return _archive(package, scratch)


def _member(tar: tarfile.TarFile, name: str) -> bytes:
    # Members are read one by one, never unpacked: an archive cannot choose where a file lands.
    handle = tar.extractfile(f"package/{name}")
    if handle is None:
        raise CommandError(f"{name} is not a file in its package.")
    return handle.read()


def _copy(package: Package, archive: Path, root: Path) -> None:
    with tarfile.open(archive) as tar:
        for origin, name in package.files.items():
            target = root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            content = _member(tar, origin)
            if target.suffix in {".css", ".js", ".svg"} and root.name == "static":
                content = patch(name, content.decode()).encode()
            target.write_bytes(content)


def _write_fixtures(archive: Path, target: Path) -> None:
    wanted: dict[str, dict[str, str]] = {}
    with tarfile.open(archive) as tar:
        for component, names in FIXTURES.items():
            fixtures = json.loads(_member(tar, f"{NHSUK}components/{component}/fixtures.json"))[
                "fixtures"
            ]
            html: dict[str, str] = {}
            for fixture in fixtures:
                html.setdefault(fixture["name"], fixture["html"])
            wanted[component] = {name: html[name] for name in names}
    target.write_text(json.dumps(wanted, indent=1, ensure_ascii=False) + "\n")


def _write_manifest(
    root: Path, path: Path, packages: tuple[Package, ...], kept: dict[str, Package]
) -> None:
    owners = {name: package for package in packages for name in package.files.values()} | kept
    files = {
        name: {
            "package": owners[name].name,
            "version": owners[name].version,
            "licence": owners[name].licence,
            "sha256": _sha256(root / name),
        }
        for name in sorted(owners)
    }
    path.write_text(json.dumps({"files": files}, indent=1) + "\n")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
