"""``python -m reporting.disclosure``: protect or attack tables in files, without Django or a database.

* ``protect INPUT.json OUTPUT.json``. Exit 0: the output is written. 2: the input makes no sense, one sentence
  on standard error. 3: it cannot be released, with the reason. Nothing is written on 2 and 3.
* ``attack OUTPUT.json… [--rule-aware] [--link auto|versions|all|none] [--width N]`` prints one JSON line for
  each hidden cell, its bounds in ``low`` and ``high`` (null: none), and a last line that counts how many are
  narrower than the width (of the outputs' policy, or given).
* ``readers-copy OUTPUT.json COPY.json`` writes an output without what is for the auditor alone.

The formats are those of ``exchange``; what is known of earlier outputs is said in ``earlier_outputs``.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from math import isfinite
from pathlib import Path
from typing import Any

from reporting.disclosure import exchange
from reporting.disclosure.attack import AttackError, Interval, intervals
from reporting.disclosure.earlier_outputs import UntraceableError, read_earlier
from reporting.disclosure.model import DisclosureError
from reporting.disclosure.protect import protect
from reporting.disclosure.result import NotReleasable
from reporting.disclosure.solver import SolverError

SENSELESS, NOT_RELEASABLE = 2, 3


class Stop(Exception):  # noqa: N818  it ends the command, it is not a fault
    """Ends the command with an exit code and a sentence."""

    def __init__(self, exit_code: int, sentence: str) -> None:
        super().__init__(sentence)
        self.exit_code = exit_code


def keep_solver_off_standard_output() -> None:
    """The solver greets on standard output, past Python: give it another one, and keep ours for the results."""
    ours = os.fdopen(os.dup(1), "w", encoding="utf-8")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.close(nowhere)
    sys.stdout = ours


def read(path: str) -> Any:
    """The JSON of a file, or Stop."""
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise Stop(SENSELESS, f"{path} cannot be read: {error.strerror}") from None
    except ValueError as error:
        raise Stop(SENSELESS, f"{path} is not JSON: {error}") from None


def write(path: str, data: Any) -> None:
    """Write JSON whole or not at all."""
    target = Path(path)
    partial = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        partial.write_text(json.dumps(data, ensure_ascii=False) + "\n", encoding="utf-8")
        partial.replace(target)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise Stop(SENSELESS, f"{path} cannot be written: {error.strerror}") from None


def run_protect(source: str, target: str) -> None:
    """Protect one input; the time in the output is that of the protection, reading and writing excluded."""
    data = read(source)
    for key in exchange.unknown_keys(data):
        print(f'note: the input\'s "{key}" is not known here and was ignored', file=sys.stderr)
    try:
        request = exchange.read_request(data)
        earlier, more = read_earlier(request)
        start = time.perf_counter()
        result = protect(
            exchange.tables_of(request),
            request.atoms,
            exchange.dimensions_of(request, more),
            request.policy,
            earlier=earlier,
            adversary=request.adversary,
            name="today",
        )
        seconds = time.perf_counter() - start
    except UntraceableError as error:
        raise Stop(NOT_RELEASABLE, f"not releasable: {error}") from None
    except DisclosureError as error:
        raise Stop(SENSELESS, str(error)) from None
    except SolverError as error:
        raise Stop(NOT_RELEASABLE, f"not releasable: {error}") from None
    if isinstance(result, NotReleasable):
        named = f" Cells: {'; '.join(result.cells[:10])}" if result.cells else ""
        raise Stop(NOT_RELEASABLE, f"not releasable: {result.explanation}{named}")
    write(target, exchange.write_output(request, result, seconds))


def _line(found: Interval, paths: Sequence[str]) -> dict[str, Any]:
    def number(value: float) -> float | int | None:
        if not isfinite(value):
            return None
        return int(value) if value == int(value) else round(value, 6)

    marked = {} if found.primary is None else {"primary": found.primary}
    bounds = {"low": number(found.low), "high": number(found.high)}
    return {"output": paths[found.output], **found.where, **marked, **bounds}


def run_attack(paths: Sequence[str], *, link: Any, rule_aware: bool, width: int | None) -> None:
    """Print what a reader of all the outputs derives about each hidden cell."""
    outputs = [read(path) for path in paths]
    try:
        found = intervals(outputs, link=link, rule_aware=rule_aware)
        policies = [output.get("policy") or {} for output in outputs]
        widths = [int(policy.get("width") or 1) if width is None else width for policy in policies]
    except (AttackError, KeyError, TypeError, AttributeError, ValueError) as error:
        said = str(error) if isinstance(error, AttackError) else f"an output lacks {error}"
        raise Stop(SENSELESS, said) from None
    for each in found:
        print(json.dumps(_line(each, paths), ensure_ascii=False))
    narrow = [each for each in found if each.narrower_than(widths[each.output])]
    print(
        json.dumps(
            {
                "width": max(widths),
                "hidden": len(found),
                "narrow_hidden": len(narrow),
                "primary": sum(each.primary is True for each in found),
                "narrow_primary": sum(each.primary is True for each in narrow),
            }
        )
    )


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reporting.disclosure", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("protect", help="protect the tables of an input")
    one.add_argument("input")
    one.add_argument("output")
    two = commands.add_parser("attack", help="bound every hidden cell of some outputs together")
    two.add_argument("outputs", nargs="+")
    two.add_argument("--rule-aware", action="store_true")
    two.add_argument("--link", choices=("auto", "versions", "all", "none"), default="auto")
    two.add_argument("--width", type=int)
    three = commands.add_parser("readers-copy", help="an output without the auditor's part")
    three.add_argument("output")
    three.add_argument("copy")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, 2 (senseless input) or 3 (not releasable)."""
    given = _arguments().parse_args(arguments)
    try:
        if given.command == "protect":
            run_protect(given.input, given.output)
        elif given.command == "attack":
            run_attack(
                given.outputs, link=given.link, rule_aware=given.rule_aware, width=given.width
            )
        else:
            write(given.copy, exchange.readers_copy(read(given.output)))
    except Stop as stop:
        print(stop, file=sys.stderr)
        return stop.exit_code
    return 0


if __name__ == "__main__":
    keep_solver_off_standard_output()
    sys.exit(main())
