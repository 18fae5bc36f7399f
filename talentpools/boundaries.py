"""Which records talent pools keep, for the boundary register, and what their pages show of people."""

from orgs.access.classes import Through, records
from orgs.access.shown import shows

_POOL, _MEMBER = "talentpools.Pool", "talentpools.PoolMembership"
_SHARED, _PROFILE = "talentpools.SharedMember", "orgs.SharedProfile"
_REVIEW, _ENTRY = "talentpools.BoardReview", "talentpools.ReviewEntry"
_THEIRS = "Everybody on this page agreed to share a profile. What they take back is gone from here at once."
_PRIVATE = (
    "Who is in a positive-action pool is known to them and to the keeper of that pool alone, "
    "whatever somebody's role is."
)
_BOARD = "A colleague on a talent board reads what was put before it, while it is open and shared."


def register() -> None:
    """Put the tables of talent pools into classes, and say what their pages show."""
    _classes()
    _pages()


def _classes() -> None:
    records(
        "pools",
        "Talent pools",
        "Which pools an employer runs, for what, and who owns them",
        *(_POOL, "talentpools.PositiveActionTerms"),
        order=40,
    )
    records(
        "members",
        "Members of talent pools",
        "Who is in a pool of the employer, what they did and how it went",
        *(_MEMBER, "talentpools.PoolActivity", "talentpools.PoolAssessment"),
        order=41,
        through=(Through("my_pool_readers", "own", "O"),),
    )
    records(
        "positive",
        "Members of positive-action pools",
        "Who is in such a pool, and who sponsors them: known to them and to the keeper alone",
        *("talentpools.PositiveActionMembership", "talentpools.Sponsorship"),
        "talentpools.SponsorAction",
        order=42,
        quiet=True,
    )
    records(
        "offers",
        "Pools across organisations, and what they ask for",
        "Which pools a region or an ICB runs, and which profiles can be shared",
        *("talentpools.SharedPool", "orgs.SharingCall"),
        order=60,
        quiet=True,
    )
    records(
        "shared_pools",
        "Members of pools across organisations, and talent boards",
        "Who shares a profile with a pool, and what a talent board says of them",
        *(_SHARED, _REVIEW, "talentpools.Reviewer", _ENTRY),
        "talentpools.PanelNote",
        order=62,
        consent=True,
        quiet=True,
    )
    records(
        "bench",
        "The bench, and who is asked about a vacancy",
        "Who would hear of vacancies elsewhere: they are asked, and never listed",
        *("talentpools.BenchProfile", "talentpools.VacancyAsk"),
        order=64,
        consent=True,
        quiet=True,
        through=(Through("ask_bench", "succession", "M"),),
    )
    records(
        "vacancies",
        "Vacancies put to the bench",
        "Which vacancies an employer put to a bench, and whether anybody was asked",
        "talentpools.Vacancy",
        order=63,
    )
    records(
        "release_time",
        "Requests for release time",
        "What a person asks of her own employer, for a pool elsewhere",
        "talentpools.ReleaseRequest",
        order=65,
        consent=True,
    )


def _pages() -> None:
    shows("talentpools:pool", "talentpools.pool", _MEMBER, _POOL, because=_PRIVATE)
    shows("talentpools:member", "talentpools.member", _MEMBER, row=("membership", _MEMBER))
    shows("talentpools:add_member", "talentpools.find", "orgs.StaffRecord", _MEMBER)
    shows("talentpools:criteria", "talentpools.preview", "orgs.StaffRecord", _MEMBER)
    shows("talentpools:own_pools", "talentpools.own", _MEMBER, own=True)
    shows(
        "talentpools:sponsoring",
        "talentpools.sponsoring",
        "talentpools.Sponsorship",
        because="Everybody on this page said yes to you as their sponsor.",
    )
    shows("shared:pool", "shared.pool", _SHARED, _PROFILE, because=_THEIRS)
    shows("shared:person", "shared.person", _SHARED, row=("member", _SHARED), because=_THEIRS)
    shows("shared:call_board", "shared.call", _SHARED, _PROFILE, because=_THEIRS)
    shows("shared:review", "shared.review", _ENTRY, _REVIEW, because=_THEIRS)
    shows("shared:board", "shared.board", _ENTRY, _REVIEW, because=_BOARD)
    shows(
        "shared:across", "shared.vacancies", _PROFILE, "talentpools.ReleaseRequest", because=_THEIRS
    )
    shows(
        "shared:answer",
        "shared.answer",
        "talentpools.ReleaseRequest",
        row=("asked", "talentpools.ReleaseRequest"),
        because="The person asks for this time herself, for a pool that she shares a profile with.",
    )
