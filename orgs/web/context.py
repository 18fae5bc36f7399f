"""What the page frame needs on every page, and the one inline script the content security policy allows."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

PRODUCT = "Talent and Learning"

# nhsuk-frontend's own line, first in <body>: components only start where the browser can run them.
BODY_SCRIPT = (
    "document.body.className += ' js-enabled' + "
    "('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');"
)


def body_script_hash() -> str:
    """The CSP source of BODY_SCRIPT, quotes included: `'sha256-…'`."""
    digest = hashlib.sha256(BODY_SCRIPT.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def chrome(request: HttpRequest) -> dict[str, Any]:
    """Names for layout.html. Works without a viewer: error pages and the sign-in page have none."""
    return {
        "PRODUCT": getattr(settings, "PRODUCT", PRODUCT),
        "BRAND": getattr(settings, "BRAND", None),
        "DEMO": getattr(settings, "DEMO", False),
        "BODY_SCRIPT": BODY_SCRIPT,
        "demo_people": _demo_people(),
        "viewer": getattr(request, "viewer", None),
    }


def _demo_people() -> Callable[[], list[dict[str, str]]] | None:
    """What the demo's sign-in page lists; the template calls it there and nowhere else."""
    path = getattr(settings, "DEMO_PEOPLE", "") if getattr(settings, "DEMO", False) else ""
    found: Callable[[], list[dict[str, str]]] | None = import_string(path) if path else None
    return found
