"""The pages: what each role gets, one hidden figure everywhere, and how many queries it takes."""

import csv
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.models.audit import AuditEvent
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from reporting.files import file_of
from reporting.models import (
    Delivery,
    Release,
    ReleaseCalendar,
    ReportRun,
    Schedule,
    ScheduleRecipient,
)
from reporting.rendering import pdf_of
from reporting.tasks import render_run
from succession.models import Nomination
from tests import factories

LEADERSHIP = "/o/RA/reports/leadership/"


@pytest.fixture
def lead(released: Release, units: dict[str, OrgUnit], client: Client) -> Client:
    """The region's talent lead, signed in, with a release to look at."""
    client.force_login(factories.holder("talent_lead", units["RA"], login="lead@example.org"))
    return client


def signed(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


# --- reading ----------------------------------------------------------------------------------------


def test_the_dashboard_shows_the_release(lead: Client) -> None:
    page = lead.get(LEADERSHIP).content.decode()
    assert "Figures at 31 October 2026. 5 of 6 organisations contributed" in page
    assert re.search(r"Posts vacant</a></p><p[^>]*>3 <small>of 18</small>", page)
    assert "Parts of the report" in page
    assert "You can see totals only" in page
    assert "These are the first figures" in page
    successors = lead.get(f"{LEADERSHIP}successors/").content.decode()
    assert "Alder ICB" in successors
    assert "45" in successors
    assert "What this counts" in successors
    assert "Show this chart as a table" in successors
    assert "Canary" not in successors
    assert "Canary" not in page


def test_the_share_of_vacant_posts_by_role(lead: Client) -> None:
    page = lead.get(f"{LEADERSHIP}vacancies/").content.decode()
    row = re.search(r'<th scope="row">Chief finance officer</th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    assert re.findall(r">(\d+%)<", row[1]) == ["67%", "0%"]
    nurse = re.search(r'<th scope="row">Chief nurse</th>(.*?)</tr>', page, re.DOTALL)
    assert nurse is not None
    assert re.findall(r">(\d+%)<", nurse[1]) == ["0%", "0%"]


def test_a_hidden_row_is_the_same_in_page_chart_table_and_csv(lead: Client) -> None:
    page = lead.get(f"{LEADERSHIP}successors/").content.decode()
    chart = page[page.index('id="readiness"') :]
    chart = chart[: chart.index("</section>")]
    assert "Not drawn, because a figure of theirs is hidden: Alder ICB, Aspen ICB." in chart
    for figure in ("24", "26", "21", "22"):
        assert f">{figure}</text>" not in chart, "a bar would measure the hidden part"
    rows = re.findall(r'<th[^>]*scope="row"[^>]*>(.*?)</th>(.*?)</tr>', chart)
    assert [(name, re.findall(r">(\d+|\[c\])<", cells)) for name, cells in rows] == [
        ("All of Ashdown region", ["45", "47", "25", "0", "43"]),
        ("Alder ICB", ["24", "[c]", "[c]", "0", "21"]),
        ("Aspen ICB", ["21", "[c]", "[c]", "0", "22"]),
    ]
    text = file_of(Release.objects.get(unit__code="RA"), "csv").decode()
    lines = [
        line for line in text.splitlines() if ",successors,people,QA2,Aspen ICB,Readiness," in line
    ]
    assert [[line[6], line[-2]] for line in csv.reader(lines)] == [
        ["Ready now", "21"],
        ["Ready in 1 to 2 years", "[c]"],
        ["Ready in 3 to 5 years", "[c]"],
        ["In development, horizon not set", "0"],
        ["Not assessed or out of date", "22"],
        ["All", "65"],
    ]


def test_the_pdf_is_tagged_the_same_each_time_and_hides_the_same(released: Release) -> None:
    import io

    from pypdf import PdfReader

    one, two = pdf_of(released), pdf_of(released)
    assert one.content == two.content
    reader = PdfReader(io.BytesIO(one.content))
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is True or bool(root["/MarkInfo"]["/Marked"])
    assert root["/Lang"] == "en-GB"
    assert reader.metadata is not None
    assert reader.metadata.title == "Leadership readiness"
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Figures at 31 October 2026. 5 of 6 organisations contributed" in text
    assert "Aspen ICB 21 [c] [c] 0 22" in text
    assert "Alder ICB 24 [c] [c] 0 21" in text
    assert released.hash in text.replace(" ", "")
    assert "Canary" not in text


def test_a_request_from_above_cannot_reach_a_person(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    for role, unit in (("talent_lead", "RA"), ("national_lead", "NAT"), ("steward", "RA")):
        user = factories.holder(role, units[unit])
        with user_scope(user.pk, unit_code=unit):
            assert StaffRecord.objects.count() == 0
            assert Nomination.objects.count() == 0
            seen = role != "national_lead"
            assert Release.objects.filter(unit=units["RA"]).count() == seen, role


def test_empty_pages_say_why_and_what_to_do(units: dict[str, OrgUnit]) -> None:
    lead = signed(factories.holder("talent_lead", units["RB"]))
    for url in ("/o/RB/reports/", "/o/RB/reports/leadership/"):
        page = lead.get(url).content.decode()
        assert "no figures" in page.lower()
        assert "Set the release day" in page
    steward = signed(factories.holder("steward", units["RB"]))
    page = steward.get("/o/RB/reports/leadership/").content.decode()
    assert "Set the release day" not in page
    assert "A talent lead sets the day" in page


def test_the_day_can_be_changed_before_there_are_figures(units: dict[str, OrgUnit]) -> None:
    lead = signed(factories.holder("talent_lead", units["RB"]))
    day = reverse("reporting:calendar", args=["RB", "leadership"])
    assert lead.post(day, {"day_of_month": "5"}).status_code == 302
    for url in ("/o/RB/reports/", "/o/RB/reports/leadership/"):
        page = lead.get(url).content.decode()
        assert "The next figures are due on 5 " in page
        assert f'href="{day}"' in page


def test_at_most_twelve_queries_however_many_schedules(
    lead: Client, released: Release, units: dict[str, OrgUnit]
) -> None:
    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as context:
            assert lead.get(url).status_code == 200
        return len([q for q in context if "SAVEPOINT" not in q["sql"]])

    lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": "lead@example.org"})
    lead.post(f"{LEADERSHIP}pdf/")
    lead.get("/o/RA/reports/")  # takes the banner off the session
    themes = ("", "cover/", "vacancies/", "successors/", "pools/", "organisations/")
    first = {url: queries(url) for url in ("/o/RA/reports/", *(LEADERSHIP + t for t in themes))}
    for day in ("2", "3"):
        lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": day, "readers": "lead@example.org"})
    lead.get("/o/RA/reports/")
    assert {url: queries(url) for url in first} == first
    assert max(first.values()) <= 12, first
    lead.force_login(factories.holder("talent_lead", units["QA1"]))
    assert max(queries(url.replace("RA", "QA1")) for url in first) <= 12


# --- who gets what ----------------------------------------------------------------------------------

READ = ["/o/RA/reports/", LEADERSHIP]
MANAGE = [f"{LEADERSHIP}schedule/", f"{LEADERSHIP}release-day/"]


def test_each_role(released: Release, units: dict[str, OrgUnit]) -> None:
    expected = {
        ("talent_lead", "RA"): (200, 200),
        ("national_lead", "NAT"): (403, 403),
        ("steward", "RA"): (200, 403),
        ("talent_lead", "RB"): (404, 404),
        ("talent_lead", "QA1"): (404, 404),
        ("cpo", "TA1"): (404, 404),
    }
    for (role, unit), (read, manage) in expected.items():
        client = signed(factories.holder(role, units[unit]))
        assert {u: client.get(u).status_code for u in READ} == dict.fromkeys(READ, read), role
        assert {u: client.get(u).status_code for u in MANAGE} == dict.fromkeys(MANAGE, manage), role


def test_a_national_lead_opens_her_own_reports_and_no_region_s(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    lead = factories.holder("national_lead", units["NAT"])
    client = signed(lead)
    for url in ("/o/NAT/reports/", "/o/NAT/reports/leadership/release-day/"):
        assert client.get(url).status_code == 200, url
    for url in (
        f"/o/RA/reports/releases/{released.id}/take-away/",
        "/o/RA/",
        "/o/RA/organisations/",
    ):
        status = client.get(url).status_code
        assert status == (403 if "reports" in url else 200), url
    assert "Reports" not in client.get("/o/RA/").content.decode()
    # Given a role there, she does.
    factories.give(lead, "talent_lead", units["RA"])
    assert client.get(LEADERSHIP).status_code == 200


def test_an_icb_lead_sees_her_own_release(released: Release, units: dict[str, OrgUnit]) -> None:
    client = signed(factories.holder("talent_lead", units["QA2"]))
    page = client.get("/o/QA2/reports/leadership/organisations/").content.decode()
    assert "2 of 3 organisations contributed" in page
    assert "Lapwing Moor NHS Trust" in page, "organisation facts are shown for organisations"
    assert "Alder ICB" not in page


def test_drilling_down_stops_at_the_wall(released: Release, units: dict[str, OrgUnit]) -> None:
    client = signed(factories.holder("talent_lead", units["RA"]))
    for url in ("/o/TA1/reports/", "/o/TA1/reports/leadership/", "/o/TA1/nothing/"):
        assert client.get(url).status_code == 404
    one, other = (client.get(u).content.decode() for u in ("/o/TA1/reports/", "/o/TA1/nothing/"))
    token = r'name="csrfmiddlewaretoken" value="\w+"'
    assert re.sub(token, "", one) == re.sub(token, "", other)
    inside = signed(factories.holder("cpo", units["TA1"]))
    assert inside.get("/o/TA1/reports/").status_code == 403


def test_a_report_that_is_not_there(lead: Client) -> None:
    for url in ("/o/RA/reports/nothing/", "/o/RA/reports/nothing/figures.csv"):
        assert lead.get(url).status_code == 404


# --- writing ----------------------------------------------------------------------------------------


def test_making_a_pdf_and_following_it(lead: Client, released: Release) -> None:
    response = lead.post(f"{LEADERSHIP}pdf/")
    run = ReportRun.objects.get()
    address = reverse("reporting:run", args=["RA", run.public_id])
    assert response["Location"] == address
    waiting = lead.get(address, headers={"HX-Request": "true"})
    assert 'hx-trigger="every 1s"' in waiting.content.decode()
    assert "HX-Request" in waiting["Vary"]
    assert lead.get(f"{address}report.pdf")["Location"] == address, "not ready"
    assert lead.post(f"{LEADERSHIP}pdf/", headers={"HX-Request": "true"}).status_code == 200
    assert ReportRun.objects.count() == 1, "asked for twice, made once"

    assert render_run(str(run.public_id)) == "done"
    ready = lead.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "every 1s" not in ready
    assert f'href="{address}report.pdf"' in ready
    assert lead.get(address).status_code == 200
    file = lead.get(f"{address}report.pdf")
    assert file.content.startswith(b"%PDF")
    assert file["Content-Disposition"].startswith('attachment; filename="leadership-RA-')
    assert file["Cache-Control"] == "no-store"
    assert (
        AuditEvent.objects.filter(action="report.opened", object_id=str(run.public_id)).count() == 1
    )
    assert Delivery.objects.get().opened_at is not None


def test_another_region_gets_nothing_of_a_run(lead: Client, units: dict[str, OrgUnit]) -> None:
    lead.post(f"{LEADERSHIP}pdf/")
    run = ReportRun.objects.get()
    render_run(str(run.public_id))
    stranger = signed(factories.holder("talent_lead", units["RB"]))
    for code in ("RA", "RB"):
        for url in (
            f"/o/{code}/reports/runs/{run.public_id}/",
            f"/o/{code}/reports/runs/{run.public_id}/report.pdf",
        ):
            assert stranger.get(url).status_code == 404


def test_who_may_not_make_one(released: Release, units: dict[str, OrgUnit]) -> None:
    for user, status in (
        (factories.holder("steward", units["RA"]), 403),
        (factories.holder("talent_lead", units["RB"]), 404),
    ):
        assert signed(user).post(f"{LEADERSHIP}pdf/").status_code == status
        assert (
            signed(user)
            .post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": user.login})
            .status_code
            == status
        )
        assert (
            signed(user).post(f"{LEADERSHIP}release-day/", {"day_of_month": "1"}).status_code
            == status
        )
    assert (
        ReportRun.objects.count(),
        Schedule.objects.count(),
        ReleaseCalendar.objects.count(),
    ) == (0, 0, 0)


def test_post_only(lead: Client) -> None:
    assert lead.get(f"{LEADERSHIP}pdf/").status_code == 405
    assert lead.post(LEADERSHIP).status_code == 405


def test_setting_the_release_day(lead: Client) -> None:
    assert lead.post(f"{LEADERSHIP}release-day/", {"day_of_month": "31"}).status_code == 422
    assert ReleaseCalendar.objects.count() == 0
    response = lead.post(f"{LEADERSHIP}release-day/", {"day_of_month": "5"})
    assert response.status_code == 302
    calendar = ReleaseCalendar.objects.get()
    assert calendar.next_on.day == 5
    assert (calendar.next_on.year, calendar.next_on.month) > (2026, 10), "not twice in a month"


def test_a_schedule_is_made_changed_and_stopped(lead: Client, units: dict[str, OrgUnit]) -> None:
    factories.holder("talent_lead", units["RA"], login="helen@example.org")
    url = f"{LEADERSHIP}schedule/"
    assert lead.post(url, {"day_of_month": "1", "readers": ""}).status_code == 422
    assert lead.post(url, {"day_of_month": "0", "readers": "lead@example.org"}).status_code == 422
    stranger = lead.post(url, {"day_of_month": "1", "readers": "nobody@example.org"})
    assert stranger.status_code == 422
    assert "nobody@example.org may not see reports of Ashdown region" in stranger.content.decode()
    assert Schedule.objects.count() == 0

    assert (
        lead.post(
            url, {"day_of_month": "1", "readers": "lead@example.org\nhelen@example.org"}
        ).status_code
        == 302
    )
    schedule = Schedule.objects.get()
    assert schedule.parameters == {
        "report": "leadership",
        "unit": "RA",
        "figures": "latest release",
        "format": "pdf",
    }
    assert ScheduleRecipient.objects.filter(schedule=schedule).count() == 2

    edit = f"/o/RA/reports/schedules/{schedule.public_id}/"
    assert "helen@example.org" in lead.get(edit).content.decode()
    changed = {"day_of_month": "9", "readers": "lead@example.org", "version": "1"}
    assert lead.post(edit, changed).status_code == 302
    schedule.refresh_from_db()
    assert (schedule.day_of_month, schedule.next_on.day, schedule.version) == (9, 9, 2)
    assert ScheduleRecipient.objects.filter(schedule=schedule).count() == 1

    late = lead.post(edit, changed | {"day_of_month": "12"})
    assert late.status_code == 409
    assert 'name="version" value="2"' in late.content.decode()
    schedule.refresh_from_db()
    assert schedule.day_of_month == 9

    assert lead.post(f"{edit}stop/").status_code == 302
    schedule.refresh_from_db()
    assert not schedule.active
    assert lead.get(edit).status_code == 404


def test_the_history_of_a_schedule_names_who_wrote_it(
    lead: Client, units: dict[str, OrgUnit]
) -> None:
    from reporting.models.runs import Schedule as Tracked

    factories.holder("talent_lead", units["RA"], login="helen@example.org")
    lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": "helen@example.org"})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.metadata->>'actor' FROM reporting_scheduleevent e "
            "JOIN pghistory_context c ON c.id = e.pgh_context_id"
        )
        (actor,) = cursor.fetchone()
    assert int(actor) == Tracked.objects.get().owner_id


def test_only_her_own_units_schedule(lead: Client, units: dict[str, OrgUnit]) -> None:
    lead.post(f"{LEADERSHIP}schedule/", {"day_of_month": "1", "readers": "lead@example.org"})
    schedule = Schedule.objects.get()
    other = signed(factories.holder("talent_lead", units["RB"]))
    changed = {"day_of_month": "9", "readers": "talent_lead.rb", "version": "1"}
    for code in ("RA", "RB"):
        for path in ("", "stop/"):
            url = f"/o/{code}/reports/schedules/{schedule.public_id}/{path}"
            assert other.post(url, changed).status_code == 404
    schedule.refresh_from_db()
    assert (schedule.day_of_month, schedule.active) == (1, True)


def test_the_home_page_leads_to_the_report(lead: Client) -> None:
    page = lead.get("/o/RA/").content.decode()
    assert f'<a href="{LEADERSHIP}">Leadership readiness</a>: Figures at 31 October 2026.' in page
    assert "Leadership readiness" not in lead.get("/o/TA1/").content.decode()
