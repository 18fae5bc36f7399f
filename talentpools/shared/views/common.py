"""What the views of shared pools share."""

from typing import TypeVar

from django.http import Http404

from orgs.codes import code_lists
from orgs.models.codes import Code

Found = TypeVar("Found")


def found(thing: Found | None) -> Found:
    """`thing`, or 404: the same answer whether it never was or belongs to somebody else."""
    if thing is None:
        raise Http404
    return thing


def board_roles() -> dict[str, Code]:
    return code_lists("board_role")["board_role"]
