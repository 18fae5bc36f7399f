"""Why a setting has its value, what was chosen before, and choosing it again."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.inheritance import history, services, values
from orgs.inheritance.effective import platform_defaults
from orgs.inheritance.merge import Slot
from orgs.presenters import definition_history as says
from orgs.presenters.definition_effects import mode_words, slot_label
from orgs.views.defining import adapting, in_effect, spec_of, stale


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_safe
def why(request: ViewerRequest, unit_code: str, definition: UUID, slot: str) -> HttpResponse:
    """The chain that made a value: each unit from the nation down, what it did, when and who."""
    viewer = request.viewer
    found, at = in_effect(viewer, definition), Slot.parse(slot)
    spec, now = spec_of(found, at), found.slot(at)
    if now is None:
        raise Http404
    choices = values.choices_of(found.kind)
    units = [*viewer.above, (viewer.here.name, viewer.here.code)]
    context = {
        "nav": "settings",
        "setting": found,
        "label": slot_label(spec, at, now.above if at.item else "", choices),
        "links": says.chain(
            spec,
            now,
            units,
            history.authors(definition),
            choices,
            platform_defaults(found.kind, found.day, found.key),
        ),
        "outcome": says.outcome(spec, now, viewer.here.name, choices),
        "mode": mode_words(spec, at, now.mode),
    }
    return render(request, "orgs/definition_why.html", context)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_safe
def chosen(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """What was chosen here before, the newest first."""
    viewer = request.viewer
    found = in_effect(viewer, definition)
    rows = history.past_adaptations(found.kind, viewer.here.id, definition)
    context = {
        "nav": "settings",
        "setting": found,
        "rows": says.choice_rows(rows, values.choices_of(found.kind)),
    }
    return render(request, "orgs/definition_chosen.html", context)


@access(a.ADAPT_DEFINITIONS, a.PUBLISH_DEFINITIONS)
@adapting
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: ViewerRequest, unit_code: str, definition: UUID, version: int) -> HttpResponse:
    """Choose again what was chosen before: what that changes, and a button."""
    viewer = request.viewer
    found = in_effect(viewer, definition)
    rows = history.past_adaptations(found.kind, viewer.here.id, definition)
    past = next((row for row in rows if row.adaptation.version == version), None)
    if past is None:
        raise Http404
    if request.method == "POST":
        try:
            services.restore_adaptation(
                viewer=viewer,
                kind_code=found.kind.code,
                public_id=definition,
                version=version,
                expected=request.POST.get("expected", ""),
            )
        except (values.StaleError, values.DefinitionError):
            return stale(request, "settings", "orgs:setting", unit_code, definition)
        messages.success(request, says.restored_words(version, past.adaptation.valid_from))
        return redirect("orgs:setting", unit_code=unit_code, definition=definition)
    changes = history.between(found.kind, rows[0].adaptation, past.adaptation)
    choices = values.choices_of(found.kind)
    context = {
        "nav": "settings",
        "setting": found,
        "past": past.adaptation,
        "changes": [says.chosen_words(each, choices) for each in changes],
    }
    return render(request, "orgs/definition_restore.html", context)
