"""A board whose chair and chief executive can sign, for the tests of the plan's life."""

from dataclasses import dataclass

from orgs.access.scope import user_scope
from orgs.models.access import User
from orgs.models.people import StaffRecord
from succession import signing
from succession.models import PlanCopy, Post, Signature
from tests import factories
from tests.succession.factories import World, make_post


@dataclass
class Signers:
    """Who signs: the chair has an account, the chief executive has none until :func:`way_in`."""

    chair: StaffRecord
    chair_user: User
    chief: StaffRecord
    posts: dict[str, Post]


def signers(trust: World) -> Signers:
    """The posts that the platform's template asks for, with the two that sign held."""
    chair = factories.staff(trust.unit, "Margaret Ellis", title="Chair")
    chief = factories.staff(trust.unit, "Tom Archer", title="Chief executive")
    posts = {
        code: make_post(trust.unit, title, code, holder=holder, position=position)
        for position, (code, title, holder) in enumerate(
            (
                ("CHAIR", "Chair", chair),
                ("CEO", "Chief executive", chief),
                ("CFO", "Chief finance officer", None),
                ("CMO", "Chief medical officer", None),
            ),
            start=2,
        )
    }
    user = factories.holder("staff", trust.unit, person=chair.person, login="margaret")
    return Signers(chair, user, chief, posts)


def way_in(trust: World, staff: StaffRecord, login: str) -> User:
    """An account with which somebody sees her own record."""
    return factories.holder("staff", trust.unit, person=staff.person, login=login)


def submitted(trust: World) -> PlanCopy:
    """The plan, submitted by its succession lead."""
    with user_scope(trust.cpo.pk, unit_code=trust.unit.code) as viewer:
        return signing.submit_plan(viewer=viewer)


def asked(copy: PlanCopy, role: str) -> Signature:
    return Signature.objects.get(copy=copy, role=role)


def as_(trust: World, user: User):
    """A scope of somebody at the Trust, with her person known, as in a request."""
    scope = user_scope(user.pk, unit_code=trust.unit.code)

    class Scope:
        def __enter__(self):
            viewer = scope.__enter__()
            viewer.person_id = user.person_id
            return viewer

        def __exit__(self, *raised):
            return scope.__exit__(*raised)

    return Scope()
