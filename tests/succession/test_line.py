"""Emergency cover in its card, the order of successors and of posts, and two who change the same."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.units import OrgUnit
from succession import line
from succession.conflicts import OrderConflictError
from succession.models import Nomination, Post
from succession.ordering import stamp
from tests import factories
from tests.succession.factories import World, make_post, nominate

HTMX = {"HX-Request": "true"}


@pytest.fixture
def three(trust: World) -> list[Nomination]:
    """Kirsty Moor, Amina Bakare and Tom Reed in line, and Rosa Hill who does not aim for it."""
    names = ["Amina Bakare", "Tom Reed", "Rosa Hill"]
    people = [trust.deputy, *(factories.staff(trust.unit, name) for name in names)]
    codes = ["R12", "RN", "R35", "RNO"]
    return [
        nominate(trust.post, person, code, rank=rank)
        for rank, (person, code) in enumerate(zip(people, codes, strict=True), start=1)
    ]


def order_url(trust: World) -> str:
    return reverse("succession:order", args=["TA1", trust.post.public_id])


def line_names(trust: World) -> list[str]:
    rows = Nomination.objects.filter(post=trust.post).order_by("rank")
    return list(rows.values_list("staff__name", flat=True))


def seen(*line_up: Nomination) -> str:
    return stamp(each.public_id for each in line_up)


# --- emergency cover ----------------------------------------------------------------------------------


def test_cover_is_changed_in_its_card_and_said_aloud(client, trust, three) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:cover", args=["TA1", three[0].public_id])
    form = client.get(url, headers=HTMX).content.decode()
    assert "Emergency cover by Kirsty Moor" in form
    assert form.count("data-focus") == 1
    saved = client.post(url, {"version": 1, "cover": "ACT"}, headers=HTMX)
    assert saved.status_code == 200
    assert saved["HX-Trigger"] == '{"announce": "Kirsty Moor: can act up at once"}'
    assert saved.content.decode().count("data-focus") == 1
    three[0].refresh_from_db()
    assert (three[0].cover, three[0].version, three[0].changed_by) == ("ACT", 2, trust.cpo)
    assert AuditEvent.objects.get(action="successor.cover").detail == {"cover": "ACT"}


def test_two_who_change_the_cover_get_a_comparison_and_nothing_is_lost(
    client, trust, three
) -> None:
    client.force_login(trust.cpo)
    url = reverse("succession:cover", args=["TA1", three[0].public_id])
    client.post(url, {"version": 1, "cover": "ACT"}, headers=HTMX)
    for headers in (HTMX, {}):
        stale = client.post(url, {"version": 1, "cover": "INT"}, headers=headers)
        page = stale.content.decode()
        assert stale.status_code == 409
        assert "Priya Nair changed this at" in page
        assert "<dd>Can act up at once</dd>" in page
        assert "<dd>Interim cover for up to 6 months</dd>" in page
        assert 'name="version" value="2"' in page
    three[0].refresh_from_db()
    assert three[0].cover == "ACT"
    assert client.post(url, {"version": 2, "cover": "INT"}).status_code == 302
    three[0].refresh_from_db()
    assert three[0].cover == "INT"


@pytest.mark.parametrize("name", ["cover", "order", "move_post"])
def test_only_who_may_manage_here_changes_the_line(client, trust, three, name) -> None:
    args = {"cover": three[0].public_id}.get(name, trust.post.public_id)
    url = reverse(f"succession:{name}", args=["TA1", args])
    good = {
        "cover": {"version": 1, "cover": "ACT"},
        "order": {"move": f"{three[1].public_id}/up/{seen(*three[:3])}"},
        "move_post": {"to": "up", "seen": stamp([trust.post.public_id])},
    }[name]
    client.force_login(trust.lead)
    assert client.post(url, good).status_code == 403
    client.force_login(factories.holder("cpo", OrgUnit.objects.get(code="TA2")))
    assert client.post(url, good).status_code == 404
    assert client.post(url.replace("/TA1/", "/TA2/"), good).status_code == 404
    assert line_names(trust)[0] == "Kirsty Moor"
    assert set(Nomination.objects.values_list("cover", "version")) == {("NONE", 1)}
    client.force_login(trust.cpo)
    assert client.post(url, good).status_code == 302


# --- the order of successors --------------------------------------------------------------------------


def test_a_card_says_its_place_and_moves_up_with_the_focus_on_its_button(
    client, trust, three
) -> None:
    client.force_login(trust.cpo)
    row = client.get(order_url(trust), headers=HTMX)
    assert "1 of 3" in row.content.decode()
    assert "4 of" not in row.content.decode()
    move = f"{three[2].public_id}/up/{seen(*three[:3])}"
    answer = client.post(order_url(trust), {"move": move}, headers=HTMX)
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == '{"announce": "Tom Reed is now 2 of 3"}'
    page = answer.content.decode()
    assert page.count("data-focus") == 1
    (button,) = (part for part in page.split("<button")[1:] if "data-focus" in part)
    assert 'aria-label="Move up: Tom Reed, Chief nurse"' in button
    assert line_names(trust) == ["Kirsty Moor", "Tom Reed", "Amina Bakare", "Rosa Hill"]
    assert AuditEvent.objects.get(action="successor.moved").detail == {"place": 2}


def test_at_the_top_the_other_button_has_the_focus(client, trust, three) -> None:
    client.force_login(trust.cpo)
    move = f"{three[1].public_id}/up/{seen(*three[:3])}"
    page = client.post(order_url(trust), {"move": move}, headers=HTMX).content.decode()
    (button,) = (part for part in page.split("<button")[1:] if "data-focus" in part)
    assert 'aria-label="Move down: Amina Bakare, Chief nurse"' in button


def test_only_rows_whose_place_changed_have_a_new_version(client, trust, three) -> None:
    client.force_login(trust.cpo)
    client.post(order_url(trust), {"move": f"{three[1].public_id}/up/{seen(*three[:3])}"})
    versions = Nomination.objects.order_by("pk").values_list("rank", "version")
    assert list(versions) == [(2, 2), (1, 2), (3, 1), (4, 1)]


def test_the_page_without_script_moves_to_a_position(client, trust, three) -> None:
    client.force_login(trust.cpo)
    page = client.get(order_url(trust)).content.decode()
    assert "to position" in page
    assert "Rosa Hill" not in page
    assert ReadEvent.objects.get().page == "succession.order"
    move = f"{three[0].public_id}/3/{seen(*three[:3])}"
    answer = client.post(order_url(trust), {"move": move}, follow=True)
    assert answer.redirect_chain == [(order_url(trust), 302)]
    assert "Kirsty Moor is now 3 of 3" in answer.content.decode()
    assert line_names(trust) == ["Amina Bakare", "Tom Reed", "Kirsty Moor", "Rosa Hill"]


def test_two_who_change_the_order_see_both_orders_and_nothing_is_lost(client, trust, three) -> None:
    client.force_login(trust.cpo)
    old = seen(*three[:3])
    client.post(order_url(trust), {"move": f"{three[2].public_id}/1/{old}"})
    stale = {"move": f"{three[1].public_id}/up/{old}"}
    for headers in (HTMX, {}):
        answer = client.post(order_url(trust), stale, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Priya Nair changed this at" in page
        assert "<dd>1 Tom Reed, 2 Kirsty Moor, 3 Amina Bakare</dd>" in page
        assert "<dd>1 Tom Reed, 2 Amina Bakare, 3 Kirsty Moor</dd>" in page
        again = f"{three[1].public_id}/up/{seen(three[2], three[0], three[1])}"
        assert f'value="{again}"' in page
    assert line_names(trust)[:3] == ["Tom Reed", "Kirsty Moor", "Amina Bakare"]
    assert client.post(order_url(trust), {"move": again}).status_code == 302
    assert line_names(trust)[:3] == ["Tom Reed", "Amina Bakare", "Kirsty Moor"]


def test_a_new_name_is_a_change_of_the_order(client, trust, three) -> None:
    old = seen(*three[:3])
    nominate(trust.post, factories.staff(trust.unit, "Zoe Winter"), rank=5)
    client.force_login(trust.cpo)
    answer = client.post(order_url(trust), {"move": f"{three[1].public_id}/up/{old}"})
    assert answer.status_code == 409
    assert "4 Zoe Winter" in answer.content.decode()


@pytest.mark.parametrize(
    ("move", "status"),
    [
        ("", 422),
        ("nonsense", 422),
        ("{0}/left/{seen}", 422),
        ("{0}/9/{seen}", 422),
        ("{3}/up/{seen}", 422),
        ("{other}/up/{seen}", 404),
        ("00000000-0000-4000-8000-000000000000/up/{seen}", 404),
    ],
)
def test_a_bad_move_changes_nothing(client, trust, three, move, status) -> None:
    elsewhere = make_post(trust.unit, "Chief finance officer", "CFO", position=2)
    other = nominate(elsewhere, trust.deputy)
    text = move.format(
        *(each.public_id for each in three), other=other.public_id, seen=seen(*three[:3])
    )
    client.force_login(trust.cpo)
    assert client.post(order_url(trust), {"move": text}).status_code == status
    assert line_names(trust) == ["Kirsty Moor", "Amina Bakare", "Tom Reed", "Rosa Hill"]
    assert set(Nomination.objects.values_list("version", flat=True)) == {1}


# --- the order of posts -------------------------------------------------------------------------------


@pytest.fixture
def posts(trust: World) -> list[Post]:
    more = [make_post(trust.unit, f"Post {n}", "COO", position=n) for n in (2, 3)]
    return [trust.post, *more]


def move_url(post: Post) -> str:
    return reverse("succession:move_post", args=["TA1", post.public_id])


def titles() -> list[str]:
    return list(Post.objects.order_by("position").values_list("title", flat=True))


def test_a_post_moves_on_the_plan_and_keeps_the_focus(client, trust, posts) -> None:
    client.force_login(trust.cpo)
    data = {"to": "up", "seen": stamp(p.public_id for p in posts)}
    answer = client.post(move_url(posts[2]), data, headers=HTMX)
    page = answer.content.decode()
    assert answer["HX-Trigger"] == '{"announce": "Post 3 is now 2 of 3"}'
    assert titles() == ["Chief nurse", "Post 3", "Post 2"]
    (button,) = (part for part in page.split("<button")[1:] if "data-focus" in part)
    assert 'aria-label="Move up: Post 3"' in button
    assert page.count(" open>") == 1
    assert "Showing all 3 roles" in page
    assert AuditEvent.objects.get(action="plan.post_moved").detail == {"place": 2}
    plain = client.post(
        move_url(posts[0]),
        {"to": "down", "seen": stamp(p.public_id for p in (posts[0], posts[2], posts[1]))},
    )
    assert plain["Location"].endswith(f"/succession/#row-{posts[0].public_id}")
    assert titles() == ["Post 3", "Chief nurse", "Post 2"]


def test_the_filters_stay_when_a_post_moves(client, trust, posts) -> None:
    client.force_login(trust.cpo)
    data = {"to": "up", "seen": stamp(p.public_id for p in posts), "q": "post"}
    page = client.post(move_url(posts[2]), data, headers=HTMX).content.decode()
    assert "Showing 2 of 3 roles" in page


def test_two_who_move_posts_see_both_orders(client, trust, posts) -> None:
    client.force_login(trust.cpo)
    old = stamp(p.public_id for p in posts)
    client.post(move_url(posts[2]), {"to": "1", "seen": old})
    for headers in (HTMX, {}):
        answer = client.post(move_url(posts[1]), {"to": "1", "seen": old}, headers=headers)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "<dd>1 Post 3, 2 Chief nurse, 3 Post 2</dd>" in page
        assert "<dd>1 Post 2, 2 Post 3, 3 Chief nurse</dd>" in page
    assert titles() == ["Post 3", "Chief nurse", "Post 2"]
    now = stamp(p.public_id for p in (posts[2], posts[0], posts[1]))
    assert f'value="{now}"' in page
    assert client.post(move_url(posts[1]), {"to": "1", "seen": now}).status_code == 302
    assert titles() == ["Post 2", "Post 3", "Chief nurse"]


@pytest.mark.parametrize("to", ["", "0", "sideways"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "fragment"])
def test_a_bad_place_on_the_plan_changes_nothing(client, trust, posts, to, headers) -> None:
    client.force_login(trust.cpo)
    data = {"to": to, "seen": stamp(p.public_id for p in posts)}
    answer = client.post(move_url(posts[1]), data, headers=headers)
    assert answer.status_code == 422
    assert "Select a place in the order" in answer.content.decode()
    assert titles() == ["Chief nurse", "Post 2", "Post 3"]


@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_one_order_and_one_conflict(trust, three) -> None:
    """Real threads: one of the two is told that the order is another one by now."""
    start = seen(*three[:3])

    def move(number: int) -> str:
        try:
            with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
                found = Nomination.objects.get(pk=three[number].pk)
                line.move_successor(viewer=viewer, nomination=found, to="1", seen=start)
        except OrderConflictError:
            return "conflict"
        else:
            return "moved"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as both:
        said = sorted(both.map(move, (1, 2)))
    assert said == ["conflict", "moved"]
    ranks = Nomination.objects.filter(post=trust.post).order_by("rank")
    assert list(ranks.values_list("rank", flat=True)) == [1, 2, 3, 4]
