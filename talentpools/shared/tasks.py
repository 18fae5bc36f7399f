"""What comes round: bench profiles that nobody confirmed are removed."""

from orgs import audit
from orgs.access.principals import SHARING, Principal
from orgs.access.scope import system_scope
from orgs.clock import today
from talentpools.models import BenchProfile


def expire_bench(principal: Principal) -> int:
    """Remove the bench profiles that have run out, with the names given through them; how many."""
    day = today()
    with system_scope(principal, day=day):
        due = BenchProfile.objects.filter(expires_on__lte=day)
        ended = list(due.values_list("unit_id", "public_id"))
        for unit_id, public_id in ended:
            audit.record(SHARING, "sharing.bench_expired", unit_id=unit_id, profile=str(public_id))
        due.delete()
    return len(ended)
