"""Forms of the people pages."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orgs.models.codes import Code
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from orgs.web.forms import DayField, UiForm

_WIDE = {"class": "nhsuk-input--width-20", "autocomplete": "off"}


def _cannot_run(text: str) -> str:
    """A name that a spreadsheet would run, in a list that somebody takes away, is no name."""
    if text.startswith(("=", "+", "-", "@")) or not any(map(str.isalpha, text)):
        raise ValidationError("Enter a name as text")
    return " ".join(text.split())


class _CalledForm(UiForm):
    """What a person is called and known by."""

    name = forms.CharField(label="Name", help_text="First name, then last name", max_length=150)
    employee_number = forms.RegexField(
        r"^[\w./-]+$",
        label="Employee number (optional)",
        help_text="By it a staff list finds this person again.",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_WIDE),
        error_messages={"invalid": "Employee number must be letters, numbers, hyphens or slashes"},
    )
    work_email = forms.EmailField(
        label="Work email (optional)",
        help_text="Invitations and messages go there.",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"invalid": "Enter an email address like name@example.org"},
    )
    manager = forms.CharField(
        label="Employee number of their manager (optional)",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs=_WIDE),
    )

    def clean_name(self) -> str:
        return _cannot_run(str(self.cleaned_data["name"]))


class _JobForm(UiForm):
    """What somebody does."""

    title = forms.CharField(label="Job title", max_length=120)
    band = forms.ChoiceField(label="Pay band (optional)", required=False)
    staff_group = forms.ChoiceField(label="Staff group (optional)", required=False)
    kind = forms.ChoiceField(label="Assignment type")
    division = forms.ChoiceField(label="Division (optional)", required=False)
    starts_on = DayField(label="First day in this job")

    def __init__(
        self,
        *args: Any,
        codes: Mapping[str, Mapping[str, Code]],
        divisions: Iterable[OrgUnit],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._divisions = {each.code: each for each in divisions}
        for name, of in (("band", "band"), ("staff_group", "staff_group")):
            self._choices(name, [("", "Not given"), *_options(codes[of])])
        self._choices("kind", _options(codes["assignment_kind"]))
        self._choices(
            "division", [("", "None"), *((d.code, d.name) for d in self._divisions.values())]
        )
        if not self._divisions:
            del self.fields["division"]

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_title(self) -> str:
        return _cannot_run(str(self.cleaned_data["title"]))

    def clean_division(self) -> OrgUnit | None:
        return self._divisions.get(self.cleaned_data["division"])


def _options(codes: Mapping[str, Code]) -> list[tuple[str, str]]:
    return [(code, row.label) for code, row in codes.items()]


class JobForm(_JobForm):
    """A further job of somebody who is known."""

    label_size = "s"


class AddPersonForm(_JobForm, _CalledForm):
    """Somebody new, with the first job."""

    label_size = "s"


class CorrectForm(_CalledForm):
    """What a record says of a person; `version` is the one that was read."""

    label_size = "s"
    version = forms.IntegerField(widget=forms.HiddenInput)


class EndJobForm(UiForm):
    """From which day a job is over."""

    label_size = "s"
    on = DayField(
        label="First day without this job",
        help_text="The person stays. Today ends the job at once.",
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = day


class LeaveForm(UiForm):
    """From which day somebody no longer works here."""

    label_size = "s"
    on = DayField(
        label="First day on which they no longer work here",
        help_text="Today ends everything at once.",
    )

    def __init__(self, *args: Any, day: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = day


class BringForm(UiForm):
    """A code that a person made at another employer."""

    label_size = "s"
    code = forms.CharField(
        label="Code",
        help_text="Three groups of four letters and numbers, for example ABCD-2345-WXYZ",
        max_length=30,
        widget=forms.TextInput(
            attrs={"class": "nhsuk-input--width-10", "autocomplete": "off", "spellcheck": "false"}
        ),
    )


def initial_of(record: StaffRecord) -> dict[str, object]:
    """What the form of a record starts with."""
    return {
        "name": record.name,
        "employee_number": record.employee_number,
        "work_email": record.work_email,
        "manager": record.manager.employee_number if record.manager else "",
        "version": record.version,
    }
