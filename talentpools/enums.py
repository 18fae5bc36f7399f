"""States of pools and memberships. What moves a membership from one state to the next is in ``lifecycle``."""

from django.db import models


class PoolKind(models.TextChoices):
    """What a pool gathers people for; values are codes of the list ``pool_type``."""

    ROLE = "ROLE", "Towards a role"
    LEVEL = "LEVEL", "Towards a level"
    PROGRAMME = "PROGRAMME", "A programme's cohort"
    SCARCE = "SCARCE", "A scarce skill"
    POSITIVE_ACTION = "POSITIVE_ACTION", "Positive action or sponsorship"


class Joining(models.TextChoices):
    """How somebody can come into a pool without being named or invited."""

    INVITATION = "invitation", "By invitation alone"
    APPLICATIONS = "applications", "People may apply until a closing date"
    SELF = "self", "People may put themselves forward at any time"


class MembershipStatus(models.TextChoices):
    PREPARED = "prepared", "Prepared, not yet open to the person"
    INVITED = "invited", "Invited"
    APPLIED = "applied", "Applied"
    SELF_NOMINATED = "self_nominated", "Put themselves forward"
    ASSESSED_IN = "assessed_in", "Assessed: offered a place"
    ASSESSED_NOT_YET = "assessed_not_yet", "Assessed: not yet"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    LEFT = "left", "Left"
    ALUMNI = "alumni", "Completed"


class Route(models.TextChoices):
    """How a person came to a pool."""

    NOMINATION = "nomination", "Named as a successor"
    INVITATION = "invitation", "Invited"
    APPLICATION = "application", "Applied"
    SELF = "self", "Put themselves forward"


class Reason(models.TextChoices):
    """Why a membership is paused or over. Details stay with the employer's own records."""

    LEAVE = "leave", "On leave"
    PAUSED_OTHER = "paused_other", "Another reason"
    DECLINED = "declined", "Declined the invitation"
    NOT_PLACED = "not_placed", "Not offered a place"
    WITHDREW = "withdrew", "Withdrew"
    OWN_CHOICE = "own_choice", "Own choice"
    MOVED_ON = "moved_on", "Moved to another role"
    NO_ACTIVITY = "no_activity", "No activity, agreed with the person"
    TAKEN_BACK = "taken_back", "Invitation taken back"
    POOL_CLOSED = "pool_closed", "The pool closed"
    COMPLETED = "completed", "Completed"


class ClosedReason(models.TextChoices):
    """Why a pool was closed."""

    DONE = "done", "Its purpose is met"
    MERGED = "merged", "Its members go on in another pool"
    FEW = "few", "Too few members"
    OTHER = "other", "Another reason"


class ActivityKind(models.TextChoices):
    """What can be recorded as activity; steps and assessments are read where they are kept."""

    SESSION = "session", "Session attended"
    MENTOR = "mentor", "Mentor meeting"
    PROJECT = "project", "Project update"


class Basis(models.TextChoices):
    """The lawful basis of a positive-action pool (Equality Act 2010, Part 11, Chapter 2)."""

    DISADVANTAGE = "disadvantage", "People who share a characteristic are at a disadvantage"
    NEEDS = "needs", "People who share a characteristic have different needs"
    LOW_SHARE = "low_share", "People who share a characteristic rarely take part"


#: A member counts against the capacity and in the figures.
PRESENT = (MembershipStatus.ACTIVE, MembershipStatus.PAUSED)

#: Not in the pool yet: somebody must answer or decide.
WAITING = (
    MembershipStatus.INVITED,
    MembershipStatus.APPLIED,
    MembershipStatus.SELF_NOMINATED,
    MembershipStatus.ASSESSED_IN,
    MembershipStatus.ASSESSED_NOT_YET,
)

#: A membership that has not ended and that pool people may see.
SHOWN = (*WAITING, *PRESENT)

#: A membership that has ended.
ENDED = (MembershipStatus.LEFT, MembershipStatus.ALUMNI)
