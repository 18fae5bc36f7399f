"""The plan in words: what a template shows, in NHS English. Nobody is labelled as low anything."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from succession import plan_head
from succession.addresses import Addresses
from succession.board import Board, PostRow
from succession.board_roles import missing
from succession.ended import Lately
from succession.exposure_words import ExposureWords
from succession.models import SuccessionPlan
from succession.ordering import stamp
from succession.row_words import COLUMNS, Row, columns, plan_row
from succession.template import PlanRules
from succession.words import Codes, label


@dataclass
class Filters:
    """What the page was asked to show."""

    q: str = ""
    risk: str = ""
    gap: str = ""

    @property
    def used(self) -> bool:
        return bool(self.q or self.risk or self.gap)

    @property
    def given(self) -> list[tuple[str, str]]:
        """The filters that are used, by name."""
        return [(name, value) for name, value in vars(self).items() if value]

    @property
    def query(self) -> str:
        """The filters for an address: "q=nurse", "" for none."""
        return urlencode(self.given)

    def keep(self, row: PostRow) -> bool:
        """Whether a role is shown: a word in the role, its holder or a successor; risk; nobody ready."""
        names = [row.title, *(h.name for h in row.holders), *(s.name for s in row.successors)]
        found = not self.q or any(self.q.casefold() in name.casefold() for name in names)
        risky = not self.risk or row.risk.vacancy_risk == self.risk
        gaps = {
            "": True,
            "ready": not row.ready_now,
            "named": not row.in_line,
            "stale": any(s.stale for s in row.successors),
        }
        return found and risky and gaps.get(self.gap, True)


GAPS = (
    ("", "All roles"),
    ("ready", "Nobody ready now"),
    ("named", "No successor named"),
    ("stale", "A judgement is out of date"),
)


@dataclass
class PlanPage:
    """Everything that the board page shows."""

    title: str
    caption: str
    status: str
    status_colour: str
    meta: str
    tiles: list[dict[str, Any]]
    columns: list[str]
    rows: list[Row]
    total: int
    missing: list[str]
    as_at: dt.date
    past: bool
    read_only: bool
    #: The cycle whose plan is to be started, "" when it has been.
    to_start: str = ""
    #: Where the plan stands, and what changed since its newest version.
    stands: list[str] = field(default_factory=list)
    #: Whoever covers many posts at once.
    concentrated: list[str] = field(default_factory=list)
    #: What it says of judgements of the day that have been removed, "" when none has.
    no_longer_kept: str = ""
    #: The stamp of the order of all posts, and where several rows are changed at once.
    order: str = ""
    bulk_url: str = ""
    #: How many posts nobody has held yet, where it can be said for all of them.
    not_held: int = 0
    #: What came back when a post could not be moved, and what to send to move it all the same.
    problem: str = ""
    conflict: dict[str, Any] | None = None
    again: dict[str, str] = field(default_factory=dict)

    @property
    def count(self) -> str:
        if len(self.rows) == self.total:
            return f"Showing all {self.total} roles"
        return f"Showing {len(self.rows)} of {self.total} roles"


def plan_page(
    board: Board,
    *,
    plan: SuccessionPlan | None,
    rules: PlanRules,
    exposures: Mapping[int, ExposureWords],
    codes: Codes,
    filters: Filters,
    unit_code: str,
    today: dt.date,
    may_manage: bool,
    stands: Sequence[str] = (),
    moved: tuple[UUID, str] | None = None,
    ended: Lately | None = None,
) -> PlanPage:
    """The board page: filtered rows, figures over all of them. A day in the past is read-only.

    `moved` = the post that has just been moved, and how.
    """
    past = board.day < today
    read_only = past or not may_manage
    shown = columns(codes, fourth=any(s.readiness not in COLUMNS for s in board.successors))
    addresses = Addresses(unit_code)
    status, colour = plan_head.status(plan)
    gone = missing(rules.roles, [row.role_codes for row in board.rows])
    return PlanPage(
        title="Board succession plan",
        caption=plan.cycle if plan else "",
        status=status,
        status_colour=colour,
        meta=plan_head.meta(plan, past=past),
        tiles=plan_head.tiles(board, rules),
        columns=[head for _, head in shown],
        rows=[
            plan_row(
                row,
                shown,
                codes,
                addresses,
                board.day,
                exposure=exposures.get(row.id),
                read_only=read_only,
                focus_move=moved[1] if moved and moved[0] == row.public_id else "",
                ended=(ended or {}).get(row.id, ()),
            )
            for row in board.rows
            if filters.keep(row)
        ],
        total=len(board.rows),
        missing=[label(codes, "board_role", code) for code in gone],
        as_at=board.day,
        past=past,
        read_only=read_only,
        to_start="" if read_only else plan_head.to_start(plan, today),
        stands=[] if past else list(stands),
        order=stamp(row.public_id for row in board.rows),
        bulk_url="" if read_only else _bulk_url(unit_code, filters),
        concentrated=plan_head.concentrated(board),
        not_held=0 if read_only else sum(not row.holder_said for row in board.rows),
    )


def _bulk_url(unit_code: str, filters: Filters) -> str:
    url = reverse("succession:bulk", args=[unit_code])
    return f"{url}?{filters.query}" if filters.used else url
