"""A file handed to the person who asked for it."""

from django.http import HttpResponse


def attachment(content: bytes | str, *, name: str, content_type: str) -> HttpResponse:
    """The response that saves `content` as `name`; no cache keeps it."""
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
