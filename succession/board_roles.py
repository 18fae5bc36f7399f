"""What role codes mean for a post: the same role at a Trust and at an ICB, and roles of one's own."""

from collections.abc import Collection, Mapping, Sequence

from orgs.models.codes import Code
from orgs.models.units import OrgUnit

ROLES = "board_role"
#: How many role codes a post may have.
MOST_ROLES = 4
#: What the codes of a role of an employer's own begin with. No national code does.
LOCAL = "L-"
#: A role of a Trust's board, and the same role on the board of an ICB, where it has another code.
_AT_ICB = {
    "CEO": "ICB_CEO",
    "CFO": "ICB_CFO",
    "CMO": "ICB_CMO",
    "CNO": "ICB_CNO",
    "CPO": "ICB_CPO",
    "CSO": "ICB_STRAT",
    "CHAIR": "ICB_CHAIR",
    "NED": "ICB_NEM",
    "ANED": "ICB_NEM",
}
_OF_ICB = "ICB_"
#: Non-executive and partner members: they serve terms.
NON_EXECUTIVE = frozenset({
    "CHAIR", "VCHAIR", "SID", "NED", "ANED",
    "ICB_CHAIR", "ICB_NEM", "ICB_PM_NHS", "ICB_PM_PC", "ICB_PM_LA",
})  # fmt: skip
#: The role of which a board usually has several.
SEVERAL = frozenset({"NED", "ICB_NEM"})


def at_icb(unit_id: int) -> bool:
    """Whether the employer is an integrated care board, whose board has roles of its own."""
    there: bool = OrgUnit.objects.filter(pk=unit_id, type__code="icb").exists()
    return there


def belongs(code: str, *, icb: bool) -> bool:
    """Whether a national role is one for this kind of employer. Most are for both."""
    return code not in _AT_ICB if icb else not code.startswith(_OF_ICB)


def here(code: str, *, icb: bool) -> str:
    """A role that a template names, as it is called at this kind of employer."""
    return _AT_ICB.get(code, code) if icb else code


def holds_role(role_codes: Collection[str], code: str) -> bool:
    """Whether a post with these codes is one of the role that a template names."""
    return code in role_codes or _AT_ICB.get(code, code) in role_codes


def missing(wanted: Sequence[str], posts: Collection[Collection[str]]) -> list[str]:
    """The roles of a template for which none of `posts` (their role codes) stands."""
    return [code for code in wanted if not any(holds_role(codes, code) for codes in posts)]


def national(codes: Mapping[str, Code], code: str) -> str:
    """The national code by which a role chosen here counts; the local code where none fits."""
    row = codes.get(code)
    mapped = row.attributes.get("national") if row is not None and row.owner_id else ""
    return str(mapped or code)


def national_codes(codes: Mapping[str, Code], chosen: Sequence[str]) -> list[str]:
    """National codes of the roles chosen for a post, the main one first, each once."""
    return list(dict.fromkeys(national(codes, code) for code in chosen if code))


def local_of(codes: Mapping[str, Code], chosen: Sequence[str]) -> str:
    """The first role of the employer's own among those chosen; "" when there is none."""
    return next((code for code in chosen if code.startswith(LOCAL) and code in codes), "")


def usual_criticality(code: str, *, statutory: bool) -> str:
    """How critical a new post of a role is until it is assessed: a statutory executive one is known."""
    return "C1" if statutory and code not in NON_EXECUTIVE else "CX"
