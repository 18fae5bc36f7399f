"""The form by which a person shares a profile: tick, look at what the reader will see, agree."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django import forms

from orgs.presenters.sharing import choices, lines
from orgs.sharing import NAME, Offer, digest
from orgs.web.forms import UiForm

MOST_WORDS = 300


class ShareForm(UiForm):
    """Which fields to share, with the words of each as the reader will see them."""

    shared = forms.MultipleChoiceField(
        label="What do you want to share?",
        help_text="Only what you select is sent, in exactly these words.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
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

    def clean_shared(self) -> list[str]:
        keys: list[str] = self.cleaned_data["shared"]
        if NAME not in keys:
            raise forms.ValidationError(
                "Select your name: without it nobody can answer you", code="name"
            )
        return keys

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
        return [*(("shared", key) for key in data["shared"]), *typed, ("seen", self.seen)]


def step(offer: Offer, data: Any, held: Mapping[str, Any] | None = None) -> Step:
    """The step that a request stands at: `data` is its POST, or None; `held` what is shared now."""
    if data is None or data.get("step") == "change":
        ticked = [key for key in held or () if key in offer.values] if held else [NAME]
        typed = {
            each.key: held[each.key]["text"] for each in offer.typed if held and each.key in held
        }
        initial: dict[str, Any] = {"shared": ticked, **typed}
        if data is not None:
            initial = {"shared": data.getlist("shared")} | {
                each.key: data.get(each.key, "") for each in offer.typed
            }
        return Step(ShareForm(offer=offer, initial=initial))
    form = ShareForm(data, offer=offer)
    if not form.is_valid():
        return Step(form)
    content = form.content
    seen = digest(content)
    if data.get("step") == "agree" and data.get("seen") == seen:
        return Step(form, content=content)
    return Step(form, preview=lines(content), seen=seen, changed=data.get("step") == "agree")
