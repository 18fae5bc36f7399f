"""The people whom a visitor of the demo can be: sign-in, role, organisation, and what to try.

They share one shown password and have no second factor, so they exist only when ``DEMO=1``, which
production settings refuse.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.management.base import CommandError

from talentplatform.demo import places
from talentplatform.demo.jobs import ADMIN, NURSING, Job

PASSWORD = "kestrel over the valley"  # noqa: S105  shown on purpose, in the demo alone


@dataclass(frozen=True)
class Persona:
    """Somebody to sign in as.

    Attributes:
        role: code of the role she holds at `unit`.
        employer: where she has her staff record; a person of a region is on the books of a board.
        title: her job there. Where `made` is set, the demo's people have somebody of that title
            there already, and she is that person.
        job: of somebody who is made after everybody else (``own.people_made_last``).
    """

    login: str
    name: str
    role: str
    unit: str
    employer: str
    title: str
    does: str
    made: bool = False
    also: tuple[tuple[str, str], ...] = ()
    job: Job | None = None


PERSONAS: list[Persona] = [
    Persona(
        "priya", "Priya Raman", "cpo", "ZKV", "ZKV", "Chief people officer",
        "Open the board plan, name a successor, tell her, prepare her pathway", made=True,
    ),
    Persona(
        "fiona", "Fiona Marsh", "cpo", "ZKV", "ZKV", "Head of board development",
        "The second succession lead: approves or refuses, on the worklist, that somebody is not told yet",
        job=Job("Head of board development", "8c", ADMIN),
    ),
    Persona(
        "daniel", "Daniel Osei", "staff", "ZKV", "ZKV", "Deputy director of digital",
        "Is named in the walk; then sees his pathway on My development", made=True,
    ),
    Persona(
        "amina", "Amina Bakare", "staff", "ZKV", "ZKV", "Deputy chief nurse",
        "Has been told that she is named: agree, and the pathway becomes hers", made=True,
    ),
    Persona(
        "gareth", "Gareth Pugh", "staff", "ZKV", "ZKV", "Deputy chief finance officer",
        "Has agreed and is well on his way: record a step as done", made=True,
    ),
    Persona(
        "leah", "Leah Whitlock", "learning_lead", "ZKV", "ZKV", "Head of organisational development",
        "See who develops towards which role; run the talent pools", made=True,
    ),
    Persona(
        "joseph", "Joseph Kamara", "access_admin", "ZKV", "ZKV", "Head of corporate governance",
        "Invite a colleague, give and end roles; never to himself", made=True,
    ),
    Persona(
        "bethan", "Bethan Rees", "access_admin", "ZKV", "ZKV", "Deputy company secretary",
        "The second administrator: confirms roles that need two", made=True,
    ),
    Persona(
        "margaret", "Margaret Ellison", "founder", "ZKV", "ZKV", "Chair",
        "Appoint the Trust's access administrators; sign the succession plan as its chair", made=True,
        also=(("staff", "ZKV"),),
    ),
    Persona(
        "ruth", "Ruth Sandford", "ig_auditor", "ZKV", "ZKV", "Head of information governance",
        "See what was done, who looked and who sees what; check a record picked at random, without its content",
    ),
    Persona(
        "omar", "Omar Haque", "cpo", "ZHW", "ZHW", "Chief people officer",
        "The same role at the next Trust: Kestrel Valley answers 404", made=True,
    ),
    Persona(
        "judith", "Judith Penrose", "cpo", "ZQE", "ZQE", "Chief people officer",
        "Plan succession for the ICB's own board, and for no Trust; once it has merged, settle what met there", made=True,
    ),
    Persona(
        "marcus", "Marcus Webb", "talent_lead", "Z61", "ZQA", "Regional head of talent",
        "Read the dashboard of the region, make and schedule a PDF; no person anywhere",
    ),
    Persona(
        "nadia", "Nadia Younis", "talent_lead", "ZQE", "ZQE", "Head of system talent",
        "The same figures for one ICB, where more is hidden",
    ),
    Persona(
        "aisha", "Aisha Mahmood", "talent_lead", "ZPC01", "ZLM", "Collaborative talent lead",
        "See who belongs together and how much stays hidden; set the release day to today: totals of five "
        "Trusts below three ICBs come in seconds",
    ),
    Persona(
        "hazel", "Hazel Thorne", "pool_manager", "ZPC01", "ZTM", "Head of shared workforce",
        "Run the collaborative's shared pool: what people of its members share, and nothing else",
        job=Job("Head of shared workforce", "8c", ADMIN),
    ),
    Persona(
        "grace", "Grace Okoro", "national_lead", "Z92000001", "ZQA", "National programme lead",
        "Publish what the regions and Trusts inherit; decide what the Organisation Data Service suggests",
        also=(("steward", "Z92000001"),),
    ),
    Persona(
        "sunita", "Sunita Parmar", "steward", "Z61", "ZQA", "Head of organisation administration",
        "Organisations, Changes: the merger that the walk made, and a split that waits; draw up one, check it, keep it "
        "as a PDF, approve as the first of two",
    ),
    Persona(
        "owen", "Owen Fairclough", "steward", "Z61", "ZQB", "Organisation administrator",
        "Approve what Sunita has drawn up as the second person, and apply it",
    ),
    Persona(
        "rhian", "Rhian Pugh", "steward", "ZQE", "ZQE", "Associate director of governance",
        "Hers is one of the roles that the merger must decide about",
    ),
    Persona(
        "colin", "Colin Baldry", "steward", "ZQF", "ZQF", "Associate director of governance",
        "The same at the other board of the merger",
    ),
    Persona(
        "moira", "Moira Laidlaw", "talent_lead", "Z62", "ZQM", "Regional head of talent",
        "The second region: sees none of the first",
    ),
    Persona(
        "helen", "Helen Ashworth", "committee_reader", "ZQA", "ZQA", "Chair of the people committee",
        "Open the PDF and the board pack that were sent to her; no report page, no other PDF",
    ),
    Persona(
        "tomos", "Tomos Price", "staff", "ZKV", "ZKV", "Ward manager, respiratory",
        "Is nobody's successor: open the career map and say what he would like",
        job=Job("Ward manager, respiratory", "7", NURSING),
    ),
    Persona(
        "tom", "Tom Aldous", "pool_manager", "Z61", "ZQB", "Regional nursing talent manager",
        "Run the regional pool: what people share with it, and nothing else; call a talent board",
    ),
    Persona(
        "nia", "Nia Bowen", "staff", "ZTH", "ZTH", "Associate chief nurse",
        "Apply to the regional pool, choose what to share; say yes or no to a vacancy of another Trust",
    ),
    Persona(
        "petra", "Petra Lang", "support", "Z92000001", "ZQA", "Platform support analyst",
        "Ask for support access to a Trust; nothing opens until Idris approves it",
        job=Job("Platform support analyst", "6", ADMIN),
    ),
    Persona(
        "idris", "Idris Vaughan", "support", "Z92000001", "ZQA", "Platform support lead",
        "Approve support access as the second person; the Trust sees it and can end it",
        job=Job("Platform support lead", "7", ADMIN),
    ),
]  # fmt: skip


def named(login: str) -> Persona:
    """The persona who signs in as `login`."""
    return next(p for p in PERSONAS if p.login == login)


def require_demo() -> None:
    """Refuse to show or make accounts with a known password outside the demo."""
    if not settings.DEMO:
        raise CommandError("The personas have a shown password: they need DEMO=1.")


def shown() -> list[dict[str, str]]:
    """Sign-in name, name, role and what to try of each, for the demo's sign-in page."""
    from orgs.access.roles import roles

    return [
        {
            "login": persona.login,
            "name": persona.name,
            "role": f"{roles.get(persona.role).label}, {places.name_of(persona.unit)}",
            "does": persona.does,
            "password": PASSWORD,
        }
        for persona in PERSONAS
    ]
