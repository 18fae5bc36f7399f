"""What people of the demo chose about pools: a positive-action pool that is joined by oneself, a sponsor.

All of it goes through the services, each on its own day and as the person who would do it.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.models.access import User
from talentplatform.demo.pools import POSITIVE
from talentpools import positive, selectors
from talentpools.enums import Basis
from talentpools.models import Pool
from talentpools.services import own
from talentpools.services import positive as keeping

KEEPER, SPONSOR = "leah", "priya"
#: Who joined, and how many days ago.
JOINED = {"gareth": 90, "amina": 60}


def load(day: dt.date) -> None:
    """Record the lawful basis, let two people join, and give one of them a sponsor."""
    unit, title = POSITIVE
    with _as(KEEPER, unit, day - dt.timedelta(days=110)) as viewer:
        keeping.record_terms(
            viewer=viewer,
            pool=_pool(viewer.here.id, title),
            basis=Basis.LOW_SHARE,
            evidence="Workforce figures of the last three years: few apply for posts above band 8b.",
            review_on=day + dt.timedelta(days=250),
            keeper_id=viewer.user_id,
        )
    for login, ago in JOINED.items():
        with _as(login, unit, day - dt.timedelta(days=ago)) as viewer:
            own.come_forward(viewer=viewer, pool=_pool(viewer.here.id, title))
    first = next(iter(JOINED))
    with _as(KEEPER, unit, day - dt.timedelta(days=80)) as viewer:
        staff = User.objects.get(login=first).person_id
        member = next(
            m for m in positive.members(_pool(viewer.here.id, title)) if m.staff.person_id == staff
        )
        sponsor = User.objects.get(login=SPONSOR).pk
        link = keeping.name_sponsor(
            viewer=viewer,
            membership=member,
            sponsor_id=sponsor,
            sponsor_name=selectors.called(viewer.here.id, [sponsor])[sponsor],
        )
    with _as(first, unit, day - dt.timedelta(days=75)) as viewer:
        mine = positive.own_sponsor(viewer.here.id, viewer.person_id, link.public_id)
        assert mine is not None, "she has just been named"
        own.answer_sponsor(viewer=viewer, sponsorship=mine, agreed=True)
    with _as(SPONSOR, unit, day - dt.timedelta(days=40)) as viewer:
        for each in positive.sponsored_by(viewer.here.id, viewer.user_id):
            keeping.record_sponsor_action(
                viewer=viewer,
                sponsorship=each,
                what="Sat in on the finance committee together, and talked it over after",
                on=viewer.day,
            )


def _pool(unit_id: int, title: str) -> Pool:
    return Pool.objects.get(unit_id=unit_id, title=title)


@contextmanager
def _as(login: str, unit: str, day: dt.date) -> Iterator[Viewer]:
    user = User.objects.get(login=login)
    with user_scope(user.pk, login=login, unit_code=unit, day=day) as viewer:
        viewer.person_id = user.person_id
        yield viewer
