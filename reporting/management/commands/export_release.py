import uuid
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from orgs import audit
from orgs.access.scope import system_scope
from reporting.access import REPORTS
from reporting.enums import ExportFormat
from reporting.files import file_of
from reporting.models.releases import Release
from reporting.selectors import is_withdrawn

_TEXT = (ExportFormat.JSON, ExportFormat.CSV)


class Command(BaseCommand):
    help = "Write a release as a file: exactly what its audience sees, and nothing else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("release", type=uuid.UUID, help="the id of the release")
        parser.add_argument("--format", choices=ExportFormat.values, default=ExportFormat.JSON)
        parser.add_argument("--out", type=Path, help="a file; without it the standard output")
        parser.add_argument(
            "--withdrawn", action="store_true", help="also a release that nobody is shown any more"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        kind, out = ExportFormat(options["format"]), options["out"]
        if out is None and kind not in _TEXT:
            raise CommandError(f"Say with --out where the {kind.value.upper()} file is to go.")
        content = self._content(options["release"], kind, withdrawn=options["withdrawn"])
        if out is not None:
            out.write_bytes(content)
        else:
            self.stdout.write(content.decode(), ending="\n" if kind == ExportFormat.JSON else "")

    def _content(self, release_id: uuid.UUID, kind: ExportFormat, *, withdrawn: bool) -> bytes:
        with system_scope(REPORTS):
            release = Release.objects.filter(id=release_id).first()
            if release is None:
                raise CommandError("There is no release with this id.")
            if not withdrawn and is_withdrawn(release):
                raise CommandError(
                    "This release was withdrawn: its audience sees none of it. Add --withdrawn to "
                    "write what it showed before."
                )
            audit.record(
                REPORTS,
                "report.exported",
                unit_id=release.unit_id,
                about=release,
                format=kind.value,
                by="command line",
            )
            return file_of(release, kind)
