"""Skills of the board: the inherited list, what each member brings, and what nobody brings."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.selectors import effective
from orgs.models.people import StaffRecord
from orgs.periods import in_force
from succession.access import must_manage
from succession.board import Board, PostRow
from succession.conflicts import SuccessionError
from succession.models import SkillMark

STRONG = 2

#: Our own list; what boards usually ask for, to be adapted.
_DEFAULT = (
    ("finance", "Finance and commercial"),
    ("clinical", "Clinical practice and quality"),
    ("strategy", "Strategy and transformation"),
    ("people", "People and culture"),
    ("digital", "Digital, data and cyber security"),
    ("governance", "Governance, audit and risk"),
    ("legal", "Law and regulation"),
    ("estates", "Estates and sustainability"),
    ("inequalities", "Health inequalities and communities"),
    ("partnership", "Partnership and system working"),
    ("research", "Research and innovation"),
    ("lived", "Lived experience of services"),
)

BOARD_SKILLS = DefinitionKind(
    code="board_skills",
    label="Skills of the board",
    plural="Skills of the board",
    fields=(
        FieldSpec(
            "skills",
            "Skills that a board looks for",
            "list",
            default=[{"key": key, "value": words} for key, words in _DEFAULT],
            hint="Each member is marked none, some or strong.",
        ),
    ),
    single=True,
)


def skills(unit_id: int, day: dt.date) -> dict[str, str]:
    """The skills list in effect: words by key, in its order."""
    items = effective(BOARD_SKILLS.code, unit_id, day).value("skills") or ()
    return {str(item["key"]): str(item["value"] or item["key"]) for item in items}


@dataclass(frozen=True)
class Member:
    """Somebody who holds a post of the board, with the titles of their posts and their marks."""

    staff_id: int
    name: str
    posts: tuple[PostRow, ...]
    marks: Mapping[str, int]

    @property
    def titles(self) -> str:
        return ", ".join(post.title for post in self.posts)


def members(board: Board, marks: Mapping[int, Mapping[str, int]]) -> list[Member]:
    """Everybody who holds a post, in the order of the plan, each once."""
    held: dict[int, list[PostRow]] = {}
    names: dict[int, str] = {}
    for row in board.rows:
        for holder in row.holders:
            held.setdefault(holder.staff_id, []).append(row)
            names[holder.staff_id] = holder.name
    return [
        Member(staff_id, names[staff_id], tuple(rows), marks.get(staff_id, {}))
        for staff_id, rows in held.items()
    ]


def marks(unit_id: int, day: dt.date) -> dict[int, dict[str, int]]:
    """Marks in force by staff id and skill: 1 query."""
    found: dict[int, dict[str, int]] = {}
    rows = SkillMark.objects.filter(in_force(day), unit_id=unit_id)
    for staff_id, skill, level in rows.values_list("staff_id", "skill", "level"):
        found.setdefault(staff_id, {})[skill] = level
    return found


@dataclass(frozen=True)
class Gaps:
    """Skills that no marked member brings, that only one brings strongly, and who is not marked."""

    nobody: tuple[str, ...]
    only_one: tuple[str, ...]
    not_marked: int


def gaps(listed: Mapping[str, str], of: Sequence[Member]) -> Gaps:
    """What is missing. A member without any mark says nothing about a skill."""
    marked = [member for member in of if member.marks]
    nobody, only_one = [], []
    for key, words in listed.items():
        levels = [member.marks.get(key, 0) for member in marked]
        if marked and not any(levels):
            nobody.append(words)
        elif levels.count(STRONG) == 1 and sum(map(bool, levels)) == 1:
            only_one.append(words)
    return Gaps(tuple(nobody), tuple(only_one), len(of) - len(marked))


@transaction.atomic
def mark_skills(*, viewer: Viewer, staff: StaffRecord, levels: Mapping[str, int | None]) -> int:
    """Mark what a member brings; None leaves a skill unmarked. Returns how many marks changed.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: a skill that is not of the list.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    if not set(levels) <= set(skills(unit_id, viewer.day)):
        raise SuccessionError("Select skills of the list")
    rows = SkillMark.objects.select_for_update().filter(staff=staff, valid_to=None)
    open_rows = {row.skill: row for row in rows}
    changed = 0
    for skill, level in levels.items():
        before = open_rows.get(skill)
        if (before.level if before else None) == level:
            continue
        changed += 1
        if before is not None:
            before.valid_to = viewer.day
            before.save(update_fields=["valid_to"])
        if level is not None:
            SkillMark.objects.create(
                unit_id=unit_id,
                staff=staff,
                skill=skill,
                level=level,
                valid_from=viewer.day,
                marked_by_id=viewer.user_id,
            )
    if changed:
        audit.record(viewer, "plan.skills_marked", unit_id=unit_id, about=staff, changed=changed)
    return changed
