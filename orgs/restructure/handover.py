"""What orgs itself hands over when an employer closes: people, their assignments, roles inside."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from orgs.access.principals import Principal
from orgs.access.roles import HISTORY
from orgs.enums import UnitKind
from orgs.models.access import Grant
from orgs.models.corrections import CorrectionRequest
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.people.selectors import divisions, people
from orgs.periods import not_ended
from orgs.restructure.reach import above_employers, held
from orgs.restructure.transfers import Heirs, Listed, Transfer, stay, transfers

_DAY = dt.timedelta(days=1)
STAFF, JOBS = "staff", "assignments"
_LEADS = "cpo"
#: Where somebody is at a successor: the unit's key and her staff record's there.
Place = tuple[int, int]


def _end(rows: QuerySet[Any], begins: str, ends: str, day: dt.date) -> int:
    """End rows on a day; how many. One that would begin later keeps a day: no period is empty."""
    later = rows.filter(**{f"{begins}__gte": day})
    ids = list(later.values_list("id", flat=True))
    ended = rows.exclude(id__in=ids).update(**{ends: day})
    return ended + rows.filter(id__in=ids).update(**{ends: F(begins) + _DAY})


def staff_there(heirs: Heirs) -> dict[int, Place]:
    """Staff records of the closing employer, each to where the same person is at her successor.

    Who has no record there (she left before) is left out. Staff records are handed over first.
    """
    there = {
        (unit_id, person): pk
        for unit_id, person, pk in StaffRecord.objects.filter(
            unit_id__in=heirs.everyone
        ).values_list("unit_id", "person_id", "id")
    }
    found: dict[int, Place] = {}
    here = StaffRecord.objects.filter(unit_id=heirs.closing)
    for pk, person, public_id in here.values_list("id", "person_id", "public_id"):
        unit_id = heirs.of(STAFF, public_id)
        if (unit_id, person) in there:
            found[pk] = (unit_id, there[unit_id, person])
    return found


def list_staff(unit_id: int, day: dt.date) -> list[Listed]:
    """Everybody who works at an employer on a day or will, by division."""
    placed = dict(
        Assignment.objects.filter(not_ended("ends_on", day), unit_id=unit_id)
        .exclude(division=None)
        .order_by("starts_on", "id")
        .values_list("staff_id", "division_id")
    )
    names = {division.pk: division.name for division in divisions(unit_id)}
    return [
        Listed(
            record.public_id,
            record.name,
            getattr(record, "job", None) or "",
            names.get(placed.get(record.pk, 0), ""),
            record.pk,
        )
        for record in people(unit_id, day)
    ]


def count_staff(unit_id: int, day: dt.date) -> int:
    return StaffRecord.objects.filter(not_ended("valid_to", day), unit_id=unit_id).count()


def move_staff(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each person gets a record at her successor, unless there is one; the old record ends.

    The employee number goes along where it is free there, and the manager where both go.
    """
    rows = StaffRecord.objects.filter(not_ended("valid_to", day), unit_id=heirs.closing)
    old = list(rows.order_by("id"))
    at = StaffRecord.objects.filter(unit_id__in=heirs.everyone)
    there = {
        (record.unit_id, record.person_id): record
        for record in at.filter(person_id__in=[o.person_id for o in old])
    }
    taken = set(at.exclude(employee_number="").values_list("unit_id", "employee_number"))
    fresh, reopened = [], []
    for record in old:
        unit_id = heirs.of(STAFF, record.public_id)
        known = there.get((unit_id, record.person_id))
        if known is None:
            free = (unit_id, record.employee_number) not in taken
            fresh.append(
                StaffRecord(
                    person_id=record.person_id,
                    unit_id=unit_id,
                    name=record.name,
                    sort_name=record.sort_name,
                    work_email=record.work_email,
                    employee_number=record.employee_number if free else "",
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
    managed = _managers_go_along(old, fresh)
    ended = _end(rows, "valid_from", "valid_to", day)
    return ended + len(reopened) + managed, len(fresh)


def _managers_go_along(old: list[StaffRecord], fresh: list[StaffRecord]) -> int:
    """Give new records the managers of the old ones, where they go to the same place; how many."""
    person = {record.pk: record.person_id for record in old}
    manages = {record.person_id: person.get(record.manager_id or 0) for record in old}
    there = {
        (unit_id, manager): pk
        for unit_id, manager, pk in StaffRecord.objects.filter(
            unit_id__in={record.unit_id for record in fresh},
            person_id__in={p for p in manages.values() if p is not None},
        ).values_list("unit_id", "person_id", "id")
    }
    managed = []
    for record in fresh:
        record.manager_id = there.get((record.unit_id, manages[record.person_id] or 0))
        if record.manager_id is not None:
            managed.append(record)
    StaffRecord.objects.bulk_update(managed, ["manager"], batch_size=500)
    return len(managed)


def carried_staff(heirs: Heirs, day: dt.date) -> list[tuple[int, UUID]]:
    """Records that began at a successor for people of the closing employer."""
    here = StaffRecord.objects.filter(unit_id=heirs.closing)
    rows = StaffRecord.objects.filter(
        unit_id__in=heirs.everyone, valid_from__gte=day, person_id__in=here.values("person_id")
    )
    return list(rows.order_by("id").values_list("unit_id", "public_id"))


def carried_jobs(heirs: Heirs, day: dt.date) -> list[tuple[int, UUID]]:  # noqa: ARG001
    """Assignments that continue one of the closing employer."""
    rows = Assignment.objects.filter(unit_id__in=heirs.everyone, continues__unit_id=heirs.closing)
    return list(rows.order_by("id").values_list("unit_id", "public_id"))


def count_assignments(unit_id: int, day: dt.date) -> int:
    return Assignment.objects.filter(not_ended("ends_on", day), unit_id=unit_id).count()


def move_assignments(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each assignment ends and continues where its person goes, outside any division."""
    rows = Assignment.objects.filter(not_ended("ends_on", day), unit_id=heirs.closing)
    there = staff_there(heirs)
    fresh = [
        Assignment(
            unit_id=there[assignment.staff_id][0],
            staff_id=there[assignment.staff_id][1],
            kind=assignment.kind,
            title=assignment.title,
            band=assignment.band,
            staff_group=assignment.staff_group,
            starts_on=max(day, assignment.starts_on),
            ends_on=assignment.ends_on,
            continues=assignment,
        )
        for assignment in rows.order_by("id")
        if assignment.staff_id in there
    ]
    Assignment.objects.bulk_create(fresh)
    return _end(rows, "starts_on", "ends_on", day), len(fresh)


def parts(unit_id: int) -> list[int]:
    """Keys of an employer's divisions and sites, closed ones included."""
    inside = OrgUnit.objects.filter(employer_id=unit_id, type__kind=UnitKind.INSIDE)
    return list(inside.order_by("id").values_list("id", flat=True))


def _inside(unit_id: int, day: dt.date) -> list[int]:
    employs = OrgUnit.objects.values_list("is_employer", flat=True).get(pk=unit_id)
    return [
        grant.id
        for grant in held([unit_id], day)
        if grant.role != HISTORY and not above_employers(grant.role, at_employer=employs)
    ]


def _in_parts(unit_id: int, day: dt.date) -> list[int]:
    return [grant.id for grant in held(parts(unit_id), day)]


def count_roles(unit_id: int, day: dt.date) -> int:
    return len(_inside(unit_id, day)) + len(_in_parts(unit_id, day))


def move_roles(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles inside the closing employer go on where their holders go.

    Whoever has no staff record here (a chair, say) goes with the main successor. Roles at a division
    end: the division stays with the employer that closed, and no role widens by a change of
    organisations. Who led succession and goes to the main successor reads on what was recorded before;
    of a board that is split the main successor alone keeps the records.
    """
    records = StaffRecord.objects.filter(unit_id=heirs.closing)
    of_person = dict(records.values_list("person_id", "public_id"))
    holders = Grant.objects.filter(id__in=_inside(heirs.closing, day)).order_by("id")
    ended = begun = 0
    for grant_id, role, person in holders.values_list("id", "role", "user__person_id"):
        record = of_person.get(person)
        unit_id = heirs.main if record is None else heirs.of(STAFF, record)
        done = continue_grants([grant_id], unit_id, day)
        ended, begun = ended + done[0], begun + done[1]
        if role == _LEADS and unit_id == heirs.main:
            begun += _keep_history(grant_id, day)
    gone = continue_grants(_in_parts(heirs.closing, day), None, day)
    return ended + gone[0], begun + gone[1]


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


def _keep_history(grant_id: int, day: dt.date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.keep_history(%s, %s)", [grant_id, day])
        (begun,) = cursor.fetchone()
    return int(begun)


def _corrections(unit_id: int) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(unit_id=unit_id, answered_on=None, continued_by=None)


def count_corrections(unit_id: int, day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _corrections(unit_id).count()


def move_corrections(
    heirs: Heirs,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What nobody has answered yet waits where the person goes, with a link to the first request."""
    there = staff_there(heirs)
    fresh = [
        CorrectionRequest(
            unit_id=there[row.staff_id][0],
            staff_id=there[row.staff_id][1],
            about=row.about,
            words=row.words,
            asked_on=row.asked_on,
            continues=row,
        )
        for row in _corrections(heirs.closing).order_by("id")
        if row.staff_id in there
    ]
    CorrectionRequest.objects.bulk_create(fresh)
    return 0, len(fresh)


#: Tables of orgs that stay, each with the reason.
_STAYS = {
    "orgs.AccessReview": "That roles were looked at in a quarter is the record of where they were held.",
    "orgs.AccessReviewItem": "What was decided of a role is the record of where it was held.",
    "orgs.AuditEvent": "What was done at an employer is the closed employer's record.",
    "orgs.ReadEvent": "Who looked at people of an employer is the closed employer's record.",
    "orgs.RestructurePlan": "A change is the record of the unit at which it was drawn up.",
    "orgs.CarriedOver": "Where a row of a closed organisation came from stays its own record.",
    "orgs.Consultation": "A closed employer is in no consultation any more; the days end by themselves.",
    "orgs.DuplicateChoice": "What was decided of two of a kind is the record of who decided it.",
    "orgs.GrantUse": "When a role was last used is noted beside the role, which ends.",
    "orgs.HandoverList": "How an employer decided is its own record.",
    "orgs.HandoverChoice": "What an employer decided for whom is its own record.",
    "orgs.DigestSetting": "An account asks for reminders organisation by organisation; without a row none is sent.",
    "orgs.KeepingHorizon": "Until when records are gone is said of the employer that held them.",
    "orgs.OdsCheck": "What the files of the directory said is the record of where they were compared.",
    "orgs.OdsProposal": "What the directory suggested is the record of where it was proposed.",
    "orgs.OrphanedEmployer": "That nobody looked after access is said of the employer as it was.",
    "orgs.OverlayChoice": "What was chosen of an overlay holds for its member; a successor chooses anew.",
    "orgs.OverlayInvite": "Who was asked to join is the record of the overlay that asked.",
    "orgs.Outbox": "Mail that waits is sent; it holds no figure and no name.",
    "orgs.RecordLink": "It says what a record of this employer was before it was brought along.",
    "orgs.RestructureComment": "What was said of a change is the record of who said it.",
    "orgs.RestructureNotice": "What an employer was told of a change is its own record.",
    "orgs.SharingReceipt": "That a consent was there, and how it ended, is the record of whom it was given to.",
    "orgs.SupportAccess": "That support looked is the record of where it looked; it ends within the hour.",
    "orgs.StaffList": "An uploaded list that nobody applied is deleted after some days.",
}


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    for transfer in (
        Transfer(
            STAFF, "Staff records", 0, people=True, count=count_staff, move=move_staff,
            tables=("orgs.StaffRecord",), listed=list_staff, carried=carried_staff,
        ),
        Transfer(
            JOBS, "Assignments", 1, people=True, count=count_assignments,
            move=move_assignments, tables=("orgs.Assignment",), carried=carried_jobs,
        ),
        Transfer(
            "roles", "Roles inside the employer", 2, people=True, count=count_roles,
            move=move_roles, tables=("orgs.Grant",), left=count_roles,
        ),
        Transfer(
            "corrections", "Corrections asked for and not answered", 3, people=True,
            count=count_corrections, move=move_corrections, tables=("orgs.CorrectionRequest",),
        ),
    ):  # fmt: skip
        transfers.add(transfer.key, transfer)
    stay(_STAYS)
