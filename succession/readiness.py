"""What the codes of the list ``readiness`` mean when they count: one rule for pages and figures.

The words are the list's own (docs/code-lists.md), on pages and in releases alike. Emergency cover is
no level of readiness and is not decided here.
"""

import datetime as dt

#: Version of the rule below, kept with every copy of a plan.
RULE = 1
READY_NOW = "RN"
#: Judged with a horizon of five years or less, the soonest first.
HORIZONS = (READY_NOW, "R12", "R35")
#: Named and in development; the panel has not set a horizon. A judgement of its own, not a missing one.
IN_DEVELOPMENT = "RDV"
#: No judgement, or one whose review date has passed. Nobody selects it.
NOT_ASSESSED = "RNA"
#: Not aiming for the role: kept for an honest history, and no successor of the post.
NOT_AIMING = "RNO"

#: Every code of the list, in its order.
CODES = (*HORIZONS, IN_DEVELOPMENT, NOT_ASSESSED, NOT_AIMING)
#: What somebody who judges can choose.
SELECTABLE = tuple(code for code in CODES if code != NOT_ASSESSED)
#: The categories of a release, readiest first. Who is not aiming for a role is no successor for it,
#: and the definition of the measure says so.
RELEASED = tuple(code for code in CODES if code != NOT_AIMING)


def out_of_date(review_by: dt.date | None, day: dt.date) -> bool:
    """Whether a judgement no longer counts on `day`: from the day after its review date."""
    return review_by is not None and review_by < day


def counted(code: str | None, review_by: dt.date | None, day: dt.date) -> tuple[str, str]:
    """The readiness that counts on a day, and what it was if it is out of date ("" if it is not).

    Without a judgement, or with a code that is not of the national list: not assessed.
    """
    if code not in SELECTABLE:
        return NOT_ASSESSED, ""
    if out_of_date(review_by, day):
        return NOT_ASSESSED, code
    return code, ""


#: The same rule in SQL, over a judgement called ``j`` that may be missing; takes `PARAMETERS` and ``day``.
COUNTED_SQL = """
CASE
  WHEN j.readiness = ANY(%(selectable)s) AND (j.review_by IS NULL OR j.review_by >= %(day)s)
  THEN j.readiness::text
  ELSE %(not_assessed)s
END
"""
PARAMETERS = {
    "selectable": list(SELECTABLE),
    "not_assessed": NOT_ASSESSED,
    "not_aiming": NOT_AIMING,
    "readiest_first": list(RELEASED),
}
