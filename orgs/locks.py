"""Advisory locks: one list of the numbers, so that two purposes never wait for each other by accident.

A lock is a pair of numbers. Two are taken inside functions of the database, which cannot import
Python, so these files repeat a number and a test compares them with the list
(``tests/architecture/test_locks.py``):

- ``orgs/sql/20_tree.sql`` (``app.tree_lock``): :data:`TREE`. The trigger that refuses writes to the
  tree without the lock stands beside it.
- ``orgs/sql/40_audit.sql`` (``app.seal_audit``, ``app.verify_audit``): :data:`AUDIT_CHAIN`. The
  sealing role may run these two functions and nothing else, so the lock must be theirs.

Every lock ends with its transaction.
"""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Lock:
    """One lock, or (without `key`) a family of locks: one for each subject.

    Attributes:
        space: the first number.
        key: the second number; None when it is the subject's, given where the lock is taken.
        holds: what only one transaction at a time may do; completes "only one may …".
    """

    space: int
    key: int | None
    holds: str

    def take(self, cursor: Any, subject: int | None = None) -> None:
        """Wait for the lock and keep it until the transaction ends."""
        if (self.key is None) == (subject is None):
            raise ValueError(f"{self.holds}: the second number is the lock's or the subject's")
        second = subject if self.key is None else self.key
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [self.space, second])

    def try_to_take(self, cursor: Any, subject: str) -> bool:
        """Take the lock of `subject`, a code, if nobody has it; say whether it is ours now."""
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, hashtext(%s))", [self.space, subject])
        (taken,) = cursor.fetchone()
        return bool(taken)


TREE = Lock(20015, 1, "write the tree")
AUDIT_CHAIN = Lock(20015, 2, "seal or verify the audit chains")
FLOOR = Lock(20015, 3, "lay the database floor after a migrate")
BOUNDARIES = Lock(20015, 7, "record a version of the boundary register")
FORESEEN = Lock(20015, 8, "ask for a look at published figures before a change of organisations")
#: The subject is the unit's id.
ROLES = Lock(20016, None, "change the roles at a unit")
#: The subject is the report's code, hashed.
RELEASE = Lock(20017, None, "build a report's release")

#: The subject is the unit's id.
STAFF = Lock(20018, None, "change the staff records of an employer")
#: The subject is the unit's id.
KEEPING = Lock(20019, None, "remove old records of a unit or stop their removal")
#: The subject is the unit's id.
PLAN_SHEETS = Lock(20020, None, "apply a spreadsheet to the plan of an employer")

LOCKS = (
    *(TREE, AUDIT_CHAIN, FLOOR, BOUNDARIES, FORESEEN),
    *(ROLES, RELEASE, STAFF, KEEPING, PLAN_SHEETS),
)
