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
            name="BulkChange",
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
                    "act",
                    models.CharField(
                        choices=[
                            ("review", "Readiness looked at again, unchanged"),
                            ("cover", "Set the emergency cover"),
                            ("risk", "Set the vacancy risk"),
                            ("pathway", "Prepare the suggested pathway"),
                            ("told", "Record that they were told"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("values", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("previewed", "Not saved yet"),
                            ("applied", "Saved"),
                            ("undone", "Undone"),
                        ],
                        db_collation="C",
                        default="previewed",
                        max_length=12,
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("undone_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "made_at"], name="succession__unit_id_5bfc0b_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "previewed"), ("applied_at__isnull", False), _connector="OR"
                        ),
                        name="bulk_applied_at_a_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSheet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("content", models.BinaryField(null=True)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not applied yet"),
                            ("applied", "Applied"),
                            ("discarded", "Discarded"),
                            ("expired", "Expired, not applied"),
                        ],
                        db_collation="C",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "layout",
                    models.CharField(
                        choices=[
                            ("plan", "Succession plan: a row for each post, or for each successor"),
                            ("team", "Team summary: a row for each person"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "-uploaded_at"], name="succession__unit_id_0b2eaf_idx"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["expires_at"],
                        name="plan_sheet_to_expire",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("content__isnull", False), ("state", "open")),
                            models.Q(
                                models.Q(("state", "open"), _negated=True),
                                ("content__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="plan_sheet_kept_while_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanSheetEvent",
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
                        to="succession.plansheet",
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
                ("name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Not applied yet"),
                            ("applied", "Applied"),
                            ("discarded", "Discarded"),
                            ("expired", "Expired, not applied"),
                        ],
                        db_collation="C",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("columns", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("uploaded_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
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
                    "layout",
                    models.CharField(
                        choices=[
                            ("plan", "Succession plan: a row for each post, or for each successor"),
                            ("team", "Team summary: a row for each person"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Post",
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
                        related_name="posts",
                        to="orgs.orgunit",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "role_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=4
                    ),
                ),
                ("voting", models.BooleanField(default=False)),
                ("statutory", models.BooleanField(default=False)),
                ("criticality", models.CharField(db_collation="C", default="CX", max_length=20)),
                ("term_starts_on", models.DateField(blank=True, null=True)),
                ("term_ends_on", models.DateField(blank=True, null=True)),
                ("terms", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "designations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="codes of designation",
                        size=None,
                    ),
                ),
                ("local_role", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("shared_with", models.CharField(blank=True, max_length=120)),
                ("closing_reason", models.CharField(blank=True, max_length=200)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="order on the plan"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.post",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "valid_from"], name="succession__unit_id_f25ddb_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="post_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role_codes", []), _negated=True),
                        name="post_has_a_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostEvent",
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
                        to="succession.post",
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
                ("title", models.CharField(max_length=120)),
                (
                    "role_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=4
                    ),
                ),
                ("voting", models.BooleanField(default=False)),
                ("statutory", models.BooleanField(default=False)),
                ("criticality", models.CharField(db_collation="C", default="CX", max_length=20)),
                ("term_starts_on", models.DateField(blank=True, null=True)),
                ("term_ends_on", models.DateField(blank=True, null=True)),
                ("terms", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "designations",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="codes of designation",
                        size=None,
                    ),
                ),
                ("local_role", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("shared_with", models.CharField(blank=True, max_length=120)),
                ("closing_reason", models.CharField(blank=True, max_length=200)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="order on the plan"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="succession.post",
                    ),
                ),
                (
                    "changed_by",
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
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RiskAssessment",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="risks",
                        to="succession.post",
                    ),
                ),
                ("vacancy_risk", models.CharField(db_collation="C", default="FR0", max_length=20)),
                ("impact", models.CharField(db_collation="C", default="IM0", max_length=20)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("stated_by_person", models.BooleanField(default=False)),
                ("stated_on", models.DateField(blank=True, null=True)),
                ("leaving_on", models.DateField(blank=True, null=True)),
                ("assessed_on", models.DateField()),
                (
                    "assessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.riskassessment",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "post"], name="succession__unit_id_cb31ba_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("post",),
                        name="risk_one_open_a_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="risk_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stated_by_person", True), ("stated_on__isnull", False)),
                            models.Q(("stated_by_person", False), ("stated_on__isnull", True)),
                            _connector="OR",
                        ),
                        name="risk_stated_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskAssessmentEvent",
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
                        to="succession.riskassessment",
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
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.post",
                    ),
                ),
                ("vacancy_risk", models.CharField(db_collation="C", default="FR0", max_length=20)),
                ("impact", models.CharField(db_collation="C", default="IM0", max_length=20)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("stated_by_person", models.BooleanField(default=False)),
                ("stated_on", models.DateField(blank=True, null=True)),
                ("leaving_on", models.DateField(blank=True, null=True)),
                ("assessed_on", models.DateField()),
                (
                    "assessor",
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
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="succession.riskassessment",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SkillMark",
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
                        related_name="skill_marks",
                        to="orgs.staffrecord",
                    ),
                ),
                ("skill", models.CharField(db_collation="C", max_length=60)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "None"), (1, "Some"), (2, "Strong")]
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.skillmark",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "staff"], name="succession__unit_id_05f0ba_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("staff", "skill"),
                        name="skill_one_open_a_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="skill_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("level__lte", 2)), name="skill_level"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SkillMarkEvent",
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
                        to="succession.skillmark",
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
                ("skill", models.CharField(db_collation="C", max_length=60)),
                (
                    "level",
                    models.PositiveSmallIntegerField(
                        choices=[(0, "None"), (1, "Some"), (2, "Strong")]
                    ),
                ),
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
                        to="succession.skillmark",
                    ),
                ),
                (
                    "marked_by",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessionPlan",
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
                        related_name="succession_plans",
                        to="orgs.orgunit",
                    ),
                ),
                ("cycle", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("signed_off", "Signed off"),
                            ("superseded", "Superseded"),
                        ],
                        db_collation="C",
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("submitted_on", models.DateField(blank=True, null=True)),
                (
                    "submitted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_off_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.successionplan",
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("unit", "cycle"),
                        name="plan_once_a_cycle",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessionPlanEvent",
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
                        to="succession.successionplan",
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
                ("cycle", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("signed_off", "Signed off"),
                            ("superseded", "Superseded"),
                        ],
                        db_collation="C",
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True)),
                ("submitted_on", models.DateField(blank=True, null=True)),
                (
                    "submitted_by",
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
                ("signed_off_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="succession.successionplan",
                    ),
                ),
                (
                    "changed_by",
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
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SuccessionReturn",
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
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.definition",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("complete", models.BooleanField()),
                ("signed_on", models.DateField()),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "signed_on"], name="succession__unit_id_93da02_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "definition", "number"), name="return_numbered_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuccessionReturnEvent",
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
                        to="succession.successionreturn",
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
                    "definition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.definition",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("content", models.JSONField()),
                ("sha256", models.CharField(db_collation="C", max_length=64)),
                ("complete", models.BooleanField()),
                ("signed_on", models.DateField()),
                (
                    "signed_by",
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
                ("signed_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CriticalityAssessment",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="criticalities",
                        to="succession.post",
                    ),
                ),
                ("scores", models.JSONField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("suggested", models.CharField(db_collation="C", max_length=20)),
                ("criticality", models.CharField(db_collation="C", max_length=20)),
                ("replaced", models.CharField(db_collation="C", default="CX", max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("criteria_version", models.CharField(blank=True, max_length=200)),
                ("assessed_on", models.DateField()),
                (
                    "assessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.criticalityassessment",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "post"], name="succession__unit_id_ac7048_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("post",),
                        name="criticality_one_open_a_post",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="criticality_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("criticality", models.F("suggested")),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="criticality_differs_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CriticalityAssessmentEvent",
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
                        to="succession.criticalityassessment",
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
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.post",
                    ),
                ),
                ("scores", models.JSONField()),
                ("percent", models.PositiveSmallIntegerField()),
                ("suggested", models.CharField(db_collation="C", max_length=20)),
                ("criticality", models.CharField(db_collation="C", max_length=20)),
                ("replaced", models.CharField(db_collation="C", default="CX", max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("criteria_version", models.CharField(blank=True, max_length=200)),
                ("assessed_on", models.DateField()),
                (
                    "assessor",
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
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="succession.criticalityassessment",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Nomination",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="succession.post",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orgs.sharedprofile",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("placed", "Placed in the role"),
                            ("declined_by_person", "Declined by the person"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        db_collation="C",
                        default="proposed",
                        max_length=20,
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("not_told", "Not told yet"),
                            ("told", "Told, no answer yet"),
                            ("agreed", "Told and agreed"),
                            ("declined", "Told and declined"),
                        ],
                        db_collation="C",
                        default="not_told",
                        max_length=10,
                    ),
                ),
                (
                    "lapsed_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Left"),
                            ("withdrawn", "Consent withdrawn"),
                            ("expired", "Consent ran out"),
                            ("closed", "Consent ended"),
                            ("parted", "The post went to another organisation"),
                        ],
                        db_collation="C",
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("cover", models.CharField(db_collation="C", default="NONE", max_length=20)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("told_readiness", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("told_review_by", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("withhold_reason", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("withhold_review_on", models.DateField(blank=True, null=True)),
                (
                    "withhold_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withhold_approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withhold_approved_on", models.DateField(blank=True, null=True)),
                ("withhold_refused_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.nomination",
                    ),
                ),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "post"], name="succession__unit_id_ce55b5_idx"),
                    models.Index(fields=["staff"], name="succession__staff_i_a9a94a_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("post", "staff"),
                        name="nomination_one_open_a_post_and_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("post", "profile"),
                        name="nomination_one_open_a_post_and_profile",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("profile__isnull", True), ("staff__isnull", False)),
                            models.Q(("profile__isnull", False), ("staff__isnull", True)),
                            models.Q(
                                ("profile__isnull", True),
                                ("staff__isnull", True),
                                ("valid_to__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_of_one_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withhold_by__isnull", True),
                            models.Q(
                                ("withhold_approver__isnull", False),
                                models.Q(
                                    ("withhold_approver", models.F("withhold_by")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="nomination_held_back_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="nomination_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("disclosure", "not_told"), ("told_on__isnull", False), _connector="OR"
                        ),
                        name="nomination_told_on_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NominationEvent",
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
                        to="succession.nomination",
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
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.post",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.sharedprofile",
                    ),
                ),
                ("rank", models.PositiveSmallIntegerField(default=1)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("proposed", "Proposed"),
                            ("agreed", "Agreed"),
                            ("placed", "Placed in the role"),
                            ("declined_by_person", "Declined by the person"),
                            ("withdrawn", "Withdrawn"),
                            ("lapsed", "Lapsed"),
                        ],
                        db_collation="C",
                        default="proposed",
                        max_length=20,
                    ),
                ),
                (
                    "disclosure",
                    models.CharField(
                        choices=[
                            ("not_told", "Not told yet"),
                            ("told", "Told, no answer yet"),
                            ("agreed", "Told and agreed"),
                            ("declined", "Told and declined"),
                        ],
                        db_collation="C",
                        default="not_told",
                        max_length=10,
                    ),
                ),
                (
                    "lapsed_by",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("left", "Left"),
                            ("withdrawn", "Consent withdrawn"),
                            ("expired", "Consent ran out"),
                            ("closed", "Consent ended"),
                            ("parted", "The post went to another organisation"),
                        ],
                        db_collation="C",
                        db_default="",
                        default="",
                        max_length=10,
                    ),
                ),
                ("cover", models.CharField(db_collation="C", default="NONE", max_length=20)),
                ("told_on", models.DateField(blank=True, null=True)),
                ("told_readiness", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("told_review_by", models.DateField(blank=True, null=True)),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("withhold_reason", models.CharField(blank=True, db_collation="C", max_length=20)),
                ("withhold_review_on", models.DateField(blank=True, null=True)),
                (
                    "withhold_by",
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
                (
                    "withhold_approver",
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
                ("withhold_approved_on", models.DateField(blank=True, null=True)),
                ("withhold_refused_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="succession.nomination",
                    ),
                ),
                (
                    "named_by",
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
                (
                    "changed_by",
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
                ("changed_at", models.DateTimeField(auto_now=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PlanCopy",
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
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="succession.successionplan",
                    ),
                ),
                (
                    "number",
                    models.PositiveSmallIntegerField(help_text="version of the plan, from 1"),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "staff_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                ("made_on", models.DateField()),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "number"), name="copy_number_once_a_plan"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessJudgement",
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
                    "nomination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="judgements",
                        to="succession.nomination",
                    ),
                ),
                ("readiness", models.CharField(db_collation="C", max_length=20)),
                ("evidence", models.TextField(blank=True)),
                (
                    "assessor",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("judged_on", models.DateField()),
                ("review_by", models.DateField(blank=True, null=True)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.readinessjudgement",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "nomination"], name="succession__unit_id_057d1a_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("nomination",),
                        name="judgement_one_open_a_nomination",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="judgement_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadinessJudgementEvent",
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
                        to="succession.readinessjudgement",
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
                    "nomination",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.nomination",
                    ),
                ),
                ("readiness", models.CharField(db_collation="C", max_length=20)),
                ("evidence", models.TextField(blank=True)),
                (
                    "assessor",
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
                ("judged_on", models.DateField()),
                ("review_by", models.DateField(blank=True, null=True)),
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
                        to="succession.readinessjudgement",
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Signature",
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
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="succession.plancopy",
                    ),
                ),
                ("role", models.CharField(db_collation="C", max_length=20)),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="succession.post",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("signed", "Signed"),
                            ("recorded", "Recorded from the minutes"),
                            ("sent_back", "Sent back"),
                            ("dropped", "No longer asked for"),
                        ],
                        db_collation="C",
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("committee", models.CharField(blank=True, max_length=120)),
                ("minuted_on", models.DateField(blank=True, null=True)),
                ("minute", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["staff", "state"], name="succession__staff_i_eb1241_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("copy", "role"), name="signature_once_a_copy_and_role"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["waiting", "dropped"]),
                            ("answered_on__isnull", False),
                            _connector="OR",
                        ),
                        name="signature_answered_on_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "recorded"), _negated=True),
                            models.Q(
                                models.Q(("committee", ""), _negated=True),
                                ("minuted_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="signature_recorded_from_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignatureEvent",
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
                        to="succession.signature",
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
                    "copy",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.plancopy",
                    ),
                ),
                ("role", models.CharField(db_collation="C", max_length=20)),
                (
                    "post",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.post",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("signed", "Signed"),
                            ("recorded", "Recorded from the minutes"),
                            ("sent_back", "Sent back"),
                            ("dropped", "No longer asked for"),
                        ],
                        db_collation="C",
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("answered_on", models.DateField(blank=True, null=True)),
                (
                    "answered_by",
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
                ("note", models.CharField(blank=True, max_length=500)),
                ("committee", models.CharField(blank=True, max_length=120)),
                ("minuted_on", models.DateField(blank=True, null=True)),
                ("minute", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BoardPack",
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
                    "copy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="succession.plancopy",
                    ),
                ),
                (
                    "title",
                    models.CharField(
                        help_text="cycle and version, for its readers' list", max_length=80
                    ),
                ),
                ("stamp", models.JSONField()),
                (
                    "staff_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        help_text="whom it names, for the read log",
                        size=None,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be made"),
                            ("done", "Ready"),
                            ("failed", "Could not be made"),
                        ],
                        db_collation="C",
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("pdf", models.BinaryField(null=True)),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveSmallIntegerField(null=True)),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["asked_at"],
                        name="pack_unfinished",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("pdf__isnull", False),
                            _connector="OR",
                        ),
                        name="pack_done_has_pdf",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardPaper",
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
                    "copy",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="paper",
                        to="succession.plancopy",
                    ),
                ),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                (
                    "staff_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BulkLine",
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
                    "bulk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="succession.bulkchange",
                    ),
                ),
                (
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="succession.post",
                    ),
                ),
                (
                    "nomination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="succession.nomination",
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("lasting", models.BooleanField(default=False)),
                ("version_after", models.PositiveIntegerField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Incumbency",
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
                    "post",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incumbencies",
                        to="succession.post",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incumbencies",
                        to="orgs.assignment",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", default="substantive", max_length=20)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="the first day without it", null=True),
                ),
                ("filled_by", models.CharField(blank=True, db_collation="C", max_length=20)),
                (
                    "nomination",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placements",
                        to="succession.nomination",
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="succession.incumbency",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "post"], name="succession__unit_id_41e826_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gte", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="incumbency_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IncumbencyEvent",
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
                        to="succession.incumbency",
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
                    "post",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.post",
                    ),
                ),
                (
                    "assignment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.assignment",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", default="substantive", max_length=20)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="the first day without it", null=True),
                ),
                ("filled_by", models.CharField(blank=True, db_collation="C", max_length=20)),
                (
                    "nomination",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.nomination",
                    ),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.incumbency",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PackReader",
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
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readers",
                        to="succession.boardpack",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("packs", "Board or committee reader"), ("own", "Signs the plan")],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("expires_on", models.DateField()),
                ("named_at", models.DateTimeField()),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("removed_at", None)),
                        fields=("pack", "user"),
                        name="reader_once_a_pack",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PackReaderEvent",
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
                        to="succession.packreader",
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
                    "pack",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="succession.boardpack",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "via",
                    models.CharField(
                        choices=[("packs", "Board or committee reader"), ("own", "Signs the plan")],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("expires_on", models.DateField()),
                ("named_at", models.DateTimeField()),
                (
                    "named_by",
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
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                ("opened_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        orgs.access.retrigger.RemakeTriggers(
            triggers={
                "boardpaper": [
                    pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="9cefe8c15cfa3484390d85503956781f39d43a27",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_edf95",
                            table="succession_boardpaper",
                            when="BEFORE",
                        ),
                    )
                ],
                "criticalityassessment": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="as_named",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."via" IS DISTINCT FROM (NEW."via") OR OLD."expires_on" IS DISTINCT FROM (NEW."expires_on") OR OLD."named_at" IS DISTINCT FROM (NEW."named_at") OR OLD."named_by_id" IS DISTINCT FROM (NEW."named_by_id"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="8f358329c037233e00a268f5a87b23d023f8c15a",
                            operation="UPDATE",
                            pgid="pgtrigger_as_named_d213a",
                            table="succession_packreader",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                "plancopy": [
                    pgtrigger.compiler.Trigger(
                        name="frozen",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="56f19e18fa3fa2b3bba059ceed676052caceb735",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_frozen_cddc2",
                            table="succession_plancopy",
                            when="BEFORE",
                        ),
                    )
                ],
                "plansheet": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
            },
        ),
    ]
