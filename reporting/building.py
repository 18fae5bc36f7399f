"""From rows to a release, as the aggregation worker: count, protect, write once.

Runs in worker-builder, whose login holds the builder's rights and no other. A build protects everything
that anybody at or below its unit will see, in one system, and cuts the releases of the units below
from it: they show the same figures, so they cannot be compared with each other to find a hidden one.
"""

import datetime as dt
import logging
import uuid

from django.db import connection
from django.db.models import Exists, OuterRef

from orgs.access.principals import Principal
from orgs.access.scope import builder_scope
from orgs.clock import now, today
from orgs.locks import RELEASE
from orgs.models.units import OrgLink, OrgUnit
from orgs.words import words_of_day
from reporting import ledger
from reporting.content import Content, cut, digest
from reporting.counting import BuildError
from reporting.geography import Geography, geography
from reporting.making import (
    Inputs,
    about_itself,
    content_of,
    employer_tables,
    gather,
    inputs_of,
    protect,
)
from reporting.models.cubes import LedgerEntry
from reporting.models.exports import Reissue
from reporting.models.releases import LAST_REVISION, Release, ReleaseCalendar, ReleaseWithdrawal
from reporting.reports import Report, reports

logger = logging.getLogger(__name__)

#: Figures about people of one employer lie at least so far apart.
APART = dt.timedelta(days=28)


def build_release(unit_code: str, report_code: str, as_at: dt.date) -> Release | None:
    """Release a report for a unit and for every unit below it that is not a single employer.

    Idempotent: one that is there is returned as it is, unless it was withdrawn; then it is issued
    again as the next revision. None when another worker is building it at this moment.

    Raises:
        BuildError: nobody works below the unit on the day, or figures about people were released
            for some of the same employers on another day of the four weeks before or after.
    """
    report = reports.get(report_code)
    with builder_scope():
        if not _alone(report_code):
            return None
        unit = OrgUnit.objects.select_related("type").get(code=unit_code)
        last = _latest(unit, report_code, as_at)
        withdrawn = ReleaseWithdrawal.objects.filter(release=last).first() if last else None
        if last is not None and withdrawn is None:
            return last
        if last is not None and last.revision >= LAST_REVISION:
            raise BuildError("The figures of one day are issued again once.")
        if _released_on_another_day(unit, report, as_at):
            raise BuildError(
                f"{report.title} was released for employers of {unit.name} within four weeks of "
                f"{words_of_day(as_at)} already: figures about people are released once a month"
            )
        places = geography(unit, as_at)
        if not places.places:
            raise BuildError(
                f"No organisation employs people below {unit.name} on {words_of_day(as_at)}"
            )
        since = withdrawn.withdrawn_at if withdrawn else None
        return _write(unit, report, as_at, places, since)


def _alone(report_code: str) -> bool:
    """Take the report's lock until the transaction ends, or say that it is taken.

    One report is built at a time, whatever the unit: each build must see the ledger of the others.
    """
    with connection.cursor() as cursor:
        return RELEASE.try_to_take(cursor, report_code)


def _latest(unit: OrgUnit, report_code: str, as_at: dt.date) -> Release | None:
    """The newest revision of the day's release."""
    found = Release.objects.filter(unit=unit, report=report_code, as_at=as_at)
    return found.order_by("-revision").first()


def _released_on_another_day(unit: OrgUnit, report: Report, as_at: dt.date) -> bool:
    """Whether some of the unit's employers were counted for any audience on another day close by.

    Two releases a few days apart differ by the few people who changed between them, whoever asked
    for the second: a level above, a level below, or an overlay.
    """
    if all(measure.is_fact for measure in report.measures()):
        return False
    close = Release.objects.filter(
        report=report.code, as_at__gt=as_at - APART, as_at__lt=as_at + APART
    ).exclude(as_at=as_at)
    mine = set(geography(unit, as_at).leaf_codes())
    mine |= set(
        OrgLink.objects.filter(successor_id__in=mine).values_list("predecessor_id", flat=True)
    )
    released = close.select_related("unit__type").order_by("as_at")
    return any(mine & set(geography(each.unit, each.as_at).leaf_codes()) for each in released)


# --- writing ---------------------------------------------------------------------------------------


def _write(
    unit: OrgUnit, report: Report, as_at: dt.date, places: Geography, since: dt.datetime | None
) -> Release:
    release_id = uuid.uuid4()
    inputs = gather(report, as_at, places, since)
    outcomes = protect(report, as_at, places, inputs, name=str(release_id))
    content = content_of(report, as_at, places, inputs.codes, outcomes)
    release = _save(release_id, unit, report, as_at, places, content, inputs, source=None)
    LedgerEntry.objects.bulk_create(
        LedgerEntry(
            release=release,
            family=m.ledger,
            measure=m.code,
            cube=inputs.cubes[m.code],
            codes=inputs.codes[m.code],
            form=outcomes[m.code].rung,
            earlier=list(told.ids),
            links=list(told.links),
            insiders=list(inputs.insiders),
            statement=outcomes[m.code].statement,
            explanation=outcomes[m.code].explanation,
        )
        for m in report.measures()
        for told in [inputs.earlier.get(m.ledger, ledger.Earlier())]
    )
    _cut_below(release, report, as_at, places, content, inputs)
    return release


def replay(release_id: uuid.UUID) -> tuple[str, str]:
    """The hash of a release, and the hash of the same release made again from what it was made from.

    Unequal = the release, its atoms, the ledger or the code that protects is not what it was.
    """
    with builder_scope():
        release = Release.objects.select_related("unit__type", "source__unit__type").get(
            id=release_id
        )
        whole = release.source or release
        report, as_at = reports.get(whole.report), whole.as_at
        places = geography(whole.unit, whole.tree_day)
        inputs = inputs_of(whole, places)
        outcomes = protect(report, as_at, places, inputs, name=str(whole.id))
        content = content_of(report, as_at, places, inputs.codes, outcomes)
        if release.source is not None:
            content = cut(content, release.unit.code, with_employers=employer_tables(report))
            places = places.below(release.unit.code)
        return release.hash, digest(content, about_itself(report, places, inputs))


def _cut_below(
    release: Release,
    report: Report,
    as_at: dt.date,
    places: Geography,
    content: Content,
    inputs: Inputs,
) -> None:
    """Write the releases of the units below that have readers of their own.

    One that has a release of the day already keeps it.
    """
    inner = [place for place in places.inner() if place.code != places.root]
    units = OrgUnit.objects.in_bulk([place.unit_id for place in inner])
    taken = set(
        Release.objects.filter(report=report.code, as_at=as_at, revision=release.revision)
        .filter(unit__in=units)
        .values_list("unit_id", flat=True)
    )
    for place in inner:
        if place.unit_id not in taken:
            part = cut(content, place.code, with_employers=employer_tables(report))
            below = places.below(place.code)
            _save(
                uuid.uuid4(),
                units[place.unit_id],
                report,
                as_at,
                below,
                part,
                inputs,
                source=release,
            )


def _save(
    release_id: uuid.UUID,
    unit: OrgUnit,
    report: Report,
    as_at: dt.date,
    places: Geography,
    content: Content,
    inputs: Inputs,
    *,
    source: Release | None,
) -> Release:
    about = about_itself(report, places, inputs)
    before = Release.objects.filter(unit=unit, report=report.code, as_at__lte=as_at)
    previous = before.order_by("-as_at", "-revision").first()
    again = _latest(unit, report.code, as_at)
    return Release.objects.create(
        id=release_id,
        unit=unit,
        report=report.code,
        as_at=as_at,
        revision=again.revision + 1 if again is not None else 1,
        tree_day=as_at,
        measures=[m.code for m in report.measures()],
        content=content,
        hash=digest(content, about),
        source=source,
        previous=previous,
        policy_sources=list(inputs.rules.sources),
        created_at=now(),
        **about,
    )


def build_due(_principal: Principal) -> int:
    """Build what is due by the calendar or asked for again, and not there yet: a tick of worker-builder.

    The site's sweep then moves the calendar on. What fails is tried at the next tick.
    """
    with builder_scope():
        calendars = ReleaseCalendar.objects.filter(
            active=True, next_on__lte=today(), unit__open=True
        ).order_by("next_on", "id")
        wanted = list(calendars.values_list("unit__code", "report", "next_on"))
        wanted += _asked_again()
    return sum(_try(*each) for each in wanted)


def _asked_again() -> list[tuple[str, str, dt.date]]:
    """Withdrawn releases that are to be issued again and have no newer revision."""
    newer = Release.objects.filter(
        unit=OuterRef("unit"),
        report=OuterRef("release__report"),
        as_at=OuterRef("release__as_at"),
        revision__gt=OuterRef("release__revision"),
    )
    asked = Reissue.objects.exclude(Exists(newer)).order_by("id")
    return list(asked.values_list("unit__code", "release__report", "release__as_at"))


def _try(unit_code: str, report_code: str, as_at: dt.date) -> bool:
    try:
        return build_release(unit_code, report_code, as_at) is not None
    except BuildError as error:
        logger.warning("release of %s for %s: %s", report_code, unit_code, error)
        return False
