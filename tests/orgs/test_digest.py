"""Reminders by e-mail: when one leaves, to whom, and that it says nothing."""

import datetime as dt
from collections.abc import Iterator
from unittest.mock import patch
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from orgs import digest, outbox
from orgs.access.actions import OWN_RECORD
from orgs.access.principals import DIGEST
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.models import DigestSetting, OrgUnit, Outbox, User
from orgs.models.audit import AuditEvent
from orgs.panels import Source, Waiting, sources
from tests import factories

#: A Monday, at ten in the morning.
MONDAY = dt.datetime(2026, 11, 30, 10, 0, tzinfo=ZoneInfo("Europe/London"))
DAY = dt.timedelta(days=1)


@pytest.fixture
def waiting() -> Iterator[list[Waiting]]:
    """What waits for an access administrator, as the tests say; nothing else does."""
    from orgs.access.actions import MANAGE_ACCESS

    found: list[Waiting] = [Waiting("Ada Canary waits", "Open", "/")]
    only = {"test": Source(1, (MANAGE_ACCESS,), lambda _: found)}
    with patch.object(sources, "_items", only):
        yield found


@pytest.fixture
def admin(units: dict[str, OrgUnit]) -> User:
    person = factories.staff(units["TA1"], "Joe Reed").person
    return factories.holder("access_admin", units["TA1"], person=person)


def chosen(user: User, unit: OrgUnit, often: str, hour: int = 8) -> DigestSetting:
    return DigestSetting.objects.create(user=user, unit=unit, often=often, hour=hour)


def sent(moment: dt.datetime) -> int:
    with patch.object(digest, "now", lambda: moment):
        return digest.send_due(DIGEST)


def test_a_daily_one_leaves_once_a_working_day(units, admin, waiting) -> None:
    chosen(admin, units["TA1"], "daily")
    assert [sent(MONDAY), sent(MONDAY), sent(MONDAY + DAY)] == [1, 0, 1]
    assert [sent(MONDAY + 5 * DAY), sent(MONDAY + 6 * DAY)] == [0, 0], "Saturday and Sunday"
    assert sent(MONDAY + 7 * DAY) == 1


def test_a_weekly_one_leaves_once_a_week_and_late_when_monday_was_missed(
    units, admin, waiting
) -> None:
    chosen(admin, units["TA1"], "weekly")
    assert [sent(MONDAY + DAY), sent(MONDAY + 2 * DAY)] == [1, 0]
    assert [sent(MONDAY + 7 * DAY), sent(MONDAY + 8 * DAY)] == [1, 0]


@pytest.mark.parametrize(
    ("hour", "at", "number"), [(10, 10, 1), (11, 10, 0), (8, 19, 0), (7, 6, 0)]
)
def test_it_leaves_from_the_hour_and_never_in_the_evening_or_night(
    units, admin, waiting, hour, at, number
) -> None:
    chosen(admin, units["TA1"], "daily", hour)
    assert sent(MONDAY.replace(hour=at)) == number


def test_never_and_nothing_waiting_are_silence(units, admin, waiting) -> None:
    setting = chosen(admin, units["TA1"], "never")
    assert sent(MONDAY) == 0
    DigestSetting.objects.update(often="daily")
    waiting.clear()
    assert sent(MONDAY) == 0
    setting.refresh_from_db()
    assert setting.sent_on == MONDAY.date()
    assert not Outbox.objects.exists()


def test_what_waits_for_the_person_herself_counts(units) -> None:
    person = factories.staff(units["TA1"], "Kirsty Moor")
    user = factories.holder("staff", units["TA1"], login="kirsty", person=person.person)
    seen: list[int | None] = []

    def load(viewer: Viewer) -> list[Waiting]:
        seen.append(viewer.person_id)
        return []

    chosen(user, units["TA1"], "daily")
    with patch.object(sources, "_items", {"own": Source(1, (OWN_RECORD,), load)}):
        sent(MONDAY)
    assert seen == [person.person_id]


def test_who_lost_the_role_gets_nothing(units, admin, waiting) -> None:
    chosen(admin, units["TA1"], "daily")
    admin.grants.update(valid_to=MONDAY.date())
    assert sent(MONDAY) == 0


def test_the_message_names_nobody(units, admin, waiting) -> None:
    chosen(admin, units["TA1"], "daily")
    sent(MONDAY)
    row = Outbox.objects.get()
    letter = outbox.render(row.template, **row.context)
    assert "Canary" not in letter.subject + letter.body
    assert letter.body.count("/o/TA1/") == 1
    assert row.to == admin.person.records.get().work_email


def test_everybody_chooses_for_herself(client: Client, units, admin) -> None:
    page = reverse("orgs:digest", args=["TA1"])
    client.force_login(admin)
    assert client.get(page).context["form"].initial["often"] == "never"
    assert client.post(page, {"often": "hourly", "hour": 8}).status_code == 422
    assert client.post(page, {"often": "daily", "hour": 3}).status_code == 422
    assert not DigestSetting.objects.exists()
    assert client.post(page, {"often": "daily", "hour": 9}).status_code == 302
    assert client.post(page, {"often": "weekly", "hour": 10}).status_code == 302
    row = DigestSetting.objects.get()
    assert (row.user, row.unit.code, row.often, row.hour) == (admin, "TA1", "weekly", 10)
    assert AuditEvent.objects.filter(action="digest.changed").count() == 2
    client.force_login(factories.holder("learning_lead", units["TA1"]))
    assert client.get(page).context["form"].initial["often"] == "never"


def test_nobody_reads_or_writes_anothers(units, admin) -> None:
    chosen(admin, units["TA1"], "daily")
    other = factories.holder("access_admin", units["TA1"], login="other")
    with user_scope(other.pk, unit_code="TA1"):
        assert not DigestSetting.objects.exists()
        assert DigestSetting.objects.update(often="never") == 0
    with user_scope(admin.pk, unit_code="TA1"):
        assert DigestSetting.objects.count() == 1
