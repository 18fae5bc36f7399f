import datetime
import uuid

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.expressions
import mptt.fields
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import orgs.access.retrigger


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("pghistory", "0007_auto_20250421_0444"),
    ]

    operations = [
        migrations.CreateModel(
            name="ActionRecord",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=40, primary_key=True, serialize=False
                    ),
                ),
                ("family", models.CharField(db_collation="C", max_length=20)),
                ("reach", models.CharField(db_collation="C", max_length=10)),
                ("support", models.BooleanField(default=False)),
            ],
            options={
                "db_table": "orgs_action",
            },
        ),
        migrations.CreateModel(
            name="BoundaryVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField(unique=True)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("changes", models.JSONField(default=list)),
                ("release", models.CharField(max_length=40)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="boundary_from_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrgUnitType",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(db_collation="C", max_length=20, unique=True)),
                ("label", models.CharField(max_length=60)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("tree", "In the tree"),
                            ("inside", "Inside an employer"),
                            ("overlay", "Across the tree"),
                        ],
                        max_length=10,
                    ),
                ),
                (
                    "under",
                    models.JSONField(default=list, help_text="codes of the types it may sit under"),
                ),
                (
                    "employs",
                    models.BooleanField(
                        default=False, help_text="a unit of this type usually employs"
                    ),
                ),
                ("sort", models.PositiveSmallIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="RoleRecord",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=30, primary_key=True, serialize=False
                    ),
                ),
                ("label", models.CharField(max_length=80)),
                ("granted_by", models.JSONField(default=list)),
                ("actions", models.JSONField(default=list)),
                ("second_needed", models.BooleanField(default=False)),
                ("totals_only", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="SystemPrincipal",
            fields=[
                (
                    "code",
                    models.CharField(
                        db_collation="C", max_length=40, primary_key=True, serialize=False
                    ),
                ),
                ("families", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                (
                    "last_login",
                    models.DateTimeField(blank=True, null=True, verbose_name="last login"),
                ),
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("subject", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("login", models.CharField(db_collation="C", max_length=150, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="accounts",
                        to="orgs.person",
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MoveCode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="move_code",
                        to="orgs.person",
                    ),
                ),
                ("digest", models.CharField(db_collation="C", max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OrgUnit",
            fields=[
                ("id", models.AutoField(primary_key=True, serialize=False)),
                ("code", models.CharField(db_collation="C", max_length=10, unique=True)),
                ("name", models.CharField(max_length=200)),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunittype",
                    ),
                ),
                (
                    "parent",
                    mptt.fields.TreeForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "employer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inside",
                        to="orgs.orgunit",
                    ),
                ),
                ("is_employer", models.BooleanField(default=False)),
                ("open", models.BooleanField(default=True)),
                ("lft", models.PositiveIntegerField(editable=False)),
                ("rght", models.PositiveIntegerField(editable=False)),
                ("tree_id", models.PositiveIntegerField(db_index=True, editable=False)),
                ("level", models.PositiveIntegerField(editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", ""), _negated=True), name="orgunit_code_given"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrphanedEmployer",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to", None)),
                        fields=("unit",),
                        name="orphaned_once_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("to", models.EmailField(max_length=254)),
                ("template", models.CharField(max_length=60)),
                (
                    "context",
                    models.JSONField(default=dict, help_text="link and organisation name only"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("sent_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Overlay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overlay",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "kept_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="keeps",
                        to="orgs.orgunit",
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=300)),
                ("successor_code", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("successor_name", models.CharField(blank=True, max_length=200)),
                ("successor_on", models.DateField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("successor_code", ""), ("successor_on__isnull", True)),
                            models.Q(
                                models.Q(("successor_code", ""), _negated=True),
                                ("successor_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="overlay_successor_has_its_day",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlayInvite",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "overlay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invites",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="invited_to",
                        to="orgs.orgunit",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "Not answered yet"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        db_collation="C",
                        default="open",
                        max_length=10,
                    ),
                ),
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answer", "open")),
                        fields=("overlay", "unit"),
                        name="invite_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="invite_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlayInviteEvent",
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
                        to="orgs.overlayinvite",
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
                    "overlay",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "invited_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("invited_at", models.DateTimeField()),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("open", "Not answered yet"),
                            ("agreed", "Agreed"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        db_collation="C",
                        default="open",
                        max_length=10,
                    ),
                ),
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OverlayMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "overlay",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="overlays",
                        to="orgs.orgunit",
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("overlay_id"),
                                    models.F("overlay_id"),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            (
                                models.Func(
                                    models.F("unit_id"),
                                    models.F("unit_id"),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            ("valid", "&&"),
                        ],
                        name="membership_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReadEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
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
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.CharField(max_length=80)),
                ("page", models.CharField(max_length=60)),
                ("purpose", models.CharField(max_length=60)),
                (
                    "staff_ids",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), size=None
                    ),
                ),
                (
                    "profiles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(), default=list, size=None
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "-at"], name="orgs_readev_unit_id_dfbe93_idx"),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["profiles"], name="read_profiles"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestructurePlan",
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
                        related_name="restructures",
                        to="orgs.orgunit",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("effective_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("rehearsed", "Rehearsed"),
                            ("approved", "Approved"),
                            ("applied", "Applied"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_collation="C",
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("operations", models.JSONField(default=list)),
                ("decisions", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("recorded_late", models.BooleanField(default=False)),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="orgs.restructureplan",
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "first_approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "second_approver",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("first_approved_at", models.DateTimeField(blank=True, null=True)),
                ("second_approved_at", models.DateTimeField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "-effective_on"], name="orgs_restru_unit_id_e52530_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("second_approver__isnull", True),
                            models.Q(
                                ("first_approver__isnull", False),
                                models.Q(
                                    ("first_approver", models.F("second_approver")), _negated=True
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="restructure_two_approvers",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["approved", "applied"]), _negated=True),
                            ("second_approver__isnull", False),
                            _connector="OR",
                        ),
                        name="restructure_approved_by_two",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "applied"), ("applied_at__isnull", True), _connector="OR"
                        ),
                        name="restructure_applied_has_its_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RestructurePlanEvent",
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
                        to="orgs.restructureplan",
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
                ("title", models.CharField(max_length=200)),
                ("effective_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("rehearsed", "Rehearsed"),
                            ("approved", "Approved"),
                            ("applied", "Applied"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_collation="C",
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("operations", models.JSONField(default=list)),
                ("decisions", models.JSONField(default=dict)),
                ("report", models.JSONField(default=dict)),
                ("recorded_late", models.BooleanField(default=False)),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
                (
                    "drafted_by",
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
                    "first_approver",
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
                    "second_approver",
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
                ("first_approved_at", models.DateTimeField(blank=True, null=True)),
                ("second_approved_at", models.DateTimeField(blank=True, null=True)),
                ("applied_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharingCall",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("pool", "Talent pool"),
                            ("vacancy", "Vacancy or interim need"),
                            ("nomination", "Succession plan"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("about", models.UUIDField(help_text="public id of the pool, vacancy or post")),
                ("title", models.CharField(max_length=120)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "asks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "programme",
                    models.CharField(blank=True, help_text="key of a pathway", max_length=60),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.person",
                    ),
                ),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField(blank=True, null=True)),
                ("keep_days", models.PositiveSmallIntegerField(default=365)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "purpose"], name="orgs_sharin_unit_id_58f92d_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("about", "person"), name="call_once_a_person", nulls_distinct=False
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__isnull", True),
                            ("closes_on__gte", models.F("opens_on")),
                            _connector="OR",
                        ),
                        name="call_closes_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharingReceipt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("profile", models.UUIDField(unique=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.person",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("pool", "Talent pool"),
                            ("vacancy", "Vacancy or interim need"),
                            ("nomination", "Succession plan"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("consent_version", models.CharField(max_length=20)),
                ("agreed_on", models.DateField()),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "ended",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("withdrawn", "You withdrew it"),
                            ("expired", "It ran out"),
                            ("closed", "The organisation ended it"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["person"], name="orgs_sharin_person__002ffb_idx")],
            },
        ),
        migrations.CreateModel(
            name="StaffList",
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
                        related_name="staff_lists",
                        to="orgs.orgunit",
                    ),
                ),
                ("same", models.JSONField(default=dict)),
                ("complete", models.BooleanField(default=False)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "-uploaded_at"], name="orgs_staffl_unit_id_951750_idx"
                    ),
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["expires_at"],
                        name="staff_list_to_expire",
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
                        name="staff_list_kept_while_open",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffListEvent",
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
                        to="orgs.stafflist",
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
                ("same", models.JSONField(default=dict)),
                ("complete", models.BooleanField(default=False)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StaffRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="orgs.person",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="staff",
                        to="orgs.orgunit",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("sort_name", models.CharField(db_collation="C", max_length=150)),
                ("work_email", models.EmailField(blank=True, max_length=254)),
                ("employee_number", models.CharField(blank=True, db_collation="C", max_length=40)),
                (
                    "manager",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="managed",
                        to="orgs.staffrecord",
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "sort_name"], name="orgs_staffr_unit_id_bf561a_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "unit"), name="record_once_an_employer"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("employee_number", ""), _negated=True),
                        fields=("unit", "employee_number"),
                        name="record_number_once_an_employer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("manager__isnull", True),
                            models.Q(("manager", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="record_not_its_own_manager",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gt", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="record_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StaffRecordEvent",
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
                        to="orgs.staffrecord",
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.person",
                    ),
                ),
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
                ("name", models.CharField(max_length=150)),
                ("sort_name", models.CharField(db_collation="C", max_length=150)),
                ("work_email", models.EmailField(blank=True, max_length=254)),
                ("employee_number", models.CharField(blank=True, db_collation="C", max_length=40)),
                (
                    "manager",
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
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SupportAccess",
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
                    "desk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("look", "Look, to help with a fault"),
                            ("recover", "Appoint an access administrator where there is none"),
                        ],
                        db_collation="C",
                        max_length=7,
                    ),
                ),
                ("ticket", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["requested_by", "unit"], name="orgs_suppor_request_a97181_idx"
                    ),
                    models.Index(
                        fields=["unit", "-requested_at"], name="orgs_suppor_unit_id_587e3a_idx"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("approved_by__isnull", True),
                            models.Q(("approved_by", models.F("requested_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="support_approved_by_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("approved_at", None), ("approved_by", None), ("valid_until", None)
                            ),
                            models.Q(
                                ("approved_at__isnull", False),
                                ("approved_by__isnull", False),
                                (
                                    "valid_until__lte",
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("approved_at"),
                                        "+",
                                        models.Value(datetime.timedelta(seconds=3600)),
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="support_lasts_an_hour_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 60)),
                        name="support_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SupportAccessEvent",
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
                        to="orgs.supportaccess",
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
                    "desk",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("look", "Look, to help with a fault"),
                            ("recover", "Appoint an access administrator where there is none"),
                        ],
                        db_collation="C",
                        max_length=7,
                    ),
                ),
                ("ticket", models.CharField(max_length=40)),
                ("reason", models.CharField(max_length=300)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "requested_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("requested_at", models.DateTimeField()),
                (
                    "approved_by",
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
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("valid_until", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AccessReview",
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
                ("quarter", models.CharField(db_collation="C", max_length=7)),
                ("opened_on", models.DateField()),
                ("due_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "quarter"), name="review_once_a_quarter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gt", models.F("opened_on"))),
                        name="review_due_after_it_opens",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReviewEvent",
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
                        to="orgs.accessreview",
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
                ("quarter", models.CharField(db_collation="C", max_length=7)),
                ("opened_on", models.DateField()),
                ("due_on", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Assignment",
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
                        related_name="assignments",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_staff",
                        to="orgs.orgunit",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("band", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("staff_group", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="the first day without it", null=True),
                ),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="orgs.assignment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "staff"], name="orgs_assign_unit_id_0c1f17_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on__isnull", True),
                            ("ends_on__gt", models.F("starts_on")),
                            _connector="OR",
                        ),
                        name="assignment_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AssignmentEvent",
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
                        to="orgs.assignment",
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
                    "division",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("band", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("staff_group", models.CharField(blank=True, db_collation="C", max_length=10)),
                ("starts_on", models.DateField()),
                (
                    "ends_on",
                    models.DateField(blank=True, help_text="the first day without it", null=True),
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
                        to="orgs.assignment",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("at", models.DateTimeField()),
                (
                    "actor",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("principal", models.CharField(blank=True, max_length=40)),
                ("action", models.CharField(max_length=60)),
                ("object_type", models.CharField(blank=True, max_length=60)),
                ("object_id", models.CharField(blank=True, max_length=40)),
                ("detail", models.JSONField(default=dict)),
                ("seq", models.BigIntegerField(null=True)),
                ("previous", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "-at"], name="orgs_audite_unit_id_504bc8_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "seq"), name="audit_seq_once_a_unit"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("actor__isnull", False),
                            models.Q(("principal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="audit_has_an_actor",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedOver",
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
                ("subject", models.CharField(db_collation="C", max_length=30)),
                ("row", models.UUIDField()),
                (
                    "origin",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("on", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "subject"], name="orgs_carrie_unit_id_4fcee7_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subject", "row"), name="carried_over_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CarriedOverEvent",
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
                        to="orgs.carriedover",
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
                ("subject", models.CharField(db_collation="C", max_length=30)),
                ("row", models.UUIDField()),
                (
                    "origin",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("on", models.DateField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Code",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("list", models.CharField(db_collation="C", max_length=40)),
                ("code", models.CharField(db_collation="C", max_length=20)),
                ("label", models.CharField(max_length=160)),
                ("description", models.TextField(blank=True)),
                ("sort", models.PositiveSmallIntegerField(default=0)),
                ("low", models.IntegerField(blank=True, null=True)),
                ("high", models.IntegerField(blank=True, null=True)),
                ("attributes", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="codes",
                        to="orgs.orgunit",
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "code", "owner"),
                        name="code_once_a_list",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
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
                        related_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "plan"), name="consultation_once_a_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gte", models.F("starts_on"))),
                        name="consultation_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConsultationEvent",
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
                        to="orgs.consultation",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequest",
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
                        related_name="corrections",
                        to="orgs.staffrecord",
                    ),
                ),
                ("about", models.CharField(db_collation="C", max_length=20)),
                ("words", models.CharField(max_length=500)),
                ("asked_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "Corrected"), ("kept", "Left as it is")],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
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
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="orgs.correctionrequest",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "answered_on"], name="orgs_correc_unit_id_8cbe27_idx"
                    ),
                    models.Index(fields=["staff"], name="orgs_correc_staff_i_66581d_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""), ("answered_on__isnull", True), ("outcome", "")
                            ),
                            models.Q(
                                ("answered_on__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="correction_answered_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionRequestEvent",
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
                        to="orgs.correctionrequest",
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
                ("about", models.CharField(db_collation="C", max_length=20)),
                ("words", models.CharField(max_length=500)),
                ("asked_on", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("corrected", "Corrected"), ("kept", "Left as it is")],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("answer", models.CharField(blank=True, max_length=500)),
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
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.correctionrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Definition",
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
                        related_name="definitions",
                        to="orgs.orgunit",
                    ),
                ),
                ("kind", models.CharField(db_collation="C", max_length=40)),
                ("key", models.CharField(db_collation="C", max_length=60)),
                ("title", models.CharField(max_length=120)),
                (
                    "carried",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["kind", "unit"], name="orgs_defini_kind_1008c9_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "key"), name="definition_once_a_unit"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DefinitionEvent",
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
                        to="orgs.definition",
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
                ("kind", models.CharField(db_collation="C", max_length=40)),
                ("key", models.CharField(db_collation="C", max_length=60)),
                ("title", models.CharField(max_length=120)),
                (
                    "carried",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        blank=True,
                        db_default=[],
                        default=list,
                        size=None,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="DefinitionVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="orgs.definition",
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
                ("number", models.PositiveIntegerField()),
                ("fields", models.JSONField()),
                ("valid_from", models.DateField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
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
                        fields=("definition", "number"), name="definition_version_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="definition_version_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DefinitionVersionEvent",
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
                        to="orgs.definitionversion",
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
                    "definition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.definition",
                    ),
                ),
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
                ("number", models.PositiveIntegerField()),
                ("fields", models.JSONField()),
                ("valid_from", models.DateField()),
                ("published_at", models.DateTimeField()),
                (
                    "published_by",
                    models.ForeignKey(
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
            name="DigestSetting",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "often",
                    models.CharField(
                        choices=[
                            ("daily", "Every working day"),
                            ("weekly", "Once a week, on Monday"),
                            ("never", "Never"),
                        ],
                        db_collation="C",
                        default="weekly",
                        max_length=6,
                    ),
                ),
                ("hour", models.PositiveSmallIntegerField(default=8)),
                ("sent_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("often", "never"), _negated=True),
                        fields=["hour", "sent_on"],
                        name="digest_that_comes_due",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "unit"), name="digest_once_an_account_and_unit"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("hour__gte", 7), ("hour__lte", 18)),
                        name="digest_in_the_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateChoice",
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
                ("kind", models.CharField(db_collation="C", max_length=30)),
                ("first", models.UUIDField()),
                ("second", models.UUIDField()),
                ("answer", models.CharField(db_collation="C", max_length=20)),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "kind", "first", "second"), name="duplicate_decided_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DuplicateChoiceEvent",
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
                        to="orgs.duplicatechoice",
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
                ("kind", models.CharField(db_collation="C", max_length=30)),
                ("first", models.UUIDField()),
                ("second", models.UUIDField()),
                ("answer", models.CharField(db_collation="C", max_length=20)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.CharField(db_collation="C", max_length=30)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants",
                        to="orgs.orgunit",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "granted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants_given",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants_confirmed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "extended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grants_extended",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("extension", models.CharField(blank=True, db_default="", max_length=300)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["user"], name="orgs_grant_user_id_f4f438_idx"),
                    models.Index(fields=["unit", "role"], name="orgs_grant_unit_id_617494_idx"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="grant_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("confirmed_by__isnull", True),
                            ("granted_by__isnull", True),
                            models.Q(("confirmed_by", models.F("granted_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="grant_confirmed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GrantEvent",
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
                        to="orgs.grant",
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
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("role", models.CharField(db_collation="C", max_length=30)),
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "granted_by",
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
                    "confirmed_by",
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
                ("reason", models.CharField(max_length=300)),
                (
                    "extended_by",
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
                ("extension", models.CharField(blank=True, db_default="", max_length=300)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="GrantUse",
            fields=[
                (
                    "grant",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="use",
                        serialize=False,
                        to="orgs.grant",
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
                ("noted_since", models.DateField()),
                ("last_on", models.DateField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="HandoverList",
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
                        related_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("on", models.DateField()),
                (
                    "successors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None
                    ),
                ),
                ("closed", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "plan"), name="handover_list_once_a_change"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("confirmed_at__isnull", True), ("confirmed_by__isnull", True)
                            ),
                            models.Q(
                                ("confirmed_at__isnull", False), ("confirmed_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="handover_list_confirmed_by_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverListEvent",
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
                        to="orgs.handoverlist",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("on", models.DateField()),
                (
                    "successors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10), size=None
                    ),
                ),
                (
                    "names",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200), size=None
                    ),
                ),
                ("closed", models.BooleanField(default=False)),
                ("confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "confirmed_by",
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
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KeepingHold",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("subject_access", "Somebody has asked to see their record"),
                            ("complaint", "A grievance, complaint or tribunal claim"),
                            ("investigation", "An investigation or inquiry"),
                            ("legal", "Another legal reason"),
                        ],
                        db_collation="C",
                        max_length=20,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="the employer's own; no names", max_length=60
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("set_at", models.DateTimeField()),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "valid_to"], name="orgs_keepin_unit_id_b98c46_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("valid_to__gte", models.F("valid_from"))),
                        name="hold_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeepingHoldEvent",
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
                        to="orgs.keepinghold",
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
                    "reason",
                    models.CharField(
                        choices=[
                            ("subject_access", "Somebody has asked to see their record"),
                            ("complaint", "A grievance, complaint or tribunal claim"),
                            ("investigation", "An investigation or inquiry"),
                            ("legal", "Another legal reason"),
                        ],
                        db_collation="C",
                        max_length=20,
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="the employer's own; no names", max_length=60
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField()),
                (
                    "set_by",
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
                ("set_at", models.DateTimeField()),
                (
                    "lifted_by",
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
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KeepingHorizon",
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
                ("klass", models.CharField(db_collation="C", max_length=20)),
                ("horizon", models.DateField()),
                ("removed", models.BigIntegerField(default=0)),
                ("applied_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "klass"), name="horizon_once_a_class")
                ],
            },
        ),
        migrations.CreateModel(
            name="OdsCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("checked_at", models.DateTimeField()),
                ("checked_on", models.DateField()),
                ("sources", models.JSONField(default=list)),
                ("faults", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="OdsProposal",
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
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("plan", models.JSONField()),
                ("answers", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "To be looked at"),
                            ("drawn_up", "Drawn up as a change"),
                            ("dismissed", "Dismissed"),
                            ("overtaken", "Overtaken by a later comparison"),
                        ],
                        db_collation="C",
                        default="new",
                        max_length=10,
                    ),
                ),
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "change",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "-made_at"], name="orgs_odspro_unit_id_894b26_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "new")),
                        fields=("unit",),
                        name="proposal_one_new_at_a_unit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", True), ("state", "new")),
                            models.Q(
                                models.Q(("state", "new"), _negated=True),
                                ("ended_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_ends_when_it_is_not_new",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("change__isnull", False), ("state", "drawn_up")),
                            models.Q(
                                models.Q(("state", "drawn_up"), _negated=True),
                                ("change__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_drawn_up_has_its_change",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OdsProposalEvent",
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
                        to="orgs.odsproposal",
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
                ("digest", models.CharField(db_collation="C", max_length=64)),
                ("plan", models.JSONField()),
                ("answers", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "To be looked at"),
                            ("drawn_up", "Drawn up as a change"),
                            ("dismissed", "Dismissed"),
                            ("overtaken", "Overtaken by a later comparison"),
                        ],
                        db_collation="C",
                        default="new",
                        max_length=10,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "made_by",
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
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "ended_by",
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
                    "change",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="OrgLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successors",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="predecessors",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "relation",
                    models.CharField(
                        choices=[
                            ("merged_into", "Merged into"),
                            ("split_to", "Split to"),
                            ("replaced_by", "Replaced by"),
                        ],
                        max_length=20,
                    ),
                ),
                ("effective_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("predecessor", "successor", "effective_on"), name="link_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OrgPlacement",
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
                        related_name="placements",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="placed_below",
                        to="orgs.orgunit",
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                (
                    "type",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="orgs.orgunittype"
                    ),
                ),
                ("valid", django.contrib.postgres.fields.ranges.DateRangeField()),
                ("source", models.CharField(blank=True, max_length=200)),
                (
                    "ended_by",
                    models.CharField(blank=True, db_default="", default="", max_length=200),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                models.Func(
                                    models.F("unit_id"),
                                    models.F("unit_id"),
                                    models.Value("[]"),
                                    function="int4range",
                                ),
                                "&&",
                            ),
                            ("valid", "&&"),
                        ],
                        name="placement_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid__isempty", False)),
                        name="placement_period_not_empty",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit", models.F("parent")), _negated=True),
                        name="placement_not_its_own_parent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlayChoice",
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
                        related_name="chosen",
                        to="orgs.definition",
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("unit", "definition"),
                        name="overlay_choice_open_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="overlay_choice_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OverlayChoiceEvent",
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
                        to="orgs.overlaychoice",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "chosen_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RecordLink",
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
                        related_name="links",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.person",
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("staff",),
                        name="record_linked_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RecordLinkEvent",
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
                        to="orgs.recordlink",
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
                    "before",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.person",
                    ),
                ),
                (
                    "account",
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
                ("linked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestructureNotice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="orgs.restructureplan",
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
                ("title", models.CharField(max_length=200)),
                ("effective_on", models.DateField()),
                ("summary", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("applied", "Recorded"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_collation="C",
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "-sent_at"], name="orgs_restru_unit_id_3d1aef_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "unit"), name="notice_once_a_unit")
                ],
            },
        ),
        migrations.CreateModel(
            name="RestructureNoticeEvent",
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
                        to="orgs.restructurenotice",
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
                    "plan",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructureplan",
                    ),
                ),
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
                ("title", models.CharField(max_length=200)),
                ("effective_on", models.DateField()),
                ("summary", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Planned"),
                            ("applied", "Recorded"),
                            ("cancelled", "Cancelled"),
                        ],
                        db_collation="C",
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("sent_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SharedProfile",
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
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.person",
                    ),
                ),
                (
                    "home",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "call",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="profiles",
                        to="orgs.sharingcall",
                    ),
                ),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("pool", "Talent pool"),
                            ("vacancy", "Vacancy or interim need"),
                            ("nomination", "Succession plan"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("about", models.UUIDField()),
                (
                    "asks",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                ("fields", models.JSONField()),
                ("consent_version", models.CharField(max_length=20)),
                ("agreed_on", models.DateField()),
                ("renewed_on", models.DateField()),
                ("expires_on", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "about"], name="orgs_shared_unit_id_9b3c7b_idx"),
                    models.Index(fields=["person"], name="orgs_shared_person__400671_idx"),
                    models.Index(fields=["expires_on"], name="orgs_shared_expires_dd1f6f_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("call", "person"), name="profile_once_a_call"),
                    models.UniqueConstraint(
                        condition=models.Q(("purpose", "nomination")),
                        fields=("unit", "person"),
                        name="profile_named_once_an_employer",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("expires_on__gt", models.F("agreed_on")),
                            ("renewed_on__gte", models.F("agreed_on")),
                        ),
                        name="profile_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="UnitPermission",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to="auth.permission"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "content_object",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="orgs.orgunit"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="permissions",
                        to="orgs.grant",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["user", "permission", "content_object"],
                        name="orgs_unitpe_user_id_c44a1f_idx",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("grant", "permission"), name="permission_once_a_grant"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReviewItem",
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="orgs.accessreview",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewed",
                        to="orgs.grant",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("keep", "Still needed"), ("end", "End")],
                        db_collation="C",
                        max_length=4,
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "grant"), name="review_has_a_role_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                            models.Q(
                                models.Q(("decision", ""), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="review_decision_has_its_maker",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccessReviewItemEvent",
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
                        to="orgs.accessreviewitem",
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
                    "review",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.accessreview",
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.grant",
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[("keep", "Still needed"), ("end", "End")],
                        db_collation="C",
                        max_length=4,
                    ),
                ),
                (
                    "decided_by",
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
                ("decided_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Adaptation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "definition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adaptations",
                        to="orgs.definition",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="adaptations",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "base_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.definitionversion",
                    ),
                ),
                ("differences", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "adapted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["unit", "definition"], name="orgs_adapta_unit_id_4a9bf1_idx"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("valid_to__isnull", True)),
                        fields=("definition", "unit"),
                        name="adaptation_open_once_a_unit",
                    ),
                    models.UniqueConstraint(
                        fields=("definition", "unit", "version"), name="adaptation_version_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="adaptation_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AdaptationEvent",
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
                        to="orgs.adaptation",
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
                    "definition",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.definition",
                    ),
                ),
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
                    "base_version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.definitionversion",
                    ),
                ),
                ("differences", models.JSONField(default=list)),
                ("version", models.PositiveIntegerField(default=1)),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "adapted_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("reason", models.CharField(blank=True, default="", max_length=200)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="HandoverChoice",
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
                    "list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="choices",
                        to="orgs.handoverlist",
                    ),
                ),
                ("subject", models.CharField(db_collation="C", max_length=30)),
                ("row", models.UUIDField()),
                (
                    "successor",
                    models.CharField(db_collation="C", help_text="its code", max_length=10),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("list", "subject", "row"), name="handover_choice_once_a_row"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverChoiceEvent",
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
                        to="orgs.handoverchoice",
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
                    "list",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.handoverlist",
                    ),
                ),
                ("subject", models.CharField(db_collation="C", max_length=30)),
                ("row", models.UUIDField()),
                (
                    "successor",
                    models.CharField(db_collation="C", help_text="its code", max_length=10),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RestructureComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "notice",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="orgs.restructurenotice",
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
                ("text", models.CharField(max_length=2000)),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=2000)),
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["notice", "said_at"], name="orgs_restru_notice__9da638_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answer", ""),
                                ("answered_at__isnull", True),
                                ("answered_by__isnull", True),
                            ),
                            models.Q(
                                ("answered_at__isnull", False),
                                ("answered_by__isnull", False),
                                models.Q(("answer", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="restructure_comment_answered_or_not",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="RestructureCommentEvent",
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
                        to="orgs.restructurecomment",
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
                    "notice",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="orgs.restructurenotice",
                    ),
                ),
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
                ("text", models.CharField(max_length=2000)),
                (
                    "said_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("answer", models.CharField(blank=True, max_length=2000)),
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
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        orgs.access.retrigger.RemakeTriggers(
            triggers={
                "accessreview": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="as_opened",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."review_id" IS DISTINCT FROM (NEW."review_id") OR OLD."grant_id" IS DISTINCT FROM (NEW."grant_id"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="443b6fd40222b2edfca56cb9fa0a72c179cfa949",
                            operation="UPDATE",
                            pgid="pgtrigger_as_opened_b9169",
                            table="orgs_accessreviewitem",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                "boundaryversion": [
                    pgtrigger.compiler.Trigger(
                        name="as_recorded",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="73873cef61a18732e18b9a27b5523bd66850e485",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_as_recorded_7bfda",
                            table="orgs_boundaryversion",
                            when="BEFORE",
                        ),
                    )
                ],
                "carriedover": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="as_set",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."set_by_id" IS DISTINCT FROM (NEW."set_by_id") OR OLD."set_at" IS DISTINCT FROM (NEW."set_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="6aabc75671a1b70b7bf4d330e0a44ae22707583e",
                            operation="UPDATE",
                            pgid="pgtrigger_as_set_20b71",
                            table="orgs_keepinghold",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="as_asked",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."overlay_id" IS DISTINCT FROM (NEW."overlay_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."valid_from" IS DISTINCT FROM (NEW."valid_from") OR OLD."valid_to" IS DISTINCT FROM (NEW."valid_to") OR OLD."invited_by_id" IS DISTINCT FROM (NEW."invited_by_id") OR OLD."invited_at" IS DISTINCT FROM (NEW."invited_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="139aadf81e56ef3c2830d79ae28d340efc3999f0",
                            operation="UPDATE",
                            pgid="pgtrigger_as_asked_4649f",
                            table="orgs_overlayinvite",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructureplanevent" ("applied_at", "decisions", "drafted_by_id", "effective_on", "first_approved_at", "first_approver_id", "id", "operations", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_late", "report", "second_approved_at", "second_approver_id", "state", "title", "undoes_id", "unit_id", "version") SELECT new_values."applied_at", new_values."decisions", new_values."drafted_by_id", new_values."effective_on", new_values."first_approved_at", new_values."first_approver_id", new_values."id", new_values."operations", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_late", new_values."report", new_values."second_approved_at", new_values."second_approver_id", new_values."state", new_values."title", new_values."undoes_id", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f111daa6bac43c683dab917c8b897887ca9952bd",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8f7ff",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="orgs_restructureplan",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "orgs_restructureplanevent" ("applied_at", "decisions", "drafted_by_id", "effective_on", "first_approved_at", "first_approver_id", "id", "operations", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "recorded_at", "recorded_late", "report", "second_approved_at", "second_approver_id", "state", "title", "undoes_id", "unit_id", "version") SELECT new_values."applied_at", new_values."decisions", new_values."drafted_by_id", new_values."effective_on", new_values."first_approved_at", new_values."first_approver_id", new_values."id", new_values."operations", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."recorded_at", new_values."recorded_late", new_values."report", new_values."second_approved_at", new_values."second_approver_id", new_values."state", new_values."title", new_values."undoes_id", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9762bac8b4fe641e8c6a7c784d9b70f221b37f1d",
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
            },
        ),
    ]
