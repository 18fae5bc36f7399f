"""Forms of a comparison with ODS: the files, and the decisions of a proposal."""

from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO, cast

from django import forms

from orgs.forms.uploads import UploadForm
from orgs.imports.ods_plan import Plan
from orgs.web.forms import UiForm

_ACCEPTED = ".csv,.json,.xml,.zip"


class OdsFilesForm(UploadForm):
    """A file of ODS, and who took whose place, which a report of Trusts does not say."""

    successions = forms.FileField(
        label="Who took whose place (optional)",
        help_text="CSV with the columns predecessor_code, successor_code, successor_name and date, or "
        "the succ.csv of ODS. New boards are known by their names from here.",
        required=False,
        allow_empty_file=True,
        max_length=400,
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, label="File of ODS", too_large=too_large, **kwargs)
        self.fields["file"].help_text = (
            "A CSV report such as etr.csv, JSON records of the ORD interface, or XML of TRUD (zipped or "
            "not); at most 50 MB."
        )
        for name in ("file", "successions"):
            self.fields[name].widget.attrs["accept"] = _ACCEPTED

    @property
    def given(self) -> list[tuple[str, BinaryIO]]:
        """Name and content of each file."""
        found = [self.cleaned_data["file"], self.cleaned_data.get("successions")]
        return [(each.name or "file", cast("BinaryIO", each)) for each in found if each]


class DecisionsForm(UiForm):
    """One choice for each decision of a proposal, with what is proposed chosen."""

    label_size = "s"

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.small = set()
        self.keys: dict[str, str] = {}
        decisions: Sequence[Mapping[str, Any]] = plan["decisions"]
        for number, decision in enumerate(decisions):
            name = f"decision_{number}"
            self.keys[name] = decision["key"]
            self.small.add(name)
            proposed = decision["proposal"]
            # A blank value is no choice in a form: "nothing takes its place" has a word there.
            self.fields[name] = forms.ChoiceField(
                label=decision["question"],
                help_text=decision["why"],
                choices=[
                    (
                        each["value"] or _NOTHING,
                        each["label"] + (" (proposed)" if each["value"] == proposed else ""),
                    )
                    for each in decision["options"]
                ],
                widget=forms.RadioSelect,
                initial=proposed or _NOTHING,
                error_messages={"required": f"Select an answer: {decision['question']}"},
            )

    @property
    def answers(self) -> dict[str, str]:
        """The value chosen for each decision, by its key."""
        return {
            key: "" if self.cleaned_data[name] == _NOTHING else self.cleaned_data[name]
            for name, key in self.keys.items()
        }


_NOTHING = "nothing"
