"""Forms of what comes after a change of organisations."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.models.access import Grant
from orgs.models.units import OrgUnit
from orgs.web.forms import UiForm


class ReaderForm(UiForm):
    """Who is to read the records of which closed organisation, and why."""

    organisation = forms.ChoiceField(label="Records of")
    lead = forms.ChoiceField(label="Who leads succession here")
    reason = forms.CharField(label="Reason", max_length=300)

    def __init__(
        self, *args: Any, closed: Sequence[OrgUnit], leads: Sequence[Grant], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (
            ("organisation", [(unit.code, unit.name) for unit in closed]),
            ("lead", [(str(grant.public_id), grant.user.login) for grant in leads]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "Select"), *choices]
