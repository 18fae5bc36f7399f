"""The answer of every page to an address of something that is not there."""

from typing import TypeVar

from django.http import Http404

Found = TypeVar("Found")


def found(thing: Found | None) -> Found:
    """`thing`, or 404: the same answer whether it never was or belongs to somebody else."""
    if thing is None:
        raise Http404
    return thing
