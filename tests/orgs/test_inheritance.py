"""Defined once above, adapted below: through the services, under the site's role, and as at a day."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from orgs.inheritance import services
from orgs.inheritance.merge import ABSENT, Slot, State
from orgs.inheritance.selectors import effective, effective_all
from orgs.inheritance.values import DefinitionError, StaleError
from orgs.models import Adaptation, AuditEvent, Definition, DefinitionVersion, OrgUnit, User
from tests import factories
from tests.orgs.defining import (  # noqa: F401  fixtures
    DAY,
    KIND,
    VALUES,
    acting,
    adapt,
    at,
    cpo,
    definition,
    kind,
    publish_next,
    steward,
)

# --- what is in effect -----------------------------------------------------------------------------


def test_where_nobody_defined_the_kind_the_platforms_values_hold(cpo: User) -> None:
    found = at(cpo, "TA1")
    assert found.public_id is None
    assert found.value("months") == 6
    assert found.value("questions") == []


def test_a_definition_reaches_a_trust_below_and_no_other(
    units: dict[str, OrgUnit], cpo: User, definition: Definition
) -> None:
    found = at(cpo, "TA1")
    assert (found.title, found.owner_name, found.version) == ("Yearly review", "Ashdown region", 1)
    assert found.value("months") == 6
    assert found.value("due_on") == "2027-03-31"
    assert found.value("note") == ""  # suggested is not applied
    assert found.value("questions") == [
        {"key": "aims", "value": "What are your aims?"},
        {"key": "board", "value": "Has the board seen it?"},
    ]
    states = {each.spec.name: each.itself.state for each in found.fields}
    assert states["months"] == State.INHERITED
    assert states["due_on"] == State.LOCKED
    assert states["note"] == State.PENDING
    assert at(factories.holder("cpo", units["TB1"]), "TB1").public_id is None


def test_effective_is_one_query(cpo: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, months="9")
    with acting(cpo, "TA1") as viewer, CaptureQueriesContext(connection) as queries:
        effective(KIND.code, viewer.here.id, DAY)
    assert len(queries) == 1


def test_only_the_difference_is_stored(cpo: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, months="9", tone="plain")
    stored = Adaptation.objects.get()
    assert stored.differences == [{"field": "months", "item": "", "value": 9, "base": 6}]
    found = at(cpo, "TA1")
    assert (found.value("months"), found.field("months").itself.state) == (9, State.ADAPTED)
    assert found.field("tone").itself.state == State.INHERITED


def test_an_upstream_change_arrives_where_nothing_was_touched(
    cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    publish_next(steward, definition, tone={"value": "formal", "mode": "default"})
    found = at(cpo, "TA1")
    assert found.version == 2
    assert found.value("tone") == "formal"
    assert found.value("months") == 9
    assert found.conflicts == ()


@pytest.mark.parametrize(("keep", "value"), [("local", 9), ("upstream", 12)])
def test_where_both_changed_the_trust_chooses(
    cpo: User, steward: User, definition: Definition, keep: Any, value: int
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    publish_next(steward, definition, months={"value": "12", "mode": "default"})
    found = at(cpo, "TA1")
    slot = found.field("months").itself
    assert (slot.value, slot.base, slot.above, slot.state) == (9, 6, 12, State.CONFLICT)
    with acting(cpo, "TA1") as viewer:
        services.resolve_conflict(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=definition.public_id,
            slot=Slot("months"),
            keep=keep,
            expected=found.stamp,
        )
    after = at(cpo, "TA1")
    assert (after.value("months"), after.conflicts) == (value, ())


def test_a_lock_that_comes_later_beats_what_was_adapted(
    cpo: User, steward: User, definition: Definition
) -> None:
    adapt(cpo, "TA1", definition, months="9")
    publish_next(steward, definition, months={"value": "12", "mode": "locked"})
    slot = at(cpo, "TA1").field("months").itself
    assert (slot.value, slot.state) == (12, State.LOCKED)
    assert [step.what for step in slot.steps] == ["locked", "overruled"]


def test_the_chain_says_why(cpo: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, months="9")
    steps = at(cpo, "TA1").field("months").itself.steps
    assert [(s.unit_name, s.what, s.value, s.since) for s in steps] == [
        ("Ashdown region", "set", 6, DAY),
        ("Kestrel Valley NHS Trust", "adapted", 9, DAY),
    ]


def test_items_are_added_left_out_and_returned(cpo: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, questions__aims=ABSENT, questions__ours="Our own?")
    found = at(cpo, "TA1")
    assert [item["key"] for item in found.value("questions")] == ["board", "ours"]
    assert found.slot(Slot("questions", "aims")).state == State.REFUSED  # type: ignore[union-attr]
    with acting(cpo, "TA1") as viewer:
        services.remove_adaptation(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=definition.public_id,
            slots=None,
            expected=found.stamp,
        )
    assert [i["key"] for i in at(cpo, "TA1").value("questions")] == ["aims", "board"]


def test_as_at_a_day(cpo: User, steward: User, definition: Definition) -> None:
    week, fortnight = DAY + dt.timedelta(days=7), DAY + dt.timedelta(days=14)
    adapt(cpo, "TA1", definition, months="9")
    adapt(cpo, "TA1", definition, week, months="10")
    publish_next(steward, definition, fortnight, tone={"value": "formal", "mode": "default"})
    values = [
        (at(cpo, "TA1", d).value("months"), at(cpo, "TA1", d).value("tone"))
        for d in (DAY, week, fortnight)
    ]
    assert values == [(9, "plain"), (10, "plain"), (10, "formal")]
    periods = Adaptation.objects.order_by("version").values_list(
        "version", "valid_from", "valid_to"
    )
    assert list(periods) == [(1, DAY, week), (2, week, None)]


def test_two_choices_in_a_day_are_one_period(cpo: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, months="9")
    adapt(cpo, "TA1", definition, months="10")
    row = Adaptation.objects.get()
    assert (row.version, row.valid_from, row.valid_to) == (2, DAY, None)


def test_a_region_adapts_the_nations_for_all_below_and_an_employer_for_itself(
    units: dict[str, OrgUnit], cpo: User, steward: User
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        made = services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Review", fields=VALUES, valid_from=DAY
        )
    adapt(steward, "RA", made, months="8")
    board = factories.holder("cpo", units["QA1"])
    adapt(board, "QA1", made, months="3")
    assert at(board, "QA1").value("months") == 3
    found = at(cpo, "TA1")
    assert found.value("months") == 8  # the region's, and not the ICB's own
    assert [s.unit_name for s in found.field("months").itself.steps] == [
        "Nation of Albany",
        "Ashdown region",
    ]
    adapt(cpo, "TA1", made, months="9")
    adapt(steward, "RA", made, months="10")
    assert at(cpo, "TA1").field("months").itself.state == State.CONFLICT


def test_the_nearest_definition_of_a_key_holds(
    units: dict[str, OrgUnit], cpo: User, definition: Definition
) -> None:
    national = factories.holder("steward", units["NAT"])
    with acting(national, "NAT") as viewer:
        for title in ("Yearly review", "Another"):
            services.publish_definition(
                viewer=viewer, kind_code=KIND.code, title=title, fields={}, valid_from=DAY
            )
    with acting(cpo, "TA1") as viewer:
        found = effective_all(KIND.code, viewer.here.id, DAY)
        assert [(e.key, e.owner_code) for e in found] == [
            ("yearly-review", "RA"),
            ("another", "NAT"),
        ]
        assert effective(KIND.code, viewer.here.id, DAY, key="another").owner_code == "NAT"


def test_a_division_has_its_employers_settings(
    units: dict[str, OrgUnit], cpo: User, definition: Definition
) -> None:
    from orgs import tree
    from orgs.models import OrgPlacement, OrgUnitType

    kind = OrgUnitType.objects.get(code="division")
    with tree.locked():
        division = OrgUnit(
            code="TA1-S",
            name="Surgery",
            type=kind,
            employer=units["TA1"],
            lft=1,
            rght=2,
            level=0,
            tree_id=99,
        )
        OrgUnit.objects.bulk_create([division])
        division = OrgUnit.objects.get(code="TA1-S")
        OrgPlacement.objects.create(unit=division, name="Surgery", type=kind, valid=(DAY, None))
        tree.project(DAY)
    adapt(cpo, "TA1", definition, months="9")
    found = at(cpo, "TA1-S")
    assert (found.value("months"), found.adaptation_version) == (9, 0)


# --- refusals --------------------------------------------------------------------------------------


def test_a_locked_field_is_not_adapted(cpo: User, definition: Definition) -> None:
    with pytest.raises(DefinitionError, match="Due on is locked by Ashdown region"):
        adapt(cpo, "TA1", definition, due_on="2027-04-30")
    with pytest.raises(DefinitionError, match="locked"):
        adapt(cpo, "TA1", definition, questions__board=ABSENT)
    assert Adaptation.objects.count() == 0


@pytest.mark.parametrize(
    ("slots", "words"),
    [
        ({"months": "25"}, "Months between reviews must be 24 or fewer"),
        ({"months": "0"}, "Months between reviews must be 1 or more"),
        ({"months": "six"}, "Months between reviews must be a whole number"),
        ({"tone": "rude"}, "Select tone"),
        ({"questions__x": " "}, "Questions: enter words for each item"),
    ],
)
def test_a_value_that_cannot_be(
    cpo: User, definition: Definition, slots: dict[str, str], words: str
) -> None:
    with pytest.raises(DefinitionError, match=words):
        adapt(cpo, "TA1", definition, **slots)
    assert Adaptation.objects.count() == 0


def test_a_page_that_is_out_of_date_changes_nothing(
    cpo: User, steward: User, definition: Definition
) -> None:
    stamp = at(cpo, "TA1").stamp
    publish_next(steward, definition, months={"value": "12", "mode": "default"})
    with acting(cpo, "TA1") as viewer, pytest.raises(StaleError):
        services.adapt_definition(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=definition.public_id,
            changes={Slot("months"): "9"},
            expected=stamp,
        )
    with acting(steward, "RA") as viewer, pytest.raises(StaleError):
        services.publish_version(
            viewer=viewer, definition=definition, fields=VALUES, valid_from=DAY, expected_number=1
        )
    assert DefinitionVersion.objects.count() == 2


def test_who_may_not(units: dict[str, OrgUnit], steward: User, definition: Definition) -> None:
    learning = factories.holder("learning_lead", units["TA1"])
    for user, code in ((learning, "TA1"), (steward, "TA1"), (steward, "QA1")):
        with pytest.raises(PermissionDenied):
            adapt(user, code, definition, months="9")
    with acting(learning, "TA1") as viewer, pytest.raises(PermissionDenied):
        services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="X", fields={}, valid_from=DAY
        )
    with acting(steward, "QA1") as viewer, pytest.raises(PermissionDenied):
        services.publish_version(
            viewer=viewer, definition=definition, fields=VALUES, valid_from=DAY, expected_number=1
        )
    assert (Adaptation.objects.count(), DefinitionVersion.objects.count()) == (0, 1)


def insert_adaptation(definition: Definition, unit: OrgUnit) -> None:
    version = DefinitionVersion.objects.filter(definition=definition).first()
    assert version is not None
    with transaction.atomic():
        Adaptation.objects.create(
            definition=definition, unit=unit, base_version=version, valid_from=DAY
        )


def test_the_database_refuses_what_the_services_do(
    units: dict[str, OrgUnit], cpo: User, steward: User, definition: Definition
) -> None:
    with acting(cpo, "TA1"):
        with pytest.raises(DatabaseError, match="row-level security"):
            insert_adaptation(definition, units["TA2"])
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            DefinitionVersion.objects.update(fields={})
        assert Definition.objects.update(title="Mine") == 0
        with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            Definition.objects.create(unit=units["TA1"], kind=KIND.code, key="x", title="X")
    with acting(steward, "RA"):
        with pytest.raises(DatabaseError, match="row-level security"):
            insert_adaptation(definition, units["TA1"])
        with pytest.raises(DatabaseError, match="row-level security"):
            insert_adaptation(definition, units["RB"])
        insert_adaptation(definition, units["RA"])
        for model in (Definition, DefinitionVersion, Adaptation):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                model.objects.all()._raw_delete("default")


def test_every_change_is_recorded(cpo: User, steward: User, definition: Definition) -> None:
    adapt(cpo, "TA1", definition, months="9")
    rows = AuditEvent.objects.filter(action__startswith="config.").order_by("at")
    assert list(rows.values_list("action", "unit__code", "detail")) == [
        ("config.published", "RA", {"kind": "test_review", "key": "yearly-review", "version": 1}),
        (
            "config.adapted",
            "TA1",
            {"kind": "test_review", "key": "yearly-review", "fields": ["months"]},
        ),
    ]
