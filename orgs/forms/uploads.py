"""Forms of every uploaded file: the file itself, and which of its columns is which."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from orgs.imports.columns import Field
from orgs.web.forms import UiForm


class UploadForm(UiForm):
    """The file. `too_large`: the request carried one that was dropped (``orgs/web/uploads.py``)."""

    label_size = "s"
    file = forms.FileField(
        help_text="An Excel workbook (.xlsx) or CSV, at most 50 MB. Its first row has the headings.",
        allow_empty_file=True,
        max_length=400,
        error_messages={"required": "Select a file", "invalid": "Select a file"},
    )

    def __init__(self, *args: Any, label: str, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = label
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

    def __init__(
        self,
        *args: Any,
        headings: Sequence[str],
        fields: Sequence[Field],
        needed: Collection[str],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not in this file"), *((str(at), text) for at, text in enumerate(headings))]
        for field in fields:
            optional = "" if field.key in needed else " (optional)"
            self.fields[field.key] = forms.ChoiceField(
                label=f"{field.label}{optional}",
                help_text=field.about,
                choices=choices,
                required=False,
            )

    def columns(self) -> dict[str, int]:
        """The columns that were chosen, by field."""
        return {key: int(at) for key, at in self.cleaned_data.items() if at}
