"""Which figures of an area are released, on which rung, and which give way."""

import pytest

from reporting.geography import EMPLOYER, Geography, Place
from reporting.measures import measures
from reporting.policies import platform_policy
from reporting.protection import Before, protect_family
from reporting.reports import UPPER, Form, Table
from reporting.shapes import Part, shown_levels


def places(boards: int, each: int) -> Geography:
    found = [Place("R", "R", "region", "region", None, 0)]
    for n in range(boards):
        found.append(Place(f"Q{n}", f"Q{n}", "icb", "icb", "R", 0))
        found += [Place(f"T{n}{k}", f"T{n}{k}", "trust", EMPLOYER, f"Q{n}", 0) for k in range(each)]
    return Geography("R", tuple(found))


def test_a_form_may_leave_the_lowest_level_out() -> None:
    area = places(2, 3)
    assert shown_levels(Form(()), area) == ["region", "icb"]
    assert shown_levels(Form((), UPPER), area) == ["region"]
    assert shown_levels(Form((), UPPER), Geography("Q0", area.below("Q0").places)) == ["icb"]


@pytest.mark.parametrize(("ready", "rung"), [(12, 0), (1, 1)])
def test_the_ladder_drops_the_places_before_the_families(ready: int, rung: int) -> None:
    """Ten posts of a family, which everybody knows, cannot be shown by who could step in."""
    measure, area = measures.get("cover"), places(2, 6)
    codes = {
        "family": (("F", "F"), ("G", "G")),
        "cover": (("READY", "R"), ("EMERGENCY", "E"), ("NEITHER", "N")),
    }
    counts = {
        (leaf.code, family, answer): ready
        for leaf in area.leaves()
        for family in ("F", "G")
        for answer in ("READY", "EMERGENCY", "NEITHER")
    }
    if ready == 1:
        at = {"READY": "012", "EMERGENCY": "345", "NEITHER": "0123"}
        counts = {key: n for key, n in counts.items() if key[0][2] in at[key[2]]}
    tables = [Table("cover", "cover", (("family", "cover"), Form(("family", "cover"), UPPER)))]
    part = Part(measure, tables, codes, counts)
    outcome = protect_family([part], platform_policy(measure), area, Before("one"))["cover"]
    assert outcome.rung == rung
    shown = {cell[0] for cell in outcome.cells["cover"]}
    assert shown == ({"R", "Q0", "Q1"} if rung == 0 else {"R"})
    assert ["R", "F", "READY", 6 if ready == 1 else 144] in outcome.cells["cover"]


@pytest.mark.parametrize("smallest", ["LCF1", "LCF3"])
def test_the_figure_that_gives_way_is_the_smallest_that_serves(smallest: str) -> None:
    """Three people cannot be shown; the widest gap, which is what is asked about, is not hidden for them."""
    measure, area = measures.get("gaps"), places(2, 6)
    sizes = {"LCF1": 9, "LCF2": 12, "LCF3": 10, "LCF4": 11} | {smallest: 6, "NONE": 0}
    counts = {(leaf.code, code): n for leaf in area.leaves() for code, n in sizes.items() if n} | {
        (leaf.code, "NONE"): 1 for leaf in area.leaves()[:3]
    }
    codes = {"gap": tuple((code, code) for code in sizes)}
    part = Part(measure, [Table("gaps", "gaps", (Form(("gap",), UPPER),))], codes, counts)
    outcome = protect_family([part], platform_policy(measure), area, Before("one"))["gaps"]
    hidden = {cell[1] for cell in outcome.cells["gaps"] if cell[0] == "R" and cell[-1] is None}
    assert hidden == {"NONE", smallest}
