"""Forms of staff lists: a file, its columns, what the list means, and the last word before it is applied."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from orgs.imports.columns import FIELDS, NAMES, REQUIRED
from orgs.imports.staff_difference import NEW, SAME, Question
from orgs.web.forms import UiForm


class UploadForm(UiForm):
    """The file. `too_large`: the request carried one that was dropped (``orgs/web/uploads.py``)."""

    label_size = "s"
    file = forms.FileField(
        label="Staff list",
        help_text="An Excel workbook (.xlsx) or CSV, at most 50 MB. Its first row has the headings.",
        allow_empty_file=True,
        max_length=400,
        error_messages={"required": "Select a file", "invalid": "Select a file"},
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if too_large:
            self.fields["file"].error_messages["required"] = "The file is larger than 50 MB"
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.csv,.txt,.tsv"

    @property
    def upload(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file


class ColumnsForm(UiForm):
    """Which column of the file is which: one choice for each field of ours."""

    label_size = "s"

    def __init__(self, *args: Any, headings: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this list"), *((str(at), text) for at, text in enumerate(headings))]
        for field in FIELDS:
            needed = field.key in (*REQUIRED, "name", *NAMES)
            optional = "" if needed else " (optional)"
            self.fields[field.key] = forms.ChoiceField(
                label=f"{field.label}{optional}",
                help_text=field.about,
                choices=choices,
                required=False,
            )

    def columns(self) -> dict[str, int]:
        """The columns that were chosen, by field."""
        return {key: int(at) for key, at in self.cleaned_data.items() if at}


#: So many rows are asked about one by one; the others come when these are answered.
ASKED = 20


class AnswersForm(UiForm):
    """What the list means: is it complete, and is a row somebody who is here already."""

    small = frozenset({"complete", "all_same"})
    complete = forms.BooleanField(
        label="This list is complete: whoever works here and is not on it has left", required=False
    )

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = [str(question.line) for question in questions]
        if len(questions) > 1:
            self.fields["all_same"] = forms.BooleanField(
                label=f"Each of the {len(questions):,} rows in question is the person who is here",
                required=False,
            )
        for question in questions[:ASKED]:
            self.fields[f"same-{question.line}"] = forms.ChoiceField(
                label=f"Row {question.line}: is {question.name} the {question.record.name} who is here since "
                f"{question.starts_on:%-d %B %Y}?",
                choices=[(SAME, "Yes, the same person"), (NEW, "No, somebody else of this name")],
                widget=forms.RadioSelect,
                required=False,
            )

    def same(self) -> dict[str, str]:
        """The answers that were given, by the number of the row; a single one goes before the one for all."""
        every = dict.fromkeys(self._lines, SAME) if self.cleaned_data.get("all_same") else {}
        return every | {
            name.removeprefix("same-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("same-") and value
        }


class ApplyForm(UiForm):
    """The last word. `leaving` people would leave; asked for when that is many."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaving_typed = forms.CharField(
        label="How many people leave?",
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, leaving: int = 0, many: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.many, self.leaving = many, leaving
        if not many:
            del self.fields["leaving_typed"]
        else:
            self.fields[
                "leaving_typed"
            ].help_text = (
                "So many would leave that it may be a slip. Type the number to confirm it."
            )

    def clean_leaving_typed(self) -> str:
        typed = str(self.cleaned_data["leaving_typed"]).strip()
        if typed != str(self.leaving):
            raise ValidationError(f"Type {self.leaving}, the number of people who leave")
        return typed
