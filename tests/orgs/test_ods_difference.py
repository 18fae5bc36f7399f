"""What newer ODS files say becomes a plan: what is beyond doubt, what is asked, and what is left."""

import csv
import datetime as dt
import io
import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from orgs.imports.ods_difference import LargeChangeError
from orgs.imports.ods_plan import OdsPlanError, chosen, digest, read_plan, written
from orgs.imports.ods_tree import Placed, Unit, placed_units
from tests.orgs.ods import DATA, compared, nodes, report, simulate, tree_of, unit

REAL = settings.REPO.parent / "shared" / "data" / "ods"
SUCCESSIONS = "icb_succession_2026-04-01.csv"


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the reference data folder ../shared/data/ods is not there")
    return REAL


def run(*words: str, **options) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def planned(real: Path, tmp_path: Path, *files: str, successions: bool = True, **options) -> dict:
    out = tmp_path / "PLAN.json"
    given = [str(real / "raw" / name) for name in files]
    if successions:
        options["successions"] = [real / SUCCESSIONS]
    run("ods_diff", *given, out=out, **options)
    return read_plan(out.read_text())


# --- the real reorganisation of 2026 -----------------------------------------------------------------


@pytest.mark.reference_data
@pytest.mark.django_db
def test_the_real_reorganisation_is_proposed_and_comes_out_exactly(
    real: Path, tmp_path: Path
) -> None:
    said = run("import_tree", str(real / "nhs_org_tree_asof_2025-12-31.csv")).splitlines()
    assert said[0].startswith("255 organisations, 255 dated rows, in ")
    # The file of one day ends 71 rows where the next state begins, which it does not have.
    assert said[1].startswith("This is the tree of 31 December 2025: 71 ends after that day")
    before = nodes(placed_units())

    plan = planned(real, tmp_path, "etr_2026-07.csv")

    operations = chosen(plan)
    count = Counter(each["do"] for each in operations)
    assert count == {"create": 7, "merge": 6, "split": 3, "close": 4, "rename": 4}
    created = {
        each["code"]: (each["type"], each["on"]) for each in operations if each["do"] == "create"
    }
    april = ("icb", "2026-04-01")
    assert created == dict.fromkeys(
        ("S1Y5D", "D7T5G", "T6Y0W", "S0E4D", "S9B9J", "Z9B2Z"), april
    ) | {"K0N6A": ("trust", "2026-06-01")}
    divided = {each["code"]: each for each in operations if each["do"] == "split"}
    merged = [code for each in operations if each["do"] == "merge" for code in each["codes"]]
    assert len(divided) + len(merged) == 12
    assert {code: each["moves"] for code, each in divided.items()} == {
        "QM7": {"RWG": "S1Y5D", "RWH": "S1Y5D", "RWR": "S1Y5D", "RY4": "S1Y5D", "RQW": "D7T5G"},
        "QJG": {"RDE": "D7T5G", "RGR": "T6Y0W"},
        "QNQ": {"RWX": "S0E4D", "RDU": "S9B9J"},
    }
    assert divided["QNQ"]["into"] == ["S0E4D", "S9B9J", "QRL"]
    assert {each["code"]: each["on"] for each in operations if each["do"] == "close"} == {
        "RNK": "2026-04-01", "RY2": "2026-04-01", "RYV": "2026-04-01", "RVJ": "2026-07-01",
    }  # fmt: skip
    assert {each["code"] for each in operations if each["do"] == "rename"} == {
        "RWW",
        "RY3",
        "RA7",
        "RRF",
    }

    # Nothing about what is in no file, and nothing that crosses a region.
    text = json.dumps([plan["operations"], plan["decisions"]])
    assert not any(f'"{code}"' in text for code in ("TAD", "TAH", "TAJ", "RPG"))
    assert plan["notes"][-1] == "In none of the files, and left as they are: TAD, TAH, TAJ."

    after = simulate(before, operations, "2026-07-08")
    moved = {
        code: (before[code]["parent"], node["parent"])
        for code, node in after.items()
        if code in before and before[code]["parent"] != node["parent"]
    }
    with (real / "trust_icb_moves_2026-04-01.csv").open() as lines:
        wanted = {r["trust_code"]: (r["old_icb"], r["new_icb"]) for r in csv.DictReader(lines)}
    assert moved == wanted
    assert len(moved) == 53
    expected = nodes(tree_of(real / "nhs_org_tree_asof_2026-07-08.csv"))
    assert after == expected
    assert len(after) == 246
    assert simulate(before, operations, "2025-12-31") == before


@pytest.mark.reference_data
@pytest.mark.django_db
def test_what_is_asked_of_the_real_reorganisation(real: Path, tmp_path: Path) -> None:
    run("import_tree", str(real / "nhs_org_tree_asof_2025-12-31.csv"))
    plan = planned(real, tmp_path, "etr_2026-07.csv")
    asked = {each["key"]: each for each in plan["decisions"]}
    assert {key: each["proposal"] for key, each in asked.items()} == {
        "close-RNK": "", "close-RY2": "RWW", "close-RYV": "", "close-RVJ": "RA7",
        "main-QJG": "D7T5G", "main-QM7": "S1Y5D", "main-QNQ": "S0E4D",
    }  # fmt: skip
    assert asked["close-RVJ"]["why"] == (
        "etr_2026-07.csv line 192 gives 30 June 2026 as its last day. No record says what took its place. "
        "etr_2026-07.csv line 20: BRISTOL NHS FOUNDATION TRUST (RA7), under the same board, has a new "
        "name. Who takes another over mostly keeps its code and takes a new name."
    )
    # What really took their place is among the options: RY3, of another board, has a new name too.
    assert {"RWW", ""} <= {each["value"] for each in asked["close-RY2"]["options"]}
    assert asked["close-RYV"]["options"][0]["value"] == "RY3"
    assert "G6V2S" in {each["value"] for each in asked["close-RNK"]["options"]}


@pytest.mark.reference_data
@pytest.mark.django_db
def test_files_that_say_what_the_tree_says_propose_nothing(real: Path, tmp_path: Path) -> None:
    run("import_tree", str(real / "nhs_org_tree_asof_2025-12-31.csv"))
    plan = planned(
        real, tmp_path, "etr_2025-12.csv", successions=False, as_at=dt.date(2025, 12, 31)
    )
    assert (plan["operations"], plan["decisions"]) == ([], [])
    # Of boards and Trusts the sub-ICB report says the same.
    plan = planned(
        real, tmp_path, "eccg_2025-12.csv", successions=False, as_at=dt.date(2025, 12, 31)
    )
    assert (plan["operations"], plan["decisions"]) == ([], [])


@pytest.mark.reference_data
def test_the_file_of_april_knows_the_opening_of_june_and_not_the_closing_of_july(
    real: Path,
) -> None:
    tree = tree_of(real / "nhs_org_tree_asof_2025-12-31.csv")
    texts = [
        (name, (real / path).read_text())
        for name, path in (("etr.csv", "raw/etr_2026-04.csv"), ("s.csv", SUCCESSIONS))
    ]
    operations = chosen(compared(tree, *texts, as_at="2026-04-09"))
    dated = {(each["do"], each["code"]): each["on"] for each in operations if "code" in each}
    assert dated["create", "K0N6A"] == "2026-06-01"
    assert dated["rename", "RRF"] == "2026-04-01"  # the newest day that had passed
    assert ("close", "RVJ") not in dated
    assert len([each for each in dated if each[0] == "close"]) == 3


@pytest.mark.reference_data
def test_the_real_trees_after_it_and_old_files(real: Path) -> None:
    after = tree_of(real / "nhs_org_tree_asof_2026-07-08.csv")
    before = tree_of(real / "nhs_org_tree_asof_2025-12-31.csv")

    def text(name: str) -> tuple[str, str]:
        return name, (real / "raw" / name).read_text()

    both = (SUCCESSIONS, (real / SUCCESSIONS).read_text())
    plan = compared(after, text("etr_2026-07.csv"), both, as_at="2026-11-30")
    assert (plan["operations"], plan["decisions"]) == ([], [])
    # Several files: the newest counts, and the order in which they are given does not.
    files = [text("etr_2025-12.csv"), text("etr_2026-04.csv"), text("etr_2026-07.csv"), both]
    plans = [compared(before, *order, as_at="2026-11-30") for order in (files, files[::-1])]
    assert digest(plans[0]) == digest(plans[1])
    assert simulate(nodes(before), chosen(plans[0]), "2026-07-08") == nodes(after)
    # RPG's move across regions is asked, and left by default.
    plan = compared(before, text("etr_2025-07.csv"), as_at="2026-11-30")
    asked = {each["key"]: each for each in plan["decisions"]}
    assert asked["move-RPG"]["proposal"] == "leave"
    assert "That is in another region." in asked["move-RPG"]["why"]
    with pytest.raises(LargeChangeError, match="under boards that are not known 197 of 205 Trusts"):
        compared(before, text("etr_2021-01.csv"), as_at="2026-11-30")


# --- the invented example of the same shape ----------------------------------------------------------


def example(as_at: str = "2026-07-08") -> dict:
    files = [
        (name, (DATA / name).read_text())
        for name in ("example_etr_after.csv", "example_successions.csv")
    ]
    return compared(tree_of(DATA / "example_before.csv"), *files, as_at=as_at)


def test_the_example_has_all_of_it() -> None:
    plan = example()
    assert read_plan(written(plan)) == plan
    assert [
        (each["do"], each.get("code") or each["codes"], each["on"]) for each in plan["operations"]
    ] == [
        ("create", "Z4N0Q", "2026-04-01"),
        ("create", "Z5P1T", "2026-04-01"),
        ("merge", ["ZQ1"], "2026-04-01"),
        ("create", "Z6T2A", "2026-06-01"),
        ("rename", "ZT3", "2026-06-01"),
    ]
    assert [(each["key"], each["proposal"]) for each in plan["decisions"]] == [
        ("close-ZT2", "ZT3"), ("move-ZT6", "move"), ("move-ZT7", "leave"), ("main-ZQ2", "Z4N0Q"),
    ]  # fmt: skip
    assert plan["notes"] == [
        "Without a region or board in the files (Wales, for example): ZW1.",
        "In none of the files, and left as they are: ZC1.",
    ]
    # "Merlin Down N.H.S. Trust" is the name spelt otherwise: no rename.
    after = simulate(nodes(tree_of(DATA / "example_before.csv")), chosen(plan), "2026-07-08")
    assert {code: node["parent"] for code, node in after.items() if node["type"] == "trust"} == {
        "ZT1": "Z4N0Q", "ZT3": "Z4N0Q", "ZT4": "Z5P1T", "ZT5": "ZQ3", "ZT6": "ZQ4", "ZT7": "ZQ3",
        "ZT8": "ZQ4", "Z6T2A": "ZQ3",
    }  # fmt: skip
    assert after["ZT5"]["name"] == "MERLIN DOWN NHS TRUST"


def test_answers_change_what_is_done() -> None:
    plan = example()
    answers = {"close-ZT2": "", "move-ZT6": "leave", "move-ZT7": "move", "main-ZQ2": "ZQ4"}
    operations = chosen(plan, answers)
    assert [each["into"] for each in operations if each["do"] in ("close", "split")] == [
        "", ["ZQ4", "Z4N0Q", "Z5P1T"],
    ]  # fmt: skip
    after = simulate(nodes(tree_of(DATA / "example_before.csv")), operations, "2026-07-08")
    assert (after["ZT6"]["parent"], after["ZT7"]["parent"]) == ("ZQ3", "Z4N0Q")
    with pytest.raises(OdsPlanError) as found:
        chosen(plan, {"close-ZT2": "ZT9", "other": "x"})
    assert found.value.sentences[0] == "There is no decision called 'other'."
    assert found.value.sentences[1].startswith(
        "'ZT9' is no answer to: HERON WATER NHS TRUST (ZT2) closes"
    )
    assert [each.startswith("Not decided: ") for each in found.value.sentences[2:]] == [True] * 3


@pytest.mark.django_db
def test_the_command_says_what_it_found(tmp_path: Path) -> None:
    run("import_tree", str(DATA / "example_before.csv"))
    files = [str(DATA / "example_etr_after.csv"), str(DATA / "example_successions.csv")]
    out = tmp_path / "PLAN.json"
    said = run("ods_diff", *files, out=out, as_at=dt.date(2026, 7, 8)).splitlines()
    assert (
        said[0]
        == "With every proposal: 3 open, 1 closes, 1 merger, 1 division, 1 moves, 1 is renamed."
    )
    assert "To be decided: 4" in said
    assert chosen(read_plan(out.read_text())) == chosen(example())
    with pytest.raises(CommandError, match="Nothing was compared"):
        run("ods_diff", str(DATA / "example_before.csv"), out=tmp_path / "none.json")
    with pytest.raises(CommandError, match="No such file"):
        run("ods_diff", str(tmp_path / "none.csv"), out=tmp_path / "none.json")
    assert not (tmp_path / "none.json").exists()


# --- one thing at a time ----------------------------------------------------------------------------


def small(**changed: Unit) -> dict[str, Unit]:
    rows = [
        ("N", "Nation", "national", ""), ("RA", "Ash region", "region", "N"), ("RB", "Birk region", "region", "N"),
        ("QA", "Alder board", "icb", "RA"), ("QB", "Beech board", "icb", "RA"), ("QC", "Cedar board", "icb", "RB"),
        ("T1", "ONE NHS TRUST", "trust", "QA"), ("T2", "TWO NHS TRUST", "trust", "QA"), ("T3", "THREE NHS TRUST", "trust", "QC"),
    ]  # fmt: skip
    since = "2022-07-01"
    tree = {
        c: unit(c, n, k, p, since="" if k in ("national", "region") else since)
        for c, n, k, p in rows
    }
    return tree | changed


T1 = ("T1", "ONE NHS TRUST", "RA", "QA", "19990401", "")
T2 = ("T2", "TWO NHS TRUST", "RA", "QA", "19990401", "")
T3 = ("T3", "THREE NHS TRUST", "RB", "QC", "20250101", "")


def of(
    *rows: tuple[str, ...], tree: dict[str, Unit] | None = None, lists: str = "", **options
) -> dict:
    files = [("etr.csv", report(*rows))] + ([("s.csv", lists)] if lists else [])
    return compared(tree or small(), *files, as_at="2026-07-08", **options)


def only(plan: dict) -> dict:
    (decision,) = plan["decisions"]
    assert plan["operations"] == []
    return decision


def test_a_closed_row_is_never_a_move() -> None:
    # In the tree under QA, closed, shown under today's board QC: it closes, from where it is.
    closed = ("T2", "TWO NHS TRUST", "RB", "QC", "19990401", "20260630")
    plan = of(T1, closed, T3)
    found = only(plan)
    assert (found["key"], found["proposal"]) == ("close-T2", "")
    assert found["operations"][""] == [
        {"do": "close", "on": "2026-07-01", "code": "T2", "into": ""}
    ]
    # Not in the tree: history that the file does not tell.
    assert (
        of(T1, T2, T3, ("T9", "NINE NHS TRUST", "RB", "QC", "19990401", "20200331"))["decisions"]
        == []
    )


def test_a_closing_that_the_tree_has_is_not_asked_again_and_another_day_is_said() -> None:
    closed = ("T2", "TWO NHS TRUST", "RA", "QA", "19990401", "20260630")
    ending = unit("T2", "TWO NHS TRUST", "trust", "QA", since="2022-07-01", until="2026-07-01")
    plan = of(T1, closed, T3, tree=small(T2=ending))
    assert (plan["operations"], plan["decisions"], plan["notes"]) == ([], [], [])
    later = unit("T2", "TWO NHS TRUST", "trust", "QA", since="2022-07-01", until="2026-10-01")
    assert of(T1, closed, T3, tree=small(T2=later))["notes"] == [
        (
            "TWO NHS TRUST (T2): etr.csv line 2 gives 30 June 2026 as its last day, the tree says that it "
            "closes on 1 October 2026."
        )
    ]
    assert of(T1, T2, T3, tree=small(T2=later))["notes"] == [
        "TWO NHS TRUST (T2) closes on 1 October 2026 in the tree; etr.csv line 2 has it open."
    ]


def test_a_record_of_who_took_its_place_is_what_is_proposed() -> None:
    closed = ("T2", "TWO NHS TRUST", "RA", "QA", "19990401", "20260630")
    plan = of(T1, closed, T3, lists="T2,T3,M,20260630,\n")
    assert only(plan)["proposal"] == "T3"
    assert "s.csv line 1 says what took its place" in only(plan)["why"]
    # One who has closed by then takes nobody's place.
    gone = ("T3", "THREE NHS TRUST", "RB", "QC", "19990401", "20260630")
    plan = of(T1, closed, gone, lists="T2,T3,M,20260630,\n", large=True)
    assert [each["proposal"] for each in plan["decisions"]] == ["", ""]


def test_a_move_inside_a_region_is_asked_and_one_across_is_left_by_default() -> None:
    inside = only(of(("T1", "ONE NHS TRUST", "RA", "QB", "19990401", ""), T2, T3))
    assert (inside["key"], inside["proposal"]) == ("move-T1", "move")
    assert inside["operations"]["move"] == [
        {"do": "move", "on": "2025-01-01", "code": "T1", "parent": "QB"}
    ]
    assert inside["operations"]["leave"] == []
    across = only(of(("T1", "ONE NHS TRUST", "RB", "QC", "19990401", ""), T2, T3))
    assert across["proposal"] == "leave"
    assert "That is in another region." in across["why"]


def test_a_move_that_comes_with_its_day_is_beyond_doubt_inside_a_region() -> None:
    def moved(target: str) -> dict:
        rel = {"id": "RE5", "Status": "Active", "Date": {"Type": "Operational", "Start": "2026-05-01"},
               "Target": {"OrgId": {"extension": target}, "PrimaryRoleId": {"id": "RO261"}}}  # fmt: skip
        record = {"Name": "ONE NHS TRUST", "OrgId": {"extension": "T1"}, "Status": "Active", "Rels": {"Rel": rel},
                  "Date": {"Type": "Operational", "Start": "1999-04-01"},
                  "Roles": {"Role": {"id": "RO197", "primaryRole": True}}}  # fmt: skip
        return compared(small(), ("t.json", json.dumps(record)), as_at="2026-07-08")

    assert moved("QB")["operations"] == [
        {"do": "move", "on": "2026-05-01", "code": "T1", "parent": "QB"}
    ]
    assert only(moved("QC"))["proposal"] == "leave"


def test_the_region_column_against_the_region_of_the_board() -> None:
    plan = of(("T1", "ONE NHS TRUST", "RB", "QA", "19990401", ""), T2, T3)
    assert (plan["operations"], plan["decisions"]) == ([], [])
    assert plan["notes"] == [
        (
            "etr.csv line 1, ONE NHS TRUST (T1): The row puts it in Birk region (RB), but its board "
            "Alder board (QA) is in Ash region (RA). It stays."
        )
    ]
    # Every row of a board: the board itself may have moved, which is asked.
    both = [(c, n, "RB", "QA", "19990401", "") for c, n, *_ in (T1, T2)]
    assert (only(of(*both, T3))["key"], only(of(*both, T3))["proposal"]) == ("move-QA", "leave")


def test_two_files_that_disagree_are_asked_about() -> None:
    other = report(("T1", "ONE NHS TRUST", "RA", "QB", "19990401", ""), T2, T3)
    files = ("a.csv", report(T1, T2, T3)), ("b.csv", other)
    for order in (files, files[::-1]):
        found = compared(small(), *order, as_at="2026-07-08")
        said = json.dumps(found)
        assert found["operations"] == []
        assert [each["proposal"] for each in found["decisions"]] in ([], ["leave"])
        assert "The files disagree" in said


def test_names_are_overwritten_in_place_and_spelling_is_no_name() -> None:
    plan = of(("T1", "One  N.H.S. Trust", "RA", "QA", "19990401", ""), T2, T3)
    assert (plan["operations"], plan["decisions"]) == ([], [])
    new = ("T1", "ONE AND MORE NHS TRUST", "RA", "QA", "19990401", "")
    assert of(new, T2, T3)["operations"] == [
        {"do": "rename", "on": "2025-01-01", "code": "T1", "name": "ONE AND MORE NHS TRUST"}
    ]
    # A name that is planned already, and one that was there before.
    first, last = dt.date(2022, 7, 1), dt.date(2026, 10, 1)
    ahead = Unit(
        "T1",
        (
            Placed(first, last, "ONE NHS TRUST", "trust", "QA"),
            Placed(last, None, new[1], "trust", "QA"),
        ),
    )
    assert of(new, T2, T3, tree=small(T1=ahead))["operations"] == []
    past = dt.date(2024, 4, 1)
    back = Unit(
        "T1",
        (
            Placed(first, past, new[1], "trust", "QA"),
            Placed(past, None, "ONE NHS TRUST", "trust", "QA"),
        ),
    )
    assert only(of(new, T2, T3, tree=small(T1=back)))["proposal"] == "leave"


def test_a_file_that_knows_less_than_the_tree_renames_nothing_unasked() -> None:
    past = dt.date(2026, 1, 1)
    changed = Unit("T1", (Placed(past, None, "ONE AND MORE NHS TRUST", "trust", "QA"),))
    found = only(of(T1, T2, T3, tree=small(T1=changed)))
    assert (found["key"], found["proposal"]) == ("name-T1", "leave")
    closed = unit("QA", "Alder board", "icb", "RA", since="2022-07-01", until="2026-04-01")
    moved = {
        c: unit(c, n, "trust", "QB", since="2026-04-01")
        for c, n in (("T1", "FIRST NHS TRUST"), ("T2", "TWO NHS TRUST"))
    }
    plan = of(T1, T2, T3, tree=small(QA=closed, **moved))
    assert [each["proposal"] for each in plan["decisions"]] == ["leave"]
    assert (
        "etr.csv looks older than the tree: line 1 names QA, closed on 1 April 2026"
        in plan["decisions"][0]["why"]
    )
    assert plan["operations"] == []


def test_openings() -> None:
    tree = small()
    new = ("T5", "FIVE NHS TRUST", "RA", "QA", "20261001", "")
    assert of(T1, T2, T3, new)["operations"] == [
        {
            "do": "create",
            "on": "2026-10-01",
            "code": "T5",
            "name": "FIVE NHS TRUST",
            "type": "trust",
            "parent": "QA",
        }
    ]
    # Open for long and not in the tree: asked, and from the newest day that the file knows.
    old = only(of(T1, T2, T3, ("T6", "SIX NHS TRUST", "RA", "QA", "19990401", ""), tree=tree))
    assert (old["key"], old["proposal"]) == ("open-T6", "create")
    assert old["operations"]["create"][0]["on"] == "2025-01-01"
    conflict = only(of(T1, T2, T3, ("T7", "SEVEN NHS TRUST", "RB", "QA", "20261001", "")))
    assert conflict["proposal"] == "leave"
    assert of(T1, T2, T3, ("T8", "EIGHT NHS TRUST", "RA", "Q99", "20261001", ""))["notes"] == [
        (
            "The files name Q99 as a board, which is neither open in the tree nor known by name, day and "
            "region. Nothing is proposed for: T8."
        )
    ]


def test_a_type_that_changed_is_asked() -> None:
    record = {"Name": "ONE NHS TRUST", "OrgId": {"extension": "T1"}, "Status": "Active",
              "Date": {"Type": "Operational", "Start": "1999-04-01"},
              "Roles": {"Role": {"id": "RO107", "primaryRole": True}}}  # fmt: skip
    found = only(compared(small(), ("t.json", json.dumps(record)), as_at="2026-07-08"))
    assert (found["key"], found["proposal"]) == ("type-T1", "leave")
    assert found["operations"]["retype"][0]["type"] == "care_trust"


HEAD = "predecessor_code,successor_code,successor_name,date\n"


def test_a_board_that_is_still_named_does_not_end() -> None:
    plan = of(T1, T2, T3, lists=HEAD + "QA,QB,,2024-04-01\n")
    assert (plan["operations"], plan["decisions"]) == ([], [])
    assert plan["notes"] == [
        (
            "Alder board (QA) ends on 1 April 2024 by s.csv line 2, but etr.csv line 1 still names it as the "
            "board of ONE NHS TRUST (T1). It stays as it is until both agree."
        )
    ]


def test_a_merger_to_come_is_planned_before_the_rows_know_it() -> None:
    plan = of(T1, T2, T3, lists=HEAD + "QA,QB,,2027-04-01\n")
    assert plan["operations"] == [
        {"do": "merge", "on": "2027-04-01", "codes": ["QA"], "into": "QB", "name": ""}
    ]


def test_a_division_that_the_rows_do_not_know_yet_asks_where_each_goes() -> None:
    lists = HEAD + "QA,QB,,2027-04-01\nQA,QX,Xenon board,2027-04-01\n"
    plan = of(T1, T2, T3, lists=lists)
    assert [(each["key"], each["proposal"]) for each in plan["decisions"]] == [
        ("region-QX", "RA"), ("goes-T1", "QB"), ("goes-T2", "QB"), ("main-QA", "QB"),
    ]  # fmt: skip
    answers = {"region-QX": "RA", "goes-T1": "QX", "goes-T2": "QB", "main-QA": "QX"}
    after = simulate(nodes(small()), chosen(plan, answers), "2027-04-01")
    assert (after["T1"]["parent"], after["T2"]["parent"], "QA" in after) == ("QX", "QB", False)


def test_one_below_a_merger_that_its_row_puts_elsewhere_is_asked() -> None:
    rows = (
        ("T1", "ONE NHS TRUST", "RA", "QX", "19990401", ""),
        ("T2", "TWO NHS TRUST", "RA", "QB", "20260401", ""),
        T3,
    )
    plan = of(*rows, lists=HEAD + "QA,QX,Xenon board,2026-04-01\n")
    found = {each["key"]: each for each in plan["decisions"]}
    assert found["goes-T2"]["proposal"] == "QB"
    for answer, parent in (("QB", "QB"), ("QX", "QX")):
        after = simulate(nodes(small()), chosen(plan, {"goes-T2": answer}), "2026-07-08")
        assert (after["T1"]["parent"], after["T2"]["parent"]) == ("QX", parent)


def test_one_that_closes_with_its_board_is_not_moved_first() -> None:
    rows = (
        ("T1", "ONE NHS TRUST", "RA", "QX", "19990401", "20260331"),
        ("T2", "TWO NHS TRUST", "RA", "QX", "19990401", ""),
        T3,
    )
    plan = of(*rows, lists=HEAD + "QA,QX,Xenon board,2026-04-01\n")
    operations = chosen(plan)
    assert [each["do"] for each in operations] == ["create", "close", "merge"]
    simulate(nodes(small()), operations, "2026-07-08")


def test_a_merger_across_regions_is_asked() -> None:
    rows = (
        ("T1", "ONE NHS TRUST", "RB", "QC", "20260401", ""),
        ("T2", "TWO NHS TRUST", "RB", "QC", "19990401", ""),
        T3,
    )
    found = {
        each["key"]: each["proposal"]
        for each in of(*rows, lists=HEAD + "QA,QC,,2026-04-01\n", large=True)["decisions"]
    }
    assert found["across-QA"] == "leave"


def test_more_than_can_be_is_refused_unless_it_is_meant() -> None:
    trusts = {
        f"X{n:02}": unit(f"X{n:02}", f"TRUST {n}", "trust", "QA", since="2022-07-01")
        for n in range(20)
    }
    rows = [(code, each.last.name, "RA", "QA", "19990401", "20260630" if n < 10 else "")
            for n, (code, each) in enumerate(trusts.items())]  # fmt: skip
    with pytest.raises(
        LargeChangeError, match=r"The files would close 10 of 23 Trusts\. More than 40 %"
    ):
        of(*rows, tree=small(**trusts))
    assert len(of(*rows, tree=small(**trusts), large=True)["decisions"]) == 10
    fewer = [(*row[:5], "20260630" if n < 9 else "") for n, row in enumerate(rows)]
    assert len(of(*fewer, tree=small(**trusts))["decisions"]) == 9


# --- the file of a plan ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda p: p.pop("title"), "The plan lacks 'title'."),
        (lambda p: p.update(extra=1), "The plan has 'extra', which is not known."),
        (lambda p: p.update(operations={}), "The plan has a wrong 'operations'."),
        (lambda p: p["operations"].append({"do": "explode"}), "Operation 6 is none that is known"),
        (lambda p: p["operations"][0].update(on="soon"), "Operation 1 (create) has no day"),
        (lambda p: p["operations"][0].pop("parent"), "Operation 1 (create) lacks 'parent'."),
        (lambda p: p["operations"][2].update(codes=[1]), "Operation 3 (merge) has a wrong 'codes'."),
        (lambda p: p["decisions"][0].update(proposal="X"), "proposes 'X', which is not an option"),
        (lambda p: p["decisions"][0]["operations"].pop(""), "must give the operations of each option"),
        (lambda p: p["decisions"].append(p["decisions"][0]), "The decision 'close-ZT2' stands twice."),
        (lambda p: p["decisions"][0].update(options=[1]), "are not a value and a label each"),
        (lambda p: p.update(notes=[1]), "The plan's notes are sentences."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_plan_is_said(change, said: str) -> None:
    plan = example()
    change(plan)
    with pytest.raises(OdsPlanError) as found:
        read_plan(json.dumps(plan))
    assert any(said in each for each in found.value.sentences), found.value.sentences


def test_what_is_no_plan_at_all() -> None:
    for text in ("", "[", "[]", "1", "[" * 100_000):
        with pytest.raises(OdsPlanError):
            read_plan(text)
