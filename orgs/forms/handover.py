"""Forms of the list of where an employer's people and posts go."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms

from orgs.web.forms import UiForm


class ChooseForm(UiForm):
    """To which successor the ticked lines go, or the whole group that is shown."""

    to = forms.ChoiceField(label="They go to", error_messages={"required": "Select where they go"})

    def __init__(self, *args: Any, successors: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Select"), *successors]

    def rows(self, data: Any) -> list[UUID]:
        """The ticked lines. What is no id is left out, and the service asks for at least one."""
        found = []
        for value in data.getlist("rows"):
            try:
                found.append(UUID(value))
            except ValueError:
                continue
        return found
