"""Spreadsheets as a succession lead would upload them, and what the page then says."""

import re

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.models.people import StaffRecord
from succession.models import PlanSheet
from succession.onramp import files
from succession.onramp.changes import Difference
from tests.succession.factories import World

PLAN_HEAD = "Post;Board role;Incumbent;Flight risk;Impact;Successor;Readiness;Emergency cover;Evidence;Review by"
TEAM_HEAD = "Name;Employee number;Job title;Flight risk;Successor for;Readiness;Nine box;Age"
SHEETS = "succession:plan_sheets"


_CELLS = (
    "role", "holder", "risk", "impact", "successor", "readiness", "cover", "evidence", "review",
)  # fmt: skip


def row(post: str = "", **cells: str) -> str:
    """One row under :data:`PLAN_HEAD`; a cell that is not named is empty."""
    assert set(cells) <= set(_CELLS)
    return ";".join((post, *(cells.get(name, "") for name in _CELLS)))


def content(*rows: str, head: str = PLAN_HEAD) -> bytes:
    return "\n".join(["sep=;", head, *rows]).encode()


def upload(
    client: Client, *rows: str, head: str = PLAN_HEAD, layout: str = "plan", unit: str = "TA1"
) -> HttpResponse:
    """Post a spreadsheet and follow to what it would change."""
    file = SimpleUploadedFile("plan.csv", content(*rows, head=head))
    url = reverse(SHEETS, args=[unit])
    return client.post(url, {"layout": layout, "file": file}, follow=True)


def sheet() -> PlanSheet:
    return PlanSheet.objects.latest("uploaded_at")


def address(name: str = "plan_sheet", unit: str = "TA1") -> str:
    return reverse(f"succession:{name}", args=[unit, sheet().public_id])


def text(response: HttpResponse) -> str:
    """The words of a page, without tags."""
    main = response.content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def digest(response: HttpResponse) -> str:
    found = re.search(r'name="digest" value="(\w+)"', response.content.decode())
    assert found is not None, "the page cannot be confirmed"
    return found[1]


def applied(client: Client, *rows: str, **how: str) -> HttpResponse:
    """Upload, and confirm what the page then shows."""
    page = upload(client, *rows, **how)
    return client.post(address(), {"digest": digest(page)}, follow=True)


def difference(trust: World) -> Difference:
    """What the newest spreadsheet would do."""
    with user_scope(trust.cpo.pk, unit_code=trust.unit.code) as viewer:
        return files.reading(viewer, sheet()).difference


def number(staff: StaffRecord, employee_number: str) -> None:
    StaffRecord.objects.filter(pk=staff.pk).update(employee_number=employee_number)
