"""``manage.py load_demo``: an invented nation, by COPY, the same every time for the same day."""

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs.clock import today
from talentplatform.demo import load
from talentplatform.demo.personas import require_demo


class Command(BaseCommand):
    """Loads the demo into an empty, migrated database."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--day", type=dt.date.fromisoformat, help="instead of today")

    def handle(self, *_args: Any, **options: Any) -> None:
        require_demo()
        try:
            made = load.load(options["day"] or today(), say=self.stdout.write)
        except load.AlreadyLoadedError:
            raise CommandError(
                "There are organisations here already: load into an empty database."
            ) from None
        rows = sum(made.counts.values())
        self.stdout.write(f"{rows:,} rows loaded in {made.seconds:.1f} s")
