"""The regional talent lead looks from role to role and from quarter to quarter, and no further.

One test for each promise of his story: a role heat table, what is hidden stays hidden, last quarter's
figures beside this one's, and the plan of a Trust, which is not his to read.
"""

import datetime as dt
import io
import re

from playwright.sync_api import expect
from pypdf import PdfReader

from talentplatform.demo import places
from talentplatform.demo.releases import REPORT

PAGE = f"/o/{places.REGION[0]}/reports/{REPORT}/"
ICBS = {name for _, name, _ in places.BOARDS}
#: Every table of a page, open or not: its caption, its heads, and its rows with their heads.
_TABLES = """() => [...document.querySelectorAll('main table')].map(t => ({
    caption: t.caption.textContent.trim(),
    heads: [...t.querySelectorAll('thead th')].map(e => e.textContent.trim()),
    rows: [...t.querySelectorAll('tbody tr')].map(r => [...r.children].map(e => e.textContent.trim()))}))"""


def tables(visitor):
    return visitor.page.evaluate(_TABLES)


def hidden(cell):
    """Whether a cell has the mark in place of a figure."""
    return cell.startswith("[c]")


def test_a_role_heat_table_has_roles_down_and_icbs_across(visit, story):
    with story.given("Marcus opens the vacancies of his report"):
        marcus = visit("marcus")
        marcus.goes_to(PAGE)
        marcus.follows("Vacancies", exact=True)
        marcus.looks_right()
    with story.then("each ICB of the region is a column, and each board role a row"):
        (heat,) = [t for t in tables(marcus) if t["caption"].startswith("Where posts are vacant")]
        assert set(heat["heads"][1:]) == ICBS
        shares = [share for row in heat["rows"] for share in row[1:]]
        assert all(re.fullmatch(r"\d+%|None", share) for share in shares)
        assert len(heat["rows"]) > 3
    with story.then("a role with nothing to show in any ICB is named too"):
        marcus.sees("Chief digital and information officer", "Chief nurse")
    with story.then("the region's posts at risk stand beside all that somebody holds"):
        marcus.follows("Cover and risk", exact=True)
        tile = marcus.page.locator(
            ".app-tiles > li", has_text="Posts at high risk of falling vacant"
        )
        expect(tile).to_contain_text(re.compile(r"\d+\s+of \d+|\[c\]"))
        marcus.looks_right()


def test_what_could_point_to_a_person_is_hidden_and_no_total_gives_it_away(visit, story):
    with story.given("Marcus opens the successors of his report"):
        marcus = visit("marcus")
        marcus.goes_to(f"{PAGE}successors/")
        marcus.looks_right()
    with story.then("some figures of an ICB are hidden, and the region's stand beside them"):
        beside = [
            table["rows"]
            for table in tables(marcus)
            if {row[0] for row in table["rows"]} >= ICBS
            and any(hidden(cell) for row in table["rows"] for cell in row)
        ]
        assert beside, "no ICB is hidden: there is nothing to give away"
    with story.then("none is the only one of its column that is hidden, so no total gives it away"):
        for rows in beside:
            icbs = [row[1:] for row in rows if row[0] in ICBS]
            (whole,) = [row[1:] for row in rows if row[0] not in ICBS]
            for region, *column in zip(whole, *icbs, strict=True):
                assert hidden(region) or sum(map(hidden, column)) != 1, rows
    with story.then("each says why, and the page by which rule"):
        marks = marcus.page.locator("main .app-hidden")
        expect(marks.first).to_contain_text("hidden")
        marcus.page.get_by_role("link", name="What this counts").first.click()
        marcus.sees("so that nobody can be recognised", "give it away")
        marcus.looks_right()
    with story.then("where every ICB would point to somebody, the region alone is shown"):
        marcus.follows("Cover and risk", exact=True)
        marcus.sees("figures for each ICB would identify people")
        marcus.looks_right()


def test_last_quarters_figures_stand_beside_this_quarters(visit, site, story):
    now = site.day
    before = now - dt.timedelta(days=92)
    with story.given("the region's figures of last quarter are released"):
        site.command(
            *("build_release", places.REGION[0], REPORT, "--as-at", before.isoformat()),
            login="builder",
        )
    with story.when("Marcus opens his report"):
        marcus = visit("marcus")
        marcus.goes_to(PAGE)
    with story.then("a line leads from one release to the next"):
        trend = marcus.page.get_by_role("region", name="From release to release")
        expect(trend.locator("figcaption")).to_contain_text(
            f"from {before.day} {before:%B %Y} to {now.day} {now:%B %Y}"
        )
        marcus.looks_right()
    with story.then("the figures of both days are there to read"):
        trend.locator("summary").click()
        days = trend.locator("tbody th")
        expect(days).to_have_text([f"{day.day} {day:%B %Y}" for day in (before, now)])
        marcus.looks_right()
    with story.then("the PDF has both days too"):
        marcus.presses("Make a PDF")
        link = marcus.page.locator("#pdf-job").get_by_role("link")
        with site.worker():
            expect(link).to_be_visible(timeout=60_000)
        with marcus.page.expect_download() as coming:
            link.click()
        pages = PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages
        text = " ".join(" ".join(page.extract_text().split()) for page in pages)
        assert "From release to release" in text
        assert f"{before.day} {before:%B %Y}" in text


def test_a_trusts_plan_is_kept_from_him_and_he_is_told_whom_to_ask(visit, site, story):
    with story.when("Marcus tries the address of a plan that a succession lead sent him"):
        marcus = visit("marcus")
        marcus.goes_to("/o/ZKV/succession/")
    with story.then("the wall answers, with whom to ask and no name"):
        marcus.sees_heading("This belongs to another employer")
        marcus.sees("ask their succession lead")
        marcus.looks_right(refused=[404])
        wall = marcus.page.locator("main").inner_text()
    with story.then("so it does for a person's page, in the same words"):
        ((nomination,),) = site.sql(
            "SELECT n.public_id FROM succession_nomination n JOIN orgs_orgunit u ON u.id = n.unit_id"
            " WHERE u.code = 'ZKV' ORDER BY n.id LIMIT 1"
        )
        marcus.goes_to(f"/o/ZKV/succession/nominations/{nomination}/")
        assert marcus.page.locator("main").inner_text() == wall
        marcus.looks_right(refused=[404])
    with story.then("his own figures are where the page leads"):
        marcus.follows("Go to your home page")
        marcus.follows("Leadership readiness")
        marcus.sees_heading("Leadership readiness")
        marcus.looks_right()
