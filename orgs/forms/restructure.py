"""Forms of a change of organisations."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from orgs.models.units import OrgUnit
from orgs.restructure import checks, reach
from orgs.web.forms import DayField, UiForm
from orgs.words import lowered

NEW = "new"
#: What is confirmed before a change is scheduled, approved or applied; completes "I have …".
CHECKED = "checked who gains and loses access"


class BoardsForm(UiForm):
    """Step 1: which boards."""

    question = "boards"
    label_size = "l"
    boards = forms.MultipleChoiceField(
        label="Which boards are to merge?",
        help_text="Choose two or more.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select two or more boards"},
    )

    def __init__(self, *args: Any, boards: Sequence[OrgUnit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["boards"].choices = [  # type: ignore[attr-defined]  # a choice field
            (b.code, f"{b.name} ({b.parent.name if b.parent else b.code})") for b in boards
        ]

    def clean_boards(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["boards"]
        if len(chosen) < 2:  # noqa: PLR2004  two make a merger
            raise forms.ValidationError("Select two or more boards")
        return chosen


class NameForm(UiForm):
    """Step 2: what they become, and from which day."""

    label_size = "m"
    into = forms.ChoiceField(
        label="What do they become?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the boards become"},
    )
    code = forms.CharField(
        label="Code of the new board",
        help_text="The code that the Organisation Data Service gave it, for example QXX. "
        "Leave it empty when one of the boards keeps its code.",
        max_length=10,
        required=False,
        widget=forms.TextInput(attrs={"class": "nhsuk-input--width-10", "spellcheck": "false"}),
    )
    name = forms.CharField(
        label="Name of the board",
        help_text="Leave it empty when one of the boards keeps its name.",
        max_length=200,
        required=False,
    )
    on = DayField(
        label="First day of the new arrangement",
        help_text="Today or later. For example, 1 4 2027",
        error_messages={"required": "Enter the first day of the new arrangement"},
    )

    def __init__(
        self, *args: Any, boards: Sequence[OrgUnit], today: dt.date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["into"].choices = [  # type: ignore[attr-defined]  # a choice field
            (NEW, "A new board with a new code"),
            *((b.code, f"{b.name} keeps its code and takes the others in") for b in boards),
        ]

    def clean_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["on"]
        if day < self.today:
            raise forms.ValidationError("The first day must be today or later")
        return day

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if values.get("into") == NEW:
            for field, what in (("code", "code"), ("name", "name")):
                if not values.get(field) and field not in self.errors:
                    self.add_error(field, f"Enter the {what} of the new board")
        return values

    @property
    def into_code(self) -> str:
        into: str = self.cleaned_data["into"]
        return self.cleaned_data["code"].strip().upper() if into == NEW else into


#: So many choices are offered of what happens by itself; more would be too much for one page.
MOST_CHOICES = 200


class DecisionsForm(UiForm):
    """Step 3: what happens with each role at a board that closes, what the checks ask, and that one
    has looked. The choices of a check stand beside its rows (:attr:`beside`), the others in the form.
    """

    label_size = "s"
    form_id = "decide"

    def __init__(self, *args: Any, report: dict[str, Any], scheduling: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.keys = []
        self._beside: set[str] = set()
        offered = 0
        for row in checks.rows(report):
            offered += bool(row["options"] and row["default"])
            if not row["options"] or (row["default"] and offered > MOST_CHOICES):
                continue
            self._beside.add(row["key"])
            self.keys.append(row["key"])
            self.fields[row["key"]] = forms.ChoiceField(
                label=f"{row['name']}: {row['words']}. What should happen?",
                choices=row["options"],
                initial=row["default"],
                widget=forms.RadioSelect,
                required=scheduling and not row["default"],
                error_messages={"required": f"Select what happens: {row['name']}, {row['words']}"},
            )
        for row in reach.needed(report):
            self.keys.append(row["key"])
            self.fields[row["key"]] = forms.ChoiceField(
                label=f"{row['login']} is {lowered(row['role'])} of {' and '.join(row['units'])}. "
                "What should happen?",
                choices=reach.options(row),
                widget=forms.RadioSelect,
                required=scheduling,
                error_messages={"required": f"Select what happens with the role of {row['login']}"},
            )
        self.fields["checked"] = forms.BooleanField(
            label=f"I have {CHECKED}",
            required=scheduling,
            error_messages={"required": f"Confirm that you have {CHECKED}"},
        )

    @property
    def beside(self) -> dict[str, BoundField]:
        """The choices that stand beside the rows of checks, by key."""
        return {name: self[name] for name in self._beside}

    @property
    def below(self) -> list[BoundField]:
        """What is asked in the form itself."""
        return [self[name] for name in self.fields if name not in self._beside]

    @property
    def decisions(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in self.keys if self.cleaned_data.get(key)}


class ConfirmForm(UiForm):
    """One box before something that others will notice; `done` completes "I have …"."""

    checked = forms.BooleanField()

    def __init__(self, *args: Any, done: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["checked"].label = f"I have {done}"
        self.fields["checked"].error_messages["required"] = f"Confirm that you have {done}"
