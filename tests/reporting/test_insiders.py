"""Who knows several employers: the aggregation worker learns the sets, never whose, and a build holds against them."""

import datetime as dt

from django.db import connection

from orgs.access.scope import builder_scope
from orgs.models.units import OrgUnit
from reporting import building
from reporting.geography import geography
from reporting.insiders import Insiders, insiders
from reporting.models import LedgerEntry
from reporting.reports import reports
from tests import factories
from tests.reporting import region


def known(units: dict[str, OrgUnit], root: str = "RA") -> Insiders:
    with builder_scope():
        return insiders(geography(units[root], region.AS_AT), region.AS_AT)


def test_who_knows_the_people_of_two_employers(units: dict[str, OrgUnit]) -> None:
    assert known(units) == ()
    both = factories.holder("cpo", units["TA1"])
    assert known(units) == ()
    factories.give(both, "learning_lead", units["TA3"])
    assert known(units) == (("TA1", "TA3"),)
    assert known(units, "QA1") == (), "below one ICB she knows one employer, as every insider does"


def test_who_has_known_them_still_does(units: dict[str, OrgUnit]) -> None:
    both = factories.holder("cpo", units["TA1"])
    factories.give(both, "cpo", units["TA2"], until=region.AS_AT - dt.timedelta(days=200))
    assert known(units) == (("TA1", "TA2"),)


def test_an_employer_that_is_gone_is_still_known(units: dict[str, OrgUnit]) -> None:
    both = factories.holder("cpo", units["TA1"])
    factories.give(both, "cpo", units["TB1"])
    assert known(units) == (), "TB1 is in another region"
    with builder_scope():
        area = geography(units["RA"], region.AS_AT)
        assert insiders(area, region.AS_AT, {"TB1"}) == (("TA1", "TB1"),)


def test_an_icb_is_known_by_its_own_leaf(units: dict[str, OrgUnit]) -> None:
    both = factories.holder("cpo", units["TA1"])
    factories.give(both, "cpo", units["QA1"])
    assert known(units) == (("QA1/own", "TA1"),)


def test_roles_that_show_no_other_person_do_not_count(units: dict[str, OrgUnit]) -> None:
    somebody = factories.holder("staff", units["TA1"])
    for role in ("staff", "access_admin", "ig_auditor"):
        factories.give(somebody, role, units["TA2"])
    factories.give(somebody, "talent_lead", units["RA"])
    assert known(units) == ()


def test_the_worker_cannot_read_who_holds_what(units: dict[str, OrgUnit]) -> None:
    with builder_scope(), connection.cursor() as cursor:
        cursor.execute("SELECT has_any_column_privilege(current_user, 'orgs_grant', 'SELECT')")
        assert cursor.fetchone() == (False,)


def test_a_build_keeps_them_for_the_replay(filled: dict[str, OrgUnit]) -> None:
    both = factories.holder("cpo", filled["TA1"])
    factories.give(both, "cpo", filled["TA3"])
    release = building.build_release("RA", "leadership", region.AS_AT)
    assert release is not None
    entry = LedgerEntry.objects.get(release=release, measure="successors")
    assert entry.insiders == [["TA1", "TA3"]]
    factories.give(both, "cpo", filled["TA4"])
    stored, again = building.replay(release.id)
    assert stored == again


def test_a_report_counts_all_measures_of_a_family_or_none() -> None:
    from reporting.measures import measures

    for report in reports:
        used = {m.code for m in report.measures()}
        for found in report.measures():
            if found.family:
                assert {m.code for m in measures if m.family == found.family} <= used
                assert [c.answer for c in found.dimensions] == [True]
