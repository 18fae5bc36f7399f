"""History is written once a statement; before, once a row."""

from typing import ClassVar

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from orgs.access.retrigger import RemakeTriggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("reporting", "0006_change_previews")]

    operations: ClassVar = [
        RemakeTriggers(
            {
                "commentarydraft": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_commentarydraftevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "texts", "unit_id", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."release_id", new_values."texts", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cc2f52a9777c1e87fcb8694aded27c41d05ec1b7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a7020",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_commentarydraft",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_commentarydraftevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "texts", "unit_id", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."release_id", new_values."texts", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f830c4a45a4e676e82d1258f8287238cf056239a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c72e9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_commentarydraft",
                            when="AFTER",
                        ),
                    ),
                ],
                "export": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_exportevent" ("created_at", "downloads", "expires_at", "first_opened_at", "format", "id", "last_opened_at", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "release_id", "sha256", "unit_id", "user_id") SELECT new_values."created_at", new_values."downloads", new_values."expires_at", new_values."first_opened_at", new_values."format", new_values."id", new_values."last_opened_at", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."purpose", new_values."release_id", new_values."sha256", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9b11b628f9e87d6312560958965f00fc2536adec",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a1c0e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_export",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_exportevent" ("created_at", "downloads", "expires_at", "first_opened_at", "format", "id", "last_opened_at", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "release_id", "sha256", "unit_id", "user_id") SELECT new_values."created_at", new_values."downloads", new_values."expires_at", new_values."first_opened_at", new_values."format", new_values."id", new_values."last_opened_at", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."purpose", new_values."release_id", new_values."sha256", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="28be90585b784578d278e1327463f5d03f2732f5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_329b0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_export",
                            when="AFTER",
                        ),
                    ),
                ],
                "releasecalendar": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_releasecalendarevent" ("active", "day_of_month", "every_months", "id", "next_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id") SELECT new_values."active", new_values."day_of_month", new_values."every_months", new_values."id", new_values."next_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="846190a472541f45447258e1aa5768d43abe3b39",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cf4c5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_releasecalendar",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_releasecalendarevent" ("active", "day_of_month", "every_months", "id", "next_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id") SELECT new_values."active", new_values."day_of_month", new_values."every_months", new_values."id", new_values."next_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6aeeed3db886f34cbc611bb9c1cecb084195e056",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2ff9a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_releasecalendar",
                            when="AFTER",
                        ),
                    ),
                ],
                "schedule": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_scheduleevent" ("active", "created_at", "day_of_month", "id", "next_on", "owner_id", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id", "version", "wait_days") SELECT new_values."active", new_values."created_at", new_values."day_of_month", new_values."id", new_values."next_on", new_values."owner_id", new_values."parameters", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id", new_values."version", new_values."wait_days" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="576f3d6078ac1020c439ff4eacb89743a0957177",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b93d4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_schedule",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_scheduleevent" ("active", "created_at", "day_of_month", "id", "next_on", "owner_id", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id", "version", "wait_days") SELECT new_values."active", new_values."created_at", new_values."day_of_month", new_values."id", new_values."next_on", new_values."owner_id", new_values."parameters", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id", new_values."version", new_values."wait_days" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e1455c98bfcbcedc26503311adbd0b6d8a53644d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f84f5",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_schedule",
                            when="AFTER",
                        ),
                    ),
                ],
                "schedulerecipient": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."schedule_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fcfc95b8dfc2de895756345124c60db7c062eae7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fa196",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."schedule_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="147e8bb234c23f047289f375f638c4fa0b0ca8a2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2bfc6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="delete_delete",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."schedule_id", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3da578384937973629d4fafc227c02cb4d7d7528",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6ee1f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                ],
            }
        )
    ]
