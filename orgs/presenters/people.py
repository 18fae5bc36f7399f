"""The people pages in words."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from orgs.models.codes import Code
from orgs.models.movers import RecordLink
from orgs.models.people import Assignment, StaffRecord
from orgs.words import words_of_day, words_of_last_day

Codes = Mapping[str, Mapping[str, Code]]
LISTS = ("band", "staff_group", "assignment_kind")


@dataclass(frozen=True)
class PersonRow:
    """One line of the list."""

    name: str
    url: str
    job: str
    band: str
    number: str
    state: str
    colour: str


@dataclass(frozen=True)
class JobLine:
    """One assignment of a person."""

    title: str
    about: list[str]
    period: str
    over: bool
    end_url: str


def label(codes: Mapping[str, Code], code: str) -> str:
    """What a code means; itself when the list does not know it."""
    return codes[code].label if code in codes else code


def state_of(record: StaffRecord, day: dt.date) -> tuple[str, str]:
    """What is to be said of a record on a day, and in which colour; nothing of somebody who just works."""
    if record.valid_to is not None and record.valid_to <= day:
        return f"Left, last day {words_of_last_day(record.valid_to)}", "grey"
    if record.valid_to is not None:
        return f"Leaves, last day {words_of_last_day(record.valid_to)}", "yellow"
    if record.valid_from > day:
        return f"Begins on {words_of_day(record.valid_from)}", "blue"
    return "", "grey"


def person_rows(
    records: Iterable[Any], codes: Codes, unit_code: str, day: dt.date
) -> list[PersonRow]:
    """The lines of a page of the list; records come with ``job`` and ``band``."""
    return [
        PersonRow(
            record.name,
            reverse("orgs:person", args=[unit_code, record.public_id]),
            record.job or "",
            label(codes["band"], record.band or ""),
            record.employee_number,
            *state_of(record, day),
        )
        for record in records
    ]


def job_lines(
    jobs: Iterable[Assignment], record: StaffRecord, codes: Codes, unit_code: str, day: dt.date
) -> list[JobLine]:
    """A person's assignments, as they came."""
    return [
        JobLine(
            job.title,
            [
                words
                for words in (
                    label(codes["assignment_kind"], job.kind),
                    label(codes["band"], job.band),
                    label(codes["staff_group"], job.staff_group),
                    job.division.name if job.division else "",
                )
                if words
            ],
            _period(job),
            over := job.ends_on is not None and job.ends_on <= day,
            ""
            if over
            else reverse("orgs:end_job", args=[unit_code, record.public_id, job.public_id]),
        )
        for job in jobs
    ]


def _period(job: Assignment) -> str:
    since = f"Since {words_of_day(job.starts_on)}"
    if job.ends_on is None:
        return since
    return f"{words_of_day(job.starts_on)} to {words_of_last_day(job.ends_on)}"


def facts(record: StaffRecord) -> list[tuple[str, str]]:
    """What the record says, for the summary list."""
    return [
        ("Name", record.name),
        ("Employee number", record.employee_number or "Not given"),
        ("Work email", record.work_email or "Not given"),
        ("Manager", record.manager.name if record.manager else "Not given"),
        ("Here since", words_of_day(record.valid_from)),
    ]


def conflict_rows(saved: StaffRecord, typed: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """What is saved beside what was typed, where they differ."""
    pairs = [
        ("Name", saved.name, typed.get("name", "")),
        ("Employee number", saved.employee_number, typed.get("employee_number", "")),
        ("Work email", saved.work_email, typed.get("work_email", "")),
        (
            "Manager",
            saved.manager.employee_number if saved.manager else "",
            typed.get("manager", ""),
        ),
    ]
    return [(what, a or "Nothing", b or "Nothing") for what, a, b in pairs if a != b.strip()]


def link_words(link: RecordLink | None) -> str:
    """That a record was brought, and when; never from where."""
    if link is None:
        return ""
    return f"The person brought their own record along on {words_of_day(link.linked_at.date())}."
