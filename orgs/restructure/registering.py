"""What orgs itself checks in a rehearsal. Apps above add theirs in ``AppConfig.ready``."""

from orgs.restructure import administrators, altered, history, kept_settings, meeting, settings
from orgs.restructure.checks import Check, checks


def register() -> None:
    """Called from ``OrgsConfig.ready``."""
    for check in (
        Check(
            altered.KEY,
            "Settings of organisations that move",
            10,
            "No setting of an organisation changes.",
            settings.find,
            kept_settings.keep,
        ),
        Check(
            meeting.DUPLICATES,
            "Templates of one name that meet",
            30,
            "No two templates of one name meet.",
            meeting.find_duplicates,
        ),
        Check(
            meeting.OVERLAYS,
            "Collaboratives, places and clusters",
            40,
            "No board that closes is a member of one.",
            meeting.find_overlays,
            meeting.end_memberships,
        ),
        Check(
            administrators.KEY,
            "Who administers access afterwards",
            45,
            "Somebody administers access at each successor.",
            administrators.find,
        ),
        Check(
            history.KEY,
            "Organisations that open again",
            50,
            "No closed organisation opens again.",
            history.find_reopened,
            history.end_readers,
        ),
    ):
        checks.add(check.key, check)
