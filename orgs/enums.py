"""States of our own machines. Lists that the NHS owns are data (``orgs/codes.py``)."""

from django.db import models


class UnitKind(models.TextChoices):
    TREE = "tree", "In the tree"
    INSIDE = "inside", "Inside an employer"
    OVERLAY = "overlay", "Across the tree"


class LinkRelation(models.TextChoices):
    MERGED_INTO = "merged_into", "Merged into"
    SPLIT_TO = "split_to", "Split to"
    REPLACED_BY = "replaced_by", "Replaced by"


class InviteAnswer(models.TextChoices):
    """How an organisation answered when it was asked to join an overlay."""

    OPEN = "open", "Not answered yet"
    AGREED = "agreed", "Agreed"
    DECLINED = "declined", "Declined"
    WITHDRAWN = "withdrawn", "Taken back"


class OutboxState(models.TextChoices):
    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"


class Often(models.TextChoices):
    """How often an account is reminded of what waits."""

    DAILY = "daily", "Every working day"
    WEEKLY = "weekly", "Once a week, on Monday"
    NEVER = "never", "Never"


class HoldReason(models.TextChoices):
    """Why nothing may be removed at a unit for a time."""

    SUBJECT_ACCESS = "subject_access", "Somebody has asked to see their record"
    COMPLAINT = "complaint", "A grievance, complaint or tribunal claim"
    INVESTIGATION = "investigation", "An investigation or inquiry"
    LEGAL = "legal", "Another legal reason"


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draft"
    REHEARSED = "rehearsed", "Rehearsed"
    APPROVED = "approved", "Approved"
    APPLIED = "applied", "Applied"
    CANCELLED = "cancelled", "Cancelled"


class NoticeState(models.TextChoices):
    """Of what an organisation is told of a change."""

    PLANNED = "planned", "Planned"
    APPLIED = "applied", "Recorded"
    CANCELLED = "cancelled", "Cancelled"


class ProposalState(models.TextChoices):
    """Of what a comparison with ODS proposes."""

    NEW = "new", "To be looked at"
    DRAWN_UP = "drawn_up", "Drawn up as a change"
    DISMISSED = "dismissed", "Dismissed"
    OVERTAKEN = "overtaken", "Overtaken by a later comparison"


class UploadState(models.TextChoices):
    """Of an uploaded file. It is kept only while it is open."""

    OPEN = "open", "Not applied yet"
    APPLIED = "applied", "Applied"
    DISCARDED = "discarded", "Discarded"
    EXPIRED = "expired", "Expired, not applied"


class ReviewDecision(models.TextChoices):
    """What a review says of a role."""

    KEEP = "keep", "Still needed"
    END = "end", "End"


class SupportKind(models.TextChoices):
    """What support access is for."""

    LOOK = "look", "Look, to help with a fault"
    RECOVER = "recover", "Appoint an access administrator where there is none"


class CorrectionOutcome(models.TextChoices):
    """What came of a request to correct a record."""

    CORRECTED = "corrected", "Corrected"
    KEPT = "kept", "Left as it is"


class Purpose(models.TextChoices):
    """What a person shares a profile for, with an organisation that is not hers."""

    POOL = "pool", "Talent pool"
    VACANCY = "vacancy", "Vacancy or interim need"
    NOMINATION = "nomination", "Succession plan"


class Ended(models.TextChoices):
    """How a consent ended."""

    WITHDRAWN = "withdrawn", "You withdrew it"
    EXPIRED = "expired", "It ran out"
    CLOSED = "closed", "The organisation ended it"
