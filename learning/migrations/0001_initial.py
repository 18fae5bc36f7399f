import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import orgs.access.retrigger


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("orgs", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="Aspiration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="aspirations",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("growth", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("horizon", models.CharField(blank=True, db_collation="C", max_length=20)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=200)),
                ("pattern", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("notice_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("shared", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="learning.aspiration",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "staff"], name="learning_as_unit_id_9db448_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("staff",),
                        name="aspiration_one_open_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="aspiration_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AspirationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.aspiration",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("growth", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("horizon", models.CharField(blank=True, db_collation="C", max_length=20)),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("places", models.CharField(blank=True, max_length=200)),
                ("pattern", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("notice_weeks", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("shared", models.BooleanField(default=False)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.aspiration",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Conversation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversations",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "with_user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("grid", models.CharField(db_collation="C", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Being prepared"),
                            ("met", "Held, nothing agreed yet"),
                            ("proposed", "An outcome is proposed"),
                            ("agreed", "Agreed"),
                            ("closed", "Ended without an outcome"),
                        ],
                        db_collation="C",
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, db_collation="C", max_length=60)),
                ("plan", models.CharField(blank=True, max_length=1000)),
                ("person_yes_on", models.DateField(blank=True, null=True)),
                ("other_yes_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="learning.conversation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "with_user"], name="learning_co_unit_id_1cd822_idx"
                    ),
                    models.Index(fields=["staff"], name="learning_co_staff_i_997dd6_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["agreed", "closed"]), _negated=True),
                        fields=("staff", "with_user"),
                        name="conversation_one_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("state", "agreed"),
                                ("other_yes_on__isnull", False),
                                ("person_yes_on__isnull", False),
                            ),
                            models.Q(
                                ("state", "proposed"),
                                models.Q(
                                    models.Q(
                                        ("other_yes_on__isnull", True),
                                        ("person_yes_on__isnull", False),
                                    ),
                                    models.Q(
                                        ("other_yes_on__isnull", False),
                                        ("person_yes_on__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                            ),
                            models.Q(
                                models.Q(("state__in", ["agreed", "proposed"]), _negated=True),
                                ("other_yes_on__isnull", True),
                                ("outcome", ""),
                                ("person_yes_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="conversation_agreed_by_both",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["agreed", "proposed"]), _negated=True),
                            models.Q(
                                models.Q(("outcome", ""), _negated=True), ("met_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="conversation_met_before_it_is_agreed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.conversation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "with_user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("grid", models.CharField(db_collation="C", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("preparing", "Being prepared"),
                            ("met", "Held, nothing agreed yet"),
                            ("proposed", "An outcome is proposed"),
                            ("agreed", "Agreed"),
                            ("closed", "Ended without an outcome"),
                        ],
                        db_collation="C",
                        default="preparing",
                        max_length=10,
                    ),
                ),
                ("started_on", models.DateField()),
                ("met_on", models.DateField(blank=True, null=True)),
                ("outcome", models.CharField(blank=True, db_collation="C", max_length=60)),
                ("plan", models.CharField(blank=True, max_length=1000)),
                ("person_yes_on", models.DateField(blank=True, null=True)),
                ("other_yes_on", models.DateField(blank=True, null=True)),
                ("closed_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.conversation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Framework",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("source", models.CharField(max_length=300)),
                ("licence", models.CharField(max_length=160)),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="PathwayAssignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pathways",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "key",
                    models.CharField(db_collation="C", help_text="of the pathway", max_length=60),
                ),
                ("title", models.CharField(max_length=160)),
                ("role_code", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("steps", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared, not yet open to the person"),
                            ("active", "Under way"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_collation="C",
                        default="prepared",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("nomination", "Named as a successor"),
                            ("learning", "Learning and development"),
                            ("person", "The person's own choice"),
                        ],
                        db_collation="C",
                        default="nomination",
                        max_length=12,
                    ),
                ),
                ("source_id", models.UUIDField(blank=True, null=True)),
                ("prepared_on", models.DateField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                (
                    "ended_on",
                    models.DateField(blank=True, help_text="completed or withdrawn on", null=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="learning.pathwayassignment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state"], name="learning_pa_unit_id_825261_idx"),
                    models.Index(fields=["staff"], name="learning_pa_staff_i_1284fa_idx"),
                    models.Index(fields=["source_id"], name="learning_pa_source__79c628_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "prepared"), ("started_on__isnull", True)),
                            models.Q(
                                ("state__in", ["active", "completed"]),
                                ("started_on__isnull", False),
                            ),
                            ("state", "withdrawn"),
                            _connector="OR",
                        ),
                        name="pathway_starts_when_it_opens",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "active")),
                        fields=("staff", "key"),
                        name="pathway_active_once_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "prepared")),
                        fields=("staff", "key", "source_id"),
                        name="pathway_prepared_once_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on__isnull", True),
                            ("started_on__isnull", True),
                            ("ended_on__gte", models.F("started_on")),
                            _connector="OR",
                        ),
                        name="pathway_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PathwayAssignmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.pathwayassignment",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "key",
                    models.CharField(db_collation="C", help_text="of the pathway", max_length=60),
                ),
                ("title", models.CharField(max_length=160)),
                ("role_code", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("steps", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared, not yet open to the person"),
                            ("active", "Under way"),
                            ("completed", "Completed"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        db_collation="C",
                        default="prepared",
                        max_length=10,
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("nomination", "Named as a successor"),
                            ("learning", "Learning and development"),
                            ("person", "The person's own choice"),
                        ],
                        db_collation="C",
                        default="nomination",
                        max_length=12,
                    ),
                ),
                ("source_id", models.UUIDField(blank=True, null=True)),
                ("prepared_on", models.DateField()),
                (
                    "prepared_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("started_on", models.DateField(blank=True, null=True)),
                (
                    "ended_on",
                    models.DateField(blank=True, help_text="completed or withdrawn on", null=True),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.pathwayassignment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Preparation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="preparations",
                        to="learning.conversation",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("person", "The person"), ("other", "The other side")],
                        db_collation="C",
                        max_length=6,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("shared_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "conversation"], name="learning_pr_unit_id_fd8705_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("conversation", "side"), name="preparation_one_a_side"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PreparationEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.preparation",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.conversation",
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[("person", "The person"), ("other", "The other side")],
                        db_collation="C",
                        max_length=6,
                    ),
                ),
                ("answers", models.JSONField(default=dict)),
                ("shared_on", models.DateField(blank=True, null=True)),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleProfile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role_code", models.CharField(db_collation="C", max_length=20, unique=True)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
        ),
        migrations.CreateModel(
            name="RoleRoute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role_code", models.CharField(db_collation="C", max_length=20)),
                ("from_role", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("from_job", models.CharField(blank=True, max_length=120)),
                ("order", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("role_code", "from_role", "from_job"), name="route_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(models.Q(("from_role", ""), _negated=True), ("from_job", "")),
                            models.Q(("from_role", ""), models.Q(("from_job", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="route_from_a_role_or_a_job",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepProgress",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="progress",
                        to="learning.pathwayassignment",
                    ),
                ),
                ("step_key", models.CharField(db_collation="C", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                        ],
                        db_collation="C",
                        default="not_started",
                        max_length=12,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "assignment"], name="learning_st_unit_id_b4995d_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("assignment", "step_key"), name="progress_once_a_step"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_on__isnull", False), ("state", "done")),
                            models.Q(
                                models.Q(("state", "done"), _negated=True),
                                ("done_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="progress_done_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StepProgressEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.stepprogress",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.pathwayassignment",
                    ),
                ),
                ("step_key", models.CharField(db_collation="C", max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("not_started", "Not started"),
                            ("in_progress", "In progress"),
                            ("done", "Done"),
                        ],
                        db_collation="C",
                        default="not_started",
                        max_length=12,
                    ),
                ),
                ("done_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AgreedOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="learning.conversation",
                    ),
                ),
                ("grid", models.CharField(db_collation="C", max_length=60)),
                ("outcome", models.CharField(db_collation="C", max_length=60)),
                ("agreed_on", models.DateField()),
                ("review_on", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="learning.agreedoutcome",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "staff"], name="learning_ag_unit_id_74b8db_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("conversation",),
                        name="outcome_one_open_a_conversation",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("agreed_on")),
                            _connector="OR",
                        ),
                        name="outcome_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedOutcomeEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.agreedoutcome",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "conversation",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.conversation",
                    ),
                ),
                ("grid", models.CharField(db_collation="C", max_length=60)),
                ("outcome", models.CharField(db_collation="C", max_length=60)),
                ("agreed_on", models.DateField()),
                ("review_on", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.agreedoutcome",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Competency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "framework",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="competencies",
                        to="learning.framework",
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True)),
                ("title", models.CharField(max_length=160)),
                ("sort", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="CompetencyAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.competency",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Rarely or never"),
                            (2, "Occasionally"),
                            (3, "Frequently"),
                            (4, "Almost always"),
                        ]
                    ),
                ),
                ("assessed_on", models.DateField()),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="learning.competencyassessment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "staff"], name="learning_co_unit_id_bbd7ae_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="assessment_level",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CompetencyAssessmentEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="learning.competencyassessment",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False)),
                (
                    "unit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.competency",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Rarely or never"),
                            (2, "Occasionally"),
                            (3, "Frequently"),
                            (4, "Almost always"),
                        ]
                    ),
                ),
                ("assessed_on", models.DateField()),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="learning.competencyassessment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoleProfileItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="learning.roleprofile",
                    ),
                ),
                (
                    "competency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="learning.competency",
                    ),
                ),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (1, "Rarely or never"),
                            (2, "Occasionally"),
                            (3, "Frequently"),
                            (4, "Almost always"),
                        ]
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("profile", "competency"), name="profile_item_once_a_competency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__gte", 1), ("level__lte", 4)),
                        name="profile_item_level",
                    ),
                ],
            },
        ),
        orgs.access.retrigger.RemakeTriggers(
            triggers={
                "agreedoutcome": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
                "preparation": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
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
                    pgtrigger.compiler.Trigger(
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
                ],
            },
        ),
    ]
