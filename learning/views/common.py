"""What the views of learning share."""

from typing import TypeVar

from django.http import Http404

PURPOSE = "learning and development"
Found = TypeVar("Found")


def found(thing: Found | None) -> Found:
    """`thing`, or 404: the same answer whether it never was or belongs to somebody else."""
    if thing is None:
        raise Http404
    return thing
