"""History is written once a statement; before, once a row."""

from typing import ClassVar

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from orgs.access.retrigger import RemakeTriggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("learning", "0002_own")]

    operations: ClassVar = [
        RemakeTriggers(
            {
                "agreedoutcome": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_agreedoutcomeevent" ("agreed_on", "continues_id", "conversation_id", "grid", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review_on", "staff_id", "unit_id", "valid_to") SELECT new_values."agreed_on", new_values."continues_id", new_values."conversation_id", new_values."grid", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."review_on", new_values."staff_id", new_values."unit_id", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f61b2cf12dfd388d85acb1817589187e92232050",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0a9d0",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_agreedoutcome",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_agreedoutcomeevent" ("agreed_on", "continues_id", "conversation_id", "grid", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review_on", "staff_id", "unit_id", "valid_to") SELECT new_values."agreed_on", new_values."continues_id", new_values."conversation_id", new_values."grid", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."review_on", new_values."staff_id", new_values."unit_id", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d84f230711bdecd0f19ad4eacda5162425b29ad7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5e33b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_agreedoutcome",
                            when="AFTER",
                        ),
                    ),
                ],
                "aspiration": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_aspirationevent" ("areas", "continues_id", "growth", "horizon", "id", "notice_weeks", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "public_id", "roles", "shared", "staff_id", "unit_id", "valid_from", "valid_to", "words") SELECT new_values."areas", new_values."continues_id", new_values."growth", new_values."horizon", new_values."id", new_values."notice_weeks", new_values."pattern", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."places", new_values."public_id", new_values."roles", new_values."shared", new_values."staff_id", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="142b963e2df055e68db60cbbfac923c677706b47",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0a213",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_aspiration",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_aspirationevent" ("areas", "continues_id", "growth", "horizon", "id", "notice_weeks", "pattern", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "places", "public_id", "roles", "shared", "staff_id", "unit_id", "valid_from", "valid_to", "words") SELECT new_values."areas", new_values."continues_id", new_values."growth", new_values."horizon", new_values."id", new_values."notice_weeks", new_values."pattern", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."places", new_values."public_id", new_values."roles", new_values."shared", new_values."staff_id", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cb0101e170da8cb798dbb93acfe00fcf22a9a504",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5bd1b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_aspiration",
                            when="AFTER",
                        ),
                    ),
                ],
                "competencyassessment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_competencyassessmentevent" ("assessed_on", "competency_id", "continues_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id") SELECT new_values."assessed_on", new_values."competency_id", new_values."continues_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="21571b9c02b8c006a95615b57a0b6b5f71104baa",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a4853",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_competencyassessment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_competencyassessmentevent" ("assessed_on", "competency_id", "continues_id", "id", "level", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id") SELECT new_values."assessed_on", new_values."competency_id", new_values."continues_id", new_values."id", new_values."level", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f8ab3feff29ffc4552b3cd1e5fe0bc4c77eea7a7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c94b9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_competencyassessment",
                            when="AFTER",
                        ),
                    ),
                ],
                "conversation": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_conversationevent" ("closed_on", "continues_id", "grid", "id", "met_on", "other_yes_on", "outcome", "person_yes_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "public_id", "staff_id", "started_on", "state", "unit_id", "version", "with_user_id") SELECT new_values."closed_on", new_values."continues_id", new_values."grid", new_values."id", new_values."met_on", new_values."other_yes_on", new_values."outcome", new_values."person_yes_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan", new_values."public_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."unit_id", new_values."version", new_values."with_user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="024f5129ca2623a5869e3183eb61809aa38c245e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_31640",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_conversation",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_conversationevent" ("closed_on", "continues_id", "grid", "id", "met_on", "other_yes_on", "outcome", "person_yes_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "public_id", "staff_id", "started_on", "state", "unit_id", "version", "with_user_id") SELECT new_values."closed_on", new_values."continues_id", new_values."grid", new_values."id", new_values."met_on", new_values."other_yes_on", new_values."outcome", new_values."person_yes_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan", new_values."public_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."unit_id", new_values."version", new_values."with_user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9cdedcbb5dd9f96f2d325ed42bb429f8cd399c31",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6ad19",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_conversation",
                            when="AFTER",
                        ),
                    ),
                ],
                "pathwayassignment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "source", "source_id", "staff_id", "started_on", "state", "unit_id", "version") SELECT new_values."continues_id", new_values."ended_on", new_values."id", new_values."pathway_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepared_by_id", new_values."prepared_on", new_values."public_id", new_values."source", new_values."source_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ad106baa283aa44f3fa09e6dde00843ab1cd2136",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_78564",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_pathwayassignment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "pathway_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "source", "source_id", "staff_id", "started_on", "state", "unit_id", "version") SELECT new_values."continues_id", new_values."ended_on", new_values."id", new_values."pathway_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepared_by_id", new_values."prepared_on", new_values."public_id", new_values."source", new_values."source_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="72451eb7d61daf6ab94494114f5c5c36b6c80e91",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4e7ff",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_pathwayassignment",
                            when="AFTER",
                        ),
                    ),
                ],
                "preparation": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_preparationevent" ("answers", "changed_at", "conversation_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_on", "side", "unit_id") SELECT new_values."answers", new_values."changed_at", new_values."conversation_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."shared_on", new_values."side", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f53341c1bf80ab9dc991ddbb677c7409b553cb85",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_20a09",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_preparation",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_preparationevent" ("answers", "changed_at", "conversation_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "shared_on", "side", "unit_id") SELECT new_values."answers", new_values."changed_at", new_values."conversation_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."shared_on", new_values."side", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a4bf58fc7f96529d0b45314aa8f66eecd5d32abb",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5dc6b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_preparation",
                            when="AFTER",
                        ),
                    ),
                ],
                "stepprogress": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_id", "unit_id") SELECT new_values."assignment_id", new_values."done_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."state", new_values."step_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="158d914a9e6c9b5d81e8bb2d4d966f11db4f03a7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9fc42",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="learning_stepprogress",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_id", "unit_id") SELECT new_values."assignment_id", new_values."done_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."state", new_values."step_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5dda6a6f0dc29cb7db15406850ffcc5d3655ab56",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a4e77",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="learning_stepprogress",
                            when="AFTER",
                        ),
                    ),
                ],
            }
        )
    ]
