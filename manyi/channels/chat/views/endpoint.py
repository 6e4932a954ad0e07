"""What every endpoint of the widget shares: which site, from which page, who, how fast; refusals as JSON; CORS.

There are no cookies and so no forged requests to fear: the token is the only proof, and it travels in a header.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from manyi.channels.chat.pace import slow_down
from manyi.channels.chat.sites import Site, get_site
from manyi.channels.chat.strings import language_of
from manyi.channels.chat.tokens import Claims, unseal
from manyi.core.errors import Invalid, NotAllowed, Refused
from manyi.core.limits import client_address
from manyi.core.middleware import problem

LARGEST = 64_000
T = TypeVar("T")


class NoSession(Refused):
    """The token is missing, forged or no longer good: the widget asks for a new session."""

    code, status = "no_session", 401


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a widget: its site, and its visitor once :func:`visitor_of` has checked the token."""

    request: HttpRequest
    site: Site
    origin: str

    def body(self, shape: type[T]) -> T:
        """The JSON body. Raises :class:`Invalid` for nonsense and for too much of it."""
        if int(self.request.headers.get("Content-Length") or 0) > LARGEST:
            raise Invalid()
        try:
            return msgspec.json.decode(self.request.body, type=shape)
        except msgspec.MsgspecError:
            raise Invalid() from None

    def visitor(self) -> Claims:
        """Who the token stands for. Raises :class:`NoSession`, or :class:`TooMany` for somebody too fast."""
        token = self.request.headers.get("Authorization", "").removeprefix("Bearer ")
        claims = unseal(self.site, token)
        if claims is None:
            raise NoSession()
        writes = self.request.method == "POST"
        limit = self.site.config.visitor_limit * (1 if writes else 4)
        slow_down(f"{self.request.method}:{claims.key}", per_minute=limit)
        return claims


View = Callable[..., HttpResponse]


def endpoint(*methods: str, needs_origin: bool = False) -> Callable[[View], View]:
    """A view of the widget for pages of the allowed sites (and our own pages)."""

    def wrap(view: Callable[..., HttpResponse]) -> View:
        @csrf_exempt
        @wraps(view)
        def run(request: HttpRequest, key: str, **kwargs: Any) -> HttpResponse:
            origin = request.headers.get("Origin", "")
            try:
                site = get_site(key)
                if (needs_origin or origin) and not _is_ours_or_allowed(request, site, origin):
                    return problem(NotAllowed())
                if request.method not in methods:
                    return _with_cors(HttpResponse(status=204 if request.method == "OPTIONS" else 405), origin)
                with translation.override(language_of(request)):
                    if request.method == "POST":
                        slow_down(f"address:{client_address(request)}", per_minute=site.config.address_limit)
                    response = view(Call(request, site, origin), **kwargs)
            except Refused as error:
                response = problem(error)
            return _with_cors(response, origin)

        return run

    return wrap


def _is_ours_or_allowed(request: HttpRequest, site: Site, origin: str) -> bool:
    return origin == f"{request.scheme}://{request.get_host()}" or site.allows(origin)


def _with_cors(response: HttpResponse, origin: str) -> HttpResponse:
    response.headers["Vary"] = "Origin, Accept-Language"
    response.headers.setdefault("Cache-Control", "no-store")
    if origin:
        response.headers["Access-Control-Allow-Origin"] = origin
        response.headers["Access-Control-Allow-Methods"] = "GET, POST"
        response.headers["Access-Control-Allow-Headers"] = "authorization, content-type"
        response.headers["Access-Control-Expose-Headers"] = "retry-after"
        response.headers["Access-Control-Max-Age"] = "7200"
    return response


def as_json(values: Any) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(msgspec.json.encode(values), content_type="application/json")
