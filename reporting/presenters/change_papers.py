"""A change of organisations on paper, as its page says it to one administrator; and its papers on the page."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from orgs.access.viewer import Viewer
from orgs.enums import PlanState
from orgs.models.restructure import RestructureComment, RestructurePlan
from orgs.presenters import drawing, handover, restructure, restructure_checks
from orgs.restructure import asking
from orgs.words import LONDON, lowered, words_of_day, words_of_moment
from reporting.enums import PaperState
from reporting.models.change_papers import ChangePaper

#: A tree of more organisations is printed in two columns.
LONG_TREE = 30
#: So many lines of one table are printed, and beyond them those that wait for a decision.
MOST = 250
NOTHING = "Nothing"
NOT_DECIDED = "Not decided"
FAILED = "The PDF could not be made. Ask for it again."


def content(viewer: Viewer, plan: RestructurePlan) -> dict[str, Any]:
    """Everything that the paper prints but for whom and when: plain values, in words.

    What the viewer sees on the page of the change and nothing else, so it is called in her scope.
    """
    report = plan.report["rehearsal"]
    start = words_of_day(plan.effective_on)
    done = plan.state == PlanState.APPLIED
    return {
        "title": plan.title,
        "unit": viewer.here.name,
        "status": restructure.status(plan, viewer.day)[0],
        "start": start,
        "tiles": [
            {"label": each["label"], "value": f"{each['value']:,}", "note": each["note"]}
            for each in restructure.tiles(plan)
        ],
        "approvals": restructure.approvals(plan),
        "operations": [
            {"on": words_of_day(each["on"]), "words": each["words"], "parts": each["parts"]}
            for each in drawing.listed(plan)
        ],
        "trees": [
            _picture("Before" if done else "Now", report["before"]),
            _picture(f"From {start}", report["after"]),
        ],
        "access": _access(plan, start),
        "handed": _handed(plan),
        "lists": [[each["name"], each["word"]] for each in handover.for_plan(plan)],
        "checks": [_check(each) for each in restructure_checks.sections(plan, {})],
        "nothing": restructure_checks.nothing_found(plan),
        "published": []
        if plan.state == PlanState.CANCELLED
        else [_published(each) for each in restructure_checks.slow(plan)],
        "told": plan.notices.count(),
        "said": [_said(each) for each in asking.said_of(plan)],
        "proof": restructure.proof(plan),
    }


def digest(values: object) -> str:
    """SHA-256 of plain values: the same for the same, in whatever order their names stand."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


def standing(plan: RestructurePlan) -> str:
    """What of a plan a paper is of: its rehearsal, what is decided, and who has approved."""
    return digest(
        [
            plan.report["rehearsal"]["fingerprint"],
            plan.decisions,
            plan.state,
            plan.first_approver_id,
            plan.second_approver_id,
        ]
    )


def _picture(title: str, nodes: list[dict[str, Any]]) -> dict[str, Any]:
    return {"title": title, "nodes": _tree(nodes), "long": _size(nodes) > LONG_TREE}


def _size(nodes: Iterable[dict[str, Any]]) -> int:
    return sum(1 + _size(node["children"]) for node in nodes)


def _tree(nodes: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "name": node["name"],
            "kind": node["kind"],
            "word": node["word"] if node["change"] else "",
            "more": node["more"],
            "children": _tree(node["children"]),
        }
        for node in nodes
    ]


def _table(headers: Sequence[str], rows: Sequence[tuple[list[str], bool]]) -> dict[str, Any]:
    """A table of words: rows of cells, each with whether it waits for a decision."""
    shown = [cells for n, (cells, waits) in enumerate(rows) if n < MOST or waits]
    return {
        "headers": list(headers),
        "rows": [[cells[0], cells[1:]] for cells in shown],
        "left": len(rows) - len(shown),
        "words": True,
    }


def _access(plan: RestructurePlan, start: str) -> dict[str, Any]:
    found = []
    for row in restructure.access_rows(plan):
        waits = row["decided"] == restructure.UNDECIDED
        change = NOT_DECIDED if row["word"] == restructure.UNDECIDED else row["word"]
        decided = NOT_DECIDED if waits else row["decided"] or "Nothing to decide"
        cells = [row["login"], row["role"], row["now"], row["then"], change, decided]
        found.append((cells, waits))
    headers = ["Account", "Role", "Now", f"From {start}", "Change", "Decided"]
    unaffected = plan.report["rehearsal"]["unaffected"]
    people = "1 person" if unaffected == 1 else f"{unaffected:,} people"
    return _table(headers, found) | {
        "others": [
            f"Regional and national roles ({people}): the same organisations are below them.",
            "Roles inside organisations that move: no change.",
        ]
    }


def _handed(plan: RestructurePlan) -> dict[str, Any] | None:
    """A line a board and successor, with what has a number; of the rest, all, which is said once."""
    whole: dict[str, None] = {}
    going: dict[tuple[str, str], list[str]] = {}
    for each in restructure.handed_over(plan):
        numbered = going.setdefault((each["from"], each["to"]), [])
        if each["count"] == "All":
            whole[lowered(each["what"])] = None
        elif each["count"] != "0":
            numbered.append(f"{each['what']}: {each['count']}")
    if not going:
        return None
    rows = [([start, to, "; ".join(said) or NOTHING], False) for (start, to), said in going.items()]
    return _table(["From", "To", "What has a number"], rows) | {"whole": "; ".join(whole)}


def _check(section: dict[str, Any]) -> dict[str, Any]:
    rows = [
        (
            [
                row["name"],
                row["words"],
                row["before"] or NOTHING,
                row["after"] or NOTHING,
                _happens(row),
            ],
            row["said"] == NOT_DECIDED,
        )
        for row in section["rows"]
    ]
    headers = ["Organisation", "What", "Now", "After the change", "What happens"]
    return {"title": section["title"], "note": section["note"], "table": _table(headers, rows)}


def _happens(row: dict[str, Any]) -> str:
    said = row["said"]
    if said and row["by_default"]:
        said = f"{said} (nobody has chosen otherwise)"
    return ". ".join(each for each in (said, row["note"]) if each) or "Nothing to decide"


def _published(slow: dict[str, Any]) -> dict[str, Any]:
    progress = slow["progress"]
    lines = {
        "none": ["Not checked yet."],
        "running": ["It was being checked when this paper was asked for."],
    }.get(progress.state, list(progress.lines))
    if not progress.current:
        lines = ["Out of date: the change is not what it was when this was checked.", *lines]
    rows = [(list(row), False) for row in progress.rows]
    return {
        "title": slow["title"],
        "lines": lines,
        "table": _table(slow["columns"], rows) if rows else None,
    }


def _said(each: RestructureComment) -> dict[str, str]:
    return {
        "name": each.unit.name,
        "on": words_of_moment(each.said_at),
        "text": each.text,
        "answer": each.answer,
        "answered": words_of_moment(each.answered_at) if each.answered_at else "",
    }


# --- printed -----------------------------------------------------------------------------------------


def printed(paper: ChangePaper) -> dict[str, Any]:
    """What the PDF is drawn from: the content, for whom it was made and when."""
    said: dict[str, Any] = paper.content
    made = f"{paper.asked_by.login}, {words_of_moment(paper.asked_at)}"
    return said | {
        "caption": f"{said['unit']}: a change of organisations",
        "meta": f"{said['status']}. From {said['start']}",
        "running": said["title"],
        "made": made,
        "as_at": paper.asked_at.astimezone(LONDON).date(),
        "checksum": paper.content_sha256,
    }


def document_id(paper: ChangePaper) -> str:
    """What stands at the top of every page."""
    return (
        f"Paper {number(paper)}, made for {paper.asked_by.login}, {words_of_moment(paper.asked_at)}"
    )


def number(paper: ChangePaper) -> str:
    """What a paper is called: the beginning of its id."""
    return str(paper.public_id)[:8]


# --- on the page -------------------------------------------------------------------------------------


def part(plan: RestructurePlan, papers: Sequence[ChangePaper], unit_code: str) -> dict[str, Any]:
    """The part of the page of a change where its paper is asked for, with the papers that there are."""
    return {
        "ask_url": reverse("reporting:ask_paper", args=[unit_code, plan.public_id]),
        "version": plan.version,
        "papers": [_paper(each, plan, unit_code) for each in papers],
        "button": "Make it again" if papers else "Make the PDF",
    }


def _paper(paper: ChangePaper, plan: RestructurePlan, unit_code: str) -> dict[str, Any]:
    said = {
        "job": job(paper, plan, unit_code),
        "asked": f"Asked for {words_of_moment(paper.asked_at)}",
    }
    if paper.standing == standing(plan):
        return said | {"word": "Of this check", "colour": "green"}
    if paper.fingerprint == plan.report["rehearsal"]["fingerprint"]:
        return said | {"word": "Decided or approved since", "colour": "orange"}
    return said | {"word": "Of an earlier check", "colour": "orange"}


def job(paper: ChangePaper, plan: RestructurePlan, unit_code: str) -> dict[str, Any]:
    """What ``components/job.html`` shows of a paper."""
    where = [unit_code, plan.public_id, paper.public_id]
    made: dict[str, Any] = {
        "id": f"paper-{paper.public_id}",
        "url": reverse("reporting:paper", args=where),
    }
    if paper.state == PaperState.DONE:
        pages = "1 page" if paper.pages == 1 else f"{paper.pages} pages"
        return made | {
            "done_url": reverse("reporting:paper_pdf", args=where),
            "done_label": f"Open paper {number(paper)} (PDF, {pages})",
        }
    if paper.state == PaperState.FAILED:
        return made | {"error": FAILED}
    return made | {"label": f"Paper {number(paper)} is being made"}
