"""Weights and bands of exposure: defined above, adapted by the employer."""

import datetime as dt

from orgs.inheritance.effective import Effective
from orgs.inheritance.kinds import DefinitionKind, FieldSpec
from orgs.inheritance.selectors import effective
from succession.exposure import BANDS, CRITICALITIES, Rules

_WORDS = {
    "C1": "a statutory or constitutional post",
    "C2": "a strategically critical post",
    "C3": "an operationally critical post",
    "C4": "a scarce or single-holder skill",
    "C0": "a post that is not critical",
}
_WEIGHTS = {"C1": 4, "C2": 3, "C3": 2, "C4": 3, "C0": 1}
_STARTS = {"E2": (4, "moderate"), "E3": (8, "high"), "E4": (12, "very high")}
_MOST_WEIGHT, _MOST = 5, 20

EXPOSURE_RULES = DefinitionKind(
    code="exposure_rules",
    label="Exposure of posts",
    plural="Exposure of posts",
    single=True,
    fields=(
        *(
            FieldSpec(
                f"weight_{code.lower()}",
                f"Weight of {_WORDS[code]}",
                "number",
                default=_WEIGHTS[code],
                minimum=0,
                maximum=_MOST_WEIGHT,
                group="Weights of criticality",
            )
            for code in CRITICALITIES
        ),
        *(
            FieldSpec(
                f"from_{band.lower()}",
                f"Exposure is {word} from",
                "number",
                default=start,
                minimum=1,
                maximum=_MOST,
                group="Bands",
            )
            for band, (start, word) in _STARTS.items()
        ),
    ),
    note="Exposure is the weight of criticality, times the higher of vacancy risk and impact (each 0 to "
    "4), times 1 less cover. Cover is 1 with somebody ready now who has agreed and is not counted for "
    "another post, 0.5 with somebody who could act up at once, and 0 otherwise.",
)


def rules_of(found: Effective) -> Rules:
    """The rules that a definition in effect comes to. Bands are taken in rising order."""
    weights = {c: int(found.value(f"weight_{c.lower()}") or 0) for c in CRITICALITIES}
    second, third, fourth = sorted(
        int(found.value(f"from_{band.lower()}") or _STARTS[band][0]) for band in BANDS[1:]
    )
    return Rules(weights, (second, third, fourth), found.stamp.replace("|", ", "))


def rules(unit_id: int, day: dt.date) -> Rules:
    """The rules in effect at an employer on a day."""
    return rules_of(effective(EXPOSURE_RULES.code, unit_id, day))
