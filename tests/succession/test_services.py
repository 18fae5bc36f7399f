"""Rules of the services that no page reaches."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from learning.pathways import shipped
from orgs.access.scope import user_scope
from orgs.clock import months_on, today
from orgs.models.audit import AuditEvent
from succession import posts, services, telling, template, withholding
from succession.conflicts import SuccessionError
from succession.models import Nomination, SuccessionPlan
from succession.services import Said
from succession.words import years
from tests import factories
from tests.succession.factories import World, nominate

DAY = dt.timedelta(days=1)


def test_every_service_refuses_whoever_may_not_manage(trust: World) -> None:
    named = nominate(trust.post, trust.deputy)
    with user_scope(trust.lead.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: services.name_successor(
                viewer=viewer, post=trust.post, staff=trust.holder, said=Said("RN")
            ),
            lambda: services.change_readiness(
                viewer=viewer, nomination=named, version=1, readiness="RN"
            ),
            lambda: services.assess_risk(
                viewer=viewer, post=trust.post, version=0, vacancy_risk="FR1", impact="IM1"
            ),
            lambda: posts.add_post(viewer=viewer, title="X", role_codes=["CEO"]),
            lambda: services.prepare_development(viewer=viewer, nomination=named, pathway=None),
            lambda: services.withdraw_nomination(viewer=viewer, nomination=named),
            lambda: withholding.withhold_telling(
                viewer=viewer,
                nomination=named,
                reason="third_party",
                review_on=today() + DAY,
                approver=trust.cpo.pk,
            ),
            lambda: withholding.decide_withholding(
                viewer=viewer, nomination=named, version=1, approve=True
            ),
            lambda: telling.tell_person(viewer=viewer, nomination=named, on=today(), link=""),
            lambda: telling.record_agreement(
                viewer=viewer, nomination=named, agreed=True, on=today()
            ),
            lambda: telling.answer_nomination(viewer=viewer, nomination=named, agreed=True),
        ):
            with pytest.raises(PermissionDenied):
                act()
    assert AuditEvent.objects.exclude(action="grant.founded").count() == 0


def test_a_person_cannot_answer_for_somebody_else(trust: World) -> None:
    named = nominate(trust.post, trust.deputy, disclosure="told", told_on=today())
    other = factories.staff(trust.unit, "Ola Finch")
    account = factories.holder("staff", trust.unit, person=other.person, login="ola")
    with user_scope(account.pk, unit_code="TA1") as viewer:
        viewer.person_id = other.person_id
        with pytest.raises(PermissionDenied):
            telling.answer_nomination(viewer=viewer, nomination=named, agreed=True)
    named.refresh_from_db()
    assert named.disclosure == "told"


def test_development_prepared_after_the_agreement_opens_at_once(trust: World) -> None:
    named = nominate(
        trust.post,
        trust.deputy,
        disclosure="agreed",
        status="agreed",
        told_on=today(),
        agreed_on=today(),
    )
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        services.prepare_development(
            viewer=viewer,
            nomination=named,
            pathway=shipped("ASP-CNO"),
            pools=[trust.pool.public_id],
        )
    assert trust.deputy.pathways.get().state == "active"
    assert trust.deputy.memberships.get().status == "active"


def test_holding_back_needs_a_reason_a_day_and_a_second_person(trust: World) -> None:
    other = factories.holder("cpo", trust.unit, login="second")
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        for reason, on, second in (
            ("third_party", None, other.pk),
            ("", today() + DAY, other.pk),
            ("third_party", today(), other.pk),
            ("third_party", today() + DAY, None),
            ("third_party", today() + DAY, trust.cpo.pk),
            ("third_party", today() + DAY, trust.lead.pk),
        ):
            with pytest.raises(SuccessionError):
                services.name_successor(
                    viewer=viewer, post=trust.post, staff=trust.deputy,
                    said=Said("RN", withhold_reason=reason, withhold_review_on=on, withhold_approver=second),
                )  # fmt: skip
    assert Nomination.objects.count() == 0


def test_telling_has_a_day_between_the_nomination_and_today(trust: World) -> None:
    named = nominate(trust.post, trust.deputy)
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        for on in (named.valid_from - DAY, today() + DAY):
            with pytest.raises(SuccessionError):
                telling.tell_person(viewer=viewer, nomination=named, on=on, link="https://x/")
        told = telling.tell_person(viewer=viewer, nomination=named, on=today(), link="https://x/")
    assert (told.told_readiness, told.told_review_by) == ("R12", today() + dt.timedelta(days=90))


def test_an_ended_nomination_does_not_change(trust: World) -> None:
    named = nominate(trust.post, trust.deputy)
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        services.withdraw_nomination(viewer=viewer, nomination=named)
        with pytest.raises(SuccessionError):
            services.change_readiness(viewer=viewer, nomination=named, version=2, readiness="RN")
        again = services.name_successor(
            viewer=viewer, post=trust.post, staff=trust.deputy, said=Said("RN")
        )
    assert again.nomination.pk != named.pk


def test_a_signed_off_plan_is_not_touched(trust: World) -> None:
    SuccessionPlan.objects.update(state="signed_off")
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        posts.add_post(viewer=viewer, title="Chair", role_codes=["CHAIR"])
    assert SuccessionPlan.objects.get().version == 1


def test_the_template_defaults(trust: World) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        rules = template.rules(trust.unit.id, today())
    assert rules == template.PlanRules(
        roles=("CEO", "CFO", "CMO", "CNO"),
        review_months=6,
        due_on=None,
        successors_wanted=2,
        sign_off=("CHAIR", "CEO"),
    )


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-11-25", 6, "2027-05-25"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-05-31", 7, "2026-12-31"),
    ],
)
def test_months_end_on_a_day_that_exists(start, months, end) -> None:
    assert months_on(dt.date.fromisoformat(start), months).isoformat() == end


def test_words_of_time() -> None:
    day = dt.date(2026, 11, 25)
    assert years(dt.date(2026, 1, 1), day) == "Less than 1 year in post"
    assert years(dt.date(2025, 11, 25), day) == "1 year in post"
    assert years(dt.date(2023, 11, 26), day) == "2 years in post"
