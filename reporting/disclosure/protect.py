"""The entry point: ``protect`` a linked set of tables, as one system with what was released before."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reporting.disclosure.cells import CellSet, Layout, expand
from reporting.disclosure.complement import Selection, inherent, only_what_was_open
from reporting.disclosure.equations import equations
from reporting.disclosure.evidence import Ranges
from reporting.disclosure.ledger import (
    Units,
    isolated,
    isolated_then,
    published_units,
    statement,
)
from reporting.disclosure.links import History
from reporting.disclosure.model import (
    LAST,
    Adversary,
    Atoms,
    Bools,
    Dimension,
    DisclosureError,
    EarlierRelease,
    Floats,
    Ints,
    Succession,
    Table,
)
from reporting.disclosure.policy import Policy
from reporting.disclosure.primary import Measured, Reason, known_zeros, primary
from reporting.disclosure.result import (
    Audit,
    Auditors,
    AuditorTable,
    NotReleasable,
    Protected,
    ProtectedTable,
    fingerprint,
)
from reporting.disclosure.scopes import WHOLE_UP_TO, Parts
from reporting.disclosure.solver import Effort, TooMuchWorkError
from reporting.disclosure.system import System, build
from reporting.disclosure.universe import Universe, universe
from reporting.disclosure.views import Reasons, View, guides, rounded, shown_bounds, views


def protect(
    tables: Sequence[Table],
    atoms: Atoms,
    dimensions: Sequence[Dimension],
    policy: Policy,
    *,
    earlier: Sequence[EarlierRelease] = (),
    adversary: Adversary = Adversary(),  # noqa: B008 (frozen)
    name: str = "release",
    successions: Sequence[Succession] = (),
    day: str = "",
) -> Protected | NotReleasable:
    """Protect all tables as one system, together with everything released before.

    ``name`` names the release in the ledger and must differ from the earlier ones'. ``successions`` say what
    became of employers; ``day`` (ISO) is the day of the atoms, without it the last day of all. Fails closed: a cell that
    no suppression can protect makes the whole set NotReleasable. Raises DisclosureError for input that makes no
    sense, LedgerError if atoms contradict earlier releases, SolverError if the solver gives no answer.
    """
    if not tables:
        raise DisclosureError("no tables to protect")
    if name in {release.name for release in earlier} or len(
        {release.name for release in earlier}
    ) != len(earlier):
        raise DisclosureError("each release in the ledger needs a name of its own")
    space = universe(atoms, dimensions)
    links = tuple(sorted(set(successions), key=lambda link: (link.on, link.old, link.new)))
    inputs = _inputs(tables, space, policy, earlier, adversary, [name, day, links])
    units = published_units(tables, space)
    since = (links, day or LAST)
    cells = expand(tables, space, isolated(units, earlier, space, *since))
    reasons = primary(Measured.of(cells), policy)
    open_anyway = known_zeros(cells, reasons)
    reasons = {reason: mask & ~open_anyway for reason, mask in reasons.items()}
    hit = (
        np.any(list(reasons.values()), axis=0)
        if reasons
        else np.zeros(cells.values.size, dtype=bool)
    )
    history = History(*since, isolated_then(units, earlier, space, *since))
    system = build(cells, earlier, adversary, policy, history)
    effort = Effort()
    try:
        readers = [*views(system, policy, reasons, adversary)]
        leads = [*guides(system, policy, reasons, adversary)]
        asked = only_what_was_open(system, [*readers, *leads], policy.reach, effort)
        asked = inherent(system, asked, hit, policy.reach, effort)
        readers, leads = asked[: len(readers)], asked[len(readers) :]
        given = (system, policy, readers, leads, hit, equations(cells))
        large = cells.published > WHOLE_UP_TO
        selection = Parts(*given, effort) if large else Selection(*given, effort=effort)
        failed = selection.run(whole=adversary.whole_numbers)
    except TooMuchWorkError as error:
        return NotReleasable(
            f"This cannot be protected in reasonable time: {error}.", inputs=inputs
        )
    verdicts = [] if failed else selection.verdicts()
    narrow = [(view, ranges) for view, ranges in [*failed, *verdicts] if ranges.unsafe().size]
    if narrow:
        return NotReleasable(*_refusal(system, narrow), inputs=inputs)
    return _release(selection, reasons, policy, units, verdicts, inputs, (name, day))


def _inputs(
    tables: Sequence[Table],
    space: Universe,
    policy: Policy,
    earlier: Sequence[EarlierRelease],
    adversary: Adversary,
    rest: object,
) -> str:
    """The fingerprint of everything the result depends on; the order of atoms and of releases does not count."""
    return fingerprint(
        [
            list(tables),
            [space.names, space.codes, space.counts, space.versions],
            [space.dimensions[dimension] for dimension in space.names],
            policy,
            sorted((release.name, fingerprint(release)) for release in earlier),
            adversary,
            rest,
        ]
    )


def _refusal(system: System, narrow: Sequence[tuple[View, Ranges]]) -> tuple[str, tuple[str, ...]]:
    rows = sorted({int(view.targets[at]) for view, ranges in narrow for at in ranges.unsafe()})
    labels = _labels(system.cells)
    named = tuple(
        labels.get(row, "a group that can be isolated by subtraction or an earlier release")
        for row in rows
    )
    reader = narrow[0][0].name
    text = (
        f"{len(rows)} cell(s) stay derivable by a reader ({reader}) even if all other cells are hidden, "
        "through earlier releases, side facts or what that reader knows already."
    )
    return text, named


def _labels(cells: CellSet) -> dict[int, str]:
    out: dict[int, str] = {}
    for layout in cells.layouts:
        for at in np.ndindex(layout.index.shape):
            codes = ", ".join(codes[i] for codes, i in zip(layout.codes, at, strict=True))
            out.setdefault(int(layout.index[at]), f"{layout.table.name}: {codes}")
    return out


def _release(
    selection: Selection | Parts,
    reasons: Reasons,
    policy: Policy,
    units: Units,
    verdicts: Sequence[tuple[View, Ranges]],
    inputs: str,
    name_and_day: tuple[str, str],
) -> Protected:
    system, hidden = selection.system, selection.hidden
    cells = system.cells
    counts = np.asarray(rounded(cells.values.astype(np.float64), policy.round_to), dtype=np.int64)
    tables = tuple(_table(layout, counts, hidden, policy) for layout in cells.layouts)
    told = shown_bounds(cells.values.astype(np.float64), policy, rule_aware=False)
    audit = Audit(
        cells.published,
        int(selection.primary[: cells.published].sum()),
        int(hidden.sum()),
        sum(int(ranges.unsafe().size) for _, ranges in verdicts),
        tuple(sorted(view.name for view, _ in verdicts)),
        sum(certificate for certificate, _ in selection.tally.values()),
        sum(programme for _, programme in selection.tally.values()),
        selection.effort.runs,
        selection.conceded,
    )
    why = np.where(hidden & ~selection.primary[: cells.published], Reason.COMPLEMENT.value, 0)
    for reason, mask in reasons.items():
        why = why | np.where(mask[: cells.published], reason.value, 0)
    low, high = _proved(cells, hidden, told, verdicts)
    auditors = Auditors(
        tuple(
            AuditorTable(
                layout.table.name, why[layout.index], low[layout.index], high[layout.index]
            )
            for layout in cells.layouts
        ),
        audit,
        statement(name_and_day, cells, units, hidden, selection.primary, told, float(policy.width)),
    )
    return Protected(tables, auditors, inputs, fingerprint(list(tables)))


def _proved(
    cells: CellSet,
    hidden: Bools,
    told: tuple[Floats, Floats],
    verdicts: Sequence[tuple[View, Ranges]],
) -> tuple[Floats, Floats]:
    """For each published cell the range proved open: what is told of shown cells, the outsider's of primaries."""
    values = cells.values[: cells.published].astype(np.float64)
    low = np.where(hidden, values, told[0][: cells.published])
    high = np.where(hidden, values, told[1][: cells.published])
    for view, ranges in verdicts:
        if view.outsider and not view.rule_aware:
            today = view.targets < cells.published
            low[view.targets[today]], high[view.targets[today]] = (
                ranges.low[today],
                ranges.high[today],
            )
    return low, high


def _table(layout: Layout, counts: Ints, hidden: Bools, policy: Policy) -> ProtectedTable:
    shown = ~hidden[layout.index]
    values = np.where(shown, counts[layout.index], -1)
    shares = np.full(values.shape, np.nan)
    names = tuple(axis.dimension for axis in layout.table.axes)
    if layout.table.answers:
        take = tuple(
            slice(-1, None) if name in layout.table.answers else slice(None) for name in names
        )
        base = np.broadcast_to(values[take], values.shape)
        usable = shown & (base > 0)
        shares[usable] = values[usable] / base[usable]
    return ProtectedTable(
        layout.table.name, names, layout.codes, values, shown, shares, policy.symbol
    )
