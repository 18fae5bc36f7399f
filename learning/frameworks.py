"""Competency frameworks: domains and levels, defined above and adapted below.

What the platform ships stands where nobody has defined one. An item of "Domains" whose key is the
code of a competency gives it its words; what people were assessed at stays with the competency.
"""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learning.models.catalogue import LEVELS
from orgs.inheritance import selectors
from orgs.inheritance.kinds import DefinitionKind, FieldSpec

#: What the platform ships of frameworks, role profiles and pathways (``learning.catalogue`` and ``learning.pathways`` read it).
DATA = Path(__file__).resolve().parent / "data" / "catalogue.json"


def _shipped() -> dict[str, Any]:
    """The framework that the platform ships."""
    framework: dict[str, Any] = json.loads(DATA.read_text())["frameworks"][0]
    return framework


_SHIPPED = _shipped()
COMPETENCY_FRAMEWORK = DefinitionKind(
    code="competency_framework",
    label="Competency framework",
    plural="Competency frameworks",
    note="What a role asks for and what people were assessed at is kept by the code of a domain, so "
    "other words for it change no record. A new domain is in the framework from its first day; roles "
    "ask for it once their profiles do.",
    fields=(
        FieldSpec("purpose", "What it is for, in a sentence", "text", default=""),
        FieldSpec("source", "Where it comes from", "text", default=_SHIPPED["source"], long=True),
        FieldSpec(
            "domains",
            "Domains",
            "list",
            default=[
                {"key": each["code"], "value": each["title"]} for each in _SHIPPED["competencies"]
            ],
        ),
        FieldSpec(
            "levels",
            "Levels, the lowest first",
            "list",
            default=[{"key": str(level), "value": words} for level, words in LEVELS],
            hint="How often somebody shows it. The key of a level is its number.",
        ),
    ),
)


@dataclass(frozen=True)
class Words:
    """What domains (by code) and levels (by number) are called at a unit."""

    domains: Mapping[str, str]
    levels: Mapping[int, str]


def words(unit_id: int, day: dt.date) -> Words:
    """The words of every framework in effect at a unit on a day, the nearest first: one query."""
    domains: dict[str, str] = {}
    levels: dict[int, str] = {}
    for each in selectors.effective_all(COMPETENCY_FRAMEWORK.code, unit_id, day):
        for item in each.value("domains"):
            domains.setdefault(item["key"], item["value"])
        for item in each.value("levels"):
            if item["key"].isdecimal():
                levels.setdefault(int(item["key"]), item["value"])
    # A level that is suggested and not taken up keeps the words that the platform ships.
    return Words(domains, dict(LEVELS) | levels)
