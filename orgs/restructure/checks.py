"""What else a rehearsal looks at: each app says what would change in its own subject.

Effective settings by Trust, published series, schedules and duplicate definitions are to come here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from orgs.registry import Registry

if TYPE_CHECKING:
    import datetime as dt

    from orgs.restructure.operations import Tried


@dataclass(frozen=True)
class Finding:
    """One thing that would change. `needs_decision`: the plan waits until somebody has chosen."""

    unit_code: str
    text: str
    needs_decision: bool = False


@dataclass(frozen=True)
class Check:
    """A look at the change before it is made. `find` reads and never writes.

    It is given what the operations come to and the day, and runs inside the administrator's scope.
    """

    key: str
    label: str
    order: int
    find: "Callable[[Tried, dt.date], list[Finding]]"


checks: Registry[Check] = Registry("restructure checks")
