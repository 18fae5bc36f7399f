"""``manage.py import_ods FILE…``: take new organisations from ODS files into the tree."""

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs import tree
from orgs.clock import today
from orgs.imports.ods_import import Known, plan_import
from orgs.imports.refusal import ImportRefusedError
from orgs.management.commands.ods_diff import read_paths


class Command(BaseCommand):
    """Loads reports of 27 (or 24) columns, ORD JSON and TRUD XML. Only codes that the tree does not have."""

    help = (
        "Load ODS files: CSV reports (etr and its like), ORD JSON records, TRUD XML or its zip, each "
        "known by what it holds. Regions and boards that they name must be in the tree or in the files. "
        "Closed records are reported and left out. What is in the tree already is changed by ods_diff."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--type",
            dest="plain_type", default="", choices=["trust", "care_trust"],
            help="what a row is that gives no role (by default Trusts, and in ect… care Trusts)",
        )  # fmt: skip
        parser.add_argument(
            "--as-at", type=dt.date.fromisoformat, default=None,
            help="the day of the files; records closed before it are left out (today by default)",
        )  # fmt: skip
        parser.add_argument("--dry-run", action="store_true", help="report only")

    def handle(
        self,
        *_: Any,
        files: list[Path],
        plain_type: str,
        as_at: dt.date | None,
        dry_run: bool,
        **__: Any,
    ) -> None:
        day = as_at or today()
        try:
            read = read_paths(files, [], plain_type)
            known = {
                code: Known(kind, parent, first, is_open)
                for code, kind, parent, first, is_open in tree.known(day)
            }
            plan = plan_import(read.records, tree=known, day=day, others=read.others)
            if not dry_run:
                tree.load(plan.placements, day=today())
        except ImportRefusedError as refused:
            raise CommandError(
                "\n".join(["Nothing was loaded.", *refused.sentences()])
            ) from refused
        except (tree.TreeError, OSError) as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for line in plan.report():
            self.stdout.write(line)
        if dry_run:
            self.stdout.write("Nothing was loaded: this was a dry run.")
