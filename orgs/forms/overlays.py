"""Forms of overlays: opening one, letting an organisation join, ending, and what a cluster becomes."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.models.units import OrgUnit, OrgUnitType
from orgs.web.forms import DayField, UiForm

_CODE = forms.TextInput(attrs={"class": "nhsuk-input--width-10", "spellcheck": "false"})
_DAY = dt.timedelta(days=1)


class OpenForm(UiForm):
    """What it is, what it is called, what for, and from when."""

    label_size = "s"
    type = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is"},
    )
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the name"}
    )
    code = forms.CharField(
        label="Code",
        help_text="Up to 10 letters and digits. It never changes and is never used twice.",
        max_length=10,
        widget=_CODE,
        error_messages={"required": "Enter a code"},
    )
    purpose = forms.CharField(
        label="What it is for",
        help_text="One sentence. Every member reads it.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    on = DayField(label="First day", help_text="Today or later")

    def __init__(self, *args: Any, types: Sequence[OrgUnitType], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [(t.code, t.label) for t in types]  # type: ignore[attr-defined]  # a choice field


class AddMemberForm(UiForm):
    """Which organisation, and for which days."""

    label_size = "s"
    unit = forms.ChoiceField(
        label="Organisation",
        help_text="An employer or a board. One of another branch is asked, and joins when its own "
        "administrator agrees.",
        error_messages={"required": "Select an organisation"},
    )
    first = DayField(label="First day", help_text="Today or later")
    last = DayField(
        label="Last day (optional)",
        help_text="Leave it empty when no end is agreed",
        required=False,
    )

    def __init__(self, *args: Any, units: Sequence[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "Select an organisation"),
            *((u.code, f"{u.name} ({u.parent.name if u.parent else u.code})") for u in units),
        ]

    @property
    def until(self) -> dt.date | None:
        """The first day without it; None = no end."""
        last: dt.date | None = self.cleaned_data["last"]
        return last + _DAY if last else None


class EndForm(UiForm):
    """The last day of a membership."""

    label_size = "s"
    on = DayField(
        label="Last day",
        help_text="Yesterday ends it today. For example, 31 3 2027",
        error_messages={"required": "Enter the last day"},
    )

    @property
    def first_day_without(self) -> dt.date:
        on: dt.date = self.cleaned_data["on"]
        return on + _DAY


class SuccessorForm(UiForm):
    """Which board a cluster becomes, and its first day."""

    label_size = "s"
    code = forms.CharField(
        label="Code of the board",
        help_text="Of a new board as the Organisation Data Service gives it, or of the member that "
        "keeps its code.",
        max_length=10,
        widget=_CODE,
    )
    name = forms.CharField(
        label="Name of the board",
        help_text="Leave it empty when a member keeps its code and its name",
        max_length=200,
        required=False,
    )
    on = DayField(label="First day of the new board", help_text="Today or later")
    version = forms.IntegerField(widget=forms.HiddenInput)
