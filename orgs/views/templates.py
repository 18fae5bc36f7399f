"""Templates that a unit publishes for those below: drawn up, previewed, and published."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from orgs.access import actions as a
from orgs.access.rules import ViewerRequest, access
from orgs.access.viewer import Viewer
from orgs.forms.definitions import VersionForm
from orgs.inheritance import below, history, rights, services, values
from orgs.inheritance.kinds import DefinitionKind, kinds
from orgs.inheritance.preview import Preview, preview
from orgs.inheritance.published import Published, published_here, with_versions
from orgs.models.definitions import DefinitionVersion
from orgs.presenters import definition_effects as effects
from orgs.presenters import definition_history as past
from orgs.presenters.drift import published_tiles
from orgs.views.defining import publishing, stale_at
from orgs.web import as_at
from orgs.web.found import whole_number

_GET_POST = ["GET", "HEAD", "POST"]
#: Fields of the two pages themselves, which are no part of what is published.
_OURS = ("csrfmiddlewaretoken", "do", "digest")


@access(a.PUBLISH_DEFINITIONS)
@publishing
@require_safe
def published(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """What this unit defines for those below, how far it reaches, and what it can define."""
    viewer = request.viewer
    asked = as_at.asked(request, ahead=True)
    if asked.wrong:
        return as_at.refused(request, asked, title="Templates", nav="templates")
    found = published_here(viewer.here.id, asked.day, then=asked.other)
    defined = {each.kind.code for each in found}
    tallies: dict[UUID, below.Tally] = {}
    if found and not asked.other:
        drifts = below.drift(
            viewer,
            [u for u in below.units_below(viewer.here.id, viewer.day) if u.employer],
            kind_codes=sorted(defined),
            with_ages=False,
        )
        tallies = below.tallies(drifts, viewer.day)
    rows = [(each, tallies.get(each.definition.public_id, below.Tally())) for each in found]
    context = {
        "nav": "templates",
        "as_at": asked,
        "published": rows,
        "tiles": [] if asked.other else published_tiles(tallies.values()),
        "kinds": [
            kind
            for kind in rights.kinds_here(viewer)
            if not asked.other and not (kind.single and kind.code in defined)
        ],
        "shipped": [] if asked.other else _shipped(viewer, found),
        "may_adapt": rights.may_adapt(viewer),
    }
    return render(request, "orgs/definitions.html", context)


def _shipped(
    viewer: Viewer, found: Sequence[Published]
) -> list[tuple[DefinitionKind, list[tuple[str, str]]]]:
    """What the platform ships and the unit has not defined itself: key and title, by kind."""
    here = {(each.kind.code, each.definition.key) for each in found}
    rows = [
        (
            kind,
            [
                (key, each.title)
                for key, each in kind.shipped.items()
                if (kind.code, key) not in here
            ],
        )
        for kind in rights.kinds_here(viewer)
    ]
    return [(kind, shipped) for kind, shipped in rows if shipped]


@access(a.PUBLISH_DEFINITIONS)
@publishing
@require_http_methods(_GET_POST)
def define(request: ViewerRequest, unit_code: str, kind: str) -> HttpResponse:
    """Define something of a kind, see what it does below, and publish its first version.

    ``?from=`` the key of one that the platform ships: it starts with what that says.
    """
    viewer = request.viewer
    found = next((each for each in rights.kinds_here(viewer) if each.code == kind), None)
    key = request.GET.get("from", "")
    if found is None or (key and key not in found.shipped):
        raise Http404
    shipped = found.shipped.get(key)
    form = VersionForm(
        request.POST or None,
        kind=found,
        choices=values.choices_of(found),
        fields=shipped.fields if shipped else {},
        day=viewer.day,
        with_title=not found.single,
        initial={"title": shipped.title} if shipped else {},
    )
    context = {"nav": "templates", "form": form, "kind": found, "shipped": shipped}

    def draft() -> DefinitionVersion:
        return services.draft_definition(**what())

    def publish(digest: str) -> str:
        made = services.publish_definition(**what(), previewed=digest)
        return f"{made.title} is published."

    def what() -> dict[str, Any]:
        return {
            "viewer": viewer,
            "kind_code": kind,
            "title": form.cleaned_data.get("title", ""),
            "fields": form.to_publish,
            "valid_from": form.cleaned_data["valid_from"],
            "key": key,
        }

    again = reverse("orgs:define", args=[unit_code, kind]) + (f"?from={key}" if key else "")
    return _publishing(request, context, draft, publish, again)


@access(a.PUBLISH_DEFINITIONS)
@publishing
@require_http_methods(_GET_POST)
def edit(request: ViewerRequest, unit_code: str, definition: UUID) -> HttpResponse:
    """A definition of this unit: its versions, and the next one to publish (``?restore=`` an earlier)."""
    viewer = request.viewer
    found, versions = with_versions(viewer.here.id, definition) or _missing()
    newest = versions[0]
    kind = kinds.get(found.kind)
    asked = request.GET.get("restore", "")
    restored = next((each for each in versions if asked and str(each.number) == asked), None)
    if asked and restored is None:
        raise Http404
    choices = values.choices_of(kind)
    form = VersionForm(
        request.POST or None,
        kind=kind,
        choices=choices,
        fields=(restored or newest).fields,
        day=max(viewer.day, newest.valid_from),
    )
    context = {
        "nav": "templates",
        "form": form,
        "kind": kind,
        "definition": found,
        "versions": past.version_rows(history.past_versions(kind, versions), choices),
        "newest": newest,
        "restored": restored,
    }

    def draft() -> DefinitionVersion:
        return services.draft_version(**what())

    def publish(digest: str) -> str:
        services.publish_version(**what(), previewed=digest)
        return f"The new version of {found.title} is published."

    def what() -> dict[str, Any]:
        return {
            "viewer": viewer,
            "definition": found,
            "fields": form.to_publish,
            "valid_from": form.cleaned_data["valid_from"],
            "expected_number": whole_number(request.POST.get("number")),
        }

    again = reverse("orgs:definition", args=[unit_code, definition])
    return _publishing(request, context, draft, publish, again)


def _publishing(
    request: ViewerRequest,
    context: dict[str, Any],
    draft: Callable[[], DefinitionVersion],
    publish: Callable[[str], str],
    again: str,
) -> HttpResponse:
    """The form; then what it would do below; and with the digest of that, the version is published."""
    form, do = context["form"], request.POST.get("do", "preview")
    if request.method == "POST" and form.is_valid() and do != "change":
        try:
            if do == "publish":
                messages.success(request, publish(request.POST.get("digest", "")))
                return redirect("orgs:definitions", unit_code=request.viewer.here.code)
            effect = preview(request.viewer, draft())
        except values.StaleError:
            return stale_at(request, "templates", again)
        except values.DefinitionError as error:
            form.add_error(error.field or None, str(error))
        else:
            return _preview(request, context, effect, again)
    status = 422 if form.errors else 200
    return render(request, "orgs/definition_edit.html", context, status=status)


def _preview(
    request: ViewerRequest, context: dict[str, Any], effect: Preview, again: str
) -> HttpResponse:
    choices = values.choices_of(effect.kind)
    shown = {
        "nav": "templates",
        "kind": effect.kind,
        "title": effect.stored["title"],
        "again": again,
        "effect": effect,
        "typed": [
            (name, value)
            for name, given in request.POST.lists()
            if name not in _OURS
            for value in given
        ],
        "tiles": effects.tiles(effect),
        "changes": effects.change_rows(effect, choices),
        "nodes": effects.nodes(effect, request.viewer.here.id, choices),
    }
    return render(request, "orgs/definition_preview.html", context | shown)


def _missing() -> Any:
    raise Http404
