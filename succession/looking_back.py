"""A day whose judgements have been removed: what its pages say, and what they leave unsaid."""

import datetime as dt

from orgs.keeping.rules import kept_since
from orgs.templatetags.ui import day as words_of_day
from succession.board import NO_RISK
from succession.presenters import PlanPage
from succession.row_words import NO_COVER, Row

GONE = "No longer kept"


def no_longer_kept(unit_id: int, day: dt.date, today: dt.date) -> str:
    """What a look back must say where judgements of the day have been removed; "" where none has.

    One query, and none for today.
    """
    since = kept_since(unit_id, "judgement") if day < today else None
    if since is None or day >= since:
        return ""
    return (
        f"Judgements before {words_of_day(since)} are no longer kept. This page shows the posts of "
        "the day and who held them; of successors and risks only what stayed in force since."
    )


def silenced(page: PlanPage, said: str) -> PlanPage:
    """The page of such a day: where it knows nothing it says so, and not that there was nothing."""
    page.no_longer_kept = said
    page.tiles = []
    for row in page.rows:
        _silence(row)
    return page


def _silence(row: Row) -> None:
    if row.post.risk == NO_RISK:
        row.risk_suffix = GONE.lower()
    row.notes = [note for note in row.notes if note != NO_COVER]
    row.exposure = None
    for cell in row.cells:
        if not cell.cards:
            cell.empty, cell.bad = GONE, False
