"""Runs and schedules in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from reporting.enums import RunState
from reporting.models.runs import Delivery, ReportRun, Schedule
from reporting.reports import reports

_COLOUR = {
    RunState.QUEUED: "grey",
    RunState.LEASED: "blue",
    RunState.DONE: "green",
    RunState.FAILED: "red",
    RunState.CANCELLED: "grey",
}


def title_of(report: str) -> str:
    """A report's title; its code when it is no longer registered."""
    return reports.get(report).title if report in reports else report


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
        "how": "On its schedule" if run.schedule_id else "Asked for",
        "checksum": [run.pdf_sha256[at : at + 8] for at in range(0, len(run.pdf_sha256), 8)],
    }


def run_rows(runs: Sequence[ReportRun]) -> list[dict[str, Any]]:
    return [run_row(run) for run in runs]


def job(run: ReportRun, unit_code: str) -> dict[str, Any]:
    """The progress of a run, for ``components/job.html``: it asks again until it is finished."""
    address = reverse("reporting:run", args=[unit_code, run.public_id])
    shown: dict[str, Any] = {"id": f"run-{run.public_id}", "url": address, "percent": None}
    if run.state == RunState.DONE:
        pages = f"{run.pages} page" if run.pages == 1 else f"{run.pages} pages"
        return shown | {
            "done_url": reverse("reporting:pdf", args=[unit_code, run.public_id]),
            "done_label": f"Download {title_of(run.report)} (PDF, {pages})",
        }
    if run.state in (RunState.FAILED, RunState.CANCELLED):
        return shown | {"error": run.error}
    return shown | {
        "label": "Making the PDF" if run.state == RunState.LEASED else "Waiting to start"
    }


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


def schedule_rows(schedules: Sequence[Any]) -> list[dict[str, Any]]:
    """The unit's schedules, as ``selectors.schedules`` gives them."""
    return [
        {
            "id": each.public_id,
            "title": title_of(each.report),
            "day": ordinal(each.day_of_month),
            "next_on": each.next_on,
            "owner": each.owner.login,
            "readers": ", ".join(each.logins),
        }
        for each in schedules
    ]


def schedule_fields(schedule: Schedule, readers: Sequence[str]) -> dict[str, Any]:
    """What the form of a schedule starts with."""
    return {
        "day_of_month": schedule.day_of_month,
        "readers": "\n".join(readers),
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
        ],
    }


def ordinal(number: int) -> str:
    """1st, 2nd, 3rd, 11th, 22nd."""
    teens = number % 100 in (11, 12, 13)
    ending = "th" if teens else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
