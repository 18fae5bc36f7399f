"""Holding back that somebody is told: one asks, another decides."""

import datetime as dt

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent
from orgs.models.people import StaffRecord
from succession import bulk, services, telling, withholding
from succession.conflicts import ConflictError, SuccessionError
from succession.models import Nomination, ReadinessJudgement
from tests import factories
from tests.succession.factories import World, make_post, nominate
from tests.succession.test_loop import day_parts
from tests.talentpools.sharing import at

AHEAD = today() + dt.timedelta(days=60)


@pytest.fixture
def second(trust: World) -> User:
    omar = factories.staff(trust.unit, "Omar Haddad")
    return factories.holder("cpo", trust.unit, login="omar", person=omar.person)


@pytest.fixture
def named(trust: World) -> Nomination:
    return nominate(trust.post, trust.deputy)


@pytest.fixture
def asked(trust: World, second, named) -> Nomination:
    return ask(trust.cpo, named, second)


def ask(who: User, named: Nomination, approver: User) -> Nomination:
    with user_scope(who.pk, unit_code="TA1") as viewer:
        return withholding.withhold_telling(
            viewer=viewer,
            nomination=named,
            reason="third_party",
            review_on=AHEAD,
            approver=approver.pk,
        )


def decide(
    who: User, named: Nomination, *, approve: bool, version: int | None = None
) -> Nomination:
    with user_scope(who.pk, unit_code="TA1") as viewer:
        return withholding.decide_withholding(
            viewer=viewer, nomination=named, version=version or named.version, approve=approve
        )


def page(client, user: User, named: Nomination) -> str:
    client.force_login(user)
    return client.get(
        reverse("succession:nomination", args=["TA1", named.public_id])
    ).content.decode()


def worklist(client, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("succession:worklist", args=["TA1"])).content.decode()


def test_until_approved_the_page_says_for_whom_it_waits(client, trust, second, asked) -> None:
    assert "Waiting for Omar Haddad to approve" in page(client, trust.cpo, asked)
    assert "Save the decision" not in page(client, trust.cpo, asked)
    assert "Waiting for you to approve" in page(client, second, asked)
    assert "Waits for your approval" in worklist(client, second)
    assert "Waits for your approval" not in worklist(client, trust.cpo)
    plan = client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert "Not told, holding back waits for approval" in plan


def test_waiting_holds_nobody_back(client, trust, second, asked) -> None:
    Nomination.objects.update(valid_from=today() - dt.timedelta(days=31))
    assert "; holding back waits for approval" in worklist(client, trust.cpo)
    decide(second, Nomination.objects.get(), approve=True)
    assert "Not told, and due to be" not in worklist(client, trust.cpo)


def test_approved_it_is_held_back_until_the_day(client, trust, second, asked) -> None:
    url = reverse("succession:worklist", args=["TA1"])
    client.force_login(second)
    form = client.get(url, {"fix": "approve", "of": str(asked.public_id)}).content.decode()
    assert "Is it right not to tell Kirsty Moor until" in form
    sent = {"fix": "approve", "of": str(asked.public_id), "version": asked.version}
    assert client.post(url, sent).status_code == 422
    assert client.post(url, {**sent, "decision": "yes"}).status_code == 302
    asked.refresh_from_db()
    assert (asked.withhold_approved_on, asked.withhold_reason) == (today(), "third_party")
    assert "Approved by Omar Haddad on" in page(client, trust.cpo, asked)
    assert "Waits for your approval" not in worklist(client, second)
    assert AuditEvent.objects.filter(action="disclosure_state.withholding_approved").count() == 1


def test_refused_it_is_not_told_and_telling_is_due(client, trust, second, asked) -> None:
    refused = decide(second, asked, approve=False)
    assert (refused.withhold_reason, refused.withhold_review_on) == ("", None)
    assert (refused.withhold_approver_id, refused.withhold_refused_on) == (None, today())
    assert "Telling is due" in page(client, trust.cpo, refused)
    text = worklist(client, trust.cpo)
    assert "Not told, and due to be" in text
    assert "Holding back was refused on" in text
    assert AuditEvent.objects.filter(action="disclosure_state.withholding_refused").count() == 1
    again = ask(trust.cpo, refused, second)
    assert (again.withhold_refused_on, again.withhold_approved_on) == (None, None)


def test_nobody_else_decides_and_nothing_is_decided_twice(trust, second, asked) -> None:
    third = factories.holder("cpo", trust.unit, login="third")
    for who in (trust.cpo, third):
        with pytest.raises(SuccessionError):
            decide(who, asked, approve=True)
    with pytest.raises(ConflictError):
        decide(second, asked, approve=True, version=asked.version - 1)
    done = decide(second, asked, approve=True)
    with pytest.raises(SuccessionError):
        decide(second, done, approve=False)
    asked.refresh_from_db()
    assert asked.withhold_approved_on == today()


def test_the_page_decides_too(client, trust, second, asked) -> None:
    url = reverse("succession:decide", args=["TA1", asked.public_id])
    client.force_login(trust.lead)
    good = {"version": asked.version, "decision": "no"}
    assert client.post(url, good).status_code == 403
    client.force_login(factories.holder("cpo", asked.unit.__class__.objects.get(code="TA2")))
    assert client.post(url, good).status_code == 404
    client.force_login(trust.cpo)
    assert client.post(url, good).status_code == 422
    client.force_login(second)
    assert client.get(url).status_code == 405
    assert client.post(url, {"version": asked.version}).status_code == 422
    assert client.post(url, {**good, "version": asked.version - 1}).status_code == 409
    asked.refresh_from_db()
    assert asked.withhold_reason == "third_party"
    assert client.post(url, good).status_code == 302
    asked.refresh_from_db()
    assert asked.withhold_reason == ""


def test_with_one_succession_lead_the_page_says_what_to_do(client, trust, named) -> None:
    text = page(client, trust.cpo, named)
    assert "needs a second person here who manages succession" in text
    assert "/o/TA1/access/" in text
    assert "Ask to hold back" not in text
    url = reverse("succession:withhold", args=["TA1", named.public_id])
    data = {"reason": "third_party", "approver": trust.cpo.pk, **day_parts("review_on", AHEAD)}
    assert client.post(url, data).status_code == 422
    named.refresh_from_db()
    assert named.withhold_reason == ""


def test_an_approver_who_may_no_longer_is_said(client, trust, second, asked) -> None:
    Grant.objects.filter(user=second).update(valid_to=today())
    assert "Omar Haddad can no longer approve it" in page(client, trust.cpo, asked)


def test_one_without_an_approver_is_due(client, trust, named) -> None:
    Nomination.objects.update(withhold_reason="third_party", withhold_review_on=AHEAD)
    assert "Held back without anybody who approved it" in worklist(client, trust.cpo)
    assert "Nobody has approved it" in page(client, trust.cpo, named)


def test_the_database_takes_no_withholding_by_one_alone(trust, named) -> None:
    for approver in (None, trust.cpo):
        with (
            user_scope(trust.cpo.pk, unit_code="TA1"),
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            Nomination.objects.update(withhold_by=trust.cpo, withhold_approver=approver)


# --- about oneself ------------------------------------------------------------------------------------


def test_nobody_asks_for_or_approves_that_she_is_not_told_herself(client, trust, second) -> None:
    omar = StaffRecord.objects.get(name="Omar Haddad")
    named = nominate(trust.post, omar)
    with at(trust.cpo, "TA1") as viewer, pytest.raises(SuccessionError, match="somebody else"):
        withholding.withhold_telling(
            viewer=viewer, nomination=named, reason="third_party", review_on=AHEAD,
            approver=second.pk,
        )  # fmt: skip
    with at(second, "TA1") as viewer, pytest.raises(SuccessionError, match="Ask another"):
        withholding.withhold_telling(
            viewer=viewer, nomination=named, reason="third_party", review_on=AHEAD,
            approver=trust.cpo.pk,
        )  # fmt: skip
    text = page(client, trust.cpo, named)
    assert f'<option value="{second.pk}">' not in text
    assert "no second" not in text
    # One that was written before this was refused waits for nobody but another lead.
    Nomination.objects.filter(pk=named.pk).update(
        withhold_reason="third_party", withhold_review_on=AHEAD, withhold_by=trust.cpo,
        withhold_approver=second,
    )  # fmt: skip
    with at(second, "TA1") as viewer, pytest.raises(SuccessionError, match="what you are told"):
        withholding.decide_withholding(
            viewer=viewer, nomination=named, version=named.version, approve=True
        )
    named.refresh_from_db()
    assert named.withhold_approved_on is None
    text = page(client, second, named)
    assert "You cannot judge yourself, or record what you are told. Ask another" in text
    for button in ("Save the decision", "has been told</button>", "Change readiness"):
        assert button not in text


def test_a_lead_neither_names_nor_judges_nor_tells_herself(client, trust, second) -> None:
    omar = StaffRecord.objects.get(name="Omar Haddad")
    named = nominate(trust.post, omar)
    other = make_post(trust.unit, "Chief finance officer", "CFO", position=9)
    acts = (
        lambda viewer: services.name_successor(
            viewer=viewer, post=other, staff=omar, said=services.Said("RN")
        ),
        lambda viewer: services.change_readiness(
            viewer=viewer, nomination=named, version=named.version, readiness="RN"
        ),
        lambda viewer: telling.tell_person(
            viewer=viewer, nomination=named, on=today(), link="https://x/"
        ),
        lambda viewer: telling.record_agreement(
            viewer=viewer, nomination=named, agreed=True, on=today()
        ),
    )
    for act in acts:
        with at(second, "TA1") as viewer, pytest.raises(SuccessionError, match="You cannot"):
            act(viewer)
    url = reverse("succession:name_person", args=["TA1", other.public_id, omar.public_id])
    client.force_login(second)
    text = client.get(url).content.decode()
    assert "You cannot name yourself as a successor. Ask another succession lead." in text
    sent = {"readiness": "RN", "cover": "NONE", **day_parts("review_by", AHEAD)}
    assert client.post(url, sent).status_code == 422
    assert Nomination.objects.count() == 1
    trust.cpo.grants.update(valid_to=today())
    assert "invite a second" in client.get(url).content.decode()


def test_several_rows_at_once_leave_her_own_row_out(trust, second) -> None:
    named = nominate(trust.post, StaffRecord.objects.get(name="Omar Haddad"))
    other = nominate(trust.post, trust.deputy, rank=2)
    for act, values in (
        ("review", {"review_by": AHEAD.isoformat()}),
        ("told", {"told_on": today().isoformat()}),
    ):
        with at(second, "TA1") as viewer:
            made = bulk.preview_bulk(
                viewer=viewer, act=act, values=values,
                chosen=[named.public_id, other.public_id],
            )  # fmt: skip
            why = {line.nomination_id: line.why for line in bulk.lines(made)}
            assert "You cannot" in why[named.pk], act
            assert why[other.pk] == ""
            bulk.apply_bulk(viewer=viewer, bulk=made, link="https://x/")
    named.refresh_from_db()
    other.refresh_from_db()
    assert (named.told_on, other.told_on) == (None, today())


def test_the_database_lets_nobody_say_it_of_herself(trust, second) -> None:
    omar = StaffRecord.objects.get(name="Omar Haddad")
    named = nominate(trust.post, omar)
    other = make_post(trust.unit, "Chief finance officer", "CFO", position=9)
    row = Nomination.objects.filter(pk=named.pk)
    held = {
        "withhold_reason": "third_party",
        "withhold_review_on": AHEAD,
        "withhold_by": trust.cpo,
        "withhold_approver": second,
    }
    writes = (
        (second, lambda: nominate(other, omar)),
        (second, lambda: row.update(told_on=today())),
        (second, lambda: row.update(agreed_on=today())),
        (trust.cpo, lambda: row.update(**held)),
        (
            second,
            lambda: ReadinessJudgement.objects.create(
                unit=trust.unit, nomination=named, readiness="RN", judged_on=today(),
                valid_from=today(),
            ),
        ),
    )  # fmt: skip
    ReadinessJudgement.objects.all().delete()
    for who, write in writes:
        with (
            user_scope(who.pk, unit_code="TA1"),
            pytest.raises(DatabaseError, match="nobody"),
            transaction.atomic(),
        ):
            write()
    assert Nomination.objects.count() == 1
