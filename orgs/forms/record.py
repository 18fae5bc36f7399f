"""Forms about one's own record."""

from typing import Any

from django import forms

from orgs.enums import CorrectionOutcome
from orgs.held import parts
from orgs.web.forms import UiForm

WORDS_LENGTH = 500


class CorrectionForm(UiForm):
    """What is wrong, and in which part of the record."""

    about = forms.ChoiceField(
        label="What is it about?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what it is about"},
    )
    words = forms.CharField(
        label="What is wrong, and what would be right?",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea,
        help_text="Your succession lead reads this and answers you here.",
        error_messages={"required": "Enter what is wrong and what would be right"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["about"]
        assert isinstance(field, forms.ChoiceField)
        listed = sorted(parts, key=lambda p: p.order)
        field.choices = [*((p.key, p.title) for p in listed), ("other", "Something else")]


class AnswerForm(UiForm):
    """What was done about it, in a sentence that the person reads."""

    outcome = forms.ChoiceField(
        label="What did you do?",
        choices=CorrectionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you did"},
    )
    answer = forms.CharField(
        label="Answer",
        max_length=WORDS_LENGTH,
        widget=forms.Textarea,
        help_text="The person reads this sentence.",
        error_messages={"required": "Enter an answer"},
    )
