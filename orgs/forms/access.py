"""Forms of the access pages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orgs.access.roles import Role
from orgs.web.forms import DayField, UiForm


class InviteForm(UiForm):
    """Whom, as what, from when, until when and why. `day` is today; `given` may be chosen here."""

    login = forms.EmailField(
        label="Work email",
        help_text="They sign in with it, and the invitation goes there.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "nhsuk-input--width-30"}),
        max_length=150,
        error_messages={"invalid": "Enter an email address like name@example.org"},
    )
    role = forms.ChoiceField(label="Role", widget=forms.RadioSelect)
    valid_from = DayField(label="First day with the role")
    last_day = DayField(
        label="Last day with the role (optional)",
        help_text="Leave it blank for no end.",
        required=False,
    )
    reason = forms.CharField(
        label="Reason",
        help_text="It is kept with the role, for whoever reviews access.",
        max_length=300,
    )

    def __init__(self, *args: Any, given: Sequence[Role], day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [(each.code, each.label) for each in given]
        self.fields["valid_from"].initial = day

    def clean_login(self) -> str:
        return str(self.cleaned_data["login"]).strip().lower()

    def clean_valid_from(self) -> dt.date:
        first: dt.date = self.cleaned_data["valid_from"]
        if first < self.day:
            raise ValidationError("First day with the role must be today or later")
        return first

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("valid_from"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Last day with the role must be on or after the first day")
        return cleaned

    @property
    def valid_to(self) -> dt.date | None:
        """The first day without the role, as it is stored; None for no end."""
        last: dt.date | None = self.cleaned_data["last_day"]
        return last + dt.timedelta(days=1) if last else None


class EndForm(UiForm):
    """From which day a role is gone."""

    on = DayField(label="First day without the role", help_text="Today ends it at once.")

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = day


class PasswordForm(UiForm):
    """The first password of an account, typed twice. The service judges whether it is good enough."""

    password = forms.CharField(
        label="Password",
        help_text="At least 12 characters. Three or four words that only you put together are best.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )
    again = forms.CharField(
        label="Password again",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        error_messages={"required": "Enter the password again"},
    )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if (
            cleaned.get("password")
            and cleaned.get("again")
            and cleaned["password"] != cleaned["again"]
        ):
            self.add_error("again", "Both passwords must be the same")
        return cleaned
