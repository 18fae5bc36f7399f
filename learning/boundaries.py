"""Which records learning keeps, for the boundary register, and what its pages show of people."""

from orgs.access.classes import Through, records
from orgs.access.shown import shows

_PATHWAY, _TALK = "learning.PathwayAssignment", "learning.Conversation"
_BOTH = "A career conversation is open to its two sides alone."


def register() -> None:
    """Put the tables of learning into classes, and say what its pages show."""
    records(
        "catalogue",
        "Catalogue of learning",
        "Frameworks and role profiles; it holds nobody",
        *("learning.Framework", "learning.Competency"),
        *("learning.RoleProfile", "learning.RoleProfileItem", "learning.RoleRoute"),
        order=49,
    )
    records(
        "learning",
        "Pathways, progress and competencies",
        "Who develops towards which role, and how far they are",
        *(_PATHWAY, "learning.StepProgress", "learning.CompetencyAssessment"),
        order=50,
    )
    records(
        "aspirations",
        "What people would like",
        "Wishes that a person writes down, and shares or does not",
        "learning.Aspiration",
        order=51,
    )
    records(
        "conversations",
        "Career conversations",
        "Who speaks with whom, what both prepared, and what both agreed on",
        *(_TALK, "learning.Preparation", "learning.AgreedOutcome"),
        order=52,
        through=(Through("my_partners", "own", "O"),),
    )
    shows("learning:overview", "learning.overview", _PATHWAY)
    shows("learning:pathway", "learning.pathway", _PATHWAY, row=("assignment", _PATHWAY))
    shows(
        "learning:assign", "learning.assign", "orgs.StaffRecord", row=("staff", "orgs.StaffRecord")
    )
    shows("learning:development", "learning.development", _PATHWAY, own=True)
    shows("learning:aspirations", "learning.aspirations", "learning.Aspiration", own=True)
    shows("learning:conversations", "learning.conversations", _TALK, because=_BOTH)
    shows(
        "learning:conversation",
        "learning.conversation",
        _TALK,
        row=("conversation", _TALK),
        because=_BOTH,
        named=("with_user_id",),
    )
