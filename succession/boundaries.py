"""Which records succession keeps, for the boundary register, and what its pages show of people."""

from orgs.access.classes import Through, records
from orgs.access.shown import shows

_NOMINATION, _POST, _HELD = "succession.Nomination", "succession.Post", "succession.Incumbency"
_STAFF, _PAPER, _COPY = "orgs.StaffRecord", "succession.BoardPaper", "succession.PlanCopy"
_PLAN = (_NOMINATION, "succession.ReadinessJudgement", _POST, _HELD, "succession.RiskAssessment")


def register() -> None:
    """Put the tables of succession into classes, and say what its pages show."""
    _classes()
    _pages()


def _classes() -> None:
    records(
        "posts",
        "Posts and who holds them",
        "Board and senior posts, their terms and their holders",
        *(_POST, _HELD, "succession.SuccessionPlan"),
        order=30,
        through=(Through("posts_due", "pools", "M"),),
    )
    records(
        "risk",
        "Criticality and risk of a post",
        "How critical a post is, and how likely it is to fall vacant",
        *("succession.CriticalityAssessment", "succession.RiskAssessment"),
        order=31,
    )
    records(
        "nominations",
        "Successors and readiness",
        "Who is named for which post, in which order, and how ready they are",
        *(_NOMINATION, "succession.ReadinessJudgement"),
        order=32,
        through=(
            Through("development_demand", "learning", "M"),
            Through("my_succession_readers", "own", "O"),
            Through("succession_past", "succession", "R"),
        ),
    )
    records(
        "board",
        "Skills of the board",
        "What each member of the board brings",
        "succession.SkillMark",
        order=33,
    )
    records(
        "plan_work",
        "Changes and spreadsheets of a plan that wait",
        "Changes that were looked at and not saved, and uploaded spreadsheets",
        *("succession.BulkChange", "succession.BulkLine", "succession.PlanSheet"),
        order=34,
    )
    records(
        "signed",
        "Signed plans and board packs",
        "Frozen versions of a plan, papers, signatures and who may read a pack",
        *(_COPY, _PAPER, "succession.Signature", "succession.BoardPack", "succession.PackReader"),
        order=35,
        through=(
            Through("succession_readers", "succession", "M"),
            Through("succession_managers", "succession", "M"),
        ),
    )
    records(
        "returns",
        "Succession returns",
        "Answers of an organisation, without names, that it signs",
        "succession.SuccessionReturn",
        order=36,
    )


def _pages() -> None:
    for url, page in (
        ("orgs:unit", "glance"),
        ("succession:plan", "plan"),
        ("succession:sign_off", "sign_off"),
        ("succession:worklist", "worklist"),
        ("succession:bench", "bench"),
        ("succession:demand", "demand"),
    ):
        shows(url, f"succession.{page}", *_PLAN)
    shows("succession:board", "succession.board", "succession.SkillMark", _HELD)
    shows(
        "succession:member",
        "succession.board",
        "succession.SkillMark",
        _HELD,
        row=("staff", _STAFF),
    )
    shows("succession:order", "succession.order", *_PLAN, row=("post", _POST))
    shows("succession:post", "succession.post", _POST, _HELD, _NOMINATION, row=("post", _POST))
    shows("succession:nomination", "succession.nomination", *_PLAN, row=("nomination", _NOMINATION))
    shows(
        "succession:bulk_change",
        "succession.bulk",
        "succession.BulkChange",
        _NOMINATION,
        row=("bulk", "succession.BulkChange"),
    )
    for url in ("name", "find_holder"):
        page = "find" if url == "name" else url
        shows(f"succession:{url}", f"succession.{page}", _STAFF, _NOMINATION)
    shows("succession:name_person", "succession.name", _STAFF, row=("staff", _STAFF))
    shows(
        "succession:name_outsider",
        "succession.name",
        "orgs.SharedProfile",
        row=("profile", "orgs.SharedProfile"),
        because="The person lets this organisation name her, and takes it back when she likes.",
    )
    for url in ("holders", "hold", "end_holder", "holder_mistake"):
        shows(f"succession:{url}", "succession.hold", _HELD, _STAFF)
    shows("succession:minutes", "succession.sign_off", "succession.Signature", _COPY)
    shows("succession:version", "succession.version", _COPY, _PAPER, row=("copy", _COPY))
    shows(
        "succession:sign_paper",
        "succession.paper",
        _PAPER,
        "succession.Signature",
        row=("signature", "succession.Signature"),
        because="Who is asked to sign the plan reads its paper, from when she is asked.",
    )
    shows(
        "succession:plan_sheet",
        "succession.plan_sheet",
        "succession.PlanSheet",
        row=("plan_sheet", "succession.PlanSheet"),
    )
