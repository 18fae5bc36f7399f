"""What the views of pools share."""

from collections.abc import Mapping
from uuid import UUID

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers

from orgs.access.rules import ViewerRequest
from orgs.access.viewer import Viewer
from orgs.web.found import found
from succession.access import VIEW_SUCCESSION
from talentpools import selectors
from talentpools.models import Pool, PoolMembership
from talentpools.services.common import PoolError

PURPOSE = "running talent pools"


def get_pool(viewer: Viewer, public_id: UUID) -> Pool:
    return found(selectors.pool(viewer.here.id, public_id, viewer.day))


def get_membership(viewer: Viewer, public_id: UUID) -> PoolMembership:
    return found(selectors.membership(viewer.here.id, public_id))


def sees_readiness(viewer: Viewer) -> bool:
    return viewer.may(VIEW_SUCCESSION)


def own_pools_link(request: ViewerRequest) -> str:
    """The whole address of the page on which people answer, for a message."""
    path = reverse("talentpools:own_pools", args=[request.viewer.here.code])
    return request.build_absolute_uri(path)


def page(
    request: ViewerRequest,
    template: str,
    context: Mapping[str, object],
    *,
    status: int = 200,
    nav: str = "pools",
) -> HttpResponse:
    """A page or its fragment under one address."""
    response = render(request, f"talentpools/{template}", {"nav": nav, **context}, status=status)
    patch_vary_headers(response, ["HX-Request"])
    return response


def refused(form: Form, error: PoolError) -> None:
    """Say a refusal beside the field that it is about, or above the form."""
    name = {"owner_id": "owner"}.get(error.field, error.field)
    form.add_error(name if name in form.fields else None, str(error))
