"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from talentpools.models.activity import PoolActivity, PoolAssessment
from talentpools.models.bench import BenchProfile, Vacancy, VacancyAsk
from talentpools.models.pools import Pool, PoolMembership
from talentpools.models.positive import (
    PositiveActionMembership,
    PositiveActionTerms,
    SponsorAction,
    Sponsorship,
)
from talentpools.models.release import ReleaseRequest
from talentpools.models.shared import (
    BoardReview,
    PanelNote,
    ReviewEntry,
    Reviewer,
    SharedMember,
    SharedPool,
)

__all__ = [
    "BenchProfile",
    "BoardReview",
    "PanelNote",
    "Pool",
    "PoolActivity",
    "PoolAssessment",
    "PoolMembership",
    "PositiveActionMembership",
    "PositiveActionTerms",
    "ReleaseRequest",
    "ReviewEntry",
    "Reviewer",
    "SharedMember",
    "SharedPool",
    "SponsorAction",
    "Sponsorship",
    "Vacancy",
    "VacancyAsk",
]
