"""Proposals from ODS: uploaded or found at night, decided on a page, drawn up as a change, or dismissed."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.utils import ProgrammingError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from orgs import tree
from orgs.access.principals import ODS
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models import AuditEvent, OdsCheck, OdsProposal, OrgUnit, RestructurePlan, User
from orgs.proposals import services
from orgs.proposals.comparing import compare_tree
from orgs.proposals.services import ProposalEndedError, ProposalError
from tests import factories
from tests.orgs.ods import report

SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)
#: A day ahead, as ODS writes it and as a plan does.
AHEAD = today() + 90 * DAY
LISTED = "/o/NAT/organisations/proposals/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["NAT"], login="grace")


@pytest.fixture
def steward(grace: User, sign_in: SignIn) -> Client:
    return sign_in(grace)


def ods(day: dt.date) -> str:
    return f"{day:%Y%m%d}"


def rows(**changed: tuple[str, ...] | None) -> str:
    """The report of the small tree, with some rows changed, added, or (None) left out."""
    same: dict[str, tuple[str, ...] | None] = {
        code: (code, name.upper(), {"QB1": "RB"}.get(board, "RA"), board, "20200401", "")
        for code, name, kind, board in factories.SMALL_TREE
        if kind == "trust"
    }
    return report(*(row for row in (same | changed).values() if row))


#: One Trust closes ahead, another takes a new name now, and a third opens.
CHANGED = {
    "TA2": ("TA2", "HERON WATER NHS TRUST", "RA", "QA1", "20200401", ods(AHEAD - DAY)),
    "TA1": ("TA1", "KESTREL AND HERON NHS TRUST", "RA", "QA1", "20200401", ""),
    "TX1": ("TX1", "TEAL BROOK NHS TRUST", "RB", "QB1", ods(AHEAD), ""),
    "TX2": ("TX2", "OLD TEAL NHS TRUST", "RB", "QB1", "20200401", ods(today() - 30 * DAY)),
}


def uploaded(client: Client, text: str | bytes, name: str = "etr.csv", **more: Any):
    content = text.encode() if isinstance(text, str) else text
    return client.post(LISTED, {"file": SimpleUploadedFile(name, content), **more})


def page(of: OdsProposal, name: str = "proposal") -> str:
    return reverse(f"orgs:{name}", args=["NAT", of.public_id])


def made(client: Client, text: str | None = None) -> OdsProposal:
    answer = uploaded(client, text or rows(**CHANGED))
    assert answer.status_code == 302, answer.content.decode()
    return OdsProposal.objects.latest("id")


def test_from_a_file_to_a_change(steward: Client, grace: User) -> None:
    answer = uploaded(steward, rows(**CHANGED))
    proposal = OdsProposal.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, page(proposal))
    assert (proposal.made_by, proposal.state) == (grace, "new")
    shown = steward.get(page(proposal)).content.decode()
    assert "TEAL BROOK NHS TRUST (TX1) opens: NHS trust, under Beech ICB (QB1)" in shown
    assert "Kestrel Valley NHS Trust (TA1) is called KESTREL AND HERON NHS TRUST" in shown
    assert "Heron Water NHS Trust (TA2) closes on" in shown
    assert "etr.csv line 2 gives" in shown
    assert "Kestrel Valley NHS Trust (TA1) (proposed)" in shown

    answer = steward.post(page(proposal), {"decision_0": "nothing"})

    plan = RestructurePlan.objects.get()
    assert answer["Location"] == f"/o/NAT/organisations/changes/{plan.public_id}/"
    assert [(each["do"], each.get("code"), each["on"]) for each in plan.operations] == [
        ("rename", "TA1", (today() - 29 * DAY).isoformat()),
        ("create", "TX1", AHEAD.isoformat()),
        ("close", "TA2", AHEAD.isoformat()),
    ]
    assert (plan.operations[2]["into"], plan.recorded_late, plan.state) == ("", True, "rehearsed")
    proposal.refresh_from_db()
    assert (proposal.state, proposal.change, proposal.ended_by) == ("drawn_up", plan, grace)
    assert proposal.answers == {"close-TA2": ""}
    # Nothing is changed by it.
    assert OrgUnit.objects.filter(code="TX1").count() == 0
    assert OrgUnit.objects.get(code="TA1").name == "Kestrel Valley NHS Trust"
    assert set(AuditEvent.objects.values_list("action", flat=True)) >= {
        "proposal.made",
        "proposal.drawn_up",
    }
    shown = steward.get(page(proposal)).content.decode()
    assert "What was decided" in shown
    assert "Nothing takes its place" in shown
    assert "Draw up this change" not in shown
    # A second time it is dealt with.
    again = steward.post(page(proposal), {"decision_0": "nothing"})
    assert again.status_code == 409
    assert "This proposal has been dealt with: drawn up as a change." in again.content.decode()
    assert RestructurePlan.objects.count() == 1


def test_two_at_once_and_a_wrong_answer(steward: Client, grace: User) -> None:
    proposal = made(steward)
    for data, said in (
        ({}, "Select an answer: Heron Water"),
        ({"decision_0": "QB1"}, "Select a valid choice"),
    ):
        answer = steward.post(page(proposal), data)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    with user_scope(grace.pk, login="grace", unit_code="NAT") as viewer:
        services.draw_up(viewer=viewer, proposal=proposal, answers={"close-TA2": "TA1"})
        with pytest.raises(ProposalEndedError):
            services.draw_up(viewer=viewer, proposal=proposal, answers={"close-TA2": "TA1"})
        with pytest.raises(ProposalEndedError):
            services.dismiss_proposal(viewer=viewer, proposal=proposal)
    assert RestructurePlan.objects.count() == 1
    assert steward.post(page(proposal, "proposal_dismiss")).status_code == 409


def test_what_the_tree_does_not_allow_is_said_and_nothing_is_kept(steward: Client) -> None:
    proposal = made(steward)
    (create,) = (each for each in proposal.plan["operations"] if each["do"] == "create")
    create["parent"] = "QZZ"
    proposal.save(update_fields=["plan"])
    answer = steward.post(page(proposal), {"decision_0": "TA1"})
    assert answer.status_code == 422
    assert "There is no open organisation with the code QZZ." in answer.content.decode()
    proposal.refresh_from_db()
    assert (proposal.state, RestructurePlan.objects.count()) == ("new", 0)


def test_answers_that_change_nothing(steward: Client, grace: User) -> None:
    proposal = made(
        steward, rows(TA1=("TA1", "KESTREL VALLEY NHS TRUST", "RB", "QB1", "20200401", ""))
    )
    with (
        user_scope(grace.pk, login="grace", unit_code="NAT") as viewer,
        pytest.raises(ProposalError, match="nothing changes"),
    ):
        services.draw_up(viewer=viewer, proposal=proposal, answers={"move-TA1": "leave"})


def test_dismissed(steward: Client) -> None:
    proposal = made(steward)
    assert steward.post(page(proposal, "proposal_dismiss"))["Location"] == LISTED
    proposal.refresh_from_db()
    assert proposal.state == "dismissed"
    assert "Dismissed" in steward.get(LISTED).content.decode()
    assert steward.get(page(proposal, "proposal_dismiss")).status_code == 405


def test_an_upload_overtakes_what_waits(steward: Client) -> None:
    first = made(steward)
    second = made(steward, rows(TX1=CHANGED["TX1"]))
    first.refresh_from_db()
    assert (first.state, second.state) == ("overtaken", "new")


def test_a_file_that_says_the_same(steward: Client) -> None:
    answer = uploaded(steward, rows())
    assert answer["Location"] == LISTED
    assert "The file and the tree say the same" in steward.get(LISTED).content.decode()
    assert OdsProposal.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,b\n", "etr.csv, line 1, column 1: 2 columns; an ODS report has 27"),
        ("", "the file has no rows"),
        (b"\xff\xfea\x00", "the file is not text in UTF-8"),
        ('<!DOCTYPE a><a/>', "a document type (DOCTYPE) is not read"),
        ("{", "not JSON"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read(steward: Client, text: str | bytes, said: str) -> None:
    answer = uploaded(steward, text)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert OdsProposal.objects.count() == 0


def test_no_file_and_one_that_is_too_large(steward: Client) -> None:
    answer = steward.post(LISTED, {})
    assert (answer.status_code, "Select a file" in answer.content.decode()) == (422, True)
    answer = uploaded(steward, b"x" * (50 * 1024 * 1024 + 1))
    assert (answer.status_code, "The file is larger than 50 MB" in answer.content.decode()) == (
        422,
        True,
    )


def test_a_change_that_cannot_be_is_refused(steward: Client, units: dict[str, OrgUnit]) -> None:
    with tree.locked():
        for n in range(10):
            tree.create(
                f"T{n}",
                name=f"Trust {n}",
                type_code="trust",
                on=factories.LONG_AGO,
                parent=units["QA1"],
            )
        tree.project(today())
    closed = {
        f"T{n}": (f"T{n}", f"TRUST {n}", "RA", "QA1", "20200401", ods(today())) for n in range(10)
    }
    answer = uploaded(steward, rows(**closed))
    assert answer.status_code == 422
    assert "The files would close 10 of 15 Trusts." in answer.content.decode()
    assert "manage.py ods_diff --large" in answer.content.decode()


def test_the_list_of_successions_comes_beside_it(steward: Client) -> None:
    moved = {code: (code, f"{name} NHS TRUST", "RA", "QX1", "20200401", "")
             for code, name in (("TA3", "LAPWING MOOR"), ("TA4", "PLOVER BAY"))}  # fmt: skip
    lists = (
        f"predecessor_code,successor_code,successor_name,date\nQA2,QX1,Aspen and more ICB,{AHEAD}\n"
    )
    uploaded(steward, rows(**moved), successions=SimpleUploadedFile("s.csv", lists.encode()))
    plan = OdsProposal.objects.get().plan
    assert [each["do"] for each in plan["operations"]] == ["create", "merge"]
    assert plan["sources"] == ["etr.csv", "s.csv"]


# --- who ---------------------------------------------------------------------------------------------


def test_only_at_the_nation_and_only_who_changes_its_tree(
    units: dict[str, OrgUnit], grace: User, steward: Client, sign_in: SignIn
) -> None:
    proposal = made(steward)
    for unit in ("RA", "QA1"):  # her role reaches them; the proposals are the nation's
        assert steward.get(f"/o/{unit}/organisations/proposals/").status_code == 404
        assert (
            steward.get(reverse("orgs:proposal", args=[unit, proposal.public_id])).status_code
            == 404
        )
    regional = Client()
    regional.force_login(factories.holder("steward", units["RA"], login="sunita"))
    lead = Client()
    lead.force_login(factories.holder("national_lead", units["NAT"], login="lead"))
    for client, status in ((regional, 404), (lead, 403)):
        assert client.get(LISTED).status_code == status
        assert client.get(page(proposal)).status_code == status
        assert client.post(page(proposal), {"decision_0": "TA1"}).status_code == status
        assert client.post(page(proposal, "proposal_dismiss")).status_code == status
        assert uploaded(client, rows()).status_code == status
    proposal.refresh_from_db()
    assert (proposal.state, RestructurePlan.objects.count()) == ("new", 0)
    assert (
        steward.get(
            reverse("orgs:proposal", args=["NAT", "0" * 8 + "-0000-4000-8000-" + "0" * 12])
        ).status_code
        == 404
    )


def test_the_floor_holds_without_the_page(units: dict[str, OrgUnit], steward: Client) -> None:
    proposal = made(steward)
    regional = factories.holder("steward", units["RA"], login="sunita")
    with user_scope(regional.pk, login="sunita", unit_code="RA"):
        assert OdsProposal.objects.count() == 0
        assert OdsProposal.objects.filter(pk=proposal.pk).update(state="dismissed") == 0
    with (
        user_scope(regional.pk, login="sunita", unit_code="RA"),
        pytest.raises(ProgrammingError, match="row-level security"),
    ):
        OdsCheck.objects.create(
            unit=units["NAT"], checked_at="2026-01-01T00:00Z", checked_on=today()
        )


def test_the_pages_ask_the_database_as_often_for_three_as_for_one(steward: Client) -> None:
    def asked(url: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert steward.get(url).status_code == 200
        return len(found)

    proposal = made(steward)
    one, of_one = asked(LISTED), asked(page(proposal))
    made(steward, rows(TX1=CHANGED["TX1"]))
    three = made(steward, rows(**CHANGED | {
        "TA4": ("TA4", "PLOVER BAY NHS TRUST", "RA", "QA1", "20200401", ""),
        "TA3": ("TA3", "LAPWING AND MOOR NHS TRUST", "RA", "QA2", "20200401", ""),
    }))  # fmt: skip
    assert asked(LISTED) == one
    assert asked(page(three)) == of_one


# --- each night --------------------------------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, settings, units: dict[str, OrgUnit]) -> Path:
    settings.ODS_REPORTS = str(tmp_path)
    return tmp_path


def night() -> bool:
    OdsCheck.objects.update(checked_on=today() - DAY)
    return compare_tree(ODS)


def test_nothing_happens_without_a_folder(units: dict[str, OrgUnit]) -> None:
    assert compare_tree(ODS) is False
    assert OdsCheck.objects.count() == 0


def test_the_night_proposes_once_what_differs(folder: Path, steward: Client) -> None:
    (folder / "etr.csv").write_text(rows(**CHANGED))
    assert night() is True
    proposal = OdsProposal.objects.get()
    assert (proposal.made_by, proposal.unit.code, proposal.state) == (None, "NAT", "new")
    assert AuditEvent.objects.get(action="proposal.made").principal == "system:ods"
    home = steward.get("/o/NAT/").content.decode()
    assert (
        "The Organisation Data Service differs from the tree: 2 changes beyond doubt, 1 decision"
        in home
    )
    assert page(proposal) in home
    assert "The system, at night" in steward.get(LISTED).content.decode()
    # Called again on the same day, and on the next with the same files: nothing new.
    assert compare_tree(ODS) is False
    assert night() is False
    # Dismissed is remembered, also on another day.
    steward.post(page(proposal, "proposal_dismiss"))
    assert night() is False
    assert "differs from the tree" not in steward.get("/o/NAT/").content.decode()
    (folder / "etr.csv").write_text(rows(TX1=CHANGED["TX1"]))
    assert night() is True
    assert OdsProposal.objects.count() == 2


def test_a_proposal_that_is_no_longer_needed_goes(folder: Path) -> None:
    (folder / "etr.csv").write_text(rows(**CHANGED))
    assert night() is True
    (folder / "etr.csv").write_text(rows())
    assert night() is False
    assert OdsProposal.objects.get().state == "overtaken"
    assert OdsCheck.objects.get().sources == ["etr.csv"]


def test_files_that_cannot_be_compared_are_told(
    folder: Path, steward: Client, caplog: pytest.LogCaptureFixture
) -> None:
    assert night() is False
    assert OdsCheck.objects.get().faults == ["There is no file in the folder."]
    (folder / "etr.csv").write_text("a,b\n")
    (folder / ".hidden").write_text("x")
    assert night() is False
    assert "an ODS report has 27" in OdsCheck.objects.get().faults[0]
    assert "could not be compared last night" in steward.get("/o/NAT/").content.decode()
    assert "The files could not be compared" in steward.get(LISTED).content.decode()
    assert "an ODS report has 27" in caplog.text
    (folder / "etr.csv").write_text(rows())
    assert night() is False
    assert OdsCheck.objects.get().faults == []
    assert "The system compared the tree last on" in steward.get(LISTED).content.decode()


def test_a_folder_that_is_not_there(folder: Path, settings) -> None:
    settings.ODS_REPORTS = str(folder / "none")
    assert night() is False
    assert OdsCheck.objects.get().faults == [
        "The folder cannot be read: No such file or directory."
    ]
    assert OdsProposal.objects.count() == 0
