"""What learning people may know of who is named: numbers that point at nobody."""

from django.urls import reverse

from learning.candidates import Candidate
from learning.presenters import demand_by_family
from orgs.clock import today
from orgs.codes import code_lists
from tests import factories
from tests.learning.demand import DEMAND
from tests.succession.factories import make_post, nominate


def demand(client, trust) -> dict[str, tuple[str, str]]:
    client.force_login(trust.lead)
    page = client.get(reverse("learning:overview", args=["TA1"])).content.decode()
    return {family: (agreed, others) for family, agreed, others in DEMAND.findall(page)}


def named(trust, number: int) -> None:
    for each in range(number):
        nominate(trust.post, factories.staff(trust.unit, f"Person {'ABCDE'[each]}"), rank=each + 1)


NOTHING = ("0", "fewer than 3")


def test_every_family_has_a_row_whether_anybody_is_named_or_not(client, trust) -> None:
    before = demand(client, trust)
    assert before == dict.fromkeys(
        [
            "Executive",
            "Finance",
            "Clinical",
            "Operations",
            "Corporate",
            "Non-executive",
            "Other",
        ],
        NOTHING,
    )
    named(trust, 2)
    assert demand(client, trust) == before, "the first and the second nomination change nothing"


def test_people_who_have_not_agreed_are_counted_from_3_on(client, trust) -> None:
    named(trust, 3)
    assert demand(client, trust)["Clinical"] == ("0", "3")


def test_one_person_named_for_three_posts_is_one(client, trust) -> None:
    for number, role in enumerate(("CMO", "DIPC", "CAHP")):
        post = make_post(trust.unit, f"Post {number}", role, position=number + 2)
        nominate(post, trust.deputy)
    assert demand(client, trust)["Clinical"] == NOTHING
    nominate(trust.post, trust.deputy, disclosure="agreed", told_on=today(), agreed_on=today())
    assert demand(client, trust)["Clinical"] == ("1", "fewer than 3")


def test_who_agreed_does_not_tell_how_many_did_not(client, trust) -> None:
    """A total of 4 beside 3 names would tell of one person."""
    named(trust, 1)
    for number in range(3):
        person = factories.staff(trust.unit, f"Agreed {'ABC'[number]}")
        nominate(trust.post, person, disclosure="agreed", told_on=today(), agreed_on=today())
    assert demand(client, trust)["Clinical"] == ("3", "fewer than 3")


def test_a_role_of_the_employers_own_is_another(db) -> None:
    roles = code_lists("board_role")["board_role"]
    rows = demand_by_family([Candidate(None, "LOCAL1")] * 3 + [Candidate(7, "CFO")] * 2, roles)
    found = {row.family: (row.agreed, row.others) for row in rows}
    assert (found["Other"], found["Finance"]) == ((0, "3"), (1, "fewer than 3"))
