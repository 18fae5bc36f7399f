"""What the acts on pools share."""

from django.core.exceptions import PermissionDenied

from orgs.access.viewer import Viewer
from talentpools.access import MANAGE_POOLS
from talentpools.enums import PRESENT
from talentpools.models import Pool


class PoolError(ValueError):
    """Something that cannot be done with a pool, said in a sentence; `field` is the one it is about."""

    def __init__(self, sentence: str, *, field: str = "") -> None:
        super().__init__(sentence)
        self.field = field


def must_manage(viewer: Viewer) -> None:
    """Raise ``PermissionDenied`` unless the viewer may run pools at the unit in the URL."""
    if not viewer.may(MANAGE_POOLS):
        raise PermissionDenied


def locked(pool_id: int) -> Pool:
    """The pool, locked: who counts places holds it until the place is taken."""
    return Pool.objects.select_for_update().get(pk=pool_id)


def must_have_room(pool: Pool) -> None:
    """Raise :class:`PoolError` when every place of a locked pool is taken.

    Whoever asks must see every membership of the pool: pool people, or a named part of the system.
    """
    if pool.capacity is None:
        return
    if pool.memberships.filter(status__in=PRESENT).count() >= pool.capacity:
        raise PoolError("Every place in this pool is taken")
