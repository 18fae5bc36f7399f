"""Items made of a few values, and definitions that the platform ships: on the pages that every kind has."""

# ruff: noqa: F811  pytest finds a fixture by the name of an argument

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from orgs.inheritance import below, services
from orgs.inheritance.effective import Effective, platform_defaults
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, Shipped, kinds
from orgs.inheritance.merge import Mode, Slot, State
from orgs.inheritance.selectors import effective
from orgs.inheritance.values import DefinitionError, StaleError, choices_of, parse_item
from orgs.models import Adaptation, Definition, DefinitionVersion, OrgUnit, User
from tests.orgs.defining import DAY, acting, cpo, steward  # noqa: F401  fixtures

SignIn = Callable[[User], Client]
STOPS = FieldSpec(
    "stops",
    "Stops",
    "list",
    default=[],
    parts=(
        FieldSpec("place", "Place", "text", required=True),
        FieldSpec("sort", "Kind", "choice", choices=(("see", "Sight"), ("eat", "Meal"))),
        FieldSpec("hours", "Hours", "number", minimum=1, maximum=9, required=True),
        FieldSpec("on", "Day", "date"),
    ),
)
SHIPPED = {
    "stops": {"items": [{"key": "bridge", "value": {"place": "The bridge", "hours": 1}}]},
}
KIND = DefinitionKind(
    "test_route",
    "Route",
    "Routes",
    (FieldSpec("purpose", "Purpose", "text", default=""), STOPS),
    shipped={"walk": Shipped("Town walk", SHIPPED)},
)
FIELDS: dict[str, Any] = {
    "purpose": {"value": "To see the town"},
    "stops": {
        "items": [
            {"key": "tower", "value": {"place": "The tower", "sort": "see", "hours": "2"}},
            {"key": "inn", "value": {"place": "The inn", "hours": 3}, "mode": "locked"},
            {"key": "quay", "value": {"place": "The quay", "hours": 1}, "mode": "suggested"},
        ]
    },
}
TOWER, INN, QUAY = (Slot("stops", key) for key in ("tower", "inn", "quay"))


@pytest.fixture(autouse=True)
def kind() -> Iterator[None]:
    kinds.add(KIND.code, KIND)
    yield
    kinds._items.pop(KIND.code)


@pytest.fixture
def route(steward: User) -> Definition:
    with acting(steward, "RA") as viewer:
        return services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="A day out", fields=FIELDS, valid_from=DAY
        )


def at(user: User, code: str, key: str = "a-day-out") -> Effective:
    with acting(user, code) as viewer:
        return effective(KIND.code, viewer.here.id, DAY, key=key)


def url(name: str, code: str, *args: Any) -> str:
    return reverse(f"orgs:{name}", args=[code, *args])


def again(steward: User, route: Definition, stops: list[dict[str, Any]]) -> None:
    newest = route.versions.order_by("-number").first()
    assert newest is not None
    with acting(steward, "RA") as viewer:
        services.publish_version(
            viewer=viewer,
            definition=route,
            fields=FIELDS | {"stops": {"items": stops}},
            valid_from=DAY,
            expected_number=newest.number,
        )


# --- values ----------------------------------------------------------------------------------------


def test_what_is_set_is_stored_and_the_first_part_names_the_item() -> None:
    choices = choices_of(KIND)
    raw = {"place": " The old mill ", "sort": "", "hours": "2", "on": "2026-05-01", "more": "x"}
    assert parse_item(STOPS, "", raw, choices) == (
        "the-old-mill",
        {"place": "The old mill", "hours": 2, "on": "2026-05-01"},
    )


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ({"hours": "2"}, "Stops: give place"),
        ({"place": "Mill"}, "Stops: give hours of “Mill”"),
        ({"place": "Mill", "hours": "90"}, "Hours must be 9 or fewer"),
        ({"place": "Mill", "hours": "2", "sort": "no"}, "Select kind"),
        ({"place": "!", "hours": "2"}, "Stops: enter place in words"),
        ("Mill", "Stops: give place"),
    ],
)
def test_an_item_that_cannot_be(raw: Any, words: str) -> None:
    with pytest.raises(DefinitionError, match=words):
        parse_item(STOPS, "", raw, choices_of(KIND))


def test_two_parts_or_fields_of_one_name_are_refused() -> None:
    with pytest.raises(AssertionError):
        DefinitionKind("x", "X", "Xs", (FieldSpec("place", "Place", "text"), STOPS))


# --- through the services --------------------------------------------------------------------------


def test_an_item_is_inherited_locked_or_suggested_and_chosen_as_a_whole(
    steward: User, cpo: User, route: Definition
) -> None:
    found = at(cpo, "TA1")
    assert found.value("stops") == [
        {"key": "tower", "value": {"place": "The tower", "sort": "see", "hours": 2}},
        {"key": "inn", "value": {"place": "The inn", "hours": 3}},
    ]
    common = {"kind_code": KIND.code, "public_id": route.public_id}
    ours = {"place": "The tower", "hours": 4}
    with acting(cpo, "TA1") as viewer:
        services.adapt_definition(
            viewer=viewer, changes={TOWER: ours}, expected=found.stamp, **common
        )
        stamp = effective(KIND.code, viewer.here.id, DAY).stamp
        with pytest.raises(DefinitionError, match="locked"):
            services.adapt_definition(viewer=viewer, changes={INN: ours}, expected=stamp, **common)
    again(steward, route, [{"key": "tower", "value": {"place": "The tower", "hours": 5}}])
    tower = at(cpo, "TA1").slot(TOWER)
    assert tower is not None
    assert (tower.state, tower.value["hours"], tower.above["hours"]) == (State.CONFLICT, 4, 5)
    assert tower.base["hours"] == 2
    # Above nothing is told of it but that there is one.
    with acting(steward, "RA") as viewer:
        (trust,) = (u for u in below.units_below(viewer.here.id, DAY) if u.code == "TA1")
        (drift,) = below.drift(viewer, [trust], kind_codes=[KIND.code])
    assert [(fact.item, fact.own) for fact in drift.waiting] == [("The tower", False)]
    with acting(cpo, "TA1") as viewer:
        services.remove_adaptation(
            viewer=viewer, slots=[TOWER], expected=at(cpo, "TA1").stamp, **common
        )
    assert at(cpo, "TA1").value("stops")[0]["value"] == {"place": "The tower", "hours": 5}


# --- on the pages ----------------------------------------------------------------------------------


def form(**changed: str) -> dict[str, str]:
    return {
        "title": "A day out",
        "purpose": "To see the town",
        "stops-rows": "2",
        "stops-0-place": "The tower",
        "stops-0-sort": "see",
        "stops-0-hours": "2",
        "stops-0-mode": Mode.DEFAULT.value,
        "stops-1-hours": "",
        "valid_from_day": str(DAY.day),
        "valid_from_month": str(DAY.month),
        "valid_from_year": str(DAY.year),
        **changed,
    }


def publish(client: Client, page: str, typed: dict[str, str]) -> int:
    shown = client.post(page, typed)
    assert shown.status_code == 200, shown.context["form"].errors
    digest = shown.context["effect"].digest
    return client.post(page, {**typed, "do": "publish", "digest": digest}).status_code


def test_a_steward_defines_items_of_parts(steward: User, sign_in: SignIn) -> None:
    client = sign_in(steward)
    page = url("define", "RA", KIND.code)
    half = client.post(page, form(**{"stops-1-hours": "2"}))
    assert half.status_code == 422
    assert "Stops: give place" in half.content.decode()
    assert publish(client, page, form()) == 302
    version = DefinitionVersion.objects.get()
    value = {"place": "The tower", "sort": "see", "hours": 2}
    assert version.fields["stops"]["items"] == [
        {"key": "the-tower", "value": value, "mode": "default"}
    ]
    edit = url("definition", "RA", version.definition.public_id)
    assert client.get(edit).context["form"]["stops-0-hours"].value() == 2
    changed = form(**{"stops-0-key": "the-tower", "stops-0-hours": "3", "number": "1"})
    assert publish(client, edit, changed) == 302
    said = client.get(edit).context["versions"][0].changes
    assert said == ("Stops: The tower: Hours: 2 becomes 3",)


def test_a_trust_sees_adapts_and_chooses(
    steward: User, cpo: User, route: Definition, sign_in: SignIn
) -> None:
    client = sign_in(cpo)
    shown = client.get(url("setting", "TA1", route.public_id))
    row = shown.context["fields"][1].rows[0]
    assert (row.label, row.value) == ("The tower", "The tower. Kind: Sight. Hours: 2")
    page = url("adapt", "TA1", route.public_id, "stops.tower")
    asked = client.get(page).context["form"]
    assert [field.label for field in asked.visible_fields()] == ["Place", "Kind", "Hours", "Day"]
    assert asked["value-place"].value() == "The tower"
    typed = {"value-place": "The tower", "value-hours": "90", "expected": at(cpo, "TA1").stamp}
    refused = client.post(page, typed)
    assert refused.status_code == 422
    assert "Hours must be 9 or fewer" in refused.content.decode()
    assert client.post(page, {**typed, "value-hours": "4"}).status_code == 302
    add = url("adapt", "TA1", route.public_id, "stops")
    new = {"value-place": "The park", "value-hours": "1", "expected": at(cpo, "TA1").stamp}
    assert client.post(add, new).status_code == 302
    take = url("adapt", "TA1", route.public_id, "stops.quay")
    assert client.post(take, {"do": "take", "expected": at(cpo, "TA1").stamp}).status_code == 302
    assert [i["key"] for i in at(cpo, "TA1").value("stops")] == [
        *("tower", "inn", "quay", "the-park")
    ]
    again(steward, route, [{"key": "tower", "value": {"place": "The tower", "hours": 5}}])
    choose = client.get(url("choose", "TA1", route.public_id, "stops.tower"))
    assert choose.context["words"] == [
        "The tower. Hours: 4",
        "The tower. Kind: Sight. Hours: 2",
        "The tower. Hours: 5",
    ]
    why = client.get(url("setting_why", "TA1", route.public_id, "stops.tower"))
    assert why.context["label"] == "Stops: The tower"
    for name in ("chosen",):
        assert client.get(url(name, "TA1", route.public_id)).status_code == 200
    assert Adaptation.objects.get().version == 3


# --- what the platform ships -----------------------------------------------------------------------


def test_what_the_platform_ships_is_where_a_unit_starts(
    steward: User, cpo: User, sign_in: SignIn
) -> None:
    own = platform_defaults(KIND, DAY, "walk")
    assert (own.title, own.value("stops")[0]["key"]) == ("Town walk", "bridge")
    assert platform_defaults(KIND, DAY, "other").value("stops") == []
    client = sign_in(steward)
    listed = client.get(url("definitions", "RA"))
    assert (KIND, [("walk", "Town walk")]) in listed.context["shipped"]
    page = url("define", "RA", KIND.code)
    assert client.get(f"{page}?from=no").status_code == 404
    page += "?from=walk"
    asked = client.get(page).context["form"]
    assert (asked["title"].value(), asked["stops-0-place"].value()) == ("Town walk", "The bridge")
    typed = form(**{
        "title": "Town walk", "purpose": "", "stops-0-key": "bridge", "stops-0-place": "The bridge",
        "stops-0-sort": "", "stops-0-hours": "1",
    })  # fmt: skip
    effect = client.post(page, typed).context["effect"]
    assert not any(each.lines for each in effect.units)  # it says what the platform says
    assert publish(client, page, typed) == 302
    assert Definition.objects.get().key == "walk"
    listed = client.get(url("definitions", "RA"))
    assert KIND not in [kind for kind, _ in listed.context["shipped"]]
    assert at(cpo, "TA1", "walk").owner_code == "RA"


def test_two_start_from_it_at_once(units: dict[str, OrgUnit], steward: User) -> None:
    with acting(steward, "RA") as viewer:
        common = {"viewer": viewer, "kind_code": KIND.code, "fields": FIELDS, "valid_from": DAY}
        services.publish_definition(title="Town walk", key="walk", **common)
        with pytest.raises(DefinitionError, match="already defined here"):
            services.publish_definition(title="Another", key="walk", **common)
        with pytest.raises(StaleError):
            services.publish_definition(title="Third", previewed="other", **common)
