"""Keeping an employer's people by hand: who joins, what they do, what they are called, who leaves."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import F

from orgs import audit, leaving
from orgs.access import grants
from orgs.access.actions import MANAGE_STAFF
from orgs.access.viewer import Viewer
from orgs.locks import STAFF
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.people.names import sort_name
from orgs.people.selectors import not_left
from orgs.periods import not_ended

_DAY = dt.timedelta(days=1)


class StaffError(ValueError):
    """Something that cannot be done with a record, said in a sentence. `field` is where it belongs."""

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.field = field


class StaleError(Exception):
    """Somebody saved the record meanwhile. `saved` is the record as it is now."""

    def __init__(self, saved: StaffRecord) -> None:
        super().__init__("saved meanwhile")
        self.saved = saved


@dataclass(frozen=True)
class Job:
    """What somebody does: codes of the lists ``assignment_kind``, ``band`` and ``staff_group``."""

    title: str
    starts_on: dt.date
    kind: str = "substantive"
    band: str = ""
    staff_group: str = ""
    division: OrgUnit | None = None


def alone(viewer: Viewer) -> None:
    """Require the right to keep the staff list, and be the only one to change it until the end.

    Raises:
        PermissionDenied: without the right, or at a unit that is no employer.
    """
    if not viewer.may(MANAGE_STAFF) or not viewer.here.is_employer:
        raise PermissionDenied
    with connection.cursor() as cursor:
        STAFF.take(cursor, viewer.here.id)


def new_persons(count: int) -> list[int]:
    """Bare keys for people who join; the site may not write them itself."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.new_persons(%s)", [count])
        return [person for (person,) in cursor.fetchall()]


@transaction.atomic
def add_person(
    *,
    viewer: Viewer,
    name: str,
    job: Job,
    employee_number: str = "",
    work_email: str = "",
    manager: StaffRecord | None = None,
) -> StaffRecord:
    """Take somebody on: a record and a first assignment, both from the day on which the job begins.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaffError: the number or the e-mail is somebody else's here.
    """
    alone(viewer)
    _is_free(viewer, employee_number, work_email)
    (person,) = new_persons(1)
    made = StaffRecord.objects.create(
        person_id=person,
        unit_id=viewer.here.id,
        name=name,
        sort_name=sort_name(name),
        work_email=work_email,
        employee_number=employee_number,
        manager=manager,
        valid_from=job.starts_on,
    )
    _begin(made, job)
    audit.record(viewer, "staff.joined", unit_id=made.unit_id, about=made)
    return made


def _is_free(viewer: Viewer, number: str, email: str, *, but: int = 0) -> None:
    """Refuse a number that another record has, and an e-mail of somebody else who works here."""
    others = StaffRecord.objects.filter(unit_id=viewer.here.id).exclude(pk=but)
    if number and (other := others.filter(employee_number=number).first()):
        left = "" if other.valid_to is None or other.valid_to > viewer.day else ", who has left"
        raise StaffError(
            f"{number} is the employee number of {other.name}{left}", "employee_number"
        )
    if email:
        here = others.filter(not_left(viewer.day), work_email__iexact=email).first()
        if here is not None:
            raise StaffError(f"{email} is the work email of {here.name}", "work_email")


def _begin(record: StaffRecord, job: Job) -> Assignment:
    return Assignment.objects.create(
        unit_id=record.unit_id,
        staff=record,
        division=job.division,
        kind=job.kind,
        title=job.title,
        band=job.band,
        staff_group=job.staff_group,
        starts_on=job.starts_on,
    )


def _locked(record: StaffRecord) -> StaffRecord:
    return StaffRecord.objects.select_for_update(of=("self",)).get(pk=record.pk)


@transaction.atomic
def correct_person(
    *,
    viewer: Viewer,
    record: StaffRecord,
    version: int,
    name: str,
    employee_number: str,
    work_email: str,
    manager: StaffRecord | None,
) -> StaffRecord:
    """Correct what a record says of a person.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaleError: somebody saved since `version`; nothing is written.
        StaffError: the number or e-mail is somebody else's here, or she would manage herself.
    """
    alone(viewer)
    row = _locked(record)
    if row.version != version:
        raise StaleError(row)
    _is_free(viewer, employee_number, work_email, but=row.pk)
    if manager is not None and manager.pk == row.pk:
        raise StaffError("A person cannot be their own manager", "manager")
    row.name, row.sort_name = name, sort_name(name)
    row.employee_number, row.work_email, row.manager = employee_number, work_email, manager
    row.version += 1
    row.save()
    audit.record(viewer, "staff.corrected", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def add_assignment(*, viewer: Viewer, record: StaffRecord, job: Job) -> Assignment:
    """Give a person a job more; who has left comes back with it.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaffError: the job begins before a leaving that is still to come, or she left after that day.
    """
    alone(viewer)
    row = _locked(record)
    if row.valid_to is not None:
        if row.valid_to > viewer.day:
            raise StaffError("They are about to leave. Take the leaving back first", "starts_on")
        if job.starts_on < row.valid_to:
            raise StaffError("They left after that day", "starts_on")
        row.valid_to = None
    row.valid_from = min(row.valid_from, job.starts_on)
    row.version += 1
    row.save()
    made = _begin(row, job)
    audit.record(viewer, "staff.assigned", unit_id=row.unit_id, about=made)
    return made


@transaction.atomic
def end_assignment(*, viewer: Viewer, assignment: Assignment, on: dt.date) -> Assignment:
    """End a job: `on` is the first day without it. The person stays; leaving is an act of its own.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaffError: it has ended, or would end before it began.
    """
    alone(viewer)
    row = Assignment.objects.select_for_update().get(pk=assignment.pk)
    if row.ends_on is not None and row.ends_on <= viewer.day:
        raise StaffError("This job has ended", "on")
    if on <= row.starts_on:
        raise StaffError("A job ends after the day on which it began", "on")
    row.ends_on = on
    row.save(update_fields=["ends_on"])
    audit.record(viewer, "staff.assignment_ended", unit_id=row.unit_id, about=row)
    if on <= viewer.day:
        leaving.settle(viewer, row.unit_id, viewer.day)
    return row


@transaction.atomic
def record_leaving(*, viewer: Viewer, record: StaffRecord, on: dt.date) -> StaffRecord:
    """A person leaves the employer: `on` is the first day on which they no longer work there.

    Their jobs end on that day. Roles, nominations, posts and pools end with it: now when the day has
    come, and otherwise on the day.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaffError: one's own record, left already, a day before they began, or the last access
            administrator.
    """
    alone(viewer)
    row = _locked(record)
    if row.person_id == viewer.person_id:
        raise StaffError("You cannot record that you leave. Ask a colleague", "on")
    if row.valid_to is not None and row.valid_to <= viewer.day:
        raise StaffError("They have left already", "on")
    if on <= row.valid_from:
        raise StaffError("They leave after the day on which they began", "on")
    grants.lock_roles(row.unit_id)
    if grants.last_admins_leaving(row.unit_id, [row.person_id], on):
        raise StaffError(f"{last_admin(row.name)}. Give the role to somebody else first", "on")
    end_jobs(row.unit_id, [row.pk], on)
    row.valid_to = on
    row.version += 1
    row.save(update_fields=["valid_to", "version"])
    audit.record(viewer, "staff.left", unit_id=row.unit_id, about=row)
    if on <= viewer.day:
        leaving.settle(viewer, row.unit_id, viewer.day)
    return row


def last_admin(name: str) -> str:
    """Why somebody cannot leave yet, without what to do about it."""
    return f"{name} is the last access administrator"


def end_jobs(unit_id: int, staff_ids: list[int], on: dt.date) -> None:
    """End the jobs of people who leave. One that would begin later keeps a day: no period is empty."""
    rows = Assignment.objects.filter(unit_id=unit_id, staff_id__in=staff_ids).filter(
        not_ended("ends_on", on)
    )
    rows.filter(starts_on__lt=on).update(ends_on=on)
    rows.filter(starts_on__gte=on).update(ends_on=F("starts_on") + _DAY)


@transaction.atomic
def take_back_leaving(*, viewer: Viewer, record: StaffRecord) -> StaffRecord:
    """They stay after all: only before the day has come. Jobs that would have ended with it go on.

    Raises:
        PermissionDenied: without the right to keep the staff list here.
        StaffError: they do not leave, or have left.
    """
    alone(viewer)
    row = _locked(record)
    if row.valid_to is None or row.valid_to <= viewer.day:
        raise StaffError("There is no leaving to take back")
    Assignment.objects.filter(staff=row, ends_on=row.valid_to).update(ends_on=None)
    row.valid_to = None
    row.version += 1
    row.save(update_fields=["valid_to", "version"])
    audit.record(viewer, "staff.stays", unit_id=row.unit_id, about=row)
    return row
