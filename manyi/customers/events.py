"""What happens to customers. Payloads never hold an address in clear."""

from __future__ import annotations

from manyi.core.events import Payload, verb


@verb("customer.created")
class CustomerCreated(Payload, frozen=True):
    via: str


@verb("customer.changed")
class CustomerChanged(Payload, frozen=True):
    """The names of the changed columns."""

    fields: list[str]


@verb("company.created")
class CompanyCreated(Payload, frozen=True):
    company: int


@verb("company.renamed")
class CompanyRenamed(Payload, frozen=True):
    company: int


@verb("customer.identity_added")
class IdentityAdded(Payload, frozen=True):
    identity: int
    kind: str


@verb("customer.duplicate_proposed")
class DuplicateProposed(Payload, frozen=True):
    other: int
    reasons: list[str]


@verb("customer.duplicate_rejected")
class DuplicateRejected(Payload, frozen=True):
    other: int


@verb("customer.merged")
class CustomersMerged(Payload, frozen=True):
    merge: int
    merged: int
    """The customer that was merged into the event's customer."""


@verb("customer.merge_undone")
class MergeUndone(Payload, frozen=True):
    merge: int
    merged: int


@verb("customer.revealed")
class FieldRevealed(Payload, frozen=True):
    identity: int
    kind: str
    reason: str


@verb("customer.order_changed")
class OrderChanged(Payload, frozen=True):
    """The shop told of an order, or of what changed in it."""

    order: int
    status: str
    is_new: bool = False
