"""What makes the desk an app that can be installed and goes on without a network."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from manyi.core.addresses import address

WORKER = Path(__file__).resolve().parent.parent / "static" / "web" / "js" / "worker.js"
MARK = {"src": "core/img/mark.svg", "sizes": "any", "type": "image/svg+xml"}


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What a browser needs to install the desk."""
    icon = {**MARK, "src": static(MARK["src"])}
    content = {
        "id": "/",
        "name": _("Manyi"),
        "short_name": _("Manyi"),
        "start_url": address("inbox"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#faf9f6",
        "theme_color": "#0b7d63",
        "icons": [{**icon, "purpose": "any"}, {**icon, "purpose": "maskable"}],
        "shortcuts": [
            {"name": _("New ticket"), "url": address("ticket-new")},
            {"name": _("Notices"), "url": address("notices")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@cache
def _worker() -> str:
    return WORKER.read_text(encoding="utf-8")


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; at the root, so that it serves every page."""
    response = HttpResponse(_worker(), content_type="text/javascript; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown where nothing is kept; its script lists the tickets that are."""
    return render(request, "web/offline.html")
