"""The demand calendar in words, with its chart."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from orgs.words import words_of_day
from reporting.render import charts
from reporting.render.charts import Chart
from succession.bench import ready_now
from succession.board import Board, PostRow
from succession.demand import Calendar, calendar


@dataclass(frozen=True)
class DueWords:
    """A post that falls vacant: in which quarter, who holds it, when and why, who could follow."""

    quarter: str
    title: str
    holder: str
    when: list[str]
    ready: str
    acting: str


@dataclass
class DemandPage:
    """Everything that the demand page shows."""

    sentence: str
    chart: Chart
    posts: list[DueWords]


def demand_page(board: Board) -> DemandPage:
    found = calendar(board)
    posts = [
        *(_words(row, "Vacant now", [], board.day) for row in found.vacant),
        *(_words(d.row, "The day has passed", d.reasons, board.day) for d in found.overdue),
        *(_words(d.row, q.label, d.reasons, board.day) for q in found.quarters for d in q.posts),
    ]
    sentence = _sentence(found)
    return DemandPage(
        sentence=sentence,
        chart=charts.bars(
            key="demand",
            title="Posts falling vacant by quarter",
            summary=sentence,
            row_label="Quarter",
            value_label="Posts falling vacant",
            rows=[(q.label, len(q.posts)) for q in found.quarters],
        ),
        posts=posts,
    )


def _sentence(found: Calendar) -> str:
    due = found.due
    nobody = sum(not each.row.ready_now for each in due)
    posts = f"{len(due)} post{'' if len(due) == 1 else 's'}"
    parts = [
        f"{posts} {'is' if len(due) == 1 else 'are'} known to fall vacant in the next "
        f"{len(found.quarters)} quarters"
        + (f", {nobody} of them with nobody ready now." if due else ".")
    ]
    if found.vacant:
        parts.append(f"{len(found.vacant)} {'is' if len(found.vacant) == 1 else 'are'} vacant now.")
    return " ".join(parts)


def _words(
    row: PostRow, quarter: str, reasons: Sequence[tuple[dt.date, str]], day: dt.date
) -> DueWords:
    return DueWords(
        quarter=quarter,
        title=row.title,
        holder=", ".join(holder.name for holder in row.holders),
        when=[
            f"{why} on {words_of_day(on)}{', and it is still held' if on < day else ''}"
            for on, why in reasons
        ],
        ready=", ".join(s.name for s in row.successors if ready_now(s)),
        acting=", ".join(s.name for s in row.successors if s.steps_in),
    )
