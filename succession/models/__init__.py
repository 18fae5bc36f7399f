"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from succession.models.bulk import BulkChange, BulkLine
from succession.models.criticality import CriticalityAssessment
from succession.models.nominations import Nomination, ReadinessJudgement
from succession.models.packs import BoardPack, PackReader
from succession.models.plans import Incumbency, Post, RiskAssessment, SuccessionPlan
from succession.models.returns import SuccessionReturn
from succession.models.sheets import PlanSheet
from succession.models.signing import BoardPaper, PlanCopy, Signature
from succession.models.skills import SkillMark

__all__ = [
    "BoardPack",
    "BoardPaper",
    "BulkChange",
    "BulkLine",
    "CriticalityAssessment",
    "Incumbency",
    "Nomination",
    "PackReader",
    "PlanCopy",
    "PlanSheet",
    "Post",
    "ReadinessJudgement",
    "RiskAssessment",
    "Signature",
    "SkillMark",
    "SuccessionPlan",
    "SuccessionReturn",
]
