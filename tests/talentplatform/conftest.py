"""The demo, loaded once for the tests that look at it, and rolled back after them."""

from collections.abc import Iterator

import pytest
from django.db import connection, models, transaction

from orgs.clock import today
from talentplatform.demo import load
from talentplatform.demo.bulk import digest


def _tables() -> list[type[models.Model]]:
    from learning.models import (
        AgreedOutcome,
        Aspiration,
        CompetencyAssessment,
        Conversation,
        PathwayAssignment,
        Preparation,
        StepProgress,
    )
    from orgs.models import Assignment, OrgPlacement, OrgUnit, Person, StaffRecord
    from succession.models import (
        Incumbency,
        Nomination,
        Post,
        ReadinessJudgement,
        RiskAssessment,
        SuccessionPlan,
    )
    from talentpools.models import Pool, PoolActivity, PoolAssessment, PoolMembership

    return [
        OrgUnit, OrgPlacement, Person, StaffRecord, Assignment, Post, Incumbency,
        SuccessionPlan, RiskAssessment, Nomination, ReadinessJudgement, CompetencyAssessment,
        PathwayAssignment, StepProgress, Pool, PoolMembership, PoolActivity, PoolAssessment,
        Aspiration, Conversation,
        Preparation, AgreedOutcome,
    ]  # fmt: skip


def _restart_numbering(kept: list[tuple[str, int | None]] | None) -> list[tuple[str, int | None]]:
    """Where every sequence stands; with `kept`, put them back there first."""
    with connection.cursor() as cursor:
        for name, last in kept or []:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, last or 1, last is not None])
        cursor.execute(
            "SELECT quote_ident(schemaname) || '.' || quote_ident(sequencename), last_value "
            "FROM pg_sequences WHERE schemaname = 'public'"
        )
        return cursor.fetchall()


def _digest() -> str:
    """Everything but the moment of recording; of a grant its public id too, which is a service's."""
    from orgs.models import Grant

    moment = frozenset({"recorded_at"})
    return digest(*_tables(), without=moment) + digest(Grant, without=moment | {"public_id"})


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker) -> Iterator[dict[str, str]]:
    """The loaded demo; and the digests of two loads of it, the second of which stays."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        from django.conf import settings

        patch.setattr(settings, "DEMO", True, raising=False)
        numbering = _restart_numbering(None)
        try:
            with transaction.atomic():
                with transaction.atomic():
                    load.load(today())
                    first = _digest()
                    transaction.set_rollback(True)
                _restart_numbering(numbering)
                load.load(today())
                yield {"first": first, "second": _digest()}
                transaction.set_rollback(True)
        finally:
            connection.close()
