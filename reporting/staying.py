"""Tables of reporting of which nothing is handed over when an employer closes, each with the reason."""

from orgs.restructure.transfers import stay

#: Tables of reporting that stay, each with the reason.
_STAYS = {
    "reporting.Atom": "A count of a day is of the tree of that day.",
    "reporting.ChangePaper": "What was before those who approved is the record of the change.",
    "reporting.ChangePreview": "What a change would do to figures is the record of the change.",
    "reporting.Commentary": "What was said of a release belongs to it.",
    "reporting.CommentaryDraft": "What is drafted of a release belongs to it.",
    "reporting.Cube": "A count of a day is of the tree of that day.",
    "reporting.Delivery": "What was sent to whom is a fact.",
    "reporting.Export": "What was taken away by whom is a fact.",
    "reporting.LedgerEntry": "What an audience has been shown stays known to it.",
    "reporting.Reissue": "It belongs to the release that was withdrawn.",
    "reporting.Release": "What was released stays as it was released.",
    "reporting.ReleaseWithdrawal": "It belongs to the release that was withdrawn.",
    "reporting.ReleaseCalendar": "The change itself decides what becomes of it (reorganising.py).",
    "reporting.ReportRun": "A report that was made stays as it was made.",
    "reporting.Schedule": "The change itself decides what becomes of it (reorganising.py).",
    "reporting.ScheduleRecipient": "The change itself decides what becomes of it (reorganising.py).",
}


def register() -> None:
    """Called from ``ReportingConfig.ready``."""
    stay(_STAYS)
