"""The disclosure policy as an inherited definition: set above, only ever stricter below.

A class of measure has one set of rules. What the platform asks for (DECISIONS 25) is the top of every
chain. A build protects its figures by the strictest rules of everybody whose people or readers it is
about, as they were on the day of the figures, and a release says which those were.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, Reference, kinds
from orgs.inheritance.selectors import effective_at_each
from reporting.disclosure.policy import PRESETS, Policy
from reporting.enums import MeasureClass
from reporting.geography import Geography
from reporting.measures import Measure

PLATFORM = "platform/1"

_PRESET: Final = {
    MeasureClass.ORGANISATION_FACT: "organisation_facts",
    MeasureClass.JUDGEMENT: "judgements",
    MeasureClass.PEOPLE: "people",
}
#: The classes whose rules can be made stricter, with their heading. Organisation facts hide nothing.
_ADAPTABLE: Final = {
    MeasureClass.JUDGEMENT: "Judgements on post-holders, and cover",
    MeasureClass.PEOPLE: "Successors, pool members and learners",
}
#: No stricter than this: one unit's rule holds for the figures of everybody above it.
MAXIMUM: Final = {"min_cell": 20, "min_base": 50, "min_contributors": 10, "width": 20}
LEAST_SHARE = 50
_ROUNDING = (
    ("1", "Not rounded"),
    ("5", "Rounded to the nearest 5"),
    ("10", "Rounded to the nearest 10"),
)


def platform_policy(measure: Measure) -> Policy:
    """What the platform asks for in the measure's class."""
    return PRESETS[_PRESET[measure.klass]].policy


def _fields(klass: MeasureClass, group: str) -> tuple[FieldSpec, ...]:
    preset = PRESETS[_PRESET[klass]].policy

    def number(name: str, label: str, hint: str) -> FieldSpec:
        least = int(getattr(preset, name))
        return FieldSpec(
            f"{klass.value}_{name}",
            label,
            "number",
            default=least,
            minimum=least,
            maximum=MAXIMUM[name],
            hint=hint,
            group=group,
            tightens="up",
        )

    share = round(preset.max_share * 100)
    return (
        number(
            "min_cell",
            "Smallest number shown",
            "A smaller number than this is hidden, and so is what would give it away. A zero is shown.",
        ),
        number(
            "min_base",
            "Smallest group shown",
            "Where a group has fewer people than this, nothing about how it divides is shown.",
        ),
        number(
            "min_contributors",
            "Organisations behind a figure",
            "A figure is shown when at least so many organisations are in it.",
        ),
        FieldSpec(
            f"{klass.value}_max_share",
            "Largest part from one organisation, in percent",
            "number",
            default=share,
            minimum=LEAST_SHARE,
            maximum=share,
            hint="A figure is hidden when one organisation holds a larger part of it than this.",
            group=group,
            tightens="down",
        ),
        number(
            "width",
            "Doubt that stays about a hidden number",
            "Whatever a reader works out, at least so much lies between the lowest and the highest "
            "number that it could be.",
        ),
        FieldSpec(
            f"{klass.value}_round_to",
            "Rounding",
            "choice",
            default="1",
            choices=_ROUNDING,
            hint="Every number is shown rounded like this, halves upwards.",
            group=group,
            tightens="up",
        ),
    )


_OURS = "This platform; the smallest group is that of the NHS Staff Survey"


def _reference(name: str, preset: str, source: str = "") -> Reference:
    policy = PRESETS[preset].policy
    asked = [
        f"a number below {policy.min_cell} is hidden" if policy.min_cell > 1 else "",
        f"a group below {policy.min_base} is not shown" if policy.min_base > 1 else "",
        f"at least {policy.min_contributors} organisations behind a figure"
        if policy.min_contributors > 1
        else "",
        f"at most {policy.max_share:.0%} from one organisation" if policy.max_share < 1 else "",
        f"rounded to the nearest {policy.round_to}" if policy.round_to > 1 else "",
    ]
    words = "; ".join(each for each in asked if each)
    return Reference(name, f"{words[:1].upper()}{words[1:]}.", source or PRESETS[preset].source)


DISCLOSURE_POLICY = DefinitionKind(
    code="disclosure_policy",
    label="Disclosure policy",
    plural="Disclosure policies",
    fields=tuple(spec for klass, group in _ADAPTABLE.items() for spec in _fields(klass, group)),
    single=True,
    above_employers=True,
    note=(
        "These rules decide which figures are hidden so that nobody can be found in them. Each level "
        "can be stricter than the one above it, and not looser. Your rules also hold for the "
        "figures that organisations above you see of everybody below them, from the next release on. "
        "One rule always holds: where everybody in a group has the same answer, none of its answers "
        "is shown."
    ),
    references=(
        _reference("Platform default: judgements and cover", "judgements", _OURS),
        _reference("Platform default: successors, pool members and learners", "people", _OURS),
        _reference("NHS Staff Survey", "staff_survey"),
        _reference("Hospital Episode Statistics (HES)", "hes"),
    ),
)


def register() -> None:
    """Tell the settings of the kind; called once, from ``AppConfig.ready``."""
    kinds.add(DISCLOSURE_POLICY.code, DISCLOSURE_POLICY)


@dataclass(frozen=True)
class InForce:
    """The rules of one build.

    ``policies`` is by measure. ``sources`` names the versions of the definitions (``RA v2``) and the
    choices of units below (``QA1 a1``) that they came from, and ``version`` stands for all of them.
    """

    policies: Mapping[str, Policy]
    version: str = PLATFORM
    sources: tuple[str, ...] = ()


def in_force(measures: Sequence[Measure], places: Geography, as_at: dt.date) -> InForce:
    """The strictest rules in effect at any place of a build, its own unit included, on a day.

    Every reader of a place is shown figures of the same build, and everybody counted works at one:
    so nobody's rule is passed by through a release of somebody else. Read as the aggregation worker.
    """
    ids = sorted({place.unit_id for place in places.places})
    found = effective_at_each(DISCLOSURE_POLICY.code, ids, as_at)
    sources = tuple(sorted({part for each in found.values() for part in each.stamp.split("|")}))
    digest = hashlib.sha256("|".join(sources).encode()).hexdigest()[:8]
    return InForce(
        {m.code: strictest(m, found.values()) for m in measures},
        f"{PLATFORM}+{digest}" if sources else PLATFORM,
        sources,
    )


def strictest(measure: Measure, found: Iterable[Effective]) -> Policy:
    """The platform's policy of a measure, made stricter by each definition in effect."""
    policy = platform_policy(measure)
    if measure.klass not in _ADAPTABLE:
        return policy
    for each in found:
        value = {
            name: int(each.value(f"{measure.klass.value}_{name}"))
            for name in (*MAXIMUM, "max_share", "round_to")
        }
        policy = replace(
            policy,
            **{name: max(getattr(policy, name), value[name]) for name in (*MAXIMUM, "round_to")},
            max_share=min(policy.max_share, value["max_share"] / 100),
        )
    return policy
