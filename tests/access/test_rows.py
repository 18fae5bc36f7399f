"""The row matrix: persona by tenant table by unit in the URL, asked of Postgres itself.

No view and no filter of ours stands between: what a persona could read by a forgotten filter is
exactly what row-level security gives.
"""

from collections.abc import Iterator

import pytest
from django.db import connection

from orgs.access.floor import floors
from orgs.access.scope import user_scope
from tests.access import world as worlds
from tests.access.world import World

#: persona -> the employers whose people it may ever read rows of
INSIDE = {
    "cpo": {"TA1"},
    "learning_lead": {"TA1"},
    "access_admin": {"TA1"},
    "founder": {"TA1"},
    "ig_auditor": {"TA1"},
    "committee_reader": {"TA1"},
    "successor": {"TA1"},
    "signer": {"TA1"},
    "other_cpo": {"TA2"},
    "icb_cpo": {"QA1"},
    "icb_reader": {"QA1"},
    "pool_manager": {"RA"},
}
#: What somebody opened to one account by name, or to the person about whom it is, wherever she works:
#: two talent boards to a colleague, her own membership and the vacancy that she is asked about.
OPENED = {
    *(
        ("other_cpo", f"talentpools_{table}", unit)
        for table in ("boardreview", "reviewer", "reviewentry")
        for unit in ("RA", "QA2")
    ),
    ("successor", "talentpools_sharedmember", "RA"),
    ("successor", "talentpools_vacancy", "TA2"),
    # What a board chose of its own settings, its report pack among them: no person is in it.
    ("icb_lead", "orgs_adaptation", "QA1"),
}


@pytest.fixture
def world(db: None) -> World:
    return worlds.build()


def person_tables() -> list[str]:
    """Tables with a row of an employer that is not a figure, a definition or a grant."""
    aside = {
        "orgs_restructureplan",
        # What an employer is told of a change, and says of it to whoever plans it.
        "orgs_restructurenotice",
        "orgs_restructurecomment",
        # Of the nation's whole tree, and about nobody; tests/orgs/test_proposals.py.
        "orgs_odsproposal",
        "orgs_odscheck",
        "orgs_grant",
        # As the grants that they are about; tests/access/test_access_reviews.py, test_extending.py.
        *("orgs_grantuse", "orgs_accessreview", "orgs_accessreviewitem", "orgs_orphanedemployer"),
        "orgs_supportaccess",  # by desk and by employer; tests/access/test_support.py
        "orgs_auditevent",
        "orgs_readevent",
        "orgs_outbox",
        "orgs_digestsetting",  # by account, not by employer; tests/orgs/test_digest.py
        "orgs_overlayinvite",  # organisations, and no person; tests/access/test_overlays.py
        "orgs_sharingcall",  # what a unit asks of everybody below; tests/orgs/test_sharing.py
    }
    return [
        model._meta.db_table
        for model, floor in floors()
        if not floor.reference
        and model._meta.app_label in {"orgs", "succession", "learning", "talentpools", "edi"}
        and any(f.name == "unit" for f in model._meta.fields)
        and (floor.read or floor.own or floor.extra_read)
        and not floor.upward
        and model._meta.db_table not in aside
    ]


#: Tables of rows about a person in her own right, not as somebody's employee.
PERSONS = {
    model._meta.db_table
    for model, _ in floors()
    if any(f.name == "person" for f in model._meta.fields)
    and model._meta.db_table != "orgs_staffrecord"
}


def not_own(table: str) -> str:
    """The condition that a row is not the reader's own."""
    return "person_id IS DISTINCT FROM %s" if table in PERSONS else "%s::bigint IS NULL OR true"


def foreign(world: World) -> Iterator[tuple[str, str, str]]:
    """(persona, table, unit of the row) for every row that a persona could read and should not."""
    codes = {unit.id: code for code, unit in world.units.items()}
    for persona, user in world.personas.items():
        allowed = INSIDE.get(persona, set())
        for url_unit in world.units:
            with user_scope(user.pk, unit_code=url_unit), connection.cursor() as cursor:
                for table in person_tables():
                    cursor.execute(
                        f"SELECT DISTINCT unit_id FROM {table} WHERE {not_own(table)}",
                        [user.person_id],
                    )
                    for (unit_id,) in cursor.fetchall():
                        if codes[unit_id] not in allowed or codes[unit_id] != url_unit:
                            yield persona, table, codes[unit_id]


def test_there_is_something_to_leak(world: World) -> None:
    tables = person_tables()
    assert len(tables) >= 12
    with connection.cursor() as cursor:
        empty = []
        for table in tables:
            cursor.execute(f"SELECT count(DISTINCT unit_id) FROM {table}")
            if cursor.fetchone()[0] < 2:
                empty.append(table)
    assert empty == []


def test_no_persona_reads_a_foreign_row(world: World) -> None:
    assert set(foreign(world)) == OPENED


def test_the_row_matrix_notices_a_policy_that_is_removed(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP POLICY floor_select ON succession_nomination")
        cursor.execute(
            "CREATE POLICY open ON succession_nomination FOR SELECT TO app_web USING (true)"
        )
    leaked = list(foreign(world))
    assert ("regional_lead", "succession_nomination", "TA1") in leaked
    assert ("other_cpo", "succession_nomination", "TA1") in leaked


def test_the_row_matrix_notices_a_table_without_row_security(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE orgs_staffrecord DISABLE ROW LEVEL SECURITY")
    assert ("other_cpo", "orgs_staffrecord", "TA1") in set(foreign(world))
