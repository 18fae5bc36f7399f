"""Joining an overlay adds exactly what it should, for everybody, and leaving takes exactly that away."""

import datetime as dt
from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from orgs import tree
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import User
from orgs.models.audit import AuditEvent
from orgs.models.outbox import Outbox
from orgs.models.overlays import Overlay, OverlayInvite
from orgs.models.units import OrgUnit, OverlayMembership
from orgs.overlays import selectors, services
from tests import factories
from tests.access import world as worlds
from tests.access.test_scope import ids, units_of
from tests.access.world import World

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
Sets = dict[tuple[str, str, str], frozenset[int]]


def families() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT family FROM orgs_action ORDER BY 1")
        return [*(family for (family,) in cursor.fetchall()), "upward", "any", "carried"]


def sets(world: World, day: dt.date) -> Sets:
    """(persona, unit of the page, family) to the units that she may touch there on a day."""
    found: Sets = {}
    for persona, user in world.personas.items():
        for code in world.units:
            with user_scope(user.pk, unit_code=code, day=day):
                for family in families():
                    found[persona, code, family] = frozenset(units_of(family))
    return found


def test_joining_adds_exactly_what_it_should_and_leaving_takes_exactly_that_away() -> None:
    world = worlds.build()
    outside, joined, left = today() + DAY, today() + 10 * DAY, today() + 20 * DAY
    ova, joiner = world.units["OVA"], world.units["TA2"]
    before = sets(world, joined)
    OverlayMembership.objects.create(overlay=ova, unit=joiner, valid=(joined, left))
    during = sets(world, joined)
    # Whoever reads figures at the overlay: one more organisation in that set, and in no other.
    gained = {
        (persona, code, family): during[persona, code, family] - before[persona, code, family]
        for persona, code, family in before
        if during[persona, code, family] != before[persona, code, family]
    }
    lost = [key for key in before if before[key] - during[key]]
    assert lost == []
    assert gained.pop(("overlay_lead", "OVA", "aggregate")) == {joiner.id}
    # Whoever has a role at the member: the overlay stands above, for what is published there.
    at_the_member = {(persona, "TA2", "upward") for persona in (
        "other_cpo", "icb_lead", "regional_lead", "steward", "national_lead",
    )}  # fmt: skip
    assert set(gained) == at_the_member
    assert set(gained.values()) == {frozenset({ova.id})}
    # And nothing of it is left, nor was there before, on any day outside the membership.
    for day in (outside, left, left + DAY):
        assert sets(world, day) == before


def test_an_overlays_roles_reach_members_in_figures_alone() -> None:
    world = worlds.build()
    members = ids(world.units, "TA1", "TA3", "TB1")
    own = {world.units["OVA"].id}
    for persona in ("overlay_lead", "overlay_manager", "overlay_auditor"):
        user = world.personas[persona]
        with user_scope(user.pk, unit_code="OVA"):
            reached = {family: units_of(family) for family in families()}
        aggregate = reached.pop("aggregate")
        assert aggregate == (own | members if persona == "overlay_lead" else set())
        assert all(each <= own for each in reached.values()), reached
        for code in ("TA1", "TB1", "RA"):
            with user_scope(user.pk, unit_code=code) as viewer:
                assert viewer.reaching == ()
                assert not any(units_of(family) for family in families())


def test_who_keeps_it_administers_it_and_sees_no_figure(units: dict[str, OrgUnit]) -> None:
    factories.overlay(units)
    whole = ids(units, "RA", "QA1", "QA2", "TA1", "TA2", "TA3", "TA4", "OVA")
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, unit_code="OVA") as viewer:
        assert {r.family for r in viewer.reaching} == {"tree", "stewardship", "definitions"}
        assert units_of("tree") == units_of("stewardship") == units_of("definitions") == whole
        assert units_of("aggregate") == set()
    lead = factories.holder("talent_lead", units["RA"])
    with user_scope(lead.pk, unit_code="OVA") as viewer:
        assert viewer.reaching == ()
    above = factories.holder("steward", units["NAT"])
    with user_scope(above.pk, unit_code="OVA") as viewer:
        assert units["OVA"].id in units_of("tree")
    for code in ("RB", "QA1"):
        other = factories.holder("steward", units[code])
        with user_scope(other.pk, unit_code="OVA") as viewer:
            assert viewer.reaching == ()
        with user_scope(other.pk, unit_code=code):
            assert units["OVA"].id not in units_of("tree")


@pytest.fixture
def keeper(units: dict[str, OrgUnit]) -> User:
    factories.overlay(units)
    return factories.holder("steward", units["RA"], login="keeper")


@pytest.fixture
def other(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RB"], login="other")


def _refused(statement) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        statement()


def _tries(units: dict[str, OrgUnit]) -> Iterator:
    """Rows of a membership that the database refuses to the keeper."""
    first = today()
    create = OverlayMembership.objects.create
    yield lambda: create(overlay=units["OVA"], unit=units["QB1"], valid=(first, None))
    yield lambda: create(overlay=units["OVA"], unit=units["TA2"], valid=(first - DAY, None))
    yield lambda: create(overlay=units["OVA"], unit=units["TA2"], valid=(None, None))


def test_the_database_asks_both_sides(units: dict[str, OrgUnit], keeper: User, other: User) -> None:
    with user_scope(keeper.pk, unit_code="OVA"):
        for each in _tries(units):
            _refused(each)
        OverlayMembership.objects.create(
            overlay=units["OVA"], unit=units["TA2"], valid=(today(), None)
        )
    with user_scope(other.pk, unit_code="RB"):
        # Nobody joins by herself, nor asks herself.
        _refused(
            lambda: OverlayMembership.objects.create(
                overlay=units["OVA"], unit=units["QB1"], valid=(today(), None)
            )
        )
        _refused(
            lambda: OverlayInvite.objects.create(
                overlay=units["OVA"], unit=units["QB1"], valid_from=today(),
                invited_at=dt.datetime.now(dt.UTC), answer="agreed",
            )
        )  # fmt: skip
        assert Overlay.objects.filter(unit=units["OVA"]).update(kept_by=units["RB"]) == 0
    assert set(
        OverlayMembership.objects.filter(overlay=units["OVA"]).values_list("unit__code", flat=True)
    ) == {"TA1", "TA2", "TA3", "TB1"}


def test_a_membership_is_ended_and_never_rewritten(
    units: dict[str, OrgUnit], keeper: User, other: User
) -> None:
    row = OverlayMembership.objects.get(unit=units["TB1"])
    for user, code in ((keeper, "OVA"), (other, "RB")):
        with user_scope(user.pk, unit_code=code):
            mine = OverlayMembership.objects.filter(pk=row.pk)
            _refused(lambda mine=mine: mine.update(unit=units["TA2"]))
            _refused(lambda mine=mine: mine.update(valid=(factories.LONG_AGO, today() - DAY)))
            _refused(lambda mine=mine: mine.update(valid=(factories.LONG_AGO - DAY, None)))
            with transaction.atomic():
                assert mine.update(valid=(factories.LONG_AGO, today() + DAY)) == 1
                _refused(lambda mine=mine: mine.update(valid=(factories.LONG_AGO, None)))
                transaction.set_rollback(True)
    bystander = factories.holder("steward", units["QA1"])
    with user_scope(bystander.pk, unit_code="QA1"):
        # TA1 is hers, TB1 is not.
        assert OverlayMembership.objects.filter(pk=row.pk).update(valid=(today(), None)) == 0


def test_an_organisation_of_another_branch_joins_when_its_own_administrator_agrees(
    units: dict[str, OrgUnit], keeper: User, other: User
) -> None:
    first = today() + 5 * DAY
    factories.holder("cpo", units["QB1"], login="cpo@example.org")
    with user_scope(keeper.pk, unit_code="OVA") as viewer:
        # Its Trust is a member already: its figures would be counted twice.
        with pytest.raises(services.OverlayError, match="Merlin Down NHS Trust is below Beech ICB"):
            services.bring_in(
                viewer=viewer, overlay=units["OVA"], unit=units["QB1"], first=first, until=None
            )
        leaving = OverlayMembership.objects.get(unit=units["TB1"])
        services.end_membership(viewer=viewer, membership=leaving, on=first)
        invite = services.bring_in(
            viewer=viewer, overlay=units["OVA"], unit=units["QB1"], first=first, until=None
        )
        assert isinstance(invite, OverlayInvite)
        with pytest.raises(services.OverlayError, match="has been asked already"):
            services.bring_in(
                viewer=viewer, overlay=units["OVA"], unit=units["QB1"], first=first, until=None
            )
        with pytest.raises(PermissionDenied):
            services.answer_invite(viewer=viewer, invite=invite, agree=True)
    assert codes(units, first) == ["TA1", "TA3"]
    with user_scope(other.pk, unit_code="RB") as viewer:
        assert [each.public_id for each in selectors.asked(viewer)] == [invite.public_id]
        services.answer_invite(viewer=viewer, invite=invite, agree=True)
        with pytest.raises(services.StaleError):
            services.answer_invite(viewer=viewer, invite=invite, agree=False)
    assert codes(units, first) == ["QB1", "TA1", "TA3"]
    assert codes(units, today()) == ["TA1", "TA3", "TB1"]
    (letter,) = Outbox.objects.filter(to="cpo@example.org")
    assert (letter.template, letter.unit_id) == ("overlay_joined", units["QB1"].id)
    assert letter.context["link"].endswith("/o/QB1/memberships/")
    acts = AuditEvent.objects.filter(action="overlay.joined").values_list("unit__code", flat=True)
    assert sorted(acts) == ["OVA", "QB1"]


def codes(units: dict[str, OrgUnit], day: dt.date) -> list[str]:
    return sorted(each.code for each in selectors.members(units["OVA"].id, day))


def test_no_is_an_answer_and_either_side_ends_it(
    units: dict[str, OrgUnit], keeper: User, other: User
) -> None:
    with user_scope(other.pk, unit_code="RB") as viewer:
        row = OverlayMembership.objects.get(unit=units["TB1"])
        services.end_membership(viewer=viewer, membership=row, on=today())
    assert codes(units, today()) == ["TA1", "TA3"]
    with user_scope(keeper.pk, unit_code="OVA") as viewer:
        asked = services.bring_in(
            viewer=viewer, overlay=units["OVA"], unit=units["TB1"], first=today() + DAY, until=None
        )
        assert isinstance(asked, OverlayInvite)
    with user_scope(other.pk, unit_code="RB") as viewer:
        services.answer_invite(viewer=viewer, invite=asked, agree=False)
    assert codes(units, today() + DAY) == ["TA1", "TA3"]
    with user_scope(keeper.pk, unit_code="OVA") as viewer:
        later = services.bring_in(
            viewer=viewer, overlay=units["OVA"], unit=units["TA2"], first=today() + DAY, until=None
        )
        assert isinstance(later, OverlayMembership)
        services.end_membership(viewer=viewer, membership=later, on=today())
        assert codes(units, today() + DAY) == ["TA1", "TA3"]


def test_whoever_stands_above_others_opens_an_overlay_and_nobody_else(
    units: dict[str, OrgUnit], keeper: User
) -> None:
    words = {"name": "Coast Place", "type_code": "place", "purpose": "One town", "on": today()}
    with user_scope(keeper.pk, unit_code="RA") as viewer:
        made = services.open_overlay(viewer=viewer, code="plc1", **words)
        assert (made.unit.code, made.unit.open, made.kept_by_id) == ("PLC1", True, units["RA"].id)
        assert made.unit.parent_id is None
        assert units_of("tree") == ids(units, "RA", "QA1", "QA2", "TA1", "TA2", "TA3", "TA4", "OVA")
        for code, field in (("TA1", "code"), ("no code", "code"), ("", "code")):
            with pytest.raises(services.OverlayError) as refused:
                services.open_overlay(viewer=viewer, code=code, **words)
            assert refused.value.field == field
    with user_scope(keeper.pk, unit_code="RA"):
        assert made.unit_id in units_of("tree")
    lead = factories.holder("talent_lead", units["RA"])
    for user, code in ((lead, "RA"), (keeper, "OVA"), (keeper, "TA1")):
        with user_scope(user.pk, unit_code=code) as viewer, pytest.raises(PermissionDenied):
            services.open_overlay(viewer=viewer, code="PLC2", **words)
    with user_scope(keeper.pk, unit_code="RA"):
        for keeper_id, on in ((units["RB"].id, today()), (units["RA"].id, today() - DAY)):
            _refused(lambda keeper_id=keeper_id, on=on: _open(keeper_id, on))
    assert tree.check(today()) == []


def _open(keeper_id: int, on: dt.date) -> None:
    with tree.locked(), connection.cursor() as cursor:
        cursor.execute("SELECT app.open_overlay('PLC2', 'X', 'place', %s, %s, '')", [keeper_id, on])
