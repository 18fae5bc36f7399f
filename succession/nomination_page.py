"""One nomination in words."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from orgs.templatetags.ui import day as words_of_day
from orgs.templatetags.ui import moment
from succession.models import Nomination, ReadinessJudgement
from succession.readiness import counted
from succession.words import Codes, label, status_words, told_words


@dataclass(frozen=True)
class NominationPage:
    """One nomination in words."""

    nomination: Nomination
    name: str
    role: str
    readiness: str
    stale: str
    told: str
    told_colour: str
    status: str
    cover: str
    meta: str
    withheld: str
    ended: bool
    closed: str
    history: list[tuple[str, str, str, str]]


def nomination_page(
    of: Nomination, judgements: Sequence[ReadinessJudgement], codes: Codes, day: dt.date
) -> NominationPage:
    """A nomination with its judgements, newest first: day, readiness, by whom and until when, evidence."""
    newest = next((j for j in judgements if j.valid_to is None), None)
    code, was = counted(
        newest.readiness if newest else None, newest.review_by if newest else None, day
    )
    told, colour = told_words(of.disclosure)
    by: str = of.changed_by_name  # type: ignore[attr-defined]  # annotated by the selector
    return NominationPage(
        nomination=of,
        name=of.staff.name,
        role=of.post.title,
        readiness=label(codes, "readiness", code),
        stale=label(codes, "readiness", was) if was else "",
        told=told,
        told_colour=colour,
        status=status_words(of.status),
        cover=label(codes, "cover", of.cover),
        meta=f"Last changed {moment(of.changed_at)}" + (f" by {by}" if by else ""),
        withheld=label(codes, "withhold_reason", of.withhold_reason) if of.withhold_reason else "",
        ended=of.valid_to is not None,
        closed=_closed(of),
        history=[_judged(j, codes) for j in judgements],
    )


def _closed(of: Nomination) -> str:
    """That the post was closed, and why, for a nomination that ended with it."""
    if of.post.valid_to is None:
        return ""
    return f"The post was closed on {words_of_day(of.post.valid_to)}: {of.post.closing_reason}"


def _judged(judgement: ReadinessJudgement, codes: Codes) -> tuple[str, str, str, str]:
    who: str = judgement.assessor_name  # type: ignore[attr-defined]  # annotated by the selector
    return (
        words_of_day(judgement.judged_on),
        label(codes, "readiness", judgement.readiness),
        f"{who or 'Not recorded'}, look again by {words_of_day(judgement.review_by)}",
        judgement.evidence or "No evidence noted",
    )
