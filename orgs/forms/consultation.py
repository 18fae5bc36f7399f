"""The form by which a change is said to be in consultation."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.models.units import OrgUnit
from orgs.web.forms import DayField, UiForm


class ConsultationForm(UiForm):
    """Which organisations, from which day, until which day."""

    organisations = forms.MultipleChoiceField(
        label="Organisations whose people are affected",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one organisation"},
    )
    starts_on = DayField(label="First day of the consultation")
    last_day = DayField(label="Last day of the consultation")

    def __init__(self, *args: Any, units: Sequence[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisations"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(unit.code, unit.name) for unit in units]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = cleaned.get("starts_on"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", "Last day must be on or after the first day")
        return cleaned

    @property
    def ends_on(self) -> dt.date:
        """The first day without, as it is stored."""
        last: dt.date = self.cleaned_data["last_day"]
        return last + dt.timedelta(days=1)
