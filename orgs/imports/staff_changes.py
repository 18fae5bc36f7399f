"""What a row of a staff list means for one person: the record and the job as they would be saved."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import TypeVar

from orgs.imports.columns import Columns, FieldChange
from orgs.imports.staff_rows import Entry

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Job:
    """An assignment as it is saved. `id` 0 = one that is to begin."""

    id: int
    kind: str
    title: str
    band: str
    group: str
    division: int | None
    starts_on: dt.date
    ends_on: dt.date | None

    def open_on(self, day: dt.date) -> bool:
        """In force on `day`, or to come."""
        return self.ends_on is None or self.ends_on > day


@dataclass(frozen=True, slots=True)
class Present:
    """A record as it is saved, with its jobs. `id` 0 = somebody who is to join."""

    id: int
    person: int
    name: str
    number: str
    email: str
    manager: int | None
    valid_from: dt.date
    valid_to: dt.date | None
    jobs: tuple[Job, ...] = ()

    def here_on(self, day: dt.date) -> bool:
        """Works here, or will begin to."""
        return self.valid_to is None or self.valid_to > day


@dataclass(frozen=True, slots=True)
class ManagerIs:
    """Who a manager is: a record that is there, or somebody who joins by another row of the list."""

    record: int = 0
    row: int = 0


@dataclass(frozen=True, slots=True)
class Write:
    """One person as a row wants them.

    Attributes:
        before: the record that is there; None for somebody new.
        job: the job to write, begun or corrected; None when it stays as it is.
        ended: a job that ends because `job` takes its place.
        manager: the manager to write; None when that stays as it is.
        returning: somebody who left and comes back.
    """

    line: int
    before: Present | None
    after: Present
    job: Job | None = None
    ended: Job | None = None
    manager: ManagerIs | None = None
    changes: tuple[FieldChange, ...] = ()
    returning: bool = False


def joins(entry: Entry) -> Write:
    """Somebody new."""
    after = Present(
        0, 0, entry.name, entry.number, entry.email, None, entry.starts_on, entry.ends_on
    )
    return Write(entry.line, None, after, job=_new_job(entry))


def returns(entry: Entry, record: Present) -> Write:
    """Somebody who left and comes back with a new job."""
    said = _Said()
    after = _called(entry, record, said)
    after = replace(after, valid_to=entry.ends_on)
    return Write(
        entry.line, record, after, _new_job(entry), changes=tuple(said.changes), returning=True
    )


def changes(entry: Entry, record: Present, columns: Columns, day: dt.date) -> Write:
    """Somebody who is here: what the row says otherwise.

    An empty cell changes nothing, except that an empty end means no end. A later start with another
    title, band or division is a new job, which ends the one before; anything else corrects the job.
    """
    said = _Said()
    after = _called(entry, record, said)
    now = _job_of(entry, record, day)
    if now is None:
        said.note("title", "", entry.title)
        return Write(entry.line, record, after, _new_job(entry), changes=tuple(said.changes))
    before = len(said.changes)
    wanted = replace(
        now,
        title=said.take("title", now.title, entry.title),
        band=said.take("band", now.band, entry.band),
        group=said.take("group", now.group, entry.group),
        division=said.take("division", now.division, entry.division),
        kind=said.take("kind", now.kind, entry.kind),
    )
    other = len(said.changes) > before
    over = now.ends_on is not None and now.ends_on <= entry.starts_on
    succeeds = entry.starts_on > now.starts_on and (other or over)
    starts = said.take("starts", now.starts_on, entry.starts_on)
    ends = now.ends_on
    if "ends" in columns and entry.ends_on != now.ends_on:
        said.note("ends", now.ends_on, entry.ends_on)
        ends = entry.ends_on
        after = replace(after, valid_to=_last_of(record, now, ends, day))
    after = replace(after, valid_from=min(after.valid_from, starts))
    job = ended = None
    if succeeds:
        job = replace(wanted, id=0, starts_on=starts, ends_on=ends if "ends" in columns else None)
        ended = None if over else replace(now, ends_on=starts)
    elif (moved := replace(wanted, starts_on=starts, ends_on=ends)) != now:
        job = moved
    return Write(entry.line, record, after, job, ended, changes=tuple(said.changes))


@dataclass
class _Said:
    """Collects what changes."""

    changes: list[FieldChange] = field(default_factory=list)

    def note(self, key: str, old: object, new: object) -> None:
        self.changes.append(FieldChange(key, old, new))

    def take(self, key: str, old: Value, new: Value) -> Value:
        """The new value, noted when it differs; an empty one changes nothing."""
        if new in ("", None) or new == old:
            return old
        self.note(key, old, new)
        return new


def _called(entry: Entry, record: Present, said: _Said) -> Present:
    """The record with its name, number and e-mail as the row has them."""
    same_mail = entry.email.lower() == record.email.lower()
    return replace(
        record,
        name=said.take("name", record.name, entry.name),
        number=said.take("number", record.number, entry.number),
        email=record.email if same_mail else said.take("email", record.email, entry.email),
        jobs=(),
    )


def _new_job(entry: Entry) -> Job:
    return Job(
        0, entry.kind or "substantive", entry.title, entry.band, entry.group, entry.division,
        entry.starts_on, entry.ends_on,
    )  # fmt: skip


def _job_of(entry: Entry, record: Present, day: dt.date) -> Job | None:
    """The job that a row is about: the newest that is open, of this title if there is one."""
    open_jobs = sorted((j for j in record.jobs if j.open_on(day)), key=lambda j: j.starts_on)
    titled = [j for j in open_jobs if j.title.casefold() == entry.title.casefold()]
    fitting = titled or open_jobs
    return fitting[-1] if fitting else None


def _last_of(record: Present, now: Job, ends: dt.date | None, day: dt.date) -> dt.date | None:
    """The day on which nothing is left: the last end of all jobs, None while one has no end."""
    all_ends = [ends, *(j.ends_on for j in record.jobs if j.open_on(day) and j.id != now.id)]
    known = [each for each in all_ends if each is not None]
    return max(known) if len(known) == len(all_ends) else None
