"""Whatever the files say: a plan fits its schema, and every way of answering it can be done to the tree."""

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from orgs.imports.ods_plan import chosen, digest, read_plan, written
from tests.orgs.ods import compared, nodes, report, simulate, unit

BOARDS = {"QA": "RA", "QB": "RA", "QC": "RB", "QD": "RB"}
NEW = ("X1", "X2")
TRUSTS = {
    f"T{n}": board for n, board in enumerate(("QA", "QA", "QB", "QB", "QC", "QC", "QD", "QD"))
}
TREE = {
    "N": unit("N", "Nation", "national", ""),
    "RA": unit("RA", "Ash region", "region", "N"),
    "RB": unit("RB", "Birk region", "region", "N"),
    **{c: unit(c, f"Board {c}", "icb", r, since="2022-07-01") for c, r in BOARDS.items()},
    **{c: unit(c, f"TRUST {c}", "trust", b, since="2022-07-01") for c, b in TRUSTS.items()},
}  # fmt: skip
DAYS = ("20260301", "20260401", "20270401")
END = "2030-01-01"


@st.composite
def rows(draw: st.DrawFn) -> tuple[tuple[str, ...], ...]:
    """A report: most Trusts as they are, some renamed, elsewhere, closed, or not there; some are new."""
    found = []
    for code in [*TRUSTS, "T8", "T9"]:
        if draw(st.integers(0, 9)) == 0:
            continue
        board = TRUSTS.get(code, "QA")
        if draw(st.booleans()):
            board = draw(st.sampled_from([*BOARDS, *NEW, "Q9", ""]))
        region = BOARDS.get(board, draw(st.sampled_from(["RA", "RB"])))
        if draw(st.integers(0, 7)) == 0:
            region = draw(st.sampled_from(["RA", "RB", "RZ", ""]))
        name = draw(st.sampled_from([f"TRUST {code}", f"TRUST {code}", f"TRUST {code} AND MORE"]))
        opened = "19990401" if code in TRUSTS else draw(st.sampled_from(["19990401", *DAYS]))
        closed = "" if draw(st.integers(0, 3)) else draw(st.sampled_from(DAYS))
        found.append((code, name, region, board, opened, closed if closed > opened else ""))
    return tuple(found)


@st.composite
def successions(draw: st.DrawFn) -> str:
    """Who took whose place: boards and Trusts, on days that have come and one that has not."""
    lines = ["predecessor_code,successor_code,successor_name,date"]
    for old in draw(st.lists(st.sampled_from([*BOARDS, "T1", "T4"]), unique=True, max_size=4)):
        day = draw(st.sampled_from(["2026-04-01", "2027-04-01"]))
        others = [*TRUSTS, "T9"] if old in TRUSTS else [*BOARDS, *NEW]
        heirs = draw(st.lists(st.sampled_from(others), unique=True, min_size=1, max_size=3))
        lines += [
            f"{old},{new},{f'Board {new}' if new in NEW else ''},{day}"
            for new in heirs
            if new != old
        ]
    return "\n".join([*lines, "ZZ9,ZZ8,,2026-04-01"]) + "\n"


@settings(max_examples=300, deadline=None)
@given(rows(), successions(), st.data())
def test_every_answer_to_every_plan_can_be_done(
    given_rows: tuple[tuple[str, ...], ...], lists: str, data: st.DataObject
) -> None:
    if not given_rows:
        return
    files = ("etr.csv", report(*given_rows)), ("s.csv", lists)
    plan = compared(TREE, *files, as_at="2026-07-08", large=True)
    assert read_plan(written(plan)) == plan
    assert digest(compared(TREE, *reversed(files), as_at="2026-07-08", large=True)) == digest(plan)
    before = nodes(TREE)
    answers = {
        each["key"]: data.draw(st.sampled_from(sorted(each["operations"])), label=each["key"])
        for each in plan["decisions"]
    }
    for given_answers in (None, answers):
        operations = chosen(plan, given_answers)
        after = simulate(before, operations, END)
        # What the files lack is open still, unless its board took it along.
        lacking = set(TRUSTS) - {row[0] for row in given_rows}
        assert lacking <= set(after)
        # A closed row moves nobody: until it closes, it is where it was, or where its board went.
        assert {each["on"] for each in operations} == {
            dt.date.fromisoformat(each["on"]).isoformat() for each in operations
        }
    closed = {row[0]: row for row in given_rows if row[5]}
    asked = {
        each["key"].partition("-")[2]
        for each in plan["decisions"]
        if each["key"].startswith("move-")
    }
    assert not asked & set(closed)
