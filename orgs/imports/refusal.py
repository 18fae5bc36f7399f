"""What stops an import: every fault of the files, each with its line and its column."""

from dataclasses import dataclass

CODE_LENGTH = 10


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong. `line` counts from 1, as editors do; `column` is its name or number.

    Where a file has no lines that a person could count, `line` is 0 and `column` says where.
    """

    line: int
    column: str
    message: str
    file: str = ""

    def __str__(self) -> str:
        at = f"line {self.line}, column {self.column}" if self.line else self.column
        where = f"{at}: {self.message}"
        return f"{self.file}, {where}" if self.file else where


class ImportRefusedError(ValueError):
    """Nothing was loaded; `faults` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("; ".join(str(fault) for fault in faults))
        self.faults = faults

    def sentences(self, limit: int = 20) -> list[str]:
        """The first `limit` faults, and how many more there are."""
        said = [str(fault) for fault in self.faults[:limit]]
        more = len(self.faults) - limit
        return [*said, f"and {more} more"] if more > 0 else said
