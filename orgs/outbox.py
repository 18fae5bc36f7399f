"""E-mail: written in the service's transaction, sent by a tick, at least once with the row's id.

A message carries a link and the organisation's name. A template that asks for anything else fails,
so a figure or somebody's name cannot reach a mailbox.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any, NoReturn

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection
from django.db.models import DateTimeField, DurationField, ExpressionWrapper, F, Value
from django.template import Context, loader

from orgs.access.principals import Principal
from orgs.access.scope import system_scope
from orgs.clock import now
from orgs.enums import OutboxState
from orgs.models.outbox import Outbox
from orgs.models.units import OrgUnit

#: All that a template may use.
ALLOWED = frozenset({"link", "organisation"})
MAXIMUM_ATTEMPTS = 5
#: After the n-th failure a message waits n squared times this: 5, 20, 45 and 80 minutes in all.
WAIT = dt.timedelta(minutes=5)
BATCH = 100


class OutboxError(Exception):
    """A template that asks for more than a message may carry.

    No ValueError: Django's templates take one for "there is no such thing" and print nothing.
    """


@dataclass(frozen=True)
class Letter:
    """A rendered message."""

    subject: str
    body: str


class StrictContext(Context):
    """A context that knows :data:`ALLOWED` and refuses every other name."""

    @staticmethod
    def _refuse(key: Any) -> NoReturn:
        raise OutboxError(f"An e-mail template may use link and organisation, not {key!r}.")

    def __getitem__(self, key: Any) -> Any:
        for layer in reversed(self.dicts):
            if key in layer:
                return layer[key]
        return self._refuse(key)

    def get(self, key: Any, otherwise: Any = None) -> Any:  # noqa: ARG002  Django's signature
        return self[key]


def send(template: str, to: str, unit: OrgUnit, link: str) -> Outbox:
    """Put a message into the outbox: `template` names ``templates/email/<template>.txt``.

    `link` is absolute. The message leaves when this transaction has been committed.
    """
    render(template, link=link, organisation=unit.name)
    return Outbox.objects.create(
        unit_id=unit.id,
        to=to,
        template=template,
        context={"link": link, "organisation": unit.name},
    )


def notify(template: str, user_id: int, unit: OrgUnit, path: str) -> Outbox | None:
    """A message to an account, with the whole address of a page of ours; None if it has no address.

    It goes to the address that `unit` holds of her, else to a sign-in name that is one; never to
    the address of another employer, or of one that she has left (orgs/sql/60_addresses.sql). Within a system scope: to nobody else does the database tell where somebody reads mail.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.address_of(%s, %s)", [user_id, unit.id])
        (to,) = cursor.fetchone() or (None,)
    site = getattr(settings, "SITE_URL", "http://127.0.0.1:8000").rstrip("/")
    return send(template, to, unit, f"{site}{path}") if to else None


def render(template: str, **context: str) -> Letter:
    """Render a template: its first line is the subject."""
    if extra := set(context) - ALLOWED:
        raise OutboxError(f"A message cannot carry {', '.join(sorted(extra))}.")
    source: Any = loader.get_template(f"email/{template}.txt")
    text = source.template.render(StrictContext(context, autoescape=False))
    subject, _, body = text.strip().partition("\n")
    return Letter(subject.removeprefix("Subject:").strip(), body.strip() + "\n")


def send_waiting(principal: Principal) -> int:
    """Send what is due, each message in its own transaction; return how many were sent."""
    with system_scope(principal):
        # The database does the arithmetic of the wait, so that a long queue is one query.
        waited = ExpressionWrapper(
            Value(WAIT) * F("attempts") * F("attempts"), output_field=DurationField()
        )
        due = Outbox.objects.filter(state=OutboxState.WAITING).filter(
            created_at__lte=ExpressionWrapper(Value(now()) - waited, output_field=DateTimeField())
        )
        ids = list(due.order_by("created_at").values_list("id", flat=True)[:BATCH])
    return sum(_send_one(principal, message) for message in ids)


def _send_one(principal: Principal, message_id: Any) -> bool:
    """Send one message, unless another worker has it. Its own failure is noted on the row."""
    with system_scope(principal):
        waiting = Outbox.objects.select_for_update(skip_locked=True)
        row = waiting.filter(pk=message_id, state=OutboxState.WAITING).first()
        if row is None:
            return False
        row.attempts += 1
        try:
            _post(row)
        except Exception:  # noqa: BLE001  whatever the mail server says, the others are sent
            row.state = _after_failure(row.attempts)
        else:
            row.state, row.sent_at = OutboxState.SENT, now()
        row.save(update_fields=["attempts", "state", "sent_at"])
    return row.state == OutboxState.SENT


def _after_failure(attempts: int) -> OutboxState:
    return OutboxState.FAILED if attempts >= MAXIMUM_ATTEMPTS else OutboxState.WAITING


def _post(row: Outbox) -> None:
    letter = render(row.template, **row.context)
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].rstrip(">")
    EmailMessage(
        letter.subject, letter.body, to=[row.to], headers={"Message-ID": f"<{row.id}@{domain}>"}
    ).send()
