"""``manage.py import_tree FILE.csv``: load a dated tree file, whole or not at all."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs import tree
from orgs.clock import today
from orgs.imports.refusal import ImportRefusedError
from orgs.imports.tree_csv import read_tree
from orgs.models.units import OrgUnit, OrgUnitType


class Command(BaseCommand):
    """Loads code,name,type,parent_code,valid_from,valid_to,source. ``valid_to`` is the last day."""

    help = (
        "Load a tree: CSV with code,name,type,parent_code,valid_from,valid_to,source; several rows "
        "for a code whose name or parent changed; valid_to is the last day, blank = open."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, file: Path, **__: Any) -> None:
        started = time.perf_counter()
        try:
            with file.open(encoding="utf-8-sig", newline="") as lines:
                rows = read_tree(
                    lines,
                    types=set(OrgUnitType.objects.values_list("code", flat=True)),
                    known=set(OrgUnit.objects.values_list("code", flat=True)),
                )
            units, placements = tree.load(rows, day=today())
        except ImportRefusedError as refused:
            raise CommandError(
                "\n".join(["Nothing was loaded.", *refused.sentences()])
            ) from refused
        except (tree.TreeError, OSError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        took = time.perf_counter() - started
        self.stdout.write(f"{units} organisations, {placements} dated rows, in {took:.1f} s")
