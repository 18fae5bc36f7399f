"""What people would like: one's own wishes with their history, and what others may read of them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from learning.models import Aspiration
from orgs.codes import code_lists
from orgs.models.codes import Code
from orgs.models.units import OrgUnit

#: The lists that an aspiration's codes come from.
LISTS = ("board_role", "growth", "aspiration_when", "working_pattern")


@dataclass(frozen=True)
class Wish:
    """An aspiration as the apps above use it: codes, and months until she would like it.

    ``within`` is the upper end of her horizon in months, None if she gave none; ``areas`` empty =
    she named no place.
    """

    staff_id: int
    roles: tuple[str, ...]
    growth: str
    within: int | None
    areas: tuple[str, ...]
    pattern: str
    notice_weeks: int | None
    since: dt.date


@dataclass(frozen=True)
class AspirationInWords:
    """An aspiration with its codes in words; empty where she said nothing."""

    roles: tuple[tuple[str, str], ...]
    growth: str
    horizon: str
    areas: str
    pattern: str
    notice: str
    words: str
    shared: bool
    since: dt.date
    until: dt.date | None


def own_open(staff_id: int) -> Aspiration | None:
    """A person's own open aspiration."""
    return Aspiration.objects.filter(staff_id=staff_id, valid_to=None).first()


def own_history(staff_id: int) -> list[Aspiration]:
    """Everything that a person has written here, the newest first; for herself alone."""
    return list(Aspiration.objects.filter(staff_id=staff_id).order_by("-valid_from", "-pk"))


def current(unit_id: int, day: dt.date) -> list[Wish]:
    """The shared aspirations at an employer on a day, one a person: 2 queries, for pools and bench.

    Whatever the day, nobody but the person reads one that she has changed or taken back since.
    """
    months = code_lists("aspiration_when")["aspiration_when"]
    return [
        Wish(
            staff_id=row.staff_id,
            roles=tuple(row.roles),
            growth=row.growth,
            within=months[row.horizon].high if row.horizon in months else None,
            areas=tuple(row.areas),
            pattern=row.pattern,
            notice_weeks=row.notice_weeks,
            since=row.valid_from,
        )
        for row in _shared(unit_id, day).order_by("staff_id")
    ]


def shared_by(unit_id: int, staff_id: int, day: dt.date) -> AspirationInWords | None:
    """What one person shares, in words; None if she shares nothing."""
    row = _shared(unit_id, day).filter(staff_id=staff_id).first()
    return in_words([row])[0] if row else None


def _shared(unit_id: int, day: dt.date) -> QuerySet[Aspiration]:
    return Aspiration.objects.filter(
        unit_id=unit_id, shared=True, valid_to=None, valid_from__lte=day
    )


def areas(above: Sequence[str], day: dt.date, *also: str) -> dict[str, str]:
    """Name by code of the units that somebody can name as an area: 1 query.

    Every region, and the boards that hang, on the day, on a unit `above` her employer; a whole nation
    of boards would be no choice. `also` are codes that she has named before.
    """
    regions = Q(type__code="region", open=True)
    near = Q(type__code="icb", placements__parent__code__in=above, placements__valid__contains=day)
    rows = OrgUnit.objects.filter(regions | near | Q(code__in=also)).distinct()
    return dict(rows.order_by("type__code", "name").values_list("code", "name"))


def in_words(rows: Iterable[Aspiration]) -> list[AspirationInWords]:
    """Aspirations with their codes in words: 2 queries for any number of them."""
    listed = list(rows)
    codes = code_lists(*LISTS)
    wanted = {code for row in listed for code in row.areas}
    names = dict(OrgUnit.objects.filter(code__in=wanted).values_list("code", "name"))
    return [_in_words(row, codes, names) for row in listed]


def _in_words(
    row: Aspiration, codes: dict[str, dict[str, Code]], names: dict[str, str]
) -> AspirationInWords:
    def label(name: str, code: str) -> str:
        return codes[name][code].label if code in codes[name] else code

    places = [*(names.get(code, code) for code in row.areas), *([row.places] if row.places else [])]
    growth = codes["growth"].get(row.growth)
    weeks = row.notice_weeks
    return AspirationInWords(
        roles=tuple((code, label("board_role", code)) for code in row.roles),
        growth=f"{growth.label}: {growth.description[:1].lower()}{growth.description[1:]}"
        if growth
        else row.growth,
        horizon=label("aspiration_when", row.horizon) if row.horizon else "",
        areas=", ".join(places),
        pattern=label("working_pattern", row.pattern) if row.pattern else "",
        notice="" if weeks is None else f"{weeks} week{'' if weeks == 1 else 's'}",
        words=row.words,
        shared=row.shared,
        since=row.valid_from,
        until=row.valid_to,
    )
