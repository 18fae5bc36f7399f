from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class OrgsConfig(AppConfig):
    """Organisations, people, access, audit and inherited settings: everybody stands on it."""

    name = "orgs"

    def ready(self) -> None:
        from orgs import boundaries, held, leaving, menu, reference, ticks
        from orgs.access import actions as a
        from orgs.access.principals import RESTRUCTURE
        from orgs.checks import register_checks
        from orgs.codes import load_code_lists
        from orgs.keeping import rules
        from orgs.keeping import transfers as keeping_transfers
        from orgs.presenters import overlays, sharing, support, waiting
        from orgs.restructure import defined, handover, people_twice, registering
        from orgs.restructure.ticks import tree_of_today
        from orgs.tasks import register_ticks
        from orgs.units import load_unit_types

        reference.loaders.add("unit types", load_unit_types)
        reference.loaders.add("code lists", load_code_lists)

        menu.item("home", "Home", "orgs:unit", order=0)
        menu.item("people", "People", "orgs:people", a.MANAGE_STAFF, a.READ_HISTORY, order=15)
        menu.item(
            "organisations",
            "Organisations",
            "orgs:tree",
            a.MANAGE_TREE,
            order=10,
            kinds=("tree", "inside"),
        )
        menu.item("members", "Members", "orgs:members", order=11, kinds=("overlay",))
        menu.item(
            "overlays", "Collaboratives", "orgs:overlays", a.MANAGE_TREE, order=12, kinds=("tree",)
        )
        menu.item(
            "access",
            "Access",
            "orgs:access",
            a.MANAGE_ACCESS,
            a.FOUND_ACCESS,
            a.MANAGE_STEWARDS,
            order=80,
        )
        menu.item("record", "My data", "orgs:record", a.OWN_RECORD, order=7)
        menu.item("audit", "Audit log", "orgs:audit", a.VIEW_AUDIT, order=90)
        held.register()
        handover.register()
        registering.register()
        defined.register()
        people_twice.register()
        keeping_transfers.register()
        overlays.register()
        rules.register()
        waiting.register()
        support.register()
        menu.item("support", "Support", "orgs:support", a.ASK_SUPPORT, order=85)
        sharing.register_fields()
        menu.item("sharing", "My sharing", "orgs:sharing", a.OWN_RECORD, order=9)
        ticks.tick("tree", tree_of_today, every="night", principal=RESTRUCTURE)
        menu.item("templates", "Templates", "orgs:definitions", a.PUBLISH_DEFINITIONS, order=60)
        menu.item("settings", "Settings", "orgs:settings", a.ADAPT_DEFINITIONS, order=70)
        leaving.ends("roles", leaving.end_roles, order=0)
        register_ticks()
        register_checks()
        boundaries.register()
        menu.item("boundaries", "Boundaries", "orgs:boundaries", a.VIEW_AUDIT, order=91)
        post_migrate.connect(_lay, sender=self, dispatch_uid="orgs.lay")


def _lay(**_: Any) -> None:
    # The signal comes after every migration of every app, so every table is there.
    from orgs.access.lay import after_migrate

    after_migrate()
