"""What a condition of a floor asks for: which families could meet it, and whether it is about one's own rows.

A condition is SQL, so this reads just as much of it as the boundary register needs: ``AND``, ``OR``,
brackets and ``EXISTS (… WHERE …)`` around ``app.units('family')``. Whatever else stands in it depends on
the row and could be true. ``tests/access/test_register.py`` holds the answers beside what Postgres does.
"""

import re
from collections.abc import Callable, Collection
from functools import cache

_FAMILY = re.compile(r"app\.units\('(\w+)'\)")
_TABLE = re.compile(r"\b(?:FROM|JOIN) (\w+_\w+)")
_ANOTHER_ACCOUNT = "IS DISTINCT FROM (SELECT app.uid())"
_MAY_GRANT = "app.may_grant("
#: Every open scope has it.
ANY = "any"


@cache
def split(sql: str, word: str) -> tuple[str, ...]:
    """The parts of a condition between the `word` (``AND``, ``OR``) that stand in no bracket."""
    parts, depth, start, at = [], 0, 0, 0
    quoted = False
    padded = f" {word} "
    while at < len(sql):
        if sql[at] == "'":
            quoted = not quoted
        elif not quoted:
            depth += {"(": 1, ")": -1}.get(sql[at], 0)
            if depth == 0 and sql.startswith(padded, at):
                parts.append(sql[start:at])
                at += len(padded) - 1
                start = at
        at += 1
    parts.append(sql[start:])
    return tuple(part.strip() for part in parts)


@cache
def _bracketed(sql: str) -> str | None:
    """What stands in the brackets that hold the whole of `sql`; None when none do."""
    if not sql.startswith("("):
        return None
    depth = 0
    for at, sign in enumerate(sql):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if depth == 0:
            return sql[1:-1].strip() if at == len(sql) - 1 else None
    raise ValueError(f"a bracket is not closed: {sql}")


def possible(
    sql: str, families: Collection[str], *, reads: Callable[[str], bool], grants: bool = False
) -> bool:
    """Whether somebody with these families could meet the condition on some row.

    `reads` says of another table whether she reads any row of it: a condition sees what she sees.
    `grants` says whether she may give any role at all, which ``app.may_grant`` asks.
    """
    sql = sql.strip()

    def again(part: str) -> bool:
        return possible(part, families, reads=reads, grants=grants)

    if (inside := _bracketed(sql)) is not None:
        return again(inside)
    if len(parts := split(sql, "OR")) > 1:
        return any(map(again, parts))
    if len(parts := split(sql, "AND")) > 1:
        return all(map(again, parts))
    if sql.startswith("EXISTS") and (inside := _bracketed(sql[len("EXISTS") :].strip())):
        source, *asked = split(inside, "WHERE")
        return all(map(reads, _TABLE.findall(source))) and all(map(again, asked))
    if sql.startswith(_MAY_GRANT):
        return grants
    # "NOT …" depends on the row, whatever it asks for.
    known = [] if sql.startswith("NOT ") else _FAMILY.findall(sql)
    return all(family in families or family == ANY for family in known)


def branches(sql: str) -> list[str]:
    """The conditions of which one is enough."""
    inside = _bracketed(sql.strip())
    if inside is not None:
        return branches(inside)
    parts = split(sql, "OR")
    return [each for part in parts for each in branches(part)] if len(parts) > 1 else [sql.strip()]


def about_oneself(sql: str) -> bool:
    """Whether the condition compares the row with the person who looks."""
    return "app.person_id()" in sql


def names_account(sql: str) -> bool:
    """Whether the condition compares the row with the account that looks."""
    return "app.uid()" in sql.replace(_ANOTHER_ACCOUNT, "")


def tables_in(sql: str) -> list[str]:
    """The other tables that a condition asks, each once."""
    return list(dict.fromkeys(_TABLE.findall(sql)))


def families_in(sql: str) -> list[str]:
    """The families that a condition mentions, each once."""
    return list(dict.fromkeys(_FAMILY.findall(sql)))
