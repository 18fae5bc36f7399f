"""What succession hands over when an employer closes: posts and everything bound to them.

Rows end on the day and continue at the successor with a link. Two boards that merge bring two sets
of posts: which of them stay is for the new board to decide, and nothing is lost before that.
"""

import datetime as dt
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from learning.transfers import continued_id
from orgs.access.principals import Principal
from orgs.clock import now
from orgs.models.codes import Code
from orgs.periods import not_ended
from orgs.restructure.handover import Place, staff_there
from orgs.restructure.transfers import Heirs, Listed, Transfer, stay, transfers
from succession.board_roles import LOCAL, ROLES
from succession.enums import PlanState, SignatureState
from succession.models import (
    CriticalityAssessment,
    Incumbency,
    PackReader,
    Post,
    RiskAssessment,
    Signature,
    SkillMark,
    SuccessionPlan,
)

POSTS, PLANS = "posts", "plans"

Row = TypeVar("Row", bound=Model)

#: Columns that a continuing row gets of its own.
_OWN = frozenset({"id", "unit", "public_id", "continues", "valid_to", "ends_on", "recorded_at"})


def _continuing(model: type[Model], heirs: Heirs) -> list[tuple[int, UUID]]:
    """Rows that continue one of the closing employer, for the note of where they came from."""
    rows = model._default_manager.filter(  # noqa: SLF001  Django's public API
        unit_id__in=heirs.everyone, continues__unit_id=heirs.closing
    )
    return list(rows.order_by("id").values_list("unit_id", "public_id"))


def copied(row: Row, **changes: Any) -> Row:
    """A new row with the same content, but for `changes` and what is a row's own."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in _OWN
    }
    return type(row)(**{**kept, "continues": row, **changes})


def continue_rows(
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


def posts_there(heirs: Heirs) -> dict[int, Place]:
    """Posts of the closing employer, each to its successor and its continuation there."""
    rows = Post.objects.filter(unit_id__in=heirs.everyone, continues__unit_id=heirs.closing)
    return {old: (unit, pk) for old, unit, pk in rows.values_list("continues_id", "unit_id", "id")}


def _posts(unit_id: int, day: dt.date) -> QuerySet[Post]:
    return Post.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def move_posts(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_posts(heirs.closing, day))
    fresh = []
    for post in old:
        unit_id = heirs.of(POSTS, post.public_id)
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
    for post in _posts(unit_id, day).order_by("position", "title", "id"):
        holder = holders.get(post.pk)
        note = holder.name if holder else "Vacant"
        rows.append(
            Listed(post.public_id, post.title, note, staff_id=holder.pk if holder else None)
        )
    return rows


def _plans(unit_id: int, day: dt.date) -> QuerySet[SuccessionPlan]:
    return SuccessionPlan.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def move_plans(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """A successor has one plan for each cycle, whoever brings it first.

    What was submitted stays with the board that submitted it: a plan in review continues as a draft.
    """
    old = list(_plans(heirs.closing, day))
    open_there = SuccessionPlan.objects.filter(
        not_ended("valid_to", day), unit_id__in=heirs.everyone
    )
    there = set(open_there.values_list("unit_id", "cycle"))
    fresh = []
    for plan in old:
        unit_id = heirs.of(PLANS, plan.public_id)
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
        for plan in _plans(unit_id, day)
    ]


def _risks(unit_id: int, day: dt.date) -> QuerySet[RiskAssessment]:
    return RiskAssessment.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def move_risks(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_risks(heirs.closing, day))
    posts = posts_there(heirs)
    fresh = [
        copied(
            row,
            unit_id=posts[row.post_id][0],
            post_id=posts[row.post_id][1],
            valid_to=row.valid_to,
        )
        for row in old
        if row.post_id in posts
    ]
    return continue_rows(old, fresh, day)


def _criticalities(unit_id: int, day: dt.date) -> QuerySet[CriticalityAssessment]:
    return CriticalityAssessment.objects.filter(
        not_ended("valid_to", day), unit_id=unit_id
    ).order_by("id")


def move_criticalities(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    old = list(_criticalities(heirs.closing, day))
    posts = posts_there(heirs)
    fresh = [
        copied(
            row,
            unit_id=posts[row.post_id][0],
            post_id=posts[row.post_id][1],
            valid_to=row.valid_to,
        )
        for row in old
        if row.post_id in posts
    ]
    return continue_rows(old, fresh, day)


def _waiting(unit_id: int) -> QuerySet[Signature]:
    return Signature.objects.filter(unit_id=unit_id, state=SignatureState.WAITING)


def drop_signatures(
    heirs: Heirs,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Signatures that wait are asked for no longer: the plan continues as a draft elsewhere."""
    return _waiting(heirs.closing).update(state=SignatureState.DROPPED), 0


def _reading(unit_id: int) -> QuerySet[PackReader]:
    return PackReader.objects.filter(unit_id=unit_id, removed_at=None)


def remove_readers(
    heirs: Heirs,
    day: dt.date,  # noqa: ARG001  the interface's
    principal: Principal,  # noqa: ARG001
) -> tuple[int, int]:
    """Packs of the closing board are kept, and nobody reads them on: the successor makes its own."""
    return _reading(heirs.closing).update(removed_at=now()), 0


def _marks(unit_id: int, day: dt.date) -> QuerySet[SkillMark]:
    return SkillMark.objects.filter(not_ended("valid_to", day), unit_id=unit_id).order_by("id")


def move_marks(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """What a member brings continues with the member; what the successor knows already stays."""
    old, staff = list(_marks(heirs.closing, day)), staff_there(heirs)
    open_there = SkillMark.objects.filter(not_ended("valid_to", day), unit_id__in=heirs.everyone)
    there = set(open_there.values_list("staff_id", "skill"))
    fresh = [
        copied(
            row,
            unit_id=staff[row.staff_id][0],
            staff_id=staff[row.staff_id][1],
            valid_to=row.valid_to,
        )
        for row in old
        if row.staff_id in staff and (staff[row.staff_id][1], row.skill) not in there
    ]
    return continue_rows(old, fresh, day)


def _roles(unit_id: int) -> QuerySet[Code]:
    return Code.objects.filter(list=ROLES, owner_id=unit_id, valid_to=None).order_by("id")


def move_roles(
    heirs: Heirs,
    day: dt.date,
    principal: Principal,  # noqa: ARG001  the interface's
) -> tuple[int, int]:
    """Roles of the board's own continue wherever a post made from one goes, and at the main successor.

    So posts keep their names. Labels of national roles are the successor's own matter.
    """
    old = list(_roles(heirs.closing))
    there = set(
        Code.objects.filter(list=ROLES, owner_id__in=heirs.everyone).values_list("owner_id", "code")
    )
    used = Post.objects.filter(unit_id__in=heirs.everyone, continues__unit_id=heirs.closing)
    wanted = set(used.exclude(local_role="").values_list("unit_id", "local_role"))
    fresh = [
        Code(
            list=ROLES, code=row.code, label=row.label, owner_id=unit_id, sort=row.sort,
            attributes=row.attributes, source=row.source, valid_from=day,
        )
        for row in old
        for unit_id in heirs.everyone
        if row.code.startswith(LOCAL)
        and (unit_id, row.code) not in there
        and (unit_id == heirs.main or (unit_id, row.code) in wanted)
    ]  # fmt: skip
    ended = Code.objects.filter(pk__in=[row.pk for row in old]).update(valid_to=day)
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
            POSTS, "Posts", 40, people=False, count=lambda u, d: _posts(u, d).count(),
            move=move_posts, tables=("succession.Post",), listed=list_posts,
            carried=lambda h, d: _continuing(Post, h),  # noqa: ARG005
        ),
        Transfer(
            PLANS, "Succession plans", 41, people=False, count=lambda u, d: _plans(u, d).count(),
            move=move_plans, tables=("succession.SuccessionPlan",), listed=list_plans,
            carried=lambda h, d: _continuing(SuccessionPlan, h),  # noqa: ARG005
        ),
        Transfer(
            "risks", "Vacancy risks", 43, people=True, count=lambda u, d: _risks(u, d).count(),
            move=move_risks, tables=("succession.RiskAssessment",),
        ),
        Transfer(
            "criticalities", "Critical role assessments", 44, people=False,
            count=lambda u, d: _criticalities(u, d).count(), move=move_criticalities,
            tables=("succession.CriticalityAssessment",),
        ),
        Transfer(
            "signatures", "Signatures that wait", 46, people=True,
            count=lambda u, d: _waiting(u).count(),  # noqa: ARG005
            move=drop_signatures, tables=("succession.Signature",),
            left=lambda u, d: _waiting(u).count(),  # noqa: ARG005
        ),
        Transfer(
            "pack_readers", "Readers of board packs", 47, people=True,
            count=lambda u, d: _reading(u).count(),  # noqa: ARG005
            move=remove_readers, tables=("succession.PackReader",),
            left=lambda u, d: _reading(u).count(),  # noqa: ARG005
        ),
        Transfer(
            "skills", "Skills of the board", 48, people=True,
            count=lambda u, d: _marks(u, d).count(), move=move_marks,
            tables=("succession.SkillMark",),
        ),
        Transfer(
            "local_roles", "Roles of its own", 49, people=False,
            count=lambda u, d: _roles(u).count(),  # noqa: ARG005
            move=move_roles, tables=("orgs.Code",),
        ),
    ]  # fmt: skip


def register() -> None:
    """Called from ``SuccessionConfig.ready``."""
    for each in _transfers():
        transfers.add(each.key, each)
    stay(_STAYS)
