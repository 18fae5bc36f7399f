"""Talent boards: named colleagues see what a pool's members shared, in their days, and nothing else."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.urls import reverse

from orgs import sharing
from orgs.clock import today
from orgs.models.audit import ReadEvent
from orgs.models.outbox import Outbox
from orgs.models.sharing import SharedProfile
from talentpools.models import BoardReview, PanelNote, ReviewEntry, Reviewer, SharedMember
from talentpools.shared import boards
from tests import factories
from tests.succession.factories import queries
from tests.talentpools.sharing import applies, at, pool_of, worker


@pytest.fixture
def tom(units):
    return factories.holder("pool_manager", units["RA"], login="tom@example.org")


@pytest.fixture
def pool(tom):
    return pool_of(tom, "RA")


@pytest.fixture
def members(units, pool) -> list[SharedMember]:
    return [
        applies(worker(units[code], name)[0], code, pool, "job", "employer")
        for code, name in (("TA1", "Amina Bakare"), ("TA3", "Jon Vale"))
    ]


@pytest.fixture
def omar(units):
    return factories.holder("cpo", units["TA2"], login="omar@example.org")


@pytest.fixture
def review(tom, pool, members, omar) -> BoardReview:
    return called(tom, pool, members[:1], "omar@example.org")


def called(tom, pool, members, *logins, first: int = 0, last: int = 6) -> BoardReview:
    with at(tom, "RA") as viewer:
        return boards.call_review(
            viewer=viewer, pool=pool, title="Autumn review",
            opens_on=today() + dt.timedelta(days=first), last_day=today() + dt.timedelta(days=last),
            logins=logins, members=members, link="https://example.org/",
        )  # fmt: skip


def here(review: BoardReview, code: str = "TA2") -> str:
    return reverse("shared:board", args=[code, review.public_id])


def recommending(review: BoardReview, entry: ReviewEntry) -> tuple[str, dict[str, str]]:
    prefix = f"n{entry.public_id.hex[:8]}"
    url = reverse("shared:recommend", args=["TA2", review.public_id, entry.public_id])
    return url, {f"{prefix}-outcome": "suitable", f"{prefix}-note": "Ready for a board"}


def test_the_manager_calls_a_board(client, tom, pool, members) -> None:
    url = reverse("shared:call_board", args=["RA", pool.public_id])
    day = today()
    data = {
        "title": "Autumn review", "logins": "omar@example.org\nIRIS@example.org",
        "opens_on_day": day.day, "opens_on_month": day.month, "opens_on_year": day.year,
        "last_day_day": day.day, "last_day_month": day.month, "last_day_year": day.year,
        "people": [str(members[0].public_id)],
    }  # fmt: skip
    client.force_login(tom)
    for bad in (
        {"title": ""}, {"people": []}, {"people": ["x"]}, {"logins": " "}, {"last_day_year": 2199},
        {"opens_on_year": 2020},
    ):  # fmt: skip
        assert client.post(url, data | bad).status_code == 422, bad
    assert (BoardReview.objects.count(), Reviewer.objects.count(), Outbox.objects.count()) == (
        0,
        0,
        0,
    )
    assert client.post(url, data).status_code == 302
    made = BoardReview.objects.get()
    assert [r.login for r in made.reviewers.order_by("login")] == [
        "iris@example.org",
        "omar@example.org",
    ]
    assert [e.member for e in made.entries.all()] == [members[0]]
    letters = Outbox.objects.order_by("to")
    assert [letter.to for letter in letters] == ["iris@example.org", "omar@example.org"]
    assert "Amina" not in str([letter.context for letter in letters])


def test_a_member_sees_the_people_chosen_and_recommends(client, tom, omar, review, members) -> None:
    client.force_login(omar)
    page = client.get(here(review)).content.decode()
    assert "Amina Bakare" in page
    assert "Kestrel Valley NHS Trust" in page
    assert "Jon Vale" not in page
    entry = ReviewEntry.objects.get()
    url, good = recommending(review, entry)
    assert client.get(url).status_code == 405
    assert client.post(url, {}).status_code == 422
    assert PanelNote.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert (
        client.post(url, {k: v.replace("suitable", "later") for k, v in good.items()}).status_code
        == 302
    )
    note = PanelNote.objects.get()
    assert (note.author, note.outcome, note.review) == (omar, "later", review)
    client.force_login(tom)
    page = client.get(reverse("shared:review", args=["RA", review.public_id])).content.decode()
    assert "Ready for a board" in page
    assert "omar@example.org" in page


def test_a_member_sees_it_on_her_home_page_and_in_her_days_alone(
    client, tom, omar, pool, members
) -> None:
    later = called(tom, pool, members, "omar@example.org", first=1, last=3)
    client.force_login(omar)
    assert client.get(here(later)).status_code == 404
    now = called(tom, pool, members, "omar@example.org")
    home = client.get(reverse("orgs:unit", args=["TA2"])).content.decode()
    assert "Autumn review, Ashdown region: you are on the talent board" in home
    assert client.get(here(now)).status_code == 200

    def seen(review: BoardReview, day: dt.date) -> int:
        with at(omar, "TA2", day=day):
            return ReviewEntry.objects.filter(review=review).count()

    first, after = later.opens_on, later.closes_on
    days = [first - dt.timedelta(days=1), first, after - dt.timedelta(days=1), after]
    assert [seen(later, day) for day in days] == [0, 2, 2, 0]


def test_what_else_is_the_pools_a_member_does_not_read(omar, review, members) -> None:
    with at(omar, "TA2"):
        assert SharedProfile.objects.count() == 0
        assert SharedMember.objects.count() == 0
        assert Reviewer.objects.count() == 1
    with at(omar, "RA"):
        assert SharedProfile.objects.count() == 0


def test_nobody_else_reads_a_board(client, units, review) -> None:
    url, good = recommending(review, ReviewEntry.objects.get())
    for role, code, status in (
        ("cpo", "TA1", 404), ("learning_lead", "TA2", 404), ("pool_manager", "RB", 404),
        ("talent_lead", "RA", 404),
    ):  # fmt: skip
        user = factories.holder(role, units[code])
        client.force_login(user)
        for address in (here(review), here(review, "TA1"), url):
            assert client.get(address).status_code in (status, 405)
        assert client.post(url, good).status_code == 404
        with at(user, code):
            assert ReviewEntry.objects.count() == 0
            assert PanelNote.objects.count() == 0
    assert PanelNote.objects.count() == 0


def test_a_member_writes_only_her_own_note_on_whom_the_board_looks_at(
    units, omar, review, members
) -> None:
    other = factories.holder("cpo", units["TA4"], login="other@example.org")
    Reviewer.objects.create(unit=units["RA"], review=review, login="other@example.org")
    columns = {
        "unit_id": units["RA"].pk, "review_id": review.pk, "outcome": "later", "made_on": today(),
    }  # fmt: skip
    attempts = [
        {**columns, "member_id": members[0].pk, "author_id": other.pk},
        {**columns, "member_id": members[1].pk, "author_id": omar.pk},
        {**columns, "member_id": members[0].pk, "author_id": omar.pk, "review_id": None},
    ]
    for values in attempts:
        with at(omar, "TA2"), pytest.raises(Error), transaction.atomic():
            PanelNote.objects.create(**values)
    with at(other, "TA4"):
        PanelNote.objects.create(member_id=members[0].pk, author_id=other.pk, **columns)
    with at(omar, "TA2"):
        assert PanelNote.objects.count() == 0


def test_what_somebody_stops_sharing_is_gone_and_what_she_adds_is_not_added(
    client, omar, review, members
) -> None:
    profile = SharedProfile.objects.get(pk=members[0].profile_id)
    amina = factories.User.objects.get(person=profile.person)
    with at(amina, "TA1") as viewer:
        offer = sharing.offer(viewer, profile.call)
        content = offer.chosen(["name", "job", "email"], {})
        sharing.renew(viewer=viewer, profile=profile, content=content)
    client.force_login(omar)
    page = client.get(here(review)).content.decode()
    assert "Amina Bakare" in page
    assert "Kestrel Valley" not in page
    assert "amina.bakare@example.org" not in page
    with at(amina, "TA1") as viewer:
        sharing.withdraw(viewer=viewer, profile=sharing.my_profile(viewer, profile.public_id))
    page = client.get(here(review)).content.decode()
    assert "Amina" not in page
    assert "Nobody is left to look at" in page
    assert ReviewEntry.objects.count() == 0


def test_looking_is_recorded_where_it_was_shared(client, omar, units, review, members) -> None:
    client.force_login(omar)
    client.get(here(review))
    event = ReadEvent.objects.get()
    assert (event.unit, event.page, event.role) == (
        units["RA"],
        "shared.board",
        "member of the talent board",
    )
    assert event.profiles == [members[0].profile.public_id]


def test_the_manager_closes_a_board_early(client, tom, omar, pool, members) -> None:
    review = called(tom, pool, members, "omar@example.org")
    BoardReview.objects.update(opens_on=today() - dt.timedelta(days=2))
    url = reverse("shared:end_review", args=["RA", review.public_id])
    client.force_login(omar)
    assert client.post(url).status_code == 404
    assert client.get(here(review)).status_code == 200
    client.force_login(tom)
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    client.force_login(omar)
    assert client.get(here(review)).status_code == 404


def test_a_boards_page_does_not_grow(client, tom, omar, pool, members) -> None:
    small, large = (
        called(tom, pool, people, "omar@example.org") for people in (members[:1], members)
    )
    client.force_login(omar)
    assert queries(client, here(small)) == queries(client, here(large)) <= 13
