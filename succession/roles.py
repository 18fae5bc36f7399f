"""The role catalogue of an employer: national roles under its own labels, and roles of its own.

A role of its own is mapped to a national one, by which everything above the employer counts it, and
by which gap and pathway are found; one that fits none is counted as another role, never dropped.
"""

import datetime as dt
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count, Q

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.models.codes import Code
from orgs.periods import in_force
from succession.access import must_manage
from succession.board_roles import LOCAL, ROLES
from succession.conflicts import SuccessionError
from succession.models import Post
from succession.selectors import posts


@dataclass(frozen=True)
class CatalogueRole:
    """A national role as the employer knows it. `label` is its own, `national` the list's."""

    code: str
    label: str
    national: str
    family: str
    statutory: bool
    posts: int


@dataclass(frozen=True)
class LocalRole:
    """A role of the employer's own. `national` is the code it is mapped to, "" where none fits."""

    code: str
    label: str
    national: str
    national_label: str
    posts: int
    open: bool


@dataclass(frozen=True)
class Catalogue:
    """All roles that posts of an employer can have."""

    national: tuple[CatalogueRole, ...]
    local: tuple[LocalRole, ...]


def catalogue(unit_id: int, day: dt.date) -> Catalogue:
    """National roles with the employer's labels, and its own roles, with the posts of each: 3 queries."""
    rows = Code.objects.filter(Q(owner=None) | Q(owner_id=unit_id), list=ROLES)
    rows = rows.order_by("sort", "label")
    shipped = {row.code: row for row in rows if row.owner_id is None}
    labels = {
        row.code: row
        for row in rows
        if row.owner_id and row.code in shipped and row.valid_to is None
    }
    held: dict[str, int] = {}
    for role_codes in posts(unit_id, day).values_list("role_codes", flat=True):
        for code in role_codes:
            held[code] = held.get(code, 0) + 1
    made_from = dict(
        Post.objects.filter(in_force(day), unit_id=unit_id)
        .exclude(local_role="")
        .values_list("local_role")
        .annotate(n=Count("pk"))
    )
    return Catalogue(
        tuple(
            CatalogueRole(
                code,
                labels[code].label if code in labels else row.label,
                row.label,
                str(row.attributes.get("family", "Other")),
                bool(row.attributes.get("statutory")),
                held.get(code, 0),
            )
            for code, row in shipped.items()
        ),
        tuple(
            _local(row, shipped, made_from.get(row.code, 0))
            for row in rows
            if row.owner_id and row.code not in shipped
        ),
    )


def _local(row: Code, shipped: Mapping[str, Code], count: int) -> LocalRole:
    mapped = str(row.attributes.get("national", ""))
    label = shipped[mapped].label if mapped in shipped else ""
    return LocalRole(row.code, row.label, mapped, label, count, row.valid_to is None)


def role(unit_id: int, code: str) -> tuple[Code | None, Code | None]:
    """The national row of a code and the employer's own; None for what there is not."""
    rows = Code.objects.filter(Q(owner=None) | Q(owner_id=unit_id), list=ROLES, code=code)
    found = {row.owner_id: row for row in rows}
    return found.get(None), found.get(unit_id)


@transaction.atomic
def label_role(*, viewer: Viewer, code: str, label: str) -> None:
    """Call a national role by a label of the employer's own; the national label ends that.

    Posts keep their titles. Raises PermissionDenied; SuccessionError for a role that is not national.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    shipped, own = role(unit_id, code)
    if shipped is None:
        raise SuccessionError("This is not a national role")
    row = own or Code(list=ROLES, code=code, owner_id=unit_id, sort=shipped.sort)
    row.label, row.source = label, "Local label"
    row.valid_from = row.valid_from or viewer.day
    row.valid_to = viewer.day if label == shipped.label else None
    if own is None and label == shipped.label:
        return
    row.save()
    audit.record(viewer, "plan.role_labelled", unit_id=unit_id, about=row, code=code)


@transaction.atomic
def add_role(*, viewer: Viewer, label: str, national_code: str) -> Code:
    """Add a role of the employer's own, mapped to a national one ("" where none fits).

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: a role in use has this label, or the national one does not exist.
    """
    must_manage(viewer)
    _check(viewer.here.id, label, national_code)
    made = Code.objects.create(
        list=ROLES,
        code=f"{LOCAL}{secrets.token_hex(5)}",
        label=label,
        owner_id=viewer.here.id,
        attributes={"national": national_code},
        valid_from=viewer.day,
        source="Local role",
    )
    audit.record(viewer, "plan.role_added", unit_id=viewer.here.id, about=made, code=made.code)
    return made


@transaction.atomic
def change_role(*, viewer: Viewer, code: str, label: str, national_code: str) -> int:
    """Rename a role of the employer's own or map it anew; posts made from it follow the mapping.

    Returns how many posts changed their national code. Raises as :func:`add_role`.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    row = _own(unit_id, code)
    _check(unit_id, label, national_code, but=code)
    before = str(row.attributes.get("national") or code)
    row.label, row.attributes = label, {"national": national_code}
    row.save(update_fields=["label", "attributes"])
    after, changed = national_code or code, 0
    if after != before:
        made_from = posts(unit_id, viewer.day).filter(local_role=code).select_for_update()
        for post in made_from:
            post.role_codes = list(
                dict.fromkeys(after if c == before else c for c in post.role_codes)
            )
            post.version += 1
            post.changed_by_id = viewer.user_id
            post.save(update_fields=["role_codes", "version", "changed_by", "changed_at"])
            changed += 1
    audit.record(viewer, "plan.role_changed", unit_id=unit_id, about=row, code=code, posts=changed)
    return changed


@transaction.atomic
def close_role(*, viewer: Viewer, code: str) -> None:
    """Offer a role of the employer's own no longer; posts that were made from it stay as they are."""
    must_manage(viewer)
    row = _own(viewer.here.id, code)
    row.valid_to = viewer.day
    row.save(update_fields=["valid_to"])
    audit.record(viewer, "plan.role_closed", unit_id=viewer.here.id, about=row, code=code)


def _own(unit_id: int, code: str) -> Code:
    shipped, own = role(unit_id, code)
    if shipped is not None or own is None or own.valid_to is not None:
        raise SuccessionError("This is not a role of this organisation that is in use")
    return own


def _check(unit_id: int, label: str, national_code: str, *, but: str = "") -> None:
    rows = Code.objects.filter(Q(owner=None) | Q(owner_id=unit_id, valid_to=None), list=ROLES)
    if rows.exclude(code=but).filter(label__iexact=label).exists():
        raise SuccessionError(f"“{label}” is in the catalogue already")
    if national_code and not rows.filter(owner=None, code=national_code).exists():
        raise SuccessionError("Select a role of the national list")
