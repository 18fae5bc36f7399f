"""Several at once: with the lock the tree stays whole, and without it a write is refused."""

import datetime as dt
import random
import threading

import pytest
from django.db import DatabaseError, connection, connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs import tree, tree_check
from orgs.clock import today
from orgs.models.units import OrgPlacement, OrgUnit
from orgs.tree import PlacementRow
from orgs.words import words_of_day
from tests import factories

THREADS, MOVES = 4, 12


def mover(seed: int, trusts: list[str], boards: list[str], failures: list[Exception]) -> None:
    chosen = random.Random(seed)
    try:
        for step in range(MOVES):
            with tree.locked():
                # Read after the lock: what another thread has just moved is seen.
                unit = OrgUnit.objects.get(code=chosen.choice(trusts))
                board = OrgUnit.objects.get(code=chosen.choice(boards))
                if step % 6 == 5:
                    tree.create(
                        f"T{seed}{step}",
                        name="New trust",
                        type_code="trust",
                        on=today(),
                        parent=board,
                    )
                else:
                    # Each move on a day of its own, so that none of a unit's periods is empty.
                    last = OrgPlacement.objects.filter(unit=unit).order_by("valid").last()
                    day = max(last.valid.lower + dt.timedelta(days=1), today())
                    tree.place(unit, on=day, parent=board)
                tree.project(today() + dt.timedelta(days=MOVES * THREADS))
    except Exception as error:  # noqa: BLE001  a thread's failure is told to the test
        failures.append(error)
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
def test_threads_that_move_and_open_units_leave_no_fault() -> None:
    units = factories.small_tree()
    boards = ["QA1", "QA2", "QB1"]
    trusts = [code for code in units if code.startswith("T")]
    failures: list[Exception] = []
    threads = [
        threading.Thread(target=mover, args=(seed, trusts, boards, failures))
        for seed in range(THREADS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert tree_check.check(today() + dt.timedelta(days=MOVES * THREADS)) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM app.tree_faults()")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*), count(DISTINCT lft) FROM orgs_orgunit")
        total, lefts = cursor.fetchone()
    assert total == lefts == len(units) + THREADS * 2
    moves = OrgPlacement.objects.count() - total
    assert moves == THREADS * (MOVES - 2)


@pytest.mark.django_db(transaction=True)
def test_a_move_without_the_lock_is_refused() -> None:
    units = factories.small_tree()
    with pytest.raises(DatabaseError, match=r"without app.tree_lock\(\)"), transaction.atomic():
        tree.place(units["TA1"], on=today(), parent=units["QA2"])
    with pytest.raises(DatabaseError, match=r"without app.tree_lock\(\)"), transaction.atomic():
        OrgUnit.objects.filter(code="TA1").update(parent=units["QA2"])
    # The lock of an earlier transaction is not the lock of this one.
    with tree.locked():
        pass
    with pytest.raises(DatabaseError, match=r"without app.tree_lock\(\)"), transaction.atomic():
        tree.close(units["TA1"], on=today())
    assert OrgPlacement.objects.count() == len(units)


@pytest.mark.django_db(transaction=True)
def test_a_parent_changed_behind_the_projection_cannot_commit() -> None:
    units = factories.small_tree()
    with pytest.raises(DatabaseError, match="projection does not match its parents"), tree.locked():
        OrgUnit.objects.filter(code="TA1").update(parent=units["QA2"])
    assert OrgUnit.objects.get(code="TA1").parent.code == "QA1"


@pytest.mark.django_db
def test_closing_and_placing_say_what_stands_against_them(units) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    with tree.locked():
        with pytest.raises(tree.TreeError, match="QA1 cannot close while TA1 is below it"):
            tree.close(units["QA1"], on=today())
        tree.place(units["TA1"], on=tomorrow, parent=units["QA2"])
        with pytest.raises(
            tree.TreeError, match=f"TA1 already changes on {words_of_day(tomorrow)}"
        ):
            tree.close(units["TA1"], on=today())
        with pytest.raises(
            tree.TreeError, match=f"TA1 already changes on {words_of_day(tomorrow)}"
        ):
            tree.place(units["TA1"], on=tomorrow, parent=units["QA1"])
        tree.close(units["TA2"], on=today())
        with pytest.raises(tree.TreeError, match="TA2 is not open on"):
            tree.place(units["TA2"], on=tomorrow, parent=units["QA2"])
        # A child that is to come later keeps its parent open too.
        with pytest.raises(tree.TreeError, match="QA2 cannot close while TA1 is below it"):
            tree.close(units["QA2"], on=today())
        tree.project(today())
    assert tree_check.check(today()) == []


# --- as at any day ------------------------------------------------------------------------------------

START = dt.date(2024, 1, 1)
CODES = [f"T{n}" for n in range(5)]
BOARDS = [f"Q{n}" for n in range(3)]
moves = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(CODES), st.sampled_from(BOARDS)), max_size=14
)


def loaded() -> dict[str, OrgUnit]:
    tree.load(
        [
            PlacementRow("N", "Nation", "national", "", START, None),
            PlacementRow("R", "Region", "region", "N", START, None),
            *(PlacementRow(q, f"Board {q}", "icb", "R", START, None) for q in BOARDS),
            *(PlacementRow(t, f"Trust {t}", "trust", "Q0", START, None) for t in CODES),
        ],
        day=START,
    )
    return {unit.code: unit for unit in OrgUnit.objects.all()}


def closure(day: dt.date) -> set[tuple[str, str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, d.code, c.depth FROM app.closure(%s) c JOIN orgs_orgunit a ON a.id = c.ancestor_id "
            "JOIN orgs_orgunit d ON d.id = c.descendant_id",
            [day],
        )
        return {tuple(row) for row in cursor.fetchall()}


def by_parent() -> set[tuple[str, str]]:
    """Ancestor and descendant by today's projection: what a page of that day would have shown."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.code, d.code FROM orgs_orgunit a JOIN orgs_orgunit d "
            "ON d.tree_id = a.tree_id AND d.lft >= a.lft AND d.rght <= a.rght"
        )
        return {tuple(row) for row in cursor.fetchall()}


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=moves)
def test_as_at_a_day_is_the_snapshot_taken_on_it(history: list[tuple[int, str, str]]) -> None:
    # One move of a unit a day: what is in force is in force for at least a day.
    once = {(offset, code): board for offset, code, board in history}
    with tree.locked():
        units = loaded()
        taken = {}
        for offset in range(62):
            day = START + dt.timedelta(days=offset)
            for (at, code), board in sorted(once.items()):
                if at == offset:
                    tree.place(units[code], on=day, parent=units[board])
            tree.project(day)
            taken[day] = (closure(day), by_parent())
            assert {pair[:2] for pair in taken[day][0]} == taken[day][1]
        for day, (then, _) in taken.items():
            assert closure(day) == then
        assert tree_check.check(day) == []
        transaction.set_rollback(True)
