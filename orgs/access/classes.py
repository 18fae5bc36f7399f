"""What kinds of records there are, in plain words: the rows of the boundary register.

Each app puts its tables into classes (``<app>/boundaries.py``), called from ``AppConfig.ready``. Who may
read or write a class is not said here: the register works it out from the floors and the roles
(``orgs/access/register.py``). A table with a floor that is in no class, or in two, fails a test.
"""

from dataclasses import dataclass

from orgs.registry import Registry


@dataclass(frozen=True)
class Through:
    """A function of the database that answers from a class's tables, past their policies.

    Attributes:
        function: its name in schema ``app``.
        family: whose set it asks for; whoever has it is answered.
        letter: what the answer is: ``R`` rows, ``O`` of one's own, ``M`` that and by whom, not what.
    """

    function: str
    family: str
    letter: str


@dataclass(frozen=True)
class DataClass:
    """Records that belong together for whoever asks who sees what.

    Attributes:
        label, what: words for people: its name, and what is in it.
        tables: labels of the models, ``app.Model``.
        consent: rows are there because the person shared them, and go when she takes them back.
        figures: rows are released figures, which identify nobody.
        quiet: the audit log does not even say that something was done with them.
        through: functions that answer from them.
    """

    code: str
    label: str
    what: str
    tables: tuple[str, ...]
    order: int
    consent: bool = False
    figures: bool = False
    quiet: bool = False
    through: tuple[Through, ...] = ()


classes: Registry[DataClass] = Registry("classes of records")


def records(
    code: str,
    label: str,
    what: str,
    *tables: str,
    order: int,
    consent: bool = False,
    figures: bool = False,
    quiet: bool = False,
    through: tuple[Through, ...] = (),
) -> None:
    """Register a class of records. Called from ``AppConfig.ready`` only."""
    made = DataClass(code, label, what, tables, order, consent, figures, quiet, through)
    classes.add(code, made)
