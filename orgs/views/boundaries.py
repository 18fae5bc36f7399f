"""The boundary register: for each class of records and each role, who sees what, with its history."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orgs.access import register, versions
from orgs.access.rules import ViewerRequest, any_role
from orgs.models.boundaries import BoundaryVersion
from orgs.presenters import boundaries as words
from orgs.web.download import table
from orgs.web.found import whole_number


def _asked(request: ViewerRequest) -> tuple[dict[str, Any], BoundaryVersion | None]:
    """The register of the code that runs, or of the version that was asked for."""
    number = request.GET.get("version", "")
    if not number:
        return register.running(), None
    version = versions.numbered(whole_number(number))
    if version is None:
        raise Http404
    return version.content, version


@any_role
@require_safe
def boundaries(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """One page for everybody: it is no secret who sees what. For one role when `role` is given."""
    content, version = _asked(request)
    latest = versions.latest()
    role = next((r for r in content["roles"] if r["code"] == request.GET.get("role")), None)
    context = {
        "nav": "boundaries",
        "content": content,
        "version": version,
        "latest": latest,
        "in_step": latest is not None and latest.sha256 == register.digest(register.running()),
        "rows": words.class_rows(content),
        "role": role,
        "letters": "letters" in request.GET,
        "of_role": words.for_role(content, role["code"]) if role else [],
        "key": words.KEY,
        "system": words.system_rows(content),
        "history": [
            (each, words.change_words(each.content, each.changes)) for each in versions.newest(12)
        ],
    }
    return render(request, "orgs/boundaries.html", context)


@any_role
@require_safe
def boundary(request: ViewerRequest, unit_code: str, kind: str) -> HttpResponse:
    """One class of records: the rules of the database that make its row true."""
    content = register.running()
    of = next((each for each in content["classes"] if each["code"] == kind), None)
    if of is None:
        raise Http404
    (row,) = (each for each in words.class_rows(content) if each.code == kind)
    context = {
        "nav": "boundaries",
        "row": row,
        "rules": words.rule_rows(content, of),
        "functions": words.function_rows(content, of),
        "counted": of["counted"],
    }
    return render(request, "orgs/boundary.html", context)


@any_role
@require_safe
def boundaries_csv(request: ViewerRequest, unit_code: str) -> HttpResponse:
    """The register as a file, for a data protection impact assessment."""
    content, version = _asked(request)
    version = version or versions.latest()
    heading = f"Who sees what: version {version.number}" if version else "Who sees what"
    rows = words.csv_rows(content, heading=heading)
    return table(rows, name="boundaries", kind="csv", sheet="Boundaries")
