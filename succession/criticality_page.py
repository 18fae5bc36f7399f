"""Critical role assessments in words, and the form that makes one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from orgs.web.forms import UiForm
from orgs.web.found import whole_number
from orgs.words import lowered, words_of_day
from succession.criteria import DECISIONS, Criteria, Weighed
from succession.exposure_words import version
from succession.models import CriticalityAssessment
from succession.words import Codes, label

REASON_LENGTH = 500
_PREFIX = "score-"


class CriticalityForm(UiForm):
    """A score for each criterion, and the decision with its reason.

    ``seen`` is the suggestion that stood on the page when somebody decided: when the scores suggest
    something else by now, the decision is asked for again. Without `deciding` only scores are read.
    """

    label_size = "s"
    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    criticality = forms.ChoiceField(
        label="How critical is the post?", widget=forms.RadioSelect, required=False
    )
    reason = forms.CharField(
        label="Reason",
        help_text="Kept with the assessment. Write about the post, not about who holds it. "
        "You must give one if you decide differently from what the scores suggest.",
        required=False,
        max_length=REASON_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(
        self, *args: Any, criteria: Criteria, codes: Codes, deciding: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.criteria, self.deciding = criteria, deciding
        self.small = {f"{_PREFIX}{each.key}" for each in criteria.items}
        for each in criteria.items:
            self.fields[f"{_PREFIX}{each.key}"] = forms.TypedChoiceField(
                label=each.label,
                help_text=f"Counts {each.weight} time{'' if each.weight == 1 else 's'}",
                coerce=int,
                choices=[(n, f"{n}: {words}") for n, words in enumerate(each.anchors)],
                widget=forms.RadioSelect,
                error_messages={"required": f"Select a score for {lowered(each.label)}"},
            )
        decision = self.fields["criticality"]
        assert isinstance(decision, forms.ChoiceField)
        decision.choices = [(code, label(codes, "criticality", code)) for code in DECISIONS]

    def score_fields(self) -> list[forms.BoundField]:
        return [self[f"{_PREFIX}{each.key}"] for each in self.criteria.items]

    @property
    def scores(self) -> dict[str, int]:
        """The scores that are typed and right, by criterion."""
        typed = {each.key: self[f"{_PREFIX}{each.key}"].value() for each in self.criteria.items}
        allowed = {each.key: range(len(each.anchors)) for each in self.criteria.items}
        return {
            key: score
            for key, value in typed.items()
            if (score := whole_number(str(value), -1)) in allowed[key]
        }

    @property
    def weighed(self) -> Weighed | None:
        """What the scores come to once all of them are there."""
        scores = self.scores
        complete = bool(self.criteria.items) and len(scores) == len(self.criteria.items)
        return self.criteria.weigh(scores) if complete else None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        weighed = self.weighed
        if not self.deciding or weighed is None:
            return data
        if data.get("seen") != weighed.suggested:
            self.add_error(
                "criticality", "The scores suggest something else now. Look at it and save again"
            )
        elif not data.get("criticality"):
            self.add_error("criticality", "Select how critical the post is")
        elif data["criticality"] != weighed.suggested and not data.get("reason"):
            self.add_error(
                "reason", "Enter why you decide differently from what the scores suggest"
            )
        return data


def initial(last: CriticalityAssessment | None) -> dict[str, Any]:
    """What the form shows first: the scores and the decision of the last assessment."""
    if last is None:
        return {"version": 0}
    scores = {f"{_PREFIX}{each['key']}": each["score"] for each in last.scores}
    return {"version": last.version, "criticality": last.criticality, **scores}


@dataclass(frozen=True)
class Result:
    """What the scores come to, in words; `waiting` says what is missing."""

    score: str
    suggested: str
    because: str
    code: str
    waiting: str


def result(form: CriticalityForm, codes: Codes) -> Result:
    weighed, given, total = form.weighed, len(form.scores), len(form.criteria.items)
    if weighed is None:
        waiting = (
            f"{given} of {total} criteria are scored. Score all of them to see the suggestion."
        )
        return Result("", "", "", "", waiting)
    return Result(
        score=f"{weighed.points} of {weighed.most} points, {weighed.percent}%",
        suggested=label(codes, "criticality", weighed.suggested),
        because=weighed.because,
        code=weighed.suggested,
        waiting="",
    )


@dataclass(frozen=True)
class Past:
    """One assessment of the history."""

    day: str
    decided: str
    score: str
    reason: str
    by: str
    scores: list[tuple[str, str]]
    in_force: bool


def history(assessments: Sequence[CriticalityAssessment], codes: Codes) -> list[Past]:
    """All assessments of a post, newest first, with ``assessor_name`` of the selector."""
    return [_past(each, codes) for each in assessments]


def _past(each: CriticalityAssessment, codes: Codes) -> Past:
    who: str = each.assessor_name  # type: ignore[attr-defined]  # annotated by the selector
    differs = each.criticality != each.suggested
    suggested = f", scores suggested {_quoted(codes, each.suggested)}" if differs else ""
    return Past(
        day=words_of_day(each.assessed_on),
        decided=label(codes, "criticality", each.criticality),
        score=f"Score {each.percent}%{suggested}",
        reason=each.reason,
        by=f"By {who or 'a colleague'}. {version(each.criteria_version)}",
        scores=[_score(score) for score in each.scores],
        in_force=each.valid_to is None,
    )


def _quoted(codes: Codes, code: str) -> str:
    return f"“{label(codes, 'criticality', code)}”"


def _score(score: Mapping[str, Any]) -> tuple[str, str]:
    return str(score["label"]), f"{score['score']}, counted {score['weight']} times"
