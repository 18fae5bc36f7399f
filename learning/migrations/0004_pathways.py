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
        ("learning", "0003_history_by_statement"),
        ("orgs", "0019_pathway_keys"),
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "role_code", "source", "source_id", "staff_id", "started_on", "state", "steps", "title", "unit_id", "version") SELECT new_values."continues_id", new_values."ended_on", new_values."id", new_values."key", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."prepared_by_id", new_values."prepared_on", new_values."public_id", new_values."role_code", new_values."source", new_values."source_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."steps", new_values."title", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="bf945d6500b317eb230177a3c2db7a13a2fa1b8f",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_78564",
                    referencing="REFERENCING NEW TABLE AS new_values ",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_pathwayassignmentevent" ("continues_id", "ended_on", "id", "key", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "prepared_by_id", "prepared_on", "public_id", "role_code", "source", "source_id", "staff_id", "started_on", "state", "steps", "title", "unit_id", "version") SELECT new_values."continues_id", new_values."ended_on", new_values."id", new_values."key", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."prepared_by_id", new_values."prepared_on", new_values."public_id", new_values."role_code", new_values."source", new_values."source_id", new_values."staff_id", new_values."started_on", new_values."state", new_values."steps", new_values."title", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="60993a62fba53e58ba8effd5f9c086526e07e3d0",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4e7ff",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_key", "unit_id") SELECT new_values."assignment_id", new_values."done_on", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."state", new_values."step_key", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="51773ee1d6cd8d83001f8d623868125e91c1f654",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_9fc42",
                    referencing="REFERENCING NEW TABLE AS new_values ",
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
                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "learning_stepprogressevent" ("assignment_id", "done_on", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "state", "step_key", "unit_id") SELECT new_values."assignment_id", new_values."done_on", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."state", new_values."step_key", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                    hash="6e2b0b3430de7be54225c8e290205952f879c3b4",
                    level="STATEMENT",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_a4e77",
                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
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
