"""Two people changed the same row: who, when, and what is saved, so that nothing is lost unseen."""

import datetime as dt
from dataclasses import dataclass


@dataclass
class ConflictError(Exception):
    """The row was changed since the page was loaded. Nothing was written.

    Attributes:
        who: the name of whoever saved last, "A colleague" when it is not known.
        when: the moment of that change.
        saved: what is saved now, by field name, as codes.
        version: the version to send to overwrite it knowingly.
    """

    who: str
    when: dt.datetime
    saved: dict[str, str]
    version: int

    def __str__(self) -> str:
        return f"changed at version {self.version}"


class SuccessionError(ValueError):
    """Something that cannot be done on a plan, said in a sentence."""
