# Pathways become a kind of definition; whoever is on one has a copy of its own.

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

#: What everybody was on becomes a copy of her own, and what units other than the platform had becomes a
#: definition of theirs. The platform's own are read from its file from now on.
_COPIES = """
CREATE TEMP TABLE step_copy ON COMMIT DROP AS
SELECT id, pathway_id, "order", CASE WHEN same = 1 THEN slug ELSE slug || '-' || same END AS key,
  jsonb_build_object('title', title, 'type', type, 'competency', competency, 'weeks', weeks) AS value
FROM (
  SELECT *, row_number() OVER (PARTITION BY pathway_id, slug ORDER BY "order") AS same
  FROM (
    SELECT s.*, c.code AS competency,
      trim(both '-' FROM left(trim(both '-' FROM regexp_replace(lower(s.title), '[^a-z0-9]+', '-', 'g')), 40)) AS slug
    FROM learning_pathwaystep s JOIN learning_competency c ON c.id = s.competency_id
  ) s
) s;

CREATE TEMP TABLE pathway_copy ON COMMIT DROP AS
SELECT p.id, p.code AS key, p.title, p.role_code, coalesce(jsonb_agg(
    s.value || jsonb_build_object('key', s.key, 'done_when', '') ORDER BY s."order"
  ) FILTER (WHERE s.id IS NOT NULL), '[]') AS steps
FROM learning_pathway p LEFT JOIN step_copy s ON s.pathway_id = p.id
GROUP BY p.id, p.code, p.title, p.role_code;

UPDATE learning_pathwayassignment a SET key = p.key, title = p.title, role_code = p.role_code, steps = p.steps
FROM pathway_copy p WHERE p.id = a.pathway_id;
UPDATE learning_pathwayassignmentevent a SET key = p.key, title = p.title, role_code = p.role_code, steps = p.steps
FROM pathway_copy p WHERE p.id = a.pathway_id;
UPDATE learning_stepprogress g SET step_key = s.key FROM step_copy s WHERE s.id = g.step_id;
UPDATE learning_stepprogressevent g SET step_key = s.key FROM step_copy s WHERE s.id = g.step_id;

INSERT INTO learning_stepprogress (public_id, unit_id, assignment_id, step_id, step_key, state)
SELECT gen_random_uuid(), a.unit_id, a.id, s.id, s.key, 'not_started'
FROM learning_pathwayassignment a JOIN step_copy s ON s.pathway_id = a.pathway_id
WHERE a.started_on IS NOT NULL AND NOT EXISTS (
  SELECT FROM learning_stepprogress g WHERE g.assignment_id = a.id AND g.step_id = s.id);

INSERT INTO orgs_definition (public_id, unit_id, kind, key, title, carried, recorded_at)
SELECT p.public_id, p.owner_id, 'pathway', p.code, left(p.title, 120), '{}', now()
FROM learning_pathway p WHERE p.owner_id IS NOT NULL;
INSERT INTO orgs_definitionversion (public_id, definition_id, unit_id, number, fields, valid_from, published_at)
SELECT gen_random_uuid(), d.id, p.owner_id, 1, jsonb_build_object(
    'role', jsonb_build_object('value', p.role_code, 'mode', 'default'),
    'purpose', jsonb_build_object('value', p.purpose, 'mode', 'default'),
    'steps', jsonb_build_object('mode', 'default', 'items', coalesce((
      SELECT jsonb_agg(jsonb_build_object('key', s.key, 'value', s.value, 'mode', 'default') ORDER BY s."order")
      FROM step_copy s WHERE s.pathway_id = p.id), '[]'))
  ), current_date, now()
FROM learning_pathway p JOIN orgs_definition d ON d.public_id = p.public_id WHERE p.owner_id IS NOT NULL;
SET CONSTRAINTS ALL IMMEDIATE;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("learning", "0002_own"),
        ("orgs", "0017_pathway_keys"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="pathwayassignment",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="pathwayassignment",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stepprogress",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="stepprogress",
            name="update_update",
        ),
        migrations.RemoveConstraint(
            model_name="pathwayassignment",
            name="pathway_active_once_a_person",
        ),
        migrations.RemoveConstraint(
            model_name="pathwayassignment",
            name="pathway_prepared_once_a_source",
        ),
        migrations.RemoveConstraint(
            model_name="stepprogress",
            name="progress_once_a_step",
        ),
        migrations.AddField(
            model_name="pathwayassignment",
            name="key",
            field=models.CharField(
                db_collation="C", default="", help_text="of the pathway", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pathwayassignment",
            name="role_code",
            field=models.CharField(blank=True, db_collation="C", max_length=20),
        ),
        migrations.AddField(
            model_name="pathwayassignment",
            name="steps",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="pathwayassignment",
            name="title",
            field=models.CharField(default="", max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pathwayassignmentevent",
            name="key",
            field=models.CharField(
                db_collation="C", default="", help_text="of the pathway", max_length=60
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="pathwayassignmentevent",
            name="role_code",
            field=models.CharField(blank=True, db_collation="C", max_length=20),
        ),
        migrations.AddField(
            model_name="pathwayassignmentevent",
            name="steps",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="pathwayassignmentevent",
            name="title",
            field=models.CharField(default="", max_length=160),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stepprogress",
            name="step_key",
            field=models.CharField(db_collation="C", default="", max_length=60),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="stepprogressevent",
            name="step_key",
            field=models.CharField(db_collation="C", default="", max_length=60),
            preserve_default=False,
        ),
        migrations.RunSQL(_COPIES, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="pathwayassignment",
            name="pathway",
        ),
        migrations.RemoveField(
            model_name="pathwayassignmentevent",
            name="pathway",
        ),
        migrations.RemoveField(
            model_name="stepprogressevent",
            name="step",
        ),
        migrations.RemoveField(
            model_name="stepprogress",
            name="step",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathwayassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "role_code", "source", "source_id", "staff_id", "started_on", "state", "steps", "title", "unit_id", "version") VALUES (NEW."continues_id", NEW."ended_on", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."prepared_by_id", NEW."prepared_on", NEW."public_id", NEW."role_code", NEW."source", NEW."source_id", NEW."staff_id", NEW."started_on", NEW."state", NEW."steps", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="90bc1ea98fe62903d640c0f9c6ded351859227f4",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_78564",
                    table="learning_pathwayassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="pathwayassignment",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "role_code", "source", "source_id", "staff_id", "started_on", "state", "steps", "title", "unit_id", "version") VALUES (NEW."continues_id", NEW."ended_on", NEW."id", NEW."key", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."prepared_by_id", NEW."prepared_on", NEW."public_id", NEW."role_code", NEW."source", NEW."source_id", NEW."staff_id", NEW."started_on", NEW."state", NEW."steps", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;',
                    hash="a5140b09e8943f71922ffbfaae24e8b266423c85",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e7ff",
                    table="learning_pathwayassignment",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepprogress",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_key", "unit_id") VALUES (NEW."assignment_id", NEW."done_on", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."public_id", NEW."state", NEW."step_key", NEW."unit_id"); RETURN NULL;',
                    hash="c1e73c423b6e871bcb9d837e8cb714222cf115aa",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9fc42",
                    table="learning_stepprogress",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="stepprogress",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_key", "unit_id") VALUES (NEW."assignment_id", NEW."done_on", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."public_id", NEW."state", NEW."step_key", NEW."unit_id"); RETURN NULL;',
                    hash="ee17076446d8fa63d67aaa758521b229a8127f69",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a4e77",
                    table="learning_stepprogress",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="pathwayassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "active")),
                fields=("staff", "key"),
                name="pathway_active_once_a_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="pathwayassignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "prepared")),
                fields=("staff", "key", "source_id"),
                name="pathway_prepared_once_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepprogress",
            constraint=models.UniqueConstraint(
                fields=("assignment", "step_key"), name="progress_once_a_step"
            ),
        ),
        migrations.DeleteModel(
            name="PathwayStep",
        ),
        migrations.DeleteModel(
            name="Pathway",
        ),
    ]
