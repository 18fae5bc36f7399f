"""Staff lists and people for tests: a Trust with a few, and files as its succession lead would upload them."""

import datetime as dt
import io
import re
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.models.staff_lists import StaffList
from orgs.models.units import OrgUnit
from tests import factories

HEAD = (
    "Employee number,Name,Work email,Job title,Pay band,Manager employee number,Start date,End date"
)
SINCE = "01/04/2020"


@dataclass
class Trust:
    unit: OrgUnit
    cpo: User
    ada: StaffRecord
    bo: StaffRecord


def trust(unit: OrgUnit) -> Trust:
    """Priya who keeps the list, Ada with the number 100, and Bo with 200."""
    priya = factories.staff(unit, "Priya Nair", title="Chief people officer")
    cpo = factories.holder("cpo", unit, person=priya.person)
    ada, bo = factories.staff(unit, "Ada Lamb"), factories.staff(unit, "Bo Reed")
    StaffRecord.objects.filter(pk=priya.pk).update(employee_number="1")
    for record, number in ((ada, "100"), (bo, "200")):
        record.employee_number = number
        record.save()
    return Trust(unit, cpo, ada, bo)


def row(number: object, name: str, title: str = "Deputy director", band: str = "8d", *, email: str = "",
        manager: object = "", starts: str = SINCE, ends: str = "") -> str:  # fmt: skip
    return ",".join(map(str, (number, name, email, title, band, manager, starts, ends)))


#: Everybody of :func:`trust` as they are.
ALL = (row(1, "Priya Nair", "Chief people officer"), row(100, "Ada Lamb"), row(200, "Bo Reed"))


def file(*rows: str, name: str = "staff.csv", head: str = HEAD) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, "\n".join([head, *rows]).encode())


def upload(client: Client, *rows: str, unit: str = "TA1", **how: str) -> HttpResponse:
    """Post a list and follow to what it would change."""
    url = reverse("orgs:staff_lists", args=[unit])
    return client.post(url, {"file": file(*rows, **how)}, follow=True)


def the_list() -> StaffList:
    return StaffList.objects.latest("uploaded_at")


def address(name: str = "staff_list", unit: str = "TA1") -> str:
    return reverse(f"orgs:{name}", args=[unit, the_list().public_id])


def digest(response: HttpResponse) -> str:
    found = re.search(r'name="digest" value="(\w+)"', response.content.decode())
    assert found is not None, "the page cannot be confirmed"
    return found[1]


def applied(client: Client, *rows: str, **answers: object) -> HttpResponse:
    """Upload, answer, and confirm what the page then shows; nobody is asked twice."""
    page = upload(client, *rows)
    if answers:
        page = client.post(address("staff_list_answer"), answers, follow=True)
    return client.post(address(), {"digest": digest(page)}, follow=True)


def day_parts(name: str, day: dt.date) -> dict[str, str]:
    return {
        f"{name}_day": str(day.day),
        f"{name}_month": str(day.month),
        f"{name}_year": str(day.year),
    }


def bytes_of(response: HttpResponse) -> io.BytesIO:
    return io.BytesIO(response.content)
