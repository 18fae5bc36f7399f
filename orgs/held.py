"""What an employer holds about a person, what she agreed to, and who looked: filled by every app.

The page "My data" prints it. Each app gives what it holds itself, and of its own pages only those
looks that the person may know of.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from orgs.access.viewer import Viewer
from orgs.models.people import Assignment, StaffRecord
from orgs.registry import Registry

#: What a read of one's own record is for, in the record of looks.
OWN = "own record"


@dataclass(frozen=True)
class Held:
    """One thing that is held: what it is, what it says, and since when or of which day."""

    what: str
    says: str
    on: dt.date | None = None


@dataclass(frozen=True)
class Part:
    """One part of a person's record. `load` takes the viewer and her own staff record's id.

    Attributes:
        why: what it is held for, as a sentence.
    """

    key: str
    title: str
    order: int
    why: str
    load: Callable[[Viewer, int], list[Held]]


parts: Registry[Part] = Registry("parts of a person's record")


def part(
    key: str, title: str, *, order: int, why: str, load: Callable[[Viewer, int], list[Held]]
) -> None:
    """Register a part."""
    parts.add(key, Part(key, title, order, why, load))


@dataclass(frozen=True)
class Agreement:
    """Something that the person agreed to, since when, and where she can change her mind."""

    text: str
    on: dt.date | None
    link_label: str = ""
    url: str = ""


AgreementSource = Callable[[Viewer, int], list[Agreement]]
agreements: Registry[AgreementSource] = Registry("agreements of a person")


@dataclass(frozen=True, order=True)
class Look:
    """On this day somebody in these roles (codes, with commas) looked at the record, for this."""

    day: dt.date
    roles: str
    purpose: str


looks: Registry[Callable[[Viewer], list[Look]]] = Registry("looks that a person may know of")


def own_record(person_id: int | None, unit_id: int) -> StaffRecord | None:
    """The record of the person who is looking, at the employer of the page."""
    if person_id is None:
        return None
    return StaffRecord.objects.filter(person_id=person_id, unit_id=unit_id).first()


def parts_of(viewer: Viewer, staff_id: int) -> list[tuple[Part, list[Held]]]:
    """Every part with what it holds about the person, in order; empty ones too."""
    return [(each, each.load(viewer, staff_id)) for each in sorted(parts, key=lambda p: p.order)]


def agreements_of(viewer: Viewer, staff_id: int) -> list[Agreement]:
    """What the person agreed to here, the newest first."""
    found = [each for source in agreements for each in source(viewer, staff_id)]
    return sorted(found, key=lambda a: a.on or dt.date.min, reverse=True)


def looks_of(viewer: Viewer) -> list[Look]:
    """Who looked in the last year, the newest first; the same look on the same day is one."""
    return sorted({look for source in looks for look in source(viewer)}, reverse=True)


def looks_by(statement: str) -> Callable[[Viewer], list[Look]]:
    """A source of looks that asks a function of the database, which finds the person by itself."""

    def load(viewer: Viewer) -> list[Look]:
        with connection.cursor() as cursor:
            cursor.execute(statement, [viewer.here.id])
            return [Look(*row) for row in cursor.fetchall()]

    return load


def work(viewer: Viewer, staff_id: int) -> list[Held]:
    """Name, work e-mail and jobs, as the employer's own record has them."""
    record = StaffRecord.objects.get(pk=staff_id)
    jobs = Assignment.objects.filter(staff_id=staff_id).order_by("-starts_on", "-pk")
    return [
        Held("Name", record.name, record.valid_from),
        Held("Work e-mail", record.work_email or "None"),
        *(Held("Post" if _open(job, viewer.day) else "Earlier post", *_job(job)) for job in jobs),
    ]


def _open(job: Assignment, day: dt.date) -> bool:
    return job.ends_on is None or job.ends_on > day


def _job(job: Assignment) -> tuple[Any, ...]:
    return f"{job.title}{f', band {job.band}' if job.band else ''}", job.starts_on


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    part("work", "You and your work", order=10, why="To know who works here.", load=work)
    looks.add("orgs", looks_by("SELECT * FROM app.my_readers(%s)"))
