"""How long rows are kept, declared on each model beside its floor.

A model says ``keep = Keep("judgement")``, or ``keep = Stays("why it is never removed")``. From all
declarations ``orgs/access/removal.py`` makes the one function of the database that removes what is
past its time; how many months that is, is a definition (``orgs/keeping/rules.py``). A model without
a declaration fails ``tests/architecture/test_keeping.py``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.db import models


@dataclass(frozen=True)
class KeepingClass:
    """A class of records that are kept equally long.

    Attributes:
        label, what, why: words for people: its name, what is in it, and what it is kept for.
        ends: completes "… months after" with what ends such a record.
        months: how long at most, the platform's own value; below it may only become shorter.
        least: months below which nobody can go. The database holds it too.
        private: that there is such a record is nobody's to know but the person's: counted nowhere.
    """

    code: str
    label: str
    what: str
    why: str
    ends: str
    months: int
    least: int
    private: bool = False


#: Two plan cycles for judgements (a plan is of one year), and never less than the cycle before this
#: one, so that a plan can be held beside its predecessor.
CLASSES: Final = {
    each.code: each
    for each in (
        KeepingClass(
            "judgement",
            "Judgements",
            "Who was named as a successor and what they were told, how ready they were judged, and "
            "how likely and how grave a vacancy was judged.",
            "The plan of this cycle can be held beside the one before.",
            "the judgement was replaced or ended, or the person left",
            months=24,
            least=12,
        ),
        KeepingClass(
            "development",
            "Development records",
            "Pathways and their steps, levels that were assessed, and membership of talent pools.",
            "It is the person's own record of what they have done and learned.",
            "it was completed, replaced or ended, or the person left",
            months=72,
            least=12,
        ),
        KeepingClass(
            "conversation",
            "Conversations and wishes",
            "What was prepared for career conversations and agreed in them, what people said they would "
            "like to do, and what they asked to have corrected.",
            "The next conversation can begin where the last one ended.",
            "it was closed, answered, replaced or withdrawn, or the person left",
            months=24,
            least=6,
        ),
        KeepingClass(
            "sharing",
            "What people shared",
            "What people agreed to share with another organisation, and requests and answers about it.",
            "It can be shown that there was an agreement, and until when.",
            "the agreement or the request ended",
            months=12,
            least=1,
            private=True,
        ),
        KeepingClass(
            "staff",
            "Staff records",
            "Name, work email, job and band of people who worked here.",
            "Records that are kept longer say whom they are about.",
            "the job ended, or the person left",
            months=72,
            least=12,
        ),
        KeepingClass(
            "working",
            "Working papers",
            "Messages that were sent, and lists that were uploaded.",
            "A mistake in one of them can be looked into.",
            "the message was sent or the list was dealt with",
            months=6,
            least=1,
        ),
    )
}


@dataclass(frozen=True)
class Keep:
    """The model's rows are removed some months after their end.

    A row ends when its own end has come, or the end of a row that it cannot be without (a judgement
    ends with its nomination, a nomination with its person's record). It goes once that end is so many
    months past, unless a row that stays cannot be without it. Keys that may be empty are emptied
    when what they point at goes.

    Attributes:
        klass: one of :data:`CLASSES`.
        ends: the field with the first day (or the moment) without the row; "" when it has none of
            its own and ends with what it points at.
        ends_when: an SQL expression for that day where no field holds it; ``{t}`` is the row. With both,
            the earlier one.
        private: that there is such a row is the person's own, so it is removed and counted nowhere.
        holds: keys that may be empty, but where they are not, hold and end as one that may not.
    """

    klass: str
    ends: str = "valid_to"
    ends_when: str = ""
    private: bool = False
    holds: tuple[str, ...] = ()

    @property
    def counted(self) -> bool:
        """Whether how many of its rows go is shown to whoever looks after records."""
        return not self.private and not CLASSES[self.klass].private


@dataclass(frozen=True)
class Stays:
    """The model's rows are never removed, and why.

    Attributes:
        reason: one sentence.
        ends: the field that ends a row; rows that cannot be without it end with it.
        holds: keys whose targets stay as long as the row does. A key that may not be empty, and points
            at rows that go one day, must be named; one that may be empty is emptied unless it is.
    """

    reason: str
    ends: str = ""
    holds: tuple[str, ...] = ()


Declared = Keep | Stays
Model = type[models.Model]


def declared(model: Model) -> Declared | None:
    """What a model declares; a history table declares nothing."""
    if hasattr(model, "pgh_tracked_model"):
        return None
    found = getattr(model, "keep", None)
    return found if isinstance(found, Keep | Stays) else None


def kept() -> list[tuple[Model, Keep]]:
    """Every model whose rows go one day, those that point at others before these."""
    found = [(m, k) for m in apps.get_models() if isinstance(k := declared(m), Keep)]
    return sorted(found, key=lambda each: (-_depth(each[0]), each[0]._meta.db_table))


def classes_in_use() -> list[KeepingClass]:
    """The classes that some model declares, in the order of :data:`CLASSES`."""
    used = {keep.klass for _, keep in kept()}
    return [each for code, each in CLASSES.items() if code in used]


def keys(model: Model) -> "Iterator[models.ForeignKey[Any, Any]]":
    """The foreign keys of a model."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            yield field


def pointing_at(model: Model) -> "Iterator[models.ForeignKey[Any, Any]]":
    """The foreign keys of other rows to a model's rows, history left out."""
    for other in apps.get_models():
        if not hasattr(other, "pgh_tracked_model"):
            yield from (key for key in keys(other) if key.related_model is model)


def binds(key: "models.ForeignKey[Any, Any]") -> bool:
    """Whether the row with the key cannot be without what it points at."""
    keep = declared(key.model)
    return not key.null or (keep is not None and key.name in keep.holds)


def faults(found: list[Model]) -> list[str]:
    """What is missing or wrong in the declarations of some models, each with what to do."""
    return [fault for model in found for fault in _faults(model)]


def _faults(model: Model) -> Iterator[str]:
    name, keep = model._meta.label, declared(model)
    if keep is None:
        yield (
            f"{name} holds rows of a unit and does not say how long they are kept. Beside its floor, "
            'write keep = Keep("judgement"), or another class of orgs/keep.py, with ends="..." when '
            'another field than valid_to ends a row; or keep = Stays("why it is never removed").'
        )
        return
    fields = {field.name for field in model._meta.get_fields()}
    if keep.ends and keep.ends not in fields:
        yield f'{name}: keep names the end {keep.ends!r}, which is no field. Write ends="..." (or "").'
    if isinstance(keep, Stays):
        for key in keys(model):
            goes = not key.null and isinstance(declared(key.related_model), Keep)
            if goes and key.name not in keep.holds:
                yield (
                    f"{name} stays and cannot be without {key.name}, whose rows go one day. Give it "
                    f'a Keep, or write holds=("{key.name}",) so that they stay as long as it does.'
                )
        return
    if keep.klass not in CLASSES:
        yield f"{name}: {keep.klass!r} is no class of orgs/keep.py."
    if not (keep.ends or keep.ends_when or any(_ends(key) for key in keys(model))):
        yield f"{name}: its rows never end. Name the field that ends one: ends=..., or ends_when=..."


def _ends(key: "models.ForeignKey[Any, Any]") -> bool:
    keep = None if key.null else declared(key.related_model)
    return keep is not None and bool(keep.ends or getattr(keep, "ends_when", ""))


def _depth(model: Model) -> int:
    """Through how many tables the keys lead that a row cannot be without; itself is not counted."""
    below = [
        key.related_model
        for key in keys(model)
        if binds(key) and key.related_model is not model and declared(key.related_model) is not None
    ]
    return 1 + max((_depth(each) for each in below), default=-1)
