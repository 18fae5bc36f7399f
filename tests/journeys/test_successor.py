"""A named person: what she may know, her answer, her next step. On the phone, and without scripts."""

from playwright.sync_api import expect

from tests.journeys.visitor import DESKTOP, PHONE


def test_she_agrees_on_her_phone(visit, story):
    with story.given("Amina has been told that she is named"):
        amina = visit("amina", width=PHONE)
        amina.goes_to("/")
        amina.looks_right(also=DESKTOP)
        amina.follows("My development")
        amina.sees("Towards Chief nurse", "Waits for your answer: Chief nurse")
        amina.sees("You are named as a possible successor for Chief nurse")
        amina.looks_right(also=DESKTOP)
    with story.when("she agrees"):
        amina.presses("Yes, I agree")
    with story.then("what was prepared is hers, with the next step first"):
        amina.sees("Thank you. Your answer is saved.", "You agreed on")
        expect(amina.page.get_by_role("button", name="Yes, I agree")).to_have_count(0)
        expect(amina.page.locator("main .app-panel h2").first).to_contain_text("Next step: ")
        amina.looks_right(also=DESKTOP)
    with story.then("it is among what she agreed to, and she sees who has looked"):
        amina.goes_to("/o/ZKV/my/record/")
        amina.sees("To be named as a possible successor for Chief nurse")
        amina.sees("Named for Chief nurse", "as told to you")
        amina.looks_right(also=DESKTOP)


def test_he_marks_a_step_done_without_javascript(visit, story):
    with story.given("Gareth is on his pathway"):
        gareth = visit("gareth", width=PHONE, javascript=False)
        gareth.goes_to("/o/ZKV/my/development/")
        gareth.sees("3 of 6 steps done", "Why this step", "By")
        gareth.looks_right()
    with story.when("he has done the next step"):
        gareth.presses("I have done this step")
    with story.then("the page says so, and shows the step after it"):
        gareth.sees("Saved: Lead the medium-term financial plan", "4 of 6 steps done")
        gareth.sees("Next step: Cost a change in care")
        gareth.looks_right()
    with story.then("he can take it back"):
        gareth.page.locator("li", has_text="Lead the medium-term").get_by_role("button").click()
        gareth.sees("3 of 6 steps done")
        gareth.looks_right()


def test_he_sees_who_looked_and_asks_for_a_correction(visit, story):
    with story.given("Priya has opened the plan on which Gareth is named, and he was told of it"):
        priya = visit("priya")
        priya.goes_to("/o/ZKV/succession/")
        gareth = visit("gareth", width=PHONE)
        gareth.goes_to("/o/ZKV/my/development/")
        gareth.follows("What is held about me, and who has looked")
        gareth.sees("Succession lead, Kestrel Valley NHS Trust", "Succession planning")
        gareth.looks_right(also=DESKTOP)
    with story.when("he asks for a correction, first without words"):
        gareth.page.get_by_role("button", name="Ask for a correction").click()
        gareth.presses("Send")
        gareth.sees_errors("Select what it is about", "Enter what is wrong and what would be right")
        gareth.looks_right(refused=[422])
        gareth.page.get_by_label("You and your work").check()
        gareth.page.get_by_label("What is wrong").fill("My post is in band 9, not 8d.")
        gareth.presses("Send")
        gareth.sees("Your request is sent", "It waits for an answer")
        gareth.looks_right(also=DESKTOP)
    with story.when("Priya answers it from her home page"):
        priya.goes_to("/o/ZKV/")
        priya.sees("asks for a correction of their record")
        priya.page.get_by_role("listitem").filter(has_text="for a correction").get_by_role(
            "link"
        ).click()
        priya.looks_right()
        priya.follows("Answer Gareth Pugh")
        priya.looks_right()
        priya.presses("Send the answer")
        priya.sees_errors("Select what you did", "Enter an answer")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("Corrected").check()
        priya.page.get_by_label("Answer", exact=True).fill("It is band 9 from today.")
        priya.presses("Send the answer")
        priya.sees("Gareth Pugh can read your answer")
        priya.looks_right()
    with story.then("he reads the answer"):
        gareth.goes_to("/o/ZKV/my/record/")
        gareth.sees("Corrected on", "It is band 9 from today.")


def test_a_conversation_that_both_agree_on(visit, story):
    with story.given("Gareth asks Priya for a career conversation"):
        gareth = visit("gareth", width=PHONE)
        gareth.goes_to("/o/ZKV/conversations/")
        gareth.sees("Leah Whitlock", "Agreed")
        gareth.looks_right(also=DESKTOP)
        gareth.page.get_by_role("button", name="Ask for a conversation").click()
        gareth.presses("Ask", within="main form")
        gareth.sees_errors("Select with whom")
        gareth.looks_right(refused=[422])
        gareth.page.get_by_label("Priya Raman").check()
        gareth.presses("Ask", within="main form")
        gareth.sees_heading("Conversation with Priya Raman")
        gareth.looks_right(also=DESKTOP)
    with story.when("he prepares for himself, then shares it; they meet and Priya proposes"):
        gareth.page.get_by_label("What do you enjoy most").fill("Making plans that hold")
        gareth.page.get_by_role("button", name="Save", exact=True).click()
        gareth.sees("Saved. Nobody else can read it.")
        address = gareth.path
        priya = visit("priya")
        priya.goes_to(address)
        priya.sees_heading("Conversation with Gareth Pugh")
        expect(priya.page.locator("main")).not_to_contain_text("Making plans that hold")
        gareth.page.get_by_label("Share this with Priya Raman").check()
        gareth.page.get_by_role("button", name="Save", exact=True).click()
        gareth.sees("Saved and shared")
        gareth.presses("Save the day")
        gareth.sees("The day is saved")
        gareth.looks_right(also=DESKTOP)
        priya.goes_to(address)
        priya.sees("Making plans that hold")
        priya.presses("Propose this")
        priya.sees_errors("Select what you agreed on")
        priya.looks_right(refused=[422])
        priya.page.get_by_label("Breadth").check()
        priya.page.get_by_label("What will each of you do?").fill("Six months at the ICB.")
        priya.presses("Propose this")
        priya.sees("Your proposal waits for Gareth Pugh")
        priya.looks_right()
    with story.then("nothing counts until he says yes"):
        gareth.goes_to(address)
        gareth.sees("Priya Raman proposes", "Six months at the ICB.")
        gareth.looks_right(also=DESKTOP)
        gareth.presses("Yes, we agreed on this")
        gareth.sees("Both of you agree", "What you agreed on")
        gareth.looks_right(also=DESKTOP)
        gareth.goes_to("/o/ZKV/my/development/")
        gareth.sees("Breadth: widen into other areas")


def test_nobodys_successor_finds_a_way_on_the_career_map(visit, story):
    with story.given("Tomos, a ward manager, is nobody's successor"):
        tomos = visit("tomos", width=PHONE)
        tomos.goes_to("/o/ZKV/my/development/")
        tomos.sees("Where would you like to go?", "Nothing is planned for you here yet")
        tomos.looks_right(also=DESKTOP)
    with story.when("he opens the map, and on it a role"):
        tomos.page.get_by_role("button", name="Open the career map").click()
        tomos.sees("Director of midwifery", "of 6")
        tomos.looks_right(also=DESKTOP)
        tomos.page.get_by_role(
            "link", name="Director of infection prevention and control"
        ).first.click()
        tomos.sees("What the role asks for", "You are there", "levels to go", "Chief nurse")
        tomos.looks_right(also=DESKTOP)
    with story.when("he would like it, and shares that"):
        tomos.page.get_by_role("button", name="I would like this role").click()
        chosen = tomos.page.get_by_label("Role you would like most")
        expect(chosen).to_have_value("DIPC")
        tomos.looks_right(also=DESKTOP)
        chosen.select_option("")
        tomos.page.get_by_role("button", name="Save", exact=True).click()
        tomos.sees_errors("Select a role, or say something in another answer")
        tomos.looks_right(refused=[422])
        chosen.select_option("DIPC")
        tomos.page.get_by_label("In 2 to 5 years").check()
        tomos.page.get_by_label("My employer may see this").check()
        tomos.page.get_by_role("button", name="Save", exact=True).click()
        tomos.sees("What you would like is saved", "Shared with my employer", "In 2 to 5 years")
        tomos.looks_right(also=DESKTOP)
    with story.then("he can take it back, and keeps what he wrote for himself"):
        tomos.presses("Take it back")
        tomos.sees("Nobody else can read it any more", "What I wrote before")
        tomos.looks_right(also=DESKTOP)
