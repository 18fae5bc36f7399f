"""Whom a cell means: somebody who works at the employer, found by number, by e-mail, or by exact name."""

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from orgs.imports.cells import words

_TITLES = re.compile(r"^(dr|prof|professor|mr|mrs|ms|miss|mx|sir|dame|rev|cllr) ")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the staff list. `since`: the first day of their newest job; None without a job."""

    id: int
    name: str
    number: str
    email: str
    since: dt.date | None


class NotFoundError(Exception):
    """Nobody is meant, or several may be. `by_number` = the number says so, and not the name."""

    def __init__(self, sentence: str, *, by_number: bool = False) -> None:
        super().__init__(sentence)
        self.by_number = by_number


class People:
    """The staff of an employer, to be found by what a cell says."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_key: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = defaultdict(list)
        for each in people:
            self._by_name[_plain(each.name)].append(each)
            for key in (each.number, each.email):
                if key:
                    self._by_key[key.casefold()] = each

    def find(self, name: str, key: str = "") -> Person:
        """Who is meant by a name, and by an employee number or e-mail where there is one.

        Raises:
            NotFoundError: nobody, several, or two people.
        """
        if key:
            found = self._by_key.get(key.casefold())
            if found is None:
                raise NotFoundError(
                    f"nobody here has the employee number or email “{key}”", by_number=True
                )
            if name and set(_plain(name).split()).isdisjoint(_plain(found.name).split()):
                raise NotFoundError(f"“{key}” is {found.name}, and not {name}", by_number=True)
            return found
        if (written := self._by_key.get(name.casefold())) is not None:
            return written
        called = self._by_name.get(_plain(name), [])
        if not called:
            raise NotFoundError(f"nobody on the staff list is called “{name}”")
        if len(called) > 1:
            raise NotFoundError(
                f"{len(called)} people here are called “{name}”: give the employee number"
            )
        return called[0]

    def key_of(self, person: Person) -> str:
        """What finds a person again: the number, else the e-mail, else nothing but the name."""
        return person.number or person.email


def _plain(name: str) -> str:
    """Folded, without a title, first name first: "Lamb, Dr Ada" is "ada lamb"."""
    last, comma, first = name.partition(",")
    return _TITLES.sub("", words(f"{first} {last}" if comma else name))
