"""Each rule hides what it must, and each of these tests fails when its rule is taken out."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from reporting.disclosure import complement, primary
from reporting.disclosure import protect as entry
from reporting.disclosure.model import (
    Adversary,
    Atoms,
    Axis,
    Dimension,
    EarlierRelease,
    Node,
    Table,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Measured, Reason
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable, Protected

UNITS = ("A", "B", "C", "D")
PLAIN = Adversary("interval", insiders=False)


def _region(
    counts: dict[str, tuple[int, int]], policy: Policy, adversary: Adversary = PLAIN
) -> Protected:
    """One region of up to four employers and one yes/no question; only the region is published."""
    nodes = (*(Node(code, "employer", "R") for code in counts), Node("R", "region"))
    dimensions = [Dimension("unit", nodes), Dimension.flat("answer", ("yes", "no"))]
    rows = [
        (code, answer, n)
        for code, pair in counts.items()
        for answer, n in zip(("yes", "no"), pair, strict=True)
    ]
    table = Table(
        "t", (Axis("unit", ("region",), total=False), Axis("answer", ("answer",))), ("answer",)
    )
    result = protect(
        [table], Atoms.from_rows(("unit", "answer"), rows), dimensions, policy, adversary=adversary
    )
    assert isinstance(result, Protected)
    return result


def _hidden(result: Protected, answer: str) -> bool:
    return result.tables[0].value({"unit": "R", "answer": answer}) is None


def small_cell_is_hidden() -> None:
    result = _region({"A": (1, 9), "B": (2, 20)}, Policy(min_cell=5, width=5))
    assert _hidden(result, "yes")


def small_base_hides_everything_on_it() -> None:
    result = _region({"A": (6, 0), "B": (0, 4)}, Policy(min_base=11, width=5))
    assert _hidden(result, "*")
    assert _hidden(result, "yes")


def few_contributors_are_hidden() -> None:
    result = _region({"A": (20, 30), "B": (20, 30)}, Policy(min_contributors=3, width=5))
    assert _hidden(result, "*")
    assert _hidden(result, "yes")


def one_large_contributor_is_hidden() -> None:
    result = _region(
        {"A": (200, 300), "B": (10, 10), "C": (10, 10)}, Policy(max_share=0.85, width=5)
    )
    assert _hidden(result, "*")


def all_or_none_is_hidden() -> None:
    result = _region({"A": (20, 0), "B": (20, 0)}, Policy(all_or_none=True, width=5))
    assert _hidden(result, "yes")
    assert _hidden(result, "no")
    assert not _hidden(result, "*")


def a_small_rest_beside_the_largest_is_hidden() -> None:
    """A knows its own nine: the others have two who say yes, though eleven are no small count."""
    policy = Policy(min_cell=5, protect_rest=True, width=5)
    result = _region({"A": (9, 20), "B": (1, 20), "C": (1, 20)}, policy)
    assert _hidden(result, "yes")
    assert not _hidden(result, "*")


def dominance_is_hidden() -> None:
    result = _region({"A": (100, 50), "B": (10, 50), "C": (1, 50)}, Policy(p_percent=10.0, width=5))
    assert _hidden(result, "yes")


def test_the_other_side_of_a_share_is_protected_too() -> None:
    """24 of 25 is one person who answered otherwise: neither the share nor its parts are shown."""
    result = _region({"A": (14, 1), "B": (10, 0)}, Policy(min_cell=5, width=5))
    table = result.tables[0]
    assert _hidden(result, "no")
    assert _hidden(result, "yes") or _hidden(result, "*")
    assert table.share({"unit": "R", "answer": "yes"}) is None
    assert table.share({"unit": "R", "answer": "no"}) is None


RULES: dict[Reason, Callable[[], None]] = {
    Reason.SMALL_CELL: small_cell_is_hidden,
    Reason.SMALL_BASE: small_base_hides_everything_on_it,
    Reason.FEW_CONTRIBUTORS: few_contributors_are_hidden,
    Reason.ONE_LARGE: one_large_contributor_is_hidden,
    Reason.ALL_OR_NONE: all_or_none_is_hidden,
    Reason.SMALL_REST: a_small_rest_beside_the_largest_is_hidden,
    Reason.DOMINANCE: dominance_is_hidden,
}


def test_every_rule_has_its_test() -> None:
    assert set(RULES) == set(primary.RULES)


@pytest.mark.parametrize("reason", list(RULES), ids=lambda reason: str(reason.name))
def test_rule_hides(reason: Reason) -> None:
    RULES[reason]()


@pytest.mark.parametrize("reason", list(RULES), ids=lambda reason: str(reason.name))
def test_rule_test_fails_without_the_rule(reason: Reason, monkeypatch: pytest.MonkeyPatch) -> None:
    def idle(seen: Measured, policy: Policy) -> np.ndarray:
        return np.zeros(seen.values.size, dtype=bool)

    monkeypatch.setitem(primary.RULES, reason, idle)
    with pytest.raises(AssertionError):
        RULES[reason]()


def _two_trees() -> tuple[Atoms, Dimension, Dimension, Dimension, Table]:
    """April 2026 in small: employer D moves from ICB X to ICB Y and nothing else changes."""
    rows = [(code, answer, 20) for code in UNITS for answer in ("yes", "no")]
    rows[6] = ("D", "yes", 7)
    rows += [(code, answer, 20) for code in ("E", "F", "G") for answer in ("yes", "no")]

    def tree(d: str) -> Dimension:
        above = dict.fromkeys("ABC", "X") | dict.fromkeys("EFG", "Y") | {"D": d}
        nodes = [Node(code, "employer", icb) for code, icb in above.items()]
        return Dimension("unit", (*nodes, Node("X", "icb"), Node("Y", "icb")))

    table = Table("t", (Axis("unit", ("icb",)), Axis("answer", ("answer",))), ("answer",))
    atoms = Atoms.from_rows(("unit", "answer"), rows)
    return atoms, tree("X"), tree("Y"), Dimension.flat("answer", ("yes", "no")), table


def _difference_recovers_d(*, use_ledger: bool) -> bool:
    """Whether X before minus X after gives D's count of yes."""
    atoms, before, after, answer, table = _two_trees()
    policy = Policy(min_cell=5, min_contributors=3, width=5)
    old = protect([table], atoms, [before, answer], policy, adversary=PLAIN, name="before")
    assert isinstance(old, Protected)
    earlier: tuple[EarlierRelease, ...] = (old.as_earlier(),) if use_ledger else ()
    new = protect(
        [table], atoms, [after, answer], policy, adversary=PLAIN, earlier=earlier, name="after"
    )
    assert isinstance(new, Protected)
    for icb in ("X", "Y"):
        was, now = (r.tables[0].value({"unit": icb, "answer": "yes"}) for r in (old, new))
        if was is not None and now is not None:
            assert abs(was - now) == 7
            return True
    return False


def test_the_ledger_stops_differencing_across_a_restructure() -> None:
    assert not _difference_recovers_d(use_ledger=True)


def test_without_the_ledger_differencing_recovers_the_trust() -> None:
    assert _difference_recovers_d(use_ledger=False)


def test_without_the_isolated_sets_differencing_recovers_the_trust(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(entry, "isolated", lambda *_: ())
    assert _difference_recovers_d(use_ledger=True)


def _insider_recovers(*, insiders: bool) -> bool:
    """Employer A holds nearly all of the only complement: knowing its own part leaves the small cell bare."""
    counts = {"A": {"a": 0, "b": 20, "c": 0}, "B": {"a": 2, "b": 1, "c": 60}}
    nodes = (Node("A", "employer", "R"), Node("B", "employer", "R"), Node("R", "region"))
    dimensions = [Dimension("unit", nodes), Dimension.flat("cat", "abc")]
    rows = [(unit, cat, n) for unit, pair in counts.items() for cat, n in pair.items()]
    table = Table("t", (Axis("unit", ("region",), total=False), Axis("cat", ("cat",))))
    result = protect(
        [table],
        Atoms.from_rows(("unit", "cat"), rows),
        dimensions,
        Policy(min_cell=5, width=5),
        adversary=Adversary("interval", insiders=insiders),
    )
    assert isinstance(result, Protected)
    shown = {where["cat"] for where, value in result.tables[0].cells() if value is not None}
    return shown == {"c", "*"}  # a + b is then told: 23, of which A knows 20, so a <= 3


def test_an_insider_is_kept_out() -> None:
    assert not _insider_recovers(insiders=True)


def test_without_the_insider_audit_an_insider_gets_in() -> None:
    assert _insider_recovers(insiders=False)


def test_without_complements_nothing_is_released(monkeypatch: pytest.MonkeyPatch) -> None:
    """The audit does not trust the choice of complements: with none chosen it refuses."""
    monkeypatch.setattr(complement.Selection, "_hide_for", lambda *_: None)
    monkeypatch.setattr(
        complement.Selection, "run", lambda self, *, whole: self.protect(self.views)
    )
    with pytest.raises(AssertionError):
        small_cell_is_hidden()


def test_a_refusal_names_cells_and_no_count() -> None:
    atoms, before, _, answer, table = _two_trees()
    old = protect([table], atoms, [before, answer], Policy(width=5), adversary=PLAIN, name="before")
    assert isinstance(old, Protected)
    new = protect(
        [table],
        atoms,
        [before, answer],
        Policy(min_base=200, width=5),
        adversary=PLAIN,
        earlier=[old.as_earlier()],
    )
    assert isinstance(new, NotReleasable)
    assert "t: X, *" in new.cells
    assert not any(str(n) in new.explanation.split("cell(s)")[1] for n in (67, 60, 20))
