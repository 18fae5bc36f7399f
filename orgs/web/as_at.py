"""One control for every page that can be shown as it was on another day (docs/adr/0021-as-at.md).

A view asks ``asked(request, …)`` for the day, passes it on to its selectors, and puts the answer into its
context as ``as_at``; the template includes ``components/as_at.html``. A day that cannot be is answered by
``refused(…)``: the control with its message, and nothing of the page, so that nobody takes today for it.

The day decides what is shown, never who may see it: rights are those of today. That a page of another day
changes nothing is held by the middleware, which refuses whatever is sent to an address with a day in it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Self
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from orgs import placed
from orgs.access.rules import ViewerRequest
from orgs.web.forms import DayField, UiForm
from orgs.words import words_of_day

DAY, KNOWN = "as_at", "known_on"
_PARTS = ("day", "month", "year")
#: Of the tree and of settings days to come are known, as far as anybody plans.
AHEAD = dt.timedelta(days=3653)
#: Days by name, each so long before the last change of organisations: a link to one costs no query until
#: somebody follows it.
NAMED = {"before-change": dt.timedelta(days=1), "change": dt.timedelta(0)}
NAMED_WORDS = {
    "before-change": "The day before organisations last changed",
    "change": "The day on which they last changed",
}
#: As much of what was typed into an address as comes back in the box.
_LONGEST = 20


class AsAtForm(UiForm):
    """The day to show, and by when something had to be recorded to count."""

    label_size = "s"
    as_at = DayField(label="Day", required=False, help_text="For example, 31 3 2026")
    known_on = DayField(
        label="As it was known on",
        required=False,
        help_text="Leaves out what was recorded or put right later. Leave it empty to see what is known now.",
    )

    def __init__(self, data: Mapping[str, str] | None, *, latest: dt.date, today: dt.date) -> None:
        super().__init__(data)
        self.latest, self.today = latest, today

    def clean_as_at(self) -> dt.date | None:
        day: dt.date | None = self.cleaned_data[DAY]
        if day is not None and day > self.latest:
            raise ValidationError(
                "Enter today or a day before: what is to come is not recorded"
                if self.latest == self.today
                else "Enter a day within the next 10 years"
            )
        return day

    def clean_known_on(self) -> dt.date | None:
        known: dt.date | None = self.cleaned_data[KNOWN]
        if known is not None and known > self.today:
            raise ValidationError("Enter today or a day before")
        return known

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or {}
        day, known = found.get(DAY), found.get(KNOWN)
        if known is not None and not self.errors and known < (day or known):
            self.add_error(
                KNOWN,
                "Enter the day that is shown, or a later one: no record tells of a day to come",
            )
        return found


@dataclass(frozen=True)
class Shortcut:
    """A day that is one link away."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class AsAt:
    """The day that a page shows, and everything the control needs to offer another one.

    ``known_on`` is None where everything that is known now counts. ``kept`` is what else the address says.
    """

    day: dt.date
    today: dt.date
    known_on: dt.date | None
    form: AsAtForm
    path: str
    kept: tuple[tuple[str, str], ...]
    days: tuple[tuple[str, dt.date], ...] = ()
    knowing: bool = False

    @property
    def wrong(self) -> bool:
        """Whether the day asked for cannot be."""
        return bool(self.form.errors)

    @property
    def other(self) -> bool:
        """Whether it is another day than today."""
        return self.day != self.today

    @property
    def refines(self) -> bool:
        """Whether it is asked by when something had to be known: on the page of another day."""
        return self.knowing and (self.other or self.wrong)

    @property
    def future(self) -> bool:
        return self.day > self.today

    @property
    def given(self) -> list[tuple[str, str]]:
        """What an address says of the day: nothing for today."""
        known = [(KNOWN, self.known_on.isoformat())] if self.known_on else []
        return [(DAY, self.day.isoformat()), *known] if self.other else []

    @property
    def suffix(self) -> str:
        """The end of an address that keeps the day, "" for today."""
        return f"?{urlencode(self.given)}" if self.other else ""

    @property
    def shortcuts(self) -> list[Shortcut]:
        """Days that are one link away, each once, today first."""
        once: dict[dt.date, str] = {}
        for words, day in self.days:
            once.setdefault(day, words)
        named = [
            Shortcut(words, _url(self.path, [*self.kept, (DAY, name)]), current=False)
            for name, words in NAMED_WORDS.items()
        ]
        return [*(self._shortcut(words, day) for day, words in once.items()), *named]

    def _shortcut(self, words: str, day: dt.date) -> Shortcut:
        current = day == self.day
        if day == self.today:
            return Shortcut(words, self.today_url, current)
        url = _url(self.path, [*self.kept, (DAY, day.isoformat())])
        return Shortcut(f"{words}, {words_of_day(day)}", url, current)

    def and_days(self, *more: tuple[str, dt.date | None]) -> Self:
        """With shortcuts of the page, each with its words; a day that is not known is left out."""
        known = tuple((words, day) for words, day in more if day is not None)
        return replace(self, days=(*self.days, *known))

    @property
    def today_url(self) -> str:
        return _url(self.path, self.kept)

    @property
    def now_known_url(self) -> str:
        """The same day with all that is known now."""
        return _url(self.path, [*self.kept, (DAY, self.day.isoformat())])


def asked(
    request: ViewerRequest,
    *,
    ahead: bool = False,
    knowing: bool = False,
    path: str = "",
) -> AsAt:
    """The day that a request asks for: no query, but for a day that has a name (:data:`NAMED`).

    Args:
        ahead: days to come can be shown too.
        knowing: the page can leave out what was recorded after a day.
        path: the page, where the request is for another address.
    """
    today = request.viewer.day
    latest = today + AHEAD if ahead else today
    data = _typed(request.GET, today, knowing=knowing)
    form = AsAtForm(data or None, latest=latest, today=today)
    good = form.is_bound and form.is_valid()
    known = form.cleaned_data[KNOWN] if good else None
    day = (form.cleaned_data[DAY] if good else None) or known or today
    return AsAt(
        day=day,
        today=today,
        known_on=known if known != today else None,
        form=form,
        path=path or request.path,
        kept=tuple(_kept(request.GET)),
        days=(("Today", today), ("Start of this month", today.replace(day=1))),
        knowing=knowing,
    )


def refused(request: ViewerRequest, found: AsAt, *, title: str, nav: str) -> HttpResponse:
    """The answer to a day that cannot be: 422, the control with its message, nothing of any day."""
    part = "#control" if request.htmx else ""
    context = {"as_at": found, "form": found.form, "title": title, "nav": nav}
    response = render(request, f"orgs/as_at_refused.html{part}", context, status=422)
    patch_vary_headers(response, ["HX-Request"])
    return response


def _typed(query: QueryDict, today: dt.date, *, knowing: bool) -> dict[str, str]:
    """What was asked, as the form has it: ``as_at=2026-03-31`` becomes three boxes. {} for nothing."""
    found: dict[str, str] = {}
    for name in (DAY, KNOWN) if knowing else (DAY,):
        parts = {f"{name}_{part}": query.get(f"{name}_{part}", "").strip() for part in _PARTS}
        given = _named(query.get(name, "").strip(), today)
        if given:
            parts = _boxes(name, given)
        if any(parts.values()):
            found |= parts
    return found


def _named(given: str, today: dt.date) -> str:
    """The day behind a name; anything else as it is."""
    changed = placed.last_change(today) if given in NAMED else None
    return given if changed is None else (changed - NAMED[given]).isoformat()


def _boxes(name: str, given: str) -> dict[str, str]:
    try:
        day = dt.date.fromisoformat(given)
    except ValueError:
        # It comes back in the first box, with the message that no such date is real.
        return {f"{name}_day": given[:_LONGEST], f"{name}_month": "0", f"{name}_year": "0"}
    return {f"{name}_{part}": str(getattr(day, part)) for part in _PARTS}


def _kept(query: QueryDict) -> Iterable[tuple[str, str]]:
    mine = {name for each in (DAY, KNOWN) for name in (each, *(f"{each}_{p}" for p in _PARTS))}
    return [
        (name, value)
        for name, values in query.lists()
        if name not in mine and name != "page"
        for value in values
        if value
    ]


def _url(path: str, query: Iterable[tuple[str, str]]) -> str:
    said = urlencode(list(query))
    return f"{path}?{said}" if said else path
