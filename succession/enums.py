"""States of plans and nominations. Readiness, risk and the like are code lists (``orgs.codes``)."""

from django.db import models


class PlanState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    SIGNED_OFF = "signed_off", "Signed off"
    SUPERSEDED = "superseded", "Superseded"


class NominationStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    PROPOSED = "proposed", "Proposed"
    AGREED = "agreed", "Agreed"
    PLACED = "placed", "Placed in the role"
    DECLINED_BY_PERSON = "declined_by_person", "Declined by the person"
    WITHDRAWN = "withdrawn", "Withdrawn"
    LAPSED = "lapsed", "Lapsed"


class Disclosure(models.TextChoices):
    """What the person has been told of the nomination, and what they answered."""

    NOT_TOLD = "not_told", "Not told yet"
    TOLD = "told", "Told, no answer yet"
    AGREED = "agreed", "Told and agreed"
    DECLINED = "declined", "Told and declined"


#: From here on the person knows, and may read what concerns them.
KNOWN_TO_PERSON = (Disclosure.TOLD, Disclosure.AGREED, Disclosure.DECLINED)
