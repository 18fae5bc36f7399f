"""Help for the tests of a comparison with ODS: trees and records as plain values, and a simulator."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings

from orgs.imports.ods_difference import difference
from orgs.imports.ods_read import read_files
from orgs.imports.ods_tree import Placed, Unit

DATA = settings.REPO / "orgs" / "data"
Node = dict[str, str]


def tree_of(file: Path) -> dict[str, Unit]:
    """The tree of a file of one day."""
    with file.open(encoding="utf-8") as lines:
        return {
            row["code"]: unit(row["code"], row["name"], row["type"], row["parent_code"],
                              since=row["valid_from"])
            for row in csv.DictReader(lines)
        }  # fmt: skip


def unit(code: str, name: str, kind: str, parent: str, *, since: str = "", until: str = "") -> Unit:
    first = dt.date.fromisoformat(since) if since else None
    end = dt.date.fromisoformat(until) if until else None
    return Unit(code, (Placed(first, end, name, kind, parent),))


def report(*rows: tuple[str, ...]) -> str:
    """A report of 27 columns. A row: code, name, region, board, opened, closed."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    for code, name, region, board, *days in rows:
        values = [""] * 27
        values[0:4] = code, name, region, board
        values[10 : 10 + len(days)] = days
        writer.writerow(values)
    return out.getvalue()


def compared(
    tree: Mapping[str, Unit], *files: tuple[str, str], as_at: str, large: bool = False
) -> dict[str, Any]:
    """The plan of a comparison with files, each a name and its text."""
    read = read_files((name, io.BytesIO(text.encode())) for name, text in files)
    return difference(tree, read, as_at=dt.date.fromisoformat(as_at), large=large)


def nodes(tree: Mapping[str, Unit]) -> dict[str, Node]:
    """The tree as its last placements have it."""
    return {
        code: {"name": each.last.name, "type": each.last.type, "parent": each.last.parent}
        for code, each in tree.items()
        if each.last.until is None
    }


def simulate(  # noqa: C901  one case for each operation
    before: Mapping[str, Node], operations: Iterable[Mapping[str, Any]], until: str
) -> dict[str, Node]:
    """The tree after the operations whose day has come by `until`, done as strictly as may be."""
    tree = {code: dict(node) for code, node in before.items()}

    def moved(old: str, new: str) -> None:
        tree[old]["parent"] = new
        assert new in tree, f"{old} moves to {new}, which is not open"

    def closed(code: str) -> None:
        below = [each for each, node in tree.items() if node["parent"] == code]
        assert not below, f"{code} closes with {below} below it"
        del tree[code]

    for each in operations:
        if each["on"] > until:
            continue
        match each["do"]:
            case "create":
                assert each["code"] not in tree, each
                assert each["parent"] in tree, each
                tree[each["code"]] = {key: each[key] for key in ("name", "type", "parent")}
            case "move":
                assert tree[each["code"]]["parent"] != each["parent"], each
                moved(each["code"], each["parent"])
            case "rename":
                tree[each["code"]]["name"] = each["name"]
            case "retype":
                tree[each["code"]]["type"] = each["type"]
            case "merge":
                assert each["into"] in tree, each
                assert each["name"] == "", each
                for old in each["codes"]:
                    for child in [c for c, node in tree.items() if node["parent"] == old]:
                        moved(child, each["into"])
                    closed(old)
            case "split":
                below = {c for c, node in tree.items() if node["parent"] == each["code"]}
                assert below == set(each["moves"]), (below, each)
                assert set(each["moves"].values()) <= set(each["into"]) <= set(tree), each
                for child, heir in each["moves"].items():
                    moved(child, heir)
                closed(each["code"])
            case "close":
                assert not each["into"] or each["into"] in tree, each
                closed(each["code"])
    return tree
