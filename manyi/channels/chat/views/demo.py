"""A shop that carries the widget, to try it out: the first chat site on a page whose own styles are in the way."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from manyi.channels.chat import queries, tokens
from manyi.channels.chat.sites import site_of
from manyi.core.errors import NotFound

SHOPPER = {"id": "shop-10086", "email": "sunyue@example.com", "name": "孙悦"}


@require_safe
def shop(request: HttpRequest) -> HttpResponse:
    """The shop, for a guest or (``?signed_in``) for a shopper the shop vouches for. Not there without a chat site."""
    inbox = queries.first_site()
    if inbox is None:
        raise NotFound()
    site = site_of(inbox)
    user = None
    if "signed_in" in request.GET:
        user = {**SHOPPER, "hmac": tokens.proof(site.secret, SHOPPER["id"], SHOPPER["email"])}
    return render(request, "chat/shop.html", {"key": site.key, "user": user})
