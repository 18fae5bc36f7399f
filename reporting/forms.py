"""Forms about reports."""

from typing import Any

from django import forms

from orgs.web.forms import UiForm
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
