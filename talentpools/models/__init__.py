"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from talentpools.models.pools import Pool, PoolMembership

__all__ = ["Pool", "PoolMembership"]
