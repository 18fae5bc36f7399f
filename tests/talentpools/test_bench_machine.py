"""The states of an ask against the whole machine: services, policies and triggers on a real Postgres.

Chance acts as the person, as the organisation and as the night; after each act what the organisation
can see of the person, on its page and in the database, must be what the pure states say.
"""

import datetime as dt

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs import sharing
from orgs.clock import today
from orgs.models.sharing import SharedProfile, SharingCall
from talentpools.models import BenchProfile, Vacancy, VacancyAsk
from talentpools.shared import bench, own_words, selectors
from talentpools.shared_states import NAMED, Ask, Event, after
from tests import factories
from tests.talentpools.sharing import at, on_the_bench, vacancy_of, worker


class Machine:
    """One person on a bench and one vacancy, driven by events."""

    def __init__(self, units) -> None:
        self.units = units
        self.person, _ = worker(units["TA1"], "Amina Bakare")
        self.omar = factories.holder("cpo", units["TA2"], login="omar")

    def begin(self) -> None:
        on_the_bench(self.person, "TA1", self.units["RA"])
        vacancy_of(self.omar, "TA2", self.units["RA"])

    def clear(self) -> None:
        BenchProfile.objects.all().delete()
        Vacancy.objects.all().delete()

    def do(self, event: Event) -> None:
        getattr(self, event.name.lower())()

    def ask(self) -> None:
        on_the_bench(self.person, "TA1", self.units["RA"])

    def say_yes(self) -> None:
        with at(self.person, "TA1") as viewer:
            ask = VacancyAsk.objects.get()
            content = sharing.offer(viewer, ask.call).chosen(["name", "job"], {})
            bench.say_yes(viewer=viewer, ask=ask, content=content)

    def say_no(self) -> None:
        with at(self.person, "TA1") as viewer:
            bench.say_no(viewer=viewer, ask=VacancyAsk.objects.get())

    def withdraw(self) -> None:
        with at(self.person, "TA1") as viewer:
            sharing.withdraw(viewer=viewer, profile=sharing.mine(viewer).get())

    def leave_bench(self) -> None:
        with at(self.person, "TA1") as viewer:
            bench.leave_bench(viewer=viewer, profile=BenchProfile.objects.get())

    def close(self) -> None:
        with at(self.omar, "TA2") as viewer:
            bench.close_vacancy(viewer=viewer, vacancy=Vacancy.objects.get())

    def dismiss(self) -> None:
        with at(self.omar, "TA2") as viewer:
            bench.dismiss(viewer=viewer, profile=SharedProfile.objects.get())

    def run_out(self) -> None:
        past = today() - dt.timedelta(days=1)
        SharedProfile.objects.update(agreed_on=past, renewed_on=past, expires_on=today())
        assert sharing.expire(sharing.SHARING, today()) == 1

    def state(self) -> Ask:
        found = VacancyAsk.objects.first()
        return Ask(found.state) if found else Ask.NONE

    def trust_sees(self) -> str:
        """Whatever the organisation can read anywhere that is about an ask, in one text."""
        with at(self.omar, "TA2") as viewer:
            vacancy = selectors.vacancies(viewer.here.id)[0]
            said = selectors.answered(viewer.here.id, [vacancy.public_id])
            card = own_words.vacancy_card(vacancy, said.get(vacancy.public_id, []), {}, viewer.day)
            rows = [
                *SharedProfile.objects.values(), *SharingCall.objects.values(),
                *VacancyAsk.objects.values(), *BenchProfile.objects.values(),
            ]  # fmt: skip
        return f"{card} {rows}"


@pytest.mark.django_db
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(events=st.lists(st.sampled_from(list(Event)), min_size=1, max_size=12))
def test_the_organisation_sees_a_name_exactly_while_a_consent_is_live(machine, events) -> None:
    machine.clear()
    machine.begin()
    state, closed = Ask.ASKED, False
    nobody = None
    for event in events:
        to = after(state, event)
        # A closed vacancy takes no answer and asks nobody any more.
        if to is None or (closed and event in (Event.SAY_YES, Event.ASK, Event.CLOSE)):
            continue
        machine.do(event)
        state, closed = to, closed or event == Event.CLOSE
        assert machine.state() == state
        seen = machine.trust_sees()
        assert ("Amina" in seen) == (state in NAMED)
        if state not in NAMED and not closed:
            nobody = nobody or seen
            assert seen == nobody


def test_a_machine_that_keeps_a_name_is_noticed(machine) -> None:
    """The control: without the trigger, leaving the bench would leave the name."""
    machine.begin()
    machine.say_yes()
    assert "Amina" in machine.trust_sees()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("DROP TRIGGER bench_left ON talentpools_benchprofile")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    machine.leave_bench()
    assert "Amina" in machine.trust_sees()
    VacancyAsk.objects.all().delete()  # else the transaction's end would notice what points nowhere


@pytest.fixture
def machine(units) -> Machine:
    return Machine(units)
