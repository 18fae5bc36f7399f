"""Measures, places and atoms in the terms of the disclosure package, and its cells in ours.

A measure of its own keeps its dimensions. Measures of one family count the same people, so they become one
system: each is a question, and the codes of its one dimension are the answers.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from reporting.disclosure import model
from reporting.geography import EMPLOYER, Geography
from reporting.measures import Codes, Measure, measures
from reporting.reports import UPPER, Form, Report, Table

UNIT = "unit"
#: The dimension of the answers, where several measures ask the same people.
ANSWER = "answer"

#: How many figures of the lowest level may be hidden for one of the area itself, or of a level between.
KEEP_AREA, KEEP_UPPER = 8.0, 3.0
#: How many figures of one answer may be hidden for one of all answers, on which their shares stand.
KEEP_TOTAL = 3.0
#: How much more a figure of the area's largest category costs to hide than one of an empty one.
KEEP_LARGE = 8.0

AtomCounts = Mapping[tuple[str, ...], int]


@dataclass(frozen=True)
class Part:
    """One measure of a family as it is to be released.

    ``codes`` are those of its dimensions, in order. ``counts`` has how many by leaf code and a code for each
    dimension; what is not there is nobody. ``without`` has those of ``Measure.nobody_without``.
    """

    measure: Measure
    tables: Sequence[Table]
    codes: Mapping[str, Codes]
    counts: AtomCounts
    without: AtomCounts | None = None

    @property
    def last(self) -> int:
        """The coarsest rung of its tables."""
        return max(len(table.ladder) for table in self.tables) - 1


def parts_of(
    report: Report,
    members: Sequence[Measure],
    codes: Mapping[str, Mapping[str, Codes]],
    counts: Callable[[str], AtomCounts],
) -> list[Part]:
    """The measures of one family with their tables in a report; ``codes`` and ``counts`` are by measure."""
    return [
        Part(
            m,
            [table for table in report.tables if table.measure == m.code],
            codes[m.code],
            counts(m.code),
            counts(m.nobody_without) if m.nobody_without else None,
        )
        for m in members
    ]


def shape_of(parts: Sequence[Part]) -> "Alone | Together":
    """The shape of a family; the same whichever of its measures can be shown, for the ledger's sake."""
    return Together(parts) if parts[0].measure.family else Alone(parts[0])


@dataclass(frozen=True)
class Alone:
    """One measure: its dimensions as they are."""

    part: Part

    def atoms(self) -> model.Atoms:
        """The counts, by employer and the codes of every dimension."""
        return _atoms((UNIT, *self.part.codes), self.part.counts)

    def dimensions(self, places: Geography) -> list[model.Dimension]:
        own = self.part.codes.items()
        return [
            _unit_dimension(places),
            *(model.Dimension.flat(name, [code for code, _ in codes]) for name, codes in own),
        ]

    def view(self, part: Part, table: Table, places: Geography, rung: int) -> model.Table:
        names = table.form(rung).dimensions
        answers = {c.name for c in part.measure.dimensions if c.answer}
        axes = (model.Axis(name, levels=(name,)) for name in names)
        return model.Table(
            table.key,
            (unit_axis(part.measure, table.form(rung), places), *axes),
            tuple(name for name in names if name in answers),
            keep=(*keep(places), *_keep_large(part, names, answers, places)),
            total_weight=KEEP_TOTAL,
        )

    def codes(self, where: Mapping[str, str], names: Sequence[str]) -> list[str]:
        return [where[name] for name in names]


@dataclass(frozen=True)
class Together:
    """A family: each of its measures is a question, and the codes of its one dimension are the answers."""

    parts: Sequence[Part]

    def __post_init__(self) -> None:
        if len({part.measure.klass for part in self.parts}) != 1:
            raise model.DisclosureError(
                "measures of the same people need one class, and so one policy"
            )
        for part in self.parts:
            if [c.answer for c in part.measure.dimensions] != [True]:
                raise model.DisclosureError(
                    f"{part.measure.code}: a measure that counts the same people as another needs one "
                    "dimension, an answer"
                )

    def atoms(self) -> model.Atoms:
        return _atoms(
            (UNIT, ANSWER),
            {
                (leaf, model.answer(part.measure.code, code)): n
                for part in self.parts
                for (leaf, code), n in part.counts.items()
            },
        )

    def dimensions(self, places: Geography) -> list[model.Dimension]:
        asked = {
            part.measure.code: [code for codes in part.codes.values() for code, _ in codes]
            for part in self.parts
        }
        return [_unit_dimension(places), model.Dimension.questions(ANSWER, asked)]

    def view(self, part: Part, table: Table, places: Geography, rung: int) -> model.Table:
        unit = unit_axis(part.measure, table.form(rung), places)
        if not table.form(rung).dimensions:
            return model.Table(table.key, (unit,), keep=keep(places))
        axis = model.Axis(ANSWER, levels=(part.measure.code,))
        return model.Table(
            table.key,
            (unit, axis),
            (ANSWER,),
            keep=(*keep(places), *_keep_large_answers(part, places)),
            total_weight=KEEP_TOTAL,
        )

    def codes(self, where: Mapping[str, str], names: Sequence[str]) -> list[str]:
        return [where[ANSWER].rpartition(":")[2] for _ in names]


def _atoms(names: tuple[str, ...], counts: AtomCounts) -> model.Atoms:
    return model.Atoms(names, tuple(counts), np.array(list(counts.values()), dtype=np.int64))


def _unit_dimension(places: Geography) -> model.Dimension:
    return model.Dimension(
        UNIT, tuple(model.Node(p.code, p.level, p.parent) for p in places.places)
    )


def unit_axis(measure: Measure, form: Form, places: Geography) -> model.Axis:
    employers = (EMPLOYER,) if measure.is_fact else ()
    return model.Axis(UNIT, levels=(*shown_levels(form, places), *employers), total=False)


def keep(places: Geography) -> tuple[model.Keep, ...]:
    """What costs most to hide: the figures of the area itself, then of all places above the lowest level."""
    upper = places.levels()[:-1]
    return tuple(
        model.Keep({UNIT: place.code}, KEEP_AREA if place.code == places.root else KEEP_UPPER)
        for place in places.inner()
        if place.code == places.root or place.level in upper
    )


def _keep_large(
    part: Part, names: Sequence[str], answers: Collection[str], places: Geography
) -> Iterator[model.Keep]:
    """A category in which the area has much of some answer costs more to hide than one with little of each.

    It is what is asked about: where most posts are at risk, not where fewest are.
    """
    order = list(part.codes)
    given = [order.index(name) for name in names if name in answers]
    for name in (each for each in names if each not in answers):
        counts: Counter[tuple[str, ...]] = Counter()
        at = [order.index(name), *given]
        for (_, *codes), n in part.counts.items():
            counts[tuple(codes[each] for each in at)] += n
        most: Counter[tuple[str, ...]] = Counter()
        for (_, *answer), n in counts.items():
            most[tuple(answer)] = max(most[tuple(answer)], n)
        share: dict[str, float] = {}
        for (code, *answer), n in sorted(counts.items()):
            if n:
                share[code] = max(share.get(code, 0.0), n / most[tuple(answer)])
        for code, part_of_most in share.items():
            yield model.Keep({UNIT: places.root, name: code}, 1 + KEEP_LARGE * part_of_most)


def _keep_large_answers(part: Part, places: Geography) -> Iterator[model.Keep]:
    """The same where the answers are all there is: the widest gap is asked about, not the narrowest.

    No answer costs as much as the total of them all, on which every share stands.
    """
    counts: Counter[str] = Counter()
    for (_, code), n in part.counts.items():
        counts[code] += n
    most = max(counts.values(), default=0)
    for code, n in sorted(counts.items()):
        if n:
            where = {UNIT: places.root, ANSWER: model.answer(part.measure.code, code)}
            yield model.Keep(where, 1 + n / most)


def shown_levels(form: Form, places: Geography) -> list[str]:
    """The levels above the employers that a form shows; never none, so the area itself stays."""
    levels = places.levels()
    return levels[:-1] or levels if form.levels == UPPER else levels


def facts(part: Part, places: Geography) -> list[model.Fact]:
    """What everybody may know of the measure's counts from organisation facts that are shown elsewhere."""
    return [
        *(_known(part, places) if part.measure.known_base else ()),
        *(_nobody(part, places) if part.without is not None else ()),
    ]


def _nobody(part: Part, places: Geography) -> Iterator[model.Fact]:
    """Where there is nothing to be counted for, nobody is; but where records disagree, nothing is known."""
    assert part.without is not None
    other = measures.get(part.measure.nobody_without)
    shared = [
        c.name for c in part.measure.dimensions if c.name in {d.name for d in other.dimensions}
    ]
    mine = _sums(part.counts, [list(part.codes).index(name) for name in shared])
    theirs = _sums(part.without, [[d.name for d in other.dimensions].index(n) for n in shared])
    for place in places.leaves():
        for found in product(*([code for code, _ in part.codes[name]] for name in shared)):
            if not theirs[place.code, *found] and not mine[place.code, *found]:
                where = {UNIT: place.code, **dict(zip(shared, found, strict=True))}
                yield model.Fact(where, 0, 0)


def _sums(counts: AtomCounts, at: Sequence[int]) -> Counter[tuple[str, ...]]:
    sums: Counter[tuple[str, ...]] = Counter()
    for (leaf, *atom), n in counts.items():
        sums[leaf, *(atom[index] for index in at)] += n
    return sums


def _known(part: Part, places: Geography) -> Iterator[model.Fact]:
    """How many are counted at each employer by what is no answer: everybody may know."""
    bases = [c.name for c in part.measure.dimensions if not c.answer]
    sums = _sums(part.counts, [list(part.codes).index(name) for name in bases])
    for place in places.leaves():
        for found in product(*([code for code, _ in part.codes[name]] for name in bases)):
            n = sums[place.code, *found]
            yield model.Fact({UNIT: place.code, **dict(zip(bases, found, strict=True))}, n, n)
