"""What becomes of a mail that came: a message on its ticket, a new ticket, a mark on a message of ours, or nothing."""

from __future__ import annotations

import datetime as dt

import msgspec
from django.urls import reverse

from manyi.channels import actions as channels
from manyi.channels.email.claims import is_claimed
from manyi.channels.email.config import KIND, marking_secret, own_addresses
from manyi.channels.email.mail import Address, Mail
from manyi.channels.email.marks import read_reply_address, read_subject_tag
from manyi.channels.email.reading import read_mail
from manyi.channels.email.sanitising import sanitise_html
from manyi.channels.models import Delivery, Inbound, Thread
from manyi.core import files
from manyi.core.actions import now
from manyi.core.actors import SYSTEM, customer_actor
from manyi.core.languages import guess
from manyi.customers import actions as customers
from manyi.customers.models import Customer
from manyi.desk import actions as desk
from manyi.desk.approval_letters import approval_of_subject
from manyi.desk.approval_mail import take_answer as decide_by_mail
from manyi.desk.models import Attachment, DeliveryState, LinkKind, Message, Status, Task, Ticket
from manyi.desk.task_links import task_of_subject
from manyi.desk.task_mail import take_answer
from manyi.people.access import actor_of

OPENS_AGAIN_WITHIN = dt.timedelta(days=14)
FLOOD = 30


def take_in(inbound: Inbound) -> Message | None:
    """Read a stored mail and act on it, in the transaction of the caller."""
    own = own_addresses()
    domains = {address.rpartition("@")[2] for address in own}
    mail = read_mail(files.read(inbound.file), secret=marking_secret(), own_domains=domains)
    if is_claimed(inbound, mail):
        return None
    if mail.bounce is not None:
        return _mark_returned(inbound, mail)
    sender = _sender(mail)
    if mail.kind == "loop" or sender.email in own:
        return _set_aside(inbound, "loop")
    if not sender.email:
        return _set_aside(inbound, "no sender")
    task = task_of_subject(mail.subject, mail.sender.email)
    if task is not None and mail.kind == "message":
        _answer_task(inbound, mail, task)
        return None
    approval = approval_of_subject(mail.subject, mail.sender.email)
    if approval is not None and approval.approver is not None and mail.kind == "message":
        decide_by_mail(approval, by=actor_of(approval.approver), text=mail.text)
        channels.take_elsewhere(inbound, f"approval {approval.pk}")
        return None
    ticket = _ticket_of(mail)
    if mail.kind == "auto_reply":
        return _note_auto_reply(inbound, mail, ticket)
    if Message.objects.filter(channel=KIND, external_id=mail.message_id).exists():
        return _set_aside(inbound, "taken in before")
    return _receive(inbound, mail, sender, ticket)


def _answer_task(inbound: Inbound, mail: Mail, task: Task) -> None:
    """A colleague without a seat answers a task by mail."""
    uploads = [desk.Upload(part.filename, part.content, part.media_type) for part in mail.attachments]
    by = actor_of(task.holder)
    take_answer(task, by=by, text=mail.text, uploads=uploads, external_id=mail.message_id)
    channels.take_elsewhere(inbound, f"task {task.pk}")


def _set_aside(inbound: Inbound, why: str) -> Message | None:
    channels.set_aside(inbound, why)
    return None


def _sender(mail: Mail) -> Address:
    """Who wants the answer: Reply-To when it names one, else From."""
    answer_to = next((address for address in mail.reply_to if address.email), mail.sender)
    return Address(answer_to.name or mail.sender.name, answer_to.email)


def _mark_returned(inbound: Inbound, mail: Mail) -> Message | None:
    """A report on a mail of ours: mark the message; a mail that came back for good opens its ticket again."""
    report = mail.bounce
    original = report.original_message_id if report is not None else ""
    delivery = Delivery.objects.select_related("message__ticket").filter(external_id=original or "none").first()
    if report is None or delivery is None:
        return _set_aside(inbound, "report on an unknown mail")
    words = report.diagnostic if report.status in report.diagnostic else f"{report.status} {report.diagnostic}".strip()
    if mail.kind == "bounce" and report.permanent:
        desk.set_delivery(delivery.message, DeliveryState.BOUNCED, by=SYSTEM, error=words)
        ticket = delivery.message.ticket
        if ticket.status == Status.PENDING:
            desk.set_status(ticket, by=SYSTEM, status=Status.OPEN, reason="bounced")
    elif mail.kind == "delivery_report":
        desk.set_delivery(delivery.message, DeliveryState.DELIVERED, by=SYSTEM)
    else:
        desk.set_delivery(delivery.message, delivery.message.delivery, by=SYSTEM, error=words)
    return _set_aside(inbound, mail.kind)


def _ticket_of(mail: Mail) -> Ticket | None:
    """The ticket a mail belongs to: by signed reply address, by what it refers to, by subject tag and sender."""
    signed = read_reply_address([*(a.email for a in (*mail.to, *mail.cc)), *mail.delivered_to], marking_secret())
    if signed is not None:
        return _standing(Ticket.objects.filter(number=signed).first())
    referred = [ref for ref in (mail.in_reply_to, *reversed(mail.references)) if ref][:50]
    delivery = (
        Delivery.objects.select_related("message__ticket").filter(external_id__in=referred).order_by("-id").first()
    )
    if delivery is not None:
        return _standing(delivery.message.ticket)
    message = (
        Message.objects.select_related("ticket").filter(channel=KIND, external_id__in=referred).order_by("-id").first()
    )
    if message is not None:
        return _standing(message.ticket)
    tagged = Ticket.objects.filter(number=read_subject_tag(mail.subject) or "").first()
    writer = customers.find("email", _sender(mail).email) if tagged is not None else None
    return _standing(tagged) if tagged is not None and writer is not None and writer.pk == tagged.customer_id else None


def _standing(ticket: Ticket | None) -> Ticket | None:
    while ticket is not None and ticket.merged_into is not None:
        ticket = ticket.merged_into
    return ticket


def _note_auto_reply(inbound: Inbound, mail: Mail, ticket: Ticket | None) -> Message | None:
    """An automatic answer never opens or reopens anything; on a known ticket it is kept as a note."""
    if ticket is None or not mail.text.strip():
        return _set_aside(inbound, "automatic reply")
    return desk.note(ticket, by=SYSTEM, text=f"{mail.subject}\n\n{mail.text}")


def _receive(inbound: Inbound, mail: Mail, sender: Address, ticket: Ticket | None) -> Message | None:
    customer = customers.recognise("email", sender.email, by=SYSTEM, name=sender.name, language=guess(mail.text))
    if ticket is None or _closed_long_ago(ticket):
        if Ticket.objects.filter(customer=customer, created_at__gt=now() - dt.timedelta(hours=1)).count() >= FLOOD:
            return _set_aside(inbound, "flood")
        ticket = _open(inbound, mail, customer, follows=ticket)
    attachments = [
        desk.upload(
            ticket,
            by=SYSTEM,
            name=part.filename,
            content=part.content,
            claimed_type=part.media_type,
            content_id=part.content_id,
            limit=len(part.content),
        )
        for part in mail.attachments
    ]
    message = desk.receive_message(
        ticket,
        by=customer_actor(customer.pk, customer.name),
        text=mail.text,
        html=_shown(mail.html, attachments),
        quoted=mail.quoted,
        channel=KIND,
        external_id=mail.message_id,
        addresses=_addresses(mail),
        attachments=attachments,
    )
    _remember(ticket, inbound, sender.email, mail)
    return message


def _closed_long_ago(ticket: Ticket) -> bool:
    return ticket.closed_at is not None and ticket.closed_at < now() - OPENS_AGAIN_WITHIN


def _open(inbound: Inbound, mail: Mail, customer: Customer, *, follows: Ticket | None) -> Ticket:
    subject = mail.topic or " ".join(mail.text.split())[:60] or inbound.inbox.name
    by = customer_actor(customer.pk, customer.name)
    language = guess(mail.text) or guess(mail.topic)
    team = inbound.inbox.team
    ticket = desk.create_ticket(customer, by=by, subject=subject, channel=KIND, team=team, language=language)
    if follows is not None:
        desk.link_tickets(ticket, follows, by=SYSTEM, kind=LinkKind.FOLLOW_UP)
    return ticket


def _shown(html: str, attachments: list[Attachment]) -> str:
    """The HTML as the reading frame shows it, its inline pictures pointing at our own files."""
    if not html:
        return ""
    places = {found.content_id: reverse("attachment", args=[found.pk]) for found in attachments if found.content_id}
    return sanitise_html(html, places.get)


def _addresses(mail: Mail) -> str:
    named = {"to": mail.to, "cc": mail.cc}
    return msgspec.json.encode({key: [[a.name, a.email] for a in found] for key, found in named.items()}).decode()


def _remember(ticket: Ticket, inbound: Inbound, remote: str, mail: Mail) -> None:
    thread, _created = Thread.objects.get_or_create(ticket=ticket, inbox=inbound.inbox, defaults={"remote": remote})
    thread.refers_to = [*(ref for ref in thread.refers_to if ref != mail.message_id), mail.message_id][-50:]
    if ticket.customer_id and (not thread.remote or customers.find("email", remote) == ticket.customer):
        thread.remote = remote
    thread.save(update_fields=["refers_to", "remote"])
