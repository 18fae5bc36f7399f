"""Forms of the page on which a change of organisations is drawn up, one for each operation."""

import datetime as dt
from typing import Any, ClassVar

from django import forms

from orgs.restructure import operations as ops
from orgs.restructure.operations import Operation
from orgs.restructure.shape import Node, Shape
from orgs.restructure.steps import Close, Create, Move, Rename, Reopen, Retype
from orgs.web.forms import DayField, UiForm

Options = list[tuple[str, str]]
_CODE = forms.TextInput(attrs={"class": "nhsuk-input--width-10", "spellcheck": "false"})


class StartForm(UiForm):
    """What a change is called, and from which day."""

    label_size = "m"
    title = forms.CharField(
        label="What is this change called?",
        help_text="For example, Boards of the north from April 2027",
        max_length=200,
        error_messages={"required": "Enter what the change is called"},
    )
    on = DayField(
        label="First day of the new arrangement",
        help_text="Each change in the list can have its own day. For example, 1 4 2027",
        error_messages={"required": "Enter the first day of the new arrangement"},
    )
    recorded_late = forms.BooleanField(
        label="This has already happened and was not recorded in time",
        required=False,
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        on = values.get("on")
        if on and on < self.today and not values.get("recorded_late"):
            self.add_error("on", "The first day must be today or later")
        return values


class InverseForm(UiForm):
    """Which organisations a change is taken back for, and from when."""

    label_size = "m"
    codes = forms.MultipleChoiceField(
        label="What is to be as it was?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one organisation"},
    )
    on = DayField(
        label="From which day?", error_messages={"required": "Enter the day from which it is so"}
    )

    def __init__(self, *args: Any, undoable: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["codes"].choices = [  # type: ignore[attr-defined]  # a choice field
            (code, f"{name} ({code})") for code, name in undoable.items()
        ]


class CommentForm(UiForm):
    """What an organisation says of a change, or what is answered."""

    text = forms.CharField(
        label="Your comment",
        max_length=2000,
        widget=forms.Textarea,
        error_messages={"required": "Enter your comment"},
    )

    def __init__(self, *args: Any, label: str = "Your comment", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = f"Enter {label[0].lower()}{label[1:]}"


class OperationForm(UiForm):
    """One operation on the tree as it is once the list so far is done, and its day."""

    do: ClassVar[str]
    words: ClassVar[str]
    on = DayField(label="From which day?")

    def __init__(
        self, *args: Any, shape: Shape, mine: set[str], kind: str = "icb", **kwargs: Any
    ) -> None:
        """`mine`: codes that the viewer administers; `kind`: the type of which several are chosen."""
        super().__init__(*args, **kwargs)
        self.shape, self.mine, self.kind = shape, mine, kind
        self.prepare()
        self.order_fields([*(name for name in self.fields if name != "on"), "on"])

    def prepare(self) -> None:
        """Fill the choices of this operation's fields."""

    def operation(self) -> Operation:
        """The operation that was filled in. Call after :meth:`is_valid`."""
        raise NotImplementedError

    def _nodes(self, *types: str) -> list[Node]:
        nodes = [n for n in self.shape.nodes.values() if n.code in self.mine]
        return sorted(
            (n for n in nodes if not types or n.type in types),
            key=lambda n: (n.name.lower(), n.code),
        )

    def _options(self, *types: str) -> Options:
        return [(n.code, f"{n.name} ({n.code})") for n in self._nodes(*types)]

    def _choose(
        self, field: str, options: Options, *, empty: str = "Choose an organisation"
    ) -> None:
        chooser = self.fields[field]
        assert isinstance(chooser, forms.ChoiceField)
        blank = [("", empty)] if isinstance(chooser.widget, forms.Select) else []
        chooser.choices = [*blank, *options]

    def _holders(self) -> Options:
        """What other organisations may hang under."""
        return self._options(*{under for kind in self.shape.kinds.values() for under in kind.under})

    def _types(self) -> Options:
        return [(code, kind.label) for code, kind in self.shape.kinds.items() if kind.under]


class MoveForm(OperationForm):
    do, words = "move", "Move an organisation"
    code = forms.ChoiceField(label="Which organisation moves?")
    parent = forms.ChoiceField(label="Where does it go?")

    def prepare(self) -> None:
        self._choose("code", [o for o in self._options() if self.shape[o[0]].parent])
        self._choose("parent", self._holders())

    def operation(self) -> Operation:
        return Move(self.cleaned_data["code"], self.cleaned_data["parent"])


class CreateForm(OperationForm):
    do, words = "create", "Open a new organisation"
    name = forms.CharField(label="Name", max_length=200)
    code = forms.CharField(
        label="Code",
        help_text="The code that the Organisation Data Service gave it",
        max_length=10,
        widget=_CODE,
    )
    type = forms.ChoiceField(label="What is it?", widget=forms.RadioSelect)
    parent = forms.ChoiceField(label="Where does it hang?")

    def prepare(self) -> None:
        self._choose("type", self._types())
        self._choose("parent", self._holders())

    def operation(self) -> Operation:
        values = self.cleaned_data
        code = values["code"].strip().upper()
        return Create(code, values["name"].strip(), values["type"], values["parent"])


class RenameForm(OperationForm):
    do, words = "rename", "Give an organisation another name"
    code = forms.ChoiceField(label="Which organisation?")
    name = forms.CharField(label="New name", max_length=200)

    def prepare(self) -> None:
        self._choose("code", self._options())

    def operation(self) -> Operation:
        return Rename(self.cleaned_data["code"], self.cleaned_data["name"].strip())


class RetypeForm(OperationForm):
    do, words = "retype", "Make an organisation one of another type"
    code = forms.ChoiceField(label="Which organisation?")
    type = forms.ChoiceField(label="What does it become?", widget=forms.RadioSelect)

    def prepare(self) -> None:
        self._choose("code", self._options())
        self._choose("type", self._types())

    def operation(self) -> Operation:
        return Retype(self.cleaned_data["code"], self.cleaned_data["type"])


class CloseForm(OperationForm):
    do, words = "close", "Close an organisation into another"
    code = forms.ChoiceField(label="Which organisation closes?")
    into = forms.ChoiceField(
        label="What takes its place?",
        help_text="It takes over people, posts, plans, pools and roles. An organisation that holds "
        "none of these can close without a successor.",
        required=False,
    )

    def prepare(self) -> None:
        self._choose("code", [o for o in self._options() if self.shape[o[0]].parent])
        self._choose("into", self._options(), empty="Nothing takes its place")

    def operation(self) -> Operation:
        return Close(self.cleaned_data["code"], self.cleaned_data["into"])


class ReopenForm(OperationForm):
    do, words = "reopen", "Open a closed organisation again"
    code = forms.ChoiceField(label="Which organisation?")
    parent = forms.ChoiceField(label="Where does it hang?")

    def prepare(self) -> None:
        closed = [n for n in self.shape.elsewhere.values() if n.type in self.shape.kinds]
        mine = [n for n in closed if n.parent in self.mine]
        options = [(n.code, f"{n.name} ({n.code})") for n in sorted(mine, key=lambda n: n.name)]
        self._choose("code", options)
        self._choose("parent", self._holders())

    def operation(self) -> Operation:
        return Reopen(self.cleaned_data["code"], self.cleaned_data["parent"])


class MergeForm(OperationForm):
    do, words = "merge", "Merge organisations"
    codes = forms.MultipleChoiceField(
        label="Which organisations are merged?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select the organisations that are merged"},
    )
    into = forms.ChoiceField(
        label="Into which organisation that is open, or in the list above?",
        help_text="Leave it open for a new one, and give its code and name.",
        required=False,
    )
    code = forms.CharField(label="Code of a new one", max_length=10, required=False, widget=_CODE)
    name = forms.CharField(label="Its name", max_length=200, required=False)

    def prepare(self) -> None:
        self._choose("codes", self._options(self.kind))
        self._choose("into", self._options(self.kind), empty="A new organisation")
        self.small = {"codes"}

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not values.get("into"):
            for field in ("code", "name"):
                if not values.get(field) and field not in self.errors:
                    self.add_error(field, f"Enter the {field} of the new organisation")
        return values

    def operation(self) -> Operation:
        values = self.cleaned_data
        into = values["into"] or values["code"].strip().upper()
        name = "" if values["into"] and values["into"] not in values["codes"] else values["name"]
        return ops.Merge(tuple(values["codes"]), into, name.strip())


class SplitForm(OperationForm):
    """Two steps: first what is divided among which, then where each organisation below goes."""

    do, words = "split", "Divide an organisation among others"
    code = forms.ChoiceField(label="Which organisation is divided?")
    into = forms.MultipleChoiceField(
        label="Among which organisations?",
        help_text="Choose two or more. Open a new one first, so that it is in this list. The first "
        "takes what nobody assigns to another.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select two or more organisations"},
    )

    def prepare(self) -> None:
        self._choose("code", self._options(self.kind))
        self._choose("into", self._options(self.kind))
        self.small = {"into"}
        self.assigned: list[str] = []
        source = self.data or self.initial
        code = source.get("code", "")
        into = source.getlist("into") if hasattr(source, "getlist") else source.get("into", [])
        if code not in self.shape or len(into) < 2:  # noqa: PLR2004  one successor is a merger
            return
        heirs = [(c, self.shape[c].name) for c in into if c in self.shape]
        for child in self.shape.children(code):
            name = f"to-{child.code}"
            self.assigned.append(child.code)
            self.fields[name] = forms.ChoiceField(
                label=f"Where does {child.name} go?",
                choices=[("", "Choose an organisation"), *heirs],
                error_messages={"required": f"Select where {child.name} goes"},
            )

    def clean_into(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["into"]
        if len(chosen) < 2:  # noqa: PLR2004  one successor is a merger
            raise forms.ValidationError("Select two or more organisations")
        return chosen

    def operation(self) -> Operation:
        values = self.cleaned_data
        moves = {child: values[f"to-{child}"] for child in self.assigned}
        return ops.Split(values["code"], tuple(values["into"]), moves)


class RerootForm(OperationForm):
    do, words = "reroot", "Put a new organisation at the top"
    name = forms.CharField(label="Name of the new organisation", max_length=200)
    code = forms.CharField(label="Code", max_length=10, widget=_CODE)

    def operation(self) -> Operation:
        values = self.cleaned_data
        return ops.Reroot(values["code"].strip().upper(), values["name"].strip())


#: The forms in the order in which the page offers them.
FORMS: dict[str, type[OperationForm]] = {
    form.do: form
    for form in (
        *(MoveForm, MergeForm, SplitForm, CreateForm, CloseForm),
        *(RenameForm, RetypeForm, ReopenForm, RerootForm),
    )
}
