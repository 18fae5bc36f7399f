"""What each page that records a look shows of people: what "who can see this" asks the database about.

Each app fills it in (``<app>/boundaries.py``). The address comes from the page itself, so its rule is
the one that the middleware applied, and a page cannot be explained by another page's rule.
"""

from dataclasses import dataclass

from orgs.registry import Registry


@dataclass(frozen=True)
class Shown:
    """A page that shows people.

    Attributes:
        url_name: the name of its address.
        page: its code in the record of who looked (``orgs.presenters.audit.pages``).
        models: labels of what it shows of people, the main one first.
        row: which part of its address names one record, and of which model (by ``public_id``).
        own: the record is the reader's own.
        because: what besides a role opens it, in a sentence: what was shared or agreed.
        named: which fields of the record name accounts that it may be open to.
    """

    url_name: str
    page: str
    models: tuple[str, ...]
    row: tuple[str, str] | None = None
    own: bool = False
    because: str = ""
    named: tuple[str, ...] = ()


shown: Registry[Shown] = Registry("pages that show people")


def shows(
    url_name: str,
    page: str,
    *models: str,
    row: tuple[str, str] | None = None,
    own: bool = False,
    because: str = "",
    named: tuple[str, ...] = (),
) -> None:
    """Register what a page shows. Called from ``AppConfig.ready`` only."""
    shown.add(url_name, Shown(url_name, page, models, row, own, because, named))
