"""A board pack in words: how far it is, and its readers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from orgs.words import words_of_last_day, words_of_moment
from succession import packs
from succession.enums import PackState
from succession.models import BoardPack, PackReader


@dataclass(frozen=True)
class ReaderRow:
    """A reader: until when, and when first opened. ``open`` = she can open it today."""

    reader: PackReader
    name: str
    until: str
    opened: str
    state: str
    colour: str
    open: bool


def job(of: BoardPack, unit_code: str) -> dict[str, Any]:
    """What ``components/job.html`` shows of a pack."""
    made: dict[str, Any] = {
        "id": "pack-job",
        "url": reverse("succession:pack", args=[unit_code, of.public_id]),
    }
    if of.state == PackState.DONE:
        return made | {
            "done_url": reverse("succession:pack_pdf", args=[unit_code, of.public_id]),
            "done_label": f"Open the PDF, {of.pages} pages",
        }
    if of.state == PackState.FAILED:
        return made | {"error": "The pack could not be made. Ask for it again."}
    return made | {"label": "The pack is being made"}


def reader_rows(of: BoardPack, day: dt.date) -> list[ReaderRow]:
    """Everybody who was named for a pack, as of a day."""
    return [_row(each, of.unit_id, day) for each in packs.readers_of(of)]


def _row(each: PackReader, unit_id: int, day: dt.date) -> ReaderRow:
    state, colour = "May open it", "green"
    if each.removed_at is not None:
        state, colour = "Removed", "grey"
    elif each.expires_on <= day:
        state, colour = "Over", "grey"
    return ReaderRow(
        each,
        packs.name_of(each.user, unit_id),
        words_of_last_day(each.expires_on),
        words_of_moment(each.opened_at) if each.opened_at else "Not opened",
        state,
        colour,
        colour == "green",
    )
