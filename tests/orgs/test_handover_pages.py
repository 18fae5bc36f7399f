"""The pages: where people and posts go, what comes after, and the lock of a consultation."""

import datetime as dt

import pytest
from django.db import Error, transaction
from django.urls import reverse

from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.consultation import Consultation
from orgs.models.handover import DuplicateChoice, HandoverChoice
from orgs.models.people import Assignment
from orgs.models.units import OrgUnit
from orgs.restructure import duplicates, services
from orgs.restructure import operations as ops
from succession.models import BoardPack, Incumbency, Post, SuccessionPlan
from talentpools.models import Pool, PoolMembership
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, settle
from tests.orgs.splitting import Split, split
from tests.succession.factories import make_pool, make_post, nominate, world
from tests.talentpools.conftest import join

pytestmark = pytest.mark.django_db


@pytest.fixture
def parting(units, first: User, second: User) -> Split:
    return split(units, first, second)


def url(name: str, parting: Split) -> str:
    return reverse(f"orgs:{name}", args=["QA1", parting.list.public_id])


def chosen(parting: Split, **data: object) -> dict[str, object]:
    return {"version": parting.list.version, "what": "staff", "to": "QA9", **data}


def test_a_lead_chooses_for_one_for_a_division_and_confirms(parting, sign_in) -> None:
    client = sign_in(parting.board.cpo)
    home = client.get(reverse("orgs:unit", args=["QA1"])).content.decode()
    assert "say where people and posts go" in home
    page = client.get(url("handover", parting)).content.decode()
    assert "Kirsty Moor" in page
    assert "Not confirmed yet" in page
    seen = ReadEvent.objects.get(page="orgs.handover")
    assert set(seen.staff_ids) >= {parting.board.deputy.pk, parting.board.holder.pk}

    one = client.post(
        url("handover_choose", parting), chosen(parting, rows=[parting.board.deputy.public_id])
    )
    assert one.status_code == 302
    assert HandoverChoice.objects.get().successor == "QA9"
    every = client.post(
        url("handover_choose", parting), chosen(parting, what="posts", to="QA3", all="1")
    )
    assert every.status_code == 302
    assert HandoverChoice.objects.filter(subject="posts").count() == 1

    sums = client.get(url("handover_confirm", parting)).content.decode()
    assert "no longer holds the post Chief nurse" in sums
    done = client.post(url("handover_confirm", parting), {"version": parting.list.version})
    assert done.status_code == 302
    assert parting.list.confirmed_by == parting.board.cpo
    home = client.get(reverse("orgs:unit", args=["QA1"])).content.decode()
    assert "you have confirmed where people and posts go" in home


def test_choosing_within_a_division(parting, sign_in) -> None:
    from orgs import tree

    with tree.locked():
        part = tree.create(
            "QA1-F", name="Finance", type_code="division", on=today() - DAY,
            employer=parting.board.unit,
        )  # fmt: skip
        tree.project(today())
    Assignment.objects.filter(staff=parting.board.holder).update(division=part)
    client = sign_in(parting.board.cpo)
    page = client.get(url("handover", parting), {"group": "Finance"}).content.decode()
    assert "Helen Adeyemi" in page
    assert "Kirsty Moor" not in page
    client.post(url("handover_choose", parting), chosen(parting, group="Finance", all="1"))
    assert HandoverChoice.objects.get().row == parting.board.holder.public_id


@pytest.mark.parametrize(
    ("data", "status", "said"),
    [
        ({"to": ""}, 422, "Select where they go"),
        ({"to": "TA1"}, 422, "Select a valid choice"),
        ({}, 422, "Choose at least one line"),
        ({"rows": ["no"]}, 422, "Choose at least one line"),
        ({"version": 99}, 409, "Somebody else has changed this list"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(parting, sign_in, data, status, said) -> None:
    answer = sign_in(parting.board.cpo).post(
        url("handover_choose", parting), chosen(parting, **data)
    )
    assert answer.status_code == status
    assert said in answer.content.decode()
    assert not HandoverChoice.objects.exists()


def test_a_stale_confirmation_is_a_conflict(parting, sign_in) -> None:
    client = sign_in(parting.board.cpo)
    answer = client.post(url("handover_confirm", parting), {"version": 99})
    assert answer.status_code == 409
    assert "Somebody else has changed this list" in answer.content.decode()
    assert parting.list.confirmed_at is None


def test_a_steward_sees_that_it_is_confirmed_and_no_more(parting, sign_in) -> None:
    client = sign_in(parting.first)
    at_plan = reverse("orgs:change", args=["RA", parting.plan.public_id])
    assert "Not yet confirmed" in client.get(at_plan).content.decode()
    assert client.get(url("handover", parting)).status_code == 404
    parting.confirm()
    page = client.get(at_plan).content.decode()
    assert "List confirmed" in page
    assert "cpo.qa1" not in page
    assert "Priya" not in page


# --- after ---------------------------------------------------------------------------------------------


@pytest.fixture
def after(units, first: User, second: User):
    """Kestrel Valley went into Heron Water, and both had a chief nurse, a pool and Ines Moor."""
    closed, there = world(units["TA1"]), units["TA2"]
    lead = factories.staff(there, "Heron Lead", title="Chief people officer")
    cpo = factories.holder("cpo", there, person=lead.person, login="heron.cpo")
    factories.give(cpo, "access_admin", there)
    make_post(there, "Chief nurse at Heron", "CNO")
    join(closed.pool, closed.deputy)
    make_pool(there, "nursing directors", "CNO")
    SuccessionPlan.objects.create(unit=there, cycle="2026/27", valid_from=factories.LONG_AGO)
    factories.staff(there, "Kirsty Moor", title="Bank nurse", person=closed.deputy.person)
    factories.staff(there, "Helen Adeyemi", title="Ward sister")
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="Trust merger",
            operations=[ops.Dated(today(), ops.Merge(("TA1", "TA2"), "TA2", ""))],
        )  # fmt: skip
    carry_out(settle(plan, first, second), first)
    return closed, cpo


def pairs(cpo: User) -> dict[str, duplicates.Pair]:
    with at(cpo, "TA2") as viewer:
        return {meeting.key: pair for meeting, pair in duplicates.open_pairs(viewer)}


def answer(client, kind: str, pair: duplicates.Pair, what: str):
    data = {"kind": kind, "first": pair.first.public_id, "second": pair.second.public_id}
    return client.post(reverse("orgs:settle_duplicate", args=["TA2"]), {**data, "answer": what})


def test_duplicates_are_listed_and_settled_by_people(after, sign_in) -> None:
    closed, cpo = after
    found = pairs(cpo)
    assert sorted(found) == ["jobs", "names", "plans", "pools", "posts"]
    client = sign_in(cpo)
    page = client.get(reverse("orgs:after_change", args=["TA2"])).content.decode()
    assert "from Kestrel Valley NHS Trust" in page
    assert (
        "5 pairs of a kind met" in client.get(reverse("orgs:unit", args=["TA2"])).content.decode()
    )

    post = found["posts"]
    mine = Post.objects.get(title="Chief nurse at Heron")
    closes = "close_first" if post.first.public_id == mine.public_id else "close_second"
    assert answer(client, "posts", post, closes).status_code == 302
    mine.refresh_from_db()
    assert mine.valid_to == today()

    pool = found["pools"]
    own = Pool.objects.get(title="nursing directors")
    kept = "merge_second" if pool.first.public_id == own.public_id else "merge_first"
    assert answer(client, "pools", pool, kept).status_code == 302
    moved = PoolMembership.objects.get(pool=own)
    assert (moved.status, moved.staff.person) == ("active", closed.deputy.person)
    assert Pool.objects.get(unit=own.unit, valid_to=None) == own

    assert answer(client, "names", found["names"], "both").status_code == 302
    assert answer(client, "jobs", found["jobs"], "end_first").status_code == 302
    assert answer(client, "plans", found["plans"], "close_first").status_code == 302
    assert SuccessionPlan.objects.filter(unit=own.unit, valid_to=None).count() == 1
    assert pairs(cpo) == {}
    assert DuplicateChoice.objects.count() == 5
    assert AuditEvent.objects.filter(action="duplicate.settled", unit=own.unit).count() == 5
    assert answer(client, "posts", post, closes).status_code == 409


def test_an_answer_that_is_none_settles_nothing(after, sign_in) -> None:
    _, cpo = after
    found = pairs(cpo)
    refused = answer(sign_in(cpo), "posts", found["posts"], "nonsense")
    assert refused.status_code == 422
    assert "Select what is to be done" in refused.content.decode()
    assert not DuplicateChoice.objects.exists()
    assert Post.objects.filter(unit__code="TA2", valid_to=None).count() == 2


def test_a_page_says_where_its_row_came_from(after, sign_in) -> None:
    closed, cpo = after
    client = sign_in(cpo)
    said = f"Carried over from Kestrel Valley NHS Trust on {today().day} {today():%B %Y}"
    there = OrgUnit.objects.get(code="TA2")
    post = Post.objects.get(unit=there, continues=closed.post)
    pool = Pool.objects.get(unit=there, continues=closed.pool)
    person = closed.holder.person.records.get(unit=there)
    for name, row in (
        ("succession:post", post), ("talentpools:pool", pool), ("orgs:person", person),
    ):  # fmt: skip
        assert said in client.get(reverse(name, args=["TA2", row.public_id])).content.decode(), name
    own = Post.objects.get(title="Chief nurse at Heron")
    page = client.get(reverse("succession:post", args=["TA2", own.public_id])).content.decode()
    assert "Carried over" not in page


def test_an_administrator_names_who_reads_closed_records(after, sign_in) -> None:
    _, cpo = after
    admin = sign_in(factories.holder("access_admin", OrgUnit.objects.get(code="TA2"), login="adm"))
    page = admin.get(reverse("orgs:after_change", args=["TA2"])).content.decode()
    assert "cpo.ta1 reads records of Kestrel Valley NHS Trust" in page
    lead = Grant.objects.get(user=cpo, role="cpo")
    give = reverse("orgs:give_reading", args=["TA2"])
    data = {"organisation": "TA1", "lead": lead.public_id}
    refused = admin.post(give, data)
    assert refused.status_code == 422
    assert admin.post(give, {**data, "reason": "Leads here"}).status_code == 302
    held = Grant.objects.get(user=cpo, role="history_reader")
    assert (held.unit.code, held.reason) == ("TA1", "Leads here")
    assert sign_in(cpo).get(reverse("orgs:people", args=["TA1"])).status_code == 200
    end = reverse("orgs:end_reading", args=["TA2", held.public_id])
    assert sign_in(cpo).post(end).status_code == 422
    ended = sign_in(User.objects.get(login="adm")).post(end)
    assert ended.status_code == 302
    held.refresh_from_db()
    assert held.valid_to == today()
    assert sign_in(cpo).get(reverse("orgs:people", args=["TA1"])).status_code == 404


# --- consultation --------------------------------------------------------------------------------------


def consult(client, parting: Split, **data: object):
    last = today() + 20 * DAY
    days = {
        "starts_on_day": today().day, "starts_on_month": today().month,
        "starts_on_year": today().year, "last_day_day": last.day, "last_day_month": last.month,
        "last_day_year": last.year,
    }  # fmt: skip
    parting.plan.refresh_from_db()
    return client.post(
        reverse("orgs:consultation", args=["RA", parting.plan.public_id]),
        {**days, "organisations": ["QA1"], "version": parting.plan.version, **data},
    )


def test_a_steward_says_that_a_change_is_in_consultation(parting, sign_in) -> None:
    client = sign_in(parting.first)
    page = client.get(reverse("orgs:consultation", args=["RA", parting.plan.public_id]))
    assert page.status_code == 200
    for code in ("QA1", "QA2", "QA3", "TA1", "TA2"):
        assert f'value="{code}"' in page.content.decode()
    assert 'value="TB1"' not in page.content.decode()
    assert consult(client, parting).status_code == 302
    row = Consultation.objects.get()
    assert (row.unit.code, row.starts_on, row.ends_on) == ("QA1", today(), today() + 21 * DAY)
    said = sign_in(parting.board.cpo).get(reverse("orgs:unit", args=["QA1"])).content.decode()
    assert "In consultation: Alder is split." in said
    elsewhere = factories.holder("cpo", OrgUnit.objects.get(code="TA1"), login="ta1")
    assert "In consultation" not in sign_in(elsewhere).get(reverse("orgs:unit", args=["TA1"])).content.decode()  # fmt: skip

    client = sign_in(parting.first)
    assert consult(client, parting, version=1).status_code == 409
    assert consult(client, parting, organisations=[]).status_code == 422
    assert consult(client, parting, organisations=["TB1"]).status_code == 422
    assert Consultation.objects.get().ends_on == row.ends_on
    assert consult(client, parting, organisations=["TA1"]).status_code == 302
    row.refresh_from_db()
    assert row.ends_on == today()


def test_the_page_of_a_change_leads_there_until_it_is_called_off(parting, sign_in) -> None:
    """Calling it off ends what is in consultation, and what was going to be never is."""
    client = sign_in(parting.first)
    page, there = (
        reverse(name, args=["RA", parting.plan.public_id])
        for name in ("orgs:change", "orgs:consultation")
    )
    assert f'href="{there}"' in client.get(page).content.decode()
    assert consult(client, parting, organisations=["QA1", "TA1"]).status_code == 302
    begins = today() + 5 * DAY
    Consultation.objects.filter(unit__code="TA1").update(starts_on=begins)
    with at(parting.first) as viewer:
        services.cancel(viewer=viewer, plan=parting.plan)
    ends = dict(Consultation.objects.values_list("unit__code", "ends_on"))
    assert ends == {"QA1": today(), "TA1": begins}
    said = AuditEvent.objects.filter(action="consultation.set", unit__code="QA1")
    assert said.count() == 2
    board = sign_in(parting.board.cpo).get(reverse("orgs:unit", args=["QA1"])).content.decode()
    assert "In consultation" not in board
    client = sign_in(parting.first)
    assert f'href="{there}"' not in client.get(page).content.decode()
    assert consult(client, parting).status_code == 409
    assert dict(Consultation.objects.values_list("unit__code", "ends_on")) == ends


def lock(parting: Split, until: dt.date) -> None:
    Consultation.objects.create(
        unit=parting.board.unit, plan=parting.plan, title="Alder is split", starts_on=today(),
        ends_on=until, set_by=parting.first,
    )  # fmt: skip


def test_judgements_are_not_taken_away_or_used_to_select(parting, sign_in) -> None:
    nominate(parting.board.post, parting.board.deputy)
    client = sign_in(parting.board.cpo)
    export = reverse("succession:export_plan", args=["QA1"])
    assert client.get(export).status_code == 200
    lock(parting, today() + DAY)
    for name in ("succession:export_plan", "shared:post_vacancy"):
        refused = client.get(reverse(name, args=["QA1"]))
        assert refused.status_code == 403, name
        assert "Locked while a change is in consultation" in refused.content.decode()
    kept = AuditEvent.objects.filter(action="consultation.refused", unit=parting.board.unit)
    assert sorted(kept.values_list("detail__what", flat=True)) == ["spreadsheet", "vacancy"]
    assert client.get(reverse("succession:plan", args=["QA1"])).status_code == 200
    Consultation.objects.update(ends_on=today())
    assert client.get(export).status_code == 200


def test_the_database_holds_the_lock_too(parting) -> None:
    named = nominate(parting.board.post, parting.board.deputy)
    assignment = parting.board.deputy.assignments.get()
    lock(parting, today() + DAY)

    def appoint() -> None:
        Incumbency.objects.create(
            unit=parting.board.unit, post=parting.board.post, assignment=assignment,
            starts_on=today(), filled_by="PLAN", nomination=named,
        )  # fmt: skip

    with at(parting.board.cpo, "QA1"):
        with pytest.raises(Error, match="in consultation"), transaction.atomic():
            appoint()
        assert not BoardPack.objects.exists()
    Consultation.objects.update(ends_on=today())
    with at(parting.board.cpo, "QA1"):
        appoint()


def test_of_a_role_with_many_posts_each_is_beside_one_of_the_other_with_who_holds_it(after) -> None:
    _, cpo = after
    for n in range(3):
        make_post(cpo.grants.first().unit, f"Another chief nurse {n}", "CNO")
    with at(cpo, "TA2") as viewer:
        met = [pair for meeting, pair in duplicates.open_pairs(viewer) if meeting.key == "posts"]
    assert len(met) == 1
    words = {side.words for side in (met[0].first, met[0].second)}
    assert words == {"Chief nurse, held by Helen Adeyemi", "Chief nurse at Heron, vacant"}
