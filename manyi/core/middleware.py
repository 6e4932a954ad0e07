"""The short stack around every request: security headers, and refusals turned into answers people can read."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable

import msgspec
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from manyi.core.actions import correlation
from manyi.core.errors import NotAllowed, NotFound, Refused

log = logging.getLogger("manyi.web")
Handler = Callable[[HttpRequest], HttpResponse]

STATIC_POLICY = "default-src 'none'; frame-ancestors 'none'"


def page_policy(request: HttpRequest) -> str:
    """The content security policy of staff and customer pages: only our own scripts, styles, frames and live stream."""
    live = live_origin(request)
    return (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self' {live}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def live_origin(request: HttpRequest) -> str:
    """Where this browser reaches the live stream: the set address, or the same host on the live port."""
    if settings.LIVE_URL:
        return str(settings.LIVE_URL)
    host = request.get_host().rsplit(":", 1)[0] if not request.get_host().endswith("]") else request.get_host()
    return f"{request.scheme}://{host}:{settings.LIVE_PORT}"


def headers(get_response: Handler) -> Handler:
    """Security headers on every answer; a view may set its own policy first."""

    def run(request: HttpRequest) -> HttpResponse:
        token = correlation.set(uuid.uuid4().hex[:16])
        try:
            response = get_response(request)
        finally:
            correlation.reset(token)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Content-Security-Policy", page_policy(request))
            response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
            response.headers.setdefault("Cache-Control", "private, no-store")
        if settings.SECURE:
            response.headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        return response

    return run


def refusals(get_response: Handler) -> Handler:
    """Actions and access say no by raising; this is the one place that answers for them."""

    def run(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, Http404):
            error = NotFound()
        elif isinstance(error, PermissionDenied):
            error = NotAllowed()
        if isinstance(error, Refused):
            return answer(request, error)
        return None

    run.process_exception = process_exception  # type: ignore[attr-defined]
    return run


def answer(request: HttpRequest, error: Refused) -> HttpResponse:
    """A refusal as the caller wants it: problem+json for programs, a short fragment for htmx, else a page."""
    if request.path.startswith("/api/") or "application/json" in request.headers.get("Accept", ""):
        return problem(error)
    if getattr(request, "htmx", False):
        response = HttpResponse(str(error.message), status=error.status, content_type="text/plain; charset=utf-8")
        response.headers["HX-Reswap"] = "none"
        toast: dict[str, object] = {"manyi:toast": {"text": str(error.message), "tone": "bad"}}
        if "dialog" in error.data:
            toast["manyi:dialog-open-at"] = {"url": error.data["dialog"]}
        response.headers["HX-Trigger"] = (
            msgspec.json.encode(toast).decode().encode("ascii", "backslashreplace").decode()
        )
        return response
    return render(request, "core/error.html", {"error": error, "status": error.status}, status=error.status)


def problem(error: Refused) -> HttpResponse:
    """RFC 9457 problem details."""
    body = {
        "type": f"about:blank#{error.code}",
        "title": str(error.title),
        "status": error.status,
        "code": error.code,
        "detail": str(error.message),
    }
    if error.fields:
        body["fields"] = {name: str(text) for name, text in error.fields.items()}
    response = HttpResponse(msgspec.json.encode(body), status=error.status, content_type="application/problem+json")
    if "retry_after" in error.data:
        response.headers["Retry-After"] = str(error.data["retry_after"])
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Django's hook for a missing or stale form token."""
    log.info("csrf: %s", reason)
    return answer(request, NotAllowed(_("The page was open for too long. Please reload it and try again.")))


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's hook for an address that leads nowhere."""
    return answer(request, NotFound())
