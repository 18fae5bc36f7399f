"""The real reorganisation of 2026: proposed from ODS files, rehearsed, approved by two and applied.

And an invented one of the same shape, which the repository ships.
"""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from orgs import tree, tree_check
from orgs.access.grants import found
from orgs.clock import today
from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgLink, OrgPlacement, OrgUnit
from orgs.restructure.verification import written
from tests import factories

REAL = settings.REPO.parent / "shared" / "data" / "ods"
SHIPPED = settings.REPO / "orgs" / "data"
DECEMBER, JULY = dt.date(2025, 12, 31), dt.date(2026, 7, 8)
STEWARDS = ("steward.one@example.org", "steward.two@example.org")

pytestmark = pytest.mark.django_db


@pytest.fixture
def real() -> Path:
    if not REAL.is_dir():
        pytest.skip("the reference data folder ../shared/data/ods is not there")
    return REAL


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out)
    return out.getvalue()


def export(day: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run("export_tree", "--as-at", day))))


def wanted(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    columns = ("code", "name", "type", "parent_code")
    return sorted(({c: row[c] for c in columns} for row in rows), key=lambda row: row["code"])


def two_stewards() -> None:
    top = OrgUnit.objects.get(parent=None, type__kind="tree")
    for login in STEWARDS:
        found(login=login, role_code="steward", unit=top, day=today())


def apply_all(plan: Path) -> str:
    return run(
        "restructure", "apply", str(plan), "--accept-proposals",
        "--first", STEWARDS[0], "--second", STEWARDS[1],
    )  # fmt: skip


def proposed(real: Path, plan: Path) -> str:
    return run(
        "ods_diff", str(real / "raw" / "etr_2026-07.csv"),
        "--successions", str(real / "icb_succession_2026-04-01.csv"), "--out", str(plan),
    )  # fmt: skip


@pytest.mark.reference_data
def test_the_reorganisation_of_2026_arrives_where_it_arrived(real: Path, tmp_path: Path) -> None:
    before, after = (real / f"nhs_org_tree_asof_{day}.csv" for day in ("2025-12-31", "2026-07-08"))
    run("import_tree", str(before))
    loaded = export("2025-12-31")
    two_stewards()
    plan = tmp_path / "plan.json"
    proposed(real, plan)

    placements = OrgPlacement.objects.count()
    said = run("restructure", "rehearse", str(plan))
    assert "To be decided (the rehearsal above takes the proposals):" in said
    assert "Nothing was changed." in said
    assert (OrgPlacement.objects.count(), RestructurePlan.objects.count()) == (placements, 0)

    start = written()
    said = apply_all(plan)
    assert "No record of an organisation that moved was changed." in said
    now = written()
    now.subtract(start)
    # The stewards' own roles stay where they are; nobody's row is touched.
    assert {key: count for key, count in now.items() if count} == {}

    assert export("2026-07-08") == wanted(after)
    assert export("2025-12-31") == loaded
    assert tree_check.check(today()) == []


@pytest.mark.reference_data
def test_the_reorganisation_of_2026_in_numbers(real: Path, tmp_path: Path) -> None:
    run("import_tree", str(real / "nhs_org_tree_asof_2025-12-31.csv"))
    two_stewards()
    plan = tmp_path / "plan.json"
    proposed(real, plan)
    apply_all(plan)
    was, now = ({row.code: row for row in tree.rows(day)} for day in (DECEMBER, JULY))
    kinds = [row.type for row in now.values()]
    assert [kinds.count(kind) for kind in ("national", "region", "icb")] == [1, 7, 36]
    assert kinds.count("trust") + kinds.count("care_trust") == 202
    closed = {code for code in was if code not in now}
    boards = {code for code in closed if was[code].type == "icb"}
    assert len(boards) == 12
    split = OrgLink.objects.filter(relation="split_to").values_list("predecessor__code", flat=True)
    assert sorted(set(split)) == ["QJG", "QM7", "QNQ"]
    assert sorted(closed - boards) == ["RNK", "RVJ", "RY2", "RYV"]
    opened = {code for code in now if code not in was}
    assert {code for code in opened if now[code].type == "trust"} == {"K0N6A"}
    moved = {code for code in now if code in was and now[code].parent_code != was[code].parent_code}
    with (real / "trust_icb_moves_2026-04-01.csv").open() as lines:
        assert moved == {row["trust_code"] for row in csv.DictReader(lines)}
    assert len(moved) == 53
    renamed = {code for code in now if code in was and now[code].name != was[code].name}
    assert renamed == {"RWW", "RY3", "RA7", "RRF"}
    # Each operation took effect on its own day.
    assert {row.code: row for row in tree.rows(dt.date(2026, 3, 31))}["RC9"].parent_code == "QHG"
    assert "RVJ" in {row.code for row in tree.rows(dt.date(2026, 6, 30))}
    assert "RVJ" not in {row.code for row in tree.rows(dt.date(2026, 7, 1))}
    assert "K0N6A" not in {row.code for row in tree.rows(dt.date(2026, 5, 31))}
    assert "K0N6A" in {row.code for row in tree.rows(dt.date(2026, 6, 1))}
    (made,) = RestructurePlan.objects.all()
    assert (made.state, made.recorded_late) == (PlanState.APPLIED, True)
    assert (made.first_approver.login, made.second_approver.login) == STEWARDS
    # Once it is applied, the same files have nothing more to say.
    again = tmp_path / "again.json"
    proposed(real, again)
    left = json.loads(again.read_text())
    assert left["operations"] == []


def test_the_shipped_example_is_of_the_same_shape(tmp_path: Path) -> None:
    run("import_tree", str(SHIPPED / "example_before.csv"))
    two_stewards()
    plan = tmp_path / "plan.json"
    run(
        "ods_diff", str(SHIPPED / "example_etr_after.csv"),
        "--successions", str(SHIPPED / "example_successions.csv"), "--out", str(plan),
    )  # fmt: skip
    assert "To be decided" in run("restructure", "rehearse", str(plan))
    with pytest.raises(CommandError, match="Not decided"):
        run("restructure", "apply", str(plan), "--first", STEWARDS[0], "--second", STEWARDS[1])
    with pytest.raises(CommandError, match="A second person must approve it too"):
        run(
            "restructure",
            "apply",
            str(plan),
            "--accept-proposals",
            "--first",
            STEWARDS[0],
            "--second",
            STEWARDS[0],
        )
    assert not RestructurePlan.objects.exists()
    apply_all(plan)
    assert tree_check.check(today()) == []
    (made,) = RestructurePlan.objects.all()
    assert made.state == PlanState.APPLIED


def test_the_command_says_what_it_cannot_read(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    for text, said in (("{", "This is not JSON"), ("[]", "A plan is a JSON object")):
        file.write_text(text)
        with pytest.raises(CommandError, match=said):
            run("restructure", "rehearse", str(file))
    with pytest.raises(CommandError, match="No such file"):
        run("restructure", "rehearse", str(tmp_path / "none.json"))


def test_who_is_no_steward_applies_nothing(tmp_path: Path) -> None:
    run("import_tree", str(SHIPPED / "example_before.csv"))
    two_stewards()
    plan = tmp_path / "plan.json"
    run(
        "ods_diff", str(SHIPPED / "example_etr_after.csv"),
        "--successions", str(SHIPPED / "example_successions.csv"), "--out", str(plan),
    )  # fmt: skip
    factories.user("somebody@example.org")
    for first, said in (
        ("nobody@example.org", "no account"),
        ("somebody@example.org", "must be organisation administrators"),
    ):
        with pytest.raises(CommandError, match=said):
            run(
                "restructure",
                "apply",
                str(plan),
                "--accept-proposals",
                "--first",
                first,
                "--second",
                STEWARDS[1],
            )
    assert not RestructurePlan.objects.exists()
