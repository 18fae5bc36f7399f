"""``manage.py verify_audit``: whether every audit chain is unbroken, chain by chain."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count

from orgs import audit
from orgs.models.audit import AuditEvent

#: The chain of what belongs to no organisation.
PLATFORM = "The platform"


class Command(BaseCommand):
    """Exit 0 when every chain is unbroken, 1 when one is not. Writes nothing, so it runs on a copy too.

    A chain is also broken when its end, as the last night saw it, is gone.
    """

    help = "Check every audit chain for records that were changed or removed."

    def handle(self, *_: Any, **__: Any) -> None:
        chains = AuditEvent.objects.values_list("unit_id", "unit__code").annotate(
            sealed=Count("seq"), records=Count("pk")
        )
        faults = audit.faults()
        broken: dict[int | None, list[str]] = {}
        for fault in faults:
            words = f"broken at record {fault['seq']}: {fault['fault']}"
            broken.setdefault(fault["unit_id"], []).append(words)
        for unit_id, code, sealed, records in chains.order_by("unit__code"):
            results = broken.pop(unit_id, ["unbroken"])
            more = f" ({records - sealed} more not sealed yet)" if records > sealed else ""
            self.stdout.write(f"{code or PLATFORM}: {sealed} records{more}, {'; '.join(results)}")
        for unit_id, results in broken.items():
            self.stdout.write(f"Organisation {unit_id}: no record is left, {'; '.join(results)}")
        if faults:
            raise CommandError("An audit chain is broken.", returncode=1)
        self.stdout.write("Every audit chain is unbroken.")
