"""What a person shares with an organisation that does not employ her (docs/adr/0015-sharing.md).

A profile is a row of the receiving unit, written and taken back by the person alone. So no policy
opens one employer's rows to another. No history is kept of it: a receipt says that a consent was
there and ended, and nothing of what it said.
"""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from orgs.access.floor import OWN_PERSON, Floor
from orgs.enums import Ended, Purpose
from orgs.keep import Keep
from orgs.models.people import Person
from orgs.models.units import OrgUnit

_UPWARD = "unit_id = ANY((SELECT app.units('upward'))::int[])"
#: Who receives: pool managers what is for a pool, succession leads what is for a post of theirs.
_RECEIVES = (
    "((purpose = 'pool' AND unit_id = ANY((SELECT app.units('sharing'))::int[])) "
    "OR (purpose IN ('vacancy', 'nomination') "
    "AND unit_id = ANY((SELECT app.units('succession'))::int[])))"
)
#: A person writes a profile about herself, in her own name, from an organisation that employs her,
#: in answer to a call that is open to her, with nothing that the call does not ask for. The function
#: asks nothing but the call (a policy that read it would read this table's policy again).
_ANSWERS_A_CALL = (
    f"{OWN_PERSON} AND home_id = ANY((SELECT app.units('own'))::int[]) AND agreed_on = (SELECT app.day()) "
    "AND EXISTS (SELECT 1 FROM orgs_staffrecord s WHERE s.unit_id = home_id "
    "AND s.person_id = (SELECT app.person_id()) AND s.valid_from <= (SELECT app.day()) "
    "AND (s.valid_to IS NULL OR s.valid_to > (SELECT app.day()))) "
    "AND app.may_answer(call_id, unit_id, purpose, about, asks, fields, expires_on)"
)


class SharingCall(models.Model):
    """An organisation asks for profiles: of everybody below it (a pool), or of one person.

    ``asks`` are the keys of the fields that may be shared in answer (``orgs.sharing.fields``).
    ``closes_on`` is the first day on which nobody can answer any more. A call to one person is
    read by that person alone: whoever asks must not learn whom the platform asked.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, db_collation="C")
    about = models.UUIDField(help_text="public id of the pool, vacancy or post")
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=500, blank=True)
    asks = ArrayField(models.CharField(max_length=20))
    programme = models.CharField(max_length=60, blank=True, help_text="key of a pathway")
    person = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opens_on = models.DateField()
    closes_on = models.DateField(null=True, blank=True)
    keep_days = models.PositiveSmallIntegerField(default=365)

    keep = Keep("sharing", ends="closes_on")
    floor = Floor(
        read=("consents",),
        extra_read=(
            f"person_id IS NULL AND {_RECEIVES}",
            f"person_id IS NULL AND {_UPWARD}",
            OWN_PERSON,
            # Whoever answered keeps reading what she answered, wherever she works by then.
            (
                "EXISTS (SELECT 1 FROM orgs_sharedprofile p "
                "WHERE p.call_id = orgs_sharingcall.id AND p.person_id = (SELECT app.person_id()))"
            ),
        ),
        extra_write=(
            (
                "person_id IS NULL AND purpose = 'pool' "
                "AND unit_id = ANY((SELECT app.units('sharing'))::int[])"
            ),
            # Nobody is asked to be named elsewhere: a person opens the call to herself.
            (
                f"{OWN_PERSON} AND purpose = 'nomination' "
                "AND app.may_offer_name(unit_id, asks, opens_on, closes_on, keep_days)"
            ),
        ),
        extra_update=("unit_id = ANY((SELECT app.units('consents'))::int[])",),
    )

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["about", "person"], name="call_once_a_person", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(closes_on__isnull=True) | Q(closes_on__gte=F("opens_on")),
                name="call_closes_after_it_opens",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit", "purpose"])]

    def __str__(self) -> str:
        return f"call {self.public_id}"


class SharedProfile(models.Model):
    """What a person agreed to share with ``unit``, for one purpose, until ``expires_on`` (without it).

    ``fields`` is ``{key: {"text": words as the reader sees them, "on": day or absent}}``. ``home`` is
    the employer from which she shared. From ``expires_on`` nobody but she reads it, whether or not
    it has been removed yet. Deleting it ends whatever rests on it (triggers of the apps above).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    call = models.ForeignKey(SharingCall, on_delete=models.PROTECT, related_name="profiles")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, db_collation="C")
    about = models.UUIDField()
    asks = ArrayField(models.CharField(max_length=20))
    fields = models.JSONField()
    consent_version = models.CharField(max_length=20)
    agreed_on = models.DateField()
    renewed_on = models.DateField()
    expires_on = models.DateField()

    keep = Keep("sharing", ends="expires_on")
    floor = Floor(
        read=("consents",),
        delete=("consents",),
        extra_read=(f"{_RECEIVES} AND expires_on > (SELECT app.day())", OWN_PERSON),
        extra_write=(_ANSWERS_A_CALL,),
        extra_update=(OWN_PERSON, "unit_id = ANY((SELECT app.units('consents'))::int[])"),
        extra_delete=(OWN_PERSON, _RECEIVES),
        keyed=("call",),
    )

    class Meta:
        constraints: ClassVar = [
            # A person's own second try is all that this can tell of: only she can make one.
            models.UniqueConstraint(fields=["call", "person"], name="profile_once_a_call"),
            models.UniqueConstraint(
                fields=["unit", "person"],
                condition=Q(purpose=Purpose.NOMINATION),
                name="profile_named_once_an_employer",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__gt=F("agreed_on")) & Q(renewed_on__gte=F("agreed_on")),
                name="profile_days_in_order",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "about"]),
            models.Index(fields=["person"]),
            models.Index(fields=["expires_on"]),
        ]

    def __str__(self) -> str:
        return f"profile {self.public_id}"


class SharingReceipt(models.Model):
    """That a consent was given and when it ended, without what it said. The database writes it.

    The person reads her own; nobody else reads any. ``home`` stays so that a figure can be held
    against whoever has seen people of an employer (``app.known_together``).
    """

    profile = models.UUIDField(unique=True)
    unit = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    home = models.ForeignKey(OrgUnit, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=10, choices=Purpose.choices, db_collation="C")
    title = models.CharField(max_length=120)
    consent_version = models.CharField(max_length=20)
    agreed_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    ended = models.CharField(max_length=10, choices=Ended.choices, blank=True, db_collation="C")

    keep = Keep("sharing", ends="ended_on")
    floor = Floor(extra_read=(OWN_PERSON,))

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person"])]

    def __str__(self) -> str:
        return f"receipt {self.profile}"
