"""Advisory locks: every number is on the one list, and has one purpose."""

import re
from collections import Counter
from pathlib import Path

import pytest

from orgs import locks
from orgs.locks import LOCKS, Lock
from tests.architecture.test_shape import APPS, MODULES, REPO, code_of, name

CALL = re.compile(r"pg_(?:try_)?advisory_\w*lock\w*\s*\(([^()]*(?:\([^()]*\)[^()]*)*)\)")
SQL = sorted(path for app in APPS for path in (REPO / app).rglob("*.sql"))
NAMES = {lock: named for named, lock in vars(locks).items() if isinstance(lock, Lock)}


def pairs(text: str) -> list[tuple[int, int] | None]:
    """The two numbers of each call in a text; None for a call that is not of two plain numbers."""
    found: list[tuple[int, int] | None] = []
    for arguments in CALL.findall(text):
        numbers = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*", arguments)
        found.append((int(numbers[1]), int(numbers[2])) if numbers else None)
    return found


def takers(lock: Lock) -> set[str]:
    """Modules that take a lock, by its name."""
    wanted = re.compile(rf"\b{NAMES[lock]}\.(take|try_to_take)\(")
    return {name(path) for path in MODULES if wanted.search(code_of(path))}


def repeaters(lock: Lock) -> set[str]:
    """SQL files that repeat a lock's numbers."""
    return {name(path) for path in SQL if (lock.space, lock.key) in pairs(path.read_text())}


def test_the_list_is_whole() -> None:
    assert set(LOCKS) == set(NAMES)
    assert len(LOCKS) == len({lock.holds for lock in LOCKS})


def test_no_two_purposes_share_a_number() -> None:
    assert [k for k, n in Counter((lock.space, lock.key) for lock in LOCKS).items() if n > 1] == []
    whole = [lock.space for lock in LOCKS if lock.key is None]
    shared = [lock for lock in LOCKS if whole.count(lock.space) and lock.key is not None]
    assert shared == []
    assert len(whole) == len(set(whole))


def test_python_takes_locks_by_name_alone() -> None:
    calling = [name(path) for path in MODULES if "advisory" in code_of(path)]
    assert calling == ["orgs/locks.py"]


def test_sql_uses_numbers_of_the_list() -> None:
    known = {(lock.space, lock.key) for lock in LOCKS}
    used = {(name(path), pair) for path in SQL for pair in pairs(path.read_text())}
    assert [each for each in used if each[1] not in known] == []
    assert len(used) >= 2
    for path in SQL:  # nothing that the pattern does not read
        text = re.sub(r"--.*", "", path.read_text())
        assert len(re.findall("advisory", text)) == len(CALL.findall(text)), name(path)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: NAMES[lock])
def test_a_lock_is_taken_in_one_place(lock: Lock) -> None:
    assert len(takers(lock) | repeaters(lock)) == 1


def test_the_docstring_names_the_files_that_repeat_a_number() -> None:
    said = set(re.findall(r"``([\w/]+\.sql)``", locks.__doc__ or ""))
    assert said == {name_ for lock in LOCKS for name_ in repeaters(lock)}
    assert all(Path(REPO / name_).exists() for name_ in said)


def test_a_foreign_number_is_seen() -> None:
    assert pairs("PERFORM pg_advisory_xact_lock(20015, 9);") == [(20015, 9)]
    assert pairs("SELECT pg_try_advisory_xact_lock(7, hashtext('x'))") == [None]


def test_the_second_number_is_the_locks_or_the_subjects() -> None:
    with pytest.raises(ValueError, match="the second number"):
        locks.ROLES.take(None)
    with pytest.raises(ValueError, match="the second number"):
        locks.FLOOR.take(None, 3)
