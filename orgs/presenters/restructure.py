"""What a change of organisations is called on pages: tiles, tables and sentences."""

import datetime as dt
from collections import Counter
from typing import Any

from orgs.enums import PlanState
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.restructure import reach
from orgs.restructure.picture import counted
from orgs.restructure.services import undecided
from orgs.words import words_of_day, words_of_moment

UNDECIDED = "Decide below"
STEPS = ["Choose boards", "Name the new board", "Check what will change", "Schedule"]
DRAWN = ["Draw up the change", "Check what will change", "Schedule"]

STATES = {
    PlanState.DRAFT: ("Draft", "grey"),
    PlanState.REHEARSED: ("Checked, not yet approved", "blue"),
    PlanState.APPROVED: ("Approved by two people", "green"),
    PlanState.APPLIED: ("Done", "green"),
    PlanState.CANCELLED: ("Cancelled", "grey"),
}


def steps(plan: RestructurePlan) -> dict[str, Any]:
    """The steps of a change and where it stands: a merger of boards is asked for in two of its own."""
    names = STEPS if [each["do"] for each in plan.operations] == ["merge"] else DRAWN
    return {"steps": names, "step": len(names) - (plan.first_approver_id is None)}


def status(plan: RestructurePlan, today: dt.date) -> tuple[str, str]:
    """Word and colour of a plan's state."""
    if plan.state == PlanState.APPLIED and plan.effective_on > today:
        return "Recorded, not yet in force", "green"
    if plan.state == PlanState.REHEARSED and plan.first_approver_id:
        return "Waits for a second approval", "orange"
    return STATES[PlanState(plan.state)]


def listed(plans: list[RestructurePlan], today: dt.date) -> list[dict[str, Any]]:
    """Plans for the list page."""
    said = [(plan, *status(plan, today)) for plan in plans]
    return [{"plan": plan, "status": word, "colour": colour} for plan, word, colour in said]


def tiles(plan: RestructurePlan) -> list[dict[str, Any]]:
    """The four figures at the top of the page."""
    report = plan.report["rehearsal"]
    kinds = Counter(_kinds(report["before"], set(report["moved"])))
    rows = access_rows(plan)
    gain = {row["login"] for row in rows if row["tone"] == "gain"}
    lose = {row["login"] for row in rows if row["tone"] == "lose"} - gain
    waiting = len(undecided(plan))
    note = ", ".join(counted(kind, number) for kind, number in sorted(kinds.items()))
    people = len({row["login"] for row in rows if row["tone"] or row["word"] == UNDECIDED})
    return [
        {"label": "Organisations that move", "value": len(report["moved"]), "note": note},
        {
            "label": "Records of theirs changed",
            "value": 0,
            "note": "Plans, pools and learning stay where they are",
        },
        {
            "label": "People whose access changes",
            "value": people,
            "note": "Depends on what you decide"
            if waiting
            else f"{len(gain)} gain access, {len(lose)} lose access",
            "tone": "warn" if people else "",
        },
        {
            "label": "Decisions you need to make",
            "value": waiting,
            "note": "Before you can schedule" if waiting else "All made",
            "tone": "bad" if waiting else "good",
        },
    ]


def _kinds(nodes: list[dict[str, Any]], codes: set[str]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        found += [node["kind"]] if node["code"] in codes else []
        found += _kinds(node["children"], codes)
    return found


def access_rows(plan: RestructurePlan) -> list[dict[str, str]]:
    """The table of who gains and loses access, as decided so far."""
    return [
        _access_row(row, plan.decisions.get(row["key"], ""))
        for row in plan.report["rehearsal"]["access"]
    ]


def _access_row(row: dict[str, Any], decision: str) -> dict[str, str]:
    now = f"{' and '.join(row['units'])}, with {counted('Organisation', row['now'])} below"
    there = row["at"].get(decision) or next(iter(row["at"].values()), None)
    word, colour, tone = "No change", "grey", ""
    if row["closes"] and not decision:
        then, word, colour = "Not yet decided", UNDECIDED, "orange"
    elif decision == reach.END or there is None:
        then, word, colour, tone = "No role", "Loses access", "red", "lose"
    else:
        then = f"{there['name']}, with {counted('Organisation', there['then'])} below"
        gains, loses = there["gains"], there["loses"]
        if gains and loses:
            word, colour, tone = f"Gains {gains}, loses {loses}", "orange", "gain"
        elif gains:
            word, colour, tone = f"Gains {counted('Organisation', gains)}", "green", "gain"
        elif loses:
            word, colour, tone = f"Loses {counted('Organisation', loses)}", "red", "lose"
    asked = dict(reach.options(row)) if row["closes"] else {}
    return {
        "login": row["login"], "role": row["role"], "now": now, "then": then,
        "word": word, "colour": colour, "tone": tone,
        "decided": asked.get(decision, UNDECIDED) if asked else "",
    }  # fmt: skip


def handed_over(plan: RestructurePlan) -> list[dict[str, str]]:
    """What boards that close hand over: a number of organisation facts, and of everything else all."""
    return [
        {
            "what": row["label"],
            "from": row["from_name"],
            "to": row["to_name"],
            "count": "All" if row["count"] is None else f"{row['count']:,}",
        }
        for row in plan.report["rehearsal"]["transfers"]
    ]


def proof(plan: RestructurePlan) -> list[str]:
    """What the application proved, in sentences; empty before it."""
    applied = plan.report.get("applied")
    if not applied:
        return []
    days = " and ".join(
        words_of_day(dt.date.fromisoformat(each)) for each in applied["unchanged_on"]
    )
    proved = [
        "No record of an organisation that moved was changed.",
        f"The organisations of {days} are exactly what they were.",
    ]
    due = [day["on"] for day in applied["closing"] if day["handover"] == "due"]
    proved += [
        f"What the boards that close hold is handed over on "
        f"{words_of_day(dt.date.fromisoformat(on))}, as decided."
        for on in due
    ]
    proved += [
        f"{each['title']}: {each['ended']} ended or changed, {each['begun']} begun, as listed."
        for each in applied.get("checks", [])
        if each["ended"] or each["begun"]
    ]
    above = [each for each in applied["handed_over"] if each["key"] == "roles_above"]
    if not above:
        return proved
    ended, begun = (sum(each[key] for each in above) for key in ("ended", "begun"))
    return [
        *proved,
        f"Roles above employers: {ended} ended, {begun} begun, as decided.",
        "What the boards that closed held went to their successor, and the database counted the same.",
    ]


def approvals(plan: RestructurePlan) -> list[tuple[str, str]]:
    """(what, who and when) for the summary list."""
    who = (
        ("Drawn up by", plan.drafted_by, plan.recorded_at),
        ("First approval", plan.first_approver, plan.first_approved_at),
        ("Second approval", plan.second_approver, plan.second_approved_at),
    )
    return [(what, _by(user, at) if user else "Not yet") for what, user, at in who]


def _by(user: User, at: dt.datetime | None) -> str:
    return f"{user.login}, {words_of_moment(at)}" if at else user.login


def schedule_label(plan: RestructurePlan) -> str:
    return f"Schedule for {words_of_day(plan.effective_on)}"
