"""A board or committee reader opens the PDF that names her, and nothing else.

Rows are asked of Postgres itself first, then the services, then the pages.
"""

from collections.abc import Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from orgs import panels
from orgs.access.scope import user_scope
from orgs.clock import now, today
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.outbox import Outbox
from orgs.models.units import OrgUnit
from reporting import runs, selectors, services
from reporting.access import REPORTS
from reporting.models import (
    Delivery,
    Release,
    ReleaseWithdrawal,
    ReportRun,
    Schedule,
    ScheduleRecipient,
)
from reporting.tasks import render_run
from tests import factories

PLACES = {"helen": "QA1", "unnamed": "QA1", "elsewhere": "QA2", "trust": "TA1"}


@pytest.fixture
def people(units: dict[str, OrgUnit]) -> dict[str, User]:
    """The ICB's talent lead, and committee readers: the named one, and three who are not."""
    found = {
        name: factories.holder("committee_reader", units[code], login=f"{name}@example.org")
        for name, code in PLACES.items()
    }
    return found | {"lead": factories.holder("talent_lead", units["QA1"], login="lead@example.org")}


@pytest.fixture
def schedule(released: Release, units: dict[str, OrgUnit], people: dict[str, User]) -> Schedule:
    """Of the ICB, due today, for its lead and Helen."""
    made = Schedule.objects.create(
        unit=units["QA1"],
        report="leadership",
        day_of_month=1,
        owner=people["lead"],
        next_on=today(),
    )
    for name in ("lead", "helen"):
        ScheduleRecipient.objects.create(schedule=made, unit=units["QA1"], user=people[name])
    return made


@pytest.fixture
def run(schedule: Schedule) -> ReportRun:
    """Made and sent to both."""
    return made(schedule)


def made(schedule: Schedule, becomes: str = "done") -> ReportRun:
    runs.sweep(REPORTS)
    run = ReportRun.objects.filter(schedule=schedule).latest("id")
    assert render_run(str(run.public_id)) == becomes
    run.refresh_from_db()
    return run


def client_of(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def address(run: ReportRun | None = None, unit: str = "QA1") -> str:
    return f"/o/{unit}/sent/" + (f"{run.public_id}/report.pdf" if run else "")


def like(run: ReportRun, **other: object) -> ReportRun:
    """Another run of the same release, done."""
    given = {
        "unit_id": run.unit_id,
        "report": run.report,
        "slot": run.slot,
        "scope": "QA1",
        "release_id": run.release_id,
        "state": "done",
        "pdf": b"%PDF",
        "created_at": now(),
    }
    return ReportRun.objects.create(**given | other)


def delivered(run: ReportRun, user: User, state: str = "sent") -> Delivery:
    return Delivery.objects.create(
        run=run, unit_id=run.unit_id, user=user, state=state, created_at=now()
    )


# --- rows -------------------------------------------------------------------------------------------

TABLES = ("delivery", "reportrun", "release", "releasewithdrawal", "schedule", "schedulerecipient",
          "export", "commentary", "commentarydraft")  # fmt: skip


def rows(user: User, unit: str = "QA1") -> dict[str, int]:
    """How many rows of each table of reports she reads at a unit: only those with some."""
    found = {}
    with user_scope(user.pk, unit_code=unit), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM reporting_{table}")
            found[table] = cursor.fetchone()[0]
    return {table: count for table, count in found.items() if count}


def test_she_reads_the_run_that_was_sent_to_her_and_her_delivery(
    run: ReportRun, people: dict[str, User]
) -> None:
    assert rows(people["helen"]) == {"delivery": 1, "reportrun": 1}
    assert rows(people["unnamed"]) == {}
    assert rows(people["elsewhere"]) == rows(people["elsewhere"], "QA2") == {}
    assert rows(people["trust"]) == rows(people["trust"], "TA1") == {}
    assert rows(people["helen"], "RA") == rows(people["helen"], "TA1") == {}
    assert rows(people["lead"])["release"] >= 1


def test_a_draft_a_refused_one_and_one_that_is_not_hers_are_not_there(
    run: ReportRun, people: dict[str, User]
) -> None:
    helen = people["helen"]
    delivered(like(run, draft=True, asked_by=people["lead"]), helen)
    delivered(like(run), helen, state="refused")
    delivered(like(run), people["unnamed"])
    assert rows(helen) == {"delivery": 2, "reportrun": 1}, "the delivery of a draft shows no draft"


def test_when_her_grant_has_ended_nothing_is_there(run: ReportRun, people: dict[str, User]) -> None:
    people["helen"].grants.update(valid_to=today())
    assert rows(people["helen"]) == {}


def test_she_reads_that_figures_were_withdrawn_and_not_the_figures(
    run: ReportRun, people: dict[str, User]
) -> None:
    withdraw(run)
    assert rows(people["helen"]) == {"delivery": 1, "reportrun": 1, "releasewithdrawal": 1}
    assert rows(people["elsewhere"]) == rows(people["elsewhere"], "QA2") == {}


def test_no_role_without_figures_reads_a_release(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    for role in ("staff", "cpo", "ig_auditor"):
        holder = factories.holder(role, units["TA1"])
        assert rows(holder, "TA1") == {}


def statement(user: User, sql: str, *values: object) -> int:
    """Rows that a statement of hers changes at the ICB; nothing is kept."""
    with user_scope(user.pk, unit_code="QA1"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        count = cursor.rowcount
        transaction.set_rollback(True)
        return count


def test_she_marks_her_own_delivery_as_opened_and_changes_nothing_else(
    run: ReportRun, people: dict[str, User]
) -> None:
    helen, other = people["helen"], like(run)
    opened = "UPDATE reporting_delivery SET opened_at = now()"
    new = (
        "INSERT INTO reporting_delivery (run_id, unit_id, user_id, state, reason, created_at) "
        "VALUES (%s, %s, %s, 'sent', '', now())"
    )
    with transaction.atomic():
        assert statement(helen, opened) == 1
    with transaction.atomic():
        assert statement(people["unnamed"], opened) == 0
    for sql, values in (
        ("UPDATE reporting_delivery SET run_id = %s", (other.pk,)),
        ("UPDATE reporting_delivery SET user_id = %s", (people["unnamed"].pk,)),
        (new, (other.pk, run.unit_id, helen.pk)),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement(helen, sql, *values)
    with transaction.atomic():
        assert statement(helen, "UPDATE reporting_reportrun SET draft = true") == 0
    assert rows(helen) == {"delivery": 1, "reportrun": 1}


def test_a_refused_delivery_cannot_be_made_a_sent_one(
    run: ReportRun, people: dict[str, User]
) -> None:
    delivered(like(run), people["helen"], state="refused")
    with transaction.atomic():
        changed = "UPDATE reporting_delivery SET state = 'sent' WHERE state = 'refused'"
        assert statement(people["helen"], changed) == 0


# --- services ---------------------------------------------------------------------------------------


def test_who_may_be_sent_a_pdf(run: ReportRun, people: dict[str, User]) -> None:
    def may(name: str, unit: str) -> bool:
        return selectors.may_receive(people[name].pk, unit)

    assert may("helen", "QA1")
    assert may("lead", "QA1")
    assert not may("elsewhere", "QA1")
    for above in ("QA1", "RA", "NAT"):
        assert not may("trust", above)
    for other in ("RA", "TA1", "QA2"):
        assert not may("helen", other)
    assert not selectors.may_read(people["helen"].pk, "QA1")


def test_the_link_leads_her_to_her_list_and_others_to_the_run(run: ReportRun) -> None:
    links = {m.to: m.context["link"].partition("/o/")[2] for m in Outbox.objects.all()}
    assert links == {
        "helen@example.org": "QA1/sent/",
        "lead@example.org": f"QA1/reports/runs/{run.public_id}/",
    }


def test_the_next_run_after_her_grant_is_not_delivered_and_the_owner_is_told(
    schedule: Schedule, people: dict[str, User]
) -> None:
    people["helen"].grants.update(valid_to=today())
    run = made(schedule)
    refused = run.deliveries.get(user=people["helen"])
    assert (refused.state, refused.reason) == ("refused", runs.LOST_RIGHT)
    assert sorted(Outbox.objects.values_list("to", "template")) == [
        ("lead@example.org", "report_not_sent"),
        ("lead@example.org", "report_ready"),
    ]


def test_a_schedule_takes_her_and_refuses_the_reader_of_a_trust_beside_the_field(
    released: Release, people: dict[str, User]
) -> None:
    lead = client_of(people["lead"])
    page = "/o/QA1/reports/leadership/schedule/"
    for name in ("trust", "elsewhere", "nobody"):
        answer = lead.post(page, {"day_of_month": "1", "readers": f"{name}@example.org"})
        assert answer.status_code == 422
        (error,) = answer.context["form"].errors["readers"]
        assert error.startswith(f"{name}@example.org may not see reports of Alder ICB. They need ")
        assert "board or committee reader of Alder ICB itself" in error
    assert Schedule.objects.count() == 0
    named = lead.post(page, {"day_of_month": "1", "readers": "helen@example.org"})
    assert named.status_code == 302
    assert ScheduleRecipient.objects.get().user == people["helen"]


def test_the_region_names_no_committee_reader_of_an_icb(
    released: Release, units: dict[str, OrgUnit], people: dict[str, User]
) -> None:
    lead = factories.holder("talent_lead", units["RA"])
    with (
        user_scope(lead.pk, unit_code="RA") as viewer,
        pytest.raises(services.ReportingError, match="may not see reports of Ashdown region"),
    ):
        services.create_schedule(
            viewer=viewer, report="leadership", day_of_month=1, logins=["helen@example.org"]
        )


# --- pages ------------------------------------------------------------------------------------------


def withdraw(run: ReportRun) -> None:
    ReleaseWithdrawal.objects.create(
        release_id=run.release_id,
        unit_id=run.unit_id,
        reason="A board was late.",
        withdrawn_by=User.objects.get(login="lead@example.org"),
        withdrawn_at=now(),
    )


def test_she_opens_it_from_her_list_and_that_is_recorded(
    run: ReportRun, people: dict[str, User]
) -> None:
    helen = client_of(people["helen"])
    page = helen.get(address()).content.decode()
    assert "Not opened" in page
    assert address(run) in page
    answer = helen.get(address(run))
    assert answer.status_code == 200
    assert answer.content == bytes(run.pdf)
    assert answer.headers["Cache-Control"] == "no-store"
    delivery = run.deliveries.get(user=people["helen"])
    assert delivery.opened_at is not None
    event = AuditEvent.objects.get(action="report.opened")
    assert (event.actor, event.unit_id) == (people["helen"], run.unit_id)
    assert event.object_id == str(run.public_id)
    page = helen.get(address()).content.decode()
    assert "Not opened" not in page
    assert "First opened" in page
    helen.get(address(run))
    assert run.deliveries.get(user=people["helen"]).opened_at == delivery.opened_at
    assert AuditEvent.objects.filter(action="report.opened").count() == 2


def test_her_home_page_and_menu_show_the_way(run: ReportRun, people: dict[str, User]) -> None:
    helen = client_of(people["helen"])
    home = helen.get("/o/QA1/")
    assert [each.url for each in home.context["waiting"]] == [address()]
    labels = [link.label for link in home.context["viewer"].menu]
    assert set(labels[-2:]) == {"Board packs sent to you", "Reports sent to you"}
    assert address(run) in home.content.decode()
    helen.get(address(run))
    assert helen.get("/o/QA1/").context["waiting"] == []
    with user_scope(people["unnamed"].pk, unit_code="QA1") as viewer:
        assert panels.waiting(viewer) == []


def not_hers(run: ReportRun, people: dict[str, User]) -> Iterator[ReportRun]:
    """Runs that are not there for Helen, though she is named somewhere at the unit."""
    draft, refused, waiting = like(run, draft=True), like(run), like(run, state="queued", pdf=None)
    delivered(draft, people["helen"])
    delivered(refused, people["helen"], state="refused")
    delivered(waiting, people["helen"])
    other = like(run)
    delivered(other, people["unnamed"])
    yield from (draft, refused, waiting, other, like(run, release_id=None))


def test_what_was_not_sent_to_her_is_not_there(run: ReportRun, people: dict[str, User]) -> None:
    helen = client_of(people["helen"])
    for other in not_hers(run, people):
        assert helen.get(address(other)).status_code == 404
        assert str(other.public_id) not in helen.get(address()).content.decode()
    for name, unit in (("unnamed", "QA1"), ("elsewhere", "QA2"), ("trust", "TA1")):
        client = client_of(people[name])
        assert client.get(address(run, unit)).status_code == 404
        assert str(run.public_id) not in client.get(address(unit=unit)).content.decode()
    page = client_of(people["trust"]).get(address(unit="TA1")).content.decode()
    assert "Nothing has been sent to you yet" in page
    for name in ("elsewhere", "trust"):
        assert client_of(people[name]).get(address(run)).status_code == 404
    assert AuditEvent.objects.filter(action="report.opened").count() == 0


def test_she_sees_no_page_of_reports(run: ReportRun, people: dict[str, User]) -> None:
    helen, reports = client_of(people["helen"]), "/o/QA1/reports/"
    for page in (
        reports,
        f"{reports}leadership/",
        f"{reports}leadership/cover/",
        f"{reports}leadership/figures.csv",
        f"{reports}leadership/schedule/",
        f"{reports}runs/{run.public_id}/",
        f"{reports}runs/{run.public_id}/report.pdf",
        f"{reports}releases/{run.release_id}/take-away/",
        f"{reports}schedules/{run.schedule.public_id}/",
    ):
        assert helen.get(page).status_code == 403, page
    assert client_of(people["lead"]).get(address(run)).status_code == 404, "she has her own page"


def test_withdrawn_figures_are_gone_for_her_too(run: ReportRun, people: dict[str, User]) -> None:
    withdraw(run)
    helen = client_of(people["helen"])
    page = helen.get(address()).content.decode()
    assert "Withdrawn" in page
    assert "Open the PDF" not in page
    gone = helen.get(address(run))
    assert gone.status_code == 410
    words = gone.content.decode()
    assert "This report cannot be opened any more" in words
    assert "A board was late." in words
    assert "/reports/" not in words
    assert helen.get("/o/QA1/").context["waiting"] == []
    assert client_of(people["unnamed"]).get(address(run)).status_code == 404
    assert run.deliveries.get(user=people["helen"]).opened_at is None


def test_when_her_grant_has_ended_her_list_is_closed(
    run: ReportRun, people: dict[str, User]
) -> None:
    helen = client_of(people["helen"])
    people["helen"].grants.update(valid_to=today())
    assert helen.get(address()).status_code == 404
    assert helen.get(address(run)).status_code == 404
