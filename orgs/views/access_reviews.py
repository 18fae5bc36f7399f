"""The access review of the quarter: is each role still needed?"""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from orgs import audit
from orgs.access import actions as a
from orgs.access import grants, moves, reviews
from orgs.access.middleware import wall
from orgs.access.rules import ViewerRequest, access
from orgs.enums import ReviewDecision
from orgs.models.access_reviews import AccessReview
from orgs.presenters.access_reviews import item_rows, review_words

_PAGE = 25


@access(a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS)
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Each role with who has it and when it was last used; two answers, and what was answered."""
    viewer = request.viewer
    newest = reviews.newest(viewer)
    if newest is None and viewer.here.behind_a_wall and not viewer.inside:
        return wall(request, viewer)
    if request.method == "POST":
        return _answered(request, newest)
    return _shown(request, newest)


def _answered(request: ViewerRequest, newest: AccessReview | None) -> HttpResponse:
    chosen = _chosen(request)
    if newest is None or not chosen:
        return _shown(request, newest, error="Choose for one role or more", status=422)
    try:
        done = reviews.decide(viewer=request.viewer, review=newest, decisions=chosen)
    except reviews.ReviewError as error:
        return _shown(request, newest, error=str(error), of=error.item, status=422)
    except reviews.StaleReviewError:
        words = "Somebody has decided one of these roles meanwhile. Nothing of yours was saved"
        return _shown(request, newest, error=words, status=409)
    messages.success(request, f"{done} {'role is' if done == 1 else 'roles are'} reviewed.")
    return redirect("orgs:access_review", unit_code=request.viewer.here.code)


def _chosen(request: ViewerRequest) -> dict[UUID, str]:
    """What was chosen, by the public id of the item; anything else that was sent is left out."""
    found = {}
    for key, value in request.POST.items():
        prefix, _, rest = key.partition("-")
        if prefix == "decision" and value in ReviewDecision.values:
            try:
                found[UUID(rest)] = str(value)
            except ValueError:
                continue
    return found


def _shown(
    request: ViewerRequest,
    newest: AccessReview | None,
    *,
    error: str = "",
    of: UUID | None = None,
    status: int = 200,
) -> HttpResponse:
    viewer = request.viewer
    context: dict[str, object] = {"nav": "access", "review": None}
    if newest is not None:
        page = Paginator(reviews.items(newest), _PAGE).get_page(request.GET.get("page"))
        shown = list(page.object_list)
        known = reviews.names(viewer, shown)
        keys = [key for key, _ in known.values()]
        audit.record_read(viewer, "access.review", keys, purpose="administration of access")
        mine = set(reviews.decidable(viewer, newest.items.all()).values_list("id", flat=True))
        context |= {
            "page": page,
            "review": review_words(reviews.progress_of(viewer, newest), viewer.day),
            "rows": item_rows(
                viewer,
                shown,
                names={person: name for person, (_, name) in known.items()},
                mine=mine,
                given=grants.grantable(viewer),
                moved=moves.moved_grants(viewer) if viewer.may(a.MANAGE_ACCESS) else {},
                chosen={key: str(value) for key, value in request.POST.items()},
            ),
            "may_decide": any(item.id in mine for item in shown),
        }
    if error:
        context["errors"] = [(f"keep-{of}" if of else "roles", error)]
    return render(request, "orgs/access_review.html", context, status=status)
