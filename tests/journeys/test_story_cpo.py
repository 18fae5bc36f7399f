"""What a chief people officer is promised beside naming and signing, at a Trust of its own: Merlinmoor Hospitals.

A role under a name of her own, criteria that she inherits and adapts, risk with its formula, a name held
back with a reason, telling by a message that says nothing, and a return.
"""

import datetime as dt
import re
import time

import pytest
from playwright.sync_api import expect

from orgs.clock import today
from talentplatform.demo.personas import PASSWORD
from tests.journeys.visitor import PHONE

UNIT = "ZMM"
BASE = f"/o/{UNIT}/succession/"
ROLE, LOCAL = "Chief digital and information officer", "Head of digital transformation"
SECOND = "second.lead@zmm.example"
WEIGHTS = "Knowledge held by one person"


@pytest.fixture
def lead(site, visit, request):
    """A succession lead of her own for each test."""
    login = f"{request.function.__name__[-30:].strip('_')}@zmm.example"
    site.command("found", login, "cpo", UNIT, "--password-stdin", says=PASSWORD)
    return visit(login)


@pytest.fixture
def colleague(site):
    """A second person who manages succession here: holding back needs her."""
    site.command("found", SECOND, "cpo", UNIT, "--password-stdin", says=PASSWORD)


@pytest.fixture
def successor(site):
    """Somebody of the staff list who has a work address and no account: her name and her sign-in name."""
    ((name, email),) = site.sql(
        "SELECT s.name, s.work_email FROM orgs_staffrecord s JOIN orgs_orgunit o ON o.id = s.unit_id "
        "JOIN orgs_assignment a ON a.staff_id = s.id AND a.ends_on IS NULL AND a.band = '8c' "
        "WHERE o.code = %s AND s.valid_to IS NULL AND s.work_email <> '' "
        "AND NOT EXISTS (SELECT FROM orgs_user u WHERE u.person_id = s.person_id) "
        "AND NOT EXISTS (SELECT FROM succession_nomination n WHERE n.staff_id = s.id) "
        "ORDER BY s.id LIMIT 1",
        UNIT,
    )
    site.command("found", email, "staff", UNIT, "--password-stdin", says=PASSWORD)
    return name, email


def row_of(lead):
    return lead.page.locator(".app-plan tbody tr", has_text=LOCAL).first


def scores(lead):
    """Every criterion at 1, the knowledge of one person and strategy at 3; the percentage that follows."""
    for group in lead.page.locator("#criteria fieldset").all():
        high = re.search(f"{WEIGHTS}|Effect on strategy", group.inner_text())
        group.get_by_role("radio").nth(3 if high else 1).check()
    result = lead.page.locator("#result [role=status]")
    expect(result).to_contain_text("The scores suggest")
    return int(re.search(r"(\d+)%", result.inner_text())[1])


def test_a_role_of_her_own_is_weighed_by_criteria_that_she_inherits_and_adapts(lead, story):
    with story.given("she finds on her home page what of the board needs her"):
        lead.goes_to(f"/o/{UNIT}/")
        lead.sees("The board at a glance")
        expect(lead.page.locator("#glance")).to_be_visible()
        lead.looks_right()
    with story.when("she gives the national role the name that her Trust uses"):
        lead.goes_to(f"{BASE}roles/CDIO/")
        lead.looks_right()
        lead.page.get_by_label("Called here").fill(LOCAL)
        lead.presses("Save", within="main")
        lead.sees(f"{ROLE} is called {LOCAL} here")
    with story.when("she adds the role to the plan"):
        lead.goes_to(BASE)
        lead.presses("Add a role", within="main")
        lead.page.get_by_label("Role", exact=True).select_option(label=LOCAL)
        lead.looks_right()
        lead.presses("Add the role", within="main form")
        lead.sees(f"{LOCAL} is on the plan")
    with story.when("she scores it by the criteria of the region"):
        row_of(lead).locator("summary").first.click()
        row_of(lead).get_by_role("link", name=f"Assess criticality of {LOCAL}").click()
        lead.sees("Rules: version 1 of Z61")
        before = scores(lead)
        lead.looks_right()
        here = lead.path
    with story.when("she weighs one criterion more than the region does"):
        lead.goes_to(f"/o/{UNIT}/settings/")
        lead.follows("Critical role criteria")
        lead.page.get_by_role("region", name=re.compile(WEIGHTS)).get_by_role(
            "link", name="Adapt"
        ).click()
        lead.looks_right()
        lead.page.locator("main form input[type=text]").first.fill("5")
        lead.presses("Save", within="main")
        lead.sees("is adapted here")
        lead.looks_right()
    with story.then("the same scores come to more, and she decides"):
        lead.goes_to(here)
        assert scores(lead) > before
        lead.sees("Counts 5 times", f"change 1 of {UNIT}")
        lead.page.get_by_label("Strategically critical").check()
        lead.page.get_by_label("Reason").fill("The new strategy rests on this post.")
        lead.presses("Save", within="main")
        lead.sees(f"{LOCAL}: strategically critical")
        lead.looks_right()
    with story.when("she records what its holder has told her"):
        lead.follows(f"Change vacancy risk of {LOCAL}")
        form = lead.page.locator("form.app-edit")
        form.get_by_label("Vacancy risk", exact=True).select_option(label="High")
        form.get_by_label("Impact of a vacancy").select_option(label="Critical")
        form.get_by_label("Retirement intended").check()
        lead.presses("Save", within="form.app-edit")
        expect(form).to_contain_text("only as the person has stated it")
        lead.looks_right(refused=[422])
        form.get_by_label("As the person has stated it").check()
        lead.fills_day("Stated on", today())
        lead.fills_day("Leaves on, if known", today() + dt.timedelta(days=120))
        lead.presses("Save", within="form.app-edit")
        lead.hears(f"Vacancy risk of {LOCAL} saved")
    with story.then("the plan says how exposed the post is, and by which formula"):
        row_of(lead).locator("summary").first.click()
        expect(row_of(lead)).to_contain_text(re.compile(r"Exposure: \d+ × \d+ × \(1 − 0\) = \d+"))  # noqa: RUF001
        lead.looks_right()
    with story.then(
        "the return that the region asks for is computed; she signs it, and keeps a copy"
    ):
        lead.goes_to(f"{BASE}returns/")
        lead.follows("Board succession return")
        lead.sees("What the plan says today")
        lead.looks_right()
        lead.page.get_by_label("I have read it").check()
        lead.presses("Sign", within="main form")
        lead.sees("Board succession return is signed", "The copy is what was signed")
        lead.looks_right()


def test_a_name_is_held_back_with_a_reason_and_telling_says_nothing_by_e_mail(
    site, lead, colleague, successor, visit, story
):
    name, address = successor
    later = today() + dt.timedelta(days=60)
    with story.given("she names somebody, and holds back the telling with a reason and a day"):
        lead.goes_to(BASE)
        post = lead.page.locator("p.app-role a", has_text="Chief operating officer").first
        title = post.inner_text()
        lead.page.get_by_role(
            "link", name=f"Name a successor for {title}", exact=True
        ).first.click()
        lead.page.get_by_label("Name of the person").fill(name)
        lead.page.locator("#results").get_by_role("link", name=name, exact=True).click()
        lead.page.get_by_label("Readiness", exact=True).select_option(label="Ready in 1 to 2 years")
        lead.page.get_by_label("Telling the person").select_option(
            label="The vacancy is not yet known"
        )
        lead.presses("Name as a successor")
        lead.sees_errors(
            "Enter the day to look at it again", "Select who approves that they are held back"
        )
        lead.looks_right(refused=[422])
        lead.page.get_by_label("If held back, who approves it").select_option(label=SECOND)
        lead.fills_day("If held back, look again on", later)
        lead.presses("Name as a successor")
        lead.sees_heading(f"{name} is named")
        lead.sees("Gap to the role", "Suggested pathway")
        lead.looks_right()
    with story.then("what fits is prepared, and the reason stands with the nomination"):
        lead.presses("Prepare development")
        lead.sees("The vacancy is not yet known", f"Waiting for {SECOND} to approve")
        lead.looks_right()
    with story.then("the person sees nothing yet"):
        own = visit(address, width=PHONE)
        own.goes_to(f"/o/{UNIT}/my/development/")
        expect(own.page.locator("main")).not_to_contain_text(title)
    with story.when("she tells the person after all"):
        lead.presses(f"{name} has been told")
        lead.sees(f"{name} has been told")
    with story.then("a message comes that names no role and no plan"), site.worker(clock=True):
        until = time.monotonic() + 40
        while not site.letters(address) and time.monotonic() < until:
            time.sleep(0.2)
        letter = site.letters(address)[-1]
        said = f"{letter['Subject']} {letter.get_content()}".lower()
        for words in (title.lower(), "successor", "succession", "ready", "plan of", name.lower()):
            assert words not in said, words
    with story.when("the person agrees"):
        own.page.reload()
        own.sees(f"You are named as a possible successor for {title}")
        own.sees("Readiness as told to you", "Ready in 1 to 2 years", "Looked at again by")
        own.looks_right()
        own.presses("Yes, I agree")
    with story.then("the pathway is theirs: target, next step with its reason, and how far it is"):
        own.sees(f"Towards {title}", "Next step: ", "Why this step", "0 of")
        expect(own.page.locator("main")).not_to_contain_text(
            re.compile(r"\brank|\b\d of \d in line|rival")
        )
        own.looks_right()
    with story.then("among the person's own data are who looked and what was agreed, and no rival"):
        rivals = [
            each
            for (each,) in site.sql(
                "SELECT DISTINCT s.name FROM succession_nomination n JOIN orgs_staffrecord s ON s.id = n.staff_id "
                "JOIN succession_post p ON p.id = n.post_id JOIN orgs_orgunit o ON o.id = n.unit_id "
                "WHERE o.code = %s AND p.title = %s AND n.valid_to IS NULL AND s.name <> %s",
                UNIT, title, name,
            )
        ]  # fmt: skip
        for page in ("record", "development", "sharing"):
            own.goes_to(f"/o/{UNIT}/my/{page}/")
            for rival in rivals:
                expect(own.page.locator("main")).not_to_contain_text(rival)
            own.looks_right()
        own.goes_to(f"/o/{UNIT}/my/record/")
        own.sees(f"To be named as a possible successor for {title}", "Succession lead")
        own.sees("Ask for a correction")
