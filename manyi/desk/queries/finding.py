"""Search: by ticket number, by customer (name, exact phone or e-mail), by words in messages. Scope holds everywhere."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from django.utils import timezone
from markupsafe import Markup, escape

from manyi.core import search
from manyi.core.actors import Actor, Scope
from manyi.core.search.marking import marked, pattern_for, pattern_of
from manyi.customers.actions import find as find_customer
from manyi.customers.models import Customer
from manyi.customers.permissions import SEE as SEE_CUSTOMER
from manyi.customers.queries import named as customers_named
from manyi.desk.queries.reference import reference
from manyi.desk.queries.scope import reached
from manyi.desk.queries.sql import Where, among, joined, marks, moment, rows

SHOWN, FEW = 50, 5
Aside = tuple[int, str]
"""The id of a ticket and what was written beside it."""
AsideSource = Callable[[str, int], list[Aside]]
_NUMBER = re.compile(r"#?(?:(\d{8})-)?(\d{1,6})")


class Hit(NamedTuple):
    """A ticket found; ``line`` is where the words stand, marked."""

    number: str
    subject: str
    status: int
    channel: str
    type: str
    customer_id: int
    customer: str
    assignee: str
    at: dt.datetime
    line: Markup
    kind: str


class FoundCustomer(NamedTuple):
    """A customer found by name or address."""

    id: int
    name: str
    company: str
    is_vip: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, tickets newest first."""

    customers: list[FoundCustomer]
    tickets: list[Hit]

    @property
    def is_empty(self) -> bool:
        return not self.customers and not self.tickets


_asides: list[AsideSource] = []


def add_asides(source: AsideSource) -> None:
    """Let search also find what another app keeps beside tickets, newest first; called once, when the app starts."""
    _asides.append(source)


def find_all(viewer: Actor, query: str, limit: int = SHOWN) -> Found:
    """Everything the viewer reaches that fits the query."""
    query = query.strip()[:200]
    if not query:
        return Found([], [])
    customers = find_customers(viewer, query)
    once: dict[str, Hit] = {}
    by_words = (*_by_words(viewer, query, limit), *_by_asides(viewer, query))
    for hit in (*_by_number(viewer, query), *by_words, *_by_customer(viewer, customers)):
        once.setdefault(hit.number, hit)
    return Found(customers, list(once.values())[:limit])


def find_customers(viewer: Actor, query: str, limit: int = 6) -> list[FoundCustomer]:
    """Customers with this in their name, from a word or Chinese character on, or with just this phone or e-mail."""
    query = query.strip()
    if not viewer.can(SEE_CUSTOMER) or not query:
        return []
    exact = [found for kind in ("email", "phone") if (found := find_customer(kind, query)) is not None]
    named = customers_named(query, limit)
    once = {one.pk: FoundCustomer(one.pk, one.name, _company(one), one.is_vip) for one in (*exact, *named)}
    return list(once.values())[:limit]


def _company(customer: Customer) -> str:
    return customer.company.name if customer.company is not None else ""


_HIT = (
    "t.number, t.subject, t.status, t.channel, t.type_id, t.customer_id, c.name, t.assignee_id, t.updated_at, t.snippet"
)
_FROM = "FROM desk_ticket t JOIN customers_customer c ON c.id = t.customer_id"


def _tickets(viewer: Actor, where: Where, limit: int) -> list[Hit]:
    scope, params = reached(viewer)
    sql = f"SELECT {_HIT} {_FROM} WHERE {where[0]} AND {scope} ORDER BY t.id DESC LIMIT %s"
    return [_hit(values) for values in rows(sql, (*where[1], *params, limit))]


def _hit(values: tuple, line: Markup | None = None, kind: str = "") -> Hit:  # type: ignore[type-arg]
    number, subject, status, channel, type_id, customer_id, customer, assignee_id, at, snippet = values
    ref = reference()
    return Hit(
        number, subject, status, channel, ref.type_label(type_id), customer_id, customer, ref.name(assignee_id),
        moment(at), escape(snippet) if line is None else line, kind,
    )  # fmt: skip


def _by_number(viewer: Actor, query: str) -> list[Hit]:
    """A whole number, or the last digits of one given in the past week."""
    match = _NUMBER.fullmatch(query)
    if match is None:
        return []
    day, count = match.group(1), int(match.group(2))
    today = timezone.localtime(timezone.now(), timezone.get_default_timezone()).date()
    days = [day] if day else [f"{today - dt.timedelta(days=back):%Y%m%d}" for back in range(7)]
    numbers = [f"{one}-{count:04d}" for one in days]
    return _tickets(viewer, (f"t.number IN ({marks(numbers)})", tuple(numbers)), len(numbers))


def _by_customer(viewer: Actor, customers: Iterable[FoundCustomer]) -> list[Hit]:
    ids = [customer.id for customer in customers]
    return _tickets(viewer, (f"t.customer_id IN ({marks(ids)})", tuple(ids)), 20) if ids else []


def most_looked_at(viewer: Actor) -> int:
    """How many of the newest messages are looked at: more where most are out of the viewer's reach."""
    return 250 if viewer.scope is Scope.ALL else 600


def _by_words(viewer: Actor, query: str, limit: int) -> list[Hit]:
    """The newest message of each ticket that holds all the words; where few do, also those that mean the same."""
    most = most_looked_at(viewer)
    found = _with_messages(viewer, search.find(query, most), pattern_of(query), limit)
    if len(found) >= FEW:
        return found
    ids, asked = search.find_meant(query, most)
    known = {hit.number for hit in found}
    more = _with_messages(viewer, ids, pattern_for(asked), limit)
    return [*found, *(hit for hit in more if hit.number not in known)]


def _by_asides(viewer: Actor, query: str) -> list[Hit]:
    """Tickets beside which the words were written, in a talk that is no part of their conversation."""
    texts: dict[int, str] = {}
    for source in _asides:
        for ticket_id, text in source(query, SHOWN):
            texts.setdefault(ticket_id, text)
    if not texts:
        return []
    scope, params = reached(viewer)
    sql = f"SELECT t.id, {_HIT} {_FROM} WHERE t.id IN ({marks(tuple(texts))}) AND {scope} ORDER BY t.id DESC"
    pattern = pattern_of(query)
    return [_hit(tuple(values), marked(texts[pk], pattern), "aside") for pk, *values in rows(sql, (*texts, *params))]


def _with_messages(viewer: Actor, ids: list[int], pattern: re.Pattern[str], limit: int) -> list[Hit]:
    if not ids:
        return []
    where, params = joined([among("m.id", ids), reached(viewer)])
    found = rows(
        f"SELECT {_HIT}, m.text, m.kind FROM desk_message m JOIN desk_ticket t ON t.id = m.ticket_id"  # noqa: S608
        f" JOIN customers_customer c ON c.id = t.customer_id WHERE {where} ORDER BY m.id DESC LIMIT %s",
        (*params, limit * 3),
    )
    newest: dict[str, Hit] = {}
    for *values, text, kind in found:
        if values[0] not in newest:
            newest[values[0]] = _hit(tuple(values), marked(text, pattern), kind)
    return list(newest.values())


def mark_words(text: str, query: str) -> Markup:
    """A short text with the words of the query marked."""
    return marked(text, pattern_of(query)) if query.strip() else escape(text)
