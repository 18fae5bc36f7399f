"""Every address, every method, every persona, page and fragment."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.access import world as worlds
from tests.access.matrix import EXEMPT, INSIDE, MATRIX, PERSONAS, Row
from tests.access.world import World
from tests.architecture.test_shape import url_names

AREAS = sorted({name.partition(":")[0] for name in MATRIX})


def clients(world: World) -> dict[str, Client]:
    signed = {}
    for persona in PERSONAS:
        signed[persona] = Client(raise_request_exception=False)
        if persona != "anonymous":
            signed[persona].force_login(world.personas[persona])
    return signed


def expected(row: Row, method: str, persona: str, *, fragment: bool) -> int:
    """The status that the row's hand-written lists and the two rules of the house give."""
    if persona == "anonymous":
        return 401 if fragment else 302
    statuses = row.get if method == "GET" else row.post
    if fragment and method == "POST" and row.post_fragment is not None:
        statuses = row.post_fragment
    if persona in statuses:
        return statuses[persona]
    if persona in {*row.get, *row.post}:
        return 403 if statuses else 405
    return 403 if persona in INSIDE[row.unit] else 404


def ask(client: Client, method: str, url: str, headers: dict[str, str]) -> HttpResponse:
    """A GET, or a POST of a form that was left empty."""
    if method == "GET":
        return client.get(url, headers=headers)
    return client.post(url, {"csrfmiddlewaretoken": "left empty"}, headers=headers)


def answers(
    world: World, name: str, row: Row, signed: dict[str, Client]
) -> Iterator[tuple[str, int, int]]:
    """(what was asked, the status, the status expected) for one row. Nothing is kept."""
    url = reverse(name, kwargs={"unit_code": row.unit} | row.kwargs(world))
    for method in ("GET", "POST"):
        for fragment in (False, True):
            headers = {"HX-Request": "true"} if fragment else {}
            for persona, client in signed.items():
                with transaction.atomic():
                    response = ask(client, method, url, headers)
                    transaction.set_rollback(True)
                asked = f"{name} {method}{' fragment' if fragment else ''} {persona}"
                yield asked, response.status_code, expected(row, method, persona, fragment=fragment)
    for kwargs in row.others(world):
        url = reverse(name, kwargs={"unit_code": row.unit} | kwargs)
        for persona, client in signed.items():
            with transaction.atomic():
                status = ask(client, "GET", url, {}).status_code
                transaction.set_rollback(True)
            yield f"{url} GET {persona}", status, expected(row, "GET", persona, fragment=False)


@pytest.mark.django_db
@pytest.mark.parametrize("area", AREAS)
def test_matrix(area: str) -> None:
    world = worlds.build()
    signed = clients(world)
    wrong = [
        f"{asked}: {got}, expected {want}"
        for name, row in MATRIX.items()
        if name.partition(":")[0] == area
        for asked, got, want in answers(world, name, row, signed)
        if got != want
    ]
    assert not wrong, "\n".join(wrong)


def test_every_url_has_a_row_and_every_row_a_url() -> None:
    assert set(MATRIX) | set(EXEMPT) == url_names()
