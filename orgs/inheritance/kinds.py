"""Kinds of definition: what can be defined once above and adapted below."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from orgs.inheritance.merge import ABSENT, Tightening
from orgs.registry import Registry

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FieldSpec:
    """One field of a definition.

    ``list`` fields hold items with a ``key``; each item is locked, default or suggested by itself. An
    item is a code, words, or (with `parts`) a mapping of a few values, which is one value to the engine:
    it is chosen, kept and compared as a whole.

    Attributes:
        default: what holds where nobody defined it; a callable where a registry decides.
        choices: codes with labels; a callable where a registry decides, asked at each use.
        hint: one sentence on what it does, in plain English.
        group: heading under which the page puts it with its neighbours.
        long: text of several paragraphs.
        tightens: ``up`` (a higher value is stricter) or ``down``: below it may become stricter and
            never looser, and nobody is stricter than the platform's default allows. Of a choice the
            later one is the higher.
        parts: what an item of a list is made of; the first one is text and names it.
        required: of a part, that no item is without it.
    """

    name: str
    label: str
    type: Literal["text", "number", "date", "choice", "list"]
    default: Any = None
    choices: Options | Callable[[], Options] = ()
    code_list: str = ""
    minimum: int | None = None
    maximum: int | None = None
    hint: str = ""
    group: str = ""
    long: bool = False
    tightens: Literal["up", "down"] | None = None
    parts: "tuple[FieldSpec, ...]" = ()
    required: bool = False

    def options(self) -> Options:
        """Codes of our own that may be chosen, with labels; empty for a code list and for free text."""
        return self.choices() if callable(self.choices) else self.choices

    def initial(self) -> Any:
        """The platform's own value."""
        return self.default() if callable(self.default) else self.default

    @property
    def coded(self) -> bool:
        """Whether the items of the list are codes and not words of one's own."""
        return bool(self.code_list or self.choices)

    def named(self, value: Any) -> str:
        """What an item with a stored value is called."""
        return str(value.get(self.parts[0].name, "")) if self.parts else str(value)

    def said(self, value: Mapping[str, Any], words: "Callable[[FieldSpec, Any], str]") -> str:
        """An item of parts in words: what it is called, then each of its other parts that is set."""
        rest = (part for part in self.parts[1:] if part.name in value)
        return ". ".join(
            [
                self.named(value),
                *(f"{part.label}: {words(part, value[part.name])}" for part in rest),
            ]
        )

    def looser(self, value: Any, than: Any) -> bool:
        """Whether `value` is looser than `than`. What is not set is looser than anything set."""
        return self._rank(value) < self._rank(than)

    def stricter(self, one: Any, other: Any) -> Any:
        """The stricter of two values."""
        return other if self.looser(one, other) else one

    def _rank(self, value: Any) -> float:
        if value is None or value == "" or value is ABSENT:
            return float("-inf")
        if self.type == "choice":
            codes = [code for code, _ in self.options()]
            place = codes.index(str(value)) if str(value) in codes else -1
        else:
            place = int(value)
        return -place if self.tightens == "down" else place


@dataclass(frozen=True)
class Reference:
    """What others do, beside the form of a kind: a name, what it comes to, and where that is written."""

    name: str
    text: str
    source: str


@dataclass(frozen=True)
class Shipped:
    """A definition that the platform ships: its title, and its fields as a version stores them."""

    title: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class DefinitionKind:
    """A kind: its code, its label in singular and plural, and its fields in order.

    Attributes:
        single: a unit defines it once; it has no title of its own.
        above_employers: it concerns what units with others below them see; an employer on its own
            neither defines nor adapts it.
        note: what holds whatever is defined, in a sentence or two.
        references: information for whoever fills it in.
        shipped: what the platform has of the kind, by key. It holds where nobody has defined the key,
            and a unit that defines it starts from it.
    """

    code: str
    label: str
    plural: str
    fields: tuple[FieldSpec, ...]
    single: bool = False
    above_employers: bool = False
    note: str = ""
    references: tuple[Reference, ...] = ()
    shipped: Mapping[str, Shipped] = field(default_factory=dict)

    def __post_init__(self) -> None:
        names = [each.name for spec in self.fields for each in (spec, *spec.parts)]
        assert len(names) == len(set(names)), (
            "choices are told apart by the name of a field or part"
        )

    def field(self, name: str) -> FieldSpec:
        for spec in self.fields:
            if spec.name == name:
                return spec
        raise LookupError(f"{self.code} has no field {name!r}")

    def has_own(self, key: str) -> bool:
        """Whether the platform has something of its own that holds where nobody defined it."""
        return self.single or key in self.shipped

    @property
    def tightening(self) -> Tightening:
        """Its fields that may only become stricter below, with the stricter of two values of each."""
        return {spec.name: spec.stricter for spec in self.fields if spec.tightens}


kinds: Registry[DefinitionKind] = Registry("definition kinds")
