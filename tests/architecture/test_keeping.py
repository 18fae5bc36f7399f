"""Every table with rows of a unit says how long they are kept, and the database holds it to that."""

import re

import pytest
from django.apps import apps
from django.db import connection, models

from orgs.access import removal
from orgs.access.floor import Floor
from orgs.keep import (
    CLASSES,
    Keep,
    Stays,
    binds,
    classes_in_use,
    declared,
    faults,
    kept,
    pointing_at,
)
from orgs.models import Grant, StaffRecord
from succession.models import Incumbency, Nomination, Post, ReadinessJudgement
from tests.architecture.test_registries import not_plain

#: Figures of ``reporting`` identify nobody, and what is about an account there has an end of its own.
APPS = {"orgs", "succession", "learning", "talentpools", "edi"}


def tenant_models() -> list[type[models.Model]]:
    """Models of the apps that hold people, with rows of a unit; history and reference are left out."""
    return [
        model
        for model in apps.get_models()
        if model._meta.app_label in APPS
        and any(field.name == "unit" for field in model._meta.concrete_fields)
        and not hasattr(model, "pgh_tracked_model")
        and not getattr(model, "floor", Floor()).reference
    ]


def test_every_table_says_how_long_its_rows_are_kept() -> None:
    assert "\n".join(faults(tenant_models())) == ""
    assert len(tenant_models()) >= 22
    assert {Nomination, Incumbency, StaffRecord} <= set(tenant_models())


def test_whatever_points_at_rows_that_go_says_so_too() -> None:
    loose = [
        f"{key.model._meta.label}.{key.name}"
        for model, _ in kept()
        for key in pointing_at(model)
        if declared(key.model) is None
    ]
    assert loose == []


def test_rows_that_point_at_others_go_first() -> None:
    order = [model for model, _ in kept()]
    late = [
        f"{key.model._meta.label} after {model._meta.label}"
        for model in order
        for key in pointing_at(model)
        if binds(key) and key.model in order and order.index(key.model) > order.index(model)
    ]
    assert late == []


@pytest.mark.parametrize(
    ("model", "keep", "said"),
    [
        (Nomination, None, 'write keep = Keep("judgement")'),
        (Nomination, Keep("rumour"), "no class"),
        (Nomination, Keep("judgement", ends="over_on"), "no field"),
        (Grant, Keep("staff", ends=""), "never end"),
        (Incumbency, Stays("The organisation's record."), 'holds=("assignment",)'),
    ],
)
def test_what_is_missing_or_wrong_is_said_with_what_to_do(monkeypatch, model, keep, said) -> None:
    monkeypatch.setattr(model, "keep", keep)
    (fault,) = faults([model])
    assert model._meta.label in fault
    assert said in fault


def test_a_reason_is_a_sentence() -> None:
    reasons = [k.reason for m in tenant_models() if isinstance(k := declared(m), Stays)]
    assert [r for r in reasons if not re.fullmatch(r"[A-Z].{8,}\.", r)] == []


def test_the_classes_are_plain_words_and_shorter_is_possible() -> None:
    words = [text for c in CLASSES.values() for text in (c.label, c.what, c.why)]
    assert [text for text in words if not_plain(text)] == []
    assert [c.code for c in CLASSES.values() if not 1 <= c.least < c.months] == []
    assert all(key == each.code for key, each in CLASSES.items())
    assert {keep.klass for _, keep in kept()} == {each.code for each in classes_in_use()}


def test_what_is_a_persons_own_is_counted_nowhere() -> None:
    """That somebody shared something, or was asked, must not show as a number beforehand or after."""
    private = {model._meta.db_table for model, keep in kept() if not keep.counted}
    counted = set(re.findall(r"AS rows FROM (\w+) t", removal._count()))
    assert private & counted == set()
    assert {model._meta.db_table for model, keep in kept() if keep.counted} == counted
    assert {"learning_aspiration", "talentpools_positiveactionmembership"} <= private
    assert CLASSES["sharing"].private


@pytest.mark.django_db
def test_the_function_removes_from_the_tables_that_say_so_and_no_other() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_get_functiondef('app.keeping_remove(int, jsonb, int)'::regprocedure)"
        )
        (text,) = cursor.fetchone()
    removed = set(re.findall(r"DELETE FROM (\w+)", text))
    history = {
        m.pgh_tracked_model: m._meta.db_table
        for m in apps.get_models()
        if hasattr(m, "pgh_tracked_model")
    }
    wanted = {model._meta.db_table for model, _ in kept()}
    wanted |= {history[model] for model, _ in kept() if model in history}
    assert removed == wanted
    emptied = set(re.findall(r"UPDATE (\w+) SET (\w+) = NULL", text))
    assert ("succession_nomination", "continues_id") in emptied
    assert not {table for table, _ in emptied} & {Post._meta.db_table, "orgs_auditevent"}
    assert ReadinessJudgement._meta.db_table in removed
