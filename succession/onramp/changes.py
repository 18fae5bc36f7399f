"""What a spreadsheet would write, as plain values: the preview, and what is applied, are the same."""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from uuid import UUID

from orgs.imports.columns import FieldChange
from orgs.imports.refusal import Fault
from succession.onramp.people import Person
from succession.onramp.rows import Risk


@dataclass(frozen=True, slots=True)
class At:
    """The post that something is about. `id` 0 = the new one of this title."""

    id: int
    title: str


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post to add, with the roles that were given or that its title means."""

    line: int
    title: str
    roles: tuple[str, ...]
    criticality: str


@dataclass(frozen=True, slots=True)
class NewHolder:
    """Somebody who holds a post that nobody has held here. `together` = with another one of the file."""

    line: int
    post: At
    person: Person
    since: dt.date
    together: bool


@dataclass(frozen=True, slots=True)
class NewRisk:
    """A risk to record, whole; `version` is that of the one before, 0 when there was none."""

    line: int
    post: At
    version: int
    risk: Risk
    stated_by_person: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class NewSuccessor:
    """Somebody to name."""

    line: int
    post: At
    person: Person
    readiness: str
    cover: str
    evidence: str
    review_by: dt.date


@dataclass(frozen=True, slots=True)
class ChangedSuccessor:
    """Somebody who is named and judged otherwise. `judged` = a new judgement; `covers` = another cover."""

    line: int
    post: At
    person: Person
    nomination: UUID
    version: int
    readiness: str
    evidence: str
    review_by: dt.date
    cover: str
    judged: bool
    covers: bool
    changes: tuple[FieldChange, ...]


@dataclass(frozen=True, slots=True)
class Same:
    """A post, or a successor for it, that stands on the plan as the file says."""

    line: int
    post: At
    person: Person | None = None


@dataclass
class Difference:
    """What applying a spreadsheet would do. Nothing that stands on the plan is ever taken away."""

    posts: list[NewPost] = field(default_factory=list)
    holders: list[NewHolder] = field(default_factory=list)
    risks: list[NewRisk] = field(default_factory=list)
    named: list[NewSuccessor] = field(default_factory=list)
    changed: list[ChangedSuccessor] = field(default_factory=list)
    same: list[Same] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    left_out: list[Fault] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.posts or self.holders or self.risks or self.named or self.changed)

    @property
    def ready(self) -> bool:
        """Whether it could be applied as it is."""
        return not (self.faults or self.nothing)

    def digest(self) -> str:
        """Changes when anything that would be written, or what stands there before, changes."""
        planned = (self.posts, self.holders, self.risks, self.named, self.changed)
        return hashlib.sha256(repr(planned).encode()).hexdigest()
