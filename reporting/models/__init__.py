"""Every model of the app, so that Django finds them. The one ``__init__`` that imports."""

from reporting.models.change_papers import ChangePaper
from reporting.models.commentary import Commentary, CommentaryDraft
from reporting.models.cubes import Atom, Cube, LedgerEntry
from reporting.models.exports import Export, Reissue
from reporting.models.previews import ChangePreview
from reporting.models.releases import Release, ReleaseCalendar, ReleaseWithdrawal
from reporting.models.runs import Delivery, ReportRun, Schedule, ScheduleRecipient

__all__ = [
    "Atom",
    "ChangePaper",
    "ChangePreview",
    "Commentary",
    "CommentaryDraft",
    "Cube",
    "Delivery",
    "Export",
    "LedgerEntry",
    "Reissue",
    "Release",
    "ReleaseCalendar",
    "ReleaseWithdrawal",
    "ReportRun",
    "Schedule",
    "ScheduleRecipient",
]
