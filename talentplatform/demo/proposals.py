"""What the Organisation Data Service says in the demo: a reorganisation of the other region, not yet decided."""

import csv
import datetime as dt
import io

from orgs.access.principals import ODS
from orgs.access.scope import system_scope
from orgs.imports.ods_difference import difference
from orgs.imports.ods_read import read_files
from orgs.imports.ods_standing import TRUSTS
from orgs.imports.ods_tree import placed_units
from orgs.models.units import OrgUnit
from orgs.proposals.services import keep_proposal
from talentplatform.demo.places import NATION

#: The new board, and where the boards of the other region go: one whole, one divided.
NEW = ("Z6N2F", "NORTH FELLSIDE INTEGRATED CARE BOARD")
MERGED, DIVIDED, KEPT = "ZQS", "ZQR", "ZQP"
GOES = {"ZBT": NEW[0], "ZHB": NEW[0], "ZWS": NEW[0], "ZLG": KEPT}
#: One Trust takes another over: it has a new name in the file, and no record says it.
CLOSES, RENAMED = "ZHB", ("ZBT", "BILBERRY TARN AND HAREBELL NHS FOUNDATION TRUST")
#: A Trust whose row stands under a board of the other region: asked, and left by default.
ACROSS = ("ZGG", "ZQD")


def load(day: dt.date) -> None:
    """Compare the tree with an invented report, as the night does, and keep what it proposes."""
    ahead = day + dt.timedelta(days=120)
    files = [("etr.csv", _report(day, ahead)), ("succ.csv", _successions(ahead))]
    with system_scope(ODS):
        read = read_files((name, io.BytesIO(text.encode())) for name, text in files)
        plan = difference(placed_units(), read, as_at=day)
        root = OrgUnit.objects.get(code=NATION[0])
        keep_proposal(actor=ODS, unit_id=root.id, plan=plan)


def _report(day: dt.date, ahead: dt.date) -> str:
    tree, out = placed_units(), io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for code, unit in sorted(tree.items()):
        if unit.last.type not in TRUSTS or not unit.open:
            continue
        board = GOES.get(code, unit.last.parent)
        board = ACROSS[1] if code == ACROSS[0] else board
        row = [""] * 27
        row[0], row[1] = code, RENAMED[1] if code == RENAMED[0] else unit.last.name.upper()
        row[2], row[3] = tree[board if board in tree else unit.last.parent].last.parent, board
        # The newest day that the report knows is a month old.
        row[10] = f"{day - dt.timedelta(days=30):%Y%m%d}"
        if code == CLOSES:
            row[11] = f"{ahead - dt.timedelta(days=1):%Y%m%d}"
        writer.writerow(row)
    return out.getvalue()


def _successions(ahead: dt.date) -> str:
    rows = [(MERGED, *NEW), (DIVIDED, *NEW), (DIVIDED, KEPT, "")]
    lines = [f"{old},{new},{name},{ahead}" for old, new, name in rows]
    return "\n".join(["predecessor_code,successor_code,successor_name,date", *lines]) + "\n"
