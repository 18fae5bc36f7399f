"""Lay the database floor after migrate: functions, reference rows of access, grants, policies, removal.

It runs on ``post_migrate`` and does nothing when nothing changed, so a flush in a test is cheap.
Deployment plumbing, not business logic: the only use of a signal in the project.
"""

import hashlib
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from orgs.access import floor, removal, versions
from orgs.access.actions import actions
from orgs.access.principals import principals
from orgs.access.roles import roles
from orgs.locks import FLOOR

SQL = Path(__file__).resolve().parents[1] / "sql"


def _scripts() -> list[str]:
    """The base and functions of ``orgs``, then the functions of each app above (``<app>/sql``)."""
    from django.apps import apps

    above = [
        Path(config.path) / "sql" for config in apps.get_app_configs() if config.name != "orgs"
    ]
    return [path.read_text() for folder in (SQL, *above) for path in sorted(folder.glob("*.sql"))]


def _fingerprint(statements: list[str]) -> str:
    return hashlib.sha256("\0".join(statements).encode()).hexdigest()


def lay_floor() -> bool:
    """Bring functions, grants and policies to what the code declares; say whether any work was done."""
    base, *functions = _scripts()
    statements = [
        *functions,
        *floor.statements(),
        *removal.statements(),
    ]
    want = _fingerprint([base, *statements])
    with transaction.atomic(), connection.cursor() as cursor:
        FLOOR.take(cursor)
        cursor.execute(base)
        # A migration that gives a table a column makes its triggers anew, whatever else stays.
        cursor.execute("SELECT app.own_history()")
        cursor.execute("SELECT obj_description('app'::regnamespace, 'pg_namespace')")
        (have,) = cursor.fetchone()
        if have != want:
            for sql in statements:
                cursor.execute(sql)
            cursor.execute(f"COMMENT ON SCHEMA app IS '{want}'")
        return bool(have != want)


def write_reference() -> None:
    """Write what the database must know of actions, roles and principals, and refresh every grant."""
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType

    from orgs.models.access import ActionRecord, RoleRecord, SystemPrincipal
    from orgs.models.units import OrgUnit

    content_type = ContentType.objects.get_for_model(OrgUnit)
    with transaction.atomic():
        for action in actions:
            ActionRecord.objects.update_or_create(
                code=action.code,
                defaults={
                    "family": action.family,
                    "reach": action.reach,
                    "support": action.support,
                },
            )
            Permission.objects.update_or_create(
                content_type=content_type, codename=action.code, defaults={"name": action.label}
            )
        for role in roles:
            RoleRecord.objects.update_or_create(
                code=role.code,
                defaults={
                    "label": role.label,
                    "granted_by": list(role.granted_by),
                    "actions": sorted(a.code for a in role.actions),
                    "second_needed": role.second_needed,
                    "totals_only": role.totals_only,
                },
            )
        for principal in principals:
            SystemPrincipal.objects.update_or_create(
                code=principal.code, defaults={"families": list(principal.families)}
            )
        with connection.cursor() as cursor:
            cursor.execute("SELECT app.write_permissions(id) FROM orgs_grant")


def after_migrate(**_: Any) -> None:
    """Handler of ``post_migrate`` for the last installed app."""
    from django.core.management import call_command

    from orgs import reference

    call_command("createcachetable", verbosity=0)
    reference.load_all()
    lay_floor()
    write_reference()
    versions.record_version()
