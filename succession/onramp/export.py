"""The plan as the rows of a spreadsheet that can be uploaded again without a change."""

import datetime as dt
from collections.abc import Iterator

from succession.board import PostRow
from succession.enums import SheetLayout
from succession.onramp.fields import BY_READINESS, PLAN_FIELDS, headings
from succession.onramp.standing import Standing
from succession.readiness import NOT_ASSESSED
from succession.successor_row import Successor
from succession.words import label


def rows(on: Standing) -> Iterator[list[str]]:
    """A row for each successor, and one for a post without, in the order of the plan; headings first.

    Who is named from elsewhere by her consent is left out: she could not take her name back from a file.
    """
    yield headings(SheetLayout.PLAN)
    for post in on.board.rows:
        of_post = _post(post, on)
        named = [each for each in post.successors if each.staff_id in on.staff]
        for of_person in [_successor(each, on) for each in named] or [{}]:
            says = of_post | of_person
            yield [says.get(f.key, "") for f in PLAN_FIELDS if f.key not in BY_READINESS]


def _post(post: PostRow, on: Standing) -> dict[str, str]:
    held = [on.staff[h.staff_id] for h in post.holders if h.staff_id in on.staff]
    keys = [on.people.key_of(person) for person in held]
    risk = post.risk
    return {
        "post": post.title,
        "roles": "; ".join(post.role_codes),
        "holder": "; ".join(person.name for person in held),
        "holder_number": "; ".join(keys) if all(keys) else "",
        "since": _day(post.holders[0].since) if post.holders else "",
        "criticality": label(on.codes, "criticality", post.criticality),
        "vacancy_risk": label(on.codes, "vacancy_risk", risk.vacancy_risk),
        "impact": label(on.codes, "impact", risk.impact),
        "reasons": "; ".join(label(on.codes, "risk_reason", code) for code in risk.reasons),
        "stated_on": _day(risk.stated_on),
        "leaving_on": _day(risk.leaving_on),
    }


def _successor(each: Successor, on: Standing) -> dict[str, str]:
    person = on.staff.get(each.staff_id) if each.staff_id is not None else None
    readiness = each.stale or (each.readiness if each.readiness != NOT_ASSESSED else "")
    return {
        "successor": each.name,
        "successor_number": on.people.key_of(person) if person else "",
        "readiness": label(on.codes, "readiness", readiness) if readiness else "",
        "cover": label(on.codes, "cover", each.cover),
        "evidence": each.evidence,
        "review_by": _day(each.review_by),
    }


def _day(day: dt.date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
