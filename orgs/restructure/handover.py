"""What orgs itself hands over when an employer closes: people, their assignments, roles inside."""

import datetime as dt
from typing import Any

from django.db import connection
from django.db.models import F, Q, QuerySet

from orgs.access.principals import Principal
from orgs.models.corrections import CorrectionRequest
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.restructure.reach import above_employers, held
from orgs.restructure.transfers import Transfer, transfers

_DAY = dt.timedelta(days=1)


def _open(ends: str, day: dt.date) -> Q:
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day})


def _end(rows: QuerySet[Any], begins: str, ends: str, day: dt.date) -> int:
    """End rows on a day; how many. One that would begin later keeps a day: no period is empty."""
    later = rows.filter(**{f"{begins}__gte": day})
    ids = list(later.values_list("id", flat=True))
    ended = rows.exclude(id__in=ids).update(**{ends: day})
    return ended + rows.filter(id__in=ids).update(**{ends: F(begins) + _DAY})


def count_staff(unit_id: int, day: dt.date) -> int:
    return StaffRecord.objects.filter(_open("valid_to", day), unit_id=unit_id).count()


def move_staff(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each person gets a record at the successor, unless there is one; the old record ends.

    The employee number goes along where it is free there, and the manager where both go.
    """
    rows = StaffRecord.objects.filter(_open("valid_to", day), unit_id=closing)
    old = list(rows.order_by("id"))
    there = {
        record.person_id: record
        for record in StaffRecord.objects.filter(
            unit_id=successor, person_id__in=[o.person_id for o in old]
        )
    }
    numbers = StaffRecord.objects.filter(unit_id=successor).exclude(employee_number="")
    taken = set(numbers.values_list("employee_number", flat=True))
    fresh, reopened = [], []
    for record in old:
        known = there.get(record.person_id)
        if known is None:
            fresh.append(
                StaffRecord(
                    person_id=record.person_id,
                    unit_id=successor,
                    name=record.name,
                    sort_name=record.sort_name,
                    work_email=record.work_email,
                    employee_number=""
                    if record.employee_number in taken
                    else record.employee_number,
                    valid_from=max(day, record.valid_from),
                    valid_to=record.valid_to,
                )
            )
        elif known.valid_to is not None and (
            record.valid_to is None or record.valid_to > known.valid_to
        ):
            known.valid_to = record.valid_to
            reopened.append(known)
    StaffRecord.objects.bulk_create(fresh)
    StaffRecord.objects.bulk_update(reopened, ["valid_to"], batch_size=500)
    managed = _managers_go_along(old, fresh, successor)
    ended = _end(rows, "valid_from", "valid_to", day)
    return ended + len(reopened) + managed, len(fresh)


def _managers_go_along(old: list[StaffRecord], fresh: list[StaffRecord], successor: int) -> int:
    """Give new records the managers of the old ones, where they have a record there; how many."""
    person = {record.pk: record.person_id for record in old}
    manages = {record.person_id: person.get(record.manager_id or 0) for record in old}
    there = dict(
        StaffRecord.objects.filter(
            unit_id=successor, person_id__in={p for p in manages.values() if p is not None}
        ).values_list("person_id", "id")
    )
    managed = []
    for record in fresh:
        record.manager_id = there.get(manages[record.person_id] or 0)
        if record.manager_id is not None:
            managed.append(record)
    StaffRecord.objects.bulk_update(managed, ["manager"], batch_size=500)
    return len(managed)


def count_assignments(unit_id: int, day: dt.date) -> int:
    return Assignment.objects.filter(_open("ends_on", day), unit_id=unit_id).count()


def move_assignments(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each assignment ends and continues at the successor, outside any division. Staff come first."""
    rows = Assignment.objects.filter(_open("ends_on", day), unit_id=closing)
    old = list(rows.select_related("staff").order_by("id"))
    there = dict(
        StaffRecord.objects.filter(
            unit_id=successor, person_id__in={o.staff.person_id for o in old}
        ).values_list("person_id", "id")
    )
    fresh = [
        Assignment(
            unit_id=successor,
            staff_id=there[assignment.staff.person_id],
            kind=assignment.kind,
            title=assignment.title,
            band=assignment.band,
            staff_group=assignment.staff_group,
            starts_on=max(day, assignment.starts_on),
            ends_on=assignment.ends_on,
            continues=assignment,
        )
        for assignment in old
    ]
    Assignment.objects.bulk_create(fresh)
    return _end(rows, "starts_on", "ends_on", day), len(fresh)


def _inside(unit_id: int, day: dt.date) -> list[int]:
    employs = OrgUnit.objects.values_list("is_employer", flat=True).get(pk=unit_id)
    return [
        grant.id
        for grant in held([unit_id], day)
        if not above_employers(grant.role, at_employer=employs)
    ]


def count_roles(unit_id: int, day: dt.date) -> int:
    return len(_inside(unit_id, day))


def move_roles(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles inside the closing employer go on at the successor, for whoever holds them."""
    return continue_grants(_inside(closing, day), successor, day)


def continue_grants(grant_ids: list[int], successor: int | None, day: dt.date) -> tuple[int, int]:
    """End grants on a day and, given a successor, begin the same roles there; (ended, begun)."""
    ended = begun = 0
    with connection.cursor() as cursor:
        for grant_id in grant_ids:
            cursor.execute(
                "SELECT ended, begun FROM app.continue_grant(%s, %s, %s, %s)",
                [grant_id, successor, day, "Continues after a change of organisations"],
            )
            row = cursor.fetchone()
            ended, begun = ended + row[0], begun + row[1]
    return ended, begun


def _corrections(unit_id: int) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(unit_id=unit_id, answered_on=None, continued_by=None)


def count_corrections(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _corrections(unit_id).count()


def move_corrections(
    closing: int,
    successor: int,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What nobody has answered yet waits at the successor, with a link to the first request."""
    there = dict(StaffRecord.objects.filter(unit_id=successor).values_list("person_id", "id"))
    fresh = [
        CorrectionRequest(
            unit_id=successor,
            staff_id=there[row.staff.person_id],
            about=row.about,
            words=row.words,
            asked_on=row.asked_on,
            continues=row,
        )
        for row in _corrections(closing).select_related("staff").order_by("id")
        if row.staff.person_id in there
    ]
    CorrectionRequest.objects.bulk_create(fresh)
    return 0, len(fresh)


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    for transfer in (
        Transfer("staff", "Staff records", 0, people=True, count=count_staff, move=move_staff),
        Transfer(
            "assignments", "Assignments", 1, people=True,
            count=count_assignments, move=move_assignments,
        ),
        Transfer(
            "roles", "Roles inside the employer", 2, people=True, count=count_roles, move=move_roles
        ),
        Transfer(
            "corrections", "Corrections asked for and not answered", 3, people=True,
            count=count_corrections, move=move_corrections,
        ),
    ):  # fmt: skip
        transfers.add(transfer.key, transfer)
