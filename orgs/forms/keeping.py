"""The form that stops the removal of old records for a time."""

from django import forms

from orgs.enums import HoldReason
from orgs.web.forms import DayField, UiForm


class HoldForm(UiForm):
    """Why, until when, and under which reference of the employer's own."""

    reason = forms.ChoiceField(
        label="Why must nothing be removed?",
        choices=HoldReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select why nothing may be removed"},
    )
    until = DayField(
        label="Last day of the stop",
        help_text="Within a year. You can set another one then.",
    )
    reference = forms.CharField(
        label="Your own reference (optional)",
        help_text="The number of the case in your own system. Leave out names.",
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-20"}),
    )
