"""Invented people: common first names and surnames, put together by chance.

The mix follows who works in the NHS. A name that a real person bears is a coincidence; no name is
ever put beside a real organisation.
"""

import random
import unicodedata
from collections.abc import Iterator
from pathlib import Path

_DATA = Path(__file__).resolve().parent / "data"
FORENAMES = (_DATA / "forenames.txt").read_text().split()
SURNAMES = (_DATA / "surnames.txt").read_text().split()


def address(name: str) -> str:
    """A name as the first part of an e-mail address."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.replace("'", "").lower().replace(" ", ".")


def distinct(chance: random.Random, taken: set[str] | None = None) -> Iterator[str]:
    """Names without end, each once; `taken` are not given out.

    At one employer two people of one name would share an address, which a real directory numbers.
    """
    given = set(taken or ())
    while True:
        name = f"{chance.choice(FORENAMES)} {chance.choice(SURNAMES)}"
        if name not in given:
            given.add(name)
            yield name
