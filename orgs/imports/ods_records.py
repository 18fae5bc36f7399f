"""What a record of the Organisation Data Service says, in one shape for all three of its forms.

The CSV reports (``ods_csv``), the JSON of the ORD interface (``ods_json``) and the XML of TRUD
(``ods_xml``) all give :class:`OdsRecord`. Days are as ODS gives them: ``closed`` is the last day.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from orgs.imports.refusal import Fault

#: What the roles of a record say of the type. A record with other roles only is not in the tree.
#: RO261 is the primary role of a board and RO318 its second; RO57 (foundation trust) is no type.
TYPE_OF_ROLE = {
    "RO197": "trust",
    "RO107": "care_trust",
    "RO261": "icb",
    "RO318": "icb",
    "RO209": "region",
}
#: Types from the top down: what may be created first.
ORDER = {"region": 0, "icb": 1}
NAME_LENGTH = 200

Form = Literal["csv", "json", "xml"]


@dataclass(frozen=True)
class Succession:
    """One organisation took the place of another, or of a part of it.

    `on` is as the source has it: mostly the first day of the successor, sometimes the last day of the
    predecessor. Names are blank where the source has none.
    """

    predecessor: str
    successor: str
    on: dt.date
    source: str
    predecessor_name: str = ""
    successor_name: str = ""


@dataclass(frozen=True)
class OdsRecord:
    """One organisation as it stands in a file.

    Attributes:
        line: the line of the file, or (JSON) which record it is, counted from 1.
        type: its type in the tree; "" when it is none of the tree's, or (CSV) when no role says.
        parent: what it is under: a Trust's board, a board's region.
        since: from when it is there, where the form says so.
        region: the region column of a CSV report.
        closed: the last day open; None = open.
    """

    file: str
    line: int
    code: str
    name: str
    type: str
    parent: str
    region: str = ""
    opened: dt.date | None = None
    closed: dt.date | None = None
    roles: tuple[str, ...] = ()
    since: dt.date | None = None
    successions: tuple[Succession, ...] = ()
    form: Form = "csv"
    board: str = ""
    stub: bool = False

    @property
    def where(self) -> str:
        """The file and the line: what a person looks up."""
        return f"{self.file} {'record' if self.form == 'json' else 'line'} {self.line}"

    def fault(self, column: str, message: str) -> Fault:
        """A fault of this record. `column` counts where it is a CSV report."""
        if self.form == "csv":
            return Fault(self.line, column, message, self.file)
        return Fault(0, self.where.removeprefix(f"{self.file} "), message, self.file)


def type_of(roles: Iterable[str]) -> str:
    """The type that the first known role gives; "" when none does."""
    return next((TYPE_OF_ROLE[role] for role in roles if role in TYPE_OF_ROLE), "")


def settle(records: list[OdsRecord], plain_type: str = "") -> list[OdsRecord]:
    """Give each record of a CSV report its type and, by that, its parent.

    A report without roles (etr, ect) says neither: a code that others name as their region or board is
    one, and anything else is `plain_type`; without it, a report called ect… holds care Trusts and any
    other Trusts.
    """
    reports = [record for record in records if record.form == "csv"]
    regions = {record.region for record in reports}
    boards = {record.board for record in reports}

    def kind(record: OdsRecord) -> str:
        if record.code in regions:
            return "region"
        if record.code in boards:
            return "icb"
        if record.roles:
            return type_of(record.roles)
        named = "care_trust" if record.file.lower().startswith("ect") else "trust"
        return plain_type or named

    def settled(record: OdsRecord) -> OdsRecord:
        if record.form != "csv":
            return record
        found = kind(record)
        parent = {"region": "", "icb": record.region}.get(found, record.board)
        return replace(record, type=found, parent=parent)

    return [settled(record) for record in records]
