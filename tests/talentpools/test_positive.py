"""Positive-action pools: joined by choice alone, known to the person and the keeper, and in nothing else."""

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from orgs import audit, leaving
from orgs.access.principals import LEAVING
from orgs.access.scope import builder_scope, user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.models.access import User
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.outbox import Outbox
from orgs.models.people import StaffRecord
from succession.suggestions import About, suggest
from talentpools.models import (
    Pool,
    PoolMembership,
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)
from talentpools.services import own, positive
from talentpools.services.common import PoolError
from talentpools.services.members import invite_people
from talentpools.services.prepared import prepare_memberships
from tests import factories
from tests.succession.factories import World, nominate
from tests.succession.test_loop import day_parts

PAGE = "/o/TA1/my/pools/"
DAY = dt.timedelta(days=1)
TABLES = (PositiveActionMembership, Sponsorship, SponsorAction)


@pytest.fixture
def keeper(trust: World):
    """A learning lead of the Trust, with a record here: the pool is hers to keep."""
    record = factories.staff(trust.unit, "Leah Whitlock")
    return factories.holder("learning_lead", trust.unit, login="leah", person=record.person)


@pytest.fixture
def network(trust: World, keeper) -> Pool:
    return Pool.objects.create(
        unit=trust.unit,
        title="Next steps network",
        kind="POSITIVE_ACTION",
        target_roles=["CNO"],
        owner=trust.cpo,
        valid_from=factories.LONG_AGO,
    )


@pytest.fixture
def opened(network: Pool, keeper) -> Pool:
    with user_scope(keeper.pk, unit_code="TA1") as viewer:
        positive.record_terms(
            viewer=viewer,
            pool=network,
            basis="low_share",
            evidence="Workforce figures",
            review_on=today() + 90 * DAY,
            keeper_id=keeper.pk,
        )
    network.refresh_from_db()
    return network


@contextmanager
def as_herself(trust: World) -> Iterator[Viewer]:
    """The deputy at her own pages; the site's middleware says whose record is hers."""
    with user_scope(trust.deputy_user.pk, unit_code="TA1") as viewer:
        viewer.person_id = trust.deputy.person_id
        yield viewer


@pytest.fixture
def joined(trust: World, opened: Pool) -> PositiveActionMembership:
    with as_herself(trust) as viewer:
        own.come_forward(viewer=viewer, pool=opened)
    return PositiveActionMembership.objects.get()


def terms_form(whose, **changes: object) -> dict[str, object]:
    return {
        "basis": "needs",
        "evidence": "Staff survey of 2026",
        "keeper": str(whose.pk),
        **day_parts("review_on", today() + 30 * DAY),
        **changes,
    }


def of_pool(name: str, pool: Pool) -> str:
    return reverse(f"talentpools:{name}", args=["TA1", pool.public_id])


# --- opening --------------------------------------------------------------------------------------------


def test_it_opens_with_its_lawful_basis_and_not_before(
    client, trust, network, keeper, units
) -> None:
    url, join = of_pool("terms", network), of_pool("come_forward", network)
    client.force_login(trust.deputy_user)
    assert client.post(join).status_code == 404
    for who, status in (
        (trust.deputy_user, 403),
        (factories.holder("learning_lead", units["TA2"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, terms_form(keeper)).status_code == status
    client.force_login(trust.cpo)
    for bad in (
        {"basis": ""},
        {"evidence": ""},
        {"keeper": str(trust.deputy_user.pk)},
        day_parts("review_on", today()),
    ):
        assert client.post(url, terms_form(keeper, **bad)).status_code == 422
    assert client.get(of_pool("terms", trust.pool)).status_code == 404
    network.refresh_from_db()
    assert network.joining == "invitation"
    assert client.post(url, terms_form(keeper)).status_code == 302
    network.refresh_from_db()
    made = PositiveActionTerms.objects.get()
    assert (network.joining, made.keeper, made.basis) == ("self", keeper, "needs")
    client.force_login(trust.deputy_user)
    assert client.post(join).status_code == 302
    assert PositiveActionMembership.objects.get().staff == trust.deputy


def test_only_the_keeper_hands_it_on(client, trust, joined, opened, keeper) -> None:
    """Else the succession lead could make herself the keeper and read the list."""
    client.force_login(trust.cpo)
    answer = client.post(of_pool("terms", opened), terms_form(trust.cpo))
    assert answer.status_code == 403
    assert PositiveActionTerms.objects.get().keeper == keeper
    client.force_login(keeper)
    assert client.post(of_pool("terms", opened), terms_form(trust.cpo)).status_code == 302
    assert "Kirsty" not in client.get(of_pool("pool", opened)).content.decode()


def test_a_new_keeper_reads_a_member_when_she_has_been_told_and_says_yes(
    client, trust, joined, opened, keeper
) -> None:
    hand_on(opened, keeper, trust.cpo)
    assert seen(trust.cpo) == seen(keeper) == [0, 0, 0]
    told = Outbox.objects.get()
    assert (told.template, told.to) == ("development", trust.deputy.work_email)
    assert told.context["link"].endswith(PAGE)
    assert (set(told.context), AuditEvent.objects.filter(action="pool.terms").count()) == (
        {"link", "organisation"},
        2,
    )
    client.force_login(trust.cpo)
    page = client.get(of_pool("pool", opened)).content.decode()
    assert "Nobody is known to you yet" in page
    assert "Kirsty" not in page
    client.force_login(trust.deputy_user)
    page = client.get(PAGE).content.decode()
    assert "Priya Nair keeps this pool now" in page
    url = reverse("talentpools:be_known", args=["TA1", joined.public_id])
    for stale in ({}, {"keeper": "x"}, {"keeper": str(keeper.pk)}):
        assert client.post(url, stale).status_code == 422
    assert seen(trust.cpo) == [0, 0, 0]
    assert client.post(url, {"keeper": str(trust.cpo.pk)}).status_code == 302
    assert "Keeper: Priya Nair" in client.get(PAGE).content.decode()
    assert seen(trust.cpo) == [1, 0, 0]
    for who, status in ((trust.cpo, 403), (trust.lead, 403)):
        client.force_login(who)
        assert client.post(url, {"keeper": str(trust.cpo.pk)}).status_code == status
    joined.refresh_from_db()
    hand_on(opened, trust.cpo, keeper)
    assert seen(keeper) == [0, 0, 0], "her yes was to another keeper"


def test_who_joins_after_a_hand_over_is_known_to_the_new_keeper(trust, opened, keeper) -> None:
    hand_on(opened, keeper, trust.cpo)
    assert Outbox.objects.count() == 0
    with as_herself(trust) as viewer:
        own.come_forward(viewer=viewer, pool=opened)
    assert (seen(trust.cpo), seen(keeper)) == ([1, 0, 0], [0, 0, 0])


def test_a_keeper_reads_nobody_who_has_left(trust, joined, keeper) -> None:
    with as_herself(trust) as viewer:
        own.leave_positive(viewer=viewer, membership=joined)
    assert PositiveActionMembership.objects.count() == 1
    assert seen(keeper) == [0, 0, 0]


def hand_on(pool: Pool, keeper, to) -> None:
    with user_scope(keeper.pk, unit_code="TA1") as viewer:
        positive.record_terms(
            viewer=viewer,
            pool=pool,
            basis="low_share",
            evidence="Workforce figures",
            review_on=today() + 90 * DAY,
            keeper_id=to.pk,
        )


# --- joining --------------------------------------------------------------------------------------------


def test_nobody_is_invited_named_or_suggested(trust, opened) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        with pytest.raises(PoolError, match="own choice"):
            invite_people(viewer=viewer, pool=opened, people=[trust.deputy])
        named = nominate(trust.post, trust.deputy)
        about = About(trust.unit.id, trust.deputy.id, ("CNO",), "R12", named.public_id)
        assert [s.title for s in suggest(about, today())] == ["Nursing directors"]
        prepared = prepare_memberships(
            actor=viewer,
            unit_id=trust.unit.id,
            staff_id=trust.deputy.id,
            pools=[opened.public_id],
            source_id=named.public_id,
            day=today(),
        )
    assert (prepared, PoolMembership.objects.count()) == (0, 0)


def test_she_joins_and_leaves_by_herself(client, trust, opened, units) -> None:
    client.force_login(trust.deputy_user)
    assert "Only its keeper, Leah Whitlock, and you know" in client.get(PAGE).content.decode()
    assert client.post(of_pool("come_forward", opened)).status_code == 302
    assert client.post(of_pool("come_forward", opened)).status_code == 422
    assert "Keeper: Leah Whitlock" in client.get(PAGE).content.decode()
    made = PositiveActionMembership.objects.get()
    leave = reverse("talentpools:leave_pool", args=["TA1", made.public_id])
    colleague = factories.staff(trust.unit, "Ola Finch")
    for who, status in (
        (factories.holder("staff", trust.unit, person=colleague.person, login="ola"), 404),
        (trust.cpo, 403),
        (factories.holder("staff", units["TA2"], login="far"), 404),
    ):
        client.force_login(who)
        assert client.post(leave).status_code == status
    made.refresh_from_db()
    assert made.left_on is None
    client.force_login(trust.deputy_user)
    assert client.get(leave).status_code == 405
    assert client.post(leave).status_code == 302
    made.refresh_from_db()
    assert made.left_on == today()
    assert client.post(leave).status_code == 404


# --- who knows ------------------------------------------------------------------------------------------


def seen(user, unit: str = "TA1") -> list[int]:
    with user_scope(user.pk, unit_code=unit):
        return [model.objects.count() for model in TABLES]


@pytest.fixture
def linked(trust, joined, keeper) -> Sponsorship:
    with user_scope(keeper.pk, unit_code="TA1") as viewer:
        return positive.name_sponsor(
            viewer=viewer,
            membership=joined,
            sponsor_id=trust.cpo.pk,
            sponsor_name="Priya Nair",
        )


def agree(trust, linked: Sponsorship) -> None:
    with as_herself(trust) as viewer:
        mine = Sponsorship.objects.get(pk=linked.pk)
        own.answer_sponsor(viewer=viewer, sponsorship=mine, agreed=True)


def test_the_database_shows_it_to_the_person_and_the_keeper_alone(
    trust, linked, keeper, units
) -> None:
    assert seen(trust.deputy_user) == seen(keeper) == [1, 1, 0]
    others = [
        trust.lead,
        *(
            factories.holder(role, trust.unit, login=f"other.{role}")
            for role in (
                "cpo",
                "learning_lead",
                "access_admin",
                "founder",
                "ig_auditor",
                "edi_officer",
                "staff",
            )
        ),
    ]
    for who in [trust.cpo, *others]:
        assert seen(who) == [0, 0, 0], who.login
    agree(trust, linked)
    assert seen(trust.cpo) == [0, 1, 0], "the sponsor reads the link, and not the membership"
    for who in others:
        assert seen(who) == [0, 0, 0], who.login
    for code in ("TA2", "QA1", "RA", "NAT"):
        assert seen(
            factories.holder("cpo" if code == "TA2" else "talent_lead", units[code]), code
        ) == [0, 0, 0]


def test_nobody_writes_it_but_by_the_persons_word(trust, opened, keeper) -> None:
    for who in (trust.cpo, keeper, trust.deputy_user):
        with user_scope(who.pk, unit_code="TA1"):
            with pytest.raises(DatabaseError), transaction.atomic():
                PositiveActionMembership.objects.create(
                    unit=trust.unit, pool=opened, staff=trust.deputy, joined_on=today()
                )
            assert PositiveActionMembership.objects.update(left_on=today()) == 0


def test_the_aggregation_worker_has_no_column_of_it(trust, linked) -> None:
    for model in (*TABLES, PositiveActionTerms):
        count = f"SELECT count(*) FROM {model._meta.db_table}"
        refused = pytest.raises(DatabaseError, match="permission denied")
        with builder_scope(), connection.cursor() as cursor, refused, transaction.atomic():
            cursor.execute(count)


def pages(trust: World, network: Pool) -> list[str]:
    """Pages that name people or pools, and those of this pool, this person and this post."""
    names = (
        "orgs:unit", "orgs:access", "orgs:why", "orgs:who", "orgs:audit", "succession:plan",
        "learning:overview", "talentpools:pools", "talentpools:sponsoring",
    )  # fmt: skip
    return [
        *(reverse(name, args=["TA1"]) for name in names),
        reverse("orgs:audit", args=["TA1"]) + "?tab=looked",
        reverse(
            "succession:name_person", args=["TA1", trust.post.public_id, trust.deputy.public_id]
        ),
        reverse("learning:assign", args=["TA1", trust.deputy.public_id]),
        *(of_pool(name, network) for name in ("pool", "edit_pool", "terms", "add_member")),
        of_pool("add_member", trust.pool) + "?q=kirsty",
        of_pool("pool", trust.pool),
    ]


def test_no_page_puts_her_and_the_pool_together_but_hers_and_the_keepers(
    client, trust, joined, opened, keeper
) -> None:
    """For everybody else the pages are the same whether she joined or not."""
    readers = [
        trust.cpo,
        trust.lead,
        *(factories.holder(role, trust.unit) for role in ("access_admin", "ig_auditor")),
    ]

    def everything(who) -> list[str]:
        client.force_login(who)
        return [clean(client.get(url).content.decode()) for url in pages(trust, opened)]

    with_her = {who.login: everything(who) for who in readers}
    for who in readers:
        text = "".join(with_her[who.login])
        assert str(joined.public_id) not in text
    assert "Known to its keeper alone" in "".join(with_her[trust.cpo.login])
    PositiveActionMembership.objects.all().delete()
    assert {who.login: everything(who) for who in readers} == with_her
    client.force_login(keeper)


def clean(page: str) -> str:
    """A page without what differs each time: form tokens, and records of these very visits."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)
    page = re.sub(r'(?s)data-label="Last used">.*?</td>', "", page)
    return re.sub(r"(?s)<table.*?</table>", "", page) if "Who looked" in page else page


def test_the_keeper_sees_her_and_the_visit_is_recorded_as_of_any_pool(
    client, trust, joined, opened, keeper
) -> None:
    client.force_login(keeper)
    page = client.get(of_pool("pool", opened)).content.decode()
    assert "Kirsty Moor" in page
    assert "You alone see this list" in page
    event = ReadEvent.objects.get()
    assert (event.page, event.staff_ids) == ("talentpools.pool", [trust.deputy.pk])


def read_by_auditor(trust: World) -> tuple[list[dict], list[dict], tuple[int, int]]:
    auditor = User.objects.filter(login="auditor").first() or factories.holder(
        "ig_auditor", trust.unit, login="auditor"
    )
    with user_scope(auditor.pk, unit_code="TA1"):
        here = trust.unit.id
        return audit.events(here), audit.reads(here), audit.counts(here)


def test_the_audit_log_tells_of_no_choice_and_no_sponsor(client, trust, joined, linked) -> None:
    event = AuditEvent.objects.get(action="pool.chosen")
    assert (event.object_type, event.object_id, event.detail) == ("", "", {})
    agree(trust, linked)
    assert AuditEvent.objects.filter(action="pool.sponsor").exists()
    done, _, (counted, _) = read_by_auditor(trust)
    assert {"pool.chosen", "pool.sponsor"}.isdisjoint(e["action"] for e in done)
    assert counted == len(done)


def test_who_looked_tells_of_no_sponsor_and_not_how_many_are_in_a_pool(
    client, trust, joined, opened, keeper, linked
) -> None:
    agree(trust, linked)
    client.force_login(trust.cpo)
    client.get(reverse("talentpools:sponsoring", args=["TA1"]))
    client.force_login(keeper)
    client.get(of_pool("pool", opened))
    assert ReadEvent.objects.filter(page="talentpools.sponsoring").exists()
    _, looked, (_, counted) = read_by_auditor(trust)
    assert [(e["page"], e["people"]) for e in looked] == [("talentpools.pool", None)]
    assert counted == 1
    client.force_login(User.objects.get(login="auditor"))
    page = client.get(reverse("orgs:audit", args=["TA1"]) + "?tab=looked").content.decode()
    assert "Looked at the members of a talent pool" in page
    assert "1 person" not in page
    assert "None" not in page


def test_a_keeper_without_the_role_sees_nothing_more(trust, joined, keeper) -> None:
    assert seen(keeper) == [1, 0, 0]
    keeper.grants.update(valid_to=today())
    assert seen(keeper) == [0, 0, 0]


# --- sponsors -------------------------------------------------------------------------------------------


def test_a_sponsor_is_named_by_the_keeper_and_agreed_to_by_the_person(
    client, trust, joined, opened, keeper
) -> None:
    url = reverse("talentpools:sponsor", args=["TA1", joined.public_id])
    good = {"sponsor": str(trust.cpo.pk)}
    for who, status in ((trust.cpo, 404), (trust.lead, 404), (trust.deputy_user, 403)):
        client.force_login(who)
        assert client.post(url, good).status_code == status
    client.force_login(keeper)
    assert client.get(url).status_code == 405
    for bad in ({}, {"sponsor": "0"}, {"sponsor": str(trust.deputy_user.pk)}):
        assert client.post(url, bad).status_code == 422
    assert Sponsorship.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 422
    link = Sponsorship.objects.get()
    assert (link.sponsor, link.sponsor_name, link.shown_as) == (trust.cpo, "Priya Nair", "")

    client.force_login(trust.cpo)
    sponsoring = reverse("talentpools:sponsoring", args=["TA1"])
    assert "You sponsor nobody" in client.get(sponsoring).content.decode()
    answer = reverse("talentpools:answer_sponsor", args=["TA1", link.public_id])
    assert client.post(answer, {"answer": "yes"}).status_code == 403
    client.force_login(trust.deputy_user)
    assert "Priya Nair could be your sponsor" in client.get(PAGE).content.decode()
    assert client.post(answer, {"answer": "perhaps"}).status_code == 422
    assert client.post(answer, {"answer": "yes"}).status_code == 302
    link.refresh_from_db()
    assert (link.agreed_on, link.shown_as) == (today(), "Kirsty Moor")

    client.force_login(trust.cpo)
    assert "Kirsty Moor" in client.get(sponsoring).content.decode()
    act = reverse("talentpools:sponsor_action", args=["TA1", link.public_id])
    good = {"what": "Met for an hour", **day_parts("on", today())}
    for bad in ({"what": ""}, day_parts("on", today() + DAY)):
        assert client.post(act, {**good, **bad}).status_code == 422
    assert client.post(act, good).status_code == 302
    for who, page in (
        (trust.deputy_user, PAGE),
        (keeper, of_pool("pool", opened)),
        (trust.cpo, sponsoring),
    ):
        client.force_login(who)
        assert "Met for an hour" in client.get(page).content.decode()
    client.force_login(trust.lead)
    assert client.post(act, good).status_code == 404

    client.force_login(trust.deputy_user)
    assert client.post(answer, {"answer": "no"}).status_code == 302
    client.force_login(trust.cpo)
    assert "You sponsor nobody" in client.get(sponsoring).content.decode()
    assert client.post(act, good).status_code == 404
    assert SponsorAction.objects.count() == 1


def test_whoever_closes_the_pool_ends_it_for_everybody_and_learns_of_nobody(
    client, trust, joined, linked, opened
) -> None:
    agree(trust, linked)
    client.force_login(trust.lead)
    form = {"reason": "done", "completed": "no", **day_parts("on", today())}
    answer = client.post(of_pool("close_pool", opened), form, follow=True)
    assert "Kirsty" not in answer.content.decode()
    joined.refresh_from_db()
    linked.refresh_from_db()
    assert (joined.left_on, linked.ended_on) == (today(), today())
    assert seen(trust.cpo) == [0, 0, 0]


def test_whoever_leaves_the_employer_leaves_it_without_a_line_in_the_audit_log(
    trust, joined, linked
) -> None:
    agree(trust, linked)
    StaffRecord.objects.filter(pk=trust.deputy.pk).update(valid_to=today())
    before = AuditEvent.objects.count()
    leaving.settle_all(LEAVING)
    joined.refresh_from_db()
    linked.refresh_from_db()
    assert (joined.left_on, linked.ended_on) == (today(), today())
    told = AuditEvent.objects.order_by("at")[before:]
    assert {event.action for event in told} <= {"grant.ended", "sharing.left"}


def test_leaving_ends_the_sponsors_link(trust, joined, linked) -> None:
    agree(trust, linked)
    assert seen(trust.cpo) == [0, 1, 0]
    with as_herself(trust) as viewer:
        own.leave_positive(viewer=viewer, membership=joined)
    assert seen(trust.cpo) == [0, 0, 0]
    linked.refresh_from_db()
    assert linked.ended_on == today()


def test_she_finds_it_in_her_own_data_and_in_nobody_elses(client, trust, joined, opened) -> None:
    record = reverse("orgs:record", args=["TA1"])
    client.force_login(trust.deputy_user)
    text = client.get(record).content.decode()
    assert "Joined by your own choice. Only who keeps the pool can see that." in text
    assert f"To be in the pool “{opened.title}”" in text
    client.force_login(factories.holder("staff", trust.unit, person=trust.holder.person))
    assert "Joined by your own choice" not in client.get(record).content.decode()
