"""A staff list against what the database knows: who joins, who changes, who leaves, and what is unclear.

Nothing is written here. What is to be written comes out as plain values, so that the preview, and the
check that nothing happened since, look at the same thing that is applied.
"""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from orgs.imports import staff_changes as means
from orgs.imports.columns import Columns, FieldChange
from orgs.imports.refusal import Fault
from orgs.imports.staff_changes import ManagerIs, Present, Write
from orgs.imports.staff_columns import BY_KEY
from orgs.imports.staff_rows import Entry
from orgs.people.names import sort_name

#: A list that lets more than this share of the staff leave is looked at twice.
MANY_SHARE, MANY_AT_LEAST = 0.1, 5
SAME, NEW = "same", "new"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Somebody who leaves: `on` is the first day on which they no longer work here."""

    record: Present
    on: dt.date
    #: Not on the list, which is said to be complete; otherwise the list has the end of their job.
    absent: bool
    #: The row that has the end; 0 for somebody who is on none.
    line: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A row that may be somebody who is here: the same name and start, and no number or e-mail."""

    line: int
    name: str
    starts_on: dt.date
    record: Present


@dataclass
class Difference:
    """What applying a list would do on a day."""

    joining: list[Write] = field(default_factory=list)
    changing: list[Write] = field(default_factory=list)
    leaving: list[Leaver] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unchanged: int = 0
    #: Rows of people who left before the day and are not known here: nothing to do.
    gone: int = 0
    #: People who work here and are not on the list, and all who work here.
    absent: int = 0
    here: int = 0

    @property
    def nothing(self) -> bool:
        return not (self.joining or self.changing or self.leaving)

    @property
    def ready(self) -> bool:
        """Whether it could be applied as it is."""
        return not (self.faults or self.questions or self.nothing)

    @property
    def many_leave(self) -> bool:
        """Whether so many would leave that it may be a slip: the list of one division, say."""
        return len(self.leaving) > max(MANY_AT_LEAST, MANY_SHARE * self.here)

    @property
    def ends(self) -> list[Leaver]:
        """Everybody who leaves by the list, now or on a day to come."""
        later = [
            Leaver(each.before, on, absent=False, line=each.line)
            for each in self.changing
            if each.before is not None
            and (on := each.after.valid_to) is not None
            and on != each.before.valid_to
        ]
        return [*self.leaving, *later]

    def digest(self) -> str:
        """Changes when anything that would be written, or what stands there before, changes."""
        planned = (self.joining, self.changing, self.leaving)
        return hashlib.sha256(repr(planned).encode()).hexdigest()


def compare(
    entries: list[Entry],
    present: list[Present],
    *,
    columns: Columns,
    day: dt.date,
    complete: bool = False,
    same: Mapping[str, str] | None = None,
) -> Difference:
    """Compare the entries of a list with the records of an employer, as they stand on `day`.

    Args:
        columns: what the list says at all; what it has no column for stays as it is.
        complete: who works here and is not on the list leaves on `day`.
        same: answers to questions, by the number of the row: :data:`SAME` or :data:`NEW`.
    """
    found = Difference(here=sum(record.here_on(day) for record in present))
    matcher, answers = _Matcher(present, day), same or {}
    drafts: list[tuple[Entry, Write]] = []
    for entry in entries:
        try:
            record = matcher.find(entry, answers.get(str(entry.line), ""))
            draft = _meaning(found, entry, record, columns, day)
        except _FaultError as error:
            found.faults.append(error.fault)
        except _AskError as error:
            found.questions.append(error.question)
        else:
            if draft is not None:
                drafts.append((entry, draft))
    _sort(found, _with_managers(found, drafts, present, day))
    # Who is yet to begin may well not be on a list of those who are here.
    here = (record for record in present if record.here_on(day) and record.valid_from <= day)
    left_out = [record for record in here if record.id not in matcher.seen]
    found.absent = len(left_out)
    if complete:
        found.leaving += [Leaver(r, max(day, r.valid_from + _DAY), absent=True) for r in left_out]
    found.faults.sort(key=lambda fault: fault.line)
    return found


class _FaultError(Exception):
    def __init__(self, entry: Entry, key: str, message: str) -> None:
        self.fault = Fault(entry.line, BY_KEY[key].label, message)


class _AskError(Exception):
    def __init__(self, question: Question) -> None:
        self.question = question


class _Matcher:
    """Finds the record that an entry is about: by number, else by e-mail, else by asking."""

    def __init__(self, present: list[Present], day: dt.date) -> None:
        self.seen: set[int] = set()
        self.by_number = {r.number: r for r in present if r.number}
        self.by_email: dict[str, list[Present]] = defaultdict(list)
        self.by_name: dict[str, list[Present]] = defaultdict(list)
        for record in present:
            if record.here_on(day):
                self.by_name[sort_name(record.name)].append(record)
                if record.email:
                    self.by_email[record.email.lower()].append(record)

    def find(self, entry: Entry, answer: str) -> Present | None:
        """The record; None for somebody new."""
        key, record = "number", self.by_number.get(entry.number) if entry.number else None
        if record is None:
            key, record = "email", self._by_email(entry)
        if record is None and answer != NEW and (like := self._like(entry)) is not None:
            self.seen.add(like.id)
            if answer != SAME:
                raise _AskError(Question(entry.line, entry.name, entry.starts_on, like))
            return like
        if record is not None:
            if record.id in self.seen:
                raise _FaultError(entry, key, "another row is this person already")
            self.seen.add(record.id)
        return record

    def _by_email(self, entry: Entry) -> Present | None:
        found = self.by_email.get(entry.email.lower(), []) if entry.email else []
        if len(found) != 1:
            return None
        if entry.number and found[0].number:
            message = f"is the work email of employee {found[0].number}, {found[0].name}"
            raise _FaultError(entry, "email", message)
        return found[0]

    def _like(self, entry: Entry) -> Present | None:
        """Somebody here of the same name with a job since the same day, whom no number tells apart."""
        for record in self.by_name.get(sort_name(entry.name), []):
            apart = bool(entry.number and record.number)
            since = any(job.starts_on == entry.starts_on for job in record.jobs)
            if since and not apart and record.id not in self.seen:
                return record
        return None


def _meaning(
    found: Difference, entry: Entry, record: Present | None, columns: Columns, day: dt.date
) -> Write | None:
    """What a row would write; None when it is counted and done with."""
    gone = entry.ends_on is not None and entry.ends_on <= day
    if record is None:
        if gone:
            found.gone += 1
            return None
        return means.joins(entry)
    if not record.here_on(day):
        if gone:
            found.unchanged += 1
            return None
        assert record.valid_to is not None  # or they would be here
        if entry.starts_on < record.valid_to:
            last = record.valid_to - _DAY
            message = f"is before {last:%d/%m/%Y}, the day on which they left. Correct it, or give the end date"
            raise _FaultError(entry, "starts", message)
        return means.returns(entry, record)
    write = means.changes(entry, record, columns, day)
    until = write.after.valid_to
    if gone and until is not None and until <= day:
        on = max(until, record.valid_from + _DAY)
        found.leaving.append(Leaver(record, on, absent=False, line=entry.line))
        return None
    return write


def _with_managers(
    found: Difference, drafts: list[tuple[Entry, Write]], present: list[Present], day: dt.date
) -> list[Write]:
    """The drafts with their managers, whom a list names by number: of a record, or of another row."""
    numbers = {r.id: r.number for r in present}
    known = {r.number: ManagerIs(record=r.id) for r in present if r.number and r.here_on(day)}
    for _, write in drafts:
        if write.after.number:
            at = ManagerIs(row=write.line)
            known[write.after.number] = ManagerIs(write.before.id) if write.before else at
    done = []
    for entry, write in drafts:
        manager = known.get(entry.manager)
        if entry.manager and manager is None:
            message = f"nobody here or on the list has the employee number {entry.manager}"
            found.faults.append(Fault(entry.line, BY_KEY["manager"].label, message))
            continue
        was = write.before.manager if write.before else None
        if manager is None or (was is not None and manager.record == was):
            done.append(write)
            continue
        said = FieldChange("manager", numbers.get(was, "") if was else "", entry.manager)
        changes = (*write.changes, said) if write.before else ()
        done.append(replace(write, manager=manager, changes=changes))
    return done


def _sort(found: Difference, writes: list[Write]) -> None:
    for write in writes:
        if write.before is None or write.returning:
            found.joining.append(write)
        elif write.changes:
            found.changing.append(write)
        else:
            found.unchanged += 1
