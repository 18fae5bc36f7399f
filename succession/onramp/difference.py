"""A spreadsheet against the plan: which posts, holders, risks and successors are new, changed or the same.

Nothing is written here, and nothing that stands on the plan is ever taken away by a file.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import fields

from orgs.imports.columns import FieldChange
from orgs.imports.refusal import Fault
from orgs.words import lowered
from succession import risk_reasons
from succession.board import NO_RISK
from succession.board_roles import ROLES, national_codes, usual_criticality
from succession.holders import AHEAD
from succession.judged import LEAVING
from succession.onramp.changes import (
    ChangedSuccessor,
    Difference,
    NewHolder,
    NewPost,
    NewRisk,
    NewSuccessor,
    Same,
)
from succession.onramp.collecting import PostSaid, collected
from succession.onramp.rows import Named, Read, Risk
from succession.onramp.standing import Standing
from succession.readiness import NOT_AIMING, NOT_ASSESSED
from succession.successor_row import Successor


def compare(read: Read, on: Standing, *, adds_posts: bool) -> Difference:
    """Compare what the rows say with what stands on the plan.

    `adds_posts`: see :func:`succession.onramp.collecting.collected`.
    """
    found = Difference(faults=list(read.faults), left_out=list(read.left_out))
    for post in collected(read, on, found, adds_posts=adds_posts):
        _Comparer(post, on, found, read.headings).compare()
    for several in (found.faults, found.left_out):
        several.sort(key=lambda each: each.line)
    return found


class _Comparer:
    """One post of the file against the same post of the plan."""

    def __init__(
        self, post: PostSaid, on: Standing, found: Difference, headings: dict[str, str]
    ) -> None:
        self.post, self.on, self.found, self.headings = post, on, found, headings
        self.held = on.holders.get(post.row.id, ()) if post.row else ()

    def fault(self, line: int, key: str, message: str) -> None:
        self.found.faults.append(Fault(line, self.headings[key], message))

    def leave_out(self, line: int, key: str, message: str) -> None:
        if key in self.headings:
            self.found.left_out.append(Fault(line, self.headings[key], message))

    def compare(self) -> None:
        """Sort everything that the file says of the post into the difference."""
        post = self.post
        if post.row is None:
            role = self.on.codes[ROLES][post.roles[0]]
            usual = usual_criticality(role.code, statutory=bool(role.attributes.get("statutory")))
            self.found.posts.append(
                NewPost(post.line, post.title, post.roles, post.criticality or usual)
            )
        elif post.criticality and post.criticality != post.row.criticality:
            self.leave_out(
                post.line,
                "criticality",
                "the post is on the plan: assess it on the page of the post",
            )
        if post.row is not None and post.roles and self._roles() != list(post.row.role_codes):
            self.leave_out(
                post.line,
                "roles",
                "the post is on the plan: change its roles on the page of the post",
            )
        changed = self._holders() | self._risk()
        if post.row is not None and not changed:
            self.found.same.append(Same(post.line, post.at))
        standing = {s.person: s for s in post.row.successors} if post.row else {}
        for line, named in post.named.values():
            if named.person.id in {*self.held, *post.holders}:
                message = f"{named.person.name} holds this post"
                self.found.faults.append(Fault(line, named.column, message))
            elif (now := standing.get(named.person.id)) is not None:
                self._change(line, named, now)
            else:
                self._name(line, named)

    def _roles(self) -> list[str]:
        return national_codes(self.on.codes[ROLES], self.post.roles)

    # --- who holds it -----------------------------------------------------------------------------

    def _holders(self) -> bool:
        """A holder is taken for a post that nobody has held here: any other change is a decision."""
        new = [each for each in self.post.holders.values() if each[1].id not in self.held]
        if not new:
            return False
        row, key = self.post.row, "holder" if "holder" in self.headings else "name"
        if self.held or (row is not None and row.vacant_since is not None):
            names = [self.on.staff[id_].name for id_ in self.held if id_ in self.on.staff]
            stands = f"held by {' and '.join(names)}" if names else "vacant after somebody held it"
            for line, person, _ in new:
                self.leave_out(
                    line,
                    key,
                    f"{self.post.title} is {stands}. That {person.name} holds it now is recorded on the "
                    "page of the post, with how it was filled",
                )
            return False
        for number, (line, person, since) in enumerate(new):
            starts = since or person.since
            if starts is None or person.since is None:
                self.fault(line, key, f"{person.name} has no job here today")
            elif starts > self.on.day + AHEAD:
                self.fault(line, "since", "must be within the next 12 months")
            else:
                self.found.holders.append(
                    NewHolder(line, self.post.at, person, starts, together=number > 0)
                )
        return True

    # --- risk -------------------------------------------------------------------------------------

    def _risk(self) -> bool:
        said, line = self.post.risk, self.post.risk_line
        now = self.post.row.risk if self.post.row else NO_RISK
        if said == Risk():
            return False
        stated_on = said.stated_on or now.stated_on
        reasons = self._reasons(said, now.reasons, stated=stated_on is not None)
        wanted = Risk(
            said.vacancy_risk or now.vacancy_risk,
            said.impact or now.impact,
            reasons,
            # A day without a reason would say nothing.
            stated_on if reasons else now.stated_on,
            said.leaving_on or now.leaving_on,
        )
        stands = Risk(now.vacancy_risk, now.impact, now.reasons, now.stated_on, now.leaving_on)
        if wanted == stands:
            return False
        if wanted.vacancy_risk == LEAVING and wanted.leaving_on is None:
            self.fault(line, "leaving_on", "give the day of leaving")
        stated = wanted.stated_on is not None
        wrong = risk_reasons.objection(
            reasons, stated_by_person=stated, stated_on=wanted.stated_on, day=self.on.day
        )
        if wrong is not None:
            key = "stated_on" if stated else "reasons"
            self.fault(line, key, lowered(wrong[1]))
        changes = tuple(_differing(stands, wanted))
        self.found.risks.append(NewRisk(line, self.post.at, now.version, wanted, stated, changes))
        return True

    def _reasons(self, said: Risk, now: tuple[str, ...], *, stated: bool) -> tuple[str, ...]:
        """Those that stand there, and those of the file that can be given."""
        new = [code for code in said.reasons if code not in now]
        private = [code for code in new if code in risk_reasons.STATED_ONLY and not stated]
        for code in private:
            label = self.on.codes["risk_reason"][code].label
            self.leave_out(
                self.post.risk_line,
                "reasons",
                f"“{label}” stands only as the person has stated it, with the day",
            )
        return (*now, *(code for code in new if code not in private))

    # --- successors -------------------------------------------------------------------------------

    def _name(self, line: int, named: Named) -> None:
        who = named.person.name
        if not named.readiness:
            self.fault(line, "readiness", f"say how ready {who} is, such as “Ready now”")
        elif named.readiness == NOT_AIMING:
            self.fault(line, "readiness", f"{who} is not aiming for this role: nobody to name")
        self._in_future(line, named.review_by)
        self.found.named.append(
            NewSuccessor(
                line,
                self.post.at,
                named.person,
                named.readiness,
                named.cover or "NONE",
                named.evidence,
                named.review_by or self.on.review_by,
            )
        )

    def _in_future(self, line: int, review_by: dt.date | None) -> None:
        if review_by is not None and review_by <= self.on.day:
            self.fault(line, "review_by", "the day to look at it again must be in the future")

    def _change(self, line: int, named: Named, now: Successor) -> None:
        stands = now.stale or (now.readiness if now.readiness != NOT_ASSESSED else "")
        readiness = named.readiness or stands
        evidence = now.evidence
        if named.evidence and named.evidence != " ".join(now.evidence.split()):
            evidence = named.evidence
        judged = (
            readiness != stands
            or evidence != now.evidence
            or named.review_by not in (None, now.review_by)
        )
        cover = named.cover or now.cover
        if not judged and cover == now.cover:
            self.found.same.append(Same(line, self.post.at, named.person))
            return
        review_by = named.review_by or now.review_by
        if judged:
            self._in_future(line, named.review_by)
            if not readiness:
                self.fault(line, "readiness", f"say how ready {named.person.name} is")
            if named.review_by is None and (readiness != stands or now.stale or not review_by):
                review_by = self.on.review_by
        before = {"readiness": stands, "evidence": now.evidence, "review_by": now.review_by,
                  "cover": now.cover}  # fmt: skip
        after = {
            "readiness": readiness,
            "evidence": evidence,
            "review_by": review_by,
            "cover": cover,
        }
        self.found.changed.append(
            ChangedSuccessor(
                line,
                self.post.at,
                named.person,
                now.public_id,
                now.version,
                readiness,
                evidence,
                review_by or self.on.review_by,
                cover,
                judged=judged,
                covers=cover != now.cover,
                changes=tuple(
                    FieldChange(key, old, after[key])
                    for key, old in before.items()
                    if old != after[key]
                ),
            )
        )


def _differing(old: Risk, new: Risk) -> Iterable[FieldChange]:
    for each in fields(Risk):
        was, becomes = getattr(old, each.name), getattr(new, each.name)
        if was != becomes:
            yield FieldChange(each.name, was, becomes)
