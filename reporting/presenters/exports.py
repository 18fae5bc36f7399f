"""Files of released figures, and withdrawn releases, in words."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from orgs.words import words_of_day
from reporting.content import Figures
from reporting.enums import ExportFormat
from reporting.exports import purpose_of
from reporting.models.exports import Export
from reporting.models.releases import Release, ReleaseWithdrawal
from reporting.reports import title_of


def file_rows(
    exports: Sequence[Export], *, user_id: int, at: dt.datetime, withdrawn: bool, unit_code: str
) -> list[dict[str, Any]]:
    """Who took a file, when, for what, and whether it can still be opened, and by whom."""
    return [
        {
            "login": each.user.login,
            "mine": each.user_id == user_id,
            "made_at": each.created_at,
            "purpose": purpose_of(each),
            "format": each.format.upper(),
            "state": _state(each, at, withdrawn=withdrawn),
            "opened": _opened(each),
            "url": reverse("reporting:export_file", args=[unit_code, each.public_id])
            if each.user_id == user_id and not withdrawn and at < each.expires_at
            else "",
        }
        for each in exports
    ]


def _state(export: Export, at: dt.datetime, *, withdrawn: bool) -> str:
    if withdrawn:
        return "Withdrawn"
    return f"Until {words_of_day(export.expires_at)}" if at < export.expires_at else "Expired"


def _opened(export: Export) -> str:
    if not export.downloads:
        return "Not opened"
    return "Opened once" if export.downloads == 1 else f"Opened {export.downloads} times"


def made(export: Export) -> str:
    """What the page says when a file has been made."""
    name = ExportFormat(export.format).value.upper()
    return f"The {name} file is ready. You can download it until {words_of_day(export.expires_at)}."


def release_head(release: Release) -> dict[str, Any]:
    """What names a release at the top of a page about it."""
    return {
        "id": release.id,
        "title": title_of(release.report),
        "report": release.report,
        "as_at": release.as_at,
        "revision": release.revision,
        "cut": release.source_id is not None,
    }


def holds(release: Release) -> dict[str, Any]:
    """What a file of a release is about: the area, and whether places below it are in it."""
    figures = Figures(release.content)
    inner = [u for u in figures.units.values() if u["level"] != "employer"]
    return {"area": figures.name(figures.audience), "places": len(inner) > 1}


def withdrawn(withdrawal: ReleaseWithdrawal | None) -> dict[str, Any] | None:
    """The words on a withdrawn release: when, why, and whether new figures are being made."""
    if withdrawal is None:
        return None
    release = withdrawal.release
    return {
        "release": release.id,
        "as_at": release.as_at,
        "on": withdrawal.withdrawn_at,
        "reason": withdrawal.reason,
        "cut": release.source_id is not None,
        "asked": getattr(release, "reissue", None) is not None,
    }


def files_taken(count: int) -> str:
    """How many files hold the figures already."""
    if not count:
        return "Nobody has taken them away as a file."
    files = "1 file has" if count == 1 else f"{count} files have"
    return (
        f"{files} been taken away. They cannot be downloaded again, but copies may be with people."
    )
