"""Every page that shows people says at its foot why one can see it and who else can; and what they answer."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote

import pytest
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from orgs import audit
from orgs.access.shown import shown
from orgs.clock import today
from orgs.models.access import User
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.presenters.audit import pages
from tests import factories
from tests.access import world as worlds
from tests.access.matrix import MATRIX
from tests.access.test_matrix import clients
from tests.access.world import World
from tests.architecture.test_shape import url_names

SignIn = Callable[[User], Client]
#: Pages that are a file: they have no foot.
FILES = {"succession.pack", "succession.export"}
#: Pages that show people only in answer to a search or an upload, with the reason that no visit shows it.
UNVISITED = {
    "orgs:add_job", "orgs:leave", "orgs:bring_record", "orgs:end_job", "orgs:staff_list",
    "succession:holders", "succession:plan_sheet", "talentpools:add_member",
    "talentpools:criteria", "talentpools:sponsoring",
}  # fmt: skip


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


#: Who opens the pages: one of each kind that any page shows people to.
VISITORS = {
    "cpo", "access_admin", "learning_lead", "successor", "signer", "pool_manager", "other_cpo",
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    """One page, opened by somebody: what it recorded, and which of the two links it lacks."""

    name: str
    codes: frozenset[str]
    lacks: frozenset[str]
    answers: tuple[int, ...]


def visits(world: World, names: Collection[str] = MATRIX) -> Iterator[Visit]:
    """Every page that records a look, as each visitor finds it, with what both links lead to."""
    signed = clients(world)
    for name in names:
        row = MATRIX[name]
        for kwargs in [row.kwargs(world), *row.others(world)]:
            url = reverse(name, kwargs={"unit_code": row.unit} | kwargs)
            for persona in VISITORS & {p for p, status in row.get.items() if status == 200}:
                with transaction.atomic():
                    before = set(ReadEvent.objects.values_list("pk", flat=True))
                    said = signed[persona].get(url)
                    new = ReadEvent.objects.exclude(pk__in=before).values_list("page", flat=True)
                    codes = frozenset(new)
                    transaction.set_rollback(True)
                if codes and not codes <= FILES:
                    lacks = {k for k in ("why", "who") if foot(url, k) not in said.content.decode()}
                    answers = [ask(signed[persona], k, url, row.unit) for k in ("why", "who")]
                    yield Visit(
                        name, codes, frozenset(lacks), tuple(a.status_code for a in answers)
                    )


def foot(url: str, kind: str) -> str:
    unit = url.split("/")[2]
    return f'href="{reverse(f"orgs:{kind}", args=[unit])}?of={quote(url)}"'


def ask(client: Client, kind: str, url: str, unit: str = "TA1") -> HttpResponse:
    return client.get(reverse(f"orgs:{kind}", args=[unit]), {"of": url})


def test_every_page_that_records_a_look_has_both_links(world: World) -> None:
    found = list(visits(world))
    seen = {visit.name for visit in found}
    assert [visit for visit in found if visit.lacks or visit.answers != (200, 200)] == []
    assert len(seen) > 35
    # What a page records is what the explanation says of it.
    assert seen - set(shown.keys()) == set()
    assert [visit for visit in found if shown.get(visit.name).page not in visit.codes] == []
    # And nothing is declared that nobody visits here, but what needs a search or a file.
    assert {each.url_name for each in shown} - seen == UNVISITED


def test_a_page_without_its_foot_is_seen(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: the record is written and the mark is not."""

    def unmarked(kept):
        def record(viewer, page, *args, **kwargs):
            before = viewer.shows_people
            kept(viewer, page, *args, **kwargs)
            viewer.shows_people = before

        return record

    monkeypatch.setattr(audit, "record_read", unmarked(audit.record_read))
    monkeypatch.setattr(audit, "record_profiles", unmarked(audit.record_profiles))
    (visit,) = visits(world, ["succession:plan"])
    assert visit.lacks == {"why", "who"}


def test_what_is_declared_exists() -> None:
    for each in shown:
        assert each.url_name in url_names()
        assert each.page in pages
        assert [apps.get_model(label) for label in each.models]
        if each.row is not None:
            assert apps.get_model(each.row[1])._meta.get_field("public_id")


# --- who ---------------------------------------------------------------------------------------------


def signed(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.personas[persona])
    return client


def lines(answer: HttpResponse) -> list[tuple[str, str, str]]:
    return [(each.role, each.where, each.count) for each in answer.context["who"].readers]


def test_a_record_is_asked_of_the_database_itself(world: World) -> None:
    cpo = signed(world, "cpo")
    here = "Kestrel Valley NHS Trust"
    for nomination, person in (
        (world.at["TA1"].quiet, "cannot read it"),
        (world.at["TA1"].told, "can read it too"),
    ):
        if not User.objects.filter(person=nomination.staff.person).exists():
            factories.holder(
                "staff", world.units["TA1"], login="quiet.ta1", person=nomination.staff.person
            )
        url = reverse("succession:nomination", args=["TA1", nomination.public_id])
        who = ask(cpo, "who", url)
        assert lines(who) == [("Succession lead", here, "1 person")]
        (sentence,) = who.context["who"].besides
        assert person in sentence


def test_a_second_reader_and_a_role_that_ended_are_counted_as_they_are(world: World) -> None:
    factories.give(factories.user("second.cpo"), "cpo", world.units["TA1"])
    late = factories.user("late.cpo")
    factories.give(late, "cpo", world.units["TA1"], until=today())
    url = reverse("succession:nomination", args=["TA1", world.at["TA1"].quiet.public_id])
    (line,) = lines(ask(signed(world, "cpo"), "who", url))
    assert line[2] == "2 people"
    # By role: she looks after no access.
    assert "second.cpo" not in ask(signed(world, "cpo"), "who", url).content.decode()


def test_a_page_is_answered_by_role_and_by_name_for_who_looks_after_access(world: World) -> None:
    url = reverse("succession:plan", args=["TA1"])
    who = ask(signed(world, "ig_auditor"), "who", url)
    (line,) = who.context["who"].readers
    assert (line.role, line.count) == ("Succession lead", "1 person")
    assert [called for called, _ in line.names] == ["cpo.ta1"]
    assert "given when it was set up" in line.names[0][1]
    assert (
        "Each person reads what is hers, as far as she has been told." in who.context["who"].besides
    )
    for persona in ("learning_lead", "committee_reader", "successor", "founder"):
        assert ask(signed(world, persona), "who", url).status_code == 403
    for persona in ("other_cpo", "regional_lead", "steward", "national_lead", "nobody"):
        assert ask(signed(world, persona), "who", url).status_code == 404


def test_who_stands_above_a_wall_is_told_whose_it_is(world: World) -> None:
    """A steward looks after the talent leads of an ICB, and is none of its people."""
    steward = signed(world, "steward")
    url = reverse("orgs:access", args=["QA1"])
    assert steward.get(url).status_code == 200
    who = ask(steward, "who", url, "QA1").context["who"]
    assert (who.readers, who.looks) == ((), ())
    assert who.summary == "Who else sees it is for those who work at Alder ICB to know."


def test_a_positive_action_pool_says_that_no_role_opens_it(world: World) -> None:
    url = reverse("talentpools:pool", args=["TA1", world.at["TA1"].private.public_id])
    who = ask(signed(world, "cpo"), "who", url)
    assert "known to them and to the keeper of that pool alone" in who.content.decode()


def test_looks_are_one_number_for_the_circle_and_by_role_for_the_auditor(world: World) -> None:
    cpo, url = signed(world, "cpo"), reverse("succession:plan", args=["TA1"])
    for _ in range(3):
        cpo.get(url)
    assert ask(cpo, "who", url).context["who"].looks == ("3 times",)
    assert ask(signed(world, "ig_auditor"), "who", url).context["who"].looks == (
        "Succession lead: 3 times",
    )


def test_the_person_herself_is_told_by_role_and_organisation(world: World) -> None:
    successor = signed(world, "successor")
    url = reverse("orgs:record", args=["TA1"])
    who = ask(successor, "who", url)
    assert [line[0] for line in lines(who)] == [
        "Access administrator", "Succession lead", "Learning and development lead",
    ]  # fmt: skip
    said = who.content.decode()
    assert "cpo.ta1" not in said
    assert who.context["who"].looks == ()
    why = ask(successor, "why", url)
    assert "It is your own record" in why.content.decode()
    # Whether she is named is nowhere in it: the answer is the same for somebody who is not.
    other = ask(signed(world, "signer"), "who", url)
    assert lines(other) == lines(who)


def test_a_record_that_one_cannot_read_is_not_explained(world: World) -> None:
    cpo = signed(world, "cpo")
    foreign = reverse("succession:nomination", args=["TA1", world.at["TA2"].quiet.public_id])
    assert ask(cpo, "who", foreign).status_code == 404
    for odd in ("/o/TA2/succession/", "/o/TA1/nothing/", "https://example.org/", "/", "/o/TA1"):
        assert ask(cpo, "who", odd).status_code == 404
        assert ask(cpo, "why", odd).status_code == 404


def test_profiles_say_that_they_were_shared(world: World) -> None:
    manager = signed(world, "pool_manager")
    url = reverse("shared:person", args=["RA", world.crossing.member.public_id])
    who, why = ask(manager, "who", url, "RA"), ask(manager, "why", url, "RA")
    assert ("Pool manager", "Ashdown region", "1 person") in lines(who)
    assert "agreed to share a profile" in why.content.decode()
    assert "Pool manager" in why.content.decode()


# --- why ---------------------------------------------------------------------------------------------


def test_why_is_the_chain_of_the_page_s_own_rule(world: World) -> None:
    url = reverse("succession:plan", args=["TA1"])
    why = ask(signed(world, "cpo"), "why", url)
    assert why.context["page"].title == "Why can I see the board succession plan"
    actions = [group.action.code for _, groups in why.context["groups"] for group in groups]
    assert actions == ["view_succession", "manage_succession"]
    first, *_ = why.context["page"].opened
    assert (first.label, first.how) == ("Successors and readiness", "Succession lead")


# --- a record picked at random -----------------------------------------------------------------------


def test_an_auditor_checks_a_record_without_reading_it(world: World) -> None:
    auditor = signed(world, "ig_auditor")
    page = auditor.get(reverse("orgs:who", args=["TA1"]))
    assert "nominations" in [kind.code for kind in page.context["kinds"]]
    assert {"positive", "shared_pools", "bench"} & {k.code for k in page.context["kinds"]} == set()
    answer = auditor.get(reverse("orgs:who_record", args=["TA1", "nominations"]))
    (line,) = answer.context["who"].readers
    assert (line.role, [called for called, _ in line.names]) == ("Succession lead", ["cpo.ta1"])
    said = answer.content.decode()
    assert not [secret for secret in world.at["TA1"].secrets if secret in said]
    assert AuditEvent.objects.filter(action="access.checked", unit=world.units["TA1"]).count() == 1
    assert auditor.get(reverse("orgs:who_record", args=["TA1", "positive"])).status_code == 404
    assert auditor.get(reverse("orgs:who_record", args=["TA1", "nothing"])).status_code == 404


def test_nothing_to_pick_is_said(units, sign_in: SignIn) -> None:
    client = sign_in(factories.holder("ig_auditor", units["TA1"]))
    answer = client.get(reverse("orgs:who_record", args=["TA1", "nominations"]))
    assert "There is no such record here" in answer.content.decode()
    assert AuditEvent.objects.filter(action="access.checked").count() == 0
