"""Uploading a staff list: what is shown, what is written, and what is refused without writing anything."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.access.principals import STAFF_LISTS
from orgs.clock import now, today
from orgs.enums import UploadState
from orgs.imports.staff_lists import expire_lists
from orgs.models.access import Grant
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.models.staff_lists import StaffList
from tests import factories
from tests.orgs.staffing import (
    ALL,
    Trust,
    address,
    applied,
    bytes_of,
    digest,
    row,
    the_list,
    trust,
    upload,
)
from tests.succession.factories import queries

DAY = dt.timedelta(days=1)


@pytest.fixture
def kestrel(units, client) -> Trust:
    made = trust(units["TA1"])
    client.force_login(made.cpo)
    return made


def everything() -> list[object]:
    """All rows that a list may write."""
    return [
        list(StaffRecord.objects.order_by("pk").values_list()),
        list(Assignment.objects.order_by("pk").values_list()),
        Person.objects.count(),
    ]


def test_nothing_is_written_until_it_is_confirmed(client, kestrel) -> None:
    before = everything()
    page = upload(
        client, *ALL, row(300, "Cy New", "Matron", "8a", manager=100, email="cy@example.org")
    )
    assert page.status_code == 200
    assert "Cy New" in page.content.decode()
    assert everything() == before
    done = client.post(address(), {"digest": digest(page)}, follow=True)
    assert done.redirect_chain == [("/o/TA1/people/", 302)]
    assert "1 person joined, 0 changed, 0 left" in done.content.decode()
    cy = StaffRecord.objects.get(employee_number="300")
    assert (cy.name, cy.sort_name, cy.work_email, cy.unit, cy.valid_from, cy.valid_to, cy.manager) == (
        "Cy New", "new cy", "cy@example.org", kestrel.unit, dt.date(2020, 4, 1), None, kestrel.ada,
    )  # fmt: skip
    job = cy.assignments.get()
    assert (job.title, job.band, job.kind, job.starts_on, job.ends_on) == (
        "Matron", "8a", "substantive", dt.date(2020, 4, 1), None,
    )  # fmt: skip
    assert StaffRecord.objects.filter(person=cy.person).count() == 1
    assert the_list().content is None
    acts = AuditEvent.objects.order_by("at").values_list("action", flat=True)
    assert list(acts.filter(action__startswith="staff")) == [
        "staff_list.uploaded",
        "staff_list.applied",
    ]
    assert "Cy" not in str(AuditEvent.objects.get(action="staff_list.applied").detail)


def test_the_same_list_again_makes_nobody_twice(client, kestrel) -> None:
    rows = (*ALL, row(300, "Cy New", manager=100), row("", "Di Alone", email="di@example.org"))
    applied(client, *rows)
    before = everything()
    assert "Nothing to change" in upload(client, *rows).content.decode()
    # Not even without the numbers: the e-mail finds one, and of the other the page asks.
    page = upload(client, row("", "Di Alone", email="DI@example.org"), row("", "Cy New"))
    assert "is Cy New the Cy New who is here since 1 April 2020?" in page.content.decode()
    page = client.post(address("staff_list_answer"), {"same-3": "same"}, follow=True)
    assert "Nothing to change" in page.content.decode()
    assert everything() == before


def test_many_rows_in_question_are_answered_at_once(client, kestrel) -> None:
    bare = [row("", f"Same Person{n}") for n in range(30)]
    applied(client, *bare)
    before = everything()
    page = upload(client, *bare)
    assert page.content.decode().count("the same person") == 20
    assert "Each of the 30 rows in question" in page.content.decode()
    answers = {"all_same": "on", "same-2": "new"}
    page = client.post(address("staff_list_answer"), answers, follow=True)
    assert "<legend" not in page.content.decode().partition("What the list means")[2]
    client.post(address("staff_list_answer"), {}, follow=True)
    assert the_list().same["3"] == "same"
    assert everything() == before
    client.post(address(), {"digest": digest(client.get(address()))})
    assert StaffRecord.objects.filter(name="Same Person0").count() == 2
    assert StaffRecord.objects.filter(name="Same Person1").count() == 1


def test_the_current_list_can_be_uploaded_as_it_was_taken_away(client, kestrel) -> None:
    StaffRecord.objects.filter(pk=kestrel.bo.pk).update(name="-Bo =Reed", manager=kestrel.ada)
    Assignment.objects.filter(staff=kestrel.bo).update(title="=1+1", ends_on=today() + 40 * DAY)
    for kind in ("xlsx", "csv"):
        taken = client.get(reverse("orgs:staff_export", args=["TA1"]), {"format": kind})
        assert f'filename="staff-TA1-{today()}.{kind}"' in taken["Content-Disposition"]
        if kind == "csv":
            assert "\n200,'-Bo =Reed," in taken.content.decode("utf-8-sig").replace("\r", "")
        sent = SimpleUploadedFile(f"staff.{kind}", bytes_of(taken).read())
        page = client.post(reverse("orgs:staff_lists", args=["TA1"]), {"file": sent}, follow=True)
        text = page.content.decode()
        # A name like a formula is refused in a list, whoever wrote it into the database.
        assert "Begins like a formula" in text
        StaffRecord.objects.filter(pk=kestrel.bo.pk).update(name="Bo Reed")
        again = client.get(reverse("orgs:staff_export", args=["TA1"]), {"format": kind})
        sent = SimpleUploadedFile(f"staff.{kind}", bytes_of(again).read())
        page = client.post(reverse("orgs:staff_lists", args=["TA1"]), {"file": sent}, follow=True)
        assert "Nothing to change" in page.content.decode()
        StaffRecord.objects.filter(pk=kestrel.bo.pk).update(name="-Bo =Reed")
    assert AuditEvent.objects.filter(action="staff_list.exported").count() == 4


def test_faults_stand_beside_their_rows_and_hold_everything_back(client, kestrel) -> None:
    before = everything()
    page = upload(
        client,
        *ALL,
        row(300, "Cy New", band="8z"),
        row(301, "Di New", starts="31/02/2026"),
        row(302, "Ed New"),
    )
    text = page.content.decode()
    for says in (
        "There is no band “8z”",
        "Row 5, Pay band",
        "“31/02/2026” is not a date",
        "Row 6, Start date",
    ):
        assert says in text
    assert 'name="digest"' not in text
    assert "2 rows have" in text
    refused = client.post(address(), {"digest": "0" * 64})
    assert refused.status_code == 409
    assert everything() == before
    assert the_list().state == UploadState.OPEN


def test_changes_are_shown_field_by_field_and_dated(client, kestrel) -> None:
    page = upload(client, row(100, "Ada Lamb-Reed", "Director", "9", starts="01/09/2026"))
    text = " ".join(page.content.decode().split())
    for says in (
        "Ada Lamb-Reed",
        "Deputy director",
        "Director",
        "Band 8d",
        "Band 9",
        "1 September 2026",
    ):
        assert says in text
    client.post(address(), {"digest": digest(page)})
    jobs = kestrel.ada.assignments.order_by("starts_on").values_list(
        "title", "band", "starts_on", "ends_on"
    )
    assert list(jobs) == [
        ("Deputy director", "8d", dt.date(2020, 4, 1), dt.date(2026, 9, 1)),
        ("Director", "9", dt.date(2026, 9, 1), None),
    ]
    kestrel.ada.refresh_from_db()
    assert (kestrel.ada.name, kestrel.ada.sort_name, kestrel.ada.version) == (
        "Ada Lamb-Reed",
        "lamb-reed ada",
        2,
    )


def test_who_is_not_on_the_list_stays_unless_it_is_complete(client, kestrel) -> None:
    grant = factories.give(factories.user("bo", person=kestrel.bo.person), "staff", kestrel.unit)
    page = upload(client, *ALL[:2])
    assert "1 person works here and is not on the list" in page.content.decode()
    assert "Nothing to change" in page.content.decode()
    page = client.post(address("staff_list_answer"), {"complete": "on"}, follow=True)
    assert "Bo Reed" in page.content.decode()
    assert StaffRecord.objects.get(pk=kestrel.bo.pk).valid_to is None
    client.post(address(), {"digest": digest(page)})
    bo = StaffRecord.objects.get(pk=kestrel.bo.pk)
    assert (bo.valid_to, bo.assignments.get().ends_on) == (today(), today())
    assert Grant.objects.get(pk=grant.pk).valid_to == today()


def test_so_many_leavers_need_their_number_typed(client, kestrel) -> None:
    for n in range(8):
        factories.staff(kestrel.unit, f"Extra Person{n}")
    before = everything()
    page = upload(client, *ALL)
    page = client.post(address("staff_list_answer"), {"complete": "on"}, follow=True)
    told = {"digest": digest(page)}
    for typed in ({}, {"leaving_typed": "7"}, {"leaving_typed": "yes"}):
        refused = client.post(address(), told | typed)
        assert refused.status_code == 422
    assert "Type 8, the number of people who leave" in refused.content.decode()
    assert everything() == before
    client.post(address(), told | {"leaving_typed": "8"})
    assert StaffRecord.objects.filter(valid_to=today()).count() == 8


def test_nobody_lets_herself_leave_by_a_list(client, kestrel) -> None:
    page = upload(client, *ALL[1:])
    page = client.post(address("staff_list_answer"), {"complete": "on"}, follow=True)
    assert "You would leave by this list" in page.content.decode()
    assert 'name="digest"' not in page.content.decode()


def test_the_last_access_administrators_do_not_leave_by_a_list(client, kestrel) -> None:
    ada = factories.holder("access_admin", kestrel.unit, login="ada", person=kestrel.ada.person)
    said = "Ada Lamb is the last access administrator: give the role to somebody else first"
    later = f"{today() + dt.timedelta(days=30):%d/%m/%Y}"
    for end in (f"{today() - dt.timedelta(days=2):%d/%m/%Y}", later):
        page = upload(client, ALL[0], row(100, "Ada Lamb", ends=end), ALL[2]).content.decode()
        assert said in page
        assert 'name="digest"' not in page
    upload(client, ALL[0], ALL[2])
    page = client.post(address("staff_list_answer"), {"complete": "on"}, follow=True)
    assert said in page.content.decode()
    # Both leave at once: neither stays to give roles.
    factories.holder("access_admin", kestrel.unit, login="bo", person=kestrel.bo.person)
    upload(client, ALL[0])
    page = client.post(address("staff_list_answer"), {"complete": "on"}, follow=True)
    text = page.content.decode()
    assert said in text
    assert "Bo Reed is the last access administrator" in text
    applied(client, ALL[0], ALL[2], complete="on")
    assert Grant.objects.get(user=ada).valid_to == today()


def test_what_changed_meanwhile_is_a_conflict_and_is_compared_again(client, kestrel) -> None:
    page = upload(client, row(100, "Ada Lamb", "Director"))
    told = {"digest": digest(page)}
    StaffRecord.objects.filter(pk=kestrel.ada.pk).update(work_email="other@example.org")
    before = everything()
    conflict = client.post(address(), told)
    assert conflict.status_code == 409
    assert "Nothing was written: somebody changed" in conflict.content.decode()
    assert everything() == before
    assert client.post(address(), {"digest": digest(conflict)}).status_code == 302
    assert kestrel.ada.assignments.get().title == "Director"


def test_applied_twice_is_applied_once(client, kestrel) -> None:
    page = upload(client, row(300, "Cy New"))
    told = {"digest": digest(page)}
    assert client.post(address(), told).status_code == 302
    again = client.post(address(), told)
    assert again.status_code == 409
    assert StaffRecord.objects.filter(employee_number="300").count() == 1
    assert "The file is deleted" in again.content.decode()


def test_columns_that_are_not_recognised_are_chosen(client, kestrel) -> None:
    page = upload(client, "Cy,New,Matron,1/4/2026", head="Who,Family,Does,When")
    assert page.redirect_chain[-1][0].endswith("/columns/")
    assert "Matron" in page.content.decode()
    url = address("staff_list_columns")
    refused = client.post(url, {"first_name": "0", "title": "2"})
    assert refused.status_code == 422
    assert (
        "Choose the column for: Name, or first name and last name; Start date"
        in refused.content.decode()
    )
    doubled = client.post(url, {"name": "0", "title": "0", "starts": "3"})
    assert "A column can be one thing only: Job title" in doubled.content.decode()
    assert client.post(url, {"name": "99"}).status_code == 422
    assert the_list().columns == {}
    page = client.post(
        url, {"first_name": "0", "last_name": "1", "title": "2", "starts": "3"}, follow=True
    )
    assert "Cy New" in page.content.decode()
    client.post(address(), {"digest": digest(page)})
    assert StaffRecord.objects.get(name="Cy New").assignments.get().title == "Matron"


def test_a_column_that_cannot_be_used_is_said(client, kestrel) -> None:
    page = upload(
        client, "Cy New,Matron,1/4/2026,Surgery", head="Name,Job title,Start date,Division"
    )
    assert (
        "The column “Division” is left out: this organisation has no divisions here yet"
        in page.content.decode()
    )


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("staff.csv", b"", "The file is empty."),
        ("staff.xlsm", b"PK\x03\x04", "holds macros"),
        ("staff.xlsx", b"PK\x03\x04 broken", "damaged, or too big inside"),
        ("staff.csv", b"a,b\x81,c", "cannot be read as text"),
        ("staff.exe", b"MZ", "must end in .xlsx or .csv"),
    ],
)
def test_what_is_no_list_is_said_beside_the_field_and_not_kept(
    client, kestrel, name, content, says
) -> None:
    url = reverse("orgs:staff_lists", args=["TA1"])
    answer = client.post(url, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not StaffList.objects.exists()


def test_more_than_50_mb_are_dropped_on_the_way(client, kestrel, tmp_path, settings) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    url = reverse("orgs:staff_lists", args=["TA1"])
    big = SimpleUploadedFile("staff.csv", b"a," * (26 * 1024 * 1024))
    answer = client.post(url, {"file": big})
    assert answer.status_code == 422
    assert "The file is larger than 50 MB" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_list_belongs_to_its_employer(client, kestrel, units) -> None:
    upload(client, row(300, "Cy New"))
    other = factories.holder("cpo", units["TA2"])
    client.force_login(other)
    for unit in ("TA1", "TA2"):
        for name in ("staff_list", "staff_list_columns"):
            assert client.get(address(name, unit)).status_code == 404
        for name in ("staff_list", "staff_list_answer", "staff_list_discard"):
            assert client.post(address(name, unit), {"digest": "x"}).status_code == 404
    assert the_list().state == UploadState.OPEN


@pytest.mark.parametrize(
    "role", ["learning_lead", "access_admin", "founder", "ig_auditor", "staff"]
)
def test_no_other_role_keeps_the_list(client, kestrel, role) -> None:
    upload(client, row(300, "Cy New"))
    client.force_login(factories.holder(role, kestrel.unit))
    for name in ("people", "staff_lists", "staff_export", "staff_template", "add_person"):
        assert client.get(reverse(f"orgs:{name}", args=["TA1"])).status_code == 403
    assert client.post(address(), {"digest": "x"}).status_code == 403
    assert upload(client, row(301, "Di New")).status_code == 403
    assert StaffList.objects.count() == 1


def test_a_list_is_discarded_or_expires_with_its_file(client, kestrel) -> None:
    upload(client, row(300, "Cy New"))
    upload(client, row(301, "Di New"))
    client.post(address("staff_list_discard"))
    assert (the_list().state, the_list().content) == (UploadState.DISCARDED, None)
    assert client.post(address("staff_list_discard")).status_code == 422
    assert expire_lists(STAFF_LISTS) == 0
    StaffList.objects.update(expires_at=now() - DAY)
    assert expire_lists(STAFF_LISTS) == 1
    assert StaffList.objects.filter(state=UploadState.EXPIRED, content=None).count() == 1
    assert expire_lists(STAFF_LISTS) == 0
    assert not StaffRecord.objects.filter(employee_number__in=["300", "301"]).exists()


def test_from_a_division_the_employers_page_is_opened(client, kestrel, units) -> None:
    from orgs import tree

    with tree.locked():
        tree.create(
            "TA1D",
            name="Surgery",
            type_code="division",
            on=factories.LONG_AGO,
            employer=kestrel.unit,
        )
        tree.project(today())
    assert client.get("/o/TA1D/people/").url == "/o/TA1/people/"
    assert client.get("/o/TA1D/people/lists/").url == "/o/TA1/people/"


def test_who_was_shown_is_recorded(client, kestrel) -> None:
    upload(client, row(100, "Ada Lamb", "Director"))
    (looked,) = ReadEvent.objects.filter(page="staff_list")
    assert (looked.staff_ids, looked.purpose) == ([kestrel.ada.pk], "keeping the staff list")


def test_the_pages_take_as_many_queries_for_many_rows(client, kestrel) -> None:
    url = reverse("orgs:staff_lists", args=["TA1"])
    upload(client, row(300, "Cy New"))
    one, lists_one = queries(client, address()), queries(client, url)
    upload(client, *(row(400 + n, f"New Person{n}") for n in range(60)))
    assert queries(client, address()) == one <= 16
    assert queries(client, url) == lists_one <= 9
