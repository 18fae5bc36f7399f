"""Accounts of the employer that may open a pack or sign: asked of the database, which knows the grants.

The succession lead sees no grants. ``app.succession_readers`` tells her who may read what she sends,
and nothing else (docs/threat-model.md).
"""

from dataclasses import dataclass

from django.db import connection

from orgs.models.access import User
from orgs.models.people import StaffRecord
from succession.enums import ReaderRight


@dataclass(frozen=True)
class Account:
    """An account with a right to read here. `name` as the employer knows her, else the sign-in name.

    `own`: she holds her own record at the employer, so she can sign here herself.
    """

    user_id: int
    subject: str
    person_id: int | None
    name: str
    via: str
    own: bool


def readers(unit_id: int) -> list[Account]:
    """Board and committee readers of the employer, and the holders of accounts of its own people.

    Whoever may read what is sent by a role of her own is there once, by that role: 2 queries.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id, via, own FROM app.succession_readers(%s)", [unit_id])
        found = {user_id: (via, own) for user_id, via, own in cursor.fetchall()}
    users = User.objects.filter(pk__in=found).values_list("pk", "subject", "person_id", "login")
    rows = list(users)
    people = [person for _, _, person, _ in rows]
    names = dict(
        StaffRecord.objects.filter(unit_id=unit_id, person_id__in=people).values_list(
            "person_id", "name"
        )
    )
    made = [
        Account(pk, str(subject), person, names.get(person, login), *found[pk])
        for pk, subject, person, login in rows
    ]
    return sorted(made, key=lambda each: each.name.casefold())


def managers(
    unit_id: int, *, but: int | None = None, about: int | None = None
) -> list[tuple[int, str]]:
    """(account, name) of whoever may manage succession at the employer today: 3 queries.

    Without the account `but`, and without every account of the person `about`.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM app.succession_managers(%s)", [unit_id])
        found = {user_id for (user_id,) in cursor.fetchall()} - {but}
    accounts = User.objects.filter(pk__in=found).values_list("pk", "person_id", "login")
    rows = [row for row in accounts if about is None or row[1] != about]
    people = [person for _, person, _ in rows]
    names = dict(
        StaffRecord.objects.filter(unit_id=unit_id, person_id__in=people).values_list(
            "person_id", "name"
        )
    )
    found_names = [(pk, names.get(person, login)) for pk, person, login in rows]
    return sorted(found_names, key=lambda row: row[1].casefold())


def has_way_in(unit_id: int, person_id: int) -> bool:
    """Whether a person can sign here herself: an account with her own record at the employer."""
    return any(each.own and each.person_id == person_id for each in readers(unit_id))


def of_signers(unit_id: int, person_ids: set[int]) -> list[Account]:
    """The accounts that may be sent a pack: committee readers, and those who sign."""
    return [
        each
        for each in readers(unit_id)
        if each.via == ReaderRight.PACKS or each.person_id in person_ids
    ]
