"""The tree's commands, on the invented example and on the real reference data beside the repository."""

import csv
import datetime as dt
import io
import json
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from orgs import tree, tree_check
from orgs.clock import today
from orgs.models.units import OrgPlacement, OrgUnit
from orgs.words import words_of_day

EXAMPLE = settings.REPO / "orgs" / "data" / "example_tree.csv"
EXAMPLE_ODS = settings.REPO / "orgs" / "data" / "example_ods.csv"
REAL = settings.REPO.parent / "shared" / "data" / "ods"
HEADER = "code,name,type,parent_code,valid_from,valid_to,source\n"

pytestmark = pytest.mark.django_db


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the reference data folder ../shared/data/ods is not there")
    return REAL


def run(*words: str, **options) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, **options)
    return out.getvalue()


def export(day: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("export_tree", "--as-at", day))))


def load(text: str, tmp_path: Path) -> str:
    file = tmp_path / "tree.csv"
    file.write_text(text)
    return run("import_tree", str(file))


def test_the_example_has_its_dates() -> None:
    assert run("import_tree", str(EXAMPLE)).startswith("11 organisations, 14 dated rows, in ")
    assert [(r["code"], r["parent_code"]) for r in export("2026-03-31")] == [
        ("ZC1", "ZQ3"), ("ZQ1", "ZR1"), ("ZQ2", "ZR1"), ("ZQ3", "ZR2"), ("ZR1", "ZZ1"),
        ("ZR2", "ZZ1"), ("ZT1", "ZQ1"), ("ZT2", "ZQ2"), ("ZZ1", ""),
    ]  # fmt: skip
    assert [(r["code"], r["parent_code"]) for r in export("2026-04-01")] == [
        ("Z4N0Q", "ZR1"), ("ZC1", "ZQ3"), ("ZQ3", "ZR2"), ("ZR1", "ZZ1"), ("ZR2", "ZZ1"),
        ("ZT1", "Z4N0Q"), ("ZT2", "Z4N0Q"), ("ZZ1", ""),
    ]  # fmt: skip
    names = {r["code"]: r["name"] for r in export("2024-03-31")}
    assert names["ZT1"] == "KESTREL VALLEY NHS TRUST"
    names = {r["code"]: r["name"] for r in export("2024-04-01")}
    assert names["ZT1"] == "KESTREL VALLEY NHS FOUNDATION TRUST"
    assert "ZT3" in {r["code"] for r in export("2025-06-30")}
    assert "ZT3" not in {r["code"] for r in export("2025-07-01")}
    assert run("check_org_tree").startswith("The tree is sound: ")


def test_export_prints_a_header_and_rows_sorted_by_code(units) -> None:
    lines = run("export_tree", "--as-at", "2026-01-01").splitlines()
    assert lines[:3] == [
        "code,name,type,parent_code",
        "NAT,Nation of Albany,national,",
        "QA1,Alder ICB,icb,RA",
    ]
    assert lines[1:] == sorted(lines[1:])


def test_rows_that_touch_and_say_the_same_become_one(tmp_path: Path) -> None:
    load(
        HEADER
        + "N,Nation,national,,,,\nR,Region,region,N,2020-04-01,2022-03-31,a\n"
        + "R,Region,region,N,2022-04-01,,b\n",
        tmp_path,
    )
    placed = OrgPlacement.objects.get(unit__code="R")
    assert (placed.valid.lower, placed.valid.upper) == (dt.date(2020, 4, 1), None)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("R,Region,region,N,,,\nX,Board,icbs,R,,,", "line 4, column type: there is no type of organisation called 'icbs'"),
        ("R,Region,region,M,,,", "line 3, column parent_code: M is neither in the file nor in the tree"),
        ("R,Region,region,N,2024-02-30,,", "line 3, column valid_from: '2024-02-30' is not a day such as 2026-04-01"),
        ("R,Region,region,N,2024-03-01,2024-02-01,", "line 3, column valid_to: 2024-02-01 is before 2024-03-01, the first day"),
        ("R,Region,region,N,2020-01-01,2022-01-01,\nR,Area,region,N,2022-01-01,,",
         "line 4, column valid_from: this period of R begins before the one of line 3 ends"),
        ("ABCDEFGHIJK,Region,region,N,,,", "line 3, column code: 'ABCDEFGHIJK' is not a code of 1 to 10 characters"),
        ("R,,region,N,,,", "line 3, column name: give a name of 1 to 200 characters"),
        ("R,Region,region,R,,,", "line 3, column parent_code: R cannot be its own parent"),
        ("R,Region,region,N,2020-01-01,2021-01-01,\nQ,Board,icb,R,2020-01-01,,",
         "Q sits under R, which is not open then (from 2 January 2021)"),
        ("R,Region,region,N,,,\nT,Trust,icb,N,,,", "T is a Integrated care board and may not sit under N, a National"),
        ("A,Region,region,B,,,\nB,Region,region,A,,,", "A is a Region and may not sit under B, a Region"),
    ],
)  # fmt: skip
def test_a_fault_is_said_with_its_line_and_nothing_is_loaded(
    rows: str, said: str, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as refused:
        load(HEADER + "N,Nation,national,,,,\n" + rows + "\n", tmp_path)
    assert str(refused.value).startswith("Nothing was loaded.")
    assert said in str(refused.value)
    assert OrgUnit.objects.count() == 0


def test_every_fault_of_a_file_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refused:
        load(HEADER + "N,Nation,national,,x,,\nR,,region,N,,,\n", tmp_path)
    assert "line 2, column valid_from" in str(refused.value)
    assert "line 3, column name" in str(refused.value)


def test_a_file_without_the_columns_or_without_rows(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="line 1, column source: this column is missing"):
        load("code,name,type,parent_code,valid_from,valid_to\n", tmp_path)
    with pytest.raises(CommandError, match="line 2, column code: the file has no rows"):
        load(HEADER, tmp_path)
    with pytest.raises(CommandError, match="No such file"):
        run("import_tree", str(tmp_path / "none.csv"))


def test_a_code_of_the_tree_is_not_loaded_again(units, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="QA1 is in the tree already: use a restructure"):
        load(HEADER + "QA1,Alder ICB,icb,RA,,,\n", tmp_path)


def test_ods_reports_bring_what_the_tree_lacks(tmp_path: Path) -> None:
    run("import_tree", str(EXAMPLE))
    out = run("import_ods", str(EXAMPLE_ODS), as_at=dt.date(2026, 4, 1))
    assert out.splitlines() == [
        "Taken: 4, icb 1, region 1, trust 2",
        "Left out: 3",
        "  1 closed",
        "  1 not a kind of organisation in the tree",
        "  1 without a region or board (Wales, for example)",
        "  - ZT5 OLD DUNLIN NHS TRUST: closed: last day 2025-05-31",
        "  - ZT6 VALE AMBULANCE SERVICES NHS TRUST: without a region or board (Wales, for example)",
        "  - ZS1 NHS CEDAR ICB - ZS1: not a kind of organisation in the tree: role RO319",
    ]
    placed = {p.unit.code: p for p in OrgPlacement.objects.select_related("unit", "parent")}
    assert placed["ZT4"].name == "CURLEW SANDS NHS TRUST"
    assert placed["ZT4"].parent.code == "ZQ4"
    # Opened in 1999, but its board in 2022: a report does not say where it hung before.
    assert placed["ZT4"].valid.lower == dt.date(2022, 7, 1)
    assert placed["Z5T4A"].valid.lower == dt.date(2025, 6, 1)
    assert placed["ZQ4"].parent.code == "ZR3"
    assert placed["ZR3"].parent.code == "ZZ1"
    assert tree_check.check(today()) == []


def row(**cells: str) -> str:
    values = [""] * 27
    names = {"code": 0, "name": 1, "region": 2, "icb": 3, "opened": 10, "closed": 11}
    for name, value in cells.items():
        values[names[name]] = value
    return ",".join(f'"{value}"' for value in values) + "\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            row(code="T9", name="T", region="RA", icb="Q9"),
            "etr.csv, line 1, column 4: Q9 is neither in the tree nor",
        ),
        (
            row(code="TA1", name="T", region="RA", icb="QA1"),
            "line 1, column 1: TA1 is in the tree already",
        ),
        (
            row(code="T9", name="T", region="RA", icb="QA1") * 2,
            "line 2, column 1: T9 stands on line 1 of etr.csv too",
        ),
        (
            row(code="T9", name="T", region="RA", icb="QA1", opened="20261301"),
            "line 1, column 11: '20261301' is not a day",
        ),
        ("a,b,c\n", "line 1, column 1: 3 columns; an ODS report has 27, an old one 24"),
    ],
)
def test_a_report_with_a_fault_loads_nothing(units, text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "etr.csv"
    file.write_text(text)
    with pytest.raises(CommandError) as refused:
        run("import_ods", str(file))
    assert said in str(refused.value)
    assert OrgUnit.objects.count() == 11


def test_conflicts_are_shown_and_a_close_day_ahead_is_the_last_day(units, tmp_path: Path) -> None:
    file = tmp_path / "etr.csv"
    file.write_text(row(code="T9", name="T NINE", region="RB", icb="QA1", closed="20990331"))
    out = run("import_ods", str(file))
    assert "Look at: T9: the report puts it in region RB, but its board QA1 is in RA" in out
    assert OrgPlacement.objects.get(unit__code="T9").valid.upper == dt.date(2099, 4, 1)


def test_a_dry_run_and_24_columns(units, tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text('T9,"T, NINE",RA,QA1,,,,,,,20110701,,,,,,,,,,,0,,F\n')
    out = run("import_ods", str(file), "--dry-run")
    assert out.splitlines() == [
        "Taken: 1, trust 1", "Left out: 0", "Nothing was loaded: this was a dry run.",
    ]  # fmt: skip
    assert OrgUnit.objects.count() == 11


def test_json_and_xml_are_taken_as_reports_are(units, tmp_path: Path) -> None:
    trust = {
        "Name": "TEAL BROOK NHS TRUST", "OrgId": {"extension": "TX1"}, "Status": "Active",
        "Date": {"Type": "Operational", "Start": "2025-06-01"},
        "Roles": {"Role": {"id": "RO197", "primaryRole": True}},
        "Rels": {"Rel": {"id": "RE5", "Status": "Active", "Target": {
            "OrgId": {"extension": "QX1"}, "PrimaryRoleId": {"id": "RO261"}}}},
    }  # fmt: skip
    (tmp_path / "a.txt").write_text(json.dumps({"Organisation": trust}))
    (tmp_path / "b.txt").write_text(
        "<Organisations><Organisation><Name>CEDAR ICB</Name><OrgId extension='QX1'/>"
        "<Date><Type value='Operational'/><Start value='2024-04-01'/></Date>"
        "<Roles><Role id='RO261' primaryRole='true'/></Roles><Rels><Rel id='RE5'><Target>"
        "<OrgId extension='RB'/><PrimaryRoleId id='RO209'/></Target></Rel></Rels></Organisation>"
        "<Organisation><Name>A PRACTICE</Name><OrgId extension='P1'/>"
        "<Roles><Role id='RO177' primaryRole='true'/></Roles></Organisation></Organisations>"
    )
    out = run("import_ods", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))
    assert out.splitlines() == [
        "Taken: 2, icb 1, trust 1",
        "Left out: 0",
        "Of other kinds: 1",
    ]
    placed = OrgPlacement.objects.get(unit__code="TX1")
    assert (placed.parent.code, placed.valid.lower) == ("QX1", dt.date(2025, 6, 1))
    assert placed.source == "ODS a.txt record 1"


def test_the_check_tells_and_mends_a_stale_projection(units) -> None:
    with tree.locked(), connection.cursor() as cursor:
        cursor.execute("UPDATE orgs_orgunit SET name = 'x', lft = 1, rght = 2 WHERE code = 'QA1'")
    with pytest.raises(CommandError) as refused:
        run("check_org_tree")
    assert refused.value.returncode == 1
    said = str(refused.value).splitlines()
    assert said[0] == f"QA1 is not shown as it is placed on {words_of_day(today())}"
    assert "TA1: QA1 is a missing ancestor in the projection" in said
    assert run("check_org_tree", "--fix").startswith("The tree is sound: 11 organisations on ")


# --- the real hierarchy ------------------------------------------------------------------------------


@pytest.mark.reference_data
def test_the_real_tree_comes_back_on_both_days(real: Path) -> None:
    started = time.perf_counter()
    out = run("import_tree", str(real / "nhs_org_tree.csv"))
    assert time.perf_counter() - started < 5
    assert out.startswith("270 organisations, ")
    for day, boards, trusts in (("2025-12-31", 42, 205), ("2026-07-08", 36, 202)):
        with (real / f"nhs_org_tree_asof_{day}.csv").open() as file:
            wanted = {
                r["code"]: (r["name"], r["type"], r["parent_code"]) for r in csv.DictReader(file)
            }
        found = {r["code"]: (r["name"], r["type"], r["parent_code"]) for r in export(day)}
        assert {c: f[1:] for c, f in found.items()} == {c: w[1:] for c, w in wanted.items()}
        assert {c for c in found if found[c][0] != wanted[c][0]} <= {"RRF"}
        kinds = [kind for _, kind, _ in found.values()]
        assert [kinds.count("national"), kinds.count("region"), kinds.count("icb")] == [
            1,
            7,
            boards,
        ]
        assert kinds.count("trust") + kinds.count("care_trust") == trusts
    assert tree_check.check(today()) == []


@pytest.mark.reference_data
def test_the_real_report_of_trusts_gives_the_real_parents(real: Path, tmp_path: Path) -> None:
    with (real / "nhs_org_tree_asof_2025-12-31.csv").open() as file:
        before = list(csv.DictReader(file))
    above = tmp_path / "above.csv"
    with above.open("w") as out:
        writer = csv.DictWriter(out, before[0].keys())
        writer.writeheader()
        # The boards of that day, as somebody knew them then: without the ends that came later.
        kinds = ("national", "region", "icb")
        writer.writerows(r | {"valid_to": ""} for r in before if r["type"] in kinds)
    run("import_tree", str(above))
    said = run("import_ods", str(real / "raw" / "etr_2025-12.csv"), as_at=dt.date(2025, 12, 31))
    assert said.splitlines()[:4] == [
        "Taken: 202, trust 202", "Left out: 71", "  68 closed",
        "  3 without a region or board (Wales, for example)",
    ]  # fmt: skip
    wanted = {r["code"]: r["parent_code"] for r in before}
    found = {r["code"]: r["parent_code"] for r in export("2025-12-31")}
    missing = {code for code in wanted if code not in found}
    assert len(missing) == 3  # the care trusts, which are in no such report
    assert {c: p for c, p in found.items() if wanted[c] != p} == {}
