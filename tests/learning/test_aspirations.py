"""What people would like: theirs to write, to share and to take back; nobody else's history."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse

from learning import aspirations
from learning.aspirations import Wish
from learning.aspiring import Wanted, record_aspiration
from learning.models import Aspiration
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.audit import AuditEvent
from tests import factories
from tests.succession.factories import nominate, queries

SAID = {
    "role_1": "CNO", "role_2": "COO", "role_3": "CNO", "growth": "STRETCH", "horizon": "A24",
    "areas": ["QA2"], "places": "An hour by train", "pattern": "PART", "notice_weeks": "12",
    "words": "A ward first", "shared": "on",
}  # fmt: skip


def url(name: str, unit: str = "TA1") -> str:
    return reverse(f"learning:{name}", args=[unit])


def seen(user, unit: str = "TA1") -> int:
    with user_scope(user.pk, unit_code=unit):
        return Aspiration.objects.count()


def test_a_person_says_changes_and_takes_back(client, trust) -> None:
    client.force_login(trust.deputy_user)
    assert "You have not said" in client.get(url("aspirations")).content.decode()
    assert client.post(url("change_aspirations"), SAID).status_code == 302
    first = Aspiration.objects.get()
    assert (first.roles, first.growth, first.areas, first.notice_weeks, first.shared) == (
        ["CNO", "COO"],
        "STRETCH",
        ["QA2"],
        12,
        True,
    )
    page = client.get(url("aspirations")).content.decode()
    for words in (
        "Chief nurse",
        "In 1 to 2 years",
        "Aspen ICB, An hour by train",
        "12 weeks",
        "Shared with",
    ):
        assert words in page
    assert client.post(url("change_aspirations"), {"role_1": "COO"}).status_code == 302
    first.refresh_from_db()
    assert first.valid_to == today()
    assert Aspiration.objects.get(valid_to=None).roles == ["COO"]
    assert "What I wrote before" in client.get(url("aspirations")).content.decode()
    assert client.post(url("withdraw_aspirations")).status_code == 302
    assert not Aspiration.objects.filter(valid_to=None).exists()
    assert client.post(url("withdraw_aspirations")).status_code == 302, "twice is the same"
    acts = AuditEvent.objects.filter(action__startswith="aspiration").order_by("at")
    assert [(a.action, a.detail) for a in acts] == [
        ("aspiration.recorded", {"shared": True}),
        ("aspiration.recorded", {"shared": False}),
        ("aspiration.withdrawn", {}),
    ]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "Select a role, or say something in another answer"),
        ({"shared": "on"}, "Select a role, or say something in another answer"),
        ({"role_1": "KING"}, "Select a valid choice"),
        ({"areas": ["TA2"]}, "Select a valid choice"),
        ({"areas": ["QB1"]}, "Select a valid choice"),
        ({"notice_weeks": "ten"}, "Notice must be a whole number of weeks"),
        ({"notice_weeks": "53"}, "Notice must be 52 weeks or fewer"),
    ],
)
def test_what_cannot_be_said_changes_nothing(client, trust, given, sentence) -> None:
    client.force_login(trust.deputy_user)
    answer = client.post(url("change_aspirations"), {"role_2": "", **given})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert Aspiration.objects.count() == 0


def test_others_open_none_of_the_pages(client, trust, units) -> None:
    client.force_login(trust.deputy_user)
    client.post(url("change_aspirations"), SAID)
    for user, status in (
        (trust.cpo, 403),
        (trust.lead, 403),
        (factories.holder("cpo", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(user)
        assert client.get(url("aspirations")).status_code == status
        assert client.post(url("change_aspirations"), {"role_1": "CEO"}).status_code == status
        assert client.post(url("withdraw_aspirations")).status_code == status
    assert Aspiration.objects.get().roles == ["CNO", "COO"]
    client.force_login(trust.deputy_user)
    assert client.get(url("withdraw_aspirations")).status_code == 405


def test_the_employer_reads_what_is_shared_and_no_more(client, trust, units) -> None:
    named = nominate(trust.post, trust.deputy)
    page = reverse("succession:nomination", args=["TA1", named.public_id])
    client.force_login(trust.deputy_user)
    client.post(url("change_aspirations"), SAID | {"shared": ""})
    assert seen(trust.deputy_user) == 1
    assert (seen(trust.cpo), seen(trust.lead)) == (0, 0)
    client.force_login(trust.cpo)
    assert "A ward first" not in client.get(page).content.decode()

    client.force_login(trust.deputy_user)
    client.post(url("change_aspirations"), SAID)
    assert seen(trust.deputy_user) == 2, "hers, with her history"
    assert (seen(trust.cpo), seen(trust.lead)) == (1, 1), "the open one alone"
    client.force_login(trust.cpo)
    assert "A ward first" in client.get(page).content.decode()
    for user, unit in (
        (factories.holder("access_admin", trust.unit), "TA1"),
        (factories.holder("cpo", units["TA2"]), "TA2"),
        (factories.holder("cpo", units["TA2"], login="x"), "TA1"),
        (factories.holder("talent_lead", units["RA"]), "RA"),
    ):
        assert seen(user, unit) == 0

    client.force_login(trust.deputy_user)
    client.post(url("withdraw_aspirations"))
    assert (seen(trust.cpo), seen(trust.lead)) == (0, 0), "at once"
    client.force_login(trust.cpo)
    assert "A ward first" not in client.get(page).content.decode()


def test_nobody_writes_for_her(trust) -> None:
    row = {"unit": trust.unit, "staff": trust.deputy, "roles": ["CNO"], "valid_from": today()}
    for user in (trust.cpo, trust.lead):
        with (
            user_scope(user.pk, unit_code="TA1"),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            Aspiration.objects.create(**row)
    colleague = factories.staff(trust.unit, "Ola Finch")
    ola = factories.holder("staff", trust.unit, person=colleague.person, login="ola")
    with user_scope(ola.pk, unit_code="TA1") as viewer:
        viewer.person_id = ola.person_id
        with pytest.raises(PermissionDenied):
            record_aspiration(viewer=viewer, staff=trust.deputy, wanted=Wanted(roles=("CNO",)))
    assert Aspiration.objects.count() == 0


def test_what_pools_and_bench_may_use(trust) -> None:
    since = today() - dt.timedelta(days=10)
    Aspiration.objects.create(
        unit=trust.unit, staff=trust.deputy, roles=["CNO"], horizon="A24", areas=["QA2"],
        pattern="PART", notice_weeks=12, shared=True, valid_from=since,
    )  # fmt: skip
    private = factories.staff(trust.unit, "Ola Finch")
    Aspiration.objects.create(
        unit=trust.unit, staff=private, roles=["CNO"], shared=False, valid_from=since
    )
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        assert aspirations.current(trust.unit.id, today()) == [
            Wish(trust.deputy.pk, ("CNO",), "", 24, ("QA2",), "PART", 12, since)
        ]
        assert aspirations.current(trust.unit.id, since - dt.timedelta(days=1)) == []


def test_a_role_of_the_map_fills_the_form(client, trust) -> None:
    client.force_login(trust.deputy_user)
    client.post(url("change_aspirations"), {"role_1": "COO"})
    page = client.get(url("change_aspirations") + "?role=CNO")
    assert page.context["form"].initial["role_1"] == "COO"
    assert page.context["form"].initial["role_2"] == "CNO"
    wrong = client.get(url("change_aspirations") + "?role=KING")
    assert "role_2" not in wrong.context["form"].initial


def test_queries_do_not_grow(client, trust) -> None:
    client.force_login(trust.deputy_user)
    client.post(url("change_aspirations"), SAID)
    few = queries(client, url("aspirations"))
    for _ in range(3):
        client.post(url("change_aspirations"), SAID)
    assert queries(client, url("aspirations")) == few == 10
