"""Forms for defining above and adapting below, made from the fields of a kind."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.html import format_html

from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.merge import Mode
from orgs.inheritance.values import MAXIMUM_LENGTH, Choices
from orgs.web.forms import DayField, UiForm
from orgs.web.found import whole_number

_MODES = [
    (Mode.DEFAULT.value, "Default: may be adapted"),
    (Mode.LOCKED.value, "Locked: the same everywhere"),
    (Mode.SUGGESTED.value, "Suggested: offered only"),
]
#: Of a field that may only become stricter below.
_STRICTER_MODES = [
    (Mode.DEFAULT.value, "May be stricter"),
    (Mode.LOCKED.value, "Locked: the same everywhere"),
]
_LIST_MODES = [
    (Mode.DEFAULT.value, "May add items of their own"),
    (Mode.LOCKED.value, "May not add items"),
]
#: Empty rows at the end of each list, for new items.
BLANK_ROWS = 3


def value_field(spec: FieldSpec, choices: Choices, *, label: str = "") -> forms.Field:
    """The form field for a value of `spec`, or for one item if it is a list. Nothing is required."""
    label = label or spec.label
    if spec.type == "list":  # the hint stands once above the list
        spec = replace(spec, hint="")
    if spec.type == "date":
        return DayField(label=label, required=False, help_text=spec.hint)
    if spec.type == "number":
        hint = " ".join(each for each in (spec.hint, _range(spec)) if each)
        widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"})
        return forms.CharField(label=label, help_text=hint, required=False, widget=widget)
    if options := choices.get(spec.name):
        return forms.ChoiceField(
            label=label,
            required=False,
            choices=[*([] if spec.tightens else [("", "None")]), *options.items()],
            help_text=spec.hint,
        )
    if spec.long:
        return forms.CharField(
            label=label,
            required=False,
            max_length=MAXIMUM_LENGTH,
            help_text=spec.hint,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
    return forms.CharField(
        label=label, required=False, max_length=MAXIMUM_LENGTH, help_text=spec.hint
    )


def shown(spec: FieldSpec, stored: Any) -> Any:
    """A stored value as its form field shows it: a day is stored as ISO text."""
    if spec.type == "date" and stored:
        return dt.date.fromisoformat(str(stored))
    return stored


def _range(spec: FieldSpec) -> str:
    if spec.minimum is None or spec.maximum is None:
        return ""
    return f"From {spec.minimum} to {spec.maximum}."


def is_written(field: BoundField) -> bool:
    """Whether a field takes words of any length, and not a choice, a number or a day."""
    widget = field.field.widget
    return isinstance(widget, forms.Textarea) or (
        isinstance(widget, forms.TextInput) and "inputmode" not in widget.attrs
    )


@dataclass(frozen=True)
class FieldGroup:
    """What the page draws for one field of the kind: its value or its items, and who may change it."""

    spec: FieldSpec
    value: BoundField | None
    mode: BoundField
    items: list["ItemRow"]

    @property
    def wide(self) -> bool:
        """Whether the value is written in words, and stands beside who may change it at half the page."""
        return bool(self.spec.group) or (self.value is not None and is_written(self.value))


@dataclass(frozen=True)
class ItemRow:
    """One item of a list: its value, or the values of its parts."""

    values: list[BoundField]
    mode: BoundField
    key: BoundField

    @property
    def written(self) -> list[BoundField]:
        """What is written in words, each the width of the page."""
        return [each for each in self.values if is_written(each)]

    @property
    def chosen(self) -> list[BoundField]:
        """What is chosen or counted: side by side, with who may change it."""
        return [each for each in self.values if not is_written(each)]


class VersionForm(UiForm):
    """All fields of a kind with their modes, for a version to publish."""

    label_size = ""

    def __init__(
        self,
        *args: Any,
        kind: DefinitionKind,
        choices: Choices,
        fields: Mapping[str, Any],
        day: dt.date,
        with_title: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.rows: dict[str, int] = {}
        if with_title:
            self.fields["title"] = forms.CharField(label="Title", max_length=120)
            self.fields["title"].error_messages["required"] = "Enter a title"
        for spec in kind.fields:
            self._add(spec, choices, fields.get(spec.name))
        self.fields["valid_from"] = DayField(label="In effect from", initial=day)
        self.fields["valid_from"].error_messages["required"] = "Enter the day it is in effect from"

    def _add(self, spec: FieldSpec, choices: Choices, stored: Mapping[str, Any] | None) -> None:
        mode = stored.get("mode", Mode.DEFAULT.value) if stored else Mode.DEFAULT.value
        listed = spec.type == "list"
        name = f"{spec.name}-mode"
        self.fields[name] = forms.ChoiceField(
            label="Organisations below",
            choices=_LIST_MODES if listed else _STRICTER_MODES if spec.tightens else _MODES,
            initial=mode,
            required=False,
        )
        if not listed:
            label = spec.label if spec.group else "Value"
            self.fields[spec.name] = value_field(spec, choices, label=label)
            value = stored.get("value") if stored else spec.initial()
            self.fields[spec.name].initial = shown(spec, value)
            return
        items = list(stored.get("items", ()) if stored else spec.initial() or ())
        wanted = len(items) + BLANK_ROWS
        typed = self.data.get(f"{spec.name}-rows", "") if self.is_bound else ""
        self.rows[spec.name] = min(whole_number(typed, wanted), 200)
        for row in range(self.rows[spec.name]):
            self._add_item(spec, choices, row, items[row] if row < len(items) else {})

    def _add_item(
        self, spec: FieldSpec, choices: Choices, row: int, item: Mapping[str, Any]
    ) -> None:
        name = f"{spec.name}-{row}"
        key = item.get("key", "")
        self.fields[f"{name}-key"] = forms.CharField(
            required=False, initial=key, widget=forms.HiddenInput
        )
        value = key if spec.coded else item.get("value", key)
        # Read with each label; to the eye it stands once, above the parts.
        which = format_html('<span class="nhsuk-u-visually-hidden">, item {}</span>', row + 1)
        if spec.parts:
            _add_parts(self, spec, choices, name, value, which)
        else:
            self.fields[name] = value_field(spec, choices, label=f"Item {row + 1}")
            self.fields[name].initial = value
        self.fields[f"{name}-mode"] = forms.ChoiceField(
            label=format_html("Organisations below{}", which),
            choices=_MODES,
            initial=item.get("mode", Mode.DEFAULT.value),
            required=False,
        )

    def groups(self) -> Iterator[FieldGroup]:
        """The fields in the order of the kind."""
        for spec in self.kind.fields:
            listed = spec.type == "list"
            items = [
                ItemRow(
                    [self[each] for each in _names(spec, name)],
                    self[f"{name}-mode"],
                    self[f"{name}-key"],
                )
                for n in range(self.rows.get(spec.name, 0))
                for name in [f"{spec.name}-{n}"]
            ]
            value = None if listed else self[spec.name]
            yield FieldGroup(spec, value, self[f"{spec.name}-mode"], items)

    def panels(self) -> list[tuple[str, list[FieldGroup]]]:
        """The fields under their headings: a field without a group has a heading of its own."""
        found: list[tuple[str, list[FieldGroup]]] = []
        for each in self.groups():
            if each.spec.group and found and found[-1][0] == each.spec.group:
                found[-1][1].append(each)
            else:
                found.append((each.spec.group or each.spec.label, [each]))
        return found

    def row_count(self) -> list[tuple[str, int]]:
        """How many rows each list has on the page, sent back with it."""
        return [(f"{name}-rows", count) for name, count in self.rows.items()]

    @property
    def to_publish(self) -> dict[str, dict[str, Any]]:
        """What the form says, as ``publish_version`` takes it."""
        data = self.cleaned_data
        fields: dict[str, dict[str, Any]] = {}
        for spec in self.kind.fields:
            mode = data[f"{spec.name}-mode"] or Mode.DEFAULT.value
            if spec.type != "list":
                fields[spec.name] = {"value": data[spec.name], "mode": mode}
                continue
            names = [f"{spec.name}-{n}" for n in range(self.rows[spec.name])]
            fields[spec.name] = {
                "mode": mode,
                "items": [
                    {
                        "key": data[n] if spec.coded else data[f"{n}-key"],
                        "value": _given(spec, data, n),
                        "mode": data[f"{n}-mode"] or Mode.DEFAULT.value,
                    }
                    for n in names
                    if any(data[each] for each in _names(spec, n))
                ],
            }
        return fields


def _names(spec: FieldSpec, name: str) -> list[str]:
    """The form fields of a value: one, or one for each part of an item."""
    return [f"{name}-{part.name}" for part in spec.parts] or [name]


def _add_parts(
    form: forms.Form, spec: FieldSpec, choices: Choices, name: str, value: Any, which: str = ""
) -> None:
    known = value if isinstance(value, Mapping) else {}
    for part, each in zip(spec.parts, _names(spec, name), strict=True):
        form.fields[each] = value_field(part, choices, label=format_html("{}{}", part.label, which))
        form.fields[each].initial = shown(part, known.get(part.name))


def _given(spec: FieldSpec, data: Mapping[str, Any], name: str) -> Any:
    """What was typed as a value, or as the parts of one."""
    if not spec.parts:
        return data[name]
    return {part.name: data[f"{name}-{part.name}"] for part in spec.parts}


class SlotForm(UiForm):
    """One value of one's own. `label` asks for it; `expected` is the state the page was made from."""

    expected = forms.CharField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, spec: FieldSpec, choices: Choices, label: str, value: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        if spec.parts:
            _add_parts(self, spec, choices, "value", value)
            return
        self.fields["value"] = value_field(spec, choices, label=label)
        self.fields["value"].initial = shown(spec, value)

    @property
    def value(self) -> Any:
        """What was typed."""
        return _given(self.spec, self.cleaned_data, "value")

    def refuse(self, sentence: str) -> None:
        """Say what is wrong, beside the value."""
        self.add_error(_names(self.spec, "value")[0], sentence)


class ChooseForm(UiForm):
    """Which of two values is in effect from now on."""

    expected = forms.CharField(widget=forms.HiddenInput)
    keep = forms.ChoiceField(label="Which should be in effect here?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, local: str, upstream: str, owner: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keep = self.fields["keep"]
        assert isinstance(keep, forms.ChoiceField)
        keep.choices = [
            ("local", f"Keep our own: {local}"),
            ("upstream", f"Take what {owner} has now: {upstream}"),
        ]
