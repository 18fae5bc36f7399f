"""Grids: Scope for Growth unless somebody above says otherwise; the nine-box is there and off."""

import datetime as dt

from django.urls import reverse

from learning import grids
from learning.conversations import agreed
from learning.grids import CONVERSATION_GRID, DEFAULT_KEY
from learning.models import AgreedOutcome, Conversation
from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance import services
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from tests import factories


def publish(user, unit: str, title: str, day: dt.date | None = None, **fields):
    with user_scope(user.pk, login=user.login, unit_code=unit, day=day) as viewer:
        return services.publish_definition(
            viewer=viewer,
            kind_code=CONVERSATION_GRID.code,
            title=title,
            fields={name: {"value": value} for name, value in fields.items()},
            valid_from=viewer.day,
        )


def test_scope_for_growth_is_offered_and_the_others_are_not(trust) -> None:
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        found = grids.grids(trust.unit.id, today())
        assert {key: grid.offered for key, grid in found.items()} == {
            "scope-for-growth": "on",
            "mpc-t": "old",
            "nine-box": "off",
        }
        assert list(grids.offered(trust.unit.id, today())) == [DEFAULT_KEY]
    assert [key for key, _ in found[DEFAULT_KEY].outcomes] == ["DEPTH", "BREADTH", "STRETCH"]
    nine = found["nine-box"]
    places = {f"{row}-{column}" for row, _ in nine.rows for column, _ in nine.columns}
    assert set(dict(nine.outcomes)) == places


def test_no_words_that_ship_call_a_person_low() -> None:
    for grid in grids.SHIPPED.values():
        words = " ".join(word for _, word in (*grid.outcomes, *grid.rows, *grid.columns)).lower()
        assert not {"low", "poor", "weak", "under", "failing"} & set(words.replace(":", "").split())


def test_a_unit_above_switches_the_nine_box_on_and_a_trust_adapts_it(trust, units) -> None:
    steward = factories.holder("steward", units["RA"])
    publish(steward, "RA", "Nine-box", offered="on", review_months=6)
    with user_scope(trust.cpo.pk, login=trust.cpo.login, unit_code="TA1") as viewer:
        offered = grids.offered(trust.unit.id, today())
        assert list(offered) == [DEFAULT_KEY, "nine-box"]
        assert offered["nine-box"].review_months == 6
        assert len(offered["nine-box"].outcomes) == 9, "what is left out is the platform's"
        now = effective(CONVERSATION_GRID.code, trust.unit.id, today(), key="nine-box")
        services.adapt_definition(
            viewer=viewer,
            kind_code=CONVERSATION_GRID.code,
            public_id=now.public_id,
            changes={Slot("offered"): "off"},
            expected=now.stamp,
        )
        assert list(grids.offered(trust.unit.id, today())) == [DEFAULT_KEY]
    other = factories.holder("cpo", units["TA2"])
    with user_scope(other.pk, unit_code="TA2"):
        assert list(grids.offered(units["TA2"].id, today())) == [DEFAULT_KEY, "nine-box"]
    with user_scope(other.pk, unit_code="TA2"):
        assert grids.offered(units["TB1"].id, today()).keys() == {DEFAULT_KEY}


def test_an_outcome_keeps_the_words_of_its_day(trust, units) -> None:
    before = today() - dt.timedelta(days=30)
    of = Conversation.objects.create(
        unit=trust.unit, staff=trust.deputy, with_user=trust.lead, grid=DEFAULT_KEY,
        state="agreed", outcome="DEPTH", started_on=before, met_on=before, person_yes_on=before,
        other_yes_on=before,
    )  # fmt: skip
    AgreedOutcome.objects.create(
        unit=trust.unit, staff=trust.deputy, conversation=of, grid=DEFAULT_KEY, outcome="DEPTH",
        agreed_on=before,
    )  # fmt: skip
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, login=steward.login, unit_code="RA") as viewer:
        services.publish_definition(
            viewer=viewer,
            kind_code=CONVERSATION_GRID.code,
            title="Scope for Growth",
            fields={"outcomes": {"items": [{"key": "DEPTH", "value": "Depth, newly worded"}]}},
            valid_from=viewer.day,
        )
    with user_scope(trust.cpo.pk, unit_code="TA1"):
        found = agreed(trust.unit.id, trust.deputy.pk, today())
        assert found is not None
        assert found.words == "Depth: stay and deepen in the role or profession"
        assert agreed(trust.unit.id, trust.deputy.pk, before - dt.timedelta(days=1)) is None
        now = grids.grids(trust.unit.id, today())[DEFAULT_KEY]
        assert now.outcome("DEPTH") == "Depth, newly worded"


def test_where_nothing_is_offered_nobody_is_asked(client, trust, units) -> None:
    publish(factories.holder("steward", units["RA"]), "RA", "Scope for Growth", offered="off")
    client.force_login(trust.deputy_user)
    page = client.get(reverse("learning:ask_conversation", args=["TA1"])).content.decode()
    assert "offers no career conversation" in page
