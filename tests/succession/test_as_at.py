"""The plan as it stood: for random histories a day looked back to is the snapshot that was taken on it.

Two promises. As at a day **and as it was known on it** is exactly what the page showed then, whatever was
recorded late or put right since. As at a day, with what is known now, is the same as long as nothing was
recorded late.
"""

import datetime as dt
import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.models.units import OrgUnit
from succession import holders, line, past_rows, posts, selectors, services, telling
from succession.assessing import assess_criticality
from succession.board import Board, board
from succession.conflicts import SuccessionError
from succession.criteria import SHIPPED, criteria
from succession.models import Incumbency, Nomination, Post
from succession.ordering import stamp
from succession.past import Past
from tests import factories
from tests.succession.factories import World, make_post, world

START = dt.date(2025, 3, 3)
ONE = dt.timedelta(days=1)
READINESS = ("RN", "R12", "R35", "RX")
COVER = ("NONE", "ACT", "INT")
RISKS = ("FR1", "FR2", "FR3")

Step = tuple[int, int, int, int]
steps = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=16,
)


def events() -> list[Any]:
    """The history tables of the plan's rows."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label == "succession" and hasattr(model, "pgh_tracked_model")
    ]


class History:
    """A plan that people change from day to day; each day's history is recorded as of that day."""

    def __init__(self, of: World) -> None:
        self.of, self.day = of, START
        self.people = [of.deputy, of.holder] + [
            factories.staff(of.unit, name) for name in ("Ada Fern", "Ben Moss", "Cal Reed")
        ]
        make_post(of.unit, "Chief finance officer", "CFO", position=2)
        make_post(of.unit, "Chief medical officer", "CMO", position=3)
        self.seen = dict.fromkeys(events(), 0)
        self.recorded()
        self.taken: dict[dt.date, Board] = {}
        self.done: set[str] = set()

    def recorded(self) -> None:
        """What was written since the last time was recorded on this day, at noon."""
        noon = dt.datetime.combine(self.day, dt.time(12), tzinfo=dt.UTC)
        for model, last in self.seen.items():
            fresh = model._base_manager.filter(pgh_id__gt=last)
            self.seen[model] = max([last, *fresh.values_list("pgh_id", flat=True)])
            fresh.update(pgh_created_at=noon)

    def scope(self, day: dt.date) -> Any:
        return user_scope(self.of.cpo.pk, unit_code=self.of.unit.code, day=day)

    def snapshot(self) -> None:
        with self.scope(self.day):
            self.taken[self.day] = board(self.of.unit.pk, self.day)

    def do(self, acts: Sequence[Callable[..., None]], which: int, a: int, b: int) -> None:
        with self.scope(self.day) as viewer:
            try:
                with transaction.atomic():
                    acts[which % len(acts)](self, viewer, a, b)
                self.done.add(acts[which % len(acts)].__name__)
            except SuccessionError:
                pass  # refused, as the page would have refused it

    def live(self, history: list[Step], acts: Sequence[Callable[..., None]]) -> None:
        """Run a history to its end, with a snapshot at the end of each day."""
        self.snapshot()
        for gap, which, a, b in history:
            for _ in range(gap):
                self.recorded()
                self.snapshot()
                self.day += ONE
            self.do(acts, which, a, b)
        self.recorded()
        self.snapshot()
        self.day += ONE

    # --- what there is to choose from ---------------------------------------------------------------

    def post(self, n: int) -> Post:
        found = list(selectors.posts(self.of.unit.pk, self.day))
        return found[n % len(found)] if found else none_left()

    def named(self, n: int) -> Nomination:
        found = list(Nomination.objects.filter(valid_to=None).order_by("pk"))
        return found[n % len(found)] if found else none_left()

    def holding(self, n: int) -> Incumbency:
        found = list(Incumbency.objects.filter(ends_on=None).order_by("pk"))
        return found[n % len(found)] if found else none_left()


def none_left() -> Any:
    raise SuccessionError("There is none")


# --- acts, by the services of the pages ------------------------------------------------------------------


def name(h: History, viewer: Viewer, a: int, b: int) -> None:
    said = services.Said(READINESS[b % 4], review_by=h.day + (b % 9) * ONE, cover=COVER[b % 3])
    services.name_successor(viewer=viewer, post=h.post(a), staff=h.people[b % 5], said=said)


def judge(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.named(a)
    services.change_readiness(
        viewer=viewer,
        nomination=of,
        version=of.version,
        readiness=READINESS[b % 4],
        evidence=f"Seen {b}",
        review_by=h.day + (b % 5) * ONE,
    )


def withdraw(h: History, viewer: Viewer, a: int, b: int) -> None:
    services.withdraw_nomination(viewer=viewer, nomination=h.named(a))


def cover(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.named(a)
    line.change_cover(viewer=viewer, nomination=of, version=of.version, cover=COVER[b % 3])


def rank(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.named(a)
    order = [r for r in selectors.ranked(h.day, post=of.post) if r.readiness != "RX"]
    seen = Nomination.objects.in_bulk([r.id for r in order])
    line.move_successor(
        viewer=viewer,
        nomination=of,
        to=("up", "down")[b % 2],
        seen=stamp(seen[r.id].public_id for r in order),
    )


def order(h: History, viewer: Viewer, a: int, b: int) -> None:
    present = list(selectors.posts(h.of.unit.pk, h.day))
    seen = stamp(p.public_id for p in present)
    line.move_post(viewer=viewer, post=h.post(a), to=("up", "down")[b % 2], seen=seen)


def tell(h: History, viewer: Viewer, a: int, b: int) -> None:
    telling.tell_person(viewer=viewer, nomination=h.named(a), on=h.day, link="https://example.org/")


def answer(h: History, viewer: Viewer, a: int, b: int) -> None:
    telling.record_agreement(viewer=viewer, nomination=h.named(a), agreed=b % 3 > 0, on=h.day)


def risk(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.post(a)
    last = selectors.risk(of, h.day)
    services.assess_risk(
        viewer=viewer,
        post=of,
        version=last.version if last else 0,
        vacancy_risk=RISKS[b % 3],
        impact=f"IM{b % 3 + 1}",
    )


def criticality(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.post(a)
    last = selectors.criticality(of, h.day)
    assess_criticality(
        viewer=viewer,
        post=of,
        version=last.version if last else 0,
        criteria=criteria(h.of.unit.pk, h.day),
        scores={each.key: b % 4 for each in SHIPPED},
        criticality=f"C{b % 5}",
        reason="Because",
    )


def retitle(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.post(a)
    posts.edit_post(
        viewer=viewer,
        post=of,
        version=of.version,
        title=f"{of.title} {b}"[-100:],
        role_codes=of.role_codes,
        voting=bool(b % 2),
        statutory=of.statutory,
        term_ends_on=h.day + b * ONE,
    )


def add(h: History, viewer: Viewer, a: int, b: int) -> None:
    posts.add_post(viewer=viewer, title=f"Post {a} {b} {h.day}", role_codes=["COO"])


def close(h: History, viewer: Viewer, a: int, b: int) -> None:
    posts.close_post(viewer=viewer, post=h.post(a), on=h.day, reason="No longer needed")


def hold(h: History, viewer: Viewer, a: int, b: int) -> None:
    holders.set_holder(
        viewer=viewer,
        post=h.post(a),
        staff=h.people[b % 5],
        kind=("substantive", "acting")[b % 2],
        starts_on=h.day,
        together=b % 3 == 0,
    )


def leave(h: History, viewer: Viewer, a: int, b: int) -> None:
    holders.end_holder(viewer=viewer, incumbency=h.holding(a), on=h.day)


def told_late(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.named(a)
    on = max(of.valid_from, h.day - (b % 6) * ONE)
    telling.tell_person(viewer=viewer, nomination=of, on=on, link="https://example.org/")


def answered_late(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.named(a)
    on = max(of.told_on or h.day, h.day - (b % 6) * ONE)
    telling.record_agreement(viewer=viewer, nomination=of, agreed=b % 3 > 0, on=on)


def closed_late(h: History, viewer: Viewer, a: int, b: int) -> None:
    on = h.day - (b % 6) * ONE
    posts.close_post(viewer=viewer, post=h.post(a), on=on, reason="No longer needed")


def held_since(h: History, viewer: Viewer, a: int, b: int) -> None:
    holders.set_holder(
        viewer=viewer,
        post=h.post(a),
        staff=h.people[b % 5],
        kind="substantive",
        starts_on=h.day + (b % 12 - 6) * ONE,
        together=b % 3 == 0,
    )


def left_on(h: History, viewer: Viewer, a: int, b: int) -> None:
    of = h.holding(a)
    on = max(of.starts_on, h.day + (b % 12 - 6) * ONE)
    holders.end_holder(viewer=viewer, incumbency=of, on=on)


def mistaken(h: History, viewer: Viewer, a: int, b: int) -> None:
    holders.remove_mistaken(viewer=viewer, incumbency=h.holding(a))


IN_TIME = (
    *(name, name, judge, judge, withdraw, cover, rank, order, tell, answer, risk, criticality),
    *(retitle, add, close, hold, leave),
)
LATE = (*IN_TIME, told_late, answered_late, closed_late, held_since, left_on, mistaken)


def without_ends(of: Board) -> Board:
    """A board without the ends that are ahead of its day: they may be known only since."""
    rows = [
        replace(row, holders=tuple(replace(h, until=None) for h in row.holders)) for row in of.rows
    ]
    return Board(of.day, rows)


def looked_back(h: History, day: dt.date, known_on: dt.date | None) -> Board:
    return board(h.of.unit.pk, day, past=Past.read(h.of.unit.pk, day, known_on))


fast = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.django_db
@fast
@given(history=steps)
def test_as_at_and_known_on_a_day_is_what_was_shown_on_it(
    units: dict[str, OrgUnit], history: list[Step]
) -> None:
    with transaction.atomic():
        h = History(world(units["TA1"]))
        h.live(history, LATE)
        with h.scope(h.day):
            for day, then in h.taken.items():
                assert looked_back(h, day, day) == then
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_a_long_history_in_which_every_act_is_done(units: dict[str, OrgUnit]) -> None:
    chosen = random.Random(11)
    h = History(world(units["TA1"]))
    h.live([tuple(chosen.randrange(n) for n in (2, 99, 99, 99)) for _ in range(240)], LATE)  # type: ignore[misc]
    assert h.done == {act.__name__ for act in LATE}
    assert any(row.successors and row.holders for each in h.taken.values() for row in each.rows)
    with h.scope(h.day):
        for day, then in h.taken.items():
            assert looked_back(h, day, day) == then


@pytest.mark.django_db
@fast
@given(history=steps)
def test_as_at_a_day_is_the_snapshot_taken_on_it(
    units: dict[str, OrgUnit], history: list[Step]
) -> None:
    with transaction.atomic():
        h = History(world(units["TA1"]))
        h.live(history, IN_TIME)
        with h.scope(h.day):
            for day, then in h.taken.items():
                assert without_ends(looked_back(h, day, None)) == without_ends(then)
        transaction.set_rollback(True)


@pytest.mark.django_db
@fast
@given(history=steps, later=st.integers(0, 8))
def test_known_on_leaves_out_exactly_what_was_recorded_later(
    units: dict[str, OrgUnit], history: list[Step], later: int
) -> None:
    """As at d, known on k: asked at the end it is what was known at the end of k itself."""
    with transaction.atomic():
        h = History(world(units["TA1"]))
        half = len(history) // 2
        h.live(history[:half], LATE)
        known_on, first = h.day - ONE, list(h.taken)
        with h.scope(h.day):
            was = {day: looked_back(h, day, None) for day in first}
        h.day += later * ONE
        h.live(history[half:], LATE)
        with h.scope(h.day):
            for day, then in was.items():
                assert looked_back(h, day, known_on) == then
        transaction.set_rollback(True)


# --- shown to fail ------------------------------------------------------------------------------------------


def a_history(units: dict[str, OrgUnit]) -> tuple[History, dt.date]:
    """Somebody is named with one rank and cover; later both change, and a holder turns out a mistake."""
    h = History(world(units["TA1"]))
    for act, a, b in ((name, 1, 2), (name, 1, 3), (risk, 0, 2), (hold, 2, 4)):
        h.do([act], 0, a, b)
    h.recorded()
    h.snapshot()
    then = h.day
    h.day += ONE
    acts = ((cover, 0, 0), (rank, 1, 0), (retitle, 0, 7), (risk, 0, 0), (judge, 0, 3))
    for act, a, b in acts:
        h.do([act], 0, a, b)
    with h.scope(h.day) as viewer:
        row = Incumbency.objects.get(starts_on=START)
        holders.remove_mistaken(viewer=viewer, incumbency=row)
    h.recorded()
    h.day += ONE
    return h, then


@pytest.mark.django_db
def test_a_reader_that_takes_todays_values_fails(units, monkeypatch) -> None:
    h, then = a_history(units)
    with h.scope(h.day):
        assert looked_back(h, then, then) == h.taken[then]
        assert board(h.of.unit.pk, then) != h.taken[then], "without the past it is today's values"
        monkeypatch.setattr(past_rows, "nominations", lambda rows, past: [dict(r) for r in rows])
        assert looked_back(h, then, then) != h.taken[then]


@pytest.mark.django_db
def test_a_mistaken_holder_is_there_as_it_was_known_and_gone_as_it_is_known_now(units) -> None:
    h, then = a_history(units)
    third = 2
    with h.scope(h.day):
        known = looked_back(h, then, then).rows[third]
        now = looked_back(h, then, None).rows[third]
    assert [held.name for held in known.holders] == [h.people[4].name]
    assert now.holders == ()


# --- whose it is -------------------------------------------------------------------------------------------


def raw(unit_id: int, day: dt.date, known_on: dt.date | None) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, id FROM app.succession_past(%s, %s, %s)", [unit_id, day, known_on]
        )
        return list(cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("known", [False, True])
def test_the_past_is_of_ones_own_employer_and_right_of_today(units, known: bool) -> None:
    h, then = a_history(units)
    asked = (units["TA1"].pk, then, then if known else None)
    with h.scope(h.day):
        assert {kind for kind, _ in raw(*asked)} >= {"post", "nomination", "holder", "judgement"}
    outside = factories.holder("cpo", units["TA2"])
    inside = factories.holder("learning_lead", units["TA1"], login="another.lead")
    above = factories.holder("talent_lead", units["QA1"])
    left = factories.user("left")
    factories.give(left, "cpo", units["TA1"], until=then + ONE)
    for who, code in ((outside, "TA2"), (inside, "TA1"), (above, "QA1"), (left, "TA1")):
        with user_scope(who.pk, unit_code=code, day=h.day):
            assert raw(*asked) == []
    with user_scope(left.pk, unit_code="TA1", day=then):
        assert raw(*asked), "she had the right then, and that is why today must decide"


@pytest.mark.django_db
def test_what_was_removed_is_not_brought_back(units) -> None:
    h, then = a_history(units)
    gone = Nomination.objects.order_by("pk").first()
    assert gone is not None
    gone.judgements.all().delete()
    Nomination.objects.filter(pk=gone.pk).delete()
    with h.scope(h.day):
        for known_on in (then, None):
            shown = looked_back(h, then, known_on)
            assert str(gone.public_id) not in {str(s.public_id) for s in shown.successors}
            assert shown.successors, "the other one is there"
