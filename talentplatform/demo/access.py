"""Access as it is run: roles that are used and one that is not, one with an end, the quarter's review half
done, and support access that another Trust had.
"""

import datetime as dt

from django.utils import timezone

from orgs.access import grants, reviews
from orgs.access.principals import REVIEWER
from orgs.access.scope import user_scope
from orgs.enums import ReviewDecision
from orgs.models.access import Grant, User
from orgs.models.access_reviews import AccessReviewItem, GrantUse
from orgs.models.support import SupportAccess
from orgs.models.units import OrgUnit
from talentplatform.demo import places

#: Who has not used her role for so many days.
UNUSED, UNUSED_DAYS = "ruth", 130
#: The account with a role that ends soon, and whose roles were found needed already.
COVER, COVER_DAYS = "learning.zkv", 20
LOOKED_AT = ["priya", "leah"]
#: Where support looked in, and how long ago.
HELPED, HELPED_DAYS = "ZHW", 12


def load(day: dt.date) -> None:
    """Everything of it, as at `day`. Runs as the owner login."""
    Grant.objects.filter(pk=_cover(day).pk).update(granted_by=User.objects.get(login="joseph"))
    since = day - dt.timedelta(days=400)
    for n, use in enumerate(GrantUse.objects.order_by("grant_id")):
        use.noted_since, use.last_on = since, day - dt.timedelta(days=1 + n % 9)
        use.save(update_fields=["noted_since", "last_on"])
    long_ago = day - dt.timedelta(days=UNUSED_DAYS)
    GrantUse.objects.filter(grant__user__login=UNUSED).update(last_on=long_ago)
    reviews.open_due(REVIEWER, day)
    _review(day)
    _helped(day)


def _cover(day: dt.date) -> Grant:
    grant = grants.found(
        login=COVER,
        role_code="learning_lead",
        unit=OrgUnit.objects.get(code="ZKV"),
        day=day - dt.timedelta(days=160),
        reason="Covers parental leave",
    )
    grant.valid_to = day + dt.timedelta(days=COVER_DAYS)
    grant.save(update_fields=["valid_to"])
    return grant


def _review(day: dt.date) -> None:
    joseph = User.objects.get(login="joseph")
    with user_scope(joseph.pk, login="joseph", unit_code="ZKV", day=day) as viewer:
        review = reviews.newest(viewer)
        assert review is not None, "it was opened a moment ago"
        items = AccessReviewItem.objects.filter(review=review, grant__user__login__in=LOOKED_AT)
        decisions = {item.public_id: ReviewDecision.KEEP.value for item in items}
        reviews.decide(viewer=viewer, review=review, decisions=decisions)


def _helped(day: dt.date) -> None:
    """Forty minutes of looking, which ended by itself."""
    morning = dt.datetime.combine(day - dt.timedelta(days=HELPED_DAYS), dt.time(9, 40))
    asked = timezone.make_aware(morning)
    begun = asked + dt.timedelta(minutes=12)
    people = {u.login: u for u in User.objects.filter(login__in=["petra", "idris"])}
    SupportAccess.objects.create(
        unit=OrgUnit.objects.get(code=HELPED),
        desk=OrgUnit.objects.get(code=places.NATION[0]),
        kind="look",
        ticket="T-20418",
        reason="The plan page shows a post twice",
        minutes=40,
        requested_by=people["petra"],
        requested_at=asked,
        approved_by=people["idris"],
        approved_at=begun,
        valid_until=begun + dt.timedelta(minutes=40),
    )
