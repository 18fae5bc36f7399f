"""The staff of an employer as the rows of a list that can be uploaded again without a change."""

import datetime as dt
from collections.abc import Iterator, Mapping

from orgs.codes import code_lists
from orgs.imports import staff_present
from orgs.imports.staff_changes import Job, Present
from orgs.imports.staff_columns import FIELDS, NAMES
from orgs.models.codes import Code
from orgs.people.names import sort_name
from orgs.people.selectors import divisions

_DAY = dt.timedelta(days=1)


def headings() -> list[str]:
    """The first row of a template and of an export."""
    return [field.label for field in FIELDS if field.key not in NAMES]


def rows(unit_id: int, day: dt.date) -> Iterator[list[str]]:
    """One row for each person who works here or will, in the order of their names, headings first."""
    present = staff_present.present(unit_id)
    # A manager who has left is no longer found by a list, so an export does not name one.
    numbers = {record.id: record.number for record in present if record.here_on(day)}
    names = {d.pk: d.name for d in divisions(unit_id)}
    codes = code_lists("band", "staff_group", "assignment_kind")
    yield headings()
    here = [record for record in present if record.here_on(day)]
    for record in sorted(here, key=lambda r: (sort_name(r.name), r.id)):
        job = _job(record, day)
        says = {
            "number": record.number,
            "name": record.name,
            "email": record.email,
            "manager": numbers.get(record.manager or 0, ""),
        }
        if job is not None:
            says |= {
                "title": job.title,
                "band": _label(codes["band"], job.band),
                "group": _label(codes["staff_group"], job.group),
                "division": names.get(job.division or 0, ""),
                "kind": _label(codes["assignment_kind"], job.kind),
                "starts": f"{job.starts_on:%d/%m/%Y}",
                "ends": f"{job.ends_on - _DAY:%d/%m/%Y}" if job.ends_on else "",
            }
        yield [says.get(field.key, "") for field in FIELDS if field.key not in NAMES]


def _job(record: Present, day: dt.date) -> Job | None:
    """The newest job that is open: the one that a list finds again."""
    open_jobs = [job for job in record.jobs if job.open_on(day)]
    return max(open_jobs, key=lambda job: job.starts_on, default=None)


def _label(codes: Mapping[str, Code], code: str) -> str:
    return codes[code].label if code in codes else code
