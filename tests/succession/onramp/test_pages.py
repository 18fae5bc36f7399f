"""Bringing in a spreadsheet: what is shown, what is written, and what is refused without writing anything."""

import datetime as dt
import io
import struct
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.clock import now, today
from orgs.enums import UploadState
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.people import StaffRecord
from succession.access import PLAN_SHEETS
from succession.models import (
    Incumbency,
    Nomination,
    PlanSheet,
    Post,
    ReadinessJudgement,
    RiskAssessment,
)
from succession.onramp.files import expire_sheets
from tests import factories
from tests.succession.factories import World, nominate, queries
from tests.succession.onramp.bringing import (
    SHEETS,
    TEAM_HEAD,
    address,
    applied,
    content,
    digest,
    row,
    sheet,
    text,
    upload,
)

DAY = dt.timedelta(days=1)
ROWS = (
    row("Chief nurse", risk="High", impact="Critical", successor="Kirsty Moor", readiness="1-2 years", cover="Yes"),
    row("Chief people officer", holder="Priya Nair", successor="Helen Adeyemi", readiness="3-5 years"),
)  # fmt: skip


@pytest.fixture
def kestrel(trust, client) -> World:
    client.force_login(trust.cpo)
    return trust


def everything() -> list[object]:
    """All rows that a spreadsheet may write."""
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Post, Incumbency, RiskAssessment, Nomination, ReadinessJudgement)
    ]


def test_nothing_is_written_until_it_is_confirmed(client, kestrel) -> None:
    before = everything()
    page = upload(client, *ROWS)
    for says in (
        "Nothing is written yet",
        "1 post added, 1 post holder recorded, 1 risk recorded, 2 successors named",
        "Nobody is told by it",
    ):
        assert says in text(page)
    assert everything() == before
    done = client.post(address(), {"digest": digest(page)}, follow=True)
    assert done.redirect_chain == [("/o/TA1/succession/", 302)]
    assert "The spreadsheet is applied: 1 post added" in text(done)
    named = Nomination.objects.get(staff=kestrel.deputy)
    assert (named.post, named.status, named.disclosure, named.cover, named.named_by) == (
        kestrel.post, "proposed", "not_told", "ACT", kestrel.cpo,
    )  # fmt: skip
    assert named.judgements.get().readiness == "R12"
    risk = RiskAssessment.objects.get(post=kestrel.post)
    assert (risk.vacancy_risk, risk.impact, risk.version) == ("FR3", "IM4", 1)
    new = Post.objects.get(title="Chief people officer")
    assert (new.role_codes, new.position) == (["CPO"], 2)
    assert new.incumbencies.get().assignment.staff.name == "Priya Nair"
    assert (sheet().state, sheet().content) == (UploadState.APPLIED, None)


def test_each_act_is_recorded_as_if_it_had_been_done_on_its_page(client, kestrel) -> None:
    applied(client, *ROWS)
    done = AuditEvent.objects.exclude(action="grant.founded").order_by("at")
    acts = list(done.values_list("action", flat=True))
    assert acts == [
        "plan_sheet.uploaded", "plan.post_added", "plan.holder_set", "risk.assessed", "successor.named",
        "successor.named", "plan_sheet.applied",
    ]  # fmt: skip
    assert "Kirsty" not in str(list(AuditEvent.objects.values_list("detail", flat=True)))


def test_the_same_file_again_names_nobody_twice(client, kestrel) -> None:
    applied(client, *ROWS)
    before = everything()
    page = upload(client, *ROWS)
    assert "Nothing to change" in text(page)
    assert "Stay the same" in text(page)
    assert 'name="digest"' not in page.content.decode()
    assert client.post(address(), {"digest": "x"}).status_code == 409
    assert everything() == before


def test_a_corrected_file_changes_what_it_corrects(client, kestrel) -> None:
    applied(client, *ROWS)
    corrected = ROWS[0].replace("1-2 years", "Ready now").replace("High", "Low")
    page = upload(client, corrected, ROWS[1])
    assert "1 risk recorded, 1 successor changed" in text(page)
    page = client.get(address(), {"part": "changed"})
    assert "Kirsty Moor" in text(page)
    assert "Readiness: was Ready in 1 to 2 years → becomes Ready now" in text(page)
    client.post(address(), {"digest": digest(page)})
    assert Nomination.objects.count() == 2
    named = Nomination.objects.get(staff=kestrel.deputy)
    assert named.version == 2
    assert named.judgements.get(valid_to=None).readiness == "RN"
    assert RiskAssessment.objects.get(valid_to=None, post=kestrel.post).version == 2


def test_cover_and_readiness_change_together(client, kestrel) -> None:
    nominate(kestrel.post, kestrel.deputy, "R12")
    applied(client, row("Chief nurse", successor="Kirsty Moor", readiness="Ready now", cover="Interim"))  # fmt: skip
    named = Nomination.objects.get()
    assert (named.cover, named.version, named.judgements.get(valid_to=None).readiness) == (
        "INT", 3, "RN",
    )  # fmt: skip


def test_one_fault_holds_everything_back(client, kestrel) -> None:
    before = everything()
    page = upload(
        client, *ROWS, row("Chief nurse", successor="Nobody Known", readiness="Ready now")
    )
    said = text(page)
    for says in (
        "1 row has something to correct",
        "Nobody on the staff list is called “Nobody Known”",
        "Row 4, Successor",
        "The cell says “Nobody Known”",
        "Upload the staff list",
        "add the person",
    ):
        assert says in said
    assert 'name="digest"' not in page.content.decode()
    assert client.post(address(), {"digest": "0" * 64}).status_code == 409
    assert everything() == before
    assert sheet().state == UploadState.OPEN


def test_a_refusal_in_the_middle_leaves_nothing_behind(client, kestrel, monkeypatch) -> None:
    from succession import services
    from succession.conflicts import SuccessionError

    before, name = everything(), services.name_successor

    def refuse(*, staff: StaffRecord, **how: object) -> object:
        if staff.name == "Helen Adeyemi":
            raise SuccessionError("Helen Adeyemi cannot be named")
        return name(staff=staff, **how)

    page = upload(client, *ROWS)
    monkeypatch.setattr(services, "name_successor", refuse)
    refused = client.post(address(), {"digest": digest(page)})
    assert refused.status_code == 422
    assert "Helen Adeyemi cannot be named. Nothing was written" in text(refused)
    assert everything() == before


def test_what_changed_meanwhile_is_a_conflict_and_is_compared_again(client, kestrel) -> None:
    page = upload(client, *ROWS)
    told = {"digest": digest(page)}
    nominate(kestrel.post, kestrel.deputy, "R35")
    before = everything()
    conflict = client.post(address(), told)
    assert conflict.status_code == 409
    assert "Nothing was written: somebody changed the plan" in text(conflict)
    assert everything() == before
    assert client.post(address(), {"digest": digest(conflict)}).status_code == 302
    assert Nomination.objects.get(staff=kestrel.deputy).judgements.count() == 2


def test_applied_twice_is_applied_once(client, kestrel) -> None:
    page = upload(client, *ROWS)
    told = {"digest": digest(page)}
    assert client.post(address(), told).status_code == 302
    again = client.post(address(), told)
    assert again.status_code == 409
    assert "The file is deleted" in text(again)
    assert Nomination.objects.count() == 2


def test_columns_that_are_not_taken_are_said_one_by_one(client, kestrel) -> None:
    page = upload(client, "Kirsty Moor;;;;;;Star;52", head=TEAM_HEAD, layout="team")
    said = text(page)
    for says in (
        "Nine box Labels of performance and potential are not held",
        "Age Equality information is never held with a plan",
    ):
        assert says in said


def test_columns_that_are_not_recognised_are_chosen(client, kestrel) -> None:
    page = upload(client, "Chief nurse;Kirsty Moor;Ready now", head="A;B;C")
    assert page.redirect_chain[-1][0].endswith("/columns/")
    assert "Kirsty Moor" in text(page)
    url = address("plan_sheet_columns")
    refused = client.post(url, {"successor": "1"})
    assert refused.status_code == 422
    assert "Choose the column for: Post" in text(refused)
    doubled = client.post(url, {"post": "0", "successor": "0"})
    assert "A column can be one thing only: Successor" in text(doubled)
    assert client.post(url, {"post": "99"}).status_code == 422
    assert client.post(address(), {"digest": "x"}).status_code == 422
    page = client.post(url, {"post": "0", "successor": "1", "readiness": "2"}, follow=True)
    assert "1 successor named" in text(page)


def book(*, formula: str = "", failed: bool = False) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as made:
        page = made.add_worksheet("Plan")
        for x, head in enumerate(("Post", "Successor", "Readiness")):
            page.write(0, x, head)
        page.write(1, 0, "Chief nurse")
        page.write_formula(
            1, 1, formula or '="Kirsty "&"Moor"', value="#N/A" if failed else "Kirsty Moor"
        )
        page.write(1, 2, "Ready now")
    return out.getvalue()


def with_parts(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book())) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, old.read(name))
        for name, inside in parts.items():
            new.writestr(name.replace("__", "/"), inside)
    return out.getvalue()


def bomb() -> bytes:
    return with_parts(xl__media__big=b"\0" * (160 * 1024 * 1024))


OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")


@pytest.mark.parametrize(
    ("name", "made", "says"),
    [
        ("plan.csv", lambda: b"", "The file is empty."),
        ("plan.xlsx", bomb, "unfolds to more than can be read here"),
        ("plan.xlsx", lambda: with_parts(xl__vbaProject=b"x"), "The file holds macros"),
        ("plan.xlsm", book, "The file holds macros"),
        ("plan.xlsx", lambda: OLE, "protected with a password"),
        ("plan.xls", lambda: OLE[:600], "old Excel format"),
        ("plan.xlsx", lambda: b"PK\x03\x04" + struct.pack("<40x"), "damaged, or too big inside"),
        ("plan.csv", lambda: content(*ROWS).decode().encode("utf-16"), "cannot be read as text"),
        ("plan.csv", lambda: content(*ROWS) + b"\x81", "cannot be read as text"),
        ("plan.pdf", lambda: b"%PDF-1.7", "must end in .xlsx or .csv"),
        ("plan.csv", lambda: content(*(ROWS[0],) * 501), "The file has 501 rows, and a plan 500 at most"),
    ],
)  # fmt: skip
def test_a_hostile_file_is_said_beside_the_field_and_not_kept(client, kestrel, name, made, says) -> None:  # fmt: skip
    file = SimpleUploadedFile(name, made())
    answer = client.post(reverse(SHEETS, args=["TA1"]), {"layout": "team", "file": file})
    assert answer.status_code == 422
    assert says in text(answer)
    assert "checked" in answer.content.decode()
    assert not PlanSheet.objects.exists()


def test_more_than_50_mb_are_dropped_on_the_way(client, kestrel, tmp_path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    big = SimpleUploadedFile("plan.csv", b"a," * (26 * 1024 * 1024))
    answer = client.post(reverse(SHEETS, args=["TA1"]), {"layout": "plan", "file": big})
    assert answer.status_code == 422
    assert "The file is larger than 50 MB" in text(answer)
    assert list(tmp_path.iterdir()) == []


def test_without_a_file_or_a_kind_it_is_asked_for(client, kestrel) -> None:
    answer = client.post(reverse(SHEETS, args=["TA1"]), {})
    assert answer.status_code == 422
    assert "Select a file" in text(answer)
    assert "Select what the spreadsheet is" in text(answer)


def test_of_a_formula_the_value_is_read_and_a_failed_one_is_a_fault(client, kestrel) -> None:
    url = reverse(SHEETS, args=["TA1"])
    for made, says in (
        (book(), "1 successor named"),
        (book(formula="=1/0", failed=True), "The formula in this cell has failed"),
    ):
        file = SimpleUploadedFile("plan.xlsx", made)
        page = client.post(url, {"layout": "plan", "file": file}, follow=True)
        assert says in text(page)


def test_what_a_file_says_is_shown_and_never_run(client, kestrel) -> None:
    page = upload(client, row("Chief nurse", successor="<script>alert(1)</script>"))
    assert "<script>alert" not in page.content.decode()
    assert "&lt;script&gt;alert" in page.content.decode()


def test_a_spreadsheet_belongs_to_its_employer(client, kestrel, units) -> None:
    upload(client, *ROWS)
    client.force_login(factories.holder("cpo", units["TA2"]))
    for unit in ("TA1", "TA2"):
        for name in ("plan_sheet", "plan_sheet_columns"):
            assert client.get(address(name, unit)).status_code == 404
        for name in ("plan_sheet", "discard_plan_sheet"):
            assert client.post(address(name, unit), {"digest": "x"}).status_code == 404
    assert sheet().state == UploadState.OPEN


@pytest.mark.parametrize(
    "role", ["learning_lead", "access_admin", "founder", "ig_auditor", "staff"]
)
def test_no_other_role_brings_one_in(client, kestrel, role) -> None:
    upload(client, *ROWS)
    client.force_login(factories.holder(role, kestrel.unit, login="somebody"))
    assert client.get(reverse(SHEETS, args=["TA1"])).status_code == 403
    assert client.get(reverse("succession:export_plan", args=["TA1"])).status_code == 403
    assert client.post(address(), {"digest": "x"}).status_code == 403
    assert upload(client, *ROWS).status_code == 403
    assert PlanSheet.objects.count() == 1


def test_a_spreadsheet_is_discarded_or_expires_with_its_file(client, kestrel) -> None:
    upload(client, *ROWS)
    upload(client, *ROWS)
    page = client.post(address("discard_plan_sheet"), follow=True)
    assert "The spreadsheet is deleted. Nothing was changed" in text(page)
    assert (sheet().state, sheet().content) == (UploadState.DISCARDED, None)
    assert client.post(address("discard_plan_sheet")).status_code == 422
    assert expire_sheets(PLAN_SHEETS) == 0
    PlanSheet.objects.update(expires_at=now() - DAY)
    assert expire_sheets(PLAN_SHEETS) == 1
    assert PlanSheet.objects.filter(state=UploadState.EXPIRED, content=None).count() == 1
    assert not Nomination.objects.exists()


def test_who_was_shown_is_recorded(client, kestrel) -> None:
    upload(client, row("Chief nurse", successor="Kirsty Moor", readiness="Ready now"))
    (looked,) = ReadEvent.objects.filter(page="succession.plan_sheet")
    assert looked.staff_ids == [kestrel.deputy.pk]


def test_the_plan_and_its_start_lead_here(client, kestrel) -> None:
    url = reverse(SHEETS, args=["TA1"])
    for name in ("succession:plan", "succession:start"):
        assert url in client.get(reverse(name, args=["TA1"])).content.decode()


def test_before_a_plan_is_started_posts_can_be_brought_in(client, kestrel) -> None:
    from succession.models import SuccessionPlan

    SuccessionPlan.objects.all().delete()
    applied(client, *ROWS)
    assert Post.objects.count() == 2


def test_the_pages_take_as_many_queries_for_many_rows(client, kestrel) -> None:
    url = reverse(SHEETS, args=["TA1"])
    upload(client, ROWS[0])
    one, sheets_one = queries(client, address()), queries(client, url)
    for n in range(30):
        factories.staff(kestrel.unit, f"New Person{n}")
    many = (
        row("Chief nurse", successor=f"New Person{n}", readiness="Ready now") for n in range(30)
    )
    upload(client, *ROWS, *many)
    assert queries(client, address()) == one <= 24
    assert queries(client, url) == sheets_one <= 10
    assert today() < sheet().expires_at.date() + DAY
