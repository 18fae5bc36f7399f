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
            name="ChangePaper",
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
                        related_name="papers",
                        to="orgs.restructureplan",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("standing", models.CharField(max_length=64)),
                ("content", models.JSONField()),
                ("content_sha256", models.CharField(max_length=64)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Being made"),
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
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("made_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "queued")),
                        fields=["asked_at"],
                        name="paper_unfinished",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "failed"), _negated=True),
                        fields=("plan", "asked_by", "content_sha256"),
                        name="paper_once_a_content",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("pdf__isnull", False),
                            _connector="OR",
                        ),
                        name="paper_done_has_pdf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChangePreview",
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
                        related_name="previews",
                        to="orgs.restructureplan",
                    ),
                ),
                ("fingerprint", models.CharField(max_length=64)),
                ("operations", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Waiting to be checked"),
                            ("running", "Being checked"),
                            ("done", "Checked"),
                            ("failed", "Could not be checked"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("done", models.PositiveSmallIntegerField(default=0)),
                ("of", models.PositiveSmallIntegerField(null=True)),
                ("result", models.JSONField(default=list)),
                ("error", models.CharField(blank=True, max_length=300)),
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "running"])),
                        fields=["state", "asked_at"],
                        name="preview_unfinished",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "failed"), _negated=True),
                        fields=("plan", "fingerprint"),
                        name="preview_once_a_rehearsal",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Cube",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("measure", models.CharField(db_collation="C", max_length=40)),
                ("as_at", models.DateField()),
                ("counted_at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["measure", "as_at"], name="reporting_c_measure_a22b16_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="Release",
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
                        related_name="releases",
                        to="orgs.orgunit",
                    ),
                ),
                ("report", models.CharField(db_collation="C", max_length=40)),
                ("as_at", models.DateField()),
                ("revision", models.PositiveSmallIntegerField(default=1)),
                (
                    "tree_day",
                    models.DateField(
                        help_text="the day whose hierarchy the figures are added up on"
                    ),
                ),
                ("measures", models.JSONField(default=list)),
                (
                    "policy",
                    models.JSONField(help_text="measure: the disclosure policy that was in force"),
                ),
                ("policy_version", models.CharField(max_length=20)),
                (
                    "policy_sources",
                    models.JSONField(
                        default=list,
                        help_text="the versions of definitions that the policy came from",
                    ),
                ),
                ("content", models.JSONField()),
                ("contributors", models.PositiveIntegerField()),
                ("contributors_of", models.PositiveIntegerField()),
                ("oldest_update", models.DateField(null=True)),
                ("hash", models.CharField(max_length=64)),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cuts",
                        to="reporting.release",
                    ),
                ),
                (
                    "previous",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.release",
                    ),
                ),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "report", "as_at", "revision"), name="release_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseCalendar",
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
                ("report", models.CharField(db_collation="C", max_length=40)),
                ("every_months", models.PositiveSmallIntegerField(default=1)),
                ("day_of_month", models.PositiveSmallIntegerField(default=1)),
                ("next_on", models.DateField()),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("unit", "report"), name="calendar_once_a_report"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_months__gte", 1)),
                        name="calendar_monthly_at_most",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("day_of_month__gte", 1), ("day_of_month__lte", 28)),
                        name="calendar_day_in_every_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReleaseCalendarEvent",
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
                        to="reporting.releasecalendar",
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
                ("report", models.CharField(db_collation="C", max_length=40)),
                ("every_months", models.PositiveSmallIntegerField(default=1)),
                ("day_of_month", models.PositiveSmallIntegerField(default=1)),
                ("next_on", models.DateField()),
                ("active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ReleaseWithdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="reporting.release",
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
                ("reason", models.CharField(max_length=300)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Schedule",
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
                ("report", models.CharField(db_collation="C", max_length=40)),
                ("day_of_month", models.PositiveSmallIntegerField()),
                ("parameters", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("next_on", models.DateField()),
                ("wait_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("active", True)),
                        fields=["next_on"],
                        name="schedule_due",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("day_of_month__gte", 1), ("day_of_month__lte", 28)),
                        name="schedule_day_in_every_month",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wait_days__isnull", True),
                            models.Q(("wait_days__gte", 1), ("wait_days__lte", 10)),
                            _connector="OR",
                        ),
                        name="schedule_waits_ten_days_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleEvent",
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
                        to="reporting.schedule",
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
                ("report", models.CharField(db_collation="C", max_length=40)),
                ("day_of_month", models.PositiveSmallIntegerField()),
                ("parameters", models.JSONField(default=dict)),
                (
                    "owner",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("active", models.BooleanField(default=True)),
                ("next_on", models.DateField()),
                ("wait_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScheduleRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="recipients",
                        to="reporting.schedule",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("schedule", "user"), name="recipient_once_a_schedule"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleRecipientEvent",
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
                        to="reporting.schedulerecipient",
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
                    "schedule",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.schedule",
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
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
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
            name="Atom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "cube",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="atoms",
                        to="reporting.cube",
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
                    "codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=20), size=None
                    ),
                ),
                ("n", models.PositiveIntegerField()),
                ("version", models.BigIntegerField()),
                ("oldest_update", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("cube", "unit", "codes"), name="atom_once_a_cube"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("n__gt", 0)), name="atom_counts_somebody"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Commentary",
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="commentary",
                        to="reporting.release",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("texts", models.JSONField()),
                ("role", models.CharField(max_length=40)),
                ("published_on", models.DateField()),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("published_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "number"), name="commentary_number_once_a_release"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 1)), name="commentary_from_one"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommentaryDraft",
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
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="draft",
                        to="reporting.release",
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="CommentaryDraftEvent",
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
                        to="reporting.commentarydraft",
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
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.release",
                    ),
                ),
                ("texts", models.JSONField(default=dict)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("changed_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Export",
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
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exports",
                        to="reporting.release",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("board", "A paper for a board or committee"),
                            ("planning", "Planning succession and development"),
                            ("analysis", "Analysis by our own analysts"),
                            ("request", "An answer to a request for information"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel workbook (XLSX)"),
                            ("ods", "Open Document spreadsheet (ODS)"),
                            ("csv", "Comma-separated values (CSV)"),
                            ("json", "JSON, for programs"),
                        ],
                        max_length=4,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("downloads", models.PositiveIntegerField(default=0)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("last_opened_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["release", "-created_at"], name="reporting_e_release_10add5_idx"
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("created_at"))),
                        name="export_ends_after_it_began",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ExportEvent",
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
                        to="reporting.export",
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
                    "release",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="reporting.release",
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
                    "purpose",
                    models.CharField(
                        choices=[
                            ("board", "A paper for a board or committee"),
                            ("planning", "Planning succession and development"),
                            ("analysis", "Analysis by our own analysts"),
                            ("request", "An answer to a request for information"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                (
                    "format",
                    models.CharField(
                        choices=[
                            ("xlsx", "Excel workbook (XLSX)"),
                            ("ods", "Open Document spreadsheet (ODS)"),
                            ("csv", "Comma-separated values (CSV)"),
                            ("json", "JSON, for programs"),
                        ],
                        max_length=4,
                    ),
                ),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("sha256", models.CharField(max_length=64)),
                ("downloads", models.PositiveIntegerField(default=0)),
                ("first_opened_at", models.DateTimeField(null=True)),
                ("last_opened_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="reporting.release",
                    ),
                ),
                ("family", models.CharField(db_collation="C", max_length=40)),
                ("measure", models.CharField(db_collation="C", max_length=40)),
                (
                    "cube",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ledger",
                        to="reporting.cube",
                    ),
                ),
                (
                    "codes",
                    models.JSONField(
                        help_text="dimension: its codes and labels when it was counted"
                    ),
                ),
                ("form", models.PositiveSmallIntegerField(null=True)),
                (
                    "earlier",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(), default=list, size=None
                    ),
                ),
                ("links", models.JSONField(default=list)),
                ("insiders", models.JSONField(default=list)),
                ("statement", models.JSONField(null=True)),
                ("explanation", models.TextField(blank=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("release", "measure"), name="ledger_once_a_measure"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Reissue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "release",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reissue",
                        to="reporting.release",
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
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="ReportRun",
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
                ("report", models.CharField(db_collation="C", max_length=40)),
                (
                    "schedule",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="reporting.schedule",
                    ),
                ),
                ("slot", models.DateField()),
                (
                    "scope",
                    models.CharField(
                        help_text="readers with the same scope share one PDF", max_length=80
                    ),
                ),
                (
                    "release",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="reporting.release",
                    ),
                ),
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
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting for the author"),
                            ("queued", "Waiting to be made"),
                            ("leased", "Being made"),
                            ("done", "Ready"),
                            ("failed", "Could not be made"),
                            ("cancelled", "Not made"),
                        ],
                        default="queued",
                        max_length=10,
                    ),
                ),
                ("leased_until", models.DateTimeField(null=True)),
                ("attempt", models.PositiveSmallIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("pdf", models.BinaryField(null=True)),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                ("pages", models.PositiveSmallIntegerField(null=True)),
                ("printed", models.JSONField(null=True)),
                (
                    "commentary",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="reporting.commentary",
                    ),
                ),
                ("draft", models.BooleanField(default=False)),
                ("wait_until", models.DateField(blank=True, null=True)),
                ("created_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "leased"])),
                        fields=["state", "created_at"],
                        name="run_unfinished",
                    ),
                    models.Index(
                        fields=["unit", "report", "-created_at"],
                        name="reporting_r_unit_id_551a42_idx",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("schedule", "slot", "scope"), name="run_once_a_slot_and_scope"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            ("pdf__isnull", False),
                            _connector="OR",
                        ),
                        name="run_done_has_its_pdf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="deliveries",
                        to="reporting.reportrun",
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
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("sent", "Delivered"), ("refused", "Not delivered")], max_length=10
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("opened_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("run", "user"), name="delivery_once_a_reader")
                ],
            },
        ),
        orgs.access.retrigger.RemakeTriggers(
            triggers={
                "changepaper": [
                    pgtrigger.compiler.Trigger(
                        name="as_asked",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."plan_id" IS DISTINCT FROM (NEW."plan_id") OR OLD."fingerprint" IS DISTINCT FROM (NEW."fingerprint") OR OLD."standing" IS DISTINCT FROM (NEW."standing") OR OLD."content" IS DISTINCT FROM (NEW."content") OR OLD."content_sha256" IS DISTINCT FROM (NEW."content_sha256") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="47f0a4241bca8bd43a689b08be3b973a90a6239c",
                            operation="UPDATE",
                            pgid="pgtrigger_as_asked_695ad",
                            table="reporting_changepaper",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="1ae8c0524ca72f7b99456ce44c5a3d758526500d",
                            operation="DELETE",
                            pgid="pgtrigger_kept_c8cfe",
                            table="reporting_changepaper",
                            when="BEFORE",
                        ),
                    ),
                ],
                "commentary": [
                    pgtrigger.compiler.Trigger(
                        name="as_published",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="f227cebb02e9a09ad861dd1b8a555c669622c10c",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_as_published_9fcf5",
                            table="reporting_commentary",
                            when="BEFORE",
                        ),
                    )
                ],
                "commentarydraft": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_commentarydraftevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "texts", "unit_id", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."release_id", new_values."texts", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="cc2f52a9777c1e87fcb8694aded27c41d05ec1b7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a7020",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_commentarydraft",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_commentarydraftevent" ("changed_at", "changed_by_id", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "release_id", "texts", "unit_id", "version") SELECT new_values."changed_at", new_values."changed_by_id", new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."release_id", new_values."texts", new_values."unit_id", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="f830c4a45a4e676e82d1258f8287238cf056239a",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_c72e9",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_commentarydraft",
                            when="AFTER",
                        ),
                    ),
                ],
                "delivery": [
                    pgtrigger.compiler.Trigger(
                        name="as_sent",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."run_id" IS DISTINCT FROM (NEW."run_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="3329a2cafec5b81ce30f5452f8426ffd4a51012a",
                            operation="UPDATE",
                            pgid="pgtrigger_as_sent_20491",
                            table="reporting_delivery",
                            when="BEFORE",
                        ),
                    )
                ],
                "export": [
                    pgtrigger.compiler.Trigger(
                        name="as_taken",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."public_id" IS DISTINCT FROM (NEW."public_id") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."release_id" IS DISTINCT FROM (NEW."release_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."format" IS DISTINCT FROM (NEW."format") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256"))',
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                            hash="2c7706cdb7b1103d76703d6c811a396667a35f39",
                            operation="UPDATE",
                            pgid="pgtrigger_as_taken_51532",
                            table="reporting_export",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="kept",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;",
                            hash="545341ed5bd5ff8f0338f1a371629ce6464367e2",
                            operation="DELETE",
                            pgid="pgtrigger_kept_893b1",
                            table="reporting_export",
                            when="BEFORE",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_exportevent" ("created_at", "downloads", "expires_at", "first_opened_at", "format", "id", "last_opened_at", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "release_id", "sha256", "unit_id", "user_id") SELECT new_values."created_at", new_values."downloads", new_values."expires_at", new_values."first_opened_at", new_values."format", new_values."id", new_values."last_opened_at", new_values."note", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."purpose", new_values."release_id", new_values."sha256", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="9b11b628f9e87d6312560958965f00fc2536adec",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a1c0e",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_export",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_exportevent" ("created_at", "downloads", "expires_at", "first_opened_at", "format", "id", "last_opened_at", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "purpose", "release_id", "sha256", "unit_id", "user_id") SELECT new_values."created_at", new_values."downloads", new_values."expires_at", new_values."first_opened_at", new_values."format", new_values."id", new_values."last_opened_at", new_values."note", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."purpose", new_values."release_id", new_values."sha256", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="28be90585b784578d278e1327463f5d03f2732f5",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_329b0",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_export",
                            when="AFTER",
                        ),
                    ),
                ],
                "release": [
                    pgtrigger.compiler.Trigger(
                        name="immutable",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;",
                            hash="74508fca78a8fb4642ec903799c203e09ddfcfe7",
                            operation="UPDATE OR DELETE",
                            pgid="pgtrigger_immutable_82f6e",
                            table="reporting_release",
                            when="BEFORE",
                        ),
                    )
                ],
                "releasecalendar": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_releasecalendarevent" ("active", "day_of_month", "every_months", "id", "next_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id") SELECT new_values."active", new_values."day_of_month", new_values."every_months", new_values."id", new_values."next_on", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="846190a472541f45447258e1aa5768d43abe3b39",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cf4c5",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_releasecalendar",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_releasecalendarevent" ("active", "day_of_month", "every_months", "id", "next_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id") SELECT new_values."active", new_values."day_of_month", new_values."every_months", new_values."id", new_values."next_on", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="6aeeed3db886f34cbc611bb9c1cecb084195e056",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2ff9a",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_releasecalendar",
                            when="AFTER",
                        ),
                    ),
                ],
                "schedule": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_scheduleevent" ("active", "created_at", "day_of_month", "id", "next_on", "owner_id", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id", "version", "wait_days") SELECT new_values."active", new_values."created_at", new_values."day_of_month", new_values."id", new_values."next_on", new_values."owner_id", new_values."parameters", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id", new_values."version", new_values."wait_days" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="576f3d6078ac1020c439ff4eacb89743a0957177",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_b93d4",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_schedule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_scheduleevent" ("active", "created_at", "day_of_month", "id", "next_on", "owner_id", "parameters", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "public_id", "report", "unit_id", "version", "wait_days") SELECT new_values."active", new_values."created_at", new_values."day_of_month", new_values."id", new_values."next_on", new_values."owner_id", new_values."parameters", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."public_id", new_values."report", new_values."unit_id", new_values."version", new_values."wait_days" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="e1455c98bfcbcedc26503311adbd0b6d8a53644d",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_f84f5",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_schedule",
                            when="AFTER",
                        ),
                    ),
                ],
                "schedulerecipient": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."schedule_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="fcfc95b8dfc2de895756345124c60db7c062eae7",
                            level="STATEMENT",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fa196",
                            referencing="REFERENCING NEW TABLE AS new_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT new_values."id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."schedule_id", new_values."unit_id", new_values."user_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                            hash="147e8bb234c23f047289f375f638c4fa0b0ca8a2",
                            level="STATEMENT",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2bfc6",
                            referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "reporting_schedulerecipientevent" ("id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "schedule_id", "unit_id", "user_id") SELECT old_values."id", _pgh_attached_context.value, NOW(), \'delete\', old_values."id", old_values."schedule_id", old_values."unit_id", old_values."user_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                            hash="3da578384937973629d4fafc227c02cb4d7d7528",
                            level="STATEMENT",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_6ee1f",
                            referencing="REFERENCING OLD TABLE AS old_values ",
                            table="reporting_schedulerecipient",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
    ]
