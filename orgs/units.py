"""The kinds of organisation that the platform ships (domain: organisations, "node types")."""

from orgs.enums import UnitKind

#: code, label, kind, may sit under, usually employs
UNIT_TYPES = [
    ("national", "National", UnitKind.TREE, [], False),
    ("region", "Region", UnitKind.TREE, ["national"], False),
    ("icb", "Integrated care board", UnitKind.TREE, ["region"], True),
    ("trust", "NHS trust", UnitKind.TREE, ["icb", "region"], True),
    ("care_trust", "Care trust", UnitKind.TREE, ["icb", "region"], True),
    ("division", "Division", UnitKind.INSIDE, [], False),
    ("site", "Site", UnitKind.INSIDE, [], False),
    ("collaborative", "Provider collaborative", UnitKind.OVERLAY, [], False),
    ("place", "Place", UnitKind.OVERLAY, [], False),
    ("icb_cluster", "Cluster of integrated care boards", UnitKind.OVERLAY, [], False),
]


def load_unit_types() -> None:
    """Write the shipped types; idempotent."""
    from orgs.models.units import OrgUnitType

    for sort, (code, label, kind, under, employs) in enumerate(UNIT_TYPES):
        OrgUnitType.objects.update_or_create(
            code=code,
            defaults={
                "label": label,
                "kind": kind,
                "under": under,
                "employs": employs,
                "sort": sort,
            },
        )
