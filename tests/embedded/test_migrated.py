"""The migrated cluster kept between runs: used while the migrations that made it are as they were."""

import json
from pathlib import Path

import pytest

from talentplatform.embedded import migrated


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for a stopped cluster; what is kept goes to a state folder of the test's."""
    monkeypatch.setattr(migrated.paths, "state_directory", lambda: tmp_path / "state")
    monkeypatch.setattr(migrated.paths, "server_account", lambda: None)
    data = tmp_path / "postgres"
    data.mkdir()
    (data / "PG_VERSION").write_text("17\n")
    return data


def test_a_kept_cluster_is_copied(data: Path, tmp_path: Path) -> None:
    migrated.keep(data)
    assert migrated.take(tmp_path / "new")
    assert (tmp_path / "new" / "PG_VERSION").read_text() == "17\n"


def test_nothing_is_taken_before_anything_is_kept(data: Path, tmp_path: Path) -> None:
    assert not migrated.take(tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_migration_that_changed_or_went_makes_it_unfit(data: Path, tmp_path: Path) -> None:
    migrated.keep(data)
    note = tmp_path / "state" / "migrated" / "made-by.json"
    made_by = json.loads(note.read_text())
    first = next(name for name in made_by if name.endswith("0001_initial.py"))
    for other in ({**made_by, first: "another"}, {**made_by, "orgs/migrations/9999_gone.py": "x"}):
        note.write_text(json.dumps(other))
        assert not migrated.take(tmp_path / "new")


def test_a_migration_that_is_new_does_not(data: Path, tmp_path: Path) -> None:
    migrated.keep(data)
    note = tmp_path / "state" / "migrated" / "made-by.json"
    made_by = json.loads(note.read_text())
    made_by.pop(next(name for name in made_by if name.endswith("0001_initial.py")))
    note.write_text(json.dumps(made_by))
    assert migrated.take(tmp_path / "new")
