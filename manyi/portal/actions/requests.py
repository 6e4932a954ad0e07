"""What customers can do for themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from manyi.channels import actions as channels
from manyi.channels.models import Inbox
from manyi.core import jobs
from manyi.core.actions import action, now, record
from manyi.core.actors import SYSTEM
from manyi.core.errors import NotFound
from manyi.core.ids import new_token, token_hash
from manyi.customers import actions as customers
from manyi.customers.identities import index_of, normalise
from manyi.customers.models import Customer, Identity
from manyi.desk import actions as desk
from manyi.desk.models import Attachment, Message, Ticket, TicketType
from manyi.listening.actions import send_survey
from manyi.people import queries as people
from manyi.portal.access import actor_of, request_link
from manyi.portal.events import CustomerEntered, EntryLinkSent
from manyi.portal.forms import Upload
from manyi.portal.models import EntryLink

LINK_LASTS = dt.timedelta(minutes=30)
MOST_LINKS = 5


@action
def open_request(
    *, name: str, email: str, subject: str, text: str, type: TicketType | None, uploads: Sequence[Upload] = ()
) -> Ticket:
    """A request from the web form, as a ticket of whoever owns this e-mail address."""
    customer = customers.recognise("email", email, by=SYSTEM, name=name, language=translation.get_language())
    inbox = Inbox.objects.filter(kind="form", is_enabled=True).order_by("id").first()
    ticket = desk.create_ticket(
        customer,
        by=actor_of(customer),
        subject=subject,
        channel="form",
        type=type,
        team=inbox.team if inbox else None,
        language=translation.get_language(),
    )
    say(ticket, customer, text=text, uploads=uploads)
    return ticket


@action
def say(ticket: Ticket, customer: Customer, *, text: str, uploads: Sequence[Upload] = ()) -> Message:
    """The customer's further words from the portal, with files. Raises :class:`Invalid` for too large a file."""
    by = actor_of(customer)
    attachments: list[Attachment] = [
        desk.upload(ticket, by=by, name=file.name or "file", content=file.read(), claimed_type=file.content_type or "")
        for file in uploads
    ]
    return desk.receive_message(ticket, by=by, text=text, channel="form", attachments=attachments)


@action
def send_entry_link(email: str) -> EntryLink | None:
    """Mail a way in to an address we know; None for one we don't, which the page never tells apart."""
    if not normalise("email", email):
        return None
    identity = Identity.objects.filter(kind="email", value_index=index_of("email", email)).first()
    if (
        identity is None
        or EntryLink.objects.filter(identity=identity, created_at__gt=now() - LINK_LASTS).count() >= MOST_LINKS
    ):
        return None
    secret = new_token()
    link = EntryLink.objects.create(
        identity=identity, token_hash=token_hash(secret), created_at=now(), expires_at=now() + LINK_LASTS
    )
    installation = people.installation()
    values = {
        "company": installation.name if installation else "",
        "url": f"{settings.PUBLIC_URL}{reverse('portal_enter', args=[secret])}",
    }
    jobs.enqueue(
        "email.system_mail",
        to=[identity.value],
        subject=_("Your way to your requests"),
        text=render_to_string("portal/mail/entry.txt", values),
        html="",
    )
    record(EntryLinkSent(link=link.pk), by=SYSTEM, customer_id=identity.customer_id)
    return link


@action
def use_entry_link(secret: str) -> Customer:
    """The customer of an unused link; his address is proven now. Raises :class:`NotFound` for a used or old one."""
    link = EntryLink.objects.select_for_update(of=("self",), no_key=True).filter(token_hash=token_hash(secret)).first()
    if link is None or link.used_at is not None or link.expires_at < now():
        raise NotFound(_("This link was used already or is too old. Please ask for a new one."))
    link.used_at = now()
    link.save(update_fields=["used_at"])
    Identity.objects.filter(pk=link.identity_id, is_verified=False).update(is_verified=True)
    customer = link.identity.customer
    record(CustomerEntered(link=link.pk), by=actor_of(customer), customer_id=customer.pk)
    return customer


@action
def confirm(ticket: Ticket) -> None:
    """The customer says it is solved; the question how it went is there when he sees the page again."""
    send_survey(desk.confirm_resolution(ticket, by=actor_of(ticket.customer)))


@action
def tell_of_solution(ticket: Ticket, resolution_id: int) -> None:
    """Mail the customer that we think it is solved, with a link to confirm or to reopen."""
    installation = people.installation()
    with translation.override("zh-hans" if (ticket.language or "zh").startswith("zh") else "en"):
        values = {"company": installation.name if installation else "", "ticket": ticket, "url": request_link(ticket)}
        channels.notify_customer(
            ticket,
            subject=_("Is it solved? %(subject)s") % {"subject": ticket.subject},
            text=render_to_string("portal/mail/solved.txt", values),
            html=render_to_string("portal/mail/solved.html", values),
            key=f"solution:{resolution_id}",
        )
