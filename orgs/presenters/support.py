"""Words of support access."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from orgs.access import actions as a
from orgs.access import support
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import SupportKind
from orgs.models.support import SupportAccess
from orgs.panels import panel
from orgs.words import words_of_moment


@dataclass(frozen=True)
class SupportRow:
    """One request, as the desk and the employer see it."""

    public_id: UUID
    where: str
    code: str
    what: str
    ticket: str
    reason: str
    asked: str
    approved: str
    state: str
    colour: str
    may_approve: bool
    may_end: bool
    may_open: bool
    end_label: str


def support_rows(viewer: Viewer, found: Iterable[SupportAccess]) -> list[SupportRow]:
    """Rows of the desk's page, or of the employer's."""
    moment = now()
    return [_row(viewer, row, moment) for row in found]


def _row(viewer: Viewer, row: SupportAccess, moment: dt.datetime) -> SupportRow:
    live, waits = support.is_open(row, moment), support.waits(row, moment)
    mine = row.requested_by_id == viewer.user_id
    state, colour = _state(row, live=live, waits=waits)
    return SupportRow(
        public_id=row.public_id,
        where=row.unit.name,
        code=row.unit.code,
        what=SupportKind(row.kind).label,
        ticket=row.ticket,
        reason=row.reason,
        asked=f"{row.requested_by.login}, {words_of_moment(row.requested_at)}",
        approved=(
            f"{row.approved_by.login}, {words_of_moment(row.approved_at)}"
            if row.approved_by
            else ""
        ),
        state=state,
        colour=colour,
        may_approve=waits and not mine,
        may_end=live or waits,
        may_open=live and mine,
        end_label="End it now" if live else "Withdraw" if mine else "Refuse",
    )


def _state(row: SupportAccess, *, live: bool, waits: bool) -> tuple[str, str]:
    if live:
        return f"Open until {words_of_moment(row.valid_until)}", "red"
    if waits:
        return "Waits for a second person", "yellow"
    if row.approved_at is None:
        return ("Not approved" if row.ended_at is None else "Withdrawn or refused"), "grey"
    return f"Ended {words_of_moment(row.ended_at or row.valid_until)}", "grey"


def employers_panel(viewer: Viewer) -> dict[str, Any] | None:
    """What the employer's home page shows of support access; None where there was none lately."""
    rows = support_rows(viewer, support.at_employer(viewer)[:5])
    if not rows or viewer.support is not None:
        return None
    may_end = viewer.may_any(a.MANAGE_ACCESS, a.FOUND_ACCESS)
    return {"rows": rows, "may_end": may_end, "live": any(row.may_end for row in rows)}


def register() -> None:
    """Register the panel. Called from ``OrgsConfig.ready``."""
    panel(
        "support",
        *(a.MANAGE_ACCESS, a.FOUND_ACCESS, a.VIEW_AUDIT, a.VIEW_PEOPLE),
        order=-10,
        template="orgs/panel_support.html",
        load=employers_panel,
    )
