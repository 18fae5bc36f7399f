"""Shared pools: apply by sharing, see shared fields alone, assess, offer, take, end, withdraw."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from orgs import sharing
from orgs.clock import today
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.sharing import SharedProfile, SharingReceipt
from talentpools.models import PanelNote, SharedMember, SharedPool
from talentpools.shared import bench, pools, release
from tests import factories
from tests.succession.factories import queries
from tests.talentpools.sharing import applies, at, pool_of, worker


@pytest.fixture
def tom(units):
    return factories.holder("pool_manager", units["RA"], login="tom@example.org")


@pytest.fixture
def pool(tom, units) -> SharedPool:
    return pool_of(tom, "RA", capacity=1)


@pytest.fixture
def amina(units):
    user, _ = worker(units["TA1"], "Amina Bakare", title="Deputy chief nurse")
    return user


@pytest.fixture
def member(amina, pool) -> SharedMember:
    return applies(amina, "TA1", pool, "job")


def urls(pool: SharedPool, member: SharedMember | None = None) -> dict[str, str]:
    found = {
        "pools": reverse("shared:pools", args=["RA"]),
        "add": reverse("shared:add_pool", args=["RA"]),
        "pool": reverse("shared:pool", args=["RA", pool.public_id]),
        "close": reverse("shared:close_pool", args=["RA", pool.public_id]),
        "mine": reverse("shared:my_pool", args=["TA1", pool.public_id]),
    }
    if member is not None:
        found["person"] = reverse("shared:person", args=["RA", member.public_id])
        found["move"] = reverse("shared:move", args=["RA", member.public_id])
    return found


def applying(client, url: str, *keys: str, **more) -> object:
    """Tick, look at the preview, agree."""
    data = {"shared": ["name", *keys], "step": "preview", **more}
    seen = client.post(url, data)
    assert seen.status_code == 200
    return client.post(url, {**data, "step": "agree", "seen": seen.context["at"].seen})


def test_a_person_applies_with_what_she_chose_and_the_manager_sees_that_alone(
    client, tom, amina, pool
) -> None:
    client.force_login(amina)
    page = client.get(urls(pool)["mine"]).content.decode()
    assert "Job title: Deputy chief nurse" in page
    preview = client.post(urls(pool)["mine"], {"shared": ["name", "job"], "step": "preview"})
    assert preview.context["at"].preview == [
        ("Name", "Amina Bakare"),
        ("Job title", "Deputy chief nurse"),
    ]
    assert SharedProfile.objects.count() == 0
    assert applying(client, urls(pool)["mine"], "job").status_code == 302
    profile = SharedProfile.objects.get()
    assert profile.fields == {
        "name": {"text": "Amina Bakare"},
        "job": {"text": "Deputy chief nurse"},
    }
    assert (profile.unit.code, profile.home.code) == ("RA", "TA1")
    assert (profile.agreed_on, profile.expires_on) == (today(), today() + dt.timedelta(days=365))
    assert profile.consent_version == sharing.CONSENT_VERSION
    client.force_login(tom)
    page = client.get(urls(pool)["pool"]).content.decode()
    assert "Amina Bakare" in page
    assert "Deputy chief nurse" in page
    for kept in ("Kestrel Valley", "amina.bakare@example.org", "Band 8d"):
        assert kept not in page


def test_agreeing_to_something_else_than_was_seen_shows_it_again(client, amina, pool) -> None:
    client.force_login(amina)
    data = {"shared": ["name", "job"], "step": "agree", "seen": "of something else"}
    answer = client.post(urls(pool)["mine"], data)
    assert answer.status_code == 409
    assert answer.context["at"].preview == [
        ("Name", "Amina Bakare"),
        ("Job title", "Deputy chief nurse"),
    ]
    assert SharedProfile.objects.count() == 0


@pytest.mark.parametrize("shared", [[], ["job"], ["name", "rank"]])
def test_bad_ticks_share_nothing(client, amina, pool, shared) -> None:
    client.force_login(amina)
    answer = client.post(urls(pool)["mine"], {"shared": shared, "step": "preview"})
    assert answer.status_code == 422
    assert (SharedProfile.objects.count(), SharedMember.objects.count()) == (0, 0)


def test_nobody_else_sees_who_is_in_a_pool(client, units, member, pool) -> None:
    """The region's talent lead and steward, her employer's people, and other pool managers."""
    everywhere = [*urls(pool, member).values()]
    outsiders = {
        "talent_lead.ra": factories.holder("talent_lead", units["RA"]),
        "steward.ra": factories.holder("steward", units["RA"]),
        "cpo.ta1": factories.holder("cpo", units["TA1"]),
        "learning_lead.ta1": factories.holder("learning_lead", units["TA1"]),
        "pool_manager.rb": factories.holder("pool_manager", units["RB"]),
        "pool_manager.qa1": factories.holder("pool_manager", units["QA1"]),
    }
    for login, user in outsiders.items():
        client.force_login(user)
        for url in everywhere:
            answer = client.get(url)
            inside = login.endswith(url.split("/")[2].lower())
            assert answer.status_code in ((403, 405) if inside else (404,)), (login, url)
            assert "Amina" not in answer.content.decode()


def test_what_the_database_shows_to_each(units, tom, amina, member) -> None:
    def seen(user, code) -> tuple[int, int]:
        with at(user, code):
            return SharedProfile.objects.count(), SharedMember.objects.count()

    assert seen(tom, "RA") == (1, 1)
    assert seen(amina, "TA1") == (1, 1)
    assert seen(tom, "QA1") == (0, 0)
    for role, code in (
        ("talent_lead", "RA"), ("steward", "RA"), ("ig_auditor", "RA"), ("national_lead", "NAT"),
        ("cpo", "TA1"), ("learning_lead", "TA1"), ("access_admin", "TA1"), ("pool_manager", "NAT"),
    ):  # fmt: skip
        assert seen(factories.holder(role, units[code]), code) == (0, 0), role


def pages_of_the_employer(client, readers) -> dict[tuple[str, str], str]:
    """Every page of the employer that somebody of hers can open, without the forms' tokens."""
    found = {}
    for role, user in readers.items():
        client.force_login(user)
        for path in (
            "", "across/", "audit/", "audit/?tab=looked", "access/", "access/who/", "pools/",
            "learning/", "succession/", "boards/",
        ):  # fmt: skip
            text = client.get(f"/o/TA1/{path}").content.decode()
            text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
            if "looked" in path:  # their own looking is in that log: what was looked at is compared
                text = "\n".join(sorted(set(re.findall(r"looked at [^<]+", text))))
            found[role, path] = text
    return found


def test_the_employer_learns_nothing(client, units, tom, amina, pool) -> None:
    """Nobody of her employer can tell from any page that she applied, was offered and joined."""
    readers = {
        role: factories.holder(role, units["TA1"])
        for role in ("cpo", "learning_lead", "access_admin", "ig_auditor")
    }
    pages_of_the_employer(client, readers)
    before = pages_of_the_employer(client, readers)
    member = applies(amina, "TA1", pool, "job")
    with at(tom, "RA") as viewer:
        for status in ("assessed_in", "offered"):
            member = pools.move_member(viewer=viewer, member=member, status=status)
    with at(amina, "TA1") as viewer:
        pools.take_place(viewer=viewer, member=member)
        bench.join_bench(viewer=viewer, unit_id=units["RA"].pk, role_codes=["CNO"])
    assert pages_of_the_employer(client, readers) == before


def test_the_employer_learns_what_it_is_asked(client, units, amina, pool) -> None:
    """The control: the pages above do change once she asks for time."""
    readers = {"cpo": factories.holder("cpo", units["TA1"])}
    before = pages_of_the_employer(client, readers)
    member = applies(amina, "TA1", pool)
    with at(amina, "TA1") as viewer:
        release.ask_employer(
            viewer=viewer, profile=member.profile, days=5, reason="Workshops",
            answer_by=today() + dt.timedelta(days=9),
        )  # fmt: skip
    after = pages_of_the_employer(client, readers)
    assert {path for (_, path), text in after.items() if text != before["cpo", path]} == {
        "",
        "across/",
    }


def test_the_manager_assesses_offers_and_the_person_takes_the_place(
    client, tom, amina, units, pool, member
) -> None:
    client.force_login(tom)
    there = urls(pool, member)
    assert (
        client.post(there["person"], {"outcome": "suitable", "note": "Strong"}).status_code == 302
    )
    assert PanelNote.objects.get().author == tom
    assert client.post(there["move"], {"status": "active"}).status_code == 422
    assert client.post(there["move"], {"status": "assessed_in"}).status_code == 302
    assert client.post(there["move"], {"status": "offered"}).status_code == 302
    other, _ = worker(units["TA2"], "Jon Vale")
    second = applies(other, "TA2", pool)
    SharedMember.objects.filter(pk=second.pk).update(status="assessed_in")
    full = client.post(reverse("shared:move", args=["RA", second.public_id]), {"status": "offered"})
    assert "Every place in this pool is taken" in full.content.decode()
    client.force_login(amina)
    page = client.get(there["mine"]).content.decode()
    assert "You are offered a place" in page
    assert "Strong" not in page
    assert client.post(f"{there['mine']}place/").status_code == 302
    member.refresh_from_db()
    assert (member.status, member.joined_on) == ("active", today())
    again = client.post(f"{there['mine']}place/")
    assert again.status_code == 409


def test_withdrawing_takes_everything_but_that_a_consent_ended(
    client, tom, amina, pool, member
) -> None:
    with at(tom, "RA") as viewer:
        pools.assess(viewer=viewer, member=member, outcome="later", note="Zqnote")
    profile = SharedProfile.objects.get()
    client.force_login(amina)
    url = reverse("orgs:withdraw_share", args=["TA1", profile.public_id])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    for model in (SharedProfile, SharedMember, PanelNote):
        assert model.objects.count() == 0
    receipt = SharingReceipt.objects.get()
    assert (receipt.title, receipt.ended, receipt.ended_on) == (pool.title, "withdrawn", today())
    assert "Amina" not in str(vars(receipt))
    assert client.post(url).status_code == 404
    page = client.get(reverse("orgs:sharing", args=["TA1"])).content.decode()
    assert "You withdrew it" in page
    client.force_login(tom)
    assert "Amina" not in client.get(urls(pool)["pool"]).content.decode()


def test_an_outsider_cannot_withdraw_or_change_it(client, units, member) -> None:
    profile = SharedProfile.objects.get()
    other, _ = worker(units["TA1"], "Jon Vale")
    client.force_login(other)
    for name in ("orgs:withdraw_share", "orgs:change_share"):
        url = reverse(name, args=["TA1", profile.public_id])
        assert client.post(url, {"shared": ["name"], "step": "preview"}).status_code == 404
    assert SharedProfile.objects.get().fields == profile.fields


def test_the_manager_ends_a_membership_and_the_profile_goes(client, tom, pool, member) -> None:
    client.force_login(tom)
    assert client.post(urls(pool, member)["move"], {"status": "end"}).status_code == 302
    assert (SharedProfile.objects.count(), SharedMember.objects.count()) == (0, 0)
    assert SharingReceipt.objects.get().ended == "closed"


def test_a_pool_is_started_and_ended(client, tom, amina, units, pool, member) -> None:
    there = urls(pool)
    good = {
        "title": "Aspiring finance directors", "purpose": "For deputies", "target_role": "CFO",
        "last_day_day": "1", "last_day_month": "1", "last_day_year": "2199",
    }  # fmt: skip
    for who, status in (
        (factories.holder("talent_lead", units["RA"]), 403),
        (factories.holder("cpo", units["TA1"]), 404),
        (factories.holder("pool_manager", units["RB"]), 404),
    ):
        client.force_login(who)
        assert client.post(there["add"], good).status_code == status
        assert client.post(there["close"], {"sure": "yes"}).status_code == status
    client.force_login(tom)
    for bad in (
        {**good, "title": ""},
        {**good, "target_role": "ZZ"},
        {**good, "title": pool.title},
        {**good, "last_day_year": "2020"},
    ):
        assert client.post(there["add"], bad).status_code == 422
    assert SharedPool.objects.count() == 1
    assert client.post(there["add"], good).status_code == 302
    made = SharedPool.objects.get(title="Aspiring finance directors")
    assert (made.closes_on, made.unit.code) == (dt.date(2199, 1, 2), "RA")
    assert client.post(there["close"]).status_code == 422
    assert SharedProfile.objects.count() == 1
    assert client.post(there["close"], {"sure": "yes"}).status_code == 302
    assert (SharedProfile.objects.count(), SharedMember.objects.count()) == (0, 0)
    assert client.get(there["pool"]).status_code == 404
    client.force_login(amina)
    assert client.get(there["mine"]).status_code == 404


def test_who_looked_is_told_to_the_person_and_only_to_her(
    client, tom, amina, units, pool, member
) -> None:
    client.force_login(tom)
    client.get(urls(pool)["pool"])
    event = ReadEvent.objects.get()
    assert (event.page, event.staff_ids, event.profiles) == (
        "shared.pool", [], [SharedProfile.objects.get().public_id],
    )  # fmt: skip
    client.force_login(amina)
    page = client.get(reverse("orgs:sharing", args=["TA1"])).content.decode()
    assert "Pool manager, Ashdown region, for running a pool that the person joined" in page
    assert "tom" not in page
    other, _ = worker(units["TA1"], "Jon Vale")
    client.force_login(other)
    page = client.get(reverse("orgs:sharing", args=["TA1"])).content.decode()
    assert "for running a pool" not in page
    assert pool.title not in page


def test_acts_of_the_person_are_recorded_and_not_shown_on_an_audit_page(
    units, amina, member
) -> None:
    event = AuditEvent.objects.get(action="sharing.agreed")
    assert (event.unit.code, event.actor) == ("RA", amina)
    from orgs import audit

    for code in ("RA", "TA1"):
        auditor = factories.holder("ig_auditor", units[code], login=f"auditor.{code}")
        with at(auditor, code):
            shown = [row["action"] for row in audit.events(units[code].pk)]
            assert not any(action.startswith("sharing.") for action in shown)


def test_changing_what_is_shared(client, tom, amina, pool, member) -> None:
    profile = SharedProfile.objects.get()
    client.force_login(amina)
    url = reverse("orgs:change_share", args=["TA1", profile.public_id])
    assert set(client.get(url).context["at"].form.initial["shared"]) == {"name", "job"}
    assert applying(client, url, "employer", mobility="North of the river").status_code == 302
    client.force_login(tom)
    for url in (urls(pool)["pool"], reverse("shared:person", args=["RA", member.public_id])):
        page = client.get(url).content.decode()
        assert "Kestrel Valley NHS Trust" in page
        assert "Deputy chief nurse" not in page
    assert "North of the river" in page


@pytest.mark.parametrize("name", ["pools", "pool"])
def test_queries_do_not_grow_with_rows(client, tom, units, pool, member, name) -> None:
    client.force_login(tom)
    few = queries(client, urls(pool)[name])
    for number in range(2):
        user, _ = worker(units["TA2"], f"Person {'AB'[number]}")
        applies(user, "TA2", pool)
        pool_of(tom, "RA", f"Pool {number}")
    assert queries(client, urls(pool)[name]) == few <= 11


def test_the_persons_pages_do_not_grow_either(client, tom, amina, pool, member) -> None:
    client.force_login(amina)
    pages = [reverse("shared:opportunities", args=["TA1"]), reverse("orgs:sharing", args=["TA1"])]
    few = [queries(client, page) for page in pages]
    for number in range(2):
        more = pool_of(tom, "RA", f"Pool {number}")
        applies(amina, "TA1", more)
        pool_of(tom, "RA", f"Open {number}")
    assert [queries(client, page) for page in pages] == few
    assert few <= [19, 12]


def test_a_member_who_has_gone_quiet_is_reminded_on_her_own_page(
    client, tom, amina, member
) -> None:
    long_ago = today() - dt.timedelta(days=200)
    SharedMember.objects.update(status="active", joined_on=long_ago, changed_on=long_ago)
    remind = reverse("shared:nudge", args=["RA", member.public_id])
    client.force_login(tom)
    person = urls(member.pool, member)["person"]
    assert "Remind Amina Bakare" in client.get(person).content.decode()
    assert client.post(remind).status_code == 302
    assert "Remind Amina Bakare" not in client.get(person).content.decode()
    again = client.post(remind)
    assert again.status_code == 422
    assert "has been reminded in the last 30 days" in again.content.decode()
    assert AuditEvent.objects.filter(action="shared_pool.nudged").count() == 1

    client.force_login(amina)
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "you are asked how you are getting on" in home
    mine = client.get(urls(member.pool)["mine"]).content.decode()
    assert "you were asked how you are getting on" in mine
    SharedMember.objects.update(nudged_on=today() - pools.NUDGED_FOR)
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "getting on" not in home


def test_who_has_no_place_is_not_reminded(tom, member) -> None:
    with at(tom, "RA") as viewer, pytest.raises(sharing.SharingError, match="Only active members"):
        pools.nudge(viewer=viewer, member=member)
