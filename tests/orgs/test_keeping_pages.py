"""How long records are kept: the rules, their page, stopping the removal, and what pages say of what is gone."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.test import Client
from django.urls import reverse

from orgs.access.principals import KEEPER, RESTRUCTURE
from orgs.access.scope import system_scope, user_scope
from orgs.clock import now, today
from orgs.inheritance import services as definitions
from orgs.inheritance.kinds import kinds
from orgs.inheritance.merge import Slot
from orgs.inheritance.values import DefinitionError
from orgs.keep import CLASSES, classes_in_use
from orgs.keeping import holds, removing, rules
from orgs.models import AuditEvent, KeepingHold, KeepingHorizon, OrgUnit, User
from orgs.restructure.transfers import Handover, Heirs, transfers
from orgs.words import words_of_day
from succession.models import Nomination
from tests import factories
from tests.orgs import old_records as make
from tests.succession.factories import queries

SignIn = Callable[[User], Client]
DAY = dt.timedelta(days=1)


def ago(months: int) -> dt.date:
    return rules.months_on(today(), -months)


def published(units: dict[str, OrgUnit], at: str = "NAT", **months: int) -> User:
    """A definition of a unit: months by class."""
    user = factories.holder(
        "steward", units[at], login=f"steward.{at}.{len(months)}.{sum(months.values())}"
    )
    with user_scope(user.pk, unit_code=at) as viewer:
        definitions.publish_definition(
            viewer=viewer,
            kind_code=rules.KIND,
            title="",
            fields={
                f"{code}_months": {"value": str(value), "mode": "default"}
                for code, value in months.items()
            },
            valid_from=today(),
        )
    return user


def adapted(user: User, code: str, months: object) -> None:
    with user_scope(user.pk, unit_code=code) as viewer:
        now = rules.in_effect(viewer.here.id, viewer.day)
        assert now.public_id is not None
        definitions.adapt_definition(
            viewer=viewer,
            kind_code=rules.KIND,
            public_id=now.public_id,
            changes={Slot("judgement_months"): months},
            expected=now.stamp,
        )


@pytest.fixture
def cpo(units: dict[str, OrgUnit]) -> User:
    return factories.holder("cpo", units["TA1"])


@pytest.fixture
def auditor(units: dict[str, OrgUnit]) -> User:
    return factories.holder("ig_auditor", units["TA1"])


def months_at(unit: OrgUnit) -> int:
    with system_scope(KEEPER):
        return rules.at_each([unit.pk], today())[unit.pk]["judgement"].months


# --- the rules -----------------------------------------------------------------------------------------


def test_the_platforms_own_values_hold_where_nobody_defined_anything(units) -> None:
    assert months_at(units["TA1"]) == 24
    with system_scope(KEEPER):
        found = rules.at_each([units["TA1"].pk], dt.date(2026, 3, 31))[units["TA1"].pk]
    assert {code: rule.horizon for code, rule in found.items()} == {
        code: rules.months_on(dt.date(2026, 3, 31), -CLASSES[code].months) for code in found
    }
    assert found["judgement"].horizon == dt.date(2024, 3, 31)


def test_each_step_down_may_keep_for_a_shorter_time(units, cpo) -> None:
    published(units, judgement=20)
    assert [months_at(units[code]) for code in ("TA1", "TB1")] == [20, 20]
    adapted(cpo, "TA1", 15)
    assert [months_at(units[code]) for code in ("TA1", "TA2")] == [15, 20]


@pytest.mark.parametrize(
    ("months", "said"),
    [
        (21, "asks for at most 20"),
        (25, "24 or fewer"),
        (11, "12 or more"),
        ("soon", "whole number"),
    ],
)
def test_no_step_down_may_keep_for_longer_or_for_hardly_any_time(units, cpo, months, said) -> None:
    published(units, judgement=20)
    with pytest.raises(DefinitionError, match=said):
        adapted(cpo, "TA1", months)
    assert months_at(units["TA1"]) == 20


def test_nobody_publishes_for_longer_than_the_platform_or_the_level_above(units) -> None:
    with pytest.raises(DefinitionError, match="24 or fewer"):
        published(units, judgement=36)
    published(units, judgement=18)
    with pytest.raises(DefinitionError, match="asks for at most 18"):
        published(units, "RA", judgement=20)
    assert months_at(units["TA1"]) == 18


def test_a_shorter_rule_of_one_unit_removes_nothing_at_another(units, cpo) -> None:
    published(units)
    adapted(cpo, "TA1", 12)
    for code in ("TA1", "TA2"):
        make.nomination(make.post(units[code]), factories.staff(units[code], "Ada Old"), ago(18))
    assert removing.remove_due(KEEPER, today()) == 1
    assert Nomination.objects.get().unit == units["TA2"]


def test_the_kind_has_a_field_for_each_class_in_use_and_no_other(db) -> None:
    kind = kinds.get(rules.KIND)
    assert [spec.name for spec in kind.fields] == [f"{c.code}_months" for c in classes_in_use()]
    for spec, klass in zip(kind.fields, classes_in_use(), strict=True):
        assert (spec.minimum, spec.maximum, spec.default) == (
            klass.least,
            klass.months,
            klass.months,
        )


@pytest.mark.parametrize(
    ("months", "words"), [(12, "1 year"), (24, "2 years"), (18, "18 months"), (1, "1 month")]
)
def test_a_period_in_words(months, words) -> None:
    assert rules.period(months) == words


# --- the page ------------------------------------------------------------------------------------------


def page(code: str = "TA1") -> str:
    return reverse("orgs:keeping", args=[code])


def test_the_page_says_what_how_long_why_and_by_whose_rule(units, cpo, sign_in: SignIn) -> None:
    published(units, judgement=20)
    adapted(cpo, "TA1", 15)
    make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ada Old"), ago(16))
    make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ben Old"), ago(13))
    shown = sign_in(cpo).get(page())
    assert shown.status_code == 200
    first = shown.context["kept"][0]
    assert first.how_long == (
        "15 months after the judgement was replaced or ended, or the person left"
    )
    assert (first.label, first.whose) == ("Judgements", "Kestrel Valley NHS Trust")
    assert shown.context["kept"][1].whose == "The platform's own rule"
    going = shown.context["going"][0]
    assert (going.next_run, going.ahead, going.removed) == (1, 2, 0)
    text = shown.content.decode()
    assert "Ada Old" not in text
    assert "Complete since" in text
    removing.remove_due(KEEPER, today())
    going = sign_in(cpo).get(page()).context["going"][0]
    assert (going.next_run, going.ahead, going.removed, going.since) == (
        0,
        1,
        1,
        words_of_day(ago(15)),
    )


def test_everybody_inside_reads_the_rules_and_only_carers_the_counts(
    units, cpo, auditor, sign_in: SignIn
) -> None:
    staff = factories.staff(units["TA1"], "Ada Staff")
    person = factories.holder("staff", units["TA1"], person=staff.person)
    lead = factories.holder("learning_lead", units["TA1"])
    for user, counts in ((cpo, True), (auditor, True), (person, False), (lead, False)):
        shown = sign_in(user).get(page())
        assert shown.status_code == 200
        assert ("going" in shown.context) is counts
        assert (b"What goes next" in shown.content) is counts
        assert (b"Stop the removal" in shown.content) is counts


def test_behind_the_wall_it_is_not_there(units, sign_in: SignIn) -> None:
    for role, code in (("cpo", "TA2"), ("talent_lead", "RA"), ("steward", "RA")):
        user = factories.holder(role, units[code], login=f"{role}.{code}")
        assert sign_in(user).get(page()).status_code == 404


def test_a_page_takes_the_same_queries_for_one_record_and_three(
    units, cpo, sign_in: SignIn
) -> None:
    client = sign_in(cpo)
    taken = []
    for _ in range(2):
        make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ada Old"), ago(30))
        make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ben Old"), ago(30))
        taken.append(queries(client, page()))
    assert taken == [QUERIES, QUERIES]


QUERIES = 10


# --- stopping it -----------------------------------------------------------------------------------------


def stop(client: Client, until: dt.date, **changed: str) -> Any:
    data = {
        "reason": "complaint",
        "until_day": str(until.day),
        "until_month": str(until.month),
        "until_year": str(until.year),
        "reference": "HR-41",
        **changed,
    }
    return client.post(reverse("orgs:hold", args=["TA1"]), data)


def test_the_cpo_stops_it_and_the_information_governance_lead_lets_it_go_on(
    units, cpo, auditor, sign_in: SignIn
) -> None:
    make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ada Old"), ago(25))
    until = today() + 30 * DAY
    client = sign_in(cpo)
    assert client.get(reverse("orgs:hold", args=["TA1"])).status_code == 200
    assert stop(client, until).status_code == 302
    held = KeepingHold.objects.get()
    assert (held.unit.code, held.reason, held.reference, held.set_by) == (
        "TA1",
        "complaint",
        "HR-41",
        cpo,
    )
    assert (held.valid_from, held.valid_to) == (today(), until + DAY)
    said = client.get(page()).content.decode()
    assert f"Nothing is removed until the end of {words_of_day(until)}." in said
    assert "End this stop" not in said
    assert removing.remove_due(KEEPER, today()) == 0
    lift = reverse("orgs:lift_hold", args=["TA1", held.public_id])
    assert client.get(lift).status_code == 403
    assert client.post(lift).status_code == 403
    held.refresh_from_db()
    assert held.lifted_at is None
    client = sign_in(auditor)
    assert "End this stop" in client.get(page()).content.decode()
    assert client.get(lift).status_code == 200
    assert client.post(lift).status_code == 302
    held.refresh_from_db()
    assert (held.valid_to, held.lifted_by) == (today(), auditor)
    assert client.post(lift).status_code == 404, "it has ended"
    assert removing.remove_due(KEEPER, today()) == 1
    acts = AuditEvent.objects.filter(action__startswith="retention.").order_by("at")
    assert [(each.action, each.unit.code) for each in acts] == [
        ("retention.held", "TA1"),
        ("retention.lifted", "TA1"),
        ("retention.applied", "TA1"),
    ]


@pytest.mark.parametrize(
    ("days", "changed", "said"),
    [
        (-1, {}, "must be today or later"),
        (366, {}, "within a year"),
        (30, {"reason": ""}, "Select why nothing may be removed"),
        (30, {"reason": "because"}, "Select a valid choice"),
        (30, {"until_month": "13"}, "Enter a real date"),
        (30, {"reference": "x" * 61}, "at most 60"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_stops_nothing(
    cpo, sign_in: SignIn, days, changed, said
) -> None:
    answer = stop(sign_in(cpo), today() + days * DAY, **changed)
    assert answer.status_code == 422
    errors = [str(e) for es in answer.context["form"].errors.values() for e in es]
    assert len(errors) == 1
    assert said in errors[0]
    assert not KeepingHold.objects.exists()
    assert not AuditEvent.objects.filter(action="retention.held").exists()


def test_others_stop_and_lift_nothing(units, auditor, sign_in: SignIn) -> None:
    held = KeepingHold.objects.create(
        unit=units["TA1"],
        reason="legal",
        valid_from=today(),
        valid_to=today() + DAY,
        set_at=now(),
    )
    lead = factories.holder("learning_lead", units["TA1"])
    outside = factories.holder("cpo", units["TA2"])
    elsewhere = factories.holder("ig_auditor", units["TA2"], login="ig.ta2")
    lift = reverse("orgs:lift_hold", args=["TA1", held.public_id])
    for user, status in ((lead, 403), (outside, 404), (elsewhere, 404)):
        client = sign_in(user)
        assert stop(client, today() + DAY).status_code == status
        assert client.post(lift).status_code == status
    there = reverse("orgs:lift_hold", args=["TA2", held.public_id])
    assert sign_in(elsewhere).post(there).status_code == 404, "a hold of another employer"
    for method in ("put", "delete", "patch"):
        assert getattr(sign_in(auditor), method)(lift).status_code == 405
    assert sign_in(auditor).post(page()).status_code == 405
    held.refresh_from_db()
    assert (KeepingHold.objects.count(), held.valid_to) == (1, today() + DAY)


def test_the_services_ask_again(units, cpo, auditor) -> None:
    lead = factories.holder("learning_lead", units["TA1"])
    with user_scope(lead.pk, unit_code="TA1") as viewer, pytest.raises(PermissionDenied):
        holds.hold_records(viewer=viewer, reason="legal", until=today())
    with user_scope(cpo.pk, unit_code="TA1") as viewer:
        held = holds.hold_records(viewer=viewer, reason="legal", until=today())
        with pytest.raises(PermissionDenied):
            holds.lift_hold(viewer=viewer, hold=held)
    with user_scope(auditor.pk, unit_code="TA1") as viewer:
        holds.lift_hold(viewer=viewer, hold=held)
        with pytest.raises(holds.HoldError, match="ended already"):
            holds.lift_hold(viewer=viewer, hold=held)


def test_the_database_asks_too(units, cpo, auditor) -> None:
    with user_scope(cpo.pk, unit_code="TA1") as viewer:
        held = holds.hold_records(viewer=viewer, reason="legal", until=today() + DAY)
        assert KeepingHold.objects.update(valid_to=today()) == 0, "hers to set, not to lift"
    with user_scope(auditor.pk, unit_code="TA1"):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            KeepingHold.objects.update(reason="complaint")
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            KeepingHold.objects.create(
                unit=units["TA2"],
                reason="legal",
                valid_from=today(),
                valid_to=today() + DAY,
                set_at=now(),
            )
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            KeepingHold.objects.filter(pk=held.pk).delete()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            KeepingHorizon.objects.create(unit=units["TA1"], klass="staff", horizon=today())
    with pytest.raises(IntegrityError, match="hold_ends_after_it_begins"), transaction.atomic():
        KeepingHold.objects.update(valid_to=today() - DAY)


def test_a_hold_goes_on_at_the_successor_of_a_closing_employer(units, cpo) -> None:
    with user_scope(cpo.pk, unit_code="TA1") as viewer:
        held = holds.hold_records(viewer=viewer, reason="legal", until=today() + 9 * DAY)
    pair = [units["TA1"].pk, units["TA2"].pk]
    transfer = transfers.get("holds")
    with system_scope(RESTRUCTURE, units=pair):
        assert transfer.count(pair[:1], today()) == 1
        assert transfer.move(Handover((Heirs(*pair),)), today(), RESTRUCTURE) == (0, 1)
    there = KeepingHold.objects.get(unit=units["TA2"])
    assert (there.reason, there.valid_from, there.valid_to) == ("legal", today(), held.valid_to)
    held.refresh_from_db()
    assert held.valid_to == today() + 10 * DAY, "and its own rows stay held"


# --- what pages say of what is gone -----------------------------------------------------------------------


def test_a_look_back_beyond_the_horizon_says_so(units, cpo, sign_in: SignIn) -> None:
    named = make.nomination(make.post(units["TA1"]), factories.staff(units["TA1"], "Ada Old"))
    make.judgement(named, ago(30))
    make.judgement(named)
    client, plan = sign_in(cpo), reverse("succession:plan", args=["TA1"])
    one = reverse("succession:nomination", args=["TA1", named.public_id])
    since = words_of_day(ago(24))
    words, fewer = (
        f"Judgements before {since} are no longer kept",
        f"Judgements that were replaced before {since} are no longer kept",
    )
    assert words not in client.get(plan, {"as_at": str(ago(31))}).content.decode()
    assert fewer not in client.get(one).content.decode()
    removing.remove_due(KEEPER, today())
    beyond = client.get(plan, {"as_at": str(ago(24) - DAY)}).content.decode()
    assert words in beyond
    known = {"as_at": str(ago(24) - DAY), "known_on": str(ago(20))}
    assert words in client.get(plan, known).content.decode(), "nor by what was known then"
    assert "Roles with no successor" not in beyond, "no figure over what is gone"
    assert fewer in client.get(one).content.decode()
    for day in (ago(24), ago(3), today()):
        shown = client.get(plan, {"as_at": str(day)}).content.decode()
        assert "no longer kept" not in shown
        assert "Roles with no successor" in shown


def test_a_person_reads_on_her_own_page_how_long_what_is_kept(units, cpo, sign_in: SignIn) -> None:
    published(units)
    adapted(cpo, "TA1", 18)
    staff = factories.staff(units["TA1"], "Ada Staff")
    person = factories.holder("staff", units["TA1"], person=staff.person)
    shown = sign_in(person).get(reverse("learning:development", args=["TA1"])).content.decode()
    assert (
        "After they end, your organisation keeps judgements for 18 months, development records for 6 years "
        "and conversations and wishes for 2 years, and then removes them for good." in shown
    )
    assert page() in shown
