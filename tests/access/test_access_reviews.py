"""The access review of the quarter: opened at night, decided by somebody else, shown when overdue."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orgs.access import principals, reviews
from orgs.access.scope import user_scope
from orgs.models import (
    AccessReview,
    AccessReviewItem,
    AuditEvent,
    Grant,
    GrantUse,
    OrgUnit,
    OrphanedEmployer,
    User,
)
from orgs.presenters.waiting import review_to_do
from tests import factories
from tests.access.test_access_pages import url
from tests.access.test_grants import DAY, admin, run

SignIn = Callable[[User], Client]
__all__ = ["admin"]


def opened() -> int:
    return reviews.open_due(principals.REVIEWER)


def item_of(user: User) -> AccessReviewItem:
    return AccessReviewItem.objects.get(grant__user=user)


def decide(user: User, decision: str, *of: User, code: str = "TA1") -> int:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        review = reviews.newest(viewer)
        assert review is not None
        chosen = {item_of(each).public_id: decision for each in of}
        return reviews.decide(viewer=viewer, review=review, decisions=chosen)


def test_the_quarter_of_a_day() -> None:
    days = [(2026, 1, 1), (2026, 3, 31), (2026, 4, 1), (2026, 11, 30)]
    assert [reviews.quarter_of(dt.date(*day)) for day in days] == [
        "2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4",
    ]  # fmt: skip


def test_a_review_opens_once_a_quarter_with_every_role_but_ones_own_record(
    units: dict[str, OrgUnit], admin: User
) -> None:
    part = factories.division(units["TA1"])
    cpo, lead = factories.holder("cpo", units["TA1"]), factories.holder("learning_lead", part)
    factories.holder("staff", units["TA1"])
    factories.holder("staff", units["TA3"])  # nothing to review there
    steward = factories.holder("steward", units["RA"])
    factories.give(factories.user("gone"), "cpo", units["TA1"], until=DAY)
    assert opened() == 2
    assert opened() == 0
    review = AccessReview.objects.get(unit=units["TA1"])
    assert (review.quarter, review.opened_on) == (reviews.quarter_of(DAY), DAY)
    assert review.due_on == DAY + dt.timedelta(days=28)
    held = {item.grant.user for item in review.items.all()}
    assert held == {admin, cpo, lead}
    assert {i.grant.user for i in AccessReviewItem.objects.filter(unit=units["RA"])} == {steward}
    assert AuditEvent.objects.filter(action="review.opened").count() == 2


def test_still_needed_and_no_longer(units: dict[str, OrgUnit], admin: User) -> None:
    cpo, lead = (
        factories.holder("cpo", units["TA1"]),
        factories.holder("learning_lead", units["TA1"]),
    )
    opened()
    assert decide(admin, "keep", cpo) == 1
    assert decide(admin, "end", lead) == 1
    kept, ended = item_of(cpo), item_of(lead)
    assert (kept.decision, kept.decided_by, kept.decided_at is None) == ("keep", admin, False)
    assert (ended.decision, ended.decided_by) == ("end", admin)
    assert Grant.objects.get(user=cpo).valid_to is None
    assert Grant.objects.get(user=lead).valid_to == DAY
    assert AuditEvent.objects.filter(action="review.decided", actor=admin).count() == 2
    assert AuditEvent.objects.filter(action="grant.ended").count() == 1


def test_nobody_reviews_their_own_role_or_what_they_may_not_give(
    units: dict[str, OrgUnit], admin: User
) -> None:
    founder, cpo = factories.holder("founder", units["TA1"]), factories.holder("cpo", units["TA1"])
    opened()
    with pytest.raises(reviews.ReviewError, match="not yours"):
        decide(admin, "keep", admin)
    with pytest.raises(reviews.ReviewError, match="not yours"):
        decide(founder, "keep", cpo)
    with pytest.raises(reviews.ReviewError, match="not yours"):
        decide(admin, "keep", cpo, admin)  # all of them or none
    assert not AccessReviewItem.objects.exclude(decision="").exists()
    with pytest.raises(reviews.ReviewError, match="at least one"):
        decide(founder, "end", admin)
    assert item_of(admin).decision == ""
    assert decide(founder, "keep", admin) == 1
    # Nobody gives the founder's role: who administers access says that it is still needed, and cannot end it.
    with pytest.raises(PermissionDenied):
        decide(admin, "end", founder)
    assert decide(admin, "keep", founder) == 1


def test_a_decision_is_made_once(units: dict[str, OrgUnit], admin: User) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    other = factories.holder("access_admin", units["TA1"], login="other")
    opened()
    decide(admin, "keep", cpo)
    with pytest.raises(reviews.StaleReviewError):
        decide(other, "end", cpo)
    assert Grant.objects.get(user=cpo).valid_to is None


def test_the_database_holds_the_review(units: dict[str, OrgUnit], admin: User) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    lead = factories.holder("talent_lead", units["QA1"])
    board = factories.holder("cpo", units["QA1"], login="board")
    foreign = factories.holder("cpo", units["TA2"])
    opened()
    update = (
        "UPDATE orgs_accessreviewitem SET decision = 'keep', decided_by_id = %s, decided_at = now() "
        "WHERE id = %s"
    )
    with user_scope(admin.pk, unit_code="TA1"):
        assert run(update, admin.pk, item_of(admin).pk) == 0
        assert run(update, admin.pk, AccessReviewItem.objects.none().count()) == 0
        with pytest.raises(DatabaseError, match="own name"):
            run(update, cpo.pk, item_of(cpo).pk)
        with pytest.raises(DatabaseError, match=r"read.only|Cannot update"):
            run("UPDATE orgs_accessreviewitem SET grant_id = %s WHERE id = %s",
                Grant.objects.get(user=admin).pk, item_of(cpo).pk)  # fmt: skip
        assert run(update, admin.pk, item_of(cpo).pk) == 1
        with pytest.raises(DatabaseError, match="once"):
            run("UPDATE orgs_accessreviewitem SET decision = 'end' WHERE id = %s", item_of(cpo).pk)
        for sql in ("DELETE FROM orgs_accessreview", "DELETE FROM orgs_accessreviewitem"):
            with pytest.raises(DatabaseError, match="permission denied"):
                run(sql)
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            AccessReview.objects.create(
                unit=units["TA1"],
                quarter="2099-Q1",
                opened_on=DAY,
                due_on=DAY + dt.timedelta(days=1),
            )
        assert not AccessReview.objects.exclude(unit=units["TA1"]).exists()
        assert not AccessReviewItem.objects.filter(grant__user=foreign).exists()
    with user_scope(cpo.pk, unit_code="TA1"):
        assert not AccessReviewItem.objects.exists()
        assert not AccessReview.objects.exists()
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="QA1"):
        assert [item.grant.user for item in AccessReviewItem.objects.filter(unit=units["QA1"])] == [
            lead
        ]
        with pytest.raises(AccessReviewItem.DoesNotExist):
            item_of(board)
    with user_scope(steward.pk, unit_code="TA1"):
        assert not AccessReviewItem.objects.filter(unit=units["TA1"]).exists()
        assert not AccessReview.objects.filter(unit=units["TA1"]).exists()


def test_what_was_not_looked_at_in_time_goes_on_and_is_shown(
    units: dict[str, OrgUnit], admin: User
) -> None:
    founder, cpo = factories.holder("founder", units["TA1"]), factories.holder("cpo", units["TA1"])
    opened()

    def told(user: User) -> list[str]:
        with user_scope(user.pk, login=user.login, unit_code="TA1") as viewer:
            return [each.text.partition(",")[0] for each in review_to_do(viewer)]

    assert told(admin) == ["2 roles wait for you in the access review"]
    assert told(founder) == ["1 role waits for you in the access review"]
    decide(founder, "keep", admin)
    assert told(founder) == []
    past = DAY - dt.timedelta(days=1)
    AccessReview.objects.update(opened_on=F("opened_on") - dt.timedelta(days=60), due_on=past)
    assert told(founder) == ["2 roles were not looked at in the access review"]
    opened()
    assert Grant.objects.get(user=cpo).valid_to is None
    assert AccessReview.objects.get().closed_on is None
    decide(admin, "keep", cpo, founder)
    opened()
    assert AccessReview.objects.get().closed_on == DAY
    assert told(founder) == told(admin) == []


def test_the_page_of_the_review(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    ines = factories.staff(units["TA1"], "Ines Moor")
    cpo = factories.holder("cpo", units["TA1"], person=ines.person)
    lead = factories.holder("learning_lead", units["TA1"])
    client = sign_in(admin)
    assert b"No review has been opened" in client.get(url("access_review")).content
    opened()
    GrantUse.objects.filter(grant__user=lead).update(noted_since=DAY - dt.timedelta(days=100))
    page = client.get(url("access_review"))
    text = page.content.decode()
    assert "Ines Moor" in text
    assert "End today (proposed)" in text
    assert {row.login: row.may_decide for row in page.context["rows"]} == {
        admin.login: False, cpo.login: True, lead.login: True,
    }  # fmt: skip
    kept = {f"decision-{item_of(cpo).public_id}": "keep"}
    for wrong in ({}, {"decision-nonsense": "keep"}, {f"decision-{item_of(cpo).public_id}": "x"}):
        assert client.post(url("access_review"), wrong).status_code == 422
    refused = client.post(
        url("access_review"), {**kept, f"decision-{item_of(admin).public_id}": "keep"}
    )
    assert refused.status_code == 422
    assert "not yours" in refused.content.decode()
    assert item_of(cpo).decision == ""
    assert client.post(url("access_review"), kept).status_code == 302
    assert item_of(cpo).decision == "keep"
    assert client.post(url("access_review"), kept).status_code == 409
    assert "1 of 3 roles looked at" in client.get(url("access_review")).content.decode()
    assert "1 of 3 roles looked at" in client.get(url("access")).content.decode()


def test_the_review_of_others(units: dict[str, OrgUnit], admin: User, sign_in: SignIn) -> None:
    cpo = factories.holder("cpo", units["TA1"])
    opened()
    sent = {f"decision-{item_of(cpo).public_id}": "end"}
    outsider = factories.holder("access_admin", units["TA2"])
    opened()
    steward = factories.holder("steward", units["RA"])
    assert sign_in(cpo).post(url("access_review"), sent).status_code == 403
    for user in (outsider, steward):
        assert sign_in(user).get(url("access_review")).status_code == 404
        assert sign_in(user).post(url("access_review"), sent).status_code == 404
    assert sign_in(outsider).post(url("access_review", "TA2"), sent).status_code == 409
    assert Grant.objects.get(user=cpo).valid_to is None
    assert sign_in(steward).get(url("access_review", "RA")).status_code == 200


def test_the_review_asks_the_same_for_one_and_for_three(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    client, counts = sign_in(admin), []
    for login in ("one", "two", "three"):
        person = factories.staff(units["TA1"], f"{login.title()} Moor").person
        factories.holder("cpo", units["TA1"], login=login, person=person)
        AccessReviewItem.objects.all().delete()
        AccessReview.objects.all().delete()
        opened()
        with CaptureQueriesContext(connection) as queries:
            client.get(url("access_review"))
        counts.append(len([q for q in queries if "SAVEPOINT" not in q["sql"]]))
    assert counts[1] == counts[2] <= 17


# --- employers without an administrator -----------------------------------------------------------


def test_an_orphaned_employer_is_found_once_and_mended(units: dict[str, OrgUnit]) -> None:
    first = factories.holder("access_admin", units["TA1"])
    factories.holder("cpo", units["TA2"])  # was never founded
    assert reviews.find_orphans(principals.REVIEWER) == 0
    Grant.objects.filter(user=first).update(valid_to=DAY)
    for _ in range(2):
        assert reviews.find_orphans(principals.REVIEWER) == 1
    assert [(row.unit.code, row.valid_from) for row in OrphanedEmployer.objects.all()] == [
        ("TA1", DAY)
    ]
    assert AuditEvent.objects.filter(action="grant.orphaned").count() == 1
    factories.holder("founder", units["TA1"])
    assert reviews.find_orphans(principals.REVIEWER) == 0
    assert OrphanedEmployer.objects.get().valid_to == DAY


def test_who_has_no_active_account_administers_nothing(units: dict[str, OrgUnit]) -> None:
    first = factories.holder("access_admin", units["TA1"])
    first.is_active = False
    first.save()
    assert reviews.find_orphans(principals.REVIEWER) == 1
