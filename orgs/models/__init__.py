"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from orgs.models.access import (
    ActionRecord,
    Grant,
    RoleRecord,
    SystemPrincipal,
    UnitPermission,
    User,
)
from orgs.models.access_reviews import (
    AccessReview,
    AccessReviewItem,
    GrantUse,
    OrphanedEmployer,
)
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.boundaries import BoundaryVersion
from orgs.models.codes import Code
from orgs.models.consultation import Consultation
from orgs.models.corrections import CorrectionRequest
from orgs.models.definitions import Adaptation, Definition, DefinitionVersion
from orgs.models.digest import DigestSetting
from orgs.models.handover import CarriedOver, DuplicateChoice, HandoverChoice, HandoverList
from orgs.models.keeping import KeepingHold, KeepingHorizon
from orgs.models.movers import MoveCode, RecordLink
from orgs.models.outbox import Outbox
from orgs.models.overlays import Overlay, OverlayChoice, OverlayInvite
from orgs.models.people import Assignment, Person, StaffRecord
from orgs.models.proposals import OdsCheck, OdsProposal
from orgs.models.restructure import RestructureComment, RestructureNotice, RestructurePlan
from orgs.models.sharing import SharedProfile, SharingCall, SharingReceipt
from orgs.models.staff_lists import StaffList
from orgs.models.support import SupportAccess
from orgs.models.units import OrgLink, OrgPlacement, OrgUnit, OrgUnitType, OverlayMembership

__all__ = [
    "AccessReview",
    "AccessReviewItem",
    "ActionRecord",
    "Adaptation",
    "Assignment",
    "AuditEvent",
    "BoundaryVersion",
    "CarriedOver",
    "Code",
    "Consultation",
    "CorrectionRequest",
    "Definition",
    "DefinitionVersion",
    "DigestSetting",
    "DuplicateChoice",
    "Grant",
    "GrantUse",
    "HandoverChoice",
    "HandoverList",
    "KeepingHold",
    "KeepingHorizon",
    "MoveCode",
    "OdsCheck",
    "OdsProposal",
    "OrgLink",
    "OrgPlacement",
    "OrgUnit",
    "OrgUnitType",
    "OrphanedEmployer",
    "Outbox",
    "Overlay",
    "OverlayChoice",
    "OverlayInvite",
    "OverlayMembership",
    "Person",
    "ReadEvent",
    "RecordLink",
    "RestructureComment",
    "RestructureNotice",
    "RestructurePlan",
    "RoleRecord",
    "SharedProfile",
    "SharingCall",
    "SharingReceipt",
    "StaffList",
    "StaffRecord",
    "SupportAccess",
    "SystemPrincipal",
    "UnitPermission",
    "User",
]
