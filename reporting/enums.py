"""States and classes of our own. Lists that the NHS owns are data (``orgs/codes.py``)."""

from django.db import models


class MeasureClass(models.TextChoices):
    """What a count says about people; each class has its own disclosure policy (DECISIONS 25)."""

    ORGANISATION_FACT = "organisation_fact", "About organisations"
    JUDGEMENT = "judgement", "Judgements on post-holders"
    PEOPLE = "people", "About people"


class Counts(models.TextChoices):
    """The unit of count."""

    PEOPLE = "people", "people"
    POSTS = "posts", "posts"
    ORGANISATIONS = "organisations", "organisations"


class RunState(models.TextChoices):
    WAITING = "waiting", "Waiting for the author"
    QUEUED = "queued", "Waiting to be made"
    LEASED = "leased", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"
    CANCELLED = "cancelled", "Not made"


class PreviewState(models.TextChoices):
    QUEUED = "queued", "Waiting to be checked"
    RUNNING = "running", "Being checked"
    DONE = "done", "Checked"
    FAILED = "failed", "Could not be checked"


class PaperState(models.TextChoices):
    QUEUED = "queued", "Being made"
    DONE = "done", "Ready"
    FAILED = "failed", "Could not be made"


class DeliveryState(models.TextChoices):
    SENT = "sent", "Delivered"
    REFUSED = "refused", "Not delivered"


class ExportPurpose(models.TextChoices):
    """What released figures are taken away for."""

    BOARD = "board", "A paper for a board or committee"
    PLANNING = "planning", "Planning succession and development"
    ANALYSIS = "analysis", "Analysis by our own analysts"
    REQUEST = "request", "An answer to a request for information"
    OTHER = "other", "Something else"


class ExportFormat(models.TextChoices):
    """As which file; the value is the ending of its name."""

    XLSX = "xlsx", "Excel workbook (XLSX)"
    ODS = "ods", "Open Document spreadsheet (ODS)"
    CSV = "csv", "Comma-separated values (CSV)"
    JSON = "json", "JSON, for programs"
