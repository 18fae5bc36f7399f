"""The launcher begins without packages, refuses plainly, and the plugin keeps its promises."""

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from talentplatform.embedded import fingerprint

REPO = Path(__file__).resolve().parents[2]
SERVER_VARIABLES = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_BUILDER_URL",
    "CELERY_BROKER_URL",
}


def run(*arguments, **environment):
    """Run ./run as a person would, without what this test run was told about its own servers."""
    mine = {k: v for k, v in os.environ.items() if k not in SERVER_VARIABLES}
    return subprocess.run(
        [REPO / "run", *arguments],
        env=mine | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_begins_with_the_standard_library_alone():
    imports = "from talentplatform.embedded import environment, fingerprint, services, stack, supervisor, system"
    subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(REPO)!r}); {imports}",
        ],
        check=True,
    )


def test_help_says_what_there_is():
    shown = run("--help")
    assert shown.returncode == 0
    for command in ("demo", "up", "test", "check", "manage", "bench", "national"):
        assert f"./run {command}" in shown.stdout


def test_an_unknown_command_is_refused_in_one_sentence():
    shown = run("dmeo")
    assert (shown.returncode, shown.stderr) == (
        1,
        "There is no ./run dmeo: try demo, up, test, check, manage, bench or national.\n",
    )


def test_half_of_the_urls_is_refused_in_one_sentence(tmp_path):
    shown = run(
        "manage",
        "check",
        DATABASE_URL="postgresql://tp_web@db/talent",
        RUN_STATE=str(REPO / ".run"),
    )
    assert shown.returncode == 1
    assert shown.stderr == (
        "./run manage: Some servers are named but DATABASE_OWNER_URL, DATABASE_BUILDER_URL, "
        "CELERY_BROKER_URL is not set: set all of DATABASE_URL, DATABASE_OWNER_URL, "
        "DATABASE_BUILDER_URL, CELERY_BROKER_URL, or none to use the embedded servers.\n"
    )


def test_a_port_that_is_no_port_is_refused(tmp_path):
    shown = run("up", PORT="99999999")
    assert shown.returncode == 1
    assert shown.stderr.startswith("./run up: PORT=99999999 cannot be used")


def test_the_day_is_part_of_the_stamp_of_the_demo(monkeypatch):
    monkeypatch.setattr(fingerprint, "today", lambda: date(2026, 3, 31))
    march = fingerprint.of_demo()
    assert fingerprint.of_demo() == march
    monkeypatch.setattr(fingerprint, "today", lambda: date(2026, 4, 1))
    assert fingerprint.of_demo() != march


def test_a_changed_file_changes_the_fingerprint(tmp_path):
    file = tmp_path / "a.py"
    file.write_text("one")
    before = fingerprint.of_files([file])
    file.write_text("two")
    assert fingerprint.of_files([file]) != before


@pytest.mark.parametrize(
    ("marker", "ci", "outcome"),
    [
        ("browser", "1", "1 failed"),
        ("browser", "", "1 skipped"),
        ("reference_data", "1", "1 failed"),
        ("skipif(False, reason='')", "1", "1 skipped"),
    ],
)
def test_under_ci_some_tests_may_not_be_skipped(tmp_path, marker, ci, outcome):
    (tmp_path / "test_it.py").write_text(
        f"import pytest\n@pytest.mark.{marker}\ndef test_it():\n    pytest.skip('no reason')\n"
    )
    shown = nested_pytest(tmp_path, CI=ci)
    assert outcome in shown.stdout.splitlines()[-1], shown.stdout + shown.stderr


@pytest.mark.parametrize(("expected", "code"), [("1", 0), ("0", 1)])
def test_the_number_of_skips_is_pinned(tmp_path, expected, code):
    (tmp_path / "test_it.py").write_text(
        "import pytest\ndef test_a():\n    pytest.skip('no reason')\ndef test_b():\n    pass\n"
    )
    shown = nested_pytest(tmp_path, "--expect-skips", expected)
    assert shown.returncode == code, shown.stdout + shown.stderr
    assert ("SKIPPED 1 tests, but 0 were expected" in shown.stdout) is (code == 1)


def nested_pytest(folder, *arguments, **environment):
    """Run pytest with our plugin on ``folder``, on the servers that this run already has."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "-p", "talentplatform.embedded.pytest_plugin"),
            *("-p", "no:valkey", "-p", "no:django", "-p", "no:cacheprovider", "-q"),
            *("--rootdir", folder, "-c", "/dev/null", *arguments, folder),
        ],
        cwd=REPO,
        env={k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
