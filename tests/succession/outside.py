"""Somebody of another employer who lets this one name her, and whoever does."""

from orgs import sharing
from orgs.models.access import User
from orgs.models.sharing import SharedProfile
from orgs.models.units import OrgUnit
from succession import outsiders
from succession.models import Nomination, Post
from succession.services import Said
from tests.talentpools.sharing import at


def offers(user: User, home: str, to: OrgUnit, *keys: str, months: int = 3) -> SharedProfile:
    """`user` lets `to` name her, from her own employer, sharing her name and `keys`."""
    with at(user, home) as viewer:
        last = outsiders.last_days(viewer.day)[outsiders.MONTHS.index(months)]
        what = sharing.offer(viewer, outsiders.call_to(viewer, to, last))
        content = what.chosen(["name", *keys], {})
        return outsiders.offer_name(viewer=viewer, to=to, last=last, content=content)


def names(cpo: User, code: str, post: Post, profile: SharedProfile, **said) -> Nomination:
    """`cpo` names whoever shares `profile`."""
    with at(cpo, code) as viewer:
        return outsiders.name_outsider(
            viewer=viewer, post=post, profile=profile, said=Said(**{"readiness": "RN", **said})
        )


def withdraws(user: User, home: str) -> None:
    """`user` takes back everything that she shares."""
    with at(user, home) as viewer:
        for each in list(sharing.mine(viewer)):
            sharing.withdraw(viewer=viewer, profile=each)
