"""``manage.py ods_diff FILE… --out PLAN.json``: what newer ODS files would change, for people to decide on."""

import datetime as dt
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs.clock import today
from orgs.imports.ods_difference import LargeChangeError, difference
from orgs.imports.ods_plan import written
from orgs.imports.ods_read import OdsFiles, read_files
from orgs.imports.ods_tree import placed_units
from orgs.imports.refusal import ImportRefusedError
from orgs.presenters.proposals import summary


class Command(BaseCommand):
    """Compares the tree with files and writes a plan; changes nothing."""

    help = (
        "Compare the tree, as placed now and in the future, with ODS files (CSV reports, ORD JSON, TRUD "
        "XML or its zip) and write a plan: changes beyond doubt, and decisions with their evidence. "
        "Nothing is applied. Exits with 1 when the files would change implausibly much."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument(
            "--successions", nargs="*", type=Path, default=[], metavar="CSV",
            help="who took whose place: a file with headings (predecessor_code, successor_code, date, "
            "names), or ODS's succ.csv",
        )  # fmt: skip
        parser.add_argument("--out", type=Path, required=True, metavar="PLAN.json")
        parser.add_argument(
            "--as-at", type=dt.date.fromisoformat, default=None,
            help="the day of the comparison (today by default); what the files date after it is to come",
        )  # fmt: skip
        parser.add_argument(
            "--type",
            dest="plain_type", default="", choices=["trust", "care_trust"],
            help="what a row is that gives no role (by default Trusts, and in ect… care Trusts)",
        )  # fmt: skip
        parser.add_argument(
            "--large", action="store_true", help="a change of more than 40 % of the Trusts is meant"
        )

    def handle(
        self,
        *_: Any,
        files: list[Path],
        successions: list[Path],
        out: Path,
        as_at: dt.date | None,
        plain_type: str,
        large: bool,
        **__: Any,
    ) -> None:
        try:
            read = read_paths(files, successions, plain_type)
            plan = difference(placed_units(), read, as_at=as_at or today(), large=large)
            out.write_text(written(plan), encoding="utf-8")
        except ImportRefusedError as refused:
            raise CommandError(
                "\n".join(["Nothing was compared.", *refused.sentences()])
            ) from refused
        except (LargeChangeError, OSError) as error:
            raise CommandError(f"No plan was written. {error}") from error
        for line in summary(plan):
            self.stdout.write(line)


def read_paths(files: list[Path], successions: list[Path], plain_type: str = "") -> OdsFiles:
    """Read files from the disk."""
    with ExitStack() as stack:

        def opened(paths: list[Path]) -> list[tuple[str, Any]]:
            return [(path.name, stack.enter_context(path.open("rb"))) for path in paths]

        return read_files(opened(files), successions=opened(successions), plain_type=plain_type)
