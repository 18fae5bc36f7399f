"""Reminders by e-mail: that something waits for an account at an organisation, and nothing of what.

Whether something waits is asked as the account itself, in her own scope, so a reminder knows nothing that
her home page would not show. It leaves on working days, from the hour she chose.
"""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from orgs import audit, outbox, panels
from orgs.access.principals import Principal
from orgs.access.scope import system_scope, user_scope
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.enums import Often
from orgs.models.digest import EARLIEST_HOUR, LATEST_HOUR, DigestSetting

SATURDAY = 5
BATCH = 200
#: What a page offers to choose.
HOURS = range(EARLIEST_HOUR, LATEST_HOUR + 1)


@dataclass(frozen=True)
class _Due:
    """A setting whose time has come: what is needed to ask as its account."""

    pk: int
    user_id: int
    login: str
    person_id: int | None
    code: str


def setting(viewer: Viewer) -> DigestSetting:
    """The viewer's own wish here, saved or not; "never" where she said nothing."""
    found = DigestSetting.objects.filter(user_id=viewer.user_id, unit_id=viewer.here.id).first()
    return found or DigestSetting(user_id=viewer.user_id, unit_id=viewer.here.id, often=Often.NEVER)


@transaction.atomic
def choose(*, viewer: Viewer, often: str, hour: int) -> DigestSetting:
    """Save how often, and from which hour, the viewer is reminded of what waits for her here."""
    row, _ = DigestSetting.objects.update_or_create(
        user_id=viewer.user_id,
        unit_id=viewer.here.id,
        defaults={"often": often, "hour": hour},
    )
    audit.record(viewer, "digest.changed", unit_id=viewer.here.id, about=row)
    return row


def send_due(principal: Principal) -> int:
    """Look at every setting whose time has come; return how many reminders were written.

    May be called twice or by two workers: the day is noted in the transaction that writes the message,
    and whoever finds it noted writes none.
    """
    moment = timezone.localtime(now())
    if moment.weekday() >= SATURDAY:
        return 0
    with system_scope(principal):
        rows = DigestSetting.objects.filter(_due(moment)).order_by("sent_on", "pk")
        due = [
            _Due(*row)
            for row in rows.values_list(
                "pk", "user_id", "user__login", "user__person_id", "unit__code"
            )[:BATCH]
        ]
    return sum(_remind(principal, each, moment) for each in due)


def _due(moment: dt.datetime) -> Q:
    """Settings that have not been looked at today, or this week, and whose hour has come."""
    day = moment.date()
    monday = day - dt.timedelta(days=day.weekday())
    hour = Q(hour__lte=moment.hour) if moment.hour <= LATEST_HOUR else Q(pk__in=[])
    since = Q(often=Often.DAILY, sent_on__lt=day) | Q(often=Often.WEEKLY, sent_on__lt=monday)
    return hour & ~Q(often=Often.NEVER) & (Q(sent_on=None) | since)


def _remind(principal: Principal, due: _Due, moment: dt.datetime) -> bool:
    day = moment.date()
    with user_scope(due.user_id, login=due.login, unit_code=due.code, day=day) as viewer:
        viewer.person_id = (
            due.person_id
        )  # as a request would know it: what waits for herself counts
        something = viewer.unit is not None and bool(panels.waiting(viewer))
    with system_scope(principal, day=day):
        row = (
            DigestSetting.objects.select_for_update(of=("self",), skip_locked=True)
            .select_related("unit")
            .filter(_due(moment), pk=due.pk)
            .first()
        )
        if row is None:
            return False
        row.sent_on = day
        row.save(update_fields=["sent_on"])
        if not something:
            return False
        return (
            outbox.notify(
                "digest", row.user_id, row.unit, str(reverse("orgs:unit", args=[due.code]))
            )
            is not None
        )
