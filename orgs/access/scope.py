"""Opening a scope: one transaction, the site's database role, and the sets of one user or principal.

Nothing is kept on the connection: ``SET LOCAL`` only. Nested scopes restore what was before.
"""

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import pghistory
from django.db import connection, transaction

from orgs.access.principals import Principal
from orgs.access.viewer import Reaching, SupportInUse, UnitInView, Viewer
from orgs.clock import today

WEB = "app_web"
BUILDER = "app_builder"

#: What the history of rows says of the innermost open scope.
_named: ContextVar[dict[str, Any] | None] = ContextVar("named in history", default=None)
SEAL = "app_seal"

_STATE = (
    "SELECT current_setting('role'), current_setting('app.scope', true), "
    "current_setting('app.user_id', true), current_setting('app.principal', true), "
    "current_setting('app.day', true), "
    "(SELECT code FROM orgs_orgunit WHERE id = nullif(current_setting('app.unit', true), '')::int)"
)


def _set_role(cursor: Any, role: str) -> None:
    cursor.execute(f'SET LOCAL ROLE "{role}"')


def _enter(
    cursor: Any,
    user_id: int | None,
    code: str | None,
    day: dt.date,
    asked: Sequence[str] | None = None,
) -> dict[str, Any]:
    values = [user_id, code, day, list(asked) if asked else None]
    cursor.execute("SELECT app.enter(%s, %s, %s, %s)", values)
    (answer,) = cursor.fetchone()
    loaded: dict[str, Any] = answer if isinstance(answer, dict) else json.loads(answer)
    return loaded


@contextmanager
def _nested(role: str) -> Iterator[Any]:
    """A transaction under `role`; on the way out, what an outer scope had is put back."""
    outer = connection.in_atomic_block
    with transaction.atomic():
        with connection.cursor() as cursor:
            before = None
            if outer:
                cursor.execute(_STATE)
                before = cursor.fetchone()
            _set_role(cursor, role)
            yield cursor
        if before is not None and not connection.needs_rollback:
            with connection.cursor() as cursor:
                _restore(cursor, before)


def _restore(cursor: Any, before: tuple[Any, ...]) -> None:
    # A savepoint that is released keeps SET LOCAL; one that is rolled back undoes it by itself.
    role, scope, user_id, principal, day, code = before
    if scope == "user":
        _enter(cursor, int(user_id) if user_id else None, code, dt.date.fromisoformat(day))
    elif scope == "system":
        raise RuntimeError(f"{principal}: a scope cannot be opened inside a system scope")
    else:
        cursor.execute("SELECT app.leave()")
    cursor.execute("RESET ROLE" if role == "none" else f'SET LOCAL ROLE "{role}"')


@contextmanager
def _in_history(
    actor: int | None = None, unit: str | None = None, principal: str | None = None
) -> Iterator[None]:
    """Name who writes in the rows' history. pghistory merges a nested context into the outer one, so
    the outer scope's names are said again on the way out.
    """
    outer = _named.get()
    mine = {"actor": actor, "unit": unit, "principal": principal}
    token = _named.set(mine)
    try:
        with pghistory.context(**mine):
            yield
    finally:
        _named.reset(token)
        if outer is not None:
            pghistory.context(**outer)


@contextmanager
def user_scope(
    user_id: int | None,
    *,
    login: str = "",
    unit_code: str | None = None,
    day: dt.date | None = None,
    role: str = WEB,
    asked: Sequence[str] | None = None,
) -> Iterator[Viewer]:
    """Open the scope of a user at a unit and yield the :class:`Viewer`.

    Args:
        user_id: None for somebody who has not signed in: every set is empty.
        unit_code: the unit of the page; without it no set is filled.
        day: the day on which grants and placements are read; today by default.
        asked: codes of the actions that the page asks for; a role that allows one is noted as used.
    """
    day = day or today()
    with _nested(role) as cursor:
        answer = _enter(cursor, user_id, unit_code, day, asked)
        viewer = Viewer(user_id=user_id or 0, login=login, day=day)
        if "unit" in answer:
            viewer.unit = UnitInView(**answer["unit"])
            if viewer.unit.closed_on is not None:
                # What a closed employer recorded is read as it was on its last day.
                viewer.day = dt.date.fromisoformat(viewer.unit.closed_on) - dt.timedelta(days=1)
            viewer.reaching = tuple(Reaching(**grant) for grant in answer["grants"])
            viewer.above = tuple((name, code) for name, code, _ in answer["crumbs"])
            viewer.opened_above = frozenset(code for _, code, opens in answer["crumbs"] if opens)
        viewer.name = answer.get("name", "")
        if open_now := answer.get("support"):
            until = dt.datetime.fromtimestamp(open_now.pop("until"), tz=dt.UTC)
            viewer.support = SupportInUse(until=until, **open_now)
        with _in_history(actor=user_id, unit=unit_code):
            yield viewer


@contextmanager
def system_scope(
    principal: Principal,
    *,
    units: Sequence[int] | None = None,
    day: dt.date | None = None,
    role: str = WEB,
) -> Iterator[Principal]:
    """Open the scope of a named part of the system, for `units` or (None) for all of them."""
    with _nested(role) as cursor:
        cursor.execute(
            "SELECT app.enter_system(%s, %s, %s)",
            [principal.code, list(units) if units is not None else None, day or today()],
        )
        with _in_history(principal=principal.code):
            yield principal


@contextmanager
def builder_scope() -> Iterator[None]:
    """Read as the aggregation worker: every employer's rows, and no name (worker-builder only)."""
    with _nested(BUILDER):
        yield


@contextmanager
def seal_scope() -> Iterator[None]:
    """Seal and verify audit records, and nothing else (worker-builder only)."""
    with _nested(SEAL):
        yield
