"""The context beside a conversation: the customer with masked addresses, and his tickets across channels."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from manyi.core.actors import Actor, FieldClass
from manyi.core.crypto import decrypt
from manyi.customers.access import shown
from manyi.customers.models import Identity
from manyi.customers.permissions import EDIT, REVEAL
from manyi.customers.permissions import SEE as SEE_CUSTOMER
from manyi.desk.queries.reference import reference
from manyi.desk.queries.scope import reached
from manyi.desk.queries.sql import moment, rows

HISTORY = 6


class Address(NamedTuple):
    """One identity as this viewer may read it."""

    id: int
    kind: str
    text: str
    is_masked: bool


class Past(NamedTuple):
    """Another ticket of the customer."""

    number: str
    subject: str
    status: int
    channel: str
    type: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class CustomerPanel:
    """The customer's side of a ticket. ``contacts`` counts his tickets, at most 100."""

    id: int
    name: str
    company: str
    language: str
    value_class: str
    is_vip: bool
    notes: str
    since: dt.datetime
    addresses: list[Address]
    channels: list[str]
    history: list[Past]
    contacts: int
    may_reveal: bool
    may_open: bool
    may_edit: bool


_CUSTOMER = (
    "SELECT c.id, c.name, COALESCE(o.name, ''), c.language, c.value_class, c.is_vip, c.notes, c.created_at"
    " FROM customers_customer c LEFT JOIN customers_company o ON o.id = c.company_id WHERE c.id = %s"
)


def customer_panel(viewer: Actor, customer_id: int, ticket_id: int) -> CustomerPanel:
    """What this viewer may know of a ticket's customer."""
    pk, name, company, language, value_class, is_vip, notes, since = rows(_CUSTOMER, (customer_id,))[0]
    history = _history(viewer, customer_id, ticket_id)
    channels = list(dict.fromkeys(past.channel for past in history))
    return CustomerPanel(
        id=pk,
        name=name,
        company=company,
        language=language,
        value_class=value_class,
        is_vip=bool(is_vip),
        notes=decrypt(notes) if viewer.can(SEE_CUSTOMER) else "",
        since=moment(since),
        addresses=_addresses(viewer, customer_id),
        channels=channels,
        history=history[:HISTORY],
        contacts=len(history) + 1,
        may_reveal=viewer.can(REVEAL),
        may_open=viewer.can(SEE_CUSTOMER),
        may_edit=viewer.can(EDIT),
    )


def _addresses(viewer: Actor, customer_id: int) -> list[Address]:
    if not viewer.can(SEE_CUSTOMER):
        return []
    masked = not viewer.sees(FieldClass.PERSONAL)
    found = rows(
        "SELECT id, kind, value FROM customers_identity WHERE customer_id = %s"
        " AND kind IN ('email', 'phone', 'openid', 'external') ORDER BY kind, id LIMIT 6",
        (customer_id,),
    )
    known = [Identity(id=pk, kind=kind, value=decrypt(value), customer_id=customer_id) for pk, kind, value in found]
    return [Address(one.pk, one.kind, shown(viewer, one), masked) for one in known]


def _history(viewer: Actor, customer_id: int, ticket_id: int) -> list[Past]:
    condition, params = reached(viewer)
    found = rows(
        "SELECT t.number, t.subject, t.status, t.channel, t.type_id, t.updated_at FROM desk_ticket t"  # noqa: S608
        f" WHERE t.customer_id = %s AND t.id <> %s AND t.merged_into_id IS NULL AND {condition}"
        " ORDER BY t.id DESC LIMIT 100",
        (customer_id, ticket_id, *params),
    )
    ref = reference()
    return [
        Past(number, subject, status, channel, ref.type_label(type_id), moment(at))
        for number, subject, status, channel, type_id, at in found
    ]
