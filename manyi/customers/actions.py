"""What can be done about customers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from manyi.core.actions import action, now, record
from manyi.core.actors import Actor, require
from manyi.core.errors import Conflict, Invalid
from manyi.core.rows import add, read, run
from manyi.customers import queries
from manyi.customers.access import standing
from manyi.customers.duplicates import compare
from manyi.customers.events import (
    CompanyCreated,
    CompanyRenamed,
    CustomerChanged,
    CustomerCreated,
    CustomersMerged,
    DuplicateProposed,
    DuplicateRejected,
    FieldRevealed,
    IdentityAdded,
    MergeUndone,
    OrderChanged,
)
from manyi.customers.identities import index_of, loose_index_of, normalise
from manyi.customers.models import (
    Company,
    Customer,
    CustomerMerge,
    DuplicateProposal,
    Identity,
    Order,
    OrderStatus,
    Reveal,
)
from manyi.customers.names import keep_name
from manyi.customers.permissions import EDIT, MERGE, REVEAL

_OWNER = "SELECT customer_id FROM customers_identity WHERE kind = %s AND value_index = %s"


@action
def recognise(
    kind: str, value: str, *, by: Actor, name: str = "", language: str = "", verified: bool = False
) -> Customer:
    """The customer who owns this address, created when it is new: the one door for every channel.

    Two callers at once get the same customer. Raises :class:`Invalid` for an address that can't be one.
    """
    if not normalise(kind, value):
        raise Invalid(_("This is not a usable address."), fields={kind: _("This is not a usable address.")})
    found = find(kind, value)
    if found is not None:
        return _fill_gaps(found, name=name, language=language)
    try:
        with transaction.atomic():
            customer = add(Customer, name=name[:120], language=language, created_at=now())
            _insert_identity(customer, kind, value, verified=verified)
            keep_name(customer, is_new=True)
    except IntegrityError:
        winner = find(kind, value)
        if winner is None:
            raise
        return winner
    record(CustomerCreated(via=kind), by=by, customer_id=customer.pk)
    return customer


def find(kind: str, value: str) -> Customer | None:
    """The standing customer who owns this address, if anybody does."""
    known = run(_OWNER, (kind, index_of(kind, value))) if normalise(kind, value) else None
    owner = read(Customer, id=known[0]) if known is not None else None
    return standing(owner) if owner is not None else None


def _fill_gaps(customer: Customer, *, name: str, language: str) -> Customer:
    gaps = {}
    if name and not customer.name:
        gaps["name"] = name[:120]
    if language and not customer.language:
        gaps["language"] = language
    if gaps:
        Customer.objects.filter(pk=customer.pk).update(**gaps)
        for field, value in gaps.items():
            setattr(customer, field, value)
    if "name" in gaps:
        keep_name(customer)
    return customer


def _insert_identity(customer: Customer, kind: str, value: str, *, verified: bool = False) -> Identity:
    return add(
        Identity,
        customer_id=customer.pk,
        kind=kind,
        value=normalise(kind, value),
        value_index=index_of(kind, value),
        loose_index=loose_index_of(kind, value),
        is_verified=verified,
        created_at=now(),
    )


@action
def create_customer(*, name: str, by: Actor, company: Company | None = None, language: str = "") -> Customer:
    """A customer entered by hand or by a program, without an address yet."""
    require(by, EDIT)
    customer = Customer.objects.create(name=name, company=company, language=language, created_at=now())
    keep_name(customer, is_new=True)
    record(CustomerCreated(via="hand"), by=by, customer_id=customer.pk)
    return customer


@action
def enter_customer(*, name: str, kind: str, value: str, company_name: str, by: Actor) -> Customer:
    """A customer entered by hand with a first address, if there is one.

    Raises :class:`Conflict` with the owner's id as ``customer`` for an address somebody has.
    """
    customer = create_customer(name=name, company=_company_named(company_name, by=by), by=by)
    if value:
        add_identity(customer, kind, value, by=by)
    return customer


def _company_named(name: str, *, by: Actor) -> Company | None:
    name = " ".join(name.split())[:120]
    if not name:
        return None
    return Company.objects.filter(name=name).first() or create_company(name, by=by)


@action
def change_file(customer: Customer, *, company_name: str, by: Actor, **changes: object) -> Customer:
    """As :func:`change_customer`, with the company by its name; an unknown name becomes a new company."""
    return change_customer(customer, company=_company_named(company_name, by=by), by=by, **changes)


@action
def create_company(name: str, *, by: Actor) -> Company:
    """A company whose people are served. Raises :class:`Conflict` when there is one of this name."""
    require(by, EDIT)
    name = " ".join(name.split())[:120]
    if not name:
        raise Invalid(fields={"name": _("Please give the company's name.")})
    if Company.objects.filter(name=name).exists():
        raise Conflict(_("There is a company of this name already."))
    company = Company.objects.create(name=name, created_at=now())
    record(CompanyCreated(company=company.pk), by=by)
    return company


@action
def change_customer(customer: Customer, *, by: Actor, **changes: object) -> Customer:
    """Change columns such as ``name``, ``company``, ``value_class``, ``is_vip``, ``notes``."""
    require(by, EDIT)
    changed = [field for field, value in changes.items() if getattr(customer, field) != value]
    if not changed:
        return customer
    for field in changed:
        setattr(customer, field, changes[field])
    try:
        customer.full_clean(exclude=["id", "merged_into"])
    except ValidationError as error:
        raise Invalid(fields={name: " ".join(texts) for name, texts in error.message_dict.items()}) from error
    customer.save(update_fields=changed)
    if "name" in changed:
        keep_name(customer)
    record(CustomerChanged(fields=sorted(changed)), by=by, customer_id=customer.pk)
    return customer


@action
def add_identity(customer: Customer, kind: str, value: str, *, by: Actor, verified: bool = False) -> Identity:
    """Give a customer one more address. If somebody else has it, a duplicate is proposed and :class:`Conflict` raised.

    Customers add their own; staff need the edit permission.
    """
    if by.customer_id != customer.pk:
        require(by, EDIT)
    if not normalise(kind, value):
        raise Invalid(fields={kind: _("This is not a usable address.")})
    owner = find(kind, value)
    if owner is not None and owner.pk == customer.pk:
        return Identity.objects.get(kind=kind, value_index=index_of(kind, value))
    if owner is not None:
        raise Conflict(_("This address belongs to another customer."), customer=owner.pk)
    identity = _insert_identity(customer, kind, value, verified=verified)
    record(IdentityAdded(identity=identity.pk, kind=kind), by=by, customer_id=customer.pk)
    return identity


@action
def propose_duplicate(
    one: Customer, other: Customer, *, reasons: list[str], score: int, by: Actor
) -> DuplicateProposal | None:
    """Say that two customers may be one person; None when they are the same or it was settled before."""
    first, second = sorted((one, other), key=lambda customer: customer.pk)
    if first.pk == second.pk or first.merged_into_id or second.merged_into_id:
        return None
    proposal, created = DuplicateProposal.objects.get_or_create(
        first=first, second=second, defaults={"reasons": reasons, "score": score, "created_at": now()}
    )
    if created:
        record(DuplicateProposed(other=second.pk, reasons=reasons), by=by, customer_id=first.pk)
    return proposal if proposal.settled_at is None else None


@action
def reject_duplicate(proposal: DuplicateProposal, *, by: Actor) -> None:
    """Say that two customers are different people; they are not proposed again."""
    require(by, MERGE)
    if proposal.settled_at is None:
        proposal.settled_at, proposal.settled_as = now(), "different"
        proposal.save()
        record(DuplicateRejected(other=proposal.second_id), by=by, customer_id=proposal.first_id)


@action
def merge_customers(kept: Customer, merged: Customer, *, by: Actor) -> CustomerMerge:
    """Make one customer of two: addresses move at once; the apps above move theirs by reacting inline.

    Raises :class:`Invalid` for one and the same, :class:`Conflict` when either was merged already.
    """
    require(by, MERGE)
    if kept.pk == merged.pk:
        raise Invalid(_("A customer can't be merged with itself."))
    locked = {
        c.pk: c
        for c in Customer.objects.select_for_update(no_key=True).filter(pk__in=[kept.pk, merged.pk]).order_by("pk")
    }
    if any(customer.merged_into_id for customer in locked.values()):
        raise Conflict(_("One of the two was merged already."))
    identities = list(Identity.objects.filter(customer=merged).values_list("pk", flat=True))
    Identity.objects.filter(pk__in=identities).update(customer=kept)
    Customer.objects.filter(pk=merged.pk).update(merged_into=kept)
    merge = CustomerMerge.objects.create(
        kept=kept, merged=merged, moved={"identities": identities}, by_staff_id=by.staff_id, at=now()
    )
    first, second = sorted((kept.pk, merged.pk))
    DuplicateProposal.objects.filter(first_id=first, second_id=second, settled_at=None).update(
        settled_at=now(), settled_as="merged"
    )
    record(CustomersMerged(merge=merge.pk, merged=merged.pk), by=by, customer_id=kept.pk)
    return merge


@action
def undo_merge(merge: CustomerMerge, *, by: Actor) -> CustomerMerge:
    """Take a merge apart again: what was moved goes back; what came later stays with the kept customer."""
    require(by, MERGE)
    locked = CustomerMerge.objects.select_for_update(no_key=True).get(pk=merge.pk)
    if locked.undone_at is not None:
        return locked
    if locked.kept.merged_into_id is not None:
        raise Conflict(_("The customer was merged again later. Undo that merge first."))
    Identity.objects.filter(pk__in=locked.moved["identities"], customer=locked.kept).update(customer=locked.merged)
    Customer.objects.filter(pk=locked.merged_id).update(merged_into=None)
    first, second = sorted((locked.kept_id, locked.merged_id))
    DuplicateProposal.objects.filter(first_id=first, second_id=second).update(settled_at=now(), settled_as="different")
    locked.undone_at = now()
    locked.save(update_fields=["undone_at"])
    record(MergeUndone(merge=locked.pk, merged=locked.merged_id), by=by, customer_id=locked.kept_id)
    return locked


@action
def note_moved(merge_id: int, **ids: list[int]) -> None:
    """Remember what an app above moved with a merge, for undoing: for inline reactions to a merge."""
    merge = CustomerMerge.objects.get(pk=merge_id)
    merge.moved = {**merge.moved, **ids}
    merge.save(update_fields=["moved"])


@action
def find_duplicates(customer: Customer, *, by: Actor) -> list[DuplicateProposal]:
    """Propose the customers who may be the same person; few are compared, however many customers there are."""
    if customer.merged_into_id is not None:
        return []
    me, others = queries.comparable(customer)
    proposals = []
    for other, known in others:
        finding = compare(me, known)
        if finding.is_worth_asking:
            made = propose_duplicate(customer, other, reasons=list(finding.reasons), score=finding.score, by=by)
            proposals += [made] if made is not None else []
    return proposals


@action
def change_company(company: Company, *, by: Actor, name: str) -> Company:
    """Rename a company. Raises :class:`Conflict` for a name in use."""
    require(by, EDIT)
    name = " ".join(name.split())[:120]
    if not name:
        raise Invalid(fields={"name": _("Please give the company's name.")})
    if Company.objects.filter(name=name).exclude(pk=company.pk).exists():
        raise Conflict(_("There is a company of this name already."))
    if company.name != name:
        company.name = name
        company.save(update_fields=["name"])
        record(CompanyRenamed(company=company.pk), by=by)
    return company


@action
def reveal(identity: Identity, *, by: Actor, reason: str) -> str:
    """The address in clear, once, for a reason that is kept. Raises :class:`Invalid` without one."""
    require(by, REVEAL)
    if len(reason.strip()) < 3:
        raise Invalid(fields={"reason": _("Say in a few words why you need it.")})
    Reveal.objects.create(identity=identity, staff_id=by.as_staff, reason=reason.strip()[:200], at=now())
    record(
        FieldRevealed(identity=identity.pk, kind=identity.kind, reason=reason.strip()[:200]),
        by=by,
        customer_id=identity.customer_id,
    )
    return str(identity.value)


@action
def record_order(
    customer: Customer,
    *,
    by: Actor,
    number: str,
    status: str,
    placed_at: dt.datetime,
    title: str = "",
    total: Decimal | None = None,
    currency: str = "",
    url: str = "",
) -> Order:
    """Keep what a shop tells of an order; the same again changes nothing.

    Raises :class:`Invalid` for a status we don't know, and :class:`Conflict` for the order of somebody else.
    """
    require(by, EDIT)
    if status not in OrderStatus.values:
        raise Invalid(fields={"status": _("There is no such status.")})
    if url and not url.startswith(("https://", "http://")):
        raise Invalid(fields={"url": _("An address begins with https://.")})
    values = {
        "title": " ".join(title.split())[:200],
        "status": status,
        "placed_at": placed_at,
        "total": total,
        "currency": currency.upper()[:3],
        "url": url[:500],
    }
    row = Order.objects.select_for_update(no_key=True).filter(number=number).first()
    if row is not None and standing(row.customer).pk != customer.pk:
        raise Conflict(_("This order belongs to somebody else."))
    if row is not None and all(getattr(row, name) == value for name, value in values.items()):
        return row
    kept, is_new = Order.objects.update_or_create(
        number=number, defaults={**values, "changed_at": now()}, create_defaults={
            **values, "customer": customer, "changed_at": now(),
        },
    )  # fmt: skip
    record(OrderChanged(order=kept.pk, status=status, is_new=is_new), by=by, customer_id=customer.pk)
    return kept
