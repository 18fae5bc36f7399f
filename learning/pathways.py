"""Pathways: ways towards a role, in steps, defined above and adapted below.

The platform ships one for each national role. A unit that defines one of the same key replaces it for
itself and below; one that adapts it keeps its own steps and takes the others from above. A person who
is given a pathway has a copy of what is in effect at her employer on that day (``PathwayAssignment``),
so that nothing moves under her; ``learning.newer`` offers her what has come since.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from learning.frameworks import DATA
from orgs.inheritance import selectors
from orgs.inheritance.effective import Effective, platform_defaults
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, Options, Shipped
from orgs.inheritance.values import slug
from orgs.overlays.selectors import reaching

_CATALOGUE: dict[str, Any] = json.loads(DATA.read_text())
#: Competencies that a step can build: code and title.
COMPETENCIES: Options = tuple(
    (each["code"], each["title"])
    for framework in _CATALOGUE["frameworks"]
    for each in framework["competencies"]
)
GIVEN, NOT_GIVEN = "on", "off"


def _shipped(entry: Mapping[str, Any]) -> Shipped:
    items = [{"key": slug(step["title"]), "value": step} for step in entry["steps"]]
    fields = {
        "role": {"value": entry["role_code"]},
        "purpose": {"value": entry["purpose"]},
        "steps": {"items": items},
    }
    return Shipped(entry["title"], fields)


PATHWAY = DefinitionKind(
    code="pathway",
    label="Pathway",
    plural="Pathways",
    note="Whoever is on a pathway stays on it as it was when it became hers. A new version is offered "
    "to her, and what she has done stays done.",
    fields=(
        FieldSpec("role", "Role that it leads to", "choice", code_list="board_role"),
        FieldSpec("purpose", "What it is for, in a sentence", "text", default=""),
        FieldSpec(
            "given",
            "Whether it can be given to people",
            "choice",
            default=GIVEN,
            choices=((GIVEN, "Yes"), (NOT_GIVEN, "No: whoever is on it stays on it")),
        ),
        FieldSpec(
            "steps",
            "Steps, in order",
            "list",
            default=(),
            hint="What an organisation below adds comes after these.",
            parts=(
                FieldSpec("title", "What is done", "text", required=True),
                FieldSpec("type", "Kind of step", "choice", code_list="step_type", required=True),
                FieldSpec(
                    "competency", "What it builds", "choice", choices=COMPETENCIES, required=True
                ),
                FieldSpec("weeks", "Weeks", "number", minimum=1, maximum=156, required=True),
                FieldSpec("done_when", "What counts as done", "text"),
            ),
        ),
    ),
    shipped={entry["code"]: _shipped(entry) for entry in _CATALOGUE["pathways"]},
)


@dataclass(frozen=True)
class Step:
    """One step: what is done, what kind of thing it is, and which competency (by code) it builds."""

    key: str
    title: str
    type: str
    competency: str
    weeks: int
    done_when: str = ""

    @classmethod
    def stored(cls, kept: Mapping[str, Any]) -> "Step":
        """A step as the copy of somebody keeps it."""
        return cls(**{name: value for name, value in kept.items() if name != "kept"})


@dataclass(frozen=True)
class Pathway:
    """A pathway in effect at a unit, or one that an overlay of it offers beside (`offered_by`).

    `ref` is what a form sends back. `owner` is who defined it, "" for the platform.
    """

    ref: str
    key: str
    title: str
    role_code: str
    purpose: str
    steps: tuple[Step, ...]
    owner: str = ""
    owner_code: str = ""
    offered_by: str = ""

    @property
    def copy(self) -> dict[str, Any]:
        """The fields of an assignment that keep it."""
        return {
            "key": self.key,
            "title": self.title,
            "role_code": self.role_code,
            "steps": [asdict(step) for step in self.steps],
        }

    @property
    def digest(self) -> str:
        """The same for the same content, wherever it is in effect."""
        return hashlib.sha256(json.dumps(self.copy, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True)
class Pathways:
    """What can be given at a unit.

    Attributes:
        here: in effect, by title.
        offered: overlays offer these, and nothing of the same key comes down the tree: giving one to
            somebody is the choice.
        beside: overlays offer these too, and those of the tree are in effect until the unit chooses.
    """

    here: tuple[Pathway, ...]
    offered: tuple[Pathway, ...]
    beside: tuple[Pathway, ...]

    @property
    def given(self) -> tuple[Pathway, ...]:
        """What can be given, what is in effect first."""
        return (*self.here, *self.offered)

    def of_key(self, key: str) -> Pathway | None:
        """The pathway of a key that would be given here now."""
        return next((each for each in self.given if each.key == key), None)


def shipped(key: str) -> Pathway:
    """A pathway as the platform ships it."""
    return _pathway(platform_defaults(PATHWAY, dt.date.min, key))


def pathways(unit_id: int, day: dt.date) -> Pathways:
    """What can be given at a unit on a day: two queries."""
    overlays = reaching(unit_id, day)
    standings = selectors.standings_at_each([unit_id, *overlays], day, kind_codes=[PATHWAY.code])
    found = [standing.effective for standing in standings.get(unit_id, [])]
    defined = {each.key for each in found}
    found += [platform_defaults(PATHWAY, day, key) for key in PATHWAY.shipped if key not in defined]
    in_use = {each.public_id for each in found}
    offers = [
        standing.effective
        for overlay in overlays
        for standing in standings.get(overlay, [])
        if standing.effective.public_id not in in_use
    ]
    keys = {each.key for each in found}
    return Pathways(
        here=_given(found),
        offered=_given([each for each in offers if each.key not in keys], offered=True),
        beside=_given([each for each in offers if each.key in keys], offered=True),
    )


def _given(found: Sequence[Effective], *, offered: bool = False) -> tuple[Pathway, ...]:
    """Those that can be given, by title; without a step there is nothing to give."""
    made = [_pathway(each, offered=offered) for each in found if each.value("given") != NOT_GIVEN]
    return tuple(sorted((each for each in made if each.steps), key=lambda each: each.title))


def _pathway(found: Effective, *, offered: bool = False) -> Pathway:
    return Pathway(
        ref=str(found.public_id) if offered else found.key,
        key=found.key,
        title=found.title,
        role_code=str(found.value("role") or ""),
        purpose=str(found.value("purpose") or ""),
        steps=tuple(Step(key=i["key"], **i["value"]) for i in found.value("steps")),
        owner=found.owner_name,
        owner_code=found.owner_code,
        offered_by=found.owner_name if offered else "",
    )
