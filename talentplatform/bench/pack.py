"""A region's pack, comments on every section included, made by a worker: seconds and peak memory.

The worker is a process of its own with the site's login. It loads what a Celery worker loads, makes
three such runs one after the other, as a worker does, and tells its own peak.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings

from orgs.clock import now, today
from orgs.models.access import User
from reporting import packs
from reporting.models import Release, ReportRun
from reporting.packs import Comments, Printed
from reporting.reports import reports
from talentplatform.bench.pages import ensure_release, subject

SECONDS, MEBIBYTES, RUNS = 10.0, 400.0, 3
#: Three sentences, as an author writes under a figure.
COMMENT = (
    "The figure is close to that of the last release. Two boards look at it again in spring. What "
    "was agreed at the last meeting is under way, and the next paper to the committee says how far."
)
#: Takes the numbers of the runs; prints a line of JSON.
_WORKER = """
import json, resource, sys, time
from talentplatform.celery import app
app.loader.import_default_modules()
from reporting.tasks import render_run
loaded = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
made = []
for run in sys.argv[1:]:
    wall, processor = time.perf_counter(), time.process_time()
    state = render_run(run)
    made.append([state, time.perf_counter() - wall, time.process_time() - processor])
print(json.dumps({"made": made, "loaded": loaded, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


@dataclass(frozen=True)
class Made:
    """What the worker told: seconds and processor seconds of each run, and its memory in MiB."""

    states: tuple[str, ...]
    seconds: tuple[float, ...]
    processor: tuple[float, ...]
    loaded: float
    peak: float

    @property
    def holds(self) -> bool:
        done = all(state == "done" for state in self.states)
        return done and max(self.seconds) < SECONDS and self.peak < MEBIBYTES


def run(say: Callable[[str], None]) -> bool:
    """Have the pack made; True when each time and the worker's peak are below their bars."""
    of = subject()
    ensure_release(of.region, of.report, say)
    found = Release.objects.filter(unit__code=of.region, report=of.report, as_at=today())
    release = found.latest("revision")
    lead = next(login for name, login, _ in of.pages if name == "regional dashboard")
    runs = [_asked_for(release, User.objects.get(login=lead)) for _ in range(RUNS)]
    made = _made(runs)
    say(f"pack of {of.region}: {release.contributors_of} organisations, a comment on every section")
    for each, seconds, processor in zip(runs, made.seconds, made.processor, strict=True):
        each.refresh_from_db()
        size = len(each.pdf or b"") / 1024
        say(
            f"  {each.pages} pages, {size:.0f} KiB: {seconds:.2f} s, processor {processor:.2f} s, "
            f"{each.state}"
        )
    say(
        f"  {'✓' if made.holds else '✗'} worker: {made.peak:.0f} MiB at its peak, "
        f"{made.loaded:.0f} MiB before the first"
    )
    return made.holds


def _asked_for(release: Release, lead: User) -> ReportRun:
    """A run as an author asks for to see her draft: it prints what it holds, published or not."""
    report = reports.get(release.report)
    texts = {section.key: COMMENT for section in report.sections}
    comments = Comments(0, packs.role_label("talent_lead"), today(), texts)
    pack = packs.in_effect(report, release.unit_id, today())
    return ReportRun.objects.create(
        unit_id=release.unit_id,
        report=release.report,
        slot=today(),
        scope=release.unit.code,
        release=release,
        asked_by=lead,
        printed=Printed(pack, comments, draft=True).as_json(),
        draft=True,
        created_at=now(),
    )


def _made(runs: list[ReportRun]) -> Made:
    command = [sys.executable, "-c", _WORKER, *(str(each.public_id) for each in runs)]
    told = os.environ | {"DATABASE_LOGIN": "web"}
    answer = subprocess.run(  # noqa: S603  our own
        command, cwd=settings.REPO, env=told, check=False, capture_output=True, text=True
    )
    if answer.returncode:
        raise RuntimeError(answer.stderr)
    said = json.loads(answer.stdout.splitlines()[-1])
    states, seconds, processor = zip(*said["made"], strict=True)
    return Made(states, seconds, processor, said["loaded"] / 1024, said["peak"] / 1024)
