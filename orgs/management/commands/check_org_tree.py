"""``manage.py check_org_tree [--fix]``: whether the tree is sound, in sentences."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from orgs import tree, tree_check
from orgs.clock import today


class Command(BaseCommand):
    """Exit 0 when the tree is sound, 1 with a sentence for each fault when it is not."""

    help = "Check the placements and today's projection of them; --fix projects anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--fix", action="store_true", help="project today's tree anew first")

    def handle(self, *_: Any, fix: bool, **__: Any) -> None:
        day = today()
        if fix:
            with tree.locked():
                tree.project(day)
        if faults := tree_check.check(day):
            raise CommandError("\n".join(faults), returncode=1)
        self.stdout.write(f"The tree is sound: {len(tree.rows(day))} organisations on {day}.")
