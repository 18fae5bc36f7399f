"""Between a report and the disclosure package: tables, policy and ledger in its terms, cells in ours."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from reporting.disclosure import model
from reporting.disclosure.policy import Policy
from reporting.geography import Geography
from reporting.shapes import UNIT, Alone, Part, facts, shape_of

#: Less than this part of the category cells shown: a coarser form is tried.
ENOUGH = 0.5
#: The same of the cells of the area itself, where a coarser form leaves out places and nothing else.
ENOUGH_OF_AREA = 0.8


@dataclass(frozen=True)
class Before:
    """What was told before and by whom it is read: the part of a release's inputs that no measure has.

    ``earlier`` is what earlier releases of the same ledger told, checked as one system with this one,
    and ``successions`` what became of employers. ``insiders`` are leaves about which one reader knows
    everything, those of one employer apart, who are always asked about. ``day`` (ISO) is the day of the
    figures and ``name`` the release's id, for the ledger.
    """

    name: str
    earlier: Sequence[model.EarlierRelease] = ()
    successions: Sequence[model.Succession] = ()
    insiders: Sequence[Collection[str]] = ()
    day: str = ""


@dataclass(frozen=True)
class Shown:
    """Which part of a form's cells with a category is shown (0 to 1): of all places, and of the area itself."""

    everywhere: float
    in_area: float


@dataclass(frozen=True)
class Outcome:
    """What protection decided for one measure of a release.

    ``rung`` None = nothing may be shown, and ``explanation`` says why, to the auditor only.
    ``cells`` holds for each table its cells as the release stores them. ``statement`` is what
    readers know from it, for the ledger; that of a family stands with its first measure that is shown.
    """

    rung: int | None
    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cells: Mapping[str, list[list[Any]]] = field(default_factory=dict)
    statement: dict[str, Any] | None = None
    explanation: str = ""
    round_to: int = 1


def protect_family(
    parts: Sequence[Part], policy: Policy, places: Geography, before: Before
) -> dict[str, Outcome]:
    """Protect all tables of the measures of one family together, in the finest forms of which enough survives.

    Measures of a family count the same people, so a number that one of them hides another must not
    give away. Each stands on the finest rung that it can. Fails closed: what cannot be protected
    against what was released before is not shown.

    Args:
        policy: the rules in force for the build (``policies.in_force``), or those that were.

    Returns:
        The outcome of each measure, by its code.
    """
    reasons: dict[str, list[str]] = {part.measure.code: [] for part in parts}
    rungs: dict[str, int] = {}
    for part in parts:
        rung = _first_worth_trying(part, policy, places, reasons[part.measure.code])
        if rung is not None:
            rungs[part.measure.code] = rung
    best: dict[str, Outcome] = {}
    while rungs:
        found, refused = protect_at(parts, policy, places, before, rungs)
        if not refused:
            best = {code: outcome for code, (outcome, _) in found.items()}
        for code, rung in rungs.items():
            reasons[code] += [f"form {rung}: {refused}"] if refused else []
        lower = [
            part
            for part in parts
            if rungs.get(part.measure.code, part.last) < part.last
            and (refused or _try_lower(part, rungs[part.measure.code], found[part.measure.code][1]))
        ]
        if not lower or (refused and best):
            break
        for part in lower:
            rungs[part.measure.code] += 1
    withheld = {code: Outcome(None, explanation="; ".join(said)) for code, said in reasons.items()}
    return withheld | best


def _try_lower(part: Part, rung: int, shown: Shown) -> bool:
    """Whether a form is of too little use; the area's own readers come before those of its places."""
    if shown.everywhere < ENOUGH:
        return True
    only_places = all(
        table.form(rung).dimensions == table.form(rung + 1).dimensions for table in part.tables
    )
    return only_places and shown.in_area < ENOUGH_OF_AREA


def _first_worth_trying(
    part: Part, policy: Policy, places: Geography, reasons: list[str]
) -> int | None:
    """The finest rung of which enough could survive; ``reasons`` is told why the finer ones could not.

    The last rung is always worth it, but for a measure whose number of all is known.
    """
    for rung in range(part.last + 1):
        needed = rung < part.last or part.measure.known_base
        if not needed or worth_trying(part, policy, places, rung):
            return rung
        reasons.append(f"form {rung}: too little of it could be shown")
    return None


def protect_at(
    parts: Sequence[Part],
    policy: Policy,
    places: Geography,
    before: Before,
    rungs: Mapping[str, int],
) -> tuple[dict[str, tuple[Outcome, Shown]], str]:
    """Protect the measures that have a rung, in that form of each.

    Returns:
        For each measure the outcome and how much of it is shown; or nothing, and why.
    """
    from reporting.disclosure.ledger import to_json
    from reporting.disclosure.protect import protect
    from reporting.disclosure.result import NotReleasable

    shape = shape_of(parts)
    shown = [part for part in parts if part.measure.code in rungs]
    try:
        result = protect(
            [
                shape.view(part, table, places, rungs[part.measure.code])
                for part in shown
                for table in part.tables
            ],
            shape.atoms(),
            shape.dimensions(places),
            policy,
            earlier=list(before.earlier),
            adversary=_adversary(parts, places, before.insiders),
            name=before.name,
            successions=before.successions,
            day=before.day,
        )
    except model.DisclosureError as error:
        return {}, str(error)
    if isinstance(result, NotReleasable):
        return {}, result.explanation
    cells = {table.name: list(table.cells()) for table in result.tables}
    # Organisation facts hide nothing, so there is nothing that a later release could give away.
    told = None if parts[0].measure.is_fact else json.loads(to_json(result.as_earlier()))
    out: dict[str, tuple[Outcome, Shown]] = {}
    for part in shown:
        rung = rungs[part.measure.code]
        forms = {table.key: table.form(rung).dimensions for table in part.tables}
        mine = {
            table.key: [
                [where[UNIT], *shape.codes(where, forms[table.key]), value]
                for where, value in cells[table.key]
            ]
            for table in part.tables
        }
        outcome = Outcome(
            rung, forms, mine, told if part is shown[0] else None, round_to=policy.round_to
        )
        out[part.measure.code] = outcome, _shown(mine, places.root)
    return out, ""


def _shown(cells: Mapping[str, list[list[Any]]], root: str) -> Shown:
    found = [(cell[0] == root, cell[-1]) for each in cells.values() for cell in each if cell[1:-1]]
    return Shown(
        _share_shown([value for _, value in found]),
        _share_shown([value for own, value in found if own]),
    )


def _share_shown(values: Sequence[Any]) -> float:
    return sum(value is not None for value in values) / len(values) if values else 1.0


def worth_trying(part: Part, policy: Policy, places: Geography, rung: int) -> bool:
    """Whether enough of a form would be left if nothing but what the rules forbid were hidden.

    Protection only hides more, so a form that fails here fails there, after minutes. So does one with
    a forbidden cell that the known number of all tells, or leaves fewer values than the policy asks.
    """
    from reporting.disclosure.cells import expand
    from reporting.disclosure.primary import Measured, primary
    from reporting.disclosure.universe import universe

    if part.measure.is_fact:
        return True
    shape = Alone(part)
    views = [shape.view(part, table, places, rung) for table in part.tables]
    try:
        cells = expand(views, universe(shape.atoms(), shape.dimensions(places)))
    except model.DisclosureError:
        return True
    hit = np.any(list(primary(Measured.of(cells), policy).values()), axis=0)
    if part.measure.known_base and _all_known(cells, hit, policy):
        return False
    seen = [hit[layout.index].ravel() for layout in cells.layouts if len(layout.table.axes) > 1]
    return not seen or float(1 - np.concatenate(seen).mean()) >= ENOUGH


def _all_known(cells: Any, hit: Any, policy: Policy) -> bool:
    """Whether some forbidden cell stands on a known base that cannot leave it open."""
    for occurrence in cells.occurrences:
        itself = occurrence.cells == occurrence.bases
        small = cells.values[occurrence.bases] < policy.width
        if np.any(hit[occurrence.cells] & (itself | small)):
            return True
    return False


def _adversary(
    parts: Sequence[Part], places: Geography, insiders: Sequence[Collection[str]]
) -> model.Adversary:
    if parts[0].measure.is_fact:
        return model.Adversary(strength="interval", insiders=False)
    others = tuple(
        model.Insider(
            f"who knows {', '.join(sorted(leaves))}", tuple({UNIT: c} for c in sorted(leaves))
        )
        for leaves in insiders
    )
    known = (fact for part in parts for fact in facts(part, places))
    return model.Adversary(others=others, facts=tuple(known))
