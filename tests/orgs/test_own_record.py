"""My data: what is held, who looked, what I agreed to; asking for a correction, and the answer."""

import datetime as dt
import re

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from orgs import corrections
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent
from orgs.models.corrections import CorrectionRequest
from orgs.presenters.audit import pages
from tests import factories
from tests.learning.conftest import trust  # noqa: F401  a fixture
from tests.succession.factories import assess, nominate, queries

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

PLAN = reverse("succession:plan", args=["TA1"])
RECORD = reverse("orgs:record", args=["TA1"])
ASK = reverse("orgs:ask_correction", args=["TA1"])
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
#: Where each app says which looks at its pages a person may know of.
#: "shared": who looked at a shared profile is told on the page of what one shares.
DECIDED = {
    "access",
    "staff",
    "staff_list",
    "orgs",
    "learning",
    "succession",
    "talentpools",
    "shared",
    "support",
}


def page(client, user) -> str:
    client.force_login(user)
    return _TOKEN.sub("", client.get(RECORD).content.decode())


def looks(text: str) -> list[tuple[str, str]]:
    """(As, for) of each look that the page lists."""
    return re.findall(r'data-label="As">([^<]+)</td>.*?data-label="For">([^<]+)</td>', text)


SUCCESSION = ("Succession lead, Kestrel Valley NHS Trust", "Succession planning")
LEARNING = ("Learning and development lead, Kestrel Valley NHS Trust", "Learning and development")


# --- who looked ----------------------------------------------------------------------------------


def test_a_nomination_she_was_not_told_of_leaves_no_trace(client, trust) -> None:
    before = page(client, trust.deputy_user)
    assert looks(before) == []
    named = nominate(trust.post, trust.deputy)
    client.force_login(trust.cpo)
    detail = reverse("succession:nomination", args=["TA1", named.public_id])
    find = reverse("succession:name", args=["TA1", trust.post.public_id]) + "?q=kirsty"
    for address in (PLAN, detail, find, reverse("orgs:unit", args=["TA1"])):
        assert client.get(address).status_code == 200
    assert page(client, trust.deputy_user) == before, "not a letter is different"
    named.disclosure, named.told_on = "told", today()
    named.save()
    assert looks(page(client, trust.deputy_user)) == [SUCCESSION]


def test_looks_from_before_she_was_named_stay_out(client, trust) -> None:
    client.force_login(trust.cpo)
    client.get(reverse("succession:name", args=["TA1", trust.post.public_id]) + "?q=kirsty")
    nominate(
        trust.post, trust.deputy, since=today() + dt.timedelta(days=1), disclosure="told",
        told_on=today(),
    )  # fmt: skip
    assert looks(page(client, trust.deputy_user)) == []


def test_who_holds_a_post_knows_that_the_plan_is_read_and_not_that_she_is_named(
    client, trust
) -> None:
    holder = factories.holder("staff", trust.unit, person=trust.holder.person, login="helen")
    named = nominate(trust.post, trust.holder)
    client.force_login(trust.cpo)
    client.get(reverse("succession:nomination", args=["TA1", named.public_id]))
    assert looks(page(client, holder)) == []
    client.force_login(trust.cpo)
    client.get(PLAN)
    client.get(PLAN)
    assert looks(page(client, holder)) == [SUCCESSION], "once a day, however often"


def test_looks_by_learning_people_and_never_ones_own(client, trust) -> None:
    client.force_login(trust.lead)
    client.get(reverse("learning:assign", args=["TA1", trust.deputy.public_id]))
    text = page(client, trust.deputy_user)
    assert looks(text) == [LEARNING]
    assert looks(page(client, trust.deputy_user)) == [LEARNING], "her own looks are not listed"
    assert trust.lead.login not in text


def test_looks_at_a_pool_from_the_day_it_opened(client, trust) -> None:
    from talentpools.models import PoolMembership

    made = PoolMembership.objects.create(
        unit=trust.unit, pool=trust.pool, staff=trust.deputy, status="prepared", route="nomination"
    )
    client.force_login(trust.lead)
    pool = reverse("talentpools:pool", args=["TA1", trust.pool.public_id])
    client.get(pool)
    assert looks(page(client, trust.deputy_user)) == []
    made.status, made.opened_on, made.joined_on = "active", today(), today()
    made.save()
    client.force_login(trust.lead)
    client.get(pool)
    assert looks(page(client, trust.deputy_user)) == [
        ("Learning and development lead, Kestrel Valley NHS Trust", "Running talent pools")
    ]


def test_looks_of_more_than_a_year_ago_and_at_others_are_not_listed(client, trust) -> None:
    from orgs.models.audit import ReadEvent

    client.force_login(trust.lead)
    client.get(reverse("learning:assign", args=["TA1", trust.holder.public_id]))
    client.get(reverse("learning:assign", args=["TA1", trust.deputy.public_id]))
    mine = ReadEvent.objects.filter(staff_ids__contains=[trust.deputy.pk])
    mine.update(at=mine.get().at - dt.timedelta(days=367))
    assert looks(page(client, trust.deputy_user)) == []


def test_every_page_that_shows_people_belongs_to_an_app_that_decides() -> None:
    codes = pages.keys()
    assert {code.partition(".")[0] for code in codes} <= DECIDED


# --- what is held ---------------------------------------------------------------------------------


def test_what_is_held_is_there_part_by_part(client, trust) -> None:
    assess(trust.deputy, LCF1=2)
    nominate(
        trust.post, trust.deputy, rank=7, disclosure="agreed", told_on=today(), agreed_on=today(),
        told_readiness="R12",
    )  # fmt: skip
    text = page(client, trust.deputy_user)
    for words in (
        "Kirsty Moor",
        "kirsty.moor@example.org",
        "Deputy chief nurse, band 8d",
        "Driving high-quality and sustainable outcomes",
        "Named for Chief nurse",
        "Ready in 1 to 2 years, as told to you",
        "To be named as a possible successor for Chief nurse",
    ):
        assert words in text
    assert ">7<" not in text


def test_the_page_is_for_the_person_alone(client, trust, units) -> None:
    for user, status in (
        (trust.cpo, 403),
        (trust.lead, 403),
        (factories.holder("ig_auditor", trust.unit), 403),
        (factories.holder("cpo", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(user)
        assert client.get(RECORD).status_code == status
        assert client.get(ASK).status_code == status
    client.force_login(trust.deputy_user)
    assert client.post(RECORD).status_code == 405
    client.force_login(factories.holder("staff", trust.unit, login="nobody"))
    assert "has no record of you" in client.get(RECORD).content.decode()
    assert client.get(ASK).status_code == 404


def test_queries_do_not_grow(client, trust) -> None:
    client.force_login(trust.deputy_user)
    few = queries(client, RECORD)
    assess(trust.deputy, LCF1=1, LCF2=2, LCF3=3)
    nominate(trust.post, trust.deputy, disclosure="told", told_on=today())
    assert queries(client, RECORD) == few <= 30


# --- corrections ----------------------------------------------------------------------------------


def asked(trust) -> CorrectionRequest:
    return CorrectionRequest.objects.create(
        unit=trust.unit, staff=trust.deputy, about="work", words="My band is 9", asked_on=today()
    )


def address(of: CorrectionRequest, unit: str = "TA1") -> str:
    return reverse("orgs:correction", args=[unit, of.public_id])


def test_a_correction_is_asked_for_and_answered(client, trust) -> None:
    client.force_login(trust.deputy_user)
    for wrong in ({}, {"about": "work", "words": ""}, {"about": "rank", "words": "x"}):
        assert client.post(ASK, {"about": "", **wrong}).status_code == 422
    assert client.post(ASK, {"about": "work", "words": "x" * 501}).status_code == 422
    assert CorrectionRequest.objects.count() == 0
    given = {"about": "work", "words": "My band is 9"}
    assert client.post(ASK, given).status_code == 302
    of = CorrectionRequest.objects.get()
    assert "It waits for an answer" in client.get(RECORD).content.decode()

    client.force_login(trust.cpo)
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "1 person asks for a correction of their record" in home
    assert "Kirsty Moor" in client.get(reverse("orgs:corrections", args=["TA1"])).content.decode()
    assert client.post(address(of), {"outcome": "corrected", "answer": ""}).status_code == 422
    of.refresh_from_db()
    assert of.answered_on is None
    answer = {"outcome": "corrected", "answer": "Your band is now 9."}
    assert client.post(address(of), answer).status_code == 302
    assert client.post(address(of), answer | {"answer": "No."}).status_code == 409
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "for a correction" not in home

    client.force_login(trust.deputy_user)
    assert "Your band is now 9." in client.get(RECORD).content.decode()
    acts = AuditEvent.objects.filter(action__startswith="correction.").order_by("at")
    assert [(a.action, a.detail) for a in acts] == [
        ("correction.asked", {"part": "work"}),
        ("correction.answered", {"outcome": "corrected"}),
    ]


def test_who_may_not_answer_changes_nothing(client, trust, units) -> None:
    of = asked(trust)
    answer = {"outcome": "kept", "answer": "No."}
    for user, status in (
        (trust.lead, 403),
        (trust.deputy_user, 403),
        (factories.holder("cpo", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(user)
        assert client.get(address(of)).status_code == status
        assert client.post(address(of), answer).status_code == status
    client.force_login(trust.cpo)
    missing = reverse("orgs:correction", args=["TA1", "7e7f3f0e-5a0e-4b9a-8f65-111111111111"])
    assert client.get(missing).status_code == 404
    assert client.post(reverse("orgs:corrections", args=["TA1"])).status_code == 405
    of.refresh_from_db()
    assert (of.answer, of.outcome) == ("", "")


def test_nobody_answers_herself(client, trust) -> None:
    of = asked(trust)
    trust.cpo.person = None
    trust.cpo.save()
    both = trust.deputy_user
    factories.give(both, "cpo", trust.unit)
    client.force_login(both)
    answer = client.post(address(of), {"outcome": "corrected", "answer": "Yes."})
    assert answer.status_code == 403
    of.refresh_from_db()
    assert of.answered_on is None


def test_the_database_keeps_requests_apart(trust, units) -> None:
    of = asked(trust)
    colleague = factories.staff(trust.unit, "Ola Finch")
    ola = factories.holder("staff", trust.unit, person=colleague.person, login="ola")
    other = factories.holder("cpo", units["TA2"])
    for user, unit in ((ola, "TA1"), (trust.lead, "TA1"), (other, "TA2"), (other, "TA1")):
        with user_scope(user.pk, unit_code=unit):
            assert CorrectionRequest.objects.count() == 0
    with user_scope(trust.deputy_user.pk, unit_code="TA1"):
        assert corrections.own_requests(trust.deputy.pk) == [of]
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            CorrectionRequest.objects.update(
                answered_on=today(), outcome="corrected", answer="Granted to myself"
            )
    CorrectionRequest.objects.update(answered_on=today(), outcome="kept", answer="No.")
    with user_scope(trust.deputy_user.pk, unit_code="TA1"):
        assert CorrectionRequest.objects.update(words="I never said that") == 0
    with pytest.raises(DatabaseError, match="answered_whole"), transaction.atomic():
        CorrectionRequest.objects.update(answer="")
