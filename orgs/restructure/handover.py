"""What orgs itself hands over when an employer closes: people, their assignments, roles inside."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import (
    Case,
    Count,
    Exists,
    F,
    Model,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)

from orgs.access.principals import Principal
from orgs.access.roles import HISTORY
from orgs.enums import UnitKind
from orgs.models.access import Grant
from orgs.models.corrections import CorrectionRequest
from orgs.models.people import Assignment, StaffRecord
from orgs.models.units import OrgUnit
from orgs.people.selectors import divisions, people
from orgs.periods import not_ended
from orgs.restructure.continuing import Place, begin, end, from_day
from orgs.restructure.reach import above_employers, held
from orgs.restructure.transfers import Handover, Listed, Transfer, stay, transfers

STAFF, JOBS = "staff", "assignments"
_LEADS = "cpo"


def staff_there(handover: Handover) -> dict[int, Place]:
    """Staff records of the closing employers, each to where the same person is at her successor.

    Who has no record there (she left before) is left out. Staff records are handed over first.
    """

    def ask() -> dict[int, Place]:
        here = StaffRecord.objects.filter(unit_id__in=handover.closing)
        heir = handover.heir(STAFF, "public_id")
        there = StaffRecord.objects.filter(unit_id=OuterRef("heir"), person=OuterRef("person"))
        found = here.annotate(heir=heir).annotate(there=Subquery(there.values("pk")[:1]))
        return {
            pk: (unit_id, record)
            for pk, unit_id, record in found.values_list("pk", "heir", "there")
            if record is not None
        }

    return handover.once("staff", ask)


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


def _staff(units: Sequence[int], day: dt.date) -> QuerySet[StaffRecord]:
    return StaffRecord.objects.filter(not_ended("valid_to", day), unit_id__in=units)


def count_staff(units: Sequence[int], day: dt.date) -> int:
    return _staff(units, day).count()


def move_staff(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each person gets a record at her successor, unless there is one; the old record ends.

    The employee number goes along where it is free there, and the manager where both go.
    """
    rows = _staff(handover.closing, day)
    going: QuerySet[Any] = rows.annotate(heir=handover.heir(STAFF, "public_id"))
    known = StaffRecord.objects.filter(unit_id=OuterRef("heir"), person=OuterRef("person"))
    fresh = going.exclude(pk__in=list(going.filter(Exists(known)).values_list("pk", flat=True)))
    managed = fresh.exclude(manager=None).order_by("-pk")
    manager_of = {
        (unit_id, person): manager
        for unit_id, person, manager in managed.values_list(
            "heir", "person_id", "manager__person_id"
        )
    }
    taken = StaffRecord.objects.filter(
        unit_id=OuterRef("heir"), employee_number=OuterRef("employee_number")
    ).exclude(employee_number="")
    begun = begin(
        # Of one whom two of them employ and one takes, one record.
        fresh.annotate(_unit=F("heir"))
        .order_by("_unit", "person", "pk")
        .distinct("_unit", "person"),
        unit=F("heir"),
        employee_number=Case(
            When(Exists(taken) | Q(pk__in=_same_number(fresh)), then=Value("")),
            default=F("employee_number"),
        ),
        manager=None,
        version=1,
        valid_from=from_day("valid_from", day),
    )
    reopened = _stay_longer(going, handover)
    managers = _managers_go_along(manager_of)
    return end(rows, "valid_from", "valid_to", day) + reopened + managers, begun


def _same_number(going: QuerySet[Any]) -> list[int]:
    """Records whose employee number another one brings to the same successor, the first left out."""
    numbered = going.exclude(employee_number="")
    number = numbered.order_by().values("employee_number")
    twice = number.annotate(times=Count("pk")).filter(times__gt=1).values("employee_number")
    seen, later = set(), []
    rows = numbered.filter(employee_number__in=twice).order_by("pk")
    for pk, *key in rows.values_list("pk", "heir", "employee_number"):
        if tuple(key) in seen:
            later.append(pk)
        seen.add(tuple(key))
    return later


def _stay_longer(going: QuerySet[Any], handover: Handover) -> int:
    """Records that are at a successor and would end there before those that go to it; how many."""
    ending = StaffRecord.objects.filter(
        unit_id__in=handover.everyone, valid_to__isnull=False, person__in=going.values("person")
    )
    there = {(record.unit_id, record.person_id): record for record in ending}
    longer = {}
    rows = going.filter(person__in=[person for _, person in there])
    for unit_id, person, until in rows.values_list("heir", "person_id", "valid_to"):
        record = there.get((unit_id, person))
        if record and record.valid_to and (until is None or until > record.valid_to):
            record.valid_to = until
            longer[record.pk] = record
    StaffRecord.objects.bulk_update(longer.values(), ["valid_to"], batch_size=500)
    return len(longer)


def _managers_go_along(manager_of: dict[tuple[int, int], int]) -> int:
    """Give new records the managers of the old ones, where they go to the same place; how many.

    `manager_of` is (successor, person) to the person who manages her.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE orgs_staffrecord r SET manager_id = m.id "
            "FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS g (unit, person, manager) "
            "JOIN orgs_staffrecord m ON (m.unit_id, m.person_id) = (g.unit, g.manager) "
            "WHERE (r.unit_id, r.person_id) = (g.unit, g.person)",
            [
                [unit_id for unit_id, _ in manager_of],
                [person for _, person in manager_of],
                list(manager_of.values()),
            ],
        )
        return int(cursor.rowcount)


def carried_staff(handover: Handover, day: dt.date) -> QuerySet[Any]:
    """Records that began at a successor for people of the closing employers."""
    here = StaffRecord.objects.filter(unit_id__in=handover.closing, person=OuterRef("person"))
    goes = here.annotate(heir=handover.heir(STAFF, "public_id")).filter(heir=OuterRef("unit_id"))
    rows = StaffRecord.objects.filter(unit_id__in=handover.everyone, valid_from__gte=day)
    return rows.annotate(origin=Subquery(goes.order_by("pk").values("unit_id")[:1]))


def carried_jobs(handover: Handover, day: dt.date) -> QuerySet[Any]:  # noqa: ARG001
    """Assignments that continue one of a closing employer."""
    return continuing(Assignment, handover)


def continuing(model: type[Model], handover: Handover) -> QuerySet[Any]:
    """Rows that continue one of a closing employer, with it as ``origin``."""
    rows = model._default_manager.filter(  # noqa: SLF001  Django's public API
        unit_id__in=handover.everyone, continues__unit_id__in=handover.closing
    )
    found: QuerySet[Any] = rows.annotate(origin=F("continues__unit_id"))
    return found


def _jobs(units: Sequence[int], day: dt.date) -> QuerySet[Assignment]:
    return Assignment.objects.filter(not_ended("ends_on", day), unit_id__in=units)


def count_assignments(units: Sequence[int], day: dt.date) -> int:
    return _jobs(units, day).count()


def move_assignments(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Each assignment ends and continues where its person goes, outside any division."""
    rows = _jobs(handover.closing, day)
    begun = begin(
        rows,
        along=staff_there(handover),
        division=None,
        starts_on=from_day("starts_on", day),
        continues=F("pk"),
    )
    return end(rows, "starts_on", "ends_on", day), begun


def parts(units: Sequence[int]) -> list[int]:
    """Keys of employers' divisions and sites, closed ones included."""
    inside = OrgUnit.objects.filter(employer_id__in=units, type__kind=UnitKind.INSIDE)
    return list(inside.order_by("id").values_list("id", flat=True))


def _inside(units: Sequence[int], day: dt.date) -> list[int]:
    found = OrgUnit.objects.filter(id__in=units, is_employer=True)
    employers = set(found.values_list("code", flat=True))
    return [
        grant.id
        for grant in held(units, day)
        if grant.role != HISTORY
        and not above_employers(grant.role, at_employer=grant.unit_code in employers)
    ]


def _in_parts(units: Sequence[int], day: dt.date) -> list[int]:
    return [grant.id for grant in held(parts(units), day)]


def count_roles(units: Sequence[int], day: dt.date) -> int:
    return len(_inside(units, day)) + len(_in_parts(units, day))


def move_roles(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles inside the closing employers go on where their holders go.

    Whoever has no staff record here (a chair, say) goes with the main successor. Roles at a division
    end: the division stays with the employer that closed, and no role widens by a change of
    organisations. Who led succession and goes to the main successor reads on what was recorded before;
    of a board that is split the main successor alone keeps the records.
    """
    holders = Grant.objects.filter(id__in=_inside(handover.closing, day)).order_by("id")
    record = StaffRecord.objects.filter(
        unit_id=OuterRef("unit_id"), person_id=OuterRef("user__person_id")
    )
    going: dict[int, list[int]] = {}
    leads = []
    for grant_id, role, here, public_id in holders.annotate(
        record=Subquery(record.values("public_id")[:1])
    ).values_list("id", "role", "unit_id", "record"):
        heirs = handover.of[here]
        unit_id = heirs.main if public_id is None else heirs.of(STAFF, public_id)
        going.setdefault(unit_id, []).append(grant_id)
        if role == _LEADS and unit_id == heirs.main:
            leads.append(grant_id)
    done = [continue_grants(grants, unit_id, day) for unit_id, grants in going.items()]
    done.append(continue_grants(_in_parts(handover.closing, day), None, day))
    kept = sum(_keep_history(grant_id, day) for grant_id in leads)
    return sum(ended for ended, _ in done), sum(begun for _, begun in done) + kept


def continue_grants(grant_ids: list[int], successor: int | None, day: dt.date) -> tuple[int, int]:
    """End grants on a day and, given a successor, begin the same roles there; (ended, begun)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(done.ended), 0), coalesce(sum(done.begun), 0) "
            "FROM unnest(%s::bigint[]) AS g (id), app.continue_grant(g.id, %s, %s, %s) AS done",
            [grant_ids, successor, day, "Continues after a change of organisations"],
        )
        ended, begun = cursor.fetchone()
    return int(ended), int(begun)


def _keep_history(grant_id: int, day: dt.date) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.keep_history(%s, %s)", [grant_id, day])
        (begun,) = cursor.fetchone()
    return int(begun)


def _corrections(units: Sequence[int]) -> QuerySet[CorrectionRequest]:
    return CorrectionRequest.objects.filter(unit_id__in=units, answered_on=None, continued_by=None)


def count_corrections(units: Sequence[int], day: dt.date) -> int:  # noqa: ARG001  the interface's
    return _corrections(units).count()


def move_corrections(
    handover: Handover,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What nobody has answered yet waits where the person goes, with a link to the first request."""
    rows = _corrections(handover.closing)
    return 0, begin(rows, along=staff_there(handover), continues=F("pk"))


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
            STAFF, "Staff records", 0, count=count_staff, move=move_staff,
            tables=("orgs.StaffRecord",), listed=list_staff, carried=carried_staff,
        ),
        Transfer(
            JOBS, "Assignments", 1, count=count_assignments,
            move=move_assignments, tables=("orgs.Assignment",), carried=carried_jobs,
        ),
        Transfer(
            "roles", "Roles inside the employer", 2, count=count_roles,
            move=move_roles, tables=("orgs.Grant",), left=count_roles,
        ),
        Transfer(
            "corrections", "Corrections asked for and not answered", 3,
            count=count_corrections, move=move_corrections, tables=("orgs.CorrectionRequest",),
        ),
    ):  # fmt: skip
        transfers.add(transfer.key, transfer)
    stay(_STAYS)
