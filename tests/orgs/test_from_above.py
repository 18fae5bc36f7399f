"""Nothing that is told above a unit depends on what the unit chose: random definitions, two Trusts that
differ in values alone, and every report about them the same."""

import datetime as dt
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs.inheritance import below, preview
from orgs.inheritance import merge as m
from orgs.inheritance.as_if import Pair
from orgs.inheritance.below import History, UnitBelow
from orgs.inheritance.effective import Standing, standings_of
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Difference, Differences, Slot
from orgs.restructure import altered

DAY = dt.date(2026, 7, 1)
KIND = DefinitionKind(
    "test_told",
    "Told",
    "Told",
    (
        FieldSpec("months", "Months", "number", default=6),
        FieldSpec("weeks", "Weeks", "number", default=9, tightens="down"),
        FieldSpec("questions", "Questions", "list", default=[]),
    ),
)
ONE, OTHER = UUID(int=1), UUID(int=2)
KEYS = ("aims", "board", "risk", "time")
MODES = st.sampled_from(["default", "suggested", "locked"])
NUMBERS = st.integers(1, 9)
WORDS = st.sampled_from(["One", "Two", "Three"])
ITEMS = st.fixed_dictionaries({"value": WORDS, "mode": MODES})
UNIT = UnitBelow(1, "T", "Trust", "Trust", True, None, "T", False)


@st.composite
def fields(draw: st.DrawFn) -> dict[str, Any]:
    """What an owner publishes."""
    found = draw(st.dictionaries(st.sampled_from(KEYS), ITEMS))
    return {
        "months": {"value": draw(NUMBERS), "mode": draw(MODES)},
        "weeks": {"value": draw(NUMBERS), "mode": draw(st.sampled_from(["default", "locked"]))},
        "questions": {
            "items": [{"key": key, **item} for key, item in found.items()],
            "mode": draw(st.sampled_from(["default", "locked"])),
        },
    }


@st.composite
def twins(draw: st.DrawFn) -> tuple[Differences, Differences]:
    """The choices of two Trusts: of the same fields and items, and as many items added; other values."""
    chosen = draw(st.sets(st.sampled_from(["months", "weeks"])))
    keys = draw(st.permutations(KEYS))
    adapted, added = draw(st.integers(0, 1)), draw(st.integers(0, 2))
    left_out = draw(st.booleans())
    base = {name: draw(NUMBERS) for name in chosen} | {key: draw(WORDS) for key in keys}

    def one(own: list[str]) -> Differences:
        found = {Slot(name): Difference(draw(NUMBERS), base[name]) for name in sorted(chosen)}
        for key in keys[:adapted]:
            value = ABSENT if left_out else draw(WORDS)
            found[Slot("questions", key)] = Difference(value, base[key])
        for key in own[:added]:
            found[Slot("questions", key)] = Difference(draw(WORDS), ABSENT)
        return found

    free = [*keys[adapted:], "theirs"]
    return one(draw(st.permutations(free))), one(draw(st.permutations(free)))


def standing(of: UUID, stored: dict[str, Any], differences: Differences) -> Standing:
    mine = {
        "code": "T", "name": "Trust", "own": True, "version": 1, "valid_from": "2026-01-01",
        "differences": m.stored_differences(differences),
    }  # fmt: skip
    row = (1, KIND.code, of, "told", "Told", "RA", "Region", 1, 1, DAY, stored)
    ((found,),) = standings_of([(*row, [mine] if differences else [])], DAY).values()
    return found


def with_kind(told: Any) -> Any:
    kinds.add(KIND.code, KIND)
    try:
        return told()
    finally:
        kinds._items.pop(KIND.code)


many = settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow], deadline=None)


@many
@given(fields(), twins())
def test_the_drift_of_two_that_differ_in_values(
    stored: dict[str, Any], both: tuple[Differences, Differences]
) -> None:
    def told(differences: Differences) -> Any:
        here = standing(ONE, stored, differences)
        return list(below._at(UNIT, [here.effective], [here], History({}, {})))

    one, other = with_kind(lambda: [told(each) for each in both])
    assert one == other


@many
@given(fields(), fields(), twins(), st.booleans())
def test_the_preview_of_two_that_differ_in_values(
    stored: dict[str, Any],
    draft: dict[str, Any],
    both: tuple[Differences, Differences],
    nearer: bool,
) -> None:
    def told(differences: Differences) -> Any:
        now = standing(ONE, stored, differences)
        # A definition of its own nearer by leaves behind what was chosen of the one above it.
        then = standing(OTHER, draft, {}) if nearer else standing(ONE, draft, differences)
        return [*preview._lines(now, None, then), *preview._added_lines(now, then)]

    one, other = with_kind(lambda: [told(each) for each in both])
    assert one == other


@many
@given(fields(), fields(), twins(), st.booleans())
def test_the_rehearsal_of_two_that_differ_in_values(
    stored: dict[str, Any],
    later: dict[str, Any],
    both: tuple[Differences, Differences],
    same: bool,
) -> None:
    def told(differences: Differences) -> Any:
        now = standing(ONE, stored, differences)
        then = standing(ONE, later, differences) if same else standing(OTHER, later, {})
        values, _ = altered.altered_values(Pair(KIND, "told", now, then), None, {})
        return [
            (each.label, each.before, each.after, each.note, each.may_stay, each.added)
            for each in values
        ]

    one, other = with_kind(lambda: [told(each) for each in both])
    assert one == other
