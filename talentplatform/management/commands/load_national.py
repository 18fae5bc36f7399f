"""``manage.py load_national [--tenth]``: an invented nation of national size, by COPY."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs.clock import today
from talentplatform.demo import nation
from talentplatform.demo.load import AlreadyLoadedError


class Command(BaseCommand):
    """Loads 1.5 million invented people, or a tenth, into an empty, migrated database."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tenth", action="store_true", help="150,000 people")

    def handle(self, *_args: Any, **options: Any) -> None:
        people = nation.PEOPLE // 10 if options["tenth"] else nation.PEOPLE
        try:
            made = nation.load(today(), people=people, say=self.stdout.write)
        except AlreadyLoadedError:
            raise CommandError(
                "There are organisations here already: load into an empty database."
            ) from None
        for model, count in made.counts.items():
            self.stdout.write(f"{count:>11,}  {model.__name__}")
        self.stdout.write(f"{sum(made.counts.values()):,} rows in {made.seconds:.0f} s")
