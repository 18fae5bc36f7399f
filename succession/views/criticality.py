"""How critical a post is: scores, the suggestion, the decision."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from orgs.access.rules import ViewerRequest, access
from orgs.words import lowered
from succession import assessing, selectors
from succession.access import MANAGE_SUCCESSION
from succession.conflicts import ConflictError, SuccessionError
from succession.criteria import criteria
from succession.criticality_page import CriticalityForm, history, initial, result
from succession.exposure_words import version
from succession.views.common import all_codes, get_post, page
from succession.words import conflict

_CONFLICT_ROWS = (("criticality", "criticality", "Criticality"),)


@access(MANAGE_SUCCESSION)
@require_http_methods(["GET", "HEAD", "POST"])
def assess(request: ViewerRequest, unit_code: str, post: UUID) -> HttpResponse:
    """Score a post, see what the scores suggest, and decide. A fragment is the suggestion alone."""
    viewer, codes = request.viewer, all_codes(request.viewer)
    of = get_post(viewer, post)
    in_effect = criteria(viewer.here.id, viewer.day)
    typed = request.POST if request.method == "POST" else None
    saving = typed is not None and typed.get("step") == "save"
    common: dict[str, Any] = {"criteria": in_effect, "codes": codes, "deciding": saving}
    begun = initial(selectors.criticality(of, viewer.day))
    form = CriticalityForm(typed, initial=begun, **common)
    shown_conflict, status = None, 200
    if typed is not None and not form.is_valid():
        status = 422
    elif typed is not None and saving:
        try:
            made = assessing.assess_criticality(
                viewer=viewer,
                post=of,
                version=form.cleaned_data["version"],
                criteria=in_effect,
                scores=form.scores,
                criticality=form.cleaned_data["criticality"],
                reason=form.cleaned_data["reason"],
            )
        except SuccessionError as error:
            form.add_error(None, str(error))
            status = 422
        except ConflictError as error:
            status, shown_conflict = 409, conflict(error, _CONFLICT_ROWS, typed, codes)
            again = typed.copy()
            again["version"] = str(error.version)
            form = CriticalityForm(again, initial=begun, **common)
        else:
            words = codes["criticality"][made.criticality].label
            messages.success(request, f"{of.title}: {lowered(words)}")
            return redirect("succession:plan", unit_code)
    context = {
        "post": of,
        "form": form,
        "result": result(form, codes),
        "conflict": shown_conflict,
        "rules": version(in_effect.version),
        "history": history(selectors.criticalities(of), codes),
    }
    if request.htmx and not saving:
        return page(request, "succession/criticality.html#result", context)
    return page(request, "succession/criticality.html", context, status=status)
