"""What the plan and the edit of one of its rows cost, and that a row read alone is that of the plan."""

import pytest
from django.urls import reverse

from orgs.clock import today
from succession.addresses import Addresses
from succession.bench import exposures
from succession.board import board
from succession.exposure_rules import rules
from succession.models import Nomination, Post
from succession.one_post import one_post
from succession.ordering import stamp
from tests import factories
from tests.succession.factories import World, make_post, nominate, queries, queries_of
from tests.succession.planning import signers, submitted

HTMX = {"HX-Request": "true"}
#: The bar of the board page, session and access included (talentplatform/bench/board.py).
OF_THE_PLAN = 15
#: Of an edit of a row; where somebody could be counted for several posts, the board is read as well.
OF_AN_EDIT, OF_THE_BOARD = 21, 4
AGREED = {"disclosure": "agreed", "told_on": today(), "agreed_on": today()}


@pytest.fixture
def pair(trust: World) -> list[Nomination]:
    """Two in line for the chief nurse, the first of whom has agreed and is ready now."""
    second = factories.staff(trust.unit, "Amina Bakare")
    return [
        nominate(trust.post, trust.deputy, "RN", **AGREED),
        nominate(trust.post, second, "R12", rank=2),
    ]


def second_post(trust: World) -> Post:
    """Another post, for which the same deputy has agreed and is ready now."""
    post = make_post(trust.unit, "Chief operating officer", "COO", position=2)
    nominate(post, trust.deputy, "RN", **AGREED)
    return post


def test_the_plan_holds_its_bar_with_a_version_that_waits_for_signatures(client, trust) -> None:
    signers(trust)
    nominate(trust.post, trust.deputy)
    submitted(trust)
    client.force_login(trust.cpo)
    url = reverse("succession:plan", args=["TA1"])
    assert "signatures are in" in client.get(url).content.decode()
    assert queries(client, url) <= OF_THE_PLAN


def edits(trust: World, pair: list[Nomination]) -> dict[str, tuple[str, dict[str, object]]]:
    """Address and form of every edit of a row."""
    first = [pair[0].public_id]
    return {
        "readiness": (
            reverse("succession:readiness", args=["TA1", *first]),
            {"version": 1, "readiness": "RN"},
        ),
        "cover": (
            reverse("succession:cover", args=["TA1", *first]),
            {"version": 1, "cover": "ACT"},
        ),
        "risk": (
            reverse("succession:risk", args=["TA1", trust.post.public_id]),
            {"version": 0, "vacancy_risk": "FR2", "impact": "IM3"},
        ),
        "order": (
            reverse("succession:order", args=["TA1", trust.post.public_id]),
            {"move": f"{pair[0].public_id}/down/{stamp(each.public_id for each in pair)}"},
        ),
    }


@pytest.mark.parametrize("shared", [False, True], ids=["alone", "counted for one of two"])
@pytest.mark.parametrize("name", ["readiness", "cover", "risk", "order"])
def test_an_edit_of_a_row_has_a_budget(client, trust, pair, name, shared) -> None:
    if shared:
        second_post(trust)
    client.force_login(trust.cpo)
    url, typed = edits(trust, pair)[name]
    client.get(url)
    taken = queries_of(lambda: client.post(url, typed, headers=HTMX))
    assert taken <= OF_AN_EDIT + OF_THE_BOARD * shared


@pytest.mark.parametrize("name", ["readiness", "cover", "risk"])
def test_a_form_in_a_row_has_the_same_budget(client, trust, pair, name) -> None:
    client.force_login(trust.cpo)
    url, _ = edits(trust, pair)[name]
    client.get(url, headers=HTMX)
    assert queries_of(lambda: client.get(url, headers=HTMX)) <= OF_AN_EDIT


def test_a_row_read_alone_is_that_of_the_plan(trust, pair) -> None:
    weights = rules(trust.unit.pk, today())

    def compared() -> dict[str, int]:
        """For every post, whether it is the same; and whether somebody stands beyond the horizons."""
        whole = board(trust.unit.pk, today())
        found = exposures(whole, weights)
        beyond = set()
        for row in whole.rows:
            one = one_post(trust.unit.pk, row.public_id, today(), weights)
            assert one is not None
            assert one.row == row
            assert one.covered == found[row.id]
            assert one.covered.by is None or one.covered.by in one.names
            beyond.add(one.beyond_horizons)
        (same,) = beyond
        return {
            "posts": len(whole.rows),
            "beyond": same,
            "covered": sum(c.by is not None for c in found.values()),
        }

    assert compared() == {"posts": 1, "beyond": False, "covered": 1}
    shared = second_post(trust)
    assert compared() == {"posts": 2, "beyond": False, "covered": 1}
    nominate(shared, factories.staff(trust.unit, "Tom Reed"), "RN", rank=2, **AGREED)
    assert compared() == {"posts": 2, "beyond": False, "covered": 2}
    nominate(shared, factories.staff(trust.unit, "Rosa Hill"), "RDV", rank=3)
    assert compared() == {"posts": 2, "beyond": True, "covered": 2}


def test_a_post_of_another_employer_is_not_there(trust, units) -> None:
    assert (
        one_post(units["TA2"].pk, trust.post.public_id, today(), rules(units["TA2"].pk, today()))
        is None
    )


@pytest.mark.parametrize(
    "name", ["row", "post", "risk", "order", "nomination", "readiness", "cover"]
)
def test_an_address_is_the_one_that_django_makes(trust, name) -> None:
    addresses = Addresses("TA1")
    for each in (trust.post.public_id, trust.deputy.public_id):
        made = reverse(f"succession:{name}", args=["TA1", each])
        assert addresses.of(name, each) == made
