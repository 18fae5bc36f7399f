"""The leadership report: plans, posts and successors of an area. Apps further up add their sections."""

from learning.measures import SECTION, TABLE
from reporting.reports import (
    Bars,
    Contribution,
    Counted,
    Heat,
    Report,
    Table,
    Tile,
    Tiles,
    report,
)

LEADERSHIP = "leadership"


def register() -> None:
    """Tell reporting of the report; called from ``AppConfig.ready``."""
    report(
        Report(
            code=LEADERSHIP,
            title="Leadership readiness",
            summary="Board posts, succession plans and named successors, in totals.",
            tables=[
                Table("posts", "posts", (("role", "state"),)),
                Table("plans", "plans", (("state",),)),
                Table("successors", "successors", (("family", "readiness"), ("readiness",), ())),
                TABLE,
            ],
            sections=[
                Tiles(
                    "top",
                    (
                        Tile("Board and critical posts", "posts"),
                        Tile("Vacant", "posts", {"state": ("VACANT",)}, share=True, tone="warn"),
                        Tile(
                            "Term ends within 12 months", "posts", {"state": ("TERM",)}, share=True
                        ),
                        Tile("Plans signed off", "plans", {"state": ("SIGNED",)}, share=True),
                    ),
                ),
                Heat(
                    "vacancies",
                    "Where posts are vacant",
                    "Vacant posts as a share of all posts of the role",
                    "posts",
                    "role",
                    {"state": ("VACANT",)},
                ),
                Bars("readiness", "Named successors by readiness", "successors", "readiness"),
                Counted(
                    "plans",
                    "Succession plans",
                    "Number of organisations by the state of their plan",
                    "plans",
                    "state",
                ),
                SECTION,
            ],
            contributed=Contribution("plans", "state", ("SIGNED", "REVIEW", "DRAFT", "LATE")),
        )
    )
