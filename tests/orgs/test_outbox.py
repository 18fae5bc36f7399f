"""E-mail: no figure and no name can be in it, and each message leaves once."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import DatabaseError, connection, transaction

from orgs import outbox, ticks, tree
from orgs.access import principals
from orgs.access.principals import DIGEST
from orgs.access.scope import system_scope, user_scope
from orgs.clock import now, today
from orgs.enums import OutboxState
from orgs.models import OrgUnit, Outbox, User
from orgs.models.people import Person, StaffRecord
from orgs.outbox import OutboxError
from talentplatform import tasks
from tests import factories

LINK = "https://example.org/x"
TEMPLATES = sorted(p.stem for p in Path(settings.TEMPLATES[0]["DIRS"][0], "email").glob("*.txt"))


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_uses_the_link_and_the_organisations_name_alone(template: str) -> None:
    letter = outbox.render(template, link=LINK, organisation="Kestrel Valley")
    assert LINK in letter.body
    assert "\n" not in letter.subject
    assert letter.subject
    with pytest.raises(OutboxError):
        outbox.render(template, organisation="Kestrel Valley")


def test_a_template_that_asks_for_more_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "email").mkdir()
    for asked in ("name", "viewer.login", "figures.0", "user", "request.path"):
        (tmp_path / "email" / "bad.txt").write_text(f"Subject: x\n{{{{ {asked} }}}}")
        with pytest.raises(OutboxError, match="may use link and organisation"):
            _render_from(tmp_path)
    (tmp_path / "email" / "bad.txt").write_text("Subject: x\n{% if secret %}y{% endif %}")
    with pytest.raises(OutboxError):
        _render_from(tmp_path)
    with pytest.raises(OutboxError, match="cannot carry"):
        outbox.render("invitation", link=LINK, organisation="K", name="Ines Moor")


def _render_from(folder: Path) -> None:
    from django.template import Engine

    template = Engine(dirs=[str(folder)]).get_template("email/bad.txt")
    template.render(outbox.StrictContext({"link": LINK, "organisation": "K"}))


@pytest.fixture
def waiting(units: dict[str, OrgUnit]) -> Outbox:
    return outbox.send("invitation", "ada@example.org", units["TA1"], LINK)


def test_a_message_is_sent_once_with_its_id(waiting: Outbox) -> None:
    assert outbox.send_waiting(principals.OUTBOX) == 1
    assert outbox.send_waiting(principals.OUTBOX) == 0
    (letter,) = mail.outbox
    assert letter.to == ["ada@example.org"]
    assert letter.subject == "You have been given a role in Talent and Learning"
    assert letter.extra_headers == {"Message-ID": f"<{waiting.id}@localhost>"}
    assert "Kestrel Valley NHS Trust has given you a role" in letter.body
    waiting.refresh_from_db()
    assert (waiting.state, waiting.attempts) == (OutboxState.SENT, 1)
    assert waiting.sent_at is not None


def test_what_fails_is_tried_again_five_times_and_stops_no_other(
    units: dict[str, OrgUnit], waiting: Outbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = outbox.send("invitation", "bo@example.org", units["TA1"], LINK)
    post = EmailBackend.send_messages

    def refuse(self: EmailBackend, messages: list[mail.EmailMessage]) -> int:
        if messages[0].to == ["ada@example.org"]:
            raise ConnectionRefusedError
        return post(self, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    assert outbox.send_waiting(principals.OUTBOX) == 1
    other.refresh_from_db()
    assert other.state == OutboxState.SENT
    states = []
    for attempt in range(1, 6):
        waiting.refresh_from_db()
        states.append((waiting.attempts, waiting.state))
        assert outbox.send_waiting(principals.OUTBOX) == 0  # it waits longer each time
        Outbox.objects.update(created_at=now() - dt.timedelta(minutes=5 * attempt * attempt + 1))
        outbox.send_waiting(principals.OUTBOX)
    waiting.refresh_from_db()
    assert states == [(n, "waiting") for n in range(1, 5)] + [(5, "failed")]
    assert (waiting.attempts, waiting.state) == (5, "failed")


def test_the_site_adds_to_the_outbox_and_reads_none_of_it(
    units: dict[str, OrgUnit], waiting: Outbox
) -> None:
    admin = factories.holder("access_admin", units["TA1"])
    with user_scope(admin.pk, unit_code="TA1"):
        assert Outbox.objects.count() == 0
        assert Outbox.objects.update(to="me@example.org") == 0
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM orgs_outbox")
        outbox.send("role_given", "bo@example.org", units["TA1"], LINK)
    assert Outbox.objects.count() == 2


# --- ticks -----------------------------------------------------------------------------------------


def test_each_tick_has_a_name_a_principal_and_a_queue() -> None:
    ours = {t.key: (t.period, t.queue, t.principal.code) for t in ticks.ticks}
    assert ours["outbox"] == ("minute", "celery", "system:outbox")
    assert ours["seal"] == ("minute", "build", "system:sealer")
    assert ours["verify"] == ("night", "build", "system:sealer")
    assert ours["sweep"] == ("night", "celery", "system:sweeper")
    for each in ticks.ticks:
        assert each.principal is principals.principals.get(each.principal.code)


def test_beat_queues_each_tick_on_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    queued: list[tuple[str, str]] = []
    monkeypatch.setattr(
        tasks.run_tick, "apply_async", lambda args, queue: queued.append((args[0], queue))
    )
    tasks.minute()
    minute = {key for key, _ in queued}
    assert {("outbox", "celery"), ("seal", "build")} <= set(queued)
    tasks.night()
    assert {("verify", "build"), ("sweep", "celery")} <= set(queued)
    assert "verify" not in minute


def test_a_tick_that_fails_is_logged_with_its_principal(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: object) -> None:
        raise RuntimeError("no")

    bad = ticks.Tick("bad", "minute", "celery", principals.OUTBOX, fail)
    monkeypatch.setitem(ticks.ticks._items, "bad", bad)
    with pytest.raises(RuntimeError):
        tasks.run_tick("bad")
    assert "tick bad (system:outbox) failed" in caplog.text


def test_a_tick_sends(waiting: Outbox) -> None:
    tasks.run_tick("outbox")
    assert len(mail.outbox) == 1


# --- where a message goes ---------------------------------------------------------------------------


DAY = dt.timedelta(days=1)


def record(person: Person, unit: OrgUnit, email: str, **when: dt.date) -> StaffRecord:
    return StaffRecord.objects.create(
        person=person,
        unit=unit,
        name="Nina Two",
        sort_name="two nina",
        work_email=email,
        **{"valid_from": factories.LONG_AGO, **when},
    )


def goes_to(user: User, unit: OrgUnit) -> str | None:
    with system_scope(DIGEST):
        row = outbox.notify("digest", user.pk, unit, "/")
    return row.to if row is not None else None


def test_a_message_goes_to_the_address_of_the_employer_that_sends_it(
    units: dict[str, OrgUnit],
) -> None:
    person = Person.objects.create()
    user = factories.user("nina", person=person)
    record(person, units["TA1"], "nina@ta1.example")
    record(person, units["TA2"], "nina@ta2.example", valid_from=today() - DAY)
    ward = tree.create(
        "DIV1", name="Surgery", type_code="division", on=today(), employer=units["TA1"]
    )
    assert goes_to(user, units["TA1"]) == "nina@ta1.example"
    assert goes_to(user, ward) == "nina@ta1.example"
    assert goes_to(user, units["TA2"]) == "nina@ta2.example"
    assert goes_to(user, units["TA3"]) is None
    assert goes_to(user, units["RA"]) is None, "neither employer is to hear of the other"
    user.is_active = False
    user.save()
    assert goes_to(user, units["TA1"]) is None


def test_an_ended_record_is_no_address_nor_one_that_is_yet_to_begin(
    units: dict[str, OrgUnit],
) -> None:
    person = Person.objects.create()
    user = factories.user("nina", person=person)
    record(person, units["TA1"], "nina@ta1.example", valid_to=today())
    record(person, units["TA2"], "nina@ta2.example", valid_from=today() + DAY)
    for code in ("TA1", "TA2", "QA1", "RA", "NAT"):
        assert goes_to(user, units[code]) is None, code


def test_else_it_goes_to_a_sign_in_name_that_is_an_address(units: dict[str, OrgUnit]) -> None:
    person = Person.objects.create()
    user = factories.user("nina@home.example", person=person)
    record(person, units["TA2"], "nina@ta2.example")
    record(person, units["TA1"], "nina@ta1.example", valid_to=today())
    for code in ("TA1", "TA3", "QA1", "RA"):
        assert goes_to(user, units[code]) == "nina@home.example", code
    assert goes_to(user, units["TA2"]) == "nina@ta2.example"


def test_a_message_of_a_region_goes_to_the_one_record_of_who_has_no_other_address(
    units: dict[str, OrgUnit],
) -> None:
    person = Person.objects.create()
    user = factories.user("nina", person=person)
    record(person, units["TA2"], "nina@ta2.example")
    record(person, units["TA1"], "nina@ta1.example", valid_to=today())
    assert [goes_to(user, units[code]) for code in ("RA", "NAT")] == ["nina@ta2.example"] * 2
    for employer in ("TA1", "QA1"):
        assert goes_to(user, units[employer]) is None, (
            "an ICB employs people: it is another employer"
        )
    record(person, units["RA"], "nina@region.example")
    assert goes_to(user, units["RA"]) == "nina@region.example"


def test_no_page_can_ask_where_somebody_reads_mail(units: dict[str, OrgUnit]) -> None:
    admin = factories.holder("access_admin", units["TA1"], login="joe@ta1.example")
    with user_scope(admin.pk, unit_code="TA1"):
        assert outbox.notify("digest", admin.pk, units["TA1"], "/") is None
