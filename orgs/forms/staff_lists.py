"""Forms of staff lists: what the list means, and the last word before it is applied."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from orgs.imports.staff_difference import NEW, SAME, Question
from orgs.web.forms import UiForm
from orgs.words import words_of_day

#: So many rows are asked about one by one; the others come when these are answered.
ASKED = 20


class AnswersForm(UiForm):
    """What the list means: is it complete, and is a row somebody who is here already."""

    small = frozenset({"complete", "all_same"})
    complete = forms.BooleanField(
        label="This list is complete: whoever works here and is not on it has left", required=False
    )

    def __init__(self, *args: Any, questions: Sequence[Question] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._lines = [str(question.line) for question in questions]
        if len(questions) > 1:
            self.fields["all_same"] = forms.BooleanField(
                label=f"Each of the {len(questions):,} rows in question is the person who is here",
                required=False,
            )
        for question in questions[:ASKED]:
            self.fields[f"same-{question.line}"] = forms.ChoiceField(
                label=f"Row {question.line}: is {question.name} the {question.record.name} who is here since "
                f"{words_of_day(question.starts_on)}?",
                choices=[(SAME, "Yes, the same person"), (NEW, "No, somebody else of this name")],
                widget=forms.RadioSelect,
                required=False,
            )

    def same(self) -> dict[str, str]:
        """The answers that were given, by the number of the row; a single one goes before the one for all."""
        every = dict.fromkeys(self._lines, SAME) if self.cleaned_data.get("all_same") else {}
        return every | {
            name.removeprefix("same-"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("same-") and value
        }


class ApplyForm(UiForm):
    """The last word. `leaving` people would leave; asked for when that is many."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    leaving_typed = forms.CharField(
        label="How many people leave?",
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}),
    )

    def __init__(self, *args: Any, leaving: int = 0, many: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.many, self.leaving = many, leaving
        if not many:
            del self.fields["leaving_typed"]
        else:
            self.fields[
                "leaving_typed"
            ].help_text = (
                "So many would leave that it may be a slip. Type the number to confirm it."
            )

    def clean_leaving_typed(self) -> str:
        typed = str(self.cleaned_data["leaving_typed"]).strip()
        if typed != str(self.leaving):
            raise ValidationError(f"Type {self.leaving}, the number of people who leave")
        return typed
