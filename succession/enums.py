"""States of plans and nominations. Readiness, risk and the like are code lists (``orgs.codes``)."""

from django.db import models

#: What stands in place of a name that this employer may no longer know.
NAME_GONE = "Somebody from another employer"


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


class Lapse(models.TextChoices):
    """Why a nomination lapsed. Empty = it did not, or before this was written down."""

    LEFT = "left", "Left"
    WITHDRAWN = "withdrawn", "Consent withdrawn"
    EXPIRED = "expired", "Consent ran out"
    CLOSED = "closed", "Consent ended"
    PARTED = "parted", "The post went to another organisation"


class Disclosure(models.TextChoices):
    """What the person has been told of the nomination, and what they answered."""

    NOT_TOLD = "not_told", "Not told yet"
    TOLD = "told", "Told, no answer yet"
    AGREED = "agreed", "Told and agreed"
    DECLINED = "declined", "Told and declined"


class BulkAct(models.TextChoices):
    """What can be done to several rows of the plan at once."""

    REVIEW = "review", "Readiness looked at again, unchanged"
    COVER = "cover", "Set the emergency cover"
    RISK = "risk", "Set the vacancy risk"
    PATHWAY = "pathway", "Prepare the suggested pathway"
    TOLD = "told", "Record that they were told"


class BulkState(models.TextChoices):
    """A change of several rows on its way."""

    PREVIEWED = "previewed", "Not saved yet"
    APPLIED = "applied", "Saved"
    UNDONE = "undone", "Undone"


#: From here on the person knows, and may read what concerns them.
KNOWN_TO_PERSON = (Disclosure.TOLD, Disclosure.AGREED, Disclosure.DECLINED)


class SignatureState(models.TextChoices):
    """What became of a signature that was asked for."""

    WAITING = "waiting", "Waiting"
    SIGNED = "signed", "Signed"
    RECORDED = "recorded", "Recorded from the minutes"
    SENT_BACK = "sent_back", "Sent back"
    DROPPED = "dropped", "No longer asked for"


class PackState(models.TextChoices):
    """A board pack on its way."""

    QUEUED = "queued", "Waiting to be made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"


class ReaderRight(models.TextChoices):
    """By which right a reader opens a pack: it must be hers on the day on which she opens it."""

    PACKS = "packs", "Board or committee reader"
    OWN = "own", "Signs the plan"


class SheetLayout(models.TextChoices):
    """What the rows of an uploaded spreadsheet are about."""

    PLAN = "plan", "Succession plan: a row for each post, or for each successor"
    TEAM = "team", "Team summary: a row for each person"
