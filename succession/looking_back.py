"""A day that has gone by: what its pages say of it, and what they leave unsaid."""

import datetime as dt

from orgs.keeping.rules import kept_since
from orgs.words import words_of_day
from succession.board import NO_RISK, Board
from succession.enums import PlanState
from succession.models import SuccessionPlan
from succession.past import Past
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


def plan_then(of: SuccessionPlan, past: Past) -> SuccessionPlan | None:
    """The plan of the day in the state in which it was; None where it was not yet known to be one.

    Recorded later than the day, only its signing off says in which state it was.
    """
    then = past.plans.get(of.pk)
    if then is None:
        return None
    on = then["signed_off_on"]
    signed_off = on is not None and on <= past.day
    if then.in_time:
        of.state = then["state"]
    else:
        of.state = PlanState.SIGNED_OFF if signed_off else ""
    return of


def notes(known_on: dt.date | None, board: Board, past: Past) -> list[str]:
    """What a page says of the day it shows, beside what it shows."""
    said = ["Names, jobs, pathways and pools are those of today."]
    if known_on is not None and not board.rows:
        said.append("Nothing had been recorded by then.")
    elif known_on is None and any(not row.in_time for row in past.posts.values()):
        said.append("Some of it was recorded after that day.")
    return said
