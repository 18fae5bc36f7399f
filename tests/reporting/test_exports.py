"""Taking figures away: who may, what is written down, the file's own words, and when it is gone."""

import csv
import datetime as dt
import hashlib
import io
import json
import re

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from orgs.access.scope import user_scope
from orgs.clock import now
from orgs.models.audit import AuditEvent
from orgs.models.units import OrgUnit
from reporting import exports, files
from reporting.models import Export, Release
from reporting.reports import reports
from reporting.sheets import Sheet, ods, xlsx
from tests import factories

FORMATS = ("xlsx", "ods", "csv", "json")
ASKED = {"purpose": "board", "note": "March committee", "format": "csv"}


@pytest.fixture
def lead(released: Release, units: dict[str, OrgUnit]) -> Client:
    return signed(factories.holder("talent_lead", units["RA"], login="lead@example.org"))


@pytest.fixture
def steward(released: Release, units: dict[str, OrgUnit]) -> Client:
    return signed(factories.holder("steward", units["RA"], login="steward@example.org"))


def signed(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(release: Release) -> str:
    return f"/o/RA/reports/releases/{release.id}/take-away/"


def file_of(export: Export) -> str:
    return f"/o/RA/reports/files/{export.public_id}/"


def takes(client: Client, release: Release, **other: str) -> Export:
    response = client.post(page_of(release), ASKED | other)
    assert response.status_code == 302, response.content.decode()
    assert response["Location"] == page_of(release)
    return Export.objects.latest("id")


# --- making and opening -----------------------------------------------------------------------------


def test_a_file_is_made_and_opened(lead: Client, released: Release) -> None:
    export = takes(lead, released)
    assert (export.unit, export.release, export.user.login) == (
        released.unit,
        released,
        "lead@example.org",
    )
    assert (export.purpose, export.note, export.format) == ("board", "March committee", "csv")
    assert export.expires_at - export.created_at == dt.timedelta(days=7)
    assert (export.downloads, export.first_opened_at) == (0, None)
    page = lead.get(page_of(released)).content.decode()
    assert f'href="{file_of(export)}"' in page
    assert "The CSV file is ready." in page

    one, two = lead.get(file_of(export)), lead.get(file_of(export))
    assert one["Content-Type"] == "text/csv; charset=utf-8"
    assert one["Content-Disposition"] == 'attachment; filename="leadership-RA-2026-10-31.csv"'
    assert one["Cache-Control"] == "no-store"
    assert one.content == two.content
    assert hashlib.sha256(one.content).hexdigest() == export.sha256
    export.refresh_from_db()
    assert export.downloads == 2
    assert export.first_opened_at < export.last_opened_at
    made = AuditEvent.objects.get(action="report.exported")
    assert made.object_id == str(export.public_id)
    assert made.detail == {
        "release": str(released.id),
        "purpose": "board",
        "format": "csv",
        "sha256": export.sha256,
    }
    assert AuditEvent.objects.filter(action="report.export_opened").count() == 2


@pytest.mark.parametrize("kind", FORMATS)
def test_the_file_says_who_when_for_what_and_until_when(
    lead: Client, released: Release, kind: str
) -> None:
    export = takes(lead, released, format=kind)
    content = lead.get(file_of(export)).content
    assert hashlib.sha256(content).hexdigest() == export.sha256
    about = words_of(content, kind)
    assert about["Taken by"] == "lead@example.org"
    assert about["Purpose"] == "A paper for a board or committee: March committee"
    assert about["Release"] == f"{released.id} revision 1"
    assert about["Checksum of the figures (SHA-256)"] == released.hash
    assert re.fullmatch(r"\d+ \w+ 20\d\d at \S+", about["Taken on"])
    assert re.fullmatch(r"\d+ \w+ 20\d\d", about["Use until"])
    assert f"shown as {'null' if kind == 'json' else '[c]'}" in about["Hidden figures"]
    assert "Canary" not in str(about)


def words_of(content: bytes, kind: str) -> dict[str, str]:
    """What a file says about itself."""
    if kind == "json":
        return json.loads(content)["export"]
    if kind == "csv":
        lines = csv.reader(io.StringIO(content.decode()))
        return {line[0].removeprefix("# "): line[1] for line in lines if line[0].startswith("# ")}
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {str(row[0]): str(row[1]) for row in book.get_sheet_by_name("About").to_python()[1:]}


def test_a_program_can_skip_the_words_of_the_csv(released: Release) -> None:
    text = files.file_of(released, "csv").decode()
    lines = text.split("\r\n")
    words = [line for line in lines if line.startswith("#")]
    assert lines[: len(words)] == words
    assert lines[len(words)].startswith("figures_at,table,counts,organisation_code,organisation,")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"purpose": ""}, "Select what you need the figures for"),
        ({"purpose": "fun"}, "Select a valid choice"),
        ({"format": ""}, "Select a kind of file"),
        ({"format": "exe"}, "Select a valid choice"),
        ({"note": "x" * 201}, "at most 200 characters"),
        ({"purpose": "other", "note": "  "}, "Enter what you need the figures for"),
    ],
)
def test_what_cannot_be_taken(
    lead: Client, released: Release, wrong: dict[str, str], sentence: str
) -> None:
    response = lead.post(page_of(released), ASKED | wrong)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Export.objects.count() == 0


def test_the_old_address_leads_to_the_form(lead: Client, released: Release) -> None:
    response = lead.get("/o/RA/reports/leadership/figures.csv")
    assert response["Location"] == f"{page_of(released)}?format=csv"
    page = lead.get(response["Location"]).content.decode()
    assert re.search(r'value="csv"[^>]*checked', page)
    assert lead.get("/o/RA/reports/nothing/figures.csv").status_code == 404


def test_other_methods(lead: Client, released: Release) -> None:
    export = takes(lead, released)
    assert lead.post(file_of(export)).status_code == 405
    assert lead.delete(page_of(released)).status_code == 405


# --- who ----------------------------------------------------------------------------------------------


def test_only_its_maker_opens_it(
    lead: Client, steward: Client, released: Release, units: dict[str, OrgUnit]
) -> None:
    export = takes(steward, released)
    outsider = signed(factories.holder("talent_lead", units["RB"]))
    for client in (lead, outsider):
        assert client.get(file_of(export)).status_code == 404
    assert (
        outsider.get(file_of(export).replace("RA", "RB")).status_code,
        outsider.get(page_of(released)).status_code,
        outsider.post(page_of(released), ASKED).status_code,
    ) == (404, 404, 404)
    export.refresh_from_db()
    assert (export.downloads, Export.objects.count()) == (0, 1)
    assert steward.get(file_of(export)).status_code == 200


def test_managers_see_who_took_what_and_others_their_own(
    lead: Client, steward: Client, released: Release
) -> None:
    takes(lead, released, note="for Monday")
    export = takes(steward, released, purpose="analysis", note="")
    steward.get(file_of(export))
    managed = lead.get(page_of(released)).content.decode()
    assert "Who took these figures" in managed
    assert "steward@example.org" in managed
    assert "Analysis by our own analysts" in managed.split("Who took these figures")[1]
    assert "Opened once" in managed
    assert file_of(export) not in managed
    own = steward.get(page_of(released)).content.decode()
    assert "Your files" in own
    assert "for Monday" not in own
    assert "lead@example.org" not in own


def test_the_floor_holds_the_rows(released: Release, units: dict[str, OrgUnit]) -> None:
    one = factories.holder("steward", units["RA"])
    with user_scope(one.pk, login=one.login, unit_code="RA") as viewer:
        made = exports.make_export(
            viewer=viewer, release=released, purpose="board", note="", format_="csv"
        )
    for role, unit, seen in (
        ("talent_lead", "RA", 1),
        ("national_lead", "NAT", 0),
        ("talent_lead", "RB", 0),
        ("talent_lead", "QA1", 0),
        ("cpo", "TA1", 0),
    ):
        other = factories.holder(role, units[unit])
        with user_scope(other.pk, unit_code=unit):
            assert Export.objects.count() == seen, role
            assert Export.objects.update(downloads=9) == 0, role
        with (
            pytest.raises(DatabaseError, match="row-level security"),
            user_scope(other.pk, unit_code=unit),
        ):
            Export.objects.create(
                unit=units["RA"], release=released, user=one, purpose="board", format="csv",
                created_at=now(), expires_at=now() + dt.timedelta(days=7), sha256="0",
            )  # fmt: skip
    with user_scope(one.pk, unit_code="RA"):
        assert Export.objects.get() == made
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.update(purpose="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        Export.objects.all().delete()


def test_the_page_takes_the_same_queries_however_many_files(
    lead: Client, released: Release
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert lead.get(page_of(released)).status_code == 200
        return len([q for q in context if "SAVEPOINT" not in q["sql"]])

    takes(lead, released)
    lead.get(page_of(released))  # takes the banner off the session
    first = queries()
    for _ in range(2):
        takes(lead, released)
    lead.get(page_of(released))
    assert queries() == first
    assert first <= 12


# --- gone -----------------------------------------------------------------------------------------------


def test_an_expired_file_is_gone_and_a_new_one_can_be_made(
    lead: Client, released: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = takes(lead, released)
    later = export.expires_at - dt.timedelta(seconds=1)
    monkeypatch.setattr(exports, "now", lambda: later)
    assert lead.get(file_of(export)).status_code == 200
    monkeypatch.setattr(exports, "now", lambda: export.expires_at)
    response = lead.get(file_of(export))
    assert response.status_code == 410
    page = response.content.decode()
    assert "A file can be opened for 7 days after it was made." in page
    assert f'href="{page_of(released)}"' in page
    export.refresh_from_db()
    assert export.downloads == 1


def test_a_file_that_would_not_be_the_same_is_gone(
    lead: Client, released: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    export = takes(lead, released)
    monkeypatch.setattr(files, "hidden_sentence", lambda release: "Other words.")
    assert lead.get(file_of(export)).status_code == 410


def test_a_file_holds_the_levels_that_the_pages_show(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    """Of one organisation only what a page says of it by name, or lists of those directly below."""
    expected = {
        "RA": {"posts": set(), "plans": {"QA1/own", "TA1", "TA2", "QA2/own", "TA3", "TA4"}},
        "QA2": {
            "posts": {"QA2/own", "TA3", "TA4"},
            "plans": {"QA2/own", "TA3", "TA4"},
            "pools": set(),
        },
    }
    for unit, tables in expected.items():
        release = Release.objects.get(unit=units[unit])
        levels = {code: each["level"] for code, each in release.content["units"].items()}
        seen = files.shown(release.content, reports.get("leadership"))
        for table in seen["tables"]:
            whole = next(t for t in release.content["tables"] if t["key"] == table["key"])
            if (wanted := tables.get(table["key"])) is not None:
                single = {c[0] for c in table["cells"] if levels[c[0]] == "employer"}
                assert single == wanted, (unit, table["key"])
            above = [c for c in whole["cells"] if levels[c[0]] != "employer"]
            assert [c for c in table["cells"] if levels[c[0]] != "employer"] == above


def test_the_file_of_a_reader_is_cut_to_them(lead: Client, released: Release) -> None:
    export = takes(lead, released)
    text = lead.get(file_of(export)).content.decode()
    assert ",plans,organisations,TA1," in text
    assert ",posts,posts,QA1," in text
    assert ",posts,posts,TA1," not in text
    assert ",posts,posts,TA1," in files.file_of(released, "csv").decode(), "what the release holds"


# --- workbooks ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", [xlsx, ods])
def test_no_cell_of_a_workbook_is_a_formula_or_a_link(write) -> None:
    texts = ["=1+1", "+1", "-1", "@a", "http://example.org/", "0012", "<&>\"'\x01x", "é"]
    sheet = Sheet("A name: [too] long/for\\a sheet of XLSX", ["Text", "n"], [[t, 7] for t in texts])
    made = dt.datetime(2026, 10, 31, tzinfo=dt.UTC)
    content = write([sheet], title="T", made=made)
    assert content == write([sheet], title="T", made=made)
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    (name,) = book.sheet_names
    assert len(name) <= 31
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0] == ["Text", "n"]
    assert [row[0] for row in rows[1:]] == [text.replace("\x01", " ") for text in texts]
    assert {row[1] for row in rows[1:]} == {7}
    import zipfile

    archive = zipfile.ZipFile(io.BytesIO(content))
    everything = b"".join(archive.read(entry) for entry in archive.namelist())
    for formula in (b"<f>", b"table:formula", b"<hyperlink", b"xlink:href"):
        assert formula not in everything
