"""Forms of talent pools."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from orgs.models.codes import Code
from orgs.web.forms import DayField, UiForm
from talentpools import lifecycle
from talentpools.enums import ActivityKind, Basis, ClosedReason, Joining, PoolKind
from talentpools.lifecycle import By
from talentpools.services.members import SCORES
from talentpools.services.pools import Content

NOTE_LENGTH = 500


def _choose(form: forms.Form, name: str, choices: Sequence[tuple[Any, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = list(choices)


class PoolForm(UiForm):
    """A pool, new or changed."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="Name of the pool",
        max_length=120,
        help_text="People who may come to the pool read this name. Choose one that says nothing "
        "of who is in it.",
    )
    kind = forms.ChoiceField(label="Kind of pool", choices=PoolKind.choices)
    purpose = forms.CharField(label="What it is for", max_length=300, required=False)
    target_roles = forms.MultipleChoiceField(
        label="Roles that it prepares for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role that it prepares for"},
    )
    joining = forms.ChoiceField(label="How people come to it", choices=Joining.choices)
    closes_on = DayField(label="Last day for applications, if people apply", required=False)
    criteria_key = forms.ChoiceField(
        label="Criteria by which people are found",
        required=False,
        help_text="Defined above and in effect here. Nobody joins by meeting them.",
    )
    capacity = forms.IntegerField(
        label="Places, if limited", required=False, min_value=1, max_value=500
    )
    owner = forms.ChoiceField(label="Owner", required=False)
    review_on = DayField(label="Look at the pool again on", required=False)
    small = {"target_roles"}

    def __init__(
        self,
        *args: Any,
        roles: Mapping[str, Code],
        owners: Mapping[int, str],
        criteria: Sequence[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "target_roles", [(c.code, c.label) for c in roles.values()])
        _choose(self, "owner", [("", "Nobody yet"), *((str(pk), n) for pk, n in owners.items())])
        _choose(self, "criteria_key", [("", "None"), *criteria])
        if not criteria:
            self.fields["criteria_key"].help_text = "Nobody above has defined criteria yet."
        self.fields["capacity"].widget = forms.TextInput(
            attrs={"class": "nhsuk-input--width-4", "inputmode": "numeric"}
        )

    def about(self, kind: str) -> None:
        """Ask only what can change of a pool of this kind.

        It neither becomes one of positive action nor ceases to be; nobody is found for such a pool,
        and its lawful basis opens it.
        """
        positive = kind == PoolKind.POSITIVE_ACTION
        _choose(
            self,
            "kind",
            [c for c in PoolKind.choices if (c[0] == PoolKind.POSITIVE_ACTION) == positive],
        )
        for name in ("joining", "closes_on", "criteria_key") if positive else ():
            del self.fields[name]

    def content(self) -> Content:
        """What the form says of the pool."""
        data = dict(self.cleaned_data)
        data.pop("version")
        owner = data.pop("owner")
        return Content(**data, owner_id=int(owner) if owner else None)


class CloseForm(UiForm):
    """The end of a pool."""

    on = DayField(label="First day without the pool")
    reason = forms.ChoiceField(
        label="Why it closes", choices=[("", "Select a reason"), *ClosedReason.choices]
    )
    completed = forms.ChoiceField(
        label="What its members have done",
        choices=[("yes", "They have completed it"), ("no", "They leave it")],
        widget=forms.RadioSelect,
    )


class MoveForm(UiForm):
    """Where a member moves to."""

    to = forms.ChoiceField(
        label="Move to", choices=[(str(m), m.label) for m in lifecycle.all_moves(By.POOL)]
    )


class ChoiceForm(UiForm):
    """What a person does with her own membership."""

    to = forms.ChoiceField(choices=[(str(m), m.label) for m in lifecycle.all_moves(By.PERSON)])


class ActivityForm(UiForm):
    """Something that was done."""

    kind = forms.ChoiceField(
        label="What was done", choices=[("", "Select what was done"), *ActivityKind.choices]
    )
    on = DayField(label="On")


class AssessForm(UiForm):
    """One score for each criterion, a note, and the outcome if it is decided."""

    outcome = forms.ChoiceField(
        label="Outcome",
        required=False,
        choices=[
            ("", "Not decided yet"),
            ("assessed_in", "Offered a place"),
            ("assessed_not_yet", "Not yet"),
        ],
    )
    note = forms.CharField(
        label="Note (the person may ask to see this)",
        max_length=NOTE_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, asked: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = list(asked)
        for key, words in self.asked:
            self.fields[f"score-{key}"] = forms.TypedChoiceField(
                label=words,
                coerce=int,
                choices=[("", "Select a score"), *((n, f"{n}: {label}") for n, label in SCORES)],
                error_messages={"required": f"Select a score: {words}"},
            )
        self.order_fields([*(f"score-{key}" for key, _ in self.asked), "outcome", "note"])

    def scored(self) -> list[tuple[str, str, int]]:
        """Key, wording and score of each criterion."""
        return [(key, words, self.cleaned_data[f"score-{key}"]) for key, words in self.asked]


class SinceForm(UiForm):
    """The day to compare with."""

    since = DayField(label="Newly since", required=False)


class TermsForm(UiForm):
    """The lawful basis and the keeper of a positive-action pool."""

    basis = forms.ChoiceField(
        label="Lawful basis (Equality Act 2010, section 158)",
        choices=[("", "Select the lawful basis"), *Basis.choices],
    )
    evidence = forms.CharField(
        label="What shows it",
        max_length=NOTE_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Figures or findings of the organisation. No names.",
    )
    review_on = DayField(label="Look at the basis again on")
    keeper = forms.ChoiceField(label="Keeper, who alone sees who is in it")

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self, "keeper", [("", "Select somebody"), *((str(pk), n) for pk, n in people.items())]
        )


class SponsorForm(UiForm):
    """Who sponsors a member."""

    sponsor = forms.ChoiceField(label="Sponsor")

    def __init__(self, *args: Any, people: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(
            self, "sponsor", [("", "Select somebody"), *((str(pk), n) for pk, n in people.items())]
        )


class SponsorActionForm(UiForm):
    """What sponsor or member did."""

    what = forms.CharField(label="What was done", max_length=200)
    on = DayField(label="On")


def day_of(text: str) -> dt.date | None:
    """A day written as ISO text in an address; None when it is none."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None
