"""Finding customers by a piece of their name, along an index: from each word and each Chinese character on."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q, QuerySet

from manyi.core.rows import insert
from manyi.core.search.cutting import HAN, fold
from manyi.customers.models import Customer, NamePiece

KEPT = 40
PAST_ALL = "\U0010ffff"


def pieces(name: str) -> list[str]:
    """What a name is found by: "王小明" by 王小明, 小明 and 明, "Emma Liu" by emma liu and liu."""
    text = _plain(name)
    return list(dict.fromkeys(text[at : at + KEPT] for at in range(len(text)) if _begins(text, at)))


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def _begins(text: str, at: int) -> bool:
    return at == 0 or bool(HAN.match(text[at])) or (text[at].isalnum() and not text[at - 1].isalnum())


def keep_name(customer: Customer, *, is_new: bool = False) -> None:
    """Have a customer found by the name he has now; inside the action that gives it."""
    if not is_new:
        NamePiece.objects.filter(customer_id=customer.pk).delete()
    for piece in pieces(customer.name):
        insert(NamePiece, customer_id=customer.pk, piece=piece)


def keep_names(customers: Iterable[Customer]) -> None:
    """As :func:`keep_name`, for many new customers at once."""
    found = [NamePiece(customer_id=one.pk, piece=piece) for one in customers for piece in pieces(one.name)]
    NamePiece.objects.bulk_create(found, batch_size=1000)


def ids_named(text: str) -> QuerySet[NamePiece, int]:
    """Ids of customers with this in their name, from the beginning of a word or any Chinese character on."""
    return NamePiece.objects.filter(_beginning(_plain(text)[:KEPT])).values_list("customer_id", flat=True)


def _beginning(text: str) -> Q:
    """Each database has another way to look along its index."""
    if connection.vendor == "sqlite":
        return Q(piece__gte=text, piece__lt=text + PAST_ALL)
    return Q(piece__startswith=text)
