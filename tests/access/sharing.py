"""What has crossed the walls in the small world: shared profiles, a board, a request, a bench.

Whoever shares is called by tokens of her own: only those with whom she shared may ever read them.
"""

import datetime as dt
from dataclasses import dataclass

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import User
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit
from succession import outsiders
from talentpools.models import (
    BenchProfile,
    BoardReview,
    ReleaseRequest,
    ReviewEntry,
    SharedMember,
    SharedPool,
    Vacancy,
    VacancyAsk,
)
from talentpools.shared import bench, boards, pools, release
from tests import factories

#: In the names of those who share with the region's pool, with Heron Water, and with the ICB's pool.
WITH_THE_REGION, WITH_A_TRUST, WITH_THE_ICB = "Zvregionshare", "Zvtrustshare", "Zvicbshare"


@dataclass
class Crossing:
    pool: SharedPool
    member: SharedMember
    own_member: SharedMember
    own_profile: SharedProfile
    review: BoardReview
    entry: ReviewEntry
    request: ReleaseRequest
    vacancy: Vacancy
    given: SharedProfile
    asked: VacancyAsk
    bench: BenchProfile
    named: SharedProfile


def _at(user: User, code: str):
    return user_scope(user.pk, login=user.login, unit_code=code)


def _worker(unit: OrgUnit, name: str, login: str) -> User:
    record = factories.staff(unit, name)
    return factories.holder("staff", unit, login=login, person=record.person)


def _pool(manager: User, code: str) -> SharedPool:
    with _at(manager, code) as viewer:
        return pools.start_pool(
            viewer=viewer,
            title=f"Aspiring chief nurses of {code}",
            purpose="For nurses",
            target_roles=["CNO"],
        )


def _share(user: User, code: str, pool: SharedPool, called: str = "") -> SharedMember:
    with _at(user, code) as viewer:
        viewer.person_id = user.person_id
        content = {"name": {"text": called or viewer.name}}
        return pools.apply(viewer=viewer, pool=pool, content=content)


def _vacancy(cpo: User, code: str, bench_unit: OrgUnit) -> Vacancy:
    with _at(cpo, code) as viewer:
        return bench.post_vacancy(
            viewer=viewer,
            bench_id=bench_unit.pk,
            role_code="CNO",
            title="Interim chief nurse",
            kind="interim",
            months=6,
            last_day=today(),
        )


def _join(user: User, code: str, bench_unit: OrgUnit) -> None:
    with _at(user, code) as viewer:
        viewer.person_id = user.person_id
        bench.join_bench(viewer=viewer, unit_id=bench_unit.pk, role_codes=["CNO"])


def _yes(user: User, code: str, vacancy: Vacancy) -> SharedProfile:
    with _at(user, code) as viewer:
        viewer.person_id = user.person_id
        ask = VacancyAsk.objects.get(vacancy=vacancy)
        content = {"name": {"text": viewer.name}}
        return bench.say_yes(viewer=viewer, ask=ask, content=content)


def _named(user: User, code: str, to: OrgUnit) -> SharedProfile:
    with _at(user, code) as viewer:
        viewer.person_id = user.person_id
        last = outsiders.last_days(viewer.day)[0]
        content = {"name": {"text": f"{WITH_A_TRUST} Twoson"}}
        return outsiders.offer_name(viewer=viewer, to=to, last=last, content=content)


def cross(units: dict[str, OrgUnit], personas: dict[str, User]) -> Crossing:
    """Fill both sides of several walls, so that every table has rows of two units or more."""
    manager, successor = personas["pool_manager"], personas["successor"]
    icb_manager = factories.holder("pool_manager", units["QA2"], login="pool_manager.qa2")
    first = _worker(units["TA3"], f"{WITH_THE_REGION} Oneson", "sharer.ta3")
    second = _worker(units["TA4"], f"{WITH_A_TRUST} Twoson", "sharer.ta4")
    third = _worker(units["TA3"], f"{WITH_THE_ICB} Threeson", "sharer.too.ta3")
    pool, icb_pool = _pool(manager, "RA"), _pool(icb_manager, "QA2")
    member, icb_member = _share(first, "TA3", pool), _share(third, "TA3", icb_pool)
    # By a token of what is shared: that of her employer is for her employer alone.
    own_member = _share(successor, "TA1", pool, f"{WITH_THE_REGION} Successor")
    for each, by in ((member, manager), (icb_member, icb_manager)):
        code = "RA" if by is manager else "QA2"
        with _at(by, code) as viewer:
            pools.assess(viewer=viewer, member=each, outcome="suitable", note="Zvregionshare note")
            review = boards.call_review(
                viewer=viewer,
                pool=each.pool,
                title="Autumn review",
                opens_on=today(),
                last_day=today(),
                logins=[personas["other_cpo"].login],
                members=[each],
                link="https://example.org/",
            )
        if by is manager:
            kept = review
    requests = []
    for user, code, of in ((successor, "TA1", own_member), (third, "TA3", icb_member)):
        with _at(user, code) as viewer:
            viewer.person_id = user.person_id
            requests.append(
                release.ask_employer(
                    viewer=viewer,
                    profile=SharedProfile.objects.get(pk=of.profile_id),
                    days=5,
                    reason="Workshops",
                    answer_by=today() + dt.timedelta(days=30),
                )
            )
    _join(second, "TA4", units["RA"])
    _join(successor, "TA1", units["RA"])
    _join(third, "TA3", units["QA2"])
    vacancy = _vacancy(personas["cpo"], "TA1", units["RA"])
    other_vacancy = _vacancy(personas["other_cpo"], "TA2", units["RA"])
    given = _yes(second, "TA4", vacancy)
    named = _named(second, "TA4", units["TA1"])
    asked = VacancyAsk.objects.get(vacancy=other_vacancy, person_id=successor.person_id)
    return Crossing(
        pool=pool,
        member=member,
        own_member=own_member,
        own_profile=SharedProfile.objects.get(pk=own_member.profile_id),
        review=kept,
        entry=ReviewEntry.objects.get(review=kept),
        request=requests[0],
        vacancy=vacancy,
        given=given,
        asked=asked,
        bench=BenchProfile.objects.get(person_id=successor.person_id),
        named=named,
    )
