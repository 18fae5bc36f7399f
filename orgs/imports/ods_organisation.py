"""An Organisation element of ODS, in JSON or XML, as an :class:`OdsRecord`.

Both forms have the same parts; what they mean is said here once:

- ``Status`` stays Active until the legal and the operational end are both set: open is who is active
  and whose legal end has not passed. So the legal dates decide where there are any.
- The parent of a Trust is the target of an active RE5 that is a board (RO261), a board's one that is a
  region (RO209), a site's the target of RE6.
- ``Succs`` give predecessors and successors, from either side.
- ``refOnly`` is a stub that stands where another record points to it. It opens nothing.
"""

import datetime as dt
from dataclasses import dataclass, field

from orgs.imports.ods_records import NAME_LENGTH, Form, OdsRecord, Succession, type_of
from orgs.imports.refusal import CODE_LENGTH

_LOCATED, _OPERATED = "RE5", "RE6"
_BOARD, _REGION = "RO261", "RO209"
_SITES = ("RO198", "RO108")
_EMPLOYERS = ("RO197", "RO107")


@dataclass(frozen=True)
class Span:
    """One Date element: of which kind (Legal, Operational), from when, and the last day."""

    kind: str
    start: dt.date | None
    end: dt.date | None


@dataclass(frozen=True)
class Relation:
    """One Rel or Succ element: what it is, and what it points to."""

    kind: str
    active: bool
    target: str
    target_role: str
    spans: tuple[Span, ...]


@dataclass
class Parts:
    """What an Organisation element holds, as it stands; `wrong`: sentences on what cannot be read."""

    code: str = ""
    name: str = ""
    status: str = ""
    changed: dt.date | None = None
    stub: bool = False
    spans: list[Span] = field(default_factory=list)
    roles: list[tuple[str, bool]] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    successions: list[Relation] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def day(self, text: str) -> dt.date | None:
        """A day such as 2026-04-01, or None with a sentence in `wrong`."""
        if not text:
            return None
        try:
            return dt.date.fromisoformat(text[:10])
        except ValueError:
            self.wrong.append(f"{text[:40]!r} is not a day such as 2026-04-01")
            return None

    def faults(self) -> list[str]:
        """What is wrong with it, in sentences."""
        found = list(self.wrong)
        if not 1 <= len(self.code) <= CODE_LENGTH:
            found.append("not a code of 1 to 10 characters in OrgId")
        if not self.name:
            found.append("there is no Name")
        elif len(self.name) > NAME_LENGTH:
            found.append(f"a name has at most {NAME_LENGTH} characters")
        return found


def record_of(parts: Parts, *, file: str, line: int, form: Form) -> OdsRecord:
    """The record of an element without faults."""
    roles = tuple(role for role, primary in sorted(parts.roles, key=lambda each: not each[1]))
    kind = type_of(roles)
    opened, closed = _period(parts)
    above = _above(parts, kind, roles)
    made = OdsRecord(
        file=file,
        line=line,
        code=parts.code,
        name=parts.name,
        type=kind,
        parent=above.target if above else "",
        opened=opened,
        closed=closed,
        roles=roles,
        since=_start(above.spans) if above else None,
        form=form,
        stub=parts.stub,
    )
    return _with_successions(made, parts)


def _period(parts: Parts) -> tuple[dt.date | None, dt.date | None]:
    legal = [span for span in parts.spans if span.kind == "Legal"]
    deciding = legal or parts.spans
    opened = _start(tuple(deciding))
    ends = [span.end for span in deciding if span.end]
    still = any(span.end is None for span in deciding)
    if parts.status == "Inactive":
        # Of an inactive one without an end, the day of its last change is the latest that it can be.
        every = [span.end for span in parts.spans if span.end]
        return opened, max(ends or every, default=parts.changed)
    return opened, None if still else max(ends, default=None)


def _start(spans: tuple[Span, ...]) -> dt.date | None:
    by_kind = {span.kind: span.start for span in spans if span.start}
    return by_kind.get("Operational") or min(by_kind.values(), default=None)


def _above(parts: Parts, kind: str, roles: tuple[str, ...]) -> Relation | None:
    if roles and roles[0] in _SITES:
        wanted, targets = _OPERATED, list(_EMPLOYERS)
    else:
        wanted, targets = _LOCATED, [_REGION] if kind == "icb" else [_BOARD, _REGION]
    if kind == "region":
        return None
    found = [each for each in parts.relations if each.active and each.kind == wanted]
    for role in targets:
        of_role = [each for each in found if each.target_role == role]
        if of_role:  # two at once are a change on its way: the later one
            return max(of_role, key=lambda each: _start(each.spans) or dt.date.min)
    return None


def _with_successions(record: OdsRecord, parts: Parts) -> OdsRecord:
    said = []
    for each in parts.successions:
        if (on := _start(each.spans)) is None or not each.target:
            continue
        if each.kind == "Successor":
            said.append(
                Succession(record.code, each.target, on, record.where, predecessor_name=record.name)
            )
        elif each.kind == "Predecessor":
            said.append(
                Succession(each.target, record.code, on, record.where, successor_name=record.name)
            )
    return OdsRecord(**{**vars(record), "successions": tuple(said)})
