"""The pages of a change: who may, what they answer, and that nothing is written when they refuse."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs import tree
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from tests import factories

pytestmark = pytest.mark.django_db


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def steward(units: dict[str, OrgUnit]) -> Client:
    return client_of(factories.holder("steward", units["RA"], login="sunita"))


@pytest.fixture
def other(units: dict[str, OrgUnit]) -> Client:
    return client_of(factories.holder("steward", units["NAT"], login="grace"))


def naming(**values: str) -> dict[str, str]:
    day = today()
    return {
        "into": "new", "code": "QA9", "name": "Alder and Aspen ICB",
        "on_day": str(day.day), "on_month": str(day.month), "on_year": str(day.year),
    } | values  # fmt: skip


NAME_URL = "/o/RA/organisations/merge/name/?boards=QA1&boards=QA2"


def drawn_up(client: Client, **values: str) -> RestructurePlan:
    answer = client.post(NAME_URL, naming(**values))
    assert answer.status_code == 302, answer.content.decode()
    return RestructurePlan.objects.latest("id")


def url(plan: RestructurePlan, name: str = "change", unit: str = "RA") -> str:
    return reverse(f"orgs:{name}", args=[unit, plan.public_id])


def scheduled(client: Client, plan: RestructurePlan, **values: str):
    data = {"action": "schedule", "checked": "on", "version": str(plan.version)}
    for row in plan.report["rehearsal"]["access"]:
        if row["closes"]:
            data[row["key"]] = next(iter(row["at"]))
    answer = client.post(url(plan, "change_decide"), data | values)
    plan.refresh_from_db()
    return answer


def test_from_choosing_to_done(units, steward: Client, other: Client) -> None:
    lead = factories.holder("talent_lead", units["QA1"], login="priya")
    assert steward.get("/o/RA/organisations/merge/").status_code == 200
    answer = steward.post("/o/RA/organisations/merge/", {"boards": ["QA1", "QA2"]})
    assert (answer.status_code, answer.url) == (302, NAME_URL)
    assert "Alder ICB" in steward.get(NAME_URL).content.decode()
    plan = drawn_up(steward)

    page = steward.get(url(plan)).content.decode()
    for words in (
        "Check what will change",
        "Closes, history kept",
        "Moves",
        "Decide below",
        "priya is talent lead of Alder ICB",
    ):
        assert words in page
    answer = scheduled(steward, plan)
    assert (answer.status_code, plan.state, plan.first_approver.login) == (
        302,
        "rehearsed",
        "sunita",
    )
    assert "A second person must approve" in steward.get(url(plan)).content.decode()
    assert "Approve as the second person" in other.get(url(plan)).content.decode()

    answer = other.post(
        url(plan, "change_approve"), {"checked": "on", "version": str(plan.version)}
    )
    plan.refresh_from_db()
    assert (answer.status_code, plan.state) == (302, "approved")
    answer = steward.post(url(plan, "change_apply"), {"version": str(plan.version)})
    plan.refresh_from_db()
    assert (answer.status_code, plan.state) == (302, "applied")
    page = steward.get(url(plan)).content.decode()
    assert "The change is made, and was verified" in page
    assert "No record of an organisation that moved was changed." in page
    assert {r.code for r in tree.rows(today()) if r.parent_code == "QA9"} == {
        "TA1",
        "TA2",
        "TA3",
        "TA4",
    }
    assert sorted(Grant.objects.filter(user=lead).values_list("unit__code", "valid_to")) == [
        ("QA1", today()), ("QA9", None),
    ]  # fmt: skip
    assert client_of(lead).get("/o/QA9/").status_code == 200
    assert client_of(lead).get("/o/QA1/").status_code == 404


def test_saving_a_draft_keeps_what_is_decided(units, steward: Client) -> None:
    factories.holder("talent_lead", units["QA1"], login="priya")
    plan = drawn_up(steward)
    (row,) = plan.report["rehearsal"]["access"]
    data = {"action": "save", row["key"]: "end", "version": str(plan.version)}
    assert steward.post(url(plan, "change_decide"), data).status_code == 302
    plan.refresh_from_db()
    assert (plan.decisions, plan.first_approver_id) == ({row["key"]: "end"}, None)
    assert "Loses access" in steward.get(url(plan)).content.decode()
    answer = steward.get(url(plan, "change_access"))
    assert answer["Content-Type"].startswith("text/csv")
    assert list(csv.reader(io.StringIO(answer.content.decode())))[1] == [
        "priya", "Talent lead", "Alder ICB, with 2 organisations below", "No role", "Loses access",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"name": ""}, "Enter the name of the new board"),
        ({"code": ""}, "Enter the code of the new board"),
        ({"code": "TA1"}, "The code TA1 belongs to Kestrel Valley NHS Trust"),
        ({"code": "A B"}, "A code has 1 to 10 letters and digits."),
        ({"on_year": "2020"}, "The first day must be today or later"),
        ({"on_day": ""}, "Date must include a day"),
        ({"into": "QB1"}, "Select a valid choice"),
    ],
)
def test_a_bad_name_code_or_day_writes_nothing(units, steward: Client, values, said: str) -> None:
    answer = steward.post(NAME_URL, naming(**values))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not RestructurePlan.objects.exists()


def test_one_board_is_no_merger(units, steward: Client) -> None:
    answer = steward.post("/o/RA/organisations/merge/", {"boards": ["QA1"]})
    assert answer.status_code == 422
    assert "Select two or more boards" in answer.content.decode()
    assert steward.get("/o/RA/organisations/merge/name/?boards=QA1").status_code == 302
    # A board of another region is not among one's own, whatever the address says.
    assert steward.get("/o/RA/organisations/merge/name/?boards=QA1&boards=QB1").status_code == 302


def test_scheduling_without_looking_or_deciding_is_refused(units, steward: Client) -> None:
    factories.holder("talent_lead", units["QA1"], login="priya")
    plan = drawn_up(steward)
    answer = steward.post(
        url(plan, "change_decide"), {"action": "schedule", "version": str(plan.version)}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Select what happens with the role of priya" in page
    assert "Confirm that you have checked who gains and loses access" in page
    plan.refresh_from_db()
    assert (plan.decisions, plan.first_approver_id, plan.version) == ({}, None, 2)


def test_conflicts_are_409_and_write_nothing(units, steward: Client, other: Client) -> None:
    plan = drawn_up(steward)
    answer = scheduled(steward, plan, version="1")
    assert answer.status_code == 409
    assert "Somebody else has changed this" in answer.content.decode()
    assert (
        steward.post(url(plan, "change_apply"), {"version": str(plan.version)}).status_code == 409
    )
    scheduled(steward, plan)
    factories.holder("talent_lead", units["QA1"], login="late")
    answer = other.post(
        url(plan, "change_approve"), {"checked": "on", "version": str(plan.version)}
    )
    assert answer.status_code == 409
    assert "Check it again" in answer.content.decode()
    assert steward.post(url(plan, "change_rehearse")).status_code == 302
    plan.refresh_from_db()
    assert (plan.state, plan.first_approver_id) == ("rehearsed", None)
    assert "late" in steward.get(url(plan)).content.decode()


def test_the_same_person_twice_and_an_empty_box(units, steward: Client, other: Client) -> None:
    plan = drawn_up(steward)
    scheduled(steward, plan)
    answer = steward.post(
        url(plan, "change_approve"), {"checked": "on", "version": str(plan.version)}
    )
    assert answer.status_code == 422
    assert "A second person must approve it too." in answer.content.decode()
    answer = other.post(url(plan, "change_approve"), {"version": str(plan.version)})
    assert answer.status_code == 422
    plan.refresh_from_db()
    assert plan.second_approver_id is None


def test_cancelling(units, steward: Client) -> None:
    plan = drawn_up(steward)
    assert (
        steward.post(url(plan, "change_cancel"), {"version": str(plan.version)}).status_code == 302
    )
    plan.refresh_from_db()
    assert plan.state == "cancelled"
    assert scheduled(steward, plan).status_code == 409
    assert "Nothing was changed" in steward.get(url(plan)).content.decode()


WRITES = ["change_decide", "change_approve", "change_rehearse", "change_apply", "change_cancel"]
READS = ["change", "change_access"]


def test_who_is_answered_what(units, steward: Client) -> None:
    plan = drawn_up(steward)
    before = (plan.state, plan.version)
    inside = client_of(factories.holder("talent_lead", units["RA"], login="inside"))
    outside = client_of(factories.holder("steward", units["RB"], login="outside"))
    trust = client_of(factories.holder("cpo", units["TA1"], login="trust"))
    for name in [*WRITES, *READS]:
        verb = "post" if name in WRITES else "get"
        assert getattr(inside, verb)(url(plan, name)).status_code == 403, name
        assert getattr(outside, verb)(url(plan, name)).status_code == 404, name
        assert getattr(trust, verb)(url(plan, name)).status_code == 404, name
        # Under one's own unit the same change does not exist.
        assert getattr(outside, verb)(url(plan, name, "RB")).status_code == 404, name
        assert getattr(Client(), verb)(url(plan, name)).status_code == 302, name
    for name in WRITES:
        assert steward.get(url(plan, name)).status_code == 405, name
    for name in READS:
        assert steward.post(url(plan, name)).status_code == 405, name
    for path in ("merge/", "merge/name/?boards=QA1&boards=QA2", "changes/"):
        assert inside.get(f"/o/RA/organisations/{path}").status_code == 403
        assert outside.get(f"/o/RA/organisations/{path}").status_code == 404
    assert inside.post(NAME_URL, naming()).status_code == 403
    plan.refresh_from_db()
    assert (plan.state, plan.version) == before
    assert RestructurePlan.objects.count() == 1


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(address).status_code == 200
    return len([q for q in caught.captured_queries if "SAVEPOINT" not in q["sql"]])


def test_the_list_asks_as_much_for_three_as_for_one(units, steward: Client) -> None:
    drawn_up(steward)
    one = queries(steward, "/o/RA/organisations/changes/")
    drawn_up(steward, code="QA8")
    drawn_up(steward, code="QA7")
    assert queries(steward, "/o/RA/organisations/changes/") == one <= 12
    assert queries(steward, url(RestructurePlan.objects.latest("id"))) <= 12
    page = steward.get("/o/RA/organisations/changes/").content.decode()
    assert page.count("Merge into Alder and Aspen ICB") == 3


# --- the tree, home and one's organisations -----------------------------------------------------------


def test_the_tree_page_shows_what_is_below_on_a_day(units, steward: Client) -> None:
    with tree.locked():
        tree.place(units["TA1"], on=today(), parent=units["QA2"])
        tree.project(today())
    now = steward.get("/o/RA/organisations/")
    page = now.content.decode()
    assert "2 integrated care boards, 4 NHS trusts" in page
    assert page.index("Aspen ICB") < page.index("Kestrel Valley")
    assert "Merlin Down" not in page
    assert 'href="/o/RA/organisations/merge/"' in page
    yesterday = today() - dt.timedelta(days=1)
    page = steward.get(f"/o/RA/organisations/?as_at={yesterday}").content.decode()
    assert page.index("Alder ICB") < page.index("Kestrel Valley") < page.index("Aspen ICB")
    day = {"as_at_day": yesterday.day, "as_at_month": yesterday.month, "as_at_year": yesterday.year}
    assert "Back to today" in steward.get("/o/RA/organisations/", day).content.decode()
    page = steward.get("/o/RA/organisations/?as_at=2019-01-01").content.decode()
    assert "Not open on that day" in page
    assert steward.get("/o/RA/organisations/?as_at=yesterday").status_code == 422
    assert (
        steward.get("/o/RA/organisations/?as_at_day=31&as_at_month=2&as_at_year=2026").status_code
        == 422
    )
    assert queries(steward, "/o/RA/organisations/") <= 12


def test_a_talent_lead_sees_the_tree_and_no_way_to_change_it(units) -> None:
    lead = client_of(factories.holder("talent_lead", units["RA"]))
    page = lead.get("/o/RA/organisations/").content.decode()
    assert "Kestrel Valley NHS Trust" in page
    assert "Merge boards" not in page
    cpo = client_of(factories.holder("cpo", units["TA1"]))
    assert cpo.get("/o/TA1/organisations/").status_code == 403
    assert cpo.get("/o/RA/organisations/").status_code == 404


def test_home_has_a_heading_and_says_when_nothing_waits(units, monkeypatch) -> None:
    from orgs import panels

    monkeypatch.setattr(panels.panels, "_items", {})
    cpo = client_of(factories.holder("cpo", units["TA1"]))
    page = cpo.get("/o/TA1/").content.decode()
    assert "Kestrel Valley NHS Trust</h1>" in page
    assert "NHS trust" in page
    assert "Nothing needs your attention here" in page


def test_ones_organisations_and_the_switcher(units) -> None:
    user = factories.holder("cpo", units["TA1"])
    factories.give(user, "access_admin", units["TA1"])
    factories.give(user, "talent_lead", units["RA"])
    client = client_of(user)
    page = client.get("/organisations/").content.decode()
    assert page.count('href="/o/TA1/"') >= 1
    assert "Access administrator, Succession lead" in page
    found = client.get("/organisations/?switch=1&q=ashd").content.decode()
    assert found.count("<li>") == 1
    assert "Ashdown region" in found
    assert "<html" not in found
    assert "No organisations match" in client.get("/organisations/?switch=1&q=zzz").content.decode()
    assert "No organisation matches" in client.get("/organisations/?q=zzz").content.decode()
    nobody = client_of(factories.user("nobody"))
    assert "You hold no role yet" in nobody.get("/organisations/").content.decode()
