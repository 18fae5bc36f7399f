"""Forms of the plan's life: setting up roles, signing, minutes, readers of a pack."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.web.forms import DayField, UiForm
from succession.accounts import Account
from succession.planning import MOST_NON_EXECUTIVES, Offered


class SetUpForm(UiForm):
    """Which roles the board has. What the template requires is ticked."""

    required_roles = forms.MultipleChoiceField(
        label="Roles that the plan template asks for",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    roles = forms.MultipleChoiceField(
        label="Other roles of this board", required=False, widget=forms.CheckboxSelectMultiple
    )
    non_executives = forms.IntegerField(
        label="How many non-executive members, beside the chair?",
        min_value=0,
        max_value=MOST_NON_EXECUTIVES,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-2"}),
    )
    small = {"required_roles", "roles"}

    def __init__(self, *args: Any, offered: Sequence[Offered], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [each for each in offered if not each.present and not each.several]
        self._offer("required_roles", [e for e in free if e.required], ticked=True)
        self._offer("roles", [e for e in free if not e.required])
        several = [each for each in offered if each.several]
        self.fields["non_executives"].initial = 0 if any(e.present for e in several) else 5

    def _offer(self, name: str, options: list[Offered], *, ticked: bool = False) -> None:
        if not options:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.code, each.label) for each in options]
        if ticked:
            field.initial = [each.code for each in options]

    def chosen(self) -> list[str]:
        """Codes of all roles that were ticked."""
        data = self.cleaned_data
        return [*data.get("required_roles", ()), *data.get("roles", ())]


class SendBackForm(UiForm):
    """What should be looked at again."""

    note = forms.CharField(
        label="What should be looked at again?",
        max_length=500,
        widget=forms.Textarea,
        error_messages={"required": "Enter what should be looked at again"},
    )


class MinutesForm(UiForm):
    """A signature that a committee minuted."""

    committee = forms.CharField(label="Board or committee", max_length=120)
    minuted_on = DayField(label="Day of the meeting")
    minute = forms.CharField(
        label="Minute reference", max_length=60, required=False, help_text="For example 26/114."
    )


class ReaderForm(UiForm):
    """Who may open a pack, and until when."""

    reader = forms.ChoiceField(
        label="Reader", error_messages={"required": "Select who may open the pack"}
    )
    last_day = DayField(label="Last day on which they can open it")

    def __init__(self, *args: Any, accounts: Sequence[Account], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reader"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select a reader"), *((a.subject, a.name) for a in accounts)]

    def expires_on(self) -> dt.date:
        """The first day without the pack."""
        last: dt.date = self.cleaned_data["last_day"]
        return last + dt.timedelta(days=1)
