"""The rows of a spreadsheet as what they say: every cell is understood, left out with a reason, or a fault."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from orgs.imports.cells import Cells, words
from orgs.imports.columns import Columns
from orgs.imports.refusal import Fault
from orgs.imports.sheets import Sheet, SheetRow
from succession.enums import SheetLayout
from succession.forms import EVIDENCE_LENGTH
from succession.onramp.fields import BY_READINESS, FIELDS
from succession.onramp.meanings import NOTHING, Meanings
from succession.onramp.people import NotFoundError, People, Person

LONGEST_TITLE, LONGEST_NAMES = 120, 1000
_LISTS = {
    "vacancy_risk": ("vacancy_risk", "vacancy risk"),
    "impact": ("impact", "impact"),
    "readiness": ("readiness", "readiness"),
    "cover": ("cover", "emergency cover"),
}


@dataclass(frozen=True, slots=True)
class Named:
    """A successor as a row names her; "" and None where it says nothing. `column` holds her name."""

    person: Person
    column: str
    readiness: str
    cover: str = ""
    evidence: str = ""
    review_by: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Risk:
    """What a row says of the risk at a post; "" , () and None where it says nothing."""

    vacancy_risk: str = ""
    impact: str = ""
    reasons: tuple[str, ...] = ()
    stated_on: dt.date | None = None
    leaving_on: dt.date | None = None


NO_RISK = Risk()


@dataclass(frozen=True, slots=True)
class Said:
    """One row that was understood.

    `post` is the title of the post that its holders hold and its risk is about; with `follows` it is
    the post of the row above. `target` is the title of the post for which its people are named.
    """

    line: int
    post: str
    target: str
    roles: tuple[str, ...] = ()
    criticality: str = ""
    holders: tuple[Person, ...] = ()
    since: dt.date | None = None
    risk: Risk = NO_RISK
    named: tuple[Named, ...] = ()
    follows: bool = False


@dataclass
class Read:
    """What the rows say, what is wrong with them, and what of them is left out and why."""

    said: list[Said] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)
    #: What the file calls the column of each field.
    headings: dict[str, str] = field(default_factory=dict)


def read_rows(
    sheet: Sheet, layout: SheetLayout, columns: Columns, meanings: Meanings, people: People
) -> Read:
    """Read every row; a row with a fault says nothing."""
    read, above = Read(), ""
    for row in sheet.rows:
        reader = _Reader(row, sheet.headings, columns, layout, meanings, people)
        said = reader.team_row() if layout == SheetLayout.TEAM else reader.plan_row(above)
        read.headings = {key: reader.heading(key) for key in reader.labels}
        read.faults += reader.faults
        read.left_out += reader.left_out
        if layout == SheetLayout.PLAN:
            above = reader.post or above
        if not reader.faults:
            read.said.append(said)
    return read


class _Reader(Cells):
    """One row of either layout."""

    def __init__(
        self,
        row: SheetRow,
        headings: Sequence[str],
        columns: Columns,
        layout: SheetLayout,
        meanings: Meanings,
        people: People,
    ) -> None:
        super().__init__(row, headings, columns, FIELDS[layout])
        self.meanings, self.people = meanings, people
        self.left_out: list[Fault] = []
        self.post = ""

    def plan_row(self, above: str) -> Said:
        """A post, and successors for it; `above` is the post of the row above."""
        self.post = self._title("post")
        title = self.post or above
        if not title and not self.faulty("post"):
            self.fault("post", "is missing")
        return Said(
            self.row.number,
            title,
            title,
            roles=self._roles(),
            criticality=self._criticality(),
            holders=self._several("holder", "holder_number"),
            since=self.day("since"),
            risk=self._risk(),
            named=self._successors(),
            follows=not self.post,
        )

    def team_row(self) -> Said:
        """A person, with the post that they hold and the one for which they are named."""
        who = self._person("name", self.required("name"), "number")
        post, target = self._title("post"), self._title("target")
        ready = self._ready()
        if not target and any(ready):
            self._leave_out("readiness", "readiness and cover are for a post: say for which one")
        named = (Named(who, self.heading("name"), *ready),) if who and target else ()
        return Said(
            self.row.number,
            post,
            target,
            holders=(who,) if who else (),
            since=self.day("since"),
            risk=self._risk(),
            named=named,
        )

    def _leave_out(self, key: str, why: str) -> None:
        self.left_out.append(Fault(self.row.number, self.heading(key), why))

    def _title(self, key: str) -> str:
        text = self.cell(key, longest=LONGEST_TITLE)
        return "" if words(text) in NOTHING else text

    def _coded(self, key: str) -> str:
        text = self.cell(key)
        if words(text) in NOTHING:
            return ""
        name, what = _LISTS[key]
        code = self.meanings.code(name, text)
        if code is None:
            self.fault(key, f"“{text}” is no {what} of the list")
        return code or ""

    def _roles(self) -> tuple[str, ...]:
        found = []
        for text in _parts(self.cell("roles", longest=LONGEST_NAMES)):
            code = self.meanings.role(text)
            if code is None:
                self.fault("roles", f"the catalogue has no role “{text}”")
            else:
                found.append(code)
        return tuple(found)

    def _criticality(self) -> str:
        text = self.cell("criticality")
        if words(text) in NOTHING:
            return ""
        code = self.meanings.code("criticality", text)
        if code is None:
            self._leave_out("criticality", f"“{text}” is not how criticality is judged here")
        return code or ""

    def _risk(self) -> Risk:
        reasons = []
        for text in _parts(self.cell("reasons", longest=LONGEST_NAMES)):
            code = self.meanings.code("risk_reason", text)
            if code is None:
                self._leave_out("reasons", f"“{text}” is none of the reasons that can be given")
            else:
                reasons.append(code)
        return Risk(
            self._coded("vacancy_risk"),
            self._coded("impact"),
            tuple(dict.fromkeys(reasons)),
            self._day("stated_on"),
            self._day("leaving_on"),
        )

    def _day(self, key: str) -> dt.date | None:
        at = self.columns.get(key)
        blank = at is None or (at not in self.row.failed and words(self.row.cells[at]) in NOTHING)
        return None if blank else self.day(key)

    def _ready(self) -> tuple[str, str, str, dt.date | None]:
        return (
            self._coded("readiness"),
            self._coded("cover"),
            self.cell("evidence", longest=EVIDENCE_LENGTH),
            self._day("review_by"),
        )

    def _successors(self) -> tuple[Named, ...]:
        name, ready = self.cell("successor"), self._ready()
        name = "" if words(name) in NOTHING else name
        number = self.cell("successor_number")
        found: list[Named] = []
        if name or number:
            who = self._person("successor", name, "successor_number")
            found += [Named(who, self.heading("successor"), *ready)] if who else []
        elif any(ready):
            self._leave_out("readiness", "no successor is named in this row")
        for key, readiness in BY_READINESS.items():
            found += [Named(who, self.heading(key), readiness) for who in self._several(key)]
        return tuple(found)

    def _several(self, key: str, number_key: str = "") -> tuple[Person, ...]:
        """The people in a cell, with ; between; their numbers stand in the same order."""
        names = _parts(self.cell(key, longest=LONGEST_NAMES))
        numbers = _parts(self.cell(number_key, longest=LONGEST_NAMES)) if number_key else []
        if names and numbers and len(names) != len(numbers):
            self.fault(number_key, f"holds {len(numbers)} numbers for {len(names)} names")
            return ()
        numbers = numbers or [""] * len(names)
        names = names or [""] * len(numbers)
        found = (
            self._found(key, name, number_key, number)
            for name, number in zip(names, numbers, strict=True)
        )
        return tuple(dict.fromkeys(who for who in found if who is not None))

    def _person(self, key: str, name: str, number_key: str) -> Person | None:
        number = self.cell(number_key)
        return self._found(key, name, number_key, number) if name or number else None

    def _found(self, key: str, name: str, number_key: str, number: str) -> Person | None:
        try:
            return self.people.find(name, number)
        except NotFoundError as error:
            self.fault(number_key if error.by_number and number_key else key, str(error))
            return None


def _parts(text: str) -> list[str]:
    """The parts of a cell that holds several things, with ; between."""
    parts = (part.strip() for part in text.split(";"))
    return [part for part in parts if words(part) not in NOTHING]
