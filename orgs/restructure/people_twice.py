"""People who met at a successor: two records of one name, and two jobs of one person."""

import datetime as dt
from itertools import combinations

from orgs.access.viewer import Viewer
from orgs.models.people import Assignment, StaffRecord
from orgs.people import services
from orgs.periods import not_ended
from orgs.restructure.duplicates import BOTH, Meeting, Pair, Side, meetings
from orgs.restructure.errors import RestructureError
from orgs.restructure.handover import JOBS, STAFF
from orgs.restructure.provenance import origins


def find_names(unit_id: int, day: dt.date) -> list[Pair]:
    """Two records of one name, one of which was carried over."""
    carried = origins(unit_id, STAFF)
    of_name: dict[str, list[StaffRecord]] = {}
    rows = StaffRecord.objects.filter(not_ended("valid_to", day), unit_id=unit_id)
    for row in rows.order_by("id"):
        of_name.setdefault(row.sort_name, []).append(row)
    return [
        Pair.of(*(_record(row, carried.get(row.public_id, "")) for row in two))
        for rows_of_name in of_name.values()
        for two in combinations(rows_of_name, 2)
        if len({carried.get(row.public_id, "") for row in two}) > 1
    ]


def _record(row: StaffRecord, origin: str) -> Side:
    known = [each for each in (row.employee_number, row.work_email) if each]
    note = f"from {origin}" if origin else "recorded here before"
    return Side(row.public_id, ", ".join([row.name, *known]), note, (row.pk,))


def find_jobs(unit_id: int, day: dt.date) -> list[Pair]:
    """Two open jobs of one person that come from different organisations: she worked at both."""
    carried = origins(unit_id, JOBS)
    of_person: dict[int, list[Assignment]] = {}
    rows = Assignment.objects.filter(not_ended("ends_on", day), unit_id=unit_id)
    for row in rows.select_related("staff").order_by("id"):
        of_person.setdefault(row.staff_id, []).append(row)
    return [
        Pair.of(*(_job(row, carried.get(row.public_id, "")) for row in two))
        for jobs in of_person.values()
        for two in combinations(jobs, 2)
        if len({carried.get(row.public_id, "") for row in two}) > 1
    ]


def _job(row: Assignment, origin: str) -> Side:
    note = f"from {origin}" if origin else "recorded here before"
    return Side(row.public_id, f"{row.staff.name}: {row.title}", note, (row.staff_id,))


def _nothing_to_do(viewer: Viewer, pair: Pair, answer: str) -> None:  # noqa: ARG001
    raise RestructureError("Select what is to be done")


def end_job(viewer: Viewer, pair: Pair, answer: str) -> None:
    """End one of two jobs today."""
    side = pair.first if answer == "end_first" else pair.second
    job = Assignment.objects.get(unit_id=viewer.here.id, public_id=side.public_id)
    try:
        # A job that began today ends tomorrow: no period is empty.
        on = max(viewer.day, job.starts_on + dt.timedelta(days=1))
        services.end_assignment(viewer=viewer, assignment=job, on=on)
    except services.StaffError as error:
        raise RestructureError(str(error)) from error


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    for each in (
        Meeting(
            "names", "Two people of one name", 0, find_names,
            ((BOTH, "They are two people"),), _nothing_to_do,
        ),
        Meeting(
            "jobs", "Two jobs of one person", 1, find_jobs,
            (
                (BOTH, "Keep both"),
                ("end_first", "End {first}"),
                ("end_second", "End {second}"),
            ),
            end_job,
        ),
    ):  # fmt: skip
        meetings.add(each.key, each)
