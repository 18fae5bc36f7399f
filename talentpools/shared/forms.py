"""Forms of shared pools, boards, release time and the bench."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from orgs.models.codes import Code
from orgs.models.units import OrgUnit
from orgs.web.forms import DayField, UiForm
from talentpools.shared.boards import LONGEST_DAYS
from talentpools.shared_states import Outcome, Pattern, ReleaseState, VacancyKind

Choices = Sequence[tuple[str, str]]
_CRITERIA_LENGTH = 500


def _set(form: forms.Form, name: str, choices: Choices) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _short(field: forms.Field) -> None:
    field.widget = forms.TextInput(attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"})


class SharedPoolForm(UiForm):
    """A pool that people of several organisations can join."""

    title = forms.CharField(label="Name of the pool", max_length=120)
    purpose = forms.CharField(
        label="What it is for",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="Everybody who works below this organisation can read it.",
    )
    target_role = forms.ChoiceField(label="Role that it prepares for")
    criteria = forms.CharField(
        label="Who can apply",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="For example, deputy chief nurses with two years in post.",
    )
    from_above = forms.ChoiceField(
        label="Criteria of the region or the nation",
        required=False,
        help_text="They are written to what you say above as they are today, with their version.",
    )
    capacity = forms.IntegerField(
        label="Places, if limited", required=False, min_value=1, max_value=500
    )
    programme = forms.ChoiceField(
        label="Programme whose progress members can share", required=False
    )
    last_day = DayField(label="Last day to apply", required=False)

    def __init__(
        self,
        *args: Any,
        roles: Mapping[str, Code],
        programmes: Choices,
        criteria: Mapping[str, tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        """`criteria` are those in effect here: title and text by key."""
        super().__init__(*args, **kwargs)
        self._criteria = criteria
        if criteria:
            named = ((key, title) for key, (title, _) in criteria.items())
            _set(self, "from_above", [("", "None"), *named])
        else:
            del self.fields["from_above"]
        _set(
            self,
            "target_role",
            [("", "Select a role"), *((c.code, c.label) for c in roles.values())],
        )
        _set(self, "programme", [("", "No programme"), *programmes])
        _short(self.fields["capacity"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "criteria" in data and len(self._asked(data)) > _CRITERIA_LENGTH:
            self.add_error("criteria", "Say it more shortly: the criteria below are added to it")
        return data

    def _asked(self, data: Mapping[str, Any]) -> str:
        """Who can apply: what was typed, and the criteria that were chosen."""
        _, above = self._criteria.get(data.get("from_above", ""), ("", ""))
        return " ".join(each for each in (data["criteria"], above) if each)

    @property
    def values(self) -> dict[str, Any]:
        """What :func:`talentpools.shared.pools.start_pool` takes."""
        data = dict(self.cleaned_data)
        data["criteria"] = self._asked(data)
        data.pop("from_above", None)
        data["target_roles"] = [data.pop("target_role")]
        last = data.pop("last_day")
        data["closes_on"] = last + dt.timedelta(days=1) if last else None
        return data


class MoveForm(UiForm):
    """Where a member moves to; ``end`` removes what she shared."""

    status = forms.CharField()


class NoteForm(UiForm):
    """What somebody recommends about a person."""

    outcome = forms.ChoiceField(
        label="What do you recommend?", choices=Outcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label="Why",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="The person may ask to see this.",
    )
    small = frozenset({"outcome"})


class ReviewForm(UiForm):
    """A talent board: when, who is on it, whom it looks at."""

    title = forms.CharField(label="Name of the review", max_length=120)
    opens_on = DayField(label="First day")
    last_day = DayField(label="Last day", help_text=f"At most {LONGEST_DAYS} days after the first.")
    logins = forms.CharField(
        label="Who is on the board",
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text="Work e-mail addresses, one on each line. They find the review on their own pages.",
    )
    people = forms.MultipleChoiceField(
        label="Whom the board looks at", widget=forms.CheckboxSelectMultiple
    )
    small = frozenset({"people"})

    def __init__(self, *args: Any, people: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "people", people)


class ReleaseForm(UiForm):
    """What a person asks her employer."""

    days = forms.IntegerField(label="How many days do you need?", min_value=1, max_value=120)
    reason = forms.CharField(
        label="What the days are for",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="For example, five workshops and a visit, from January to June.",
    )
    answer_by = DayField(label="By when do you need an answer?")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _short(self.fields["days"])


class ReleaseAnswerForm(UiForm):
    """What the employer answers."""

    state = forms.ChoiceField(
        label="Your answer",
        choices=[
            (ReleaseState.AGREED, "Agree to the days asked for"),
            (ReleaseState.OTHER_DAYS, "Agree to other days"),
            (ReleaseState.REFUSED, "Do not agree"),
        ],
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label="Days you can agree to, if others", required=False, min_value=1, max_value=120
    )
    answer = forms.CharField(
        label="Reason",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text="The person reads it. Needed unless you agree to the days asked for.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _short(self.fields["days"])


class BenchForm(UiForm):
    """What somebody could be asked about."""

    bench = forms.ChoiceField(
        label="Which bench", help_text="Organisations below it can put vacancies to it."
    )
    roles = forms.MultipleChoiceField(
        label="Roles you could take on", widget=forms.CheckboxSelectMultiple
    )
    kinds = forms.MultipleChoiceField(
        label="Interim or permanent",
        choices=VacancyKind.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all unselected for either.",
    )
    patterns = forms.MultipleChoiceField(
        label="Working pattern",
        choices=Pattern.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all unselected for any.",
    )
    areas = forms.MultipleChoiceField(
        label="Where",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave all unselected for anywhere.",
    )
    notice_weeks = forms.IntegerField(
        label="Weeks of notice you must give", min_value=0, max_value=52, initial=12
    )
    small = frozenset({"roles", "kinds", "patterns", "areas"})

    def __init__(
        self,
        *args: Any,
        benches: Sequence[OrgUnit],
        areas: Sequence[OrgUnit],
        roles: Mapping[str, Code],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "bench", [(unit.code, unit.name) for unit in benches])
        _set(self, "areas", [(unit.code, unit.name) for unit in areas])
        _set(self, "roles", [(c.code, c.label) for c in roles.values()])
        _short(self.fields["notice_weeks"])


class VacancyForm(UiForm):
    """A vacancy or interim need, put to a bench."""

    bench = forms.ChoiceField(
        label="Ask the bench of", help_text="People from many organisations are on it."
    )
    role = forms.ChoiceField(label="Role")
    title = forms.CharField(
        label="What the post is called",
        max_length=120,
        help_text="Whoever is asked reads it, with the name of your organisation.",
    )
    words = forms.CharField(
        label="What you need",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    kind = forms.ChoiceField(
        label="Interim or permanent", choices=VacancyKind.choices, widget=forms.RadioSelect
    )
    months = forms.IntegerField(
        label="For how many months, if interim", required=False, min_value=1, max_value=36
    )
    pattern = forms.ChoiceField(
        label="Working pattern", choices=[("", "Any"), *Pattern.choices], required=False
    )
    starts_on = DayField(label="First day in post", required=False)
    last_day = DayField(label="Last day to answer")

    def __init__(
        self, *args: Any, benches: Sequence[OrgUnit], roles: Mapping[str, Code], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _set(self, "bench", [(unit.code, unit.name) for unit in benches])
        _set(self, "role", [("", "Select a role"), *((c.code, c.label) for c in roles.values())])
        _short(self.fields["months"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") == VacancyKind.INTERIM and not data.get("months"):
            if "months" not in self.errors:
                self.add_error("months", "Enter for how many months")
        elif data.get("kind") == VacancyKind.PERMANENT:
            data["months"] = None
        return data
