"""Django forms in the markup of the NHS design system.

Settings name `Renderer`; a page then writes `{{ form.x.as_field_group }}`, or `{{ form }}` for all fields.
`UiForm` switches off what the design system asks to switch off. A form may say

    label_size = "m"              size of its labels and legends: s, m, l
    question = "field name"       the field whose label is the page's h1 (one question per page)
    small = {"field name"}        radios and checkboxes in the small size
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.template import TemplateDoesNotExist, loader
from django.utils.safestring import SafeString

from orgs.words import lowered


class Renderer(DjangoTemplates):
    """Our templates first, Django's own widget templates where we have none."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"

    def get_template(self, template_name: str) -> Any:
        try:
            return loader.get_template(template_name)
        except TemplateDoesNotExist:
            return super().get_template(template_name)


class PlainErrors:
    """No browser bubbles, and "Enter the role title" where Django would say "This field is required."."""

    use_required_attribute = False
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if (
                field.error_messages.get("required")
                == forms.Field.default_error_messages["required"]
            ):
                label = str(field.label or name.replace("_", " "))
                verb = "Select" if isinstance(field.widget, _CHOSEN) else "Enter"
                what = f"an answer: {label}" if label.endswith("?") else lowered(label)
                field.error_messages["required"] = f"{verb} {what}"


class UiForm(PlainErrors, forms.Form):
    """A form whose errors the server words: it answers with 422 and an error summary."""


class DayInput(forms.MultiWidget):
    """Day, month and year in three boxes, as the design system asks for known dates.

    The three parts stay apart as they were typed (joined by line breaks, which no input can hold), so that
    a wrong date comes back as the person wrote it.
    """

    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        number = {"inputmode": "numeric"}
        super().__init__(
            {name: forms.TextInput(number) for name in ("day", "month", "year")}, attrs
        )

    def decompress(self, value: dt.date | str | None) -> list[str]:
        if isinstance(value, dt.date):
            return [str(value.day), str(value.month), str(value.year)]
        return (value or "\n\n").split("\n")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:  # type: ignore[override]
        day, month, year = (
            " ".join(str(part or "").split())
            for part in super().value_from_datadict(data, files, name)
        )
        return f"{day}\n{month}\n{year}" if day or month or year else ""


#: Years that a date of ours can have: outside them it is a slip of the finger.
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199


class DayField(forms.DateField):
    """A date typed as day, month and year. Messages say which part is missing."""

    widget = DayInput
    default_error_messages = {
        "invalid": "Enter a real date, for example 31 3 2027",
        "part": "Date must include a %(part)s",
    }

    def to_python(self, value: Any) -> dt.date | None:
        if not isinstance(value, str) or "\n" not in value:
            return super().to_python(value)
        day, month, year = value.split("\n")
        for part, text in (("day", day), ("month", month), ("year", year)):
            if not text:
                raise ValidationError(
                    self.error_messages["part"], code="part", params={"part": part}
                )
        try:
            in_range = EARLIEST_YEAR <= int(year) <= LATEST_YEAR
            return dt.date(int(year) if in_range else 0, int(month), int(day))
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


_CHOSEN = (
    forms.Select,
    forms.RadioSelect,
    forms.CheckboxSelectMultiple,
    forms.CheckboxInput,
    forms.FileInput,
)

# Widget to the design system's class; the error class is that class with "--error".
_CLASSES: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.Textarea, "nhsuk-textarea"),
    (forms.Select, "nhsuk-select"),
    (forms.FileInput, "nhsuk-file-upload__input"),
    (forms.widgets.Input, "nhsuk-input"),
)


def kind(field: BoundField) -> str:
    """Which template in templates/forms/ draws this field."""
    widget = field.field.widget
    for cls, name in (
        (forms.CheckboxSelectMultiple, "checkboxes"),
        (forms.RadioSelect, "radios"),
        (forms.CheckboxInput, "checkbox"),
        (DayInput, "day"),
        (forms.PasswordInput, "password"),
        (forms.FileInput, "file"),
        (forms.Textarea, "textarea"),
        (forms.Select, "select"),
    ):
        if isinstance(widget, cls):
            return name
    return "input"


def described_by(field: BoundField) -> str:
    """Ids of the hint and the error, in the order they stand on the page."""
    wanted = (
        ("info", _counts(field)),
        ("hint", bool(field.help_text)),
        ("error", bool(field.errors)),
    )
    return " ".join(f"{field.auto_id}-{part}" for part, shown in wanted if shown)


def control(field: BoundField) -> SafeString:
    """The widget of `field` with classes, ids and error state of the design system."""
    widget = field.field.widget
    attrs: dict[str, Any] = {}
    if described := described_by(field):
        attrs["aria-describedby"] = described
    if field.errors:
        attrs["aria-invalid"] = "true"
    base = next((name for cls, name in _CLASSES if isinstance(widget, cls)), "")
    names = [
        base,
        f"{base}--error" if field.errors and "__" not in base else "",
        widget.attrs.get("class", ""),
    ]
    if isinstance(widget, forms.PasswordInput):
        names += ["nhsuk-password-input__input", "nhsuk-js-password-input-input"]
        attrs |= {"spellcheck": "false", "autocapitalize": "none"}
        attrs.setdefault("autocomplete", widget.attrs.get("autocomplete", "current-password"))
    if _counts(field):
        names.append("nhsuk-js-character-count")
    if isinstance(widget, forms.Textarea):
        attrs["rows"] = widget.attrs["rows"] if widget.attrs.get("rows") != "10" else "5"
        attrs["cols"] = False  # Django's default; the class sets the width
    attrs["class"] = " ".join(name for name in names if name)
    return field.as_widget(attrs=attrs)


def first_id(field: BoundField) -> str:
    """Id of the first input a person can put the cursor in; groups start at `_0`."""
    grouped = (forms.RadioSelect, forms.CheckboxSelectMultiple, forms.MultiWidget)
    return f"{field.auto_id}_0" if isinstance(field.field.widget, grouped) else str(field.auto_id)


def error_links(form: forms.BaseForm) -> list[tuple[str, str]]:
    """(id, message) for each error of `form` in the order of its fields; whole-form errors come first."""
    pairs = [("", message) for message in form.non_field_errors()]
    for field in form:
        pairs.extend((first_id(field), message) for message in field.errors)
    return [(link, str(message)) for link, message in pairs]


def _counts(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.Textarea) and bool(
        getattr(field.field, "max_length", None)
    )
