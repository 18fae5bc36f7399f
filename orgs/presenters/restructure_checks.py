"""What the checks of a rehearsal found, for the page of the change."""

from collections.abc import Mapping
from typing import Any

from django.forms.boundfield import BoundField
from django.urls import reverse

from orgs.enums import PlanState
from orgs.models.restructure import RestructurePlan
from orgs.restructure.checks import SlowCheck, slow_in_order

#: A longer table is folded away.
LONG = 12


def sections(plan: RestructurePlan, fields: Mapping[str, BoundField]) -> list[dict[str, Any]]:
    """The checks that found something. `fields` are the choices that can be made now, by key."""
    found = []
    for section in plan.report["rehearsal"].get("checks", []):
        rows = [_row(row, plan, fields.get(row["key"])) for row in section["rows"]]
        if rows:
            asked = any(row["field"] and not row["default"] for row in rows)
            wrong = any(row["field"] and row["field"].errors for row in rows)
            found.append(
                {
                    "key": section["key"],
                    "title": section["title"],
                    "note": _note(rows),
                    "rows": rows,
                    "folded": len(rows) > LONG,
                    "open": asked or wrong,
                }
            )
    return found


def nothing_found(plan: RestructurePlan) -> list[str]:
    """A sentence for each check that found nothing."""
    found = plan.report["rehearsal"].get("checks", [])
    return [section["none"] for section in found if not section["rows"]]


def _note(rows: list[dict[str, Any]]) -> str:
    names = len({row["name"] for row in rows})
    lines = "1 line" if len(rows) == 1 else f"{len(rows):,} lines"
    return f"{lines} at {'1 organisation' if names == 1 else f'{names} organisations'}"


def _row(row: dict[str, Any], plan: RestructurePlan, field: BoundField | None) -> dict[str, Any]:
    options = dict(row["options"])
    chosen = plan.decisions.get(row["key"], row["default"])
    said = options.get(chosen, "")
    if field is not None:
        said = ""
    elif options and not said:
        said = "Not decided"
    return {
        "name": row["name"],
        "words": row["words"],
        "before": row["before"],
        "after": row["after"],
        "note": row["note"],
        "default": row["default"],
        "by_default": bool(row["default"]) and row["key"] not in plan.decisions,
        "field": field,
        "said": said,
    }


def slow(plan: RestructurePlan) -> list[dict[str, Any]]:
    """The checks that take minutes, each with how far it is."""
    return [slow_check(plan, check) for check in slow_in_order()]


def slow_check(plan: RestructurePlan, check: SlowCheck) -> dict[str, Any]:
    """One of them: its words, its state, and where it is asked for and looked at."""
    progress = check.progress(plan)
    where = [plan.unit.code, plan.public_id, check.key]
    return {
        "key": check.key,
        "title": check.title,
        "button": check.button,
        "text": check.note,
        "columns": check.columns,
        "progress": progress,
        "askable": plan.state == PlanState.REHEARSED
        and (progress.state in ("none", "failed") or not progress.current)
        and progress.state != "running",
        "start_url": reverse("orgs:change_look", args=where),
        "poll_url": reverse("orgs:change_looked_at", args=where),
    }
