"""The fixes of the worklist: the form of each, and what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.forms import Form
from django.http import Http404, QueryDict
from django.urls import reverse

from learning import selectors as learning
from orgs.access.rules import ViewerRequest
from succession import board as boards
from succession import forms, line, selectors, services, telling, template, withholding
from succession.board import PostRow
from succession.conflicts import ConflictError, SuccessionError
from succession.models import Nomination
from succession.nomination_page import asked_words
from succession.views.common import get_nomination
from succession.views.offer import prepare_form
from succession.words import Codes

#: The form with what is wrong, or none and a sentence that says what was done.
Outcome = tuple[Form | None, str]
AUTO_ID = "id_fix_%s"


@dataclass(frozen=True)
class Fix:
    """The form of a fix, empty or bound, and the act."""

    form: Callable[[ViewerRequest, Codes, str, QueryDict | None], Form]
    act: Callable[[ViewerRequest, Codes, str], Outcome]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _nomination(request: ViewerRequest, of: str) -> Nomination:
    return get_nomination(request.viewer, _uuid(of))


def _tried(form: Form, act: Callable[[], object], said: str, field: str | None = None) -> Outcome:
    """Do it if the form is whole; a refusal stands beside `field`."""
    if form.is_valid():
        try:
            act()
        except ConflictError as error:
            who = f"{error.who} changed this while the page was open. Open the worklist again"
            form.add_error(field, who)
        except SuccessionError as error:
            form.add_error(field, str(error))
        else:
            return None, said
    return form, ""


# --- who could act up --------------------------------------------------------------------------------


def _post(request: ViewerRequest, of: str) -> PostRow:
    rows = boards.board(request.viewer.here.id, request.viewer.day, only=_uuid(of)).rows
    if not rows:
        raise Http404
    return rows[0]


def _cover_form(
    request: ViewerRequest, codes: Codes, of: str, typed: QueryDict | None
) -> forms.CoverForm:
    people = [(f"{s.public_id}/{s.version}", s.name) for s in _post(request, of).in_line]
    return forms.CoverForm(typed, codes=codes, people=people, auto_id=AUTO_ID)


def _cover(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    form = _cover_form(request, codes, of, request.POST)

    def act() -> None:
        chosen, _, version = form.cleaned_data["who"].partition("/")
        line.change_cover(
            viewer=request.viewer,
            nomination=_nomination(request, chosen),
            version=int(version),
            cover=form.cleaned_data["cover"],
        )

    return _tried(form, act, "Emergency cover saved", "who")


# --- readiness, telling, answer, development ----------------------------------------------------------


def _judge_form(
    request: ViewerRequest, codes: Codes, of: str, typed: QueryDict | None
) -> forms.ReadinessForm:
    found = _nomination(request, of)
    return forms.ReadinessForm(
        typed,
        codes=codes,
        name=found.name,
        initial={"version": found.version},
        auto_id=AUTO_ID,
    )


def _judge(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    viewer, found = request.viewer, _nomination(request, of)
    form = _judge_form(request, codes, of, request.POST)

    def act() -> None:
        services.change_readiness(
            viewer=viewer,
            nomination=found,
            review_by=template.review_by(viewer.here.id, viewer.day),
            **form.cleaned_data,
        )

    return _tried(form, act, f"Readiness of {found.name} saved", "readiness")


def _tell_form(
    request: ViewerRequest, _: Codes, of: str, typed: QueryDict | None
) -> forms.TellForm:
    _nomination(request, of)
    return forms.TellForm(typed, initial={"told_on": request.viewer.day}, auto_id=AUTO_ID)


def _tell(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    found, form = _nomination(request, of), _tell_form(request, codes, of, request.POST)
    page_of_hers = reverse("learning:development", args=[request.viewer.here.code])

    def act() -> None:
        telling.tell_person(
            viewer=request.viewer,
            nomination=found,
            on=form.cleaned_data["told_on"],
            link=request.build_absolute_uri(page_of_hers),
        )

    return _tried(form, act, f"{found.name} has been told", "told_on")


def _answer_form(
    request: ViewerRequest, _: Codes, of: str, typed: QueryDict | None
) -> forms.AnswerForm:
    _nomination(request, of)
    return forms.AnswerForm(typed, initial={"answered_on": request.viewer.day}, auto_id=AUTO_ID)


def _answer(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    found, form = _nomination(request, of), _answer_form(request, codes, of, request.POST)

    def act() -> None:
        telling.record_agreement(
            viewer=request.viewer,
            nomination=found,
            agreed=form.cleaned_data["agreed"] == "yes",
            on=form.cleaned_data["answered_on"],
        )

    return _tried(form, act, f"Answer of {found.name} saved", "answered_on")


def _prepare_form(
    request: ViewerRequest, _: Codes, of: str, typed: QueryDict | None
) -> forms.PrepareForm:
    found, day = _nomination(request, of), request.viewer.day
    named = services.offer(found, selectors.readiness(found, day), day)
    return prepare_form(named, typed, auto_id=AUTO_ID)


def _prepare(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    viewer, found = request.viewer, _nomination(request, of)
    form = _prepare_form(request, codes, of, request.POST)

    def act() -> None:
        services.prepare_development(
            viewer=viewer,
            nomination=found,
            pathway=learning.pathway(form.cleaned_data.get("pathway"), viewer.here.id, viewer.day),
            pools=[UUID(pool) for pool in form.cleaned_data.get("pools", [])],
        )

    return _tried(form, act, f"Development is prepared for {found.name}")


def _approve_form(
    request: ViewerRequest, codes: Codes, of: str, typed: QueryDict | None
) -> forms.DecideForm:
    found = _nomination(request, of)
    initial = {"version": found.version}
    return forms.DecideForm(
        typed, asked=asked_words(found, codes), initial=initial, auto_id=AUTO_ID
    )


def _approve(request: ViewerRequest, codes: Codes, of: str) -> Outcome:
    found, form = _nomination(request, of), _approve_form(request, codes, of, request.POST)

    def act() -> None:
        withholding.decide_withholding(
            viewer=request.viewer,
            nomination=found,
            version=form.cleaned_data["version"],
            approve=form.cleaned_data["decision"] == "yes",
        )

    approved = request.POST.get("decision") == "yes"
    said = f"Approved: {found.name} is not told yet" if approved else f"Refused: tell {found.name}"
    return _tried(form, act, said, "decision")


FIXES: dict[str, Fix] = {
    "approve": Fix(_approve_form, _approve),
    "cover": Fix(_cover_form, _cover),
    "judge": Fix(_judge_form, _judge),
    "tell": Fix(_tell_form, _tell),
    "answer": Fix(_answer_form, _answer),
    "prepare": Fix(_prepare_form, _prepare),
}
