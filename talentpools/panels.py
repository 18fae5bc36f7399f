"""What waits on home pages: for who runs the pools, for their keepers, and for who was invited."""

from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.held import own_record
from orgs.panels import Waiting
from orgs.periods import in_force
from talentpools import selectors
from talentpools.enums import MembershipStatus
from talentpools.models import Pool, PositiveActionTerms
from talentpools.presenters.pools import findings
from talentpools.rules import engagement_rule


def pools_to_look_at(viewer: Viewer) -> list[Waiting]:
    """Own pools that went quiet or whose review is due, pools without an owner, applications."""
    unit_id, day = viewer.here.id, viewer.day
    rule = engagement_rule(unit_id, day)
    standings = selectors.standings(unit_id, rule, day)
    empty = selectors.Standing()
    waiting = []
    for pool in selectors.pools(unit_id, day):
        standing = standings.get(pool.pk, empty)
        url = reverse("talentpools:pool", args=[viewer.here.code, pool.public_id])
        wrong = findings(pool, standing, rule, day)
        if wrong and pool.owner_id in (None, viewer.user_id):
            edit = reverse("talentpools:edit_pool", args=[viewer.here.code, pool.public_id])
            quiet = wrong[0].startswith("Gone quiet")
            words = f"{pool.title}: {'; '.join(w[0].lower() + w[1:] for w in wrong)}"
            waiting.append(
                Waiting(words, "Look at it" if quiet else "Put it right", url if quiet else edit)
            )
        if standing.waiting and pool.owner_id == viewer.user_id:
            people = (
                "1 person waits" if standing.waiting == 1 else f"{standing.waiting} people wait"
            )
            waiting.append(
                Waiting(f"{pool.title}: {people} for an answer or to answer", "See who", url)
            )
    return [*waiting, *_bases_due(viewer)]


def _bases_due(viewer: Viewer) -> list[Waiting]:
    """Lawful bases that the viewer keeps and that are due to be looked at again."""
    due = PositiveActionTerms.objects.filter(
        unit_id=viewer.here.id, keeper_id=viewer.user_id, review_on__lte=viewer.day
    ).values_list("pool_id")
    rows = Pool.objects.filter(in_force(viewer.day), pk__in=due).order_by("title")
    return [
        Waiting(
            f"{pool.title}: the lawful basis is due to be looked at again",
            "Look at it",
            reverse("talentpools:terms", args=[viewer.here.code, pool.public_id]),
        )
        for pool in rows
    ]


def my_invitations(viewer: Viewer) -> list[Waiting]:
    """Invitations and places that the person has not answered yet."""
    record = own_record(viewer.person_id, viewer.here.id)
    if record is None:
        return []
    page = reverse("talentpools:own_pools", args=[viewer.here.code])
    words = {
        MembershipStatus.INVITED: "You are invited to the talent pool",
        MembershipStatus.ASSESSED_IN: "You are offered a place in the talent pool",
    }
    return [
        Waiting(f"{words[MembershipStatus(each.status)]} “{each.pool.title}”", "Answer", page)
        for each in selectors.own_memberships(viewer.here.id, record.pk)
        if each.status in words
    ]
