"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from talentpools.models.activity import PoolActivity, PoolAssessment
from talentpools.models.pools import Pool, PoolMembership
from talentpools.models.positive import (
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)

__all__ = [
    "Pool",
    "PoolActivity",
    "PoolAssessment",
    "PoolMembership",
    "PositiveActionMembership",
    "PositiveActionTerms",
    "SponsorAction",
    "Sponsorship",
]
