"""What succession holds about a person, as far as she has been told, for her own page."""

from orgs.access.viewer import Viewer
from orgs.held import Agreement, Held, agreements, looks, looks_by, part
from succession import selectors
from succession.enums import Disclosure


def what_is_held(viewer: Viewer, staff_id: int) -> list[Held]:
    """The nominations she was told of, with readiness as told. Never rank, rivals or a judgement."""
    told = selectors.told(viewer.here.id, staff_id)
    return [Held(f"Named for {t.title}", f"{t.readiness}, as told to you", t.told_on) for t in told]


def what_i_agreed_to(viewer: Viewer, staff_id: int) -> list[Agreement]:
    """Being named, where she said yes."""
    told = selectors.told(viewer.here.id, staff_id)
    return [
        Agreement(f"To be named as a possible successor for {t.title}", t.answered_on)
        for t in told
        if t.disclosure == Disclosure.AGREED
    ]


def register() -> None:
    """Called from ``SuccessionConfig.ready``."""
    part(
        "succession",
        "Succession planning",
        order=40,
        why="To plan who can follow in a role. You see what you have been told of.",
        load=what_is_held,
    )
    agreements.add("nominations", what_i_agreed_to)
    looks.add("succession", looks_by("SELECT * FROM app.my_succession_readers(%s)"))
