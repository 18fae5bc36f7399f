"""How names are written and sorted."""

import unicodedata


def folded(text: str) -> str:
    """Lower case, without accents and apostrophes: so that "O\u2019Brien" and "O'Brien" meet."""
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(c for c in plain if not unicodedata.combining(c) and c not in "'\u2019\u2018")
    return kept.casefold()


def sort_name(name: str) -> str:
    """Surname first, folded: the order in which a list of people is read."""
    first, _, last = folded(name).rpartition(" ")
    return f"{last} {first}".strip()
