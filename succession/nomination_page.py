"""One nomination in words."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from orgs.words import lowered, words_of_day, words_of_moment
from succession.ended import how_ended
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
        name=of.name,
        role=of.post.title,
        readiness=label(codes, "readiness", code),
        stale=label(codes, "readiness", was) if was else "",
        told=told,
        told_colour=colour,
        status=_status(of),
        cover=label(codes, "cover", of.cover),
        meta=f"Last changed {words_of_moment(of.changed_at)}" + (f" by {by}" if by else ""),
        ended=of.valid_to is not None,
        closed=_closed(of),
        history=[_judged(j, codes) for j in judgements],
    )


def _status(of: Nomination) -> str:
    how = how_ended(of)
    return f"Ended: {how} on {words_of_day(of.valid_to)}" if how else status_words(of.status)


@dataclass(frozen=True)
class HeldBack:
    """What has become of a withholding, in words. `mine`: it waits for the reader to decide."""

    words: str
    mine: bool = False


def held_back(
    of: Nomination, codes: Codes, user_id: int | None, *, managers: Mapping[int, str]
) -> HeldBack | None:
    """Where holding back stands; None where nobody asked for it, or the person knows.

    `managers` are the others who may approve today, by account.
    """
    if of.withhold_refused_on is not None and not of.withhold_reason:
        return HeldBack(f"Refused on {words_of_day(of.withhold_refused_on)}. Telling is due")
    if not of.withhold_reason:
        return None
    reason = label(codes, "withhold_reason", of.withhold_reason)
    until = f"{reason}, until {words_of_day(of.withhold_review_on)}"
    mine = (
        of.withhold_approved_on is None
        and user_id is not None
        and of.withhold_approver_id == user_id
    )
    return HeldBack(f"{until}. {_approval(of, managers, mine=mine)}", mine)


def _approval(of: Nomination, managers: Mapping[int, str], *, mine: bool) -> str:
    if of.withhold_approver_id is None:
        return "Nobody has approved it: ask somebody to"
    known = of.approver_name  # type: ignore[attr-defined]  # annotated
    who = known or managers.get(of.withhold_approver_id) or "a former colleague"
    if of.withhold_approved_on is not None:
        return f"Approved by {who} on {words_of_day(of.withhold_approved_on)}"
    if mine:
        return "Waiting for you to approve"
    if of.withhold_approver_id not in managers:
        return f"{who} can no longer approve it: ask somebody else to"
    return f"Waiting for {who} to approve"


def asked_words(of: Nomination, codes: Codes) -> str:
    """The question to the approver."""
    if not of.withhold_reason:
        return "Is it right not to tell them yet?"
    reason = label(codes, "withhold_reason", of.withhold_reason)
    until = words_of_day(of.withhold_review_on)
    return f"Is it right not to tell {of.name} until {until}? Reason given: {lowered(reason)}"


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
