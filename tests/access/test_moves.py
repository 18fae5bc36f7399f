"""Joiners, movers and leavers: what a leaving ends above the employer, who is told, and who is listed."""

import datetime as dt
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from orgs import leaving
from orgs.access import moves
from orgs.access.principals import LEAVING
from orgs.access.scope import user_scope
from orgs.models import Assignment, AuditEvent, Grant, OrgUnit, Outbox, StaffRecord, User
from tests import factories
from tests.access.test_access_pages import url
from tests.access.test_grants import DAY, admin

SignIn = Callable[[User], Client]
__all__ = ["admin"]
AGO = DAY - dt.timedelta(days=10)


def employed(
    unit: OrgUnit, name: str, role: str, at: OrgUnit | None = None
) -> tuple[StaffRecord, User]:
    """Somebody who works at a unit, with a role there or elsewhere."""
    record = factories.staff(unit, name)
    login = f"{name.split(maxsplit=1)[0].lower()}@example.org"
    return record, factories.holder(role, at or unit, login=login, person=record.person)


def leave(record: StaffRecord, on: dt.date) -> None:
    StaffRecord.objects.filter(pk=record.pk).update(valid_to=on)
    leaving.settle(LEAVING, record.unit_id, DAY)


def ends(user: User) -> list[dt.date | None]:
    return list(Grant.objects.filter(user=user).order_by("id").values_list("valid_to", flat=True))


def listed(user: User, code: str = "TA1") -> list[tuple[str, str, str]]:
    with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
        return [(move.kind, move.name, move.where) for move in moves.moves(viewer)]


def test_roles_above_end_when_no_employer_is_left(units: dict[str, OrgUnit]) -> None:
    record, user = employed(units["TA1"], "Ines Moor", "talent_lead", units["RA"])
    factories.give(user, "cpo", units["TA1"])
    factories.give(user, "committee_reader", units["TA2"])  # another employer's to end
    leave(record, DAY)
    assert ends(user) == [DAY, DAY, None]
    acts = AuditEvent.objects.filter(action="grant.ended").values_list("unit__code", flat=True)
    assert sorted(acts) == ["RA", "TA1"]


def test_roles_above_stay_with_another_employer(units: dict[str, OrgUnit]) -> None:
    record, user = employed(units["TA1"], "Ines Moor", "talent_lead", units["RA"])
    factories.staff(units["TA2"], "Ines Moor", person=record.person)
    leave(record, DAY)
    assert ends(user) == [None]


def test_the_others_are_told_when_an_administrator_leaves(
    units: dict[str, OrgUnit], sign_in: SignIn
) -> None:
    record, _ = employed(units["TA1"], "Ines Moor", "access_admin")
    factories.holder("access_admin", units["TA1"], login="left@example.org")
    factories.holder("founder", units["TA1"], login="founder@example.org")
    leave(record, DAY)
    assert set(Outbox.objects.values_list("to", "template")) == {
        ("left@example.org", "administrators"),
        ("founder@example.org", "administrators"),
    }
    for login, label in (
        ("left@example.org", "Invite a second"),
        ("founder@example.org", "Appoint one"),
    ):
        client = sign_in(User.objects.get(login=login))
        text = client.get(reverse("orgs:unit", args=["TA1"])).content.decode()
        assert "fewer than 2 access administrators" in text
        assert label in text
        assert "fewer than 2 access administrators" in client.get(url("access")).content.decode()


def test_nobody_is_told_when_two_are_left(units: dict[str, OrgUnit]) -> None:
    record, _ = employed(units["TA1"], "Ines Moor", "access_admin")
    for login in ("one@example.org", "two@example.org"):
        factories.holder("access_admin", units["TA1"], login=login)
    leave(record, DAY)
    assert not Outbox.objects.exists()


def test_who_joined_left_and_leaves_is_listed(units: dict[str, OrgUnit], admin: User) -> None:
    joined, _ = employed(units["TA1"], "Jo New", "cpo")
    StaffRecord.objects.filter(pk=joined.pk).update(valid_from=AGO)
    left, _ = employed(units["TA1"], "Lea Gone", "cpo")
    leave(left, AGO - dt.timedelta(days=1))
    leaves, _ = employed(units["TA1"], "Sam Soon", "cpo")
    StaffRecord.objects.filter(pk=leaves.pk).update(valid_to=DAY + dt.timedelta(days=9))
    employed(units["TA1"], "Old Hand", "cpo")
    employed(units["TA1"], "Own Record", "staff")
    assert listed(admin) == [
        ("leaves", "Sam Soon", ""),
        ("joined", "Jo New", ""),
        ("left", "Lea Gone", ""),
    ]
    assert listed(factories.holder("founder", units["TA1"])) == []
    assert listed(factories.holder("access_admin", units["TA2"]), "TA2") == []


def test_who_moved_to_another_part_keeps_the_role_and_is_listed(
    units: dict[str, OrgUnit], admin: User, sign_in: SignIn
) -> None:
    surgery = factories.division(units["TA1"])
    medicine = factories.division(units["TA1"], "TA1-M", "Medicine")
    record, user = employed(units["TA1"], "Mo Mover", "learning_lead", surgery)
    Assignment.objects.filter(staff=record).update(division=surgery)
    assert listed(admin) == []
    Assignment.objects.filter(staff=record).update(ends_on=AGO)
    Assignment.objects.create(
        unit=units["TA1"],
        staff=record,
        division=medicine,
        kind="substantive",
        title="Lead",
        starts_on=AGO,
    )
    assert listed(admin) == [("moved", "Mo Mover", "Surgery")]
    assert listed(admin, "TA1-S") == [("moved", "Mo Mover", "Surgery")]
    assert ends(user) == [None]
    text = sign_in(admin).get(url("access")).content.decode()
    assert "Joiners, movers and leavers" in text
    assert "the job is at Medicine now" in text
    assert listed(factories.holder("access_admin", units["TA2"]), "TA2") == []
