"""The tree before and after, as nested values for a page or a report."""

from typing import Any

from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings
from orgs.restructure.shape import Node, Shape
from orgs.words import lowered

WORDS = {
    "new": ("New", "green"),
    "moved": ("Moves", "blue"),
    "closed": ("Closes, history kept", "red"),
    "renamed": ("New name", "blue"),
    "retyped": ("New type", "blue"),
    "": ("No change", "grey"),
}


def changes(tried: Tried) -> dict[str, str]:
    """What happens to each code: new, moved, closed, renamed or retyped. Others are not in it."""
    before, after = tried.before.nodes, tried.after.nodes
    found = {code: "closed" for code in before if code not in after}
    for code, node in after.items():
        if code not in before:
            found[code] = "new"
        elif before[code].parent != node.parent:
            found[code] = "moved"
        elif before[code].name != node.name:
            found[code] = "renamed"
        elif before[code].type != node.type:
            found[code] = "retyped"
    return found


def pictures(tried: Tried) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The part of the tree that changes, before and after, from the lowest common ancestor down.

    What does not change and has nothing below it that does is shown without its children.
    """
    what = changes(tried)
    if not what:
        return [], []
    # The parents too, so that the picture starts above what moves.
    parents = {s[c].parent for c in what for s in (tried.before, tried.after) if c in s}
    concerned = {code for code in {*what, *parents} if code in tried.before}
    root = tried.before.common_ancestor(concerned)
    busy = {
        up
        for code in what
        for shape in (tried.before, tried.after)
        if code in shape
        for up in shape.above(code)
    }
    gone = [tried.before[code] for code in sorted(closings(tried)) if code in tried.before]
    now = _nested(tried.before, root, {}, busy | set(what), ())
    # A top that closes stands beside the one that takes its place.
    (top,) = (root,) if root in tried.after else (each.code for each in tried.after.children(""))
    then = _nested(tried.after, top, what, busy | set(what), gone)
    ended = [_leaf(old, tried.before.label(old.code), "closed") for old in gone if old.code == root]
    return [now], [then, *ended]


def nested(shape: Shape, code: str) -> dict[str, Any]:
    """A unit and everything below it, by name, with nothing said of changes."""
    node = _leaf(shape[code], shape.label(code), "", say="")
    return node | {"children": [nested(shape, child.code) for child in shape.children(code)]}


def _nested(
    shape: Shape,
    code: str,
    what: dict[str, str],
    busy: set[str],
    gone: tuple[Node, ...] | list[Node],
) -> dict[str, Any]:
    node = shape[code]
    below = shape.children(code)
    opened = code in busy
    children = [_nested(shape, child.code, what, busy, gone) for child in below] if opened else []
    order = {"new": 0, "closed": 1}
    children += [
        _leaf(old, shape.kinds[old.type].label, "closed") for old in gone if old.parent == code
    ]
    children.sort(key=lambda child: order.get(child["change"], 2))
    made = _leaf(node, shape.label(code), what.get(code, ""), say="" if not what else None)
    if code in busy and code not in what:
        made["word"] = ""
    return made | {"children": children, "more": "" if opened else _count(shape, below)}


def _leaf(node: Node, kind: str, change: str, *, say: str | None = None) -> dict[str, Any]:
    word, colour = WORDS[change]
    return {
        "code": node.code,
        "name": node.name,
        "kind": kind,
        "change": change,
        "word": word if say is None else say,
        "colour": colour,
        "children": [],
        "more": "",
    }


def _count(shape: Shape, below: list[Node]) -> str:
    if not below:
        return ""
    labels = {shape.label(node.code) for node in below}
    return counted(labels.pop() if len(labels) == 1 else "Organisation", len(below))


def counted(label: str, number: int) -> str:
    """A kind with its number: "4 NHS trusts", "1 region"."""
    return f"{number} {lowered(label)}{'' if number == 1 else 's'}"
