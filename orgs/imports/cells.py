"""The cells of one row of a file, read with what is wrong in each beside it."""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from orgs.imports.columns import Columns, Field
from orgs.imports.refusal import Fault
from orgs.imports.sheets import SheetRow
from orgs.people.names import folded

EARLIEST, LATEST = dt.date(1930, 1, 1), dt.date(2199, 12, 31)
#: How long a cell may be where nothing else is said.
LONGEST = 150
LONGEST_DAY = 40
_DAYS = (
    "%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%d-%b-%Y", "%d-%b-%y",
    "%d/%m/%y", "%Y%m%d",
)  # fmt: skip
#: A spreadsheet would run what begins so.
FORMULA = tuple("=+-@")


def words(text: str) -> str:
    """A cell in plain form, so that "Medical & Dental" and "medical and dental" are one."""
    return " ".join(re.sub(r"[^\w]+", " ", folded(text).replace("&", " and ")).split())


class Cells:
    """One row, cell by cell; what is wrong collects in `faults`."""

    def __init__(
        self,
        row: SheetRow,
        headings: Sequence[str],
        columns: Columns,
        fields: Sequence[Field],
    ) -> None:
        self.row, self.headings, self.columns = row, headings, columns
        self.labels = {field.key: field.label for field in fields}
        self.faults: list[Fault] = []

    def heading(self, key: str) -> str:
        """What the file calls the column of a field; our own label where it has none."""
        at = self.columns.get(key)
        return self.labels[key] if at is None else self.headings[at]

    def fault(self, key: str, message: str) -> None:
        """Something is wrong in the cell of a field."""
        self.faults.append(Fault(self.row.number, self.heading(key), message))

    def faulty(self, key: str) -> bool:
        """Whether something is wrong in the cell of a field already."""
        return any(fault.column == self.heading(key) for fault in self.faults)

    def cell(self, key: str, *, longest: int = LONGEST) -> str:
        """The text of a cell; "" where there is none, or it cannot be used."""
        at = self.columns.get(key)
        if at is None:
            return ""
        if at in self.row.failed:
            self.fault(key, "the formula in this cell has failed")
            return ""
        text = self.row.cells[at]
        if len(text) > longest:
            self.fault(key, f"is longer than {longest} characters")
            return ""
        return text

    def required(self, key: str, longest: int = LONGEST) -> str:
        """The text of a cell that may not be empty."""
        text = self.cell(key, longest=longest)
        if not text and not self.faulty(key):
            self.fault(key, "is missing")
        return text

    def day(self, key: str, *, required: bool = False) -> dt.date | None:
        """The day in a cell; None where there is none."""
        text = self.required(key, LONGEST_DAY) if required else self.cell(key, longest=LONGEST_DAY)
        return day_of(text, lambda message: self.fault(key, message)) if text else None


def day_of(text: str, fault: Callable[[str], None]) -> dt.date | None:
    """A day as people and systems write it; day before month, as in the United Kingdom."""
    plain = re.sub(r"T[0-9:.]+$", "", text.strip())
    for form in _DAYS:
        try:
            day = dt.datetime.strptime(plain, form).date()  # noqa: DTZ007  a day has no zone
        except ValueError:
            continue
        if EARLIEST <= day <= LATEST:
            return day
    fault(f"“{text}” is not a date such as 31/03/2026")
    return None
