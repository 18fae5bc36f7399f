"""Runs and schedules in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from orgs.words import words_of_day
from reporting.enums import RunState
from reporting.models.releases import ReleaseWithdrawal
from reporting.models.runs import Delivery, ReportRun, Schedule
from reporting.reports import title_of

_COLOUR = {
    RunState.WAITING: "yellow",
    RunState.QUEUED: "grey",
    RunState.LEASED: "blue",
    RunState.DONE: "green",
    RunState.FAILED: "red",
    RunState.CANCELLED: "grey",
}


def run_row(run: ReportRun) -> dict[str, Any]:
    """A run on a page."""
    return {
        "id": run.public_id,
        "title": title_of(run.report),
        "slot": run.slot,
        "made_at": run.finished_at,
        "state": RunState(run.state).label,
        "colour": _COLOUR[RunState(run.state)],
        "done": run.state == RunState.DONE,
        "pages": run.pages,
        "error": run.error,
        "how": _how(run),
        "said": _said(run),
        "checksum": [run.pdf_sha256[at : at + 8] for at in range(0, len(run.pdf_sha256), 8)],
    }


def _how(run: ReportRun) -> str:
    if run.draft:
        return "Draft, for you only"
    return "On its schedule" if run.schedule_id else "Asked for"


def _said(run: ReportRun) -> str:
    """What else a reader of the run's page should know."""
    if run.state == RunState.DONE and run.wait_until and run.commentary_id is None:
        return "It went out without comments: none were published in the days that it waited."
    if run.draft:
        return "It is marked as a draft, and only you can open it."
    return ""


def run_rows(runs: Sequence[ReportRun]) -> list[dict[str, Any]]:
    return [run_row(run) for run in runs]


def job(run: ReportRun, unit_code: str) -> dict[str, Any]:
    """The progress of a run, for ``components/job.html``.

    It asks again until it is finished, but for a run that waits for somebody: that may be days.
    """
    address = reverse("reporting:run", args=[unit_code, run.public_id])
    state = RunState(run.state)
    shown: dict[str, Any] = {
        "id": f"run-{run.public_id}",
        "url": address,
        "percent": None,
        "state": state.label,
        "colour": _COLOUR[state],
    }
    if state == RunState.WAITING and run.wait_until:
        said = f"It waits for the author's comments, until {words_of_day(run.wait_until)} at the latest."
        return shown | {"url": "", "label": said}
    if run.state == RunState.DONE:
        return shown | {
            "done_url": reverse("reporting:pdf", args=[unit_code, run.public_id]),
            "done_label": f"Download {title_of(run.report)} (PDF, {_pages(run)})",
        }
    if run.state in (RunState.FAILED, RunState.CANCELLED):
        return shown | {"error": run.error}
    making = state == RunState.LEASED
    return shown | {"label": "Making the PDF" if making else "Waiting to start"}


def _pages(run: ReportRun) -> str:
    return f"{run.pages} page" if run.pages == 1 else f"{run.pages} pages"


def delivery_rows(deliveries: Sequence[Delivery]) -> list[dict[str, Any]]:
    """Who was to receive a run, and what became of it."""
    return [
        {
            "login": each.user.login,
            "state": each.get_state_display(),
            "reason": each.reason,
            "opened_at": each.opened_at,
        }
        for each in deliveries
    ]


def sent_rows(deliveries: Sequence[Any], unit_code: str) -> list[dict[str, Any]]:
    """What was sent to a reader, as ``selectors.sent`` gives it."""
    return [
        {
            "heading": f"{title_of(each.run.report)}, {words_of_day(each.run.slot)}",
            "sent_at": each.created_at,
            "opened_at": each.opened_at,
            "size": _pages(each.run),
            "gone": each.gone,
            "new": not each.gone and each.opened_at is None,
            "url": reverse("reporting:sent_pdf", args=[unit_code, each.run.public_id]),
        }
        for each in deliveries
    ]


def sent_gone(run: ReportRun, withdrawal: ReleaseWithdrawal) -> dict[str, Any]:
    """What the reader of a PDF is told whose figures were withdrawn."""
    return {
        "heading": f"{title_of(run.report)}, {words_of_day(run.slot)}",
        "on": withdrawal.withdrawn_at,
        "reason": withdrawal.reason,
    }


def schedule_rows(schedules: Sequence[Any]) -> list[dict[str, Any]]:
    """The unit's schedules, as ``selectors.schedules`` gives them."""
    return [
        {
            "id": each.public_id,
            "title": title_of(each.report),
            "day": ordinal(each.day_of_month),
            "next_on": each.next_on,
            "owner": each.owner.login,
            "waits": f"Waits up to {days(each.wait_days)} for comments." if each.wait_days else "",
            "readers": ", ".join(each.logins),
        }
        for each in schedules
    ]


def schedule_fields(schedule: Schedule, readers: Sequence[str]) -> dict[str, Any]:
    """What the form of a schedule starts with."""
    return {
        "day_of_month": schedule.day_of_month,
        "readers": "\n".join(readers),
        "waits": schedule.wait_days is not None,
        "wait_days": schedule.wait_days or 5,
        "version": schedule.version,
    }


def conflict(
    saved: Schedule, readers: Sequence[str], typed: Mapping[str, Any], when: dt.datetime
) -> dict[str, Any]:
    """What stands now beside what was typed."""
    return {
        "who": "Somebody else",
        "when": when,
        "rows": [
            ("Day of the month", saved.day_of_month, typed["day_of_month"]),
            ("Readers", ", ".join(readers), ", ".join(typed["readers"].split())),
            ("Waits for comments", _waits(saved.wait_days), _waits(typed["wait_days"])),
        ],
    }


def days(number: int) -> str:
    """1 day, 2 days."""
    return f"{number} day" if number == 1 else f"{number} days"


def _waits(number: int | None) -> str:
    return f"Up to {days(number)}" if number else "No"


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 22nd."""
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
