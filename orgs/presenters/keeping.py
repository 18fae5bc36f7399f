"""How long records are kept, in words: what, how long, why, who says so, and what goes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgs.enums import HoldReason
from orgs.inheritance.effective import Effective
from orgs.keeping.removing import Due
from orgs.keeping.rules import Rule, Rules, period
from orgs.models.keeping import KeepingHold, KeepingHorizon
from orgs.words import words_of_day, words_of_last_day

PLATFORM = "The platform's own rule"


@dataclass(frozen=True)
class Kept:
    """One class of records: what is in it, how long it is kept, why, and by whose rule."""

    label: str
    what: str
    how_long: str
    why: str
    whose: str


@dataclass(frozen=True)
class Going:
    """How many records of a class go next, and went so far. Counts alone."""

    label: str
    next_run: int
    ahead: int
    removed: int
    since: str


@dataclass(frozen=True)
class Held:
    """A stop of the removal."""

    hold: KeepingHold
    reason: str
    until: str


def kept_rows(found: Effective, rules: Rules) -> list[Kept]:
    """What is kept, for everybody who may read the page."""
    return [_kept(found, rule) for rule in rules.values()]


def _kept(found: Effective, rule: Rule) -> Kept:
    steps = found.field(f"{rule.klass.code}_months").itself.steps
    asked = [step.unit_name for step in steps if step.value == rule.months]
    return Kept(
        label=rule.klass.label,
        what=rule.klass.what,
        how_long=f"{period(rule.months).capitalize()} after {rule.klass.ends}",
        why=rule.klass.why,
        whose=asked[-1] if asked and rule.months < rule.klass.months else PLATFORM,
    )


def going_rows(
    rules: Rules, due: Mapping[str, Due], done: Mapping[str, KeepingHorizon]
) -> list[Going]:
    """What goes next, for whoever looks after records."""
    return [
        Going(
            label=rule.klass.label,
            next_run=due[code].next_run,
            ahead=due[code].ahead,
            removed=done[code].removed if code in done else 0,
            since=words_of_day(done[code].horizon) if code in done else "Nothing removed yet",
        )
        for code, rule in rules.items()
        if not rule.klass.private
    ]


def held_rows(holds: Sequence[KeepingHold]) -> list[Held]:
    """The stops in force. `until` is the last day of each."""
    return [
        Held(
            hold,
            str(HoldReason(hold.reason).label),
            words_of_last_day(hold.valid_to),
        )
        for hold in holds
    ]
