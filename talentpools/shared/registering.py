"""Everything that shared pools and the bench tell the apps below. Called from ``AppConfig.ready``."""

from orgs import leaving as leavers
from orgs import menu, sharing, ticks
from orgs.access.actions import (
    MANAGE_SHARED_POOLS,
    MANAGE_TREE,
    OWN_RECORD,
    PUBLISH_DEFINITIONS,
    VIEW_PEOPLE,
    VIEW_TREE,
)
from orgs.access.principals import SHARING
from orgs.panels import panel, waits
from orgs.presenters.audit import acts, looked_at
from succession.access import MANAGE_SUCCESSION, VIEW_SUCCESSION
from talentpools.shared import leaving, panels, release, tasks, transfers


def register() -> None:
    """Words, menu, what waits, fields that can be shared, transfers and ticks."""
    acts(
        {
            "shared_pool.started": "opened a pool that people of several organisations can join",
            "shared_pool.closed": "ended a pool that people of several organisations could join",
            "shared_pool.moved": "moved somebody on in a shared pool",
            "shared_pool.ended": "ended a membership of a shared pool and removed the profile",
            "shared_pool.nudged": "reminded somebody in a shared pool",
            "shared_pool.assessed": "assessed somebody in a shared pool",
            "shared_pool.board_called": "called a talent board for a shared pool",
            "shared_pool.board_closed": "closed a talent board",
            "shared_pool.reviewed": "recommended on a talent board",
            "release.asked": "asked their employer for release time",
            "release.taken_back": "took back a request for release time",
            "release.answered": "answered a request for release time",
            "vacancy.posted": "put a vacancy to a bench",
            "vacancy.closed": "closed a vacancy that was put to a bench",
            "vacancy.dismissed": "removed a profile that was shared for a vacancy",
            "sharing.place_taken": "took a place in a shared pool",
            "sharing.bench_joined": "joined a vacancy bench",
            "sharing.bench_left": "left a vacancy bench",
            "sharing.bench_expired": "removed a bench profile that had run out",
            "sharing.declined": "said no to a vacancy",
            "sharing.left": "ended what people who left had shared",
        }
    )
    looked_at(
        {
            "shared.pool": "the people who share a profile with a pool",
            "shared.person": "what somebody shares with a pool",
            "shared.call": "the form that calls a talent board",
            "shared.review": "what a talent board recommends",
            "shared.board": "the people whom a talent board looks at",
            "shared.release": "requests for release time",
            "shared.answer": "a request for release time",
            "shared.vacancies": "the profiles that were shared for vacancies",
        }
    )
    sharing.field("release", "Release time", order=80, load=release.answer_as_field)
    transfers.register()
    leavers.ends("shares", leaving.end_shares, order=30)
    ticks.tick("bench", tasks.expire_bench, every="night", principal=SHARING)
    menu.item("shared", "Shared pools", "shared:pools", MANAGE_SHARED_POOLS, order=31)
    menu.item(
        "across",
        "Across organisations",
        "shared:across",
        VIEW_SUCCESSION,
        order=35,
        employers=True,
    )
    menu.item("opportunities", "Opportunities", "shared:opportunities", OWN_RECORD, order=8)
    panel(
        "overlay_pools",
        *(VIEW_TREE, MANAGE_TREE, PUBLISH_DEFINITIONS, MANAGE_SHARED_POOLS),
        order=15,
        template="shared/overlay_panel.html",
        load=panels.of_overlay,
    )
    waits("questions", OWN_RECORD, order=43, load=panels.questions)
    waits("release", MANAGE_SUCCESSION, order=48, load=panels.release_to_answer)
    waits("applications", MANAGE_SHARED_POOLS, order=55, load=panels.applications)
    waits("boards", VIEW_PEOPLE, OWN_RECORD, order=57, load=panels.boards)
