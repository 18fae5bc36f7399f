"""The founding grant: ``manage.py found LOGIN ROLE UNIT [--password-stdin]``."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from orgs.access import grants, invitations
from orgs.access.roles import roles
from orgs.clock import today
from orgs.models.access import User
from orgs.models.units import OrgUnit


class Command(BaseCommand):
    """Make an account and its first role at a unit. From then on nobody needs the command line."""

    help = "Make an account and give it its first role at a unit; prints a one-time link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("login", help="work e-mail of the person")
        parser.add_argument("role", help="code of the role, such as founder or steward")
        parser.add_argument("unit", help="code of the organisation")
        parser.add_argument("--reason", default="", help="why; stands in the grant")
        parser.add_argument("--site", default="", help="address of the site, before the link")
        parser.add_argument(
            "--password-stdin", action="store_true", help="read the password from standard input"
        )

    @transaction.atomic
    def handle(self, *_: Any, **options: Any) -> None:
        """Give the role, then set the password or print the link that lets its holder set it."""
        unit = OrgUnit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no organisation with the code {options['unit']}.")
        if options["role"] not in roles:
            raise CommandError(
                f"There is no role {options['role']}. Roles: {', '.join(roles.keys())}."
            )
        if not grants.fits(options["role"], unit):
            raise CommandError(f"The role {options['role']} does not belong at {unit.name}.")
        self._refuse_twice(unit, options)
        grant = grants.found(
            login=options["login"],
            role_code=options["role"],
            unit=unit,
            day=today(),
            reason=options["reason"],
        )
        self.stdout.write(f"{grant.user.login} is {roles.get(grant.role).label} of {unit.name}.")
        if options["password_stdin"]:
            self._set_password(grant.user, sys.stdin.readline().rstrip("\n"))
        elif grant.user.has_usable_password():
            self.stdout.write("The account has a password already, and keeps it.")
        else:
            path = reverse("orgs:accept", args=[invitations.token_for(grant.user, unit)])
            self.stdout.write(
                f"One-time link to set the password, for {invitations.LIFETIME_DAYS} days:\n"
                f"{options['site'].rstrip('/')}{path}"
            )

    def _refuse_twice(self, unit: OrgUnit, options: dict[str, Any]) -> None:
        held = grants.in_force(unit.id, today()).filter(
            user__login=options["login"].strip().lower(), role=options["role"]
        )
        if held.exists():
            raise CommandError(f"{options['login']} already holds this role at {unit.name}.")

    def _set_password(self, user: User, password: str) -> None:
        if user.has_usable_password():
            raise CommandError(
                "The account has a password already; this command does not change it."
            )
        try:
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        user.set_password(password)
        user.save(update_fields=["password"])
