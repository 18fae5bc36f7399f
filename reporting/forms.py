"""Forms about reports."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from orgs.web.forms import UiForm
from reporting.commentary import MAXIMUM_LENGTH
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
    waits = forms.BooleanField(
        label="Wait for the author's comments",
        help_text="The PDF goes out as soon as comments on the newest figures are published. If none "
        "are, it goes out without them after the days below, and you are told.",
        required=False,
    )
    wait_days = forms.IntegerField(
        label="Wait at most so many days",
        help_text="From 1 to 10. Only if it waits.",
        required=False,
        min_value=1,
        max_value=10,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-2", "inputmode": "numeric"}),
        error_messages={
            "invalid": "Days must be a number from 1 to 10",
            "min_value": "Days must be from 1 to 10",
            "max_value": "Days must be from 1 to 10",
        },
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("waits"):
            cleaned["wait_days"] = None
        elif not cleaned.get("wait_days") and "wait_days" not in self.errors:
            self.add_error("wait_days", "Enter how many days to wait")
        return cleaned

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


class CommentaryForm(UiForm):
    """Comments on a release, one for the whole and one for each section of the pack."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, labels: Mapping[str, str], texts: Mapping[str, str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.names = {f"comment-{key or 'whole'}": key for key in labels}
        for name, key in self.names.items():
            self.fields[name] = forms.CharField(
                label=f"Comment on {labels[key][:1].lower()}{labels[key][1:]}",
                max_length=MAXIMUM_LENGTH,
                required=False,
                initial=texts.get(key, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def box(self, key: str) -> BoundField:
        """The box of a section."""
        return self[f"comment-{key or 'whole'}"]

    def texts(self) -> dict[str, str]:
        """What was typed, by section key."""
        return {key: self.cleaned_data[name] for name, key in self.names.items()}
