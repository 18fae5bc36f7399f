"""What of the board plan is overdue or contradicts itself, the gravest first, as of a day."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from orgs.words import words_of_day
from succession.board import Board, PostRow
from succession.ended import Ended, Lately
from succession.enums import Disclosure
from succession.judged import RISK_NOT_ASSESSED
from succession.successor_row import Successor

#: Days after which a named person without a pathway, an untold one and an unanswered telling are overdue.
PATHWAY_AFTER = 30
TELL_AFTER = 30
ANSWER_AFTER = 14


@dataclass(frozen=True)
class Item:
    """One thing to do: a post, or a successor of it. `ended`: whom the note names."""

    post: PostRow
    successor: Successor | None
    note: str
    ended: tuple[Ended, ...] = ()


@dataclass(frozen=True)
class Finding:
    """All items of one kind. ``key`` names the fix, ``why`` says what is wrong with leaving it."""

    key: str
    title: str
    why: str
    items: tuple[Item, ...]

    @property
    def staff_ids(self) -> set[int]:
        """The holders of the posts of the finding."""
        return {h.staff_id for i in self.items for h in i.post.holders}

    @property
    def people(self) -> list[Successor | Ended]:
        """The successors whom the finding names, present or ended."""
        return [each for i in self.items for each in (i.successor, *i.ended) if each is not None]


def findings(board: Board, lately: Lately, user_id: int | None) -> list[Finding]:
    """Every finding on the plan, without those that found nothing.

    `lately` are the nominations that ended; `user_id` says whose approval is asked for.
    """
    rows = board.rows
    made = [
        Finding(
            "approve",
            "Waits for your approval",
            "A colleague asks that somebody is not told yet. Nobody is held back until you approve.",
            tuple(_people(rows, lambda s: _to_approve(s, user_id))),
        ),
        Finding(
            "lost",
            "Lost the only successor who was ready now",
            "The nomination has ended, and nobody else named for the post is ready now.",
            tuple(_lost(rows, lately)),
        ),
        Finding(
            "gone",
            "Somebody still holds a post after their leaving date",
            "Either the date was wrong, or the post is vacant and the plan does not say so.",
            tuple(_gone(rows, board.day)),
        ),
        Finding(
            "cover",
            "No emergency cover",
            "Nobody could act up if the post fell vacant on Monday.",
            tuple(Item(row, None, "") for row in rows if not row.emergency_cover),
        ),
        Finding(
            "named",
            "No successor named",
            "The post has nobody to follow.",
            tuple(Item(row, None, "") for row in rows if not row.in_line),
        ),
        Finding(
            "judge",
            "Readiness out of date",
            "After its review date a judgement counts as not assessed.",
            tuple(_people(rows, _stale)),
        ),
        Finding(
            "tell",
            "Not told, and due to be",
            "Being told is the rule: holding back needs a reason and a day that has not passed.",
            tuple(_people(rows, lambda s: _untold(s, board.day))),
        ),
        Finding(
            "answer",
            f"Told more than {ANSWER_AFTER} days ago, no answer yet",
            "Until they agree, nothing that was prepared is theirs.",
            tuple(_people(rows, lambda s: _unanswered(s, board.day))),
        ),
        Finding(
            "prepare",
            f"Named more than {PATHWAY_AFTER} days ago, no pathway yet",
            "Naming somebody is of use when they can grow towards the role.",
            tuple(_people(rows, lambda s: _without_pathway(s, board.day))),
        ),
        Finding(
            "risk",
            "Vacancy risk not assessed",
            "Without it the plan cannot say where a vacancy is likely.",
            tuple(
                Item(row, None, "") for row in rows if row.risk.vacancy_risk == RISK_NOT_ASSESSED
            ),
        ),
    ]
    return [finding for finding in made if finding.items]


def _gone(rows: Iterable[PostRow], day: dt.date) -> Iterator[Item]:
    for row in rows:
        ends = [d for d in (row.risk.leaving_on, row.term_ends_on) if d is not None and d < day]
        if ends and row.holders:
            yield Item(row, None, row.holders[0].name)


def _lost(rows: Iterable[PostRow], lately: Lately) -> Iterator[Item]:
    for row in rows:
        ready = [each for each in lately.get(row.id, ()) if each.was_ready]
        if ready and not row.ready_now:
            yield Item(row, None, ready[0].words, (ready[0],))


#: What to say about a successor to whom a finding applies; None where it does not.
Said = Callable[[Successor], str | None]


def _people(rows: Iterable[PostRow], say: Said) -> Iterator[Item]:
    for row in rows:
        for successor in row.successors:
            said = say(successor)
            if said is not None:
                yield Item(row, successor, said)


def _stale(of: Successor) -> str | None:
    return f"To be looked at by {words_of_day(of.review_by)}" if of.stale else None


def _to_approve(of: Successor, user_id: int | None) -> str | None:
    held = of.withheld
    if held is None or held.approved_on is not None or held.approver != user_id:
        return None
    if of.disclosure != Disclosure.NOT_TOLD or user_id is None:
        return None
    return f"Not to be told until {words_of_day(of.withheld_until)}"


def _untold(of: Successor, day: dt.date) -> str | None:
    if of.disclosure != Disclosure.NOT_TOLD or not of.in_line:
        return None
    held = of.withheld
    if held is not None and held.approver is None:
        return "Held back without anybody who approved it"
    if held is not None and held.approved_on is not None and of.withheld_until is not None:
        late = of.withheld_until <= day
        return f"Held back until {words_of_day(of.withheld_until)}" if late else None
    if of.refused_on is not None:
        return f"Holding back was refused on {words_of_day(of.refused_on)}"
    late = (day - of.named_on).days > TELL_AFTER
    waits = "; holding back waits for approval" if held is not None else ""
    return f"Named on {words_of_day(of.named_on)}{waits}" if late else None


def _unanswered(of: Successor, day: dt.date) -> str | None:
    if of.disclosure != Disclosure.TOLD or of.told_on is None:
        return None
    late = (day - of.told_on).days > ANSWER_AFTER
    return f"Told on {words_of_day(of.told_on)}" if late else None


def _without_pathway(of: Successor, day: dt.date) -> str | None:
    late = (day - of.named_on).days > PATHWAY_AFTER
    return (
        f"Named on {words_of_day(of.named_on)}"
        if late and of.in_line and not of.has_pathway and of.staff_id is not None
        else None
    )
