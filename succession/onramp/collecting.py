"""The rows of a spreadsheet, brought together by the post that they are about."""

import datetime as dt
from dataclasses import dataclass, field, fields

from orgs.imports.cells import FORMULA, words
from orgs.imports.refusal import Fault
from succession.board import PostRow
from succession.board_roles import ROLES, SEVERAL, national
from succession.onramp.changes import At, Difference
from succession.onramp.people import Person
from succession.onramp.rows import Named, Read, Risk, Said
from succession.onramp.standing import Standing


@dataclass
class PostSaid:
    """One post with everything that the file says of it. `row` None = it is to be added."""

    line: int
    title: str
    row: PostRow | None
    roles: tuple[str, ...] = ()
    criticality: str = ""
    holders: dict[int, tuple[int, Person, dt.date | None]] = field(default_factory=dict)
    risk: Risk = field(default_factory=Risk)
    risk_line: int = 0
    named: dict[int, tuple[int, Named]] = field(default_factory=dict)

    @property
    def at(self) -> At:
        return At(self.row.id, self.row.title) if self.row else At(0, self.title)


def collected(read: Read, on: Standing, found: Difference, *, adds_posts: bool) -> list[PostSaid]:
    """Every post that the rows are about; what cannot be is a fault of `found`, or left out.

    `adds_posts`: a post that the plan does not have is added; otherwise it is somebody's job and no
    more, and only a post for which somebody is named must be there.
    """
    collector = _Collector(read, on, found, adds_posts=adds_posts)
    for said in read.said:
        collector.take(said)
    return collector.posts


class _SeveralError(Exception):
    """Several posts of the plan have the title, and nothing tells which one is meant."""


class _Collector:
    """Rows that contradict each other are faults."""

    def __init__(self, read: Read, on: Standing, found: Difference, *, adds_posts: bool) -> None:
        self.on, self.found, self.adds_posts = on, found, adds_posts
        self.headings = read.headings
        self.posts: list[PostSaid] = []
        self._above: tuple[str, PostSaid | None] = ("", None)
        self._by_title: dict[str, PostSaid] = {}
        self._by_id: dict[int, PostSaid] = {}

    def fault(self, line: int, key: str, message: str) -> None:
        self.found.faults.append(Fault(line, self.headings[key], message))

    def leave_out(self, line: int, key: str, message: str) -> None:
        self.found.left_out.append(Fault(line, self.headings[key], message))

    def take(self, said: Said) -> None:
        """Add what a row says."""
        try:
            post = self._post(said) if self.adds_posts else self._held(said)
            target = post if self.adds_posts else self._target(said)
        except _SeveralError as error:
            key = "post" if self.adds_posts else "target"
            self.fault(said.line, key, f"several posts of the plan are called so: {error}")
            return
        self._above = (said.post, post)
        if post is not None:
            self._take_post(post, said)
        elif said.risk != Risk() and not self.adds_posts:
            self.leave_out(
                said.line, "vacancy_risk", "a risk is of a post of the plan, and they hold none"
            )
        if target is not None:
            for named in said.named:
                self._name(target, said.line, named)

    # --- which post -------------------------------------------------------------------------------

    def _post(self, said: Said) -> PostSaid | None:
        """The post of a row, which is added when the plan does not have it."""
        title, above = self._above
        if said.follows and above is not None and title == said.post:
            return above
        found = self._known(said, said.post)
        if found is not None:
            found.roles = found.roles or said.roles
            return found
        if said.post.startswith(FORMULA):
            self.fault(said.line, "post", "begins like a formula; write the title as text")
            return None
        meant = self.on.meanings.role(said.post)
        roles = said.roles or ((meant,) if meant else ())
        if not roles:
            self.fault(
                said.line,
                "post",
                "is not on the plan, and no role of the catalogue is called so. "
                "To add it, say which board role it is",
            )
            return None
        return self._added(PostSaid(said.line, said.post, None, roles))

    def _target(self, said: Said) -> PostSaid | None:
        """The post for which a row of a team summary names somebody."""
        if not said.target:
            return None
        found = self._known(said, said.target, ask_holder=False)
        if found is None:
            self.fault(said.line, "target", f"“{said.target}” is not on the plan. Add it first")
        return found

    def _held(self, said: Said) -> PostSaid | None:
        """The post that somebody of a team summary holds: the one of the title, else their only one."""
        try:
            found = self._known(said, said.post) if said.post else None
        except _SeveralError:
            found = None
        who = {each.id for each in said.holders}
        if found is not None:
            held_by = self.on.holders.get(found.at.id, ())
            if held_by and who.isdisjoint(held_by):
                message = f"somebody else holds {found.title}. A change is recorded on the page of the post"
                self.leave_out(said.line, "post", message)
                return None
            return found
        held = [
            row for row in self.on.board.rows if not who.isdisjoint(self.on.holders.get(row.id, ()))
        ]
        return self._of(said.line, held[0]) if len(held) == 1 else None

    def _known(self, said: Said, title: str, *, ask_holder: bool = True) -> PostSaid | None:
        """A post of the plan or of an earlier row: by its title, else by a role that only one has.

        Raises:
            _SeveralError: several posts of the plan have the title, and the holder does not tell.
        """
        plain = words(title)
        rows = [row for row in self.on.board.rows if words(row.title) == plain]
        if len(rows) > 1:
            rows = self._of_holder(rows, said) if ask_holder else []
            if len(rows) != 1:
                raise _SeveralError(
                    "say who holds it" if ask_holder else "give each a title of its own first"
                )
        elif plain in self._by_title:
            return self._by_title[plain]
        if not rows:
            meant = self.on.meanings.role(title)
            role = national(self.on.codes[ROLES], meant) if meant else ""
            if role and role not in SEVERAL:
                rows = [row for row in self.on.board.rows if role in row.role_codes]
        return self._of(said.line, rows[0]) if len(rows) == 1 else None

    def _of_holder(self, rows: list[PostRow], said: Said) -> list[PostRow]:
        """Those of some posts that the people of a row hold; without people, those that nobody holds."""
        who = {each.id for each in said.holders}
        held = {row.id: self.on.holders.get(row.id, ()) for row in rows}
        return [
            row for row in rows if (not who.isdisjoint(held[row.id]) if who else not held[row.id])
        ]

    def _of(self, line: int, row: PostRow) -> PostSaid:
        return self._by_id.get(row.id) or self._added(PostSaid(line, row.title, row))

    def _added(self, post: PostSaid) -> PostSaid:
        self.posts.append(post)
        self._by_title[words(post.title)] = post
        if post.row is not None:
            self._by_id[post.row.id] = post
        return post

    # --- what is said of it -----------------------------------------------------------------------

    def _take_post(self, post: PostSaid, said: Said) -> None:
        for person in said.holders:
            post.holders.setdefault(person.id, (said.line, person, said.since))
        post.criticality = post.criticality or said.criticality
        merged = {}
        for each in fields(Risk):
            old, new = getattr(post.risk, each.name), getattr(said.risk, each.name)
            if new and old and new != old:
                self.fault(said.line, each.name, f"row {post.risk_line} says it otherwise")
            merged[each.name] = old or new
        if post.risk == Risk() and said.risk != Risk():
            post.risk_line = said.line
        post.risk = Risk(**merged)

    def _name(self, post: PostSaid, line: int, named: Named) -> None:
        before = post.named.setdefault(named.person.id, (line, named))
        if before != (line, named):
            message = f"{named.person.name} is in row {before[0]} as a successor for this post too"
            self.found.faults.append(Fault(line, named.column, message))
