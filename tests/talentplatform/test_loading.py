"""Loading: where it is refused, and the nation of national size in small."""

import io

import pytest
from django.core.management import CommandError, call_command

from orgs.clock import today
from orgs.models.access import User
from orgs.models.people import StaffRecord
from orgs.models.units import OrgUnit
from talentplatform.demo import load, nation
from talentplatform.demo.bulk import orphans


@pytest.mark.parametrize("command", ["load_demo", "demo_personas"])
def test_without_demo_there_are_no_personas(db, settings, command):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command(command, stdout=io.StringIO())
    assert not User.objects.exists()


def test_the_walk_needs_the_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("demo_walk", address="http://127.0.0.1:1")


def test_a_nation_of_a_tiny_size_loads(db):
    made = nation.load(today(), people=25_000, say=lambda _: None)
    assert OrgUnit.objects.filter(is_employer=True).count() == 247
    assert orphans() == []
    assert made.counts[StaffRecord] >= 25_000


def test_the_load_itself_refuses_without_demo(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        load.load(today())
    assert not OrgUnit.objects.exists()
