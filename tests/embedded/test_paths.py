"""Folders that hold servers: found, short enough, and nobody else's."""

import os
import stat
from pathlib import Path

import pytest

from talentplatform.embedded import paths
from talentplatform.embedded.console import Refusal


def test_state_lives_in_the_repository_or_where_run_state_says(monkeypatch, tmp_path):
    monkeypatch.setattr(paths, "server_account", lambda: None)
    monkeypatch.delenv("RUN_STATE", raising=False)
    assert paths.state_directory() == paths.REPO / ".run"
    monkeypatch.setenv("RUN_STATE", str(tmp_path / "other"))
    assert paths.state_directory() == tmp_path / "other"


@pytest.mark.skipif(os.geteuid() != 0, reason="only root demotes its Postgres")
def test_root_is_refused_a_state_folder_that_the_server_account_cannot_reach(monkeypatch, tmp_path):
    tmp_path.chmod(0o700)
    monkeypatch.setenv("RUN_STATE", str(tmp_path / "closed"))
    with pytest.raises(Refusal, match="cannot be reached by the user nobody"):
        paths.state_directory()


def test_a_socket_in_a_deep_folder_moves_to_a_short_path():
    deep = Path("/srv") / ("x" * 90)
    short = paths.socket_directory(deep, "postgres")
    assert short.parent == Path("/tmp")
    assert len(str(short / ".s.PGSQL.5432")) < 107
    assert short != paths.socket_directory(deep / "y", "postgres")
    assert paths.socket_directory(Path("/srv/x"), "valkey") == Path("/srv/x/sockets/valkey")


def test_a_folder_found_open_is_closed(tmp_path):
    folder = tmp_path / "sockets"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    paths.make_private(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_link_in_its_place_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(Refusal, match="is not a folder"):
        paths.make_private(tmp_path / "sockets")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_another_users_folder_is_refused(tmp_path):
    folder = tmp_path / "sockets"
    folder.mkdir()
    os.chown(folder, 12345, 12345)
    with pytest.raises(Refusal, match="belongs to another user"):
        paths.make_private(folder)
    assert folder.stat().st_uid == 12345


def test_reach_needs_every_folder_on_the_way(tmp_path):
    inner = tmp_path / "closed" / "inner"
    inner.mkdir(parents=True)
    for folder in [inner, *inner.parents]:
        if folder.is_relative_to(tmp_path):
            folder.chmod(0o755)
    reachable_before = paths.reachable_by(inner, 65534)
    inner.parent.chmod(0o700)
    assert paths.reachable_by(inner, 65534) is False
    assert paths.reachable_by(inner, inner.stat().st_uid) is paths.reachable_by(
        tmp_path, inner.stat().st_uid
    )
    assert reachable_before is paths.reachable_by(tmp_path, 65534)
