"""What pools hold about a person, for her own page."""

from orgs.access.viewer import Viewer
from orgs.held import Agreement, Held, agreements, looks, looks_by, part
from talentpools import positive, selectors

_CHOSEN = "Joined by your own choice. Only who keeps the pool can see that."


def what_is_held(viewer: Viewer, staff_id: int) -> list[Held]:
    """Memberships that are open to her, and those by her own choice, which no role of people reads."""
    found = selectors.own_memberships(viewer.here.id, staff_id)
    held = [Held(m.pool.title, m.get_status_display(), m.joined_on or m.opened_on) for m in found]
    chosen = positive.own(viewer.here.id, staff_id)
    return held + [Held(m.pool.title, _CHOSEN, m.joined_on) for m in chosen]


def what_i_agreed_to(viewer: Viewer, staff_id: int) -> list[Agreement]:
    """Pools that she has joined."""
    found = selectors.own_memberships(viewer.here.id, staff_id)
    chosen = positive.own(viewer.here.id, staff_id)
    in_pools = [(m.pool, m.joined_on) for m in found] + [(m.pool, m.joined_on) for m in chosen]
    return [Agreement(f"To be in the pool “{pool.title}”", on) for pool, on in in_pools if on]


def register() -> None:
    """Called from ``TalentpoolsConfig.ready``."""
    part(
        "pools",
        "Talent pools",
        order=50,
        why="To bring together people who develop towards the same kind of role.",
        load=what_is_held,
    )
    agreements.add("pools", what_i_agreed_to)
    looks.add("pools", looks_by("SELECT * FROM app.my_pool_readers(%s)"))
