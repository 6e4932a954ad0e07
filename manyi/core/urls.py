"""Addresses of the core: health for load balancers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from manyi.core import log


def health(request: HttpRequest) -> HttpResponse:
    """``ok`` and the newest position of the log, when the database answers."""
    return HttpResponse(f"ok {log.newest()}\n", content_type="text/plain")


urlpatterns: list[URLPattern] = [path("health", health, name="health")]
