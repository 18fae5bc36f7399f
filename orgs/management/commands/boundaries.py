"""``manage.py boundaries``: the boundary register as text, and its history."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from orgs.access import register, versions
from orgs.presenters.boundaries import markdown

#: Where the text is kept beside the code.
KEPT = Path("docs") / "boundaries.md"


class Command(BaseCommand):
    """Print the register of the code that runs; with ``--write`` keep it, with ``--record`` add a version."""

    help = "Print who sees what, as the code says; or keep it in docs/boundaries.md; or record a version."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write docs/boundaries.md")
        parser.add_argument(
            "--record", action="store_true", help="record a version if it differs from the last"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        text = markdown(register.content())
        if options["write"]:
            (settings.REPO / KEPT).write_text(text)
            self.stdout.write(f"{KEPT} is written.")
        if options["record"]:
            made = versions.record_version()
            self.stdout.write(
                f"Version {made.number} is recorded." if made else "It is as it was recorded last."
            )
        if not options["write"] and not options["record"]:
            self.stdout.write(text)
