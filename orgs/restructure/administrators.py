"""Whether somebody administers access where others close: said while there is time to appoint somebody."""

import datetime as dt

from orgs.restructure.checks import Finding, key_of
from orgs.restructure.operations import Tried
from orgs.restructure.reach import closings, held

KEY = "administrators"
_ROLE = "access_admin"


def find(tried: Tried, day: dt.date) -> list[Finding]:
    """Successors that employ people and at which nobody would administer access.

    Roles follow their holders. Where an employer is split, nobody above knows to whom: so only its main
    successor counts on its administrators, and the row says that one may go to another.
    """
    ending = {code: heirs for code, heirs in closings(tried).items() if code in tried.before}
    heirs = {
        heir
        for code, each in ending.items()
        for heir in each
        if code in tried.before.employers
        and heir in tried.after
        and tried.after.kinds[tried.after[heir].type].employs
    }
    there = _administered(tried, {*ending, *heirs}, day)
    there |= {each[0] for code, each in ending.items() if each and code in there}
    parted = {heir for each in ending.values() for heir in each[1:]}
    return [
        Finding(
            key=key_of(KEY, code),
            words="Administration of access",
            code=code,
            name=tried.after[code].name,
            before="Nobody" if code in tried.before else "Not there",
            after="Nobody",
            note=(
                "An administrator of the board that is split may go there. If none does, a founder has "
                "to appoint somebody."
                if code in parted
                else "A founder has to appoint somebody."
            ),
        )
        for code in sorted(heirs - there)
    ]


def _administered(tried: Tried, codes: set[str], day: dt.date) -> set[str]:
    """Those of the codes at which somebody administers access on the day."""
    ids = [tried.before[code].id for code in codes if code in tried.before]
    units = [i for i in ids if i is not None]
    return {each.unit_code for each in held(units, day) if each.role == _ROLE}
