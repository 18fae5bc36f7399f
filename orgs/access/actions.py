"""What can be done, in families, and how far each reaches.

An **employer** action (about people) reaches the employer of the grant and its divisions, and
stops at the next employer's wall. A **below** action (released figures, the tree, definitions)
reaches every unit below, as the tree stands on the day. A **here** action (a nation's own figures)
reaches the unit of the grant alone (docs/architecture.md, "Who may see what").
"""

from dataclasses import dataclass
from enum import StrEnum

from orgs.registry import Registry


class Reach(StrEnum):
    EMPLOYER = "employer"
    BELOW = "below"
    HERE = "here"


@dataclass(frozen=True)
class Action:
    """One thing a role may do.

    Attributes:
        code: stored in permission rows; permanent.
        family: names the set of units that row-level policies ask for, ``app.units(family)``.
        label: completes "may …" on the pages that explain access.
        support: support access for looking includes it (orgs/models/support.py). It changes nothing.
    """

    code: str
    family: str
    reach: Reach
    label: str
    support: bool = False

    def __str__(self) -> str:
        return self.code


actions: Registry[Action] = Registry("actions")


def action(code: str, *, family: str, reach: Reach, label: str, support: bool = False) -> Action:
    """Define and register an action."""
    return actions.add(code, Action(code, family, reach, label, support))


VIEW_PEOPLE = action(
    "view_people",
    family="people",
    reach=Reach.EMPLOYER,
    label="see the people of the employer",
    support=True,
)
MANAGE_STAFF = action(
    "manage_staff", family="staffing", reach=Reach.EMPLOYER, label="keep the list of staff"
)
MANAGE_SHARED_POOLS = action(
    "manage_shared_pools",
    family="sharing",
    reach=Reach.EMPLOYER,
    label="run pools that people from several organisations join by sharing a profile",
)
OWN_RECORD = action(
    "own_record", family="own", reach=Reach.EMPLOYER, label="see their own record and development"
)
ANSWER_CORRECTIONS = action(
    "answer_corrections",
    family="corrections",
    reach=Reach.EMPLOYER,
    label="answer who asks for a correction of their record",
)
MANAGE_ACCESS = action(
    "manage_access", family="access", reach=Reach.EMPLOYER, label="invite colleagues and give roles"
)
FOUND_ACCESS = action(
    "found_access",
    family="founding",
    reach=Reach.EMPLOYER,
    label="appoint the employer's access administrators",
)
VIEW_AUDIT = action(
    "view_audit",
    family="audit",
    reach=Reach.EMPLOYER,
    label="see what was done, and by whom",
    support=True,
)
ASK_SUPPORT = action(
    "ask_support",
    family="support",
    reach=Reach.EMPLOYER,
    label="ask for support access to an employer, and approve a colleague's",
)
HOLD_RECORDS = action(
    "hold_records",
    family="keeping",
    reach=Reach.EMPLOYER,
    label="see how many old records are removed and when, and stop it for a time",
)
LIFT_HOLDS = action(
    "lift_holds",
    family="lifting",
    reach=Reach.EMPLOYER,
    label="let the removal of old records go on again",
)
READ_HISTORY = action(
    "read_history",
    family="people",
    reach=Reach.EMPLOYER,
    label="read what an employer that closed had recorded, and change nothing",
)
DECIDE_HANDOVER = action(
    "decide_handover",
    family="handing",
    reach=Reach.EMPLOYER,
    label="say where people and posts go when organisations change, and settle what meets there",
)
READ_PACKS = action(
    "read_packs",
    family="packs",
    reach=Reach.EMPLOYER,
    label="open the reports that were sent to them",
)
ADAPT_DEFINITIONS = action(
    "adapt_definitions",
    family="settings",
    reach=Reach.EMPLOYER,
    label="adapt what a higher level defined",
)
PUBLISH_DEFINITIONS = action(
    "publish_definitions",
    family="definitions",
    reach=Reach.BELOW,
    label="define templates and settings for the units below",
)
VIEW_TREE = action(
    "view_tree", family="structure", reach=Reach.BELOW, label="see the organisations below"
)
MANAGE_TREE = action(
    "manage_tree", family="tree", reach=Reach.BELOW, label="merge, split and move organisations"
)
MANAGE_STEWARDS = action(
    "manage_stewards",
    family="stewardship",
    reach=Reach.BELOW,
    label="give talent lead and administrator roles at or below",
)
