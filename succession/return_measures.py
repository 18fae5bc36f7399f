"""Which organisations have returned what was asked of them: facts about organisations."""

import datetime as dt
from typing import Any

from orgs.inheritance.selectors import every_at_each
from reporting.measures import AtomRow, fixed
from succession.return_items import SUCCESSION_RETURN
from succession.returns import state_of, still_asked
from succession.template import day_of

#: From the best to the worst: of several returns, the worst one says where an organisation stands.
STATES = fixed(
    ("COMPLETE", "Complete"),
    ("PARTIAL", "Returned, with something missing"),
    ("OPEN", "Not due yet"),
    ("LATE", "Late"),
    ("NONE", "Nothing was asked"),
)
_WORST = ("LATE", "OPEN", "PARTIAL", "COMPLETE", "NONE")

_EMPLOYERS = """
SELECT u.id FROM orgs_orgunit u JOIN orgs_orgplacement p ON p.unit_id = u.id AND p.valid @> %(day)s
WHERE u.is_employer ORDER BY u.id
"""
_SIGNED = """
SELECT DISTINCT ON (s.unit_id, s.definition_id) s.unit_id, d.public_id, s.complete, s.signed_on
FROM succession_successionreturn s JOIN orgs_definition d ON d.id = s.definition_id
WHERE s.signed_on <= %(day)s ORDER BY s.unit_id, s.definition_id, s.number DESC
"""


def count_returns(cursor: Any, as_at: dt.date) -> list[AtomRow]:
    """Employers by the state of what is asked of them: 3 queries, whatever their number."""
    cursor.execute(_EMPLOYERS, {"day": as_at})
    employers = [unit for (unit,) in cursor.fetchall()]
    cursor.execute(_SIGNED, {"day": as_at})
    signed = {(unit, definition): (complete, on) for unit, definition, complete, on in cursor}
    asked = every_at_each(SUCCESSION_RETURN.code, employers, as_at)
    rows = []
    for unit in employers:
        states, changed = {"NONE"}, as_at
        for each in asked.get(unit, ()):
            due = day_of(each.value("due_on"))
            if still_asked(due, as_at):
                complete, on = signed.get((unit, each.public_id), (None, as_at))
                states.add(state_of(due, as_at, complete=complete))
                changed = min(changed, on)
        rows.append((unit, min(states, key=_WORST.index), 1, changed))
    return rows
