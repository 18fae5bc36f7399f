from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrgsConfig(AppConfig):
    """Organisations, people, access, audit and inherited settings: everybody stands on it."""

    name = "orgs"

    def ready(self) -> None:
        from orgs import menu
        from orgs.access import actions as a
        from orgs.checks import register_checks

        menu.item("home", "Home", "orgs:unit", order=0)
        menu.item("organisations", "Organisations", "orgs:tree", a.MANAGE_TREE, order=10)
        menu.item(
            "access", "Access", "orgs:access", a.MANAGE_ACCESS, a.FOUND_ACCESS, a.MANAGE_STEWARDS, order=80
        )
        menu.item("audit", "Audit log", "orgs:audit", a.VIEW_AUDIT, order=90)
        register_checks()
        post_migrate.connect(_lay, sender=self, dispatch_uid="orgs.lay")


def _lay(**_: Any) -> None:
    # The signal comes after every migration of every app, so every table is there.
    from orgs.access.lay import after_migrate

    after_migrate()
