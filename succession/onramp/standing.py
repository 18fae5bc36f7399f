"""What stands on the plan of an employer on a day, as a spreadsheet is compared with it."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import DateField, OuterRef, Subquery

from orgs.codes import code_lists
from orgs.models.people import Assignment, StaffRecord
from orgs.periods import in_force, not_ended
from succession import template
from succession.board import Board, board
from succession.board_roles import at_icb
from succession.models import Incumbency
from succession.onramp.meanings import Meanings
from succession.onramp.people import People, Person
from succession.words import LISTS, Codes


@dataclass(frozen=True)
class Standing:
    """The plan on a day. `holders`: who holds or is to hold each post, by its id."""

    day: dt.date
    board: Board
    holders: Mapping[int, tuple[int, ...]]
    people: People
    staff: Mapping[int, Person]
    codes: Codes
    meanings: Meanings
    review_by: dt.date


def standing(unit_id: int, day: dt.date) -> Standing:
    """Load it: as many queries for one post as for many."""
    codes = code_lists(*LISTS, owner=unit_id)
    staff = {each.id: each for each in _staff(unit_id, day)}
    holders: dict[int, tuple[int, ...]] = defaultdict(tuple)
    held = Incumbency.objects.filter(not_ended("ends_on", day), unit_id=unit_id)
    for post_id, staff_id in held.order_by("pk").values_list("post_id", "assignment__staff_id"):
        holders[post_id] += (staff_id,)
    return Standing(
        day,
        board(unit_id, day),
        holders,
        People(staff.values()),
        staff,
        codes,
        Meanings(codes, icb=at_icb(unit_id)),
        template.review_by(unit_id, day),
    )


def _staff(unit_id: int, day: dt.date) -> list[Person]:
    jobs = Assignment.objects.filter(not_ended("ends_on", day), staff_id=OuterRef("pk"))
    newest = jobs.order_by("-starts_on", "-pk").values("starts_on")[:1]
    rows = StaffRecord.objects.filter(in_force(day), unit_id=unit_id).order_by("pk")
    rows = rows.annotate(since=Subquery(newest, output_field=DateField()))
    return [
        Person(*row)
        for row in rows.values_list("id", "name", "employee_number", "work_email", "since")
    ]
