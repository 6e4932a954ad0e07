"""Who the customer is: a signed cookie after a mailed link, or a signed link to one request."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from manyi.core.actors import Actor, customer_actor
from manyi.core.errors import NotFound
from manyi.customers.access import standing
from manyi.customers.models import Customer
from manyi.desk.models import Ticket

COOKIE = "manyi_customer"
STAYS = 14 * 24 * 3600
_cookies = TimestampSigner(salt="portal.cookie")
_requests = Signer(salt="portal.request")

P = ParamSpec("P")
CustomerView = Callable[Concatenate[HttpRequest, Customer, P], HttpResponse]


def actor_of(customer: Customer) -> Actor:
    """The customer as an actor."""
    return customer_actor(customer.pk, customer.name, customer.language)


def customer_of(request: HttpRequest) -> Customer | None:
    """The customer who entered with this browser, or None."""
    try:
        pk = int(_cookies.unsign(request.COOKIES.get(COOKIE, ""), max_age=STAYS))
    except (BadSignature, ValueError):
        return None
    found = Customer.objects.filter(pk=pk).first()
    return standing(found) if found is not None else None


def remember(response: HttpResponse, customer: Customer) -> None:
    """Let this browser in for two weeks."""
    response.set_cookie(
        COOKIE,
        _cookies.sign(str(customer.pk)),
        max_age=STAYS,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )


def customers_only(view: CustomerView[P]) -> Callable[..., HttpResponse]:
    """A view for customers who have entered; others are asked for their e-mail first."""

    @wraps(view)
    def run(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        customer = customer_of(request)
        if customer is None:
            return redirect(f"{reverse('portal_sign_in')}?next={request.path}")
        return view(request, customer, *args, **kwargs)

    return run


def request_link(ticket: Ticket) -> str:
    """A full address under which the receiver of a mail may confirm or reopen this one request, and nothing else."""
    return f"{settings.PUBLIC_URL}{reverse('portal_request', args=[_requests.sign(ticket.number)])}"


def ticket_of(token: str) -> Ticket:
    """The ticket of such a link. Raises :class:`NotFound` for a forged one."""
    try:
        found: Ticket | None = Ticket.objects.select_related("customer").filter(number=_requests.unsign(token)).first()
    except BadSignature:
        found = None
    if found is None or found.is_merged:
        raise NotFound()
    return found
