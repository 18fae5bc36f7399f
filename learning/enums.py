"""States of pathways and steps. Step types are a code list (``orgs.codes``)."""

from django.db import models


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
