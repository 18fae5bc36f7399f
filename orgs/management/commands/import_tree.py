"""``manage.py import_tree FILE.csv``: load a dated tree file, whole or not at all."""

import datetime as dt
import re
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs import tree
from orgs.clock import today
from orgs.imports.refusal import ImportRefusedError
from orgs.imports.tree_csv import of_one_day, read_tree
from orgs.models.units import OrgUnit, OrgUnitType
from orgs.words import words_of_day

#: A file that is called so holds the tree of one day.
_OF_A_DAY = re.compile(r"as_?of_(\d{4}-\d\d-\d\d)", re.IGNORECASE)


class Command(BaseCommand):
    """Loads code,name,type,parent_code,valid_from,valid_to,source. ``valid_to`` is the last day."""

    help = (
        "Load a tree: CSV with code,name,type,parent_code,valid_from,valid_to,source; several rows "
        "for a code whose name or parent changed; valid_to is the last day, blank = open. A file that is "
        "called …asof_2025-12-31… is the tree of that day: an end after it is not taken, because the file "
        "does not say what followed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as-at", type=dt.date.fromisoformat, default=None,
            help="the file is the tree of this one day (by default the day in its name, if there is one)",
        )  # fmt: skip

    def handle(self, *_: Any, file: Path, as_at: dt.date | None, **__: Any) -> None:
        started = time.perf_counter()
        day, left = as_at or _day_in(file.name), 0
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = read_tree(
                    lines,
                    types=set(OrgUnitType.objects.values_list("code", flat=True)),
                    known=set(OrgUnit.objects.values_list("code", flat=True)),
                )
            if day:
                rows, left = of_one_day(rows, day)
            units, placements = tree.load(rows, day=today())
        except ImportRefusedError as refused:
            raise CommandError(
                "\n".join(["Nothing was loaded.", *refused.sentences()])
            ) from refused
        except (tree.TreeError, OSError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        took = time.perf_counter() - started
        self.stdout.write(f"{units} organisations, {placements} dated rows, in {took:.1f} s")
        if day:
            self.stdout.write(
                f"This is the tree of {words_of_day(day)}: {left} ends after that day were not taken, "
                "because the file does not say what followed."
            )


def _day_in(name: str) -> dt.date | None:
    found = _OF_A_DAY.search(name)
    try:
        return dt.date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None
