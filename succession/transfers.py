"""What succession hands over when an employer closes: posts and everything bound to them.

Rows end on the day and continue at the successor with a link. Two boards that merge bring two sets
of posts: which of them stay is for the new board to decide, and nothing is lost before that.
"""

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar

from django.db.models import F, QuerySet

from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.clock import now
from orgs.models.codes import Code
from orgs.periods import not_ended
from orgs.restructure.continuing import Place, begin, end_or_empty, from_day
from orgs.restructure.handover import continuing, staff_there
from orgs.restructure.transfers import Handover, Listed, Transfer, stay, transfers
from succession.board_roles import LOCAL, ROLES
from succession.enums import PlanState, SignatureState
from succession.models import (
    CriticalityAssessment,
    Incumbency,
    Nomination,
    PackReader,
    Post,
    RiskAssessment,
    Signature,
    SkillMark,
    SuccessionPlan,
)

POSTS, PLANS = "posts", "plans"

Row = TypeVar("Row", Post, SuccessionPlan, Nomination)

#: Columns that a continuing row gets of its own.
_OWN = frozenset({"id", "unit", "public_id", "continues", "valid_to", "ends_on", "recorded_at"})


def copied(row: Row, **changes: Any) -> Row:
    """A new row with the same content, but for `changes` and what is a row's own."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN
    }
    return type(row)(**{**kept, "continues": row, **changes})


def continue_rows(old: list[Row], fresh: list[Row], day: dt.date) -> tuple[int, int]:
    """End the old rows on the day and write the continuing ones from it.

    For what is pointed at by a public id that follows from the old one (`continued_id`); everything
    else is written by the database alone (orgs/restructure/continuing.py).
    """
    for row in fresh:
        row.valid_from = max(day, row.valid_from)
    if not old:
        return 0, 0
    rows = type(old[0])._default_manager.filter(pk__in=[row.pk for row in old])  # noqa: SLF001
    ended = end_or_empty(rows, "valid_from", "valid_to", day)
    rows.model._default_manager.bulk_create(fresh)  # noqa: SLF001  Django's public meta API
    return ended, len(fresh)


def posts_there(handover: Handover) -> dict[int, Place]:
    """Posts of the closing employers, each to its successor and its continuation there."""
    rows = continuing(Post, handover).values_list("continues_id", "unit_id", "id")
    return handover.once("posts", lambda: {old: (unit, pk) for old, unit, pk in rows})


def along_with_posts(rows: QuerySet[Any], handover: Handover, day: dt.date) -> tuple[int, int]:
    """What is said of a post ends, and continues at the post that continues it."""
    going = rows.filter(post__continued_by__unit__in=handover.everyone)
    begun = begin(
        going.order_by("pk"),
        unit=F("post__continued_by__unit"),
        post=F("post__continued_by"),
        valid_from=from_day("valid_from", day),
        continues=F("pk"),
    )
    return end_or_empty(rows, "valid_from", "valid_to", day), begun


def _posts(units: Sequence[int], day: dt.date) -> QuerySet[Post]:
    return Post.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by("id")


def move_posts(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_posts(handover.closing, day))
    fresh = []
    for post in old:
        unit_id = handover.of[post.unit_id].of(POSTS, post.public_id)
        fresh.append(
            copied(
                post,
                unit_id=unit_id,
                public_id=continued_id(post.public_id, unit_id),
                valid_to=post.valid_to,
            )
        )
    return continue_rows(old, fresh, day)


def list_posts(unit_id: int, day: dt.date) -> list[Listed]:
    """Posts with who holds them, so that both can go to one place."""
    held = (
        Incumbency.objects.filter(not_ended("ends_on", day), unit_id=unit_id)
        .select_related("assignment__staff")
        .order_by("starts_on", "id")
    )
    holders = {row.post_id: row.assignment.staff for row in held}
    rows = []
    for post in _posts([unit_id], day).order_by("position", "title", "id"):
        holder = holders.get(post.pk)
        note = holder.name if holder else "Vacant"
        rows.append(
            Listed(post.public_id, post.title, note, staff_id=holder.pk if holder else None)
        )
    return rows


def _plans(units: Sequence[int], day: dt.date) -> QuerySet[SuccessionPlan]:
    return SuccessionPlan.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by(
        "id"
    )


def move_plans(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A successor has one plan for each cycle, whoever brings it first.

    What was submitted stays with the board that submitted it: a plan in review continues as a draft.
    """
    old = list(_plans(handover.closing, day))
    open_there = _plans(handover.everyone, day)
    there = set(open_there.values_list("unit_id", "cycle"))
    fresh = []
    for plan in old:
        unit_id = handover.of[plan.unit_id].of(PLANS, plan.public_id)
        if (unit_id, plan.cycle) not in there:
            there.add((unit_id, plan.cycle))
            state = PlanState.DRAFT if plan.state == PlanState.IN_REVIEW else plan.state
            fresh.append(
                copied(plan, unit_id=unit_id, state=state, submitted_on=None, submitted_by_id=None)
            )
    return continue_rows(old, fresh, day)


def list_plans(unit_id: int, day: dt.date) -> list[Listed]:
    return [
        Listed(plan.public_id, f"Plan {plan.cycle}", str(PlanState(plan.state).label))
        for plan in _plans([unit_id], day)
    ]


def _risks(units: Sequence[int], day: dt.date) -> QuerySet[RiskAssessment]:
    return RiskAssessment.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by(
        "id"
    )


def move_risks(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    return along_with_posts(_risks(handover.closing, day), handover, day)


def _criticalities(units: Sequence[int], day: dt.date) -> QuerySet[CriticalityAssessment]:
    return CriticalityAssessment.objects.filter(
        not_ended("valid_to", day), unit_id__in=units
    ).order_by("id")


def move_criticalities(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    return along_with_posts(_criticalities(handover.closing, day), handover, day)


def _waiting(units: Sequence[int]) -> QuerySet[Signature]:
    return Signature.objects.filter(unit_id__in=units, state=SignatureState.WAITING)


def drop_signatures(
    handover: Handover,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Signatures that wait are asked for no longer: the plan continues as a draft elsewhere."""
    return _waiting(handover.closing).update(state=SignatureState.DROPPED), 0


def _reading(units: Sequence[int]) -> QuerySet[PackReader]:
    return PackReader.objects.filter(unit_id__in=units, removed_at=None)


def remove_readers(
    handover: Handover,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Packs of the closing board are kept, and nobody reads them on: the successor makes its own."""
    return _reading(handover.closing).update(removed_at=now()), 0


def _marks(units: Sequence[int], day: dt.date) -> QuerySet[SkillMark]:
    return SkillMark.objects.filter(not_ended("valid_to", day), unit_id__in=units).order_by("id")


def move_marks(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What a member brings continues with the member; what the successor knows already stays."""
    rows, staff = _marks(handover.closing, day), staff_there(handover)
    known = set(_marks(handover.everyone, day).values_list("staff_id", "skill"))
    going = []
    for pk, staff_id, skill in rows.values_list("pk", "staff_id", "skill"):
        place = staff.get(staff_id)
        if place and (place[1], skill) not in known:
            known.add((place[1], skill))
            going.append(pk)
    begun = begin(
        rows.filter(pk__in=going),
        along=staff,
        valid_from=from_day("valid_from", day),
        continues=F("pk"),
    )
    return end_or_empty(rows, "valid_from", "valid_to", day), begun


def _roles(units: Sequence[int]) -> QuerySet[Code]:
    return Code.objects.filter(list=ROLES, owner_id__in=units, valid_to=None).order_by("id")


def move_roles(
    handover: Handover,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles of the board's own continue wherever a post made from one goes, and at the main successor.

    So posts keep their names. Labels of national roles are the successor's own matter.
    """
    old = list(_roles(handover.closing))
    there = set(
        Code.objects.filter(list=ROLES, owner_id__in=handover.everyone).values_list(
            "owner_id", "code"
        )
    )
    used = continuing(Post, handover).exclude(local_role="")
    wanted = set(used.values_list("origin", "unit_id", "local_role"))
    fresh = []
    for row in old:
        heirs = handover.of[row.owner_id or 0]
        for unit_id in heirs.everyone if row.code.startswith(LOCAL) else ():
            goes = unit_id == heirs.main or (row.owner_id, unit_id, row.code) in wanted
            if goes and (unit_id, row.code) not in there:
                there.add((unit_id, row.code))
                fresh.append(
                    Code(
                        list=ROLES, code=row.code, label=row.label, owner_id=unit_id,
                        sort=row.sort, attributes=row.attributes, source=row.source,
                        valid_from=day,
                    )
                )  # fmt: skip
    ended = _roles(handover.closing).order_by().update(valid_to=day)
    Code.objects.bulk_create(fresh)
    return ended, len(fresh)


#: Tables of succession that stay, each with the reason.
_STAYS = {
    "succession.BoardPack": "A pack is of the board that made it; nobody reads it on.",
    "succession.BoardPaper": "A paper is of the board that made it.",
    "succession.BulkChange": "Several changes at once are put back within minutes, or not at all.",
    "succession.BulkLine": "Several changes at once are put back within minutes, or not at all.",
    "succession.PlanCopy": "What was submitted and signed stays with the board that signed it.",
    "succession.PlanSheet": "An uploaded spreadsheet that nobody applied is deleted after some days.",
    "succession.SuccessionReturn": "A return was signed by the board that made it.",
}


def _transfers() -> list[Transfer]:
    """People and their assignments come before them."""
    return [
        Transfer(
            POSTS, "Posts", 40, told_above=True, count=lambda u, d: _posts(u, d).count(),
            move=move_posts, tables=("succession.Post",), listed=list_posts,
            carried=lambda h, d: continuing(Post, h),  # noqa: ARG005
        ),
        Transfer(
            PLANS, "Succession plans", 41, told_above=True,
            count=lambda u, d: _plans(u, d).count(), move=move_plans, tables=("succession.SuccessionPlan",), listed=list_plans,
            carried=lambda h, d: continuing(SuccessionPlan, h),  # noqa: ARG005
        ),
        Transfer(
            "risks", "Vacancy risks", 43, count=lambda u, d: _risks(u, d).count(),
            move=move_risks, tables=("succession.RiskAssessment",),
        ),
        Transfer(
            "criticalities", "Critical role assessments", 44,
            count=lambda u, d: _criticalities(u, d).count(), move=move_criticalities,
            tables=("succession.CriticalityAssessment",),
        ),
        Transfer(
            "signatures", "Signatures that wait", 46,
            count=lambda u, d: _waiting(u).count(),  # noqa: ARG005
            move=drop_signatures, tables=("succession.Signature",),
            left=lambda u, d: _waiting(u).count(),  # noqa: ARG005
        ),
        Transfer(
            "pack_readers", "Readers of board packs", 47,
            count=lambda u, d: _reading(u).count(),  # noqa: ARG005
            move=remove_readers, tables=("succession.PackReader",),
            left=lambda u, d: _reading(u).count(),  # noqa: ARG005
        ),
        Transfer(
            "skills", "Skills of the board", 48,
            count=lambda u, d: _marks(u, d).count(), move=move_marks,
            tables=("succession.SkillMark",),
        ),
        Transfer(
            "local_roles", "Roles of its own", 49,
            count=lambda u, d: _roles(u).count(),  # noqa: ARG005
            move=move_roles, tables=("orgs.Code",),
        ),
    ]  # fmt: skip


def register() -> None:
    """Called from ``SuccessionConfig.ready``."""
    for each in _transfers():
        transfers.add(each.key, each)
    stay(_STAYS)
