"""Forms of a spreadsheet that is brought in."""

from django import forms

from orgs.forms.uploads import UploadForm
from succession.enums import SheetLayout


class SheetForm(UploadForm):
    """The file, and what its rows are about."""

    layout = forms.ChoiceField(
        label="What the spreadsheet is",
        choices=SheetLayout.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the spreadsheet is"},
    )
    small = {"layout"}
    field_order = ("layout", "file")
