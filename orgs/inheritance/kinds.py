"""Kinds of definition: what can be defined once above and adapted below."""

from dataclasses import dataclass
from typing import Any, Literal

from orgs.registry import Registry


@dataclass(frozen=True)
class FieldSpec:
    """One field of a definition.

    ``list`` fields hold items with a ``key``; each item is locked, default or suggested by itself.
    """

    name: str
    label: str
    type: Literal["text", "number", "date", "choice", "list"]
    default: Any = None
    choices: tuple[tuple[str, str], ...] = ()
    code_list: str = ""
    minimum: int | None = None
    maximum: int | None = None


@dataclass(frozen=True)
class DefinitionKind:
    """A kind: its code, its label in singular and plural, and its fields in order."""

    code: str
    label: str
    plural: str
    fields: tuple[FieldSpec, ...]

    def field(self, name: str) -> FieldSpec:
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise LookupError(f"{self.code} has no field {name!r}")


kinds: Registry[DefinitionKind] = Registry("definition kinds")
