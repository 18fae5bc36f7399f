"""Loads the national framework, role profiles and pathways that the platform ships."""

import json
from typing import Any

from learning.frameworks import DATA


def load_catalogue() -> None:
    """Write what ``data/catalogue.json`` declares; idempotent, and silent about local pathways.

    A step that left the file stays where somebody has progress on it: only its order may change.
    """
    shipped = json.loads(DATA.read_text())
    competencies = _load_frameworks(shipped["frameworks"])
    _load_profiles(shipped["profiles"], competencies)
    _load_pathways(shipped["pathways"], competencies)
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


def _load_pathways(entries: list[dict[str, Any]], competencies: dict[str, int]) -> None:
    from learning.models.catalogue import Pathway, PathwayStep

    have = {p.code: p for p in Pathway.objects.filter(owner=None)}
    for entry in entries:
        pathway = have.get(entry["code"]) or Pathway(code=entry["code"])
        for name in ("role_code", "title", "purpose"):
            setattr(pathway, name, entry[name])
        pathway.save()
        have[pathway.code] = pathway
    PathwayStep.objects.bulk_create(
        [
            PathwayStep(
                pathway=have[entry["code"]],
                order=order,
                title=step["title"],
                type=step["type"],
                competency_id=competencies[step["competency"]],
                weeks=step["weeks"],
            )
            for entry in entries
            for order, step in enumerate(entry["steps"], start=1)
        ],
        update_conflicts=True,
        unique_fields=["pathway", "order"],
        update_fields=["title", "type", "competency", "weeks"],
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
