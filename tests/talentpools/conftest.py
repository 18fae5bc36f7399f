"""The invented board of the loop, and members of its pool."""

from orgs.clock import today
from orgs.models.people import StaffRecord
from talentpools.models import Pool, PoolMembership
from tests.succession.conftest import trust

__all__ = ["join", "trust"]


def join(pool: Pool, staff: StaffRecord, status: str = "active") -> PoolMembership:
    """Somebody in a pool since today; who only waits has not joined."""
    waiting = status in ("invited", "applied", "self_nominated", "assessed_in", "assessed_not_yet")
    return PoolMembership.objects.create(
        unit=pool.unit,
        pool=pool,
        staff=staff,
        status=status,
        status_on=today(),
        opened_on=today(),
        joined_on=None if waiting else today(),
    )
