"""What the words of a cell mean: labels, codes, and the spellings of other templates."""

import pytest

from orgs.codes import code_lists
from succession.onramp.meanings import Meanings
from succession.words import LISTS

pytestmark = pytest.mark.django_db


@pytest.fixture
def meanings() -> Meanings:
    return Meanings(code_lists(*LISTS), icb=False)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Ready now", "RN"), ("READY NOW", "RN"), ("Now", "RN"), ("Ready", "RN"),
        ("Ready within 12 months", "RN"), ("0-12 months", "RN"), ("Immediate", "RN"), ("RN", "RN"),
        ("1-2 years", "R12"), ("1\u20132 yrs", "R12"), ("Ready in 1 to 2 years", "R12"),
        ("Ready in 1-2 years", "R12"), ("12 to 24 months", "R12"), ("within 2 years", "R12"),
        ("3-5 years", "R35"), ("3 to 5 yrs", "R35"), ("2-3 years", "R35"), ("3+ years", "R35"),
        ("Long term", "R35"), ("In development", "RDV"), ("In development, horizon not set", "RDV"),
        ("Not yet ready", "RDV"), ("Not aiming for this role", "RNO"),
        ("Not ready", None), ("Soonish", None), ("4", None),
    ],
)  # fmt: skip
def test_readiness_is_read_in_the_usual_spellings(meanings, written, code) -> None:
    assert meanings.code("readiness", written) == code


@pytest.mark.parametrize(
    ("name", "written", "code"),
    [
        ("vacancy_risk", "Low", "FR1"), ("vacancy_risk", "Amber", "FR2"), ("vacancy_risk", "HIGH", "FR3"),
        ("vacancy_risk", "Leaving", "FR9"), ("vacancy_risk", "Perhaps", None),
        ("impact", "Medium", "IM2"), ("impact", "Critical", "IM4"), ("impact", "IM3", "IM3"),
        ("cover", "Yes", "ACT"), ("cover", "Can act up at once", "ACT"), ("cover", "Interim", "INT"),
        ("cover", "No", "NONE"), ("cover", "Kirsty Moor", None),
        ("criticality", "Statutory", "C1"), ("criticality", "Critical", None),
        ("risk_reason", "Retirement", "RET"), ("risk_reason", "End of term", "EOT"),
        ("risk_reason", "Long illness", None),
    ],
)  # fmt: skip
def test_other_words_are_read(meanings, name, written, code) -> None:
    assert meanings.code(name, written) == code


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("Chief nurse", "CNO"), ("Director of Nursing", "CNO"), ("CNO", "CNO"),
        ("Non-executive director 2", "NED"), ("Medical Director", "CMO"), ("Deputy chief nurse", None),
    ],
)  # fmt: skip
def test_titles_mean_roles_of_the_catalogue(meanings, title, code) -> None:
    assert meanings.role(title) == code


def test_at_an_icb_the_roles_are_its_own() -> None:
    at_icb = Meanings(code_lists(*LISTS), icb=True)
    assert {at_icb.role(each) for each in ("Director of nursing", "Chief nurse", "CNO", "ICB_CNO")} == {
        "ICB_CNO"
    }  # fmt: skip
    assert at_icb.role("ICB director of nursing") == "ICB_CNO"
    assert at_icb.role("Chief operating officer") == "COO"


def test_at_a_trust_there_is_no_role_of_an_icb(meanings) -> None:
    assert meanings.role("ICB_CNO") is None
