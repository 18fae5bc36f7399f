"""Published figures and schedules before a change of organisations: what is found, and what is done."""

import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import builder_scope, user_scope
from orgs.clock import now, today
from orgs.management.commands import restructure
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services, ticks
from orgs.restructure.errors import RestructureError
from orgs.restructure.steps import Close, Create, Move, Rename
from reporting import building, foreseen, previewing
from reporting.models import (
    ChangePreview,
    LedgerEntry,
    Release,
    ReleaseCalendar,
    Schedule,
    ScheduleRecipient,
)
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, settle
from tests.reporting import region

MERGE = ops.Merge(("QA1", "QA2"), "QA9", "Alder and Aspen ICB")


def section(plan: RestructurePlan, key: str) -> list[dict]:
    found = plan.report["rehearsal"]["checks"]
    return next(each["rows"] for each in found if each["key"] == key)


@pytest.fixture
def stewards(units: dict[str, OrgUnit]) -> tuple[User, User]:
    return tuple(factories.holder("steward", units["NAT"], login=f"nation.{n}") for n in (1, 2))  # type: ignore[return-value]


def drawn(user: User, *operations: ops.Operation, on: dt.date | None = None) -> RestructurePlan:
    with at(user, "NAT") as viewer:
        return services.draft_plan(
            viewer=viewer,
            title="A change",
            operations=[ops.Dated(on or today(), each) for each in operations],
        )


# --- published figures -------------------------------------------------------------------------------


def test_without_a_release_there_is_nothing_to_look_at(units, stewards) -> None:
    plan = drawn(stewards[0], MERGE)
    with at(stewards[0], "NAT"):
        found = previewing.progress(plan)
    assert (found.state, found.missing) == ("done", "")
    assert found.lines == ("Nothing has been published yet, so nothing can be compared.",)


#: Two boards are replaced by two others, but for one Trust that joins the other: one overlap is it alone.
REPLACED = (
    Create("QA4", "Rowan ICB", "icb", "RA"),
    Create("QA3", "Larch ICB", "icb", "RA"),
    *(Move(code, "QA4") for code in ("TA1", "TA5")),
    *(Move(code, "QA3") for code in ("TA2", "TA3", "TA4")),
    Close("QA1", "QA4"),
    Close("QA2", "QA3"),
)


@pytest.fixture
def released(filled: dict[str, OrgUnit]) -> Release:
    """A release of the region in which TA5 stands beside TA1 and TA2."""
    from orgs import tree
    from tests.reporting.test_restructures import FIFTH, _named

    with tree.locked():
        filled["TA5"] = tree.create(
            "TA5", name="Dunlin Sands NHS Trust", type_code="trust",
            on=factories.LONG_AGO, parent=filled["QA1"],
        )  # fmt: skip
        tree.project(region.AS_AT)
    _named(filled["TA5"], FIFTH)
    release = building.build_release("RA", "leadership", region.AS_AT)
    assert release is not None
    return release


def test_what_would_be_told_by_comparing_is_counted_and_no_figure_said(
    released: Release, stewards: tuple[User, User]
) -> None:
    plan = drawn(stewards[0], *REPLACED)
    with user_scope(stewards[0].pk, login="nation.1", unit_code="NAT") as viewer:
        with pytest.raises(RestructureError, match="Check the published figures first"):
            services.approve(viewer=viewer, plan=plan)
        preview = previewing.start(plan, viewer)
        assert previewing.start(plan, viewer) == preview
        assert previewing.progress(plan).state == "running"
    releases, entries = Release.objects.count(), LedgerEntry.objects.count()
    assert previewing.run(str(preview.public_id)) == "done"
    assert previewing.run(str(preview.public_id)) is None
    assert (Release.objects.count(), LedgerEntry.objects.count()) == (releases, entries)
    preview.refresh_from_db()
    assert preview.done == preview.of > 0
    row = next(r for r in preview.result if r["measure"] and "ucc" in r["measure"])
    assert set(row) == {"report", "unit", "measure", "now", "then", "lost", "told"}
    numbers = [n for r in preview.result for n in (r["told"], r["lost"], *r["now"], *r["then"])]
    assert not any(n % 10 for n in numbers)
    assert sum(r["told"] for r in preview.result) > 0, (
        "TA2 alone stands between the old and the new"
    )
    with user_scope(stewards[0].pk, login="nation.1", unit_code="NAT") as viewer:
        found = previewing.progress(plan)
        assert (found.state, found.current, found.missing) == ("done", True, "")
        assert "would tell small numbers" in found.lines[0]
        services.approve(viewer=viewer, plan=plan)
        # What is rehearsed again and says something else must be looked at again.
        plan.report["rehearsal"]["fingerprint"] = "other"
        assert "again" in previewing.progress(plan).missing


def test_a_change_elsewhere_touches_nothing_published(released: Release, units, stewards) -> None:
    plan = drawn(stewards[0], Create("QB2", "Birch ICB", "icb", "RB"), Move("TB1", "QB2"))
    with at(stewards[0], "NAT") as viewer:
        preview = previewing.start(plan, viewer)
    assert previewing.run_due(RESTRUCTURE) == 1
    preview.refresh_from_db()
    assert (preview.state, preview.result) == ("done", [])


def test_nobody_tries_out_trees_until_a_figure_gives_way(
    released: Release, units, stewards, monkeypatch
) -> None:
    monkeypatch.setattr(previewing, "MOST", 2)
    codes = ("QB2", "QB3", "QB4")
    plans = [drawn(stewards[0], Create(code, "Birch ICB", "icb", "RB")) for code in codes]
    with at(stewards[0], "NAT") as viewer:
        for plan in plans[:2]:
            services.start_check(viewer=viewer, plan=plan, key=previewing.KEY)
        # Asked for again, it is the same look.
        services.start_check(viewer=viewer, plan=plans[0], key=previewing.KEY)
        with pytest.raises(RestructureError, match="Ask again later"):
            services.start_check(viewer=viewer, plan=plans[2], key=previewing.KEY)
    assert ChangePreview.objects.count() == 2


def looked(who: User, code: str, operation: ops.Operation) -> None:
    """Draw up a change at a unit, and ask for a look at the published figures."""
    with at(who, code) as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="A change", operations=[ops.Dated(today(), operation)]
        )
        services.start_check(viewer=viewer, plan=plan, key=previewing.KEY)


def test_the_address_gives_nobody_looks_of_its_own(units, monkeypatch) -> None:
    """A steward of a region draws up a change at each board, each Trust and each overlay that she opens."""
    monkeypatch.setattr(previewing, "MOST", 2)
    first, other = (factories.holder("steward", units["RA"], login=f"ashdown.{n}") for n in (1, 2))
    looked(first, "QA1", Rename("TA1", "Kestrel Trust"))
    looked(first, "RA", Rename("TA2", "Heron Trust"))
    for who, code, unit in (
        (first, "QA2", "TA3"),
        (first, "TA4", "TA4"),
        (other, "QA2", "TA3"),
        (factories.holder("steward", units["NAT"], login="nation"), "NAT", "TA3"),
    ):
        with pytest.raises(RestructureError, match="Ask again later"):
            looked(who, code, Rename(unit, "Another name"))
    # Nobody of another region or board has asked for one.
    looked(factories.holder("steward", units["RB"]), "RB", Rename("TB1", "Merlin Trust"))
    looked(factories.holder("steward", units["QA2"]), "QA2", Rename("TA3", "Lapwing Trust"))
    assert ChangePreview.objects.count() == 4


def test_who_administers_in_two_places_has_her_looks_once(units, monkeypatch) -> None:
    monkeypatch.setattr(previewing, "MOST", 2)
    both = factories.holder("steward", units["RB"])
    factories.give(both, "steward", units["QA1"])
    for name in ("Merlin Trust", "Down Trust"):
        looked(both, "RB", Rename("TB1", name))
    with pytest.raises(RestructureError, match="Ask again later"):
        looked(both, "QA1", Rename("TA1", "Kestrel Trust"))
    # Looks that are a month old are over.
    ChangePreview.objects.update(asked_at=now() - previewing.MONTH)
    looked(both, "QA1", Rename("TA1", "Kestrel Trust"))


def test_two_who_ask_at_once_are_counted_one_after_the_other(units, stewards) -> None:
    with CaptureQueriesContext(connection) as asked:
        looked(stewards[0], "NAT", Rename("TA1", "Kestrel Trust"))
    said = [query["sql"] for query in asked if "reporting_changepreview" in query["sql"]
            or "pg_advisory_xact_lock(20015, 8)" in query["sql"]]  # fmt: skip
    lock = next(n for n, sql in enumerate(said) if "pg_advisory_xact_lock" in sql)
    assert any("COUNT" in sql for sql in said[lock:])
    assert not any("COUNT" in sql for sql in said[:lock])


def test_figures_of_others_are_told_in_one_row_without_whose_they_are(
    released: Release, units, stewards
) -> None:
    """The nation's figures, and those of an overlay that another region keeps, hold the same Trusts."""
    steward = factories.holder("steward", units["RA"], login="ashdown")
    factories.overlay(units, kept_by="RB", members=("TA1", "TA2", "TA3"))
    for code in ("OVA", "NAT"):
        assert building.build_release(code, "leadership", region.AS_AT) is not None
    with at(steward, "RA") as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Two boards",
            operations=[ops.Dated(today(), each) for each in REPLACED],
        )
        preview = previewing.start(plan, viewer)
    assert previewing.run(str(preview.public_id)) == "done"
    preview.refresh_from_db()
    named = [row for row in preview.result if "unit" in row]
    (other,) = [row for row in preview.result if "unit" not in row]
    assert {row["unit"] for row in named} == {"Ashdown region"}
    with builder_scope():
        tried = foreseen.try_out(plan.operations)
        found = [
            row
            for task in foreseen.tasks(tried)
            if task.release.unit.code in ("OVA", "NAT")
            for row in foreseen.compare(tried, task)
        ]
    assert {row["unit"] for row in found} == {"South Coast Collaborative", "Nation of Albany"}
    assert sum(row["told"] + row["lost"] for row in found) > 0, "there is something to tell"
    assert other == {
        name: -(-sum(row[name] for row in found) // 10) * 10 for name in ("told", "lost")
    }
    with at(steward, "RA"):
        shown = previewing.progress(plan)
    assert shown.rows[-1][:2] == ("Figures of other organisations", "Not listed here")
    for name in ("South Coast", "Nation of Albany"):
        assert name not in str(shown.rows)
        assert name not in str(preview.result)


def on_file(tmp_path: Path, *operations: ops.Operation) -> list[str]:
    """The command that applies these operations today, in the name of both stewards."""
    written = ops.write([ops.Dated(today(), each) for each in operations])
    parts = {"title": "From a file", "made_by": "a test", "operations": written}
    parts |= {"sources": [], "decisions": [], "notes": []}
    file = tmp_path / "plan.json"
    file.write_text(json.dumps(parts))
    names = ["--first", "nation.1", "--second", "nation.2"]
    return ["restructure", "apply", str(file), "--accept-proposals", *names]


def test_the_command_waits_for_the_worker_and_says_what_was_found(
    released: Release, units, stewards, tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr(restructure.time, "sleep", lambda _: previewing.run_due(RESTRUCTURE))
    said = io.StringIO()
    call_command(*on_file(tmp_path, Create("QB2", "Birch ICB", "icb", "RB")), stdout=said)
    assert "Published figures: being checked by a worker" in said.getvalue()
    assert "touches no figures that have been published" in said.getvalue()
    plan = RestructurePlan.objects.get()
    assert (plan.state, plan.first_approver_id) == ("applied", stewards[0].pk)


def test_the_command_calls_the_change_off_when_no_worker_comes(
    released: Release, units, stewards, tmp_path
) -> None:
    command = on_file(tmp_path, Create("QB2", "Birch ICB", "icb", "RB"))
    with pytest.raises(CommandError, match="Nothing was changed") as refused:
        call_command(*command, "--wait", "0", stdout=io.StringIO())
    assert "Is a worker running?" in str(refused.value)
    assert RestructurePlan.objects.get().state == "cancelled"
    assert not OrgUnit.objects.filter(code="QB2").exists()


def test_it_is_tried_three_times(released: Release, stewards, monkeypatch) -> None:
    plan = drawn(stewards[0], MERGE)
    with at(stewards[0], "NAT") as viewer:
        preview = previewing.start(plan, viewer)

    def broken(*_: object) -> list:
        raise ZeroDivisionError

    monkeypatch.setattr(foreseen, "compare", broken)
    for _ in range(3):
        previewing.run_due(RESTRUCTURE)
    preview.refresh_from_db()
    assert (preview.state, preview.attempt) == ("failed", 3)
    with at(stewards[0], "NAT") as viewer:
        found = previewing.progress(plan)
        assert (found.state, found.missing) == ("failed", "")
        assert previewing.start(plan, viewer) != preview


# --- schedules ---------------------------------------------------------------------------------------


@pytest.fixture
def scheduled(units: dict[str, OrgUnit]) -> dict[str, Schedule]:
    """A PDF for two readers of each board and of the region, and release days of both boards."""
    owner = factories.holder("talent_lead", units["RA"], login="marcus")
    reader = factories.holder("talent_lead", units["RA"], login="helen")
    made = {}
    for code in ("QA1", "QA2", "RA"):
        made[code] = Schedule.objects.create(
            unit=units[code], report="leadership", day_of_month=5, owner=owner,
            next_on=today() + 9 * DAY, parameters={"unit": code},
        )  # fmt: skip
        for user in (owner, reader):
            ScheduleRecipient.objects.create(schedule=made[code], unit=units[code], user=user)
    for code, day in (("QA1", 1), ("QA2", 2)):
        ReleaseCalendar.objects.create(
            unit=units[code], report="leadership", day_of_month=day, next_on=today() + 9 * DAY
        )
    return made


def test_schedules_of_closing_boards_go_on_or_stop(units, scheduled, stewards) -> None:
    plan = drawn(stewards[0], MERGE)
    rows = section(plan, "schedules")
    assert [(r["code"], r["words"].split()[0], [o for o, _ in r["options"]], r["default"]) for r in rows] == [
        ("QA1", "PDF", ["QA9", "stop"], "QA9"), ("QA2", "PDF", ["QA9", "stop"], "QA9"),
        ("QA1", "Figures", ["QA9", "stop"], "QA9"), ("QA2", "Figures", ["QA9", "stop"], "QA9"),
    ]  # fmt: skip
    assert "helen" not in str(rows)
    with at(stewards[0], "NAT") as viewer:
        plan = services.decide(
            viewer=viewer, plan=plan, decisions={rows[1]["key"]: "stop"}, version=plan.version
        )
    plan = carry_out(settle(plan, *stewards, code="NAT"), stewards[0], code="NAT")
    (done,) = [each for each in plan.report["applied"]["checks"] if each["key"] == "schedules"]
    # Two schedules and two release days end; one schedule with its two readers, and one day, begin.
    assert (done["ended"], done["begun"]) == (4, 4)
    active = Schedule.objects.filter(active=True).order_by("unit__code")
    assert [(s.unit.code, s.parameters["unit"], s.next_on) for s in active] == [
        ("QA9", "QA9", today() + 9 * DAY), ("RA", "RA", today() + 9 * DAY),
    ]  # fmt: skip
    assert list(
        ScheduleRecipient.objects.filter(unit__code="QA9").order_by("user__login").values_list("user__login", flat=True)
    ) == ["helen", "marcus"]  # fmt: skip
    days = ReleaseCalendar.objects.filter(active=True)
    assert list(days.values_list("unit__code", "day_of_month")) == [("QA9", 1)]


def test_a_board_that_has_its_own_day_keeps_it(units, scheduled, stewards) -> None:
    plan = drawn(stewards[0], ops.Merge(("QA1", "QA2"), "QA2"))
    rows = {(r["code"], r["words"].split()[0]): r for r in section(plan, "schedules")}
    assert rows["QA1", "Figures"]["options"] == []
    assert rows["QA2", "PDF"]["after"] == "Covers 4 organisations below"
    assert rows["QA2", "PDF"]["options"] == []
    carry_out(settle(plan, *stewards, code="NAT"), stewards[0], code="NAT")
    days = ReleaseCalendar.objects.filter(active=True)
    assert list(days.values_list("unit__code", "day_of_month")) == [("QA2", 2)]


def test_schedules_work_on_until_the_day(units, scheduled) -> None:
    first = factories.holder("steward", units["RA"], login="first")
    second = factories.holder("steward", units["NAT"], login="second")
    ahead = today() + 5 * DAY
    carry_out(settle(draft(first, on=ahead), first, second), first)
    assert Schedule.objects.filter(active=True, unit__code="QA1").exists()
    ticks.bring_to(RESTRUCTURE, ahead)
    codes = Schedule.objects.filter(active=True).values_list("unit__code", flat=True)
    assert sorted(codes) == ["QA9", "QA9", "RA"]


def test_the_part_of_the_system_that_reorganises_reads_no_release(released: Release) -> None:
    from orgs.access.scope import system_scope

    with system_scope(RESTRUCTURE), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reporting_release")
        assert cursor.fetchone() == (0,)
    assert ChangePreview.objects.count() == 0
