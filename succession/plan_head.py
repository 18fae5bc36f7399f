"""The head of the board plan in words: its state, its four figures, and the days to look back to."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from orgs.words import words_of_day, words_of_moment
from succession.board import Board, PostRow
from succession.copies import Changes
from succession.enums import PlanState
from succession.models import PlanCopy, SuccessionPlan
from succession.planning import cycle_of
from succession.template import PlanRules

#: So many names of one kind of change are said.
MOST_NAMES = 5
#: Posts that one person would cover in an emergency, from which on the plan warns.
CONCENTRATED = 3
STATE_COLOURS = {
    PlanState.DRAFT: "blue",
    PlanState.IN_REVIEW: "yellow",
    PlanState.SIGNED_OFF: "green",
    PlanState.SUPERSEDED: "grey",
}


def status(plan: SuccessionPlan | None) -> tuple[str, str]:
    """Word and colour of the plan's state; of a day on which its state is not known, none."""
    if plan is None or not plan.state:
        return "", "blue"
    state = PlanState(plan.state)
    return str(state.label), STATE_COLOURS[state]


def meta(plan: SuccessionPlan | None, *, past: bool) -> str:
    """Who changed the plan last; "" for a day that has gone by, which is said beside the control."""
    if past:
        return ""
    if plan is None:
        return "No plan has been started yet"
    by: str = plan.changed_by_name  # type: ignore[attr-defined]  # annotated by the selector
    return f"Last changed {words_of_moment(plan.changed_at)}" + (f" by {by}" if by else "")


def to_start(plan: SuccessionPlan | None, today: dt.date) -> str:
    """The cycle of today when its plan has not been started; "" when it has."""
    cycle = cycle_of(today)
    return "" if plan is not None and plan.cycle >= cycle else cycle


def stands(plan: SuccessionPlan, copy: PlanCopy, since: Changes) -> list[str]:
    """Where a plan that was submitted stands, and what came and went since, in sentences."""
    said = []
    signed: int = copy.signed  # type: ignore[attr-defined]  # annotated by signing.newest
    asked: int = copy.asked  # type: ignore[attr-defined]  # the same
    if plan.state == PlanState.IN_REVIEW:
        said.append(
            f"Version {copy.number} was submitted on {words_of_day(copy.made_on)}: "
            f"{signed} of {asked} signatures are in."
        )
    elif plan.state == PlanState.SIGNED_OFF:
        said.append(f"Version {copy.number} was signed off on {words_of_day(plan.signed_off_on)}.")
    elif plan.state == PlanState.DRAFT:
        said.append(f"Version {copy.number} of {words_of_day(copy.made_on)} was sent back.")
    return said + changed(since)


def changed(since: Changes) -> list[str]:
    """What came and went since a version, one sentence for each kind of change."""
    return [
        f"{what}: {_and(names)}."
        for what, names in (
            ("Posts added since", since.posts_added),
            ("Posts closed since", since.posts_gone),
            ("Named since", [f"{name} for {title}" for name, title in since.named_since]),
            ("No longer named", [f"{name} for {title}" for name, title in since.gone_since]),
            ("Readiness judged anew", [f"{name} for {title}" for name, title in since.judged_anew]),
            ("Other holders", since.holders_changed),
        )
        if names
    ]


def _and(names: Sequence[str]) -> str:
    return ", ".join(names[:MOST_NAMES]) + (
        f" and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else ""
    )


def concentrated(board: Board) -> list[str]:
    """Whoever is emergency cover for so many posts that one absence would leave several without."""
    covers: dict[tuple[str, int], list[PostRow]] = {}
    for row in board.rows:
        for each in row.successors:
            if each.steps_in:
                covers.setdefault((each.name, each.person), []).append(row)
    return [
        f"{name} is the emergency cover for {len(rows)} posts: {_and([row.title for row in rows])}"
        for (name, _), rows in sorted(covers.items())
        if len(rows) >= CONCENTRATED
    ]


def tiles(board: Board, rules: PlanRules) -> list[dict[str, Any]]:
    """Four figures over all roles of the plan."""
    rows = board.rows
    ready = sum(r.ready_now for r in rows)
    nobody = [r for r in rows if not r.in_line]
    risky = [r for r in rows if r.at_high_risk]
    exposed = sum(not r.ready_now for r in risky)
    people = {s.person: s for s in board.successors if s.in_line}
    started = sum(s.has_pathway for s in people.values())
    stale = sum(bool(s.stale) for s in board.successors)
    return [
        {
            "label": "Roles with someone ready now",
            "value": ready,
            "of": len(rows),
            "percent": round(100 * ready / len(rows)) if rows else None,
            "percent_label": f"{round(100 * ready / len(rows))}% of roles" if rows else "",
            "note": f"{rules.successors_wanted} successors wanted for each role",
        },
        {
            "label": "Roles with no successor",
            "value": len(nobody),
            "tone": "bad" if nobody else "good",
            "note": _named(nobody),
        },
        {
            "label": "Roles at high vacancy risk",
            "value": len(risky),
            "tone": "warn" if risky else "good",
            "note": f"{exposed} of them with nobody ready now" if risky else "",
        },
        {
            "label": "Successors with a pathway",
            "value": started,
            "of": len(people),
            "percent": round(100 * started / len(people)) if people else None,
            "percent_label": f"{round(100 * started / len(people))}% of successors"
            if people
            else "",
            "note": f"{stale} judgement{'s' if stale != 1 else ''} out of date" if stale else "",
        },
    ]


def _named(rows: Sequence[PostRow]) -> str:
    if not rows:
        return ""
    more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
    first = rows[0]
    leaving = (
        f", leaving {words_of_day(first.risk.leaving_on)}"
        if first.risk.leaving_on and not more
        else ""
    )
    return f"{first.title}{leaving}{more}"
