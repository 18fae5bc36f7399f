"""States of a membership."""

from django.db import models


class MembershipStatus(models.TextChoices):
    PREPARED = "prepared", "Prepared, not yet open to the person"
    INVITED = "invited", "Invited"
    APPLIED = "applied", "Applied"
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    LEFT = "left", "Left"
    ALUMNI = "alumni", "Completed"


class Route(models.TextChoices):
    """How a person came to a pool."""

    NOMINATION = "nomination", "Named as a successor"
    INVITATION = "invitation", "Invited"
    APPLICATION = "application", "Applied"


#: A member counts against the capacity and in the figures.
PRESENT = (MembershipStatus.ACTIVE, MembershipStatus.PAUSED)

#: A membership that has not ended and that pool people may see.
SHOWN = (
    MembershipStatus.INVITED,
    MembershipStatus.APPLIED,
    MembershipStatus.ACTIVE,
    MembershipStatus.PAUSED,
)
