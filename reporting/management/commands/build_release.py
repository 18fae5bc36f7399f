import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs.clock import today
from reporting.building import build_release
from reporting.counting import BuildError


class Command(BaseCommand):
    help = "Release a report for a unit and everybody below it, as at a day (today)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("unit")
        parser.add_argument("report")
        parser.add_argument("--as-at", type=dt.date.fromisoformat, default=None)

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            release = build_release(options["unit"], options["report"], options["as_at"] or today())
        except (BuildError, LookupError) as error:
            raise CommandError(str(error)) from error
        if release is None:
            raise CommandError("Another worker is building it.")
        self.stdout.write(f"{release.id} {release.hash}")
