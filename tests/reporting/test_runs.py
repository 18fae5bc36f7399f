"""A run: made once for a slot, leased, taken over, refused to whoever lost the right."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from orgs.clock import now, today
from orgs.models.audit import AuditEvent
from orgs.models.outbox import Outbox
from orgs.models.units import OrgUnit
from reporting import runs
from reporting.access import REPORTS
from reporting.building import build_due
from reporting.models import (
    Delivery,
    Release,
    ReleaseCalendar,
    ReportRun,
    Schedule,
    ScheduleRecipient,
)
from reporting.slots import next_slot
from reporting.tasks import render_run
from tests import factories


@pytest.fixture
def schedule(released: Release, units: dict[str, OrgUnit]) -> Schedule:
    """Due today, for its owner and for Helen."""
    owner = factories.holder("talent_lead", units["RA"], login="owner@example.org")
    made = Schedule.objects.create(
        unit=units["RA"], report="leadership", day_of_month=1, owner=owner, next_on=today()
    )
    for user in (owner, factories.holder("talent_lead", units["RA"], login="helen@example.org")):
        ScheduleRecipient.objects.create(schedule=made, unit=units["RA"], user=user)
    return made


def run_of(schedule: Schedule) -> ReportRun:
    runs.sweep(REPORTS)
    return ReportRun.objects.get(schedule=schedule)


@pytest.mark.parametrize(
    ("after", "day", "months", "expected"),
    [
        (dt.date(2026, 10, 31), 1, 1, dt.date(2026, 11, 1)),
        (dt.date(2026, 10, 1), 15, 1, dt.date(2026, 10, 15)),
        (dt.date(2026, 10, 15), 15, 1, dt.date(2026, 11, 15)),
        (dt.date(2026, 12, 31), 28, 1, dt.date(2027, 1, 28)),
        (dt.date(2026, 12, 1), 1, 3, dt.date(2027, 3, 1)),
    ],
)
def test_the_next_slot(after: dt.date, day: int, months: int, expected: dt.date) -> None:
    assert next_slot(after, day, months=months) == expected


def test_a_due_schedule_gets_one_run_and_its_next_slot(schedule: Schedule) -> None:
    run = run_of(schedule)
    runs.sweep(REPORTS)
    Schedule.objects.filter(pk=schedule.pk).update(next_on=today())  # as if the sweep had died
    runs.sweep(REPORTS)
    assert ReportRun.objects.get() == run
    schedule.refresh_from_db()
    assert schedule.next_on == next_slot(today(), 1)
    assert AuditEvent.objects.filter(action="report.due", principal="system:reports").count() == 2


def test_a_slot_is_unique(schedule: Schedule) -> None:
    run = run_of(schedule)
    with pytest.raises(IntegrityError, match="run_once_a_slot_and_scope"), transaction.atomic():
        ReportRun.objects.create(
            unit=run.unit,
            report="leadership",
            schedule=schedule,
            slot=run.slot,
            scope="RA",
            created_at=now(),
        )


def test_readers_get_a_link_and_no_figure(schedule: Schedule, released: Release) -> None:
    run = run_of(schedule)
    assert render_run(str(run.public_id)) == "done"
    assert render_run(str(run.public_id)) is None, "done is done"
    run.refresh_from_db()
    assert run.release == released
    assert bytes(run.pdf).startswith(b"%PDF")
    assert run.attempt == 1
    mails = Outbox.objects.order_by("to")
    assert [(m.to, m.template) for m in mails] == [
        ("helen@example.org", "report_ready"),
        ("owner@example.org", "report_ready"),
    ]
    assert {m.context["link"].partition("/o/")[2] for m in mails} == {
        f"RA/reports/runs/{run.public_id}/"
    }
    assert {d.state for d in Delivery.objects.all()} == {"sent"}
    (event,) = AuditEvent.objects.filter(action="report.done")
    assert event.detail == {"attempt": 1, "sent": 2, "refused": 0}


def test_who_lost_the_right_gets_nothing_and_the_owner_is_told(schedule: Schedule) -> None:
    run = run_of(schedule)
    helen = schedule.recipients.get(user__login="helen@example.org").user
    helen.grants.update(valid_to=today())
    assert render_run(str(run.public_id)) == "done"
    assert sorted(Outbox.objects.values_list("to", "template")) == [
        ("owner@example.org", "report_not_sent"),
        ("owner@example.org", "report_ready"),
    ]
    refused = Delivery.objects.get(user=helen)
    assert (refused.state, refused.reason) == ("refused", runs.LOST_RIGHT)


def test_when_nobody_may_see_it_nothing_is_made(schedule: Schedule) -> None:
    run = run_of(schedule)
    for recipient in schedule.recipients.all():
        recipient.user.grants.update(valid_to=today())
    assert render_run(str(run.public_id)) == "cancelled"
    run.refresh_from_db()
    assert (run.state, run.pdf, run.error) == ("cancelled", None, runs.LOST_RIGHT)
    assert [m.template for m in Outbox.objects.all()] == ["report_not_sent"]


def test_without_figures_the_run_says_so(units: dict[str, OrgUnit]) -> None:
    owner = factories.holder("talent_lead", units["RB"])
    made = Schedule.objects.create(
        unit=units["RB"], report="leadership", day_of_month=1, owner=owner, next_on=today()
    )
    ScheduleRecipient.objects.create(schedule=made, unit=units["RB"], user=owner)
    run = run_of(made)
    assert render_run(str(run.public_id)) == "failed"
    run.refresh_from_db()
    assert run.error == runs.NO_FIGURES


def test_a_lease_is_held_by_one_and_taken_over_when_it_runs_out(schedule: Schedule) -> None:
    from reporting.render.pdf import PdfDocument

    run = run_of(schedule)
    first = runs.lease(str(run.public_id))
    assert first is not None
    assert runs.lease(str(run.public_id)) is None
    ReportRun.objects.update(leased_until=now() - dt.timedelta(seconds=1))
    second = runs.lease(str(run.public_id))
    assert second is not None
    assert (first.attempt, second.attempt) == (1, 2)
    document = PdfDocument(b"%PDF", 1, "0" * 64)
    assert runs.finish(first, document, []) is False, "the first worker came back too late"
    assert runs.finish(second, document, []) is True
    assert Delivery.objects.count() == 2


def test_what_nobody_took_is_sent_again_and_given_up_after_five(
    schedule: Schedule, django_capture_on_commit_callbacks
) -> None:
    run = run_of(schedule)
    assert runs.resend(REPORTS) == 0, "15 seconds have not passed"
    ReportRun.objects.update(created_at=now() - dt.timedelta(seconds=16))
    assert runs.resend(REPORTS) == 1
    ReportRun.objects.update(
        state="leased", leased_until=now() + dt.timedelta(seconds=30), attempt=5
    )
    assert runs.resend(REPORTS) == 0, "somebody works on it"
    ReportRun.objects.update(leased_until=now() - dt.timedelta(seconds=1))
    assert runs.resend(REPORTS) == 0
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", runs.GAVE_UP)


def test_an_error_gives_the_run_back(schedule: Schedule, monkeypatch: pytest.MonkeyPatch) -> None:
    run = run_of(schedule)

    def broken(_release, _printed):
        raise OSError("no font")

    monkeypatch.setattr("reporting.tasks.pdf_of", broken)
    with pytest.raises(OSError, match="no font"):
        render_run(str(run.public_id))
    run.refresh_from_db()
    assert (run.state, run.attempt, run.leased_until) == ("queued", 1, None)


def test_the_calendar_builds_what_is_due_and_moves_on(filled: dict[str, OrgUnit]) -> None:
    calendar = ReleaseCalendar.objects.create(
        unit=filled["RA"], report="leadership", day_of_month=1, next_on=dt.date(2026, 10, 1)
    )
    runs.sweep(REPORTS)
    calendar.refresh_from_db()
    assert calendar.next_on == dt.date(2026, 10, 1), "no release yet: it stays due"
    assert build_due(REPORTS) == 1
    runs.sweep(REPORTS)
    calendar.refresh_from_db()
    assert calendar.next_on == dt.date(2026, 11, 1)
    assert Release.objects.filter(as_at=dt.date(2026, 10, 1)).count() == 3


@pytest.mark.parametrize("calendar_at", ["RA", "NAT"])
def test_a_schedule_waits_for_the_figures_of_its_own_day(
    schedule: Schedule, units: dict[str, OrgUnit], calendar_at: str
) -> None:
    calendar = ReleaseCalendar.objects.create(
        unit=units[calendar_at], report="leadership", day_of_month=1, next_on=today()
    )
    runs.sweep(REPORTS)
    assert not ReportRun.objects.filter(schedule=schedule).exists()
    ReleaseCalendar.objects.filter(pk=calendar.pk).update(next_on=today() + dt.timedelta(days=30))
    runs.sweep(REPORTS)
    assert ReportRun.objects.filter(schedule=schedule).count() == 1


def test_a_schedule_waits_a_day_and_no_longer(
    schedule: Schedule, units: dict[str, OrgUnit]
) -> None:
    yesterday = today() - dt.timedelta(days=1)
    Schedule.objects.filter(pk=schedule.pk).update(next_on=yesterday)
    ReleaseCalendar.objects.create(
        unit=units["RA"], report="leadership", day_of_month=1, next_on=yesterday
    )
    runs.sweep(REPORTS)
    assert ReportRun.objects.filter(schedule=schedule, slot=yesterday).count() == 1
