"""``manage.py export_tree --as-at DATE``: the tree of a day as CSV, to standard output."""

import csv
import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from orgs import tree
from orgs.clock import today


class Command(BaseCommand):
    """Writes code,name,type,parent_code sorted by code."""

    help = "Print the tree as it stood, or will stand, on a day: code,name,type,parent_code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--as-at", type=dt.date.fromisoformat, default=None, help="YYYY-MM-DD; today by default"
        )

    def handle(self, *_: Any, as_at: dt.date | None, **__: Any) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(["code", "name", "type", "parent_code"])
        for row in tree.rows(as_at or today()):
            writer.writerow([row.code, row.name, row.type, row.parent_code])
