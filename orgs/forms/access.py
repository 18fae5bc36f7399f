"""Forms of the access pages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from orgs.access.roles import Role
from orgs.enums import SupportKind
from orgs.models.support import MOST_MINUTES
from orgs.web.forms import DayField, UiForm
from orgs.words import words_of_day


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


class ExtendForm(UiForm):
    """A new last day for a role that has one, and why. `latest` is the last that can be chosen."""

    last_day = DayField(label="New last day with the role")
    reason = forms.CharField(
        label="Reason",
        help_text="It is kept with the role, for whoever reviews access.",
        max_length=300,
    )

    def __init__(self, *args: Any, latest: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "last_day"
        ].help_text = (
            f"{words_of_day(latest)} at the latest: the next access review looks at the role again."
        )

    @property
    def until(self) -> dt.date:
        """The first day without the role, as it is stored."""
        last: dt.date = self.cleaned_data["last_day"]
        return last + dt.timedelta(days=1)


class RolesFilter(UiForm):
    """Narrows the list of roles. What is not understood is left out."""

    STATES: ClassVar = [
        ("", "Any"),
        ("in_force", "In force"),
        ("to_come", "Not started"),
        ("invited", "Invited"),
        ("waiting", "Waits for a second administrator"),
        ("ending", "With an end"),
        ("unused", "Not used for 90 days"),
    ]

    q = forms.CharField(label="Colleague", required=False, max_length=150)
    role = forms.ChoiceField(label="Role", required=False)
    state = forms.ChoiceField(label="State", required=False, choices=STATES)

    def __init__(self, *args: Any, roles_here: Sequence[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = self.fields["role"]
        assert isinstance(role, forms.ChoiceField)
        role.choices = [("", "Any"), *((each.code, each.label) for each in roles_here)]


class SupportForm(UiForm):
    """Where, what for, which ticket, why, and for how long."""

    code = forms.CharField(
        label="ODS code of the employer",
        max_length=10,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "nhsuk-input--width-10"}),
    )
    kind = forms.ChoiceField(
        label="What for", choices=SupportKind.choices, widget=forms.RadioSelect
    )
    ticket = forms.CharField(
        label="Ticket",
        help_text="Its number, by which the employer can ask.",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "nhsuk-input--width-10"}),
    )
    reason = forms.CharField(
        label="Reason", help_text="The employer reads it. No names of people.", max_length=300
    )
    minutes = forms.IntegerField(
        label="For how many minutes",
        help_text=f"{MOST_MINUTES} at most, from the moment of approval.",
        min_value=1,
        max_value=MOST_MINUTES,
        initial=30,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-3"}),
        error_messages={
            "invalid": "Enter a number of minutes",
            "min_value": "Enter 1 minute or more",
            "max_value": f"Enter {MOST_MINUTES} minutes or fewer",
        },
    )

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


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
