"""Forms of learning."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from learning.aspiring import Wanted
from learning.conversations import Partner
from learning.enums import StepState
from learning.grids import Grid, Items
from learning.models import Aspiration, Conversation
from learning.pathways import Pathway
from orgs.models.codes import Code
from orgs.web.forms import DayField, UiForm

Codes = Mapping[str, Mapping[str, Code]]
#: How many roles somebody can say she would like.
MOST_ROLES = 3
ANSWER_LENGTH = 2000


def _fill(form: forms.Form, name: str, choices: Sequence[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


class AssignForm(UiForm):
    """Which pathway a person gets."""

    pathway = forms.ChoiceField(label="Pathway")

    def __init__(self, *args: Any, pathways: Sequence[Pathway], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pathways = {each.ref: each for each in pathways}
        choices = [("", "Select a pathway"), *((p.ref, _title(p)) for p in pathways)]
        _fill(self, "pathway", choices)

    def chosen(self) -> Pathway:
        """The pathway that was chosen."""
        return self.pathways[self.cleaned_data["pathway"]]


def _title(pathway: Pathway) -> str:
    by = pathway.offered_by
    return f"{pathway.title} (offered by {by})" if by else pathway.title


class NewerForm(UiForm):
    """What of a newer version was on the page."""

    digest = forms.CharField(widget=forms.HiddenInput)


class StepForm(UiForm):
    """How far somebody is with a step."""

    state = forms.ChoiceField(label="How far", choices=StepState.choices)


class AspirationForm(UiForm):
    """What somebody would like. Everything is optional, but something must be said."""

    role_1 = forms.ChoiceField(label="Role you would like most", required=False)
    role_2 = forms.ChoiceField(label="Another role", required=False)
    role_3 = forms.ChoiceField(label="And another", required=False)
    growth = forms.ChoiceField(
        label="How would you like to grow?", required=False, widget=forms.RadioSelect
    )
    horizon = forms.ChoiceField(label="When?", required=False, widget=forms.RadioSelect)
    areas = forms.MultipleChoiceField(
        label="Where would you work?",
        help_text="Leave empty if it is only here, or if it does not matter.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    places = forms.CharField(
        label="Where, in your own words",
        help_text="For example, within an hour of home by train",
        required=False,
        max_length=200,
    )
    pattern = forms.ChoiceField(label="Working pattern", required=False)
    notice_weeks = forms.IntegerField(
        label="Notice that you must give, in weeks",
        required=False,
        min_value=0,
        max_value=52,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-4"}),
        error_messages={
            "invalid": "Notice must be a whole number of weeks",
            "min_value": "Notice must be 0 weeks or more",
            "max_value": "Notice must be 52 weeks or fewer",
        },
    )
    words = forms.CharField(
        label="Anything else", required=False, max_length=500, widget=forms.Textarea
    )
    shared = forms.BooleanField(
        label="My employer may see this: my succession lead and my learning team, and nobody outside",
        required=False,
    )
    label_size = "s"
    small: frozenset[str] = frozenset({"growth", "horizon", "areas"})

    def __init__(
        self,
        *args: Any,
        codes: Codes,
        areas: Mapping[str, str],
        now: Aspiration | None,
        role: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=_initial(now, role, codes), **kwargs)
        roles = [("", "None"), *_choices(codes["board_role"])]
        for number in range(1, MOST_ROLES + 1):
            _fill(self, f"role_{number}", roles)
        growth = codes["growth"].values()
        _fill(self, "growth", [(c.code, f"{c.label}: {c.description}") for c in growth])
        _fill(self, "horizon", _choices(codes["aspiration_when"]))
        _fill(self, "areas", list(areas.items()))
        _fill(self, "pattern", [("", "No preference given"), *_choices(codes["working_pattern"])])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = [value for name, value in data.items() if name != "shared"]
        if not self.errors and not any(value not in ("", [], None) for value in said):
            self.add_error("role_1", "Select a role, or say something in another answer")
        return data

    def wanted(self) -> Wanted:
        """What was said; a role that was chosen twice counts once."""
        data = self.cleaned_data
        chosen = (data[f"role_{number}"] for number in range(1, MOST_ROLES + 1))
        return Wanted(
            roles=tuple(dict.fromkeys(code for code in chosen if code)),
            areas=tuple(data["areas"]),
            **{
                name: data[name]
                for name in (
                    "growth",
                    "horizon",
                    "places",
                    "pattern",
                    "notice_weeks",
                    "words",
                    "shared",
                )
            },
        )


def _choices(codes: Mapping[str, Code]) -> list[tuple[str, str]]:
    return [(code.code, code.label) for code in codes.values()]


def _initial(now: Aspiration | None, role: str, codes: Codes) -> dict[str, Any]:
    """What stands there now, with a role from the career map in the first free place."""
    roles = list(now.roles) if now else []
    if role in codes["board_role"] and role not in roles:
        roles = [*roles[: MOST_ROLES - 1], role]
    initial: dict[str, Any] = {f"role_{n}": code for n, code in enumerate(roles, start=1)}
    if now is not None:
        for name in (
            "growth", "horizon", "areas", "places", "pattern", "notice_weeks", "words", "shared",
        ):  # fmt: skip
            initial[name] = getattr(now, name)
    return initial


class AskForm(UiForm):
    """With whom somebody would like a career conversation, and by which grid."""

    partner = forms.ChoiceField(
        label="With whom?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select with whom"},
    )
    grid = forms.ChoiceField(
        label="Which kind of conversation?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select which kind of conversation"},
    )

    def __init__(
        self, *args: Any, partners: Sequence[Partner], grids: Mapping[str, Grid], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.partners = {str(each.public_id): each for each in partners}
        named = [(key, f"{each.name}, {each.role.lower()}") for key, each in self.partners.items()]
        _fill(self, "partner", named)
        _fill(self, "grid", [(key, f"{grid.title}. {grid.purpose}") for key, grid in grids.items()])
        if len(grids) == 1:
            self.fields["grid"].initial = next(iter(grids))

    def chosen_partner(self) -> Partner:
        """The partner who was chosen."""
        return self.partners[self.cleaned_data["partner"]]


class PreparationForm(UiForm):
    """Answers to one side's questions. All may stay empty; nothing is shared unless it is ticked."""

    shared = forms.BooleanField(required=False)
    label_size = "s"

    def __init__(
        self,
        *args: Any,
        questions: Items,
        kept: Mapping[str, str] | None = None,
        shared: bool = False,
        other: str = "the other side",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        last = self.fields.pop("shared")
        for key, words in questions:
            self.fields[f"q_{key}"] = forms.CharField(
                label=words,
                required=False,
                max_length=ANSWER_LENGTH,
                initial=(kept or {}).get(key, ""),
                widget=forms.Textarea(attrs={"rows": 3}),
            )
        last.label, last.initial = f"Share this with {other}", shared
        self.fields["shared"] = last

    def answers(self) -> dict[str, str]:
        """What was written, by the key of the question."""
        return {key: self.cleaned_data[f"q_{key}"] for key, _ in self.questions}


class MeetForm(UiForm):
    """The day on which both met."""

    met_on = DayField(label="Day on which you met", help_text="For example, 31 3 2026")
    label_size = "s"


class ProposalForm(UiForm):
    """The outcome that one side proposes, and what both would do."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label="What did you agree on?",
        widget=forms.RadioSelect,
        error_messages={"required": "Select what you agreed on"},
    )
    plan = forms.CharField(
        label="What will each of you do?",
        help_text="Only the two of you read this.",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    label_size = "s"
    small: frozenset[str] = frozenset({"outcome"})

    def __init__(
        self, *args: Any, grid: Grid, now: Conversation | None = None, **kwargs: Any
    ) -> None:
        if now is not None:
            kept = {"version": now.version, "outcome": now.outcome, "plan": now.plan}
            kwargs["initial"] = kept
        super().__init__(*args, **kwargs)
        _fill(self, "outcome", grid.outcomes)
