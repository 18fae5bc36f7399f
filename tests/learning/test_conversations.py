"""Career conversations: two sides, private until shared, and only what both agreed on leaves them."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from learning import conversations
from learning.conversing import (
    ChangedError,
    ConversationError,
    agree_outcome,
    ask_for_conversation,
    propose_outcome,
    record_meeting,
    reopen_conversation,
    save_preparation,
)
from learning.grids import DEFAULT_KEY
from learning.models import AgreedOutcome, Conversation, Preparation
from orgs.access.scope import user_scope
from orgs.clock import months_on, today
from orgs.models.access import Grant
from orgs.models.audit import AuditEvent
from tests import factories
from tests.succession.factories import nominate, queries

TABLES = (Conversation, Preparation, AgreedOutcome)


def make(trust, state: str = "preparing", **columns) -> Conversation:
    return Conversation.objects.create(
        unit=trust.unit, staff=trust.deputy, with_user=trust.lead, grid=DEFAULT_KEY, state=state,
        started_on=today(), **columns,
    )  # fmt: skip


def proposed(trust, by: str = "other") -> Conversation:
    return make(
        trust, "proposed", met_on=today(), outcome="STRETCH", plan="Lead the flow project",
        **{f"{by}_yes_on": today()},
    )  # fmt: skip


def address(name: str, of: Conversation | None = None, unit: str = "TA1") -> str:
    return reverse(f"learning:{name}", args=[unit, *([of.public_id] if of else [])])


def seen(user, unit: str = "TA1") -> dict[str, int]:
    with user_scope(user.pk, unit_code=unit):
        return {m.__name__: n for m in TABLES if (n := m.objects.count())}


@pytest.fixture
def acting(trust):
    """``acting(user)``: her viewer with her person, inside her scope."""

    def scope(user, **how):
        manager = user_scope(user.pk, login=user.login, unit_code="TA1", **how)
        viewer = manager.__enter__()
        viewer.person_id = user.person_id
        scopes.append(manager)
        return viewer

    scopes: list = []
    yield scope
    for manager in reversed(scopes):
        manager.__exit__(None, None, None)


# --- through the pages ---------------------------------------------------------------------------


def test_the_whole_conversation_through_the_pages(client, trust) -> None:
    client.force_login(trust.deputy_user)
    assert client.post(address("ask_conversation"), {"partner": "", "grid": ""}).status_code == 422
    grant = Grant.objects.get(user=trust.lead)
    asked = {"partner": str(grant.public_id), "grid": DEFAULT_KEY}
    assert client.post(address("ask_conversation"), asked).status_code == 302
    of = Conversation.objects.get()
    assert client.post(address("ask_conversation"), asked).status_code == 422, "one under way"
    client.post(address("prepare_conversation", of), {"q_enjoy": "Wards", "q_next": "Lead"})
    assert Preparation.objects.get().answers == {"enjoy": "Wards", "next": "Lead"}

    client.force_login(trust.lead)
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "1 career conversation waits for you" in home
    page = client.get(address("conversation", of)).content.decode()
    assert "Kirsty Moor" in page
    assert "Wards" not in page
    assert "Nothing is shared with you" in page

    client.force_login(trust.deputy_user)
    shared = {"q_enjoy": "Wards", "q_next": "Lead", "shared": "on"}
    client.post(address("prepare_conversation", of), shared)
    day = {"met_on_day": today().day, "met_on_month": today().month, "met_on_year": today().year}
    assert client.post(address("meet_conversation", of), day).status_code == 302

    client.force_login(trust.lead)
    assert "Wards" in client.get(address("conversation", of)).content.decode()
    of.refresh_from_db()
    words = {"outcome": "STRETCH", "plan": "Lead the flow project", "version": of.version}
    assert client.post(address("propose_outcome", of), words).status_code == 302
    of.refresh_from_db()
    own_yes = {"move": "agree", "version": of.version}
    assert client.post(address("answer_conversation", of), own_yes).status_code == 422
    assert AgreedOutcome.objects.count() == 0

    client.force_login(trust.deputy_user)
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "1 career conversation waits for you to agree" in home
    mine = client.get(reverse("learning:development", args=["TA1"])).content.decode()
    assert "1 career conversation waits for you to agree" in mine
    assert client.post(address("answer_conversation", of), own_yes).status_code == 302
    made = AgreedOutcome.objects.get()
    assert (made.outcome, made.agreed_on, made.review_on) == (
        "STRETCH",
        today(),
        months_on(today(), 12),
    )
    development = client.get(reverse("learning:development", args=["TA1"])).content.decode()
    assert "Stretch: greater complexity or a higher level" in development
    acts = AuditEvent.objects.filter(action__startswith="conversation.").order_by("at")
    assert [each.action.partition(".")[2] for each in acts] == [
        "asked",
        "prepared",
        "prepared",
        "held",
        "proposed",
        "agreed",
    ]
    assert "Wards" not in "".join(str(each.detail) for each in acts)


def test_the_succession_lead_sees_the_outcome_and_its_day_and_nothing_else(client, trust) -> None:
    named = nominate(trust.post, trust.deputy)
    of = proposed(trust)
    Preparation.objects.create(
        unit=trust.unit, conversation=of, side="person", answers={"enjoy": "Wards"},
        shared_on=today(),
    )  # fmt: skip
    client.force_login(trust.cpo)
    url = reverse("succession:nomination", args=["TA1", named.public_id])
    page = client.get(url).content.decode()
    assert "Stretch: greater" not in page
    client.force_login(trust.deputy_user)
    yes = {"move": "agree", "version": of.version}
    assert client.post(address("answer_conversation", of), yes).status_code == 302
    client.force_login(trust.cpo)
    page = client.get(url).content.decode()
    assert "Stretch: greater complexity or a higher level" in page
    for word in ("Wards", "flow project"):
        assert word not in page
    assert client.get(address("conversation", of)).status_code == 404
    client.force_login(trust.deputy_user)
    client.post(address("answer_conversation", of), {"move": "reopen"})
    client.force_login(trust.cpo)
    assert "Stretch: greater" not in client.get(url).content.decode()


def test_nobody_but_its_sides_opens_a_conversation(client, trust, units) -> None:
    of = proposed(trust)
    colleague = factories.staff(trust.unit, "Ola Finch")
    others = {
        trust.cpo: 404,
        factories.holder("learning_lead", trust.unit, login="second.lead"): 404,
        factories.holder("staff", trust.unit, person=colleague.person, login="ola"): 404,
        factories.holder("access_admin", trust.unit): 403,
        factories.holder("learning_lead", units["TA2"]): 404,
        factories.holder("talent_lead", units["RA"]): 404,
    }
    for user, status in others.items():
        client.force_login(user)
        assert client.get(address("conversation", of)).status_code == status, user
        for name in (
            "prepare_conversation",
            "meet_conversation",
            "propose_outcome",
            "answer_conversation",
        ):
            answer = client.post(address(name, of), {"move": "close", "q_enjoy": "x"})
            assert answer.status_code == status, (user, name)
    of.refresh_from_db()
    assert (of.state, of.version, Preparation.objects.count()) == ("proposed", 1, 0)


def test_wrong_methods_wrong_ids_and_wrong_words_change_nothing(client, trust) -> None:
    of = proposed(trust)
    client.force_login(trust.deputy_user)
    for name in (
        "prepare_conversation",
        "meet_conversation",
        "propose_outcome",
        "answer_conversation",
    ):
        assert client.get(address(name, of)).status_code == 405
    other = Conversation(public_id="7e7f3f0e-5a0e-4b9a-8f65-111111111111")
    assert client.get(address("conversation", other)).status_code == 404
    assert client.post(address("answer_conversation", of), {"move": "win"}).status_code == 422
    late = {"move": "agree", "version": of.version - 1}
    assert client.post(address("answer_conversation", of), late).status_code == 409
    assert client.post(address("answer_conversation", of), {"move": "agree"}).status_code == 409
    wrong = {"outcome": "LOW", "plan": "", "version": of.version}
    assert client.post(address("propose_outcome", of), wrong).status_code == 422
    of.refresh_from_db()
    assert (of.state, of.outcome, of.version) == ("proposed", "STRETCH", 1)


def test_a_proposal_that_was_replaced_is_not_agreed_to(client, trust) -> None:
    of = proposed(trust)
    client.force_login(trust.lead)
    new = {"outcome": "DEPTH", "plan": "", "version": of.version}
    assert client.post(address("propose_outcome", of), new).status_code == 302
    client.force_login(trust.deputy_user)
    answer = client.post(
        address("answer_conversation", of), {"move": "agree", "version": of.version}
    )
    assert answer.status_code == 409
    assert "has changed the proposal" in answer.content.decode()
    assert "Depth" in answer.content.decode()
    assert AgreedOutcome.objects.count() == 0


def test_either_side_declines_and_ends(client, trust) -> None:
    of = proposed(trust)
    client.force_login(trust.deputy_user)
    no = {"move": "decline", "version": of.version}
    assert client.post(address("answer_conversation", of), no).status_code == 302
    of.refresh_from_db()
    assert (of.state, of.outcome, of.plan, of.other_yes_on) == ("met", "", "", None)
    client.force_login(trust.lead)
    assert client.post(address("answer_conversation", of), {"move": "close"}).status_code == 302
    of.refresh_from_db()
    assert (of.state, of.closed_on) == ("closed", today())
    for name, data in (
        ("prepare_conversation", {"q_enjoy": "late"}),
        ("answer_conversation", {"move": "close"}),
    ):
        assert client.post(address(name, of), data).status_code == 422
    assert Preparation.objects.count() == 0


def test_days_that_cannot_be(client, trust) -> None:
    of = make(trust)
    client.force_login(trust.deputy_user)
    for day in (today() + dt.timedelta(days=1), today() - dt.timedelta(days=1)):
        parts = {"met_on_day": day.day, "met_on_month": day.month, "met_on_year": day.year}
        answer = client.post(address("meet_conversation", of), parts)
        assert answer.status_code == 422
        assert "The day must lie between" in answer.content.decode()
    of.refresh_from_db()
    assert (of.state, of.met_on) == ("preparing", None)


def test_queries_do_not_grow(client, trust) -> None:
    of = proposed(trust)
    client.force_login(trust.lead)
    few = queries(client, address("conversations"))
    for number in range(3):
        person = factories.staff(trust.unit, f"Person {'ABC'[number]}")
        Conversation.objects.create(
            unit=trust.unit, staff=person, with_user=trust.lead, grid=DEFAULT_KEY,
            started_on=today(),
        )  # fmt: skip
    assert queries(client, address("conversations")) == few <= 8
    assert queries(client, address("conversation", of)) <= 10


# --- the services --------------------------------------------------------------------------------


def test_services_refuse_who_is_no_side(trust, acting) -> None:
    of = proposed(trust)
    viewer = acting(trust.cpo)
    with pytest.raises(Conversation.DoesNotExist):
        agree_outcome(viewer=viewer, of=of, version=of.version)
    with pytest.raises(Conversation.DoesNotExist):
        save_preparation(viewer=viewer, of=of, answers={"enjoy": "x"}, shared=True)


def test_services_of_the_two_sides(trust, acting) -> None:
    viewer = acting(trust.deputy_user)
    partner = conversations.partners(trust.unit.id)
    assert {p.user_id for p in partner} == {trust.cpo.pk, trust.lead.pk}
    lead = next(p for p in partner if p.user_id == trust.lead.pk)
    with pytest.raises(ConversationError, match="not offered"):
        ask_for_conversation(viewer=viewer, staff=trust.deputy, partner=lead, grid="nine-box")
    of = ask_for_conversation(viewer=viewer, staff=trust.deputy, partner=lead, grid=DEFAULT_KEY)
    with pytest.raises(ConversationError, match="once you have met"):
        propose_outcome(viewer=viewer, of=of, outcome="DEPTH", plan="", version=1)
    of = record_meeting(viewer=viewer, of=of, on=today())
    of = propose_outcome(viewer=viewer, of=of, outcome="DEPTH", plan="", version=of.version)
    with pytest.raises(ConversationError, match="no proposal of the other side"):
        agree_outcome(viewer=viewer, of=of, version=of.version)
    with pytest.raises(ChangedError):
        agree_outcome(viewer=viewer, of=of, version=of.version - 1)
    with pytest.raises(ConversationError, match="Only the person"):
        reopen_conversation(viewer=viewer, of=of)


# --- the database itself -------------------------------------------------------------------------


def test_unagreed_words_are_invisible_to_everybody_else(trust, units) -> None:
    of = make(trust)
    for side in ("person", "other"):
        Preparation.objects.create(
            unit=trust.unit, conversation=of, side=side, answers={"enjoy": "x"}
        )
    both = {"Conversation": 1, "Preparation": 1}
    assert seen(trust.deputy_user) == both
    assert seen(trust.lead) == both
    with user_scope(trust.deputy_user.pk, unit_code="TA1"):
        assert Preparation.objects.get().side == "person"
    with user_scope(trust.lead.pk, unit_code="TA1"):
        assert Preparation.objects.get().side == "other"
    others = [
        (trust.cpo, "TA1"),
        (factories.holder("learning_lead", trust.unit, login="second.lead"), "TA1"),
        (factories.holder("access_admin", trust.unit), "TA1"),
        (factories.holder("cpo", units["TA2"]), "TA2"),
        (factories.holder("cpo", units["TA2"], login="x"), "TA1"),
        (factories.holder("talent_lead", units["RA"]), "RA"),
    ]
    for user, unit in others:
        assert seen(user, unit) == {}
    Preparation.objects.update(shared_on=today())
    assert seen(trust.deputy_user) == seen(trust.lead) == {"Conversation": 1, "Preparation": 2}
    for user, unit in others:
        assert seen(user, unit) == {}


def test_after_agreement_the_circle_reads_the_outcome_alone(trust) -> None:
    of = proposed(trust)
    second = factories.holder("learning_lead", trust.unit, login="second.lead")
    with user_scope(trust.deputy_user.pk, unit_code="TA1") as viewer:
        viewer.person_id = trust.deputy_user.person_id
        agree_outcome(viewer=viewer, of=of, version=of.version)
    assert seen(trust.cpo) == {"AgreedOutcome": 1}
    assert seen(second) == {}
    with user_scope(trust.deputy_user.pk, unit_code="TA1") as viewer:
        viewer.person_id = trust.deputy_user.person_id
        reopen_conversation(viewer=viewer, of=of)
    assert seen(trust.cpo) == {}, "taken back is gone at once"
    columns = {field.name for field in AgreedOutcome._meta.fields}
    assert columns.isdisjoint({"plan", "answers", "words", "notes"})


def test_no_outcome_can_be_written_without_both_yeses(trust) -> None:
    of = proposed(trust)
    row = {
        "unit": trust.unit, "staff": trust.deputy, "conversation": of, "grid": DEFAULT_KEY,
        "outcome": "STRETCH", "agreed_on": today(),
    }  # fmt: skip
    for user in (trust.deputy_user, trust.lead, trust.cpo):
        with (
            user_scope(user.pk, unit_code="TA1"),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            AgreedOutcome.objects.create(**row)
    with pytest.raises(DatabaseError, match="agreed_by_both"), transaction.atomic():
        Conversation.objects.filter(pk=of.pk).update(state="agreed")
    assert AgreedOutcome.objects.count() == 0


def test_a_side_that_lost_its_role_reads_nothing(trust) -> None:
    proposed(trust)
    assert seen(trust.lead) == {"Conversation": 1}
    Grant.objects.filter(user=trust.lead).update(valid_to=today())
    assert seen(trust.lead) == {}
