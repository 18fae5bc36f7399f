"""The page and the figures say the same of every member."""

import datetime as dt

import pytest
from django.db import connection

from orgs.access.scope import builder_scope
from orgs.codes import code_lists
from talentpools import engagement, presenters, selectors
from talentpools.measures import count_members
from talentpools.models import PoolMembership
from tests import factories
from tests.succession.factories import make_pool

DAY = dt.date(2026, 10, 31)
EDGES = [
    (0, "ACTIVE"),
    (59, "ACTIVE"),
    (60, "ACTIVE"),
    (61, "QUIET"),
    (119, "QUIET"),
    (120, "QUIET"),
    (121, "INACTIVE"),
]
#: status, days since the last activity and since joining (None = there is none), code
CASES = [
    *(("active", days, 400, code) for days, code in EDGES),
    *(("active", None, days, code) for days, code in EDGES),
    ("active", 121, 10, "INACTIVE"),
    ("active", None, None, "INACTIVE"),
    ("paused", 1, 400, "EXEMPT"),
    ("paused", None, None, "EXEMPT"),
]


def ago(days: int | None) -> dt.date | None:
    return None if days is None else DAY - dt.timedelta(days=days)


@pytest.mark.parametrize(("status", "active", "joined", "code"), CASES)
def test_the_page_and_the_figures_agree(units, status, active, joined, code) -> None:
    pool = make_pool(units["TA1"], "Nursing directors", "CNO")
    PoolMembership.objects.create(
        unit=pool.unit,
        pool=pool,
        staff=factories.staff(pool.unit, "Kirsty Moor"),
        status=status,
        opened_on=ago(400),
        joined_on=ago(joined),
        last_activity_on=ago(active),
    )
    codes = code_lists("engagement")["engagement"]
    shown = [
        member
        for column in presenters.columns(selectors.members(pool, DAY), codes, DAY)
        for member in column.members
    ]
    assert [m.engagement for m in shown] == [codes[code].label]
    assert [m.active for m in shown] == [code == "ACTIVE"]
    with builder_scope(), connection.cursor() as cursor:
        counted = count_members(cursor, DAY)
    band = code if code == "ACTIVE" else "OTHER"
    assert [row[1:4] for row in counted] == [("Clinical", band, 1)]


def test_who_is_in_two_pools_counts_where_she_is_more_present(units) -> None:
    person = factories.staff(units["TA1"], "Kirsty Moor")
    for title, active, joined in (("One", 100, 300), ("Two", None, 10)):
        PoolMembership.objects.create(
            unit=units["TA1"],
            pool=make_pool(units["TA1"], title, "CNO"),
            staff=person,
            status="active",
            opened_on=ago(400),
            joined_on=ago(joined),
            last_activity_on=ago(active),
        )
    with builder_scope(), connection.cursor() as cursor:
        counted = count_members(cursor, DAY)
    assert [row[1:4] for row in counted] == [("Clinical", "ACTIVE", 1)]


def test_the_codes_are_those_of_the_list(db) -> None:
    ours = [engagement.ACTIVE, engagement.QUIET, engagement.INACTIVE, engagement.EXEMPT]
    assert list(code_lists("engagement")["engagement"]) == ours
    assert (engagement.ACTIVE_DAYS, engagement.QUIET_DAYS) == (60, 120)
