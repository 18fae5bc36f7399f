"""The file that a comparison with ODS gives: changes beyond doubt, and decisions that a person takes.

A plan is JSON::

    {"title": …, "made_by": "ods_diff", "sources": […], "operations": [OPERATION…],
     "decisions": [{"key", "about", "question", "why", "proposal", "options": [{"value", "label"}…],
                    "operations": {VALUE: [OPERATION…]}}…],
     "notes": […]}

An operation says what it does (``do``) and its first day (``on``); :data:`FIELDS` has the rest.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

Plan = dict[str, Any]
Operation = dict[str, Any]

#: What each operation says beside ``do`` and ``on``.
FIELDS: dict[str, dict[str, type]] = {
    "create": {"code": str, "name": str, "type": str, "parent": str},
    "move": {"code": str, "parent": str},
    "rename": {"code": str, "name": str},
    "retype": {"code": str, "type": str},
    "merge": {"codes": list, "into": str, "name": str},
    "split": {"code": str, "into": list, "moves": dict},
    "close": {"code": str, "into": str},
}
_PARTS: dict[str, type] = {
    "title": str,
    "made_by": str,
    "sources": list,
    "operations": list,
    "decisions": list,
    "notes": list,
}
_DECISION: dict[str, type] = {
    "key": str,
    "about": str,
    "question": str,
    "why": str,
    "proposal": str,
    "options": list,
    "operations": dict,
}
_FIRST = {"region": 0, "icb": 1}


class OdsPlanError(ValueError):
    """A plan or answers to it that cannot be used: `sentences` says why."""

    def __init__(self, *sentences: str) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = list(sentences)


def read_plan(text: str) -> Plan:
    """A plan from its text. Raises :class:`OdsPlanError` with a sentence for each fault."""
    try:
        plan = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise OdsPlanError(f"This is not JSON: {error}.") from error
    if not isinstance(plan, dict):
        raise OdsPlanError("A plan is a JSON object with a title, operations and decisions.")
    faults = _shaped(plan, _PARTS, "The plan")
    if not faults:
        for number, operation in enumerate(plan["operations"], 1):
            faults += _operation_faults(operation, f"Operation {number}")
        for part in ("sources", "notes"):
            if not all(isinstance(each, str) for each in plan[part]):
                faults.append(f"The plan's {part} are sentences.")
        faults += _decisions_faults(plan["decisions"])
    if faults:
        raise OdsPlanError(*faults)
    return plan


def _shaped(found: Any, wanted: Mapping[str, type], what: str) -> list[str]:
    if not isinstance(found, dict):
        return [f"{what} is not an object."]
    faults = [f"{what} lacks {name!r}." for name in wanted if name not in found]
    faults += [f"{what} has {name!r}, which is not known." for name in found if name not in wanted]
    return faults + [
        f"{what} has a wrong {name!r}."
        for name, kind in wanted.items()
        if name in found and not isinstance(found[name], kind)
    ]


def _operation_faults(operation: Any, what: str) -> list[str]:
    if not isinstance(operation, dict) or operation.get("do") not in FIELDS:
        return [f"{what} is none that is known: {', '.join(FIELDS)}."]
    what = f"{what} ({operation['do']})"
    faults = _shaped(operation, {"do": str, "on": str, **FIELDS[operation["do"]]}, what)
    for name in ("codes", "into", "moves"):
        values = operation.get(name)
        held = [*values, *values.values()] if isinstance(values, dict) else values
        if isinstance(held, list) and not all(isinstance(each, str) for each in held):
            faults.append(f"{what} has a wrong {name!r}.")
    try:
        dt.date.fromisoformat(operation.get("on", ""))
    except (TypeError, ValueError):
        faults.append(f"{what} has no day: 'on' is a day such as 2026-04-01.")
    return faults


def _decisions_faults(decisions: list[Any]) -> list[str]:
    faults: list[str] = []
    seen: set[str] = set()
    for number, decision in enumerate(decisions, 1):
        if wrong := _shaped(decision, _DECISION, f"Decision {number}"):
            faults += wrong
            continue
        key = decision["key"]
        what = f"The decision {key!r}"
        if key in seen:
            faults.append(f"{what} stands twice.")
        seen.add(key)
        faults += _options_faults(decision, what)
        for value, operations in decision["operations"].items():
            if not isinstance(operations, list):
                faults.append(f"{what} has wrong operations for {value!r}.")
                continue
            for operation in operations:
                faults += _operation_faults(operation, f"{what}, option {value!r}: an operation")
    return faults


def _options_faults(decision: dict[str, Any], what: str) -> list[str]:
    if any(_shaped(each, {"value": str, "label": str}, what) for each in decision["options"]):
        return [f"{what} has options that are not a value and a label each."]
    faults = []
    values = [each["value"] for each in decision["options"]]
    if len(set(values)) < 2 or len(set(values)) < len(values):  # noqa: PLR2004  a choice
        faults.append(f"{what} needs two or more options, each with a value of its own.")
    if decision["proposal"] not in values:
        faults.append(f"{what} proposes {decision['proposal']!r}, which is not an option.")
    if set(decision["operations"]) != set(values):
        faults.append(f"{what} must give the operations of each option, and of no other.")
    return faults


def chosen(plan: Plan, answers: Mapping[str, str] | None = None) -> list[Operation]:
    """The operations of a plan once its decisions are taken, in the order in which they are done.

    What was decided comes before what is beyond doubt on the same day: a Trust closes, or goes
    elsewhere, before its board is merged or divided. What opens comes first, the highest level first.

    Args:
        answers: the value chosen for each decision, by key; None takes every proposal.

    Raises:
        OdsPlanError: an answer is missing, or is none of the options.
    """
    decisions = plan["decisions"]
    if answers is None:
        answers = {decision["key"]: decision["proposal"] for decision in decisions}
    known = {decision["key"] for decision in decisions}
    faults = [f"There is no decision called {key!r}." for key in answers if key not in known]
    decided: list[Operation] = []
    for decision in decisions:
        if (answer := answers.get(decision["key"])) is None:
            faults.append(f"Not decided: {decision['question']}")
        elif answer not in decision["operations"]:
            faults.append(f"{answer!r} is no answer to: {decision['question']}")
        else:
            decided += decision["operations"][answer]
    if faults:
        raise OdsPlanError(*faults)
    return sorted([*decided, *plan["operations"]], key=_order)


def _order(operation: Operation) -> tuple[str, int]:
    if operation["do"] == "create":
        return operation["on"], _FIRST.get(operation["type"], 2)
    return operation["on"], 3


def is_empty(plan: Plan) -> bool:
    """Whether nothing is to be done or decided."""
    return not plan["operations"] and not plan["decisions"]


def digest(plan: Plan) -> str:
    """A fingerprint of what a plan proposes, whatever its files are called: two equal ones propose
    the same.
    """
    proposed = {
        "operations": plan["operations"],
        "decisions": [
            {name: each[name] for name in ("key", "proposal", "options", "operations")}
            for each in plan["decisions"]
        ],
    }
    text = json.dumps(proposed, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def written(plan: Plan) -> str:
    """The text of a plan's file."""
    return json.dumps(plan, indent=1, ensure_ascii=False) + "\n"
