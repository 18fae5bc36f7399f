import uuid
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.building import replay


class Command(BaseCommand):
    help = "Make a release again from the atoms and the earlier releases it was made from, and compare."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("release", type=uuid.UUID)

    def handle(self, *_: Any, **options: Any) -> None:
        stored, again = replay(options["release"])
        self.stdout.write(f"stored    {stored}\nrecomputed {again}")
        if stored != again:
            raise CommandError("not equal")
        self.stdout.write("equal")
