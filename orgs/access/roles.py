"""The one list of roles (DECISIONS 20). Codes are permanent; apps above add their actions.

A role is a named set of actions, in code and reviewed. ``granted_by`` names the action families
that may give it; the database repeats that test (orgs/sql/30_grants.sql).
"""

from dataclasses import dataclass, field

from orgs.access import actions as a
from orgs.access.actions import Action
from orgs.registry import Registry


@dataclass
class Role:
    """A role that can be granted at a unit.

    Attributes:
        totals_only: the role sees released figures and never a person. One above employers without
            the right to figures sees neither.
        second_needed: the grant waits for a second access administrator.
    """

    code: str
    label: str
    level: str
    granted_by: tuple[str, ...]
    actions: list[Action] = field(default_factory=list)
    totals_only: bool = False
    second_needed: bool = False


roles: Registry[Role] = Registry("roles")

#: Reads what an employer that closed had recorded, and writes nothing (docs/adr/0019).
HISTORY = "history_reader"


def _role(
    code: str,
    label: str,
    level: str,
    *granted_by: str,
    does: tuple[Action, ...] = (),
    totals_only: bool = False,
    second_needed: bool = False,
) -> None:
    roles.add(code, Role(code, label, level, granted_by, list(does), totals_only, second_needed))


def allow(role_code: str, *does: Action) -> None:
    """Add actions of an app above to a role. Called from ``AppConfig.ready`` only."""
    roles.get(role_code).actions.extend(does)


_role("founder", "Founder (chief executive or chair)", "employer", does=(a.FOUND_ACCESS,))
_role(
    "access_admin",
    "Access administrator",
    "employer",
    "founding",
    "access",
    does=(a.MANAGE_ACCESS, a.VIEW_AUDIT),
)
_role(
    "cpo",
    "Succession lead",
    "employer",
    "access",
    does=(
        *(a.VIEW_PEOPLE, a.MANAGE_STAFF, a.ADAPT_DEFINITIONS, a.ANSWER_CORRECTIONS),
        *(a.HOLD_RECORDS, a.DECIDE_HANDOVER),
    ),
)
_role("learning_lead", "Learning and development lead", "employer", "access", does=(a.VIEW_PEOPLE,))
_role(
    "pool_manager",
    "Pool manager",
    "pool's unit",
    "access",
    "stewardship",
    does=(a.MANAGE_SHARED_POOLS,),
)
_role("edi_officer", "Equality officer", "employer", "access", second_needed=True)
_role(
    "committee_reader",
    "Board or committee reader",
    "employer",
    "access",
    does=(a.READ_PACKS,),
)
_role(
    "talent_lead",
    "Talent lead",
    "ICB, region or overlay",
    "stewardship",
    does=(a.VIEW_TREE,),
    totals_only=True,
)
_role(
    "national_lead",
    "National programme lead",
    "nation",
    does=(a.VIEW_TREE, a.PUBLISH_DEFINITIONS),
    totals_only=True,
)
_role(
    "steward",
    "Organisation administrator",
    "ICB, region or nation",
    "stewardship",
    does=(a.VIEW_TREE, a.MANAGE_TREE, a.PUBLISH_DEFINITIONS, a.MANAGE_STEWARDS),
    totals_only=True,
)
_role(
    "ig_auditor",
    "Information governance lead",
    "any",
    "access",
    "stewardship",
    does=(a.VIEW_AUDIT, a.HOLD_RECORDS, a.LIFT_HOLDS),
)
_role(
    "support",
    "Platform support",
    "nation",
    does=(a.ASK_SUPPORT,),
    totals_only=True,
)
_role(
    HISTORY,
    "Reader of a closed employer's records",
    "closed employer",
    does=(a.VIEW_PEOPLE, a.READ_HISTORY),
)
_role("staff", "Staff member", "own record", "access", does=(a.OWN_RECORD,))
