"""The canary: every name and id of an employer is a token, and no response to an outsider holds one.

Every page and fragment of the matrix is asked for at every unit by every persona; error pages, every
theme of a report, its comments, the PDF and each kind of file that can be taken away are among them.
Files are read as their reader's program reads them: words of a PDF, parts of a workbook.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from orgs.access.scope import user_scope
from reporting import commentary
from reporting.enums import ExportFormat
from reporting.exports import make_export
from reporting.models import Release
from reporting.tasks import make_change_paper, render_run
from tests.access import world as worlds
from tests.access.matrix import MATRIX, PERSONAS
from tests.access.sharing import WITH_A_TRUST, WITH_THE_ICB, WITH_THE_REGION
from tests.access.test_matrix import clients
from tests.access.test_rows import INSIDE
from tests.access.world import CHOSEN, EMPLOYERS, World

#: Who may read the names of those who shared: with whom they shared, a board, and the person herself.
SHARED_WITH = {
    WITH_THE_REGION: {"pool_manager", "other_cpo", "successor"},
    WITH_A_TRUST: {"cpo"},
    WITH_THE_ICB: {"other_cpo"},
}
#: Whoever is in a positive-action pool, at each employer.
POOLED = f"{CHOSEN} Poolson"
#: Addresses without arguments but the unit's code: asked at every unit of the tree.
PLAIN = ["orgs:unit", "orgs:tree", "orgs:access", "orgs:why", "orgs:who", "orgs:audit", "orgs:settings",
         "orgs:keeping", "orgs:access_review", "orgs:support",
         "succession:bench", "succession:demand",
         "orgs:changes", "orgs:merge", "orgs:proposals", "succession:plan", "succession:add_post",
         "succession:sign_off", "succession:roles", "succession:plan_sheets", "succession:export_plan", "succession:board", "succession:sign",
         "succession:packs_sent", "learning:overview",
         "orgs:people", "orgs:add_person", "orgs:staff_lists", "orgs:staff_export", "orgs:move",
         "learning:development", "talentpools:pools", "talentpools:own_pools", "talentpools:sponsoring", "orgs:record", "orgs:corrections",
         "learning:aspirations", "learning:careers", "learning:conversations",
         "reporting:reports", "reporting:sent",
         "orgs:sharing", "shared:pools", "shared:opportunities", "shared:across", "shared:my_boards", "shared:my_bench"]  # fmt: skip


def plain(code: str) -> list[str]:
    return [reverse(name, kwargs={"unit_code": code}) for name in PLAIN]


def addresses(world: World) -> Iterator[str]:
    for name, row in MATRIX.items():
        for kwargs in (row.kwargs(world), *row.others(world)):
            yield reverse(name, kwargs={"unit_code": row.unit} | kwargs)
    for code in world.units:
        yield from plain(code)
    for code in EMPLOYERS:
        at = world.at[code]
        yield reverse("succession:nomination", args=[code, at.quiet.public_id])
        yield reverse("succession:nomination", args=["TA1", at.quiet.public_id])
        for home in dict.fromkeys((code, "TA1")):
            yield reverse("succession:post", args=[home, at.post.public_id])
            yield reverse("succession:version", args=[home, at.copy.public_id])
            yield reverse("succession:sign_paper", args=[home, at.signature.public_id])
            yield reverse("succession:pack", args=[home, at.pack.public_id])
            yield reverse("succession:pack_pdf", args=[home, at.pack.public_id])
            yield reverse("succession:role", args=[home, at.role.code])
        yield reverse("talentpools:pool", args=["TA1", at.pool.public_id])
        yield reverse("learning:pathway", args=["TA1", at.active.public_id])
        yield reverse("orgs:person", args=["TA1", at.holder.public_id])
        yield reverse("orgs:staff_list", args=["TA1", at.staff_list.public_id])
        yield reverse("orgs:staff_list", args=[code, at.staff_list.public_id])
        yield reverse("succession:plan_sheet", args=["TA1", at.plan_sheet.public_id])
        yield reverse("succession:plan_sheet", args=[code, at.plan_sheet.public_id])
        yield reverse("talentpools:pool", args=["TA1", at.private.public_id])
        yield reverse("talentpools:member", args=["TA1", at.membership.public_id])
        yield reverse("talentpools:terms", args=["TA1", at.private.public_id])
        yield f"/o/{code}/no/such/page/"
        # Not as the token is written: what was typed comes back in the box.
        yield f"/organisations/?q={worlds.token_of(code).upper()}"
    for code, reader in world.readers.items():
        yield reverse("succession:pack_sent", args=[code, reader.public_id])
    yield from ("/", "/organisations/", "/organisations/?switch=1")


def publish(world: World) -> list[str]:
    """Comments, the PDF with them, the paper of a change, and a file of each kind, made by the region's lead.

    Returns the addresses of the files.
    """
    lead = world.personas["regional_lead"]
    release = Release.objects.get(pk=world.export.release_id)
    with user_scope(lead.pk, login=lead.get_username(), unit_code="RA") as viewer:
        commentary.publish(
            viewer=viewer,
            release=release,
            texts={"": "Better than in spring.", "readiness": "More to do."},
            version=0,
        )
        made = [
            make_export(viewer=viewer, release=release, purpose="board", note="", format_=each)
            for each in ExportFormat
        ]
    assert render_run(str(world.run.public_id)) == "done"
    assert make_change_paper(str(world.paper.public_id)) == "done"
    return [reverse("reporting:export_file", args=["RA", each.public_id]) for each in made]


def words(response: HttpResponse) -> str:
    """What a response says: all of a page, the words of a PDF, every part of a workbook, and the headers."""
    content = response.content
    if content.startswith(b"%PDF"):
        said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as workbook:
            said = "\n".join(
                workbook.read(name).decode(errors="replace") for name in workbook.namelist()
            )
    else:
        said = content.decode(errors="replace")
    return said + str(response.headers)


def behind_walls(world: World, persona: str) -> set[str]:
    """The plain addresses at units where no role of a persona reaches, but the first of each unit.

    There the middleware answers before a view runs, and alike at all of them
    (``test_every_path_behind_a_wall_answers_alike``).
    """
    user, found = world.personas.get(persona), set[str]()
    for code in world.units if user else ():
        with user_scope(user.pk, login=user.login, unit_code=code) as viewer:
            if not viewer.reaching:
                found.update(plain(code)[1:])
    return found


def heard(
    world: World, personas: dict[str, Client], urls: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """(persona, address, what the response says but for the address), of every address.

    What htmx would get is asked for where the page opens, and of each kind of refusal once a persona.
    """
    asked = list(dict.fromkeys(urls))
    for persona, client in personas.items():
        refused = set()
        alike = behind_walls(world, persona)
        for url in asked:
            if url in alike:
                continue
            for headers in ({}, {"HX-Request": "true"}):
                with transaction.atomic():
                    response = client.get(url, headers=headers)
                    transaction.set_rollback(True)
                # The address that was asked for comes back in links to the sign-in page.
                text = words(response).replace(url, "").replace(url.split("?")[-1], "")
                yield persona, url, text
                if response.status_code != 200:
                    if response.status_code in refused:
                        break
                    refused.add(response.status_code)


def found(world: World, personas: dict[str, Client], urls: Iterable[str]) -> Iterator[str]:
    """Where a token of an employer stood in a response to somebody outside it.

    And of whoever is in a positive-action pool to anybody: none of these is the person or its keeper.
    The list of everybody who works there names her too, as one of them.
    """
    everybody = {
        reverse(name, args=[code])
        for name in ("orgs:people", "orgs:staff_export")
        for code in EMPLOYERS
    }
    # Everybody again: where each of them goes when the employer is split.
    everybody |= {
        reverse("orgs:handover", args=[code, world.at[code].handover.public_id])
        for code in EMPLOYERS
    }
    secrets = {}
    for persona in personas:
        outside = [code for code in EMPLOYERS if code not in INSIDE.get(persona, set())]
        secrets[persona] = [
            *((code, secret) for code in outside for secret in world.at[code].secrets),
            *(("a sharer", token) for token, to in SHARED_WITH.items() if persona not in to),
            ("a positive-action pool", POOLED),
            *(("a positive-action pool", str(world.at[c].chosen.public_id)) for c in EMPLOYERS),
        ]
    for persona, url, text in heard(world, personas, urls):
        for of, secret in secrets[persona]:
            listed = secret == POOLED and url in everybody
            if secret in text and not listed:
                yield f"{persona} at {url}: {secret} of {of}"


#: The personas in parts, that several processes can walk at the same time.
PARTS = [PERSONAS[first::4] for first in range(4)]


@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS, ids=["-".join(part) for part in PARTS])
def test_no_response_holds_a_name_that_is_kept_from_its_reader(part: list[str]) -> None:
    world = worlds.build()
    signed = {persona: client for persona, client in clients(world).items() if persona in part}
    assert list(found(world, signed, [*addresses(world), *publish(world)])) == []


@pytest.mark.django_db
def test_what_is_published_can_be_opened_and_read_here() -> None:
    """Else the canary would look at a PDF and at files that nobody gets."""
    world = worlds.build()
    files = publish(world)
    lead = clients(world)["regional_lead"]
    pdf = words(lead.get(reverse("reporting:pdf", args=["RA", world.run.public_id])))
    assert "Better than in spring." in pdf
    assert "What the figures count" in pdf
    where = [
        "RA",
        world.change.public_id,
        world.paper.public_id,
    ]
    paper = words(clients(world)["steward"].get(reverse("reporting:paper_pdf", args=where)))
    assert "What boards that close hand over" in paper
    assert "We share a chair with a neighbour." in paper
    assert len(files) == len(ExportFormat)
    for url in files:
        response = lead.get(url)
        assert response.status_code == 200, url
        assert "Ashdown" in words(response), url


@pytest.mark.django_db
def test_the_canary_sings_when_a_page_shows_a_foreign_name() -> None:
    world = worlds.build()
    reader = clients(world)["cpo"]
    page = reader.get(reverse("succession:plan", args=["TA1"])).content.decode()
    assert all(secret in page for secret in world.at["TA1"].secrets[:1])
    leaks = list(found(world, {"other_cpo": reader}, plain("TA1")))
    assert any(worlds.token_of("TA1") in leak for leak in leaks)


@pytest.mark.django_db
def test_what_is_shared_is_seen_by_those_with_whom_it_is() -> None:
    """Else the canary would look for names that nobody ever sees."""
    world = worlds.build()
    signed = clients(world)
    shared = ("shared:", "orgs:sharing", "orgs:change_share")
    urls = [
        reverse(name, kwargs={"unit_code": row.unit} | row.kwargs(world))
        for name, row in MATRIX.items()
        if name.startswith(shared)
    ]
    seen = {
        (persona, token)
        for persona in ("pool_manager", "other_cpo", "successor", "cpo")
        for url in urls
        for token in SHARED_WITH
        if token in words(signed[persona].get(url))
    }
    # Nobody asked looks at the board of the ICB: its address is in no row of the matrix.
    expected = {(p, token) for token, to in SHARED_WITH.items() for p in to}
    assert seen == expected - {("other_cpo", WITH_THE_ICB)}


@pytest.mark.django_db
def test_every_path_behind_a_wall_answers_alike() -> None:
    """Every existing page, a made-up one, and one of a person: the same bytes but for the form's token."""
    world = worlds.build()
    for persona in ("other_cpo", "regional_lead", "steward", "nobody"):
        client = clients(world)[persona]
        pages = {
            strip(client.get(path))
            for path in (
                reverse("succession:plan", args=["TA1"]),
                # Where no role reaches at all, every plain address.
                *(each for each in plain("TA1") if each in behind_walls(world, persona)),
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
