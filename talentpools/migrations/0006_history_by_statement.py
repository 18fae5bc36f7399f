"""History is written once a statement; before, once a row."""

from typing import ClassVar

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from orgs.access.retrigger import RemakeTriggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("talentpools", "0005_nudges")]

    operations: ClassVar = [
        RemakeTriggers(
            {
                "boardreview": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_boardreviewevent" ("called_by_id", "closes_on", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "title", "unit_id") SELECT new_values."called_by_id", new_values."closes_on", new_values."id", new_values."opens_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."public_id", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="72927fab02b13cb40c5f5771123ba2306db0cfa4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7155f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_boardreview",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_boardreviewevent" ("called_by_id", "closes_on", "id", "opens_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "title", "unit_id") SELECT new_values."called_by_id", new_values."closes_on", new_values."id", new_values."opens_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."public_id", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4fb0a5652fc4230fa7d7740a02986c77a75b6ea0",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5187f",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_boardreview",
                            when="AFTER",
                        ),
                    ),
                ],
                "pool": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolevent" ("alerted_on", "capacity", "changed_at", "changed_by_id", "closed_reason", "closes_on", "continues_id", "criteria_key", "id", "joining", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "review_on", "target_roles", "title", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."alerted_on", new_values."capacity", new_values."changed_at", new_values."changed_by_id", new_values."closed_reason", new_values."closes_on", new_values."continues_id", new_values."criteria_key", new_values."id", new_values."joining", new_values."kind", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."purpose", new_values."review_on", new_values."target_roles", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3d02cebdb641d7443e7b5ee29165850c61d615a0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_25c73",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_pool",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolevent" ("alerted_on", "capacity", "changed_at", "changed_by_id", "closed_reason", "closes_on", "continues_id", "criteria_key", "id", "joining", "kind", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "review_on", "target_roles", "title", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."alerted_on", new_values."capacity", new_values."changed_at", new_values."changed_by_id", new_values."closed_reason", new_values."closes_on", new_values."continues_id", new_values."criteria_key", new_values."id", new_values."joining", new_values."kind", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."purpose", new_values."review_on", new_values."target_roles", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b06b90e42a16736692f4cfd17a02a172d0d614d4",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_4ff5c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_pool",
                            when="AFTER",
                        ),
                    ),
                ],
                "poolactivity": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolactivityevent" ("happened_on", "id", "kind", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "unit_id") SELECT new_values."happened_on", new_values."id", new_values."kind", new_values."membership_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_by_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cfbc519650ad201b6ff7d013767184c1c677dbc3",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_24bfa",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_poolactivity",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolactivityevent" ("happened_on", "id", "kind", "membership_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "unit_id") SELECT new_values."happened_on", new_values."id", new_values."kind", new_values."membership_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_by_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6fe6ffbb01a3cc4e0a7f0a88470be7fb0830d7a8",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_0b5da",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_poolactivity",
                            when="AFTER",
                        ),
                    ),
                ],
                "poolassessment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolassessmentevent" ("assessed_on", "assessor_id", "criteria", "id", "membership_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "scores", "unit_id") SELECT new_values."assessed_on", new_values."assessor_id", new_values."criteria", new_values."id", new_values."membership_id", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."scores", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6702f7a746bd5f022ef52a57a531b15d53fa1d2c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f572a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_poolassessment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolassessmentevent" ("assessed_on", "assessor_id", "criteria", "id", "membership_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "scores", "unit_id") SELECT new_values."assessed_on", new_values."assessor_id", new_values."criteria", new_values."id", new_values."membership_id", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."scores", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a1c8a7d41e19f169af07653c458d51f273e20e3d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d1c8c",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_poolassessment",
                            when="AFTER",
                        ),
                    ),
                ],
                "poolmembership": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolmembershipevent" ("continues_id", "id", "joined_on", "left_on", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "reason", "route", "source_id", "staff_id", "status", "status_on", "unit_id") SELECT new_values."continues_id", new_values."id", new_values."joined_on", new_values."left_on", new_values."opened_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."public_id", new_values."reason", new_values."route", new_values."source_id", new_values."staff_id", new_values."status", new_values."status_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="973923ca312e35ebe4721b0bff3b2d6d02bbf751",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_87b1b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_poolmembership",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_poolmembershipevent" ("continues_id", "id", "joined_on", "left_on", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "reason", "route", "source_id", "staff_id", "status", "status_on", "unit_id") SELECT new_values."continues_id", new_values."id", new_values."joined_on", new_values."left_on", new_values."opened_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."public_id", new_values."reason", new_values."route", new_values."source_id", new_values."staff_id", new_values."status", new_values."status_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1caf405d5b3095b06d1faf3dd6ebf5a322cee169",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e0b50",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_poolmembership",
                            when="AFTER",
                        ),
                    ),
                ],
                "positiveactionmembership": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_positiveactionmembershipevent" ("id", "joined_on", "known_to_id", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "staff_id", "unit_id") SELECT new_values."id", new_values."joined_on", new_values."known_to_id", new_values."left_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a2429fd5549c075355e228b3a3b8d7610271d4d0",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9248a",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_positiveactionmembership",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_positiveactionmembershipevent" ("id", "joined_on", "known_to_id", "left_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "staff_id", "unit_id") SELECT new_values."id", new_values."joined_on", new_values."known_to_id", new_values."left_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6edf22d8173dbd63259f2aaf2f0aeecf58b0b5ba",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_229fa",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_positiveactionmembership",
                            when="AFTER",
                        ),
                    ),
                ],
                "positiveactionterms": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_positiveactiontermsevent" ("basis", "evidence", "id", "keeper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "recorded_by_id", "recorded_on", "review_on", "unit_id") SELECT new_values."basis", new_values."evidence", new_values."id", new_values."keeper_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."pool_id", new_values."public_id", new_values."recorded_by_id", new_values."recorded_on", new_values."review_on", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1cc90cfa7c66b9728d473a9e1d50aff227ffa915",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_7d972",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_positiveactionterms",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_positiveactiontermsevent" ("basis", "evidence", "id", "keeper_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "pool_id", "public_id", "recorded_by_id", "recorded_on", "review_on", "unit_id") SELECT new_values."basis", new_values."evidence", new_values."id", new_values."keeper_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."pool_id", new_values."public_id", new_values."recorded_by_id", new_values."recorded_on", new_values."review_on", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3d0d03bf73b9bcad11235660bba9f5128c2cca6e",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_46621",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_positiveactionterms",
                            when="AFTER",
                        ),
                    ),
                ],
                "sharedpool": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sharedpoolevent" ("capacity", "closes_on", "criteria", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "public_id", "purpose", "target_roles", "title", "unit_id", "valid_from", "valid_to") SELECT new_values."capacity", new_values."closes_on", new_values."criteria", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."programme", new_values."public_id", new_values."purpose", new_values."target_roles", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="426a40f38c487a44cad6ec8bf16ab0eacbbeaf4b",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a41b3",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_sharedpool",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sharedpoolevent" ("capacity", "closes_on", "criteria", "id", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme", "public_id", "purpose", "target_roles", "title", "unit_id", "valid_from", "valid_to") SELECT new_values."capacity", new_values."closes_on", new_values."criteria", new_values."id", new_values."owner_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."programme", new_values."public_id", new_values."purpose", new_values."target_roles", new_values."title", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="80389f4f11a6efd288f9e82554068bb91102a2a5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_97457",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_sharedpool",
                            when="AFTER",
                        ),
                    ),
                ],
                "sponsoraction": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sponsoractionevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "sponsorship_id", "unit_id", "what") SELECT new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_by_id", new_values."sponsorship_id", new_values."unit_id", new_values."what" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="557a9fc92e3b7c051ac4f1217d8ad78927c8c3a7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_82639",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_sponsoraction",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sponsoractionevent" ("happened_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_by_id", "sponsorship_id", "unit_id", "what") SELECT new_values."happened_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_by_id", new_values."sponsorship_id", new_values."unit_id", new_values."what" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d8413588ca196af581eb4ff4fc622137f03f0767",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_d2d10",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_sponsoraction",
                            when="AFTER",
                        ),
                    ),
                ],
                "sponsorship": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sponsorshipevent" ("agreed_on", "ended_on", "id", "membership_id", "named_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shown_as", "sponsor_id", "sponsor_name", "staff_id", "unit_id") SELECT new_values."agreed_on", new_values."ended_on", new_values."id", new_values."membership_id", new_values."named_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."shown_as", new_values."sponsor_id", new_values."sponsor_name", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e2b9a4ab124c9457404682604ff87f853423076e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_887f5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="talentpools_sponsorship",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "talentpools_sponsorshipevent" ("agreed_on", "ended_on", "id", "membership_id", "named_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "shown_as", "sponsor_id", "sponsor_name", "staff_id", "unit_id") SELECT new_values."agreed_on", new_values."ended_on", new_values."id", new_values."membership_id", new_values."named_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."shown_as", new_values."sponsor_id", new_values."sponsor_name", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cac3eaafebd053090a4d95d65e5c51c388b30f78",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_94897",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="talentpools_sponsorship",
                            when="AFTER",
                        ),
                    ),
                ],
            }
        )
    ]
