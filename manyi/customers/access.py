"""Which customers a colleague reaches, and which of their fields in clear."""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from manyi.core.actors import Actor, FieldClass
from manyi.core.errors import NotFound
from manyi.core.rows import read
from manyi.customers.identities import mask
from manyi.customers.models import Company, Customer, CustomerMerge, DuplicateProposal, Identity
from manyi.customers.permissions import MERGE, SEE

Row = TypeVar("Row", bound=Model)


def get_customer(viewer: Actor, customer_id: int) -> Customer:
    """A customer the viewer may see, or the customer himself. Raises :class:`NotFound`."""
    if not viewer.can(SEE) and viewer.customer_id != customer_id:
        raise NotFound()
    found = read(Customer, id=customer_id)
    if found is None:
        raise NotFound()
    return found


def get_identity(viewer: Actor, identity_id: int) -> Identity:
    """An identity of a customer the viewer may see. Raises :class:`NotFound`."""
    found = Identity.objects.filter(pk=identity_id).first() if viewer.can(SEE) else None
    if found is None:
        raise NotFound()
    return found


def get_proposal(viewer: Actor, proposal_id: int) -> DuplicateProposal:
    """A proposed duplicate, for those who may merge. Raises :class:`NotFound`."""
    return _one(DuplicateProposal.objects.select_related("first", "second"), proposal_id, may=viewer.can(MERGE))


def get_merge(viewer: Actor, merge_id: int) -> CustomerMerge:
    """A merge, to undo it. Raises :class:`NotFound`."""
    return _one(CustomerMerge.objects.select_related("kept", "merged"), merge_id, may=viewer.can(MERGE))


def get_company(viewer: Actor, company_id: int) -> Company:
    """A company whose people the viewer may see. Raises :class:`NotFound`."""
    return _one(Company.objects.all(), company_id, may=viewer.can(SEE))


def _one(rows: QuerySet[Row], pk: int, *, may: bool) -> Row:
    found = rows.filter(pk=pk).first() if may else None
    if found is None:
        raise NotFound()
    return found


def standing(customer: Customer) -> Customer:
    """The customer that stands for this one after merges."""
    while customer.merged_into is not None:
        customer = customer.merged_into
    return customer


def shown(viewer: Actor, identity: Identity) -> str:
    """An address as this viewer may read it: in clear with the personal field class or one's own, else masked."""
    if viewer.sees(FieldClass.PERSONAL) or viewer.customer_id == identity.customer_id:
        return str(identity.value)
    return mask(identity.kind, identity.value)
