"""States of pathways and steps. Step types are a code list (``orgs.codes``)."""

from django.db import models

from learning.conversation_states import Side, State


class PathwayState(models.TextChoices):
    PREPARED = "prepared", "Prepared, not yet open to the person"
    ACTIVE = "active", "Under way"
    COMPLETED = "completed", "Completed"
    WITHDRAWN = "withdrawn", "Withdrawn"


class StepState(models.TextChoices):
    NOT_STARTED = "not_started", "Not started"
    IN_PROGRESS = "in_progress", "In progress"
    DONE = "done", "Done"


class Source(models.TextChoices):
    """What a pathway or a membership came from; ``source_id`` is the public id of that row."""

    NOMINATION = "nomination", "Named as a successor"
    LEARNING = "learning", "Learning and development"
    PERSON = "person", "The person's own choice"


class ConversationSide(models.TextChoices):
    PERSON = Side.PERSON.value, "The person"
    OTHER = Side.OTHER.value, "The other side"


class ConversationState(models.TextChoices):
    PREPARING = State.PREPARING.value, "Being prepared"
    MET = State.MET.value, "Held, nothing agreed yet"
    PROPOSED = State.PROPOSED.value, "An outcome is proposed"
    AGREED = State.AGREED.value, "Agreed"
    CLOSED = State.CLOSED.value, "Ended without an outcome"
