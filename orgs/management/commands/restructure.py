"""``manage.py restructure rehearse|apply PLAN.json``: a plan from a file, rehearsed or applied.

A plan is what ``ods_diff`` writes, or one of the same shape. Its operations take effect on their own
days; days that have passed are put right.
"""

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from orgs.access.scope import user_scope
from orgs.access.viewer import Viewer
from orgs.clock import today
from orgs.imports.ods_plan import OdsPlanError, chosen, read_plan
from orgs.models.access import User
from orgs.models.restructure import RestructurePlan
from orgs.models.units import OrgUnit
from orgs.presenters import restructure as words
from orgs.presenters.drawing import sentences
from orgs.restructure import checks, reach, services
from orgs.restructure import operations as ops
from orgs.restructure.errors import RestructureError
from orgs.restructure.rehearsal import Rehearsal, rehearse_operations

#: Seconds between two looks at a check that a worker makes.
_LOOK_AGAIN = 2


class Command(BaseCommand):
    """Rehearses (and writes nothing), or applies in the name of two stewards of the nation."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, what in (
            ("rehearse", "say what would change and what must be decided; write nothing"),
            ("apply", "apply it, approved by two stewards of the nation"),
        ):
            each = verbs.add_parser(verb, help=what)
            each.add_argument("plan", type=Path)
            each.add_argument(
                "--accept-proposals",
                action="store_true",
                help="take the proposal of each decision that is not answered",
            )
            each.add_argument(
                "--answers", type=Path, help='a JSON file with answers: {"KEY": "VALUE"}'
            )
            if verb == "apply":
                each.add_argument("--first", required=True, metavar="LOGIN")
                each.add_argument("--second", required=True, metavar="LOGIN")
                each.add_argument(
                    "--wait",
                    type=int,
                    default=30,
                    metavar="MINUTES",
                    help="how long to wait for the check of published figures (30 minutes)",
                )

    def handle(self, *_: Any, verb: str, **options: Any) -> None:
        try:
            if verb == "rehearse":
                self._rehearse(**options)
            else:
                self._apply(**options)
        except (OdsPlanError, RestructureError) as refused:
            raise CommandError("\n".join(["Nothing was changed.", *refused.sentences])) from refused
        except PermissionDenied as refused:
            raise CommandError(
                "Nothing was changed. Both must be organisation administrators of the nation."
            ) from refused

    # --- rehearsing ----------------------------------------------------------------------------------

    def _rehearse(
        self, *, plan: Path, accept_proposals: bool, answers: Path | None, **_: Any
    ) -> None:
        read = _read(plan)
        given = _answers(answers)
        waiting = [each for each in read["decisions"] if each["key"] not in given]
        begun = time.perf_counter()
        rehearsal = rehearse_operations(_operations(read, given, accept=True), today=today())
        took = time.perf_counter() - begun
        if rehearsal.faults:
            raise RestructureError(*rehearsal.faults)
        self._say(rehearsal, read)
        if waiting and not accept_proposals:
            self.stdout.write("\nTo be decided (the rehearsal above takes the proposals):")
            for each in waiting:
                self._say_decision(each)
        needed = reach.needed(rehearsal.report)
        if needed:
            self.stdout.write("\nTo be decided, of roles at organisations that close:")
            for row in needed:
                choices = " | ".join(label for _, label in reach.options(row))
                held = " and ".join(row["units"])
                self.stdout.write(f"  {row['login']}, {row['role']} of {held}: {choices}")
        self.stdout.write(f"\nRehearsed in {took:.2f} s. Nothing was changed.")

    def _say(self, rehearsal: Rehearsal, read: dict[str, Any]) -> None:
        steps = rehearsal.report["steps"]
        counts = {do: sum(step["do"] == do for step in steps) for do in ops.KINDS}
        said = ", ".join(f"{count} {do}" for do, count in counts.items() if count)
        self.stdout.write(f"{read['title']}: {said}")
        for line in sentences(rehearsal.tried):
            self.stdout.write(f"  {line}")
        lost = [row for row in rehearsal.report["access"] if row["closes"]]
        self.stdout.write(
            f"Roles above employers whose reach changes: {len(rehearsal.report['access'])}, "
            f"of them at organisations that close: {len(lost)}"
        )
        closing = {row["from"] for row in rehearsal.report["transfers"]}
        self.stdout.write(f"Employers that close and hand over what they hold: {len(closing)}")
        for section in rehearsal.report["checks"]:
            number = len(section["rows"])
            said = f"{section['title']}: {number}" if number else section["none"]
            self.stdout.write(said)
        for note in read["notes"]:
            self.stdout.write(f"Look at: {note}")

    def _say_decision(self, each: dict[str, Any]) -> None:
        self.stdout.write(f"  {each['key']}: {each['question']}")
        self.stdout.write(f"    {each['why']}")
        for option in each["options"]:
            mark = "proposed" if option["value"] == each["proposal"] else "or"
            self.stdout.write(f"    {mark}: {option['value'] or '(blank)'}  {option['label']}")

    # --- applying ------------------------------------------------------------------------------------

    def _apply(
        self,
        *,
        plan: Path,
        accept_proposals: bool,
        answers: Path | None,
        first: str,
        second: str,
        wait: int,
        **_: Any,
    ) -> None:
        read = _read(plan)
        given = _answers(answers)
        top = OrgUnit.objects.filter(parent=None, type__kind="tree", open=True).first()
        if top is None:
            raise CommandError("Nothing was changed. There is no tree: load one first.")
        users = [_steward(login) for login in (first, second)]
        operations = ops.read(_operations(read, given, accept=accept_proposals))

        def scope(user: User) -> AbstractContextManager[Viewer]:
            return user_scope(user.pk, login=user.login, unit_code=top.code)

        with transaction.atomic():
            with scope(users[0]) as viewer:
                made = _drafted(viewer, read["title"], operations, accept=accept_proposals)
                slow = [c for c in checks.slow_in_order() if c.progress(made).missing]
                for check in slow:
                    services.start_check(viewer=viewer, plan=made, key=check.key)
            if not slow:
                self._report(*_approved(made, users, scope))
                return
        # A worker looks at the plan as it is kept: if that comes to nothing, it is called off again.
        try:
            self._wait(lambda: scope(users[0]), made, slow, wait)
            with transaction.atomic():
                self._report(*_approved(made, users, scope))
        except BaseException:
            with scope(users[0]) as viewer:
                services.cancel(viewer=viewer, plan=made)
            raise

    def _wait(
        self,
        scope: Callable[[], AbstractContextManager[Viewer]],
        plan: RestructurePlan,
        slow: list[checks.SlowCheck],
        minutes: int,
    ) -> None:
        """Until a worker has made the checks that take minutes; what they found is said."""
        until = time.monotonic() + 60 * minutes
        for check in slow:
            self.stdout.write(f"{check.title}: being checked by a worker")
            while True:
                with scope():
                    progress = check.progress(plan)
                if not progress.missing:
                    break
                if time.monotonic() > until:
                    raise RestructureError(
                        f"{check.title}: not checked within {minutes} minutes. Is a worker running?"
                    )
                time.sleep(_LOOK_AGAIN)
            for line in progress.lines:
                self.stdout.write(f"  {line}")

    def _report(self, made: RestructurePlan, took: float) -> None:
        self.stdout.write(f"{made.title}: applied in {took:.2f} s")
        for sentence in words.proof(made):
            self.stdout.write(f"  {sentence}")
        self.stdout.write(f"Change {made.public_id}")


def _drafted(
    viewer: Viewer, title: str, operations: list[ops.Dated], *, accept: bool
) -> RestructurePlan:
    """The plan, drawn up, with the proposals taken where they are accepted."""
    made = services.draft_plan(
        viewer=viewer,
        title=title[:200],
        operations=operations,
        recorded_late=min((each.on for each in operations), default=today()) < today(),
    )
    waiting = services.proposals(made)
    if waiting and not accept:
        raise RestructureError(
            f"{len(waiting)} decisions are open: decide them on the page of the change, "
            "or accept the proposals."
        )
    if waiting:
        made = services.decide(viewer=viewer, plan=made, decisions=waiting, version=made.version)
    return made


def _approved(
    made: RestructurePlan,
    users: list[User],
    scope: Callable[[User], AbstractContextManager[Viewer]],
) -> tuple[RestructurePlan, float]:
    """Approve in the name of both, and apply; the plan, and how many seconds that took."""
    with scope(users[0]) as viewer:
        services.approve(viewer=viewer, plan=made)
    with scope(users[1]) as viewer:
        services.approve(viewer=viewer, plan=made)
        begun = time.perf_counter()
        return services.apply_plan(viewer=viewer, plan=made), time.perf_counter() - begun


def _read(plan: Path) -> dict[str, Any]:
    try:
        return read_plan(plan.read_text())
    except OSError as error:
        raise CommandError(f"Nothing was changed. {error}") from error


def _answers(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        given = json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise CommandError(f"Nothing was changed. {file}: {error}") from error
    if not isinstance(given, dict) or not all(isinstance(v, str) for v in given.values()):
        raise CommandError('Nothing was changed. Answers are a JSON object: {"KEY": "VALUE"}.')
    return given


def _operations(
    read: dict[str, Any], given: dict[str, str], *, accept: bool
) -> list[dict[str, Any]]:
    proposed = {each["key"]: each["proposal"] for each in read["decisions"]} if accept else {}
    return chosen(read, proposed | given)


def _steward(login: str) -> User:
    found = User.objects.filter(login=login.strip().lower()).first()
    if found is None:
        raise CommandError(f"Nothing was changed. There is no account called {login}.")
    return found
