"""Settings: what is defined above, as it is in effect at a unit, and what the unit makes of it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from orgs import placed
from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.forms.definitions import ChooseForm, SlotForm
from orgs.inheritance import choosing, rights, selectors, services, values
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import FieldSpec
from orgs.inheritance.merge import ABSENT, Slot, State
from orgs.inheritance.offered import offers
from orgs.inheritance.published import why_kept
from orgs.inheritance.values import value_words
from orgs.presenters.definitions import counts, field_rows, left_out_words, offer_rows
from orgs.views.defining import adapting, in_effect, spec_of, stale
from orgs.web import as_at
from orgs.web.as_at import AsAt

_GET_POST = ["GET", "HEAD", "POST"]


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_safe
def settings(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Everything that is defined above, as it is in effect here."""
    viewer = request.viewer
    asked = as_at.asked(request, ahead=True)
    if asked.wrong:
        return as_at.refused(request, asked, title="Settings", nav="settings")
    found = [s.effective for s in selectors.standings(None, viewer.here.id, asked.day)]
    here = {kind.code for kind in rights.kinds_here(viewer)}
    rows = [
        (each, counts(each))
        for each in found
        if each.owner_code != viewer.here.code and each.kind.code in here
    ]
    context = {
        "nav": "settings",
        "as_at": asked,
        "notes": _out_of_view(viewer, asked),
        "rows": rows,
        "offers": offer_rows(offers(viewer), found)
        if choosing.may_choose(viewer) and not asked.other
        else [],
        "may_hold": viewer.may(a.HOLD_RECORDS),
    }
    return render(request, "orgs/definitions_settings.html", context)


def _out_of_view(viewer: Viewer, asked: AsAt) -> list[str]:
    """That a page of settings of another day is not whole: rights are those of today."""
    if not asked.other:
        return []
    above = placed.other_ancestors(viewer.here.id, asked.day, viewer.day)
    return [left_out_words(above, future=asked.future)] if above else []


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
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


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_safe
def setting(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """One setting: each value, where it comes from, and what may be done with it."""
    viewer = request.viewer
    asked = as_at.asked(request, ahead=True)
    if asked.wrong:
        return as_at.refused(request, asked, title="Setting", nav="settings")
    found = in_effect(viewer, definition, asked.day)
    choices = values.choices_of(found.kind)
    may_change = found.owner_code != viewer.here.code and not asked.other
    fields = field_rows(found, choices, may_change=may_change)
    kept = why_kept(viewer.here.id, definition, viewer.day) if found.conflicts else ""
    context = {
        "nav": "settings",
        "as_at": asked,
        "notes": _out_of_view(viewer, asked),
        "setting": found,
        "fields": fields,
        "kept": kept,
    }
    return render(request, "orgs/definition_setting.html", context)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_http_methods(_GET_POST)
def adapt(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """Choose a value of one's own: save, leave out (or refuse), or take what is suggested."""
    viewer = request.viewer
    found, at = in_effect(viewer, definition), Slot.parse(slot)
    spec = spec_of(found, at)
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
            change = _change(found, spec, at, do, form.value, choices)
            services.adapt_definition(
                viewer=viewer,
                kind_code=found.kind.code,
                public_id=definition,
                changes=change,
                expected=form.cleaned_data["expected"],
            )
        except values.StaleError:
            return stale(request, "settings", "orgs:setting", unit_code, definition)
        except values.DefinitionError as error:
            form.refuse(str(error))
        else:
            messages.success(request, f"{spec.label} is adapted here.")
            return redirect("orgs:setting", unit_code=unit_code, definition=definition)
    context = {"nav": "settings", "setting": found, "form": form, "label": label, "spec": spec}
    status = 422 if form.is_bound else 200
    return render(request, "orgs/definition_adapt.html", context, status=status)


def _change(
    found: Effective, spec: FieldSpec, slot: Slot, do: str, typed: Any, choices: values.Choices
) -> dict[Slot, Any]:
    """The change that a button of the page asks for."""
    now = found.slot(slot)
    if do == "leave_out":
        return {slot: ABSENT}
    if do == "take":
        if now is None or now.state != State.PENDING:
            raise values.StaleError
        return {slot: now.above}
    if spec.type == "list" and not slot.item:
        key, _ = values.parse_item(spec, typed if spec.coded else "", typed, choices)
        return {Slot(slot.field, key): typed}
    return {slot: typed}


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_POST
def give_back(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """Return a value to what is inherited."""
    viewer = request.viewer
    found = in_effect(viewer, definition)
    spec = spec_of(found, Slot.parse(slot))
    try:
        services.remove_adaptation(
            viewer=viewer,
            kind_code=found.kind.code,
            public_id=definition,
            slots=[Slot.parse(slot)],
            expected=request.POST.get("expected", ""),
        )
    except (values.StaleError, values.DefinitionError):
        return stale(request, "settings", "orgs:setting", unit_code, definition)
    messages.success(request, f"{spec.label} is inherited again.")
    return redirect("orgs:setting", unit_code=unit_code, definition=definition)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_http_methods(_GET_POST)
def choose(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """The three-way view: what we have, what stood above when we chose it, and what stands there now."""
    viewer = request.viewer
    found, at = in_effect(viewer, definition), Slot.parse(slot)
    spec, now = spec_of(found, at), found.slot(at)
    if now is None or now.state != State.CONFLICT:
        if request.method == "POST":
            return stale(request, "settings", "orgs:setting", unit_code, definition)
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
        except values.StaleError:
            return stale(request, "settings", "orgs:setting", unit_code, definition)
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
