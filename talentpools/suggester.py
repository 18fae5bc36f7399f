"""Offers pools for a nomination to succession, with the criteria that the person meets."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db.models import Q

from orgs.audit import Actor
from orgs.codes import code_lists
from succession.readiness import HORIZONS
from succession.suggestions import About, Criterion, Suggestion
from talentpools import population, selectors
from talentpools.criteria import Criteria, criteria_here
from talentpools.criteria_words import named_tests
from talentpools.enums import SHOWN, PoolKind
from talentpools.models import Pool, PoolMembership
from talentpools.services import prepared


class PoolSuggester:
    """Pools of the employer that target one of the post's roles, positive-action pools left out."""

    def suggest(self, about: About, day: dt.date) -> list[Suggestion]:
        fitting = list(
            selectors.pools(about.unit_id, day)
            .filter(target_roles__overlap=list(about.role_codes))
            .exclude(kind=PoolKind.POSITIVE_ACTION)
        )
        if not fitting:
            return []
        roles = code_lists("board_role")["board_role"]
        taken = set(
            PoolMembership.objects.filter(pool__in=fitting, staff_id=about.staff_id)
            .filter(Q(status__in=SHOWN) | Q(source_id=about.source_id, left_on=None))
            .values_list("pool_id", flat=True)
        )
        role = next((roles[c].label for c in about.role_codes if c in roles), about.role_codes[0])
        sets = criteria_here(about.unit_id, day) if any(p.criteria_key for p in fitting) else {}
        return sorted(
            (
                Suggestion(
                    pool.public_id,
                    pool.title,
                    (
                        *_criteria(pool, about, role),
                        *_of_the_definition(sets.get(pool.criteria_key), pool, about, day),
                    ),
                    pool.id in taken,
                )
                for pool in fitting
            ),
            key=lambda s: -s.met,
        )

    def titles(self, unit_id: int, staff_ids: Collection[int]) -> dict[int, list[str]]:
        return selectors.titles(unit_id, staff_ids)

    def quiet(self, unit_id: int, staff_ids: Collection[int], day: dt.date) -> dict[int, list[str]]:
        return selectors.quiet(unit_id, staff_ids, day)

    def prepare(self, actor: Actor, about: About, chosen: Sequence[UUID], day: dt.date) -> int:
        return prepared.prepare_memberships(
            actor=actor,
            unit_id=about.unit_id,
            staff_id=about.staff_id,
            pools=chosen,
            source_id=about.source_id,
            day=day,
        )

    def open(self, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
        return prepared.open_prepared(actor=actor, unit_id=unit_id, source_id=source_id, day=day)

    def withdraw(self, actor: Actor, unit_id: int, source_id: UUID, day: dt.date) -> int:
        return prepared.withdraw_prepared(
            actor=actor, unit_id=unit_id, source_id=source_id, day=day
        )


def _criteria(pool: Pool, about: About, role: str) -> tuple[Criterion, ...]:
    members: int = pool.members  # type: ignore[attr-defined]  # annotated by the selector
    room = pool.capacity is None or members < pool.capacity
    places = "no limit" if pool.capacity is None else f"{members} of {pool.capacity} places taken"
    return (
        Criterion(f"Prepares for the role of {role}", met=True),
        Criterion(f"Has a free place: {places}", met=room),
        Criterion("Ready within 5 years", met=about.readiness in HORIZONS),
    )


def _of_the_definition(
    criteria: Criteria | None, pool: Pool, about: About, day: dt.date
) -> list[Criterion]:
    """The pool's own criteria. Readiness is that of the nomination at hand, which nobody else sees."""
    if criteria is None:
        return []
    found = population.checked(
        criteria, unit_id=about.unit_id, pool_id=pool.pk, day=day, staff_ids=[about.staff_id]
    ).get(about.staff_id)
    if found is None:
        return []
    words = named_tests(criteria)
    return [
        Criterion(
            words[each.asked.name],
            met=about.readiness in each.asked.values
            if each.asked.name == "readiness"
            else each.met,
        )
        for each in found.shown
    ]
