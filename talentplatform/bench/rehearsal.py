"""Rehearsing changes of national size: the fast checks, with every kind defined and adapted."""

import datetime as dt
import random
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from orgs import tree
from orgs.clock import now, today
from orgs.inheritance import merge as m
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import Difference, Slot
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion
from orgs.models.units import OrgUnit
from orgs.restructure import checks
from orgs.restructure import operations as ops
from orgs.restructure.rehearsal import rehearse_operations
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Move
from talentplatform.bench.hierarchy import rows_of_a_nation

LONG_AGO = dt.date(2020, 4, 1)
ADAPTATIONS = 2_000
TIMES = 3


def run(say: Callable[[str], None]) -> bool:
    """Measure; nothing is left behind."""
    say("rehearsal, every kind defined by the nation and its regions, 2,000 adaptations")
    with transaction.atomic():
        units = _tree()
        _defined(units)
        _measure(say, "12 boards merge into 6, and 5 Trusts go to another region", _april(units))
        _measure(say, "the worst: every board goes to another region", _moves(units))
        transaction.set_rollback(True)
    return True


def _measure(say: Callable[[str], None], what: str, stored: list[dict[str, Any]]) -> None:
    tried = ops.try_out(ops.read(stored), Shape.of_day)
    assert not tried.faults, tried.faults
    taken = []
    for _ in range(TIMES):
        begun = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            sections = checks.run(tried, today())
        taken.append(time.perf_counter() - begun)
    rows = sum(len(section["rows"]) for section in sections)
    begun = time.perf_counter()
    rehearse_operations(stored, today=today())
    whole = time.perf_counter() - begun
    say(
        f"  {what}: all checks {min(taken):.2f} s, {len(asked)} statements, {rows:,} rows; "
        f"the whole rehearsal {whole:.2f} s"
    )


def _tree() -> list[OrgUnit]:
    rows = rows_of_a_nation()
    if rows:
        tree.load(rows, day=today())
    return list(
        OrgUnit.objects.filter(open=True, type__kind="tree").select_related("type", "parent")
    )


def _defined(units: list[OrgUnit]) -> None:
    """Every kind at the nation and at each region, and adaptations at regions and employers."""
    chance = random.Random(7)  # noqa: S311  no secret
    owners = [u for u in units if u.type.code in ("national", "region")]
    made = []
    for unit in owners:
        for kind in kinds:
            found, _ = Definition.objects.get_or_create(
                unit=unit, kind=kind.code, key=kind.code, defaults={"title": kind.label}
            )
            version, _ = DefinitionVersion.objects.get_or_create(
                definition=found, unit=unit, number=1,
                defaults={"fields": dict(_fields(kind, chance)), "valid_from": LONG_AGO, "published_at": now()},
            )  # fmt: skip
            made.append((found, version, kind))
    below = [u for u in units if u.type.code not in ("national", "region")]
    wanted = [(unit, each) for unit in below for each in made if _above(unit, each[0].unit_id)]
    Adaptation.objects.bulk_create(
        Adaptation(
            definition=definition, unit=unit, base_version=version, valid_from=LONG_AGO,
            differences=m.stored_differences(_differences(kind, chance)),
        )
        for unit, (definition, version, kind) in chance.sample(wanted, min(ADAPTATIONS, len(wanted)))
    )  # fmt: skip


def _above(unit: OrgUnit, owner_id: int) -> bool:
    parent: Any = unit.parent
    while parent is not None:
        if parent.pk == owner_id:
            return True
        parent = parent.parent
    return False


def _fields(kind: DefinitionKind, chance: random.Random) -> Iterator[tuple[str, dict[str, Any]]]:
    for spec in kind.fields:
        if spec.type == "list":
            yield (
                spec.name,
                {
                    "items": [
                        {"key": f"item{n}", "value": _item(spec, n, chance)}
                        for n in chance.sample(range(9), 4)
                    ]
                },
            )
        else:
            yield spec.name, {"value": _value(spec, chance)}


def _differences(kind: DefinitionKind, chance: random.Random) -> dict[Slot, Difference]:
    specs = [spec for spec in kind.fields if spec.type != "list"] or list(kind.fields)
    chosen = chance.sample(specs, min(2, len(specs)))
    return {
        Slot(spec.name): Difference(_value(spec, chance), _value(spec, chance))
        for spec in chosen
        if spec.type != "list"
    }


def _item(spec: FieldSpec, number: int, chance: random.Random) -> Any:
    """One of a list: words, or its parts, of which the first names it."""
    words = f"Item {number}"
    parts = {part.name: _value(part, chance) for part in spec.parts[1:]}
    return {spec.parts[0].name: words, **parts} if spec.parts else words


def _value(spec: FieldSpec, chance: random.Random) -> Any:
    if spec.type == "number":
        least, most = spec.minimum or 1, spec.maximum or 20
        return chance.randint(least, most)
    if spec.type == "date":
        return f"2027-0{chance.randint(1, 9)}-15"
    if spec.type == "choice":
        return chance.choice([code for code, _ in spec.options()] or [""])
    return chance.choice(["One", "Two", "Three"])


def _moves(units: list[OrgUnit]) -> list[dict[str, Any]]:
    """Every board goes to the next region."""
    regions = sorted(u.code for u in units if u.type.code == "region")
    following = dict(zip(regions, [*regions[1:], regions[0]], strict=True))
    boards = [u for u in units if u.type.code == "icb" and u.parent is not None]
    return ops.write([ops.Dated(today(), Move(b.code, following[b.parent.code])) for b in boards])


def _april(units: list[OrgUnit]) -> list[dict[str, Any]]:
    """As large as the change of April 2026: pairs of boards of one region merge, a few Trusts move."""
    boards = sorted((u for u in units if u.type.code == "icb"), key=lambda u: (u.parent_id, u.code))
    pairs = [
        (one, other)
        for one, other in zip(boards[::2], boards[1::2], strict=False)
        if one.parent_id == other.parent_id
    ][:6]
    merging = {each.pk for pair in pairs for each in pair}
    moving = [u for u in units if u.type.code == "trust" and u.parent_id not in merging][:5]
    elsewhere = next(
        b for b in boards if b.pk not in merging and b.parent_id != moving[0].parent.parent_id
    )
    return ops.write(
        [
            *(ops.Dated(today(), ops.Merge((a.code, b.code), b.code)) for a, b in pairs),
            *(ops.Dated(today(), Move(u.code, elsewhere.code)) for u in moving),
        ]
    )
