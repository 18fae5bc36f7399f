"""The career map: open to everybody who works here, about roles and never about posts."""

import pytest
from django.urls import reverse

from learning import careers
from learning.models import RoleRoute
from orgs.clock import today
from orgs.codes import code_lists
from tests import factories
from tests.succession.factories import assess, nominate, queries


def url(role: str = "", unit: str = "TA1") -> str:
    return (
        reverse("learning:career", args=[unit, role])
        if role
        else reverse("learning:careers", args=[unit])
    )


def test_everybody_who_works_here_sees_the_map(client, trust, units) -> None:
    colleague = factories.staff(trust.unit, "Ola Finch", title="Staff nurse")
    client.force_login(factories.holder("staff", trust.unit, person=colleague.person, login="ola"))
    page = client.get(url()).content.decode()
    for words in (
        "Clinical",
        "Chief nurse",
        "Deputy chief nurse, Divisional director of nursing",
        "Not assessed yet",
    ):
        assert words in page
    page = client.get(url("CNO")).content.decode()
    for words in (
        "The role asks for level 4, almost always.",
        "Aspiring chief nurse scheme",
        "I would like this role",
        "What builds it: ",
        "7 steps, about",
    ):
        assert words in page
    for user, status in (
        (trust.cpo, 403),
        (factories.holder("staff", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(user)
        assert client.get(url()).status_code == status
        assert client.get(url("CNO")).status_code == status


def test_it_tells_nothing_of_posts_holders_or_nominations(client, trust) -> None:
    client.force_login(trust.deputy_user)
    before = (body(client, url()), body(client, url("CNO")))
    nominate(trust.post, trust.deputy)
    trust.post.title = "Chief nurse and quality"
    trust.post.save()
    assert (body(client, url()), body(client, url("CNO"))) == before
    assert "Helen" not in "".join(before)


def body(client, address: str) -> str:
    return client.get(address).content.decode().partition("<main")[2].partition("</main>")[0]


def test_levels_are_steps_beside_ones_own(trust) -> None:
    assess(trust.deputy, LCF1=1)
    assess(trust.deputy, LCF1=2, LCF2=4, LCF3=3)
    page = careers.role_page("CNO", trust.deputy.pk, trust.unit.id, today())
    assert page is not None
    found = [(need.wanted, need.shown, need.steps) for need in page.needs]
    assert found == [
        (4, 2, 2),
        (3, 4, 0),
        (4, 3, 1),
        (4, None, None),
        (4, None, None),
        (3, None, None),
    ]
    assert [n.to_go for n in page.needs[:3:2]] == ["2 levels to go", "1 level to go"]
    assert page.needs[0].shown_words == "2, occasionally"
    assert [link.label for link in page.before_roles] == [
        "Director of infection prevention and control",
        "Director of midwifery",
    ]
    assert [link.code for link in page.after] == ["CEO", "ICB_CNO"]
    clinical = dict(careers.families(trust.deputy.pk))["Clinical"]
    nurse = next(role for role in clinical if role.code == "CNO")
    assert (nurse.wanted, nurse.shown, nurse.known) == (6, 1, True)


def test_a_role_that_is_not_there(client, trust) -> None:
    client.force_login(trust.deputy_user)
    assert client.get(url("KING")).status_code == 404
    assert client.post(url("CNO")).status_code == 405


@pytest.mark.django_db
def test_routes_lead_from_and_to_roles_of_the_catalogue() -> None:
    roles = set(code_lists("board_role")["board_role"])
    rows = list(RoleRoute.objects.values_list("role_code", "from_role"))
    assert {role for role, _ in rows} == roles
    assert {start for _, start in rows if start} <= roles
    assert not [role for role, start in rows if role == start]


@pytest.mark.django_db
def test_programmes_name_roles_of_the_catalogue() -> None:
    roles = set(code_lists("board_role")["board_role"])
    programmes = code_lists("programme")["programme"].values()
    assert {role for p in programmes for role in p.attributes["roles"]} <= roles
    assert len(programmes) == 13


def test_few_queries(client, trust) -> None:
    client.force_login(trust.deputy_user)
    few = queries(client, url()), queries(client, url("CNO"))
    assess(trust.deputy, LCF1=1, LCF2=2, LCF3=3)
    assert (queries(client, url()), queries(client, url("CNO"))) == few
    assert few == (10, 14)
