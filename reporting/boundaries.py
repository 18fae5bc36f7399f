"""Which records reporting keeps, for the boundary register. No page of it shows people."""

from orgs.access.classes import records


def register() -> None:
    """Put the tables of reporting into classes."""
    records(
        "figures",
        "Published figures",
        "Releases of figures that identify nobody, with their comments",
        *("reporting.Release", "reporting.ReleaseWithdrawal", "reporting.Reissue"),
        "reporting.Commentary",
        order=70,
        figures=True,
    )
    records(
        "calendar",
        "Days of publication",
        "On which days figures are published",
        "reporting.ReleaseCalendar",
        order=71,
    )
    records(
        "reports",
        "Reports, schedules and files",
        "PDFs and files of published figures, who gets them and when",
        *("reporting.ReportRun", "reporting.Schedule", "reporting.ScheduleRecipient"),
        *("reporting.Delivery", "reporting.Export", "reporting.CommentaryDraft"),
        "reporting.ChangePreview",
        order=72,
        figures=True,
    )
    records(
        "change_papers",
        "Papers of changes of organisations",
        "What a planned change would do, as a PDF for who asked for it",
        "reporting.ChangePaper",
        order=74,
    )
    records(
        "counts",
        "Counts before publication",
        "What the part of the system that counts writes, and no page reads",
        *("reporting.Cube", "reporting.Atom", "reporting.LedgerEntry"),
        order=73,
        figures=True,
        quiet=True,
    )
