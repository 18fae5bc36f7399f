"""What meets where boards become one: definitions of one name, and memberships of overlays."""

import datetime as dt
from collections import defaultdict

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange

from orgs.access.principals import Principal
from orgs.inheritance.kinds import kinds
from orgs.models.definitions import Definition
from orgs.models.overlays import Overlay
from orgs.models.units import OverlayMembership
from orgs.restructure.checks import Finding, Made, key_of
from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings

DUPLICATES, OVERLAYS = "duplicates", "overlays"
JOIN, END = "join", "end"
_DAY = dt.timedelta(days=1)


def meeting(tried: Tried) -> dict[str, list[str]]:
    """Code of each unit where others end to those that meet there, itself included if it was there."""
    found: dict[str, list[str]] = defaultdict(list)
    for old, new in sorted(closings(tried).items()):
        for code in new:
            found[code].append(old)
    return {
        code: [*([code] if code in tried.before else []), *olds]
        for code, olds in sorted(found.items())
    }


def find_duplicates(tried: Tried, day: dt.date) -> list[Finding]:  # noqa: ARG001  the interface's
    """Definitions of one kind with one key or one title, owned by units that become one."""
    met = {code: olds for code, olds in meeting(tried).items() if len(olds) > 1}
    owners = {old for olds in met.values() for old in olds}
    rows = list(
        Definition.objects.filter(unit__code__in=owners, kind__in=kinds.keys())
        .order_by("kind", "key", "unit__code")
        .values_list("unit__code", "kind", "key", "title")
    )
    found = []
    for code, olds in met.items():
        named: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
        for owner, kind, key, title in rows:
            if owner in olds:
                for name in {f"key {key}", f"title {folded(title)}"}:
                    named[kind, name].append((owner, title))
        said: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
        for (kind, _), those in sorted(named.items()):
            if len({owner for owner, _ in those}) < 2 or (kind, tuple(those)) in said:  # noqa: PLR2004
                continue
            said.add((kind, tuple(those)))
            names = [tried.before[owner].name for owner, _ in those]
            label = kinds.get(kind).label
            titles = sorted({title for _, title in those if title != label})
            found.append(
                Finding(
                    key=key_of(DUPLICATES, code, kind, *those),
                    words=": ".join(
                        [label, " and ".join(f"“{t}”" for t in titles)] if titles else [label]
                    ),
                    code=code,
                    name=tried.after[code].name,
                    before=f"One each at {' and '.join(names)}",
                    after=f"They meet at {tried.after[code].name}",
                    note="Look at both, and leave one. Until then the one listed first is in effect.",
                )
            )
    return found


def folded(title: str) -> str:
    """A title for comparing: without case and spare spaces."""
    return " ".join(title.casefold().split())


# --- overlays ----------------------------------------------------------------------------------------


def find_overlays(tried: Tried, day: dt.date) -> list[Finding]:
    """Memberships of closing units that reach beyond the day: they end; does the successor join?"""
    into = closings(tried)
    rows = list(
        OverlayMembership.objects.filter(unit__code__in=into)
        .exclude(valid__fully_lt=DateRange(day, None))
        .order_by("overlay__code", "unit__code", "id")
        .values_list("overlay__code", "overlay__name", "unit__code")
    )
    overlays = sorted({overlay for overlay, _, _ in rows})
    members = _members(overlays, day)
    planned = dict(
        Overlay.objects.filter(unit__code__in=overlays).values_list("unit__code", "successor_code")
    )
    found = {}
    for overlay, overlay_name, old in rows:
        for new in into[old] or ("",):
            name = tried.after[new].name if new else ""
            joined = new in members[overlay]
            becomes = bool(new) and planned.get(overlay) == new
            key = key_of(OVERLAYS, overlay, old, new)
            found[key] = Finding(
                key=key,
                words=overlay_name,
                code=old,
                name=tried.before[old].name if old in tried.before else old,
                before="A member",
                after=f"The cluster becomes {name}, and closes with its last other member and the roles "
                "at it"
                if becomes
                else f"{name} is a member already"
                if joined
                else "Its membership ends",
                options=()
                if joined or becomes or not new
                else ((JOIN, f"{name} joins in its place"), (END, f"{name} does not join")),
            )
    return list(found.values())


def _members(overlays: list[str], day: dt.date) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    rows = OverlayMembership.objects.filter(overlay__code__in=overlays, valid__contains=day)
    for overlay, code in rows.values_list("overlay__code", "unit__code"):
        found[overlay].add(code)
    return found


def end_memberships(made: Made, principal: Principal) -> tuple[int, int]:  # noqa: ARG001
    """End memberships of closed units on the day, and begin those of successors that join.

    Memberships are no rows of a tenant: every level reads them, and none is counted. The roles at a
    cluster that has become its board, and so closes, are.
    """
    rows = list(
        OverlayMembership.objects.filter(unit__code__in=made.into)
        .exclude(valid__fully_lt=DateRange(made.day, None))
        .select_related("overlay", "unit")
        .order_by("overlay__code", "unit__code", "id")
    )
    members = _members(sorted({row.overlay.code for row in rows}), made.day)
    for row in rows:
        begins = row.valid.lower
        late = begins is not None and begins >= made.day
        row.valid = DateRange(begins, begins + _DAY if late else made.day)
        row.save(update_fields=["valid"])
        for new in made.into[row.unit.code]:
            decided = made.decided(OVERLAYS, row.overlay.code, row.unit.code, new)
            if decided == JOIN and new in made.after and new not in members[row.overlay.code]:
                OverlayMembership.objects.create(
                    overlay=row.overlay, unit_id=made.id_of(new), valid=DateRange(made.day, None)
                )
                members[row.overlay.code].add(new)
    ended = 0
    with connection.cursor() as cursor:
        for old, heirs in sorted(made.into.items()):
            if heirs and old in made.before:
                keys = [made.before[old].id, made.id_of(heirs[0]), made.day]
                cursor.execute("SELECT app.overlays_go_on(%s, %s, %s)", keys)
                ended += cursor.fetchone()[0]
    return ended, 0
