"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from learning.models.catalogue import (
    Competency,
    Framework,
    Pathway,
    PathwayStep,
    RoleProfile,
    RoleProfileItem,
)
from learning.models.people import CompetencyAssessment, PathwayAssignment, StepProgress

__all__ = [
    "Competency",
    "CompetencyAssessment",
    "Framework",
    "Pathway",
    "PathwayAssignment",
    "PathwayStep",
    "RoleProfile",
    "RoleProfileItem",
    "StepProgress",
]
