"""The disclosure policy: stricter downwards only, and what a build makes of it."""

import datetime as dt
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from orgs import tree
from orgs.access.scope import builder_scope, user_scope
from orgs.clock import today
from orgs.inheritance import merge as m
from orgs.inheritance import services
from orgs.inheritance.effective import Effective
from orgs.inheritance.merge import Difference, Entry, Mode, Slot, State
from orgs.inheritance.selectors import effective
from orgs.inheritance.values import DefinitionError
from orgs.models import Adaptation, Definition, DefinitionVersion, OrgUnit, User
from reporting import building, policies
from reporting.content import Figures
from reporting.disclosure.policy import PRESETS, Policy
from reporting.geography import geography
from reporting.models import Release
from reporting.policies import DISCLOSURE_POLICY, MAXIMUM, in_force
from reporting.reports import reports
from tests import factories
from tests.reporting import region

KIND = DISCLOSURE_POLICY.code
CELL = "people_min_cell"
DAY = today()
TIGHTENING = DISCLOSURE_POLICY.tightening
SPECS = [spec for spec in DISCLOSURE_POLICY.fields if spec.type == "number"]


def define(user: User, code: str, day: dt.date = DAY, **fields: Any) -> Definition:
    """Publish a policy at a unit: a value, or a value and a mode."""
    given_ = {
        name: {"value": each[0], "mode": each[1]} if isinstance(each, tuple) else {"value": each}
        for name, each in fields.items()
    }
    with user_scope(user.pk, login=user.login, unit_code=code, day=day) as viewer:
        return services.publish_definition(
            viewer=viewer, kind_code=KIND, title="", fields=given_, valid_from=day
        )


def adapt(user: User, code: str, day: dt.date = DAY, **values: Any) -> None:
    with user_scope(user.pk, login=user.login, unit_code=code, day=day) as viewer:
        now = effective(KIND, viewer.here.id, day)
        assert now.public_id is not None
        services.adapt_definition(
            viewer=viewer,
            kind_code=KIND,
            public_id=now.public_id,
            changes={Slot(name): value for name, value in values.items()},
            expected=now.stamp,
        )


def at(user: User, code: str, day: dt.date = DAY) -> Effective:
    with user_scope(user.pk, unit_code=code, day=day) as viewer:
        return effective(KIND, viewer.here.id, day)


@pytest.fixture
def national(units: dict[str, OrgUnit]) -> User:
    return factories.holder("national_lead", units["NAT"])


@pytest.fixture
def steward(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RA"])


@pytest.fixture
def board(units: dict[str, OrgUnit]) -> User:
    """The succession lead of an ICB, who decides its settings."""
    return factories.holder("cpo", units["QA2"])


# --- the rule, over chains ---------------------------------------------------------------------------

_VALUES = st.one_of(st.none(), st.integers(1, 30))


@given(
    st.sampled_from(SPECS),
    st.lists(st.tuples(_VALUES, st.sampled_from(Mode)), min_size=1, max_size=5),
)
def test_down_a_chain_it_only_becomes_stricter(spec: Any, chain: list[tuple[Any, Mode]]) -> None:
    """Whatever each level chose, in whatever order the levels chose it."""
    slot = Slot(spec.name)
    above = {slot: Entry(spec.initial(), chain[0][1])}
    for value, _ in chain:
        merged = m.merge(above, {slot: Difference(value, None)}, TIGHTENING)[slot]
        assert not spec.looser(merged.value, above[slot].value)
        if above[slot].mode != Mode.LOCKED:
            assert merged.value == spec.stricter(value, above[slot].value)
        assert merged.state not in {State.CONFLICT, State.PENDING, State.REFUSED}
        above = m.pass_on({slot: merged})


@given(st.sampled_from(SPECS), st.integers(1, 30), st.integers(1, 30), st.integers(1, 30))
def test_a_change_above_needs_no_choice_below(spec: Any, old: int, mine: int, new: int) -> None:
    slot = Slot(spec.name)
    chosen = m.choose({slot: Entry(old)}, {}, slot, mine)
    after = m.merge({slot: Entry(new)}, chosen, TIGHTENING)[slot]
    kept = mine if mine != old else new
    assert after.value == spec.stricter(kept, new)


def test_every_rule_starts_at_the_platforms_and_ends_at_its_bound() -> None:
    presets = {"people": PRESETS["people"].policy, "judgement": PRESETS["judgements"].policy}
    for klass, preset in presets.items():
        for name, most in MAXIMUM.items():
            spec = DISCLOSURE_POLICY.field(f"{klass}_{name}")
            assert (spec.initial(), spec.minimum, spec.maximum) == (
                getattr(preset, name),
                getattr(preset, name),
                most,
            )
        share = DISCLOSURE_POLICY.field(f"{klass}_max_share")
        assert (share.initial(), share.minimum, share.maximum) == (85, 50, 85)
    assert all(spec.hint and spec.tightens and spec.group for spec in DISCLOSURE_POLICY.fields)


# --- defined and adapted -------------------------------------------------------------------------------


def test_the_stricter_of_all_levels_holds_without_a_choice(
    national: User, steward: User, board: User
) -> None:
    define(steward, "RA", **{CELL: "7", "people_max_share": "80"})
    adapt(board, "QA2", **{CELL: "9"})
    assert at(board, "QA2").value(CELL) == 9
    week = DAY + dt.timedelta(days=7)
    define(national, "NAT", week, **{CELL: "12", "people_max_share": "70"})
    before, after = at(board, "QA2"), at(board, "QA2", week)
    assert (before.value(CELL), before.value("people_max_share")) == (9, 80)
    assert (after.value(CELL), after.value("people_max_share")) == (12, 70)
    slot = after.field(CELL).itself
    assert slot.state == State.OVERTAKEN
    assert [(s.unit_code, s.what, s.value) for s in slot.steps] == [
        ("NAT", "set", 12),
        ("RA", "set", 7),
        ("QA2", "overtaken", 9),
    ]
    assert after.conflicts == ()
    assert at(steward, "RA", week).value(CELL) == 12
    assert before.stamp != after.stamp


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (CELL, "6", "Ashdown region asks for at least 7"),
        ("people_max_share", "82", "Ashdown region asks for at most 80"),
        ("people_round_to", "1", "Ashdown region asks for: rounded to the nearest 5"),
        (CELL, "21", "Smallest number shown must be 20 or fewer"),
        (CELL, "4", "Smallest number shown must be 5 or more"),
        ("people_min_base", "12", "Smallest group shown is locked by Ashdown region"),
    ],
)
def test_what_is_looser_is_refused(
    steward: User, board: User, field: str, value: str, words: str
) -> None:
    define(
        steward,
        "RA",
        **{
            CELL: "7",
            "people_max_share": "80",
            "people_round_to": "5",
            "people_min_base": ("15", "locked"),
        },
    )
    with pytest.raises(DefinitionError, match=words):
        adapt(board, "QA2", **{field: value})
    assert Adaptation.objects.count() == 0


def test_a_definition_below_may_not_be_looser_either(national: User, steward: User) -> None:
    define(national, "NAT", **{CELL: "8", "people_min_base": ("20", "locked")})
    for changed, words in (
        ({CELL: "7"}, "Nation of Albany asks for at least 8"),
        ({"people_min_base": "25"}, "locked by Nation of Albany"),
        ({CELL: ("9", "suggested")}, "cannot be suggested only"),
    ):
        with pytest.raises(DefinitionError, match=words) as refused:
            define(steward, "RA", **changed)
        assert refused.value.field in (CELL, "people_min_base")
    assert Definition.objects.count() == 1
    define(steward, "RA", **{CELL: "", "people_width": "8"})
    found = at(steward, "RA")
    assert [found.value(n) for n in (CELL, "people_min_base", "people_width")] == [8, 20, 8]


def test_leaving_a_rule_out_is_no_way_around_it(steward: User, board: User) -> None:
    define(steward, "RA", **{CELL: "7"})
    with pytest.raises(DefinitionError, match="not left out"):
        adapt(board, "QA2", **{CELL: m.ABSENT})
    adapt(board, "QA2", **{CELL: ""})
    assert at(board, "QA2").value(CELL) == 7


def test_a_single_employer_has_no_such_setting(
    units: dict[str, OrgUnit], steward: User, client: Client
) -> None:
    made = define(steward, "RA", **{CELL: "7"})
    trust = factories.holder("cpo", units["TA1"])
    with pytest.raises(PermissionDenied):
        adapt(trust, "TA1", **{CELL: "9"})
    client.force_login(trust)
    settings = client.get(reverse("orgs:settings", args=["TA1"]))
    assert [each.kind.code for each, _ in settings.context["rows"]] == []
    for name, args in (("setting", []), ("adapt", [CELL]), ("choose", [CELL])):
        page = reverse(f"orgs:{name}", args=["TA1", made.public_id, *args])
        assert client.get(page).status_code == 404
    assert Adaptation.objects.count() == 0


# --- pages -----------------------------------------------------------------------------------------------


def form_of(**changed: str) -> dict[str, str]:
    values = {spec.name: str(spec.initial()) for spec in DISCLOSURE_POLICY.fields}
    modes = {f"{name}-mode": "default" for name in values}
    day = {"day": str(DAY.day), "month": str(DAY.month), "year": str(DAY.year)}
    return values | modes | {f"valid_from_{part}": each for part, each in day.items()} | changed


def test_the_page_where_it_is_defined(steward: User, national: User, client: Client) -> None:
    define(national, "NAT", **{CELL: "8"})
    client.force_login(steward)
    new = reverse("orgs:define", args=["RA", KIND])
    page = client.get(new).content.decode()
    for words in (
        "Successors, pool members and learners",
        "Smallest number shown",
        "From 5 to 20.",
        "NHS Staff Survey",
        "A group below 11 is not shown.",
        "where everybody in a group has the same answer",
    ):
        assert words in page
    assert "Suggested: offered only" not in page
    refused = client.post(new, form_of(**{CELL: "6"}))
    assert refused.status_code == 422
    assert refused.context["form"].errors[CELL] == ["Nation of Albany asks for at least 8"]
    assert DefinitionVersion.objects.count() == 1
    typed = form_of(**{CELL: "9"})
    digest = client.post(new, typed).context["effect"].digest
    assert client.post(new, typed | {"do": "publish", "digest": digest}).status_code == 302
    assert at(steward, "RA").value(CELL) == 9
    assert (
        "New disclosure policy"
        not in client.get(reverse("orgs:definitions", args=["RA"])).content.decode()
    ), "a unit defines it once"
    assert client.post(new, form_of(**{CELL: "9"})).status_code == 422


def test_the_page_where_an_icb_is_stricter(steward: User, board: User, client: Client) -> None:
    made = define(steward, "RA", **{CELL: "7"})
    client.force_login(board)
    page = client.get(reverse("orgs:setting", args=["QA2", made.public_id]))
    assert page.status_code == 200
    change = reverse("orgs:adapt", args=["QA2", made.public_id, CELL])
    assert "It can be stricter" in client.get(change).content.decode()
    stamp = at(board, "QA2").stamp
    refused = client.post(change, {"value": "6", "expected": stamp})
    assert refused.status_code == 422
    assert refused.context["form"].errors["value"] == ["Ashdown region asks for at least 7"]
    assert Adaptation.objects.count() == 0
    assert client.post(change, {"value": "9", "expected": stamp}).status_code == 302
    assert at(board, "QA2").value(CELL) == 9


# --- in a build ------------------------------------------------------------------------------------------


def rules(units: dict[str, OrgUnit], code: str, day: dt.date) -> policies.InForce:
    with builder_scope():
        return in_force(reports.get("leadership").measures(), geography(units[code], day), day)


def test_a_build_takes_the_strictest_of_everybody_it_is_about(
    filled: dict[str, OrgUnit], national: User, steward: User, board: User
) -> None:
    plain = rules(filled, "RA", DAY)
    assert plain.policies["successors"] == PRESETS["people"].policy
    assert (plain.version, plain.sources) == ("platform/1", ())
    define(national, "NAT", people_min_base="20")
    define(steward, "RA", **{CELL: "7"})
    adapt(board, "QA2", **{CELL: "9", "people_max_share": "75"})
    for code in ("QA2", "RA", "NAT"):
        found = rules(filled, code, DAY)
        people = found.policies["successors"]
        assert (people.min_cell, people.min_base, people.max_share) == (9, 20, 0.75), code
        assert people.is_at_least(PRESETS["people"].policy)
        assert found.policies["posts"] == PRESETS["organisation_facts"].policy
        assert found.sources == ("NAT v1", "QA2 a1", "RA v1")
    assert rules(filled, "QA1", DAY).policies["successors"].min_cell == 7, "the sister ICB"
    assert rules(filled, "RB", DAY).policies["successors"].min_cell == 5
    assert rules(filled, "RA", DAY - dt.timedelta(days=1)).sources == (), "as at the day"


def test_an_overlay_keeps_the_rule_of_its_members_regions(
    filled: dict[str, OrgUnit], steward: User
) -> None:
    from orgs.models import OrgUnitType
    from orgs.models.units import OverlayMembership

    kind = OrgUnitType.objects.filter(kind="overlay").first()
    assert kind is not None
    with tree.locked():
        OrgUnit.objects.bulk_create(
            [
                OrgUnit(
                    code="OV", name="Coast alliance", type=kind, lft=1, rght=2, level=0, tree_id=98
                )
            ]
        )
    overlay = OrgUnit.objects.get(code="OV")
    for code in ("TA1", "TA3"):
        OverlayMembership.objects.create(
            overlay=overlay, unit=filled[code], valid=(factories.LONG_AGO, None)
        )
    define(steward, "RA", **{CELL: "8"})
    assert rules({"OV": overlay}, "OV", DAY).policies["successors"].min_cell == 8


@pytest.fixture
def stricter(filled: dict[str, OrgUnit], steward: User, board: User) -> Release:
    """Built after one ICB had made its smallest number 8."""
    with_policy = region.AS_AT
    define(steward, "RA", with_policy, **{CELL: "5"})
    adapt(board, "QA2", with_policy, **{CELL: "14", "people_min_base": "50"})
    release = building.build_release("RA", "leadership", with_policy)
    assert release is not None
    return release


def test_an_icbs_stricter_rule_hides_more_in_the_regions_release_and_its_cuts(
    stricter: Release,
) -> None:
    policy = Policy.from_json(stricter.policy["successors"])
    assert (policy.min_cell, policy.min_base) == (14, 50)
    table = Figures(stricter.content).tables["successors"]
    assert {cell[0] for cell in table.cells} == {"RA"}, "too little of the ICBs could be shown"
    assert all(value is None or value == 0 or value >= 14 for value in table.cells.values())
    assert table.value("RA", readiness="RN") == 45
    cut = Release.objects.get(unit__code="QA2")
    assert cut.policy == stricter.policy
    assert cut.policy_version == stricter.policy_version
    assert stricter.policy_sources == ["QA2 a1", "RA v1"]
    assert len(stricter.policy_version) == 19


def test_a_replay_uses_the_rules_that_held(
    released: Release, steward: User, board: User, client: Client, units: dict[str, OrgUnit]
) -> None:
    """What becomes stricter later changes nothing about an earlier release."""
    define(steward, "RA", **{CELL: "20"})
    released.refresh_from_db()
    assert Policy.from_json(released.policy["successors"]).min_cell == 5
    for release in Release.objects.all():
        stored, again = building.replay(release.id)
        assert stored == again
    client.force_login(factories.holder("talent_lead", units["RA"]))
    page = client.get("/o/RA/reports/leadership/").content.decode()
    assert "Fewer than 5 people, or any part of a group of fewer than 11" in page
    assert "Fewer than 20" not in page


def test_a_stricter_release_replays(stricter: Release) -> None:
    for release in Release.objects.all():
        stored, again = building.replay(release.id)
        assert stored == again


def test_the_page_says_the_rule_of_its_release(
    stricter: Release, units: dict[str, OrgUnit], client: Client
) -> None:
    client.force_login(factories.holder("talent_lead", units["QA1"]))
    page = client.get("/o/QA1/reports/leadership/").content.decode()
    assert "Fewer than 14 people, or any part of a group of fewer than 50" in page


def test_the_worker_reads_rules_and_no_titles(filled: dict[str, OrgUnit]) -> None:
    from django.db import DatabaseError, connection

    for sql in (
        "SELECT title FROM orgs_definition",
        "SELECT adapted_by_id FROM orgs_adaptation",
        "SELECT published_by_id FROM orgs_definitionversion",
        "INSERT INTO orgs_definition DEFAULT VALUES",
    ):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            builder_scope(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
