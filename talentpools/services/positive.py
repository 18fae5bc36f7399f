"""Acts on positive-action pools: recording the lawful basis, and sponsors. Joining is in ``own``."""

import datetime as dt

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from orgs import audit, outbox
from orgs.access.scope import system_scope
from orgs.access.viewer import Viewer
from orgs.models.access import User
from orgs.models.units import OrgUnit
from talentpools import positive, selectors
from talentpools.access import CHOICE
from talentpools.enums import Basis, Joining, PoolKind
from talentpools.models import (
    Pool,
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)
from talentpools.services.common import PoolError, locked, must_manage


@transaction.atomic
def record_terms(
    *,
    viewer: Viewer,
    pool: Pool,
    basis: str,
    evidence: str,
    review_on: dt.date,
    keeper_id: int,
) -> PositiveActionTerms:
    """Record on which lawful basis a positive-action pool stands and who keeps it; this opens it.

    Only the keeper herself hands it on. The one before reads its members no more; the next reads who
    joins from then on, and of those who are in it who says yes. They are told before that, by a
    message with a link to their own page and nothing else.

    Raises:
        PermissionDenied: without the right to manage pools here, or another is its keeper.
        PoolError: another kind of pool, no such basis, a day that has passed, or a keeper who may
            not run pools here.
    """
    must_manage(viewer)
    row = locked(pool.pk)
    if row.kind != PoolKind.POSITIVE_ACTION:
        raise PoolError("Only a positive-action pool has a lawful basis")
    if basis not in Basis.values:
        raise PoolError("Select the lawful basis", field="basis")
    if review_on <= viewer.day:
        raise PoolError("The basis is looked at again on a day in the future", field="review_on")
    if keeper_id not in selectors.pool_people(viewer.here.id, viewer.day):
        raise PoolError("Select somebody who may run pools here", field="keeper")
    now = positive.terms(row)
    if now is not None and now.keeper_id != viewer.user_id:
        raise PermissionDenied
    made, _ = PositiveActionTerms.objects.update_or_create(
        pool=row,
        defaults={
            "unit_id": row.unit_id,
            "basis": basis,
            "evidence": evidence,
            "review_on": review_on,
            "keeper_id": keeper_id,
            "recorded_on": viewer.day,
            "recorded_by_id": viewer.user_id,
        },
    )
    if row.joining != Joining.SELF:
        row.joining = Joining.SELF
        row.save(update_fields=["joining"])
    if now is not None and now.keeper_id != keeper_id:
        _tell_members(viewer, row)
    audit.record(viewer, "pool.terms", unit_id=row.unit_id, about=row, basis=basis)
    return made


def _tell_members(viewer: Viewer, pool: Pool) -> None:
    """Write to whoever is in the pool, whichever keeper she is known to: her page says who it is now."""
    path = reverse("talentpools:own_pools", args=[viewer.here.code])
    with system_scope(CHOICE, units=[pool.unit_id], day=viewer.day):
        people = list(
            PositiveActionMembership.objects.filter(pool=pool, left_on__isnull=True).values_list(
                "staff__person_id", flat=True
            )
        )
        unit = OrgUnit.objects.get(pk=pool.unit_id)
        for account in User.objects.filter(person_id__in=people, is_active=True).order_by("pk"):
            outbox.notify("development", account.pk, unit, path)


def _must_keep(viewer: Viewer, membership: PositiveActionMembership) -> None:
    """Raise ``PermissionDenied`` unless the viewer runs pools here and keeps this one."""
    must_manage(viewer)
    terms = positive.terms(membership.pool)
    if terms is None or terms.keeper_id != viewer.user_id:
        raise PermissionDenied


@transaction.atomic
def name_sponsor(
    *, viewer: Viewer, membership: PositiveActionMembership, sponsor_id: int, sponsor_name: str
) -> Sponsorship:
    """Name a sponsor for a member. The sponsor learns of it when the member has agreed.

    Raises:
        PermissionDenied: the viewer is not the pool's keeper.
        PoolError: she has a sponsor already, has left, or would sponsor herself.
    """
    _must_keep(viewer, membership)
    if membership.left_on is not None:
        raise PoolError("This person has left the pool")
    try:
        with transaction.atomic():
            made = Sponsorship.objects.create(
                unit_id=membership.unit_id,
                membership=membership,
                staff_id=membership.staff_id,
                sponsor_id=sponsor_id,
                sponsor_name=sponsor_name,
                named_on=viewer.day,
            )
    except IntegrityError as error:
        raise PoolError("This person has a sponsor already") from error
    audit.record(viewer, "pool.sponsor", unit_id=membership.unit_id)
    return made


@transaction.atomic
def record_sponsor_action(
    *, viewer: Viewer, sponsorship: Sponsorship, what: str, on: dt.date
) -> SponsorAction:
    """Sponsor, member or keeper record what was done. The database asks that the link is open to her.

    Raises:
        PoolError: a day before the agreement or after today, or the link is not open.
    """
    if sponsorship.agreed_on is None or sponsorship.ended_on is not None:
        raise PoolError("This sponsorship is not open")
    if not sponsorship.agreed_on <= on <= viewer.day:
        raise PoolError("The day must lie between the agreement and today", field="on")
    made = SponsorAction.objects.create(
        unit_id=sponsorship.unit_id,
        sponsorship=sponsorship,
        happened_on=on,
        what=what,
        recorded_by_id=viewer.user_id,
    )
    # As any choice about a pool: the audit log must not tell who is in this one.
    audit.record(viewer, "pool.chosen", unit_id=sponsorship.unit_id)
    return made
