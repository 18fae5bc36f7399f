"""Who reads a scheduled PDF: the message, the document, who gets none, and who shares one.

One test for each promise of the reader's story. Each has an ICB and people of its own. The chair of a
people committee opens what was sent to her; the other readers are talent leads, who see reports too.
"""

import io
import re
import time
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from orgs.clock import today
from talentplatform.demo.personas import PASSWORD
from talentplatform.demo.releases import REPORT
from tests.journeys.visitor import TABLET, small_targets

TITLE = "Leadership readiness"
COMMENT = ("Cover of finance posts is better than in spring.", "Two boards look again in May.")
POINTS = 72 / 25.4


@dataclass
class Area:
    """An ICB, how many organisations it has, and the people who deal with its report."""

    site: object
    code: str
    name: str
    employers: int

    def employs(self, name, role="talent_lead"):
        """Somebody with a role at the ICB; her sign-in name, which is her address."""
        login = f"{name}{self.domain}"
        self.site.command("found", login, role, self.code, "--password-stdin", says=PASSWORD)
        return login

    @property
    def domain(self):
        return f"@{self.code.lower()}.example"

    @property
    def page(self):
        return f"/o/{self.code}/reports/{REPORT}/"

    def comes_due(self):
        """The calendar's part: the day of the schedules of its people is today."""
        self.site.sql(
            "UPDATE reporting_schedule SET next_on = %s WHERE active AND owner_id IN "
            "(SELECT id FROM orgs_user WHERE login LIKE %s)",
            today(),
            f"%{self.domain}",
        )

    def run(self, state):
        """The run of its people's schedule, as soon as it is in a state: its address and checksum."""
        until = time.monotonic() + 90
        while time.monotonic() < until:
            runs = self.site.sql(
                "SELECT r.public_id, r.pdf_sha256 FROM reporting_reportrun r JOIN reporting_schedule s "
                "ON s.id = r.schedule_id JOIN orgs_user o ON o.id = s.owner_id "
                "WHERE o.login LIKE %s AND r.state = %s",
                f"%{self.domain}",
                state,
            )
            if runs:
                ((number, checksum),) = runs
                return f"/o/{self.code}/reports/runs/{number}/", checksum
            time.sleep(0.2)
        raise AssertionError(f"no run of {self.code} is {state}")


@pytest.fixture
def letters_to(site):
    """``letters_to(login)``: what is in her mailbox, as soon as there is something."""

    def found(login):
        until = time.monotonic() + 30
        while not site.letters(login) and time.monotonic() < until:
            time.sleep(0.2)
        return site.letters(login)

    return found


def schedules(author, area, *readers, waits=False):
    """The author has a PDF made each month; with `waits` not before her comments are published."""
    author.goes_to(f"{area.page}schedule/")
    author.page.get_by_label("Day of the month").fill("5")
    author.page.get_by_label("Readers").fill("\n".join(readers))
    if waits:
        author.page.get_by_label("Wait for the author's comments").check()
        author.page.get_by_label("Wait at most so many days").fill("3")
    author.looks_right()
    author.presses("Save", within="main")
    author.sees("The first PDF is made on 5 ")
    author.looks_right()


def downloads(reader, page, link=f"Download {TITLE}"):
    """The reader opens a page and takes the PDF that it has a link to."""
    reader.goes_to(page)
    with reader.page.expect_download() as coming:
        reader.page.locator("main").get_by_role("link", name=link).click()
    return coming.value.path().read_bytes()


def test_the_author_writes_and_the_reader_gets_a_link_and_a_document(
    visit, site, letters_to, story
):
    area = Area(site, "ZQD", "Merlinmoor ICB", 5)
    with story.given("a talent lead has a PDF made each month that waits for her comments"):
        author_login = area.employs("author")
        reader_login = area.employs("chair", "committee_reader")
        sent = f"/o/{area.code}/sent/"
        author = visit(author_login)
        schedules(author, area, reader_login, waits=True)
        area.comes_due()
    with site.worker(clock=True):
        with story.then("on the day it waits, and its page says for what"):
            run, _ = area.run("waiting")
            author.goes_to(run)
            author.sees("It waits for the author's comments")
            author.looks_right()
        with story.when("she prepares the pack and sees it as a draft"):
            author.goes_to(area.page)
            author.follows("Prepare the pack")
            author.sees("1 scheduled PDF waits for your comments")
            author.looks_right()
            author.page.get_by_label("Comment on the whole report").fill("\n\n".join(COMMENT))
            author.presses("See the PDF as a draft")
            author.sees("Draft, for you only")
            expect(
                author.page.locator("main").get_by_role("link", name=re.compile("^Download"))
            ).to_be_visible(timeout=60_000)
            author.looks_right()
        with story.when("she publishes"):
            author.goes_to(area.page)
            author.follows("Prepare the pack")
            author.sees("Draft not published")
            author.looks_right()
            author.presses("Publish comments")
            author.sees("Your comments are published.", *COMMENT)
            author.looks_right()
        with story.then("the run goes out, and the reader has a message"):
            run, checksum = area.run("done")
            (letter,) = letters_to(reader_login)
    with story.then("it has a link, and no figure and no name of a person"):
        assert letter["Subject"] == "A report is ready in Talent and Learning"
        body = letter.get_content()
        assert re.findall(r"https?://\S+", body) == [site.address + sent]
        assert not re.search(r"\d", body.replace(site.address + sent, ""))
        assert list(letter.iter_attachments()) == []
    with story.when("she opens it on a tablet, and signs in on the way"):
        reader = visit(width=TABLET)
        reader.goes_to(sent)
        reader.sees_heading("Sign in")
        reader.page.get_by_label("Sign-in name").fill(reader_login)
        reader.page.get_by_label("Password", exact=True).fill(PASSWORD)
        reader.presses("Sign in", within="main")
        reader.sees_heading("Reports sent to you")
        reader.sees(TITLE, "Not opened")
        reader.looks_right()
        assert small_targets(reader.page) == []
        content = downloads(reader, sent, link="Open the PDF")
        reader.goes_to(sent)
        reader.sees("First opened ")
    with story.then("no page of reports is hers"):
        reader.goes_to(run)
        reader.looks_right(refused=[403])
    with story.then(
        "that she opened it is on record for the author, and the file is the one that was made"
    ):
        author.goes_to(run)
        author.sees(f"{reader_login}: ", "opened ", *_pieces(checksum))
        author.looks_right()
    with story.then("a screen reader can read the document"):
        reads_aloud(content)
    with story.then("it says of what, of when, who stands behind it, and what the author wrote"):
        pages = [
            " ".join(each.extract_text().split()) for each in PdfReader(io.BytesIO(content)).pages
        ]
        assert f"{area.name} {TITLE}" in pages[0]
        as_at, figures_hash = site.sql(
            "SELECT r.as_at, r.hash FROM reporting_release r JOIN orgs_orgunit u ON u.id = r.unit_id "
            "WHERE u.code = %s ORDER BY r.as_at DESC",
            area.code,
        )[0]
        # A day before today's, if these tests ran past midnight: figures are released once a month.
        days = {each: f"{each.day} {each:%B %Y}" for each in (site.day, today())}
        assert (
            f"Figures at {days[as_at]}. {area.employers} of {area.employers} organisations contributed, "
            "the oldest update is from " in pages[0]
        )
        for sentence in COMMENT:
            assert sentence in pages[0]
        assert any(f"Comment: Talent lead, {day}" in pages[0] for day in days.values())
        text = " ".join(pages)
        assert "Where posts are vacant" in text
        assert "Members of talent pools" in text
        assert "What the figures count" in text
        assert figures_hash in text.replace(" ", "")
    with story.then("no page of it names anybody, and nothing runs off a page"):
        names_nobody(site, text)
        stays_on_the_paper(content)


def _pieces(checksum):
    return [checksum[at : at + 8] for at in range(0, len(checksum), 8)]


def reads_aloud(content):
    """Tagged, titled, in a language, and marked as PDF/UA-1."""
    root = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/StructTreeRoot"]["/K"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()
    assert PdfReader(io.BytesIO(content)).metadata.title == TITLE


def names_nobody(site, text):
    """No name of anybody in the whole database, nor the title of a pool that an employer has."""
    names = [name for (name,) in site.sql("SELECT DISTINCT name FROM orgs_staffrecord")]
    assert len(names) > 10_000
    assert [name for name in names if name in text] == []
    ids = [str(number) for (number,) in site.sql("SELECT public_id FROM succession_nomination")]
    assert [number for number in ids if number in text] == []


def stays_on_the_paper(content):
    """Every page has words, and they begin inside a margin of 8 mm."""
    for number, page in enumerate(PdfReader(io.BytesIO(content)).pages, start=1):
        places = []

        def at(text, matrix, text_matrix, _font, _size, places=places):
            if text.strip():
                x = text_matrix[4] * matrix[0] + text_matrix[5] * matrix[2] + matrix[4]
                y = text_matrix[4] * matrix[1] + text_matrix[5] * matrix[3] + matrix[5]
                places.append((x, y, text))

        page.extract_text(visitor_text=at)
        assert places, f"page {number} is empty"
        width, height = float(page.mediabox.width), float(page.mediabox.height)
        margin = 8 * POINTS
        outside = [
            each
            for each in places
            if not (margin <= each[0] <= width - margin and margin <= each[1] <= height - margin)
        ]
        assert outside == [], f"page {number}"


def test_who_has_moved_on_gets_nothing_and_the_owner_is_told(visit, site, letters_to, story):
    area = Area(site, "ZQC", "Larkholme and Saltreach ICB", 5)
    with story.given("two people read the PDF of an ICB, and one of them moves to another"):
        owner_login, stays, moves = (area.employs(each) for each in ("owner", "stays", "moves"))
        owner = visit(owner_login)
        schedules(owner, area, stays, moves)
    with story.when("her role there is ended before the day comes"):
        sunita = visit("sunita")
        sunita.goes_to(f"/o/{area.code}/access/")
        sunita.follows(f"End Talent lead of {moves}")
        sunita.sees_heading("End a role")
        sunita.looks_right()
        sunita.presses("End the role")
        sunita.sees(f"The role of {moves} ends.")
        area.comes_due()
    with site.worker(clock=True):
        with story.then("the PDF is made, and only who may still see it has a message"):
            run, _ = area.run("done")
            (ready,) = letters_to(stays)
            assert ready["Subject"] == "A report is ready in Talent and Learning"
        with story.then("the owner is told that it did not reach everybody"):
            (told,) = letters_to(owner_login)
            assert told["Subject"] == "A report did not reach all its readers"
            assert moves not in told.get_content()
    assert [each["Subject"] for each in site.letters(moves)] == []
    with story.then("the owner reads who it was, and why"):
        owner.goes_to(run)
        owner.sees(f"{moves}: ", "They may not see reports of this organisation any more.")
        owner.looks_right()
    with story.then("the address is closed to her"):
        gone = visit().signs_in(moves)
        gone.goes_to(run)
        gone.looks_right(refused=[404])
        assert run not in gone.page.locator("main").inner_html()


def test_readers_of_one_scope_share_a_document_and_others_have_their_own(visit, site, story):
    here = Area(site, "ZQB", "Thornmere ICB", 6)
    there = Area(site, "ZQA", "Alderfen and Brackwater ICB", 7)
    with story.given("an ICB's PDF has two readers, and another ICB's has one"):
        first, second, other = here.employs("first"), here.employs("second"), there.employs("other")
        one = visit(first)
        schedules(one, here, first, second)
        elsewhere = visit(other)
        schedules(elsewhere, there, other)
        here.comes_due()
        there.comes_due()
    with site.worker(clock=True), story.when("the day comes"):
        (run, checksum), (other_run, other_checksum) = here.run("done"), there.run("done")
    with story.then("the two readers open the same document, made once"):
        two = visit(second)
        documents = {downloads(one, run), downloads(two, run)}
        assert len(documents) == 1
        one.sees(f"{first}: ", f"{second}: ")
    with story.then("the other ICB's is another one, about itself"):
        assert checksum != other_checksum
        text = PdfReader(io.BytesIO(downloads(elsewhere, other_run))).pages[0].extract_text()
        assert there.name in text
        assert here.name not in text
    with story.then("nobody opens the document of a scope that is not theirs"):
        elsewhere.goes_to(run)
        elsewhere.looks_right(refused=[404])
