"""Templates to PDF/UA-1, with nothing fetched from anywhere and the same bytes for the same input."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

STATIC = Path(__file__).resolve().parents[2] / "static"
SCHEME = "app:"
# All a report may read. A list, not a folder: a template cannot name another file into a document.
FILES = {
    "app/pdf.css": "text/css",
    "fonts/LiberationSans-Regular.ttf": "font/ttf",
    "fonts/LiberationSans-Bold.ttf": "font/ttf",
}


OPTIONS = {"pdf_variant": "pdf/ua-1"}


class ForbiddenAddressError(ValueError):
    """A template named something that is not one of our own files."""


@dataclass(frozen=True)
class PdfDocument:
    """`content` is the file; `sha256` its checksum, hexadecimal."""

    content: bytes
    pages: int
    sha256: str


def read_own(url: str) -> tuple[bytes, str]:
    """Bytes and media type of one of our own files, by `app:` address.

    ForbiddenAddressError for everything else: http, file, data, and names that are not in FILES.
    """
    name = url.removeprefix(SCHEME)
    if not url.startswith(SCHEME) or name not in FILES:
        raise ForbiddenAddressError(f"a report may not read {url[:200]}")
    return (STATIC / name).read_bytes(), FILES[name]


def render_pdf(
    *, template: str, context: dict[str, Any], title: str, document_id: str, language: str = "en-GB"
) -> PdfDocument:
    """Render `template` (it extends reporting/pdf_base.html) to a tagged PDF.

    The same arguments give the same bytes: the file's /ID comes from `document_id`, its dates from the
    context's `as_at`, and no clock is read. Raises ForbiddenAddressError for an address that is not ours.
    """
    # Imported here: WeasyPrint costs 0.4 s and 40 MB that web processes should never pay.
    from weasyprint import HTML
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):  # type: ignore[misc]
        """Never opens a connection or a path: the parent's handlers are not reached."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:  # noqa: ARG002
            try:
                body, media_type = read_own(url)
            except ForbiddenAddressError as error:
                raise FatalURLFetchingError(str(error)) from error
            return URLFetcherResponse(url, body, {"Content-Type": media_type})

    html = render_to_string(
        template, {**context, "title": title, "document_id": document_id, "language": language}
    )
    identifier = hashlib.sha256(document_id.encode()).digest()[:16]
    try:
        document = HTML(string=html, base_url=SCHEME, url_fetcher=OwnFilesOnly()).render(**OPTIONS)
        content = document.write_pdf(pdf_identifier=identifier, **OPTIONS)
    except FatalURLFetchingError as error:
        # WeasyPrint's is a BaseException, which a worker's error handling would not catch.
        raise ForbiddenAddressError(str(error)) from error
    return PdfDocument(content, len(document.pages), hashlib.sha256(content).hexdigest())
