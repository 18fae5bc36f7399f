"""Forms about reports."""

from typing import Any

from django import forms

from orgs.web.forms import UiForm
from reporting.enums import ExportFormat, ExportPurpose
from reporting.slots import DAYS


class DayOfMonthField(forms.IntegerField):
    """A day that every month has."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label="Day of the month",
            min_value=DAYS.start,
            max_value=DAYS.stop - 1,
            widget=forms.TextInput(attrs={"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
            error_messages={
                "required": "Enter a day of the month",
                "invalid": "Day of the month must be a number from 1 to 28",
                "min_value": "Day of the month must be from 1 to 28",
                "max_value": "Day of the month must be from 1 to 28, so that every month has it",
            },
            **kwargs,
        )


class CalendarForm(UiForm):
    """On which day a report is released each month."""

    day_of_month = DayOfMonthField(
        help_text="New figures are released on this day each month, for you and everybody below."
    )


class ScheduleForm(UiForm):
    """On which day a PDF is made each month, and for whom."""

    day_of_month = DayOfMonthField(help_text="A PDF of the newest figures is made on this day.")
    readers = forms.CharField(
        label="Readers",
        help_text="Sign-in names, one on each line. They get a link by e-mail, never the figures. "
        "Whoever may not see the report on the day gets nothing, and you are told.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def logins(self) -> list[str]:
        """The names that were typed."""
        return [each.strip() for each in self.cleaned_data["readers"].splitlines() if each.strip()]


class ExportForm(UiForm):
    """What released figures are taken away for, and as which file."""

    small = frozenset({"purpose", "format"})

    purpose = forms.ChoiceField(
        label="What do you need the figures for?",
        choices=ExportPurpose.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you need the figures for"},
    )
    note = forms.CharField(
        label="Say more",
        help_text="For example which board or which plan. Name nobody. You can leave it empty unless "
        "you selected something else.",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    format = forms.ChoiceField(
        label="Which kind of file?",
        choices=ExportFormat.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select a kind of file"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("purpose") == ExportPurpose.OTHER and not cleaned.get("note"):
            self.add_error("note", "Enter what you need the figures for")
        return cleaned


class WithdrawForm(UiForm):
    """Why released figures are withdrawn."""

    reason = forms.CharField(
        label="Why are these figures wrong?",
        help_text="Everybody who may see this report reads it. Name nobody, and give no figure.",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Enter why these figures are wrong"},
    )
