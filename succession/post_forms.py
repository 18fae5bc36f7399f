"""Forms of posts, their holders and their roles."""

from collections.abc import Sequence
from typing import Any

from django import forms

from orgs.models.people import Assignment, StaffRecord
from orgs.web.forms import DayField, UiForm
from orgs.words import words_of_day
from succession.board_roles import LOCAL, MOST_ROLES, ROLES
from succession.forms import choices
from succession.models import Post
from succession.vacant import VacantPost
from succession.words import Codes

#: What the form of a holder calls somebody who held the post already: there was no vacancy to fill.
BEFORE = "BEFORE"


def _choose(form: forms.Form, name: str, options: list[Any]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
    field.choices = options


def role_choices(codes: Codes, first: str) -> list[Any]:
    """Roles for a select: those of the organisation's own first, if it has any, then the national ones."""
    own = [(c.code, c.label) for c in codes[ROLES].values() if c.code.startswith(LOCAL)]
    national = [(c.code, c.label) for c in codes[ROLES].values() if not c.code.startswith(LOCAL)]
    if not own:
        return [("", first), *national]
    return [("", first), ("Roles of this organisation", own), ("National roles", national)]


class _Roles(UiForm):
    """Up to four roles of one post, the main one first."""

    def roles(self) -> list[str]:
        """The codes chosen, the main one first, each once."""
        names = ["main_role", *(f"role_{n}" for n in range(2, MOST_ROLES + 1))]
        chosen = [self.cleaned_data.get(name) for name in names]
        return list(dict.fromkeys(code for code in chosen if code))


class PostForm(_Roles):
    """A post for the plan: a role under a local title."""

    main_role = forms.ChoiceField(label="Role")
    title = forms.CharField(
        label="Title here",
        max_length=120,
        required=False,
        help_text="Leave it empty to use the title of the role.",
    )
    role_2 = forms.ChoiceField(label="Second role held by the same post", required=False)
    criticality = forms.ChoiceField(label="Criticality")
    statutory = forms.BooleanField(label="The post is statutory", required=False)
    voting = forms.BooleanField(label="The post votes on the board", required=False)
    term_ends_on = DayField(label="Term ends on, if it has a term", required=False)

    def __init__(self, *args: Any, codes: Codes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "main_role", role_choices(codes, "Select a role"))
        _choose(self, "role_2", role_choices(codes, "None"))
        _choose(self, "criticality", choices(codes, "criticality"))
        self.fields["criticality"].initial = "CX"


class EditPostForm(_Roles):
    """Everything that a post is; its criticality is assessed on a page of its own."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(label="Title here", max_length=120)
    main_role = forms.ChoiceField(label="Role")
    role_2 = forms.ChoiceField(label="Second role held by the same post", required=False)
    role_3 = forms.ChoiceField(label="Third role", required=False)
    role_4 = forms.ChoiceField(label="Fourth role", required=False)
    statutory = forms.BooleanField(label="The post is statutory", required=False)
    voting = forms.BooleanField(label="The post votes on the board", required=False)
    shared_with = forms.CharField(
        label="Shared with",
        max_length=120,
        required=False,
        help_text="The name of the other organisation, if the post is shared. No person.",
    )
    term_starts_on = DayField(label="Present term began on, if it has a term", required=False)
    term_ends_on = DayField(label="Present term ends on", required=False)
    terms = forms.IntegerField(
        label="Which term it is",
        required=False,
        min_value=1,
        max_value=9,
        help_text="1 for a first term.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "nhsuk-input--width-2"}),
    )
    designations = forms.MultipleChoiceField(
        label="Committees, champion roles and designations",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    small = {"designations"}

    def __init__(self, *args: Any, codes: Codes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "main_role", role_choices(codes, "Select a role"))
        for number in range(2, MOST_ROLES + 1):
            _choose(self, f"role_{number}", role_choices(codes, "None"))
        _choose(self, "designations", choices(codes, "designation"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begins, ends = data.get("term_starts_on"), data.get("term_ends_on")
        if begins and ends and ends <= begins:
            self.add_error("term_ends_on", "The term must end after it begins")
        return data


class ClosePostForm(UiForm):
    """When and why a post is closed."""

    on = DayField(label="First day without the post")
    reason = forms.CharField(
        label="Why it is closed", max_length=200, help_text="Name no person here."
    )


class HolderForm(UiForm):
    """How somebody holds the post, from when, and how the vacancy was filled."""

    kind = forms.ChoiceField(label="How they hold the post")
    starts_on = DayField(label="In post since", help_text="The first day in the post.")
    filled_by = forms.ChoiceField(label="How was the post filled?", widget=forms.RadioSelect)
    together = forms.BooleanField(
        label="They hold it together with whoever holds it now",
        required=False,
        help_text="For a job share, a joint post, or cover while the holder is away. "
        "Otherwise the time of whoever holds it ends.",
    )
    term_ends_on = DayField(label="Term ends on, if it has a term", required=False)
    small = {"filled_by"}

    def __init__(
        self, *args: Any, codes: Codes, named: bool, held: bool, outside: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "kind", choices(codes, "assignment_kind"))
        first = (BEFORE, "They held it before this plan: there was no vacancy")
        without = () if named else ("PLAN",)
        _choose(self, "filled_by", [first, *choices(codes, "filled_by", without=without)])
        self.fields["filled_by"].initial = "PLAN" if named else None
        self.fields["kind"].initial = "ned" if outside else "substantive"
        self.fields["filled_by"].error_messages["required"] = "Select how the post was filled"
        if not held:
            del self.fields["together"]

    def clean_filled_by(self) -> str:
        value: str = self.cleaned_data["filled_by"]
        return "" if value == BEFORE else value


class HoldersForm(UiForm):
    """Who holds each vacant post; what the staff list decides is chosen already."""

    label_size = "s"

    def __init__(
        self,
        *args: Any,
        vacant: Sequence[VacantPost],
        offered: Sequence[Assignment],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        people = [
            (
                str(job.staff.public_id),
                f"{job.staff.name}, {job.title}, since {words_of_day(job.starts_on)}",
            )
            for job in offered
        ]
        for each in vacant:
            self.fields[_field(each.post)] = forms.ChoiceField(
                label=each.post.title,
                required=False,
                choices=[("", "Not said yet"), *people],
                initial=str(each.by_title.staff.public_id) if each.by_title else "",
            )

    def chosen(
        self, vacant: Sequence[VacantPost], offered: Sequence[Assignment]
    ) -> list[tuple[Post, StaffRecord]]:
        """Posts with whoever was chosen for them."""
        staff = {str(job.staff.public_id): job.staff for job in offered}
        said = ((each.post, self.cleaned_data.get(_field(each.post))) for each in vacant)
        return [(post, staff[who]) for post, who in said if who]


def _field(post: Post) -> str:
    return f"post-{post.public_id}"


class EndHolderForm(UiForm):
    """The first day without somebody in a post."""

    on = DayField(label="First day without them")


class LabelForm(UiForm):
    """What a national role is called here."""

    label = forms.CharField(label="Called here", max_length=120)


class LocalRoleForm(UiForm):
    """A role of the organisation's own, and the national one by which it counts."""

    label = forms.CharField(label="Name of the role", max_length=120)
    national = forms.ChoiceField(
        label="Counts as",
        help_text="The national role by which it is counted, and whose profile and pathway are used.",
    )

    def __init__(self, *args: Any, codes: Codes, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        listed = [(c.code, c.label) for c in codes[ROLES].values() if not c.code.startswith(LOCAL)]
        _choose(self, "national", [("", "Select a role"), *listed, (LOCAL, "None of these")])
        self.fields["national"].error_messages["required"] = "Select a role, or “None of these”"

    def clean_national(self) -> str:
        value: str = self.cleaned_data["national"]
        return "" if value == LOCAL else value


class SkillsForm(UiForm):
    """What one member brings: none, some, strong, or not marked, for each skill of the list."""

    label_size = ""

    def __init__(
        self, *args: Any, skills: dict[str, str], levels: tuple[tuple[int, str], ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for key, words in skills.items():
            self.fields[f"skill-{key}"] = forms.TypedChoiceField(
                label=words,
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", "Not marked"), *levels],
            )

    def levels(self) -> dict[str, int | None]:
        """Level by skill, None for one that is not marked."""
        return {name.removeprefix("skill-"): value for name, value in self.cleaned_data.items()}
