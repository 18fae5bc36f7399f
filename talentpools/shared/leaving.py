"""What ends when somebody leaves an employer: what she shares, if she works nowhere else by then.

A person withdraws at an employer of hers. Who has none any more could not, so it ends for her; who
moved to another keeps it, with whatever rests on it.
"""

import datetime as dt

from django.db import connection

from orgs import audit
from orgs.audit import Actor
from talentpools.models import ReleaseRequest
from talentpools.shared_states import ReleaseState


def end_shares(actor: Actor, unit_id: int, day: dt.date) -> None:
    """End profiles and bench profiles of people who left, and requests to the employer that they left.

    The employer does not learn whether there was any: the database looks, and the act is on no page.
    """
    ReleaseRequest.objects.filter(
        unit_id=unit_id, staff__valid_to__lte=day, state=ReleaseState.ASKED
    ).update(state=ReleaseState.LAPSED, answered_on=day)
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.end_shares_of_leavers(%s, %s)", [unit_id, day])
    audit.record(actor, "sharing.left", unit_id=unit_id)
