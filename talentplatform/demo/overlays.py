"""What the demo's collaborative has of its own: a plan template, a pathway and a shared pool.

The region's template for the same plan stays in effect at each member until it chooses.
"""

import datetime as dt
from contextlib import AbstractContextManager

from learning.pathways import COMPETENCIES, PATHWAY
from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.inheritance import services
from orgs.models.access import User
from talentplatform.demo import places
from talentplatform.demo.definitions import KEY, KIND
from talentpools.shared.pools import start_pool

CODE = places.COLLABORATIVE[0]
#: Steps of the shared pathway: what is done, its kind, weeks, and what counts as done.
_STEPS = (
    (
        "Six months in another member's leadership team",
        "SECOND",
        26,
        "Both members say how it went",
    ),
    ("Lead one service for two members", "STRETCH", 20, "The service has run for a quarter"),
    ("Learning set with the other deputies", "MENTOR", 12, ""),
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
        _pathway(viewer, day - dt.timedelta(days=30))
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


def _pathway(viewer: Viewer, day: dt.date) -> None:
    steps = zip(_STEPS, COMPETENCIES, strict=False)
    services.publish_definition(
        viewer=viewer,
        kind_code=PATHWAY.code,
        title="Leading across organisations",
        fields={
            "role": {"value": "COO", "mode": "default"},
            "purpose": {
                "value": "For deputies who prepare to lead services of more than one member.",
                "mode": "default",
            },
            "steps": {
                "items": [
                    {
                        "value": {
                            "title": title,
                            "type": kind,
                            "competency": code,
                            "weeks": weeks,
                            "done_when": done,
                        }
                    }
                    for (title, kind, weeks, done), (code, _) in steps
                ],
                "mode": "default",
            },
        },
        valid_from=day,
    )


def _as(login: str, day: dt.date) -> AbstractContextManager[Viewer]:
    user = User.objects.get(login=login)
    return user_scope(user.pk, login=login, unit_code=CODE, day=day)
