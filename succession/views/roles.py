"""The role catalogue of the employer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from orgs.access.rules import ViewerRequest, access
from orgs.codes import code_lists
from succession import post_forms, roles
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from succession.board_roles import LOCAL, ROLES
from succession.conflicts import SuccessionError
from succession.views.common import page


@access(VIEW_SUCCESSION)
@require_safe
def catalogue(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """National roles under local labels, and roles of the organisation's own."""
    viewer = request.viewer
    context = {
        "catalogue": roles.catalogue(viewer.here.id, viewer.day),
        "may_manage": viewer.may(MANAGE_SUCCESSION),
        "tab": "roles",
    }
    return page(request, "succession/roles.html", context)


@access(MANAGE_SUCCESSION)
def add(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """Add a role of the organisation's own, mapped to a national one."""
    form = post_forms.LocalRoleForm(request.POST or None, codes=code_lists(ROLES))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = roles.add_role(
                viewer=request.viewer, label=data["label"], national_code=data["national"]
            )
        except SuccessionError as error:
            form.add_error("label", str(error))
        else:
            messages.success(request, f"{made.label} is in the catalogue")
            return redirect("succession:roles", unit_code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": "Add a role of your own", "button": "Add the role"}
    return page(request, "succession/role.html", context, status=status)


@access(MANAGE_SUCCESSION)
def change(request: ViewerRequest, unit_code: str, code: str) -> HttpResponse:
    """What a national role is called here; or the name and mapping of a role of one's own."""
    shipped, own = roles.role(request.viewer.here.id, code)
    if shipped is not None:
        return _label(request, unit_code, code, shipped.label, own.label if own else "")
    if own is None or own.valid_to is not None:
        raise Http404
    initial = {"label": own.label, "national": own.attributes.get("national") or LOCAL}
    codes = code_lists(ROLES)
    form = post_forms.LocalRoleForm(request.POST or None, codes=codes, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            moved = roles.change_role(
                viewer=request.viewer,
                code=code,
                label=data["label"],
                national_code=data["national"],
            )
        except SuccessionError as error:
            form.add_error("label", str(error))
        else:
            words = f". {moved} post{'s' if moved != 1 else ''} now count by it" if moved else ""
            messages.success(request, f"{data['label']} is saved{words}")
            return redirect("succession:roles", unit_code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": own.label, "button": "Save", "own": own}
    return page(request, "succession/role.html", context, status=status)


def _label(
    request: ViewerRequest, unit_code: str, code: str, shipped: str, called: str
) -> HttpResponse:
    form = post_forms.LabelForm(request.POST or None, initial={"label": called or shipped})
    if request.method == "POST" and form.is_valid():
        label = form.cleaned_data["label"]
        roles.label_role(viewer=request.viewer, code=code, label=label)
        messages.success(request, f"{shipped} is called {label} here")
        return redirect("succession:roles", unit_code)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "title": shipped, "button": "Save", "national": True}
    return page(request, "succession/role.html", context, status=status)


@access(MANAGE_SUCCESSION)
@require_POST
def close(request: ViewerRequest, unit_code: str, code: str) -> HttpResponse:
    """Offer a role of one's own no longer."""
    _, own = roles.role(request.viewer.here.id, code)
    if own is None:
        raise Http404
    try:
        roles.close_role(viewer=request.viewer, code=code)
    except SuccessionError as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{own.label} is offered no longer")
    return redirect("succession:roles", unit_code)
