"""A contact entered by hand: somebody called, wrote on paper, or stood at the counter."""

from __future__ import annotations

from django.utils.translation import gettext as _

from manyi.core.actions import action
from manyi.core.actors import Actor, require
from manyi.core.errors import Invalid
from manyi.customers.actions import create_customer, recognise
from manyi.customers.models import Customer
from manyi.desk.actions.assignment import assign
from manyi.desk.actions.creating import create_ticket
from manyi.desk.actions.messages import receive_message
from manyi.desk.models import Priority, Ticket, TicketType
from manyi.desk.permissions import CREATE
from manyi.people.models import Staff, Team


@action
def take_in(
    *,
    by: Actor,
    customer: Customer | None,
    subject: str,
    text: str,
    channel: str = "voice",
    name: str = "",
    address: str = "",
    type: TicketType | None = None,
    team: Team | None = None,
    priority: int = Priority.NORMAL,
) -> Ticket:
    """Open a ticket for a known customer, or for a new one by name and phone or e-mail; it is the writer's own.

    Raises :class:`Invalid` naming what is missing; then nothing has been made.
    """
    require(by, CREATE)
    wrong = {}
    if not subject.strip():
        wrong["subject"] = _("Please say in a few words what it is about.")
    if not text.strip():
        wrong["text"] = _("Write down what the customer said.")
    if customer is None and not name.strip() and not address.strip():
        wrong["customer"] = _("Choose a customer, or enter a name or an address.")
    if wrong:
        raise Invalid(fields=wrong)
    me = Staff.objects.select_related("team").get(pk=by.as_staff)
    customer = customer or _new_customer(by, name.strip(), address.strip())
    ticket = create_ticket(
        customer, by=by, subject=subject, channel=channel, type=type, team=team or me.team, priority=priority
    )
    receive_message(ticket, by=by, text=text, channel=channel)
    return assign(ticket, by=by, to=me, team=team or me.team, how="taken")


def _new_customer(by: Actor, name: str, address: str) -> Customer:
    if not address:
        return create_customer(name=name, by=by)
    try:
        return recognise("email" if "@" in address else "phone", address, name=name, by=by)
    except Invalid:
        raise Invalid(fields={"address": _("This is neither a phone number nor an e-mail address.")}) from None
