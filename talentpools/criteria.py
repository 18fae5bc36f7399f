"""Whom a pool is for: an inherited definition, as tests of a person.

A definition of kind ``pool_criteria`` says by its fields what a person must show; a unit below may
adapt each field that was left open. Here it becomes :class:`Criteria`, a list of tests that are all
asked for, or any of them. ``population`` turns them into one query over an employer's own people.
"""

import datetime as dt
from dataclasses import dataclass, replace

from learning.models import Competency
from learning.models.catalogue import LEVELS
from learning.pathways import PATHWAY
from orgs.codes import code_lists
from orgs.inheritance import selectors
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, Options
from succession.readiness import HORIZONS

ALL, ANY = "all", "any"


def _competencies() -> Options:
    rows = Competency.objects.order_by("framework_id", "sort", "code")
    return tuple(rows.values_list("code", "title"))


def _pathways() -> Options:
    """The platform's pathways, and what stands for them under their key: a definition is read in many
    places, and each must know what it names.
    """
    return tuple((key, each.title) for key, each in PATHWAY.shipped.items())


def _horizons() -> Options:
    labels = code_lists("readiness")["readiness"]
    return tuple((code, labels[code].label) for code in HORIZONS if code in labels)


POOL_CRITERIA = DefinitionKind(
    code="pool_criteria",
    label="Pool criteria",
    plural="Pool criteria",
    note=(
        "What a person must show to be found for a talent pool. Nobody joins by meeting them: an "
        "organisation looks at who meets them among its own people, and invites. A field that is "
        "left empty asks for nothing."
    ),
    fields=(
        FieldSpec(
            "combine",
            "How the criteria are put together",
            "choice",
            default=ALL,
            choices=((ALL, "All of them"), (ANY, "Any of them")),
        ),
        FieldSpec("bands", "Pay band is one of", "list", default=[], code_list="band"),
        FieldSpec(
            "staff_groups", "Staff group is one of", "list", default=[], code_list="staff_group"
        ),
        FieldSpec(
            "tenure_months",
            "Months at the organisation, at least",
            "number",
            minimum=1,
            maximum=240,
        ),
        FieldSpec(
            "towards",
            "On a pathway towards one of these roles",
            "list",
            default=[],
            code_list="board_role",
        ),
        FieldSpec(
            "pathways", "Has completed one of these pathways", "list", default=[], choices=_pathways
        ),
        FieldSpec(
            "competencies",
            "Shows each of these competencies",
            "list",
            default=[],
            choices=_competencies,
        ),
        FieldSpec(
            "competency_level",
            "Level of each competency, at least",
            "choice",
            default="3",
            choices=tuple((str(level), f"{level}: {label}") for level, label in LEVELS),
        ),
        FieldSpec(
            "readiness",
            "Readiness for a role, at least",
            "choice",
            choices=_horizons,
            hint=(
                "Only succession leads see readiness, and only of people who have agreed to be "
                "named. For everybody else this criterion is left out."
            ),
        ),
    ),
)


@dataclass(frozen=True)
class Asked:
    """One thing asked of a person: `name` is the field, `values` its codes, `number` its least value."""

    name: str
    values: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Criteria:
    """What is asked, under which title and in which version.

    Attributes:
        since: the day from which it has been what it is; None where nobody has defined it.
        left_out: names of tests that the reader may not ask (:func:`seen_by`).
    """

    key: str
    title: str
    version: str
    owner: str
    since: dt.date | None
    any_of: bool
    tests: tuple[Asked, ...]
    left_out: tuple[str, ...] = ()


def criteria_here(unit_id: int, day: dt.date) -> dict[str, Criteria]:
    """Every set of criteria in effect at a unit on a day, by key: one query."""
    found = selectors.effective_all(POOL_CRITERIA.code, unit_id, day)
    return {each.key: criteria_of(each) for each in found}


def criteria_of(found: Effective) -> Criteria:
    """A definition in effect, as tests; a field that is empty is no test."""

    def codes(name: str) -> tuple[str, ...]:
        return tuple(str(item["key"]) for item in found.value(name))

    level = int(found.value("competency_level") or 1)
    wanted = [
        Asked("bands", codes("bands")),
        Asked("staff_groups", codes("staff_groups")),
        Asked("tenure", number=int(found.value("tenure_months") or 0)),
        Asked("towards", codes("towards")),
        Asked("pathways", codes("pathways")),
        Asked("competencies", codes("competencies"), level if codes("competencies") else 0),
        Asked("readiness", _at_least(found.value("readiness"))),
    ]
    adapted = f", adapted here {found.adaptation_version} times" if found.adaptation_version else ""
    if found.adaptation_version == 1:
        adapted = ", adapted here once"
    steps = [s.since for f in found.fields for slot in f.slots for s in slot.steps if s.since]
    return Criteria(
        key=found.key,
        title=found.title,
        version=f"version {found.version}{adapted}",
        owner=found.owner_name,
        since=max([*steps, *([found.valid_from] if found.valid_from else [])], default=None),
        any_of=found.value("combine") == ANY,
        tests=tuple(each for each in wanted if each.values or each.number),
    )


def _at_least(code: object) -> tuple[str, ...]:
    """The horizons as soon as `code` or sooner."""
    return HORIZONS[: HORIZONS.index(str(code)) + 1] if code in HORIZONS else ()


def seen_by(criteria: Criteria, *, succession: bool) -> Criteria:
    """The criteria as far as a reader may ask them.

    Readiness belongs to the succession family. For anybody else the rows are not there, so that
    everybody would seem to fail; the test is left out instead, and the page says so.
    """
    if succession:
        return criteria
    kept = tuple(each for each in criteria.tests if each.name != "readiness")
    gone = tuple(each.name for each in criteria.tests if each.name == "readiness")
    return replace(criteria, tests=kept, left_out=gone)
