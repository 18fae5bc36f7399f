"""``difference``: what files of ODS say that the tree does not, as a plan for people to decide on.

Nothing here writes to the tree. What the files merely lack is never closed.
"""

import datetime as dt

from orgs.imports.ods_boards import boards
from orgs.imports.ods_closings import closings, find_closings
from orgs.imports.ods_plan import Plan
from orgs.imports.ods_read import OdsFiles
from orgs.imports.ods_standing import TRUSTS, Draft, Standing
from orgs.imports.ods_tree import Tree
from orgs.imports.ods_units import units

MADE_BY = "ods_diff"
#: No year of the NHS has moved or closed so many: April 2026, the largest, moved 26 % of the Trusts.
#: More than that is an old file, a part of one, or one of something else.
MOST_PERCENT = 40
_FEW = 5


class LargeChangeError(ValueError):
    """The files would change implausibly much; the sentence says how much."""


def difference(tree: Tree, files: OdsFiles, *, as_at: dt.date, large: bool = False) -> Plan:
    """Compare the tree, as placed now and in the future, with files of ODS.

    Args:
        as_at: the day of the comparison; what the files date after it is in the future.
        large: whether a change of more than :data:`MOST_PERCENT` of the Trusts is meant.

    Raises:
        LargeChangeError: there is one, and `large` does not say so.
    """
    standing, draft = Standing.of(tree, files, as_at), Draft()
    find_closings(standing, draft)
    boards(standing, draft)
    units(standing, draft)
    closings(standing, draft)
    _note_rest(standing, draft)
    if not large:
        _refuse_large(standing, draft)
    return {
        "title": f"Changes found in {', '.join(files.names)}"[:200],
        "made_by": MADE_BY,
        "sources": list(files.names),
        "operations": draft.operations,
        # Who goes elsewhere has gone before a board is divided: the order of what is chosen.
        "decisions": [*draft.closings, *draft.decisions, *draft.divisions],
        "notes": draft.notes,
    }


def _trusts(standing: Standing) -> set[str]:
    return {code for code, unit in standing.tree.items() if unit.open and unit.last.type in TRUSTS}


def _note_rest(standing: Standing, draft: Draft) -> None:
    lacking = sorted(_trusts(standing) - set(standing.records))
    if lacking and standing.records:
        draft.notes.append(
            f"In none of the files, and left as they are: {', '.join(lacking)}."
            if len(lacking) <= 20  # noqa: PLR2004  more is a list nobody reads
            else f"In none of the files, and left as they are: {len(lacking)} Trusts."
        )


def _refuse_large(standing: Standing, draft: Draft) -> None:
    trusts = _trusts(standing)
    lost = {code for codes in draft.lost.values() for code in codes}
    for what, codes in (
        ("close", set(draft.closing)),
        ("move to another board", draft.moved),
        ("rename", set(draft.renamed)),
        ("put under boards that are not known", lost),
    ):
        number = len(codes & trusts)
        if number > _FEW and number * 100 > MOST_PERCENT * len(trusts):
            raise LargeChangeError(
                f"The files would {what} {number} of {len(trusts)} Trusts. More than {MOST_PERCENT} % "
                "is taken for a mistake, such as an old file or a part of one. If it is meant, say so "
                "with --large."
            )
