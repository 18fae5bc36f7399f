"""The public interface: determinism, linked tables, shares, rounding, facts, ledger, JSON."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.disclosure.ledger import from_json, to_json
from reporting.disclosure.model import (
    Adversary,
    Atoms,
    Axis,
    Dimension,
    DisclosureError,
    Fact,
    Insider,
    Keep,
    LedgerError,
    Node,
    Table,
)
from reporting.disclosure.policy import PRESETS, Policy
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected, fingerprint

UNIT = Dimension(
    "unit",
    (
        *(Node(f"E{i}", "employer", "I1" if i < 4 else "I2") for i in range(1, 8)),
        Node("I1", "icb", "R"),
        Node("I2", "icb", "R"),
        Node("R", "region"),
    ),
)
ROLE = Dimension(
    "role",
    (
        *(Node(code, "role", "execs") for code in ("CEO", "CFO", "CNO")),
        *(Node(code, "role", "others") for code in ("COO", "CPO")),
        Node("execs", "family"),
        Node("others", "family"),
    ),
)
READY = Dimension.flat("ready", ("now", "later", "none"))
DIMENSIONS = [UNIT, ROLE, READY]
PLAIN = Adversary("interval", insiders=False)


def _atoms(seed: int = 1, most: int = 9) -> Atoms:
    draw = np.random.default_rng(seed)
    rows = [
        (u, r, a, draw.integers(0, most))
        for u in UNIT.leaves()
        for r in ROLE.leaves()
        for a in READY.leaves()
    ]
    return Atoms.from_rows(("unit", "role", "ready"), rows)


def _table(name: str, *levels: str, unit: tuple[str, ...] = ("icb", "region")) -> Table:
    return Table(
        name,
        (Axis("unit", unit, total=False), Axis("role", levels), Axis("ready", ("ready",))),
        ("ready",),
    )


def _released(result: Protected | NotReleasable) -> Protected:
    assert isinstance(result, Protected), result
    return result


def test_the_order_of_atoms_and_tables_changes_nothing() -> None:
    atoms = _atoms()
    turned = Atoms(atoms.dimensions, atoms.rows[::-1], atoms.counts[::-1])
    tables = [_table("roles", "role"), _table("families", "family")]
    policy = PRESETS["people"].policy
    one = _released(protect(tables, atoms, DIMENSIONS, policy, adversary=PLAIN))
    two = _released(protect(tables[::-1], turned, DIMENSIONS[::-1], policy, adversary=PLAIN))
    again = _released(protect(tables, turned, DIMENSIONS, policy, adversary=PLAIN))
    assert again.inputs == one.inputs
    assert again.outputs == one.outputs
    for table in one.tables:
        assert np.array_equal(table.values, two.table(table.name).values)


def test_a_cell_is_hidden_in_every_table_or_in_none() -> None:
    result = _released(
        protect(
            [_table("a", "role"), _table("b", "family")],
            _atoms(),
            DIMENSIONS,
            PRESETS["people"].policy,
        )
    )
    for unit in ("I1", "I2", "R"):
        for ready in (*READY.leaves(), "*"):
            where = {"unit": unit, "role": "*", "ready": ready}
            assert result.table("a").value(where) == result.table("b").value(where)


def test_the_audit_report_holds_no_narrow_cell_and_every_reader() -> None:
    result = _released(
        protect([_table("t", "role")], _atoms(most=4), DIMENSIONS, PRESETS["people"].policy)
    )
    audit = result.auditors.audit
    assert audit.narrow == 0
    assert len(audit.readers) == 2 * (1 + 7)
    assert audit.hidden == int((~result.tables[0].shown).sum())
    assert audit.primary > 0
    assert audit.by_certificate + audit.by_programme > audit.primary


def test_shares_are_shown_only_with_cell_and_base() -> None:
    result = _released(
        protect([_table("t", "role")], _atoms(), DIMENSIONS, PRESETS["people"].policy)
    )
    table = result.tables[0]
    seen = 0
    for where, value in table.cells():
        base = table.value({**where, "ready": "*"})
        if value is None or not base:
            assert table.share(where) is None
        else:
            assert table.share(where) == value / base
            seen += 1
    assert seen > 0


def test_hidden_cells_look_alike() -> None:
    table = _released(
        protect([_table("t", "role")], _atoms(), DIMENSIONS, PRESETS["people"].policy)
    ).tables[0]
    assert {table.text(where) for where, value in table.cells() if value is None} == {"*"}
    assert set(table.values[~table.shown].tolist()) == {-1}


@pytest.mark.parametrize("base", [3, 5, 10])
def test_rounded_values_are_the_nearest_multiple(base: int) -> None:
    policy = Policy(min_cell=11, min_base=11, round_to=base, width=11)
    atoms = _atoms(most=30)
    plain = _released(
        protect([_table("t", "family")], atoms, DIMENSIONS, Policy(width=0), adversary=PLAIN)
    )
    result = _released(protect([_table("t", "family")], atoms, DIMENSIONS, policy, adversary=PLAIN))
    for where, value in result.tables[0].cells():
        truth = plain.tables[0].value(where)
        assert truth is not None
        if value is not None:
            assert value % base == 0
            assert (
                -base / 2 < truth - value <= base / 2
                if base % 2
                else -base / 2 <= truth - value < base / 2
            )


def test_what_subtraction_isolates_is_guarded() -> None:
    """The total and all roles but one are shown: the role left out is as good as shown."""
    rows = [
        (unit, role, 1 if role == "CPO" and unit == "E1" else 0)
        for unit in UNIT.leaves()
        for role in ("CPO",)
    ]
    rows += [(unit, role, 20) for unit in UNIT.leaves() for role in ("CEO", "CFO", "CNO", "COO")]
    atoms = Atoms.from_rows(("unit", "role"), rows)
    table = Table(
        "t",
        (Axis("unit", ("region",), total=False), Axis("role", codes=("CEO", "CFO", "CNO", "COO"))),
    )
    result = _released(
        protect([table], atoms, [UNIT, ROLE], Policy(min_cell=5, width=5), adversary=PLAIN)
    )
    assert not result.tables[0].shown.all()


def test_keep_moves_the_complements_elsewhere() -> None:
    rows = [("E1", "now", 2), ("E1", "later", 30), ("E1", "none", 31)]
    table = Table("t", (Axis("unit", ("region",), total=False), Axis("ready", ("ready",))))

    def hidden(keep: tuple[Keep, ...]) -> set[str]:
        kept = Table("t", table.axes, keep=keep)
        atoms = Atoms.from_rows(("unit", "ready"), rows)
        result = protect([kept], atoms, [UNIT, READY], Policy(min_cell=5, width=5), adversary=PLAIN)
        return {
            where["ready"] for where, value in _released(result).tables[0].cells() if value is None
        }

    assert hidden((Keep({"ready": "later"}), Keep({"ready": "*"}))) == {"now", "none"}
    assert hidden((Keep({"ready": "none"}), Keep({"ready": "*"}))) == {"now", "later"}


def test_a_side_fact_that_pins_a_small_cell_stops_the_release() -> None:
    rows = [("E1", "now", 2), ("E1", "later", 30), ("E1", "none", 31)]
    atoms = Atoms.from_rows(("unit", "ready"), rows)
    table = Table("t", (Axis("unit", ("region",), total=False), Axis("ready", ("ready",))))
    told = Adversary("interval", insiders=False, facts=(Fact({"unit": "R", "ready": "now"}, 2, 2),))
    result = protect([table], atoms, [UNIT, READY], Policy(min_cell=5, width=5), adversary=told)
    assert isinstance(result, NotReleasable)
    assert result.cells == ("t: R, now",)
    lie = Adversary("interval", insiders=False, facts=(Fact({"unit": "R", "ready": "now"}, 3, 3),))
    with pytest.raises(LedgerError):
        protect([table], atoms, [UNIT, READY], Policy(min_cell=5, width=5), adversary=lie)


def test_another_insider_is_kept_out_too() -> None:
    """A pool manager who knows role CEO everywhere is one more reader."""
    reader = Insider("pool manager", ({"role": "CEO"},))
    adversary = Adversary("interval", insiders=False, others=(reader,))
    result = _released(
        protect(
            [_table("t", "role")],
            _atoms(),
            DIMENSIONS,
            PRESETS["people"].policy,
            adversary=adversary,
        )
    )
    assert result.auditors.audit.readers == ("outsider", "pool manager")


def test_a_cell_hidden_once_stays_hidden_while_its_atoms_do_not_change() -> None:
    policy = Policy(min_cell=5, width=5)
    atoms = Atoms.from_rows(
        ("unit", "ready"), [("E1", "now", 2), ("E1", "later", 30), ("E1", "none", 31)]
    )
    table = Table("t", (Axis("unit", ("region",), total=False), Axis("ready", ("ready",))))
    first = _released(protect([table], atoms, [UNIT, READY], policy, adversary=PLAIN, name="one"))
    kept = Table(
        "t",
        table.axes,
        keep=tuple(Keep({"ready": c}, 99.0) for c in ("later", "none") if _is_hidden(first, c)),
    )
    second = _released(
        protect(
            [kept],
            atoms,
            [UNIT, READY],
            policy,
            adversary=PLAIN,
            earlier=[first.as_earlier()],
            name="two",
        )
    )
    shown = {
        where["ready"]
        for r in (first, second)
        for where, value in r.tables[0].cells()
        if value is not None
    }
    assert len(shown) == 2


def _is_hidden(result: Protected, ready: str) -> bool:
    return result.tables[0].value({"unit": "R", "ready": ready}) is None


def test_an_unchanged_atom_with_another_count_is_an_error() -> None:
    table = Table("t", (Axis("unit", ("region",), total=False), Axis("ready", ("ready",))))
    rows = tuple((unit, ready) for unit in UNIT.leaves() for ready in READY.leaves())
    version = np.ones(len(rows), dtype=np.int64)
    atoms = Atoms(("unit", "ready"), rows, np.full(len(rows), 20), version)
    first = _released(
        protect([table], atoms, [UNIT, READY], Policy(width=5), adversary=PLAIN, name="one")
    )
    moved = Atoms(("unit", "ready"), rows, np.full(len(rows), 21), version)
    with pytest.raises(LedgerError):
        protect(
            [table],
            moved,
            [UNIT, READY],
            Policy(width=5),
            adversary=PLAIN,
            earlier=[first.as_earlier()],
            name="two",
        )
    later = Atoms(("unit", "ready"), rows, np.full(len(rows), 21), version + 1)
    changed = protect(
        [table],
        later,
        [UNIT, READY],
        Policy(width=5),
        adversary=PLAIN,
        earlier=[first.as_earlier()],
        name="two",
    )
    assert _released(changed).tables[0].shown.all()


@pytest.mark.parametrize("name", sorted(PRESETS))
def test_presets_survive_json_and_carry_a_source(name: str) -> None:
    preset = PRESETS[name]
    assert preset.source
    assert Policy.from_json(preset.policy.to_json()) == preset.policy


def test_unknown_policy_keys_are_refused() -> None:
    with pytest.raises(DisclosureError, match="min_sell"):
        Policy.from_json('{"min_sell": 5}')


@given(st.sampled_from(["min_cell", "min_base", "min_contributors", "width"]), st.integers(1, 20))
@settings(deadline=None)
def test_a_policy_may_only_get_stricter(key: str, step: int) -> None:
    policy = PRESETS["people"].policy
    data = {name: getattr(policy, name) for name in policy.__dataclass_fields__}
    assert Policy(**{**data, key: data[key] + step}).is_at_least(policy)
    assert not policy.is_at_least(Policy(**{**data, key: data[key] + step}))


@pytest.mark.parametrize(
    "rows",
    [[("E1", "now", -1)], [("E9", "now", 1)], [("I1", "now", 1)]],
    ids=["negative", "unknown employer", "not a leaf"],
)
def test_senseless_atoms_are_refused(rows: list[tuple[str, str, int]]) -> None:
    table = Table("t", (Axis("unit", ("region",)), Axis("ready", ("ready",))))
    with pytest.raises(DisclosureError):
        protect([table], Atoms.from_rows(("unit", "ready"), rows), [UNIT, READY], Policy())


def test_a_release_survives_the_ledger_as_json() -> None:
    result = _released(
        protect(
            [_table("t", "role")],
            _atoms(most=4),
            DIMENSIONS,
            PRESETS["people"].policy,
            adversary=PLAIN,
        )
    )
    again = from_json(to_json(result.as_earlier()))
    assert fingerprint(again) == fingerprint(result.as_earlier())
    assert again.units == result.as_earlier().units


def test_what_a_fact_tells_of_what_nobody_shows_does_not_hold_a_release_back() -> None:
    """How many posts two boards have is known: their judgements stay guarded, and the release goes out."""
    rows = [
        (unit, role, answer, 2 if answer == "none" else 1)
        for unit in UNIT.leaves()
        for role in ROLE.leaves()
        for answer in READY.leaves()
    ]
    atoms = Atoms.from_rows(("unit", "role", "ready"), rows)
    policy = Policy("known base", min_cell=3, min_base=50, width=3)
    by_icb = Table("icb", (Axis("unit", ("icb", "region"), total=False), Axis("ready", ("ready",))))
    first = protect(
        [by_icb], atoms, DIMENSIONS, policy, adversary=PLAIN, name="before", day="2026-01-31"
    )
    assert isinstance(first, Protected)
    posts = tuple(
        Fact({"unit": unit, "role": role}, 4.0, 4.0)
        for unit in UNIT.leaves()
        for role in ROLE.leaves()
    )
    by_family = Table(
        "family",
        (
            Axis("unit", ("region",), total=False),
            Axis("role", ("family",)),
            Axis("ready", ("ready",)),
        ),
        ("ready",),
    )

    result = protect(
        [by_family],
        atoms,
        DIMENSIONS,
        policy,
        adversary=Adversary("interval", insiders=False, facts=posts),
        earlier=[first.as_earlier()],
        day="2026-02-28",
    )

    assert isinstance(result, Protected)
    assert result.auditors.audit.narrow == 0
    assert result.tables[0].share_shown > 0.5
