"""At night: telling the owners of pools that go quiet. The message holds no name, no pool and no figure."""

import datetime as dt

from django.urls import reverse

from orgs import audit, clock, outbox
from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.models.units import OrgUnit
from orgs.periods import in_force
from talentpools import selectors
from talentpools.models import Pool
from talentpools.rules import engagement_rule

#: A pool that stays quiet is told of once in so many days.
AGAIN_AFTER = 30


def alert_owners(principal: Principal) -> int:
    """Tell the owners; return how many pools were told of. Each employer is its own transaction."""
    day = clock.today()
    with system_scope(principal):
        rows = Pool.objects.filter(in_force(day), owner__isnull=False)
        units = list(rows.values_list("unit_id", flat=True).distinct().order_by("unit_id"))
    return sum(_alert_unit(principal, unit_id, day) for unit_id in units)


def _alert_unit(principal: Principal, unit_id: int, day: dt.date) -> int:
    with system_scope(principal, units=[unit_id], day=day):
        unit = OrgUnit.objects.get(pk=unit_id)
        rule = engagement_rule(unit_id, day)
        standings = selectors.standings(unit_id, rule, day)
        told = 0
        rows = Pool.objects.select_for_update(of=("self",)).filter(
            in_force(day), unit_id=unit_id, owner__isnull=False
        )
        for pool in rows.order_by("pk"):
            standing = standings.get(pool.pk, selectors.Standing())
            if not selectors.goes_quiet(pool, standing, rule, day):
                continue
            if pool.alerted_on and (day - pool.alerted_on).days < AGAIN_AFTER:
                continue
            pool.alerted_on = day
            pool.save(update_fields=["alerted_on"])
            # Without an address it waits on her home page.
            path = str(reverse("talentpools:pools", args=[unit.code]))
            if pool.owner_id is not None:
                outbox.notify("pool_quiet", pool.owner_id, unit, path)
            audit.record(principal, "pool.alerted", unit_id=unit_id, about=pool)
            told += 1
    return told
