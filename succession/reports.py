"""The leadership report: plans, posts and successors of an area. Apps further up add their sections."""

from learning.measures import SECTION, TABLE
from reporting.reports import (
    UPPER,
    Bars,
    Contribution,
    Counted,
    Employers,
    Form,
    Heat,
    Kpis,
    Ranked,
    Report,
    Section,
    Table,
    Theme,
    Tile,
    Tiles,
    Trend,
    report,
)
from succession.cover_measures import EMERGENCY_ONLY, NEITHER, READY
from succession.successor_measures import NO_GAP, NOT_ASSESSED

LEADERSHIP = "leadership"

_SIGNED = Tile("Plans signed off", "plans", {"state": ("SIGNED",)}, share=True)
_VACANT = Tile("Posts vacant", "posts", {"state": ("VACANT",)}, share=True, tone="warn")
_READY = Tile("Posts with somebody ready now", "cover", {"cover": (READY,)}, share=True)
_NOBODY = Tile(
    "Posts with no cover at all", "cover", {"cover": (NEITHER,)}, share=True, tone="warn"
)
_AT_RISK = Tile("Posts at high risk of falling vacant", "risk", {"risk": ("HIGH",)}, share=True)
_DEVELOPING = Tile(
    "Named successors developing",
    "developing",
    {"progress": ("ENROLLED", "MOVING", "DONE")},
    share=True,
)
_READY_PEOPLE = Tile("Named successors ready now", "successors", {"readiness": ("RN",)}, share=True)


def _by_family_and_place(measure: str, answer: str) -> tuple[Table, Table]:
    """Two tables of one measure: by role family, at all places if they can carry it, and by place alone.

    Both stand on one rung. First the families leave the lowest places, then the lowest places
    leave altogether, at last the families go.
    """
    both = ("family", answer)
    upper = Form(both, UPPER)
    return (
        Table(measure, measure, (both, upper, upper, Form((answer,), UPPER))),
        Table(
            f"{measure}_places",
            measure,
            ((answer,), (answer,), Form((answer,), UPPER), Form((answer,), UPPER)),
        ),
    )


TABLES = [
    Table("posts", "posts", (("role", "state"),)),
    Table("plans", "plans", (("state",),)),
    Table("returns", "returns", (("state",),)),
    Table("posts_due", "posts_due", (("family", "state"),)),
    *_by_family_and_place("cover", "cover"),
    *_by_family_and_place("risk", "risk"),
    Table(
        "successors",
        "successors",
        (
            # Not by family too: the page reads readiness by ICB, and families would hide most of it.
            ("readiness",),
            Form(("readiness",), UPPER),
            (),
        ),
    ),
    Table("developing", "developing", (("progress",), Form(("progress",), UPPER), ())),
    # Regions only: with the ICBs' beside them some of the widest gaps of the region would be hidden.
    Table("gaps", "gaps", (Form(("gap",), UPPER), ())),
    Table("clock", "clock", (("days",), Form(("days",), UPPER), ())),
    TABLE,
]

SECTIONS: list[Section] = [
    Tiles(
        "top",
        (_READY, _NOBODY, _SIGNED, _VACANT),
    ),
    Heat(
        "emergency",
        "Where nobody could step in",
        "Posts with neither somebody ready now nor emergency cover, as a share of all posts of the "
        "role family",
        "cover",
        "family",
        {"cover": (NEITHER,)},
    ),
    Kpis(
        "benchmarks",
        "How the area compares",
        "Each share beside the quartiles of all places of its kind, from figures that are shown. "
        "Nobody is named",
        (_SIGNED, _VACANT, _READY, _NOBODY, _AT_RISK, _DEVELOPING, _READY_PEOPLE),
    ),
    Trend(
        "trend",
        "From release to release",
        "Each figure as it was released on its day",
        (_SIGNED, _READY, _DEVELOPING, _AT_RISK),
    ),
    Tiles("cover-top", (_READY, _NOBODY, _AT_RISK), theme="cover"),
    Heat(
        "ready",
        "Where nobody is ready now",
        "Posts with nobody ready now as a share of all posts of the role family",
        "cover",
        "family",
        {"cover": (EMERGENCY_ONLY, NEITHER)},
        theme="cover",
    ),
    Bars(
        "cover-places",
        "Who could step in, by place",
        "cover_places",
        "cover",
        theme="cover",
    ),
    Heat(
        "risk",
        "Where posts are at risk",
        "Posts at high risk of falling vacant, or whose holder's day of leaving is known, as a share "
        "of the posts of the role family that somebody holds",
        "risk",
        "family",
        {"risk": ("HIGH",)},
        theme="cover",
    ),
    Bars(
        "risk-places",
        "Vacancy risk, by place",
        "risk_places",
        "risk",
        theme="cover",
    ),
    Tiles(
        "vacancies-top",
        (
            Tile("Board and critical posts", "posts"),
            _VACANT,
            Tile("Term ends within 12 months", "posts", {"state": ("TERM",)}, share=True),
        ),
        theme="vacancies",
    ),
    Heat(
        "vacancies",
        "Where posts are vacant",
        "Vacant posts as a share of all posts of the role",
        "posts",
        "role",
        {"state": ("VACANT",)},
        theme="vacancies",
    ),
    Heat(
        "terms",
        "Where terms end within 12 months",
        "Posts whose recorded term ends within 12 months, as a share of all posts of the role",
        "posts",
        "role",
        {"state": ("TERM",)},
        theme="vacancies",
    ),
    Tiles(
        "successors-top",
        (Tile("Named successors", "developing"), _READY_PEOPLE, _DEVELOPING),
        theme="successors",
    ),
    Bars(
        "readiness",
        "Named successors by readiness",
        "successors",
        "readiness",
        theme="successors",
    ),
    Bars(
        "developing",
        "Named successors by what they have done since",
        "developing",
        "progress",
        theme="successors",
    ),
    Ranked(
        "gaps",
        "The widest capability gaps",
        "The competency in which a named successor falls shortest of what the role asks for",
        "gaps",
        "gap",
        apart=(NO_GAP, NOT_ASSESSED),
        theme="successors",
    ),
    Bars(
        "clock",
        "From being named to the first step",
        "clock",
        "days",
        theme="successors",
    ),
    SECTION,
    Employers(
        "employers",
        "Which organisations have a plan",
        "By the state of their newest succession plan",
        "plans",
        "state",
        (
            ("Signed off", ("SIGNED",)),
            ("Late", ("LATE",)),
            ("In review", ("REVIEW",)),
            ("Draft", ("DRAFT",)),
            ("No plan", ("NONE",)),
        ),
        theme="organisations",
    ),
    Employers(
        "returns",
        "Which organisations have returned what was asked",
        "By the succession return that stands worst",
        "returns",
        "state",
        (
            ("Late", ("LATE",)),
            ("Returned, with something missing", ("PARTIAL",)),
            ("Complete", ("COMPLETE",)),
            ("Not due yet", ("OPEN",)),
            ("Nothing was asked", ("NONE",)),
        ),
        theme="organisations",
    ),
    Counted(
        "plans",
        "Succession plans",
        "Number of organisations by the state of their plan",
        "plans",
        "state",
        theme="organisations",
    ),
]


def register() -> None:
    """Tell reporting of the report; called from ``AppConfig.ready``."""
    report(
        Report(
            code=LEADERSHIP,
            title="Leadership readiness",
            summary="Board posts, succession plans and named successors, in totals.",
            tables=list(TABLES),
            sections=list(SECTIONS),
            contributed=Contribution("plans", "state", ("SIGNED", "REVIEW", "DRAFT", "LATE")),
            themes=[
                Theme("overview", "Overview"),
                Theme("cover", "Cover and risk"),
                Theme("vacancies", "Vacancies"),
                Theme("successors", "Successors"),
                Theme("pools", "Talent pools"),
                Theme("organisations", "Organisations"),
            ],
        )
    )
