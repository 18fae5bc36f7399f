"""A change of organisations as a PDF: what it says, whose it is, and that it is made once."""

import datetime as dt
import hashlib
import io
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.test import Client, TestCase
from django.urls import reverse
from pypdf import PdfReader

from orgs import tree
from orgs.access.scope import system_scope
from orgs.clock import now, today
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.restructure import RestructureNotice, RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services
from orgs.restructure.asking import answer_comment, comment, send_notices
from orgs.restructure.errors import OutdatedError
from orgs.restructure.steps import Move
from reporting import change_papers, doorbell, papers
from reporting.access import PAPERS, REPORTS
from reporting.models import ChangePaper
from reporting.presenters import change_papers as words
from reporting.tasks import make_change_paper
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, draft, settle
from tests.orgs.splitting import split


@pytest.fixture
def stewards(units: dict[str, OrgUnit]) -> tuple[User, User]:
    """Of the region, and of the nation."""
    return (
        factories.holder("steward", units["RA"], login="sunita"),
        factories.holder("steward", units["NAT"], login="owen"),
    )


@pytest.fixture
def plan(units: dict[str, OrgUnit], stewards: tuple[User, User]) -> RestructurePlan:
    """A merger of two boards, one of which has a lead whose role is to be decided."""
    factories.holder("talent_lead", units["QA1"], login="priya")
    return draft(stewards[0])


def ask(user: User, plan: RestructurePlan, code: str = "RA") -> ChangePaper:
    plan.refresh_from_db()
    with at(user, code) as viewer:
        return change_papers.ask(viewer=viewer, plan=plan, version=plan.version)


def made(user: User, plan: RestructurePlan) -> ChangePaper:
    paper = ask(user, plan)
    assert make_change_paper(str(paper.public_id)) == "done"
    return ChangePaper.objects.get(pk=paper.pk)


def reader(paper: ChangePaper) -> PdfReader:
    return PdfReader(io.BytesIO(bytes(paper.pdf)))


def said(paper: ChangePaper) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader(paper).pages).split())


# --- what it says ------------------------------------------------------------------------------------


def test_it_says_what_the_page_says(units, stewards, plan) -> None:
    cpo = factories.holder("cpo", units["TA1"], login="kestrel")
    with at(stewards[0]) as viewer:
        send_notices(viewer=viewer, plan=plan, version=plan.version)
    notice = RestructureNotice.objects.get(unit=units["TA1"])
    with at(cpo, "TA1") as viewer:
        spoken = comment(viewer=viewer, notice=notice, text="We share a chair.\nAnd a site.")
    before = said(made(stewards[0], plan))
    for each in (
        "Merge into Alder and Aspen ICB", "Checked, not yet approved", "Drawn up by sunita,",
        "First approval Not yet", "Alder ICB and Aspen ICB merge into Alder and Aspen ICB",
        "Organisations that move", "Kestrel Valley NHS Trust, NHS trust: Moves",
        "Alder ICB, Integrated care board: Closes, history kept", "Not decided",
        "priya Talent lead Alder ICB, with 2 organisations below Not yet decided",
        "Nothing has been published yet", "No two templates of one name meet.",
        "We share a chair. And a site.", "Not answered yet.", "made for sunita",
    ):  # fmt: skip
        assert each in before, each
    with at(stewards[0]) as viewer:
        answer_comment(viewer=viewer, plan=plan, comment_id=spoken.public_id, text="It stays.")
    settle(plan, *stewards)
    after = said(made(stewards[0], plan))
    for each in (
        "Approved by two people", "First approval sunita,", "Second approval owen,",
        "Give the same role at Alder and Aspen ICB", "It stays.",
    ):  # fmt: skip
        assert each in after, each
    assert "Not decided" not in after
    carry_out(RestructurePlan.objects.get(pk=plan.pk), stewards[0])
    last = said(made(stewards[0], plan))
    assert "No record of an organisation that moved was changed." in last
    assert ChangePaper.objects.count() == 3


def test_each_page_says_of_what_for_whom_and_when(stewards, plan) -> None:
    RestructurePlan.objects.filter(pk=plan.pk).update(title="A long word " * 16)
    paper = made(stewards[0], plan)
    pages = [" ".join(page.extract_text().split()) for page in reader(paper).pages]
    assert len(pages) == paper.pages > 1
    for page in pages:
        assert ("A long word " * 16).strip() in page
        assert f"Paper {str(paper.public_id)[:8]}, made for sunita, " in page
    assert f"Page 2 of {len(pages)}" in pages[1]


def test_it_is_tagged_and_in_english(stewards, plan) -> None:
    file = reader(made(stewards[0], plan))
    root = file.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert file.metadata.title == "Merge into Alder and Aspen ICB"
    assert file.metadata.creation_date.date() == today()
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()

    def tags(node: object) -> list[str]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            return [tag for each in node for tag in tags(each)]
        if not isinstance(node, dict):
            return []
        return [*([str(node["/S"])] if "/S" in node else []), *tags(node.get("/K"))]

    found = tags(root["/StructTreeRoot"])
    # A tree of lists in lists, tables with headings, and headings in order.
    assert {"/H1", "/H2", "/H3", "/L", "/LI", "/Table", "/TH", "/TD"} <= set(found)


def test_of_people_whom_a_board_hands_over_it_has_no_name_and_no_number(units, stewards) -> None:
    """An ICB that employs a board of people is split."""
    case = split(units, *stewards)
    paper = made(stewards[0], case.plan)
    text = said(paper)
    assert "What boards that close hand over" in text
    assert "Alder ICB Not yet confirmed" in text
    handed = paper.content["handed"]
    assert handed["rows"] == [
        ["Alder ICB", ["Aspen ICB and Birch ICB and Cedar ICB",
                       "Posts: 1; Succession plans: 1"]],
    ]  # fmt: skip
    assert "staff records; assignments; " in handed["whole"]
    assert "talent pools" in handed["whole"]
    assert "nominations and readiness" in handed["whole"]
    from orgs.models.people import StaffRecord

    names = list(StaffRecord.objects.values_list("name", flat=True))
    assert len(names) >= 3
    for name in names:
        assert name not in text
        assert name not in str(paper.content)


def test_a_long_table_ends_with_how_much_is_left_out(monkeypatch) -> None:
    monkeypatch.setattr(words, "MOST", 2)
    rows = [(["a", "1"], False), (["b", "2"], False), (["c", "3"], False), (["d", "4"], True)]
    table = words._table(["What", "Now"], rows)
    # What waits for a decision is never left out.
    assert [name for name, _ in table["rows"]] == ["a", "b", "d"]
    assert table["left"] == 1


def test_what_is_left_out_is_printed_as_a_number(stewards, plan, monkeypatch) -> None:
    factories.holder("pool_manager", OrgUnit.objects.get(code="QA2"), login="second")
    monkeypatch.setattr(words, "MOST", 0)
    with at(stewards[0]) as viewer:
        plan = services.rehearse(viewer=viewer, plan=plan)
    with at(stewards[0]) as viewer:
        closing = [r["key"] for r in plan.report["rehearsal"]["access"] if r["closes"]]
        services.decide(
            viewer=viewer, plan=plan, decisions=dict.fromkeys(closing[:1], "end"),
            version=plan.version,
        )  # fmt: skip
    text = said(made(stewards[0], plan))
    assert "1 more line is on the page of this change." in text
    assert "No account gains or loses access." not in text


# --- once, and the same ------------------------------------------------------------------------------


def test_the_same_is_asked_for_once_and_gives_the_same_bytes(stewards, plan) -> None:
    paper = made(stewards[0], plan)
    assert ask(stewards[0], plan) == paper
    assert make_change_paper(str(paper.public_id)) is None
    assert hashlib.sha256(bytes(paper.pdf)).hexdigest() == paper.pdf_sha256
    again = ChangePaper.objects.select_related("asked_by").get(pk=paper.pk)
    assert change_papers.drawn(again).content == bytes(paper.pdf)
    assert AuditEvent.objects.filter(action="restructure.paper_asked").count() == 1
    # Another administrator has a paper of her own, with the same checksum of what it says.
    other = ask(stewards[1], plan)
    assert other != paper
    assert other.content_sha256 == paper.content_sha256
    settle(plan, *stewards)
    later = ask(stewards[0], plan)
    assert later.content_sha256 != paper.content_sha256
    assert bytes(ChangePaper.objects.get(pk=paper.pk).pdf) == bytes(paper.pdf)


def test_what_was_asked_for_cannot_be_altered(stewards, plan) -> None:
    paper = ask(stewards[0], plan)
    with at(stewards[0]):
        for values in ({"content": {}}, {"asked_by": stewards[1]}, {"content_sha256": "0" * 64}):
            with pytest.raises(DatabaseError), transaction.atomic():
                ChangePaper.objects.filter(pk=paper.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.delete()


def test_a_paper_that_nobody_made_is_rung_for_again_and_given_up(
    stewards, plan, monkeypatch
) -> None:
    paper = ask(stewards[0], plan)
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "_send", lambda _, args: rung.append(args[0]))
    monkeypatch.setattr(papers, "UNHEARD", dt.timedelta(0))

    def sweep() -> int:
        with TestCase.captureOnCommitCallbacks(execute=True):
            return change_papers.MADE.sweep(PAPERS)

    assert sweep() == 1
    assert rung == [str(paper.public_id)]
    ChangePaper.objects.update(attempt=papers.MAXIMUM_ATTEMPTS)
    assert make_change_paper(str(paper.public_id)) is None
    assert sweep() == 0
    assert ChangePaper.objects.get().state == "failed"
    assert AuditEvent.objects.get(action="restructure.paper_failed").principal == "system:papers"
    assert ask(stewards[0], plan) != paper


def test_an_attempt_that_fails_is_counted_and_leaves_no_pdf(stewards, plan, monkeypatch) -> None:
    paper = ask(stewards[0], plan)

    def broken(**_: object) -> None:
        raise RuntimeError("no paper in the tray")

    monkeypatch.setattr(change_papers, "render_pdf", broken)
    with pytest.raises(RuntimeError):
        make_change_paper(str(paper.public_id))
    row = ChangePaper.objects.get()
    assert (row.state, row.attempt, row.pdf) == ("queued", 1, None)


# --- whose it is -------------------------------------------------------------------------------------


def test_nobody_but_whom_it_was_made_for_sees_it(units, stewards, plan) -> None:
    paper = made(stewards[0], plan)
    others = [
        (factories.holder("steward", units["RB"], login="elsewhere"), "RB"),
        (factories.holder("cpo", units["TA1"], login="kestrel"), "TA1"),
        (factories.holder("talent_lead", units["RA"], login="reader"), "RA"),
        (stewards[1], "RA"),
        (stewards[1], "NAT"),
    ]
    for user, home in others:
        for code in {home, "RA"}:
            with at(user, code):
                assert not ChangePaper.objects.exists(), (user, code)
                assert ChangePaper.objects.update(state="failed") == 0
    with at(stewards[0]):
        assert ChangePaper.objects.count() == 1
    with system_scope(REPORTS):
        assert not ChangePaper.objects.exists()
    # Nor she herself when she administers nothing any more.
    stewards[0].grants.update(valid_to=today())
    with at(stewards[0]):
        assert not ChangePaper.objects.exists()
    assert ChangePaper.objects.get() == paper


def test_the_services_refuse_whoever_may_not(units, stewards, plan) -> None:
    paper = made(stewards[0], plan)
    lead = factories.holder("talent_lead", units["RA"], login="reader")
    with at(lead) as viewer, pytest.raises(PermissionDenied):
        change_papers.ask(viewer=viewer, plan=plan, version=plan.version)
    for user in (lead, stewards[1]):
        with at(user) as viewer, pytest.raises(PermissionDenied):
            change_papers.open_paper(viewer=viewer, paper=paper)
    assert ChangePaper.objects.count() == 1
    assert not AuditEvent.objects.filter(action="restructure.paper_opened").exists()


def test_comments_that_another_administrator_does_not_see_are_not_in_hers(units, stewards) -> None:
    """What was heard of an organisation that has gone to another region since is not for this one's steward."""
    with at(stewards[0]) as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="To Aspen",
            operations=[ops.Dated(today() + DAY, Move("TA1", "QA2"))],
        )  # fmt: skip
        send_notices(viewer=viewer, plan=plan, version=plan.version)
    cpo = factories.holder("cpo", units["TA1"], login="merlin")
    with at(cpo, "TA1") as viewer:
        notice = RestructureNotice.objects.get(unit=units["TA1"])
        comment(viewer=viewer, notice=notice, text="Heard in Birkmoor.")
    with tree.locked():
        tree.place(units["TA1"], on=today(), parent=units["QB1"], source="another change")
        tree.project(today())
    with (
        at(stewards[0]) as viewer,
        pytest.raises(OutdatedError, match="Organisations have changed"),
    ):
        change_papers.ask(viewer=viewer, plan=plan, version=plan.version)
    # As if it had been checked since: the comment is hers to see no more all the same.
    plan.report["checked_at"] = now().isoformat()
    RestructurePlan.objects.filter(pk=plan.pk).update(report=plan.report)
    assert "Heard in Birkmoor." in str(ask(stewards[1], plan).content)
    assert "Heard in Birkmoor." not in str(ask(stewards[0], plan).content)


# --- the page ----------------------------------------------------------------------------------------


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def change(plan: RestructurePlan) -> str:
    return reverse("orgs:change", args=["RA", plan.public_id])


def asked(plan: RestructurePlan) -> str:
    return reverse("reporting:ask_paper", args=["RA", plan.public_id])


def url(name: str, paper: ChangePaper) -> str:
    return reverse(f"reporting:{name}", args=["RA", paper.plan.public_id, paper.public_id])


def part(client: Client, plan: RestructurePlan) -> str:
    shown = client.get(change(plan)).content.decode()
    found = re.search(
        r'<section class="app-panel" aria-labelledby="paper">.*?</section>', shown, re.DOTALL
    )
    assert found is not None
    return found[0]


def test_it_is_asked_for_watched_and_opened(stewards, plan) -> None:
    client = client_of(stewards[0])
    assert "Make the PDF" in part(client, plan)
    answer = client.post(asked(plan), {"version": str(plan.version)})
    assert (answer.status_code, answer.url) == (302, change(plan))
    paper = ChangePaper.objects.get()
    shown = part(client, plan)
    assert 'hx-trigger="every 1s"' in shown
    fragment = client.get(url("paper", paper), headers={"HX-Request": "true"})
    assert "is being made" in fragment.content.decode()
    assert fragment["Cache-Control"] == "no-store"
    alone = client.get(url("paper", paper)).content.decode()
    assert "Back to the change" in alone
    assert "is being made" in alone
    assert client.get(url("paper_pdf", paper)).url == url("paper", paper)
    assert not AuditEvent.objects.filter(action="restructure.paper_opened").exists()
    make_change_paper(str(paper.public_id))
    fragment = client.get(url("paper", paper), headers={"HX-Request": "true"}).content.decode()
    assert f"Open paper {str(paper.public_id)[:8]} (PDF, " in fragment
    assert "hx-trigger" not in fragment
    answer = client.get(url("paper_pdf", paper))
    paper.refresh_from_db()
    assert answer.content == bytes(paper.pdf)
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/pdf", "no-store")
    event = AuditEvent.objects.get(action="restructure.paper_opened")
    assert (event.actor, event.unit.code, event.object_id) == (
        stewards[0], "RA", str(paper.public_id),
    )  # fmt: skip
    client.post(asked(plan), {"version": str(plan.version)})
    assert (
        "Nothing has changed since: this paper is the same."
        in client.get(change(plan)).content.decode()
    )
    assert ChangePaper.objects.count() == 1


def test_a_paper_of_an_earlier_check_is_said_to_be(units, stewards, plan) -> None:
    client = client_of(stewards[0])
    made(stewards[0], plan)
    assert "Of this check" in part(client, plan)
    (row,) = plan.report["rehearsal"]["access"]
    with at(stewards[0]) as viewer:
        services.decide(
            viewer=viewer, plan=plan, decisions={row["key"]: "end"}, version=plan.version
        )
    assert "Decided or approved since" in part(client, plan)
    factories.holder("talent_lead", units["QA2"], login="late")
    with at(stewards[0]) as viewer:
        services.rehearse(viewer=viewer, plan=plan)
    shown = part(client, plan)
    assert "Of an earlier check" in shown
    assert "Of this check" not in shown
    assert "Make it again" in shown


def test_a_refusal_says_why_and_writes_nothing(stewards, plan) -> None:
    client = client_of(stewards[0])
    for version in ("1", "x", ""):
        answer = client.post(asked(plan), {"version": version})
        assert answer.status_code == 409
        page = answer.content.decode()
        assert "Somebody else has changed this in the meantime." in page
        assert "No PDF was made" in page
    RestructurePlan.objects.filter(pk=plan.pk).update(state="draft", report={})
    answer = client.post(asked(plan), {"version": str(plan.version)})
    assert answer.status_code == 409
    assert "Check first what will change." in answer.content.decode()
    assert not ChangePaper.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="restructure.paper").exists()
    with at(stewards[0]) as viewer, pytest.raises(OutdatedError):
        change_papers.ask(viewer=viewer, plan=plan, version=1)


def test_a_check_that_has_been_overtaken_is_said_to_be_and_not_printed(
    units, stewards, plan
) -> None:
    client = client_of(stewards[0])
    page = reverse("orgs:change", args=["RA", plan.public_id])
    overtaken = "Organisations have changed since this was checked"
    assert overtaken not in client.get(page).content.decode()
    with tree.locked():
        tree.create("TB9", name="New NHS Trust", type_code="trust", parent=units["QB1"], on=today())
        tree.project(today())
    assert overtaken in client.get(page).content.decode()
    plan.refresh_from_db()
    answer = client.post(asked(plan), {"version": str(plan.version)})
    assert answer.status_code == 409
    assert overtaken in answer.content.decode()
    assert not ChangePaper.objects.exists()
    client.post(reverse("orgs:change_rehearse", args=["RA", plan.public_id]))
    assert overtaken not in client.get(page).content.decode()
    assert ask(stewards[0], plan).state == "queued"


def test_a_change_that_is_called_off_is_overtaken_by_nothing(units, stewards, plan) -> None:
    with at(stewards[0]) as viewer:
        services.cancel(viewer=viewer, plan=plan)
    with tree.locked():
        tree.create("TB9", name="New NHS Trust", type_code="trust", parent=units["QB1"], on=today())
        tree.project(today())
    page = client_of(stewards[0]).get(reverse("orgs:change", args=["RA", plan.public_id]))
    assert "Organisations have changed since" not in page.content.decode()
    assert ask(stewards[0], plan).state == "queued"


def test_who_is_answered_what(units, stewards, plan) -> None:
    paper = made(stewards[0], plan)
    inside = client_of(factories.holder("talent_lead", units["RA"], login="inside"))
    outside = client_of(factories.holder("steward", units["RB"], login="outside"))
    trust = client_of(factories.holder("cpo", units["TA1"], login="trust"))
    second = client_of(stewards[1])
    data = {"version": str(plan.version)}
    for name in ("paper", "paper_pdf"):
        assert inside.get(url(name, paper)).status_code == 403
        for client in (outside, trust, second):
            assert client.get(url(name, paper)).status_code == 404
        assert client_of(stewards[0]).post(url(name, paper)).status_code == 405
    assert inside.post(asked(plan), data).status_code == 403
    for client in (outside, trust):
        assert client.post(asked(plan), data).status_code == 404
        elsewhere = reverse("reporting:ask_paper", args=["RB", plan.public_id])
        assert client.post(elsewhere, data).status_code == 404
    assert client_of(stewards[0]).get(asked(plan)).status_code == 405
    # Under another change of the same unit the paper does not exist.
    other = draft(stewards[0], into="QA8")
    where = reverse("reporting:paper_pdf", args=["RA", other.public_id, paper.public_id])
    assert client_of(stewards[0]).get(where).status_code == 404
    assert ChangePaper.objects.count() == 1
    assert not AuditEvent.objects.filter(action="restructure.paper_opened").exists()


def test_one_that_failed_is_said_and_can_be_asked_for_again(stewards, plan) -> None:
    client = client_of(stewards[0])
    paper = ask(stewards[0], plan)
    ChangePaper.objects.update(state="failed")
    shown = part(client, plan)
    assert "The PDF could not be made. Ask for it again." in shown
    client.post(asked(plan), {"version": str(plan.version)})
    assert ChangePaper.objects.exclude(pk=paper.pk).get().state == "queued"
