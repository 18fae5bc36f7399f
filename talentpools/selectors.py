"""Questions about pools: which there are, who is in them, and how present they are."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.periods import in_force
from talentpools.engagement import (
    ACTIVE,
    EXEMPT,
    INACTIVE,
    LAST_SQL,
    QUIET,
    Event,
    Rule,
    engagement,
    parameters,
)
from talentpools.enums import (
    ENDED,
    PRESENT,
    WAITING,
    Joining,
    MembershipStatus,
    PoolKind,
)
from talentpools.models import Pool, PoolAssessment, PoolMembership
from talentpools.rules import engagement_rule

#: More than so many accounts are too many for one list of sponsors.
MANY_ACCOUNTS = 200


def pools(unit_id: int, day: dt.date) -> QuerySet[Pool]:
    """Pools of an employer with ``members`` (present), by title: one query."""
    present = Q(memberships__status__in=PRESENT)
    return (
        Pool.objects.filter(in_force(day), unit_id=unit_id)
        .annotate(members=Count("memberships", filter=present))
        .order_by("title", "pk")
    )


def pool(unit_id: int, public_id: UUID, day: dt.date) -> Pool | None:
    """One pool with ``members``."""
    return pools(unit_id, day).filter(public_id=public_id).first()


# --- members ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Member:
    """A membership with the person's name and job, and the last thing she did that counts."""

    id: int
    public_id: UUID
    pool_id: int
    staff_id: int
    name: str
    job: str
    status: str
    route: str
    reason: str
    status_on: dt.date | None
    joined_on: dt.date | None
    last: Event | None

    def engagement(self, rule: Rule, day: dt.date) -> str:
        return engagement(rule=rule, status=self.status, last=self.last, day=day)


# What is only prepared for somebody who has not been told is left out, whoever asks.
_MEMBERS = """
SELECT m.id, m.public_id, m.pool_id, m.staff_id, s.name, job.title, m.status, m.route, m.reason,
  m.status_on, m.joined_on, last.happened_on, last.kind
FROM talentpools_poolmembership m
JOIN orgs_staffrecord s ON s.id = m.staff_id
LEFT JOIN LATERAL (
  SELECT a.title FROM orgs_assignment a
  WHERE a.staff_id = m.staff_id AND a.starts_on <= %(day)s AND (a.ends_on IS NULL OR a.ends_on > %(day)s)
  ORDER BY a.starts_on DESC, a.id DESC LIMIT 1
) job ON true
LEFT JOIN LATERAL {last} ON true
WHERE m.pool_id = %(pool)s AND m.opened_on IS NOT NULL AND {which}
ORDER BY s.sort_name, m.id
""".replace("{last}", LAST_SQL)
_OF_THE_POOL = _MEMBERS.replace("{which}", "NOT m.status = ANY(%(ended)s)")
_ONE = _MEMBERS.replace("{which}", "m.id = %(one)s")

#: Without names: what the list of pools counts.
_STANDING = """
SELECT m.pool_id, m.status, last.happened_on, last.kind
FROM talentpools_poolmembership m
LEFT JOIN LATERAL {last} ON true
WHERE m.unit_id = %(unit)s AND m.opened_on IS NOT NULL AND NOT m.status = ANY(%(ended)s)
""".replace("{last}", LAST_SQL)


def members(of: Pool, rule: Rule, day: dt.date) -> list[Member]:
    """Memberships that are open to pool people and not over, by name: one query."""
    asked = {**parameters(rule), "day": day, "pool": of.pk, "ended": list(ENDED)}
    return [_member(row) for row in _rows(_OF_THE_POOL, asked)]


def one_member(of: PoolMembership, rule: Rule, day: dt.date) -> Member | None:
    """One membership, over or not."""
    asked = {**parameters(rule), "day": day, "pool": of.pool_id, "one": of.pk}
    return next((_member(row) for row in _rows(_ONE, asked)), None)


def _rows(sql: str, asked: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, asked)
        return list(cursor.fetchall())


def _member(row: Sequence[Any]) -> Member:
    pk, public_id, pool_id, staff_id, name, job, status, route, reason, status_on, joined_on = row[
        :11
    ]
    return Member(
        id=pk,
        public_id=public_id,
        pool_id=pool_id,
        staff_id=staff_id,
        name=name,
        job=job or "",
        status=status,
        route=route,
        reason=reason,
        status_on=status_on,
        joined_on=joined_on,
        last=_event(row[12], row[11]),
    )


def _event(kind: str | None, on: dt.date | None) -> Event | None:
    return Event(kind, on) if kind and on else None


@dataclass
class Standing:
    """How a pool stands: whoever has paused is present, and no part of `expected`."""

    present: int = 0
    waiting: int = 0
    expected: int = 0
    active: int = 0
    last_on: dt.date | None = None


def standings(unit_id: int, rule: Rule, day: dt.date) -> dict[int, Standing]:
    """How each pool of an employer stands, by pool id: one query, no name."""
    asked = {**parameters(rule), "day": day, "unit": unit_id, "ended": list(ENDED)}
    found: dict[int, Standing] = {}
    for pool_id, status, last_on, kind in _rows(_STANDING, asked):
        one = found.setdefault(pool_id, Standing())
        one.waiting += status in WAITING
        one.present += status in PRESENT
        if status in PRESENT:
            last = _event(kind, last_on)
            code = engagement(rule=rule, status=status, last=last, day=day)
            one.expected += code != EXEMPT
            one.active += code == ACTIVE
            if last is not None and code != EXEMPT:
                one.last_on = max(one.last_on or last.on, last.on)
    return found


def goes_quiet(of: Pool, standing: Standing, rule: Rule, day: dt.date) -> str:
    """Why a pool's owner is told, in a sentence; "" when there is no reason.

    Either nobody has been active for `rule.alert_days`, or fewer than half of those who have not
    paused are. A new pool has that many days to find its first member. Of a positive-action pool
    nothing is said: how its members do is theirs and their keeper's.
    """
    if of.kind == PoolKind.POSITIVE_ACTION:
        return ""
    if standing.present == 0:
        return "it has no member" if (day - of.valid_from).days >= rule.alert_days else ""
    if standing.active == 0:
        since = of.valid_from
        if standing.last_on is not None:
            since = max(since, standing.last_on + dt.timedelta(days=rule.active_days))
        days = (day - since).days
        return f"nobody has been active for {days} days" if days >= rule.alert_days else ""
    if 2 * standing.active < standing.expected:
        return f"{standing.active} of {standing.expected} members are active, fewer than half"
    return ""


def membership(unit_id: int, public_id: UUID) -> PoolMembership | None:
    """One open membership of an employer."""
    return (
        PoolMembership.objects.filter(unit_id=unit_id, public_id=public_id, opened_on__isnull=False)
        .select_related("staff", "pool")
        .first()
    )


def assessments(of: PoolMembership) -> list[PoolAssessment]:
    """What the panel made of somebody, newest first, with the assessor."""
    rows = PoolAssessment.objects.filter(membership=of).select_related("assessor")
    return list(rows.order_by("-assessed_on", "-pk"))


def titles(unit_id: int, staff_ids: Collection[int]) -> dict[int, list[str]]:
    """Titles of the pools that people are in or prepared for, by staff id: one query."""
    found: dict[int, list[str]] = {}
    rows = (
        PoolMembership.objects.filter(
            unit_id=unit_id, staff_id__in=staff_ids, pool__valid_to__isnull=True
        )
        .filter(status__in=[*PRESENT, MembershipStatus.PREPARED])
        .order_by("pool__title")
    )
    for staff_id, title in rows.values_list("staff_id", "pool__title"):
        found.setdefault(staff_id, []).append(title)
    return found


_QUIET = """
SELECT m.staff_id, p.title, m.status, last.happened_on, last.kind
FROM talentpools_poolmembership m
JOIN talentpools_pool p ON p.id = m.pool_id AND p.valid_to IS NULL
  AND p.kind <> 'POSITIVE_ACTION'
LEFT JOIN LATERAL {last} ON true
WHERE m.unit_id = %(unit)s AND m.staff_id = ANY(%(staff)s) AND m.opened_on IS NOT NULL
  AND m.status = ANY(%(present)s)
ORDER BY p.title
""".replace("{last}", LAST_SQL)


def quiet(unit_id: int, staff_ids: Collection[int], day: dt.date) -> dict[int, list[str]]:
    """Titles of the pools in which people take part less than before, by staff id: 2 queries."""
    rule = engagement_rule(unit_id, day)
    asked = {**parameters(rule), "day": day, "unit": unit_id}
    asked |= {"staff": list(staff_ids), "present": list(PRESENT)}
    found: dict[int, list[str]] = {}
    for staff_id, title, status, last_on, kind in _rows(_QUIET, asked):
        how = engagement(rule=rule, status=status, last=_event(kind, last_on), day=day)
        if how in (QUIET, INACTIVE):
            found.setdefault(staff_id, []).append(title)
    return found


def people_here(unit_id: int, public_ids: Collection[UUID], day: dt.date) -> list[StaffRecord]:
    """Some people of the employer, by name: one query."""
    rows = StaffRecord.objects.filter(in_force(day), unit_id=unit_id, public_id__in=public_ids)
    return list(rows.order_by("sort_name", "pk"))


# --- the person's own -----------------------------------------------------------------------------------


def own_memberships(unit_id: int, staff_id: int) -> list[PoolMembership]:
    """What a person may know of her own memberships: those that are open."""
    return list(
        PoolMembership.objects.filter(
            unit_id=unit_id, staff_id=staff_id, opened_on__isnull=False, left_on__isnull=True
        )
        .select_related("pool")
        .order_by("pool__title", "pk")
    )


def own_membership(unit_id: int, person_id: int | None, public_id: UUID) -> PoolMembership | None:
    """One open membership of the person herself."""
    if person_id is None:
        return None
    rows = PoolMembership.objects.filter(
        unit_id=unit_id,
        public_id=public_id,
        opened_on__isnull=False,
        staff__person_id=person_id,
    )
    return rows.select_related("pool", "staff").first()


def open_pools(unit_id: int, day: dt.date) -> list[Pool]:
    """Pools that people may come to by themselves on a day, by title.

    One of positive action is opened by the recording of its lawful basis and its keeper.
    """
    still = Q(closes_on__isnull=True) | Q(closes_on__gte=day)
    rows = Pool.objects.filter(in_force(day), still, unit_id=unit_id)
    return list(rows.exclude(joining=Joining.INVITATION).order_by("title", "pk"))


def open_pool(unit_id: int, public_id: UUID, day: dt.date) -> Pool | None:
    """One of them."""
    return next((p for p in open_pools(unit_id, day) if p.public_id == public_id), None)


# --- owners, demand -------------------------------------------------------------------------------------


def pool_people(unit_id: int, day: dt.date) -> dict[int, str]:
    """Accounts that may run the pools here and what they are called, by name: two queries."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT user_id FROM app.pool_people(%s, %s)", [unit_id, day])
        ids = [user_id for (user_id,) in cursor.fetchall()]
    return called(unit_id, ids)


def sponsors(unit_id: int, day: dt.date) -> dict[int, str]:
    """Accounts of people who work here, who can be named as sponsors, by name."""
    staff = StaffRecord.objects.filter(in_force(day), unit_id=unit_id).values("person_id")
    ids = User.objects.filter(is_active=True, person__in=staff).values_list("pk", flat=True)
    return called(unit_id, list(ids[:MANY_ACCOUNTS]))


def called(unit_id: int, user_ids: Collection[int]) -> dict[int, str]:
    """What accounts are called at an employer, by name; the sign-in name of one without a record."""
    users = list(User.objects.filter(pk__in=user_ids).values_list("pk", "login", "person_id"))
    people = [person for _, _, person in users if person]
    rows = StaffRecord.objects.filter(unit_id=unit_id, person_id__in=people)
    names = dict(rows.values_list("person_id", "name"))
    found = {pk: names.get(person or 0, login) for pk, login, person in users}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def posts_due(unit_id: int, day: dt.date) -> list[frozenset[str]]:
    """Role codes of each post that comes due within 12 months: vacant, or a term ends.

    For the succession circle a known day of leaving counts too.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT role_codes FROM app.posts_due(%s, %s)", [unit_id, day])
        return [frozenset(codes) for (codes,) in cursor.fetchall()]


_READY = """
SELECT m.pool_id, count(DISTINCT m.staff_id)
FROM talentpools_poolmembership m
JOIN talentpools_pool p ON p.id = m.pool_id
JOIN succession_nomination n ON n.staff_id = m.staff_id
JOIN succession_post t ON t.id = n.post_id AND t.role_codes && p.target_roles
JOIN succession_readinessjudgement j ON j.nomination_id = n.id
WHERE m.unit_id = %(unit)s AND m.status = ANY(%(present)s) AND m.opened_on IS NOT NULL
  AND n.status IN ('proposed', 'agreed')
  AND n.valid_from <= %(day)s AND (n.valid_to IS NULL OR n.valid_to > %(day)s)
  AND j.valid_from <= %(day)s AND (j.valid_to IS NULL OR j.valid_to > %(day)s)
  AND (j.review_by IS NULL OR j.review_by >= %(day)s) AND j.readiness = 'RN'
GROUP BY 1
"""


def ready_members(unit_id: int, day: dt.date) -> dict[int, int]:
    """Members who are ready now for one of their pool's roles, by pool id.

    Readiness belongs to the succession circle: for anybody else there are no such rows.
    """
    return dict(_rows(_READY, {"unit": unit_id, "day": day, "present": list(PRESENT)}))
