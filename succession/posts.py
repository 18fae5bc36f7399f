"""Acts on posts: adding, changing, closing. Each is one transaction with one audit record."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from orgs import audit
from orgs.access.viewer import Viewer
from orgs.periods import not_ended
from succession import selectors
from succession.access import must_manage
from succession.board_roles import MOST_ROLES
from succession.conflicts import SuccessionError
from succession.enums import NominationStatus
from succession.models import Post, RiskAssessment
from succession.services import stale, touch_plan, withdraw_development
from succession.signing import ask_holders


@transaction.atomic
def add_post(
    *,
    viewer: Viewer,
    title: str,
    role_codes: Sequence[str],
    criticality: str = "CX",
    voting: bool = False,
    statutory: bool = False,
    term_ends_on: dt.date | None = None,
    local_role: str = "",
) -> Post:
    """Add a post to the plan of the unit in the URL; it stands last.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: a post with this title is on the plan already.
    """
    must_manage(viewer)
    unit_id = viewer.here.id
    _check(unit_id, title, role_codes, viewer.day)
    made = Post.objects.create(
        unit_id=unit_id,
        title=title,
        role_codes=list(role_codes),
        criticality=criticality,
        voting=voting,
        statutory=statutory,
        term_ends_on=term_ends_on,
        local_role=local_role,
        position=selectors.last_position(unit_id, viewer.day) + 1,
        valid_from=viewer.day,
        changed_by_id=viewer.user_id,
    )
    touch_plan(viewer, unit_id)
    audit.record(viewer, "plan.post_added", unit_id=unit_id, about=made, roles=list(role_codes))
    return made


def _check(unit_id: int, title: str, role_codes: Sequence[str], day: dt.date, but: int = 0) -> None:
    if not role_codes:
        raise SuccessionError("A post has at least one role")
    if len(role_codes) > MOST_ROLES:
        raise SuccessionError(f"A post has {MOST_ROLES} roles at most")
    if selectors.posts(unit_id, day).exclude(pk=but).filter(title__iexact=title).exists():
        raise SuccessionError(f"“{title}” is on the plan already")


@transaction.atomic
def edit_post(
    *,
    viewer: Viewer,
    post: Post,
    version: int,
    title: str,
    role_codes: Sequence[str],
    local_role: str = "",
    voting: bool,
    statutory: bool,
    term_starts_on: dt.date | None = None,
    term_ends_on: dt.date | None = None,
    terms: int | None = None,
    designations: Sequence[str] = (),
    shared_with: str = "",
) -> Post:
    """Change what a post is; its history keeps what it was.

    Raises:
        PermissionDenied: without the right to manage succession here.
        ConflictError: somebody saved since `version`; nothing is written.
        SuccessionError: the title is taken, too many roles, or a term that ends before it begins.
    """
    must_manage(viewer)
    row = locked(post)
    if row.version != version:
        raise stale(row, said(vars(row)))
    _check(row.unit_id, title, role_codes, viewer.day, row.pk)
    if term_starts_on and term_ends_on and term_ends_on <= term_starts_on:
        raise SuccessionError("The term must end after it begins")
    row.title, row.role_codes, row.local_role = title, list(role_codes), local_role
    row.voting, row.statutory = voting, statutory
    row.term_starts_on, row.term_ends_on, row.terms = term_starts_on, term_ends_on, terms
    row.designations, row.shared_with = list(designations), shared_with
    row.version += 1
    row.changed_by_id = viewer.user_id
    row.save()
    ask_holders(row.unit_id, viewer.day)
    touch_plan(viewer, row.unit_id)
    audit.record(
        viewer, "plan.post_changed", unit_id=row.unit_id, about=row, roles=list(role_codes)
    )
    return row


def said(values: Mapping[str, Any]) -> dict[str, str]:
    """What of a post is compared when two people changed it, in words, from a row or a form's values."""
    term = values["term_ends_on"]
    return {
        "title": str(values["title"]),
        "roles": ", ".join(values["role_codes"]),
        "voting": "Yes" if values["voting"] else "No",
        "statutory": "Yes" if values["statutory"] else "No",
        "term_ends_on": term.isoformat() if term else "None",
        "shared_with": str(values["shared_with"]) or "Nobody",
    }


def locked(post: Post) -> Post:
    """The post as it is saved now, locked until the transaction ends; it must be on the plan still."""
    row = Post.objects.select_for_update().get(pk=post.pk)
    if row.valid_to is not None:
        raise SuccessionError(f"“{row.title}” is closed")
    return row


@transaction.atomic
def close_post(*, viewer: Viewer, post: Post, on: dt.date, reason: str) -> int:
    """Close a post: `on` is the first day without it. Who was named for it is withdrawn with it.

    Holders' time, the risk and the nominations end; what was prepared for somebody named and is not
    open yet is taken back. Returns how many nominations ended.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SuccessionError: no reason, a day in the future or before the post, or closed already.
    """
    must_manage(viewer)
    if not reason.strip():
        raise SuccessionError("Enter why the post is closed")
    row = locked(post)
    if not row.valid_from <= on <= viewer.day:
        raise SuccessionError("The post closes between its first day and today")
    row.valid_to, row.closing_reason = on, reason.strip()
    row.version += 1
    row.changed_by_id = viewer.user_id
    row.save()
    for held in row.incumbencies.select_for_update().filter(not_ended("ends_on", on)):
        held.ends_on = max(on, held.starts_on)
        held.save(update_fields=["ends_on"])
    RiskAssessment.objects.filter(post=row, valid_to=None).update(valid_to=viewer.day)
    ended = list(row.nominations.select_for_update(of=("self",)).filter(valid_to=None))
    for nomination in ended:
        nomination.status = NominationStatus.WITHDRAWN
        nomination.valid_to = viewer.day
        nomination.version += 1
        nomination.changed_by_id = viewer.user_id
        nomination.save()
        withdraw_development(viewer, nomination, viewer.day)
    ask_holders(row.unit_id, viewer.day)
    touch_plan(viewer, row.unit_id)
    audit.record(
        viewer, "plan.post_closed", unit_id=row.unit_id, about=row, on=str(on), ended=len(ended)
    )
    return len(ended)
