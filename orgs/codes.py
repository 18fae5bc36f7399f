"""The national code lists that the platform ships (``orgs/data/codes.json``): loading and reading."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from django.db.models import F, Q

if TYPE_CHECKING:
    from orgs.models.codes import Code

DATA = Path(__file__).resolve().parent / "data" / "codes.json"


def load_code_lists() -> None:
    """Write the shipped codes in one statement; idempotent, and silent about local codes."""
    from orgs.models.codes import Code

    shipped = json.loads(DATA.read_text())
    rows = [
        Code(
            list=name,
            code=item["code"],
            label=item["label"],
            description=item.get("description", ""),
            sort=sort,
            low=item.get("low"),
            high=item.get("high"),
            attributes=item.get("attributes", {}),
            source=entry.get("source", ""),
        )
        for name, entry in shipped.items()
        for sort, item in enumerate(entry["codes"])
    ]
    have = {(c.list, c.code): c for c in Code.objects.filter(owner=None)}
    fields = ["label", "description", "sort", "low", "high", "attributes", "source"]
    changed, new = [], []
    for row in rows:
        old = have.get((row.list, row.code))
        if old is None:
            new.append(row)
        elif any(getattr(old, f) != getattr(row, f) for f in fields):
            row.pk = old.pk
            changed.append(row)
    Code.objects.bulk_create(new)
    Code.objects.bulk_update(changed, fields)


def code_lists(*lists: str, owner: int | None = None) -> "dict[str, dict[str, Code]]":
    """The national codes of these lists by code, in the order of the list: one query.

    With `owner`, that employer's local labels stand in the place of the national ones, and its own
    codes that are still in use come after them.
    """
    from orgs.models.codes import Code

    found: dict[str, dict[str, Code]] = {name: {} for name in lists}
    owned = Q(owner=None) if owner is None else Q(owner=None) | Q(owner_id=owner, valid_to=None)
    rows = Code.objects.filter(owned, list__in=lists)
    rows = rows.order_by("list", F("owner_id").asc(nulls_first=True), "sort", "label")
    for row in rows.only(
        "list", "code", "label", "description", "low", "high", "attributes", "owner_id"
    ):
        national = found[row.list].get(row.code)
        if national is not None:
            national.label = row.label
        else:
            found[row.list][row.code] = row
    return found
