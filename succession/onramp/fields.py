"""The columns of the two spreadsheets: what is taken, under which headings, and what is not, and why."""

from collections.abc import Sequence

from orgs.imports.columns import Columns, Field, plain
from succession.enums import SheetLayout

#: Columns that hold several people of one readiness, as many templates have them.
BY_READINESS = {"now": "RN", "soon": "R12", "later": "R35"}

_RISK = (
    Field(
        "vacancy_risk", "Vacancy risk",
        ("flight risk", "risk of leaving", "risk of loss", "retention risk", "risk of vacancy", "risk",
         "likelihood of leaving", "attrition risk", "vacancy flight risk"),
        "Low, medium, high or leaving",
    ),
    Field(
        "impact", "Impact of a vacancy",
        ("impact", "impact of loss", "impact of leaving", "loss impact", "business impact",
         "impact of vacancy"),
        "Low, moderate, high or critical",
    ),
    Field(
        "reasons", "Reasons for the risk",
        ("risk reason", "risk reasons", "reason for risk", "reasons for risk"),
        "Words of the list of reasons, with ; between. Retirement and workload only as the person has stated them",
    ),
    Field(
        "stated_on", "Stated by the person on", ("stated on", "date stated"),
        "The day on which the person stated the reasons",
    ),
    Field(
        "leaving_on", "Leaves on",
        ("leaving date", "expected leaving date", "expected vacancy date", "likely vacancy date"),
        "A date such as 31/03/2027",
    ),
)  # fmt: skip
_READY = (
    Field(
        "readiness", "Readiness",
        ("successor readiness", "readiness level", "readiness rating", "readiness timescale",
         "timescale", "when ready"),
        "Ready now, 1 to 2 years, 3 to 5 years, or in development",
    ),
    Field(
        "cover", "Emergency cover",
        ("interim cover", "temporary cover", "acting cover", "emergency successor", "short term cover"),
        "Can act up at once, interim, or none: not a level of readiness",
    ),
    Field("evidence", "What shows it", ("evidence", "readiness evidence", "rationale"),
          "The person may ask to see this"),
    Field(
        "review_by", "Look at the readiness again by",
        ("review by", "review date", "next review", "readiness review date"),
        "Empty: as long as the plan template says",
    ),
)  # fmt: skip
_SINCE = Field(
    "since", "In post since", ("date appointed", "in role since", "appointed on"),
    "Empty: since their job began",
)  # fmt: skip

PLAN_FIELDS = (
    Field(
        "post", "Post",
        ("post title", "role", "role title", "job title", "position", "position title", "critical role",
         "key role", "critical post", "business critical role", "role name"),
        "Its title. Empty: the post of the row above",
    ),
    Field(
        "roles", "Board role", ("national role", "role code", "board role code"),
        "For a post that is new: a role of the catalogue, or its code, such as CNO",
    ),
    Field(
        "holder", "Post holder",
        ("incumbent", "current incumbent", "current post holder", "current postholder", "postholder",
         "current holder", "role holder", "name of post holder"),
        "Their name; several with ; between",
    ),
    Field(
        "holder_number", "Post holder employee number",
        ("incumbent employee number", "holder employee number", "post holder assignment number"),
        "Or their work email",
    ),
    _SINCE,
    Field(
        "criticality", "Criticality", ("role criticality", "criticality of role"),
        "For a post that is new; after that it is assessed on the page of the post",
    ),
    *_RISK,
    Field(
        "successor", "Successor",
        ("successor name", "potential successor", "named successor", "identified successor",
         "name of successor", "candidate", "nominee"),
        "One person a row",
    ),
    Field(
        "successor_number", "Successor employee number",
        ("successor assignment number", "candidate employee number"),
        "Or their work email",
    ),
    *_READY,
    Field(
        "now", "Successors ready now",
        ("ready now", "immediate", "immediate successors", "successors ready now names", "ready now names",
         "0 12 months", "ready now 0 12 months"),
        "Where each readiness has a column with names, with ; between",
    ),
    Field(
        "soon", "Successors ready in 1 to 2 years",
        ("ready in 1 2 years", "1 2 years", "1 to 2 years", "ready in 1 to 2 years", "ready 1 2 years",
         "12 24 months"),
        "Names, with ; between",
    ),
    Field(
        "later", "Successors ready in 3 to 5 years",
        ("ready in 3 5 years", "3 5 years", "3 to 5 years", "ready in 3 to 5 years", "ready 3 5 years"),
        "Names, with ; between",
    ),
)  # fmt: skip
TEAM_FIELDS = (
    Field("name", "Name", ("full name", "employee name", "staff name", "person", "team member"), ""),
    Field(
        "number", "Employee number",
        ("employee no", "staff number", "payroll number", "assignment number", "employee id"),
        "Or their work email",
    ),
    Field(
        "post", "Post",
        ("job title", "role", "current role", "current post", "position", "position title", "post title"),
        "The post of the plan that they hold, if they hold one",
    ),
    _SINCE,
    *_RISK,
    Field(
        "target", "Named as a successor for",
        ("successor for", "potential successor for", "successor to", "named for", "succession role"),
        "A post of the plan",
    ),
    *_READY,
)  # fmt: skip
FIELDS = {SheetLayout.PLAN: PLAN_FIELDS, SheetLayout.TEAM: TEAM_FIELDS}
#: Without these there is nothing to compare.
NEEDED = {SheetLayout.PLAN: ("post",), SheetLayout.TEAM: ("name",)}

#: Words of a heading, and why such a column is not taken. The first that fits.
_NOT_TAKEN = (
    (
        ("performance", "potential", "box", "grid", "talent", "rating", "segment"),
        "labels of performance and potential are not held. Agree an outcome in a career conversation",
    ),
    (
        ("age", "birth", "dob", "gender", "sex", "ethnicity", "ethnic", "disability", "religion",
         "belief", "orientation", "marital", "pregnancy", "nationality"),
        "equality information is never held with a plan",
    ),
    (
        ("health", "wellbeing", "sickness", "absence", "stress", "maternity", "retirement"),
        "it touches age or health. A person can state retirement or workload as a reason, with the day",
    ),
    (
        ("aspiration", "aspirations", "ambition", "ambitions", "interest", "interests", "mobility"),
        "the person writes it on “My development”",
    ),
    (
        ("development", "support", "training", "learning", "coaching"),
        "development stands in the pathway that is prepared for a successor",
    ),
    (("pay", "salary", "band", "grade"), "the staff list holds it"),
)  # fmt: skip
_UNKNOWN = "the plan has no such field. Choose its column if it is one of ours"


def missing(layout: SheetLayout, columns: Columns) -> list[str]:
    """Labels of what the columns do not give and the layout cannot do without."""
    return [f.label for f in FIELDS[layout] if f.key in NEEDED[layout] and f.key not in columns]


def not_taken(headings: Sequence[str], columns: Columns) -> list[tuple[str, str]]:
    """The columns of the file that are read past, each with why."""
    taken = set(columns.values())
    return [(heading, _why(heading)) for at, heading in enumerate(headings) if at not in taken]


def _why(heading: str) -> str:
    words = set(plain(heading).split())
    return next((why for signs, why in _NOT_TAKEN if not words.isdisjoint(signs)), _UNKNOWN)


def headings(layout: SheetLayout) -> list[str]:
    """The first row of our own template, and of an export."""
    return [field.label for field in FIELDS[layout] if field.key not in BY_READINESS]
