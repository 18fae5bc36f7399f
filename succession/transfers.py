"""What succession hands over when an employer closes: posts and everything bound to them.

Rows end on the day and continue at the successor with a link. Two boards that merge bring two sets
of posts: which of them stay is for the new board to decide, and nothing is lost before that.
"""

import datetime as dt
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from learning.transfers import continued_id, staff_there
from orgs.access.principals import Principal
from orgs.clock import now
from orgs.models.codes import Code
from orgs.models.people import Assignment
from orgs.restructure.transfers import Transfer, transfers
from succession.board_roles import LOCAL, ROLES
from succession.enums import PlanState, SignatureState
from succession.models import (
    CriticalityAssessment,
    Incumbency,
    Nomination,
    PackReader,
    Post,
    ReadinessJudgement,
    RiskAssessment,
    Signature,
    SkillMark,
    SuccessionPlan,
)

Row = TypeVar("Row", bound=Model)

#: Columns that a continuing row gets of its own.
_OWN = frozenset({"id", "unit", "public_id", "continues", "valid_to", "ends_on", "recorded_at"})


def _open(day: dt.date, ends: str = "valid_to") -> Q:
    return Q(**{f"{ends}__isnull": True}) | Q(**{f"{ends}__gt": day})


def _copy(row: Row, **changes: Any) -> Row:
    """A new row with the same content, but for `changes` and what is a row's own."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN
    }
    return type(row)(**{**kept, "continues": row, **changes})


def _continue(
    old: list[Row],
    fresh: list[Row],
    day: dt.date,
    *,
    begins: str = "valid_from",
    ends: str = "valid_to",
) -> tuple[int, int]:
    """End the old rows on the day and write the continuing ones from it."""
    for row in old:
        setattr(row, ends, max(day, getattr(row, begins)))
    for row in fresh:
        setattr(row, begins, max(day, getattr(row, begins)))
    if old:
        model = type(old[0])._default_manager  # noqa: SLF001  Django's public meta API
        model.bulk_update(old, [ends], batch_size=500)
        model.bulk_create(fresh)
    return len(old), len(fresh)


def _posts_there(closing: int, successor: int) -> dict[int, int]:
    """Ids of posts of the closing employer and of their continuations."""
    rows = Post.objects.filter(unit_id=successor, continues__unit_id=closing)
    return dict(rows.values_list("continues_id", "id"))


def _posts(unit_id: int, day: dt.date) -> QuerySet[Post]:
    return Post.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_posts(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_posts(closing, day))
    fresh = [
        _copy(
            p,
            unit_id=successor,
            public_id=continued_id(p.public_id, successor),
            valid_to=p.valid_to,
        )
        for p in old
    ]
    return _continue(old, fresh, day)


def _plans(unit_id: int, day: dt.date) -> QuerySet[SuccessionPlan]:
    return SuccessionPlan.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_plans(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """The successor has one plan for each cycle, whoever brings it first.

    What was submitted stays with the board that submitted it: a plan in review continues as a draft.
    """
    old = list(_plans(closing, day))
    there = set(_plans(successor, day).values_list("cycle", flat=True))
    fresh = []
    for plan in old:
        if plan.cycle not in there:
            there.add(plan.cycle)
            state = PlanState.DRAFT if plan.state == PlanState.IN_REVIEW else plan.state
            fresh.append(
                _copy(plan, unit_id=successor, state=state, submitted_on=None, submitted_by_id=None)
            )
    return _continue(old, fresh, day)


def _holders(unit_id: int, day: dt.date) -> QuerySet[Incumbency]:
    return Incumbency.objects.filter(_open(day, "ends_on"), unit_id=unit_id).order_by("id")


def move_holders(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A holder continues by the assignment that continues; one whose assignment ends, ends."""
    old = list(_holders(closing, day))
    posts = _posts_there(closing, successor)
    continued = Assignment.objects.filter(unit_id=successor, continues__unit_id=closing)
    assignments = dict(continued.values_list("continues_id", "id"))
    fresh = [
        _copy(
            row,
            unit_id=successor,
            post_id=posts[row.post_id],
            assignment_id=assignments[row.assignment_id],
            ends_on=row.ends_on,
            # Nobody filled a vacancy by the change of organisations.
            filled_by="",
            nomination_id=None,
        )
        for row in old
        if row.post_id in posts and row.assignment_id in assignments
    ]
    return _continue(old, fresh, day, begins="starts_on", ends="ends_on")


def _risks(unit_id: int, day: dt.date) -> QuerySet[RiskAssessment]:
    return RiskAssessment.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_risks(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_risks(closing, day))
    posts = _posts_there(closing, successor)
    fresh = [
        _copy(row, unit_id=successor, post_id=posts[row.post_id], valid_to=row.valid_to)
        for row in old
        if row.post_id in posts
    ]
    return _continue(old, fresh, day)


def _criticalities(unit_id: int, day: dt.date) -> QuerySet[CriticalityAssessment]:
    return CriticalityAssessment.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_criticalities(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_criticalities(closing, day))
    posts = _posts_there(closing, successor)
    fresh = [
        _copy(row, unit_id=successor, post_id=posts[row.post_id], valid_to=row.valid_to)
        for row in old
        if row.post_id in posts
    ]
    return _continue(old, fresh, day)


def _nominations(unit_id: int, day: dt.date) -> QuerySet[Nomination]:
    return Nomination.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_nominations(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Nominations continue with what the person was told, and with the judgement in force."""
    old = list(_nominations(closing, day))
    posts, staff = _posts_there(closing, successor), staff_there(closing, successor)
    fresh = [
        _copy(
            row,
            unit_id=successor,
            public_id=continued_id(row.public_id, successor),
            post_id=posts[row.post_id],
            staff_id=staff[row.staff_id],
            valid_to=row.valid_to,
        )
        for row in old
        if row.post_id in posts and row.staff_id in staff
    ]
    judged = list(ReadinessJudgement.objects.filter(_open(day), nomination__in=old).order_by("id"))
    ended, begun = _continue(old, fresh, day)
    there = {row.continues_id: row.pk for row in fresh}
    copies = [
        _copy(
            row,
            unit_id=successor,
            nomination_id=there[row.nomination_id],
            valid_to=row.valid_to,
        )
        for row in judged
        if row.nomination_id in there
    ]
    judged_ended, judged_begun = _continue(judged, copies, day)
    return ended + judged_ended, begun + judged_begun


def _waiting(unit_id: int) -> QuerySet[Signature]:
    return Signature.objects.filter(unit_id=unit_id, state=SignatureState.WAITING)


def drop_signatures(
    closing: int,
    successor: int,  # noqa: ARG001  the interface's
    day: dt.date,  # noqa: ARG001
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Signatures that wait are asked for no longer: the plan continues as a draft elsewhere."""
    return _waiting(closing).update(state=SignatureState.DROPPED), 0


def _reading(unit_id: int) -> QuerySet[PackReader]:
    return PackReader.objects.filter(unit_id=unit_id, removed_at=None)


def remove_readers(
    closing: int,
    successor: int,  # noqa: ARG001  the interface's
    day: dt.date,  # noqa: ARG001
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Packs of the closing board are kept, and nobody reads them on: the successor makes its own."""
    return _reading(closing).update(removed_at=now()), 0


def _marks(unit_id: int, day: dt.date) -> QuerySet[SkillMark]:
    return SkillMark.objects.filter(_open(day), unit_id=unit_id).order_by("id")


def move_marks(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What a member brings continues with the member; what the successor knows already stays."""
    old, staff = list(_marks(closing, day)), staff_there(closing, successor)
    there = set(_marks(successor, day).values_list("staff_id", "skill"))
    fresh = [
        _copy(row, unit_id=successor, staff_id=staff[row.staff_id], valid_to=row.valid_to)
        for row in old
        if row.staff_id in staff and (staff[row.staff_id], row.skill) not in there
    ]
    return _continue(old, fresh, day)


def _roles(unit_id: int) -> QuerySet[Code]:
    return Code.objects.filter(list=ROLES, owner_id=unit_id, valid_to=None).order_by("id")


def move_roles(
    closing: int,
    successor: int,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles of the board's own continue, so that posts made from them keep their names. Labels of
    national roles are the successor's own matter.
    """
    old = list(_roles(closing))
    there = set(Code.objects.filter(list=ROLES, owner_id=successor).values_list("code", flat=True))
    fresh = [
        Code(
            list=ROLES, code=row.code, label=row.label, owner_id=successor, sort=row.sort,
            attributes=row.attributes, source=row.source, valid_from=day,
        )
        for row in old
        if row.code.startswith(LOCAL) and row.code not in there
    ]  # fmt: skip
    ended = Code.objects.filter(pk__in=[row.pk for row in old]).update(valid_to=day)
    Code.objects.bulk_create(fresh)
    return ended, len(fresh)


def register() -> None:
    """Offer the transfers; people and their assignments come before them."""
    for order, (key, label, people, count, move) in enumerate(
        (
            ("posts", "Posts", False, lambda u, d: _posts(u, d).count(), move_posts),
            ("plans", "Succession plans", False, lambda u, d: _plans(u, d).count(), move_plans),
            ("holders", "Post-holders", True, lambda u, d: _holders(u, d).count(), move_holders),
            ("risks", "Vacancy risks", True, lambda u, d: _risks(u, d).count(), move_risks),
            (
                "criticalities",
                "Critical role assessments",
                False,
                lambda u, d: _criticalities(u, d).count(),
                move_criticalities,
            ),
            (
                "nominations",
                "Nominations and readiness",
                True,
                lambda u, d: _nominations(u, d).count(),
                move_nominations,
            ),
            (
                "signatures",
                "Signatures that wait",
                True,
                lambda u, d: _waiting(u).count(),  # noqa: ARG005
                drop_signatures,
            ),
            (
                "pack_readers",
                "Readers of board packs",
                True,
                lambda u, d: _reading(u).count(),  # noqa: ARG005
                remove_readers,
            ),
            ("skills", "Skills of the board", True, lambda u, d: _marks(u, d).count(), move_marks),
            (
                "local_roles",
                "Roles of its own",
                False,
                lambda u, d: _roles(u).count(),  # noqa: ARG005
                move_roles,
            ),
        ),
        start=40,
    ):
        transfers.add(key, Transfer(key, label, order, people=people, count=count, move=move))
