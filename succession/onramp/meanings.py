"""What the words of a cell mean: codes of our lists by label, by code, and by the usual spellings."""

import re
from collections.abc import Mapping

from orgs.imports.cells import words
from succession.board_roles import ROLES, belongs, here
from succession.words import Codes

#: What is written where nothing is known: it changes nothing.
NOTHING = frozenset(
    {"", "n a", "na", "nil", "tbc", "tba", "unknown", "not known", "not assessed", "not applicable", "vacant"}
)  # fmt: skip
_SPELLINGS: Mapping[str, Mapping[str, str]] = {
    "readiness": {
        "now": "RN", "immediate": "RN", "immediately": "RN", "short term": "RN", "12 months": "RN",
        "0 12 months": "RN", "0 6 months": "RN", "6 months": "RN", "6 12 months": "RN", "0 1 years": "RN",
        "1 years": "RN", "less than 1 years": "RN", "less than 12 months": "RN", "": "RN",
        "1 2 years": "R12", "12 24 months": "R12", "2 years": "R12", "medium term": "R12", "soon": "R12",
        "3 5 years": "R35", "2 5 years": "R35", "2 3 years": "R35", "3 years": "R35", "5 years": "R35",
        "24 60 months": "R35", "36 60 months": "R35", "long term": "R35", "later": "R35",
        "in development": "RDV", "developing": "RDV", "development": "RDV",
        "not yet ready": "RDV", "not ready yet": "RDV",
        "not aiming": "RNO", "not interested": "RNO",
    },
    "vacancy_risk": {
        "green": "FR1", "l": "FR1", "med": "FR2", "moderate": "FR2", "amber": "FR2", "m": "FR2",
        "red": "FR3", "very high": "FR3", "h": "FR3", "leaver": "FR9", "known": "FR9",
        "notice given": "FR9", "resigned": "FR9",
    },
    "impact": {
        "l": "IM1", "green": "IM1", "medium": "IM2", "med": "IM2", "m": "IM2", "amber": "IM2",
        "h": "IM3", "red": "IM3", "very high": "IM4",
    },
    "cover": {
        "yes": "ACT", "y": "ACT", "act up": "ACT", "can act up": "ACT", "acting up": "ACT",
        "acting": "ACT", "interim": "INT", "interim cover": "INT", "no": "NONE", "n": "NONE",
        "none": "NONE",
    },
    "criticality": {
        "statutory": "C1", "strategic": "C2", "operational": "C3", "scarce": "C4", "single holder": "C4",
    },
    "risk_reason": {
        "retirement": "RET", "retiring": "RET", "fixed term": "EOT", "term ends": "EOT",
        "promotion": "PRO", "ready for promotion": "PRO", "market": "MKT", "external offer": "MKT",
        "head hunted": "MKT", "headhunted": "MKT", "workload": "WLD", "wellbeing": "WLD", "stress": "WLD",
        "reorganisation": "STR", "restructure": "STR", "merger": "STR", "relocation": "LOC",
        "travel": "LOC", "commute": "LOC", "lack of development": "DEV", "no development": "DEV",
    },
}  # fmt: skip
#: Other names by which boards call a role.
_ROLES = {
    "chief executive officer": "CEO", "accountable officer": "CEO", "chief financial officer": "CFO",
    "director of finance": "CFO", "finance director": "CFO", "medical director": "CMO",
    "executive medical director": "CMO", "chief nursing officer": "CNO", "director of nursing": "CNO",
    "executive director of nursing": "CNO", "director of operations": "COO",
    "director of people": "CPO", "director of workforce": "CPO", "hr director": "CPO",
    "chief people and culture officer": "CPO", "chief information officer": "CDIO",
    "chief digital officer": "CDIO", "chief digital information officer": "CDIO",
    "strategy director": "CSO", "trust secretary": "COSEC", "chairman": "CHAIR",
    "chair of the board": "CHAIR", "vice chair": "VCHAIR", "ned": "NED",
}  # fmt: skip


class Meanings:
    """The codes of an employer's lists by what a cell may say. `icb`: it is an integrated care board."""

    def __init__(self, codes: Codes, *, icb: bool) -> None:
        self._by_list = {
            name: {
                **spelled,
                **{_said(name, form): c.code for c in codes[name].values() for form in (c.label, c.code)},
            }
            for name, spelled in _SPELLINGS.items()
        }  # fmt: skip
        # Roles of a trust are read at an ICB, too, as the role that it has in their place.
        self._roles = {text: here(code, icb=icb) for text, code in _ROLES.items()}
        roles = sorted(codes[ROLES].values(), key=lambda c: belongs(c.code, icb=icb))
        for row in roles:
            code = here(row.code, icb=icb)
            if belongs(code, icb=icb):
                self._roles |= {words(row.label): code, words(row.code): code}

    def code(self, name: str, text: str) -> str | None:
        """The code of the list `name` that a cell means; None when it means none."""
        return self._by_list[name].get(_said(name, text))

    def role(self, text: str) -> str | None:
        """The role of the catalogue that a title means: "Non-executive director 2" is one, too."""
        plain = words(text)
        return self._roles.get(plain) or self._roles.get(re.sub(r" \d+$", "", plain))


def _said(name: str, text: str) -> str:
    """A cell in plain form; of readiness, without the words that only lead to it."""
    plain = words(text)
    if name == "readiness":
        plain = re.sub(r"\b(yrs?|year)\b", "years", plain)
        plain = re.sub(r"\b(\d+) (?:to|and) (\d+)\b", r"\1 \2", plain)
        plain = (
            re.sub(r"^(ready ?)?((with)?in )?", "", plain) if plain != "in development" else plain
        )
    return plain
