"""A report pack in effect, comments on its figures, and a run that waits for them."""

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from orgs.access.scope import user_scope
from orgs.clock import today
from orgs.inheritance import services as definitions
from orgs.inheritance.merge import ABSENT, Slot
from orgs.inheritance.selectors import effective
from orgs.models import AuditEvent, OrgUnit, Outbox, User
from reporting import commentary, packs, runs, services
from reporting.access import REPORTS
from reporting.models import (
    Commentary,
    CommentaryDraft,
    Delivery,
    Release,
    ReportRun,
    Schedule,
    ScheduleRecipient,
)
from reporting.packs import REPORT_PACK, Printed
from reporting.presenters import releases as presenters
from reporting.rendering import pdf_of
from reporting.reports import Bars, reports
from reporting.tasks import render_run
from tests import factories

LEADERSHIP = "/o/RA/reports/leadership/"
DAY = today()
#: Sections of the report in an order of one's own; the page shows them by theme.
ORDER = ("progress", "readiness", "plans", "vacancies")
INTRODUCTION = "Read this first.\n\nThen look at the gaps."


@pytest.fixture
def author(released: Release, units: dict[str, OrgUnit]) -> User:
    return factories.holder("talent_lead", units["RA"], login="author@example.org")


@pytest.fixture
def client_of(author: User) -> Client:
    client = Client()
    client.force_login(author)
    return client


@pytest.fixture
def pack(units: dict[str, OrgUnit]) -> Any:
    """The region's pack."""
    steward = factories.holder("steward", units["RA"])
    with user_scope(steward.pk, login=steward.login, unit_code="RA") as viewer:
        return definitions.publish_definition(
            viewer=viewer,
            kind_code=REPORT_PACK.code,
            title="Regional pack",
            fields={
                "report": {"value": "leadership", "mode": "locked"},
                "heading": {"value": "Leadership in Ashdown", "mode": "default"},
                "introduction": {"value": INTRODUCTION, "mode": "default"},
                "sections": {
                    "items": [{"key": f"leadership:{key}"} for key in ORDER],
                    "mode": "default",
                },
            },
            valid_from=DAY,
        )


def write(author: User, do: Any, release: Release, version: int = 0, **texts: str) -> Any:
    """Act on the draft of a release; ``whole`` is the comment on everything."""
    named = {"" if key == "whole" else key: text for key, text in texts.items()}
    with user_scope(author.pk, login=author.login, unit_code="RA") as viewer:
        return do(viewer=viewer, release=release, texts=named, version=version)


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def page_of_all(release: Release, printed: Printed) -> presenters.ReportPage:
    """All of a report, as the PDF has it."""
    return presenters.page(release, reports.get(release.report), printed)


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 class="nhsuk-heading-m"[^>]*>(.*?)</h2>', page)


# --- the pack -----------------------------------------------------------------------------------------


def test_without_a_pack_every_section_stands_in_order(client_of: Client) -> None:
    report = reports.get("leadership")
    page = client_of.get(LEADERSHIP).context["page"]
    assert page.title == "Leadership readiness"
    for theme, name, _ in page.themes:
        url = LEADERSHIP if theme == "overview" else f"{LEADERSHIP}{theme}/"
        shown = [part.key for part in client_of.get(url).context["page"].parts]
        aside = [
            title for _, titles in client_of.get(url).context["page"].not_shown for title in titles
        ]
        wanted = [
            s.key
            for s in report.sections
            if s.theme == theme and getattr(s, "title", "") not in aside
        ]
        assert shown == wanted, name


def test_page_and_pdf_have_the_packs_sections_in_its_order(
    client_of: Client, pack: Any, released: Release
) -> None:
    first = client_of.get(LEADERSHIP)
    page = first.content.decode()
    assert "Leadership in Ashdown" in page
    assert "Read this first." in page
    assert "Posts vacant</a>" not in page, "the tiles are left out"
    response = client_of.get(f"{LEADERSHIP}successors/")
    assert [part.key for part in response.context["page"].parts] == ["progress", "readiness"]
    assert headings(response.content.decode())[:2] == [
        "People on a development pathway by progress",
        "Named successors by readiness",
    ]
    assert client_of.get(f"{LEADERSHIP}pools/").status_code == 404, "nothing of it in the pack"
    client_of.post(f"{LEADERSHIP}pdf/")
    run = ReportRun.objects.get()
    assert render_run(str(run.public_id)) == "done"
    run.refresh_from_db()
    text = text_of(bytes(run.pdf))
    places = [
        text.index(words)
        for words in (
            "Leadership in Ashdown",
            "Then look at the gaps.",
            "People on a development pathway by progress",
            "Named successors by readiness",
            "Succession plans",
            "Where posts are vacant",
        )
    ]
    assert places == sorted(places)
    assert "Figure Number Share" not in text, "the head of the tiles"
    assert run.printed == {
        "pack": {
            "sections": list(ORDER),
            "title": "Leadership in Ashdown",
            "introduction": INTRODUCTION,
        },
        "comments": None,
        "draft": False,
    }


def test_an_icb_adapts_the_regions_pack_for_itself(
    released: Release, pack: Any, units: dict[str, OrgUnit]
) -> None:
    board = factories.holder("cpo", units["QA1"])
    with user_scope(board.pk, login=board.login, unit_code="QA1") as viewer:
        now = effective(REPORT_PACK.code, viewer.here.id, DAY)
        definitions.adapt_definition(
            viewer=viewer,
            kind_code=REPORT_PACK.code,
            public_id=pack.public_id,
            changes={
                Slot("sections", "leadership:vacancies"): ABSENT,
                Slot("sections", "leadership:top"): "leadership:top",
                Slot("heading"): "Leadership in Alder",
                Slot("first"): "leadership:plans",
                Slot("second"): "leadership:vacancies",
            },
            expected=now.stamp,
        )
    expected = {
        "QA1": ("Leadership in Alder", ["plans", "progress", "readiness", "top"]),
        "QA2": ("Leadership in Ashdown", list(ORDER)),
    }
    for code, (title, keys) in expected.items():
        user = factories.holder("talent_lead", units[code])
        release = Release.objects.get(unit=units[code])
        with user_scope(user.pk, unit_code=code):
            printed = packs.printed(release, DAY)
        found = page_of_all(release, printed)
        assert (found.title, [part.key for part in found.parts]) == (title, keys)


def test_a_section_that_is_gone_is_skipped_and_said(
    client_of: Client, pack: Any, released: Release, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = reports.get("leadership")
    kept = [section for section in report.sections if section.key != "plans"]
    new = Bars("later", "Something new", "table_of_next_month", "state")
    monkeypatch.setattr(report, "sections", [*kept, new])
    found = client_of.get(LEADERSHIP).context["page"]
    assert [key for key, _, _ in found.themes] == ["overview", "vacancies", "successors"]
    assert found.said == [
        "The pack names a section that is not part of the report any more: plans."
    ]
    whole = packs.Printed()
    assert "Something new comes with the next figures." in text_of(pdf_of(released, whole).content)


def test_the_sections_to_choose_from_are_those_that_are_registered(
    units: dict[str, OrgUnit], client: Client
) -> None:
    client.force_login(factories.holder("steward", units["RA"]))
    url = "/o/RA/templates/new/report_pack/"
    page = client.get(url).content.decode()
    for section in reports.get("leadership").sections:
        assert f'value="leadership:{section.key}"' in page
    assert ">Summary</option>" in page
    assert "What is not in the list is left out" in page
    sections = [f"leadership:{key}" for key in ("plans", "top")]
    form = {
        "title": "Our pack",
        "report": "leadership",
        "heading": "Our leaders",
        "introduction": "Hello",
        "sections-rows": "2",
        **{f"sections-{n}": key for n, key in enumerate(sections)},
        "valid_from_day": str(DAY.day),
        "valid_from_month": str(DAY.month),
        "valid_from_year": str(DAY.year),
    }
    assert client.post(url, form | {"title": ""}).status_code == 422
    assert client.post(url, form | {"sections-1": "leadership:none"}).status_code == 422
    digest = client.post(url, form).context["effect"].digest
    assert client.post(url, form | {"do": "publish", "digest": digest}).status_code == 302
    assert packs.in_effect(reports.get("leadership"), units["RA"].id, DAY) == packs.Pack(
        ("plans", "top"), "Our leaders", "Hello"
    )
    trust = factories.holder("cpo", units["TA1"])
    client.force_login(trust)
    assert client.get("/o/TA1/templates/new/report_pack/").status_code == 403


# --- comments ------------------------------------------------------------------------------------------


def test_a_draft_is_nobodys_but_its_authors(
    author: User, released: Release, units: dict[str, OrgUnit]
) -> None:
    draft = write(author, commentary.save_draft, released, whole=" Mind the gap. ", plans="")
    assert (draft.version, draft.texts) == (1, {"": "Mind the gap."})
    for role, code in (("steward", "RA"), ("talent_lead", "QA1")):
        other = factories.holder(role, units[code])
        with user_scope(other.pk, unit_code=code):
            assert CommentaryDraft.objects.count() == 0
    assert AuditEvent.objects.filter(action="commentary.saved").count() == 1


def test_two_authors_at_once(author: User, released: Release) -> None:
    write(author, commentary.save_draft, released, whole="One")
    with pytest.raises(commentary.DraftConflictError) as conflict:
        write(author, commentary.save_draft, released, 0, whole="Two")
    assert conflict.value.saved.texts == {"": "One"}
    assert CommentaryDraft.objects.get().texts == {"": "One"}
    assert write(author, commentary.save_draft, released, 1, whole="Two").version == 2
    assert write(author, commentary.save_draft, released, 2, whole="Two").version == 2, "no change"


@pytest.mark.parametrize(
    ("texts", "words"),
    [
        ({"whole": "x" * 1001}, "1,000 characters or fewer"),
        ({"nowhere": "x"}, "not part of the report any more"),
        ({"whole": "  "}, "Write a comment before you publish"),
    ],
)
def test_what_is_not_published(
    author: User, released: Release, texts: dict[str, str], words: str
) -> None:
    with pytest.raises(commentary.CommentaryError, match=words):
        write(author, commentary.publish, released, **texts)
    assert (Commentary.objects.count(), CommentaryDraft.objects.count()) == (0, 0)


def test_published_comments_stand_under_their_sections_by_role_and_day(
    author: User, released: Release, client_of: Client, units: dict[str, OrgUnit]
) -> None:
    write(author, commentary.publish, released, whole="All is well.", vacancies="Hiring began.")
    reader = Client()
    reader.force_login(factories.holder("steward", units["RA"]))
    page = reader.get(LEADERSHIP).content.decode()
    day = f"{DAY.day} {DAY:%B %Y}"
    assert page.count(f"Comment: Talent lead, {day}") == 1
    assert "All is well." in page
    vacancies = reader.get(f"{LEADERSHIP}vacancies/").content.decode()
    assert vacancies.count(f"Comment: Talent lead, {day}") == 1
    assert vacancies.index("Where posts are vacant") < vacancies.index("Hiring began.")
    assert "All is well." not in vacancies
    assert "author@example.org" not in page
    assert "Prepare the pack" not in page
    client_of.post(f"{LEADERSHIP}pdf/")
    run = ReportRun.objects.get()
    render_run(str(run.public_id))
    run.refresh_from_db()
    text = text_of(bytes(run.pdf))
    assert "Hiring began." in text
    assert f"Comment: Talent lead, {day}" in text
    assert run.commentary == Commentary.objects.get()


def test_what_is_published_never_changes_and_a_new_version_may_follow(
    author: User, released: Release, client_of: Client
) -> None:
    first = write(author, commentary.publish, released, whole="One")
    with pytest.raises(commentary.CommentaryError, match="published already"):
        write(author, commentary.publish, released, 1, whole="One")
    client_of.post(f"{LEADERSHIP}pdf/")
    old = ReportRun.objects.get()
    render_run(str(old.public_id))
    second = write(author, commentary.publish, released, 1, whole="Two")
    assert (first.number, second.number) == (1, 2)
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Commentary.objects.filter(number=1).update(texts={})
    with (
        pytest.raises(DatabaseError, match="permission denied"),
        user_scope(author.pk, unit_code="RA"),
    ):
        Commentary.objects.update(texts={})
    client_of.post(f"{LEADERSHIP}pdf/")
    new = ReportRun.objects.exclude(pk=old.pk).get()
    render_run(str(new.public_id))
    for run, words, other in ((old, "One", "Two"), (new, "Two", "One")):
        run.refresh_from_db()
        text = text_of(bytes(run.pdf))
        assert f"{words} Comment" in text
        assert f"{other} Comment" not in text
    client_of.post(f"{LEADERSHIP}pdf/")
    assert ReportRun.objects.count() == 2, "asked for again without a change, it is the same"


def test_same_figures_pack_and_comments_same_bytes(
    author: User, released: Release, pack: Any
) -> None:
    write(author, commentary.publish, released, whole="One", plans="Two")
    with user_scope(author.pk, unit_code="RA"):
        printed = packs.printed(released, DAY)
    again = Printed.from_json(printed.as_json())
    one, two = pdf_of(released, printed), pdf_of(released, again)
    assert one.content == two.content
    assert printed.mark == again.mark != ""
    assert pdf_of(released).content == pdf_of(released, Printed()).content
    assert Printed().mark == ""


def test_who_may_not_comment(author: User, released: Release, units: dict[str, OrgUnit]) -> None:
    steward = factories.holder("steward", units["RA"])
    icb = factories.holder("talent_lead", units["QA1"])
    for user, code in ((steward, "RA"), (icb, "QA1")):
        with (
            user_scope(user.pk, login=user.login, unit_code=code) as viewer,
            pytest.raises(PermissionDenied),
        ):
            commentary.publish(viewer=viewer, release=released, texts={"": "x"}, version=0)
    assert Commentary.objects.count() == 0


# --- the page --------------------------------------------------------------------------------------------


def page_of(release: Release, code: str = "RA") -> str:
    return f"/o/{code}/reports/releases/{release.id}/pack/"


def test_preparing_saving_and_publishing(client_of: Client, released: Release, pack: Any) -> None:
    url = page_of(released)
    assert f'href="{url}"' in client_of.get(LEADERSHIP).content.decode()
    page = client_of.get(url)
    assert page.status_code == 200
    body = page.content.decode()
    places = [body.index(f'name="comment-{key}"') for key in ("whole", *ORDER)]
    assert places == sorted(places)
    assert "No comments are published yet." in body
    assert "Not in the pack: Summary, " in body
    form = {
        "version": "0",
        "comment-whole": "Look here",
        "comment-plans": "Late ones",
        "do": "save",
    }
    assert client_of.post(url, form)["Location"] == url
    assert "Draft not published" in client_of.get(url).content.decode()
    assert "Look here" not in client_of.get(LEADERSHIP).content.decode()

    late = client_of.post(url, form | {"comment-whole": "Other words"})
    assert late.status_code == 409
    body = late.content.decode()
    assert 'name="version" value="1"' in body
    assert "Look here" in body
    assert "Other words" in body
    assert CommentaryDraft.objects.get().texts == {"": "Look here", "plans": "Late ones"}

    long = client_of.post(url, form | {"version": "1", "comment-plans": "x" * 1001})
    assert long.status_code == 422
    assert client_of.post(url, {"comment-whole": "No version"}).status_code == 422
    assert CommentaryDraft.objects.get().version == 1
    done = client_of.post(url, form | {"version": "1", "do": "publish"})
    assert done["Location"] == LEADERSHIP
    assert "Look here" in client_of.get(LEADERSHIP).content.decode()
    twice = client_of.post(url, form | {"version": "1", "do": "publish"})
    assert twice.status_code == 422
    assert Commentary.objects.count() == 1
    assert client_of.put(url).status_code == 405


def test_who_sees_the_page(released: Release, units: dict[str, OrgUnit], author: User) -> None:
    expected = [
        ("steward", "RA", "RA", 403),
        ("talent_lead", "RB", "RA", 404),
        ("talent_lead", "RB", "RB", 404),
        ("talent_lead", "QA1", "QA1", 404),
        ("national_lead", "NAT", "RA", 403),
    ]
    for role, holder, code, status in expected:
        client = Client()
        user = User.objects.filter(login=f"{role}.{holder}".lower()).first()
        client.force_login(user or factories.holder(role, units[holder]))
        assert client.get(page_of(released, code)).status_code == status, (role, holder, code)
        if status != 200:
            given = {"version": "0", "comment-whole": "x", "do": "publish"}
            assert client.post(page_of(released, code), given).status_code == status
    assert (Commentary.objects.count(), CommentaryDraft.objects.count()) == (0, 0)


def test_withdrawn_figures_are_not_commented_on(
    client_of: Client, author: User, released: Release
) -> None:
    with user_scope(author.pk, login=author.login, unit_code="RA") as viewer:
        services.withdraw_release(viewer=viewer, release=released, reason="Counted twice")
    assert client_of.get(page_of(released)).status_code == 404


def test_a_draft_pdf_is_its_authors_alone(
    client_of: Client, author: User, released: Release, units: dict[str, OrgUnit]
) -> None:
    form = {"version": "0", "comment-whole": "Perhaps", "do": "preview"}
    answer = client_of.post(page_of(released), form)
    run = ReportRun.objects.get()
    assert answer["Location"] == f"/o/RA/reports/runs/{run.public_id}/"
    assert (
        client_of.post(page_of(released), form | {"version": "1"})["Location"]
        == (answer["Location"])
    ), "asked for twice, made once"
    assert render_run(str(run.public_id)) == "done"
    file = client_of.get(f"{answer['Location']}report.pdf")
    assert file.status_code == 200
    text = text_of(file.content)
    assert "Draft. It is not published" in text
    assert f"Draft leadership-{released.id}" in text
    assert "Perhaps" in text
    assert [d.user for d in Delivery.objects.all()] == [author]
    assert Outbox.objects.count() == 0
    assert "Draft, for you only" in client_of.get("/o/RA/reports/").content.decode()
    assert Commentary.objects.count() == 0
    for role in ("talent_lead", "steward"):
        other = Client()
        other.force_login(factories.holder(role, units["RA"]))
        for path in ("", "report.pdf"):
            assert other.get(f"{answer['Location']}{path}").status_code == 404
        assert "Draft, for you only" not in other.get("/o/RA/reports/").content.decode()
    changed = client_of.post(
        page_of(released), {"version": "1", "comment-whole": "Rather", "do": "preview"}
    )
    assert changed["Location"] != answer["Location"]


def test_query_budget(
    client_of: Client, author: User, released: Release, pack: Any, units: dict[str, OrgUnit]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            assert client_of.get(page_of(released)).status_code == 200
        return len([q for q in context if "SAVEPOINT" not in q["sql"]])

    client_of.get(page_of(released))
    before = queries()
    write(author, commentary.publish, released, whole="One", plans="Two", readiness="Three")
    assert before <= 12
    assert queries() == before
    icb = factories.holder("talent_lead", units["QA1"])
    client_of.force_login(icb)
    cut = Release.objects.get(unit=units["QA1"])
    with CaptureQueriesContext(connection) as context:
        assert client_of.get(page_of(cut, "QA1")).status_code == 200
    assert len([q for q in context if "SAVEPOINT" not in q["sql"]]) <= 12


# --- waiting ---------------------------------------------------------------------------------------------


@pytest.fixture
def schedule(released: Release, author: User, units: dict[str, OrgUnit]) -> Schedule:
    """Due today; waits three days for comments."""
    made = Schedule.objects.create(
        unit=units["RA"],
        report="leadership",
        day_of_month=1,
        owner=author,
        next_on=DAY,
        wait_days=3,
    )
    ScheduleRecipient.objects.create(schedule=made, unit=units["RA"], user=author)
    return made


def test_a_run_waits_until_comments_are_published(
    schedule: Schedule, author: User, released: Release, client_of: Client
) -> None:
    runs.sweep(REPORTS)
    run = ReportRun.objects.get()
    assert (run.state, run.wait_until) == ("waiting", DAY + dt.timedelta(days=3))
    runs.sweep(REPORTS)
    told = Outbox.objects.get()
    assert (told.template, told.to) == ("report_waits", author.login)
    assert told.context["link"].endswith(page_of(released))
    assert render_run(str(run.public_id)) is None, "nobody may take it yet"
    page = client_of.get(f"/o/RA/reports/runs/{run.public_id}/").content.decode()
    assert "It waits for the author" in page
    assert (
        "1 scheduled PDF waits for your comments"
        in client_of.get(page_of(released)).content.decode()
    )
    (waits,) = client_of.get("/o/RA/").context["waiting"]
    assert waits.url == page_of(released)
    write(author, commentary.publish, released, whole="Now")
    runs.sweep(REPORTS)
    assert client_of.get("/o/RA/").context["waiting"] == []
    run.refresh_from_db()
    assert run.state == "queued"
    assert render_run(str(run.public_id)) == "done"
    run.refresh_from_db()
    assert run.commentary == Commentary.objects.get()
    assert "Now Comment" in text_of(bytes(run.pdf))
    assert sorted(m.template for m in Outbox.objects.all()) == ["report_ready", "report_waits"]
    woken = AuditEvent.objects.get(action="report.woken")
    assert woken.detail == {"late": False}


def test_after_its_days_it_goes_out_without_and_the_owner_is_told(
    schedule: Schedule, client_of: Client
) -> None:
    runs.sweep(REPORTS)
    run = ReportRun.objects.get()
    ReportRun.objects.update(wait_until=DAY)
    runs.sweep(REPORTS)
    assert render_run(str(run.public_id)) == "done"
    run.refresh_from_db()
    assert run.commentary is None
    assert sorted(Outbox.objects.values_list("template", flat=True)) == [
        "report_ready",
        "report_waits",
        "report_without_comments",
    ]
    page = client_of.get(f"/o/RA/reports/runs/{run.public_id}/").content.decode()
    assert "It went out without comments" in page


def test_what_does_not_wait(schedule: Schedule, author: User, released: Release) -> None:
    Schedule.objects.update(wait_days=None)
    runs.sweep(REPORTS)
    assert ReportRun.objects.get().state == "queued"
    write(author, commentary.publish, released, whole="There")
    Schedule.objects.update(wait_days=3, next_on=DAY - dt.timedelta(days=1))
    runs.sweep(REPORTS)
    assert set(ReportRun.objects.values_list("state", flat=True)) == {"queued"}


def test_a_schedule_says_whether_it_waits(client_of: Client, author: User) -> None:
    url = f"{LEADERSHIP}schedule/"
    given = {"day_of_month": "1", "readers": "author@example.org", "waits": "on"}
    for days, words in (("", "Enter how many days to wait"), ("11", "Days must be from 1 to 10")):
        answer = client_of.post(url, given | {"wait_days": days})
        assert answer.status_code == 422
        assert words in answer.content.decode()
    assert Schedule.objects.count() == 0
    assert client_of.post(url, given | {"wait_days": "4"}).status_code == 302
    made = Schedule.objects.get()
    assert made.wait_days == 4
    assert "Waits up to 4 days for comments." in client_of.get("/o/RA/reports/").content.decode()
    edit = f"/o/RA/reports/schedules/{made.public_id}/"
    assert re.search(r'name="waits"[^>]*checked', client_of.get(edit).content.decode())
    without = {"day_of_month": "1", "readers": "author@example.org", "version": "1"}
    assert client_of.post(edit, without | {"wait_days": "4"}).status_code == 302
    made.refresh_from_db()
    assert made.wait_days is None
