"""Proof that a change did what was rehearsed and nothing else, from Postgres's own counters."""

from collections import Counter
from functools import cache

from django.db import connection

from orgs.access.floor import floors
from orgs.models.access_reviews import GrantUse
from orgs.models.audit import AuditEvent, ReadEvent
from orgs.models.handover import HandoverChoice, HandoverList
from orgs.models.restructure import RestructureComment, RestructureNotice, RestructurePlan

Written = Counter[tuple[str, str]]
#: Records of what is done, and the change's own rows. When a role was used stands beside each grant: the
#: database writes it with the grant, and for whoever opens the page, so it is not counted a second time.
_OURS = (
    *(AuditEvent, ReadEvent, GrantUse),
    *(RestructurePlan, RestructureNotice, RestructureComment, HandoverList, HandoverChoice),
)


@cache
def tenant_tables() -> list[str]:
    """Tables that hold rows of a unit: what a move of the tree may not touch."""
    return [
        model._meta.db_table
        for model, floor in floors()
        if not floor.reference and model not in _OURS
    ]


def written() -> Written:
    """Rows inserted, updated and deleted in tenant tables so far in this transaction."""
    with connection.cursor() as cursor:
        # Not by the view pg_stat_xact_user_tables, which takes ten times as long.
        cursor.execute(
            "SELECT relname, pg_stat_get_xact_tuples_inserted(oid), "
            "pg_stat_get_xact_tuples_updated(oid), pg_stat_get_xact_tuples_deleted(oid) "
            "FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relname = ANY(%s)",
            [tenant_tables()],
        )
        return Counter(
            {
                (table, verb): count
                for table, *counts in cursor.fetchall()
                for verb, count in zip(("inserted", "updated", "deleted"), counts, strict=True)
                if count
            }
        )


def by_verb(counted: Written, verb: str) -> int:
    """Rows over all tables."""
    return sum(count for (_, each), count in counted.items() if each == verb)


def as_lines(counted: Written) -> list[dict[str, object]]:
    """For the report: table, verb, rows."""
    return [
        {"table": table, "verb": verb, "rows": count}
        for (table, verb), count in sorted(counted.items())
    ]
