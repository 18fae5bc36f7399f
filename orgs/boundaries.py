"""Which records orgs keeps, for the boundary register, and what its pages show of people."""

from orgs.access.classes import Through, records
from orgs.access.shown import shows

_STAFF = "orgs.StaffRecord"


def register() -> None:
    """Put the tables of orgs into classes, and say what its pages show. Called from ``ready``."""
    _classes()
    _pages()


def _classes() -> None:
    records(
        "tree",
        "Organisations",
        "Which organisations there are, what they are called and where they stand",
        *("orgs.OrgUnit", "orgs.OrgUnitType", "orgs.OrgPlacement", "orgs.OrgLink"),
        *("orgs.OverlayMembership", "orgs.Overlay", "orgs.OverlayInvite"),
        order=10,
        through=(
            Through("path", "any", "R"),
            Through("closure", "any", "R"),
            Through("closed_on", "any", "R"),
            Through("heirs", "any", "R"),
        ),
    )
    records(
        "restructures",
        "Changes of organisations",
        "Mergers and moves that are planned, approved and applied",
        *("orgs.RestructurePlan", "orgs.RestructureNotice", "orgs.RestructureComment"),
        *("orgs.Consultation", "orgs.OdsProposal", "orgs.OdsCheck"),
        order=11,
    )
    records(
        "people",
        "People and their jobs",
        "Name, work email and jobs of the people whom an employer employs",
        *(_STAFF, "orgs.Assignment", "orgs.RecordLink"),
        order=20,
        through=(
            Through("conversation_partners", "own", "M"),
            Through("pool_people", "pools", "M"),
        ),
    )
    records(
        "handovers",
        "Where people and posts go when an employer closes",
        "Its own list of who goes where, what was carried over, and what was decided of doubles",
        *("orgs.HandoverList", "orgs.HandoverChoice"),
        *("orgs.CarriedOver", "orgs.DuplicateChoice"),
        order=23,
    )
    records(
        "staff_lists",
        "Staff lists that wait",
        "Uploaded files with people, until they are applied or deleted",
        "orgs.StaffList",
        order=21,
    )
    records(
        "corrections",
        "Requests for a correction",
        "What a person says is wrong in her record, and the answer",
        "orgs.CorrectionRequest",
        order=22,
    )
    records(
        "definitions",
        "Templates and settings",
        "What a higher level defines for those below, and what each adapts",
        *("orgs.Definition", "orgs.DefinitionVersion", "orgs.Adaptation", "orgs.Code"),
        "orgs.OverlayChoice",
        order=80,
    )
    records(
        "grants",
        "Who has which role",
        "Roles that were given, to whom, by whom, why and until when",
        *("orgs.Grant", "orgs.GrantUse", "orgs.AccessReview", "orgs.AccessReviewItem"),
        "orgs.OrphanedEmployer",
        order=90,
        through=(
            Through("who_may", "access", "R"),
            Through("who_may", "audit", "R"),
            Through("readers_here", "any", "M"),
            Through("my_units", "any", "O"),
            Through("moved_holders", "access", "R"),
            Through("unconfirmed_on", "access", "R"),
            Through("unconfirmed_on", "founding", "R"),
        ),
    )
    records(
        "rules",
        "The rules of access themselves",
        "Which roles and actions there are, and this register with its history",
        *("orgs.ActionRecord", "orgs.RoleRecord", "orgs.BoundaryVersion"),
        order=91,
    )
    records(
        "support",
        "Support access",
        "Who of the platform's support asked to look here, why, who approved it and until when",
        "orgs.SupportAccess",
        order=94,
    )
    records(
        "audit",
        "Audit log",
        "What was done and by whom, and who looked at pages that show people",
        *("orgs.AuditEvent", "orgs.ReadEvent"),
        order=92,
        through=(
            Through("audit_events", "audit", "R"),
            Through("read_events", "audit", "R"),
            Through("audit_counts", "audit", "R"),
            Through("my_readers", "own", "O"),
            Through("looks_in_a_year", "any", "M"),
        ),
    )
    records(
        "keeping",
        "How long records are kept",
        "Until when records are gone, and who stopped the removal",
        *("orgs.KeepingHold", "orgs.KeepingHorizon"),
        order=93,
        through=(Through("keeping_due", "keeping", "M"),),
    )
    records(
        "mail",
        "Messages and reminders",
        "E-mail that waits, without figures or names, and when each account is reminded",
        *("orgs.Outbox", "orgs.DigestSetting"),
        order=95,
        quiet=True,
    )
    records(
        "shared",
        "What people share with another organisation",
        "Profiles that a person writes for a pool, a vacancy or a nomination elsewhere",
        *("orgs.SharedProfile", "orgs.SharingReceipt"),
        order=61,
        consent=True,
        quiet=True,
        through=(Through("my_profile_reads", "own", "O"),),
    )


def _pages() -> None:
    shows("orgs:access", "access", "orgs.Grant", _STAFF)
    shows("orgs:people", "staff", _STAFF, "orgs.Assignment")
    for name in ("person", "correct_person", "add_job", "leave", "bring_record", "end_job"):
        shows(f"orgs:{name}", "staff.person", _STAFF, row=("staff", _STAFF))
    shows("orgs:staff_list", "staff_list", "orgs.StaffList", row=("staff_list", "orgs.StaffList"))
    shows("orgs:handover", "orgs.handover", _STAFF)
    shows("orgs:handover_confirm", "orgs.handover", _STAFF)
    shows("orgs:record", "orgs.record", _STAFF, "orgs.Assignment", own=True)
    shows("orgs:corrections", "orgs.corrections", "orgs.CorrectionRequest")
    shows(
        "orgs:correction",
        "orgs.correction",
        "orgs.CorrectionRequest",
        row=("correction", "orgs.CorrectionRequest"),
    )
