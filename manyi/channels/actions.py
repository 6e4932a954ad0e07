"""What can be done on every channel: set up its ends, take raw input in, send what waits."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from manyi.channels import adapters
from manyi.channels.events import InboundFailed, InboundSetAside, InboundStored, InboxAdded, InboxChanged
from manyi.channels.models import Delivery, Inbound, InboundState, Inbox
from manyi.channels.permissions import MANAGE
from manyi.core import files, jobs
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, Actor, require
from manyi.core.errors import Conflict
from manyi.desk import actions as desk
from manyi.desk.models import DeliveryState, Message, Ticket
from manyi.people.models import Team


@action
def add_inbox(
    kind: str,
    *,
    name: str,
    address: str,
    by: Actor,
    team: Team | None = None,
    config: dict[str, Any] | None = None,
    secrets: dict[str, str] | None = None,
) -> Inbox:
    """Set up one end of a channel. Raises :class:`Conflict` when the address is in use already."""
    require(by, MANAGE)
    if Inbox.objects.filter(kind=kind, address=address).exists():
        raise Conflict(_("This address is set up already."))
    inbox = Inbox.objects.create(
        kind=kind,
        name=name,
        address=address,
        team=team,
        config=config or {},
        secrets=msgspec.json.encode(secrets or {}).decode(),
        created_at=now(),
    )
    record(InboxAdded(inbox=inbox.pk, kind=kind), by=by)
    return inbox


@action
def change_inbox(inbox: Inbox, *, by: Actor, secrets: dict[str, str] | None = None, **changes: Any) -> Inbox:
    """Change ``name``, ``team``, ``config``, ``is_enabled`` or the secrets of an inbox."""
    require(by, MANAGE)
    if secrets is not None:
        changes["secrets"] = msgspec.json.encode(secrets).decode()
    changed = [name for name, value in changes.items() if getattr(inbox, name) != value]
    for name in changed:
        setattr(inbox, name, changes[name])
    if changed:
        inbox.save(update_fields=changed)
        record(InboxChanged(inbox=inbox.pk, fields=sorted(changed)), by=by)
    return inbox


def secrets_of(inbox: Inbox) -> dict[str, str]:
    """The inbox's secrets by name."""
    return msgspec.json.decode(inbox.secrets or "{}", type=dict[str, str])


@action
def store_inbound(inbox: Inbox, raw: bytes, *, key: str = "") -> Inbound:
    """Keep raw input before anything is read of it; the same key (or the same bytes) is kept once.

    Reading follows as a job, so a mail that breaks the reader is still there to be repeated.
    """
    key = key[:255] or hashlib.sha256(raw).hexdigest()
    known = Inbound.objects.filter(inbox=inbox, key=key).first()
    if known is not None:
        return known
    stored = files.store(raw, limit=100_000_000)
    try:
        with transaction.atomic():
            inbound = Inbound.objects.create(inbox=inbox, key=key, file=stored, received_at=now())
    except IntegrityError:
        return Inbound.objects.get(inbox=inbox, key=key)
    record(InboundStored(inbound=inbound.pk, inbox=inbox.pk), by=SYSTEM)
    jobs.enqueue("channels.read", key=f"read:{inbound.pk}", inbound=inbound.pk)
    return inbound


def read_inbound(inbound_id: int) -> Message | None:
    """Interpret stored input, once: the message and the state change commit together.

    What can't be read is marked failed, with the reason, and stays repeatable.
    """
    try:
        return _read(inbound_id)
    except Exception as error:
        _fail_inbound(inbound_id, f"{type(error).__name__}: {error}")
        raise


@action
def _read(inbound_id: int) -> Message | None:
    inbound = (
        Inbound.objects.select_for_update(of=("self",), no_key=True).select_related("inbox", "file").get(pk=inbound_id)
    )
    if inbound.state in (InboundState.DONE, InboundState.IGNORED):
        return inbound.message
    channel = adapters.get(inbound.inbox.kind)
    if channel is None:
        raise LookupError(f"no channel {inbound.inbox.kind}")
    message = channel.read(inbound)
    if message is not None:
        inbound.state, inbound.message, inbound.why = InboundState.DONE, message, ""
        inbound.save(update_fields=["state", "message", "why"])
    return message


@action
def set_aside(inbound: Inbound, why: str) -> None:
    """Read, and deliberately not made a message."""
    inbound.state, inbound.why = InboundState.IGNORED, why
    inbound.save(update_fields=["state", "why"])
    record(InboundSetAside(inbound=inbound.pk, why=why), by=SYSTEM)


@action
def take_elsewhere(inbound: Inbound, why: str) -> None:
    """Read, and made something else than a message: what, says ``why``."""
    inbound.state, inbound.why = InboundState.DONE, why
    inbound.save(update_fields=["state", "why"])


@action
def _fail_inbound(inbound_id: int, why: str) -> None:
    changed = Inbound.objects.filter(pk=inbound_id, state=InboundState.WAITING).update(
        state=InboundState.FAILED, why=why[:2000]
    )
    if changed:
        record(InboundFailed(inbound=inbound_id, why=why[:300]), by=SYSTEM)


@action
def repeat_inbound(inbound: Inbound, *, by: Actor) -> None:
    """Try again to read what failed."""
    require(by, MANAGE)
    Inbound.objects.filter(pk=inbound.pk, state=InboundState.FAILED).update(state=InboundState.WAITING)
    jobs.enqueue("channels.read", key=f"read:{inbound.pk}", inbound=inbound.pk)


@action
def queue_delivery(ticket: Ticket, message: Message) -> Delivery | None:
    """Put an outbound message on its way, when its channel has something to deliver."""
    channel = adapters.get(message.channel)
    inbox = channel.route(ticket, message) if channel is not None else None
    if channel is None or inbox is None:
        return None
    delivery = Delivery(message=message, inbox=inbox, created_at=now())
    delivery.external_id = channel.external_id(delivery)
    delivery.save()
    Message.objects.filter(pk=message.pk).update(delivery=DeliveryState.QUEUED)
    jobs.enqueue("channels.deliver", key=f"deliver:{delivery.pk}", delivery=delivery.pk)
    return delivery


@action
def notify_customer(ticket: Ticket, *, subject: str, text: str, html: str, key: str) -> None:
    """Tell the customer something about a ticket that is not a message of it (a survey, a proposed solution).

    Channels that show such things themselves need no mail; all others send one, once per ``key``.
    """
    kind = adapters.kinds().get(ticket.channel)
    if kind is None or not kind.shows_notices:
        jobs.enqueue("email.notice", key=key, ticket=ticket.pk, subject=subject, text=text, html=html)


def deliver(delivery_id: int) -> None:
    """Send one delivery and note the outcome. Sending again after a crash uses the same external id."""
    delivery = Delivery.objects.select_related("message__ticket", "inbox").get(pk=delivery_id)
    if delivery.sent_at is not None or delivery.failed_at is not None:
        return
    channel = adapters.get(delivery.inbox.kind)
    try:
        if channel is None:
            raise adapters.Undeliverable(f"no channel {delivery.inbox.kind}")
        channel.deliver(delivery)
    except adapters.Undeliverable as error:
        _delivery_over(delivery, error=str(error))
    except Exception as error:
        Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts + 1, error=str(error)[:300])
        raise
    else:
        _delivery_over(delivery)


@action
def _delivery_over(delivery: Delivery, error: str = "") -> None:
    times = {"failed_at": now()} if error else {"sent_at": now()}
    Delivery.objects.filter(pk=delivery.pk).update(attempts=delivery.attempts + 1, error=error[:300], **times)
    state = DeliveryState.FAILED if error else DeliveryState.SENT
    desk.set_delivery(delivery.message, state, by=SYSTEM, error=error)


def note_health(inbox: Inbox, error: str = "") -> None:
    """Remember that an inbox works, or why it doesn't. Not an event: it is measured again and again."""
    values = {"last_error": error[:300], "last_error_at": now()} if error else {"last_ok_at": now(), "last_error": ""}
    Inbox.objects.filter(pk=inbox.pk).update(**values)
