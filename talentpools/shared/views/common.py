"""What the views of shared pools share."""

from orgs.codes import code_lists
from orgs.models.codes import Code


def board_roles() -> dict[str, Code]:
    return code_lists("board_role")["board_role"]
