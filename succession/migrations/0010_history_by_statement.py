"""History is written once a statement; before, once a row."""

from typing import ClassVar

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from orgs.access.retrigger import RemakeTriggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("succession", "0009_parted")]

    operations: ClassVar = [
        RemakeTriggers(
            {
                "criticalityassessment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_criticalityassessmentevent" ("assessed_on", "assessor_id", "continues_id", "criteria_version", "criticality", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "reason", "recorded_at", "replaced", "scores", "suggested", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."assessed_on", new_values."assessor_id", new_values."continues_id", new_values."criteria_version", new_values."criticality", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."replaced", new_values."scores", new_values."suggested", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="95f4117628c4394c1cb12553de26340462347da3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_d8f95",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_criticalityassessment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_criticalityassessmentevent" ("assessed_on", "assessor_id", "continues_id", "criteria_version", "criticality", "id", "percent", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "reason", "recorded_at", "replaced", "scores", "suggested", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."assessed_on", new_values."assessor_id", new_values."continues_id", new_values."criteria_version", new_values."criticality", new_values."id", new_values."percent", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."replaced", new_values."scores", new_values."suggested", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2016946f2992f737716eab2df8bbfc2a3dd928e2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e7a53",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_criticalityassessment",
                            when="AFTER",
                        ),
                    ),
                ],
                "incumbency": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_incumbencyevent" ("assignment_id", "continues_id", "ends_on", "filled_by", "id", "kind", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "starts_on", "unit_id") SELECT new_values."assignment_id", new_values."continues_id", new_values."ends_on", new_values."filled_by", new_values."id", new_values."kind", new_values."nomination_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."public_id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4d994b8452e7a3812d54b0c026260b83f0c087bb",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1f015",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_incumbency",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_incumbencyevent" ("assignment_id", "continues_id", "ends_on", "filled_by", "id", "kind", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "starts_on", "unit_id") SELECT new_values."assignment_id", new_values."continues_id", new_values."ends_on", new_values."filled_by", new_values."id", new_values."kind", new_values."nomination_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."public_id", new_values."starts_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7c1872924a20507f2600d4e526835d90cbb39c9e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_58873",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_incumbency",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="delete_delete",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_incumbencyevent" ("assignment_id", "continues_id", "ends_on", "filled_by", "id", "kind", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "starts_on", "unit_id") SELECT old_values."assignment_id", old_values."continues_id", old_values."ends_on", old_values."filled_by", old_values."id", old_values."kind", old_values."nomination_id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."post_id", old_values."public_id", old_values."starts_on", old_values."unit_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="e2c54e906ffb637cf09592ff2a331f0fec0d0915",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3d330",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="succession_incumbency",
                            when="AFTER",
                        ),
                    ),
                ],
                "nomination": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_nominationevent" ("agreed_on", "changed_at", "changed_by_id", "continues_id", "cover", "disclosure", "id", "lapsed_by", "named_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "profile_id", "public_id", "rank", "staff_id", "status", "told_on", "told_readiness", "told_review_by", "unit_id", "valid_from", "valid_to", "version", "withhold_approved_on", "withhold_approver_id", "withhold_by_id", "withhold_reason", "withhold_refused_on", "withhold_review_on") SELECT new_values."agreed_on", new_values."changed_at", new_values."changed_by_id", new_values."continues_id", new_values."cover", new_values."disclosure", new_values."id", new_values."lapsed_by", new_values."named_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."profile_id", new_values."public_id", new_values."rank", new_values."staff_id", new_values."status", new_values."told_on", new_values."told_readiness", new_values."told_review_by", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."withhold_approved_on", new_values."withhold_approver_id", new_values."withhold_by_id", new_values."withhold_reason", new_values."withhold_refused_on", new_values."withhold_review_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="5ee0e846121057f8ad3b1607f74f6966cd3af69d",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7bc15",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_nomination",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_nominationevent" ("agreed_on", "changed_at", "changed_by_id", "continues_id", "cover", "disclosure", "id", "lapsed_by", "named_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "profile_id", "public_id", "rank", "staff_id", "status", "told_on", "told_readiness", "told_review_by", "unit_id", "valid_from", "valid_to", "version", "withhold_approved_on", "withhold_approver_id", "withhold_by_id", "withhold_reason", "withhold_refused_on", "withhold_review_on") SELECT new_values."agreed_on", new_values."changed_at", new_values."changed_by_id", new_values."continues_id", new_values."cover", new_values."disclosure", new_values."id", new_values."lapsed_by", new_values."named_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."profile_id", new_values."public_id", new_values."rank", new_values."staff_id", new_values."status", new_values."told_on", new_values."told_readiness", new_values."told_review_by", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."withhold_approved_on", new_values."withhold_approver_id", new_values."withhold_by_id", new_values."withhold_reason", new_values."withhold_refused_on", new_values."withhold_review_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="efc9ff25b597c40aac0698cbe0242b8365f3500b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_6cc55",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_nomination",
                            when="AFTER",
                        ),
                    ),
                ],
                "packreader": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_packreaderevent" ("expires_on", "id", "named_at", "named_by_id", "opened_at", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed_at", "unit_id", "user_id", "via") SELECT new_values."expires_on", new_values."id", new_values."named_at", new_values."named_by_id", new_values."opened_at", new_values."pack_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."removed_at", new_values."unit_id", new_values."user_id", new_values."via" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1de51274c1b445e771df1ff2030e3fa15ef1e6be",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_316fb",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_packreader",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_packreaderevent" ("expires_on", "id", "named_at", "named_by_id", "opened_at", "pack_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "removed_at", "unit_id", "user_id", "via") SELECT new_values."expires_on", new_values."id", new_values."named_at", new_values."named_by_id", new_values."opened_at", new_values."pack_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."removed_at", new_values."unit_id", new_values."user_id", new_values."via" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4a312209d20e23ddb64ba72c993b3f0a85d9c3dc",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_fbab5",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_packreader",
                            when="AFTER",
                        ),
                    ),
                ],
                "plansheet": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_plansheetevent" ("columns", "counts", "ended_at", "expires_at", "id", "layout", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sha256", "state", "unit_id", "uploaded_at", "uploaded_by_id") SELECT new_values."columns", new_values."counts", new_values."ended_at", new_values."expires_at", new_values."id", new_values."layout", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."sha256", new_values."state", new_values."unit_id", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c8e0c4bdcd8a1a38293c07f9f51a5b02718de9b6",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c605d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_plansheet",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_plansheetevent" ("columns", "counts", "ended_at", "expires_at", "id", "layout", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sha256", "state", "unit_id", "uploaded_at", "uploaded_by_id") SELECT new_values."columns", new_values."counts", new_values."ended_at", new_values."expires_at", new_values."id", new_values."layout", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."sha256", new_values."state", new_values."unit_id", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."columns" IS DISTINCT FROM (new_values."columns") OR old_values."counts" IS DISTINCT FROM (new_values."counts") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."layout" IS DISTINCT FROM (new_values."layout") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0eaff7d335a7ec28ea949e84eddc8019e247769c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_05004",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_plansheet",
                            when="AFTER",
                        ),
                    ),
                ],
                "post": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_postevent" ("changed_at", "changed_by_id", "closing_reason", "continues_id", "criticality", "designations", "id", "local_role", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "role_codes", "shared_with", "statutory", "term_ends_on", "term_starts_on", "terms", "title", "unit_id", "valid_from", "valid_to", "version", "voting") SELECT new_values."changed_at", new_values."changed_by_id", new_values."closing_reason", new_values."continues_id", new_values."criticality", new_values."designations", new_values."id", new_values."local_role", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."position", new_values."public_id", new_values."role_codes", new_values."shared_with", new_values."statutory", new_values."term_ends_on", new_values."term_starts_on", new_values."terms", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."voting" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="698f776d447e2022372036a8a808f1f6f61ad70b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4f25d",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_post",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_postevent" ("changed_at", "changed_by_id", "closing_reason", "continues_id", "criticality", "designations", "id", "local_role", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "position", "public_id", "role_codes", "shared_with", "statutory", "term_ends_on", "term_starts_on", "terms", "title", "unit_id", "valid_from", "valid_to", "version", "voting") SELECT new_values."changed_at", new_values."changed_by_id", new_values."closing_reason", new_values."continues_id", new_values."criticality", new_values."designations", new_values."id", new_values."local_role", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."position", new_values."public_id", new_values."role_codes", new_values."shared_with", new_values."statutory", new_values."term_ends_on", new_values."term_starts_on", new_values."terms", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."voting" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="81e1f4230d7c70c9561e2c189becadaf89f3e4a5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8fc43",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_post",
                            when="AFTER",
                        ),
                    ),
                ],
                "readinessjudgement": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_readinessjudgementevent" ("assessor_id", "continues_id", "evidence", "id", "judged_on", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "readiness", "recorded_at", "review_by", "unit_id", "valid_from", "valid_to") SELECT new_values."assessor_id", new_values."continues_id", new_values."evidence", new_values."id", new_values."judged_on", new_values."nomination_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."readiness", new_values."recorded_at", new_values."review_by", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8064b6808bc793c15e5b64692024e1ac7bdb4578",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_82625",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_readinessjudgement",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_readinessjudgementevent" ("assessor_id", "continues_id", "evidence", "id", "judged_on", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "readiness", "recorded_at", "review_by", "unit_id", "valid_from", "valid_to") SELECT new_values."assessor_id", new_values."continues_id", new_values."evidence", new_values."id", new_values."judged_on", new_values."nomination_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."readiness", new_values."recorded_at", new_values."review_by", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="435c9a677b798817d93b1905a9bc209480ee38e6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_53c28",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_readinessjudgement",
                            when="AFTER",
                        ),
                    ),
                ],
                "riskassessment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_riskassessmentevent" ("assessed_on", "assessor_id", "continues_id", "id", "impact", "leaving_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "reasons", "recorded_at", "stated_by_person", "stated_on", "unit_id", "vacancy_risk", "valid_from", "valid_to", "version") SELECT new_values."assessed_on", new_values."assessor_id", new_values."continues_id", new_values."id", new_values."impact", new_values."leaving_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."public_id", new_values."reasons", new_values."recorded_at", new_values."stated_by_person", new_values."stated_on", new_values."unit_id", new_values."vacancy_risk", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="96e07957a097584373581cb76b4316eeacf7cf86",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_403cc",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_riskassessment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_riskassessmentevent" ("assessed_on", "assessor_id", "continues_id", "id", "impact", "leaving_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "reasons", "recorded_at", "stated_by_person", "stated_on", "unit_id", "vacancy_risk", "valid_from", "valid_to", "version") SELECT new_values."assessed_on", new_values."assessor_id", new_values."continues_id", new_values."id", new_values."impact", new_values."leaving_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."public_id", new_values."reasons", new_values."recorded_at", new_values."stated_by_person", new_values."stated_on", new_values."unit_id", new_values."vacancy_risk", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f72afac87d4c8f13ebb3951647d4433cf69314a9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_06e9a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_riskassessment",
                            when="AFTER",
                        ),
                    ),
                ],
                "signature": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_signatureevent" ("answered_by_id", "answered_on", "committee", "copy_id", "id", "minute", "minuted_on", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "role", "staff_id", "state", "unit_id") SELECT new_values."answered_by_id", new_values."answered_on", new_values."committee", new_values."copy_id", new_values."id", new_values."minute", new_values."minuted_on", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."post_id", new_values."public_id", new_values."role", new_values."staff_id", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b92227ddfd87ea1ff2171311123e88f14af1bae1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_792f9",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_signature",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_signatureevent" ("answered_by_id", "answered_on", "committee", "copy_id", "id", "minute", "minuted_on", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "role", "staff_id", "state", "unit_id") SELECT new_values."answered_by_id", new_values."answered_on", new_values."committee", new_values."copy_id", new_values."id", new_values."minute", new_values."minuted_on", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."post_id", new_values."public_id", new_values."role", new_values."staff_id", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f926211b9164ac4e5071dec75a5f58d836899415",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4b10c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_signature",
                            when="AFTER",
                        ),
                    ),
                ],
                "skillmark": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_skillmarkevent" ("continues_id", "id", "level", "marked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill", "staff_id", "unit_id", "valid_from", "valid_to") SELECT new_values."continues_id", new_values."id", new_values."level", new_values."marked_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."skill", new_values."staff_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="29046e67a2c7701d12bd4faee62df70676559347",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2e0e8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_skillmark",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_skillmarkevent" ("continues_id", "id", "level", "marked_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "skill", "staff_id", "unit_id", "valid_from", "valid_to") SELECT new_values."continues_id", new_values."id", new_values."level", new_values."marked_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."skill", new_values."staff_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0ba9f3022cadd15e91b11e6543a4cf98a2c16bf8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_21e18",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_skillmark",
                            when="AFTER",
                        ),
                    ),
                ],
                "successionplan": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_successionplanevent" ("changed_at", "changed_by_id", "continues_id", "cycle", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "signed_off_on", "state", "submitted_by_id", "submitted_on", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."continues_id", new_values."cycle", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."signed_off_on", new_values."state", new_values."submitted_by_id", new_values."submitted_on", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f5149e33fb8abb97cf57042f150b6950414c04d0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ac2a8",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_successionplan",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_successionplanevent" ("changed_at", "changed_by_id", "continues_id", "cycle", "due_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "signed_off_on", "state", "submitted_by_id", "submitted_on", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."continues_id", new_values."cycle", new_values."due_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."signed_off_on", new_values."state", new_values."submitted_by_id", new_values."submitted_on", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="df573e120b012df312bef4a0726af1098ac31fe5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9bf8a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_successionplan",
                            when="AFTER",
                        ),
                    ),
                ],
                "successionreturn": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_successionreturnevent" ("complete", "content", "definition_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sha256", "signed_at", "signed_by_id", "signed_on", "unit_id") SELECT new_values."complete", new_values."content", new_values."definition_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."sha256", new_values."signed_at", new_values."signed_by_id", new_values."signed_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="7bcbad7bf198eeb553a89675fba5f968a4afa791",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e66c1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="succession_successionreturn",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "succession_successionreturnevent" ("complete", "content", "definition_id", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "sha256", "signed_at", "signed_by_id", "signed_on", "unit_id") SELECT new_values."complete", new_values."content", new_values."definition_id", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."sha256", new_values."signed_at", new_values."signed_by_id", new_values."signed_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="81e740d921269f378fc3447013395103a1b947c1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ff839",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="succession_successionreturn",
                            when="AFTER",
                        ),
                    ),
                ],
            }
        )
    ]
