"""Every act that is recorded and every page that shows people has words for the audit page."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from orgs.presenters.audit import pages, verbs
from tests.architecture.test_shape import APPS, MODULES, REPO, name, offenders

ACT = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def is_record(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.record"


def literals(node: ast.expr) -> list[str] | None:
    """The texts that an expression can be, when they can be read off; None otherwise."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        either = literals(node.body), literals(node.orelse)
        return [*either[0], *either[1]] if either[0] and either[1] else None
    return None


def handed_in(tree: ast.Module, function: Function, parameter: str) -> list[str] | None:
    """The texts with which a module's own calls of a function fill one of its parameters."""
    place = [argument.arg for argument in function.args.args].index(parameter)
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == function.name:
            texts = literals(node.args[place]) if len(node.args) > place else None
            if texts is None:
                return None
            found += texts
    return found or None


def acts(source: str) -> Iterator[str]:
    """The acts that a module records; ``?`` for one that cannot be read off."""
    tree = ast.parse(source)
    functions = [node for node in ast.walk(tree) if isinstance(node, Function)]
    for function in functions:
        for node in ast.walk(function):
            if not is_record(node):
                continue
            assert isinstance(node, ast.Call)
            action = node.args[1] if len(node.args) > 1 else ast.Constant(None)
            texts = literals(action)
            if texts is None and isinstance(action, ast.Name):
                texts = handed_in(tree, function, action.id)
            yield from texts or ["?"]


def acts_of_sql(source: str) -> list[str]:
    """The acts that the database records by itself."""
    inserted = re.findall(r"INSERT INTO orgs_auditevent\b.*?;", source, re.DOTALL)
    return [act for text in inserted for act in re.findall(r"'(audit\.[a-z_]+)'", text)]


def recorded() -> dict[str, set[str]]:
    """Every act with the files that record it."""
    found: dict[str, set[str]] = {}
    for path in MODULES:
        for act in acts(path.read_text()):
            found.setdefault(act, set()).add(name(path))
    for path in (path for app in APPS for path in sorted(Path(REPO / app).rglob("*.sql"))):
        for act in acts_of_sql(path.read_text()):
            found.setdefault(act, set()).add(name(path))
    return found


def test_every_act_can_be_read_off_the_code() -> None:
    found = recorded()
    assert found.get("?", set()) == set()
    assert len(found) >= 45
    assert [act for act in found if not ACT.fullmatch(act)] == []


def test_every_act_has_words() -> None:
    assert {act: files for act, files in recorded().items() if act not in verbs} == {}


def test_no_words_are_left_over() -> None:
    assert set(verbs.keys()) - set(recorded()) == set()


#: A page shows people of the employer, or profiles that people shared.
LOOKS = ("audit.record_read", "audit.record_profiles")
#: The same, of both at once; each is handed the page, which it writes down as it is.
BOTH, BOTH_ARE_IN = (
    ("looks.at_people", "looks.at_board", "looks.at_nominations"),
    "succession/looks.py",
)


def looked_at() -> set[str]:
    """The code of every page that shows people; ``?`` for one that cannot be read off."""
    found = set()
    for path in (path for path in MODULES if name(path) != BOTH_ARE_IN):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in (*LOOKS, *BOTH):
                found.update(literals(node.args[1]) or ["?"])
    return found


def test_every_page_that_shows_people_has_words() -> None:
    assert looked_at() == set(pages.keys())


def test_nothing_but_record_writes_an_act() -> None:
    assert offenders(r"\bAuditEvent\.objects\.(create|bulk_create)\b", but=("orgs/audit.py",)) == []
    assert offenders(r"from orgs\.audit import .*\brecord\b") == []


def test_an_act_is_seen_in_every_way_it_is_written() -> None:
    source = """
def one(): audit.record(viewer, "a.b", unit_id=1)
def two(): audit.record(viewer, "c.d" if x else "c.e", unit_id=1)
def three(viewer, action): audit.record(viewer, action, unit_id=1)
def four(): three(viewer, "f.g")
def five(): audit.record(viewer, f"h.{state}", unit_id=1)
"""
    assert list(acts(source)) == ["a.b", "c.d", "c.e", "f.g", "?"]
    assert acts_of_sql("INSERT INTO orgs_auditevent (x)\nSELECT 'audit.gap';") == ["audit.gap"]
