"""Values of a definition's fields: from what was typed to what is stored, or a refusal in words."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from orgs.codes import code_lists
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.merge import ABSENT
from orgs.words import lowered, words_of_day

MAXIMUM_LENGTH = 2000
_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


class DefinitionError(ValueError):
    """A definition or a choice that cannot be, said in a sentence; `field` is the one it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


class StaleError(Exception):
    """Somebody else changed it since the page was shown: answer 409 and show what is there now."""


#: Field name to code and label of what may be chosen there.
Choices = Mapping[str, Mapping[str, str]]


def choices_of(kind: DefinitionKind) -> dict[str, dict[str, str]]:
    """What may be chosen in each field of a kind, and in each part: one query for all its code lists."""
    specs = [each for spec in kind.fields for each in (spec, *spec.parts)]
    named = {spec.code_list for spec in specs if spec.code_list}
    lists = code_lists(*named) if named else {}
    return {
        spec.name: dict(spec.options())
        or {code: row.label for code, row in lists.get(spec.code_list, {}).items()}
        for spec in specs
    }


def value_words(spec: FieldSpec, value: Any, choices: Choices) -> str:
    """A stored value as people read it."""
    if value is ABSENT:
        return "Not there"
    if value is None or value == "":
        return "Not set"
    if spec.type == "date":
        return words_of_day(dt.date.fromisoformat(str(value)))
    if spec.parts:
        return spec.said(value, lambda part, each: value_words(part, each, choices))
    return str(choices.get(spec.name, {}).get(value, value))


def item_words(spec: FieldSpec, item: Any, choices: Choices) -> str:
    """What an item of a list is called, from its value or its name: the name of a code, or the words."""
    name = item if isinstance(item, str) else spec.named(item)
    return str(choices.get(spec.name, {}).get(name, name))


def parse(spec: FieldSpec, raw: Any, choices: Choices) -> Any:
    """The stored value of a field that is no list: text, a number, a code, or a day as ISO text.

    Nothing given is None. Raises :class:`DefinitionError` in the words of the field's label.
    """
    if raw is None or raw == "":
        return None
    if spec.type == "number":
        return _number(spec, raw)
    if spec.type == "date":
        return _day(spec, raw)
    text = str(raw).strip()
    if spec.type == "choice" and text not in choices[spec.name]:
        raise DefinitionError(f"Select {lowered(spec.label)}")
    if len(text) > MAXIMUM_LENGTH:
        raise DefinitionError(f"{spec.label} must be {MAXIMUM_LENGTH} characters or fewer")
    return text


def parse_item(spec: FieldSpec, key: str, raw: Any, choices: Choices) -> tuple[str, Any]:
    """Key and stored value of one item of a list field; a list of codes takes codes only.

    Of an item with parts, those that are set are stored. Without a key it gets one from its words.
    """
    if spec.coded:
        if key not in choices[spec.name]:
            raise DefinitionError(f"Select {lowered(spec.label)}")
        return key, key
    if spec.parts:
        value = _parts(spec, raw, choices)
        key = key or slug(spec.named(value))
        if not _KEY.fullmatch(key):
            raise DefinitionError(f"{spec.label}: enter {lowered(spec.parts[0].label)} in words")
        return key, value
    text = str(raw or "").strip()
    key = key or slug(text)
    if not text or not _KEY.fullmatch(key):
        raise DefinitionError(f"{spec.label}: enter words for each item")
    if len(text) > MAXIMUM_LENGTH:
        raise DefinitionError(f"{spec.label} must be {MAXIMUM_LENGTH} characters or fewer")
    return key, text


def _parts(spec: FieldSpec, raw: Any, choices: Choices) -> dict[str, Any]:
    given = raw if isinstance(raw, Mapping) else {}
    value = {part.name: parse(part, given.get(part.name), choices) for part in spec.parts}
    for part in spec.parts:
        if part.required and value[part.name] in (None, ""):
            name = spec.named({k: v for k, v in value.items() if v})
            of = f" of “{name}”" if name else ""
            raise DefinitionError(f"{spec.label}: give {lowered(part.label)}{of}")
    return {name: each for name, each in value.items() if each not in (None, "")}


def refuse_looser(spec: FieldSpec, value: Any, floor: Any, who: str, choices: Choices) -> None:
    """Refuse a value that is looser than what stands above; `who` asks for that.

    Nothing given is no loosening: then what stands above holds. Raises :class:`DefinitionError`.
    """
    if not spec.tightens or value is None or not spec.looser(value, floor):
        return
    if spec.type == "choice":
        word = choices[spec.name].get(str(floor), str(floor))
        raise DefinitionError(f"{who} asks for: {lowered(word)}", field=spec.name)
    bound = "at least" if spec.tightens == "up" else "at most"
    raise DefinitionError(f"{who} asks for {bound} {floor}", field=spec.name)


def slug(text: str) -> str:
    """The key that an item gets from its first words."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:40].strip("-")


def _number(spec: FieldSpec, raw: Any) -> int:
    try:
        number = int(str(raw).strip())
    except ValueError:
        raise DefinitionError(f"{spec.label} must be a whole number") from None
    if spec.minimum is not None and number < spec.minimum:
        raise DefinitionError(f"{spec.label} must be {spec.minimum} or more")
    if spec.maximum is not None and number > spec.maximum:
        raise DefinitionError(f"{spec.label} must be {spec.maximum} or fewer")
    return number


def _day(spec: FieldSpec, raw: Any) -> str:
    if isinstance(raw, dt.date):
        return raw.isoformat()
    try:
        return dt.date.fromisoformat(str(raw)).isoformat()
    except ValueError:
        raise DefinitionError(f"{spec.label} must be a real date") from None
