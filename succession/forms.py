"""Forms of the plan. Choices come from code lists; errors are answered with 422."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.web.forms import DayField, UiForm
from succession import risk_reasons
from succession.judged import LEAVING
from succession.readiness import NOT_AIMING, NOT_ASSESSED
from succession.words import Codes

EVIDENCE_LENGTH = 500


def choices(
    codes: Codes, name: str, *, without: tuple[str, ...] = (), first: str = ""
) -> list[tuple[str, str]]:
    """The codes of a list for a select, after an empty choice called `first` if given."""
    listed = [(c.code, c.label) for c in codes[name].values() if c.code not in without]
    return [("", first), *listed] if first else listed


class ReadinessForm(UiForm):
    """Readiness of a named person; "out of date" is not something to choose."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    readiness = forms.ChoiceField()
    evidence = forms.CharField(
        label="What shows it (the person may ask to see this)",
        required=False,
        max_length=EVIDENCE_LENGTH,
        widget=forms.TextInput,
    )

    def __init__(
        self, *args: Any, codes: Codes, name: str, focus: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["readiness"]
        assert isinstance(field, forms.ChoiceField)
        field.label = f"Readiness of {name}"
        field.choices = choices(
            codes, "readiness", without=(NOT_ASSESSED,), first="Select readiness"
        )
        field.error_messages["required"] = f"Select the readiness of {name}"
        if focus:
            field.widget.attrs["data-focus"] = ""


class ActUpForm(UiForm):
    """Emergency cover by one named person, which is not a level of readiness."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    cover = forms.ChoiceField()

    def __init__(
        self, *args: Any, codes: Codes, name: str, focus: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["cover"]
        assert isinstance(field, forms.ChoiceField)
        field.label = f"Emergency cover by {name}"
        field.choices = choices(codes, "cover")
        if focus:
            field.widget.attrs["data-focus"] = ""


class RiskForm(UiForm):
    """Vacancy risk and impact of a post, with reasons and the day of leaving if it is known.

    A reason that touches age or wellbeing asks for the day on which the person stated it.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    vacancy_risk = forms.ChoiceField(label="Vacancy risk")
    impact = forms.ChoiceField(label="Impact of a vacancy")
    reasons = forms.MultipleChoiceField(
        label="Reasons (the person may ask to see these)",
        help_text="Retirement and workload only as the person has stated them. Falling engagement "
        "is not a reason: have a conversation.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    stated_by_person = forms.BooleanField(label="As the person has stated it", required=False)
    stated_on = DayField(label="Stated on", required=False)
    leaving_on = DayField(label="Leaves on, if known", required=False)
    small = {"reasons", "stated_by_person"}

    def __init__(
        self, *args: Any, codes: Codes, day: dt.date, focus: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        for name, list_name in (
            ("vacancy_risk", "vacancy_risk"),
            ("impact", "impact"),
            ("reasons", "risk_reason"),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
            field.choices = choices(codes, list_name)
        if focus:
            self.fields["vacancy_risk"].widget.attrs["data-focus"] = ""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if (
            data.get("vacancy_risk") == LEAVING
            and not data.get("leaving_on")
            and "leaving_on" not in self.errors
        ):
            self.add_error("leaving_on", "Enter the day of leaving")
        if not {"reasons", "stated_on"} & set(self.errors):
            wrong = risk_reasons.objection(
                data["reasons"],
                stated_by_person=data["stated_by_person"],
                stated_on=data["stated_on"],
                day=self.day,
            )
            if wrong is not None:
                self.add_error(*wrong)
        return data


class NameForm(UiForm):
    """Everything that is said when somebody is named."""

    readiness = forms.ChoiceField(label="Readiness")
    evidence = forms.CharField(
        label="What shows it",
        help_text="The person may ask to see this.",
        required=False,
        max_length=EVIDENCE_LENGTH,
        widget=forms.Textarea,
    )
    review_by = DayField(label="Look at the readiness again by")
    cover = forms.ChoiceField(
        label="Emergency cover",
        help_text="Whether they could act up at once. This is not a level of readiness.",
    )
    withhold_reason = forms.ChoiceField(
        label="Telling the person",
        required=False,
        help_text="Naming tells nobody: you record it when they have been told. "
        "Holding back needs a reason and a day to look again.",
    )
    withhold_review_on = DayField(label="If held back, look again on", required=False)
    withhold_approver = forms.TypedChoiceField(
        label="If held back, who approves it",
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        codes: Codes,
        day: dt.date,
        approvers: Sequence[tuple[int, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.day = day
        if not approvers:
            for name in ("withhold_reason", "withhold_review_on", "withhold_approver"):
                del self.fields[name]
        for name, options in (
            (
                "readiness",
                choices(
                    codes,
                    "readiness",
                    without=(NOT_ASSESSED, NOT_AIMING),
                    first="Select readiness",
                ),
            ),
            ("cover", choices(codes, "cover")),
            ("withhold_reason", choices(codes, "withhold_reason", first="Not held back")),
        ):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ChoiceField)
                field.choices = options
        self.fields["cover"].initial = "NONE"
        if approvers:
            _offer_approvers(self.fields["withhold_approver"], approvers)

    def clean_review_by(self) -> dt.date:
        value: dt.date = self.cleaned_data["review_by"]
        if value <= self.day:
            raise forms.ValidationError("The day to look at it again must be in the future")
        return value

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        reason, review = data.get("withhold_reason"), data.get("withhold_review_on")
        if reason and not review and "withhold_review_on" not in self.errors:
            self.add_error("withhold_review_on", "Enter the day to look at it again")
        if reason and not data.get("withhold_approver"):
            self.add_error("withhold_approver", "Select who approves that they are held back")
        if review and not reason:
            self.add_error("withhold_reason", "Select why the person is not told yet")
        if review and review <= self.day:
            self.add_error(
                "withhold_review_on", "The day to look at it again must be in the future"
            )
        return data


class TellForm(UiForm):
    """The day on which the person was told."""

    told_on = DayField(label="Told on")


class AnswerForm(UiForm):
    """What the person answered, and when."""

    agreed = forms.ChoiceField(
        label="Did they agree?",
        choices=[("yes", "Yes, they agree to be a successor"), ("no", "No, they do not want this")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what they answered"},
    )
    answered_on = DayField(label="Answered on")
    small = {"agreed"}


class CoverForm(UiForm):
    """Who of the named people could act up; `people` are (nomination and version, name)."""

    who = forms.ChoiceField(label="Who could step in", error_messages={"required": "Select who"})
    cover = forms.ChoiceField(label="For how long", widget=forms.RadioSelect)
    small = {"cover"}

    def __init__(
        self, *args: Any, codes: Codes, people: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        who, cover = self.fields["who"], self.fields["cover"]
        assert isinstance(who, forms.ChoiceField)
        assert isinstance(cover, forms.ChoiceField)
        who.choices = [("", "Select who"), *people]
        cover.choices = choices(codes, "cover", without=("NONE",))
        cover.initial = cover.choices[0][0]


def _offer_approvers(field: forms.Field, approvers: Sequence[tuple[int, str]]) -> None:
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "Select who approves it"), *approvers]


class WithholdForm(UiForm):
    """Why the person is not told yet, when that is looked at again, and who approves it."""

    reason = forms.ChoiceField(label="Reason for not telling yet")
    review_on = DayField(label="Look at it again on")
    approver = forms.TypedChoiceField(label="Who approves it", coerce=int)

    def __init__(
        self, *args: Any, codes: Codes, approvers: Sequence[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer_approvers(self.fields["approver"], approvers)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices(codes, "withhold_reason", first="Select a reason")


class DecideForm(UiForm):
    """Whether a colleague may hold back that somebody is told."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        choices=[("yes", "Approve: not told until that day"), ("no", "Refuse: telling is due")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select whether you approve"},
    )
    small = {"decision"}

    def __init__(self, *args: Any, asked: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].label = asked


class PrepareForm(UiForm):
    """Which of the suggestions to prepare; what fits is chosen already."""

    pathway = forms.ChoiceField(label="Pathway", required=False, widget=forms.RadioSelect)
    pools = forms.MultipleChoiceField(
        label="Talent pools", required=False, widget=forms.CheckboxSelectMultiple
    )
    small = {"pathway", "pools"}

    def __init__(
        self,
        *args: Any,
        pathways: list[tuple[str, str]],
        pools: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer("pathway", pathways, pathways[0][0] if pathways else None)
        self._offer("pools", pools, [value for value, _ in pools[:1]])

    def _offer(self, name: str, options: list[tuple[str, str]], initial: Any) -> None:
        if not options:
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = options
        field.initial = initial

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not data.get("pathway") and not data.get("pools"):
            raise forms.ValidationError("Select a pathway or a pool")
        return data
