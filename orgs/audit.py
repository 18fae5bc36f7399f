"""The record of what was done and of who looked. Impossible without an actor or a named principal."""

import datetime as dt
import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection, models

from orgs.access.principals import Principal
from orgs.access.viewer import Viewer
from orgs.clock import now
from orgs.models.audit import AuditEvent, ReadEvent

Actor = Viewer | Principal


def record(
    actor: Actor,
    action: str,
    *,
    unit_id: int | None,
    about: models.Model | None = None,
    **detail: Any,
) -> None:
    """Write that `actor` did `action` (``family.verb``) in the unit it concerns.

    Called in the service's own transaction, so that the act and its record stand or fall together.
    `detail` holds codes and public ids, never names or notes.
    """
    if isinstance(actor, Viewer) and not actor.user_id:
        raise ValueError("an act is recorded of somebody: this viewer has not signed in")
    AuditEvent.objects.create(
        unit_id=unit_id,
        at=now(),
        actor_id=actor.user_id if isinstance(actor, Viewer) else None,
        principal=actor.code if isinstance(actor, Principal) else "",
        action=action,
        object_type=about._meta.label_lower if about is not None else "",
        object_id=str(getattr(about, "public_id", about.pk)) if about is not None else "",
        detail=detail,
    )


def record_read(viewer: Viewer, page: str, staff_ids: Iterable[int], *, purpose: str) -> None:
    """Write that a page showed these people to `viewer`. One row a page; none when it showed nobody.

    A page that may show people says so at its foot, with who can see it and why (``viewer.shows_people``).
    """
    viewer.shows_people = True
    ids = sorted(set(staff_ids))
    if viewer.support is not None:
        viewer.looked.append((page, ids))
        return
    if not ids:
        return
    ReadEvent.objects.create(
        unit_id=viewer.here.id,
        at=now(),
        actor_id=viewer.user_id,
        role=", ".join(viewer.role_codes),
        page=page,
        purpose=purpose,
        staff_ids=ids,
    )


def keep_looks(viewer: Viewer) -> None:
    """Write what a request under support access showed: every page, whether it showed people or not.

    Its own transaction writes nothing, so the middleware calls this in another one, before it answers.
    """
    employer = viewer.here.employer_id or viewer.here.id
    ReadEvent.objects.bulk_create(
        ReadEvent(
            unit_id=employer,
            at=now(),
            actor_id=viewer.user_id,
            role="support",
            page=page,
            purpose="support access",
            staff_ids=ids,
        )
        for page, ids in viewer.looked
    )


def record_profiles(
    viewer: Viewer,
    page: str,
    profiles: Iterable[UUID],
    *,
    purpose: str,
    unit_id: int | None = None,
    role: str = "",
) -> None:
    """Write that a page showed `viewer` profiles that people shared: the person can read it.

    `unit_id` is the unit that they were shared with, where that is not the unit of the page; `role`
    says as what she looked, where her roles at the page do not.
    """
    viewer.shows_people = True
    ids = sorted(set(profiles))
    if viewer.support is not None:
        viewer.looked.append((page, []))
        return
    if not ids:
        return
    ReadEvent.objects.create(
        unit_id=unit_id or viewer.here.id,
        at=now(),
        actor_id=viewer.user_id,
        role=role or ", ".join(viewer.role_codes),
        page=page,
        purpose=purpose,
        staff_ids=[],
        profiles=ids,
    )


def events(unit_id: int, *, limit: int = 25, offset: int = 0) -> list[dict[str, Any]]:
    """What was done at a unit, newest first; empty unless the viewer may see its audit."""
    rows = _rows("SELECT * FROM app.audit_events(%s, %s, %s)", unit_id, limit, offset)
    return [{**row, "detail": json.loads(row["detail"])} for row in rows]


def reads(unit_id: int, *, limit: int = 25, offset: int = 0) -> list[dict[str, Any]]:
    """Who looked at people of a unit, newest first; empty unless the viewer may see its audit."""
    return _rows("SELECT * FROM app.read_events(%s, %s, %s)", unit_id, limit, offset)


def counts(unit_id: int) -> tuple[int, int]:
    """How many records of what was done, and of who looked, the viewer may see at a unit."""
    (row,) = _rows("SELECT * FROM app.audit_counts(%s)", unit_id)
    return int(row["done"]), int(row["looked"])


def _rows(sql: str, *params: Any) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def seal() -> int:
    """Seal new records into their units' chains (under the sealing role); return how many."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.seal_audit()")
        (count,) = cursor.fetchone()
    return int(count)


def faults() -> list[dict[str, Any]]:
    """Where a chain is broken; empty when every record is as it was written."""
    return _rows("SELECT * FROM app.audit_faults()")


def verify(day: dt.date | None = None) -> list[dict[str, Any]]:
    """Verify every chain, record that it was done, and return the faults (under the sealing role).

    With `day`, nothing happens when that day has been verified: a night tick may come twice.
    """
    return _rows("SELECT * FROM app.verify_audit(%s)", day)
