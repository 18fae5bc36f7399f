"""Forms of a change of several rows: which act, and then which rows and to what."""

import datetime as dt
from typing import Any

from django import forms

from orgs.web.forms import DayField, UiForm
from succession.enums import BulkAct
from succession.forms import choices
from succession.words import Codes

#: Levels that need nothing else said: leaving needs its day, and "not assessed" is no judgement.
RISKS = ("FR1", "FR2", "FR3")


class ActForm(UiForm):
    """What is to be done; asked by GET, with the filters of the plan."""

    act = forms.ChoiceField(
        label="What do you want to do?",
        choices=BulkAct.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you want to do"},
    )
    question = "act"


class BulkForm(UiForm):
    """Which rows, and the value of the act. `rows` are (id, words), `day` today."""

    everyone = forms.BooleanField(required=False)
    chosen = forms.MultipleChoiceField(
        label="Which ones", required=False, widget=forms.CheckboxSelectMultiple
    )
    review_by = DayField(label="Look at the readiness again by")
    cover = forms.ChoiceField(label="Emergency cover")
    vacancy_risk = forms.ChoiceField(
        label="Vacancy risk",
        help_text="Impact and reasons stay as they are. Leaving needs a day: change it in its row.",
    )
    told_on = DayField(
        label="Told on",
        help_text="Each person is written to. This cannot be undone.",
    )
    small = {"chosen", "everyone"}
    _VALUES = {
        BulkAct.REVIEW: "review_by",
        BulkAct.COVER: "cover",
        BulkAct.RISK: "vacancy_risk",
        BulkAct.TOLD: "told_on",
    }

    def __init__(
        self,
        *args: Any,
        act: BulkAct,
        rows: list[tuple[str, str]],
        codes: Codes,
        day: dt.date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.act, self.day, self.rows = act, day, rows
        wanted = self._VALUES.get(act)
        for name in set(self._VALUES.values()) - {wanted}:
            del self.fields[name]
        self.fields["everyone"].label = f"All {len(rows)} listed here"
        self._offer("chosen", rows)
        self._offer("cover", choices(codes, "cover"))
        risks = [(code, label) for code, label in choices(codes, "vacancy_risk") if code in RISKS]
        self._offer("vacancy_risk", risks)

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields.get(name)
        if isinstance(field, forms.ChoiceField | forms.MultipleChoiceField):
            field.choices = options

    def clean_review_by(self) -> dt.date:
        value: dt.date = self.cleaned_data["review_by"]
        if value <= self.day:
            raise forms.ValidationError("The day to look at it again must be in the future")
        return value

    def clean_told_on(self) -> dt.date:
        value: dt.date = self.cleaned_data["told_on"]
        if value > self.day:
            raise forms.ValidationError("The day of telling must not be in the future")
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("everyone") and not data.get("chosen") and "chosen" not in self.errors:
            self.add_error("chosen", "Select at least one")
        return data

    @property
    def ids(self) -> list[str]:
        """The ids chosen; all that were offered when everybody is meant."""
        if self.cleaned_data["everyone"]:
            return [value for value, _ in self.rows]
        return list(self.cleaned_data["chosen"])

    @property
    def values(self) -> dict[str, str]:
        """The value of the act as the preview keeps it: codes, and days as ISO text."""
        name = self._VALUES.get(self.act)
        if name is None:
            return {}
        value = self.cleaned_data[name]
        return {name: value.isoformat() if isinstance(value, dt.date) else value}
