"""The leadership report's sections: only what a release holds, whatever is hidden, at any form."""

import dataclasses
import datetime as dt
import re
from typing import Any

from django.test import Client

from orgs import tree
from orgs.access.scope import user_scope
from orgs.models.units import OrgUnit
from reporting import files, hidden, selectors
from reporting.benchmarks import benchmarks
from reporting.building import build_release
from reporting.content import Figures
from reporting.enums import MeasureClass
from reporting.measures import measures
from reporting.models import Release
from reporting.policies import platform_policy
from reporting.presenters.comparing import kpis, ranked, trend
from reporting.presenters.organisations import employers
from reporting.presenters.parts import Earlier, Source
from reporting.presenters.sections import draw
from reporting.reports import Bars, Heat, Kpis, Ranked, Tile, Trend, reports
from tests import factories
from tests.reporting import region

DAY = dt.date(2026, 10, 31)


def content(tables: list[dict[str, Any]], icbs: int = 2, **more: Any) -> dict[str, Any]:
    """A release of region R with some ICBs, each of them with one employer."""
    units: dict[str, Any] = {
        "R": {"name": "Region", "type": "region", "level": "region", "parent": None}
    }
    for n in range(icbs):
        units[f"Q{n}"] = {"name": f"ICB {n}", "type": "icb", "level": "icb", "parent": "R"}
        units[f"T{n}"] = {
            "name": f"Trust {n}",
            "type": "trust",
            "level": "employer",
            "parent": f"Q{n}",
        }
    return {"audience": "R", "units": units, "tables": tables, **more}


def table(key: str, dimensions: dict[str, list[str]], cells: list[list[Any]]) -> dict[str, Any]:
    return {
        "key": key,
        "measure": key,
        "counts": "people",
        "status": "shown",
        "dimensions": [
            {"name": name, "label": name.capitalize(), "codes": [[c, c.lower()] for c in codes]}
            for name, codes in dimensions.items()
        ],
        "cells": cells,
    }


def source(*tables: dict[str, Any], earlier: tuple[Earlier, ...] = (), **more: Any) -> Source:
    return Source(reports.get("leadership"), Figures(content(list(tables), **more)), DAY, earlier)


GAPS = Ranked("gaps", "Gaps", "Competency", "gaps", "gap", apart=("NA",))
CODES = ["A", "B", "C", "D", "E", "NA"]


def gaps(values: list[int | None], total: int | None) -> dict[str, Any]:
    cells = [["R", code, value] for code, value in zip(CODES, values, strict=True)]
    return table("gaps", {"gap": CODES}, [*cells, ["R", "*", total]])


def test_the_three_widest_are_ranked_with_ties() -> None:
    part = ranked(GAPS, source(gaps([30, 20, 20, 10, 0, 120], 200)))
    found = [(row["place"], row["label"], row["value"], row["percent"]) for row in part.rows]
    assert found == [
        ("Widest", "a", "30", 15),
        ("Joint second", "b", "20", 10),
        ("Joint second", "c", "20", 10),
    ]
    assert part.said == ()


def test_a_hidden_one_is_never_ranked_and_the_page_says_so() -> None:
    part = ranked(GAPS, source(gaps([30, None, 20, 10, None, 120], 200)))
    assert [row["label"] for row in part.rows] == ["a", "c", "d"]
    assert part.said == (
        "Figures that are hidden are not ranked, so a hidden one may be among the largest.",
    )
    assert part.table is not None
    assert dict(part.table.rows)["b"] == (None,)
    less = ranked(GAPS, source(gaps([60, None, 50, 40, None, 20], 200)))
    assert less.said == (
        "Figures that are hidden are not ranked. Together they are fewer than the last one here.",
    )


COVER = Heat(
    "ready", "Nobody ready", "Posts", "cover", "family", {"cover": ("EMERGENCY", "NEITHER")}
)
COVERS = {"family": ["F", "G"], "cover": ["READY", "EMERGENCY", "NEITHER"]}


def test_a_form_without_places_is_read_for_the_whole_area_and_says_so() -> None:
    cells = [["R", "F", "READY", 15], ["R", "F", "EMERGENCY", None], ["R", "F", "NEITHER", None]]
    cells += [["R", "F", "*", 40], ["R", "G", "READY", None], ["R", "G", "EMERGENCY", 5]]
    cells += [["R", "G", "NEITHER", None], ["R", "G", "*", 30], ["R", "*", "*", 70]]
    part = draw(COVER, source(table("cover", COVERS, cells)))
    assert part.said == (
        "By family for the whole region: figures for each ICB would identify people.",
    )
    assert part.grid is not None
    rows = {name: [cell.text for cell in found] for name, found in part.grid.rows}
    assert rows == {"f": ["62%", "25", "40"], "g": [None, None, "30"]}, "25 is 40 less 15"


def test_a_form_with_places_shows_each(units: dict[str, OrgUnit]) -> None:
    cells = []
    for code, ready in (("R", 15), ("Q0", 10), ("Q1", 5)):
        cells += [[code, "F", "READY", ready], [code, "F", "*", 20 if code != "R" else 40]]
        cells += [[code, "*", "*", 20 if code != "R" else 40]]
    part = draw(COVER, source(table("cover", {**COVERS, "family": ["F"]}, cells)))
    assert part.said == ()
    assert part.grid is not None
    assert part.grid.headers == ("Family", "ICB 0", "ICB 1")
    assert [cell.text for cell in part.grid.rows[0][1]] == ["50%", "75%"]


def test_an_area_below_the_form_is_told_why() -> None:
    found = content([table("cover", COVERS, [])])
    part = draw(COVER, Source(reports.get("leadership"), Figures(found), DAY))
    assert part.grid is None
    assert part.said[0].startswith("These figures are not shown for one region")


# --- peers --------------------------------------------------------------------------------------------


def shares(values: list[int | None]) -> dict[str, Any]:
    cells = [["R", "YES", 50], ["R", "*", 100]]
    for n, value in enumerate(values):
        cells += [[f"Q{n}", "YES", value], [f"Q{n}", "*", 100]]
    return table("plans", {"state": ["YES", "NO"]}, cells)


TILE = Tile("Plans", "plans", {"state": ("YES",)}, share=True)


class _Report:
    sections = (Kpis("k", "Peers", "Note", (TILE,)),)


def test_quartiles_come_from_shown_figures_and_name_nobody() -> None:
    found = content([shares([10, 20, 30, 40, 50, None])], icbs=6)
    assert benchmarks(_Report(), found) == [
        {"key": "plans:state=YES", "level": "icb", "n": 5, "lower": 20, "median": 30, "upper": 40}
    ]
    few = content([shares([10, 20, 30, 40, None, None])], icbs=6)
    assert benchmarks(_Report(), few) == []


def test_where_an_area_stands_is_its_own_shown_figure() -> None:
    peers = [{"key": TILE.key, "level": "icb", "n": 5, "lower": 20, "median": 30, "upper": 40}]
    part = kpis(_Report.sections[0], source(shares([10]), benchmarks=peers, icbs=1))
    assert part.table is not None
    assert part.table.rows == (
        ("Plans", ("50%", "20%", "30%", "40%", "5 ICBs", "Above the upper quartile")),
    )
    hidden = shares([10])
    hidden["cells"][0][-1] = None
    part = kpis(_Report.sections[0], source(hidden, benchmarks=peers, icbs=1))
    assert part.table is not None
    assert part.table.rows[0][1][0] is None
    assert part.table.rows[0][1][-1] == "Not compared"


# --- time ---------------------------------------------------------------------------------------------

TREND = Trend("trend", "Trend", "Note", (TILE,))


def test_a_line_goes_through_shown_figures_as_they_were_released() -> None:
    old = content([shares([])], icbs=2)
    old["tables"][0]["cells"] = [["R", "YES", None], ["R", "*", 100]]
    before = (Earlier(dt.date(2026, 9, 30), Figures(old)),)
    part = trend(TREND, source(shares([]), earlier=before))
    assert part.chart is not None
    assert part.chart.table.rows == (("30 September 2026", (None,)), ("31 October 2026", ("50%",)))
    assert part.said == ()


def test_where_the_area_changed_the_line_says_so_and_no_difference_is_given() -> None:
    before = (Earlier(dt.date(2026, 9, 30), Figures(content([shares([])], icbs=3))),)
    part = trend(TREND, source(shares([]), earlier=before))
    assert len(part.said) == 1
    assert "were not the same at 30 September 2026 and at 31 October 2026" in part.said[0]
    assert trend(TREND, source(shares([]))).chart is None


def test_earlier_releases_of_the_unit_that_were_not_withdrawn(
    released: Release, filled: dict[str, OrgUnit], client: Client
) -> None:
    with tree.locked():
        tree.place(filled["TA4"], on=dt.date(2026, 11, 15), parent=filled["QA1"])
        tree.project(dt.date(2026, 11, 15))
    after = build_release("RA", "leadership", dt.date(2026, 11, 30))
    assert after is not None
    lead = factories.holder("talent_lead", filled["RA"])
    with user_scope(lead.pk, unit_code="RA"):
        told = selectors.earlier(after, ["plans"])
    assert [(day, [t["key"] for t in held["tables"]]) for day, held in told] == [
        (region.AS_AT, ["plans"])
    ]
    assert Figures(told[0][1]).tables["plans"].value("RA", state="SIGNED") == 2
    client.force_login(lead)
    page = client.get("/o/RA/reports/leadership/").content.decode()
    assert "Shares at 2 days from 31 October 2026 to 30 November 2026." in page
    assert "were not the same at" not in page, "the region's employers are the same"
    client.force_login(factories.holder("talent_lead", filled["QA1"]))
    page = client.get("/o/QA1/reports/leadership/").content.decode()
    assert "The organisations of this area were not the same at 31 October 2026" in page


# --- names, forms, pages --------------------------------------------------------------------------------


def test_which_organisations_have_a_plan(released: Release) -> None:
    section = next(s for s in reports.get("leadership").sections if s.key == "employers")
    part = employers(section, Source(reports.get("leadership"), Figures(released.content), DAY))
    assert [(row["heading"], row["count"], row["names"]) for row in part.rows] == [
        ("Signed off", "2 of 6", ["Alder ICB", "Kestrel Valley NHS Trust"]),
        ("Late", "1 of 6", ["Lapwing Moor NHS Trust"]),
        ("In review", "1 of 6", [_name(released, "TA2")]),
        ("Draft", "1 of 6", ["Aspen ICB"]),
        ("No plan", "1 of 6", [_name(released, "TA4")]),
    ]


def _name(release: Release, code: str) -> str:
    return str(release.content["units"][code]["name"])


def test_what_counts_the_same_people_has_one_ledger() -> None:
    codes = ("successors", "developing", "gaps", "clock")
    assert {measures.get(c).ledger for c in codes} == {"succession"}
    assert {measures.get(c).klass for c in codes} == {MeasureClass.PEOPLE}
    assert {measures.get(c).klass for c in ("cover", "risk")} == {MeasureClass.JUDGEMENT}


def test_each_theme_has_an_address(released: Release, units: dict[str, OrgUnit]) -> None:
    lead = Client()
    lead.force_login(factories.holder("talent_lead", units["RA"]))
    for theme in ("cover", "vacancies", "successors", "pools", "organisations"):
        page = lead.get(f"/o/RA/reports/leadership/{theme}/")
        assert page.status_code == 200
        text = page.content.decode()
        assert f'leadership/{theme}/" aria-current="page"' in text
        assert text.count('id="about-') >= 1
        assert "Canary" not in text
    for nothing in ("overview-2", "nothing"):
        assert lead.get(f"/o/RA/reports/leadership/{nothing}/").status_code == 404
    assert lead.get("/o/TA1/reports/leadership/successors/").status_code == 404


# --- what is drawn, and what is said instead ------------------------------------------------------------


def test_a_form_without_families_is_read_by_place_and_says_so() -> None:
    cells = [["R", "READY", 30], ["R", "EMERGENCY", 10], ["R", "NEITHER", 60], ["R", "*", 100]]
    cells += [["Q0", "READY", 20], ["Q0", "EMERGENCY", None], ["Q0", "NEITHER", None]]
    cells += [["Q0", "*", 50], ["Q1", "*", None]]
    covers = {"cover": COVERS["cover"]}
    part = draw(COVER, source(table("cover", covers, cells)))
    assert part.said == ("For each ICB: figures by role family would identify people.",)
    assert part.grid is not None
    rows = {name: [cell.text for cell in found] for name, found in part.grid.rows}
    assert rows == {
        "All of Region": ["70%", "70", "100"],
        "ICB 0": ["60%", "30", "50"],
        "ICB 1": [None, None, None],
    }, "30 is 50 less 20"


def test_rows_with_nothing_in_any_place_are_a_sentence() -> None:
    roles = ["A", "B", "C", "D", "E"]
    cells: list[list[Any]] = []
    for place in ("R", "Q0", "Q1"):
        for role in roles:
            vacant = 1 if (place, role) in {("R", "A"), ("Q1", "A")} else 0
            cells += [[place, role, "VACANT", vacant], [place, role, "*", 2]]
        cells.append([place, "*", "*", 10])
    posts = table("posts", {"role": roles, "state": ["VACANT"]}, cells)
    section = Heat("v", "Vacant", "Posts", "posts", "role", {"state": ("VACANT",)})
    part = draw(section, source(posts))
    assert part.grid is not None
    assert [name for name, _ in part.grid.rows] == ["a"]
    assert part.rest == "0% everywhere: b, c, d, e."


BARS = Bars("clock", "Days", "clock", "days")


def bars(*places: tuple[str, list[int | None]]) -> dict[str, Any]:
    codes = ["A", "B"]
    cells = [[p, code, n] for p, found in places for code, n in zip(codes, found, strict=True)]
    return table("clock", {"days": codes}, [*cells, *([p, "*", 9] for p, _ in places)])


def test_a_hidden_bar_is_hatched_where_most_are_shown() -> None:
    part = draw(BARS, source(bars(("R", [9, 8]), ("Q0", [5, None]), ("Q1", [7, 6]))))
    assert part.chart is not None
    assert part.chart.wide.count("[c] hidden") == 1
    assert part.said == ()
    assert "1 of 2 has a hidden figure." in part.chart.summary


def test_a_chart_that_would_be_mostly_hatched_has_only_what_is_shown() -> None:
    part = draw(BARS, source(bars(("R", [9, 8]), ("Q0", [5, None]), ("Q1", [None, 6]))))
    assert part.chart is not None
    assert "[c]" not in part.chart.wide + part.chart.narrow
    (said,) = part.said
    assert said.startswith("Not drawn, because a figure of theirs is hidden: ICB 0, ICB 1. ")
    assert part.chart.table.rows[1:] == (("ICB 0", ("5", None)), ("ICB 1", (None, "6")))
    nothing = draw(BARS, source(bars(("R", [9, None]), ("Q0", [5, None]), ("Q1", [None, 6]))))
    assert nothing.chart is None
    assert nothing.table is not None
    assert nothing.said == ("Too many of these figures are hidden to draw them.",)
    zero = draw(BARS, source(bars(("R", [0, 0]), ("Q0", [0, 0]), ("Q1", [0, 0]))))
    assert (zero.chart, zero.said) == (None, ("Every one of these figures is 0.",))


def test_where_places_moved_within_the_area_the_line_says_so() -> None:
    old = content([shares([])], icbs=2)
    old["units"]["T0"]["parent"] = "Q1"
    part = trend(TREND, source(shares([]), earlier=(Earlier(dt.date(2026, 9, 30), Figures(old)),)))
    assert len(part.said) == 1
    assert "what was released before stays as it was released" in part.said[0]


def test_sections_that_show_nothing_stand_together_with_the_reason(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    lead = Client()
    lead.force_login(factories.holder("talent_lead", units["QA1"]))
    page = lead.get("/o/QA1/reports/leadership/cover/").content.decode()
    assert page.count("What is not shown here") == 1
    assert "Where posts are at risk" not in re.findall(r"<h2[^>]*>(.*?)</h2>", page)
    assert re.search(
        r"<strong>[^<]*Where posts are at risk[^<]*</strong> These figures are not", page
    )


def test_one_sentence_on_hidden_figures_says_the_rule_that_was_used(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    lead = Client()
    lead.force_login(factories.holder("talent_lead", units["RA"]))
    sentence = "Hidden are numbers from 1 to 4; parts of a group of fewer than 11,"
    assert lead.get("/o/RA/reports/leadership/").content.decode().count(sentence) == 1
    assert sentence in files.hidden_sentence(released)
    policy = platform_policy(measures.get("successors"))
    stricter = dataclasses.replace(policy, min_cell=8)
    assert "from 1 to 4 (7 for some figures)" in hidden.sentence([policy, stricter])
    assert hidden.sentence([platform_policy(measures.get("plans"))]) == ""


def test_a_reader_goes_on_to_the_places_below_until_the_wall(
    released: Release, units: dict[str, OrgUnit]
) -> None:
    lead = Client()
    lead.force_login(factories.holder("talent_lead", units["RA"]))
    page = lead.get("/o/RA/reports/leadership/successors/").content.decode()
    for code in ("QA1", "QA2"):
        address = f"/o/{code}/reports/leadership/successors/"
        assert f'<a href="{address}">' in page
        below = lead.get(address).content.decode()
        assert "Figures about people go no further down than this." in below
