"""Templates that a unit publishes for those below, and the settings that come of them at a unit."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs.access import actions as a
from orgs.access.middleware import wall
from orgs.access.rules import View, ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.forms.definitions import ChooseForm, SlotForm, VersionForm
from orgs.inheritance import choosing, selectors, services, values
from orgs.inheritance.kinds import kinds
from orgs.inheritance.merge import ABSENT, Slot, State
from orgs.inheritance.offered import offers
from orgs.inheritance.published import published_here, with_versions
from orgs.presenters.definitions import counts, field_rows, offer_rows, value_words

_GET_POST = ["GET", "HEAD", "POST"]


def _stands_outside(viewer: Viewer) -> bool:
    """Behind an employer's wall its templates and settings are for those inside, and for a steward
    of that very unit; a steward from above publishes above.
    """
    return (
        viewer.here.behind_a_wall
        and not viewer.inside
        and all(reaching.unit != viewer.here.id for reaching in viewer.reaching)
    )


def _walled(outside: Callable[[Viewer], bool]) -> Callable[[View], View]:
    """The wall's 404 before anything else is said: also before a method is refused."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: ViewerRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            viewer = request.viewer
            return wall(request, viewer) if outside(viewer) else view(request, *args, **kwargs)

        return inner

    return decorate


_publishing = _walled(_stands_outside)
_adapting = _walled(lambda viewer: not services.may_adapt(viewer))


# --- templates: what is published here ----------------------------------------------------------------


@access(a.PUBLISH_DEFINITIONS)
@_publishing
@require_safe
def published(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What this unit defines for those below, and what it can define."""
    viewer = request.viewer
    found = published_here(viewer.here.id, viewer.day)
    defined = {each.kind.code for each in found}
    context = {
        "nav": "templates",
        "published": found,
        "kinds": [
            kind
            for kind in services.kinds_here(viewer)
            if not (kind.single and kind.code in defined)
        ],
        "may_adapt": services.may_adapt(viewer),
    }
    return render(request, "orgs/definitions.html", context)


@access(a.PUBLISH_DEFINITIONS)
@_publishing
@require_http_methods(_GET_POST)
def define(request: ViewerRequest, unit_code: str, kind: str) -> HttpResponse:
    """Define something of a kind, and publish its first version."""
    viewer = request.viewer
    found = next((each for each in services.kinds_here(viewer) if each.code == kind), None)
    if found is None:
        raise Http404
    form = VersionForm(
        request.POST or None,
        kind=found,
        choices=values.choices_of(found),
        fields={},
        day=viewer.day,
        with_title=not found.single,
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.publish_definition(
                viewer=viewer,
                kind_code=kind,
                title=form.cleaned_data.get("title", ""),
                fields=form.to_publish,
                valid_from=form.cleaned_data["valid_from"],
            )
        except values.DefinitionError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"{made.title} is published.")
            return redirect("orgs:definitions", unit_code=unit_code)
    context = {"nav": "templates", "form": form, "kind": found}
    status = 422 if form.is_bound else 200
    return render(request, "orgs/definition_edit.html", context, status=status)


@access(a.PUBLISH_DEFINITIONS)
@_publishing
@require_http_methods(_GET_POST)
def edit(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """A definition of this unit: its versions, and the next one to publish."""
    viewer = request.viewer
    found, versions = with_versions(viewer.here.id, definition) or _missing()
    newest = versions[0]
    kind = kinds.get(found.kind)
    form = VersionForm(
        request.POST or None,
        kind=kind,
        choices=values.choices_of(kind),
        fields=newest.fields,
        day=max(viewer.day, newest.valid_from),
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_version(
                viewer=viewer,
                definition=found,
                fields=form.to_publish,
                valid_from=form.cleaned_data["valid_from"],
                expected_number=_number(request.POST.get("number")),
            )
        except services.StaleError:
            return _stale(request, "templates", "orgs:definition", unit_code, definition)
        except values.DefinitionError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, f"The new version of {found.title} is published.")
            return redirect("orgs:definitions", unit_code=unit_code)
    context = {
        "nav": "templates",
        "form": form,
        "kind": kind,
        "definition": found,
        "versions": versions,
        "newest": newest,
    }
    status = 422 if form.is_bound else 200
    return render(request, "orgs/definition_edit.html", context, status=status)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 0


def _missing() -> Any:
    raise Http404


def _stale(request: ViewerRequest, nav: str, url_name: str, *args: Any) -> HttpResponse:
    """409: somebody else changed it since the page was shown."""
    context = {"nav": nav, "url_name": url_name, "code": args[0], "public_id": args[1]}
    return render(request, "orgs/definition_stale.html", context, status=409)


# --- settings: what is in effect here -----------------------------------------------------------------


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_safe
def settings(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Everything that is defined above, as it is in effect here."""
    viewer = request.viewer
    found = [s.effective for s in selectors.standings(None, viewer.here.id, viewer.day)]
    here = {kind.code for kind in services.kinds_here(viewer)}
    rows = [
        (each, counts(each))
        for each in found
        if each.owner_code != viewer.here.code and each.kind.code in here
    ]
    context = {
        "nav": "settings",
        "rows": rows,
        "offers": offer_rows(offers(viewer), found) if choosing.may_choose(viewer) else [],
        "may_hold": viewer.may(a.HOLD_RECORDS),
    }
    return render(request, "orgs/definitions_settings.html", context)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_POST
def offer(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """Use what an overlay offers, or go back to what comes down the tree."""
    back = request.POST.get("do") == "back"
    act = choosing.give_up_offer if back else choosing.use_offer
    try:
        act(viewer=request.viewer, definition=definition)
    except choosing.ChoiceError as error:
        context = {"nav": "settings", "errors": [("", str(error))]}
        return render(request, "orgs/offer_refused.html", context, status=409)
    said = "comes down from above again" if back else "is in use here from today"
    messages.success(request, f"What you chose {said}")
    return redirect("orgs:settings", unit_code)


def _in_effect(viewer: Viewer, public_id: UUID) -> selectors.Effective:
    """A setting by its definition; 404 unless it is in effect at the unit in the URL."""
    for standing in selectors.standings(None, viewer.here.id, viewer.day):
        found = standing.effective
        if found.public_id == public_id and services.concerns(viewer, found.kind):
            return found
    raise Http404


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_safe
def setting(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """One setting: each value, where it comes from, and what may be done with it."""
    viewer = request.viewer
    found = _in_effect(viewer, definition)
    choices = values.choices_of(found.kind)
    may_change = found.owner_code != viewer.here.code
    fields = field_rows(found, choices, may_change=may_change)
    context = {"nav": "settings", "setting": found, "fields": fields}
    return render(request, "orgs/definition_setting.html", context)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_http_methods(_GET_POST)
def adapt(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """Choose a value of one's own: save, leave out (or refuse), or take what is suggested."""
    viewer = request.viewer
    found, at = _in_effect(viewer, definition), Slot.parse(slot)
    spec = _spec(found, at)
    now = found.slot(at)
    adding = spec.type == "list" and not at.item
    label = f"New item of {spec.label}" if adding else spec.label
    choices = values.choices_of(found.kind)
    value = None if adding or now is None or now.value is ABSENT else now.value
    form = SlotForm(
        request.POST or None,
        spec=spec,
        choices=choices,
        label=label,
        value=value,
        initial={"expected": found.stamp},
    )
    do = request.POST.get("do", "save")
    if request.method == "POST" and form.is_valid():
        try:
            change = _change(found, spec, at, do, form.cleaned_data["value"], choices)
            services.adapt_definition(
                viewer=viewer,
                kind_code=found.kind.code,
                public_id=definition,
                changes=change,
                expected=form.cleaned_data["expected"],
            )
        except services.StaleError:
            return _stale(request, "settings", "orgs:setting", unit_code, definition)
        except values.DefinitionError as error:
            form.add_error("value", str(error))
        else:
            messages.success(request, f"{spec.label} is adapted here.")
            return redirect("orgs:setting", unit_code=unit_code, definition=definition)
    context = {"nav": "settings", "setting": found, "form": form, "label": label, "spec": spec}
    status = 422 if form.is_bound else 200
    return render(request, "orgs/definition_adapt.html", context, status=status)


def _spec(found: selectors.Effective, slot: Slot) -> Any:
    try:
        return found.kind.field(slot.field)
    except LookupError:
        raise Http404 from None


def _change(
    found: selectors.Effective, spec: Any, slot: Slot, do: str, typed: Any, choices: values.Choices
) -> dict[Slot, Any]:
    """The change that a button of the page asks for."""
    now = found.slot(slot)
    if do == "leave_out":
        return {slot: ABSENT}
    if do == "take":
        if now is None or now.state != State.PENDING:
            raise services.StaleError
        return {slot: now.above}
    if spec.type == "list" and not slot.item:
        key = typed if spec.coded else values.slug(str(typed or ""))
        values.parse_item(spec, key, typed, choices)
        return {Slot(slot.field, key): typed}
    return {slot: typed}


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_POST
def give_back(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """Return a value to what is inherited."""
    viewer = request.viewer
    found = _in_effect(viewer, definition)
    spec = _spec(found, Slot.parse(slot))
    try:
        services.remove_adaptation(
            viewer=viewer,
            kind_code=found.kind.code,
            public_id=definition,
            slots=[Slot.parse(slot)],
            expected=request.POST.get("expected", ""),
        )
    except (services.StaleError, values.DefinitionError):
        return _stale(request, "settings", "orgs:setting", unit_code, definition)
    messages.success(request, f"{spec.label} is inherited again.")
    return redirect("orgs:setting", unit_code=unit_code, definition=definition)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@_adapting
@require_http_methods(_GET_POST)
def choose(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """The three-way view: what we have, what stood above when we chose it, and what stands there now."""
    viewer = request.viewer
    found, at = _in_effect(viewer, definition), Slot.parse(slot)
    spec, now = _spec(found, at), found.slot(at)
    if now is None or now.state != State.CONFLICT:
        if request.method == "POST":
            return _stale(request, "settings", "orgs:setting", unit_code, definition)
        raise Http404
    choices = values.choices_of(found.kind)
    words = [value_words(spec, value, choices) for value in (now.value, now.base, now.above)]
    form = ChooseForm(
        request.POST or None,
        local=words[0],
        upstream=words[2],
        owner=found.owner_name,
        initial={"expected": found.stamp},
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.resolve_conflict(
                viewer=viewer,
                kind_code=found.kind.code,
                public_id=definition,
                slot=at,
                keep=form.cleaned_data["keep"],
                expected=form.cleaned_data["expected"],
            )
        except services.StaleError:
            return _stale(request, "settings", "orgs:setting", unit_code, definition)
        messages.success(request, f"{spec.label} is settled.")
        return redirect("orgs:setting", unit_code=unit_code, definition=definition)
    context = {
        "nav": "settings",
        "setting": found,
        "form": form,
        "label": spec.label,
        "words": words,
    }
    status = 422 if form.is_bound else 200
    return render(request, "orgs/definition_choose.html", context, status=status)
