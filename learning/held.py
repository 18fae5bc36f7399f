"""What learning holds about a person, and what she agreed to in it, for her own page."""

from django.urls import reverse

from learning import aspirations, conversations
from learning.enums import PathwayState
from learning.models import CompetencyAssessment
from learning.selectors import open_pathways
from orgs.access.viewer import Viewer
from orgs.held import Agreement, Held, agreements, part


def what_is_held(viewer: Viewer, staff_id: int) -> list[Held]:
    """Assessments, pathways that are hers, what she would like, and outcomes that were agreed."""
    assessed = (
        CompetencyAssessment.objects.filter(staff_id=staff_id)
        .select_related("competency")
        .order_by("-assessed_on", "competency__sort")
    )
    pathways = open_pathways(viewer.here.id).filter(staff_id=staff_id).order_by("-started_on", "pk")
    agreed = conversations.agreed(viewer.here.id, staff_id, viewer.day)
    return [
        *(
            Held("Pathway", f"{p.title}: {PathwayState(p.state).label.lower()}", p.started_on)
            for p in pathways
        ),
        *(Held(a.competency.title, f"Level {a.level}", a.assessed_on) for a in assessed),
        *([Held(agreed.grid, agreed.words, agreed.agreed_on)] if agreed else []),
    ]


def what_i_wrote(viewer: Viewer, staff_id: int) -> list[Held]:  # noqa: ARG001  the interface's
    """Aspirations, earlier ones too, and conversations: hers, and read by nobody unless she shares."""
    wishes = aspirations.in_words(aspirations.own_history(staff_id))
    said = [
        Held(
            "What you would like" if wish.until is None else "What you wrote before",
            ", ".join(label for _, label in wish.roles) or wish.growth or wish.words or "Other",
            wish.since,
        )
        for wish in wishes
    ]
    mine = conversations.own(staff_id)
    return [
        *said,
        *(Held("Career conversation", c.get_state_display(), c.started_on) for c in mine),
    ]


def what_i_agreed_to(viewer: Viewer, staff_id: int) -> list[Agreement]:
    """Sharing what she would like, and an outcome that both sides said yes to."""
    code = viewer.here.code
    wish = aspirations.own_open(staff_id)
    agreed = conversations.agreed(viewer.here.id, staff_id, viewer.day)
    found = []
    if wish is not None and wish.shared:
        page = reverse("learning:aspirations", args=[code])
        words = "My succession lead and learning team may see what I would like"
        found.append(Agreement(words, wish.valid_from, "Change or take back", page))
    if agreed is not None:
        page = reverse("learning:conversations", args=[code])
        words = f"{agreed.grid}: {agreed.words}"
        found.append(Agreement(words, agreed.agreed_on, "See or take back", page))
    return found


def register() -> None:
    """Called from ``LearningConfig.ready``."""
    part(
        "learning",
        "Learning and development",
        order=20,
        why="To plan development with you and to see that it helps.",
        load=what_is_held,
    )
    part(
        "own_words",
        "What you wrote yourself",
        order=30,
        why="It is yours. Others read only what you share.",
        load=what_i_wrote,
    )
    agreements.add("learning", what_i_agreed_to)
