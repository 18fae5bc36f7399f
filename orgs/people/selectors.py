"""The people of one employer, on a day."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import (
    BooleanField,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
)

from orgs.enums import UnitKind
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.people.names import folded
from orgs.periods import not_ended

Shown = Literal["here", "leaving", "left"]


def not_left(day: dt.date) -> Q:
    """Works here on `day` or will begin to."""
    return not_ended("valid_to", day)


def _job(day: dt.date, column: str) -> Subquery:
    """A column of the assignment that counts: in force before those to come, the newest first."""
    begun = ExpressionWrapper(Q(starts_on__lte=day), output_field=BooleanField())
    rows = Assignment.objects.filter(not_ended("ends_on", day), staff_id=OuterRef("pk"))
    rows = rows.annotate(begun=begun).order_by(F("begun").desc(), "-starts_on", "-pk")
    return Subquery(rows.values(column)[:1], output_field=CharField())


def people(
    unit_id: int, day: dt.date, *, words: str = "", shown: Shown = "here"
) -> QuerySet[StaffRecord]:
    """People of an employer in the order of their names, with ``job`` and ``band``.

    Args:
        words: each must be in the name, or be the beginning of the employee number or the e-mail.
        shown: who works here or will; of these, who leaves on a day to come; or who has left.
    """
    condition = {
        "here": not_left(day),
        "leaving": Q(valid_to__gt=day),
        "left": Q(valid_to__lte=day),
    }[shown]
    rows = StaffRecord.objects.filter(condition, unit_id=unit_id)
    for word in words.split():
        rows = rows.filter(
            Q(name__icontains=word)
            | Q(sort_name__contains=folded(word))
            | Q(employee_number__istartswith=word)
            | Q(work_email__istartswith=word)
        )
    return rows.annotate(job=_job(day, "title"), band=_job(day, "band")).order_by("sort_name", "pk")


def record(unit_id: int, public_id: UUID) -> StaffRecord | None:
    """One person's record, left or not, with the manager's."""
    rows = StaffRecord.objects.filter(unit_id=unit_id, public_id=public_id)
    return rows.select_related("manager").first()


def assignments(staff: StaffRecord) -> list[Assignment]:
    """A person's assignments, the newest first, with their divisions."""
    rows = Assignment.objects.filter(staff=staff).select_related("division")
    return list(rows.order_by("-starts_on", "-pk"))


def assignment(staff: StaffRecord, public_id: UUID) -> Assignment | None:
    return Assignment.objects.filter(staff=staff, public_id=public_id).first()


def divisions(unit_id: int) -> list[OrgUnit]:
    """The divisions and sites of an employer that are open, by name."""
    return list(
        OrgUnit.objects.filter(employer_id=unit_id, open=True, type__kind=UnitKind.INSIDE).order_by(
            "name", "pk"
        )
    )


@dataclass(frozen=True)
class Numbers:
    """How many work here, and how many of them leave on a day to come."""

    here: int
    leaving: int


def numbers(unit_id: int, day: dt.date) -> Numbers:
    """The figures above the list, in one query."""
    rows = StaffRecord.objects.filter(not_left(day), unit_id=unit_id)
    counted = rows.aggregate(
        here=Count("pk"),
        leaving=Count("pk", filter=Q(valid_to__isnull=False)),
    )
    return Numbers(**counted)


def numbered(unit_id: int, number: str, day: dt.date) -> StaffRecord | None:
    """Who has an employee number, among those who work here."""
    rows = StaffRecord.objects.filter(not_left(day), unit_id=unit_id, employee_number=number)
    return rows.first()
