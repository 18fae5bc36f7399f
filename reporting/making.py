"""What a release is made from, and its content: the same inputs give the same bytes, today or at a replay."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from orgs.clock import today
from reporting import ledger
from reporting.benchmarks import benchmarks
from reporting.content import FORMAT, Content
from reporting.counting import contributed, count, counts_of
from reporting.disclosure.policy import Policy
from reporting.geography import Geography
from reporting.insiders import Insiders, from_json, insiders
from reporting.measures import Codes, measures
from reporting.models.cubes import Cube, LedgerEntry
from reporting.models.releases import Release
from reporting.policies import InForce, in_force
from reporting.protection import Before, Outcome, protect_family
from reporting.reports import Report
from reporting.shapes import parts_of


@dataclass(frozen=True)
class Inputs:
    """Everything that a release depends on: what a replay starts from.

    ``cubes`` and ``codes`` are by measure, ``earlier`` by family.
    """

    cubes: Mapping[str, Cube]
    codes: Mapping[str, Mapping[str, Codes]]
    earlier: Mapping[str, ledger.Earlier]
    insiders: Insiders
    rules: InForce


def gather(report: Report, as_at: dt.date, places: Geography, since: dt.datetime | None) -> Inputs:
    """Count every measure of the day, anew since a withdrawal, and look up what was told before."""
    found = report.measures()
    earlier = {m.ledger: ledger.earlier(m.ledger, places) for m in found if not m.is_fact}
    return Inputs(
        {m.code: count(m, as_at, since=since) for m in found},
        {m.code: {c.name: c.codes() for c in m.dimensions} for m in found},
        earlier,
        insiders(places, today(), ledger.employers(earlier.values())),
        in_force(found, places, as_at),
    )


def protect(
    report: Report, as_at: dt.date, places: Geography, inputs: Inputs, *, name: str
) -> dict[str, Outcome]:
    """The outcome of each measure; those of one family are protected together."""
    out: dict[str, Outcome] = {}

    @cache
    def counts(code: str) -> dict[tuple[str, ...], int]:
        return counts_of(inputs.cubes[code], places, inputs.codes[code])

    for family, members in report.families().items():
        told = inputs.earlier.get(family, ledger.Earlier())
        out |= protect_family(
            parts_of(report, members, inputs.codes, counts),
            inputs.rules.policies[members[0].code],
            places,
            Before(name, told.releases, told.successions, inputs.insiders, as_at.isoformat()),
        )
    return out


def inputs_of(release: Release, places: Geography) -> Inputs:
    """What a release that is not cut from another was made from, out of the ledger."""
    entries = {
        entry.measure: entry
        for entry in LedgerEntry.objects.filter(release=release).select_related("cube")
    }
    return Inputs(
        {code: entry.cube for code, entry in entries.items()},
        {
            # In the measure's order: jsonb keeps none, and an atom's codes have it.
            code: {
                c.name: tuple((each, label) for each, label in entry.codes[c.name])
                for c in measures.get(code).dimensions
            }
            for code, entry in entries.items()
        },
        {
            entry.family: ledger.entries(entry.earlier, places, entry.links)
            for entry in entries.values()
            if not measures.get(entry.measure).is_fact
        },
        next((from_json(entry.insiders) for entry in entries.values()), ()),
        InForce(
            {code: Policy.from_json(text) for code, text in release.policy.items()},
            release.policy_version,
        ),
    )


def employer_tables(report: Report) -> frozenset[str]:
    """Keys of the tables that may show one employer."""
    return frozenset(t.key for t in report.tables if t.the_measure().is_fact)


def content_of(
    report: Report,
    as_at: dt.date,
    places: Geography,
    codes: Mapping[str, Mapping[str, Codes]],
    outcomes: Mapping[str, Outcome],
) -> Content:
    tables: list[dict[str, Any]] = []
    for table in report.tables:
        measure, outcome = table.the_measure(), outcomes[table.measure]
        form = outcome.forms.get(table.key, ())
        tables.append(
            {
                "key": table.key,
                "measure": measure.code,
                "counts": measure.counts.value,
                "status": "withheld" if outcome.rung is None else "shown",
                "dimensions": [
                    {
                        "name": name,
                        "label": measure.category(name).label,
                        "codes": [list(pair) for pair in codes[measure.code][name]],
                    }
                    for name in form
                ],
                "cells": outcome.cells.get(table.key, []),
            }
            | ({"round_to": outcome.round_to} if outcome.round_to > 1 else {})
        )
    content: Content = {
        "format": FORMAT,
        "report": report.code,
        "audience": places.root,
        "as_at": as_at.isoformat(),
        "tree_day": as_at.isoformat(),
        "units": {
            p.code: {"name": p.name, "type": p.type, "level": p.level, "parent": p.parent}
            for p in places.places
        },
        "tables": tables,
    }
    return content | {"benchmarks": benchmarks(report, content)}


def about_itself(report: Report, places: Geography, inputs: Inputs) -> dict[str, Any]:
    """What a release says about itself, beside its content."""
    contributors, of, oldest = contributed(report.contributed, places, inputs.cubes)
    rules = inputs.rules
    return {
        "contributors": contributors,
        "contributors_of": of,
        "oldest_update": oldest,
        "policy": {m.code: rules.policies[m.code].to_json() for m in report.measures()},
        "policy_version": rules.version,
    }
