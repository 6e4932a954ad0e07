"""What can be asked about customers, shaped for the list, the customer's file and the duplicates page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery

from manyi.core.actors import Actor, ActorKind, FieldClass
from manyi.core.log import typed
from manyi.core.models import Event
from manyi.customers.access import shown
from manyi.customers.duplicates import Known
from manyi.customers.identities import index_of, normalise
from manyi.customers.models import (
    Company,
    Customer,
    CustomerMerge,
    DuplicateProposal,
    Identity,
    IdentityKind,
    Order,
    Reveal,
)
from manyi.customers.names import ids_named
from manyi.customers.permissions import REVEAL
from manyi.people.models import Staff
from manyi.people.permissions import SEE_AUDIT

PAGE = 50
COMPARED = 20


class Address(NamedTuple):
    """One identity as this viewer may read it."""

    id: int
    kind: str
    label: str
    text: str
    is_masked: bool
    is_verified: bool


@dataclass(frozen=True, slots=True)
class CustomerFilter:
    """What the list is narrowed to; empty values narrow nothing."""

    text: str = ""
    value_class: str = ""
    vip: bool = False
    company: str = ""


@dataclass(slots=True)
class CustomerRow:
    """One line of the list."""

    id: int
    name: str
    company: str
    value_class: str
    is_vip: bool
    language: str
    addresses: list[Address] = field(default_factory=list)
    last_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class CustomerPage:
    """A page of the list; ``next_before`` continues it."""

    rows: list[CustomerRow]
    next_before: int | None


def listed(viewer: Actor, wanted: CustomerFilter, *, before: int | None = None) -> CustomerPage:
    """Standing customers, newest first, 50 a page. Text finds by a piece of the name, or by an exact address."""
    rows = Customer.objects.filter(merged_into=None).select_related("company").order_by("-pk")
    if wanted.text:
        by_address = owners_of(wanted.text)
        rows = rows.filter(pk__in=by_address) if by_address else rows.filter(pk__in=ids_named(wanted.text))
    if wanted.value_class:
        rows = rows.filter(value_class=wanted.value_class)
    if wanted.vip:
        rows = rows.filter(is_vip=True)
    if wanted.company.isdigit():
        rows = rows.filter(company_id=int(wanted.company))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.defer("notes")[: PAGE + 1])
    page = [_row(customer) for customer in found[:PAGE]]
    _complete(viewer, page)
    return CustomerPage(page, page[-1].id if len(found) > PAGE else None)


def named(text: str, limit: int) -> list[Customer]:
    """Standing customers with this in their name, newest first."""
    rows = Customer.objects.filter(pk__in=ids_named(text), merged_into=None).select_related("company")
    return list(rows.order_by("-pk").defer("notes")[:limit])


def _row(customer: Customer) -> CustomerRow:
    company = customer.company.name if customer.company else ""
    return CustomerRow(customer.pk, customer.name, company, customer.value_class, customer.is_vip, customer.language)


def _complete(viewer: Actor, page: list[CustomerRow]) -> None:
    by_id = {row.id: row for row in page}
    for address in Identity.objects.filter(customer_id__in=by_id).exclude(kind=IdentityKind.VISITOR).order_by("pk"):
        row = by_id[address.customer_id]
        if len(row.addresses) < 2:
            row.addresses.append(as_shown(viewer, address))
    for pk, at in last_activity(by_id).items():
        by_id[pk].last_at = at


def last_activity(customer_ids: Iterable[int]) -> dict[int, dt.datetime]:
    """When something last happened with each customer, from the log: one index seek each."""
    ids = list(customer_ids)
    newest = Event.objects.filter(customer_id=OuterRef("pk")).order_by("-id").values("at")[:1]
    rows = Customer.objects.filter(pk__in=ids).annotate(last_at=Subquery(newest)).values_list("pk", "last_at")
    return {pk: at for pk, at in rows if at is not None}


def owners_of(text: str) -> list[int]:
    """Ids of the standing customers who own exactly this address, however it is written."""
    kinds = [kind for kind in IdentityKind.values if normalise(kind, text)]
    indexes = Q(pk=None)
    for kind in kinds:
        indexes |= Q(kind=kind, value_index=index_of(kind, text))
    return list(Identity.objects.filter(indexes).values_list("customer_id", flat=True))


def standing_ids(ids: Iterable[int]) -> list[int]:
    """Those of these ids that belong to standing customers."""
    return list(Customer.objects.filter(pk__in=list(ids), merged_into=None).values_list("pk", flat=True))


def as_shown(viewer: Actor, identity: Identity) -> Address:
    """An identity as this viewer may read it."""
    masked = not viewer.sees(FieldClass.PERSONAL) and viewer.customer_id != identity.customer_id
    label = str(IdentityKind(identity.kind).label)
    return Address(identity.pk, identity.kind, label, shown(viewer, identity), masked, identity.is_verified)


def addresses_of(viewer: Actor, customer: Customer) -> list[Address]:
    """All addresses of a customer, as this viewer may read them."""
    return [as_shown(viewer, one) for one in Identity.objects.filter(customer=customer).order_by("kind", "pk")]


class Side(NamedTuple):
    """One of two customers who are compared."""

    customer: Customer
    addresses: list[Address]
    last_at: dt.datetime | None


def side(viewer: Actor, customer: Customer) -> Side:
    """A customer with what tells him from another."""
    return Side(customer, addresses_of(viewer, customer), last_activity([customer.pk]).get(customer.pk))


class Pair(NamedTuple):
    """A proposal with both customers."""

    proposal: DuplicateProposal
    first: Side
    second: Side


def proposals(viewer: Actor, *, limit: int = 20) -> list[Pair]:
    """Open proposals, the surest first."""
    rows = list(
        DuplicateProposal.objects.filter(settled_at=None, first__merged_into=None, second__merged_into=None)
        .select_related("first__company", "second__company")
        .order_by("-score", "pk")[:limit]
    )
    customers = {one.pk: one for row in rows for one in (row.first, row.second)}
    addresses: dict[int, list[Address]] = {pk: [] for pk in customers}
    for identity in Identity.objects.filter(customer_id__in=customers).order_by("kind", "pk"):
        addresses[identity.customer_id].append(as_shown(viewer, identity))
    times = last_activity(customers)
    sides = {pk: Side(one, addresses[pk], times.get(pk)) for pk, one in customers.items()}
    return [Pair(row, sides[row.first_id], sides[row.second_id]) for row in rows]


def proposal_between(one: Customer, other: Customer) -> DuplicateProposal | None:
    """The open proposal about these two, if there is one."""
    first, second = sorted((one.pk, other.pk))
    return DuplicateProposal.objects.filter(first_id=first, second_id=second, settled_at=None).first()


def proposals_about(customer: Customer) -> list[Customer]:
    """Who may be the same person as this customer."""
    rows = DuplicateProposal.objects.filter(
        Q(first=customer) | Q(second=customer), settled_at=None, first__merged_into=None, second__merged_into=None
    ).select_related("first", "second")
    return [row.second if row.first_id == customer.pk else row.first for row in rows[:5]]


def merges_of(customer: Customer) -> list[CustomerMerge]:
    """What was merged into this customer, newest first."""
    rows = CustomerMerge.objects.filter(kept=customer).select_related("merged", "by_staff")
    return list(rows.order_by("-pk")[:20])


def recent_merges() -> list[CustomerMerge]:
    """The newest merges of all, to undo one."""
    rows = CustomerMerge.objects.filter(undone_at=None).select_related("kept", "merged", "by_staff")
    return list(rows.order_by("-pk")[:20])


def reveals_of(viewer: Actor, customer: Customer) -> list[Reveal]:
    """Who saw an address of this customer in clear, and why; for those who may see the record."""
    if not viewer.can(SEE_AUDIT):
        return []
    rows = Reveal.objects.filter(identity__customer=customer).select_related("identity", "staff")
    return list(rows.order_by("-pk")[:20])


class Happened(NamedTuple):
    """One line of a customer's history."""

    at: dt.datetime
    verb: str
    who: str


def history_of(customer: Customer, *, limit: int = 15) -> list[Happened]:
    """What happened to the customer's own file, newest first, without what happened on tickets."""
    rows = Event.objects.filter(customer_id=customer.pk, ticket_id=None, verb__startswith="customer.")
    events = [typed(row) for row in rows.order_by("-id")[:limit]]
    names = dict(Staff.objects.filter(pk__in=[e.staff_id for e in events if e.staff_id]).values_list("pk", "name"))
    return [
        Happened(e.at, e.verb, names.get(e.staff_id or 0, "") if e.actor_kind is ActorKind.STAFF else "")
        for e in events
    ]


def may_reveal(viewer: Actor) -> bool:
    """Whether the viewer may ask for addresses in clear."""
    return viewer.can(REVEAL)


class CompanyRow(NamedTuple):
    """A company and how many standing customers it has."""

    company: Company
    size: int


def companies(text: str = "", *, after: str = "") -> list[CompanyRow]:
    """Companies by name, a page of 50 past one name."""
    rows = Company.objects.filter(name__gt=after).order_by("name")
    page = list((rows.filter(name__icontains=text) if text else rows)[:PAGE])
    standing = Customer.objects.filter(company__in=page, merged_into=None)
    sizes = dict(standing.values_list("company_id").annotate(size=Count("pk")).order_by())
    return [CompanyRow(company, sizes.get(company.pk, 0)) for company in page]


def company_names(limit: int = 200) -> list[str]:
    """Names to choose from while typing one."""
    return list(Company.objects.order_by("name").values_list("name", flat=True)[:limit])


def company_named(name: str) -> Company | None:
    """The company of this name."""
    return Company.objects.filter(name=name).first()


def comparable(customer: Customer) -> tuple[Known, list[tuple[Customer, Known]]]:
    """The customer and the few who share a loose address, or name and company, with what is compared of each."""
    loose = set(
        Identity.objects.filter(customer=customer).exclude(loose_index="").values_list("loose_index", flat=True)
    )
    ids = set(
        Identity.objects.filter(loose_index__in=loose)
        .exclude(loose_index="")
        .exclude(customer=customer)
        .values_list("customer_id", flat=True)[:COMPARED]
    )
    if customer.name and customer.company_id:
        same = Customer.objects.filter(name=customer.name, company_id=customer.company_id, merged_into=None)
        ids |= set(same.exclude(pk=customer.pk).values_list("pk", flat=True)[:COMPARED])
    if not ids:
        return Known(), []
    known = _known([customer.pk, *ids])
    others = Customer.objects.filter(pk__in=ids, merged_into=None).order_by("pk")[:COMPARED]
    return known[customer.pk], [(other, known[other.pk]) for other in others]


def _known(ids: list[int]) -> dict[int, Known]:
    found: dict[int, dict[str, set[str]]] = {pk: {"email": set(), "phone": set()} for pk in ids}
    rows = Identity.objects.filter(customer_id__in=ids).exclude(loose_index="")
    for pk, kind, loose in rows.values_list("customer_id", "kind", "loose_index"):
        found[pk]["email" if kind == IdentityKind.EMAIL else "phone"].add(loose)
    return {
        pk: Known(name, company_id, frozenset(found[pk]["phone"]), frozenset(found[pk]["email"]))
        for pk, name, company_id in Customer.objects.filter(pk__in=ids).values_list("pk", "name", "company_id")
    }


ORDERS = 30


def orders_of(customer: Customer, limit: int = ORDERS) -> list[Order]:
    """A customer's orders, newest first, with those of customers merged into him."""
    rows = Order.objects.filter(Q(customer=customer) | Q(customer__merged_into=customer))
    return list(rows.order_by("-placed_at", "-id")[:limit])
