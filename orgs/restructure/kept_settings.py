"""Keeping settings as they were: on the day of a change, as choices of the employer's own.

Each is dated on the day and says why it is there. Its base is what stood above before, so the
employer sees that something else stands above now, and chooses.
"""

from collections.abc import Iterable
from uuid import UUID

from orgs import audit
from orgs.access.principals import Principal
from orgs.inheritance import merge as m
from orgs.models.definitions import Adaptation, Definition
from orgs.restructure import settings
from orgs.restructure.altered import Alteration
from orgs.restructure.checks import Made, concerned


def keep(made: Made, principal: Principal) -> tuple[int, int]:
    """Keep every value that nobody decided to take from above; (rows updated, rows inserted).

    It looks again at what differs, so what has changed since the rehearsal is kept too.
    """
    found = [
        each
        for each in settings.alterations(made.before, made.after, made.into, made.day)
        if concerned(made, each.code)
    ]
    wanted = [(each, kept) for each in found if (kept := each.kept(made)) is not None]
    return _write(made, principal, wanted)


def _write(
    made: Made, principal: Principal, wanted: list[tuple[Alteration, m.Differences]]
) -> tuple[int, int]:
    definitions = _definitions(each for each, _ in wanted)
    open_now = {
        (row.definition_id, row.unit_id): row
        for row in Adaptation.objects.select_for_update().filter(
            definition__in=definitions.values(),
            unit_id__in=[made.id_of(each.code) for each, _ in wanted],
            valid_to__isnull=True,
        )
    }
    ended, changed, fresh = [], [], []
    for each, differences in wanted:
        assert each.pair.after is not None  # what nobody defines cannot be kept
        whole = each.pair.after.effective
        assert whole.public_id is not None
        assert whole.version_id is not None
        definition, unit_id = definitions[whole.public_id], made.id_of(each.code)
        current = open_now.get((definition.pk, unit_id))
        if current is not None and current.valid_from > made.day:
            continue  # it has chosen since
        if current is not None and current.valid_from == made.day:
            current.differences = m.stored_differences(differences)
            current.reason, current.version = made.why, current.version + 1
            changed.append(current)
        else:
            if current is not None:
                current.valid_to = made.day
                ended.append(current)
            fresh.append(
                Adaptation(
                    definition=definition,
                    unit_id=unit_id,
                    base_version_id=whole.version_id,
                    differences=m.stored_differences(differences),
                    version=current.version + 1 if current is not None else 1,
                    valid_from=made.day,
                    reason=made.why,
                )
            )
        audit.record(
            principal, "config.kept", unit_id=unit_id, about=definition,
            kind=definition.kind, key=definition.key,
        )  # fmt: skip
    Adaptation.objects.bulk_update(ended, ["valid_to"], batch_size=500)
    Adaptation.objects.bulk_update(changed, ["differences", "reason", "version"], batch_size=500)
    Adaptation.objects.bulk_create(fresh)
    return len(ended) + len(changed), len(fresh)


def _definitions(found: Iterable[Alteration]) -> dict[UUID, Definition]:
    wanted = {
        public_id
        for each in found
        if each.pair.after is not None and (public_id := each.pair.after.effective.public_id)
    }
    return {each.public_id: each for each in Definition.objects.filter(public_id__in=wanted)}
