"""``manage.py demo_walk --address URL``: walks the main job over HTTP; exit 1 when a step fails."""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from orgs.clock import today
from talentplatform.demo.personas import require_demo
from talentplatform.demo.walk import Walk


class Command(BaseCommand):
    """Walks the main job on a freshly loaded demo, against a site that runs on it."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--address", required=True, help="where the site answers")

    def handle(self, *_args: Any, **options: Any) -> None:
        require_demo()
        if not Walk(options["address"], today(), self.stdout.write).go():
            sys.exit(1)
