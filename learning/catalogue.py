"""Loads the national framework and role profiles that the platform ships; pathways are read from the file."""

import json
from typing import Any

from learning.frameworks import DATA


def load_catalogue() -> None:
    """Write what ``data/catalogue.json`` declares; idempotent."""
    shipped = json.loads(DATA.read_text())
    competencies = _load_frameworks(shipped["frameworks"])
    _load_profiles(shipped["profiles"], competencies)
    _load_routes(shipped["routes"])


def _load_frameworks(entries: list[dict[str, Any]]) -> dict[str, int]:
    from learning.models.catalogue import Competency, Framework

    for entry in entries:
        framework, _ = Framework.objects.update_or_create(
            code=entry["code"],
            defaults={k: entry[k] for k in ("title", "source", "licence", "valid_from")},
        )
        Competency.objects.bulk_create(
            [
                Competency(framework=framework, code=c["code"], title=c["title"], sort=sort)
                for sort, c in enumerate(entry["competencies"], start=1)
            ],
            update_conflicts=True,
            unique_fields=["code"],
            update_fields=["title", "sort"],
        )
    return dict(Competency.objects.values_list("code", "id"))


def _load_profiles(entries: list[dict[str, Any]], competencies: dict[str, int]) -> None:
    from learning.models.catalogue import RoleProfile, RoleProfileItem

    RoleProfile.objects.bulk_create(
        [RoleProfile(role_code=e["role_code"], source=e["source"]) for e in entries],
        update_conflicts=True,
        unique_fields=["role_code"],
        update_fields=["source"],
    )
    profiles = dict(RoleProfile.objects.values_list("role_code", "id"))
    RoleProfileItem.objects.bulk_create(
        [
            RoleProfileItem(
                profile_id=profiles[e["role_code"]], competency_id=competencies[code], level=level
            )
            for e in entries
            for code, level in e["levels"].items()
        ],
        update_conflicts=True,
        unique_fields=["profile", "competency"],
        update_fields=["level"],
    )


def _load_routes(entries: list[dict[str, Any]]) -> None:
    from learning.models.catalogue import RoleRoute

    RoleRoute.objects.bulk_create(
        [
            RoleRoute(role_code=e["role_code"], from_role=role, from_job=job, order=order)
            for e in entries
            for order, (role, job) in enumerate(
                [*((code, "") for code in e["roles"]), *(("", title) for title in e["jobs"])]
            )
        ],
        update_conflicts=True,
        unique_fields=["role_code", "from_role", "from_job"],
        update_fields=["order"],
    )
