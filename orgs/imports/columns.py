"""Which column of a file is which: known headings are recognised, the rest is chosen on the page."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Field:
    """One thing that a file may say in a column.

    Attributes:
        label: its heading in our own template.
        known_as: other headings under which it is recognised, in lower case, without signs.
        about: what may stand in it, for the page and the template.
    """

    key: str
    label: str
    known_as: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """What a field said and will say, as values; the presenter words them."""

    key: str
    old: object
    new: object


#: Columns of a file, counted from 0, by the field that each holds.
Columns = Mapping[str, int]


def plain(heading: str) -> str:
    """In lower case, signs as single spaces: "Work E-mail " becomes "work e mail"."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def recognised(headings: Sequence[str], fields: Sequence[Field]) -> dict[str, int]:
    """The columns whose headings are known, by field. The first of several that fit is taken."""
    wanted = {
        words: field.key for field in fields for words in (plain(field.label), *field.known_as)
    }
    found: dict[str, int] = {}
    for at, heading in enumerate(headings):
        # "Manager (employee number)" and "Manager employee number" read alike.
        key = wanted.get(plain(heading))
        if key is not None and key not in found:
            found[key] = at
    return found


def twice(columns: Columns, fields: Sequence[Field]) -> list[str]:
    """Labels of fields that were given a column that another field has."""
    labels = {field.key: field.label for field in fields}
    taken: dict[int, str] = {}
    return [labels[key] for key, at in columns.items() if taken.setdefault(at, key) != key]
