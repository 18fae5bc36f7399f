"""Tree, roles and settings as they were: for random histories a day looked back to is its snapshot."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs import tree
from orgs.access import grants, listing
from orgs.access.grants import GrantError
from orgs.access.roles import roles
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.inheritance import selectors, services
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import Effective, effective_all
from orgs.inheritance.values import DefinitionError
from orgs.models import Definition, Grant, OrgUnit, User
from orgs.tree import TreeError, TreeRow
from tests import factories
from tests.orgs.defining import KIND, VALUES, kind  # noqa: F401  a fixture

START = dt.date(2025, 3, 3)
ONE = dt.timedelta(days=1)
TRUSTS, BOARDS, OWNERS = ("TA1", "TA2", "TB1"), ("QA1", "QA2", "QB1"), ("RA", "QA1", "QB1", "NAT")
GIVEN = ("cpo", "learning_lead", "edi_officer", "ig_auditor")
Held = frozenset[tuple[str, str, bool]]
steps = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 99), st.integers(0, 99), st.integers(0, 99)),
    min_size=1,
    max_size=16,
)


class History:
    """Moves, roles and definitions from day to day, with what the selectors said at each day's end."""

    def __init__(self, units: dict[str, OrgUnit]) -> None:
        self.units, self.day, self.seen = units, START, 0
        self.stewards = {code: factories.holder("steward", units[code]) for code in OWNERS}
        self.cpos = {code: factories.holder("cpo", units[code], login=code) for code in TRUSTS}
        self.admins = [
            factories.holder("access_admin", units["TA1"], login=f"admin.{n}") for n in (1, 2)
        ]
        self.trees: dict[dt.date, list[TreeRow]] = {}
        self.held: dict[dt.date, Held] = {}
        self.settings: dict[dt.date, dict[str, list[Effective]]] = {}
        self.done: set[str] = set()

    def scope(self, who: User, code: str) -> Any:
        return user_scope(who.pk, login=who.login, unit_code=code, day=self.day)

    def snapshot(self) -> None:
        """As today's pages ask: the roles by what is not ended and by who confirmed, now."""
        self.trees[self.day] = tree.rows(self.day)
        self.settings[self.day] = self.in_effect(self.day)
        with self.scope(self.admins[0], "TA1") as viewer:
            self.held[self.day] = frozenset(
                (
                    each.user.login,
                    each.role,
                    roles.get(each.role).second_needed and each.confirmed_by_id is None,
                )
                for each in listing.at_unit(viewer)
                if each.valid_from <= self.day
            )

    def in_effect(self, day: dt.date) -> dict[str, list[Effective]]:
        return {code: effective_all(KIND.code, self.units[code].pk, day) for code in TRUSTS}

    def held_then(self, day: dt.date) -> Held:
        """As the page of another day asks, today."""
        with self.scope(self.admins[0], "TA1") as viewer:
            waited = listing.unconfirmed_on(viewer, day)
            return frozenset(
                (each.user.login, each.role, each.pk in waited)
                for each in listing.at_unit_on(viewer, day)
            )

    def recorded(self) -> None:
        noon = dt.datetime.combine(self.day, dt.time(12), tzinfo=dt.UTC)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE orgs_grantevent SET pgh_created_at = %s WHERE pgh_id > %s",
                [noon, self.seen],
            )
            cursor.execute("SELECT coalesce(max(pgh_id), 0) FROM orgs_grantevent")
            (self.seen,) = cursor.fetchone()

    def live(self, history: list[tuple[int, int, int, int]]) -> None:
        self.recorded()
        self.snapshot()
        for gap, which, a, b in history:
            for _ in range(gap):
                self.recorded()
                self.snapshot()
                self.day += ONE
            act = ACTS[which % len(ACTS)]
            try:
                with transaction.atomic():
                    act(self, a, b)
            except (GrantError, DefinitionError, TreeError, services.StaleError, PermissionDenied):
                continue  # refused, as the page would have refused it
            self.done.add(act.__name__)
        self.recorded()
        self.snapshot()
        self.day += ONE

    def holds(self) -> None:
        """Each day looked back to is its snapshot."""
        for day in self.trees:
            assert tree.rows(day) == self.trees[day]
            assert self.in_effect(day) == self.settings[day]
            assert self.held_then(day) == self.held[day]

    def some_grant(self, n: int) -> Grant:
        found = list(Grant.objects.filter(unit=self.units["TA1"], role__in=GIVEN).order_by("pk"))
        return found[n % len(found)]


def move(h: History, a: int, b: int) -> None:
    with tree.locked():
        unit, parent = h.units[TRUSTS[a % 3]], h.units[BOARDS[b % 3]]
        tree.place(unit, on=h.day, parent=parent)
        tree.project(h.day)


def give(h: History, a: int, b: int) -> None:
    with h.scope(h.admins[a % 2], "TA1") as viewer:
        grants.give_role(
            viewer=viewer,
            login=f"colleague.{b % 4}",
            role_code=GIVEN[a % 4],
            valid_from=h.day + (b % 3) * ONE,
            reason="Needed",
        )


def end(h: History, a: int, b: int) -> None:
    grant = h.some_grant(a)
    with h.scope(h.admins[b % 2], "TA1") as viewer:
        grants.end_role(viewer=viewer, grant=grant, on=h.day + (b % 3) * ONE)


def confirm(h: History, a: int, b: int) -> None:
    waiting = list(Grant.objects.filter(role="edi_officer", confirmed_by=None).order_by("pk"))
    if not waiting:
        raise GrantError
    with h.scope(h.admins[b % 2], "TA1") as viewer:
        grants.confirm_role(viewer=viewer, grant=waiting[a % len(waiting)])


def publish(h: History, a: int, b: int) -> None:
    code = OWNERS[a % 4]
    fields = {**VALUES, "months": {"value": str(b % 24 + 1), "mode": ("default", "locked")[b % 2]}}
    found = Definition.objects.filter(unit=h.units[code], kind=KIND.code).first()
    with h.scope(h.stewards[code], code) as viewer:
        if found is None:
            services.publish_definition(
                viewer=viewer, kind_code=KIND.code, title="Review", fields=fields, valid_from=h.day
            )
            return
        newest = found.versions.order_by("-number")[0]
        services.publish_version(
            viewer=viewer,
            definition=found,
            fields=fields,
            valid_from=max(h.day + (b % 3) * ONE, newest.valid_from),
            expected_number=newest.number,
        )


def _setting(h: History, code: str, a: int, change: Callable[[Viewer, Effective], None]) -> None:
    with h.scope(h.cpos[code], code) as viewer:
        found = selectors.effective_all(KIND.code, viewer.here.id, h.day)
        if not found:
            raise DefinitionError("There is none")
        change(viewer, found[a % len(found)])


def adapt(h: History, a: int, b: int) -> None:
    def change(viewer: Viewer, of: Effective) -> None:
        assert of.public_id is not None
        services.adapt_definition(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=of.public_id,
            changes={Slot("months"): str(b % 24 + 1), Slot("tone"): ("plain", "formal")[b % 2]},
            expected=of.stamp,
        )

    _setting(h, TRUSTS[a % 3], a, change)


def give_back(h: History, a: int, b: int) -> None:
    def change(viewer: Viewer, of: Effective) -> None:
        assert of.public_id is not None
        services.remove_adaptation(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=of.public_id,
            slots=None,
            expected=of.stamp,
        )

    _setting(h, TRUSTS[a % 3], b, change)


ACTS = (move, move, give, give, end, confirm, publish, publish, adapt, adapt, give_back)


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(history=steps)
def test_tree_roles_and_settings_as_at_a_day_are_the_snapshots_taken_on_it(
    units: dict[str, OrgUnit], history: list[tuple[int, int, int, int]]
) -> None:
    with transaction.atomic():
        h = History(units)
        h.live(history)
        h.holds()
        transaction.set_rollback(True)


@pytest.fixture
def long(units: dict[str, OrgUnit]) -> History:
    import random

    chosen = random.Random(5)
    h = History(units)
    h.live([tuple(chosen.randrange(n) for n in (2, 99, 99, 99)) for _ in range(120)])  # type: ignore[misc]
    return h


def test_a_long_history_in_which_every_act_is_done(long: History) -> None:
    assert long.done == {act.__name__ for act in ACTS}
    long.holds()


def test_readers_that_ignore_the_day_fail(long: History, monkeypatch: Any) -> None:
    """The negative control, one reader at a time."""
    for target, name, day_of in (
        (tree, "rows", lambda args: (long.day,)),
        (selectors, "_read", lambda args: (*args[:3], long.day, *args[4:])),
        (listing, "in_force", lambda args: (args[0], long.day)),
        (listing, "unconfirmed_on", lambda args: (args[0], long.day)),
    ):
        with monkeypatch.context() as broken:
            truth = getattr(target, name)
            broken.setattr(target, name, lambda *args, t=truth, d=day_of: t(*d(args)))
            with pytest.raises(AssertionError):
                long.holds()
    long.holds()
