"""The boundary register: for each class of records and each role, what it may see, worked out from the code.

Nothing is typed by hand: a cell follows from the floors of the tables (whose set of units opens a row),
the families of the role's actions, the functions of the database that answer past the policies, and the
columns that the counting part of the system may read. ``tests/access/test_register.py`` compares every
cell with what Postgres lets each role do. docs/adr/0025-boundary-register.md.
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import models

from orgs.access import conditions
from orgs.access.classes import DataClass, classes
from orgs.access.floor import Floor, floors
from orgs.access.principals import principals
from orgs.access.roles import HISTORY, Role, roles

#: How far a role may go in a class, the least first. ``some`` = rows that meet a condition, or not
#: every table of the class.
NOTHING, OWN, SOME, ALL = "", "own", "some", "all"
_LEVELS = (NOTHING, OWN, SOME, ALL)
#: The family whose set is filled for who reads published figures, and for who reads the audit log.
FIGURES, AUDIT = "aggregate", "audit"
WRITES = ("insert", "update", "delete")


@dataclass(frozen=True)
class Arm:
    """One way to a row: who has `family` (or whoever meets `condition`) may do `verb`."""

    verb: str
    family: str
    condition: str
    level: str

    def level_for(self, families: frozenset[str], asked: tuple[str, ...] = ()) -> str:
        """How far a role with these families comes in here; ``asked`` are tables on the way already."""
        if self.family and self.family not in families:
            return NOTHING
        if not self.family and conditions.about_oneself(self.condition) and "own" not in families:
            # Whose row it is, is a person: it is the staff member's way in, whatever else she is.
            return NOTHING
        if not self.condition:
            return self.level

        def reads(table: str) -> bool:
            return _reads(table, families, asked) != NOTHING

        if not conditions.possible(
            self.condition, families, reads=reads, grants=_may_grant(families)
        ):
            return NOTHING
        # A condition that asks another table goes no further than its reader does there.
        there = [_reads(table, families, asked) for table in conditions.tables_in(self.condition)]
        return min((self.level, *filter(None, there)), key=_LEVELS.index)


def _may_grant(families: Collection[str]) -> bool:
    return any(family in families for role in roles for family in role.granted_by)


def _reads(table: str, families: frozenset[str], asked: tuple[str, ...]) -> str:
    """How far a role reads another table, in the condition of a row of the first one."""
    floor = _floors().get(table)
    if floor is None:
        return ALL  # a table of sign-in, that everybody's conditions may ask
    if table in asked:
        return NOTHING
    levels = [arm.level_for(families, (*asked, table)) for arm in arms(floor) if arm.verb == "read"]
    return max(levels, key=_LEVELS.index, default=NOTHING)


@cache
def _floors() -> dict[str, Floor]:
    return {model._meta.db_table: floor for model, floor in floors()}


@cache
def arms(floor: Floor) -> tuple[Arm, ...]:
    """Every way in that a floor opens for a person, in the order in which it is declared."""
    found = [Arm("read", "", "", ALL)] if floor.reference else []
    found += [Arm("read", family, "", ALL) for family in floor.read]
    for family, condition in (("own", floor.own), ("carried", floor.travels)):
        if condition:
            for branch in conditions.branches(condition):
                found.append(Arm("read", family, branch, _level(branch)))
    if floor.upward:
        found.append(Arm("read", "upward", "", SOME))
    found += [_conditional("read", each) for each in _branches(floor.extra_read)]
    # As the floor lays them: "*" is the site itself, of which whatever anybody does leaves its row, and
    # stands instead of the rest; families that may only add count where nobody may write.
    anybody = "*" in floor.insert
    only_adds = () if anybody or floor.write or floor.extra_write else floor.insert
    verbs = ("update",) if anybody else ("insert", "update")
    for some, families in (
        (verbs, floor.write),
        (("insert",), only_adds),
        (("delete",), floor.delete),
    ):
        found += [Arm(verb, family, "", ALL) for verb in some for family in families]
    for some, extra in (
        (verbs, floor.extra_write),
        (("update",), floor.extra_update),
        (("delete",), floor.extra_delete),
    ):
        found += [_conditional(verb, each) for verb in some for each in _branches(extra)]
    return tuple(found)


def _branches(extra: Iterable[str]) -> list[str]:
    return [branch for condition in extra for branch in conditions.branches(condition)]


def _conditional(verb: str, condition: str) -> Arm:
    return Arm(verb, "", condition, _level(condition))


def _level(condition: str) -> str:
    """A row about the person, or one that names her account, is hers."""
    theirs = conditions.about_oneself(condition) or conditions.names_account(condition)
    return OWN if theirs else SOME


def families_of(role: Role) -> frozenset[str]:
    """The sets of units that the database fills for somebody with this role alone."""
    found = {action.family for action in role.actions}
    if found:
        found.add("upward")
    if "own" in found:
        found.add("carried")
    return frozenset(found)


@dataclass(frozen=True)
class Cell:
    """What one role may do with one class of records."""

    reads: str = NOTHING
    writes: str = NOTHING
    consent: bool = False
    figures: bool = False
    trace: bool = False

    @property
    def code(self) -> str:
        """The cell in letters: R, r, O, C or A for reading, W or w for writing, M; "" for nothing."""
        read = {NOTHING: "", OWN: "O", SOME: "r", ALL: "R"}[self.reads]
        if self.reads in (SOME, ALL) and self.consent:
            read = "C"
        if self.figures:
            read += "A"
        write = {NOTHING: "", OWN: "w", SOME: "w", ALL: "W"}[self.writes]
        return f"{read}{write}{'M' if self.trace else ''}"


def models_of(of: DataClass) -> list[tuple[type[models.Model], Floor]]:
    """The tables of a class with their floors."""
    return [(model, model.floor) for model in map(apps.get_model, of.tables)]


def cell(role: Role, of: DataClass) -> Cell:
    """What a role may do with a class of records at a unit where it is held."""
    families = families_of(role)
    if not families:
        return Cell()
    tables = models_of(of)
    reads = _over([_reach(arms(floor), ("read",), families) for _, floor in tables])
    writes = _over([_reach(arms(floor), WRITES, families) for _, floor in tables])
    if (
        role.code == HISTORY
    ):  # a policy of every table refuses whatever is written where one has closed
        writes = NOTHING
    said = {t.letter for t in of.through if t.family in families or t.family == conditions.ANY}
    if "R" in said:
        reads = ALL
    if "O" in said and reads == NOTHING:
        reads = OWN
    figures = (
        FIGURES in families
        and reads in (NOTHING, OWN)
        and any(_counted(floor) for _, floor in tables)
    )
    if of.figures and reads in (SOME, ALL):
        reads, figures = NOTHING, True
    told = "M" in said or (AUDIT in families and not of.quiet and _of_somebody(tables))
    return Cell(reads, writes, of.consent, figures, told and reads in (NOTHING, OWN))


def _reach(
    found: Iterable[Arm], verbs: Collection[str], families: frozenset[str]
) -> tuple[str, bool]:
    """(how far a role comes in one table, whether anybody at all comes in)."""
    ways = [arm for arm in found if arm.verb in verbs]
    levels = [arm.level_for(families) for arm in ways]
    best = max(levels, key=_LEVELS.index, default=NOTHING)
    return best, best != NOTHING or any(map(_a_role_has, ways))


def _a_role_has(arm: Arm) -> bool:
    return any(arm.level_for(families_of(role)) for role in roles)


def _over(tables: list[tuple[str, bool]]) -> str:
    """How far in a class: all of it only when every table that is open to any role is."""
    levels = [level for level, opened in tables if opened]
    best = max(levels, key=_LEVELS.index, default=NOTHING)
    return SOME if best == ALL and any(level != ALL for level in levels) else best


def _counted(floor: Floor) -> bool:
    return bool(floor.builder) and not floor.reference


def _of_somebody(tables: list[tuple[type[models.Model], Floor]]) -> bool:
    """Whether the rows belong to an organisation, so that acts on them are in its audit log."""
    return any(not floor.reference for _, floor in tables)


# --- the whole register, as plain values ------------------------------------------------------------


def in_order() -> list[DataClass]:
    """The classes of records in the order of the page."""
    return sorted(classes, key=lambda each: each.order)


def content() -> dict[str, Any]:
    """The register as JSON can hold it: what a version keeps and the page shows."""
    return {
        "roles": [_role(role) for role in roles],
        "classes": [_class(each) for each in in_order()],
        "system": [
            {"code": each.code, "purpose": each.purpose, "families": sorted(each.families)}
            for each in sorted(principals, key=lambda p: p.code)
        ],
    }


def _role(role: Role) -> dict[str, Any]:
    return {
        "code": role.code,
        "label": role.label,
        "level": role.level,
        "actions": [
            {"label": a.label, "family": a.family, "reach": str(a.reach)} for a in role.actions
        ],
    }


def _class(of: DataClass) -> dict[str, Any]:
    tables = models_of(of)
    return {
        "code": of.code,
        "label": of.label,
        "what": of.what,
        "cells": {role.code: cell(role, of).code for role in roles},
        "rules": [
            {"table": str(model._meta.verbose_name), "verb": arm.verb, **_who(arm)}
            for model, floor in tables
            for arm in arms(floor)
        ],
        "functions": [[t.function, t.family, t.letter] for t in of.through],
        "counted": {
            str(model._meta.verbose_name): list(floor.builder)
            for model, floor in tables
            if _counted(floor)
        },
    }


def _who(arm: Arm) -> dict[str, str]:
    return {"family": arm.family, "when": arm.condition, "level": arm.level}


@cache
def running() -> dict[str, Any]:
    """The register of this process, worked out once: the code does not change under it."""
    return content()


def digest(of: dict[str, Any]) -> str:
    """What tells one register from another."""
    return hashlib.sha256(json.dumps(of, sort_keys=True).encode()).hexdigest()


# --- from one version to the next -------------------------------------------------------------------


def changes(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    """What differs: ``{"what", "role", "was", "is"}``, in the order of the page."""
    found = _roles_changed(before, after)
    old = {each["code"]: each for each in before["classes"]}
    new = {each["code"]: each for each in after["classes"]}
    for code in [*new, *(code for code in old if code not in new)]:
        label = (new.get(code) or old[code])["label"]
        if code not in old or code not in new:
            found.append(
                _change(label, "", "" if code in new else "kept", "kept" if code in new else "")
            )
            continue
        cells = {**old[code]["cells"], **new[code]["cells"]}
        moved = [
            _change(label, role, old[code]["cells"].get(role, ""), new[code]["cells"].get(role, ""))
            for role in cells
            if old[code]["cells"].get(role, "") != new[code]["cells"].get(role, "")
        ]
        rules = ("rules", "functions", "counted")
        if not moved and any(old[code][part] != new[code][part] for part in rules):
            moved = [_change(label, "", "rules", "rules")]
        found += moved
    return found


def _roles_changed(before: dict[str, Any], after: dict[str, Any]) -> list[dict[str, str]]:
    old = {each["code"]: each for each in before["roles"]}
    new = {each["code"]: each for each in after["roles"]}
    found = []
    for code in [*new, *(code for code in old if code not in new)]:
        if code not in old or code not in new:
            found.append(
                _change("role", code, "" if code in new else "kept", "kept" if code in new else "")
            )
        elif old[code]["actions"] != new[code]["actions"]:
            found.append(_change("actions", code, "rules", "rules"))
    return found


def _change(what: str, role: str, was: str, becomes: str) -> dict[str, str]:
    return {"what": what, "role": role, "was": was, "is": becomes}
