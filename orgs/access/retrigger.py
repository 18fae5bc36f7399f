"""Laying the triggers of many tables anew in one step of a migration."""

from collections.abc import Mapping, Sequence
from typing import Any

import pgtrigger.compiler
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

Triggers = Sequence[pgtrigger.compiler.Trigger]


class RemakeTriggers(Operation):
    """Triggers in place of those of the same name, by model.

    As operations of django-pgtrigger, one for each trigger, it would take minutes: each renders the
    model anew with everything that is related to it. The text of a trigger changes no model.
    """

    reversible = True

    def __init__(self, triggers: Mapping[str, Triggers]) -> None:
        self.triggers = triggers

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        for model, fresh in self.triggers.items():
            options = state.models[app_label, model].options
            names = {trigger.name for trigger in fresh}
            others = [t for t in options.get("triggers", []) if t.name not in names]
            options["triggers"] = [*others, *fresh]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  the interface's
        to_state: ProjectState,
    ) -> None:
        for model, fresh in self.triggers.items():
            names = {trigger.name for trigger in fresh}
            for trigger in to_state.models[app_label, model].options["triggers"]:
                if trigger.name in names:
                    # Text that is whole already: a percent sign in it is no placeholder.
                    schema_editor.execute(trigger.install_sql, params=None)

    database_backwards = database_forwards

    def describe(self) -> str:
        return f"Lay the triggers of {len(self.triggers)} tables anew"

    def deconstruct(self) -> tuple[str, Sequence[Any], dict[str, Any]]:
        return type(self).__name__, [], {"triggers": self.triggers}
