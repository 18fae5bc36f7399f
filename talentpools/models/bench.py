"""The vacancy bench: who could be asked, what is needed, and who was asked. No name anywhere here.

A bench profile has no reader but the person: the database matches (``app.ask_bench``). An ask is
read by the person alone; whoever posted the vacancy sees the profiles that were shared in answer,
and neither who was asked nor who said no.
"""

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_PERSON, Floor
from orgs.keep import Keep
from orgs.models.people import Person
from orgs.models.sharing import SharingCall
from orgs.models.units import OrgUnit
from talentpools.shared_states import Ask, Pattern, VacancyKind, VacancyState


class BenchProfile(models.Model):
    """A person may be asked about vacancies that match. ``unit`` keeps the bench, above her employer.

    An empty list matches everything. ``areas`` are codes of integrated care boards or Trusts.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    role_codes = ArrayField(models.CharField(max_length=20))
    areas = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    patterns = ArrayField(models.CharField(max_length=10, choices=Pattern.choices), default=list)
    kinds = ArrayField(models.CharField(max_length=10, choices=VacancyKind.choices), default=list)
    notice_weeks = models.PositiveSmallIntegerField(default=12)
    confirmed_on = models.DateField()
    expires_on = models.DateField(help_text="the first day without it")

    keep = Keep("sharing", ends="expires_on")
    floor = Floor(
        read=("consents",),
        delete=("consents",),
        extra_read=(OWN_PERSON,),
        extra_write=(
            (
                f"talentpools_benchprofile.{OWN_PERSON} AND home_id = ANY((SELECT app.units('own'))::int[]) "
                "AND unit_id = ANY((SELECT app.units('upward'))::int[]) AND unit_id <> home_id "
                "AND confirmed_on = (SELECT app.day()) AND expires_on <= (SELECT app.day()) + 366 "
                "AND EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.unit_id = home_id "
                "AND s.person_id = (SELECT app.person_id()))"
            ),
        ),
        extra_delete=(OWN_PERSON,),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "person"], name="bench_once_a_person"),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("confirmed_on")), name="bench_days_in_order"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["expires_on"]), models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"bench profile {self.public_id}"


class Vacancy(models.Model):
    """A vacancy or interim need of an employer, put to the bench of a unit above it.

    ``many`` says whether at least as many people matched as the platform lets anybody count; it is
    written once, by the database, and nobody is told how many.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="vacancies")
    bench = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    role_code = models.CharField(max_length=20, db_collation="C")
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    kind = models.CharField(max_length=10, choices=VacancyKind.choices, db_collation="C")
    months = models.PositiveSmallIntegerField(null=True, blank=True)
    pattern = models.CharField(max_length=10, choices=Pattern.choices, blank=True, db_collation="C")
    starts_on = models.DateField(null=True, blank=True)
    closes_on = models.DateField(help_text="the first day on which nobody can answer")
    state = models.CharField(
        max_length=10,
        choices=VacancyState.choices,
        default=VacancyState.OPEN,
        db_collation="C",
    )
    many = models.BooleanField(null=True)
    posted_on = models.DateField()
    posted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    keep = Keep("sharing", ends="closes_on")
    floor = Floor(
        read=("succession",),
        write=("succession",),
        extra_read=(
            (
                "EXISTS (SELECT 1 FROM talentpools_vacancyask a "
                "WHERE a.vacancy_id = talentpools_vacancy.id AND a.person_id = (SELECT app.person_id()))"
            ),
        ),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "role_code", "kind"],
                condition=Q(state=VacancyState.OPEN),
                name="vacancy_one_open_a_role",
            ),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("posted_on")) & ~Q(unit=F("bench")),
                name="vacancy_closes_after_it_is_posted",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["bench", "state"])]

    def __str__(self) -> str:
        return f"vacancy {self.public_id}"


class VacancyAsk(models.Model):
    """One person was asked about one vacancy. Written by the database; the answer is hers."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    vacancy = models.ForeignKey(Vacancy, on_delete=models.PROTECT, related_name="asks")
    bench = models.ForeignKey(BenchProfile, on_delete=models.DO_NOTHING, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    call = models.OneToOneField(SharingCall, on_delete=models.DO_NOTHING, related_name="ask")
    state = models.CharField(
        max_length=10, choices=Ask.choices, default=Ask.ASKED, db_collation="C"
    )
    asked_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    keep = Keep("sharing", ends="")
    floor = Floor(
        extra_read=(OWN_PERSON,),
        # Which change is hers to make is held by the trigger ask_guard.
        extra_update=(OWN_PERSON,),
        keyed=("vacancy", "call"),
        crosses=("bench",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["vacancy", "person"], name="ask_once_a_person")
        ]
        indexes: ClassVar = [models.Index(fields=["person"]), models.Index(fields=["bench"])]

    def __str__(self) -> str:
        return f"ask {self.public_id}"
