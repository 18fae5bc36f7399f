"""Reading overlays: who keeps one, who belongs to it and since when, and who is asked to join."""

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from orgs.access.viewer import Viewer
from orgs.enums import InviteAnswer, UnitKind
from orgs.models.overlays import Overlay, OverlayInvite
from orgs.models.units import OrgPlacement, OrgUnit, OrgUnitType, OverlayMembership
from orgs.restructure.selectors import administered
from orgs.restructure.shape import Shape

#: The type whose members are boards that will become one.
CLUSTER = "icb_cluster"
_REACHING = """
SELECT DISTINCT m.overlay_id FROM orgs_overlaymembership m
WHERE m.unit_id = ANY(app.path(%s, %s)) AND m.valid @> %s::date
"""


@dataclass(frozen=True)
class Member:
    """One membership: the organisation, what it hangs under on the day, and for how long."""

    public_id: UUID
    unit_id: int
    code: str
    name: str
    kind: str
    above: str
    first: dt.date | None
    until: dt.date | None

    @property
    def last(self) -> dt.date | None:
        """The last day; None while no end is agreed."""
        return self.until - dt.timedelta(days=1) if self.until else None


def of_unit(unit_id: int) -> Overlay | None:
    """What is known of an overlay; None for one that nobody keeps."""
    return Overlay.objects.filter(unit_id=unit_id).select_related("kept_by", "unit__type").first()


def itself(unit_id: int) -> OrgUnit:
    """An overlay's own unit, with its type."""
    unit: OrgUnit = OrgUnit.objects.select_related("type").get(pk=unit_id)
    return unit


def types() -> list[OrgUnitType]:
    """The kinds of overlay there are, in their order."""
    return list(OrgUnitType.objects.filter(kind=UnitKind.OVERLAY).order_by("sort"))


def members(overlay_id: int, day: dt.date) -> list[Member]:
    """Who belongs to an overlay on a day, by name."""
    rows = OverlayMembership.objects.filter(overlay_id=overlay_id, valid__contains=day)
    return _listed(rows, day)


def history(overlay_id: int, day: dt.date) -> tuple[list[Member], list[Member]]:
    """Memberships that ended by a day, the last first; and those that begin after it, the next first."""
    rows = OverlayMembership.objects.filter(overlay_id=overlay_id, valid__isempty=False)
    past = _listed(rows.filter(valid__fully_lt=(day, None)), day)
    to_come = _listed(rows.filter(valid__startswith__gt=day), day)
    past.sort(key=lambda m: (m.until or day, m.name), reverse=True)
    to_come.sort(key=lambda m: (m.first or day, m.name))
    return past, to_come


def _listed(rows: QuerySet[OverlayMembership], day: dt.date) -> list[Member]:
    found = list(rows.select_related("unit__type", "unit__parent"))
    above = dict(
        OrgPlacement.objects.filter(
            unit_id__in=[m.unit_id for m in found], valid__contains=day
        ).values_list("unit_id", "parent__name")
    )
    listed = [
        Member(
            m.public_id,
            m.unit_id,
            m.unit.code,
            m.unit.name,
            m.unit.type.label,
            above.get(m.unit_id) or "",
            m.valid.lower,
            m.valid.upper,
        )
        for m in found
    ]
    return sorted(listed, key=lambda m: (m.name, m.first or dt.date.min))


def membership(overlay_id: int, public_id: UUID) -> OverlayMembership | None:
    """One membership of an overlay."""
    rows = OverlayMembership.objects.filter(overlay_id=overlay_id, public_id=public_id)
    return rows.select_related("unit", "overlay").first()


def memberships_below(
    viewer: Viewer, *, public_id: UUID | None = None
) -> QuerySet[OverlayMembership]:
    """Memberships that have not ended of organisations that the viewer administers."""
    rows = OverlayMembership.objects.filter(unit_id__in=administered(viewer)).filter(
        Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=viewer.day), valid__isempty=False
    )
    if public_id is not None:
        rows = rows.filter(public_id=public_id)
    return rows.select_related("unit", "overlay__type").order_by("overlay__name", "unit__name")


def memberships_of(unit_id: int, day: dt.date) -> list[OverlayMembership]:
    """What an organisation belongs to on a day or is about to join, by name."""
    rows = OverlayMembership.objects.filter(unit_id=unit_id, valid__isempty=False).filter(
        Q(valid__endswith__isnull=True) | Q(valid__endswith__gt=day)
    )
    return list(rows.select_related("overlay__type").order_by("overlay__name", "valid"))


def reaching(unit_id: int, day: dt.date) -> list[int]:
    """The overlays of a unit, and of the units above it, on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_REACHING, [unit_id, day, day])
        return [key for (key,) in cursor.fetchall()]


def kept(viewer: Viewer) -> list[Overlay]:
    """Overlays that the viewer administers from the unit in the URL, by name; closed ones last."""
    rows = Overlay.objects.filter(kept_by_id__in=administered(viewer))
    return list(
        rows.select_related("unit__type", "kept_by").order_by("-unit__open", "unit__name", "pk")
    )


def kept_one(viewer: Viewer, code: str) -> Overlay | None:
    """One overlay that the viewer administers from the unit in the URL."""
    return next((each for each in kept(viewer) if each.unit.code == code), None)


def drawn_up_at(overlay: Overlay, day: dt.date) -> tuple[str, str]:
    """Code and name of the unit at which the merger of a cluster is drawn up, ("", "") while there is none.

    It is the lowest above all its members of `day`, as they hang on the day of the merger: whoever
    administers it administers each of them. The keeper may be one of them, or stand elsewhere.
    """
    codes = {each.code for each in members(overlay.unit_id, day)}
    if not overlay.unit.open or not overlay.successor_code or not codes:
        return "", ""
    shape = Shape.of_day(overlay.successor_on or day)
    code = shape.common_ancestor({shape[each].parent for each in codes if each in shape})
    return (code, shape[code].name) if code else ("", "")


def invites(overlay_id: int) -> list[OverlayInvite]:
    """Who was asked to join and has not answered, by name; and who said no, the last first."""
    rows = OverlayInvite.objects.filter(
        overlay_id=overlay_id, answer__in=[InviteAnswer.OPEN, InviteAnswer.DECLINED]
    )
    return list(rows.select_related("unit").order_by("-answer", "unit__name", "-pk"))


def asked(viewer: Viewer) -> list[OverlayInvite]:
    """Invitations that wait for an answer of whoever administers the organisation."""
    rows = OverlayInvite.objects.filter(
        unit_id__in=administered(viewer), answer=InviteAnswer.OPEN
    ).exclude(overlay_id__in=administered(viewer))
    return list(
        rows.select_related("unit", "overlay__type").order_by("overlay__name", "unit__name")
    )


def invite(viewer: Viewer, public_id: UUID) -> OverlayInvite | None:
    """One open invitation, of either side."""
    mine = administered(viewer)
    rows = OverlayInvite.objects.filter(
        Q(unit_id__in=mine) | Q(overlay_id__in=mine), public_id=public_id
    )
    return rows.select_related("unit", "overlay").first()


def could_join(overlay_id: int, day: dt.date) -> list[OrgUnit]:
    """Employers in the tree that are open and not members on the day, by name."""
    inside = OverlayMembership.objects.filter(overlay_id=overlay_id, valid__contains=day)
    rows = OrgUnit.objects.filter(open=True, is_employer=True, type__kind=UnitKind.TREE)
    return list(
        rows.exclude(id__in=inside.values("unit_id"))
        .select_related("parent")
        .order_by("name", "code")
    )
