"""The board pack: made by a worker, opened by its readers alone, each opening recorded."""

import datetime as dt
import io

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.urls import reverse
from pypdf import PdfReader

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.models.access import Grant
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.consultation import Consultation
from orgs.models.restructure import RestructurePlan
from reporting import doorbell, papers
from succession import pack_pdf, packs, signing
from succession.access import PACKS
from succession.conflicts import SuccessionError
from succession.models import BoardPack, PackReader
from succession.tasks import make_pack
from tests import factories
from tests.succession.factories import World, nominate
from tests.succession.planning import as_, asked, signers, submitted

UNTIL = today() + dt.timedelta(days=30)


@pytest.fixture
def board(trust: World):
    """A Trust with a submitted plan, one successor told and one not, and a committee reader."""
    who = signers(trust)
    nominate(trust.post, trust.deputy, "RN", disclosure="told", told_on=today())
    nominate(trust.post, who.chief, "R12", rank=2)
    reader = factories.staff(trust.unit, "Ruth Bell")
    trust.more = {
        "who": who,
        "reader": factories.holder("committee_reader", trust.unit, person=reader.person),
        "copy": submitted(trust),
    }
    return trust


def request(trust: World) -> BoardPack:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        copy = signing.copy(trust.unit.pk, trust.more["copy"].public_id)
        return packs.request_pack(viewer=viewer, copy=copy)


def made(trust: World) -> BoardPack:
    pack = request(trust)
    assert make_pack(str(pack.public_id)) == "done"
    return BoardPack.objects.get(pk=pack.pk)


def name(trust: World, pack: BoardPack, user, until: dt.date = UNTIL) -> PackReader:
    with user_scope(trust.cpo.pk, unit_code="TA1") as viewer:
        return packs.name_reader(
            viewer=viewer, pack=packs.pack(trust.unit.pk, pack.public_id),
            subject=str(user.subject), expires_on=until,
        )  # fmt: skip


def words(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


# --- making ----------------------------------------------------------------------------------------------


def test_the_pack_says_what_the_paper_says_and_no_more(board: World) -> None:
    pack = made(board)
    said = words(bytes(pack.pdf))
    for each in (
        "Confidential: people named", "Board succession plan", "Helen Adeyemi", "Kirsty Moor",
        "Ready now", "1 more person has not been told yet", "Margaret Ellis", "Waiting",
        board.more["copy"].paper.sha256,
    ):  # fmt: skip
        assert each in said, each
    assert said.count("Tom Archer") == 2  # the post that he holds, and his signature
    assert b"/StructTreeRoot" in pack_bytes(pack)
    assert (pack.pages, pack.state) == (len(PdfReader(io.BytesIO(bytes(pack.pdf))).pages), "done")


def pack_bytes(pack: BoardPack) -> bytes:
    """The file with its compressed objects opened."""
    import re
    import zlib

    body = bytes(pack.pdf)
    opened = [body]
    for packed in re.findall(rb"stream\r?\n(.*?)endstream", body, re.DOTALL):
        try:
            opened.append(zlib.decompressobj().decompress(packed))
        except zlib.error:
            continue
    return b"".join(opened)


def test_the_same_paper_and_stamp_give_the_same_bytes(board: World) -> None:
    pack = made(board)
    again = pack_pdf.render(BoardPack.objects.select_related("copy__paper").get(pk=pack.pk))
    assert again.content == bytes(pack.pdf)
    assert again.sha256 == pack.pdf_sha256


def test_a_pack_is_made_once_until_a_signature_changes_it(board: World) -> None:
    first = made(board)
    assert request(board) == first
    assert make_pack(str(first.public_id)) is None
    with as_(board, board.more["who"].chair_user) as viewer:
        waiting = signing.asked_of(board.unit.pk, viewer.person_id)[0]
        signing.sign_plan(viewer=viewer, signature=waiting)
    second = made(board)
    assert second != first
    assert "Signed on" in words(bytes(second.pdf))
    assert bytes(BoardPack.objects.get(pk=first.pk).pdf) == bytes(first.pdf)


def test_a_pack_that_nobody_made_is_rung_for_again_and_given_up(board: World, monkeypatch) -> None:
    pack = request(board)
    rung: list[str] = []
    monkeypatch.setattr(doorbell, "_send", lambda _, args: rung.append(args[0]))
    long_ago = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    BoardPack.objects.update(asked_at=long_ago)

    def ring() -> int:
        from django.test import TestCase

        with TestCase.captureOnCommitCallbacks(execute=True):
            return packs.MADE.sweep(PACKS)

    assert ring() == 1
    assert rung == [str(pack.public_id)]
    BoardPack.objects.update(attempt=papers.MAXIMUM_ATTEMPTS)
    assert make_pack(str(pack.public_id)) is None
    assert ring() == 0
    assert BoardPack.objects.get().state == "failed"
    assert request(board) != pack


def test_an_attempt_that_fails_is_counted_and_leaves_no_pdf(board: World, monkeypatch) -> None:
    pack = request(board)

    def broken(_: BoardPack) -> None:
        raise RuntimeError("no paper in the tray")

    monkeypatch.setattr(pack_pdf, "render", broken)
    with pytest.raises(RuntimeError):
        make_pack(str(pack.public_id))
    row = BoardPack.objects.get()
    assert (row.state, row.attempt, row.pdf) == ("queued", 1, None)


# --- readers ---------------------------------------------------------------------------------------------


def seen(board: World, user) -> int:
    with as_(board, user):
        return BoardPack.objects.count()


def test_a_reader_sees_the_pack_that_names_her_and_nothing_else(board: World) -> None:
    pack, reader = made(board), board.more["reader"]
    assert seen(board, reader) == 0
    name(board, pack, reader)
    assert seen(board, reader) == 1
    from succession.models import BoardPaper, Nomination, PlanCopy, Post

    with as_(board, reader):
        for model in (PlanCopy, BoardPaper, Post, Nomination):
            assert not model.objects.exists(), model
        assert PackReader.objects.count() == 1
    assert seen(board, board.deputy_user) == 0
    assert seen(board, board.more["who"].chair_user) == 0


def test_a_reader_opens_it_and_that_is_recorded(client, board: World) -> None:
    pack, reader = made(board), board.more["reader"]
    row = name(board, pack, reader)
    client.force_login(reader)
    assert "was sent to you" in client.get("/o/TA1/").content.decode()
    page = client.get(reverse("succession:packs_sent", args=["TA1"]))
    assert "Not opened" in page.content.decode()
    answer = client.get(reverse("succession:pack_sent", args=["TA1", row.public_id]))
    assert answer.content == bytes(pack.pdf)
    assert answer["Cache-Control"] == "no-store"
    row.refresh_from_db()
    assert row.opened_at is not None
    event = AuditEvent.objects.get(action="plan.pack_opened")
    assert (event.actor, event.object_id) == (reader, str(pack.public_id))
    read = ReadEvent.objects.get(page="succession.pack")
    assert set(read.staff_ids) == set(pack.staff_ids)
    assert board.more["who"].chief.pk in read.staff_ids  # he holds a post
    for name_ in ("plan", "sign_off", "board"):
        assert client.get(reverse(f"succession:{name_}", args=["TA1"])).status_code == 403


def _ended(board: World, row: PackReader) -> None:
    Grant.objects.filter(user=row.user).update(valid_to=today())


def _removed(board: World, row: PackReader) -> None:
    with user_scope(board.cpo.pk, unit_code="TA1") as viewer:
        packs.remove_reader(viewer=viewer, reader=row)


def _expired(board: World, row: PackReader) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE succession_packreader SET expires_on = %s", [today()])
        cursor.execute("SET LOCAL session_replication_role = origin")


def _role_ended(board: World, row: PackReader) -> None:
    """She stays at the Trust with her own record, and reads for no committee any more."""
    factories.give(row.user, "staff", board.unit)
    Grant.objects.filter(user=row.user, role="committee_reader").update(valid_to=today())


@pytest.mark.parametrize("end", [_ended, _removed, _expired, _role_ended])
def test_a_reader_whose_time_is_over_finds_nothing(client, board: World, end) -> None:
    reader = board.more["reader"]
    row = name(board, made(board), reader)
    client.force_login(reader)
    url = reverse("succession:pack_sent", args=["TA1", row.public_id])
    assert client.get(url).status_code == 200
    end(board, row)
    assert client.get(url).status_code == 404
    assert seen(board, reader) == 0
    assert AuditEvent.objects.filter(action="plan.pack_opened").count() == 1


def test_who_signs_can_be_named_and_a_stranger_cannot(client, board: World, units) -> None:
    pack, chair = made(board), board.more["who"].chair_user
    outsider = factories.holder("committee_reader", units["TA2"])
    for user in (board.deputy_user, outsider, board.lead):
        with pytest.raises(SuccessionError, match="reads for the board"):
            name(board, pack, user)
    row = name(board, pack, chair)
    assert row.via == "own"
    with pytest.raises(SuccessionError, match="named already"):
        name(board, pack, chair)
    client.force_login(chair)
    assert (
        client.get(reverse("succession:pack_sent", args=["TA1", row.public_id])).status_code == 200
    )


def test_a_day_must_be_ahead_and_within_a_year(board: World) -> None:
    pack = made(board)
    for until in (today(), today() + dt.timedelta(days=367)):
        with pytest.raises(SuccessionError, match="ahead"):
            name(board, pack, board.more["reader"], until)
    queued = BoardPack.objects.create(
        unit=board.unit, copy=board.more["copy"], title="x", stamp=[1], staff_ids=[],
        asked_at=pack.asked_at,
    )  # fmt: skip
    with pytest.raises(SuccessionError, match="not ready"):
        name(board, queued, board.more["reader"])


def test_a_reader_cannot_lengthen_her_time_nor_name_another(board: World) -> None:
    pack, reader = made(board), board.more["reader"]
    row = name(board, pack, reader)
    other = factories.user("another")
    with as_(board, reader):
        for change in (
            lambda: PackReader.objects.update(expires_on=UNTIL + dt.timedelta(days=99)),
            lambda: PackReader.objects.update(user=other),
            lambda: PackReader.objects.create(
                unit=board.unit, pack=pack, user=other, via="packs", expires_on=UNTIL,
                named_at=pack.asked_at,
            ),
        ):  # fmt: skip
            with pytest.raises(DatabaseError), transaction.atomic():
                change()
        assert BoardPack.objects.update(title="x") == 0
    row.refresh_from_db()
    assert (row.expires_on, row.user) == (UNTIL, reader)


def test_a_reader_of_one_pack_opens_no_other(client, board: World, units) -> None:
    pack, reader = made(board), board.more["reader"]
    theirs = name(board, pack, board.more["who"].chair_user)
    client.force_login(reader)
    assert (
        client.get(reverse("succession:pack_sent", args=["TA1", theirs.public_id])).status_code
        == 404
    )
    assert (
        client.get(reverse("succession:pack_pdf", args=["TA1", pack.public_id])).status_code == 403
    )
    with as_(board, reader) as viewer, pytest.raises(PermissionDenied):
        packs.open_pack(viewer=viewer, pack=pack, reader=theirs)
    client.force_login(factories.holder("committee_reader", units["TA2"]))
    for unit in ("TA1", "TA2"):
        url = reverse("succession:pack_sent", args=[unit, theirs.public_id])
        assert client.get(url).status_code == 404


def test_the_services_refuse_whoever_may_not_manage(board: World) -> None:
    pack = made(board)
    row = name(board, pack, board.more["reader"])
    with user_scope(board.lead.pk, unit_code="TA1") as viewer:
        for act in (
            lambda: packs.request_pack(viewer=viewer, copy=board.more["copy"]),
            lambda: packs.name_reader(viewer=viewer, pack=pack, subject="", expires_on=UNTIL),
            lambda: packs.remove_reader(viewer=viewer, reader=row),
            lambda: packs.open_pack(viewer=viewer, pack=pack),
        ):
            with pytest.raises(PermissionDenied):
                act()


def in_consultation(trust: World) -> None:
    plan = RestructurePlan.objects.create(
        unit=trust.unit, title="A merger", effective_on=today() + dt.timedelta(days=90)
    )
    Consultation.objects.create(
        unit=trust.unit, plan=plan, title=plan.title, starts_on=today(),
        ends_on=today() + dt.timedelta(days=1), set_by=trust.cpo,
    )  # fmt: skip


def test_nothing_is_made_opened_or_sent_while_a_change_is_in_consultation(
    client, board: World
) -> None:
    pack = made(board)
    row = name(board, pack, board.more["reader"])
    in_consultation(board)
    copy = board.more["copy"]
    for user, verb, address in (
        (board.cpo, "post", reverse("succession:make_pack", args=["TA1", copy.public_id])),
        (board.cpo, "get", reverse("succession:pack_pdf", args=["TA1", pack.public_id])),
        (board.more["reader"], "get", reverse("succession:pack_sent", args=["TA1", row.public_id])),
    ):
        client.force_login(user)
        refused = getattr(client, verb)(address)
        assert refused.status_code == 403, address
        assert "Locked while a change is in consultation" in refused.content.decode()
    row.refresh_from_db()
    assert (row.opened_at, BoardPack.objects.count()) == (None, 1)
    refusals = AuditEvent.objects.filter(action="consultation.refused")
    assert list(refusals.values_list("detail__what", flat=True)) == ["pack"] * 3
    with pytest.raises(SuccessionError, match="sent to nobody meanwhile"):
        name(board, pack, board.more["who"].chair_user)
    # The lead still takes it away from somebody.
    with user_scope(board.cpo.pk, unit_code="TA1") as viewer:
        packs.remove_reader(viewer=viewer, reader=row)
    Consultation.objects.update(ends_on=today())
    client.force_login(board.cpo)
    pdf = reverse("succession:pack_pdf", args=["TA1", pack.public_id])
    assert client.get(pdf).content == bytes(pack.pdf)


def test_the_database_locks_packs_and_their_readers_too(board: World) -> None:
    pack = made(board)
    in_consultation(board)
    values = {"title": "x", "stamp": {}, "staff_ids": [], "asked_at": pack.asked_at}
    with user_scope(board.cpo.pk, unit_code="TA1"):
        for create in (
            lambda: BoardPack.objects.create(unit=board.unit, copy=pack.copy, **values),
            lambda: PackReader.objects.create(
                unit=board.unit, pack=pack, user=board.more["reader"], via="packs",
                expires_on=UNTIL, named_at=pack.asked_at,
            ),
        ):  # fmt: skip
            with pytest.raises(DatabaseError, match="in consultation"), transaction.atomic():
                create()
    Consultation.objects.update(ends_on=today())
    assert name(board, pack, board.more["reader"]).pack == pack


# --- pages -----------------------------------------------------------------------------------------------


def test_the_lead_makes_a_pack_and_names_its_reader(client, board: World) -> None:
    client.force_login(board.cpo)
    copy = board.more["copy"]
    asked_for = client.post(reverse("succession:make_pack", args=["TA1", copy.public_id]))
    pack = BoardPack.objects.get()
    page = reverse("succession:pack", args=["TA1", pack.public_id])
    assert asked_for.url == page
    assert (
        "The pack is being made"
        in client.get(page, headers={"HX-Request": "true"}).content.decode()
    )
    pdf = reverse("succession:pack_pdf", args=["TA1", pack.public_id])
    assert client.get(pdf).status_code == 302
    make_pack(str(pack.public_id))
    assert "Open the PDF" in client.get(page, headers={"HX-Request": "true"}).content.decode()
    shown = client.get(page).content.decode()
    assert "Nobody can open it but you" in shown
    assert "Ruth Bell" in shown
    assert "Kirsty Moor" not in shown
    typed = {
        "reader": str(board.more["reader"].subject), "last_day_day": UNTIL.day,
        "last_day_month": UNTIL.month, "last_day_year": UNTIL.year,
    }  # fmt: skip
    assert client.post(page, typed | {"reader": ""}).status_code == 422
    assert client.post(page, typed | {"last_day_year": "2020"}).status_code == 422
    assert not PackReader.objects.exists()
    assert client.post(page, typed).status_code == 302
    row = PackReader.objects.get()
    assert row.expires_on == UNTIL + dt.timedelta(days=1)
    assert "May open it" in client.get(page).content.decode()
    remove = reverse("succession:remove_reader", args=["TA1", pack.public_id, row.public_id])
    assert "Remove Ruth Bell?" in client.get(remove).content.decode()
    assert client.post(remove).status_code == 302
    assert client.post(remove).status_code == 422
    assert client.get(pdf).content == bytes(BoardPack.objects.get().pdf)
    assert asked(copy, "CHAIR").state == "waiting"


def test_ids_of_another_trust_are_not_found(client, board: World, units) -> None:
    pack = made(board)
    row = name(board, pack, board.more["reader"])
    client.force_login(factories.holder("cpo", units["TA2"]))
    for unit in ("TA1", "TA2"):
        for url in (
            reverse("succession:pack", args=[unit, pack.public_id]),
            reverse("succession:pack_pdf", args=[unit, pack.public_id]),
            reverse("succession:remove_reader", args=[unit, pack.public_id, row.public_id]),
        ):
            assert client.get(url).status_code == 404
        assert client.post(
            reverse("succession:make_pack", args=[unit, board.more["copy"].public_id])
        ).status_code == 404  # fmt: skip
    assert BoardPack.objects.count() == 1
