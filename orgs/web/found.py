"""What an address or a hidden field of a form points at: a thing that is there, and a number that is one."""

from typing import TypeVar

from django.http import Http404

Found = TypeVar("Found")

#: More digits than any number of a page has, and fewer than a column of Postgres holds.
_DIGITS = 9


def found(thing: Found | None) -> Found:
    """`thing`, or 404: the same answer whether it never was or belongs to somebody else."""
    if thing is None:
        raise Http404
    return thing


def whole_number(text: str | None, otherwise: int = 0) -> int:
    """The whole number that a page of ours wrote; `otherwise` for what none of them wrote."""
    written = text is not None and text.isascii() and text.isdecimal() and len(text) <= _DIGITS
    return int(text) if text is not None and written else otherwise
