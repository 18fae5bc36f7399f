"""From rows to a release: exact figures, what is hidden, and that a release stays what it is."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from orgs import tree
from orgs.access.scope import builder_scope, user_scope
from orgs.models.units import OrgLink, OrgUnit
from reporting import building
from reporting.content import Figures
from reporting.counting import BuildError
from reporting.models import Atom, Cube, LedgerEntry, Release
from tests import factories
from tests.reporting import region


def figures(unit_code: str, report: str = "leadership") -> Figures:
    return Figures(Release.objects.get(unit__code=unit_code, report=report).content)


def test_organisation_facts_are_exact_down_to_one_employer(released: Release) -> None:
    posts = figures("RA").tables["posts"]
    assert posts.value("RA") == 18
    assert posts.value("RA", state="VACANT") == 3
    assert posts.value("RA", state="TERM") == 1
    assert posts.value("RA", state="FILLED") == 14
    assert posts.value("QA1", role="CFO", state="VACANT") == 2
    assert posts.value("QA1", role="CFO") == 3
    assert posts.value("TA3", role="CEO", state="VACANT") == 1
    assert posts.value("QA1/own", role="CEO", state="FILLED") == 1


def test_an_icb_is_its_own_board_and_its_trusts(released: Release) -> None:
    posts = figures("RA").tables["posts"]
    parts = [posts.value(code) for code in ("QA1/own", "TA1", "TA2")]
    assert parts == [3, 3, 3]
    assert posts.value("QA1") == 9
    assert figures("QA1").tables["posts"].value("QA1") == 9


def test_plans_by_state(released: Release) -> None:
    plans = figures("RA").tables["plans"]
    found = {code: plans.value("RA", state=code) for code, _ in plans.codes("state")}
    assert found == {"SIGNED": 2, "REVIEW": 1, "DRAFT": 1, "LATE": 1, "NONE": 1}


def test_people_are_shown_as_far_as_nobody_can_be_found(released: Release) -> None:
    table = figures("RA").tables["successors"]
    codes = [code for code, _ in table.codes("readiness")]
    shown = {u: [table.value(u, readiness=c) for c in codes] for u in ("RA", "QA1", "QA2")}
    assert shown == {
        "RA": [45, 47, 25, 0, 43],
        "QA1": [24, None, None, 0, 21],
        "QA2": [21, None, None, 0, 22],
    }, "QA2 has one person in the third column: all but two others would give her away"
    assert table.value("RA") == 160
    assert (table.value("QA1"), table.value("QA2")) == (95, 65)


def test_no_figure_about_people_of_one_employer(released: Release) -> None:
    for key in ("successors", "learners", "pool_engagement"):
        units = {cell[0] for cell in released.content["tables"][_at(released, key)]["cells"]}
        assert units == {"RA", "QA1", "QA2"}


def _at(release: Release, key: str) -> int:
    return [table["key"] for table in release.content["tables"]].index(key)


def test_the_cut_of_an_icb_shows_what_the_region_shows_of_it(released: Release) -> None:
    whole, cut = figures("RA").tables["successors"], figures("QA2").tables["successors"]
    codes = [code for code, _ in whole.codes("readiness")]
    assert [cut.value("QA2", readiness=c) for c in codes] == [
        whole.value("QA2", readiness=c) for c in codes
    ]
    assert {cell[0] for cell in cut.cells} == {"QA2"}
    assert set(figures("QA2").units) == {"QA2", "QA2/own", "TA3", "TA4"}


def test_a_single_employer_has_no_release(released: Release) -> None:
    found = Release.objects.values_list("unit__code", flat=True)
    assert sorted(found) == ["QA1", "QA2", "RA"]


def test_who_contributed(released: Release) -> None:
    assert (released.contributors, released.contributors_of) == (5, 6)
    icb = Release.objects.get(unit__code="QA2")
    assert (icb.contributors, icb.contributors_of) == (2, 3)


def test_a_build_is_made_once(released: Release) -> None:
    again = building.build_release("RA", "leadership", region.AS_AT)
    assert again == released
    assert Release.objects.count() == 3


def test_people_are_released_once_a_month(released: Release) -> None:
    four_weeks = released.as_at + dt.timedelta(days=28)
    for unit in ("RA", "NAT", "QA1"):  # itself, a level above, a level below
        for day in (dt.date(2026, 11, 1), four_weeks - dt.timedelta(days=1)):
            with pytest.raises(BuildError, match="once a month"):
                building.build_release(unit, "leadership", day)
    assert building.build_release("RB", "leadership", dt.date(2026, 11, 1)) is not None
    assert building.build_release("RA", "leadership", four_weeks) is not None


def test_a_day_is_counted_once(released: Release) -> None:
    """A second audience of the same day learns nothing of what changed since the first."""
    before = Cube.objects.count()
    building.build_release("NAT", "leadership", released.as_at)
    assert Cube.objects.count() == before


def test_after_a_board_closed_into_another_its_people_are_still_counted(
    released: Release, filled: dict[str, OrgUnit]
) -> None:
    """The ledger adds the closed board to what it became part of, and nobody is withheld for it."""
    new = filled["QA2"]
    OrgLink.objects.create(
        predecessor=filled["QA1"],
        successor=new,
        relation="merged_into",
        effective_on=dt.date(2026, 11, 15),
    )
    with tree.locked():
        for code in ("TA1", "TA2"):
            tree.place(filled[code], on=dt.date(2026, 11, 15), parent=new)
        tree.close(filled["QA1"], on=dt.date(2026, 11, 15))
        tree.project(dt.date(2026, 11, 15))
    after = building.build_release("RA", "leadership", dt.date(2026, 11, 30))
    assert after is not None
    status = {table["measure"]: table["status"] for table in after.content["tables"]}
    assert status["successors"] == "shown"
    assert status["posts"] == "shown"


def test_the_next_month_is_checked_with_this_one(released: Release) -> None:
    building.build_release("RA", "leadership", dt.date(2026, 11, 30))
    entry = LedgerEntry.objects.get(
        release__as_at=dt.date(2026, 11, 30), measure="successors", release__unit__code="RA"
    )
    first = LedgerEntry.objects.get(release=released, measure="successors")
    assert entry.earlier == [first.id]
    posts = LedgerEntry.objects.get(
        release__as_at=dt.date(2026, 11, 30), measure="posts", release__unit__code="RA"
    )
    assert posts.earlier == []


def test_what_cannot_be_protected_is_withheld_and_the_facts_stay(
    filled: dict[str, OrgUnit], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reporting.disclosure import protect
    from reporting.disclosure.result import NotReleasable

    real = protect.protect

    def refuse(tables, atoms, *args, **kwargs):
        if "answer" in atoms.dimensions:
            return NotReleasable("it stays derivable")
        return real(tables, atoms, *args, **kwargs)

    monkeypatch.setattr(protect, "protect", refuse)
    release = building.build_release("RA", "leadership", region.AS_AT)
    assert release is not None
    table = Figures(release.content).tables["successors"]
    assert table.withheld
    assert table.cells == {}
    assert Figures(release.content).tables["posts"].value("RA") == 18
    entry = LedgerEntry.objects.get(release=release, measure="successors")
    assert entry.form is None
    assert entry.explanation == "; ".join(f"form {n}: it stays derivable" for n in range(3))


def test_a_release_never_changes_not_even_for_the_owner(released: Release) -> None:
    for sql in ("UPDATE reporting_release SET hash = ''", "DELETE FROM reporting_release"):
        with (
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(sql)
        with (
            pytest.raises(DatabaseError, match="Cannot"),
            transaction.atomic(),
            builder_scope(),
            connection.cursor() as c,
        ):
            c.execute(sql)


def test_the_site_can_neither_write_a_release_nor_see_an_atom(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    lead = factories.holder("talent_lead", units["RA"])
    for sql in (
        "UPDATE reporting_release SET hash = ''",
        "DELETE FROM reporting_release",
        "SELECT n FROM reporting_atom",
        "SELECT statement FROM reporting_ledgerentry",
        "SELECT * FROM reporting_cube",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            user_scope(lead.pk, unit_code="RA"),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT name FROM orgs_staffrecord",
        "SELECT work_email FROM orgs_staffrecord",
        "SELECT title FROM orgs_assignment",
        "SELECT title FROM succession_post",
        "SELECT evidence FROM succession_readinessjudgement",
        "SELECT login FROM orgs_user",
        "INSERT INTO orgs_staffrecord DEFAULT VALUES",
    ],
)
def test_the_builder_cannot_read_a_name(filled: dict[str, OrgUnit], sql: str) -> None:
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        builder_scope(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_release_can_be_made_again_from_what_it_was_made_from(
    released: Release, capsys: pytest.CaptureFixture[str]
) -> None:
    building.build_release("RA", "leadership", dt.date(2026, 11, 30))
    for release in Release.objects.all():
        call_command("replay_release", str(release.id))
        assert capsys.readouterr().out.endswith("equal\n")


def test_a_changed_atom_is_found_by_the_replay(released: Release) -> None:
    entry = LedgerEntry.objects.get(release=released, measure="posts")
    Atom.objects.filter(cube=entry.cube, unit__code="TA1", codes=["CEO", "FILLED"]).update(n=2)
    stored, again = building.replay(released.id)
    assert stored == released.hash
    assert stored != again


def test_a_withdrawn_release_is_gone_everywhere_and_issued_again(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    from reporting import selectors, services

    lead = factories.holder("talent_lead", units["RA"])
    with user_scope(lead.pk, unit_code="RA") as viewer:
        services.withdraw_release(viewer=viewer, release=released, reason="TA1 counted twice")
        assert selectors.latest(units["RA"].id, "leadership") is None
        assert selectors.latest(units["QA1"].id, "leadership") is None
    again = building.build_release("RA", "leadership", region.AS_AT)
    assert again is not None
    assert (again.revision, again.previous) == (2, released)
    entry = LedgerEntry.objects.get(release=again, measure="successors")
    assert len(entry.earlier) == 1, "what was seen is known"
    with user_scope(lead.pk, unit_code="RA"):
        assert selectors.latest(units["RA"].id, "leadership") == again
        cut = selectors.latest(units["QA1"].id, "leadership")
        assert cut is not None
        assert (cut.revision, cut.source) == (2, again)


def test_a_cut_is_withdrawn_with_what_it_was_cut_from(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    from reporting import services

    lead = factories.holder("talent_lead", units["QA1"])
    cut = Release.objects.get(unit=units["QA1"])
    with (
        user_scope(lead.pk, unit_code="QA1") as viewer,
        pytest.raises(services.ReportingError, match="withdraw that one"),
    ):
        services.withdraw_release(viewer=viewer, release=cut, reason="wrong")
