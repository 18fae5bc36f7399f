"""A board that is to be split: the change is drawn up and checked, and its own list waits for its lead."""

import datetime as dt

from orgs.access import grants
from orgs.access.scope import user_scope
from orgs.models.access import User
from orgs.models.units import OrgUnit
from orgs.restructure import operations as ops
from orgs.restructure import services
from talentplatform.demo.personas import PASSWORD, named

#: Larkholme and Saltreach goes to its two neighbours, and its Trusts with it.
BOARD, MAIN, OTHER = "ZQC", "ZQA", "ZQB"
LEAD = "larkholme.lead"
TITLE = "Larkholme and Saltreach ICB is split"
#: The Trusts whose way leads to the other neighbour; all the rest go to the main one.
_TO_OTHER = {"ZSR", "ZSC"}
_AHEAD = dt.timedelta(days=150)


def load(day: dt.date) -> None:
    """Draw the split up for a day ahead, and give the board a succession lead."""
    User.objects.create_user(LEAD, PASSWORD)
    unit = OrgUnit.objects.get(code=BOARD)
    grants.found(login=LEAD, role_code="cpo", unit=unit, day=day - dt.timedelta(days=400))
    below = list(unit.children.filter(open=True).order_by("code").values_list("code", flat=True))
    steward = named("sunita")
    user = User.objects.get(login=steward.login)
    with user_scope(user.pk, login=user.login, unit_code=steward.unit, day=day) as viewer:
        services.draft_plan(
            viewer=viewer,
            title=TITLE,
            operations=[
                ops.Dated(
                    day + _AHEAD,
                    ops.Split(
                        BOARD,
                        (MAIN, OTHER),
                        {code: OTHER if code in _TO_OTHER else MAIN for code in below},
                    ),
                )
            ],
        )
