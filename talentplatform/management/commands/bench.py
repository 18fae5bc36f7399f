"""``manage.py bench [pages | pack | cubes | tree | reorganisation | inheritance | disclosure] …``: measurements, with what they were made on."""

import sys
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.disclosure import bench as disclosure_bench
from talentplatform.bench import (
    cubes,
    hierarchy,
    inheritance,
    machine,
    pack,
    pages,
    rehearsal,
    reorganisation,
    utility,
)

Say = Callable[[str], None]


def disclosure(say: Say) -> bool:
    """The disclosure package's own measurements, on the tables of its peer, and what it leaves to read here."""
    say("disclosure")
    try:
        disclosure_bench.run(say)
    except FileNotFoundError as missing:
        say(f"  not measured: {missing.filename} is not beside the repository")
    return utility.run(say)


MEASURES: dict[str, Callable[[Say], bool]] = {
    "pages": pages.run,
    "pack": pack.run,
    "cubes": cubes.run,
    "tree": hierarchy.run,
    "rehearsal": rehearsal.run,
    "reorganisation": reorganisation.run,
    "inheritance": inheritance.run,
    "disclosure": disclosure,
}


class Command(BaseCommand):
    """Measures, and fails when a budget does not hold."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("names", nargs="*", help=", ".join(MEASURES))

    def handle(self, *_args: Any, **options: Any) -> None:
        names = options["names"] or list(MEASURES)
        if unknown := set(names) - set(MEASURES):
            raise CommandError(f"There is no bench {min(unknown)}: try {', '.join(MEASURES)}.")
        for line in machine.lines():
            self.stdout.write(line)
        held = [MEASURES[name](self.stdout.write) for name in names]
        if not all(held):
            sys.exit(1)
