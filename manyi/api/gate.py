"""The way in for programs: one middleware, the first, that answers everything under ``/api/v1/`` by itself.

Sessions, cookies and forms are for people; here there is a token, its limits, the operation, and problem+json for
whatever goes wrong.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import translation
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from manyi.api import PREFIX, idempotency, limits
from manyi.api.problems import NoToken, TooLarge, WrongMethod, WrongType, refusal
from manyi.core.actions import correlation
from manyi.core.errors import NotFound
from manyi.core.middleware import problem
from manyi.people.tokens import Caller, caller_of

if TYPE_CHECKING:
    from manyi.core.rest import ApiRequest

OPEN = {f"{PREFIX}docs", f"{PREFIX}openapi.json"}
ALWAYS = {"X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
BODIES = {"POST", "PUT", "PATCH"}
Handler = Callable[[HttpRequest], HttpResponseBase]


def gate(get_response: Handler) -> Handler:
    """Answer programs; let everything else through to the pages."""

    def run(request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(PREFIX) and request.path_info not in OPEN:
            return _answer(request)
        return get_response(request)

    return run


def _answer(request: HttpRequest) -> HttpResponseBase:
    name = uuid.uuid4().hex[:16]
    mark = correlation.set(name)
    bucket = None
    try:
        with translation.override(_language(request.META.get("HTTP_ACCEPT_LANGUAGE", ""))):
            try:
                caller = _caller(request)
                bucket = limits.bucket_of(caller, request.method or "")
                limits.spend(bucket)
                response = _operate(request, caller)
            except Exception as error:
                response = _refused(request, error)
    finally:
        correlation.reset(mark)
    spent = bucket.headers() if bucket is not None else {}
    for header, value in {"X-Request-Id": name, **ALWAYS, **spent}.items():
        response.headers[header] = value
    return response


@lru_cache(maxsize=256)
def _language(accepted: str) -> str:
    """The first language of the header that we have, else the installation's."""
    for wanted, _weight in parse_accept_lang_header(accepted):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return str(settings.LANGUAGE_CODE)


def _caller(request: HttpRequest) -> Caller:
    kind, _blank, secret = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
    caller = caller_of(secret.strip()) if kind.lower() == "bearer" else None
    if caller is None:
        raise NoToken()
    return caller


def _operate(request: HttpRequest, caller: Caller) -> HttpResponseBase:
    """Find the operation and do it, once if the program says so."""
    program: ApiRequest = request  # type: ignore[assignment]
    program.viewer, program.scopes = caller.actor, caller.scopes
    if "\x00" in request.path_info:
        raise NotFound()
    found = _resolver().resolve(request.path_info)
    if request.method in BODIES:
        _check_body(request)

    def do() -> HttpResponseBase:
        response: HttpResponseBase = found.func(request, **found.kwargs)
        if response.status_code == 405:
            raise WrongMethod(allow=response.headers["Allow"])
        return response

    key = request.META.get("HTTP_IDEMPOTENCY_KEY") if request.method == "POST" else None
    return do() if key is None else idempotency.once(request, caller.token_id, key, do)


@lru_cache(maxsize=1)
def _resolver() -> URLResolver:
    from manyi.api import v1

    return URLResolver(RegexPattern(f"^{PREFIX}"), v1.api.urls[0])


def _check_body(request: HttpRequest) -> None:
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isdecimal() and int(length) > settings.DATA_UPLOAD_MAX_MEMORY_SIZE:
        raise TooLarge()
    wanted = ("application/octet-stream", "multipart/form-data") if _is_upload(request) else ("application/json",)
    if length != "0" and request.content_type not in wanted:
        raise WrongType(", ".join(wanted))


def _is_upload(request: HttpRequest) -> bool:
    return request.path_info == f"{PREFIX}files"


def _refused(request: HttpRequest, error: Exception) -> HttpResponse:
    meaning = refusal(error)
    response = problem(meaning)
    response._has_been_logged = True  # type: ignore[attr-defined]  # what we refuse is no news for the log
    if isinstance(meaning, NoToken):
        response.headers["WWW-Authenticate"] = 'Bearer realm="manyi"'
    if isinstance(meaning, WrongMethod):
        response.headers["Allow"] = meaning.data["allow"]
    return response
