"""Learning in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from learning.candidates import Candidate
from learning.development import Shown
from learning.enums import StepState
from learning.in_view import PathwayInView
from learning.newer import Newer
from learning.pathways import Pathways
from orgs.models.codes import Code

STEP_STATES = (
    (StepState.NOT_STARTED, "Not started"),
    (StepState.IN_PROGRESS, "In progress"),
    (StepState.DONE, "Done"),
)
OTHER_FAMILY = "Other"
#: People who have not agreed are counted from here on. Fewer would point at somebody: a family can
#: have one post and one deputy, and the page names those who have agreed, so that a total tells the rest.
SMALLEST = 3


@dataclass(frozen=True)
class FamilyDemand:
    """How many people should develop towards a family of roles: who agreed, and who is not named here."""

    family: str
    agreed: int
    others: str


def demand_by_family(
    announced: Sequence[Candidate], roles: Mapping[str, Code]
) -> list[FamilyDemand]:
    """Every family of roles in the order of the list, whether anybody is named for it or not.

    An empty family says "fewer than 3" too: a row that came or went with a nomination would tell of it.
    """
    of_role = {code: role.attributes.get("family", OTHER_FAMILY) for code, role in roles.items()}
    agreed: dict[str, set[int]] = {}
    others: dict[str, int] = {}
    for candidate in announced:
        family = of_role.get(candidate.role_code, OTHER_FAMILY)
        if candidate.staff_id is None:
            others[family] = others.get(family, 0) + 1
        else:
            agreed.setdefault(family, set()).add(candidate.staff_id)
    return [
        FamilyDemand(family, len(agreed.get(family, ())), _protected(others.get(family, 0)))
        for family in dict.fromkeys([*of_role.values(), OTHER_FAMILY])
    ]


def _protected(people: int) -> str:
    return f"{people:,}" if people >= SMALLEST else f"fewer than {SMALLEST}"


@dataclass(frozen=True)
class OwnPage:
    """My development: the roles she was told of, the pathway whose next step is hers, and all of them, each
    with what has come since it became hers.
    """

    towards: str
    now: PathwayInView | None
    pathways: tuple[tuple[PathwayInView, Newer | None], ...]


def own_page(
    pathways: Sequence[PathwayInView], shown: Sequence[Shown], given: Pathways | None = None
) -> OwnPage:
    """The next step is that of the first pathway under way; pathways come in their order.

    `given` are those that can be given at her employer now.
    """
    titles = [title for each in shown for title in each.context.get("towards", ())]
    return OwnPage(
        towards=", ".join(dict.fromkeys(titles)),
        now=next((p for p in pathways if p.next_step is not None), None),
        pathways=tuple((p, p.newer(given) if given else None) for p in pathways),
    )


def beside_words(here: Pathways) -> list[str]:
    """Whose pathway is in effect where an overlay offers one of the same key."""
    owners = {each.key: each.owner or "the platform" for each in here.here}
    return [
        f"{each.offered_by} also offers “{each.title}”. The one from {owners[each.key]} is in effect "
        "until somebody chooses the other under Settings."
        for each in here.beside
        if each.key in owners
    ]
