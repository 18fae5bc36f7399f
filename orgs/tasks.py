"""The ticks of orgs: what comes round each minute and each night (orgs/ticks.py)."""

import logging

from orgs import audit, clock, digest, leaving, outbox, sharing, ticks
from orgs.access import grants, principals, reviews
from orgs.access.principals import Principal
from orgs.access.scope import seal_scope
from orgs.imports import staff_lists
from orgs.keeping import removing
from orgs.proposals import comparing

logger = logging.getLogger(__name__)


def send_outbox(principal: Principal) -> int:
    """Send the e-mail that waits."""
    return outbox.send_waiting(principal)


def send_digests(principal: Principal) -> int:
    """Remind whoever asked for it, when her hour has come."""
    return digest.send_due(principal)


def seal_audit(_: Principal) -> int:
    """Seal new audit records into their chains, as the sealing role."""
    with seal_scope():
        return audit.seal()


def verify_audit(_: Principal) -> int:
    """Verify every chain once a day; a fault is an audit event of its unit and a line in the log."""
    with seal_scope():
        audit.seal()
        found = audit.verify(clock.today())
    for fault in found:
        logger.error(
            "audit chain of unit %s is broken at %s: %s",
            fault["unit_id"],
            fault["seq"],
            fault["fault"],
        )
    return len(found)


def sweep_grants(_: Principal) -> int:
    """Remove the permission rows of grants that have ended."""
    return grants.sweep(clock.today())


def open_reviews(principal: Principal) -> int:
    """Open the access reviews of the quarter, and close those in which nothing is open."""
    return reviews.open_due(principal)


def find_orphans(principal: Principal) -> int:
    """Note employers that nobody administers, each of them in the log as well."""
    number = reviews.find_orphans(principal)
    if number:
        logger.warning("%s employers have nobody who administers access", number)
    return number


def expire_profiles(principal: Principal) -> int:
    """Remove what people shared until today."""
    return sharing.expire(principal, clock.today())


def remove_old_records(principal: Principal) -> int:
    """Remove what is past its time at every unit, once a day."""
    return removing.remove_due(principal, clock.today())


def register_ticks() -> None:
    """Register the ticks of orgs. Called from ``OrgsConfig.ready``."""
    ticks.tick("outbox", send_outbox, every="minute", principal=principals.OUTBOX)
    ticks.tick("digest", send_digests, every="minute", principal=principals.DIGEST)
    ticks.tick("seal", seal_audit, every="minute", principal=principals.SEALER, queue="build")
    ticks.tick("verify", verify_audit, every="night", principal=principals.SEALER, queue="build")
    ticks.tick("profiles", expire_profiles, every="night", principal=principals.SHARING)
    ticks.tick("sweep", sweep_grants, every="night", principal=principals.SWEEPER)
    ticks.tick("orphans", find_orphans, every="night", principal=principals.REVIEWER)
    ticks.tick("reviews", open_reviews, every="night", principal=principals.REVIEWER)
    ticks.tick("leavers", leaving.settle_all, every="night", principal=principals.LEAVING)
    ticks.tick(
        "staff lists", staff_lists.expire_lists, every="night", principal=principals.STAFF_LISTS
    )
    ticks.tick("ods", comparing.compare_tree, every="night", principal=principals.ODS)
    ticks.tick("keeping", remove_old_records, every="night", principal=principals.KEEPER)
