"""Every seam between the apps is a registry, stands in the one table, and speaks plain English."""

import ast
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from typing import Any

import pytest

from orgs.registry import Registry
from tests.architecture.test_shape import MODULES, REPO, name

TABLE = (REPO / "docs" / "architecture.md").read_text()


def listed(text: str) -> dict[str, tuple[str, set[str]]]:
    """Dotted name of each registry in the table, its owner, and the apps that fill it."""
    _, _, rest = text.partition("| registry | owner | filled by |")
    found = {}
    for line in rest.lstrip("\n").splitlines()[1:]:
        if not line.startswith("|"):
            break
        cell, owner, fillers = (part.strip() for part in line.strip("|").split("|"))
        dotted, *_ = re.findall(r"`([\w.]+)`", cell)
        apps = set() if fillers == "nobody yet" else set(fillers.split(", "))
        found[dotted] = (owner, apps)
    return found


def made() -> Iterator[str]:
    """Dotted name of each registry in the code: ``name = Registry(…)`` at the top of a module."""
    for path in MODULES:
        for node in ast.parse(path.read_text()).body:
            if isinstance(node, ast.AnnAssign | ast.Assign) and isinstance(node.value, ast.Call):
                called = node.value.func
                target = node.target if isinstance(node, ast.AnnAssign) else node.targets[0]
                if isinstance(called, ast.Name) and called.id == "Registry":
                    module = name(path).removesuffix(".py").replace("/", ".")
                    yield f"{module}.{ast.unparse(target)}"


def the(dotted: str) -> Registry[Any]:
    module, _, attribute = dotted.rpartition(".")
    found = getattr(import_module(module), attribute)
    assert isinstance(found, Registry)
    return found


REGISTRIES = sorted(made())


def test_the_table_lists_every_registry_and_no_other() -> None:
    assert sorted(listed(TABLE)) == REGISTRIES
    assert len(REGISTRIES) >= 16


def test_a_row_that_is_missing_is_seen() -> None:
    without = "\n".join(line for line in TABLE.splitlines() if "orgs.ticks.ticks" not in line)
    assert set(REGISTRIES) - set(listed(without)) == {"orgs.ticks.ticks"}


def test_the_owner_is_the_app_that_makes_it() -> None:
    assert {d: owner for d, (owner, _) in listed(TABLE).items()} == {
        d: d.partition(".")[0] for d in REGISTRIES
    }


def test_the_table_says_who_fills_each() -> None:
    command = [sys.executable, "-m", "tests.architecture.filling"]
    done = subprocess.run(command, cwd=REPO, capture_output=True, text=True, check=True)
    filled = json.loads(done.stdout)
    seen = {dotted: set(filled.get(the(dotted).subject, ())) for dotted in REGISTRIES}
    assert {dotted: apps for dotted, (_, apps) in listed(TABLE).items()} == seen


def test_subjects_are_their_own() -> None:
    assert len({the(dotted).subject for dotted in REGISTRIES}) == len(REGISTRIES)


@pytest.mark.parametrize("dotted", REGISTRIES)
def test_a_name_is_taken_once(dotted: str) -> None:
    registry = the(dotted)
    before = registry.keys()
    for key in before:
        with pytest.raises(ValueError, match="registered twice"):
            registry.add(key, registry.get(key))
    assert registry.keys() == before
    with pytest.raises(LookupError, match="nothing is registered"):
        registry.get("no such name")


def test_an_empty_registry_takes_a_name_once_too() -> None:
    registry: Registry[int] = Registry("numbers")
    assert registry.add("one", 1) == 1
    with pytest.raises(ValueError, match="numbers: 'one' is registered twice"):
        registry.add("one", 2)
    assert (registry.get("one"), len(registry)) == (1, 1)


# --- order -------------------------------------------------------------------------------------------

#: Whose items stand in an order on one page. Where two share a number, who registers first decides.
ORDERED = [
    "learning.development.sections",
    "orgs.held.parts",
    "orgs.menu.menu",
    "orgs.panels.panels",
    "orgs.panels.sources",
    "orgs.sharing.fields",
]


def shared_numbers(items: Iterable[Any]) -> list[int]:
    """The numbers that more than one of some items has."""
    return sorted(order for order, n in Counter(each.order for each in items).items() if n > 1)


@pytest.mark.parametrize("dotted", ORDERED)
def test_no_two_items_of_a_page_share_a_number(dotted: str) -> None:
    assert len(the(dotted)) > 1
    assert shared_numbers(the(dotted)) == []


def test_a_number_that_is_shared_is_seen() -> None:
    first, *_ = the("orgs.menu.menu")
    assert shared_numbers([first, first]) == [first.order]


# --- words for people --------------------------------------------------------------------------------

#: What people read of an item.
WORDS: dict[str, Callable[[Any], list[str]]] = {
    "orgs.access.actions.actions": lambda each: [each.label],
    "orgs.access.classes.classes": lambda each: [each.label, each.what],
    "orgs.access.principals.principals": lambda each: [each.purpose],
    "orgs.held.parts": lambda each: [each.title, each.why],
    "orgs.access.roles.roles": lambda each: [each.label],
    "orgs.inheritance.kinds.kinds": lambda each: [
        each.label,
        each.plural,
        *(field.label for field in each.fields),
    ],
    "orgs.menu.menu": lambda each: [each.label],
    "orgs.presenters.audit.verbs": lambda each: [each],
    "orgs.presenters.audit.pages": lambda each: [each],
    "orgs.sharing.fields": lambda each: [each.label],
    "orgs.restructure.checks.checks": lambda each: [each.title, each.none],
    "orgs.restructure.checks.slow_checks": lambda each: [
        each.title,
        each.button,
        each.note,
        *each.columns,
    ],
    "orgs.restructure.transfers.transfers": lambda each: [each.label],
    "orgs.restructure.duplicates.meetings": lambda each: [each.label],
    "reporting.measures.measures": lambda each: [
        each.label,
        each.definition,
        *(category.label for category in each.dimensions),
    ],
    "reporting.reports.reports": lambda each: [each.title, each.summary],
}
#: What nobody reads, each with its reason.
UNREAD = {
    "orgs.access.shown.shown": "names pages and models; its sentences are read with them",
    "learning.candidates.sources": "gives rows; the Learning page words them",
    "learning.development.sections": "its template has the words",
    "orgs.leaving.endings": "ends rows, and records each in words of its own",
    "orgs.held.agreements": "gives sentences, made of what it finds",
    "orgs.held.looks": "gives roles and purposes; the page words them",
    "orgs.panels.change_parts": "its template has the words",
    "orgs.panels.panels": "its template has the words",
    "orgs.panels.sources": "gives sentences, made of what it finds",
    "orgs.reference.loaders": "runs after a migrate",
    "orgs.restructure.transfers.staying": "reasons for whoever reads the code; a test asks for them",
    "orgs.ticks.ticks": "runs in a worker, in the name of a principal, who has words",
    "succession.suggestions.suggesters": "its suggestions have titles of their own",
}
#: Sentences begin with a capital letter; these complete one that has begun ("may …", "Ada …").
COMPLETES = {
    "orgs.access.actions.actions",
    "orgs.access.principals.principals",
    "orgs.presenters.audit.verbs",
    "orgs.presenters.audit.pages",
}
JARGON = re.compile(
    r"_|  |\b(suppress\w*|tenant|UUID|null|rows?|grants?|enum|low performer)\b", re.IGNORECASE
)


def not_plain(text: str, *, completes: bool = False) -> bool:
    """Whether a text is not words for people: empty, a code, jargon, or wrongly begun."""
    first = text[:1]
    begun = first.islower() if completes else first.isupper() or first.isdigit()
    return not begun or text != text.strip() or JARGON.search(text) is not None


def test_every_registry_is_read_or_has_its_reason() -> None:
    assert sorted([*WORDS, *UNREAD]) == REGISTRIES


@pytest.mark.parametrize("dotted", sorted(WORDS))
def test_what_people_read_is_plain(dotted: str) -> None:
    words = [(text, dotted in COMPLETES) for each in the(dotted) for text in WORDS[dotted](each)]
    odd = [text for text, completes in words if not_plain(text, completes=completes)]
    assert odd == []


def test_words_that_are_not_plain_are_seen() -> None:
    assert [
        text for text in ("", "view_people", "gave", "Suppressed cells") if not_plain(text)
    ] == [
        "",
        "view_people",
        "gave",
        "Suppressed cells",
    ]
    assert not_plain("Gave a role", completes=True)
    assert not not_plain("gave a role", completes=True)
    assert not not_plain("Succession lead")
