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
            name="BenchProfile",
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
                    "role_codes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "areas",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=10),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "patterns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("full", "Full time"),
                                ("part", "Part time or job share"),
                                ("flexible", "Flexible or remote days"),
                            ],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                (
                    "kinds",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[("interim", "Interim"), ("permanent", "Permanent")],
                            max_length=10,
                        ),
                        default=list,
                        size=None,
                    ),
                ),
                ("notice_weeks", models.PositiveSmallIntegerField(default=12)),
                ("confirmed_on", models.DateField()),
                ("expires_on", models.DateField(help_text="the first day without it")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["expires_on"], name="talentpools_expires_8bef25_idx"),
                    models.Index(fields=["person"], name="talentpools_person__2eccd3_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("unit", "person"), name="bench_once_a_person"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_on__gt", models.F("confirmed_on"))),
                        name="bench_days_in_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pool",
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
                        related_name="pools",
                        to="orgs.orgunit",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("ROLE", "Towards a role"),
                            ("LEVEL", "Towards a level"),
                            ("PROGRAMME", "A programme's cohort"),
                            ("SCARCE", "A scarce skill"),
                            ("POSITIVE_ACTION", "Positive action or sponsorship"),
                        ],
                        db_collation="C",
                        default="ROLE",
                        max_length=16,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=300)),
                (
                    "joining",
                    models.CharField(
                        choices=[
                            ("invitation", "By invitation alone"),
                            ("applications", "People may apply until a closing date"),
                            ("self", "People may put themselves forward at any time"),
                        ],
                        db_collation="C",
                        default="invitation",
                        max_length=12,
                    ),
                ),
                (
                    "closes_on",
                    models.DateField(blank=True, help_text="last day for applications", null=True),
                ),
                ("criteria_key", models.CharField(blank=True, db_collation="C", max_length=60)),
                (
                    "target_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("review_on", models.DateField(blank=True, null=True)),
                ("alerted_on", models.DateField(blank=True, null=True)),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Its purpose is met"),
                            ("merged", "Its members go on in another pool"),
                            ("few", "Too few members"),
                            ("other", "Another reason"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="talentpools.pool",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["unit"], name="talentpools_unit_id_30c96f_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="pool_ends_after_it_begins",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "POSITIVE_ACTION"), _negated=True),
                            models.Q(("joining", "applications"), _negated=True),
                            _connector="OR",
                        ),
                        name="pool_of_positive_action_chooses_nobody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolEvent",
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
                        to="talentpools.pool",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("ROLE", "Towards a role"),
                            ("LEVEL", "Towards a level"),
                            ("PROGRAMME", "A programme's cohort"),
                            ("SCARCE", "A scarce skill"),
                            ("POSITIVE_ACTION", "Positive action or sponsorship"),
                        ],
                        db_collation="C",
                        default="ROLE",
                        max_length=16,
                    ),
                ),
                ("purpose", models.CharField(blank=True, max_length=300)),
                (
                    "joining",
                    models.CharField(
                        choices=[
                            ("invitation", "By invitation alone"),
                            ("applications", "People may apply until a closing date"),
                            ("self", "People may put themselves forward at any time"),
                        ],
                        db_collation="C",
                        default="invitation",
                        max_length=12,
                    ),
                ),
                (
                    "closes_on",
                    models.DateField(blank=True, help_text="last day for applications", null=True),
                ),
                ("criteria_key", models.CharField(blank=True, db_collation="C", max_length=60)),
                (
                    "target_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "owner",
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
                ("review_on", models.DateField(blank=True, null=True)),
                ("alerted_on", models.DateField(blank=True, null=True)),
                (
                    "closed_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("done", "Its purpose is met"),
                            ("merged", "Its members go on in another pool"),
                            ("few", "Too few members"),
                            ("other", "Another reason"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
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
                        to="talentpools.pool",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PoolMembership",
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
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="talentpools.pool",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="memberships",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared, not yet open to the person"),
                            ("invited", "Invited"),
                            ("applied", "Applied"),
                            ("self_nominated", "Put themselves forward"),
                            ("assessed_in", "Assessed: offered a place"),
                            ("assessed_not_yet", "Assessed: not yet"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("left", "Left"),
                            ("alumni", "Completed"),
                        ],
                        db_collation="C",
                        default="invited",
                        max_length=16,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("nomination", "Named as a successor"),
                            ("invitation", "Invited"),
                            ("application", "Applied"),
                            ("self", "Put themselves forward"),
                        ],
                        db_collation="C",
                        default="invitation",
                        max_length=12,
                    ),
                ),
                ("source_id", models.UUIDField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leave", "On leave"),
                            ("paused_other", "Another reason"),
                            ("declined", "Declined the invitation"),
                            ("not_placed", "Not offered a place"),
                            ("withdrew", "Withdrew"),
                            ("own_choice", "Own choice"),
                            ("moved_on", "Moved to another role"),
                            ("no_activity", "No activity, agreed with the person"),
                            ("taken_back", "Invitation taken back"),
                            ("pool_closed", "The pool closed"),
                            ("completed", "Completed"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("status_on", models.DateField(blank=True, null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="continued_by",
                        to="talentpools.poolmembership",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "pool"], name="talentpools_unit_id_51c64c_idx"),
                    models.Index(fields=["staff"], name="talentpools_staff_i_8fa249_idx"),
                    models.Index(fields=["source_id"], name="talentpools_source__3fdacf_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            (
                                "status__in",
                                (
                                    "invited",
                                    "applied",
                                    "self_nominated",
                                    "assessed_in",
                                    "assessed_not_yet",
                                    "active",
                                    "paused",
                                ),
                            )
                        ),
                        fields=("pool", "staff"),
                        name="membership_one_open_a_pool_and_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "prepared")),
                        fields=("pool", "staff", "source_id"),
                        name="membership_prepared_once_a_source",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "prepared"), ("opened_on__isnull", True)),
                            models.Q(
                                models.Q(("status", "prepared"), _negated=True),
                                ("opened_on__isnull", False),
                            ),
                            ("status", "left"),
                            _connector="OR",
                        ),
                        name="membership_opens_when_it_is_shown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolMembershipEvent",
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
                        to="talentpools.poolmembership",
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
                    "pool",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.pool",
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
                    "status",
                    models.CharField(
                        choices=[
                            ("prepared", "Prepared, not yet open to the person"),
                            ("invited", "Invited"),
                            ("applied", "Applied"),
                            ("self_nominated", "Put themselves forward"),
                            ("assessed_in", "Assessed: offered a place"),
                            ("assessed_not_yet", "Assessed: not yet"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("left", "Left"),
                            ("alumni", "Completed"),
                        ],
                        db_collation="C",
                        default="invited",
                        max_length=16,
                    ),
                ),
                (
                    "route",
                    models.CharField(
                        choices=[
                            ("nomination", "Named as a successor"),
                            ("invitation", "Invited"),
                            ("application", "Applied"),
                            ("self", "Put themselves forward"),
                        ],
                        db_collation="C",
                        default="invitation",
                        max_length=12,
                    ),
                ),
                ("source_id", models.UUIDField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("leave", "On leave"),
                            ("paused_other", "Another reason"),
                            ("declined", "Declined the invitation"),
                            ("not_placed", "Not offered a place"),
                            ("withdrew", "Withdrew"),
                            ("own_choice", "Own choice"),
                            ("moved_on", "Moved to another role"),
                            ("no_activity", "No activity, agreed with the person"),
                            ("taken_back", "Invitation taken back"),
                            ("pool_closed", "The pool closed"),
                            ("completed", "Completed"),
                        ],
                        db_collation="C",
                        max_length=12,
                    ),
                ),
                ("status_on", models.DateField(blank=True, null=True)),
                ("opened_on", models.DateField(blank=True, null=True)),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "continues",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.poolmembership",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PositiveActionMembership",
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
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="talentpools.pool",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "known_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("left_on__isnull", True)),
                        fields=("pool", "staff"),
                        name="positive_one_open_a_pool_and_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("left_on__isnull", True),
                            ("left_on__gte", models.F("joined_on")),
                            _connector="OR",
                        ),
                        name="positive_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PositiveActionMembershipEvent",
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
                        to="talentpools.positiveactionmembership",
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
                    "pool",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.pool",
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
                    "known_to",
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
                ("joined_on", models.DateField()),
                ("left_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PositiveActionTerms",
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
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="talentpools.pool",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (
                                "disadvantage",
                                "People who share a characteristic are at a disadvantage",
                            ),
                            ("needs", "People who share a characteristic have different needs"),
                            ("low_share", "People who share a characteristic rarely take part"),
                        ],
                        db_collation="C",
                        max_length=14,
                    ),
                ),
                ("evidence", models.CharField(help_text="what shows it; no names", max_length=500)),
                ("review_on", models.DateField()),
                (
                    "keeper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_on", models.DateField()),
                (
                    "recorded_by",
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
                    models.UniqueConstraint(fields=("pool",), name="terms_once_a_pool")
                ],
            },
        ),
        migrations.CreateModel(
            name="PositiveActionTermsEvent",
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
                        to="talentpools.positiveactionterms",
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
                    "pool",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.pool",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            (
                                "disadvantage",
                                "People who share a characteristic are at a disadvantage",
                            ),
                            ("needs", "People who share a characteristic have different needs"),
                            ("low_share", "People who share a characteristic rarely take part"),
                        ],
                        db_collation="C",
                        max_length=14,
                    ),
                ),
                ("evidence", models.CharField(help_text="what shows it; no names", max_length=500)),
                ("review_on", models.DateField()),
                (
                    "keeper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_on", models.DateField()),
                (
                    "recorded_by",
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
            name="ReleaseRequest",
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
                        related_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "profile",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="orgs.sharedprofile",
                    ),
                ),
                ("programme", models.CharField(max_length=120)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("days", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=300)),
                ("answer_by", models.DateField()),
                ("asked_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Waiting for an answer"),
                            ("agreed", "Agreed"),
                            ("other_days", "Agreed for other days"),
                            ("refused", "Not agreed"),
                            ("lapsed", "Lapsed"),
                        ],
                        db_collation="C",
                        default="asked",
                        max_length=12,
                    ),
                ),
                ("agreed_days", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("answer", models.CharField(blank=True, max_length=300)),
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
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "state"], name="talentpools_unit_id_a2e964_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("profile",), name="release_once_a_profile"),
                    models.CheckConstraint(
                        condition=models.Q(("answer_by__gte", models.F("asked_on"))),
                        name="release_answer_after_it_is_asked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("days__gte", 1),
                            models.Q(
                                ("state", "asked"), ("answered_on__isnull", False), _connector="OR"
                            ),
                        ),
                        name="release_days_and_answer",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedPool",
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
                        related_name="shared_pools",
                        to="orgs.orgunit",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("purpose", models.CharField(max_length=500)),
                (
                    "target_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("criteria", models.CharField(blank=True, max_length=500)),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("programme", models.CharField(blank=True, db_collation="C", max_length=60)),
                ("closes_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["unit"], name="talentpools_unit_id_456267_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True),
                            ("valid_to__gte", models.F("valid_from")),
                            _connector="OR",
                        ),
                        name="shared_pool_ends_after_it_begins",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedPoolEvent",
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
                        to="talentpools.sharedpool",
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
                ("purpose", models.CharField(max_length=500)),
                (
                    "target_roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("criteria", models.CharField(blank=True, max_length=500)),
                ("capacity", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("programme", models.CharField(blank=True, db_collation="C", max_length=60)),
                ("closes_on", models.DateField(blank=True, null=True)),
                (
                    "owner",
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
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Sponsorship",
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
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sponsorships",
                        to="talentpools.positiveactionmembership",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.staffrecord",
                    ),
                ),
                (
                    "sponsor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sponsor_name", models.CharField(max_length=150)),
                ("shown_as", models.CharField(blank=True, max_length=150)),
                ("named_on", models.DateField()),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("membership",),
                        name="sponsorship_one_open_a_member",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agreed_on__isnull", True),
                            models.Q(("shown_as", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sponsorship_agreed_by_name",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SponsorshipEvent",
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
                        to="talentpools.sponsorship",
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
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.positiveactionmembership",
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
                    "sponsor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sponsor_name", models.CharField(max_length=150)),
                ("shown_as", models.CharField(blank=True, max_length=150)),
                ("named_on", models.DateField()),
                ("agreed_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Vacancy",
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
                        related_name="vacancies",
                        to="orgs.orgunit",
                    ),
                ),
                (
                    "bench",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="orgs.orgunit",
                    ),
                ),
                ("role_code", models.CharField(db_collation="C", max_length=20)),
                ("title", models.CharField(max_length=120)),
                ("words", models.CharField(blank=True, max_length=500)),
                (
                    "kind",
                    models.CharField(
                        choices=[("interim", "Interim"), ("permanent", "Permanent")],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("months", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "pattern",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "Full time"),
                            ("part", "Part time or job share"),
                            ("flexible", "Flexible or remote days"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("starts_on", models.DateField(blank=True, null=True)),
                (
                    "closes_on",
                    models.DateField(help_text="the first day on which nobody can answer"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")],
                        db_collation="C",
                        default="open",
                        max_length=10,
                    ),
                ),
                ("many", models.BooleanField(null=True)),
                ("posted_on", models.DateField()),
                (
                    "posted_by",
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
                    models.Index(fields=["bench", "state"], name="talentpools_bench_i_4c524f_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("unit", "role_code", "kind"),
                        name="vacancy_one_open_a_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_on__gte", models.F("posted_on")),
                            models.Q(("unit", models.F("bench")), _negated=True),
                        ),
                        name="vacancy_closes_after_it_is_posted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VacancyAsk",
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
                    "vacancy",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asks",
                        to="talentpools.vacancy",
                    ),
                ),
                (
                    "bench",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="asks",
                        to="talentpools.benchprofile",
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
                    "call",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="ask",
                        to="orgs.sharingcall",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("none", "Not asked"),
                            ("asked", "Waiting for your answer"),
                            ("yes", "You said yes: your profile is shared"),
                            ("no", "You said no"),
                            ("withdrawn", "You said yes and withdrew"),
                            ("lapsed", "Closed before you answered"),
                        ],
                        db_collation="C",
                        default="asked",
                        max_length=10,
                    ),
                ),
                ("asked_on", models.DateField()),
                ("answered_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["person"], name="talentpools_person__a7682f_idx"),
                    models.Index(fields=["bench"], name="talentpools_bench_i_2d8930_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("vacancy", "person"), name="ask_once_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardReview",
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
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="talentpools.sharedpool",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                (
                    "called_by",
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
                    models.Index(fields=["unit", "pool"], name="talentpools_unit_id_7c7c5e_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("closes_on__gt", models.F("opens_on"))),
                        name="review_closes_after_it_opens",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="BoardReviewEvent",
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
                        to="talentpools.boardreview",
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
                    "pool",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.sharedpool",
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("opens_on", models.DateField()),
                ("closes_on", models.DateField()),
                (
                    "called_by",
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
            name="PoolActivity",
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
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="talentpools.poolmembership",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Session attended"),
                            ("mentor", "Mentor meeting"),
                            ("project", "Project update"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
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
                        fields=("membership", "kind", "happened_on"), name="activity_once_a_day"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolActivityEvent",
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
                        to="talentpools.poolactivity",
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
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.poolmembership",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("session", "Session attended"),
                            ("mentor", "Mentor meeting"),
                            ("project", "Project update"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("happened_on", models.DateField()),
                (
                    "recorded_by",
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
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PoolAssessment",
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
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="talentpools.poolmembership",
                    ),
                ),
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
                ("criteria", models.CharField(blank=True, max_length=160)),
                ("scores", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["membership"], name="talentpools_members_1df90e_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="PoolAssessmentEvent",
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
                        to="talentpools.poolassessment",
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
                    "membership",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.poolmembership",
                    ),
                ),
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
                ("criteria", models.CharField(blank=True, max_length=160)),
                ("scores", models.JSONField(default=list)),
                ("note", models.CharField(blank=True, max_length=500)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reviewer",
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
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviewers",
                        to="talentpools.boardreview",
                    ),
                ),
                ("login", models.CharField(db_collation="C", max_length=150)),
            ],
            options={
                "indexes": [models.Index(fields=["login"], name="talentpools_login_c7080e_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("review", "login"), name="reviewer_once_a_review"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SharedMember",
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
                    "pool",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="members",
                        to="talentpools.sharedpool",
                    ),
                ),
                (
                    "profile",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="member",
                        to="orgs.sharedprofile",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("applied", "Applied"),
                            ("assessed_in", "Assessed: suitable"),
                            ("not_yet", "Assessed: not yet"),
                            ("offered", "Offered a place"),
                            ("active", "Active"),
                            ("paused", "Paused"),
                            ("alumni", "Completed"),
                        ],
                        db_collation="C",
                        default="applied",
                        max_length=12,
                    ),
                ),
                ("applied_on", models.DateField()),
                ("joined_on", models.DateField(blank=True, null=True)),
                ("changed_on", models.DateField()),
                ("nudged_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "pool"], name="talentpools_unit_id_599746_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="SponsorAction",
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
                    "sponsorship",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="actions",
                        to="talentpools.sponsorship",
                    ),
                ),
                ("happened_on", models.DateField()),
                ("what", models.CharField(max_length=200)),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["sponsorship"], name="talentpools_sponsor_6c9996_idx")
                ],
            },
        ),
        migrations.CreateModel(
            name="SponsorActionEvent",
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
                        to="talentpools.sponsoraction",
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
                    "sponsorship",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="talentpools.sponsorship",
                    ),
                ),
                ("happened_on", models.DateField()),
                ("what", models.CharField(max_length=200)),
                (
                    "recorded_by",
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
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PanelNote",
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
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="notes",
                        to="talentpools.sharedmember",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="talentpools.boardreview",
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("suitable", "Suitable now"),
                            ("later", "Suitable later"),
                            ("other", "Another route fits better"),
                        ],
                        db_collation="C",
                        max_length=10,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=1000)),
                ("made_on", models.DateField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "member"], name="talentpools_unit_id_35a6a8_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("member", "review", "author"), name="note_once_a_panel_and_author"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewEntry",
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
                        related_name="entries",
                        to="talentpools.boardreview",
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="entries",
                        to="talentpools.sharedmember",
                    ),
                ),
                ("profile_public_id", models.UUIDField()),
                ("fields", models.JSONField()),
                ("expires_on", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("review", "member"), name="entry_once_a_review")
                ],
            },
        ),
        orgs.access.retrigger.RemakeTriggers(
            triggers={
                "boardreview": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
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
            },
        ),
    ]
