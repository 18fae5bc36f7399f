"""Between a report and the disclosure package: tables, policy and ledger in its terms, cells in ours."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reporting.disclosure import model
from reporting.disclosure.policy import PRESETS, Policy
from reporting.enums import MeasureClass
from reporting.geography import EMPLOYER, Geography
from reporting.measures import Codes, Measure
from reporting.reports import Table

UNIT = "unit"
POLICY_VERSION = "platform/1"
#: Less than this part of the category cells shown: a coarser form is tried.
ENOUGH = 0.5

_PRESET = {
    MeasureClass.ORGANISATION_FACT: "organisation_facts",
    MeasureClass.JUDGEMENT: "judgements",
    MeasureClass.PEOPLE: "people",
}

AtomCounts = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Outcome:
    """What protection decided for one measure of a release.

    ``rung`` None = nothing may be shown, and ``explanation`` says why, to the auditor only.
    ``cells`` holds for each table its cells as the release stores them. ``statement`` is what
    readers know from it, for the ledger.
    """

    rung: int | None
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: Mapping[str, list[list[Any]]] = field(default_factory=dict)
    statement: dict[str, Any] | None = None
    explanation: str = ""


def policy_for(measure: Measure) -> Policy:
    """The policy of a measure's class. The inherited, stricter ones of issue 3 come in here."""
    return PRESETS[_PRESET[measure.klass]].policy


def may_show_employers(measure: Measure) -> bool:
    """Above an employer's wall only organisation facts are shown for one employer (DESIGN 7)."""
    return measure.klass == MeasureClass.ORGANISATION_FACT


def protect_measure(
    measure: Measure,
    tables: Sequence[Table],
    places: Geography,
    codes: Mapping[str, Codes],
    counts: AtomCounts,
    earlier: Sequence[model.EarlierRelease],
    *,
    name: str,
) -> Outcome:
    """Protect all tables of one measure together, in the finest form of which enough survives.

    Fails closed: when no form can be protected against what was released before, nothing is shown.

    Args:
        counts: leaf code and a code for each dimension to how many; what is not there is nobody.
        earlier: what earlier releases of the same ledger told, checked as one system with this one.
        name: the release's id, for the ledger.
    """
    reasons: list[str] = []
    best: Outcome | None = None
    for rung in range(max(len(table.ladder) for table in tables)):
        outcome, shown = _try(measure, tables, places, codes, counts, earlier, rung, name)
        if outcome.rung is None:
            reasons.append(f"form {rung}: {outcome.explanation}")
        elif shown >= ENOUGH:
            return outcome
        else:
            best = outcome
    return best or Outcome(None, explanation="; ".join(reasons))


def _try(
    measure: Measure,
    tables: Sequence[Table],
    places: Geography,
    codes: Mapping[str, Codes],
    counts: AtomCounts,
    earlier: Sequence[model.EarlierRelease],
    rung: int,
    name: str,
) -> tuple[Outcome, float]:
    """One form: the outcome, and which part of its category cells is shown."""
    from reporting.disclosure.ledger import to_json
    from reporting.disclosure.protect import protect
    from reporting.disclosure.result import NotReleasable

    forms = {table.key: table.form(rung) for table in tables}
    levels = (*places.levels(), *([EMPLOYER] if may_show_employers(measure) else []))
    answers = {c.name for c in measure.dimensions if c.answer}
    try:
        result = protect(
            [_view(key, form, levels, answers) for key, form in forms.items()],
            model.Atoms(
                (UNIT, *codes), tuple(counts), np.array(list(counts.values()), dtype=np.int64)
            ),
            [_unit_dimension(places), *(_flat(name, codes[name]) for name in codes)],
            policy_for(measure),
            earlier=list(earlier),
            adversary=_adversary(measure),
            name=name,
        )
    except model.DisclosureError as error:
        return Outcome(None, explanation=str(error)), 0.0
    if isinstance(result, NotReleasable):
        return Outcome(None, explanation=result.explanation), 0.0
    cells = {
        table.name: [
            [where[UNIT], *(where[name] for name in forms[table.name]), value]
            for where, value in table.cells()
        ]
        for table in result.tables
    }
    shown = [cell[-1] is not None for each in cells.values() for cell in each if cell[1:-1] != []]
    # Organisation facts hide nothing, so there is nothing that a later release could give away.
    told = json.loads(to_json(result.as_earlier())) if keeps_ledger(measure) else None
    share = sum(shown) / len(shown) if shown else 1.0
    return Outcome(rung, forms, cells, told), share


def keeps_ledger(measure: Measure) -> bool:
    """Whether releases of the measure are checked against each other."""
    return measure.klass != MeasureClass.ORGANISATION_FACT


def _unit_dimension(places: Geography) -> model.Dimension:
    return model.Dimension(
        UNIT, tuple(model.Node(p.code, p.level, p.parent) for p in places.places)
    )


def _flat(name: str, codes: Codes) -> model.Dimension:
    return model.Dimension.flat(name, [code for code, _ in codes])


def _view(
    key: str, form: tuple[str, ...], levels: tuple[str, ...], answers: set[str]
) -> model.Table:
    unit = model.Axis(UNIT, levels=levels, total=False)
    axes = (unit, *(model.Axis(name, levels=(name,)) for name in form))
    return model.Table(key, axes, tuple(name for name in form if name in answers))


def _adversary(measure: Measure) -> model.Adversary:
    if measure.klass == MeasureClass.ORGANISATION_FACT:
        return model.Adversary(strength="interval", insiders=False)
    return model.Adversary()
