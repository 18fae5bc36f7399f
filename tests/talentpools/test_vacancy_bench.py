"""The vacancy bench: whoever matches is asked first, a name is released by a yes and by nothing else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.urls import reverse

from orgs import sharing, tree
from orgs.clock import today
from orgs.models.sharing import SharedProfile, SharingCall
from talentpools.models import BenchProfile, Vacancy, VacancyAsk
from talentpools.shared import bench
from talentpools.shared.tasks import expire_bench
from tests import factories
from tests.talentpools.sharing import at, on_the_bench, vacancy_of, worker


@pytest.fixture
def amina(units):
    return worker(units["TA1"], "Amina Bakare", title="Deputy chief nurse")[0]


@pytest.fixture
def omar(units):
    return factories.holder("cpo", units["TA2"], login="omar")


def says_yes(user, code: str) -> SharedProfile:
    with at(user, code) as viewer:
        ask = VacancyAsk.objects.get()
        content = sharing.offer(viewer, ask.call).chosen(["name", "job"], {})
        return bench.say_yes(viewer=viewer, ask=ask, content=content)


def trust_sees(client, omar) -> str:
    client.force_login(omar)
    return client.get(reverse("shared:across", args=["TA2"])).content.decode()


def test_a_person_joins_by_form_and_nobody_reads_it(client, units, amina) -> None:
    url = reverse("shared:my_bench", args=["TA1"])
    client.force_login(amina)
    good = {
        "bench": "RA",
        "roles": ["CNO"],
        "kinds": ["interim"],
        "areas": ["QA1"],
        "notice_weeks": "4",
    }
    for bad in (
        {"roles": []},
        {"bench": "RB"},
        {"bench": "TA1"},
        {"notice_weeks": "-1"},
        {"areas": ["QB1"]},
    ):
        assert client.post(url, good | bad).status_code == 422, bad
    assert BenchProfile.objects.count() == 0
    assert client.post(url, good).status_code == 302
    made = BenchProfile.objects.get()
    assert (made.unit.code, made.home.code, made.areas, made.notice_weeks) == (
        "RA",
        "TA1",
        ["QA1"],
        4,
    )
    assert client.post(url, good | {"notice_weeks": "8"}).status_code == 302
    assert BenchProfile.objects.get().notice_weeks == 8
    for role, code in (
        ("cpo", "TA1"), ("cpo", "TA2"), ("pool_manager", "RA"), ("talent_lead", "RA"), ("steward", "RA"),
    ):  # fmt: skip
        with at(factories.holder(role, units[code]), code):
            assert BenchProfile.objects.count() == 0, role


@pytest.mark.parametrize(
    ("profile", "need", "asked"),
    [
        ({}, {}, 1),
        ({"role_codes": ["CFO"]}, {}, 0),
        ({"kinds": ["permanent"]}, {}, 0),
        ({"kinds": ["permanent"]}, {"kind": "permanent", "months": None}, 1),
        ({"patterns": ["part"]}, {"pattern": "full"}, 0),
        ({"patterns": ["part"]}, {"pattern": ""}, 1),
        ({"areas": ["QA1"]}, {}, 1),
        ({"areas": ["TA2"]}, {}, 1),
        ({"areas": ["QA2"]}, {}, 0),
        ({"notice_weeks": 12}, {"starts_on": today() + dt.timedelta(days=30)}, 0),
        ({"notice_weeks": 4}, {"starts_on": today() + dt.timedelta(days=30)}, 1),
    ],
)  # fmt: skip
def test_who_matches_is_asked(units, amina, omar, profile, need, asked) -> None:
    on_the_bench(amina, "TA1", units["RA"], **profile)
    vacancy_of(omar, "TA2", units["RA"], **need)
    assert VacancyAsk.objects.count() == asked


def test_nobody_is_asked_by_an_organisation_that_employs_her_or_of_another_bench(
    units, amina, omar
) -> None:
    on_the_bench(amina, "TA1", units["QA1"])
    vacancy_of(omar, "TA2", units["RA"])
    assert VacancyAsk.objects.count() == 0
    on_the_bench(amina, "TA1", units["RA"])
    assert VacancyAsk.objects.count() == 1
    cpo = factories.holder("cpo", units["TA1"])
    vacancy_of(cpo, "TA1", units["RA"])
    assert VacancyAsk.objects.count() == 1


def test_she_is_asked_first_and_the_trust_sees_a_name_after_her_yes(
    client, units, amina, omar
) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    vacancy_of(omar, "TA2", units["RA"])
    before = trust_sees(client, omar)
    assert "Fewer than 5 people, or nobody, may match" in before
    client.force_login(amina)
    ask = VacancyAsk.objects.get()
    url = reverse("shared:ask", args=["TA1", ask.public_id])
    home = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
    assert "Heron Water NHS Trust asks whether you are interested: Interim chief nurse" in home
    assert (
        "Heron Water NHS Trust does not know that you are asked" in client.get(url).content.decode()
    )
    data = {"shared": ["name", "job"], "step": "preview"}
    seen = client.post(url, data).context["at"].seen
    assert "Amina" not in trust_sees(client, omar)
    client.force_login(amina)
    assert client.post(url, {**data, "step": "agree", "seen": seen}).status_code == 302
    page = trust_sees(client, omar)
    assert "Amina Bakare" in page
    assert "Deputy chief nurse" in page
    assert "Kestrel Valley" not in page
    client.force_login(amina)
    assert client.post(url, {**data, "step": "agree", "seen": seen}).status_code == 409


def test_a_no_looks_to_the_trust_like_no_match_at_all(client, units, amina, omar) -> None:
    """The same bytes whether nobody matched, somebody waits, or somebody said no."""
    vacancy_of(omar, "TA2", units["RA"])
    nobody = strip(trust_sees(client, omar))
    on_the_bench(amina, "TA1", units["RA"])
    assert VacancyAsk.objects.count() == 1
    assert strip(trust_sees(client, omar)) == nobody
    client.force_login(amina)
    url = reverse("shared:say_no", args=["TA1", VacancyAsk.objects.get().public_id])
    assert client.get(url).status_code == 405
    assert client.post(url).status_code == 302
    assert VacancyAsk.objects.get().state == "no"
    assert strip(trust_sees(client, omar)) == nobody


def strip(page: str) -> str:
    import re

    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_how_many_match_is_one_of_two_sentences(client, units, omar) -> None:
    people = [worker(units["TA1"], f"Person {letter}")[0] for letter in "ABCDE"]
    for user in people[:4]:
        on_the_bench(user, "TA1", units["RA"])
    assert vacancy_of(omar, "TA2", units["RA"]).many is False
    on_the_bench(people[4], "TA1", units["RA"])
    assert Vacancy.objects.get().many is False
    with at(omar, "TA2") as viewer:
        bench.close_vacancy(viewer=viewer, vacancy=Vacancy.objects.get())
    assert vacancy_of(omar, "TA2", units["RA"]).many is True
    assert "At least 5 people on the bench match" in trust_sees(client, omar)


def test_the_database_asks_once_and_counts_for_nobody_below_the_threshold(
    units, amina, omar
) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    made = vacancy_of(omar, "TA2", units["RA"])
    for user, code in ((omar, "TA2"), (factories.holder("cpo", units["TA3"]), "TA3")):
        with (
            at(user, code),
            connection.cursor() as cursor,
            pytest.raises(Error),
            transaction.atomic(),
        ):
            cursor.execute("SELECT app.ask_bench(%s, 1)", [made.public_id])
    with at(omar, "TA2"), connection.cursor() as cursor:
        made = Vacancy.objects.create(
            unit=units["TA2"], bench=units["RA"], role_code="CNO", title="Chief nurse",
            kind="permanent", closes_on=today() + dt.timedelta(days=3), posted_on=today(),
        )  # fmt: skip
        cursor.execute("SELECT app.ask_bench(%s, 1)", [made.public_id])
        assert cursor.fetchone() == (False,)
        assert VacancyAsk.objects.count() == 0
        assert SharingCall.objects.count() == 0
        with pytest.raises(Error), transaction.atomic():
            cursor.execute("SELECT app.ask_matches(%s, NULL)", [made.pk])


def test_a_bench_of_another_region_is_not_asked(units, amina, omar) -> None:
    with pytest.raises(Error), transaction.atomic():
        vacancy_of(omar, "TA2", units["RB"])
    assert Vacancy.objects.count() == 0


def test_withdrawing_and_leaving_remove_the_name(client, units, amina, omar) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    vacancy_of(omar, "TA2", units["RA"])
    profile = says_yes(amina, "TA1")
    assert "Amina" in trust_sees(client, omar)
    client.force_login(amina)
    client.post(reverse("orgs:withdraw_share", args=["TA1", profile.public_id]))
    assert VacancyAsk.objects.get().state == "withdrawn"
    assert "Amina" not in trust_sees(client, omar)
    says_yes(amina, "TA1")
    assert "Amina" in trust_sees(client, omar)
    client.force_login(amina)
    leave = reverse("shared:leave_bench", args=["TA1", BenchProfile.objects.get().public_id])
    assert client.get(leave).status_code == 405
    assert client.post(leave).status_code == 302
    assert "Amina" not in trust_sees(client, omar)
    for model in (BenchProfile, VacancyAsk, SharedProfile, SharingCall):
        assert model.objects.count() == 0


def test_the_trust_closes_and_removes(client, units, amina, omar) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    made = vacancy_of(omar, "TA2", units["RA"])
    other, _ = worker(units["TA3"], "Jon Vale")
    profile = says_yes(amina, "TA1")
    on_the_bench(other, "TA3", units["RA"])
    close = reverse("shared:close_vacancy", args=["TA2", made.public_id])
    dismiss = reverse("shared:dismiss", args=["TA2", profile.public_id])
    for user in (
        factories.holder("cpo", units["TA3"]),
        factories.holder("talent_lead", units["RA"]),
    ):
        client.force_login(user)
        assert [client.post(url).status_code for url in (close, dismiss)] == [404, 404]
    client.force_login(omar)
    assert [client.get(url).status_code for url in (close, dismiss)] == [405, 405]
    assert client.post(close).status_code == 302
    assert sorted(VacancyAsk.objects.values_list("state", flat=True)) == ["lapsed", "yes"]
    with at(other, "TA3") as viewer:
        mine = VacancyAsk.objects.get()
        with pytest.raises(sharing.SharingError, match="closed"):
            bench.say_yes(viewer=viewer, ask=mine, content={"name": {"text": "Jon Vale"}})
    client.force_login(omar)
    assert "Amina" in trust_sees(client, omar)
    assert client.post(dismiss).status_code == 302
    assert "Amina" not in trust_sees(client, omar)


def test_a_vacancy_is_posted_by_form(client, units, omar) -> None:
    url, last = reverse("shared:post_vacancy", args=["TA2"]), today() + dt.timedelta(days=10)
    good = {
        "bench": "RA", "role": "CNO", "title": "Interim chief nurse", "kind": "interim", "months": "6",
        "last_day_day": last.day, "last_day_month": last.month, "last_day_year": last.year,
    }  # fmt: skip
    for role, code, status in (("learning_lead", "TA2", 403), ("cpo", "TA1", 404)):
        client.force_login(factories.holder(role, units[code]))
        assert client.post(url, good).status_code == status
    client.force_login(omar)
    for bad in (
        {"bench": "RB"},
        {"role": "ZZ"},
        {"kind": ""},
        {"months": ""},
        {"last_day_year": 2199},
        {"title": ""},
    ):
        assert client.post(url, good | bad).status_code == 422, bad
    assert Vacancy.objects.count() == 0
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 422
    assert Vacancy.objects.get().bench.code == "RA"


def test_what_nobody_confirms_runs_out_with_the_names_given_through_it(
    client, units, amina, omar
) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    vacancy_of(omar, "TA2", units["RA"])
    says_yes(amina, "TA1")
    assert expire_bench(sharing.SHARING) == 0
    BenchProfile.objects.update(
        confirmed_on=today() - dt.timedelta(days=181), expires_on=today()
    )  # fmt: skip
    assert expire_bench(sharing.SHARING) == 1
    assert "Amina" not in trust_sees(client, omar)
    assert SharedProfile.objects.count() == 0


def test_an_answer_yes_is_made_by_sharing_alone(units, amina, omar) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    vacancy_of(omar, "TA2", units["RA"])
    for columns in (
        {"state": "yes"},
        {"person_id": factories.staff(units["TA3"], "Jon Vale").person_id},
    ):
        with at(amina, "TA1"), pytest.raises(Error), transaction.atomic():
            VacancyAsk.objects.update(**columns)
    with at(omar, "TA2"):
        assert VacancyAsk.objects.update(state="no") == 0
    assert VacancyAsk.objects.get().state == "asked"


def test_an_employer_cannot_tell_who_is_on_a_bench_by_its_own_vacancies(
    client, units, amina
) -> None:
    """Its own people are never asked, so that whatever it posts, it learns nothing of them."""
    cpo = factories.holder("cpo", units["TA1"])
    on_the_bench(amina, "TA1", units["RA"])
    vacancy_of(cpo, "TA1", units["RA"])
    client.force_login(cpo)
    assert "Amina" not in client.get(reverse("shared:across", args=["TA1"])).content.decode()
    assert VacancyAsk.objects.count() == 0


# --- a part of the employer -------------------------------------------------------------------------


@pytest.fixture
def division(units):
    """A part of the employer of Amina: its staff hang on the employer, so it has none of its own."""
    return tree.create(
        "DIV1", name="Surgery", type_code="division", on=today(), employer=units["TA1"]
    )


def _posted_at(unit, bench_unit) -> Vacancy:
    """A vacancy as only whoever gets round the service could write it."""
    return Vacancy.objects.create(
        unit_id=unit.pk, bench=bench_unit, role_code="CNO", title="Interim chief nurse",
        kind="interim", closes_on=today() + dt.timedelta(days=14), posted_on=today(),
    )  # fmt: skip


def test_an_employer_asks_nobody_of_its_own_through_a_part_of_it(
    client, units, amina, division
) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    cpo = factories.holder("cpo", units["TA1"])
    with pytest.raises(PermissionDenied):
        vacancy_of(cpo, "DIV1", units["RA"])
    client.force_login(cpo)
    for name in ("across", "post_vacancy"):
        url = reverse(f"shared:{name}", args=["DIV1"])
        assert (client.get(url).status_code, client.post(url, {}).status_code) in (
            (404, 404),
            (404, 405),
        ), name
    across = "Across organisations"
    assert across in client.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert across not in client.get(reverse("orgs:unit", args=["DIV1"])).content.decode()
    assert (Vacancy.objects.count(), VacancyAsk.objects.count()) == (0, 0)


def test_the_database_puts_no_vacancy_of_a_part_to_a_bench(units, amina, division) -> None:
    on_the_bench(amina, "TA1", units["RA"])
    cpo = factories.holder("cpo", units["TA1"])
    with at(cpo, "DIV1"):
        made = _posted_at(division, units["RA"])
        with (
            pytest.raises(Error, match="by an employer"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT app.ask_bench(%s, 5)", [made.public_id])
    assert VacancyAsk.objects.count() == 0


def test_a_vacancy_of_a_part_that_was_posted_before_asks_no_staff_of_the_employer(
    units, amina, division
) -> None:
    Vacancy.objects.filter(pk=_posted_at(division, units["RA"]).pk).update(many=False)
    on_the_bench(amina, "TA1", units["RA"])
    assert VacancyAsk.objects.count() == 0
    other = worker(units["TA2"], "Bea Lund")[0]
    on_the_bench(other, "TA2", units["RA"])
    assert VacancyAsk.objects.get().person_id == other.person_id
