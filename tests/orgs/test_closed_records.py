"""A Trust that closed: who was responsible for its people reads its records on, and nobody writes them."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, connection, transaction
from django.urls import reverse

from orgs import tree
from orgs.access.principals import RESTRUCTURE
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import Grant, User
from orgs.models.handover import CarriedOver
from orgs.models.people import StaffRecord
from orgs.models.units import OrgLink, OrgUnit
from orgs.restructure import history, lists, services, ticks
from orgs.restructure import operations as ops
from orgs.restructure.errors import RestructureError
from orgs.restructure.steps import Close, Reopen
from succession.models import Nomination, Post, ReadinessJudgement, SuccessionPlan
from tests import factories
from tests.orgs.merging import DAY, at, carry_out, settle
from tests.succession.factories import World, nominate, world

pytestmark = pytest.mark.django_db


def merged(units, first: User, second: User, *, into="TA2", name="") -> World:
    """Kestrel Valley (TA1) goes into Heron Water (TA2), or with it into a new Trust."""
    trust = world(units["TA1"])
    gone = factories.staff(units["TA1"], "Gone Before", title="Nurse")
    gone.valid_to = today() - 5 * DAY
    gone.save(update_fields=["valid_to"])
    gone.assignments.update(ends_on=gone.valid_to)
    nominate(trust.post, trust.deputy)
    factories.holder("cpo", units["TA2"], login="heron.cpo")
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="Trust merger",
            operations=[ops.Dated(today(), ops.Merge(("TA1", "TA2"), into, name))],
        )  # fmt: skip
    carry_out(settle(plan, first, second), first)
    return trust


@pytest.mark.parametrize(("into", "name"), [("TA2", ""), ("TZ9", "Kestrel and Heron NHS Trust")])
def test_both_ways_carry_everything_and_the_record_of_the_closed_trust_is_read_on(
    units, first: User, second: User, sign_in, into, name
) -> None:
    trust = merged(units, first, second, into=into, name=name)
    there = OrgUnit.objects.get(code=into)
    assert Post.objects.get(unit=there, valid_to=None).continues == trust.post
    assert SuccessionPlan.objects.filter(unit=there, valid_to=None).count() == 1
    assert Nomination.objects.get(unit=there).staff.person == trust.deputy.person
    names = StaffRecord.objects.filter(unit=there, valid_to=None).values_list("name", flat=True)
    assert sorted(names) == ["Helen Adeyemi", "Kirsty Moor", "Priya Nair"]

    client = sign_in(trust.cpo)
    page = client.get(reverse("orgs:people", args=["TA1"]))
    assert page.status_code == 200
    said = page.content.decode()
    assert "Kestrel Valley NHS Trust has closed." in said
    assert "Helen Adeyemi" in said
    assert "Upload a staff list" not in said
    assert "Gone Before" in client.get(reverse("orgs:people", args=["TA1"]), {"show": "left"}).content.decode()  # fmt: skip
    plan = client.get(reverse("succession:plan", args=["TA1"]))
    assert plan.status_code == 200
    assert "Kirsty Moor" in plan.content.decode()
    assert client.get(reverse("orgs:add_person", args=["TA1"])).status_code == 403
    assert client.post(reverse("orgs:add_person", args=["TA1"])).status_code == 403


def test_nobody_else_reads_it(units, first: User, second: User, sign_in) -> None:
    merged(units, first, second)
    others = {
        "heron.cpo": User.objects.get(login="heron.cpo"),
        "lead": User.objects.get(login="learning_lead.ta1"),
        "steward": first,
        "staff": User.objects.get(login="kirsty"),
    }
    for who, user in others.items():
        assert sign_in(user).get(reverse("orgs:people", args=["TA1"])).status_code == 404, who
        for code in ("TA1", "TA2", "RA"):
            with at(user, code):
                seen = StaffRecord.objects.filter(unit=units["TA1"])
                mine = seen.filter(person_id=user.person_id or 0)
                assert seen.count() == mine.count(), (who, code)
                assert not ReadinessJudgement.objects.filter(unit=units["TA1"]).exists()


def test_the_database_takes_nothing_from_who_reads_on(units, first: User, second: User) -> None:
    trust = merged(units, first, second)
    with at(trust.cpo, "TA1") as viewer:
        assert viewer.role_codes == ["history_reader"]
        assert viewer.day == today() - DAY
        assert Post.objects.filter(unit=units["TA1"]).update(title="Changed") == 0
        assert StaffRecord.objects.filter(unit=units["TA1"]).update(name="Changed") == 0
        with pytest.raises(Error, match="row-level security"), transaction.atomic():
            Post.objects.create(
                unit=units["TA1"], title="New", role_codes=["CNO"], valid_from=today()
            )
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM succession_incumbency WHERE unit_id = %s", [units["TA1"].id]
            )
            assert cursor.rowcount == 0
    with at(trust.cpo, "TA2"):
        assert Post.objects.filter(title="Chief nurse").update(title="Chief nursing officer") == 1


def test_it_is_read_only_as_long_as_she_leads_succession_there(
    units, first: User, second: User
) -> None:
    trust = merged(units, first, second)
    Grant.objects.filter(user=trust.cpo, unit=units["TA2"]).update(valid_to=today())
    with at(trust.cpo, "TA1") as viewer:
        assert viewer.reaching == ()
        assert (
            not StaffRecord.objects.filter(unit=units["TA1"])
            .exclude(person=trust.cpo.person)
            .exists()
        )


def test_the_next_lead_is_named_by_an_access_administrator_of_the_successor(
    units, first: User, second: User
) -> None:
    merged(units, first, second)
    admin = factories.holder("access_admin", units["TA2"], login="heron.admin")
    stranger = factories.holder("access_admin", units["TA3"], login="lapwing.admin")
    later = User.objects.get(login="heron.cpo")
    for user, code in ((stranger, "TA3"), (later, "TA2"), (first, "RA")):
        with at(user, code), pytest.raises(Error), transaction.atomic():
            Grant.objects.create(
                user=later, role="history_reader", unit=units["TA1"], valid_from=today(),
                granted_by=user, reason="x",
            )  # fmt: skip
    with at(admin, "TA2"):
        given = Grant.objects.create(
            user=later, role="history_reader", unit=units["TA1"], valid_from=today(),
            granted_by=admin, reason="Leads succession now",
        )  # fmt: skip
        assert Grant.objects.filter(role="history_reader").count() == 2
    with at(later, "TA1"):
        assert StaffRecord.objects.filter(unit=units["TA1"]).count() == 4
    with at(admin, "TA2"):
        assert Grant.objects.filter(pk=given.pk).update(valid_to=today()) == 1
    with at(later, "TA1") as viewer:
        assert viewer.reaching == ()


def test_reading_on_ends_when_the_trust_opens_again(units, first: User, second: User) -> None:
    trust = merged(units, first, second)
    held = Grant.objects.get(role="history_reader")
    origins = set(CarriedOver.objects.values_list("row", flat=True))
    with at(first) as viewer:
        back = services.draft_plan(
            viewer=viewer, title="Kestrel Valley again",
            operations=[ops.Dated(today() + DAY, ops.Reopen("TA1", "QA1"))],
        )  # fmt: skip
    rows = {each["key"]: each["rows"] for each in back.report["rehearsal"]["checks"]}
    assert [(row["code"], row["after"]) for row in rows["readers"]] == [("TA1", "Those roles end")]
    back = carry_out(settle(back, first, second), first)
    held.refresh_from_db()
    assert held.valid_to is None
    ticks.bring_to(RESTRUCTURE, today() + DAY)
    back.refresh_from_db()
    assert {each["key"]: each["ended"] for each in back.report["applied"]["checks"]}["readers"] == 1
    held.refresh_from_db()
    assert (held.user, held.valid_to) == (trust.cpo, today() + DAY)
    assert origins
    assert set(CarriedOver.objects.values_list("row", flat=True)) == origins


def test_a_role_to_read_on_opens_nothing_while_the_employer_is_open(units) -> None:
    user = factories.holder("cpo", units["TA2"], login="heron.cpo")
    Grant.objects.create(
        user=user,
        role="history_reader",
        unit=units["TA1"],
        valid_from=factories.LONG_AGO,
        reason="x",
    )
    factories.staff(units["TA1"], "Jo Foe")
    with user_scope(user.pk, unit_code="TA1") as viewer:
        assert viewer.reaching == ()
        assert not StaffRecord.objects.filter(unit=units["TA1"]).exists()


def test_of_a_split_trust_the_main_successor_alone_keeps_the_records(
    units, first: User, second: User, sign_in
) -> None:
    trust = world(units["TA1"])
    with at(first) as viewer:
        plan = services.draft_plan(
            viewer=viewer, title="Kestrel is divided",
            operations=[ops.Dated(today() + DAY, Close("TA1", "TA2", ("TA3",)))],
        )  # fmt: skip
    with at(trust.cpo, "TA1") as viewer:
        there = lists.lists_here(viewer)[0]
        lists.confirm_list(viewer=viewer, handover=there, version=there.version)
    carry_out(settle(plan, first, second), first)
    ticks.bring_to(RESTRUCTURE, today() + DAY)
    day = today() + DAY
    leads = {
        code: factories.holder("cpo", units[code], login=f"lead.{code}") for code in ("TA2", "TA3")
    }
    admins = {
        code: factories.holder("access_admin", units[code], login=f"admin.{code}") for code in leads
    }
    for code, admin in admins.items():
        with user_scope(admin.pk, login=admin.login, unit_code=code, day=day) as viewer:
            kept = [each.unit.code for each in history.kept(viewer.here.id, day)]
            assert kept == (["TA1"] if code == "TA2" else [])
            held = Grant.objects.get(user=leads[code], role="cpo")
            given = {"viewer": viewer, "unit_code": "TA1", "lead": held.public_id, "reason": "x"}
            if code == "TA2":
                history.give_reading(**given)
                continue
            with pytest.raises(RestructureError):
                history.give_reading(**given)
            with pytest.raises(Error, match="row-level security"), transaction.atomic():
                Grant.objects.create(
                    user=leads[code], role="history_reader", unit=units["TA1"], valid_from=day,
                    granted_by=admin, reason="x",
                )  # fmt: skip
    # Whoever holds the role by whatever way: only the main successor's lead is let in.
    factories.give(leads["TA3"], "history_reader", units["TA1"])
    for code, lead in leads.items():
        with user_scope(lead.pk, unit_code="TA1", day=day) as viewer:
            assert bool(viewer.reaching) == (code == "TA2")
            assert StaffRecord.objects.filter(unit=units["TA1"]).exists() == (code == "TA2")


def test_a_closing_that_was_taken_back_gives_nobody_the_records(
    units, first: User, second: User
) -> None:
    merged(units, first, second)  # TA1 into TA2
    reader = User.objects.get(login="heron.cpo")
    factories.give(reader, "history_reader", units["TA1"])
    with user_scope(reader.pk, unit_code="TA1") as viewer:
        assert viewer.role_codes == ["history_reader"]
    day = today() + 2 * DAY
    with tree.locked():
        tree.reopen(units["TA1"], on=today() + DAY, parent=units["QA1"])
        tree.close(units["TA1"], on=day)
    for code, opens in (("TA3", False), ("TA2", True)):
        OrgLink.objects.filter(effective_on=day).delete()
        OrgLink.objects.create(
            predecessor=units["TA1"], successor=units[code], relation="merged_into",
            effective_on=day,
        )  # fmt: skip
        with user_scope(reader.pk, unit_code="TA1", day=day) as viewer:
            assert bool(viewer.reaching) == opens
            assert StaffRecord.objects.filter(unit=units["TA1"]).exists() == opens


def test_nobody_opens_again_what_closed_elsewhere(units, first: User, second: User) -> None:
    merged(units, first, second)  # TA1, of Ashdown
    stranger = factories.holder("steward", units["RB"], login="birkmoor")
    with at(stranger, "RB") as viewer, pytest.raises(PermissionDenied):
        services.draft_plan(
            viewer=viewer, title="Ours now",
            operations=[ops.Dated(today() + DAY, Reopen("TA1", "QB1"))],
        )  # fmt: skip


def test_who_can_see_a_closed_record_is_answered_for_today(
    units, first: User, second: User, sign_in
) -> None:
    trust = merged(units, first, second)
    page = reverse("orgs:person", args=["TA1", trust.holder.public_id])
    client = sign_in(trust.cpo)
    assert client.get(page).status_code == 200
    said = client.get(reverse("orgs:who", args=["TA1"]), {"of": page})
    read_by = {each.role for each in said.context["who"].readers}
    assert read_by == {"Reader of a closed employer's records"}
