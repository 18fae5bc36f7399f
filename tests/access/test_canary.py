"""The canary: every name and id of an employer is a token, and no response to an outsider holds one.

Every page and fragment of the matrix is asked for at every unit by every persona; error pages, CSV
and the search of organisations are among them. PDFs: tests/reporting.
"""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from tests.access import world as worlds
from tests.access.matrix import MATRIX
from tests.access.test_matrix import clients
from tests.access.test_rows import INSIDE
from tests.access.world import EMPLOYERS, World

#: Addresses without arguments but the unit's code: asked at every unit of the tree.
PLAIN = ["orgs:unit", "orgs:tree", "orgs:access", "orgs:why", "orgs:who", "orgs:audit", "orgs:settings",
         "orgs:changes", "orgs:merge", "succession:plan", "succession:add_post", "learning:overview",
         "learning:development", "talentpools:pools", "reporting:reports"]  # fmt: skip


def addresses(world: World) -> Iterator[str]:
    for name, row in MATRIX.items():
        yield reverse(name, kwargs={"unit_code": row.unit} | row.kwargs(world))
    for name in PLAIN:
        for code in world.units:
            yield reverse(name, kwargs={"unit_code": code})
    for code in EMPLOYERS:
        at = world.at[code]
        yield reverse("succession:nomination", args=[code, at.quiet.public_id])
        yield reverse("succession:nomination", args=["TA1", at.quiet.public_id])
        yield reverse("talentpools:pool", args=["TA1", at.pool.public_id])
        yield reverse("learning:pathway", args=["TA1", at.active.public_id])
        yield f"/o/{code}/no/such/page/"
        yield f"/organisations/?q=Zq{code}"
    yield from ("/", "/organisations/", "/organisations/?switch=1")


def found(world: World, personas: dict[str, Client]) -> Iterator[str]:
    """Where a token of an employer stood in a response to somebody outside it."""
    for persona, client in personas.items():
        outside = [code for code in EMPLOYERS if code not in INSIDE.get(persona, set())]
        secrets = [(code, secret) for code in outside for secret in world.at[code].secrets]
        for url in dict.fromkeys(addresses(world)):
            for headers in ({}, {"HX-Request": "true"}):
                with transaction.atomic():
                    response = client.get(url, headers=headers)
                    transaction.set_rollback(True)
                text = response.content.decode(errors="replace") + str(response.headers)
                # The address that was asked for comes back in links to the sign-in page.
                text = text.replace(url, "").replace(url.split("?")[-1], "")
                for code, secret in secrets:
                    if secret in text:
                        yield f"{persona} at {url}: {secret} of {code}"


@pytest.mark.django_db
def test_no_response_holds_a_name_of_another_employer() -> None:
    world = worlds.build()
    assert list(found(world, clients(world))) == []


@pytest.mark.django_db
def test_the_canary_sings_when_a_page_shows_a_foreign_name() -> None:
    world = worlds.build()
    reader = clients(world)["cpo"]
    page = reader.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert all(secret in page for secret in world.at["TA1"].secrets[:1])
    leaks = list(found(world, {"other_cpo": reader}))
    assert any("ZqTa1" in leak for leak in leaks)


@pytest.mark.django_db
def test_every_path_behind_a_wall_answers_alike() -> None:
    """An existing page, a made-up one, and one of a person: the same bytes but for the form's token."""
    world = worlds.build()
    for persona in ("other_cpo", "regional_lead", "steward", "nobody"):
        client = clients(world)[persona]
        pages = {
            strip(client.get(path))
            for path in (
                reverse("succession:plan", args=["TA1"]),
                reverse("succession:nomination", args=["TA1", world.at["TA1"].told.public_id]),
                "/o/TA1/no/such/page/",
                "/o/TA1/succession/nominations/not-an-id/",
            )
        }
        assert len(pages) == 1
        status, text = pages.pop()
        assert status == 404
        assert "Kestrel Valley NHS Trust" in text
        assert "succession lead" in text


def strip(response: object) -> tuple[int, str]:
    import re

    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", response.content.decode())
    return response.status_code, text
