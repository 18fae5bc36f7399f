"""What the checks of a rehearsal find, and what is done of it on the day."""

import hashlib
import random
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from django.test.utils import CaptureQueriesContext, override_settings

from orgs import tree
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import system_scope
from orgs.clock import today
from orgs.inheritance import merge as m
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import ABSENT, Mode, Slot, State
from orgs.inheritance.selectors import effective_all
from orgs.models.access import Grant, User
from orgs.models.audit import AuditEvent
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.restructure import altered, checks, services, settings, ticks
from orgs.restructure import operations as ops
from orgs.restructure.rehearsal import rehearse_operations
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Move
from orgs.restructure.verification import by_verb, written
from tests import factories
from tests.orgs.defining import KIND, kind  # noqa: F401  the fixture
from tests.orgs.merging import DAY, at, carry_out, draft

pytestmark = pytest.mark.django_db
MOVE = Move("TA1", "QB1")


def define(
    unit: OrgUnit,
    *,
    key: str = "yearly",
    of: str = KIND.code,
    title: str = "Yearly review",
    **fields: Any,
) -> Definition:
    """A definition of a unit with a first version; fields that are left out are the kind's."""
    made = Definition.objects.create(unit=unit, kind=of, key=key, title=title)
    DefinitionVersion.objects.create(
        definition=made, unit=unit, number=1, fields=fields, valid_from=factories.LONG_AGO,
        published_at="2020-04-01T00:00Z",
    )  # fmt: skip
    return made


def adapt(unit: OrgUnit, definition: Definition, *differences: tuple[str, Any, Any]) -> Adaptation:
    stored = m.stored_differences(
        {Slot.parse(slot): m.Difference(value, base) for slot, value, base in differences}
    )
    return Adaptation.objects.create(
        definition=definition, unit=unit, base_version=definition.versions.get(),
        differences=stored, valid_from=factories.LONG_AGO,
    )  # fmt: skip


def field(value: Any, mode: str = "default") -> dict[str, Any]:
    return {"value": value, "mode": mode}


def items(*keys: str, mode: str = "default", locked: tuple[str, ...] = ()) -> dict[str, Any]:
    made = [
        {"key": k, "value": k.title(), "mode": "locked" if k in locked else "default"} for k in keys
    ]
    return {"items": made, "mode": mode}


def rehearsed(*operations: ops.Operation, on=None) -> dict[str, Any]:
    found = rehearse_operations(
        ops.write([ops.Dated(on or today(), each) for each in operations]), today=today()
    )
    assert not found.faults, found.faults
    return found.report


def section(report: dict[str, Any], key: str) -> list[dict[str, Any]]:
    return next(each["rows"] for each in report["checks"] if each["key"] == key)


def draw_up(who: User, *operations: ops.Operation, on=None, code: str = "NAT") -> RestructurePlan:
    with at(who, code) as viewer:
        return services.draft_plan(
            viewer=viewer,
            title="A change",
            operations=[ops.Dated(on or today(), each) for each in operations],
        )


def approve(
    plan: RestructurePlan, first: User, second: User, code: str = "NAT", **decisions: str
) -> RestructurePlan:
    with at(first, code) as viewer:
        plan = services.decide(viewer=viewer, plan=plan, decisions=decisions, version=plan.version)
        services.approve(viewer=viewer, plan=plan)
    with at(second, code) as viewer:
        return services.approve(viewer=viewer, plan=plan)


def made(plan: RestructurePlan, user: User, code: str = "NAT") -> RestructurePlan:
    with at(user, code) as viewer:
        return services.apply_plan(viewer=viewer, plan=plan)


@pytest.fixture
def national(units: dict[str, OrgUnit]) -> tuple[User, User]:
    """Two administrators of the nation."""
    return tuple(factories.holder("steward", units["NAT"], login=f"nation.{n}") for n in (1, 2))  # type: ignore[return-value]


def here(unit: OrgUnit, day=None) -> dict[Slot, Any]:
    """What is in effect of the test's kind at a unit, by slot."""
    with system_scope(RESTRUCTURE):
        found = effective_all(KIND.code, unit.id, day or today())
    return {slot: value for each in found for slot, value in altered.in_effect(each).items()}


# --- settings ----------------------------------------------------------------------------------------


@pytest.fixture
def regions(units: dict[str, OrgUnit]) -> None:
    """Ashdown and Birkmoor define the same template differently."""
    define(
        units["RA"], months=field(6), due_on=field("2027-03-31"), note=field("Be kind"),
        tone=field("plain"), questions=items("aims", "board"),
    )  # fmt: skip
    define(
        units["RB"], months=field(9), due_on=field("2027-06-30", "locked"), note=field("Be kind"),
        tone=field("formal"), questions=items("aims", "risk"),
    )  # fmt: skip


def test_what_would_change_is_listed_value_by_value(units, regions) -> None:
    rows = section(rehearsed(MOVE), "settings")
    assert [(r["code"], r["words"], r["before"], r["after"], r["note"], r["default"]) for r in rows] == [
        ("TA1", "Review template: Yearly review. Months between reviews", "6", "9", "", "keep"),
        ("TA1", "Review template: Yearly review. Due on", "31 March 2027", "30 June 2027",
         "Birkmoor region has locked it, so it cannot be kept", ""),
        ("TA1", "Review template: Yearly review. Tone", "Plain", "Formal", "", "keep"),
        ("TA1", "Review template: Yearly review. Questions: Board", "There", "Not there", "", "keep"),
        ("TA1", "Review template: Yearly review. Questions: Risk", "Not there", "There", "", "keep"),
    ]  # fmt: skip
    assert [value for value, _ in rows[0]["options"]] == ["keep", "adopt"]
    assert rows[1]["options"] == []


def test_what_a_trust_chose_itself_is_told_to_nobody_above(units, regions) -> None:
    """It is said that there is a choice, as in the drift report, and never to what."""
    adapt(
        units["TA1"], Definition.objects.get(unit=units["RA"]),
        ("months", 4, 6), ("due_on", "2027-02-11", "2027-03-31"), ("note", "Dr Mills is off sick", "Be kind"),
        ("questions.mills", "Why did Dr Mills leave?", ABSENT), ("questions.board", ABSENT, "Board"),
    )  # fmt: skip
    report = rehearsed(MOVE)
    assert [(r["words"].partition(". ")[2], r["before"], r["after"]) for r in section(report, "settings")] == [
        ("Months between reviews", "Its own choice", "9"),
        ("Due on", "Its own choice", "30 June 2027"),
        ("Note", "Its own choice", "Be kind"),
        ("Tone", "Plain", "Formal"),
        ("Questions: Board", "Its own choice", "Not there"),
        ("Questions: Risk", "Not there", "There"),
        ("Questions, an item of its own", "Its own choice", "Not there"),
    ]  # fmt: skip
    assert "Mills" not in str(report)
    assert "mills" not in str(report)


BOTH = (MOVE, Move("TA2", "QB1"))


def of_each(report: dict[str, Any]) -> list[list[dict[str, Any]]]:
    """What is told of the settings of each Trust that moves, but for its code, its name and the keys."""
    rows = section(report, "settings")
    return [
        [
            {key: value for key, value in row.items() if key not in {"key", "code", "name"}}
            for row in rows
            if row["code"] == code
        ]
        for code in ("TA1", "TA2")
    ]


def test_a_rehearsal_does_not_find_the_value_of_a_trust(units, regions) -> None:
    """Who has by chance what stands above afterwards has the same rows as who has not."""
    old = Definition.objects.get(unit=units["RA"])
    adapt(
        units["TA1"], old, ("months", 9, 6), ("tone", "formal", "plain"), ("due_on", "2027-06-30", "2027-03-31"),
        ("questions.risk", "Risk", ABSENT),
    )  # fmt: skip
    adapt(
        units["TA2"], old, ("months", 4, 6), ("tone", "plain", "plain"), ("due_on", "2027-02-11", "2027-03-31"),
        ("questions.mills", "Why?", ABSENT),
    )  # fmt: skip
    one, other = of_each(rehearsed(*BOTH))
    assert one == other
    assert [(r["words"].partition(". ")[2], r["before"], r["after"], r["default"]) for r in one] == [
        ("Months between reviews", "Its own choice", "9", "keep"),
        ("Due on", "Its own choice", "30 June 2027", ""),
        ("Tone", "Its own choice", "Formal", "keep"),
        ("Questions: Board", "There", "Not there", "keep"),
        ("Questions: Risk", "Not there", "There", "keep"),
        ("Questions, an item of its own", "Its own choice", "Not there", "keep"),
    ]  # fmt: skip


@pytest.fixture
def strict() -> Iterator[str]:
    """A kind with a field that may only become stricter."""
    found = DefinitionKind(
        "test_strict", "Strict", "Strict",
        (FieldSpec("weeks", "Weeks", "number", default=52, tightens="down"),),
    )  # fmt: skip
    kinds.add(found.code, found)
    yield found.code
    kinds._items.pop(found.code)


def test_a_rehearsal_does_not_find_who_is_stricter(units, strict, national) -> None:
    old = define(units["RA"], of=strict, key="strict", weeks=field(40))
    define(units["RB"], of=strict, key="strict", weeks=field(30))
    adapt(units["TA1"], old, ("weeks", 20, 40))
    adapt(units["TA2"], old, ("weeks", 35, 40))
    one, other = of_each(rehearsed(*BOTH))
    assert one == other
    assert [(r["before"], r["after"], r["note"], r["default"]) for r in one] == [
        ("Its own choice", "30", "The stricter of both holds", "keep")
    ]
    made(approve(draw_up(national[0], *BOTH), *national), national[0])
    with system_scope(RESTRUCTURE):
        held = [
            effective_all(strict, units[code].id, today())[0].value("weeks")
            for code in ("TA1", "TA2")
        ]
    assert held == [20, 30]


def test_a_choice_about_what_holds_on_both_sides_goes_on(units, national) -> None:
    """The nation's template, which two regions adapt: nobody who moves a Trust takes its choice away."""
    whole = define(units["NAT"], months=field(6), questions=items("aims"))
    adapt(units["RA"], whole, ("months", 7, 6))
    adapt(units["RB"], whole, ("months", 9, 6), ("questions.risk", "Risk", ABSENT))
    adapt(units["TA1"], whole, ("months", 9, 7), ("questions.risk", "Risk", ABSENT))
    adapt(units["TA2"], whole, ("months", 4, 7), ("questions.mills", "Why?", ABSENT))
    one, other = of_each(rehearsed(*BOTH))
    assert one == other
    assert [(r["before"], r["after"], r["note"], r["default"]) for r in one] == [
        ("Its own choice", "Its own choice", "It goes on. What stands above it is then: 9", ""),
        ("Not there", "There", "", "keep"),
    ]
    before = {code: here(units[code]) for code in ("TA1", "TA2")}
    plan = made(approve(draw_up(national[0], *BOTH), *national), national[0])
    assert {code: here(units[code]) for code in ("TA1", "TA2")} == before
    # As many rows are written whether an item of the same name was there or not.
    (done,) = [each for each in plan.report["applied"]["checks"] if each["key"] == "settings"]
    assert (done["ended"], done["begun"]) == (2, 2)


@pytest.mark.parametrize(
    ("risk", "own", "holds"),
    [
        ("keep", "keep", "Ours"),
        ("adopt", "keep", "Ours"),
        ("keep", "adopt", ABSENT),
        ("adopt", "adopt", "Risk"),
    ],
)
def test_an_item_of_its_own_beside_one_of_the_same_key_above(
    units, regions, national, risk: str, own: str, holds: Any
) -> None:
    old = Definition.objects.get(unit=units["RA"])
    adapt(units["TA1"], old, ("questions.risk", "Ours", ABSENT))
    plan = draw_up(national[0], MOVE)
    key = {
        row["words"].partition("Questions")[2]: row["key"]
        for row in section(plan.report["rehearsal"], "settings")
    }
    decided = {key[": Risk"]: risk, key[", an item of its own"]: own}
    made(approve(plan, *national, **decided), national[0])
    assert here(units["TA1"]).get(Slot("questions", "risk"), ABSENT) == holds


def test_a_merger_inside_a_region_changes_no_setting(units, regions) -> None:
    merge = ops.Merge(("QA1", "QA2"), "QA9", "Alder and Aspen ICB")
    assert section(rehearsed(merge), "settings") == []


def test_what_boards_defined_is_no_longer_there_unless_it_goes_along(units, monkeypatch) -> None:
    define(units["QA1"], months=field(3))
    merge = ops.Merge(("QA1", "QA2"), "QA9", "Alder and Aspen ICB")
    monkeypatch.setattr(settings, "definitions_go_along", lambda: False)
    rows = section(rehearsed(merge), "settings")
    assert [(r["code"], r["after"], r["note"], r["options"]) for r in rows] == [
        (code, "Not there", "Nobody above defines it any more", []) for code in ("TA1", "TA2")
    ]
    monkeypatch.setattr(settings, "definitions_go_along", lambda: True)
    rows = section(rehearsed(merge), "settings")
    assert [(r["code"], r["before"], r["after"]) for r in rows] == [
        ("TA3", "Not there", "There"), ("TA4", "Not there", "There"),
    ]  # fmt: skip


def test_what_is_only_stricter_below_is_no_choice(units) -> None:
    """Of a Trust on its own the disclosure policy says nothing; a board with Trusts below it is held."""
    strict = {"people_min_cell": field(9)}
    define(units["RB"], of="disclosure_policy", key="disclosure_policy", title="x", **strict)
    rows = section(rehearsed(Move("QA1", "RB")), "settings")
    assert [(r["code"], r["before"], r["after"], r["note"], r["options"]) for r in rows] == [
        ("QA1", "5", "9", "Birkmoor region asks for something stricter, which holds", [])
    ]


def test_kept_as_local_until_the_trust_chooses(units, regions, national) -> None:
    before = here(units["TA1"])
    plan = approve(draw_up(national[0], MOVE), *national)
    plan = made(plan, national[0])
    after = here(units["TA1"])
    assert after == before | {Slot("due_on"): "2027-06-30"}
    (done,) = [each for each in plan.report["applied"]["checks"] if each["key"] == "settings"]
    assert (done["ended"], done["begun"]) == (0, 1)
    assert done["tables"] == [{"table": "orgs_adaptation", "verb": "inserted", "rows": 1}]
    (kept,) = Adaptation.objects.filter(unit=units["TA1"])
    assert (kept.valid_from, kept.adapted_by, kept.version) == (today(), None, 1)
    assert kept.reason == "Kept as it was by the change of organisations “A change”"
    with system_scope(RESTRUCTURE):
        (found,) = effective_all(KIND.code, units["TA1"].id, today())
    assert {str(slot.slot): (slot.value, slot.base, slot.above) for slot in found.conflicts} == {
        "months": (6, 6, 9), "tone": ("plain", "plain", "formal"), "questions.board": ("Board", "Board", ABSENT),
        "questions.risk": (ABSENT, ABSENT, "Risk"),
    }  # fmt: skip
    event = AuditEvent.objects.get(action="config.kept")
    assert (event.unit, event.principal) == (units["TA1"], "system:restructure")


def test_adopting_takes_the_new_value(units, regions, national) -> None:
    plan = draw_up(national[0], MOVE)
    rows = section(plan.report["rehearsal"], "settings")
    adopt = {r["key"]: "adopt" for r in rows if r["options"]}
    made(approve(plan, *national, **adopt), national[0])
    assert here(units["TA1"]) == here(units["TB1"])
    assert not Adaptation.objects.exists()


def test_a_choice_of_its_own_goes_along_as_it_was_made(units, regions, national) -> None:
    old = Definition.objects.get(unit=units["RA"])
    adapt(units["TA1"], old, ("months", 4, 6))
    made(approve(draw_up(national[0], MOVE), *national), national[0])
    kept = Adaptation.objects.get(unit=units["TA1"], definition__unit=units["RB"])
    assert {"field": "months", "item": "", "value": 4, "base": 6} in kept.differences
    assert here(units["TA1"])[Slot("months")] == 4


def test_a_choice_between_the_approval_and_the_day_is_kept_too(units, regions, national) -> None:
    ahead = today() + 5 * DAY
    plan = made(approve(draw_up(national[0], MOVE, on=ahead), *national), national[0])
    assert plan.report["applied"]["checks"] == []
    adapt(
        units["TA1"], Definition.objects.get(unit=units["RA"]), ("note", "Say thank you", "Be kind")
    )
    ticks.bring_to(RESTRUCTURE, ahead - DAY)
    assert not Adaptation.objects.filter(definition__unit=units["RB"]).exists()
    before = here(units["TA1"], ahead - DAY)
    ticks.bring_to(RESTRUCTURE, ahead)
    assert here(units["TA1"], ahead) == before | {Slot("due_on"): "2027-06-30"}
    plan.refresh_from_db()
    assert [
        each["begun"] for each in plan.report["applied"]["checks"] if each["key"] == "settings"
    ] == [1]


def test_each_day_of_a_plan_is_looked_at_on_its_own_day(units, regions, national) -> None:
    days = [today() + n * DAY for n in (3, 6)]
    with at(national[0], "NAT") as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Two moves",
            operations=[
                ops.Dated(days[0], MOVE),
                ops.Dated(days[1], Move("TA2", "QB1")),
            ],
        )
    plan = made(approve(plan, *national), national[0])
    before = here(units["TA2"])
    for day, codes in zip(days, (["TA1"], ["TA1", "TA2"]), strict=True):
        ticks.bring_to(RESTRUCTURE, day)
        kept = Adaptation.objects.order_by("unit__code")
        assert list(kept.values_list("unit__code", flat=True)) == codes
    plan.refresh_from_db()
    assert plan.report["applied"]["handover"] == "done"
    assert [each["state"] for each in plan.report["applied"]["checking"]] == ["done", "done"]
    assert here(units["TA2"], days[1]) == before | {Slot("due_on"): "2027-06-30"}
    ticks.bring_to(RESTRUCTURE, days[1] + DAY)
    assert Adaptation.objects.count() == 2


def test_what_happened_is_kept_from_the_day_it_is_recorded(units, regions, national) -> None:
    before = here(units["TA1"])
    with at(national[0], "NAT") as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Late",
            operations=[ops.Dated(today() - 7 * DAY, MOVE)],
            recorded_late=True,
        )
    made(approve(plan, *national), national[0])
    (kept,) = Adaptation.objects.all()
    assert kept.valid_from == today()
    assert here(units["TA1"]) == before | {Slot("due_on"): "2027-06-30"}


def test_a_change_above_since_makes_the_rehearsal_out_of_date(units, regions, national) -> None:
    plan = draw_up(national[0], MOVE)
    other = Definition.objects.get(unit=units["RB"])
    DefinitionVersion.objects.create(
        definition=other, unit=units["RB"], number=2, fields={"months": field(11)},
        valid_from=today(), published_at="2026-01-01T00:00Z",
    )  # fmt: skip
    with at(national[0], "NAT") as viewer, pytest.raises(services.OutdatedError):
        services.approve(viewer=viewer, plan=plan)


def test_a_choice_that_is_not_offered_is_refused(units, regions, national) -> None:
    plan = draw_up(national[0], MOVE)
    rows = section(plan.report["rehearsal"], "settings")
    for key, value in (
        (rows[1]["key"], "keep"),
        (rows[0]["key"], "other"),
        ("settings-none", "keep"),
    ):
        with at(national[0], "NAT") as viewer, pytest.raises(services.RestructureError):
            services.decide(viewer=viewer, plan=plan, decisions={key: value}, version=plan.version)


LISTS = ("aims", "board", "risk", "time")


def a_definition(draw: random.Random, unit: OrgUnit, key: str) -> Definition:
    mode = lambda: draw.choice(["default", "default", "suggested", "locked"])  # noqa: E731
    return define(
        unit, key=key, title=key,
        months=field(draw.randint(1, 9), mode()),
        tone=field(draw.choice(["plain", "formal"]), mode()),
        questions=items(
            *draw.sample(LISTS, draw.randint(0, 4)), mode=draw.choice(["default", "locked"]),
            locked=tuple(draw.sample(LISTS, 1)),
        ),
    )  # fmt: skip


def adapted(draw: random.Random, unit: OrgUnit, definition: Definition) -> None:
    choices = [("months", draw.randint(1, 9), draw.randint(1, 9)), ("tone", "plain", "formal")]
    choices += [
        (f"questions.{key}", draw.choice([key.title(), ABSENT]), draw.choice([key.title(), ABSENT]))
        for key in LISTS
    ]
    adapt(unit, definition, *draw.sample(choices, draw.randint(1, 4)))


@pytest.mark.parametrize("seed", range(12))
def test_keeping_all_leaves_every_setting_that_is_not_locked(units, national, seed: int) -> None:
    """Random definitions at all levels, random choices below, random moves: nothing else changes."""
    draw = random.Random(seed)
    owners = [units["NAT"], *draw.sample([units[c] for c in ("RA", "RB", "QA1", "QA2", "QB1")], 3)]
    found = [
        a_definition(draw, unit, key)
        for unit in owners
        for key in draw.sample(["a", "b"], draw.randint(1, 2))
    ]
    for definition in found:
        for code in draw.sample(sorted(units), 5):
            if units[code].id != definition.unit_id:
                adapted(draw, units[code], definition)
    moves = draw.sample(
        [
            Move("TA1", "QB1"),
            Move("TA2", "QA2"),
            Move("QA2", "RB"),
            Move("TB1", "QA1"),
        ],
        draw.randint(1, 4),
    )
    employers = [unit for unit in units.values() if unit.is_employer]
    before = {unit.code: by_key(unit) for unit in employers}
    made(approve(draw_up(national[0], *moves), *national), national[0])
    for unit in employers:
        after = by_key(unit, whole=True)
        for key, values in before[unit.code].items():
            if key not in after:
                continue  # nobody above defines it any more: listed, and said so
            standing = after[key]
            now = altered.in_effect(standing)
            for slot in {*values, *now}:
                if values.get(slot, ABSENT) != now.get(slot, ABSENT):
                    assert not_free(standing, slot), (unit.code, key, slot)


def by_key(unit: OrgUnit, *, whole: bool = False) -> dict[str, Any]:
    with system_scope(RESTRUCTURE):
        found = effective_all(KIND.code, unit.id, today())
    return {each.key: each if whole else altered.in_effect(each) for each in found}


def not_free(standing: Any, slot: Slot) -> bool:
    """Whether what stands above leaves no choice: it is locked, or nothing may be added to the list."""
    found = standing.slot(slot)
    if found is not None:
        return found.mode == Mode.LOCKED and found.state == State.LOCKED
    return standing.field(slot.field).itself.mode == Mode.LOCKED


# --- duplicates and overlays -------------------------------------------------------------------------


def test_definitions_of_one_name_that_meet(units, national) -> None:
    define(units["QA1"], key="pace", title="Chairs to be")
    define(units["QA2"], key="race", title="chairs  TO be")
    define(units["QA2"], key="other", title="Something else")
    define(units["QB1"], key="pace", title="Chairs to be")
    rows = section(rehearsed(ops.Merge(("QA1", "QA2"), "QA9", "Alder and Aspen ICB")), "duplicates")
    assert [(r["words"], r["code"], r["before"], r["after"]) for r in rows] == [
        ("Review template: “Chairs to be” and “chairs  TO be”", "QA9",
         "One each at Alder ICB and Aspen ICB", "They meet at Alder and Aspen ICB")
    ]  # fmt: skip
    kept = section(rehearsed(ops.Merge(("QA1", "QA2"), "QA2", "")), "duplicates")
    assert [r["code"] for r in kept] == ["QA2"]


@pytest.fixture
def overlay(units: dict[str, OrgUnit]) -> OrgUnit:
    """A collaborative of two boards that merge and of one that does not."""
    row = tree.PlacementRow(
        "ZCO", "Coast Collaborative", "collaborative", "", factories.LONG_AGO, None
    )
    tree.load([row], day=today())
    unit = OrgUnit.objects.get(code="ZCO")
    for code in ("QA1", "QA2", "QB1"):
        OverlayMembership.objects.create(
            overlay=unit, unit=units[code], valid=DateRange(factories.LONG_AGO, None)
        )
    return unit


def test_memberships_of_closing_boards_end_and_the_successor_joins_if_decided(
    units, overlay, first: User, second: User
) -> None:
    plan = draft(first)
    rows = section(plan.report["rehearsal"], "overlays")
    assert [(r["words"], r["code"], r["after"], [o for o, _ in r["options"]], r["default"]) for r in rows] == [
        ("Coast Collaborative", code, "Its membership ends", ["join", "end"], "")
        for code in ("QA1", "QA2")
    ]  # fmt: skip
    assert set(services.undecided(plan)) == {r["key"] for r in rows}
    with at(first) as viewer, pytest.raises(services.RestructureError, match="Decide first"):
        services.approve(viewer=viewer, plan=plan)
    decided = dict(zip([r["key"] for r in rows], ("join", "join"), strict=True))
    carry_out(approve(plan, first, second, code="RA", **decided), first)
    day = today()
    assert {u.code for u in OrgUnit.objects.filter(id__in=tree.members(overlay.id, day))} == {
        "QA9",
        "QB1",
    }
    assert {u.code for u in OrgUnit.objects.filter(id__in=tree.members(overlay.id, day - DAY))} == {
        "QA1",
        "QA2",
        "QB1",
    }


def test_the_successor_stays_out_if_decided(units, overlay, first: User, second: User) -> None:
    plan = draft(first, into="QA2", name="")
    (row,) = section(plan.report["rehearsal"], "overlays")
    assert (row["code"], row["after"], row["options"]) == (
        "QA1",
        "Aspen ICB is a member already",
        [],
    )
    carry_out(approve(plan, first, second, code="RA"), first)
    found = OrgUnit.objects.filter(id__in=tree.members(overlay.id, today()))
    assert {u.code for u in found} == {"QA2", "QB1"}


# --- who administers access afterwards -----------------------------------------------------------------


def test_a_successor_without_an_access_administrator_is_named(units) -> None:
    def named(*operations: ops.Operation) -> list[tuple[str, str]]:
        rows = section(rehearsed(*operations), "administrators")
        assert all(row["after"] == "Nobody" and not row["options"] for row in rows)
        return [(row["code"], row["note"]) for row in rows]

    merger = ops.Merge(("QA1", "QA2"), "QA9", "Rowan ICB")
    parted = (
        ops.Create("QA9", "Rowan ICB", "icb", "RA"),
        ops.Split("QA1", ("QA2", "QA9"), {"TA1": "QA2", "TA2": "QA9"}),
    )
    appoint = "A founder has to appoint somebody."
    maybe = f"An administrator of the board that is split may go there. If none does, {appoint[0].lower()}{appoint[1:]}"
    assert named(merger) == [("QA9", appoint)]
    assert named(*parted) == [("QA2", appoint), ("QA9", maybe)]
    assert named(MOVE) == []  # nothing closes
    lately = factories.holder("access_admin", units["QA1"])
    assert named(merger) == []
    assert named(*parted) == [("QA9", maybe)]
    Grant.objects.filter(user=lately).update(valid_to=today())
    assert named(merger) == [("QA9", appoint)]
    factories.holder("access_admin", units["QA2"], login="theirs")
    assert named(ops.Merge(("QA1", "QA2"), "QA2", "")) == []


# --- all of them -------------------------------------------------------------------------------------


def test_a_rehearsal_with_all_checks_writes_nothing(units, regions, overlay, national) -> None:
    adapt(units["TA1"], Definition.objects.get(unit=units["RA"]), ("months", 4, 6))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        )
        (before,) = cursor.fetchone()
    start = written()
    report = rehearsed(MOVE, ops.Merge(("QA1", "QA2"), "QA9", "Alder and Aspen ICB"))
    now = written()
    now.subtract(start)
    assert [by_verb(now, verb) for verb in ("inserted", "updated", "deleted")] == [0, 0, 0]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables"
        )
        assert cursor.fetchone() == (before,)
    assert section(report, "settings")
    assert section(report, "overlays")


def test_the_number_of_statements_does_not_grow_with_the_organisations(units, regions) -> None:
    def statements() -> int:
        tried = ops.try_out([ops.Dated(today(), Move("QA1", "RB"))], Shape.of_day)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            checks.run(tried, today())
        return len([q for q in asked if "SAVEPOINT" not in q["sql"]])

    few = statements()
    tree_rows = [
        tree.PlacementRow(f"TX{n}", f"Trust {n}", "trust", "QA1", factories.LONG_AGO, None)
        for n in range(30)
    ]
    tree.load(tree_rows, day=today())
    for unit in OrgUnit.objects.filter(code__startswith="TX"):
        adapt(unit, Definition.objects.get(unit=units["RA"]), ("months", 4, 6))
    assert statements() == few


def test_a_key_is_the_same_each_time_and_fits_a_form() -> None:
    assert checks.key_of("settings", "TA1", "x") == checks.key_of("settings", "TA1", "x")
    assert checks.key_of("settings", "TA1", "x") != checks.key_of("settings", "TA2", "x")
    assert checks.key_of("settings", "TA1").startswith("settings-")


def test_a_key_is_not_found_by_trying(units, regions) -> None:
    adapt(
        units["TA1"],
        Definition.objects.get(unit=units["RA"]),
        ("questions.mills", "Why did Dr Mills leave?", ABSENT),
    )
    (row,) = (
        r for r in section(rehearsed(MOVE), "settings") if r["words"].endswith("an item of its own")
    )
    for said in (
        "TA1|test_review|yearly|questions.mills",
        "TA1|test_review|yearly|questions.mills|added",
    ):
        assert row["key"] != f"settings-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
    key = checks.key_of("settings", "TA1", "x")
    with override_settings(SECRET_KEY="another-0123456789-0123456789-0123456789-abcdef"):
        assert checks.key_of("settings", "TA1", "x") != key


def test_what_was_decided_counts_on_the_day_though_the_secret_was_changed(
    units, regions, national
) -> None:
    ahead = today() + 5 * DAY
    plan = draw_up(national[0], MOVE, on=ahead)
    rows = section(plan.report["rehearsal"], "settings")
    adopt = {r["key"]: "adopt" for r in rows if r["options"]}
    made(approve(plan, *national, **adopt), national[0])
    with override_settings(
        SECRET_KEY="another-0123456789-0123456789-0123456789-abcdef",
        SECRET_KEY_FALLBACKS=[django_settings.SECRET_KEY],
    ):
        ticks.bring_to(RESTRUCTURE, ahead)
    assert here(units["TA1"], ahead) == here(units["TB1"], ahead)
    assert not Adaptation.objects.exists()


def test_what_was_decided_under_a_key_that_no_row_has_is_asked_again(
    units, regions, national
) -> None:
    plan = draw_up(national[0], MOVE)
    stale = {"settings-0123456789ab": "adopt"}
    RestructurePlan.objects.filter(pk=plan.pk).update(decisions=stale)
    plan.refresh_from_db()
    with at(national[0], "NAT") as viewer:
        assert services.rehearse(viewer=viewer, plan=plan).decisions == {}
    plan.refresh_from_db()
    ahead = draw_up(national[0], Move("TA2", "QB1"), on=today() + 5 * DAY)
    ahead = made(approve(ahead, *national), national[0])
    RestructurePlan.objects.filter(pk=ahead.pk).update(decisions=stale)
    before = here(units["TA2"])
    ticks.bring_to(RESTRUCTURE, today() + 5 * DAY)
    assert here(units["TA2"], today() + 5 * DAY) == before | {Slot("due_on"): "2027-06-30"}


def test_versions_of_the_day_hold_on_both_trees(units, regions) -> None:
    """What is published for the day is no effect of the change."""
    ahead = today() + 9 * DAY
    own = Definition.objects.get(unit=units["RA"])
    DefinitionVersion.objects.create(
        definition=own, unit=units["RA"], number=2, valid_from=ahead, published_at="2026-01-01T00:00Z",
        fields=own.versions.get().fields | {"months": field(9)},
    )  # fmt: skip
    rows = section(rehearsed(MOVE, on=ahead), "settings")
    assert "Months" not in str([r["words"] for r in rows])
    assert "Months" in str([r["words"] for r in section(rehearsed(MOVE), "settings")])
