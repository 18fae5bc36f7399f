"""Words of "why can I see this" and "who can see this", for one page or one record."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orgs.access import conditions, explain, readers, register
from orgs.access.actions import actions
from orgs.access.asked import KNOW_NAMES, Asked
from orgs.access.explain import Holder
from orgs.access.readers import Readers, RecordReaders
from orgs.access.roles import roles
from orgs.access.shown import Shown
from orgs.access.viewer import Viewer
from orgs.presenters.access import holder_chain
from orgs.presenters.audit import pages

OWN = "It is your own record: who works here reads hers, and nobody else's by this right."
_SOME = "some of it"


def page_words(asked: Asked) -> str:
    """What the page is called in the record of who looked; "this page" where it shows nobody."""
    code = asked.shows.page if asked.shows else ""
    return pages.get(code) if code in pages else "this page"


# --- why ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Opened:
    """A class of records on the page, and by which of the viewer's roles she reads it."""

    label: str
    how: str


@dataclass(frozen=True)
class Why:
    """Why the viewer sees one page: its rule, what besides a role opens it, and what is on it."""

    title: str
    back: str
    because: tuple[str, ...]
    opened: tuple[Opened, ...]


def why_page(viewer: Viewer, asked: Asked) -> Why:
    """Everything about one page but the chains, which are those of ``wanted_actions``."""
    shows = asked.shows
    because = [OWN] if shows and shows.own else []
    if shows and shows.because:
        because.append(shows.because)
    if asked.rule.any_role:
        because.append("Everybody with a role here may open the page; it shows what is theirs.")
    return Why(
        f"Why can I see {page_words(asked)}",
        asked.path,
        tuple(because),
        tuple(_opened(viewer, shows)) if shows else (),
    )


def wanted_actions(viewer: Viewer, asked: Asked) -> list[Any]:
    """The actions of the page's rule, then those that open what it shows, as far as she has them."""
    families: set[str] = set()
    for label in asked.shows.models if asked.shows else ():
        families |= readers.families_of(readers.main_arms(label))
    mine = [a for a in asked.rule.actions if viewer.may(a)]
    return mine + [a for a in actions if a.family in families and viewer.may(a) and a not in mine]


def _opened(viewer: Viewer, shows: Shown) -> Iterable[Opened]:
    found: dict[str, str] = {}
    for label in shows.models:
        kind = readers.class_of(label)
        if kind is None or kind.label in found:
            continue
        levels = {
            role.label: max(
                (arm.level_for(register.families_of(role)) for arm in readers.main_arms(label)),
                key=("", "own", "some", "all").index,
            )
            for role in viewer.roles
        }
        said = [
            f"{role}{'' if level == 'all' else ', ' + _LEVEL[level]}"
            for role, level in levels.items()
            if level
        ]
        found[kind.label] = "; ".join(said) or "by what was shared or sent to you"
    return [Opened(label, how) for label, how in found.items()]


_LEVEL = {"some": "some of it", "own": "your own, or what names you"}


# --- who ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reader:
    """Who sees something by one role, in one line; names and chains only for who may know them."""

    role: str
    where: str
    count: str
    sees: str
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Who:
    """Who can see one page or one record."""

    title: str
    back: str
    summary: str
    readers: tuple[Reader, ...]
    besides: tuple[str, ...]
    looks: tuple[str, ...]
    by_name: bool


def who_page(viewer: Viewer, asked: Asked) -> Who:
    """Who can see what the page shows; of the one record that it is about, when it is about one."""
    shows = asked.shows
    names = _names(viewer)
    if shows is None:
        return Who(
            "Who can see this page", asked.path, "It shows nobody.", (), (), (), by_name=False
        )
    if viewer.here.behind_a_wall and not viewer.inside:
        whose = f"Who else sees it is for those who work at {viewer.here.name} to know."
        return Who(f"Who can see {page_words(asked)}", asked.path, whose, (), (), (), by_name=False)
    looks = tuple(_looks(readers.looks(viewer.here.id, [shows.page])))
    if asked.record is not None:
        of = readers.of_record(viewer, shows, asked.record)
        summary = f"{_people(of.count)} can read this record today."
        lines, besides = of.by_role, _besides_record(of)
    else:
        lines = tuple(readers.of_page(viewer, shows))
        users = {user for each in lines for user in each.user_ids}
        summary = f"{_people(len(users))} can see people on this page today, by their roles."
        besides = _besides_page(shows)
    return Who(
        f"Who can see {page_words(asked)}",
        asked.path,
        summary,
        tuple(_reader(each, names) for each in lines),
        besides,
        () if shows.own else looks,
        bool(names),
    )


def who_unseen(viewer: Viewer, label: str, of: RecordReaders) -> Who:
    """Who can read a record that was picked at random, for who reads the audit log."""
    names = _names(viewer)
    return Who(
        f"Who can see a record: {label.lower()}",
        "",
        f"{_people(of.count)} can read this record today, by their roles.",
        tuple(_reader(each, names) for each in of.by_role),
        ("Whom it is about is left out here: what she has been told is hers to know.",),
        (),
        bool(names),
    )


def _names(viewer: Viewer) -> Mapping[tuple[int, str], Holder]:
    """By account and role; empty for who may not know names. The database decides again."""
    if not viewer.may_any(*KNOW_NAMES):
        return {}
    return {(each.user_id, each.role.code): each for each in explain.who_may(viewer.here.id)}


def _reader(of: Readers, names: Mapping[tuple[int, str], Holder]) -> Reader:
    known = [names[key] for user in of.user_ids if (key := (user, of.role.code)) in names]
    sees = ", ".join(of.classes)
    return Reader(
        of.role.label,
        f"{of.unit_name}, which is above" if of.above else of.unit_name,
        _people(of.count),
        f"{sees}: {_SOME}" if sees and of.some else sees,
        tuple(sorted((holder.called, holder_chain(holder)) for holder in known)),
    )


def _besides_record(of: RecordReaders) -> tuple[str, ...]:
    found = []
    if of.person is not None:
        found.append(
            "The person whom it is about can read it too."
            if of.person
            else "The person whom it is about cannot read it."
        )
    if of.named:
        found.append(f"{_people(of.named)} whom the record names can read it too.")
    return tuple(found)


def _besides_page(shows: Shown) -> tuple[str, ...]:
    arms = [arm for label in shows.models for arm in readers.main_arms(label)]
    found = []
    if any(arm.family == "own" or conditions.about_oneself(arm.condition) for arm in arms):
        found.append("Each person reads what is hers, as far as she has been told.")
    if any(conditions.names_account(arm.condition) for arm in arms):
        found.append("Whoever a record names, or was sent it, reads that one.")
    if shows.because:
        found.append(shows.because)
    return tuple(found)


def _looks(found: Iterable[tuple[str, int]]) -> list[str]:
    """How often pages of this kind were opened in a year, by role for who may know."""
    return [
        f"{_role_words(codes)}{count:,} {'time' if count == 1 else 'times'}"
        for codes, count in found
    ]


def _role_words(codes: str) -> str:
    if not codes:
        return ""
    known = [roles.get(c).label if c in roles else c for c in codes.split(", ")]
    return f"{', '.join(known)}: "


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
