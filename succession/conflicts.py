"""Two people changed the same row: who, when, and what is saved, so that nothing is lost unseen."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass
class ConflictError(Exception):
    """The row was changed since the page was loaded. Nothing was written.

    Attributes:
        who: the name of whoever saved last, "A colleague" when it is not known.
        when: the moment of that change.
        saved: what is saved now, by field name: codes, days, texts and lists of codes.
        version: the version to send to overwrite it knowingly.
    """

    who: str
    when: dt.datetime
    saved: dict[str, Any]
    version: int

    def __str__(self) -> str:
        return f"changed at version {self.version}"


@dataclass
class OrderConflictError(Exception):
    """The order was changed since the page was loaded. Nothing was written.

    Attributes:
        who: the name of whoever changed it last, "A colleague" when it is not known.
        when: the moment of that change.
        saved: the names in the order that is saved now.
        yours: the same names as they would stand with this move made on the saved order.
        stamp: the stamp of the saved order, to send to make the move knowingly.
    """

    who: str
    when: dt.datetime
    saved: Sequence[str]
    yours: Sequence[str]
    stamp: str

    def __str__(self) -> str:
        return f"the order is {self.stamp} now"


class SuccessionError(ValueError):
    """Something that cannot be done on a plan, said in a sentence."""
