"""What a rehearsal looks at beside access and handover: a registry that each app fills (DECISIONS 4).

A check reads and lists plain values. Its rows stand in the report and so under its fingerprint: what
has changed since makes the rehearsal out of date. A row may offer a choice; a check that may write
says how many rows it wrote when the change is made, and the database counts them like a transfer's.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from orgs.access.principals import RESTRUCTURE, Principal
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OverlayMembership
from orgs.registry import Registry
from orgs.restructure.handing_over import counted
from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings
from orgs.restructure.shape import Shape
from orgs.restructure.steps import Close
from orgs.restructure.verification import written

_DAY = dt.timedelta(days=1)

#: Value and words of each answer to a row.
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Finding:
    """One thing that the change would do.

    Attributes:
        key: the row's own, made by :func:`key_of`; the decision is kept under it.
        words: what it is about, in words for people.
        code, name: the organisation that it concerns.
        before, after: what is so now, and from the day.
        note: what follows, or why nothing can be chosen.
        options: what may be chosen; empty when there is nothing to choose.
        default: what happens when nobody chooses; "" when somebody must.
    """

    key: str
    words: str
    code: str = ""
    name: str = ""
    before: str = ""
    after: str = ""
    note: str = ""
    options: Options = ()
    default: str = ""

    def as_json(self) -> dict[str, Any]:
        return {
            "key": self.key,
            "words": self.words,
            "code": self.code,
            "name": self.name,
            "before": self.before,
            "after": self.after,
            "note": self.note,
            "options": [list(each) for each in self.options],
            "default": self.default,
        }


@dataclass(frozen=True)
class Made:
    """A change that is being made: what checks are given to do what was decided of their rows.

    Attributes:
        before, after: the tree of the day before, and of the day, both as placed.
        into: closing code to the codes that take its place, the main one first.
        codes: the units that the plan names; whatever hangs on none of them is another plan's.
        decisions: the key of a row to what was chosen.
        why: a sentence for whoever finds later what was written.
    """

    day: dt.date
    before: Shape
    after: Shape
    into: Mapping[str, tuple[str, ...]]
    codes: frozenset[str]
    decisions: Mapping[str, str] = field(default_factory=dict)
    why: str = ""

    def decided(self, check: str, *parts: object, default: str = "") -> str:
        """What was chosen of the row with the key that :func:`key_of` makes of `parts`.

        Also under the keys of secrets before this one: between approval and day it may be changed.
        """
        secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
        keys = (key_of(check, *parts, secret=each) for each in secrets)
        return next((self.decisions[key] for key in keys if key in self.decisions), default)

    def id_of(self, code: str) -> int:
        """Key of a unit of the new tree, which is made by now."""
        found = self.after[code].id
        assert found is not None
        return found


@dataclass(frozen=True)
class Check:
    """One thing that a rehearsal looks at.

    Attributes:
        title: heading of its part of the page.
        none: one sentence where it found nothing.
        find: what the change would do on a day; reads only, in a scope of ``system:restructure`` for
            every unit whose place changes, those above it, and the successors of those that close.
        apply: does what was decided, on the day, after the handover, in the same scope; returns
            (rows updated, rows inserted) over all tenant tables, and deletes nothing.
    """

    key: str
    title: str
    order: int
    none: str
    find: Callable[[Tried, dt.date], list[Finding]]
    apply: Callable[[Made, Principal], tuple[int, int]] | None = None


@dataclass(frozen=True)
class Progress:
    """How far a slow check of a plan is.

    Attributes:
        state: ``none`` (nobody asked for it), ``running``, ``done`` or ``failed``.
        current: what it found is about the plan as it was last rehearsed.
        lines: what it found, in sentences; `rows` the same as a table of (what, now, then).
        missing: why the plan may not be approved yet, in a sentence; "" when it may.
    """

    state: str
    percent: int | None = None
    current: bool = True
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    missing: str = ""


@dataclass(frozen=True)
class SlowCheck:
    """A check that takes minutes: a worker makes it, and a row says how far it is.

    Attributes:
        button: the words on the button that asks for it.
        note: what it does, in a sentence or two.
        columns: headings of the table of what it found.
        start: asks for it, for the viewer, in whose scope it runs.
        progress: how far it is; reads as the viewer.
    """

    key: str
    title: str
    order: int
    button: str
    note: str
    columns: tuple[str, ...]
    start: Callable[[RestructurePlan, Viewer], object]
    progress: Callable[[RestructurePlan], Progress]


checks: Registry[Check] = Registry("restructure checks")
slow_checks: Registry[SlowCheck] = Registry("slow restructure checks")


def in_order() -> list[Check]:
    return sorted(checks, key=lambda each: (each.order, each.key))


def slow_in_order() -> list[SlowCheck]:
    return sorted(slow_checks, key=lambda each: (each.order, each.key))


def key_of(check: str, *parts: object, secret: str | None = None) -> str:
    """The key of a row: the same for the same thing in each rehearsal, and fit for a form's field.

    It stands in a page, and a row may be about something without words: so it is made with a secret,
    and nobody finds the thing by trying.
    """
    said = "|".join(str(part) for part in parts)
    made = salted_hmac("orgs.restructure.key_of", said, secret=secret, algorithm="sha256")
    return f"{check}-{made.hexdigest()[:12]}"


# --- rehearsing --------------------------------------------------------------------------------------


def run(tried: Tried, day: dt.date) -> list[dict[str, Any]]:
    """What each check finds, as it is stored in the report: reads only."""
    heirs = {heir for each in closings(tried).values() for heir in each if heir in tried.before}
    known = {i for heir in heirs if (i := tried.before[heir].id) is not None}
    units = sorted(known.union(reached(tried.before, tried.after)))
    with system_scope(RESTRUCTURE, units=units, day=day):
        return [
            {
                "key": check.key,
                "title": check.title,
                "none": check.none,
                "rows": [found.as_json() for found in check.find(tried, day)],
            }
            for check in in_order()
        ]


def rows(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The rows of all checks of a rehearsal."""
    return [row for section in report.get("checks", []) for row in section["rows"]]


def choices(report: Mapping[str, Any]) -> dict[str, set[str]]:
    """What may be decided: the key of a row to its answers."""
    return {
        row["key"]: {value for value, _ in row["options"]} for row in rows(report) if row["options"]
    }


def required(report: Mapping[str, Any]) -> list[str]:
    """Keys of the rows that somebody must decide, because nothing happens by itself."""
    return [row["key"] for row in rows(report) if row["options"] and not row["default"]]


def proposed(report: Mapping[str, Any]) -> dict[str, str]:
    """What is proposed for each choice, by key: the first of its options."""
    return {row["key"]: row["options"][0][0] for row in rows(report) if row["options"]}


def missing(plan: RestructurePlan) -> list[str]:
    """Why a plan may not be approved for want of a slow check, in sentences."""
    found = [check.progress(plan).missing for check in slow_in_order()]
    return [sentence for sentence in found if sentence]


# --- making the change -------------------------------------------------------------------------------


def reached(before: Shape, after: Shape) -> list[int]:
    """Ids of the units whose place differs between two trees, all above them, and their overlays."""
    codes: set[str] = set()
    for code in {*before.nodes, *after.nodes}:
        now, then = (_chain(shape, code) for shape in (before, after))
        if now != then:
            codes |= {code, *now, *then}
    known = {**after.nodes, **before.nodes}
    ids = {node.id for code, node in known.items() if code in codes and node.id is not None}
    overlays = OverlayMembership.objects.filter(unit_id__in=ids).values_list(
        "overlay_id", flat=True
    )
    return sorted(ids | set(overlays))


def _chain(shape: Shape, code: str) -> list[str]:
    return [code, *shape.above(code)] if code in shape else []


def concerned(made: Made, code: str) -> bool:
    """Whether a unit hangs, before or after, on one that the plan names, or is one."""
    chains = (_chain(shape, code) for shape in (made.before, made.after))
    return any(each in made.codes for chain in chains for each in chain)


def to_do(tried: Tried, today: dt.date) -> list[dict[str, Any]]:
    """For each day of a plan what it changes, and whether that is to be looked at now or on the day."""
    return [
        {
            "from": stage.day.isoformat(),
            "on": max(stage.day, today).isoformat(),
            "codes": sorted({step.code for step in stage.steps}),
            "heirs": {
                step.code: list(step.heirs) for step in stage.steps if isinstance(step, Close)
            },
            "state": "due" if stage.day > today else "done",
        }
        for stage in tried.stages
    ]


def due(stages: list[dict[str, Any]], today: dt.date | None = None) -> list[dict[str, Any]]:
    """Those that nobody has looked at yet, by a day if one is given."""
    waiting = [each for each in stages if each["state"] == "due"]
    return [each for each in waiting if today is None or each["on"] <= today.isoformat()]


def made_of(plan: RestructurePlan, stage: Mapping[str, Any]) -> Made:
    """One day of a plan, from the placements that it wrote."""
    first = dt.date.fromisoformat(stage["from"])
    return Made(
        dt.date.fromisoformat(stage["on"]),
        Shape.of_day(first - _DAY),
        Shape.of_day(first),
        {code: tuple(new) for code, new in stage["heirs"].items()},
        frozenset(stage["codes"]),
        plan.decisions,
        f"Kept as it was by the change of organisations “{plan.title}”"[:200],
    )


def reached_by(stages: Iterable[Mapping[str, Any]]) -> set[int]:
    """:func:`reached`, over some days of a plan."""
    found: set[int] = set()
    for stage in stages:
        first = dt.date.fromisoformat(stage["from"])
        found.update(reached(Shape.of_day(first - _DAY), Shape.of_day(first)))
    return found


def apply_all(made: Made) -> list[dict[str, Any]]:
    """Do what was decided of the rows of each check, counted by the database; what was done.

    Runs on the day, in a scope of ``system:restructure`` that holds :func:`reached`. Raises
    :class:`~orgs.restructure.errors.VerificationError` when the database counted anything else.
    """
    done = []
    for check in in_order():
        if check.apply is None:
            continue
        start = written()
        updated, inserted = check.apply(made, RESTRUCTURE)
        tables = counted(start, updated, inserted, check.title)
        done.append(
            {
                "key": check.key,
                "title": check.title,
                "ended": updated,
                "begun": inserted,
                "tables": tables,
            }
        )
    return done
