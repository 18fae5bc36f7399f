"""How long records are kept: an inherited definition, shorter at every step down and never longer."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgs.clock import months_on
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.selectors import effective, effective_at_each
from orgs.keep import CLASSES, KeepingClass, classes_in_use
from orgs.models.keeping import KeepingHorizon
from orgs.words import lowered

KIND = "retention"


@dataclass(frozen=True)
class Rule:
    """How long records of a class are kept at a unit on a day.

    ``horizon`` is the day on which a record must have ended, at the latest, to be removed: whoever
    looks back to it or to a later day misses nothing.
    """

    klass: KeepingClass
    months: int
    horizon: dt.date


Rules = Mapping[str, Rule]


def register() -> None:
    """Tell the settings of the kind, with a field for each class in use; called once, from ``AppConfig.ready``."""
    kinds.add(
        KIND,
        DefinitionKind(
            code=KIND,
            label="How long records are kept",
            plural="How long records are kept",
            fields=tuple(_field(each) for each in classes_in_use()),
            single=True,
            note=(
                "When the time is over, the records are removed for good each night, with every "
                "earlier version of them. Each level can keep records for a shorter time than the "
                "one above it, and not for longer. Nothing in force is removed, and neither are "
                "signed plans, released figures or the audit log."
            ),
        ),
    )


def _field(klass: KeepingClass) -> FieldSpec:
    cycles = " 24 months are two plan cycles." if klass.code == "judgement" else ""
    return FieldSpec(
        f"{klass.code}_months",
        f"Months to keep {lowered(klass.label)}",
        "number",
        default=klass.months,
        minimum=klass.least,
        maximum=klass.months,
        hint=f"{klass.what} They are removed so many months after {klass.ends}.{cycles}",
        tightens="down",
    )


def in_effect(unit_id: int, day: dt.date) -> Effective:
    """The definition in effect at a unit on a day, or the platform's own values: one query."""
    return effective(KIND, unit_id, day)


def of(found: Effective) -> Rules:
    """The rules that a definition in effect comes to on its day, by class."""
    return _rules(found, found.day)


def at_each(unit_ids: Sequence[int], day: dt.date) -> dict[int, Rules]:
    """The rules in effect at each of some units: one query. For the keeper."""
    found = effective_at_each(KIND, unit_ids, day)
    return {unit_id: _rules(found.get(unit_id), day) for unit_id in unit_ids}


def _rules(found: Effective | None, day: dt.date) -> Rules:
    return {each.code: _rule(each, found, day) for each in classes_in_use()}


def _rule(klass: KeepingClass, found: Effective | None, day: dt.date) -> Rule:
    asked = found.value(f"{klass.code}_months") if found is not None else klass.months
    months = min(max(int(asked or klass.months), klass.least), klass.months)
    return Rule(klass, months, months_on(day, -months))


def kept_since(unit_id: int, klass: str) -> dt.date | None:
    """The day before which records of a class are no longer there; None where nothing was removed yet."""
    found = KeepingHorizon.objects.filter(unit_id=unit_id, klass=klass)
    return found.values_list("horizon", flat=True).first()


def period(months: int) -> str:
    """A number of months in words: "2 years", "18 months"."""
    number, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


def own_words(unit_id: int, day: dt.date) -> str:
    """One sentence for a person about her own record: how long what is kept. One query."""
    rules = of(in_effect(unit_id, day))
    parts = [
        f"{CLASSES[code].label.lower()} for {period(rules[code].months)}"
        for code in ("judgement", "development", "conversation")
        if code in rules
    ]
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)
    return f"After they end, your organisation keeps {listed}, and then removes them for good."
