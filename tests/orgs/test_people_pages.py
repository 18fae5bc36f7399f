"""Keeping people by hand: works, without the role, from outside, a wrong id, bad input, a stale form."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from orgs.access import grants
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import Grant
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.people.names import sort_name
from tests import factories
from tests.orgs.staffing import Trust, day_parts, trust
from tests.succession.factories import queries

HTMX = {"HX-Request": "true"}
DAY = dt.timedelta(days=1)


@pytest.fixture
def kestrel(units, client) -> Trust:
    made = trust(units["TA1"])
    client.force_login(made.cpo)
    return made


def address(name: str, kestrel: Trust, unit: str = "TA1") -> str:
    args: dict[str, list[object]] = {
        "people": [],
        "add_person": [],
        "end_job": [kestrel.ada.public_id, kestrel.ada.assignments.earliest("starts_on").public_id],
    }
    return reverse(f"orgs:{name}", args=[unit, *args.get(name, [kestrel.ada.public_id])])


def job(title: str = "Matron", starts: dt.date | None = None) -> dict[str, str]:
    return {
        "title": title,
        "kind": "substantive",
        "band": "8a",
        **day_parts("starts_on", starts or today()),
    }


@dataclass
class Write:
    name: str
    good: Callable[[Trust], dict[str, object]]
    bad: dict[str, object]
    says: str


def ada(kestrel: Trust) -> dict[str, object]:
    return {"name": "Ada Reed", "employee_number": "101", "work_email": "ada.reed@example.org", "manager": "200", "version": 1}  # fmt: skip


WRITES = [
    Write("add_person", lambda _: {"name": "Cy New", "employee_number": "300", **job()}, {"name": "=1+1", **job()}, "Enter a name as text"),
    Write("correct_person", ada, {"name": "Ada", "employee_number": "200", "version": 1}, "200 is the employee number of Bo Reed"),
    Write("add_job", lambda _: job(), job() | {"kind": "pirate"}, "Select a valid choice"),
    Write("end_job", lambda _: day_parts("on", today()), day_parts("on", factories.LONG_AGO), "A job ends after the day on which it began"),
    Write("leave", lambda _: day_parts("on", today()), day_parts("on", factories.LONG_AGO), "They leave after the day on which they began"),
    Write("bring_record", lambda _: {}, {"code": "AAAA-BBBB-CCCC"}, "This code is not known"),
]  # fmt: skip


def everything() -> list[object]:
    return [
        list(StaffRecord.objects.order_by("pk").values_list()),
        list(Assignment.objects.order_by("pk").values_list()),
        Person.objects.count(),
    ]


@pytest.mark.parametrize("write", WRITES, ids=lambda w: w.name)
def test_a_change_is_for_the_keeper_alone_and_bad_input_changes_nothing(
    client, kestrel, units, write
) -> None:
    url, before = address(write.name, kestrel), everything()
    for who, status in (
        (factories.holder("learning_lead", kestrel.unit), 403),
        (factories.holder("access_admin", kestrel.unit), 403),
        (factories.holder("cpo", units["TA2"]), 404),
        (factories.holder("talent_lead", units["RA"]), 404),
    ):
        client.force_login(who)
        assert client.post(url, write.good(kestrel)).status_code == status
        assert client.get(url).status_code == status
    client.force_login(kestrel.cpo)
    answer = client.post(url, write.bad)
    assert answer.status_code == 422
    assert write.says in answer.content.decode()
    assert everything() == before
    wrong = url.replace(str(kestrel.ada.public_id), str(uuid.uuid4()))
    if wrong != url:
        assert (
            client.get(wrong).status_code
            == client.post(wrong, write.good(kestrel)).status_code
            == 404
        )
    assert client.put(url).status_code == 405
    assert everything() == before


def test_a_person_is_added_with_the_first_job(client, kestrel) -> None:
    posted = {
        "name": "  Zoë   O'New",
        "employee_number": "300",
        "work_email": "zoe@example.org",
        "manager": "100",
        **job(),
    }
    done = client.post(address("add_person", kestrel), posted, follow=True)
    assert "Zoë O&#x27;New is on the staff list" in done.content.decode()
    made = StaffRecord.objects.get(employee_number="300")
    assert (made.name, made.sort_name, made.valid_from, made.manager) == (
        "Zoë O'New",
        "onew zoe",
        today(),
        kestrel.ada,
    )
    assert (made.assignments.get().title, made.assignments.get().band) == ("Matron", "8a")
    assert StaffRecord.objects.filter(person=made.person).count() == 1
    (act,) = AuditEvent.objects.filter(action="staff.joined")
    assert (act.object_id, act.detail) == (str(made.public_id), {})


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("employee_number", "100", "100 is the employee number of Ada Lamb"),
        ("work_email", "ADA.LAMB@example.org", "is the work email of Ada Lamb"),
        ("manager", "999", "Nobody here has the employee number 999"),
        ("employee_number", "a b", "Employee number must be letters, numbers"),
        ("starts_on_day", "32", "Enter a real date"),
        ("title", "@cmd", "Enter a name as text"),
    ],
)
def test_what_is_somebody_elses_or_wrong_is_said_beside_the_field(
    client, kestrel, field, value, says
) -> None:
    before = everything()
    answer = client.post(address("add_person", kestrel), {"name": "Cy New", **job(), field: value})
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert everything() == before


def test_a_number_of_another_employer_is_free(client, kestrel, units) -> None:
    StaffRecord.objects.filter(pk=factories.staff(units["TA2"], "Elsewhere Wu").pk).update(
        employee_number="300"
    )
    assert (
        client.post(
            address("add_person", kestrel), {"name": "Cy", "employee_number": "300", **job()}
        ).status_code
        == 302
    )


def test_a_record_is_corrected_and_a_stale_form_is_a_conflict(client, kestrel) -> None:
    url = address("correct_person", kestrel)
    assert client.post(url, ada(kestrel)).status_code == 302
    kestrel.ada.refresh_from_db()
    assert (kestrel.ada.name, kestrel.ada.sort_name, kestrel.ada.manager, kestrel.ada.version) == (
        "Ada Reed",
        "reed ada",
        kestrel.bo,
        2,
    )
    stale = client.post(url, ada(kestrel) | {"name": "Ada Mine"})
    text = stale.content.decode()
    assert stale.status_code == 409
    assert "A colleague changed this record" in text
    assert "Ada Mine" in text
    assert StaffRecord.objects.get(pk=kestrel.ada.pk).name == "Ada Reed"
    again = client.post(url, ada(kestrel) | {"name": "Ada Mine", "version": 2})
    assert again.status_code == 302
    own = client.post(url, ada(kestrel) | {"version": 3, "manager": "101"})
    assert "A person cannot be their own manager" in own.content.decode()


def test_a_job_more_and_a_job_that_ends(client, kestrel) -> None:
    assert (
        client.post(address("add_job", kestrel), job("Lecturer", today() - 5 * DAY)).status_code
        == 302
    )
    second = Assignment.objects.get(title="Lecturer")
    url = reverse("orgs:end_job", args=["TA1", kestrel.ada.public_id, second.public_id])
    assert client.post(url, day_parts("on", today())).status_code == 302
    assert client.post(url, day_parts("on", today())).status_code == 422
    assert Assignment.objects.get(pk=second.pk).ends_on == today()
    assert StaffRecord.objects.get(pk=kestrel.ada.pk).valid_to is None
    assert (
        client.get(
            reverse("orgs:end_job", args=["TA1", kestrel.bo.public_id, second.public_id])
        ).status_code
        == 404
    )


def test_leaving_is_recorded_for_a_day_to_come_and_taken_back(client, kestrel) -> None:
    on = today() + 30 * DAY
    client.post(address("leave", kestrel), day_parts("on", on))
    kestrel.ada.refresh_from_db()
    assert (kestrel.ada.valid_to, kestrel.ada.assignments.get().ends_on) == (on, on)
    page = client.get(address("person", kestrel)).content.decode()
    assert "Leaves, last day" in page
    assert client.post(address("add_job", kestrel), job()).status_code == 422
    assert client.post(address("stay", kestrel)).status_code == 302
    kestrel.ada.refresh_from_db()
    assert (kestrel.ada.valid_to, kestrel.ada.assignments.get().ends_on) == (None, None)
    assert client.post(address("stay", kestrel)).status_code == 422


def test_who_left_comes_back_with_a_new_job(client, kestrel) -> None:
    client.post(address("leave", kestrel), day_parts("on", today() - 10 * DAY))
    assert "Left, last day" in client.get(address("person", kestrel)).content.decode()
    early = client.post(address("add_job", kestrel), job(starts=today() - 20 * DAY))
    assert "They left after that day" in early.content.decode()
    assert client.post(address("add_job", kestrel), job()).status_code == 302
    assert StaffRecord.objects.get(pk=kestrel.ada.pk).valid_to is None
    assert client.post(address("leave", kestrel), day_parts("on", today() + DAY)).status_code == 302


def test_nobody_records_her_own_leaving(client, kestrel) -> None:
    mine = StaffRecord.objects.get(person=kestrel.cpo.person)
    url = reverse("orgs:leave", args=["TA1", mine.public_id])
    answer = client.post(url, day_parts("on", today()))
    assert "You cannot record that you leave" in answer.content.decode()
    mine.refresh_from_db()
    assert mine.valid_to is None


def test_the_last_access_administrator_cannot_leave(client, kestrel) -> None:
    adam = factories.holder("access_admin", kestrel.unit, person=kestrel.ada.person)
    for on in (today(), today() + 30 * DAY):
        answer = client.post(address("leave", kestrel), day_parts("on", on))
        assert answer.status_code == 422
        said = "Ada Lamb is the last access administrator. Give the role to somebody else first"
        assert said in answer.content.decode()
    kestrel.ada.refresh_from_db()
    assert (kestrel.ada.valid_to, kestrel.ada.assignments.get().ends_on) == (None, None)
    assert Grant.objects.get(user=adam).valid_to is None
    # Whose role ends, and who leaves too, does not stay to give roles.
    factories.holder("access_admin", kestrel.unit, login="brief").grants.update(
        valid_to=today() + 60 * DAY
    )
    factories.holder("founder", kestrel.unit)
    bo = factories.holder("access_admin", kestrel.unit, login="bo", person=kestrel.bo.person)
    StaffRecord.objects.filter(pk=kestrel.bo.pk).update(valid_to=today() + 90 * DAY)
    assert client.post(address("leave", kestrel), day_parts("on", today())).status_code == 422
    StaffRecord.objects.filter(pk=kestrel.bo.pk).update(valid_to=None)
    assert client.post(address("leave", kestrel), day_parts("on", today())).status_code == 302
    assert Grant.objects.get(user=adam).valid_to == today()
    assert Grant.objects.get(user=bo).valid_to is None


def test_a_leaving_to_come_counts_when_a_role_is_ended(client, kestrel) -> None:
    """The same rule from the other side: who is about to leave does not stay to give roles."""
    factories.holder("access_admin", kestrel.unit, login="ada", person=kestrel.ada.person)
    other = factories.holder("access_admin", kestrel.unit, login="other")
    on = today() + 30 * DAY
    assert client.post(address("leave", kestrel), day_parts("on", on)).status_code == 302
    founder = factories.holder("founder", kestrel.unit)
    with (
        user_scope(founder.pk, unit_code="TA1") as viewer,
        pytest.raises(grants.GrantError, match="at least one"),
    ):
        grants.end_role(viewer=viewer, grant=Grant.objects.get(user=other), on=today())


def test_who_keeps_no_list_and_gives_no_role_cannot_ask_who_is_the_last(kestrel, units) -> None:
    adam = factories.holder("access_admin", kestrel.unit)
    for role, unit in (("cpo", "TA2"), ("staff", "TA1"), ("talent_lead", "RA")):
        asks = factories.holder(role, units[unit], login=f"asks.{role}")
        with (
            user_scope(asks.pk, unit_code=unit),
            pytest.raises(DatabaseError, match="last access administrators"),
            transaction.atomic(),
        ):
            grants.last_access_admins(kestrel.unit.pk, [adam.pk], today())


def test_people_are_found_by_name_number_and_email_and_every_look_is_recorded(
    client, kestrel
) -> None:
    url = address("people", kestrel)
    for words, names in (
        ("lamb ada", {"Ada Lamb"}), ("20", {"Bo Reed"}), ("bo.re", {"Bo Reed"}), ("zzz", set()),
    ):  # fmt: skip
        text = client.get(url, {"q": words}, headers=HTMX).content.decode()
        assert {n for n in ("Ada Lamb", "Bo Reed", "Priya Nair") if n in text} == names
        assert "<html" not in text
    assert ReadEvent.objects.filter(page="staff").count() == 3
    assert ReadEvent.objects.filter(page="staff").latest("at").purpose == "keeping the staff list"
    client.post(address("leave", kestrel), day_parts("on", today()))
    assert "Ada Lamb" not in client.get(url, headers=HTMX).content.decode()
    left = client.get(url, {"show": "left"}, headers=HTMX).content.decode()
    assert "Ada Lamb" in left
    assert client.get(url, {"show": "nonsense", "page": "99"}).status_code == 200


def test_the_list_takes_as_many_queries_for_many_people(client, kestrel) -> None:
    few = queries(client, address("people", kestrel))
    for n in range(30):
        factories.staff(kestrel.unit, f"Extra Person{n}")
    assert queries(client, address("people", kestrel)) == few <= 10
    assert queries(client, address("person", kestrel)) <= 11


def test_names_are_sorted_by_surname_without_accents() -> None:
    assert [sort_name(n) for n in ("Łukasz Żak", "Siân O'Shea", "Cher")] == [
        "zak łukasz",
        "oshea sian",
        "cher",
    ]


# --- what the database holds, whatever the site does -------------------------------------------------


def refused(viewer: object, sql: str, *values: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
    except DatabaseError as error:
        return "42501" in str(getattr(error.__cause__, "sqlstate", "")) or "policy" in str(error)
    return False


def test_the_database_lets_nobody_put_a_record_on_a_known_person(kestrel, units) -> None:
    other = factories.staff(units["TA2"], "Elsewhere Wu")
    insert = (
        "INSERT INTO orgs_staffrecord (public_id, person_id, unit_id, name, sort_name, work_email, employee_number, version,"
        " valid_from, recorded_at) VALUES (gen_random_uuid(), %s, %s, 'X', 'x', '', '', 1, '2026-01-01', now())"
    )
    with user_scope(kestrel.cpo.pk, unit_code="TA1") as viewer:
        assert refused(viewer, insert, other.person_id, kestrel.unit.pk)
        assert refused(
            viewer,
            "UPDATE orgs_staffrecord SET person_id = %s WHERE id = %s",
            other.person_id,
            kestrel.ada.pk,
        )
        assert refused(
            viewer,
            "UPDATE orgs_staffrecord SET unit_id = %s WHERE id = %s",
            units["TA2"].pk,
            kestrel.ada.pk,
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM app.new_persons(1)")
            (fresh,) = cursor.fetchone()
        assert refused(viewer, insert, fresh, units["TA2"].pk)
        assert not refused(viewer, insert, fresh, kestrel.unit.pk)
        assert refused(viewer, insert, fresh, kestrel.unit.pk)
    lead = factories.holder("learning_lead", kestrel.unit)
    with user_scope(lead.pk, unit_code="TA1") as viewer:
        assert refused(viewer, "SELECT app.new_persons(1)")
        assert refused(viewer, "SELECT app.end_roles_of_leavers(%s, '2026-11-30')", kestrel.unit.pk)
