"""What the employer's own records call the people behind its accounts."""

from collections.abc import Iterable
from dataclasses import dataclass

from orgs.access.viewer import Viewer
from orgs.models.people import StaffRecord


@dataclass(frozen=True)
class Named:
    """Names by person, and the staff records they come from (for the record of who looked)."""

    names: dict[int, str]
    staff_ids: list[int]


def people_named(viewer: Viewer, person_ids: Iterable[int | None]) -> Named:
    """Names of people at the unit in the URL, as far as the viewer may see its people."""
    wanted = [person_id for person_id in person_ids if person_id is not None]
    records = StaffRecord.objects.filter(unit_id=viewer.here.id, person_id__in=wanted)
    rows = list(records.values_list("person_id", "name", "id"))
    return Named({person: name for person, name, _ in rows}, [staff for _, _, staff in rows])
