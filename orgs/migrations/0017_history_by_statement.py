"""History is written once a statement; before, once a row."""

from typing import ClassVar

from django.db import migrations
from pgtrigger.compiler import Trigger, UpsertTriggerSql

from orgs.access.retrigger import RemakeTriggers


class Migration(migrations.Migration):
    dependencies: ClassVar = [("orgs", "0016_boundary_register")]

    operations: ClassVar = [
        RemakeTriggers(
            {
                "accessreview": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_accessreviewevent" ("closed_on", "due_on", "id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quarter", "unit_id") SELECT new_values."closed_on", new_values."due_on", new_values."id", new_values."opened_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."quarter", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="87ea9b129df97a96c7d48b3c942115278713c585",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_75766",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_accessreview",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_accessreviewevent" ("closed_on", "due_on", "id", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "quarter", "unit_id") SELECT new_values."closed_on", new_values."due_on", new_values."id", new_values."opened_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."quarter", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2a27b10fe6492f775ef9e78fe622a358af043634",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_54582",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_accessreview",
                            when="AFTER",
                        ),
                    ),
                ],
                "accessreviewitem": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_accessreviewitemevent" ("decided_at", "decided_by_id", "decision", "grant_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review_id", "unit_id") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."grant_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."review_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d5a52ff8d6e29d4343aa9dfb8f655be51e321838",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1e3e5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_accessreviewitem",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_accessreviewitemevent" ("decided_at", "decided_by_id", "decision", "grant_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "review_id", "unit_id") SELECT new_values."decided_at", new_values."decided_by_id", new_values."decision", new_values."grant_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."review_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8b4efb9f47964454f0b73c191e654985d9d9bcb2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9b62d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_accessreviewitem",
                            when="AFTER",
                        ),
                    ),
                ],
                "adaptation": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_adaptationevent" ("adapted_by_id", "base_version_id", "definition_id", "differences", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "recorded_at", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."adapted_by_id", new_values."base_version_id", new_values."definition_id", new_values."differences", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="93eb10e14dab6f5bcc7c52c3b6c41ad3e6fc51ae",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0fa63",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_adaptation",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_adaptationevent" ("adapted_by_id", "base_version_id", "definition_id", "differences", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "recorded_at", "unit_id", "valid_from", "valid_to", "version") SELECT new_values."adapted_by_id", new_values."base_version_id", new_values."definition_id", new_values."differences", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="23df6443414af9bcccc1434029c8c0ad85ce8fb6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_008dc",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_adaptation",
                            when="AFTER",
                        ),
                    ),
                ],
                "assignment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_assignmentevent" ("band", "continues_id", "division_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_group", "staff_id", "starts_on", "title", "unit_id") SELECT new_values."band", new_values."continues_id", new_values."division_id", new_values."ends_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."staff_group", new_values."staff_id", new_values."starts_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="2d511907eee467f7f3f97cae6d24c1fcf7e623cc",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b512b",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_assignment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_assignmentevent" ("band", "continues_id", "division_id", "ends_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_group", "staff_id", "starts_on", "title", "unit_id") SELECT new_values."band", new_values."continues_id", new_values."division_id", new_values."ends_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."staff_group", new_values."staff_id", new_values."starts_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="50255747aabc1bce85f75b2f2f9f96ec25e98329",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f0357",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_assignment",
                            when="AFTER",
                        ),
                    ),
                ],
                "carriedover": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_carriedoverevent" ("id", "on", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "subject", "unit_id") SELECT new_values."id", new_values."on", new_values."origin_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."row", new_values."subject", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b634bd7c6e9eab712acf35ead4d0a48f0a721fd5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_24435",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_carriedover",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_carriedoverevent" ("id", "on", "origin_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "subject", "unit_id") SELECT new_values."id", new_values."on", new_values."origin_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."row", new_values."subject", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ed739481e9cc6e043a093ec05695890bcb2c7df3",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e09ea",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_carriedover",
                            when="AFTER",
                        ),
                    ),
                ],
                "consultation": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_consultationevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "set_by_id", "starts_on", "title", "unit_id") SELECT new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."public_id", new_values."recorded_at", new_values."set_by_id", new_values."starts_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e9c869ab50f6f8a637a59ed6fc85828e2de87f02",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_91fcf",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_consultation",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_consultationevent" ("ends_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "set_by_id", "starts_on", "title", "unit_id") SELECT new_values."ends_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."public_id", new_values."recorded_at", new_values."set_by_id", new_values."starts_on", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d1d494d57e1dbd4823ed800af7f35af5730790ac",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_89262",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_consultation",
                            when="AFTER",
                        ),
                    ),
                ],
                "correctionrequest": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_correctionrequestevent" ("about", "answer", "answered_by_id", "answered_on", "asked_on", "continues_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id", "words") SELECT new_values."about", new_values."answer", new_values."answered_by_id", new_values."answered_on", new_values."asked_on", new_values."continues_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id", new_values."words" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ee21b3be9b92ddd9004b96e75c9c2e3fbd4b8ed4",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_dce67",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_correctionrequest",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_correctionrequestevent" ("about", "answer", "answered_by_id", "answered_on", "asked_on", "continues_id", "id", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id", "words") SELECT new_values."about", new_values."answer", new_values."answered_by_id", new_values."answered_on", new_values."asked_on", new_values."continues_id", new_values."id", new_values."outcome", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id", new_values."words" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="297e41da2c7b805186cef27b019265725a2aacf6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e38be",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_correctionrequest",
                            when="AFTER",
                        ),
                    ),
                ],
                "definition": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_definitionevent" ("carried", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "title", "unit_id") SELECT new_values."carried", new_values."id", new_values."key", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="08a5ac68491c141e527cb5309efc576020de1d07",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f8301",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_definition",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_definitionevent" ("carried", "id", "key", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "title", "unit_id") SELECT new_values."carried", new_values."id", new_values."key", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f55c8330afb0516ab8c39c4158d7d9f2c209a402",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_700c3",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_definition",
                            when="AFTER",
                        ),
                    ),
                ],
                "definitionversion": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_definitionversionevent" ("definition_id", "fields", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "published_at", "published_by_id", "unit_id", "valid_from") SELECT new_values."definition_id", new_values."fields", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."published_at", new_values."published_by_id", new_values."unit_id", new_values."valid_from" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a7209ee1a9c04bbe74a3908d38095a1dc3c0dbc1",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_606ed",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_definitionversion",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_definitionversionevent" ("definition_id", "fields", "id", "number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "published_at", "published_by_id", "unit_id", "valid_from") SELECT new_values."definition_id", new_values."fields", new_values."id", new_values."number", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."published_at", new_values."published_by_id", new_values."unit_id", new_values."valid_from" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="92dde0c9b025921577d91bd1347c5644ddb6e592",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c7279",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_definitionversion",
                            when="AFTER",
                        ),
                    ),
                ],
                "duplicatechoice": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_duplicatechoiceevent" ("answer", "decided_at", "decided_by_id", "first", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "second", "unit_id") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."first", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."second", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="d6265fcd285f874135da3f0c1606f9cfdab08953",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_87819",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_duplicatechoice",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_duplicatechoiceevent" ("answer", "decided_at", "decided_by_id", "first", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "second", "unit_id") SELECT new_values."answer", new_values."decided_at", new_values."decided_by_id", new_values."first", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."second", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c59980168553c596b3fc0f1b5b2364f383e1a6d6",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_b9507",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_duplicatechoice",
                            when="AFTER",
                        ),
                    ),
                ],
                "grant": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_grantevent" ("confirmed_by_id", "extended_by_id", "extension", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "recorded_at", "role", "unit_id", "user_id", "valid_from", "valid_to") SELECT new_values."confirmed_by_id", new_values."extended_by_id", new_values."extension", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."role", new_values."unit_id", new_values."user_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="be9d6bcaf66a78aafea76feda5451b120c343c87",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_1fc60",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_grant",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_grantevent" ("confirmed_by_id", "extended_by_id", "extension", "granted_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "recorded_at", "role", "unit_id", "user_id", "valid_from", "valid_to") SELECT new_values."confirmed_by_id", new_values."extended_by_id", new_values."extension", new_values."granted_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."recorded_at", new_values."role", new_values."unit_id", new_values."user_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6c9673472783512b2dfce5f93b115151b679372f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2b873",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_grant",
                            when="AFTER",
                        ),
                    ),
                ],
                "handoverchoice": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_handoverchoiceevent" ("decided_at", "decided_by_id", "id", "list_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "subject", "successor", "unit_id") SELECT new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."list_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."row", new_values."subject", new_values."successor", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="4acd6fcc1f33bd878cc3ad614037d9ac426c1eff",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_ecf69",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_handoverchoice",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_handoverchoiceevent" ("decided_at", "decided_by_id", "id", "list_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "row", "subject", "successor", "unit_id") SELECT new_values."decided_at", new_values."decided_by_id", new_values."id", new_values."list_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."row", new_values."subject", new_values."successor", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a6945a12e8f078a5e15eec446ab2b55d4104e020",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_8b0ad",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_handoverchoice",
                            when="AFTER",
                        ),
                    ),
                ],
                "handoverlist": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_handoverlistevent" ("closed", "confirmed_at", "confirmed_by_id", "id", "names", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "successors", "title", "unit_id", "version") SELECT new_values."closed", new_values."confirmed_at", new_values."confirmed_by_id", new_values."id", new_values."names", new_values."on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."public_id", new_values."recorded_at", new_values."successors", new_values."title", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="3ee6e196584a484c5ca64ae65e21efe07bc62daf",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b2e8e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_handoverlist",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_handoverlistevent" ("closed", "confirmed_at", "confirmed_by_id", "id", "names", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "recorded_at", "successors", "title", "unit_id", "version") SELECT new_values."closed", new_values."confirmed_at", new_values."confirmed_by_id", new_values."id", new_values."names", new_values."on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."public_id", new_values."recorded_at", new_values."successors", new_values."title", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="40c3d65457e542646f1de0b22ab97bfe2175f364",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_93187",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_handoverlist",
                            when="AFTER",
                        ),
                    ),
                ],
                "keepinghold": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_keepingholdevent" ("id", "lifted_at", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reference", "set_at", "set_by_id", "unit_id", "valid_from", "valid_to") SELECT new_values."id", new_values."lifted_at", new_values."lifted_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."reference", new_values."set_at", new_values."set_by_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1b09397d55aa0576d0a514ebf113c0246a38c469",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_5a0ad",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_keepinghold",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_keepingholdevent" ("id", "lifted_at", "lifted_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "reference", "set_at", "set_by_id", "unit_id", "valid_from", "valid_to") SELECT new_values."id", new_values."lifted_at", new_values."lifted_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."reference", new_values."set_at", new_values."set_by_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0233988d46b4e6d7f476a4cd9d00f3c27d953bca",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ff3e9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_keepinghold",
                            when="AFTER",
                        ),
                    ),
                ],
                "odsproposal": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_odsproposalevent" ("answers", "change_id", "digest", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "public_id", "state", "unit_id") SELECT new_values."answers", new_values."change_id", new_values."digest", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."made_at", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan", new_values."public_id", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="301fd0fd600ea4167c33524e70355be835e72f1c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0e8e1",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_odsproposal",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_odsproposalevent" ("answers", "change_id", "digest", "ended_at", "ended_by_id", "id", "made_at", "made_by_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "public_id", "state", "unit_id") SELECT new_values."answers", new_values."change_id", new_values."digest", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."made_at", new_values."made_by_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan", new_values."public_id", new_values."state", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f86f54bdad5485ba6bb4fb4d036fd157ba7b50b1",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_e6e4d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_odsproposal",
                            when="AFTER",
                        ),
                    ),
                ],
                "overlaychoice": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_overlaychoiceevent" ("chosen_by_id", "definition_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "unit_id", "valid_from", "valid_to") SELECT new_values."chosen_by_id", new_values."definition_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="da8c3bbf2fb59e51ff2c14eb16b12efeccba4633",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fefbb",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_overlaychoice",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_overlaychoiceevent" ("chosen_by_id", "definition_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "unit_id", "valid_from", "valid_to") SELECT new_values."chosen_by_id", new_values."definition_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="077dfb1de1dd507a5528349f8ffd5c77d548d000",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cc946",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_overlaychoice",
                            when="AFTER",
                        ),
                    ),
                ],
                "overlayinvite": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_overlayinviteevent" ("answer", "answered_at", "answered_by_id", "id", "invited_at", "invited_by_id", "overlay_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "valid_from", "valid_to") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."invited_at", new_values."invited_by_id", new_values."overlay_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="ec6f6a228cf1c895eb93821f03f74916b1a0f8c8",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_81186",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_overlayinvite",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_overlayinviteevent" ("answer", "answered_at", "answered_by_id", "id", "invited_at", "invited_by_id", "overlay_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "unit_id", "valid_from", "valid_to") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."invited_at", new_values."invited_by_id", new_values."overlay_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."unit_id", new_values."valid_from", new_values."valid_to" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="8b04078c5a1935789ce1d035189f59d276d4933b",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_571c9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_overlayinvite",
                            when="AFTER",
                        ),
                    ),
                ],
                "recordlink": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_recordlinkevent" ("account_id", "before_id", "ended_at", "id", "linked_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id") SELECT new_values."account_id", new_values."before_id", new_values."ended_at", new_values."id", new_values."linked_at", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="97093568de6aa33f6473aedda45b93320d0f0274",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_89f80",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_recordlink",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_recordlinkevent" ("account_id", "before_id", "ended_at", "id", "linked_at", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "staff_id", "unit_id") SELECT new_values."account_id", new_values."before_id", new_values."ended_at", new_values."id", new_values."linked_at", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."staff_id", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1ef80dc5af6ca36a2ac38a35e75ef3641166e5e5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_96318",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_recordlink",
                            when="AFTER",
                        ),
                    ),
                ],
                "restructurecomment": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructurecommentevent" ("answer", "answered_at", "answered_by_id", "id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "said_at", "said_by_id", "text", "unit_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."notice_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."said_at", new_values."said_by_id", new_values."text", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="586651ad832122ca2b5e8cf09dddae7c124a5e0e",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_4994f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_restructurecomment",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructurecommentevent" ("answer", "answered_at", "answered_by_id", "id", "notice_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "said_at", "said_by_id", "text", "unit_id") SELECT new_values."answer", new_values."answered_at", new_values."answered_by_id", new_values."id", new_values."notice_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."said_at", new_values."said_by_id", new_values."text", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="c4b17ff49cc1093ae8d5dc4a73a72a25cd259c5c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_9ba0b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_restructurecomment",
                            when="AFTER",
                        ),
                    ),
                ],
                "restructurenotice": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructurenoticeevent" ("effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "sent_at", "state", "summary", "title", "unit_id") SELECT new_values."effective_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."plan_id", new_values."public_id", new_values."sent_at", new_values."state", new_values."summary", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="18475f58e23849f8290bfd83b24cff0d1c0560b5",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0b553",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_restructurenotice",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructurenoticeevent" ("effective_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan_id", "public_id", "sent_at", "state", "summary", "title", "unit_id") SELECT new_values."effective_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."plan_id", new_values."public_id", new_values."sent_at", new_values."state", new_values."summary", new_values."title", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="caf294e06e257c1aa025fbe603bd284e29e3595f",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_66695",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_restructurenotice",
                            when="AFTER",
                        ),
                    ),
                ],
                "restructureplan": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructureplanevent" ("applied_at", "decisions", "drafted_by_id", "effective_on", "first_approver_id", "id", "operations", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_late", "report", "second_approver_id", "state", "title", "undoes_id", "unit_id", "version") SELECT new_values."applied_at", new_values."decisions", new_values."drafted_by_id", new_values."effective_on", new_values."first_approver_id", new_values."id", new_values."operations", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_late", new_values."report", new_values."second_approver_id", new_values."state", new_values."title", new_values."undoes_id", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="159171734b46fb51dac32d6b7e037b5eded0d91a",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8f7ff",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_restructureplan",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructureplanevent" ("applied_at", "decisions", "drafted_by_id", "effective_on", "first_approver_id", "id", "operations", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_late", "report", "second_approver_id", "state", "title", "undoes_id", "unit_id", "version") SELECT new_values."applied_at", new_values."decisions", new_values."drafted_by_id", new_values."effective_on", new_values."first_approver_id", new_values."id", new_values."operations", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_late", new_values."report", new_values."second_approver_id", new_values."state", new_values."title", new_values."undoes_id", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="bb7fab7b3dcac04c19211ad577d64ef9f6a6574c",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ebe12",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_restructureplan",
                            when="AFTER",
                        ),
                    ),
                ],
                "stafflist": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_stafflistevent" ("columns", "complete", "counts", "ended_at", "expires_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "same", "sha256", "state", "unit_id", "uploaded_at", "uploaded_by_id") SELECT new_values."columns", new_values."complete", new_values."counts", new_values."ended_at", new_values."expires_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."same", new_values."sha256", new_values."state", new_values."unit_id", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="57507fe4d0877a73e624c69eeb14b84e68b7572f",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_69cc6",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_stafflist",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_stafflistevent" ("columns", "complete", "counts", "ended_at", "expires_at", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "same", "sha256", "state", "unit_id", "uploaded_at", "uploaded_by_id") SELECT new_values."columns", new_values."complete", new_values."counts", new_values."ended_at", new_values."expires_at", new_values."id", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."same", new_values."sha256", new_values."state", new_values."unit_id", new_values."uploaded_at", new_values."uploaded_by_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."columns" IS DISTINCT FROM (new_values."columns") OR old_values."complete" IS DISTINCT FROM (new_values."complete") OR old_values."counts" IS DISTINCT FROM (new_values."counts") OR old_values."ended_at" IS DISTINCT FROM (new_values."ended_at") OR old_values."expires_at" IS DISTINCT FROM (new_values."expires_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."public_id" IS DISTINCT FROM (new_values."public_id") OR old_values."same" IS DISTINCT FROM (new_values."same") OR old_values."sha256" IS DISTINCT FROM (new_values."sha256") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."unit_id" IS DISTINCT FROM (new_values."unit_id") OR old_values."uploaded_at" IS DISTINCT FROM (new_values."uploaded_at") OR old_values."uploaded_by_id" IS DISTINCT FROM (new_values."uploaded_by_id")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="40ec1dbac4f45ce6305242f60fa70512c8f33fc9",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_df451",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_stafflist",
                            when="AFTER",
                        ),
                    ),
                ],
                "staffrecord": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_staffrecordevent" ("employee_number", "id", "manager_id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "sort_name", "unit_id", "valid_from", "valid_to", "version", "work_email") SELECT new_values."employee_number", new_values."id", new_values."manager_id", new_values."name", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."sort_name", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."work_email" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="b5d4316fd32b96673db4770b9e81d404fe3449ec",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_9117f",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_staffrecord",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_staffrecordevent" ("employee_number", "id", "manager_id", "name", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "sort_name", "unit_id", "valid_from", "valid_to", "version", "work_email") SELECT new_values."employee_number", new_values."id", new_values."manager_id", new_values."name", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."sort_name", new_values."unit_id", new_values."valid_from", new_values."valid_to", new_values."version", new_values."work_email" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="a4a4b952252bd9f8438b0e8ca90a78db121d6ec0",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_cb82d",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_staffrecord",
                            when="AFTER",
                        ),
                    ),
                ],
                "supportaccess": [
                    Trigger(
                        name="insert_insert",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_supportaccessevent" ("approved_at", "approved_by_id", "desk_id", "ended_at", "ended_by_id", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "requested_at", "requested_by_id", "ticket", "unit_id", "valid_until") SELECT new_values."approved_at", new_values."approved_by_id", new_values."desk_id", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."kind", new_values."minutes", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."reason", new_values."requested_at", new_values."requested_by_id", new_values."ticket", new_values."unit_id", new_values."valid_until" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="0ca67f3f1603aec96888d876b61561dc90905a1c",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0b212",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_supportaccess",
                            when="AFTER",
                        ),
                    ),
                    Trigger(
                        name="update_update",
                        sql=UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_supportaccessevent" ("approved_at", "approved_by_id", "desk_id", "ended_at", "ended_by_id", "id", "kind", "minutes", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "reason", "requested_at", "requested_by_id", "ticket", "unit_id", "valid_until") SELECT new_values."approved_at", new_values."approved_by_id", new_values."desk_id", new_values."ended_at", new_values."ended_by_id", new_values."id", new_values."kind", new_values."minutes", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."reason", new_values."requested_at", new_values."requested_by_id", new_values."ticket", new_values."unit_id", new_values."valid_until" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="1e856f888960c75ab7e7746536881f61569fc5b7",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c522b",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="orgs_supportaccess",
                            when="AFTER",
                        ),
                    ),
                ],
            }
        )
    ]
