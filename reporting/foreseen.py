"""Published figures as they would be after a change of organisations, over the common refinement.

The figures of the last releases are protected once more for the tree as it would be, against the same
ledger. Nobody is taken to have changed: that is the reader who can compare most. What is found is how
many figures would be hidden, and no figure. Runs as the aggregation worker, and writes nothing.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from orgs.clock import today
from orgs.restructure import operations as ops
from orgs.restructure.operations import Tried
from orgs.restructure.picture import changes
from orgs.restructure.reach import closings
from orgs.restructure.shape import Shape
from reporting import ledger
from reporting.counting import counts_at
from reporting.geography import Geography, Placed, geography, geography_of
from reporting.insiders import insiders
from reporting.measures import Measure, measures
from reporting.models.cubes import LedgerEntry
from reporting.models.releases import Release
from reporting.policies import in_force
from reporting.protection import Before, Outcome, protect_at, protect_family
from reporting.reports import reports
from reporting.shapes import parts_of

_DAY = dt.timedelta(days=1)
#: Table, names of its dimensions, unit and codes: what a reader would call the same figure.
_Figure = tuple[str, tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Task:
    """The measures of one ledger in one release: what is protected together."""

    release: Release
    family: str


def try_out(operations: list[dict[str, Any]]) -> Tried:
    """What a plan's operations come to."""
    return ops.try_out(ops.read(operations), Shape.of_day)


def tasks(tried: Tried) -> list[Task]:
    """The last release of each report for each audience that a change concerns, by ledger.

    Organisation facts hide nothing, so nothing about them changes.
    """
    concerned = {code for code, what in changes(tried).items() if what not in ("renamed", "new")}
    whole = Release.objects.filter(source=None, withdrawal=None).order_by(
        "unit_id", "report", "-as_at", "-revision"
    )
    found: dict[tuple[int, str], Release] = {}
    for release in whole.select_related("unit__type"):
        found.setdefault((release.unit_id, release.report), release)
    return [
        Task(release, family)
        for release in found.values()
        if release.report in reports and concerned & _units(release)
        for family, members in reports.get(release.report).families().items()
        if not members[0].is_fact
    ]


def _units(release: Release) -> set[str]:
    return {code.partition("/")[0] for code in release.content["units"]}


def compare(tried: Tried, task: Task) -> list[dict[str, Any]]:
    """A row for each measure: how many figures are shown now and then, and how many would tell more.

    ``lost``: figures that are shown now, of organisations that stay, and would be hidden. ``told``:
    figures that could be shown if nothing had been published before; beside what was, they would
    tell a small number.
    """
    release = task.release
    report = reports.get(release.report)
    members = report.families()[task.family]
    before = geography(release.unit, release.tree_day)
    after = _after(tried, release)
    then: Mapping[str, Outcome] = {}
    alone: Mapping[str, Outcome] = {}
    if after.places:
        then, alone = _protected(tried, task, before, after)
    return [_row(release, m, before, then, alone) for m in members]


def _after(tried: Tried, release: Release) -> Geography:
    """The places of an audience as they would be; none where the audience closes."""
    ids = {
        code: node.id or -n for n, (code, node) in enumerate(sorted(tried.after.nodes.items()), 1)
    }
    placed = {
        ids[code]: Placed(
            ids[code],
            code,
            node.name,
            node.type,
            code in tried.after.employers
            or (node.id is None and tried.after.kinds[node.type].employs),
            ids.get(node.parent),
        )
        for code, node in tried.after.nodes.items()
    }
    return geography_of(release.unit, release.tree_day, placed)


def _protected(
    tried: Tried, task: Task, before: Geography, after: Geography
) -> tuple[Mapping[str, Outcome], Mapping[str, Outcome]]:
    """The outcomes beside everything that was told before, and as if nothing had been."""
    release = task.release
    report = reports.get(release.report)
    members = report.families()[task.family]
    entries = {
        entry.measure: entry
        for entry in LedgerEntry.objects.filter(release=release).select_related("cube")
    }
    codes = {
        code: {
            c.name: tuple((each, label) for each, label in entry.codes[c.name])
            for c in measures.get(code).dimensions
        }
        for code, entry in entries.items()
    }
    leaf = _leaves(tried, before, after)

    def counts(code: str) -> dict[tuple[str, ...], int]:
        return counts_at(entries[code].cube, leaf, codes[code])

    day = max(tried.stages[-1].day, release.as_at + _DAY)
    became = [
        [old, new, day.isoformat()] for old, heirs in closings(tried).items() for new in heirs
    ]
    told = ledger.earlier(task.family, after, became)
    known = insiders(after, today(), ledger.employers([told]))
    policy = in_force(members, before, release.as_at).policies[members[0].code]
    parts = parts_of(report, members, codes, counts)

    def beside(releases: Any, successions: Any) -> Before:
        return Before(f"foreseen {release.id}", releases, successions, known, day.isoformat())

    everything = beside(told.releases, told.successions)
    # In the form that readers know; another one is looked for only where that cannot be shown.
    rungs = {m.code: form for m in members if (form := entries[m.code].form) is not None}
    found, refused = protect_at(parts, policy, after, everything, rungs) if rungs else ({}, "")
    then = {code: outcome for code, (outcome, _) in found.items()}
    if refused:
        then = protect_family(parts, policy, after, everything)
        rungs = {code: each.rung for code, each in then.items() if each.rung is not None}
    alone, _ = protect_at(parts, policy, after, beside((), ()), rungs) if rungs else ({}, "")
    return then, {code: outcome for code, (outcome, _) in alone.items()}


def _leaves(tried: Tried, before: Geography, after: Geography) -> dict[int, str]:
    """Employer's id to the leaf at which its people are counted then: a closed one's main successor's."""
    leaves = after.leaf_codes()
    at = {place.code.partition("/")[0]: place.code for place in after.leaves()}
    ids = {place.code.partition("/")[0]: place.unit_id for place in before.leaves()}
    for old, heirs in closings(tried).items():
        if old in ids and heirs and heirs[0] in at:
            leaves[ids[old]] = at[heirs[0]]
    return leaves


def _row(
    release: Release,
    measure: Measure,
    before: Geography,
    then: Mapping[str, Outcome],
    alone: Mapping[str, Outcome],
) -> dict[str, Any]:
    now = dict(_released(release, measure))
    will, would = dict(_foreseen(then.get(measure.code))), dict(_foreseen(alone.get(measure.code)))
    stay = {code.partition("/")[0] for code in (place.code for place in before.places)}
    shown = {key for key, there in will.items() if there}
    return {
        "report": reports.get(release.report).title,
        "unit": release.unit.name,
        "measure": measure.label,
        "now": _counted(now.values()),
        "then": _counted(will.values()),
        "lost": sum(
            there and key in will and key not in shown and key[2][0].partition("/")[0] in stay
            for key, there in now.items()
        ),
        "told": sum(there and key not in shown for key, there in would.items()),
    }


def _counted(shown: Collection[bool]) -> list[int]:
    """How many are shown and how many are hidden."""
    return [sum(shown), len(shown) - sum(shown)]


def _released(release: Release, measure: Measure) -> Iterator[tuple[_Figure, bool]]:
    for table in release.content["tables"]:
        if table["measure"] == measure.code:
            names = tuple(each["name"] for each in table["dimensions"])
            yield from _figures(table["key"], names, table["cells"])


def _foreseen(outcome: Outcome | None) -> Iterator[tuple[_Figure, bool]]:
    for key, cells in (outcome.cells if outcome else {}).items():
        assert outcome is not None
        yield from _figures(key, outcome.forms[key], cells)


def _figures(
    key: str, names: tuple[str, ...], cells: Iterable[list[Any]]
) -> Iterator[tuple[_Figure, bool]]:
    for *where, value in cells:
        yield (key, names, tuple(where)), value is not None
