"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from succession.models.criticality import CriticalityAssessment
from succession.models.nominations import Nomination, ReadinessJudgement
from succession.models.plans import Incumbency, Post, RiskAssessment, SuccessionPlan
from succession.models.returns import SuccessionReturn

__all__ = [
    "CriticalityAssessment",
    "Incumbency",
    "Nomination",
    "Post",
    "ReadinessJudgement",
    "RiskAssessment",
    "SuccessionPlan",
    "SuccessionReturn",
]
