"""Skills of the board: the list, the marks, and what nobody brings."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from succession import skills
from succession.board import board
from succession.conflicts import SuccessionError
from succession.models import SkillMark
from succession.skills import Gaps, Member, gaps
from tests import factories
from tests.succession.factories import World, make_post, queries


def mark(trust: World, staff, **levels: int | None) -> int:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        return skills.mark_skills(viewer=viewer, staff=staff, levels=levels)


def member(name: str, **marks: int) -> Member:
    return Member(1, name, (), marks)


LIST = {"finance": "Finance", "digital": "Digital", "legal": "Law"}


def test_gaps_are_what_no_marked_member_brings() -> None:
    assert gaps(LIST, []) == Gaps((), (), 0)
    assert gaps(LIST, [member("A"), member("B")]) == Gaps((), (), 2)
    assert gaps(
        LIST, [member("A", finance=2, digital=1), member("B", finance=0, digital=2), member("C")]
    ) == Gaps(("Law",), ("Finance",), 1)


def test_a_mark_is_dated_and_the_one_before_is_kept(trust: World) -> None:
    assert mark(trust, trust.holder, finance=1, digital=2) == 2
    assert mark(trust, trust.holder, finance=2, digital=2) == 1
    assert mark(trust, trust.holder, digital=None) == 1
    rows = SkillMark.objects.order_by("pk").values_list("skill", "level", "valid_to")
    assert list(rows) == [("finance", 1, today()), ("digital", 2, today()), ("finance", 2, None)]


def test_a_skill_that_is_not_of_the_list_is_refused(trust: World) -> None:
    with pytest.raises(SuccessionError):
        mark(trust, trust.holder, juggling=2)
    with (
        user_scope(trust.lead.pk, unit_code="TA1") as viewer,
        pytest.raises(PermissionDenied),
    ):
        skills.mark_skills(viewer=viewer, staff=trust.holder, levels={"finance": 1})
    assert not SkillMark.objects.exists()


def test_marks_are_nobody_elses(trust: World, units) -> None:
    mark(trust, trust.holder, finance=1)
    for user, unit in ((factories.holder("cpo", units["TA2"]), "TA2"), (trust.lead, "TA1")):
        with user_scope(user.pk, unit_code=unit):
            assert not SkillMark.objects.exists()


def test_who_holds_two_posts_is_there_once(trust: World) -> None:
    make_post(trust.unit, "Caldicott guardian", "DIPC", holder=trust.holder, position=2)
    found = skills.members(board(trust.unit.pk, today()), {})
    assert [(m.name, m.titles) for m in found] == [
        ("Helen Adeyemi", "Chief nurse, Caldicott guardian")
    ]


def test_the_matrix_is_filled_on_its_pages(client, trust: World) -> None:
    make_post(trust.unit, "Chair", "CHAIR", position=2)
    client.force_login(trust.cpo)
    page = reverse("succession:board", args=["TA1"])
    assert "Nobody has been marked yet." in client.get(page).content.decode()
    form = reverse("succession:member", args=["TA1", trust.holder.public_id])
    assert client.post(form, {"skill-finance": "9"}).status_code == 422
    assert not SkillMark.objects.exists()
    assert client.post(form, {"skill-finance": "2", "skill-legal": "0"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "Nobody brings: clinical practice and quality;" in shown
    assert "Only 1 member brings: finance and commercial." in shown
    assert "Vacant" in shown
    other = reverse("succession:member", args=["TA1", trust.deputy.public_id])
    assert client.get(other).status_code == 404


def test_the_page_asks_the_same_number_of_times(client, trust: World) -> None:
    client.force_login(trust.cpo)
    page = reverse("succession:board", args=["TA1"])
    few = queries(client, page)
    for position, name in enumerate(("Ola Finch", "Ada Reed"), start=2):
        staff = factories.staff(trust.unit, name)
        make_post(trust.unit, name, "NED", holder=staff, position=position)
        mark(trust, staff, finance=1)
    assert few == queries(client, page) == 12
