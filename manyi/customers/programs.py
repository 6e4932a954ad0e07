"""What programs ask about customers: keyset pages, identities, merges and proposals."""

from __future__ import annotations

from collections.abc import Iterable

from manyi.core.errors import Invalid, NotFound
from manyi.customers.models import Company, Customer, CustomerMerge, DuplicateProposal, Identity


def customers_after(after: int, limit: int, *, name: str = "", company_id: int | None = None) -> list[Customer]:
    """Standing customers whose name begins so, by id, past one of them."""
    rows = Customer.objects.filter(pk__gt=after, merged_into=None)
    if name:
        rows = rows.filter(name__startswith=name)
    if company_id is not None:
        rows = rows.filter(company_id=company_id)
    return list(rows.order_by("pk")[:limit])


def identities_of(customer_ids: Iterable[int]) -> dict[int, list[Identity]]:
    """The identities of each customer."""
    found: dict[int, list[Identity]] = {}
    for identity in Identity.objects.filter(customer_id__in=list(customer_ids)).order_by("pk"):
        found.setdefault(identity.customer_id, []).append(identity)
    return found


def companies_after(after: int, limit: int) -> list[Company]:
    """Companies by id, past one of them."""
    return list(Company.objects.filter(pk__gt=after).order_by("pk")[:limit])


def company_by_id(company_id: int) -> Company:
    """A company. Raises :class:`NotFound`."""
    found = Company.objects.filter(pk=company_id).first()
    if found is None:
        raise NotFound()
    return found


def named_company(company_id: int | None) -> Company | None:
    """A company named in a request. Raises :class:`Invalid` for an id nobody has."""
    if company_id is None:
        return None
    try:
        return company_by_id(company_id)
    except NotFound as error:
        raise Invalid(fields={"company_id": error.message}) from None


def merges_of(customer: Customer) -> list[CustomerMerge]:
    """The merges into a customer, oldest first."""
    return list(CustomerMerge.objects.filter(kept=customer).order_by("pk"))


def merge_of(customer: Customer, merge_id: int) -> CustomerMerge:
    """One merge into a customer. Raises :class:`NotFound`."""
    found = CustomerMerge.objects.filter(kept=customer, pk=merge_id).first()
    if found is None:
        raise NotFound()
    return found


def open_proposals(after: int, limit: int) -> list[DuplicateProposal]:
    """Proposed duplicates nobody has settled, by id, past one of them."""
    return list(DuplicateProposal.objects.filter(settled_at=None, pk__gt=after).order_by("pk")[:limit])


def proposal_by_id(proposal_id: int) -> DuplicateProposal:
    """A proposed duplicate, settled or not. Raises :class:`NotFound`."""
    found = DuplicateProposal.objects.filter(pk=proposal_id).first()
    if found is None:
        raise NotFound()
    return found
