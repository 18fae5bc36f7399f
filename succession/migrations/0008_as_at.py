import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("succession", "0007_plan_sheets"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="incumbency",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "succession_incumbencyevent" ("assignment_id", "continues_id", "ends_on", "filled_by", "id", "kind", "nomination_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "post_id", "public_id", "starts_on", "unit_id") VALUES (OLD."assignment_id", OLD."continues_id", OLD."ends_on", OLD."filled_by", OLD."id", OLD."kind", OLD."nomination_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."post_id", OLD."public_id", OLD."starts_on", OLD."unit_id"); RETURN NULL;',
                    hash="d6d0236f322a99c636d44e5313563f8956f1e577",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_3d330",
                    table="succession_incumbency",
                    when="AFTER",
                ),
            ),
        ),
    ]
