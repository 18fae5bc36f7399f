"""``manage.py demo_personas``: who one can sign in as, and what to try."""

from typing import Any

from django.core.management.base import BaseCommand

from orgs.access.roles import roles
from orgs.models.units import OrgUnit
from talentplatform.demo.personas import PASSWORD, PERSONAS, require_demo


class Command(BaseCommand):
    """Prints the demo's people as a table."""

    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        require_demo()
        names = dict(OrgUnit.objects.values_list("code", "name"))
        rows = [
            (p.login, p.name, roles.get(p.role).label, names.get(p.unit, p.unit), p.does)
            for p in PERSONAS
        ]
        head = ("sign in as", "who", "role", "organisation", "what to try")
        widths = [max(len(row[i]) for row in [head, *rows]) for i in range(len(head) - 1)]
        for row in [head, tuple("-" * w for w in [*widths, len(head[-1])]), *rows]:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join([*cells, row[-1]]))
        self.stdout.write(f"\nPassword of all of them: {PASSWORD}")
