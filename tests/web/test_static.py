"""Vendored files, budgets and the storage that hashes them."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage
from django.core.management.base import CommandError

from orgs.web.context import BODY_SCRIPT, body_script_hash
from orgs.web.storage import Static
from talentplatform.management.commands import vendor_static

REPO = Path(__file__).resolve().parents[2]
STATIC = REPO / "static"
VENDORED_TESTS = REPO / "tests" / "vendor"


@pytest.mark.parametrize(
    ("root", "manifest"),
    [
        (STATIC, STATIC / "vendor" / "MANIFEST.json"),
        (VENDORED_TESTS, VENDORED_TESTS / "MANIFEST.json"),
    ],
)
def test_files_are_as_in_the_manifest(root, manifest):
    assert vendor_static.differences(root, manifest) == []


def test_every_vendored_file_is_in_the_manifest():
    listed = set(json.loads((STATIC / "vendor" / "MANIFEST.json").read_text())["files"])
    found = {
        str(path.relative_to(STATIC))
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file() and path.name != "MANIFEST.json"
    }
    assert found == listed


def test_a_changed_file_is_noticed(tmp_path):
    (tmp_path / "a.css").write_text("b")
    manifest = tmp_path / "m.json"
    manifest.write_text(
        json.dumps({"files": {"a.css": {"sha256": "0"}, "gone.css": {"sha256": "0"}}})
    )
    assert vendor_static.differences(tmp_path, manifest) == ["a.css", "gone.css"]


def test_each_package_ships_its_licence():
    assert "Copyright (c) 2019 NHS.UK" in (STATIC / "vendor/nhsuk/LICENCE.txt").read_text()
    assert "Zero-Clause BSD" in (STATIC / "vendor/htmx/LICENCE.txt").read_text()
    assert "SIL OPEN FONT LICENSE" in (STATIC / "fonts/LICENCE.txt").read_text()
    assert "Mozilla Public License" in (VENDORED_TESTS / "LICENCE-axe.txt").read_text()


@pytest.mark.parametrize(
    "path",
    sorted(p for p in STATIC.rglob("*") if p.suffix in {".css", ".js", ".svg"}),
    ids=lambda p: p.name,
)
def test_no_file_names_another_host_or_a_source_map(path):
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert not re.search(r"https?://", text)
    assert "sourceMappingURL" not in text


def test_the_stylesheet_loads_no_font_and_only_icons_that_are_there():
    css = (STATIC / "vendor/nhsuk/nhsuk-frontend.min.css").read_text()
    assert "@font-face" not in css
    targets = {target.strip("'\"") for target in re.findall(r"url\(([^)]*)\)", css)}
    local = {target for target in targets if not target.startswith("data:")}
    assert local == {
        f"images/nhsuk-icon-{n}.svg" for n in ("arrow-down", "arrow-up-down", "arrow-up", "cross")
    }
    assert all((STATIC / "vendor/nhsuk" / name).is_file() for name in local)


def test_patching_refuses_a_file_that_still_calls_home():
    with pytest.raises(CommandError, match=r"x\.css still names https://example\.test/a"):
        vendor_static.patch("x.css", "a{background:url(https://example.test/a)}")


def test_patching_drops_fonts_maps_and_the_assets_path():
    css = "@font-face{src:url(https://example.test/f)}a{b:url(/assets/images/x.svg)}/*# sourceMappingURL=x.map */"
    assert vendor_static.patch("x.css", css) == "a{b:url(images/x.svg)}"


@pytest.mark.parametrize(("name", "limit"), [("app.css", 6 * 1024), ("app.js", 3 * 1024)])
def test_our_own_files_stay_small(name, limit):
    assert len(gzip.compress((STATIC / "app" / name).read_bytes(), 9)) <= limit


def test_all_script_stays_under_35_kb():
    names = ("vendor/htmx/htmx.min.js", "vendor/nhsuk/nhsuk-frontend.min.js", "app/app.js")
    assert sum(len(gzip.compress((STATIC / name).read_bytes(), 9)) for name in names) <= 35 * 1024


def test_the_body_script_hash_is_the_script_s():
    # Computed with openssl dgst -sha256 -binary | base64 on the line.
    assert BODY_SCRIPT.startswith("document.body.className += ' js-enabled'")
    assert body_script_hash() == "'sha256-tDOvXJi1PXbg0CWjLCCYSNHRXtps26K4JXkE3M6u/c0='"


def test_the_script_s_import_is_hashed(tmp_path, settings):
    settings.STATIC_ROOT = str(tmp_path)
    settings.DEBUG = False
    source = FileSystemStorage(STATIC)
    paths = {}
    storage = Static(location=tmp_path, base_url="/static/")
    for name in ("app/app.js", "vendor/nhsuk/nhsuk-frontend.min.js"):
        with source.open(name) as handle:
            storage._save(name, handle)
        paths[name] = (storage, name)
    assert all(result is not None for *_, result in storage.post_process(paths))
    written = (tmp_path / storage.stored_name("app/app.js")).read_text()
    assert re.search(r'from "\.\./vendor/nhsuk/nhsuk-frontend\.min\.[0-9a-f]{12}\.js"', written)


def test_no_template_writes_style_or_script_inline():
    allowed = "<script>{{ BODY_SCRIPT|safe }}</script>"
    for path in (REPO / "templates").rglob("*.html"):
        text = path.read_text().replace(allowed, "")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|hx-on|hx-confirm|javascript:", text), (
            path
        )
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), path
