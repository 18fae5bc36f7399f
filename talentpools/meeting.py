"""Pools of one name that meet where boards become one; registered as a check of a rehearsal."""

import datetime as dt
from collections import defaultdict

from django.db.models import Q

from orgs.periods import not_ended
from orgs.restructure.checks import Check, Finding, checks, key_of
from orgs.restructure.meeting import folded, meeting
from orgs.restructure.operations import Tried
from talentpools.models import Pool, SharedPool

KEY = "pools"


def find(tried: Tried, day: dt.date) -> list[Finding]:
    """Shared pools by title; of an employer's own pools only that there are some of one name."""
    met = {code: olds for code, olds in meeting(tried).items() if len(olds) > 1}
    owners = {old for olds in met.values() for old in olds}
    open_then = Q(not_ended("valid_to", day), unit__code__in=owners)
    shared = SharedPool.objects.filter(open_then).order_by("title", "unit__code")
    inside = Pool.objects.filter(open_then).order_by("title", "unit__code")
    rows = [(owner, title, True) for owner, title in shared.values_list("unit__code", "title")] + [
        (owner, title, False) for owner, title in inside.values_list("unit__code", "title")
    ]
    found = []
    for code, olds in met.items():
        named: dict[tuple[str, bool], list[tuple[str, str]]] = defaultdict(list)
        for owner, title, is_shared in rows:
            if owner in olds:
                named[folded(title), is_shared].append((owner, title))
        twice = {
            key: those for key, those in named.items() if len({owner for owner, _ in those}) > 1
        }
        found += [
            _shared(tried, code, those) for (_, is_shared), those in twice.items() if is_shared
        ]
        own = [those for (_, is_shared), those in twice.items() if not is_shared]
        if own:
            found.append(_inside(tried, code, own))
    return found


def _at(tried: Tried, those: list[tuple[str, str]]) -> str:
    return " and ".join(tried.before[owner].name for owner in sorted({owner for owner, _ in those}))


def _shared(tried: Tried, code: str, those: list[tuple[str, str]]) -> Finding:
    return Finding(
        key=key_of(KEY, "shared", code, folded(those[0][1])),
        words=f"Shared pool: “{those[0][1]}”",
        code=code,
        name=tried.after[code].name,
        before=f"One each at {_at(tried, those)}",
        after=f"They meet at {tried.after[code].name}",
        note="Those of boards that close end, and their members are asked anew.",
    )


def _inside(tried: Tried, code: str, own: list[list[tuple[str, str]]]) -> Finding:
    """What an employer calls its own pools stays inside it: its succession lead sees which."""
    names = "1 name" if len(own) == 1 else f"{len(own)} names"
    return Finding(
        key=key_of(KEY, "inside", code),
        words=f"Talent pools inside the boards: {names} in use at more than one",
        code=code,
        name=tried.after[code].name,
        before=f"One each at {_at(tried, [each for those in own for each in those])}",
        after=f"They meet at {tried.after[code].name}",
        note="They stay apart until its succession lead decides.",
    )


def register() -> None:
    """Called from ``TalentpoolsConfig.ready``."""
    none = "No two pools of one name meet."
    checks.add(KEY, Check(KEY, "Talent pools of one name that meet", 35, none, find))
