"""A board that employs people is split in three, as two administrators and its own succession lead."""

from dataclasses import dataclass, field

from orgs import tree
from orgs.clock import today
from orgs.models.access import User
from orgs.models.handover import HandoverList
from orgs.models.people import StaffRecord
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.restructure import lists, services
from orgs.restructure import operations as ops
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, settle
from tests.succession.factories import World, world

AHEAD = today() + 30 * DAY


@dataclass
class Split:
    """QA1 (Alder ICB) goes to QA2, to QA3 (Birch ICB) and to the new QA9 (Cedar ICB)."""

    first: User
    second: User
    board: World
    plan: RestructurePlan
    more: dict[str, StaffRecord] = field(default_factory=dict)

    @property
    def list(self) -> HandoverList:
        return HandoverList.objects.get(plan=self.plan, unit=self.board.unit)

    def choose(self, subject: str, to: str, *rows: object) -> None:
        with at(self.board.cpo, "QA1") as viewer:
            lists.choose_successor(
                viewer=viewer, handover=self.list, subject=subject,
                rows=[row.public_id for row in rows], successor=to, version=self.list.version,
            )  # fmt: skip

    def confirm(self) -> None:
        with at(self.board.cpo, "QA1") as viewer:
            lists.confirm_list(viewer=viewer, handover=self.list, version=self.list.version)

    def apply(self) -> RestructurePlan:
        """Rehearse it once more, since the board has worked on, approve and apply it."""
        with at(self.first) as viewer:
            self.plan = services.rehearse(viewer=viewer, plan=self.plan)
        return carry_out(settle(self.plan, self.first, self.second), self.first)


OPERATIONS = [
    ops.Create("QA9", "Cedar ICB", "icb", "RA"),
    ops.Move("TA1", "QA9"),
    ops.Move("TA2", "QA3"),
    ops.Close("QA1", "QA2", also=("QA3", "QA9")),
]


def birch(units: dict[str, OrgUnit]) -> OrgUnit:
    with tree.locked():
        made = tree.create(
            "QA3", name="Birch ICB", type_code="icb", on=factories.LONG_AGO, parent=units["RA"]
        )
        tree.project(today())
    return made


def split(units: dict[str, OrgUnit], first: User, second: User, *, on=None) -> Split:
    birch(units)
    board = world(units["QA1"])
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer,
            title="Alder is split",
            operations=[ops.Dated(on or today() + DAY, each) for each in OPERATIONS],
        )
    return Split(first, second, board, plan)
