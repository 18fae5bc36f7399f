"""A successor in words: the card on the board, the buttons that move it, and the line in the details."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.forms import Form

from learning.gaps import Distance
from orgs.words import lowered, words_of_day
from succession.addresses import Addresses
from succession.enums import Disclosure
from succession.judged import STEPS_IN
from succession.ordering import DOWN, UP, stamp
from succession.readiness import HORIZONS, NOT_ASSESSED
from succession.successor_row import Successor
from succession.words import Codes, label

TONES = dict(zip(HORIZONS, ("now", "next"), strict=False))
#: As much of the evidence as the board shows; the whole stands on the page of the nomination.
EVIDENCE_SHOWN = 90


@dataclass
class Move:
    """A button that moves something one place. ``value`` is what it sends."""

    value: str
    text: str
    label: str
    focus: bool = False


@dataclass
class Card:
    """One successor in one cell. With `form` it is being edited, at `edit_url`."""

    successor: Successor
    url: str
    change_url: str
    cover_url: str
    tone: str
    ring_label: str
    notes: list[str]
    place: str = ""
    moves: list[Move] = field(default_factory=list)
    form: Form | None = None
    edit_url: str = ""
    conflict: dict[str, Any] | None = None
    focus: bool = False

    @property
    def lines(self) -> str:
        return "\n".join(self.notes)


def in_details(successor: Successor) -> str:
    """One successor in the details: who judged, until when, and what shows it."""
    s = successor
    if s.judged_on is None:
        return f"{s.name}: not assessed yet"
    who = s.assessor or "somebody not recorded"
    said = (
        f"{s.name}: judged by {who} on {words_of_day(s.judged_on)}, "
        f"look again by {words_of_day(s.review_by)}. "
    )
    shown = textwrap.shorten(s.evidence, EVIDENCE_SHOWN, placeholder=" …")
    return said + (shown or "No evidence noted")


def gap_words(distance: Distance | None) -> str:
    """How far somebody is from the role; "" where the role has no profile."""
    if distance is None:
        return ""
    if not distance.shown:
        return f"None of {distance.wanted} domains assessed"
    if not distance.short:
        return f"Meets the role in all {distance.wanted} domains"
    return f"{distance.short} of {distance.wanted} domains below the role"


def _notes(s: Successor, codes: Codes) -> list[str]:
    """What stands below the name, the job first."""
    notes = [s.job] if s.job else []
    if s.staff_id is None:
        notes.append("From elsewhere, with their consent")
    if s.pools:
        notes.append(f"Pool: {', '.join(s.pools)}")
    if s.stale:
        was = label(codes, "readiness", s.stale)
        notes.append(f"Out of date: {lowered(was)} until {words_of_day(s.review_by)}")
    elif s.readiness not in HORIZONS:
        not_yet = s.readiness == NOT_ASSESSED
        notes.append("Not assessed yet" if not_yet else label(codes, "readiness", s.readiness))
    if s.in_line and (gap := gap_words(s.distance)):
        notes.append(gap)
    if s.cover in STEPS_IN:
        notes.append(label(codes, "cover", s.cover))
    return [*notes, *_on_the_way(s)]


def _on_the_way(s: Successor) -> list[str]:
    """What the person knows, and whether there is a pathway, as far as something is left to do."""
    notes = []
    if s.disclosure == Disclosure.NOT_TOLD:
        notes.append(_not_told(s))
    elif s.disclosure == Disclosure.TOLD:
        notes.append("Told, no answer yet")
    if s.in_line and not s.has_pathway and s.staff_id is not None:
        notes.append("No pathway yet")
    return notes


def _not_told(s: Successor) -> str:
    if s.withheld is None or s.withheld_until is None:
        return "Not told yet"
    if s.withheld.approver is not None and s.withheld.approved_on is None:
        return "Not told, holding back waits for approval"
    return f"Not told, look again on {words_of_day(s.withheld_until)}"


def card(
    successor: Successor,
    codes: Codes,
    addresses: Addresses,
    *,
    line: Sequence[Successor] = (),
    title: str = "",
    read_only: bool = False,
) -> Card:
    """A successor as a talent card; `line` = all who are in line for the post called `title`, where its
    place among them is shown to be changed.
    """
    s = successor
    who = s.public_id
    made = Card(
        successor=s,
        url=addresses.of("nomination", who),
        change_url="" if read_only else addresses.of("readiness", who),
        cover_url="" if read_only else addresses.of("cover", who),
        tone=TONES.get(s.readiness, ""),
        ring_label=f"Development plan {s.percent}% done" if s.percent is not None else "",
        notes=_notes(s, codes),
    )
    if s in line and len(line) > 1:
        place = line.index(s) + 1
        made.place = f"{place} of {len(line)}"
        if not read_only:
            made.moves = _moves(who, s.name, title, place, len(line), line)
    return made


def _moves(
    who: UUID, name: str, title: str, place: int, count: int, line: Sequence[Successor]
) -> list[Move]:
    """The buttons that move somebody one place in the line, as far as there is one."""
    seen = stamp(each.public_id for each in line)
    return [
        Move(f"{who}/{to}/{seen}", word, f"Move {word.lower()}: {name}, {title}")
        for to, word, there in ((UP, "Up", place > 1), (DOWN, "Down", place < count))
        if there
    ]
