"""Forms of learning."""

from typing import Any

from django import forms

from learning.enums import StepState
from learning.models import Pathway
from orgs.web.forms import UiForm


class AssignForm(UiForm):
    """Which pathway a person gets."""

    pathway = forms.ChoiceField(label="Pathway")

    def __init__(self, *args: Any, pathways: list[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["pathway"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select a pathway"), *((str(p.public_id), p.title) for p in pathways)]


class StepForm(UiForm):
    """How far somebody is with a step."""

    state = forms.ChoiceField(label="How far", choices=StepState.choices)
