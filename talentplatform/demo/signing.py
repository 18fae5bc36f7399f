"""What was submitted and signed: versions of the plans, their papers and signatures, a pack with its reader."""

import datetime as dt
import logging
from collections.abc import Iterable

from django.utils import timezone

from orgs.access.scope import user_scope
from orgs.codes import code_lists
from orgs.models.access import User
from orgs.models.codes import Code
from orgs.models.units import OrgUnit
from succession import copies, pack_pdf, roles, template
from succession.board import board
from succession.enums import PackState, PlanState, ReaderRight, SignatureState
from succession.models import (
    BoardPack,
    BoardPaper,
    PackReader,
    PlanCopy,
    Signature,
    SkillMark,
    SuccessionPlan,
)
from succession.packs import stamp_of
from succession.signing import signers
from succession.skills import members, skills
from succession.words import LISTS
from talentplatform.demo import places
from talentplatform.demo.bulk import Chance, Keys, Loader, Rows, set_sequences

#: Whose plan goes to the committee as a pack, and who reads it there.
PACK, READER = places.BOARDS[0][0], "helen"
#: Whose members' skills are marked.
MARKED = places.KESTREL_VALLEY


def _evening(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time(17, 5)))


class SigningMaker:
    """Freezes the plans that were submitted, as each stood on its day."""

    def __init__(self, chance: Chance, day: dt.date) -> None:
        self.chance, self.day, self.rows = chance, day, Rows()
        self.copy = Keys(PlanCopy)

    def freeze(self, plans: Iterable[SuccessionPlan]) -> None:
        """Version, paper and signatures of each plan that was submitted."""
        codes = code_lists(*LISTS)
        for plan in plans:
            if plan.submitted_on is not None:
                self._freeze(plan, plan.submitted_on, codes)

    def _freeze(self, plan: SuccessionPlan, on: dt.date, codes: dict[str, dict[str, Code]]) -> None:
        unit_id, rules = plan.unit_id, template.rules(plan.unit_id, on)
        stand = board(unit_id, on)
        content = copies.freeze(
            stand,
            codes=codes,
            rules=rules,
            organisation=(plan.unit.code, plan.unit.name),
            cycle=plan.cycle,
        )
        key = self.copy()
        self.rows.add(
            PlanCopy,
            id=key,
            unit_id=unit_id,
            plan_id=plan.pk,
            number=1,
            content=content,
            sha256=copies.checksum(content),
            staff_ids=copies.people(stand),
            made_on=on,
            made_at=_evening(on),
            made_by_id=plan.changed_by_id,
        )
        paper = copies.paper(content)
        self.rows.add(
            BoardPaper,
            unit_id=unit_id,
            copy_id=key,
            content=paper,
            sha256=copies.checksum(paper),
            staff_ids=copies.people(stand, told_only=True),
        )
        for number, asked in enumerate(signers(unit_id, rules.sign_off, on)):
            self._sign(plan, key, asked.role, asked.post_id, asked.staff_id, first=number == 0)

    def _sign(
        self,
        plan: SuccessionPlan,
        copy: int,
        role: str,
        post: int | None,
        staff: int | None,
        *,
        first: bool,
    ) -> None:
        """In a plan in review the first has signed; what nobody could sign comes from the minutes."""
        signed = plan.signed_off_on or (plan.submitted_on if first else None)
        minuted = signed is not None and staff is None
        state = SignatureState.WAITING
        if signed is not None:
            state = SignatureState.RECORDED if minuted else SignatureState.SIGNED
        self.rows.add(
            Signature,
            unit_id=plan.unit_id,
            copy_id=copy,
            role=role,
            post_id=post,
            staff_id=staff,
            state=state,
            answered_on=signed,
            committee="Board in private" if minuted else "",
            minuted_on=signed if minuted else None,
            minute="26/114" if minuted else "",
        )

    def mark(self, unit: OrgUnit) -> None:
        """Skills of most members of a board; the newest are not marked yet, and one skill is nobody's."""
        listed = list(skills(unit.pk, self.day))
        for member in members(board(unit.pk, self.day), {})[:-2]:
            for skill in listed[:-2]:
                self.rows.add(
                    SkillMark,
                    unit_id=unit.pk,
                    staff_id=member.staff_id,
                    skill=skill,
                    level=int(self.chance.pick({"0": 45, "1": 35, "2": 20})),
                    valid_from=self.day - dt.timedelta(days=50),
                )

    def flush(self, moment: dt.datetime) -> None:
        self.rows.flush(Loader(self.chance, moment))


def load(chance: Chance, day: dt.date, moment: dt.datetime) -> None:
    """Everything that the demo shows of signing; the pack is made as a worker would make it."""
    maker = SigningMaker(chance, day)
    maker.freeze(SuccessionPlan.objects.filter(valid_to=None).select_related("unit").order_by("pk"))
    maker.mark(OrgUnit.objects.get(code=MARKED))
    maker.flush(moment)
    set_sequences(*maker.rows.counts)
    _roles(day)
    _pack(day)


def _roles(day: dt.date) -> None:
    """Kestrel Valley calls one national role by another name, and has a role of its own."""
    lead = User.objects.get(login="priya")
    with user_scope(lead.pk, login=lead.login, unit_code=MARKED, day=day) as viewer:
        roles.label_role(
            viewer=viewer, code="COMMS", label="Director of communications and engagement"
        )
        roles.add_role(
            viewer=viewer, label="Director of research and innovation", national_code="IMP"
        )


def _pack(day: dt.date) -> None:
    copy = (
        PlanCopy.objects.select_related("plan", "paper")
        .filter(unit__code=PACK, plan__state=PlanState.SIGNED_OFF)
        .first()
    )
    if copy is None:
        return
    asked = _evening(day - dt.timedelta(days=6))
    pack = BoardPack(
        unit_id=copy.unit_id,
        copy=copy,
        title=f"{copy.plan.cycle}, version {copy.number}",
        stamp=stamp_of(copy),
        staff_ids=copy.paper.staff_ids,
        asked_at=asked,
        asked_by_id=copy.made_by_id,
        made_at=asked,
        state=PackState.DONE,
    )
    # WeasyPrint tells of its steps, which nobody who loads a demo wants to read.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    document = pack_pdf.render(pack)
    pack.pdf, pack.pdf_sha256, pack.pages = document.content, document.sha256, document.pages
    pack.save()
    PackReader.objects.create(
        unit_id=copy.unit_id,
        pack=pack,
        user=User.objects.get(login=READER),
        via=ReaderRight.PACKS,
        expires_on=day + dt.timedelta(days=60),
        named_at=asked,
        named_by_id=copy.made_by_id,
    )
