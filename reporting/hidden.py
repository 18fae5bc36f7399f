"""What is said of hidden figures: one sentence, the same on page, PDF and file, whatever the reason."""

from collections.abc import Iterable

from reporting.disclosure.policy import Policy

#: The one symbol for every hidden value.
MARK = "[c]"


def sentence(policies: Iterable[Policy]) -> str:
    """The rules that hide figures, in plain words; empty where none of the policies hides any."""
    hiding = [each for each in policies if each.min_cell > 1]
    if not hiding:
        return ""
    return (
        f"A hidden figure is shown as {MARK}, so that nobody can be recognised. Hidden are numbers from "
        f"1 to {_some([each.min_cell - 1 for each in hiding])}; parts of a group of fewer than "
        f"{_some([each.min_base for each in hiding])}, of too few organisations, or in which everybody "
        "has the same answer; what one organisation could work a few people elsewhere out of; and "
        "whatever would give one of these away."
    )


def _some(values: list[int]) -> str:
    """5, or "5 (7 for some figures)" where the rules differ."""
    low, high = min(values), max(values)
    return str(low) if low == high else f"{low} ({high} for some figures)"
