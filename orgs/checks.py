"""System checks of our own: what must hold before anything runs."""

from typing import Any

from django.apps import apps
from django.core.checks import Error, register


def register_checks() -> None:
    register(floor_declared)


def floor_declared(**_: Any) -> list[Error]:
    """A model of ours that belongs to a unit declares its floor."""
    ours = {"orgs", "reporting", "learning", "succession", "talentpools", "edi", "talentplatform"}
    return [
        Error(
            f"{model._meta.label} belongs to a unit and declares no floor.",
            hint="Say who may read and write its rows: floor = Floor(...).",
            id="orgs.E001",
        )
        for model in apps.get_models()
        if model._meta.app_label in ours
        and any(f.name == "unit" for f in model._meta.get_fields())
        and not hasattr(model, "floor")
        and not hasattr(model, "pgh_tracked_model")
    ]
