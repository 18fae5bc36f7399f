"""The boundary register in words: on its page, as CSV, and as the text that is kept beside the code."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from orgs.access.roles import HISTORY
from orgs.presenters.access import family_label

#: The mark of a cell that holds nothing.
NONE = "\N{EN DASH}"
#: What a cell may hold, the widest first, and what it is called. A cell's reading is its first letter.
READS = {
    "R": "Reads all of it",
    "r": "Reads some of it",
    "C": "Reads what people agreed to share",
    "O": "Reads their own",
    "A": "Sees published figures only",
    "M": "Sees that there is something, not what it says",
    "": "Sees nothing",
}
#: The same, with writing.
WRITES = {
    "R": "Reads and changes all of it",
    "r": "Reads and changes some of it",
    "C": "Reads what people agreed to share, and adds to it",
    "O": "Reads and changes their own",
    "A": "Sees published figures only, and runs what is about them",
}
#: In a word or two, where all records stand on one page.
SHORT = {
    "R": "All of it",
    "r": "Some of it",
    "C": "What was shared with them",
    "O": "Their own",
    "A": "Published figures",
    "M": "That it exists",
    "": "Nothing",
}
#: The key of the letters, for the table of all roles and for the files.
KEY = (
    ("R", "reads all of it"),
    ("r", "reads some of it: rows that meet a condition, or not every part"),
    ("C", "reads what people agreed to share with this organisation, while they share it"),
    ("O", "reads their own: rows about the person, or that name the account"),
    ("A", "sees figures only, through published figures that identify nobody"),
    ("M", "sees that there is something, how much or by whom, and not what it says"),
    ("W", "changes it"),
    ("w", "changes some of it"),
    (NONE, "nothing"),
)
VERBS = {"read": "Read", "insert": "Add", "update": "Change", "delete": "Remove"}


def cell_words(code: str) -> str:
    """A cell in a sentence: "Rw" is "Reads all of it, changes some of it"."""
    if code.startswith(("w", "W")):
        return "Adds to it"
    reads = _reading(code)
    if reads == "R" and "w" in code:
        said = "Reads all of it, changes some of it"
    elif "w" in code or "W" in code:
        said = WRITES[reads]
    else:
        said = READS[reads]
    return f"{said}, and that there is more" if "M" in code[1:] else said


def short_words(code: str) -> str:
    """A cell in a word or two, for the page of all records."""
    if code[:1] not in SHORT:
        return "Adds to it"
    said = SHORT[code[:1]]
    if "W" in code or "w" in code:
        said += " (changes)" if "W" in code else " (changes some)"
    return said


@dataclass
class Line:
    """What some roles may do with a class of records."""

    code: str
    words: str
    roles: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class ClassRow:
    """A class of records: for each thing that roles may do with it, which roles."""

    code: str
    label: str
    what: str
    lines: tuple[Line, ...]
    cells: tuple[tuple[str, str], ...]

    @property
    def seen(self) -> tuple[Line, ...]:
        """The lines of roles that see something."""
        return tuple(line for line in self.lines if line.code)


def class_rows(content: Mapping[str, Any]) -> list[ClassRow]:
    """The rows of the page. Roles that see nothing are the last line of each."""
    roles = [(each["code"], each["label"]) for each in content["roles"]]
    return [_row(each, roles) for each in content["classes"]]


def _row(of: Mapping[str, Any], roles: Iterable[tuple[str, str]]) -> ClassRow:
    lines: dict[str, Line] = {}
    cells = []
    for code, label in roles:
        letters = of["cells"].get(code, "")
        cells.append((label, letters or NONE))
        words = short_words(letters)
        lines.setdefault(words, Line(letters, words)).roles.append(label)
    order = [*READS]
    return ClassRow(
        of["code"],
        of["label"],
        of["what"],
        tuple(
            sorted(lines.values(), key=lambda line: (order.index(_reading(line.code)), line.words))
        ),
        tuple(cells),
    )


def _reading(code: str) -> str:
    return code[:1] if code[:1] in READS else ""


def for_role(content: Mapping[str, Any], role: str) -> list[tuple[str, str, str]]:
    """(code of the class, its label, what the role may do) for one role, nothing last."""
    order = [*READS]
    found = [
        (each["code"], each["label"], each["cells"].get(role, "")) for each in content["classes"]
    ]
    found.sort(key=lambda row: order.index(_reading(row[2])))
    return [(code, label, cell_words(letters)) for code, label, letters in found]


# --- the rules behind a class ------------------------------------------------------------------------


@dataclass(frozen=True)
class RuleRow:
    """One way to the rows of a table: what for, for whom, and under which condition of the database."""

    table: str
    verbs: str
    who: str
    when: str


def rule_rows(content: Mapping[str, Any], of: Mapping[str, Any]) -> list[RuleRow]:
    """The rules of a class, those that differ in the verb alone as one."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for rule in of["rules"]:
        who = _who(content, rule)
        found.setdefault((rule["table"].capitalize(), who, rule["when"]), []).append(
            VERBS[rule["verb"]]
        )
    return [
        RuleRow(table, ", ".join(dict.fromkeys(verbs)), who, when)
        for (table, who, when), verbs in found.items()
    ]


def _who(content: Mapping[str, Any], rule: Mapping[str, Any]) -> str:
    family = rule["family"]
    if not family:
        return "Whoever meets the condition" if rule["when"] else "Everybody who has signed in"
    if family == "upward":
        return "Everybody with a role here or below"
    if family in ("own", "carried"):
        return (
            "The person herself" if family == "own" else "The person herself, at another employer"
        )
    holders = [
        f"{role['label']} (reads only)" if role["code"] == HISTORY else role["label"]
        for role in content["roles"]
        if any(action["family"] == family for action in role["actions"])
    ]
    return ", ".join(holders) or f"Parts of the system alone ({family})"


def function_rows(content: Mapping[str, Any], of: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """(function, for whom, what it answers) of the functions that answer past the policies."""
    return [
        (
            name,
            _who(content, {"family": "" if family == "any" else family, "when": ""}),
            READS[letter],
        )
        for name, family, letter in of["functions"]
    ]


# --- history -----------------------------------------------------------------------------------------


def change_words(content: Mapping[str, Any], changes: Iterable[Mapping[str, str]]) -> list[str]:
    """What a version changed, in sentences."""
    labels = {each["code"]: each["label"] for each in content["roles"]}
    return [_change(each, labels) for each in changes]


def _change(change: Mapping[str, str], labels: Mapping[str, str]) -> str:
    what, role = change["what"], change["role"]
    called = labels.get(role, role)
    if what == "role":
        return f"{called}: a role that is {'new' if change['is'] else 'gone'}"
    if what == "actions":
        return f"{called}: other actions"
    if not role and change["was"] == change["is"]:
        return f"{what}: the rules were rewritten, and nobody sees more or less"
    if not role:
        return f"{what}: records that are {'new' if change['is'] else 'no longer kept'}"
    return f"{what}, {called}: {_lower(change['was'])}, now {_lower(change['is'])}"


def _lower(code: str) -> str:
    words = cell_words(code)
    return words[:1].lower() + words[1:]


# --- files -------------------------------------------------------------------------------------------


def table(content: Mapping[str, Any]) -> list[list[str]]:
    """The register as rows of text, headers first: records, what is in them, and a column for each role."""
    rows = [["Records", "What is in them", *(role["label"] for role in content["roles"])]]
    rows += [
        [row.label, row.what, *(letters for _, letters in row.cells)] for row in class_rows(content)
    ]
    return rows


def csv_rows(content: Mapping[str, Any], *, heading: str) -> list[list[str]]:
    """The file for a data protection impact assessment: the table, its key, and the rules behind it."""
    rows = [[heading], [], *table(content), [], ["Key"]]
    rows += [[letters, words] for letters, words in KEY]
    rows += [[], ["Records", "Part", "What for", "For whom", "Condition in the database"]]
    for of in content["classes"]:
        rows += [
            [of["label"], rule.table, rule.verbs, rule.who, rule.when]
            for rule in rule_rows(content, of)
        ]
    return rows


_ABOUT = (
    "Written by `./run manage boundaries --write`, from the code; a test fails when it is not in step. "
    "The page is Boundaries, its history is kept with every deployment. ADR 0025."
)


def markdown(content: Mapping[str, Any]) -> str:
    """The text kept in docs/boundaries.md, so that a change of a boundary is seen where code is reviewed."""
    codes = [role["code"] for role in content["roles"]]
    lines = [
        "# Who sees what",
        "",
        _ABOUT,
        "",
        " · ".join(f"**{letters}** {words}" for letters, words in KEY),
        "",
        "| records | " + " | ".join(f"`{code}`" for code in codes) + " |",
        "| --- |" + " --- |" * len(codes),
    ]
    for of in content["classes"]:
        cells = " | ".join(of["cells"].get(code) or NONE for code in codes)
        lines.append(f"| {of['label']} | {cells} |")
    for of in content["classes"]:
        lines += ["", f"## {of['label']}", "", of["what"] + ".", ""]
        lines += [_rule_line(rule) for rule in rule_rows(content, of)]
        lines += [
            f"- Function `{name}`: {who}. {what}." for name, who, what in function_rows(content, of)
        ]
        for part, columns in of["counted"].items():
            said = "every column" if columns == ["*"] else ", ".join(f"`{c}`" for c in columns)
            lines.append(f"- {part.capitalize()}, counted for figures: {said}.")
    return "\n".join(lines) + "\n"


def _rule_line(rule: RuleRow) -> str:
    when = f" When `{rule.when}`." if rule.when else ""
    return f"- {rule.table}: {rule.verbs.lower()}. {rule.who}.{when}"


def system_rows(content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(what a part of the system does, which records it reaches for that)."""
    return [
        (
            each["purpose"][:1].upper() + each["purpose"][1:],
            ", ".join(family_label(family) for family in each["families"]) or "None",
        )
        for each in content["system"]
    ]
