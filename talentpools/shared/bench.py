"""The vacancy bench: join it, be asked, answer; post a need, and see who said yes.

The database matches and asks; no query of the site ever joins a vacancy to a person.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from orgs import audit, sharing
from orgs.access.actions import OWN_RECORD
from orgs.access.viewer import Viewer
from orgs.models.sharing import SharedProfile
from orgs.sharing import SharingError
from reporting.disclosure.policy import PRESETS
from succession.access import MANAGE_SUCCESSION
from talentpools.models import BenchProfile, Vacancy, VacancyAsk
from talentpools.shared_states import Ask, VacancyState

#: A smaller number of matches than this is told to nobody.
LEAST = PRESETS["people"].policy.min_cell
#: A bench profile is confirmed again after so long, or it is gone.
KEPT_DAYS = 180
#: A vacancy asks for so long at most.
LONGEST_DAYS = 120


@transaction.atomic
def join_bench(
    *,
    viewer: Viewer,
    unit_id: int,
    role_codes: Collection[str],
    areas: Collection[str] = (),
    patterns: Collection[str] = (),
    kinds: Collection[str] = (),
    notice_weeks: int = 12,
) -> BenchProfile:
    """The viewer lets herself be asked about vacancies put to the bench of a unit above, or changes it.

    Raises:
        PermissionDenied: the viewer holds no record of her own here.
        SharingError: no role.
    """
    person_id = viewer.person_id
    if not viewer.may(OWN_RECORD) or person_id is None or sharing.own_record(viewer) is None:
        raise PermissionDenied
    if not role_codes:
        raise SharingError("Select at least one role")
    made, _ = BenchProfile.objects.update_or_create(
        unit_id=unit_id,
        person_id=person_id,
        defaults={
            "home_id": viewer.here.id,
            "role_codes": sorted(role_codes),
            "areas": sorted(areas),
            "patterns": sorted(patterns),
            "kinds": sorted(kinds),
            "notice_weeks": notice_weeks,
            "confirmed_on": viewer.day,
            "expires_on": viewer.day + dt.timedelta(days=KEPT_DAYS),
        },
    )
    audit.record(viewer, "sharing.bench_joined", unit_id=unit_id, about=made)
    return made


@transaction.atomic
def leave_bench(*, viewer: Viewer, profile: BenchProfile) -> None:
    """The viewer leaves a bench; every name that she gave through it is taken back at once.

    Raises:
        PermissionDenied: it is not the viewer's own.
    """
    if viewer.person_id is None or profile.person_id != viewer.person_id:
        raise PermissionDenied
    audit.record(viewer, "sharing.bench_left", unit_id=profile.unit_id, about=profile)
    BenchProfile.objects.filter(pk=profile.pk).delete()


@transaction.atomic
def say_yes(*, viewer: Viewer, ask: VacancyAsk, content: Mapping[str, Any]) -> SharedProfile:
    """The person says yes: what she chose is shared with the organisation that asked, and her name with it.

    Raises:
        PermissionDenied: the ask is not the viewer's, or she holds no record of her own here.
        SharingError: the vacancy is closed, or she said yes before.
    """
    if viewer.person_id is None or ask.person_id != viewer.person_id:
        raise PermissionDenied
    return sharing.share(viewer=viewer, call=ask.call, content=content)


@transaction.atomic
def say_no(*, viewer: Viewer, ask: VacancyAsk) -> VacancyAsk:
    """The person says no; nobody but she can ever tell.

    Raises:
        PermissionDenied: the ask is not the viewer's.
        SharingError: she has answered already.
    """
    if viewer.person_id is None or ask.person_id != viewer.person_id:
        raise PermissionDenied
    row = VacancyAsk.objects.select_for_update(of=("self",)).get(pk=ask.pk)
    if row.state != Ask.ASKED:
        raise SharingError("You have answered already")
    row.state, row.answered_on = Ask.NO, viewer.day
    row.save(update_fields=["state", "answered_on"])
    audit.record(viewer, "sharing.declined", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def post_vacancy(
    *,
    viewer: Viewer,
    bench_id: int,
    role_code: str,
    title: str,
    kind: str,
    last_day: dt.date,
    words: str = "",
    months: int | None = None,
    pattern: str = "",
    starts_on: dt.date | None = None,
) -> Vacancy:
    """Put a vacancy or interim need of the employer in the URL to the bench of a unit above.

    Whoever matches is asked by the database in this transaction. ``many`` of the result says whether
    at least as many matched as the platform's policy lets anybody count .

    Raises:
        PermissionDenied: without the right to manage succession here, or here is no employer.
        SharingError: one such vacancy is open already, or days in the wrong order.
    """
    _must_post(viewer)
    if not viewer.day <= last_day < viewer.day + dt.timedelta(days=LONGEST_DAYS):
        raise SharingError(f"The last day to answer must be within {LONGEST_DAYS} days")
    if starts_on is not None and starts_on < viewer.day:
        raise SharingError("The first day in post must be in the future")
    try:
        with transaction.atomic():
            made = Vacancy.objects.create(
                unit_id=viewer.here.id,
                bench_id=bench_id,
                role_code=role_code,
                title=title,
                words=words,
                kind=kind,
                months=months,
                pattern=pattern,
                starts_on=starts_on,
                closes_on=last_day + dt.timedelta(days=1),
                posted_on=viewer.day,
                posted_by_id=viewer.user_id,
            )
    except IntegrityError as error:
        raise SharingError(
            "A vacancy of this role and kind is open: close it before you post another"
        ) from error
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.ask_bench(%s, %s)", [made.public_id, LEAST])
        (made.many,) = cursor.fetchone()
    audit.record(viewer, "vacancy.posted", unit_id=made.unit_id, about=made, role=role_code)
    return made


def _must_post(viewer: Viewer) -> None:
    """Raise unless the viewer plans succession here, and here is an employer.

    Staff hang on the employer: a vacancy of one of its parts would be put to its own people.
    """
    if not viewer.may(MANAGE_SUCCESSION) or not viewer.here.is_employer:
        raise PermissionDenied


@transaction.atomic
def close_vacancy(*, viewer: Viewer, vacancy: Vacancy) -> Vacancy:
    """Close a vacancy: who was asked and has not answered cannot any more.

    Raises:
        PermissionDenied: without the right to manage succession here.
        SharingError: it is closed.
    """
    _must_post(viewer)
    row = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    if row.state == VacancyState.CLOSED:
        raise SharingError("This vacancy is closed")
    row.state = VacancyState.CLOSED
    row.save(update_fields=["state"])
    audit.record(viewer, "vacancy.closed", unit_id=row.unit_id, about=row)
    return row


@transaction.atomic
def dismiss(*, viewer: Viewer, profile: SharedProfile) -> None:
    """The organisation no longer needs what somebody shared for a vacancy: it is removed.

    Raises:
        PermissionDenied: without the right to manage succession here.
    """
    _must_post(viewer)
    audit.record(
        viewer, "vacancy.dismissed", unit_id=profile.unit_id, profile=str(profile.public_id)
    )
    sharing.end(profile_id=profile.pk)
