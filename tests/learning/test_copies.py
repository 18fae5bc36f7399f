"""The migration that made pathways a kind of definition: everybody keeps what she was on, and how far she is."""

from importlib import import_module
from typing import Any

from django.db import connection

from learning.in_view import pathways_in_view
from learning.models import PathwayAssignment, StepProgress
from learning.newer import newer
from learning.pathways import pathways, shipped
from orgs.clock import today
from orgs.models import Definition, OrgUnit
from tests import factories

_COPIES = import_module("learning.migrations.0004_pathways")._COPIES
#: The tables and columns that the migration takes away.
_BEFORE = """
ALTER TABLE learning_pathwayassignment ADD COLUMN pathway_id bigint;
ALTER TABLE learning_pathwayassignmentevent ADD COLUMN pathway_id bigint;
ALTER TABLE learning_stepprogress ADD COLUMN step_id bigint;
ALTER TABLE learning_stepprogressevent ADD COLUMN step_id bigint;
CREATE TEMP TABLE learning_pathway (id bigint, public_id uuid DEFAULT gen_random_uuid(), owner_id bigint,
  role_code text, code text, title text, purpose text) ON COMMIT DROP;
CREATE TEMP TABLE learning_pathwaystep (id bigint, pathway_id bigint, "order" int, title text, type text,
  competency_id bigint, weeks int) ON COMMIT DROP;
"""


def _stored(number: int, key: str, owner: int | None = None, code: str = "") -> None:
    """A pathway that ships, as its rows were."""
    found = shipped(key)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO learning_pathway (id, owner_id, role_code, code, title, purpose) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            [number, owner, found.role_code, code or key, found.title, found.purpose],
        )
        cursor.executemany(
            "INSERT INTO learning_pathwaystep SELECT %s, %s, %s, %s, %s, c.id, %s "
            "FROM learning_competency c WHERE c.code = %s",
            [
                [100 * number + n, number, n, s.title, s.type, s.weeks, s.competency]
                for n, s in enumerate(found.steps, start=1)
            ],
        )


def test_copies_progress_and_definitions(units: dict[str, OrgUnit]) -> None:
    unit, staff = units["TA1"], factories.staff(units["TA1"], "Kirsty Moor")
    common: dict[str, Any] = {"unit": unit, "staff": staff, "prepared_on": today()}
    with connection.cursor() as cursor:
        cursor.execute(_BEFORE)
    _stored(1, "ASP-CNO")
    _stored(2, "ASP-COO", owner=units["RA"].id, code="OURS")
    active = PathwayAssignment.objects.create(**common, state="active", started_on=today())
    prepared = PathwayAssignment.objects.create(**common)
    done = StepProgress.objects.create(
        unit=unit, assignment=active, step_key="", state="done", done_on=today()
    )
    with connection.cursor() as cursor:
        for row, number in ((active, 1), (prepared, 2)):
            cursor.execute(
                "UPDATE learning_pathwayassignment SET pathway_id = %s WHERE id = %s",
                [number, row.pk],
            )
        cursor.execute("UPDATE learning_stepprogress SET step_id = 103 WHERE id = %s", [done.pk])
        cursor.execute("UPDATE learning_pathwayassignmentevent SET pathway_id = 1")
        cursor.execute(_COPIES)
    found = shipped("ASP-CNO")
    active.refresh_from_db()
    assert {name: getattr(active, name) for name in found.copy} == found.copy
    done.refresh_from_db()
    assert done.step_key == found.steps[2].key
    assert active.progress.count() == len(found.steps)
    assert prepared.progress.count() == 0
    (view,) = pathways_in_view(PathwayAssignment.objects.filter(pk=active.pk))
    assert [step.state for step in view.steps].index("done") == 2
    assert newer(active.title, active.steps, {done.step_key}, found) is None
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT key FROM learning_pathwayassignmentevent WHERE key <> ''")
        assert ("ASP-CNO",) in cursor.fetchall()
    # What a unit had is a definition of its own, in effect below it as before.
    made = Definition.objects.get()
    assert (made.unit.code, made.kind, made.key) == ("RA", "pathway", "OURS")
    here = pathways(unit.id, today()).of_key("OURS")
    assert here is not None
    assert here.steps == shipped("ASP-COO").steps
    prepared.refresh_from_db()
    assert prepared.steps == here.copy["steps"]
