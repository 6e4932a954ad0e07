"""Customers, their identities and companies, and two rows that are one person."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from ninja import Query
from pydantic import Field
from typing_extensions import TypedDict

from manyi.core.actions import action
from manyi.core.actors import Actor, FieldClass, require
from manyi.core.errors import NotFound
from manyi.core.rest import ApiRequest, Body, Id, Line, Page, PageQuery, Resource, Text, page, place_of
from manyi.customers import access, actions, programs
from manyi.customers.models import Company, Customer, CustomerMerge, DuplicateProposal, Identity
from manyi.customers.permissions import MERGE, SEE

customers = Resource()
companies = Resource()
RESOURCES = (("Customers", customers), ("Companies", companies))
IdentityKind = Literal["email", "phone", "visitor", "external", "openid"]
Name = Annotated[Line, Field(max_length=120)]
Language = Annotated[Line, Field(max_length=10)]


class IdentityOut(TypedDict):
    """One address; masked unless the token's colleague reads personal fields."""

    id: int
    kind: IdentityKind
    value: str
    is_masked: bool
    is_verified: bool


class CustomerOut(TypedDict):
    """A person who is served. ``notes`` are null for those who don't read personal fields."""

    id: int
    name: str
    company_id: int | None
    language: str
    value_class: Literal["", "A", "B", "C"]
    is_vip: bool
    notes: str | None
    merged_into: int | None
    created_at: dt.datetime
    identities: list[IdentityOut]


def _customers_out(viewer: Actor, rows: list[Customer]) -> list[CustomerOut]:
    identities = programs.identities_of(row.pk for row in rows)
    return [_customer_out(viewer, row, identities.get(row.pk, [])) for row in rows]


def _customer_out(viewer: Actor, row: Customer, identities: list[Identity]) -> CustomerOut:
    return {
        "id": row.pk,
        "name": row.name,
        "company_id": row.company_id,
        "language": row.language,
        "value_class": row.value_class,  # type: ignore[typeddict-item]
        "is_vip": row.is_vip,
        "notes": row.notes if viewer.sees(FieldClass.PERSONAL) else None,
        "merged_into": row.merged_into_id,
        "created_at": row.created_at,
        "identities": [_identity_out(viewer, identity) for identity in identities],
    }


def _identity_out(viewer: Actor, identity: Identity) -> IdentityOut:
    shown = access.shown(viewer, identity)
    return {
        "id": identity.pk,
        "kind": identity.kind,  # type: ignore[typeddict-item]
        "value": shown,
        "is_masked": shown != identity.value,
        "is_verified": identity.is_verified,
    }


class CustomerQuery(PageQuery):
    """Whose name begins so; of one company."""

    name: Name = ""
    company_id: Id | None = None


@customers.on("GET", "/customers", scope="customers:read", returns=Page[CustomerOut])
def list_customers(request: ApiRequest, query: Query[CustomerQuery]) -> Page[CustomerOut]:
    """List customers, or find them by name

    Merged customers are left out; to find one by address, use the look-up.
    """
    require(request.viewer, SEE)
    place = place_of(query.cursor, int)
    start = place[0] if place else 0
    rows = programs.customers_after(start, query.limit + 1, name=query.name, company_id=query.company_id)
    shown, following = page(rows, query.limit, lambda row: (row.pk,))
    return {"items": _customers_out(request.viewer, shown), "next": following}


class AddressIn(Body):
    """An address on one kind of channel."""

    kind: IdentityKind
    value: Annotated[Line, Field(min_length=1)]


@customers.on("POST", "/customers/lookup", scope="customers:read", returns=CustomerOut)
def find_customer(request: ApiRequest, body: AddressIn) -> CustomerOut:
    """Find a customer by exact address

    A POST, so that addresses stay out of the logs of proxies.
    """
    require(request.viewer, SEE)
    found = actions.find(body.kind, body.value)
    if found is None:
        raise NotFound()
    return _customers_out(request.viewer, [found])[0]


class CustomerIn(Body):
    """A new customer, with the addresses known."""

    name: Name = ""
    company_id: Id | None = None
    language: Language = ""
    identities: Annotated[list[AddressIn], Field(max_length=20)] = []


@customers.on("POST", "/customers", scope="customers:write", returns=CustomerOut, status=201)
def create_customer(request: ApiRequest, body: CustomerIn) -> CustomerOut:
    """Create a customer

    Answers 409 when an address belongs to somebody; then nothing is created.
    """
    return _customers_out(request.viewer, [_create(request.viewer, body)])[0]


@action
def _create(viewer: Actor, body: CustomerIn) -> Customer:
    company = programs.named_company(body.company_id)
    customer = actions.create_customer(name=body.name, by=viewer, company=company, language=body.language)
    for one in body.identities:
        actions.add_identity(customer, one.kind, one.value, by=viewer)
    return customer


@customers.on("GET", "/customers/{customer_id}", scope="customers:read", returns=CustomerOut)
def get_customer(request: ApiRequest, customer_id: Id) -> CustomerOut:
    """Read a customer"""
    return _customers_out(request.viewer, [access.get_customer(request.viewer, customer_id)])[0]


class CustomerChanges(Body):
    """What to change; fields left out stay as they are. ``company_id`` null takes the company away."""

    name: Name | None = None
    company_id: Id | None = None
    language: Language | None = None
    value_class: Literal["", "A", "B", "C"] | None = None
    is_vip: bool | None = None
    notes: Text | None = None

    def columns(self) -> dict[str, Any]:
        """The changes as the action takes them."""
        values = {name: getattr(self, name) for name in self.model_fields_set}
        if "company_id" in values:
            values["company"] = programs.named_company(values.pop("company_id"))
        return {name: value for name, value in values.items() if value is not None or name == "company"}


@customers.on("PATCH", "/customers/{customer_id}", scope="customers:write", returns=CustomerOut)
def change_customer(request: ApiRequest, customer_id: Id, body: CustomerChanges) -> CustomerOut:
    """Change a customer"""
    customer = access.get_customer(request.viewer, customer_id)
    changed = actions.change_customer(customer, by=request.viewer, **body.columns())
    return _customers_out(request.viewer, [changed])[0]


@customers.on("POST", "/customers/{customer_id}/identities", scope="customers:write", returns=IdentityOut, status=201)
def add_identity(request: ApiRequest, customer_id: Id, body: AddressIn) -> IdentityOut:
    """Add an address

    Answers 409 when it belongs to another customer.
    """
    customer = access.get_customer(request.viewer, customer_id)
    return _identity_out(request.viewer, actions.add_identity(customer, body.kind, body.value, by=request.viewer))


class RevealIn(Body):
    """Why the address is needed in clear; kept with who asked and when."""

    reason: Annotated[Line, Field(min_length=3)]


class RevealOut(TypedDict):
    """The address in clear."""

    value: str


@customers.on("POST", "/identities/{identity_id}/reveal", scope="customers:write", returns=RevealOut)
def reveal_identity(request: ApiRequest, identity_id: Id, body: RevealIn) -> RevealOut:
    """Read a masked address in clear, with a reason"""
    identity = access.get_identity(request.viewer, identity_id)
    return {"value": actions.reveal(identity, by=request.viewer, reason=body.reason)}


class MergeCustomerIn(Body):
    """The customer who ends in this one."""

    customer_id: Id


class CustomerMergeOut(TypedDict):
    """One merge: ``merged_id`` ended in ``kept_id``."""

    id: int
    kept_id: int
    merged_id: int
    by_staff_id: int | None
    at: dt.datetime
    undone_at: dt.datetime | None


class CustomerMergesOut(TypedDict):
    """All merges into a customer."""

    merges: list[CustomerMergeOut]


def _merge_out(merge: CustomerMerge) -> CustomerMergeOut:
    return {
        "id": merge.pk,
        "kept_id": merge.kept_id,
        "merged_id": merge.merged_id,
        "by_staff_id": merge.by_staff_id,
        "at": merge.at,
        "undone_at": merge.undone_at,
    }


@customers.on("GET", "/customers/{customer_id}/merges", scope="customers:read", returns=CustomerMergesOut)
def list_customer_merges(request: ApiRequest, customer_id: Id) -> CustomerMergesOut:
    """List what was merged into a customer"""
    customer = access.get_customer(request.viewer, customer_id)
    return {"merges": [_merge_out(merge) for merge in programs.merges_of(customer)]}


@customers.on("POST", "/customers/{customer_id}/merges", scope="customers:write", returns=CustomerMergeOut, status=201)
def merge_customers(request: ApiRequest, customer_id: Id, body: MergeCustomerIn) -> CustomerMergeOut:
    """Merge another customer into this one"""
    kept = access.get_customer(request.viewer, customer_id)
    merged = access.get_customer(request.viewer, body.customer_id)
    return _merge_out(actions.merge_customers(kept, merged, by=request.viewer))


@customers.on(
    "POST", "/customers/{customer_id}/merges/{merge_id}/undo", scope="customers:write", returns=CustomerMergeOut
)
def undo_customer_merge(request: ApiRequest, customer_id: Id, merge_id: Id) -> CustomerMergeOut:
    """Take a merge of customers apart again"""
    merge = programs.merge_of(access.get_customer(request.viewer, customer_id), merge_id)
    return _merge_out(actions.undo_merge(merge, by=request.viewer))


class DuplicateOut(TypedDict):
    """Two customers who may be one person, with the reasons found and how sure that is (0 to 100)."""

    id: int
    first_id: int
    second_id: int
    reasons: list[str]
    score: int
    created_at: dt.datetime
    settled_at: dt.datetime | None
    settled_as: Literal["", "different", "merged"]


def _duplicate_out(row: DuplicateProposal) -> DuplicateOut:
    return {
        "id": row.pk,
        "first_id": row.first_id,
        "second_id": row.second_id,
        "reasons": row.reasons,
        "score": row.score,
        "created_at": row.created_at,
        "settled_at": row.settled_at,
        "settled_as": row.settled_as,  # type: ignore[typeddict-item]
    }


@customers.on("GET", "/duplicates", scope="customers:read", returns=Page[DuplicateOut])
def list_duplicates(request: ApiRequest, query: Query[PageQuery]) -> Page[DuplicateOut]:
    """List proposed duplicates nobody has settled"""
    require(request.viewer, SEE)
    place = place_of(query.cursor, int)
    rows = programs.open_proposals(place[0] if place else 0, query.limit + 1)
    shown, following = page(rows, query.limit, lambda row: (row.pk,))
    return {"items": [_duplicate_out(row) for row in shown], "next": following}


class VerdictIn(Body):
    """``different`` people, or the ``same``: then ``keep`` says which of the two stands (the first by default)."""

    verdict: Literal["different", "same"]
    keep: Literal["first", "second"] = "first"


@customers.on("POST", "/duplicates/{duplicate_id}/verdict", scope="customers:write", returns=DuplicateOut)
def settle_duplicate(request: ApiRequest, duplicate_id: Id, body: VerdictIn) -> DuplicateOut:
    """Settle a proposed duplicate"""
    require(request.viewer, MERGE)
    proposal = programs.proposal_by_id(duplicate_id)
    if body.verdict == "different":
        actions.reject_duplicate(proposal, by=request.viewer)
    else:
        pair = (proposal.first, proposal.second)
        kept, merged = pair if body.keep == "first" else (pair[1], pair[0])
        actions.merge_customers(kept, merged, by=request.viewer)
    return _duplicate_out(programs.proposal_by_id(duplicate_id))


class CompanyOut(TypedDict):
    """A company whose people are served."""

    id: int
    name: str
    created_at: dt.datetime


def _company_out(company: Company) -> CompanyOut:
    return {"id": company.pk, "name": company.name, "created_at": company.created_at}


@companies.on("GET", "/companies", scope="customers:read", returns=Page[CompanyOut])
def list_companies(request: ApiRequest, query: Query[PageQuery]) -> Page[CompanyOut]:
    """List companies"""
    require(request.viewer, SEE)
    place = place_of(query.cursor, int)
    rows = programs.companies_after(place[0] if place else 0, query.limit + 1)
    shown, following = page(rows, query.limit, lambda row: (row.pk,))
    return {"items": [_company_out(row) for row in shown], "next": following}


class CompanyIn(Body):
    """A company's name."""

    name: Annotated[Name, Field(min_length=1)]


@companies.on("POST", "/companies", scope="customers:write", returns=CompanyOut, status=201)
def create_company(request: ApiRequest, body: CompanyIn) -> CompanyOut:
    """Create a company

    Answers 409 when there is one of this name.
    """
    return _company_out(actions.create_company(body.name, by=request.viewer))


@companies.on("GET", "/companies/{company_id}", scope="customers:read", returns=CompanyOut)
def get_company(request: ApiRequest, company_id: Id) -> CompanyOut:
    """Read a company"""
    require(request.viewer, SEE)
    return _company_out(programs.company_by_id(company_id))
