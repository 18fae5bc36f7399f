"""One's own record in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from orgs.access.roles import roles
from orgs.enums import CorrectionOutcome
from orgs.held import Look, parts
from orgs.models.corrections import CorrectionRequest
from orgs.words import words_of_day


@dataclass(frozen=True)
class LookLine:
    """A look: the day, in which role, for what."""

    on: str
    who: str
    purpose: str


@dataclass(frozen=True)
class CorrectionLine:
    """A request as its person sees it."""

    about: str
    words: str
    asked: str
    outcome: str
    answer: str
    answered: str


def look_lines(looks: Iterable[Look]) -> list[LookLine]:
    """Looks with the roles in words. Codes that no longer are roles stay as they are."""
    return [LookLine(words_of_day(each.day), _roles(each.roles), each.purpose) for each in looks]


def _roles(codes: str) -> str:
    labels = [
        roles.get(code).label if code in roles else code
        for code in (part.strip() for part in codes.split(","))
        if code and code != "staff"
    ]
    return ", ".join(labels) or "Staff member"


def about_words(key: str) -> str:
    """The title of the part that a request is about."""
    return parts.get(key).title if key in parts else "Something else"


def correction_lines(requests: Iterable[CorrectionRequest]) -> list[CorrectionLine]:
    return [
        CorrectionLine(
            about_words(each.about),
            each.words,
            words_of_day(each.asked_on),
            str(CorrectionOutcome(each.outcome).label) if each.outcome else "",
            each.answer,
            words_of_day(each.answered_on) if each.answered_on else "",
        )
        for each in requests
    ]
