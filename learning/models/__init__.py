"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from learning.models.aspirations import Aspiration
from learning.models.catalogue import (
    Competency,
    Framework,
    RoleProfile,
    RoleProfileItem,
    RoleRoute,
)
from learning.models.conversations import AgreedOutcome, Conversation, Preparation
from learning.models.people import CompetencyAssessment, PathwayAssignment, StepProgress

__all__ = [
    "AgreedOutcome",
    "Aspiration",
    "Competency",
    "CompetencyAssessment",
    "Conversation",
    "Framework",
    "PathwayAssignment",
    "Preparation",
    "RoleProfile",
    "RoleProfileItem",
    "RoleRoute",
    "StepProgress",
]
