"""The rows of a staff list as entries: every cell is understood, or is a fault beside the cell."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from orgs.imports.cells import EARLIEST, FORMULA, Cells, day_of, words
from orgs.imports.columns import Columns
from orgs.imports.refusal import Fault
from orgs.imports.sheets import Sheet, SheetRow
from orgs.imports.staff_columns import BY_KEY, FIELDS

LONGEST_NAME, LONGEST_TITLE, LONGEST_NUMBER, LONGEST_EMAIL = 150, 120, 40, 254
#: What other systems write for "no end".
_NO_END = {"31 dec 4712", "31/12/4712", "4712-12-31", "1900-01-01", "01/01/1900"}
_KINDS = {
    "permanent": "substantive", "fixed term": "substantive", "fixed term temp": "substantive",
    "secondment": "seconded", "non executive director": "ned", "ned": "ned", "acting up": "acting",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One row that was understood. `ends_on` is the first day after the job; `manager` a number."""

    line: int
    name: str
    number: str
    email: str
    title: str
    band: str
    group: str
    division: int | None
    kind: str
    manager: str
    starts_on: dt.date
    ends_on: dt.date | None


@dataclass(frozen=True)
class Known:
    """What cells may say, by words in plain form: codes of lists, and ids of divisions by name and code."""

    bands: Mapping[str, str]
    groups: Mapping[str, str]
    kinds: Mapping[str, str]
    divisions: Mapping[str, int]


@dataclass
class Read:
    """The entries of a list, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_rows(sheet: Sheet, columns: Columns, known: Known) -> Read:
    """Read every row; a row with a fault gives no entry."""
    read = Read()
    for row in sheet.rows:
        reader = _Reader(row, sheet.headings, columns, known)
        entry = reader.entry()
        read.faults += reader.faults
        if entry is not None:
            read.entries.append(entry)
    _numbers_once(read)
    return read


def _numbers_once(read: Read) -> None:
    """A number, and an e-mail, stand for one person: the second row that has it is a fault."""
    for key in ("number", "email"):
        first: dict[str, int] = {}
        for entry in read.entries:
            value = entry.number if key == "number" else entry.email.lower()
            if value and (line := first.setdefault(value, entry.line)) != entry.line:
                label = BY_KEY[key].label
                read.faults.append(Fault(entry.line, label, f"{value} is in row {line} too"))
    wrong = {fault.line for fault in read.faults}
    read.entries = [entry for entry in read.entries if entry.line not in wrong]


class _Reader(Cells):
    """One row, cell by cell."""

    def __init__(
        self, row: SheetRow, headings: tuple[str, ...], columns: Columns, known: Known
    ) -> None:
        super().__init__(row, headings, columns, FIELDS)
        self.known = known

    def entry(self) -> Entry | None:
        name, title = self._name(), self.required("title", LONGEST_TITLE)
        starts, ends = self._day("starts"), self._last_day()
        if starts is not None and ends is not None and ends <= starts:
            self.fault("ends", "is before the start date")
        made = Entry(
            line=self.row.number,
            name=name,
            number=self._number("number"),
            email=self._email(),
            title=title,
            band=self._coded("band", self.known.bands, "band"),
            group=self._coded("group", self.known.groups, "staff group"),
            division=self._division(),
            kind=self._coded("kind", self.known.kinds, "assignment type"),
            manager=self._number("manager"),
            starts_on=starts or EARLIEST,
            ends_on=ends,
        )
        if made.number and made.manager == made.number:
            self.fault("manager", "is their own employee number")
        return None if self.faults else made

    def _name(self) -> str:
        if "name" in self.columns:
            key, name = "name", self.required("name", LONGEST_NAME)
            last, comma, first = name.partition(",")
            if comma and first.strip():
                name = f"{first.strip()} {last.strip()}"
        else:
            key = "last_name"
            name = f"{self.required('first_name', 60)} {self.required('last_name', 80)}".strip()
        if name.startswith(FORMULA):
            self.fault(key, "begins like a formula; write the name as text")
        elif name and not any(map(str.isalpha, name)):
            self.fault(key, "is not a name")
        return name

    def _number(self, key: str) -> str:
        text = self.cell(key, longest=LONGEST_NUMBER)
        if text and not re.fullmatch(r"[\w./-]+", text):
            self.fault(key, f"“{text}” is not an employee number")
        return text

    def _email(self) -> str:
        text = self.cell("email", longest=LONGEST_EMAIL)
        if text:
            try:
                validate_email(text)
            except ValidationError:
                self.fault("email", f"“{text}” is not an email address")
        return text

    def _coded(self, key: str, codes: Mapping[str, str], what: str) -> str:
        text = self.cell(key)
        if not text:
            return ""
        plain = words(text)
        if key == "band":
            plain = re.sub(r"^(agenda for change|afc)? ?(pay )?(band )?", "", plain) or plain
        code = codes.get(plain) or codes.get(words(text))
        if key == "kind":
            code = code or codes.get(_KINDS.get(plain, ""))
        if code is None:
            self.fault(key, f"there is no {what} “{text}”")
            return ""
        return code

    def _division(self) -> int | None:
        text = self.cell("division", longest=200)
        if not text or not self.known.divisions:
            return None
        found = self.known.divisions.get(words(text))
        if found is None:
            self.fault("division", f"this organisation has no division “{text}”")
        return found

    def _day(self, key: str) -> dt.date | None:
        return self.day(key, required=key == "starts")

    def _last_day(self) -> dt.date | None:
        """The end as it is stored: a list says the last day, we keep the first one after it."""
        text = self.cell("ends", longest=40)
        if not text or text.lower().split("t")[0] in _NO_END or words(text) in _NO_END:
            return None
        last = day_of(text, lambda message: self.fault("ends", message))
        return last + dt.timedelta(days=1) if last else None
