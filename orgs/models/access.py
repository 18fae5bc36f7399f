"""Sign-in and grants."""

import uuid
from typing import ClassVar

import pghistory
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from guardian.models import UserObjectPermissionBase

from orgs.access.floor import Floor
from orgs.keep import Stays
from orgs.models.people import Person, StaffRecord
from orgs.models.units import OrgUnit


class UserManager(BaseUserManager["User"]):
    """Creates users. There is no superuser: authority comes from grants only."""

    def create_user(self, login: str, password: str | None = None) -> "User":
        """Create a user with a login name and, if given, a password."""
        user = self.model(login=login.strip().lower())
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(login=(username or "").strip().lower())


class User(AbstractBaseUser):
    """An account: an opaque subject and a login name. What a person is called stands in StaffRecord.

    A person who works at two employers may have an account at each: both are hers once she has
    entered, signed in with the one, a code that she made with the other.

    No groups, no superuser and no staff flag: there is no column for them.
    """

    id = models.AutoField(primary_key=True)
    subject = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    login = models.CharField(max_length=150, unique=True, db_collation="C")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="accounts"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "login"
    REQUIRED_FIELDS: ClassVar = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.login


class ActionRecord(models.Model):
    """What the database knows of an action: its family and its reach. Written from code."""

    code = models.CharField(max_length=40, primary_key=True, db_collation="C")
    family = models.CharField(max_length=20, db_collation="C")
    reach = models.CharField(max_length=10, db_collation="C")
    support = models.BooleanField(default=False)

    floor = Floor(reference=True)

    class Meta:
        db_table = "orgs_action"

    def __str__(self) -> str:
        return self.code


class RoleRecord(models.Model):
    """What the database knows of a role. Written from code (``orgs/access/roles.py``)."""

    code = models.CharField(max_length=30, primary_key=True, db_collation="C")
    label = models.CharField(max_length=80)
    granted_by = models.JSONField(default=list)
    actions = models.JSONField(default=list)
    second_needed = models.BooleanField(default=False)
    totals_only = models.BooleanField(default=False)

    floor = Floor(reference=True)

    def __str__(self) -> str:
        return self.label


class SystemPrincipal(models.Model):
    """What the database knows of a system principal. Written from code."""

    code = models.CharField(max_length=40, primary_key=True, db_collation="C")
    families = models.JSONField(default=list)

    def __str__(self) -> str:
        return self.code


class GrantQuerySet(models.QuerySet["Grant"]):
    def with_names(self) -> "GrantQuerySet":
        """With ``staff_id``, ``staff_name`` and ``giver_name``: what the unit's own records say.

        None where they do not know the person, and where the viewer may not see the people.
        """
        holder, giver = _known_as("user"), _known_as("granted_by")
        return self.annotate(
            staff_id=Subquery(holder.values("id")[:1]),
            staff_name=Subquery(holder.values("name")[:1]),
            giver_name=Subquery(giver.values("name")[:1]),
        )


def _known_as(user: str) -> models.QuerySet[StaffRecord]:
    return StaffRecord.objects.filter(
        unit_id=OuterRef("unit_id"), person_id=OuterRef(f"{user}__person_id")
    )


@pghistory.track()
class Grant(models.Model):
    """A user holds a role at a unit from a day, to a day.

    ``valid_to`` is the first day without it. A role with an end in sight can be extended, once more each
    time by somebody else than its holder, with a reason (``extension``), and never past the access review
    after the next quarter begins (``app.review_horizon``). The permission rows that a check reads are written by
    a trigger from the role's actions (orgs/sql/30_grants.sql).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="grants")
    role = models.CharField(max_length=30, db_collation="C")
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="grants")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    granted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="grants_given"
    )
    confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="grants_confirmed"
    )
    reason = models.CharField(max_length=300)
    extended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="grants_extended"
    )
    extension = models.CharField(max_length=300, blank=True, db_default="")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects = GrantQuerySet.as_manager()

    floor = Floor(
        read=("access", "founding"),
        extra_read=(
            "user_id = (SELECT app.uid())",
            # A steward sees the roles that a steward may give, and behind a wall no other.
            (
                "unit_id = ANY((SELECT app.units('stewardship'))::int[]) "
                "AND app.is_stewards(role, unit_id)"
            ),
            # Who reads the records of a closed employer is looked after where its people went.
            "role = 'history_reader' AND app.inherits(unit_id)",
        ),
        extra_write=(
            "user_id IS DISTINCT FROM (SELECT app.uid()) AND app.may_grant(role, unit_id)",
        ),
    )
    keep = Stays("Who could see what, and by whose leave, belongs to the record of access.")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="grant_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | Q(granted_by__isnull=True)
                | ~Q(confirmed_by=F("granted_by")),
                name="grant_confirmed_by_another",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["user"]),
            models.Index(fields=["unit", "role"]),
        ]

    def __str__(self) -> str:
        return f"{self.role} at {self.unit_id}"


class UnitPermission(UserObjectPermissionBase):
    """guardian's direct-foreign-key permission row: one action of one grant at its unit."""

    content_object = models.ForeignKey(OrgUnit, on_delete=models.PROTECT)
    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="permissions")

    class Meta:
        unique_together: ClassVar = []
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["grant", "permission"], name="permission_once_a_grant")
        ]
        indexes: ClassVar = [models.Index(fields=["user", "permission", "content_object"])]
