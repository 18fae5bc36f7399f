"""The form by which a person shares a profile: tick, look at what the reader will see, agree."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from orgs.presenters.sharing import choices, lines
from orgs.sharing import NAME, Offer, digest
from orgs.web.forms import UiForm
from orgs.words import words_of_day

MOST_WORDS = 300


class ShareForm(UiForm):
    """Which fields to share, with the words of each as the reader will see them."""

    shared = forms.MultipleChoiceField(
        label="What do you want to share?",
        help_text="Only what you select is sent, in exactly these words.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select what you want to share"},
    )

    def __init__(
        self, *args: Any, offer: Offer, days: Sequence[dt.date] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        shared = self.fields["shared"]
        assert isinstance(shared, forms.MultipleChoiceField)
        shared.choices = choices(offer)
        for each in offer.typed:
            self.fields[each.key] = forms.CharField(
                label=f"{each.label}, in your own words",
                required=False,
                max_length=MOST_WORDS,
                widget=forms.Textarea(attrs={"rows": "3"}),
            )
        if days:
            self.fields["until"] = forms.ChoiceField(
                label="Until when?",
                help_text="You can withdraw on any day before.",
                choices=[(each.isoformat(), words_of_day(each)) for each in days],
                widget=forms.RadioSelect,
                error_messages={"required": "Select until when you share this"},
            )

    def clean_shared(self) -> list[str]:
        keys: list[str] = self.cleaned_data["shared"]
        if NAME not in keys:
            raise forms.ValidationError(
                "Select your name: without it nobody can answer you", code="name"
            )
        return keys

    @property
    def until(self) -> dt.date | None:
        """The last day that a valid form names, where there is a choice."""
        return dt.date.fromisoformat(found) if (found := self.cleaned_data.get("until")) else None

    @property
    def content(self) -> dict[str, dict[str, str]]:
        """The profile that a valid form describes."""
        words = {each.key: self.cleaned_data[each.key].strip() for each in self.offer.typed}
        return self.offer.chosen(self.cleaned_data["shared"], words)


@dataclass
class Step:
    """Where the person is: at the form, at the preview, or agreed.

    Attributes:
        content: what she agreed to, once she has.
        preview: what the reader will see, when she is asked to agree.
        changed: what she saw before is no longer what her record says, so she is asked again.
    """

    form: ShareForm
    content: dict[str, dict[str, str]] | None = None
    preview: list[tuple[str, str]] = field(default_factory=list)
    seen: str = ""
    changed: bool = False

    @property
    def status(self) -> int:
        if self.changed:
            return 409
        return 422 if self.form.errors else 200

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the preview's form sends again."""
        data = self.form.cleaned_data
        typed = [(each.key, data[each.key]) for each in self.form.offer.typed]
        until = [("until", data["until"])] if "until" in data else []
        return [*(("shared", key) for key in data["shared"]), *typed, *until, ("seen", self.seen)]


def step(
    offer: Offer,
    data: Any,
    held: Mapping[str, Any] | None = None,
    *,
    days: Sequence[dt.date] = (),
) -> Step:
    """The step that a request stands at: `data` is its POST, or None; `held` what is shared now.

    `days` are last days among which the person chooses, where the call does not say.
    """
    if data is None or data.get("step") == "change":
        ticked = [key for key in held or () if key in offer.values] if held else [NAME]
        typed = {
            each.key: held[each.key]["text"] for each in offer.typed if held and each.key in held
        }
        initial: dict[str, Any] = {"shared": ticked, **typed}
        if data is not None:
            initial = {"shared": data.getlist("shared"), "until": data.get("until")} | {
                each.key: data.get(each.key, "") for each in offer.typed
            }
        return Step(ShareForm(offer=offer, days=days, initial=initial))
    form = ShareForm(data, offer=offer, days=days)
    if not form.is_valid():
        return Step(form)
    content = form.content
    seen = digest(content)
    if data.get("step") == "agree" and data.get("seen") == seen:
        return Step(form, content=content)
    preview = lines(content)
    if form.until is not None:
        preview.append(("Until", words_of_day(form.until)))
    return Step(form, preview=preview, seen=seen, changed=data.get("step") == "agree")
