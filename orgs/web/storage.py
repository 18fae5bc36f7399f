"""How static files are hashed and compressed."""

from __future__ import annotations

from django.contrib.staticfiles.storage import HashedFilesMixin
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)


class Static(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """WhiteNoise's hashed and compressed storage, rewriting ES module imports in our own modules only.

    Django's own switch rewrites every `*.js` and stops collectstatic on django-htmx, whose `hx-sse-2.js`
    mentions `import("../htmx")` in a comment.
    """

    support_js_module_import_aggregation = True
    _js_module_import_aggregation_patterns = (
        "app/*.js",
        HashedFilesMixin._js_module_import_aggregation_patterns[1],  # type: ignore[attr-defined]  # noqa: SLF001
    )
