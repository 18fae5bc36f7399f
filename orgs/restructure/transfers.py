"""What a closing employer hands over: each app says how its rows continue at the successors.

A transfer never rewrites history: rows of the closing employer end on the day, and continuing rows
begin at a successor with a link to what they continue. What it reports is compared with what
Postgres counted, and a difference takes the whole restructure back.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When

from orgs.access.principals import Principal
from orgs.registry import Registry

Found = TypeVar("Found")


@dataclass(frozen=True)
class Heirs:
    """Who takes what of one closing employer.

    Attributes:
        closing: the employer's key.
        main: the successor that takes whatever nobody chose another one for.
        others: the further successors of one that is split.
        chosen: (subject, public id of a row) to the successor that the employer chose for it;
            None is every one of them, for what can be at several.
    """

    closing: int
    main: int
    others: tuple[int, ...] = ()
    chosen: Mapping[tuple[str, UUID], int | None] = field(default_factory=dict)

    @cached_property
    def everyone(self) -> tuple[int, ...]:
        """Every successor, the main one first."""
        return (self.main, *self.others)

    def of(self, subject: str, public_id: UUID) -> int:
        """The successor that takes a row."""
        return self.chosen.get((subject, public_id)) or self.main

    def all_of(self, subject: str, public_id: UUID) -> tuple[int, ...]:
        """The successors that take a row of a subject that every one of them may have.

        Every one, unless one was chosen: so nobody below loses what was defined for her.
        """
        one = self.chosen.get((subject, public_id))
        return self.everyone if one is None else (one,)


@dataclass(frozen=True)
class Handover:
    """Everything that is handed over on one day: who takes what of each closing employer.

    Attributes:
        each: the heirs of one closing employer each; no employer is both one that closes and an heir.
    """

    each: tuple[Heirs, ...]
    _known: dict[str, Any] = field(default_factory=dict, compare=False)

    @cached_property
    def closing(self) -> tuple[int, ...]:
        """The keys of the employers that close."""
        return tuple(heirs.closing for heirs in self.each)

    @cached_property
    def everyone(self) -> tuple[int, ...]:
        """Every successor of any of them."""
        return tuple(dict.fromkeys(unit for heirs in self.each for unit in heirs.everyone))

    @cached_property
    def of(self) -> Mapping[int, Heirs]:
        """The heirs of a closing employer, by its key."""
        return {heirs.closing: heirs for heirs in self.each}

    def heir(self, subject: str, row: str) -> Case:
        """The successor that takes a row as an expression; `row` is the path to its public id.

        What an employer chose counts for rows of its own alone.
        """
        chosen: dict[tuple[int, int], list[UUID]] = {}
        for heirs in self.each:
            for (key, public_id), unit in heirs.chosen.items():
                if key == subject and unit is not None:
                    chosen.setdefault((heirs.closing, unit), []).append(public_id)
        return Case(
            *(
                When(unit_id=closing, **{f"{row}__in": rows}, then=Value(unit))
                for (closing, unit), rows in chosen.items()
            ),
            *(When(unit_id=heirs.closing, then=Value(heirs.main)) for heirs in self.each),
            output_field=IntegerField(),
        )

    def once(self, what: str, ask: Callable[[], Found]) -> Found:
        """The answer of `ask`, asked once: where rows are by now that several transfers point at."""
        if what not in self._known:
            self._known[what] = ask()
        found: Found = self._known[what]
        return found


@dataclass(frozen=True)
class Listed:
    """A row that the closing employer decides for by itself.

    Attributes:
        words: what it is called on the employer's own page.
        note: what else tells it from its like: a job, a role.
        group: by what several are chosen at once, such as a division; "" for none.
        staff_id: the staff record that is shown, for the record of who looked.
    """

    public_id: UUID
    words: str
    note: str = ""
    group: str = ""
    staff_id: int | None = None


@dataclass(frozen=True)
class Parted:
    """Something that ends because its two sides go to different organisations."""

    words: str
    staff_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class Transfer:
    """How the rows of one subject move from a closing employer to its successors.

    Attributes:
        count: how many rows are open at units on a day; runs under the transfer's scope.
        move: ends the rows at the closing employer on the day and continues each at its heir;
            returns (rows updated, rows inserted) over all tenant tables, history tables not counted.
            Runs under ``system:restructure`` for the units concerned (orgs/access/principals.py has
            its families). Called once for all employers that close on a day, in statements over all
            their rows; a row that two of them would both continue at one successor is made once, of
            the one that was there first. It deletes nothing.
        told_above: the number may be known above the employer: an organisation fact (DECISIONS 24), or rows
            that are read from above anyway. Of everything else only "All" is shown there, and `count`
            is not even asked.
        tables: labels of the models that it ends or continues (``orgs.StaffRecord``).
        listed: rows that the employer names a successor for, one by one, when there are several;
            read as the employer's own succession lead.
        everywhere: a row goes to every successor unless one was chosen.
        parting: what ends because its two sides go apart; read as the succession lead too.
        carried: the rows that began by the move with the closing employer of each as ``origin``, for
            the note of where they came from; read once everything is handed over.
        left: how many rows are still open at units after the move, for tables whose rows have a state and no
            period. Periods are looked at for every table (orgs/restructure/left_behind.py).
    """

    key: str
    label: str
    order: int
    count: Callable[[Sequence[int], dt.date], int]
    move: Callable[[Handover, dt.date, Principal], tuple[int, int]]
    told_above: bool = False
    tables: tuple[str, ...] = ()
    listed: Callable[[int, dt.date], list[Listed]] | None = None
    everywhere: bool = False
    parting: Callable[[Heirs, dt.date], list[Parted]] | None = None
    carried: Callable[[Handover, dt.date], QuerySet[Any]] | None = None
    left: Callable[[Sequence[int], dt.date], int] | None = None


transfers: Registry[Transfer] = Registry("transfers")

#: Tables with rows of a unit that stay where they are when it closes, each with the reason.
staying: Registry[str] = Registry("what stays at a closed employer")


def stay(reasons: Mapping[str, str]) -> None:
    """Register tables that stay, by model label. Called from ``AppConfig.ready`` only."""
    for label, reason in reasons.items():
        staying.add(label, reason)


def in_order() -> list[Transfer]:
    """Registered transfers by `order`: people before what points at them."""
    return sorted(transfers, key=lambda each: (each.order, each.key))


def subjects() -> list[Transfer]:
    """The transfers whose rows an employer that is split names successors for."""
    return [each for each in in_order() if each.listed is not None]
