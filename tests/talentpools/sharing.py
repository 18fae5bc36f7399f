"""Invented people who share something across the wall, for tests of shared pools and the bench."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from orgs import sharing
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from talentpools.models import BenchProfile, SharedMember, SharedPool, Vacancy
from talentpools.shared import bench, pools
from tests import factories


@contextmanager
def at(user: User, code: str, day: dt.date | None = None) -> Iterator[Viewer]:
    """The scope of `user` at a unit, as a request of hers has it."""
    with user_scope(user.pk, login=user.login, unit_code=code, day=day) as viewer:
        viewer.person_id = user.person_id
        yield viewer


def worker(unit: OrgUnit, name: str, **how) -> tuple[User, StaffRecord]:
    """Somebody employed at `unit` who can sign in there and sees her own record."""
    record = factories.staff(unit, name, **how)
    login = f"{name.lower().replace(' ', '.')}@example.org"
    return factories.holder("staff", unit, login=login, person=record.person), record


def pool_of(manager: User, code: str, title: str = "Aspiring chief nurses", **how) -> SharedPool:
    how = {"purpose": "For nurses on their way to a board", "target_roles": ["CNO"], **how}
    with at(manager, code) as viewer:
        return pools.start_pool(viewer=viewer, title=title, **how)


def applies(user: User, code: str, pool: SharedPool, *keys: str) -> SharedMember:
    """`user` applies from her employer, sharing her name and `keys`."""
    with at(user, code) as viewer:
        offer = sharing.offer(viewer, pools.call_of(pool))
        content = offer.chosen(["name", *keys], {})
        return pools.apply(viewer=viewer, pool=pool, content=content)


def on_the_bench(user: User, code: str, bench_unit: OrgUnit, **how) -> BenchProfile:
    with at(user, code) as viewer:
        return bench.join_bench(
            viewer=viewer, unit_id=bench_unit.pk, **{"role_codes": ["CNO"], **how}
        )


def vacancy_of(cpo: User, code: str, bench_unit: OrgUnit, **how) -> Vacancy:
    with at(cpo, code) as viewer:
        values = {
            "role_code": "CNO",
            "title": "Interim chief nurse",
            "kind": "interim",
            "months": 6,
            "last_day": viewer.day + dt.timedelta(days=14),
            **how,
        }
        return bench.post_vacancy(viewer=viewer, bench_id=bench_unit.pk, **values)
