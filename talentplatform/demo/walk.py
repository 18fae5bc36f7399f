"""The main job over real HTTP, step by step, as the people would do it.

From a name on a board plan to a released figure and a PDF that identify nobody, and then the
hierarchy is redrawn while yesterday stays as it was. No browser: what is asserted is what the
server sent.
"""

import datetime as dt
import io
import re
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db.models import Model, QuerySet

from reporting.doorbell import BUILD, ring
from reporting.enums import PreviewState, RunState
from reporting.models import ChangePreview, Release, ReportRun, Schedule
from talentplatform.demo import places, releases
from talentplatform.demo.browser import Browser, Form, Page
from talentplatform.demo.personas import PASSWORD

POST = "Chief digital and information officer"
SUCCESSOR, SUCCESSOR_NAME = "daniel", "Daniel Osei"
PATIENCE = 90.0
Row = TypeVar("Row", bound=Model)
_UUID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"


class StepFailedError(Exception):
    """A step did not hold: what was expected, in a sentence."""


def expect(holds: object, sentence: str) -> None:
    """Raise :class:`StepFailedError` with `sentence` unless it holds."""
    if not holds:
        raise StepFailedError(sentence)


@dataclass
class Walk:
    """The walk: its browsers, what it keeps from step to step, and how it went.

    A step that fails ends the walk, since each builds on those before.
    """

    address: str
    day: dt.date
    say: Callable[[str], None]
    failed: bool = False
    kept: dict[str, str] = field(default_factory=dict)
    _browsers: dict[str, Browser] = field(default_factory=dict)

    @contextmanager
    def step(self, sentence: str) -> Iterator[None]:
        begun = time.monotonic()
        try:
            yield
        except Exception as error:
            self.failed = True
            self.say(f"✗ {sentence} ({time.monotonic() - begun:.2f} s)")
            self.say(f"  {type(error).__name__}: {error}")
            raise
        self.say(f"✓ {sentence} ({time.monotonic() - begun:.2f} s)")

    def sign_in(self, login: str) -> Browser:
        """A browser in which somebody is signed in."""
        if login not in self._browsers:
            browser = Browser(self.address)
            page = browser.get("/accounts/login/")
            form = page.form(to="login")
            after = browser.submit(page, form, login=login, password=PASSWORD)
            expect(
                after.status == 200 and "/login/" not in after.url,
                f"{login} could not sign in ({after.status} at {after.url})",
            )
            self._browsers[login] = browser
        return self._browsers[login]

    # --- the story --------------------------------------------------------------------------------

    def go(self) -> bool:
        """Walk it all; True when every step held."""
        begun = time.monotonic()
        try:
            ring(BUILD, places.REGION[0], releases.REPORT, self.day.isoformat())
            self._succession()
            self._reporting()
            self._restructure()
        except Exception:
            if not self.failed:
                raise
        took = time.monotonic() - begun
        self.say(
            f"The walk failed after {took:.1f} s"
            if self.failed
            else f"Every step held, {took:.1f} s"
        )
        return not self.failed

    def _succession(self) -> None:
        base = f"/o/{places.KESTREL_VALLEY}/"
        with self.step("Priya, succession lead of Kestrel Valley, signs in"):
            priya = self.sign_in("priya")
        with self.step("she opens the board plan"):
            plan = priya.get(f"{base}succession/")
            expect(plan.status == 200, f"the plan answered {plan.status}")
            expect(POST in plan.text, f"{POST} is not on the plan")
        with self.step(
            f"she names {SUCCESSOR_NAME}; the answer shows the gap, a pathway and a pool"
        ):
            named = self._name(priya, plan)
        with self.step("she prepares the pathway and the pool"):
            form = named.form(to="/prepare/")
            nomination = priya.submit(named, form)
            expect(nomination.status == 200, f"preparing answered {nomination.status}")
            expect("Aspiring" in nomination.text, "the prepared pathway is not on the nomination")
        with self.step("nobody else sees it yet: learning people and Daniel do not"):
            leah, daniel = self.sign_in("leah"), self.sign_in(SUCCESSOR)
            learning = leah.get(f"{base}learning/")
            expect(learning.status == 200, f"the learning page answered {learning.status}")
            expect(SUCCESSOR_NAME not in learning.text, "learning people see the prepared pathway")
            mine = daniel.get(f"{base}my/development/")
            expect(mine.status == 200, f"My development answered {mine.status}")
            expect("Aspiring chief digital" not in mine.text, "he sees what is only prepared")
        with self.step("she tells him"):
            told = priya.submit(nomination, nomination.form(to="/tell/"))
            expect(told.status == 200 and "has been told" in told.text, "telling was not saved")
        with self.step("Daniel agrees"):
            mine = daniel.get(f"{base}my/development/")
            answered = daniel.submit(mine, mine.form(to="/answer/"), answer="yes")
            expect(answered.status == 200, f"his answer got {answered.status}")
        with self.step("the pathway is his on My development, and learning people see it"):
            mine = daniel.get(f"{base}my/development/")
            expect("Aspiring chief digital" in mine.text, "the pathway is not on My development")
            expect(
                SUCCESSOR_NAME in leah.get(f"{base}learning/?q=Osei").text, "Leah does not see him"
            )
        self._looking_back(priya)
        self._signing(priya)

    def _looking_back(self, priya: Browser) -> None:
        day = self.day - dt.timedelta(days=30)
        plan = f"/o/{places.KESTREL_VALLEY}/succession/"
        with self.step("she looks at the plan as it stood 30 days ago, and as it was known then"):
            then = priya.get(f"{plan}?as_at={day.isoformat()}")
            known = priya.get(f"{plan}?as_at={day.isoformat()}&known_on={day.isoformat()}")
            expect("As it stood on" in then.text, "the plan does not say of which day it is")
            expect("as it was known on" in known.text, "nor by when it had to be known")
            expect(then.text.count("Vacant") < known.text.count("Vacant"), "both tell the same")
            ahead = priya.get(f"{plan}?as_at={(self.day + dt.timedelta(days=1)).isoformat()}")
            expect(ahead.status == 422, f"the plan of tomorrow answered {ahead.status}")

    def _signing(self, priya: Browser) -> None:
        base = f"/o/{places.KESTREL_VALLEY}/"
        with self.step("Priya submits the plan: it is frozen, and waits for two signatures"):
            page = priya.get(f"{base}succession/sign-off/")
            page = priya.submit(page, page.form(to="/sign-off/"))
            expect(page.status == 200, f"submitting answered {page.status}")
            expect("0 of 2 signatures are in" in page.text, "the plan does not wait for two")
        with self.step("Margaret, the chair, reads it, sees nobody who was not told, and signs"):
            margaret = self.sign_in("margaret")
            page = margaret.get(f"{base}succession/sign/")
            page = margaret.get(page.link(rf"/succession/sign/{_UUID}/$"))
            expect(SUCCESSOR_NAME in page.text, "the plan does not name who was told and agreed")
            expect("not been told yet" in page.text, "the plan says nothing of who was not told")
            page = margaret.submit(page, page.form(to="/sign/"), read="on")
            expect("You signed it" in page.text, f"her signature was not taken ({page.status})")
            refused = margaret.get(f"{base}succession/")
            expect(refused.status == 403, f"the plan itself answered {refused.status}")

    def _name(self, browser: Browser, plan: Page) -> Page:
        start = plan.html.index(POST, plan.html.index("<tbody"))
        found = re.search(rf"/succession/posts/{_UUID}/name/", plan.html[start:])
        if found is None:
            raise StepFailedError(f"the plan has no link to name somebody for {POST}")
        base = f"/o/{places.KESTREL_VALLEY}"
        people = browser.get(f"{base}{found.group()}?q=Osei")
        page = browser.get(people.link(rf"/name/{_UUID}/$", says=SUCCESSOR_NAME))
        named = browser.submit(
            page,
            page.form(to="/name/"),
            readiness="R12",
            evidence="Led the electronic patient record; next, a committee and the system.",
        )
        expect(named.status == 200, f"naming answered {named.status}")
        for words in ("robust governance", "Aspiring chief digital", "Digital leaders"):
            expect(words in named.text, f"the answer does not show {words!r}")
        return named

    def _reporting(self) -> None:
        region = f"/o/{places.REGION[0]}/"
        with self.step("meanwhile Marcus, Sunita, Owen and Omar sign in"):
            for login in ("marcus", "sunita", "owen", "omar"):
                self.sign_in(login)
        with self.step("worker-builder has counted, protected and released the region's figures"):
            wait_for(Release.objects.filter(unit__code=places.REGION[0], as_at=self.day))
        with self.step("Marcus, regional talent lead, reads the dashboard"):
            marcus = self.sign_in("marcus")
            page = marcus.get(f"{region}reports/{releases.REPORT}/")
            expect(page.status == 200, f"the dashboard answered {page.status}")
            expect("Merlinmoor" in page.text, "the dashboard does not name the boards")
            expect(SUCCESSOR_NAME not in page.html, "the dashboard names a person")
        with self.step(
            "the plan is 404 for him, and so is a path that does not exist, in the same bytes"
        ):
            real = marcus.get(f"/o/{places.KESTREL_VALLEY}/succession/")
            false = marcus.get(f"/o/{places.KESTREL_VALLEY}/no/such/page/")
            expect((real.status, false.status) == (404, 404), f"{real.status} and {false.status}")
            expect(real.stable == false.stable, "the two answers differ")
        with self.step("the schedules come due; the region's PDF is made, and is a tagged one"):
            self._pdf(marcus)
        with self.step("Helen, who chairs an ICB's people committee, opens the PDF sent to her"):
            self._sent()
        self.say(f"  the PDF lies at {self.kept['pdf']}")

    def _pdf(self, browser: Browser) -> None:
        schedules = Schedule.objects.filter(owner__login=releases.OWNER)
        schedule = schedules.get(unit__code=places.REGION[0])
        # The calendar's part: the day of the schedules is today. Beat and the sweep do the rest.
        schedules.filter(unit__code__in=releases.READERS).update(next_on=self.day)
        run = wait_for(
            ReportRun.objects.filter(schedule=schedule, state=RunState.DONE).defer("pdf")
        )
        pdf = browser.get(f"/o/{places.REGION[0]}/reports/runs/{run.public_id}/report.pdf")
        expect(pdf.status == 200, f"the PDF answered {pdf.status}")
        expect(pdf.body.startswith(b"%PDF"), "what came is no PDF")
        expect(holds(pdf.body, b"/StructTreeRoot"), "the PDF is not tagged")
        folder = Path(settings.STATE_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"leadership-{self.day.isoformat()}.pdf"
        file.write_bytes(pdf.body)
        self.kept["pdf"] = str(file)

    def _sent(self) -> None:
        sent = f"/o/{releases.ICB}/sent/"
        wait_for(
            ReportRun.objects.filter(unit__code=releases.ICB, state=RunState.DONE).defer("pdf")
        )
        helen = self.sign_in(releases.CHAIR)
        page = helen.get(sent)
        pdf = helen.get(page.link(rf"^{sent}{_UUID}/report\.pdf$"))
        expect(pdf.body.startswith(b"%PDF"), f"what came is no PDF ({pdf.status})")
        refused = helen.get(f"/o/{releases.ICB}/reports/{releases.REPORT}/")
        expect(refused.status == 403, f"the page of the report answered {refused.status}")

    def _restructure(self) -> None:
        yesterday = self.day - dt.timedelta(days=1)
        plan_then = f"/o/{places.KESTREL_VALLEY}/succession/?as_at={yesterday.isoformat()}"
        priya = self.sign_in("priya")
        with self.step("yesterday's tree and yesterday's plan are kept for comparison"):
            before = exported(yesterday), priya.get(plan_then).main
            expect(places.MERGING[0] in before[0], "the board that closes is not in the tree")
        with self.step(
            "Sunita, administrator, draws up the merger of two boards and sees who gains and loses"
        ):
            sunita = self.sign_in("sunita")
            change = self._draft(sunita)
        with self.step("worker-builder checks what a comparison of published figures would tell"):
            asked = sunita.submit(change, change.form(to="/checks/"))
            expect(asked.status == 200, f"asking for it answered {asked.status}")
            ended = [PreviewState.DONE, PreviewState.FAILED]
            preview = wait_for(ChangePreview.objects.filter(state__in=ended))
            expect(preview.state == PreviewState.DONE, "the check of the figures failed")
        with self.step("she decides about the roles and approves"):
            form = change.form(to="/decide/")
            approved = sunita.submit(change, form, **decisions(form), action="schedule")
            expect(approved.status == 200, f"her approval answered {approved.status}")
        with self.step("Owen, the second person, approves, and it is applied today"):
            owen = self.sign_in("owen")
            page = owen.get(change.url)
            page = owen.submit(page, page.form(to="/approve/"), checked="on")
            expect(page.status == 200, f"the second approval answered {page.status}")
            page = owen.submit(page, page.form(to="/apply/"))
            expect(page.status == 200 and "verified" in page.text, "it was not applied")
            expect(places.MERGED[0] in exported(self.day), "today's tree has no new board")
        with self.step("yesterday's tree is unchanged, byte for byte"):
            expect(exported(yesterday) == before[0], "the tree as at yesterday has changed")
        with self.step("so is the Trust's plan as at yesterday"):
            expect(priya.get(plan_then).main == before[1], "the plan as at yesterday has changed")
            today = priya.get(f"/o/{places.KESTREL_VALLEY}/succession/")
            expect(SUCCESSOR_NAME in today.text, "her plan of today lost the successor")
        with self.step("Omar, succession lead of the next Trust, sees nothing of all this"):
            omar = self.sign_in("omar")
            expect(omar.get(f"/o/{places.KESTREL_VALLEY}/succession/").status == 404, "he got in")
            own = omar.get("/o/ZHW/succession/")
            expect(own.status == 200, f"his own plan answered {own.status}")
            expect(SUCCESSOR_NAME not in own.html, "he sees the successor")

    def _draft(self, browser: Browser) -> Page:
        base = f"/o/{places.REGION[0]}/organisations/"
        page = browser.get(f"{base}merge/")
        expect(page.status == 200, f"the merger's first step answered {page.status}")
        page = browser.submit(page, page.form(to="merge"), boards=list(places.MERGING))
        code, name = places.MERGED
        page = browser.submit(
            page,
            page.form(to="merge"),
            into="new",
            code=code,
            name=name,
            on_day=str(self.day.day),
            on_month=str(self.day.month),
            on_year=str(self.day.year),
        )
        expect(
            page.status == 200 and re.search(_UUID, page.url), f"the draft answered {page.status}"
        )
        for words in (name, "nadia", "Decide below"):
            expect(words in page.text, f"the preview does not show {words!r}")
        return page


def decisions(form: Form) -> dict[str, str | list[str]]:
    """An answer to every question of a form: the first offered; and every box ticked."""
    chosen = {name for name, _ in form.fields}
    return {
        name: values[0] for name, values in form.options.items() if name not in chosen and values
    }


def holds(pdf: bytes, key: bytes) -> bool:
    """Whether a PDF has a key anywhere, in its compressed objects too."""
    if key in pdf:
        return True
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        with suppress(zlib.error):
            if key in zlib.decompressobj().decompress(packed):
                return True
    return False


def exported(day: dt.date) -> str:
    """The tree as at a day, as the command prints it."""
    printed = io.StringIO()
    call_command("export_tree", as_at=day, stdout=printed)
    return printed.getvalue()


def wait_for(rows: "QuerySet[Row]", seconds: float = PATIENCE) -> Row:
    """The first of `rows`, as soon as there is one."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = rows.all().first()
        if found is not None:
            return found
        time.sleep(0.05)
    raise StepFailedError(f"nothing came within {seconds:.0f} s")
