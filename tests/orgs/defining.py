"""A kind of definition for tests, published by a region and adapted by a Trust."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.inheritance import services
from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec, kinds
from orgs.inheritance.merge import Slot
from orgs.inheritance.selectors import effective
from orgs.models import Definition, OrgUnit, User
from tests import factories

KIND = DefinitionKind(
    "test_review",
    "Review template",
    "Review templates",
    (
        FieldSpec("months", "Months between reviews", "number", default=6, minimum=1, maximum=24),
        FieldSpec("due_on", "Due on", "date"),
        FieldSpec("note", "Note", "text", default=""),
        FieldSpec("tone", "Tone", "choice", choices=(("plain", "Plain"), ("formal", "Formal"))),
        FieldSpec("questions", "Questions", "list", default=[]),
    ),
)
DAY = today()
VALUES: dict[str, dict[str, Any]] = {
    "months": {"value": "6", "mode": "default"},
    "due_on": {"value": "2027-03-31", "mode": "locked"},
    "note": {"value": "Be kind", "mode": "suggested"},
    "tone": {"value": "plain", "mode": "default"},
    "questions": {
        "mode": "default",
        "items": [
            {"key": "aims", "value": "What are your aims?", "mode": "default"},
            {"key": "board", "value": "Has the board seen it?", "mode": "locked"},
        ],
    },
}


@pytest.fixture(autouse=True)
def kind() -> Iterator[DefinitionKind]:
    kinds.add(KIND.code, KIND)
    yield KIND
    kinds._items.pop(KIND.code)


@contextmanager
def acting(user: User, code: str, day: dt.date = DAY) -> Iterator[Viewer]:
    with user_scope(user.pk, login=user.login, unit_code=code, day=day) as viewer:
        yield viewer


@pytest.fixture
def steward(units: dict[str, OrgUnit]) -> User:
    return factories.holder("steward", units["RA"])


@pytest.fixture
def cpo(units: dict[str, OrgUnit]) -> User:
    return factories.holder("cpo", units["TA1"])


@pytest.fixture
def definition(steward: User) -> Definition:
    with acting(steward, "RA") as viewer:
        return services.publish_definition(
            viewer=viewer, kind_code=KIND.code, title="Yearly review", fields=VALUES, valid_from=DAY
        )


def at(user: User, code: str, day: dt.date = DAY) -> Effective:
    with acting(user, code, day) as viewer:
        return effective(KIND.code, viewer.here.id, day)


def adapt(user: User, code: str, definition: Definition, day: dt.date = DAY, **slots: Any) -> None:
    with acting(user, code, day) as viewer:
        services.adapt_definition(
            viewer=viewer,
            kind_code=KIND.code,
            public_id=definition.public_id,
            changes={Slot.parse(name.replace("__", ".")): value for name, value in slots.items()},
            expected=effective(KIND.code, viewer.here.id, day).stamp,
        )


def publish_next(steward: User, definition: Definition, day: dt.date = DAY, **changed: Any) -> None:
    with acting(steward, "RA", day) as viewer:
        newest = definition.versions.order_by("-number").first()
        assert newest is not None
        services.publish_version(
            viewer=viewer,
            definition=definition,
            fields={**VALUES, **changed},
            valid_from=day,
            expected_number=newest.number,
        )
