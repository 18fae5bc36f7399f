"""Named parts of the system that work without a person. Each has its families and no more.

Nothing runs unnamed: a worker opens ``system_scope("system:…")`` and every audit record of it
carries the name.
"""

from dataclasses import dataclass

from orgs.registry import Registry


@dataclass(frozen=True)
class Principal:
    """A system principal: `families` are the sets that ``app.enter_system`` opens for it."""

    code: str
    families: tuple[str, ...]
    purpose: str


principals: Registry[Principal] = Registry("principals")


def principal(code: str, *families: str, purpose: str) -> Principal:
    """Define and register a system principal."""
    return principals.add(code, Principal(code, families, purpose))


FOUNDING = principal(
    "system:founding", "access", "founding", purpose="sets up the first role of an employer"
)
OUTBOX = principal("system:outbox", "outbox", purpose="sends e-mail that waits in the outbox")
DIGEST = principal(
    "system:digest", "digest", purpose="reminds accounts by e-mail that something waits for them"
)
SEALER = principal(
    "system:sealer", purpose="seals new audit records into their chains, and verifies the chains"
)
SHARING = principal(
    "system:sharing", "consents", purpose="ends what people shared when it has run out"
)
SWEEPER = principal("system:sweeper", "access", purpose="tidies up after roles that have ended")
REVIEWER = principal(
    "system:reviewer",
    "access",
    "reviewing",
    purpose="opens the access reviews of a quarter, and finds employers without an administrator",
)
SUPPORT = principal(
    "system:support", "access", purpose="tells an employer that support access was opened"
)
KEEPER = principal(
    "system:keeper",
    "removal",
    "defined",
    purpose="removes records whose time has passed, by the rules in effect",
)
DRIFT = principal(
    "system:drift",
    "defined",
    purpose="finds, for a publisher above, which settings below differ and since when, never to what",
)
RESTRUCTURE = principal(
    "system:restructure",
    "people",
    "staffing",
    "succession",
    "learning",
    "pools",
    "consents",
    "settings",
    "definitions",
    "access",
    "corrections",
    "handover",
    "handing",
    "keeping",
    "reports",
    "positive",
    "sharing",
    "tree",
    purpose="moves organisations and hands over what a closing employer holds, as two people approved",
)
ODS = principal(
    "system:ods",
    "tree",
    purpose="compares organisations with the Organisation Data Service each night, and proposes changes",
)
OVERLAYS = principal(
    "system:overlays",
    "access",
    purpose="tells an employer's succession leads that it joins or leaves a collaborative, place or cluster",
)
LEAVING = principal(
    "system:leaving",
    "people",
    "staffing",
    "succession",
    "learning",
    "pools",
    "positive",
    "access",
    purpose="ends what a person held at an employer on the day on which they left it",
)
STAFF_LISTS = principal(
    "system:staff_lists",
    "staffing",
    purpose="deletes staff lists that were uploaded and have expired",
)
