"""The plan as a spreadsheet, the templates, and what comes back unchanged."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from orgs.clock import today
from orgs.imports.sheets import read_sheet
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.people import Assignment, StaffRecord
from succession.models import Incumbency, Post, ReadinessJudgement, RiskAssessment
from tests import factories
from tests.succession.factories import World, make_post, nominate
from tests.succession.onramp.bringing import SHEETS, difference, text

DAY = dt.timedelta(days=1)


@pytest.fixture
def kestrel(trust, client) -> World:
    """A plan with whatever is hard to write into a spreadsheet and read again."""
    client.force_login(trust.cpo)
    unit = trust.unit
    StaffRecord.objects.filter(pk=trust.deputy.pk).update(employee_number="=007")
    twin = factories.staff(unit, "Kirsty Moor")
    StaffRecord.objects.filter(pk=twin.pk).update(work_email="kirsty.2@example.org")
    shared = make_post(unit, "-Shared, “chief” operating officer", "COO", "CSO", position=2)
    for staff in (twin, trust.holder):
        Incumbency.objects.create(
            unit=unit, post=shared, assignment=Assignment.objects.get(staff=staff), starts_on=today()
        )  # fmt: skip
    make_post(unit, "Non-executive director", "NED", position=3)
    make_post(unit, "Non-executive director", "NED", holder=trust.holder, position=4)
    vacant = make_post(unit, "Chief finance officer", "CFO", holder=trust.deputy, position=5)
    vacant.incumbencies.update(ends_on=today())
    Post.objects.filter(pk=vacant.pk).update(criticality="C2")
    nominate(trust.post, trust.deputy, "R12", cover="ACT")
    nominate(trust.post, twin, "R35", rank=2, review_by=today() - DAY)
    nominate(shared, trust.deputy, "RNO", rank=1)
    ReadinessJudgement.objects.filter(readiness="R12").update(
        evidence="- led the winter plan;\n=SUM(A1) of both sites"
    )
    RiskAssessment.objects.create(
        unit=unit, post=trust.post, vacancy_risk="FR9", impact="IM3", reasons=["RET", "OTH"],
        stated_by_person=True, stated_on=today() - DAY, leaving_on=today() + 90 * DAY,
        assessed_on=today(), valid_from=today(),
    )  # fmt: skip
    return trust


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_plan_can_be_uploaded_as_it_was_taken_away(client, kestrel, kind) -> None:
    taken = client.get(reverse("succession:export_plan", args=["TA1"]), {"format": kind})
    assert f'filename="succession-TA1-{today()}.{kind}"' in taken["Content-Disposition"]
    file = SimpleUploadedFile(f"plan.{kind}", taken.content)
    url = reverse(SHEETS, args=["TA1"])
    page = client.post(url, {"layout": "plan", "file": file}, follow=True)
    found = difference(kestrel)
    assert (found.faults, found.left_out) == ([], [])
    assert found.nothing, found
    assert "Nothing to change" in text(page)
    assert len(found.same) == 5 + 3
    (taken_away,) = AuditEvent.objects.filter(action="plan_sheet.exported")
    assert taken_away.detail == {"rows": 6, "format": kind}
    (looked,) = ReadEvent.objects.filter(page="succession.export")
    assert kestrel.deputy.pk in looked.staff_ids


def test_nothing_in_an_export_is_run_by_a_spreadsheet(client, kestrel) -> None:
    taken = client.get(reverse("succession:export_plan", args=["TA1"]), {"format": "csv"})
    said = taken.content.decode("utf-8-sig")
    assert "'=007" in said
    assert "'- led the winter plan" in said
    assert '"\'-Shared, “chief” operating officer"' in said


@pytest.mark.parametrize("layout", ["plan", "team"])
@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_an_empty_template_has_the_headings_and_nothing_else(client, kestrel, layout, kind) -> None:
    url = reverse("succession:plan_sheet_template", args=["TA1", layout, kind])
    made = client.get(url)
    assert made["Content-Disposition"] == f'attachment; filename="{layout}-template.{kind}"'
    with pytest.raises(ValueError, match="There is no row below the headings"):
        read_sheet(made.content, f"x.{kind}")


@pytest.mark.parametrize(("layout", "kind"), [("plan", "pdf"), ("nine-box", "csv")])
def test_no_other_template_is_there(client, kestrel, layout, kind) -> None:
    url = reverse("succession:plan_sheet_template", args=["TA1", layout, kind])
    assert client.get(url).status_code == 404
