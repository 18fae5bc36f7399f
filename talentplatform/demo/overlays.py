"""What the demo's collaborative has of its own: a plan template, a pathway and a shared pool.

The region's template for the same plan stays in effect at each member until it chooses.
"""

import datetime as dt
from contextlib import AbstractContextManager

from learning.models import Competency, Pathway, PathwayStep
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.inheritance import services
from orgs.models.access import User
from orgs.models.units import OrgUnit
from talentplatform.demo import places
from talentplatform.demo.definitions import KEY, KIND
from talentpools.shared.pools import start_pool

CODE = places.COLLABORATIVE[0]
#: Steps of the shared pathway: what is done, its kind, weeks.
_STEPS = (
    ("Six months in another member's leadership team", "SECOND", 26),
    ("Lead one service for two members", "STRETCH", 20),
    ("Learning set with the other deputies", "MENTOR", 12),
)


def load(day: dt.date) -> None:
    """Publish the template as whoever keeps the collaborative, and start the pool as its manager."""
    with _as("sunita", day - dt.timedelta(days=30)) as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=KIND,
            title="Board succession plan",
            fields={
                "roles": {
                    "items": [{"key": code} for code in ("CEO", "CFO", "CMO", "CNO")],
                    "mode": "default",
                },
                "review_months": {"value": 3, "mode": "default"},
                "successors_wanted": {"value": 2, "mode": "default"},
            },
            valid_from=day - dt.timedelta(days=30),
            key=KEY,
        )
    with _as("hazel", day - dt.timedelta(days=60)) as viewer:
        start_pool(
            viewer=viewer,
            title="Deputies across the collaborative",
            purpose="Deputy directors who would lead services of two members.",
            target_roles=["COO"],
            criteria="Deputy director, at one of the members for a year",
            capacity=20,
            closes_on=day + dt.timedelta(days=60),
        )
    _pathway()


def _pathway() -> None:
    pathway = Pathway.objects.create(
        owner=OrgUnit.objects.get(code=CODE),
        role_code="COO",
        code="PC-COO",
        title="Leading across organisations",
        purpose="For deputies who prepare to lead services of more than one member.",
    )
    competencies = list(Competency.objects.order_by("sort")[: len(_STEPS)])
    PathwayStep.objects.bulk_create(
        PathwayStep(
            pathway=pathway, order=n, title=title, type=kind, competency=competency, weeks=weeks
        )
        for n, ((title, kind, weeks), competency) in enumerate(
            zip(_STEPS, competencies, strict=True), start=1
        )
    )


def _as(login: str, day: dt.date) -> AbstractContextManager[Viewer]:
    user = User.objects.get(login=login)
    return user_scope(user.pk, login=login, unit_code=CODE, day=day)
