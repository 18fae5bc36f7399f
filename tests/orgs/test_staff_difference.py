"""A list against what is recorded: who joins, changes, leaves, comes back, or is asked about. No database."""

import datetime as dt
from dataclasses import replace

import pytest

from orgs.imports.staff_changes import Job, ManagerIs, Present
from orgs.imports.staff_difference import Difference, compare
from orgs.imports.staff_rows import Entry

DAY = dt.date(2026, 11, 30)
SINCE = dt.date(2024, 4, 1)
COLUMNS = dict.fromkeys(
    ("number", "name", "email", "title", "band", "manager", "starts", "ends"), 0
)
ADA = Present(
    1, 11, "Ada Lamb", "100", "ada@example.org", None, SINCE, None,
    (Job(5, "substantive", "Nurse", "6", "03", None, SINCE, None),),
)  # fmt: skip
BO = replace(
    ADA, id=2, person=12, name="Bo Reed", number="200", email="bo@example.org",
    jobs=(Job(6, "substantive", "Matron", "8a", "03", None, SINCE, None),),
)  # fmt: skip
SAME = Entry(2, "Ada Lamb", "100", "ada@example.org", "Nurse", "6", "03", None, "", "", SINCE, None)


def changed(
    entry: Entry = SAME, *, present: list[Present] | None = None, **how: object
) -> Difference:
    given = present if present is not None else [ADA]
    return compare([entry], given, **{"columns": COLUMNS, "day": DAY, **how})  # type: ignore[arg-type]


def fields(found: Difference) -> list[tuple[str, object, object]]:
    (write,) = [*found.changing, *found.joining]
    return [(c.key, c.old, c.new) for c in write.changes]


def test_what_is_as_it_says_changes_nothing() -> None:
    found = changed()
    assert (found.unchanged, found.nothing, found.faults, found.questions) == (1, True, [], [])


def test_an_empty_cell_changes_nothing() -> None:
    assert changed(replace(SAME, email="", band="", group="", kind="")).unchanged == 1


def test_somebody_unknown_joins() -> None:
    found = changed(replace(SAME, name="Cy New", number="300", email="", line=7))
    (write,) = found.joining
    assert (write.line, write.before, write.after.name, write.after.valid_from) == (
        7,
        None,
        "Cy New",
        SINCE,
    )
    assert write.job == Job(0, "substantive", "Nurse", "6", "03", None, SINCE, None)
    assert found.absent == 1


def test_corrections_keep_the_job() -> None:
    found = changed(
        replace(SAME, name="Ada Lamb-Reed", title="Senior nurse", starts_on=dt.date(2024, 3, 1))
    )
    assert fields(found) == [
        ("name", "Ada Lamb", "Ada Lamb-Reed"),
        ("title", "Nurse", "Senior nurse"),
        ("starts", SINCE, dt.date(2024, 3, 1)),
    ]
    (write,) = found.changing
    assert write.job is not None
    assert (write.job.id, write.ended, write.after.valid_from) == (5, None, dt.date(2024, 3, 1))


def test_a_later_start_with_another_band_is_a_new_job() -> None:
    since = dt.date(2026, 6, 1)
    (write,) = changed(replace(SAME, title="Sister", band="7", starts_on=since)).changing
    assert write.job is not None
    assert write.ended is not None
    assert (write.job.id, write.job.title, write.job.starts_on) == (0, "Sister", since)
    assert (write.ended.id, write.ended.title, write.ended.ends_on) == (5, "Nurse", since)


def test_a_later_start_alone_corrects_the_start() -> None:
    (write,) = changed(replace(SAME, starts_on=dt.date(2024, 5, 1))).changing
    assert write.job is not None
    assert (write.job.id, write.job.starts_on, write.ended) == (5, dt.date(2024, 5, 1), None)


def test_applied_it_is_what_the_next_upload_finds() -> None:
    """A promotion applied by hand, the same row again: nothing to change."""
    since = dt.date(2026, 6, 1)
    jobs = (
        replace(ADA.jobs[0], ends_on=since),
        Job(9, "substantive", "Nurse", "7", "03", None, since, None),
    )
    again = changed(replace(SAME, band="7", starts_on=since), present=[replace(ADA, jobs=jobs)])
    assert again.unchanged == 1


def test_an_end_to_come_ends_the_record_when_nothing_else_goes_on() -> None:
    until = dt.date(2027, 4, 1)
    found = changed(replace(SAME, ends_on=until))
    assert fields(found) == [("ends", None, until)]
    assert found.changing[0].after.valid_to == until
    other = Job(8, "joint", "Lecturer", "", "", None, SINCE, None)
    two = changed(replace(SAME, ends_on=until), present=[replace(ADA, jobs=(*ADA.jobs, other))])
    assert two.changing[0].after.valid_to is None


def test_an_end_that_has_come_is_a_leaving_on_that_day() -> None:
    found = changed(replace(SAME, ends_on=dt.date(2026, 11, 1)))
    assert [(each.record.id, each.on, each.absent) for each in found.leaving] == [
        (1, dt.date(2026, 11, 1), False)
    ]
    assert found.changing == []


def test_who_is_not_on_a_complete_list_leaves_today_and_otherwise_stays() -> None:
    assert [each.record.id for each in changed(present=[ADA, BO]).leaving] == []
    found = changed(present=[ADA, BO], complete=True)
    assert [(each.record.id, each.on, each.absent) for each in found.leaving] == [(2, DAY, True)]
    soon = replace(BO, valid_from=DAY + dt.timedelta(days=9))
    assert changed(present=[ADA, soon], complete=True).leaving == []


@pytest.mark.parametrize(
    ("here", "leaving", "many"), [(10, 5, False), (10, 6, True), (100, 10, False), (100, 11, True)]
)
def test_so_many_leavers_are_asked_about(here, leaving, many) -> None:
    people = [replace(BO, id=n, number=str(n), email=f"{n}@example.org") for n in range(here)]
    rows = [
        replace(
            SAME,
            line=n,
            name=BO.name,
            number=str(n),
            email=f"{n}@example.org",
            title="Matron",
            band="8a",
        )
        for n in range(here - leaving)
    ]
    found = compare(rows, people, columns=COLUMNS, day=DAY, complete=True)
    assert (len(found.leaving), found.many_leave) == (leaving, many)


LEFT = replace(
    ADA, valid_to=dt.date(2026, 3, 1), jobs=(replace(ADA.jobs[0], ends_on=dt.date(2026, 3, 1)),)
)


def test_who_left_and_begins_again_comes_back() -> None:
    since = dt.date(2026, 10, 1)
    found = changed(replace(SAME, starts_on=since), present=[LEFT])
    (write,) = found.joining
    assert (write.returning, write.after.id, write.after.valid_to) == (True, 1, None)
    assert write.job is not None
    assert (write.job.id, write.job.starts_on) == (0, since)


def test_who_left_and_is_on_the_list_as_before_is_a_fault() -> None:
    found = changed(present=[LEFT])
    assert [(f.line, f.column) for f in found.faults] == [(2, "Start date")]
    assert "28/02/2026, the day on which they left" in found.faults[0].message
    assert found.joining == []


def test_who_left_and_is_on_the_list_as_one_who_left_is_unchanged() -> None:
    found = changed(replace(SAME, ends_on=dt.date(2026, 3, 1)), present=[LEFT])
    assert (found.unchanged, found.nothing) == (1, True)
    unknown = changed(replace(SAME, number="9", email="", name="Cy", ends_on=dt.date(2026, 3, 1)))
    assert (unknown.gone, unknown.joining) == (1, [])


def test_an_email_finds_who_has_no_number_yet() -> None:
    found = changed(present=[replace(ADA, number="")])
    assert fields(found) == [("number", "", "100")]


def test_an_email_of_another_number_is_a_fault() -> None:
    found = changed(replace(SAME, number="101"))
    assert [(f.column, f.message) for f in found.faults] == [
        ("Work email", "is the work email of employee 100, Ada Lamb")
    ]


def test_a_name_and_a_start_alone_are_asked_about() -> None:
    row = replace(SAME, number="", email="", line=4)
    asked = changed(row)
    assert [(q.line, q.record.id) for q in asked.questions] == [(4, 1)]
    assert not asked.ready
    assert changed(row, same={"4": "same"}).unchanged == 1
    other = changed(row, same={"4": "new"})
    assert [write.after.name for write in other.joining] == ["Ada Lamb"]
    assert changed(replace(row, starts_on=dt.date(2025, 1, 1))).questions == []


def test_two_rows_for_one_person_are_a_fault() -> None:
    second = replace(SAME, line=3, number="")
    found = compare([SAME, second], [ADA], columns=COLUMNS, day=DAY)
    assert [(f.line, f.message) for f in found.faults] == [
        (3, "another row is this person already")
    ]


def test_a_manager_is_found_here_or_on_the_list() -> None:
    here = changed(replace(SAME, manager="200"), present=[ADA, BO])
    assert fields(here) == [("manager", "", "200")]
    assert here.changing[0].manager == ManagerIs(record=2)
    boss = replace(SAME, line=3, name="Cy New", number="300", email="")
    found = compare([replace(SAME, manager="300"), boss], [ADA], columns=COLUMNS, day=DAY)
    assert found.changing[0].manager == ManagerIs(row=3)
    nobody = changed(replace(SAME, manager="999"))
    assert [(f.column, f.message) for f in nobody.faults] == [
        ("Manager employee number", "nobody here or on the list has the employee number 999")
    ]
    assert (
        changed(replace(SAME, manager="200"), present=[replace(ADA, manager=2), BO]).unchanged == 1
    )


def test_the_digest_tells_what_is_written_and_what_stood_there() -> None:
    row = replace(SAME, title="Sister")
    first = changed(row).digest()
    assert changed(row).digest() == first
    assert changed(replace(row, title="Matron")).digest() != first
    assert changed(row, present=[replace(ADA, email="other@example.org")]).digest() != first
