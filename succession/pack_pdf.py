"""The board pack as a tagged PDF, by the shared PDF service."""

import datetime as dt
from typing import Any

from orgs.words import words_of_day
from reporting.render.pdf import PdfDocument, render_pdf
from succession.models import BoardPack
from succession.paper_words import rows_of, summary


def render(pack: BoardPack) -> PdfDocument:
    """The PDF of a pack: the same paper and stamp always give the same bytes."""
    paper, copy = pack.copy.paper.content, pack.copy
    as_at = dt.date.fromisoformat(paper["as_at"])
    return render_pdf(
        template="succession/pack_pdf.html",
        context={
            "caption": paper["organisation"]["name"],
            "meta": f"{paper['cycle']}, version {copy.number}, as it stood on {words_of_day(as_at)}",
            "as_at": as_at,
            "summary": summary(paper),
            "rows": rows_of(paper),
            "signatures": [_signature(each) for each in pack.stamp],
            "rules": paper["rules"],
            "checksum": copy.paper.sha256,
        },
        title="Board succession plan",
        document_id=f"Confidential: people named. {paper['organisation']['code']}, version {copy.number}",
    )


def _signature(each: dict[str, Any]) -> dict[str, str]:
    on = words_of_day(dt.date.fromisoformat(each["on"])) if each["on"] else ""
    said = {
        "signed": f"Signed on {on}",
        "recorded": f"Recorded from the minutes on {on}: {each['minutes']}",
    }
    return {
        "role": each["role"],
        "name": each["name"] or "Nobody holds the post",
        "said": said.get(each["state"], each["label"]),
    }
