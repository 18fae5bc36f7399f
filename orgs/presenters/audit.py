"""The audit log in plain English: that something was done and by whom, never what it said."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from orgs.access.principals import principals
from orgs.access.roles import roles
from orgs.inheritance.kinds import kinds
from orgs.registry import Registry

#: What each act is called: completes "<somebody> …". Apps above register theirs.
verbs: Registry[str] = Registry("audit verbs")

#: What each page that shows people is called: completes "looked at …". Apps above register theirs.
pages: Registry[str] = Registry("audited pages")


def acts(words: Mapping[str, str]) -> None:
    """Register the words of acts, by ``family.verb``. Apps above call it from ``AppConfig.ready`` only."""
    for action, said in words.items():
        verbs.add(action, said)


def looked_at(words: Mapping[str, str]) -> None:
    """Register what pages are called, by their code. Apps above call it from ``AppConfig.ready`` only."""
    for code, said in words.items():
        pages.add(code, said)


looked_at(
    {
        "access": "who has a role here",
        "access.review": "whose roles are still needed",
        "access.moves": "who with a role here joined, moved or left",
        "support.page": "a page, under support access",
        "staff": "the people of the organisation",
        "staff.person": "what is recorded of a person",
        "staff_list": "what a staff list would change",
        "orgs.after_change": "what met by a change of organisations",
        "orgs.handover": "where people and posts go when the organisation is split",
        "orgs.record": "their own record",
        "orgs.corrections": "who asks for a correction",
        "orgs.correction": "a request for a correction",
    }
)
acts(
    {
        "grant.given": "gave a role",
        "grant.founded": "set up the first role",
        "grant.confirmed": "confirmed a role as second administrator",
        "grant.ended": "ended a role",
        "grant.extended": "extended a role",
        "grant.orphaned": "found that nobody administers access here",
        "review.opened": "opened the access review of the quarter",
        "review.decided": "said whether a role is still needed",
        "support.asked": "asked for support access to this organisation",
        "support.opened": "approved support access to this organisation, as second person",
        "support.ended": "ended support access to this organisation",
        "invitation.sent": "sent an invitation again",
        "access.checked": "checked who can see a record picked at random",
        "digest.changed": "chose how often to be reminded by e-mail",
        "invitation.accepted": "accepted an invitation and chose a password",
        "correction.asked": "asked for a correction of their record",
        "correction.answered": "answered a request for a correction",
        "config.published": "published a template",
        "config.adapted": "adapted a setting",
        "config.returned": "returned a setting to what is inherited",
        "config.kept": "kept a setting as it was when the organisation moved",
        "config.restored": "chose again what had been chosen in a setting before",
        "config.exported": "took away a list of how a template is taken up",
        "config.resolved": "chose between their own setting and a change from above",
        "sharing.agreed": "agreed to share a profile",
        "sharing.renewed": "changed the profile that they share",
        "sharing.withdrawn": "withdrew a profile that they shared",
        "sharing.expired": "ended the sharing of a profile that had run out",
        "retention.applied": "removed records whose time had passed",
        "retention.held": "stopped the removal of old records for a time",
        "retention.lifted": "let the removal of old records go on",
        "audit.verified": "verified the audit log",
        "audit.gap": "found a fault in the audit log",
        "restructure.drafted": "drafted a change of organisations",
        "restructure.check_asked": "asked for a check of a change of organisations",
        "restructure.listed": "changed the list of a change of organisations",
        "restructure.sent": "sent a change of organisations to those whom it concerns",
        "restructure.commented": "commented on a change of organisations",
        "restructure.answered": "answered a comment on a change of organisations",
        "restructure.withdrawn": "withdrew a change of organisations before its day",
        "restructure.rehearsed": "rehearsed a change of organisations",
        "restructure.decided": "decided what happens to the roles in a change of organisations",
        "restructure.approved": "approved a change of organisations",
        "restructure.exported": "took away a list of who gains and loses access",
        "restructure.cancelled": "cancelled a change of organisations",
        "restructure.applied": "applied a change of organisations",
        "proposal.made": "compared organisations with the Organisation Data Service and proposed changes",
        "proposal.dismissed": "dismissed changes that the Organisation Data Service suggested",
        "proposal.drawn_up": "drew up changes that the Organisation Data Service suggested",
        "overlay.opened": "opened a collaborative, place or cluster",
        "overlay.joined": "let an organisation join a collaborative, place or cluster",
        "overlay.left": "ended the membership of a collaborative, place or cluster",
        "overlay.invited": "asked an organisation of another branch to join",
        "overlay.agreed": "agreed that an organisation joins",
        "overlay.declined": "declined that an organisation joins",
        "overlay.taken_back": "took back that an organisation was asked to join",
        "overlay.planned": "said which board a cluster becomes",
        "overlay.drawn_up": "drew up the merger of a cluster",
        "config.chosen": "chose what a collaborative, place or cluster offers",
        "config.unchosen": "went back from what a collaborative, place or cluster offers",
        "staff.joined": "added a person to the staff list",
        "staff.corrected": "corrected what is recorded of a person",
        "staff.assigned": "added a job of a person",
        "staff.assignment_ended": "ended a job of a person",
        "staff.left": "recorded that a person leaves",
        "staff.stays": "took back that a person leaves",
        "staff.code_made": "made a code to take their own record along",
        "staff.linked": "brought a record along to this organisation",
        "staff.unlinked": "took back that a record was brought along",
        "staff_list.uploaded": "uploaded a staff list",
        "staff_list.answered": "said how a staff list is to be read",
        "staff_list.applied": "applied a staff list",
        "staff_list.discarded": "deleted a staff list without applying it",
        "staff_list.expired": "deleted a staff list that had expired",
        "staff_list.exported": "took away the staff list",
        "duplicate.settled": "settled two of a kind that met by a change of organisations",
        "consultation.set": "said until when a change of organisations is in consultation",
        "consultation.refused": "asked for something that is locked while a change is in consultation",
        "handover.chosen": "said where people or posts go when the organisation is split",
        "handover.confirmed": "confirmed where people and posts go when the organisation is split",
        "restructure.handed_over": "handed over what a closing employer held",
    }
)


@dataclass(frozen=True)
class Line:
    """One line of either tab."""

    at: dt.datetime
    who: str
    what: str
    note: str


def done_lines(events: Iterable[Mapping[str, Any]]) -> list[Line]:
    """What was done. The note holds codes, such as a role's, and nothing that was written."""
    return [
        Line(event["at"], _who(event), _what(event["action"]), _note(event)) for event in events
    ]


def read_lines(reads: Iterable[Mapping[str, Any]]) -> list[Line]:
    """Who looked: the page, as what, for what, and mostly at how many people; never at whom."""
    return [
        Line(
            read["at"],
            read["name"] or read["login"] or "",
            f"looked at {_page(read['page'])}",
            ", ".join(filter(None, (_people(read["people"]), f"for {read['purpose']}"))),
        )
        for read in reads
    ]


def _who(event: Mapping[str, Any]) -> str:
    if event["login"]:
        return str(event["name"] or event["login"])
    code = str(event["principal"])
    return f"The system: {principals.get(code).purpose}" if code in principals else "The system"


def _what(action: str) -> str:
    if action in verbs:
        return verbs.get(action)
    return action.replace(".", ": ").replace("_", " ")


def _note(event: Mapping[str, Any]) -> str:
    """Codes in words: the role, or the kind and version of a template. Nothing that was written."""
    detail = event["detail"] or {}
    role, kind = str(detail.get("role") or ""), str(detail.get("kind") or "")
    words = [roles.get(role).label if role in roles else role]
    words.append(kinds.get(kind).label if kind in kinds else kind.replace("_", " "))
    words.append(f"version {detail['version']}" if detail.get("version") else "")
    return ", ".join(word for word in words if word)


def _page(code: str) -> str:
    if code in pages:
        return pages.get(code)
    return code.replace("_", " ").replace(".", " ")


def _people(count: int | None) -> str:
    """How many; nothing where the database gives no number, which would tell who joined a pool."""
    if count is None:
        return ""
    return "1 person" if count == 1 else f"{count:,} people"
