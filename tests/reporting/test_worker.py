"""A real worker, a real queue that is emptied, and nothing lost: the row in Postgres is the truth."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.db import connection

from orgs.clock import today
from orgs.models.outbox import Outbox
from orgs.models.units import OrgUnit
from reporting import runs
from reporting.access import REPORTS
from reporting.models import Release, ReleaseCalendar, ReportRun, Schedule, ScheduleRecipient
from tests import factories
from tests.reporting import region

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

REPO = Path(settings.REPO)


def _url(variable: str) -> str:
    """The URL of a login, at this test's database."""
    parts = urlsplit(os.environ[variable])
    return urlunsplit(parts._replace(path=f"/{connection.settings_dict['NAME']}"))


def _environment(login: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "talentplatform.settings.test",
        "DATABASE_LOGIN": login,
        "DATABASE_URL": _url("DATABASE_URL"),
        "DATABASE_BUILDER_URL": _url("DATABASE_BUILDER_URL"),
    }


@pytest.fixture
def worker(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A worker of the queue and login that the test names."""
    queue, login = request.param
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "celery", "-A", "talentplatform.celery", "worker"),
            *("-Q", queue, "-c", "1", "-l", "WARNING", "--without-gossip", "--without-mingle"),
        ],
        cwd=REPO,
        env=_environment(login),
    )
    yield process
    process.terminate()
    process.wait(timeout=30)


def _until(found, seconds: float = 60.0) -> None:
    until = time.monotonic() + seconds
    while not found():
        assert time.monotonic() < until, "the worker did not do it in time"
        time.sleep(0.2)


def _empty_the_queue() -> None:
    from talentplatform.celery import app

    with app.connection_for_write() as queue:
        queue.default_channel.client.flushdb()


@pytest.mark.parametrize("worker", [("celery", "web")], indirect=True)
def test_an_emptied_queue_loses_nothing_and_doubles_nothing(
    units: dict[str, OrgUnit], worker: subprocess.Popen[bytes]
) -> None:
    from reporting.building import build_release

    region.fill(units)
    build_release("RA", "leadership", region.AS_AT)
    owner = factories.holder("talent_lead", units["RA"], login="owner@example.org")
    for day in (1, 2):
        made = Schedule.objects.create(
            unit=units["RA"], report="leadership", day_of_month=day, owner=owner, next_on=today()
        )
        ScheduleRecipient.objects.create(schedule=made, unit=units["RA"], user=owner)

    os.kill(
        worker.pid, 19
    )  # the worker stands still while the bell is rung and the queue is emptied
    runs.sweep(REPORTS)
    assert ReportRun.objects.filter(state="queued").count() == 2
    _empty_the_queue()
    os.kill(worker.pid, 18)

    time.sleep(2)
    assert ReportRun.objects.filter(state="queued").count() == 2, "the messages are gone"
    ReportRun.objects.update(created_at=ReportRun.objects.earliest("id").created_at - runs.UNHEARD)
    runs.sweep(REPORTS)
    runs.sweep(REPORTS)
    _until(lambda: ReportRun.objects.filter(state="done").count() == 2)

    assert ReportRun.objects.count() == 2
    assert {bytes(run.pdf)[:5] for run in ReportRun.objects.all()} == {b"%PDF-"}
    assert len({run.pdf_sha256 for run in ReportRun.objects.all()}) == 1, (
        "one release, one document"
    )
    assert Outbox.objects.filter(template="report_ready").count() == 2


@pytest.mark.parametrize("worker", [("build", "builder")], indirect=True)
def test_the_builder_makes_what_the_calendar_asks_for(
    units: dict[str, OrgUnit], worker: subprocess.Popen[bytes]
) -> None:
    from talentplatform.tasks import run_tick

    region.fill(units)
    ReleaseCalendar.objects.create(
        unit=units["RA"], report="leadership", day_of_month=1, next_on=region.AS_AT
    )
    run_tick.apply_async(["release figures"], queue="build")
    run_tick.apply_async(["release figures"], queue="build")
    _until(lambda: Release.objects.count() == 3)
    assert Release.objects.get(unit__code="RA").as_at == region.AS_AT


@pytest.mark.parametrize("worker", [("celery", "web")], indirect=True)
def test_a_run_that_waited_for_comments_is_made_once(
    units: dict[str, OrgUnit], worker: subprocess.Popen[bytes]
) -> None:
    from orgs.access.scope import user_scope
    from reporting import commentary
    from reporting.building import build_release

    region.fill(units)
    release = build_release("RA", "leadership", region.AS_AT)
    assert release is not None
    owner = factories.holder("talent_lead", units["RA"], login="owner@example.org")
    made = Schedule.objects.create(
        unit=units["RA"],
        report="leadership",
        day_of_month=1,
        owner=owner,
        next_on=today(),
        wait_days=2,
    )
    ScheduleRecipient.objects.create(schedule=made, unit=units["RA"], user=owner)
    runs.sweep(REPORTS)
    time.sleep(1)
    assert ReportRun.objects.get().state == "waiting"
    with user_scope(owner.pk, login=owner.login, unit_code="RA") as viewer:
        published = commentary.publish(
            viewer=viewer, release=release, texts={"": "Worth the wait"}, version=0
        )
    runs.sweep(REPORTS)
    runs.sweep(REPORTS)
    _until(lambda: ReportRun.objects.get().state == "done")
    assert ReportRun.objects.get().commentary == published
    assert Outbox.objects.filter(template="report_ready").count() == 1
