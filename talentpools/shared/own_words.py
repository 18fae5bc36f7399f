"""What the person reads of her pools, her requests and the bench; and her employer of its side."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from orgs.models.sharing import SharedProfile
from orgs.sharing import is_open
from orgs.words import words_of_day
from talentpools.models import BenchProfile, ReleaseRequest, SharedMember, Vacancy, VacancyAsk
from talentpools.shared.bench import LEAST
from talentpools.shared.pools import nudged
from talentpools.shared.presenters import STATUS_COLOURS
from talentpools.shared.words import Codes, last_day_or_nothing, name_in, role_words, without_name
from talentpools.shared_states import (
    Ask,
    MemberStatus,
    Pattern,
    ReleaseState,
    VacancyKind,
    VacancyState,
)

RELEASE_COLOURS = {
    ReleaseState.ASKED: "blue",
    ReleaseState.AGREED: "green",
    ReleaseState.OTHER_DAYS: "aqua-green",
    ReleaseState.REFUSED: "orange",
    ReleaseState.LAPSED: "grey",
}
ASK_COLOURS = {Ask.ASKED: "blue", Ask.YES: "green"}

# --- the person ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """Where the person stands in a pool."""

    pool_id: UUID
    title: str
    organisation: str
    status: str
    colour: str
    sub: str
    offered: bool
    reminded: str


def standing(member: SharedMember, day: dt.date) -> Standing:
    """Where the person stands; ``reminded`` = the day she was asked how she is getting on, if lately."""
    status = MemberStatus(member.status)
    return Standing(
        member.profile.about,
        member.profile.call.title,
        member.profile.unit.name,
        str(status.label),
        STATUS_COLOURS[status],
        f"Since {words_of_day(member.changed_on)}",
        status == MemberStatus.OFFERED,
        words_of_day(member.nudged_on) if nudged(member, day) else "",
    )


@dataclass(frozen=True)
class ReleaseRow:
    """A request for release time, for either side."""

    public_id: UUID
    name: str
    programme: str
    organisation: str
    days: str
    reason: str
    answer_by: str
    overdue: bool
    waiting: bool
    state: str
    colour: str
    answer: str


def release_row(request: ReleaseRequest, day: dt.date, *, name: str = "") -> ReleaseRow:
    state = ReleaseState(request.state)
    agreed = f"{_days(request.agreed_days)}. " if request.agreed_days else ""
    return ReleaseRow(
        request.public_id,
        name,
        request.programme,
        request.organisation.name,
        _days(request.days),
        request.reason,
        words_of_day(request.answer_by),
        state == ReleaseState.ASKED and request.answer_by < day,
        state == ReleaseState.ASKED,
        str(state.label),
        RELEASE_COLOURS[state],
        f"{agreed}{request.answer}".strip(),
    )


def _days(number: int | None) -> str:
    return "1 day" if number == 1 else f"{number} days"


@dataclass(frozen=True)
class BenchCard:
    public_id: UUID
    bench: str
    lines: list[tuple[str, str]]
    until: str


def bench_card(profile: BenchProfile, roles: Codes, names: Mapping[str, str]) -> BenchCard:
    return BenchCard(
        profile.public_id,
        profile.unit.name,
        [
            ("Roles", role_words(profile.role_codes, roles)),
            ("Kind", ", ".join(str(VacancyKind(k).label) for k in profile.kinds) or "Either"),
            (
                "Working pattern",
                ", ".join(str(Pattern(p).label) for p in profile.patterns) or "Any",
            ),
            ("Where", ", ".join(names.get(c, c) for c in profile.areas) or "Anywhere"),
            ("Notice", f"{profile.notice_weeks} weeks"),
        ],
        last_day_or_nothing(profile.expires_on),
    )


@dataclass(frozen=True)
class AskCard:
    """A vacancy about which somebody is asked."""

    public_id: UUID
    title: str
    organisation: str
    need: str
    words: str
    until: str
    state: str
    colour: str
    can_answer: bool
    can_decline: bool


def ask_card(ask: VacancyAsk, roles: Codes, day: dt.date) -> AskCard:
    """An ask in words; one that is not answered when the vacancy closes has lapsed."""
    open_, state = is_open(ask.call, day), Ask(ask.state)
    if state == Ask.ASKED and not open_:
        state = Ask.LAPSED
    return AskCard(
        ask.public_id,
        ask.vacancy.title,
        ask.unit.name,
        need(ask.vacancy, roles),
        ask.vacancy.words,
        last_day_or_nothing(ask.call.closes_on),
        str(state.label),
        ASK_COLOURS.get(state, "grey"),
        open_ and state in (Ask.ASKED, Ask.NO, Ask.WITHDRAWN),
        state == Ask.ASKED,
    )


def need(vacancy: Vacancy, roles: Codes) -> str:
    """Role, kind, length, pattern and first day of a vacancy in one line."""
    kind = str(VacancyKind(vacancy.kind).label)
    if vacancy.months:
        kind += f", {vacancy.months} month{'s' if vacancy.months > 1 else ''}"
    parts = [role_words([vacancy.role_code], roles), kind]
    if vacancy.pattern:
        parts.append(str(Pattern(vacancy.pattern).label))
    if vacancy.starts_on:
        parts.append(f"from {words_of_day(vacancy.starts_on)}")
    return ", ".join(parts)


# --- the employer --------------------------------------------------------------------------------


@dataclass(frozen=True)
class VacancyCard:
    """A vacancy for whoever posted it: what is known of the answers is who said yes."""

    public_id: UUID
    title: str
    need: str
    bench: str
    words: str
    until: str
    open: bool
    state: str
    colour: str
    asked: str
    people: list[tuple[UUID, str, list[tuple[str, str]], str]]


def vacancy_card(
    vacancy: Vacancy, profiles: Sequence[SharedProfile], roles: Codes, day: dt.date
) -> VacancyCard:
    open_ = vacancy.state == VacancyState.OPEN and vacancy.closes_on > day
    return VacancyCard(
        vacancy.public_id,
        vacancy.title,
        need(vacancy, roles),
        vacancy.bench.name,
        vacancy.words,
        last_day_or_nothing(vacancy.closes_on),
        open_,
        "Open" if open_ else "Closed",
        "green" if open_ else "grey",
        asked_words(vacancy),
        [
            (
                p.public_id,
                name_in(p.fields),
                without_name(p.fields),
                f"Shared until {last_day_or_nothing(p.expires_on)}",
            )
            for p in profiles
        ],
    )


def asked_words(vacancy: Vacancy) -> str:
    """What may be said of how many were asked: one of two sentences, whatever the number."""
    if vacancy.many:
        return f"At least {LEAST} people on the bench match. Each of them is asked."
    return f"We ask those who match. Fewer than {LEAST} people, or nobody, may match at present."
