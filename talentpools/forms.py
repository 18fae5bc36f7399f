"""Forms of talent pools."""

from collections.abc import Mapping
from typing import Any

from django import forms

from orgs.models.codes import Code
from orgs.web.forms import DayField, UiForm
from talentpools.presenters import MOVES


class PoolForm(UiForm):
    """A new pool."""

    title = forms.CharField(label="Name of the pool", max_length=120)
    purpose = forms.CharField(label="What it is for", max_length=300, required=False)
    target_role = forms.ChoiceField(label="Role that it prepares for")
    capacity = forms.IntegerField(
        label="Places, if limited", required=False, min_value=1, max_value=500
    )
    review_on = DayField(label="Look at the pool again on", required=False)

    def __init__(self, *args: Any, roles: Mapping[str, Code], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["target_role"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select a role"), *((c.code, c.label) for c in roles.values())]
        self.fields["capacity"].widget = forms.TextInput(
            attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}
        )


class MoveForm(UiForm):
    """Where a member moves to."""

    status = forms.ChoiceField(label="Move to", choices=MOVES)
