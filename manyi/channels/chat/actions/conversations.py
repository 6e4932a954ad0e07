"""What a visitor does: write, send files, read, confirm or refuse a solution, leave an address."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from django.db import connection
from django.utils.translation import gettext as _

from manyi.channels.chat.access import Known, find_visitor, get_conversation, standing_ticket
from manyi.channels.chat.cards import hand_on_call_back
from manyi.channels.chat.events import CallBackAsked, ContactLeft
from manyi.channels.chat.models import ChatVisitor
from manyi.channels.chat.sites import KIND, Site
from manyi.channels.chat.tokens import Claims
from manyi.channels.chat.uploads import Upload
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.errors import Invalid
from manyi.customers import actions as customers
from manyi.customers.access import standing
from manyi.customers.identities import normalise
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.models import Attachment, LinkKind, Message, Ticket
from manyi.people.models import Team

LONGEST = 4000
SUBJECT = 60


@dataclass(frozen=True, slots=True)
class Contact:
    """Who an anonymous visitor says it is; nothing of it is proven."""

    email: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One message from a browser. ``key`` is the browser's own name for it: sent again, it is the same message."""

    key: str
    text: str
    language: str = ""
    contact: Contact | None = None
    files: tuple[Upload, ...] = ()


@action
def receive(site: Site, claims: Claims, said: Said) -> tuple[Known, Message]:
    """Take a message in, once: on the open conversation, else on a new ticket that follows the old one up.

    Raises :class:`Invalid` for nothing, or too much.
    """
    _check(said)
    known = find_visitor(site, claims)
    if known is None or known.ticket_id is None or known.is_over:
        known = _begin(site, claims, said)
    elif known.merged_into_id is not None:
        known = _follow_merge(known)
    if known.is_stale:
        ChatVisitor.objects.filter(pk=known.pk).update(seen_at=now())
    if said.contact is not None:
        _note_contact(site, claims, known, said.contact)
    by = customer_actor(known.ticket_customer_id or known.customer_id)
    message = desk.receive_message(
        Ticket(pk=known.ticket_id),
        by=by,
        text=said.text.strip() or ", ".join(upload.name for upload in said.files),
        channel=KIND,
        external_id=_external_id(known, said),
        attachments=_kept(known, said),
    )
    return known, message


def _kept(known: Known, said: Said) -> list[Attachment]:
    """The message's files, stored; nothing when the message is known already."""
    if not said.files or Message.objects.filter(channel=KIND, external_id=_external_id(known, said)).exists():
        return []
    return [upload.keep() for upload in said.files]


def _check(said: Said) -> None:
    if not said.text.strip() and not said.files:
        raise Invalid(fields={"text": _("There is nothing to send yet.")})
    if len(said.text) > LONGEST:
        raise Invalid(fields={"text": _("This is too long to send as one message.")})
    if not 8 <= len(said.key) <= 64:
        raise Invalid(fields={"key": _("This message has no usable key.")})


def _external_id(known: Known, said: Said) -> str:
    """Unique per visitor, so that nobody reaches another's message by guessing its key."""
    return f"{known.pk}:{said.key}"


def _begin(site: Site, claims: Claims, said: Said) -> Known:
    """A new ticket for this visitor. The visitor's row is locked, so two tabs begin one conversation."""
    customer = _locked_customer(site, claims, said)
    known = find_visitor(site, claims)
    if known is None:
        raise RuntimeError("the visitor was made a moment ago")
    if known.ticket_id is not None and not known.is_over:
        return known
    sent = Message.objects.filter(channel=KIND, external_id=_external_id(known, said)).first()
    if sent is not None:
        return replace(known, ticket_id=sent.ticket_id)
    ticket = desk.create_ticket(
        customer,
        by=customer_actor(customer.pk),
        subject=_subject(said),
        channel=KIND,
        team=Team(pk=site.team_id) if site.team_id else None,
        language=said.language,
    )
    if known.ticket_id is not None:
        desk.link_tickets(ticket, standing_ticket(known.ticket_id), by=SYSTEM, kind=LinkKind.FOLLOW_UP)
    ChatVisitor.objects.filter(pk=known.pk).update(ticket=ticket, seen_at=now())
    return Known(known.pk, customer.pk, False, ticket.pk, customer.pk, None, False)


def _subject(said: Said) -> str:
    words = " ".join(said.text.split()) or ", ".join(upload.name for upload in said.files)
    return words if len(words) <= SUBJECT else f"{words[:SUBJECT].rstrip()}…"


_ADD = (
    "INSERT INTO chat_chatvisitor (inbox_id, key, customer_id, is_identified, created_at, seen_at)"
    " VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (inbox_id, key) DO NOTHING"
)


def _locked_customer(site: Site, claims: Claims, said: Said) -> Customer:
    """The visitor's customer; the visitor's row exists after this and is locked to the end of the transaction."""
    locked = ChatVisitor.objects.select_for_update(of=("self",), no_key=True).select_related("customer")
    found = locked.filter(inbox_id=site.pk, key=claims.key).first()
    if found is None:
        customer = _recognised(site, claims, said)
        at = connection.ops.adapt_datetimefield_value(now())
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [site.pk, claims.key, customer.pk, claims.is_identified, at, at])
        found = locked.get(inbox_id=site.pk, key=claims.key)
    return standing(found.customer)


def _recognised(site: Site, claims: Claims, said: Said) -> Customer:
    if claims.is_identified:
        return _vouched_customer(claims, said.language)
    return customers.recognise("visitor", f"{site.pk}:{claims.key}", by=SYSTEM, language=said.language)


def _vouched_customer(claims: Claims, language: str) -> Customer:
    """The customer the host site vouches for: known by its user id, else by the mail address, else new."""
    email = normalise("email", claims.email)
    by_mail = customers.find("email", email) if email else None
    known = customers.find("external", claims.user)
    if known is None and by_mail is not None:
        customers.add_identity(by_mail, "external", claims.user, by=SYSTEM, verified=True)
    customer = customers.recognise(
        "external", claims.user, by=SYSTEM, name=claims.name, language=language, verified=True
    )
    if email and by_mail is None:
        customers.add_identity(customer, "email", email, by=SYSTEM, verified=True)
    elif by_mail is not None and by_mail.pk != customer.pk:
        customers.propose_duplicate(customer, by_mail, reasons=["email"], score=90, by=SYSTEM)
    return customer


def _follow_merge(known: Known) -> Known:
    """The conversation was merged into another ticket: go on there."""
    ticket = standing_ticket(known.ticket_id or 0)
    ChatVisitor.objects.filter(pk=known.pk).update(ticket=ticket)
    return replace(known, ticket_id=ticket.pk, ticket_customer_id=ticket.customer_id, merged_into_id=None)


@action
def leave_contact(site: Site, claims: Claims, contact: Contact) -> None:
    """An anonymous visitor says how to reach it. Raises :class:`NotFound` before its first message."""
    known, _ticket = get_conversation(site, claims)
    _note_contact(site, claims, known, contact)


def _note_contact(site: Site, claims: Claims, known: Known, contact: Contact) -> None:
    """Unproven, so it never leads to another customer's record: a person decides on the proposed duplicate."""
    email = normalise("email", contact.email)
    if contact.email.strip() and (not email or len(email) > 200):
        raise Invalid(fields={"email": _("This is not a usable e-mail address.")})
    customer = standing(Customer.objects.get(pk=known.customer_id))
    if contact.name.strip() and not claims.is_identified:
        identity = f"{site.pk}:{claims.key}"
        customers.recognise("visitor", identity, by=SYSTEM, name=contact.name.strip())
    if not email:
        return
    owner = customers.find("email", email)
    if owner is None:
        customers.add_identity(customer, "email", email, by=customer_actor(customer.pk))
    elif owner.pk != customer.pk:
        customers.propose_duplicate(customer, owner, reasons=["email"], score=60, by=SYSTEM)
    if owner is None or owner.pk != customer.pk:
        record(ContactLeft(known=owner is not None), by=customer_actor(customer.pk), customer_id=customer.pk)


@action
def confirm(site: Site, claims: Claims) -> Ticket:
    """Solved, says the visitor: its ticket closes."""
    _known, ticket = get_conversation(site, claims)
    return desk.confirm_resolution(ticket, by=customer_actor(ticket.customer_id))


@action
def refuse(site: Site, claims: Claims) -> Ticket:
    """Not solved, says the visitor: its ticket opens again."""
    _known, ticket = get_conversation(site, claims)
    return desk.reopen(ticket, by=customer_actor(ticket.customer_id), reason="chat")


@action
def read_up_to(site: Site, claims: Claims, message_id: int) -> int:
    """The visitor has our messages up to this one before its eyes; returns how many were unread."""
    known, ticket = get_conversation(site, claims)
    if known.is_stale:
        ChatVisitor.objects.filter(pk=known.pk).update(seen_at=now())
    return desk.mark_read(ticket, by=customer_actor(ticket.customer_id), up_to=message_id)


@action
def ask_call_back(site: Site, claims: Claims, *, key: str, phone: str, at: dt.datetime | None = None) -> Ticket:
    """The visitor would rather be called than wait: the number stands in the conversation, and an event says so.

    Raises :class:`Invalid` for what is no phone number, and for a time at which nobody calls.
    """
    number = normalise("phone", phone)
    if not number:
        raise Invalid(fields={"phone": _("This is not a usable phone number.")})
    _known, ticket = get_conversation(site, claims)
    receive(site, claims, Said(key, _("Please call me back: %(phone)s") % {"phone": phone.strip()[:30]}))
    by = customer_actor(ticket.customer_id)
    record(CallBackAsked(), by=by, ticket=ticket)
    hand_on_call_back(ticket, by, number, at)
    return ticket
